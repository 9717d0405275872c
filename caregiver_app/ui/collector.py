"""Collects Python's garbage on the main thread only.

Python collects rings of objects on whichever thread happens to fill the counter. Pages are such rings; one that is taken
apart on the vault's or a film's thread destroys its QObjects there, against Qt's rules, and can stop the program for
good (see `operations`). So the automatic collection is off, and this does it by the same thresholds from a timer.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, Qt, QTimer

_EVERY_MS = 2000  # a coarse timer; most rounds find nothing to do


def sweep() -> int | None:
    """Collect what Python would have collected by now; returns the generation, or None where nothing was due."""
    for generation, (counted, threshold) in reversed(
        list(enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True)))
    ):
        if counted > threshold:
            gc.collect(generation)
            return generation
    return None


class Collector(QObject):
    """From its making on garbage is collected on this thread, until the program ends."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self, interval=_EVERY_MS, timerType=Qt.TimerType.VeryCoarseTimer)
        self._timer.timeout.connect(sweep)
        self._timer.start()
