"""libVLC, painted through its memory callbacks: no window of its own, the same on X11, Wayland, Windows and macOS.

Facts that this file rests on: a missing libVLC shows as NameError, SystemExit, OSError or an Instance that is None;
libVLC must never be called from its own callbacks; after the end it must be stopped before it plays again;
python-vlc's own track list crashes, so tracks are taken by the side-car's order. Its clock moves four times a second
only and stays behind for a moment after a jump, so the time between is counted here. After a jump at a slow speed it stands
still, 1/speed - 1 times as long as the place is from the whole picture before it: so it jumps at 1× and is slow again after.
"""

from __future__ import annotations

import ctypes
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QImage

from caregiver_app.domain.clips import Clip
from caregiver_app.ui.player.engine import Engine
from caregiver_app.ui.player.reckoning import Reckoning

_OPTIONS = (
    "--no-video-title-show",
    "--no-snapshot-preview",
    "--no-osd",
    "--quiet",
    "--no-spu",
    "--intf=dummy",
    "--no-xlib",
)
_UNSEEN = ("offscreen", "minimal")  # nobody sits in front: no sound, and no probing for sound cards
_NO_SOUND = "--aout=dummy"
_SILENT = -1
_BUFFERS = 3
_TICK_MS = 40
_BLIND_TICKS = 150  # six seconds of sound without a picture: a plugin is missing
_FROZEN_TICKS = 50  # two seconds without a picture, where there were some
_MOST_RESCUES = 2
_SLOW_FROM_S, _SLOW_TO_S = 0.1, 5.0  # libVLC's own clock so far after a jump says that it has come to run there
_EARLY_S = 3.0  # an end this long before the clip's own is a file that breaks off


def vlc_instance() -> Any | None:
    """libVLC ready to play, None where it or its plugins are missing."""
    options = (*_OPTIONS, _NO_SOUND) if QGuiApplication.platformName() in _UNSEEN else _OPTIONS
    try:
        import vlc

        return vlc.Instance(list(options))
    except (ImportError, NameError, OSError, AttributeError, SystemExit):
        return None


