"""One still a step with its captions, where no player is there or the picture should not move."""

from __future__ import annotations

import time

from PySide6.QtCore import QTimer
from PySide6.QtGui import QImage

from caregiver_app.domain.clips import Clip
from caregiver_app.ui.player.engine import Engine

_TICK_MS = 200


class StillEngine(Engine):
    """Counts the clip's own time and shows the still of the step that is due."""

    name = "stills"
    has_sound = False

    def __init__(self) -> None:
        super().__init__()
        self._clip: Clip | None = None
        self._at_s, self._speed, self._step = 0.0, 1.0, 0
        self._since = 0.0
        self._tick = QTimer(self)
        self._tick.setInterval(_TICK_MS)
        self._tick.timeout.connect(self._go_on)

    def open(self, clip: Clip, sound_language: str) -> None:  # noqa: ARG002 - stills are silent
        self._clip, self._at_s, self._step = clip, 0.0, 0
        self._show()

    def play(self) -> None:
        if self._clip is not None and self._at_s >= self._clip.length_s:
            self._at_s = 0.0
        self._since = time.monotonic()
        self._tick.start()

    def pause(self) -> None:
        self._tick.stop()

    def seek(self, seconds: float) -> None:
        self._at_s = seconds
        self._show()
        self.moved.emit(seconds)

    def set_speed(self, speed: float) -> None:
        self._speed = speed

    def set_sound(self, language: str) -> None:
        """Stills are silent."""

    def shut(self) -> None:
        self._tick.stop()

    def _go_on(self) -> None:
        now = time.monotonic()
        self._at_s, self._since = self._at_s + (now - self._since) * self._speed, now
        if self._clip is not None and self._at_s >= self._clip.length_s:
            self._tick.stop()
            self.ended.emit()
            return
        self._show()
        self.moved.emit(self._at_s)

    def _show(self) -> None:
        if self._clip is None:
            return
        step = self._clip.step_at(self._at_s)
        if step.number != self._step:
            self._step = step.number
            self.frame_ready.emit(QImage(str(step.still)))
