"""The sentence that stands wherever scores are shown: the program only shows what was written, and whom to call."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from caregiver_app.domain.plan import Contact
from caregiver_app.text import Texts
from caregiver_app.ui.style.theme import Look
from caregiver_app.ui.widgets.boxes import Sunken, boxed, row
from caregiver_app.ui.widgets.buttons import Button
from caregiver_app.ui.widgets.call import NumberScreen
from caregiver_app.ui.widgets.words import Picture, Words


def not_judged(t: Texts) -> str:
    """The sentence itself."""
    return t("The program only shows what was written. If you are worried, call.")


class CallNote(QWidget):
    """The sentence and the number: the team's, else the emergency number, else a way to write one down."""

    def __init__(
        self,
        look: Look,
        t: Texts,
        team: Contact | None,
        emergency: str,
        plan_wanted: Callable[[], object],
        is_bare: bool = False,
    ) -> None:
        """`is_bare` leaves out the box around it, for a bar that is a box already."""
        super().__init__()
        self._look, self._t = look, t
        button = self._button(team, emergency, plan_wanted)
        words = row(look, Picture(look, "info", 22, "quiet"), (Words(look, not_judged(t), "small"), 1), gap=10)
        inside = row(look, (boxed(words), 1), button, gap=16)
        self.setLayout(inside if is_bare else row(look, Sunken(look, inside)))

    def _button(self, team: Contact | None, emergency: str, plan_wanted: Callable[[], object]) -> Button:
        look, t = self._look, self._t
        if team is not None:
            who = team.name or team.role or t("Your team")
            return self._number(team.phone, who)
        if emergency:
            return self._number(emergency, t("Emergency number"))
        return Button(look, "line", t("Write down whom to call"), "phone", plan_wanted)

    def _number(self, number: str, who: str) -> Button:
        button = Button(
            self._look, "crisis_line", f"\u2066{number}\u2069", "phone", lambda: self._show(number, who), below=who
        )
        button.setAccessibleName(f"{who}: {number}")
        return button

    def _show(self, number: str, who: str) -> None:
        NumberScreen(self._look, self._t, number, who, self.window()).open_over()
