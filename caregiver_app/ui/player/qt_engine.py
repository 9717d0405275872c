"""Qt Multimedia, where libVLC is missing. It is switched while stopped, and watched: it can freeze or end early."""

from __future__ import annotations

from PySide6.QtCore import QTimer, QUrl
from PySide6.QtMultimedia import QAudioOutput, QMediaPlayer, QVideoFrame, QVideoSink

from caregiver_app.domain.clips import Clip
from caregiver_app.ui.player.engine import Engine

_WATCH_MS = 1_500
_EARLY_S = 1.0  # an end this long before the clip's own is no end
_MOST_REOPENS = 3


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
        self._clip: Clip | None = None
        self._sound = ""
        self._wants_play = False
        self._seen_ms = -1
        self._reopens = 0
        self._goto_ms: int | None = None
        self._sink.videoFrameChanged.connect(self._take_frame)
        self._player.positionChanged.connect(lambda ms: self.moved.emit(ms / 1000.0) if self._wants_play else None)
        self._player.mediaStatusChanged.connect(self._status)
        self._player.errorOccurred.connect(lambda _code, _words: self.broken.emit("error"))
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
        self._goto_ms, self._seen_ms = at_ms, -1
        self._player.setSource(QUrl())
        self._player.setSource(QUrl.fromLocalFile(str(self._clip.video)))
        self._watch.start()

    def play(self) -> None:
        self._wants_play = True
        self._player.play()

    def pause(self) -> None:
        self._wants_play = False
        self._player.pause()

    def seek(self, seconds: float) -> None:
        self._player.setPosition(int(seconds * 1000))
        if self._player.playbackState() == QMediaPlayer.PlaybackState.StoppedState:
            self._player.pause()
            self._player.setPosition(int(seconds * 1000))
        self.moved.emit(seconds)

    def set_speed(self, speed: float) -> None:
        self._player.setPlaybackRate(speed)

    def set_sound(self, language: str) -> None:
        """Switched while stopped, then the place is found again."""
        self._sound = language
        at_ms = self._player.position()
        self._player.stop()
        self._choose_sound()
        self._player.setPosition(at_ms)
        self._player.play() if self._wants_play else self._player.pause()

    def _choose_sound(self) -> None:
        track = self._clip.sound_in(self._sound) if self._clip is not None and self._sound else None
        self._audio.setMuted(track is None)
        if track is not None and track.index < len(self._player.audioTracks()):
            self._player.setActiveAudioTrack(track.index)

    def shut(self) -> None:
        self._watch.stop()
        self._player.stop()
        self._player.setSource(QUrl())

    # ---- inside ---------------------------------------------------------------------------------
    def _status(self, status: QMediaPlayer.MediaStatus) -> None:
        if status == QMediaPlayer.MediaStatus.LoadedMedia and self._goto_ms is not None:
            at_ms, self._goto_ms = self._goto_ms, None
            self._choose_sound()
            self._player.setPosition(at_ms)
            self._player.play() if self._wants_play else self._player.pause()
        elif status == QMediaPlayer.MediaStatus.InvalidMedia:
            self.broken.emit("invalid")
        elif status == QMediaPlayer.MediaStatus.EndOfMedia and self._clip is not None:
            if self._seen_ms / 1000 < self._clip.length_s - _EARLY_S and self._reopen():
                return
            self._wants_play = False
            self.ended.emit()

    def _look(self) -> None:
        """A watchdog: where the picture stands still while it should run, the clip is opened again where it stood."""
        at_ms = self._player.position()
        if self._wants_play and at_ms == self._seen_ms:
            self._reopen()
        self._seen_ms = at_ms

    def _reopen(self) -> bool:
        self._reopens += 1
        if self._reopens > _MOST_REOPENS:
            self.broken.emit("frozen")
            return False
        self._load(max(self._seen_ms, 0))
        return True

    def _take_frame(self, frame: QVideoFrame) -> None:
        image = frame.toImage()
        if not image.isNull():
            self.frame_ready.emit(image)
