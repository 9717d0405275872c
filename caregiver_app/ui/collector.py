"""Collects Python's garbage on the main thread only.

Python collects rings of objects on whichever thread happens to fill the counter. Pages are such rings; one that is taken
apart on the vault's or a film's thread destroys its QObjects there, against Qt's rules, and can stop the program for
good (see `operations`). So the automatic collection is off, and this does it from a timer.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, Qt, QTimer

_EVERY_MS = 2000  # a coarse timer; most rounds find nothing to do


def sweep(least: int | None = None, rounds: int | None = None) -> int | None:
    """Collect what came up since the last sweep, once that is more than `least` objects, and everything in each sweep after
    `rounds`; Python's own thresholds where they are not given. Returns the generation, None where nothing was due."""
    (new, _, swept), (usual_least, _, usual_rounds) = gc.get_count(), gc.get_threshold()
    if new <= (usual_least if least is None else least):
        return None
    generation = 2 if swept > (usual_rounds if rounds is None else rounds) else 1
    gc.collect(generation)
    return generation


class Collector(QObject):
    """From its making on garbage is collected on this thread, until the program ends."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self, interval=_EVERY_MS, timerType=Qt.TimerType.VeryCoarseTimer)
        self._timer.timeout.connect(lambda: sweep())
        self._timer.start()