class VlcEngine(Engine):
    """One libVLC player that writes frames into three buffers in turn."""

    name = "libvlc"
    _shown = Signal(int)
    _over = Signal()
    _failed = Signal()

    def __init__(self, instance: Any) -> None:
        super().__init__()
        import vlc

        self._vlc = vlc
        self._instance = instance
        self._player: Any = instance.media_player_new()
        self._clip: Clip | None = None
        self._sound = ""
        self._speed = 1.0
        self._is_over = self._is_shut = self._wants_play = self._is_mute = False
        self._pending_s: float | None = None  # where to go once the file is open
        self._reckoning = Reckoning()
        self._buffers: list[Any] = []
        self._turn = self._blind = 0
        self._rescues, self._has_picture = 0, False
        self._pictured_s = 0.0  # the place of the last picture
        self._slow_from_s: float | None = None  # it jumped there at 1× and is to be slow once it runs
        self._size = (0, 0)
        queued = Qt.ConnectionType.QueuedConnection  # these come from libVLC's own threads
        self._shown.connect(self._take_frame, queued)
        self._over.connect(self._took_end, queued)
        self._failed.connect(self._took_failure, queued)
        self._callbacks = self._make_callbacks()
        events = self._player.event_manager()
        events.event_attach(vlc.EventType.MediaPlayerEndReached, lambda _event: self._over.emit())
        events.event_attach(vlc.EventType.MediaPlayerEncounteredError, lambda _event: self._failed.emit())
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
        self._clip, self._sound = clip, sound_language
        width, height = clip.width, clip.height
        self._size = (width, height)
        self._buffers = [(ctypes.c_ubyte * (width * height * 4))() for _ in range(_BUFFERS)]
        self._player.video_set_callbacks(*self._callbacks, None)
        self._player.video_set_format("RV32", width, height, width * 4)
        media = self._instance.media_new_path(str(clip.video))
        media.add_option(":no-sub-autodetect-file")
        media.add_option(":start-paused")  # not a moment of the wrong voice before the right one is chosen
        self._player.set_media(media)
        media.release()
        self._wants_play = self._has_picture = False
        self._rescues = self._blind = 0
        self._start_at(0.0)
        self._tick.start()

    def play(self) -> None:
        self._wants_play = True
        if self._is_over:
            self._start_at(0.0)
        elif self._pending_s is None:
            self._reckoning.jump(self._reckoning.at_s)
            self._player.set_pause(0)

    def pause(self) -> None:
        self._wants_play = False
        self._reckoning.hold()
        if self._pending_s is None:
            self._player.set_pause(1)

    def seek(self, seconds: float) -> None:
        self._pictured_s = seconds
        self._reckoning.jump(seconds)
        if not self._wants_play:
            self._reckoning.hold()
        if self._is_over:
            self._start_at(seconds)
        elif self._pending_s is not None:
            self._pending_s = seconds
        else:
            self._jump(seconds)
        self.moved.emit(seconds)

    def set_speed(self, speed: float) -> None:
        self._speed = speed
        self._reckoning.set_speed(speed)
        if self._slow_from_s is None:
            self._player.set_rate(speed)

    def set_sound(self, language: str) -> None:
        self._sound = language
        if self._pending_s is None and not self._is_over:
            self._choose_sound()

    def mute(self, is_mute: bool) -> None:
        self._is_mute = is_mute
        self.set_sound(self._sound)

    def shut(self) -> None:
        if self._is_shut:
            return
        self._is_shut = True
        self._tick.stop()
        self._player.stop()
        self._player.release()
        self._instance.release()

    # ---- inside ---------------------------------------------------------------------------------
    def _start_at(self, seconds: float) -> None:
        """Begin, held. After the end libVLC plays again only once it was stopped, from the main thread."""
        self._player.stop()
        self._is_over = False
        self._pending_s = self._pictured_s = seconds
        self._reckoning.jump(seconds)
        self._reckoning.hold()
        self._player.play()

    def _jump(self, seconds: float) -> None:
        self._slow_from_s = seconds if self._speed < 1.0 else None
        self._player.set_rate(max(1.0, self._speed))
        self._player.set_time(round(seconds * 1000))

    def _choose_sound(self) -> None:
        track = self._clip.sound_in(self._sound) if self._clip is not None and self._sound else None
        described = [number for number, _name in (self._player.audio_get_track_description() or []) if number >= 0]
        is_there = track is not None and track.index < len(described) and not self._is_mute
        self._player.audio_set_track(described[track.index] if track is not None and is_there else _SILENT)

    def _follow(self) -> None:
        """Once the file is open: choose the voice, go where was asked, run if that is wanted; then tell where."""
        state = self._player.get_state()
        if self._pending_s is not None and state in (self._vlc.State.Paused, self._vlc.State.Playing):
            seconds, self._pending_s = self._pending_s, None
            self._choose_sound()
            if seconds > 0:
                self._jump(seconds)
            else:
                self._slow_from_s = None
                self._player.set_rate(self._speed)
            self._reckoning.jump(seconds)
            self._player.set_pause(0 if self._wants_play else 1)
        if state == self._vlc.State.Playing and self._wants_play:
            clock_s = self._player.get_time() / 1000
            if self._slow_from_s is not None and _SLOW_FROM_S <= clock_s - self._slow_from_s <= _SLOW_TO_S:
                self._slow_from_s = None
                self._player.set_rate(self._speed)
            self._reckoning.hear(clock_s)
            self.moved.emit(self._reckoning.at_s)
        self._blind += 1 if self._wants_play else 0
        is_ours = self._clip is not None and self._clip.own is None  # a film of slides may stand by itself
        if self._blind > (_FROZEN_TICKS if self._has_picture and is_ours else _BLIND_TICKS):
            self._rescue()

    def _rescue(self) -> None:
        """A watchdog: where pictures came and come no more, the clip is opened again at the last one."""
        self._blind = 0
        if not self._has_picture or self._rescues >= _MOST_RESCUES:
            self.broken.emit("no picture")
            return
        self._rescues += 1
        self._start_at(self._pictured_s)
        self.rescued.emit()

    @Slot(int)
    def _take_frame(self, turn: int) -> None:
        if self._is_shut:  # told late: the player is gone, and to ask it anything would wait for ever
            return
        self._has_picture = True
        if self._player.get_state() == self._vlc.State.Playing:
            self._blind = 0  # one that is held shows its last picture again and again
        if self._pending_s is None:
            self._pictured_s = self._reckoning.at_s
        width, height = self._size
        if width and turn < len(self._buffers):
            image = QImage(bytes(self._buffers[turn]), width, height, width * 4, QImage.Format.Format_RGB32)
            self.frame_ready.emit(image.copy())

    @Slot()
    def _took_end(self) -> None:
        if self._is_shut or self._player.get_state() != self._vlc.State.Ended:  # told late, it was begun again
            return
        at_s, self._is_over, self._wants_play = self._reckoning.at_s, True, False
        self._reckoning.hold()
        if self._clip is not None and at_s < self._clip.length_s - _EARLY_S:
            self.broken.emit("ended early")
        else:
            self.ended.emit()

    @Slot()
    def _took_failure(self) -> None:
        if not self._is_shut:
            self.broken.emit("error")
