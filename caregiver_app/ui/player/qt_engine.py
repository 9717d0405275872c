"""Qt Multimedia, where libVLC is missing. It is switched while stopped, and watched: it can freeze or end early.

Fact that this file rests on: `stop()` waits for Qt's own threads, and these ask Python whether an object of ours has a
`disconnectNotify` of its own, which needs the lock that the waiting thread holds: both wait for ever. Python
remembers its answer, so each object is made to ask once on the main thread before anything plays (`_ask_once`).
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, QUrl
from PySide6.QtMultimedia import QAudioOutput, QMediaPlayer, QVideoFrame, QVideoSink

from caregiver_app.domain.clips import Clip
from caregiver_app.ui.player.engine import Engine

_WATCH_MS = 1_200  # a freeze is seen within two looks and mended within three seconds
_EARLY_MS = 3_000  # an end this long before the clip's own is no end
_LEAP_MS = 1_000  # at an end the place leaps to the end of the file, wherever it stood
_MOST_REOPENS = 3
_Status = QMediaPlayer.MediaStatus
_State = QMediaPlayer.PlaybackState


class QtEngine(Engine):
    """One QMediaPlayer into a sink whose frames the player paints."""

    name = "qt"

    def __init__(self) -> None:
        super().__init__()
        self._player = QMediaPlayer(self)
        self._audio = QAudioOutput(self)
        self._player.setAudioOutput(self._audio)
        self._sink = QVideoSink(self)
        self._player.setVideoSink(self._sink)
        for each in (self._player, self._audio, self._sink):
            _ask_once(each)
        self._clip: Clip | None = None
        self._sound = ""
        self._speed = 1.0
        self._wants_play = self._is_mute = self._is_emptying = False
        self._at_ms = 0
        self._watched_ms = -1  # where it stood at the last look; -1 where there is nothing to compare with
        self._reopens = 0
        self._has_track = True
        self._goto_ms: int | None = None  # where to go once the file is open
        self._sink.videoFrameChanged.connect(self._take_frame)
        self._player.positionChanged.connect(self._moved)
        self._player.mediaStatusChanged.connect(self._status)
        self._player.errorOccurred.connect(self._error)
        self._watch = QTimer(self)
        self._watch.setInterval(_WATCH_MS)
        self._watch.timeout.connect(self._look)

    def open(self, clip: Clip, sound_language: str) -> None:
        self._clip, self._sound = clip, sound_language
        self._reopens, self._wants_play = 0, False
        self._load(0)

    def _load(self, at_ms: int) -> None:
        if self._clip is None:
            return
        self._goto_ms, self._at_ms, self._watched_ms = at_ms, at_ms, -1
        self._is_emptying = True  # the old file ends with a word that it is loaded, which is none of the new one's
        self._player.setSource(QUrl())
        self._is_emptying = False
        self._player.setSource(QUrl.fromLocalFile(str(self._clip.video)))
        self._watch.start()

    def play(self) -> None:
        self._wants_play, self._watched_ms = True, -1
        if self._goto_ms is None:
            self._player.play()

    def pause(self) -> None:
        self._wants_play = False
        self._player.pause()

    def seek(self, seconds: float) -> None:
        self._at_ms, self._watched_ms = round(seconds * 1000), -1
        if self._goto_ms is not None:
            self._goto_ms = self._at_ms
        else:
            if self._player.playbackState() == _State.StoppedState:
                self._player.pause()
            self._player.setPosition(self._at_ms)
        self.moved.emit(seconds)

    def set_speed(self, speed: float) -> None:
        self._speed = speed
        self._player.setPlaybackRate(speed)

    def set_sound(self, language: str) -> None:
        """Switched while stopped, then the place is found again."""
        self._sound = language
        if self._goto_ms is None:
            at_ms = self._at_ms
            self._player.stop()
            self._go_on_at(at_ms)

    def mute(self, is_mute: bool) -> None:
        """Without a stop: the track stays, only its sound goes."""
        self._is_mute = is_mute
        self._audio.setMuted(is_mute or not self._has_track)

    def shut(self) -> None:
        self._watch.stop()
        self._wants_play, self._clip = False, None
        self._player.stop()
        self._player.setSource(QUrl())

    # ---- inside ---------------------------------------------------------------------------------
    def _go_on_at(self, at_ms: int) -> None:
        """From a stop: choose the voice, find the place, run if that is wanted."""
        self._choose_sound()
        self._player.setPlaybackRate(self._speed)
        self._at_ms, self._watched_ms = at_ms, -1
        self._player.pause()
        self._player.setPosition(at_ms)
        if self._wants_play:
            self._player.play()

    def _choose_sound(self) -> None:
        track = self._clip.sound_in(self._sound) if self._clip is not None and self._sound else None
        is_there = track is not None and track.index < len(self._player.audioTracks())
        self._has_track = is_there
        self._audio.setMuted(self._is_mute or not is_there)
        if track is not None and is_there:
            self._player.setActiveAudioTrack(track.index)

    def _moved(self, at_ms: int) -> None:
        if not self._wants_play or self._goto_ms is not None:
            return
        if at_ms > self._at_ms + _LEAP_MS and at_ms >= self._player.duration() - _LEAP_MS:
            return
        self._at_ms = at_ms
        self.moved.emit(at_ms / 1000.0)

    def _status(self, status: QMediaPlayer.MediaStatus) -> None:
        if self._is_emptying:
            return
        if status == _Status.LoadedMedia and self._goto_ms is not None:
            at_ms, self._goto_ms = self._goto_ms, None
            self._go_on_at(at_ms)
        elif status == _Status.EndOfMedia and self._clip is not None:
            if self._at_ms < self._clip.length_s * 1000 - _EARLY_MS:
                self._reopen()
            else:
                self._wants_play = False
                self.ended.emit()

    def _error(self, _code: QMediaPlayer.Error, _words: str) -> None:
        if self._clip is not None:
            self.broken.emit("error")

    def _look(self) -> None:
        """A watchdog: where the picture stands still while it should run, the clip is opened again where it stood."""
        if self._wants_play and self._at_ms == self._watched_ms:
            self._reopen()
        else:
            self._watched_ms = self._at_ms

    def _reopen(self) -> None:
        self._reopens += 1
        if self._reopens > _MOST_REOPENS:
            self._watch.stop()
            self.broken.emit("frozen")
        else:
            self._load(self._at_ms)
            self.rescued.emit()

    def _take_frame(self, frame: QVideoFrame) -> None:
        image = frame.toImage()
        if not image.isNull():
            self.frame_ready.emit(image)


def _ask_once(what: QObject) -> None:
    """Let Python find out, and remember, that an object made here overrides none of Qt's notices of connections."""

    def nothing() -> None: ...

    what.objectNameChanged.connect(nothing)
    what.objectNameChanged.disconnect(nothing)
