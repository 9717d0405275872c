"""Speaks one recording at a time, with Qt Multimedia."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtMultimedia import QAudioOutput, QMediaPlayer

from caregiver_app.ui.player.qt_engine import _ask_once


class Voice(QObject):
    """One recording at a time. `ended` comes when it was spoken to its end, or could not be."""

    ended = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._player, self._output = QMediaPlayer(self), QAudioOutput(self)
        self._player.setAudioOutput(self._output)
        for each in (self._player, self._output):
            _ask_once(each)
        self._start_ms = 0
        self._player.mediaStatusChanged.connect(self._status)
        self._player.errorOccurred.connect(lambda _code, _words: self.ended.emit())

    def open(self, sound: Path, at_s: float) -> None:
        """Load a recording, held at a place in it."""
        self._start_ms = round(at_s * 1000)
        self._player.setSource(QUrl.fromLocalFile(str(sound)))
        self._player.pause()

    def play(self) -> None:
        """Speak on."""
        self._player.play()

    def pause(self) -> None:
        """Hold."""
        self._player.pause()

    def set_speed(self, speed: float) -> None:
        """Speak slower or faster."""
        self._player.setPlaybackRate(speed)

    def shut(self) -> None:
        """Stop, and let go of the file."""
        self._player.stop()
        self._player.setSource(QUrl())

    def _status(self, status: QMediaPlayer.MediaStatus) -> None:
        if status == QMediaPlayer.MediaStatus.EndOfMedia:
            self.ended.emit()
        elif (
            status in (QMediaPlayer.MediaStatus.LoadedMedia, QMediaPlayer.MediaStatus.BufferedMedia) and self._start_ms
        ):
            at_ms, self._start_ms = self._start_ms, 0
            self._player.setPosition(at_ms)
