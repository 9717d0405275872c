"""An engine without a film that runs by itself and freezes where it is told, mended after a while or never."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QImage

from caregiver_app.domain.clips import Clip
from caregiver_app.ui.player.engine import Engine

_TICK_MS = 10
_TICK_S = 0.25  # of the clip, so that a clip of a minute is over in some seconds


class FreezingEngine(Engine):
    """Freezes at `at_s`; after `mended_ms` its watchdog mends it, or never where that is None."""

    name = "freezing"
    has_sound = False

    def __init__(self, at_s: float, mended_ms: int | None) -> None:
        super().__init__()
        self._freeze_s, self._mended_ms = at_s, mended_ms
        self._at_s, self._length_s, self._has_frozen = 0.0, 0.0, False
        self._picture = QImage(16, 9, QImage.Format.Format_RGB32)
        self._tick = QTimer(self)
        self._tick.setInterval(_TICK_MS)
        self._tick.timeout.connect(self._go_on)

    def open(self, clip: Clip, sound_language: str) -> None:
        self._at_s, self._length_s = 0.0, clip.length_s

    def play(self) -> None:
        self._tick.start()

    def pause(self) -> None:
        self._tick.stop()

    def seek(self, seconds: float) -> None:
        self._at_s = seconds
        self.moved.emit(seconds)

    def set_speed(self, speed: float) -> None:
        """It has one speed."""

    def set_sound(self, language: str) -> None:
        """It is silent."""

    def shut(self) -> None:
        self._tick.stop()

    def _go_on(self) -> None:
        self._at_s = min(self._length_s, self._at_s + _TICK_S)
        self.frame_ready.emit(self._picture)
        self.moved.emit(self._at_s)
        if self._at_s >= self._length_s:
            self._tick.stop()
            self.ended.emit()
        elif self._at_s >= self._freeze_s and not self._has_frozen:
            self._has_frozen = True
            self._tick.stop()
            if self._mended_ms is not None:
                QTimer.singleShot(self._mended_ms, self, self._mend)

    def _mend(self) -> None:
        self.rescued.emit()
        self._tick.start()
