"""libVLC, painted through its memory callbacks: no window of its own, the same on X11, Wayland, Windows and macOS.

Facts that this file rests on: a missing libVLC shows as NameError, SystemExit, OSError or an Instance that is None;
libVLC must never be called from its own callbacks; after the end it must be stopped before it plays again;
python-vlc's own track list crashes, so tracks are taken by the side-car's order.
"""

from __future__ import annotations

import ctypes
import logging
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QImage

from caregiver_app.domain.clips import Clip
from caregiver_app.ui.player.engine import Engine

_log = logging.getLogger(__name__)
_OPTIONS = (
    "--no-video-title-show",
    "--no-snapshot-preview",
    "--no-osd",
    "--quiet",
    "--no-spu",
    "--intf=dummy",
    "--no-xlib",
)
_BUFFERS = 3
_TICK_MS = 40


def vlc_instance() -> Any | None:
    """libVLC ready to play, None where it or its plugins are missing."""
    try:
        import vlc

        return vlc.Instance(list(_OPTIONS))
    except (ImportError, NameError, OSError, AttributeError, SystemExit):
        return None


class VlcEngine(Engine):
    """One libVLC player that writes frames into three buffers in turn."""

    name = "libvlc"
    _shown = Signal(int)
    _over = Signal()

    def __init__(self, instance: Any) -> None:
        super().__init__()
        import vlc

        self._vlc = vlc
        self._instance = instance
        self._player: Any = instance.media_player_new()
        self._clip: Clip | None = None
        self._sound = ""
        self._is_over = False
        self._wants_play = False
        self._pending_s: float | None = None
        self._buffers: list[Any] = []
        self._turn = 0
        self._size = (0, 0)
        self._shown.connect(self._take_frame, Qt.ConnectionType.QueuedConnection)
        self._over.connect(self._took_end, Qt.ConnectionType.QueuedConnection)
        self._callbacks = self._make_callbacks()
        events = self._player.event_manager()
        events.event_attach(vlc.EventType.MediaPlayerEndReached, lambda _event: self._over.emit())
        events.event_attach(vlc.EventType.MediaPlayerEncounteredError, lambda _event: self.broken.emit("error"))
        self._tick = QTimer(self)
        self._tick.setInterval(_TICK_MS)
        self._tick.timeout.connect(self._follow)

    def _make_callbacks(self) -> tuple[Any, Any, Any]:
        decorators = self._vlc.CallbackDecorators

        def lock(_opaque: Any, planes: Any) -> int:
            self._turn = (self._turn + 1) % _BUFFERS
            planes[0] = ctypes.addressof(self._buffers[self._turn])
            return self._turn

        def unlock(_opaque: Any, _picture: Any, _planes: Any) -> None:
            return

        def display(_opaque: Any, picture: Any) -> None:
            self._shown.emit(int(picture or 0))

        return decorators.VideoLockCb(lock), decorators.VideoUnlockCb(unlock), decorators.VideoDisplayCb(display)

    # ---- Engine ---------------------------------------------------------------------------------
    def open(self, clip: Clip, sound_language: str) -> None:
        self._player.stop()
        self._clip, self._sound, self._is_over = clip, sound_language, False
        width, height = clip.width, clip.height
        self._size = (width, height)
        self._buffers = [(ctypes.c_ubyte * (width * height * 4))() for _ in range(_BUFFERS)]
        self._player.video_set_callbacks(*self._callbacks, None)
        self._player.video_set_format("RV32", width, height, width * 4)
        media = self._instance.media_new_path(str(clip.video))
        media.add_option(":no-sub-autodetect-file")
        self._player.set_media(media)
        self._wants_play = False
        self._pending_s = 0.0
        self._player.play()  # a paused first frame needs a start
        self._tick.start()

    def play(self) -> None:
        self._wants_play = True
        if self._is_over:
            self._restart(0.0)
        self._player.set_pause(0)
        self._player.play()

    def pause(self) -> None:
        self._wants_play = False
        self._player.set_pause(1)

    def seek(self, seconds: float) -> None:
        if self._is_over:
            self._restart(seconds)
            return
        self._player.set_time(int(seconds * 1000))
        if not self._wants_play:
            self._player.next_frame()
        self.moved.emit(seconds)

    def _restart(self, seconds: float) -> None:
        """After the end libVLC plays again only once it was stopped, from the main thread."""
        self._player.stop()
        self._is_over = False
        self._pending_s = seconds
        self._player.play()

    def set_speed(self, speed: float) -> None:
        self._player.set_rate(speed)

    def set_sound(self, language: str) -> None:
        self._sound = language
        self._choose_sound()

    def shut(self) -> None:
        self._tick.stop()
        self._player.stop()
        self._player.release()

    # ---- inside ---------------------------------------------------------------------------------
    def _choose_sound(self) -> None:
        track = self._clip.sound_in(self._sound) if self._clip is not None and self._sound else None
        if track is None:
            self._player.audio_set_mute(True)
            return
        described = [number for number, _name in (self._player.audio_get_track_description() or []) if number >= 0]
        if track.index < len(described):
            self._player.audio_set_track(described[track.index])
        self._player.audio_set_mute(False)

    def _follow(self) -> None:
        """Once it plays: choose the voice, go where was asked, hold if nobody wants it to run; then tell where."""
        state = self._player.get_state()
        if state == self._vlc.State.Playing and self._pending_s is not None:
            seconds, self._pending_s = self._pending_s, None
            self._choose_sound()
            if seconds > 0:
                self._player.set_time(int(seconds * 1000))
            if not self._wants_play:
                self._player.set_pause(1)
        if state == self._vlc.State.Playing and self._wants_play:
            at = self._player.get_time()
            if at >= 0:
                self.moved.emit(at / 1000.0)

    @Slot(int)
    def _take_frame(self, turn: int) -> None:
        width, height = self._size
        if width and turn < len(self._buffers):
            image = QImage(bytes(self._buffers[turn]), width, height, width * 4, QImage.Format.Format_RGB32)
            self.frame_ready.emit(image.copy())

    @Slot()
    def _took_end(self) -> None:
        self._is_over, self._wants_play = True, False
        self.ended.emit()
