"""Looks at a film with Qt Multimedia, where libVLC is missing. It has fewer decoders, and says so by name."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer, QUrl
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtMultimedia import QMediaPlayer, QVideoFrame, QVideoSink

from caregiver_app.domain.brought_in import Fault, FilmFacts
from caregiver_app.ui.player.probe import MOST_SIDE, STILL_WIDTH
from caregiver_app.ui.player.qt_engine import _ask_once

_PATIENCE_MS = 10_000
_NEAR_S = 1.0
_Status = QMediaPlayer.MediaStatus
_OVER = (_Status.EndOfMedia, _Status.InvalidMedia)


class QtReader:
    """One film."""

    name = "qt"

    def __init__(self, file: Path) -> None:
        self._application = QGuiApplication.instance() or QGuiApplication(sys.argv[:1])
        self._player, self._sink = QMediaPlayer(), QVideoSink()
        self._player.setVideoSink(self._sink)
        for each in (self._player, self._sink):
            _ask_once(each)
        self._loop = QEventLoop()
        self._picture = QImage()
        self._from_us, self._is_broken, self._is_huge = 0, False, False
        self._sink.videoFrameChanged.connect(self._take)
        self._player.mediaStatusChanged.connect(self._status)
        self._player.errorOccurred.connect(self._failed)
        self._player.setSource(QUrl.fromLocalFile(str(file)))

    def look(self) -> FilmFacts | Fault:
        """Seconds, pixels and sound tracks. Without libVLC a film that does not open may still be a good one."""
        picture = self.picture_at(0.0)
        player = self._player
        if self._is_huge:
            return Fault.HUGE_PICTURE
        if self._is_broken or player.duration() <= 0:
            return Fault.NEEDS_VLC
        if not player.videoTracks():
            return Fault.NO_PICTURE
        if picture is None:
            return Fault.NEEDS_VLC
        size = picture.size()
        return FilmFacts(player.duration() / 1000, size.width(), size.height(), len(player.audioTracks()), self.name)

    def picture_at(self, seconds: float) -> QImage | None:
        """The first picture from a moment on."""
        self._picture, self._from_us = QImage(), round(max(0.0, seconds - _NEAR_S) * 1e6)
        self._player.pause()
        self._player.setPosition(round(seconds * 1000))
        self._player.play()
        if self._picture.isNull() and not self._is_broken:
            QTimer.singleShot(_PATIENCE_MS, self._loop, self._loop.quit)
            self._loop.exec()
        self._player.pause()
        return None if self._picture.isNull() else self._picture

    def _take(self, frame: QVideoFrame) -> None:
        if not self._picture.isNull() or not frame.isValid() or frame.startTime() < self._from_us:
            return
        if max(frame.size().width(), frame.size().height()) > MOST_SIDE:
            self._is_huge = True
            self._loop.quit()
            return
        image = frame.toImage()
        if not image.isNull():
            self._picture = image.scaledToWidth(STILL_WIDTH) if image.width() > STILL_WIDTH else image.copy()
            self._loop.quit()

    def _status(self, status: QMediaPlayer.MediaStatus) -> None:
        if status in _OVER or (status == _Status.LoadedMedia and not self._player.videoTracks()):
            self._loop.quit()

    def _failed(self, _code: QMediaPlayer.Error, _words: str) -> None:
        self._is_broken = True
        self._loop.quit()
