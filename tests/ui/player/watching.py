"""Watches a player while it should run: how long its picture or its place stood still, and how often it was rescued."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEventLoop, QObject, QTimer, Signal
from PySide6.QtGui import QImage

from caregiver_app.ui.player.engine import Engine


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds: a stand is a freeze, the watchdog must have mended it, the watch gives up."""

    freeze_s: float = 1.0
    mended_s: float = 3.0
    give_up_s: float = 10.0


class Watch(QObject):
    """`changed` comes after everything that the engine says; `gave_up` where it has said nothing for too long."""

    changed = Signal()
    gave_up = Signal()

    def __init__(self, engine: Engine, patience: Patience) -> None:
        super().__init__()
        self.patience = patience
        self.at_s, self.pictures, self.rescues, self.ends = 0.0, 0, 0, 0
        self.broke = ""  # the engine's word for why it gave up
        self.freezes: list[tuple[float, float]] = []  # where in the clip, and for how long
        self.longest_s = 0.0
        self._is_running = False
        self._pictured = self._moved_at = 0.0
        self._limit = QTimer(self, singleShot=True)
        self._limit.timeout.connect(self.gave_up)
        engine.frame_ready.connect(self._picture)
        engine.moved.connect(self._place)
        engine.ended.connect(self._end)
        engine.rescued.connect(self._rescue)
        engine.broken.connect(self._break)

    def begin(self) -> None:
        """From now on it should run."""
        self._pictured = self._moved_at = time.monotonic()
        self._is_running = True
        self._limit.start(round(self.patience.give_up_s * 1000))

    def end(self) -> None:
        """From now on it may stand; a stand that goes on is counted as far as it went."""
        if self._is_running:
            self._stood(min(self._pictured, self._moved_at))
        self._is_running = False
        self._limit.stop()

    def faults(self) -> list[str]:
        """What was not mended in time."""
        told = [
            f"stood still at {at_s:.1f} s for {stood_s:.1f} s (at most {self.patience.mended_s:g} s)"
            for at_s, stood_s in self.freezes
            if stood_s > self.patience.mended_s
        ]
        return told + ([f"its player gave up at {self.at_s:.1f} s: {self.broke}"] if self.broke else [])

    # ---- hearing ----------------------------------------------------------------------------------
    def _picture(self, _image: QImage) -> None:
        self.pictures += 1
        self._stood(self._pictured)
        self._pictured = time.monotonic()
        self._heard()

    def _place(self, seconds: float) -> None:
        if seconds != self.at_s or not self._is_running:
            self._stood(self._moved_at)
            self.at_s, self._moved_at = seconds, time.monotonic()
            self._heard()

    def _end(self) -> None:
        self.ends += 1
        self.changed.emit()

    def _rescue(self) -> None:
        self.rescues += 1
        self.changed.emit()

    def _break(self, why: str) -> None:
        self.broke = why
        self.changed.emit()

    def _heard(self) -> None:
        """One of both came; the watch gives up on the one that stands longer."""
        if self._is_running:
            left_s = self.patience.give_up_s - (time.monotonic() - min(self._pictured, self._moved_at))
            self._limit.start(max(0, round(left_s * 1000)))
        self.changed.emit()

    def _stood(self, since: float) -> None:
        if not self._is_running:
            return
        stood_s = time.monotonic() - since
        self.longest_s = max(self.longest_s, stood_s)
        if stood_s > self.patience.freeze_s:
            self.freezes.append((self.at_s, stood_s))


def wait_until(watch: Watch, is_so: Callable[[], bool], most_s: float) -> bool:
    """Let the player run until something is so; False where it was not within `most_s`, or the player gave up."""
    loop = QEventLoop()

    def look() -> None:
        if is_so() or watch.broke:
            loop.quit()

    watch.changed.connect(look)
    watch.gave_up.connect(loop.quit)
    QTimer.singleShot(round(most_s * 1000), loop, loop.quit)
    if not is_so() and not watch.broke:
        loop.exec()
    watch.changed.disconnect(look)
    return is_so()
