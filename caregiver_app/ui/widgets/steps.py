"""Numbered steps, one line each where they fit, large enough to read at arm's length."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from caregiver_app.ui.style.theme import Look
from caregiver_app.ui.widgets.boxes import column, row
from caregiver_app.ui.widgets.words import Words, rule

_BADGE = 32


class Badge(QWidget):
    """A step's number in a dark disc."""

    def __init__(self, look: Look, number: int) -> None:
        super().__init__()
        self._look, self._number = look, number
        self.setFixedSize(look.px(_BADGE), look.px(_BADGE))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._look.color("ink"))
        painter.drawEllipse(QRectF(self.rect()))
        painter.setPen(self._look.color("card"))
        painter.setFont(self._look.font("body", bold=True))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, str(self._number))


class StepList(QWidget):
    """Steps with their numbers; `beside` puts a widget after the step at that 0-based place."""

    def __init__(
        self, look: Look, steps: Sequence[str], beside: Mapping[int, QWidget] | None = None, kind: str = "lead"
    ) -> None:
        super().__init__()
        box = column(look, gap=7)
        for place, words in enumerate(steps):
            if place:
                box.addWidget(rule(look))
            sentence = Words(look, words, kind)
            sentence.setAccessibleName(f"{place + 1}. {words}")
            line = row(look, Badge(look, place + 1), (sentence, 1), gap=14)
            after = (beside or {}).get(place)
            if after is not None:
                line.addWidget(after)
            box.addLayout(line)
        self.setLayout(box)
