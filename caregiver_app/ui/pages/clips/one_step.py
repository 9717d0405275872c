"""One step at a time: its sentence large, what to watch for, and back, again and next."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from caregiver_app.domain.clips import Clip
from caregiver_app.text import Texts
from caregiver_app.ui.style.theme import Look
from caregiver_app.ui.widgets.boxes import Card, Flow, boxed, card_header, clear, column, row
from caregiver_app.ui.widgets.buttons import Button
from caregiver_app.ui.widgets.steps import Badge
from caregiver_app.ui.widgets.words import Picture, Words


class OneStep(QWidget):
    """`wanted` carries the step (from 1) to play once and hold on its end; `left` asks for all steps again."""

    wanted = Signal(int)
    left = Signal()

    def __init__(self, look: Look, t: Texts, clip: Clip) -> None:
        super().__init__()
        self._look, self._t, self._clip = look, t, clip
        self._steps = clip.words_in(t.language).steps
        self.number = 1
        self._badge = column(look)
        self._count = Words(look, "", "small", "quiet")
        self.action = Words(look, "", "h1")
        self.caution = Words(look, "", "lead", "quiet")
        self._care = boxed(
            row(look, column(look, Picture(look, "warning", 22, "attention_ink"), None), (self.caution, 1), gap=8)
        )
        self.back = Button(look, "line", t("Back"), "previous", partial(self._go, -1))
        self.again = Button(look, "line", t("Repeat"), "repeat", partial(self._go, 0))
        self.next = Button(look, "primary", t("Next"), "next", partial(self._go, 1))
        leave = Button(look, "text", t("Show all steps"), "cross", self.left.emit)
        said = row(look, self._badge, (column(look, self._count, self.action, self._care, gap=8), 1), gap=12)
        acts = boxed(Flow(look, 10, self.back, self.again, self.next))
        card = Card(
            look, card_header(look, t("One step at a time"), icon_name="check"), boxed(said), acts, leave, gap=14
        )
        self.setLayout(column(look, card))

    def begin(self, number: int) -> None:
        """Start at this step."""
        self.show_step(number)
        self.next.setFocus()
        self.wanted.emit(self.number)

    def show_step(self, number: int) -> None:
        """Say a step; nothing is played."""
        t, self.number = self._t, max(1, min(number, len(self._steps)))
        step = self._steps[self.number - 1]
        clear(self._badge)
        self._badge.addWidget(Badge(self._look, self.number))
        self._badge.addStretch(1)
        self._count.setText(t("Step {n} of {all}", n=t.number(self.number), all=t.number(len(self._steps))))
        self.action.setText(step.action)
        self.caution.setText(step.caution)
        self._care.setVisible(bool(step.caution))
        self.back.setEnabled(self.number > 1)
        self.next.setEnabled(self.number < len(self._steps))
        self.setAccessibleName(f"{self.number}. {step.action} {step.caution}")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        acts = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1, Qt.Key.Key_R: 0}
        by = acts.get(Qt.Key(event.key()))
        if by is None:
            super().keyPressEvent(event)
        else:
            self._go(by)

    def _go(self, by: int) -> None:
        self.show_step(self.number + by)
        if by > 0 and not self.next.isEnabled():
            self.again.setFocus()
        self.wanted.emit(self.number)
