"""Looks at a film with libVLC. Each look opens the film anew at a moment: that is exact, and survives any container."""

from __future__ import annotations

import contextlib
import ctypes
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PySide6.QtGui import QImage

from caregiver_app.domain.brought_in import Fault, FilmFacts
from caregiver_app.ui.player.probe import MOST_SIDE, STILL_WIDTH

_OPTIONS = (
    "--quiet",
    "--intf=dummy",
    "--no-xlib",
    "--no-osd",
    "--no-spu",
    "--no-video-title-show",
    "--no-snapshot-preview",
    "--no-sub-autodetect-file",
    "--no-lua",
    "--no-metadata-network-access",
    "--aout=dummy",
)
_PATIENCE_S = 10.0
_TRACKS_S = 1.0  # sound tracks may be found a moment after the first picture
_LOOK_S = 0.02
_UINTS = [ctypes.POINTER(ctypes.c_uint)] * 4
_SetUp = ctypes.CFUNCTYPE(ctypes.c_uint, ctypes.POINTER(ctypes.c_void_p), ctypes.c_void_p, *_UINTS)


def silent_instance() -> Any | None:
    """libVLC without sound or window, None where it is not here."""
    try:
        import vlc

        return vlc.Instance(list(_OPTIONS))
    except (ImportError, NameError, OSError, AttributeError, SystemExit):
        return None


class VlcReader:
    """One film."""

    name = "libvlc"

    def __init__(self, instance: Any, file: Path) -> None:
        self._instance, self._file = instance, file

    def look(self) -> FilmFacts | Fault:
        """Seconds, pixels and sound tracks from the first picture."""
        with self._opened(0.0) as (player, screen):
            if screen.is_huge:
                return Fault.HUGE_PICTURE
            length_ms = player.get_length()
            if not screen.has_frame:
                return Fault.NO_PICTURE if length_ms > 0 or _sounds(player) else Fault.NO_FILM
            until = time.monotonic() + _TRACKS_S
            while not _sounds(player) and time.monotonic() < until:
                time.sleep(_LOOK_S)
            width, height = player.video_get_size(0)
            if length_ms <= 0:
                return Fault.NO_FILM
            return FilmFacts(
                length_ms / 1000, width or screen.width, height or screen.height, _sounds(player), self.name
            )

    def picture_at(self, seconds: float) -> QImage | None:
        """The first picture from a moment on."""
        with self._opened(seconds) as (player, screen):
            if not screen.has_frame:
                return None
            width, height = player.video_get_size(0)
            return screen.image(width / height if width and height else 0.0)

    @contextlib.contextmanager
    def _opened(self, seconds: float) -> Iterator[tuple[Any, _Memory]]:
        """The film, once it shows a picture, has ended, or has kept everybody waiting."""
        import vlc

        player, screen, over = self._instance.media_player_new(), _Memory(), threading.Event()
        media = self._instance.media_new_path(str(self._file))
        if seconds > 0:
            media.add_option(f":start-time={seconds:.3f}")
        player.set_media(media)
        screen.attach(vlc, player)
        for kind in (vlc.EventType.MediaPlayerEndReached, vlc.EventType.MediaPlayerEncounteredError):
            player.event_manager().event_attach(kind, lambda _event: over.set())
        player.play()
        until = time.monotonic() + _PATIENCE_S
        while not (screen.has_frame or screen.is_huge or over.is_set()) and time.monotonic() < until:
            time.sleep(_LOOK_S)
        try:
            yield player, screen
        finally:
            player.stop()
            player.release()
            media.release()


class _Memory:
    """Where libVLC writes the pictures; it is never called from here."""

    def __init__(self) -> None:
        self.width = self.height = 0
        self.is_huge = False
        self._buffer: Any = None
        self._shown = threading.Event()
        self._callbacks: tuple[Any, ...] = ()

    @property
    def has_frame(self) -> bool:
        """True once a picture was shown."""
        return self._shown.is_set()

    def attach(self, vlc: Any, player: Any) -> None:
        """Let a player write here, as large as the film but no wider than a still."""
        decorators = vlc.CallbackDecorators

        def set_up(_opaque: Any, chroma: Any, width: Any, height: Any, pitch: Any, lines: Any) -> int:
            if not (0 < width[0] <= MOST_SIDE and 0 < height[0] <= MOST_SIDE):
                self.is_huge = True
                return 0
            wide = min(width[0], STILL_WIDTH)
            tall = max(1, height[0] * wide // width[0])
            ctypes.memmove(chroma, b"RV32", 4)
            width[0], height[0], pitch[0], lines[0] = wide, tall, wide * 4, tall
            self.width, self.height = wide, tall
            self._buffer = (ctypes.c_ubyte * (wide * tall * 4))()
            return 1

        def lock(_opaque: Any, planes: Any) -> None:
            planes[0] = ctypes.addressof(self._buffer)

        def display(_opaque: Any, _picture: Any) -> None:
            self._shown.set()

        self._callbacks = (_SetUp(set_up), decorators.VideoLockCb(lock), decorators.VideoDisplayCb(display))
        vlc.dll.libvlc_video_set_format_callbacks(player, self._callbacks[0], None)
        player.video_set_callbacks(self._callbacks[1], None, self._callbacks[2], None)

    def image(self, shape: float) -> QImage:
        """The picture, without the dark edge that decoders add below and beside it."""
        raw = QImage(bytes(self._buffer), self.width, self.height, self.width * 4, QImage.Format.Format_RGB32).copy()
        tall = round(self.width / shape) if shape else self.height
        return raw.copy(0, 0, self.width, min(tall, self.height))


def _sounds(player: Any) -> int:
    return sum(1 for number, _name in player.audio_get_track_description() or [] if number >= 0)
