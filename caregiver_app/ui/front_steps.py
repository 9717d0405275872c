"""A front page that goes step by step: one card at a time, ways back and on below it."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from caregiver_app.domain.errors import CaregiverError
from caregiver_app.ui.front import Front
from caregiver_app.ui.sentences import sentence_for
from caregiver_app.ui.surroundings import Surroundings
from caregiver_app.ui.widgets.boxes import Card, Flow, ScrollPage, boxed, clear, row
from caregiver_app.ui.widgets.buttons import Button
from caregiver_app.ui.widgets.words import Words

_MOST = 760


class StepFront(Front):
    """`step` names the step in view."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__(around)
        self.step = ""
        self._first: QWidget | None = None
        self._place = QVBoxLayout()
        self._place.setContentsMargins(0, 0, 0, 0)
        self.outer.addLayout(self._place, 1)
        ask = partial(around.desk.crisis_wanted.emit, "")
        self.crisis = Button(around.look, "crisis", around.t("Crisis help"), "phone", ask)
        self.outer.addWidget(boxed(row(around.look, None, self.crisis, margins=(20, 8, 20, 12))))

    def show_step(self, name: str, title: str, *items: QWidget, first: QWidget) -> None:
        """Put one card with a title in view and the keyboard into `first`."""
        self.show_card(name, Words(self.around.look, title, "h1"), *items, first=first)

    def show_card(self, name: str, *items: QWidget, first: QWidget) -> None:
        """Put one card in view and the keyboard into `first`."""
        self.step, self._first = name, first
        self.show_trouble("", "")
        clear(self._place)
        look = self.around.look
        card = Card(look, *items, gap=14, margins=(28, 24, 28, 26))
        self._place.addWidget(ScrollPage(look, 8, card, None, most=_MOST))
        first.setFocus()

    def ways(self, *buttons: Button) -> QWidget:
        """The ways on and back, the most likely one first."""
        return boxed(Flow(self.around.look, 10, *buttons))

    def tell(self, error: CaregiverError) -> None:
        """Say calmly what went wrong."""
        self.show_trouble(*sentence_for(self.around.t, error))

    def leave_for_lock(self) -> None:
        """Go back to the lock screen, or to the first steps where nobody is here yet; nothing stays open."""
        operations = self.around.operations
        if operations.is_open:
            operations.lock(keep_pin=False)
        self.around.desk.front_wanted.emit("lock" if self.around.home.people() else "first_run")

    def arrive(self, argument: object = None) -> None:  # noqa: ARG002
        """Put the keyboard where work starts."""
        if self._first is not None:
            self._first.setFocus()
