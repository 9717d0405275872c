"""Run as a program: 20,000 signals and repaints that carry None, True and False. A bad PySide6 aborts on the way.

PySide6 6.12 on Python 3.11 loses a reference to these values at every emit and repaint (docs/decisions/0003).
"""

from __future__ import annotations

import os
import sys

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

ROUNDS = 20_000


class Speaker(QObject):
    """Says any value."""

    said = Signal(object)
    decided = Signal(bool)


class Canvas(QWidget):
    """Counts how often it was painted."""

    painted = 0

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint a line, as pages do."""
        painter = QPainter(self)
        painter.drawLine(0, 0, 5, 5)
        painter.end()
        self.painted += 1


def main() -> int:
    """Emit and repaint; print how often each was heard."""
    application = QApplication(sys.argv[:1])
    speaker, canvas = Speaker(), Canvas()
    heard = {"None": 0, "True": 0, "False": 0}

    def hear(value: object) -> None:
        heard[str(value)] += 1

    speaker.said.connect(hear)
    speaker.decided.connect(hear)
    canvas.resize(20, 20)
    canvas.show()
    application.processEvents()
    for _ in range(ROUNDS):
        speaker.said.emit(None)
        speaker.decided.emit(True)
        speaker.said.emit(False)
        canvas.update()
        application.processEvents()
    print(heard, canvas.painted >= ROUNDS, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
