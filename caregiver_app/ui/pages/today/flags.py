"""The cards of flags on Today: at most three, and every one that says call now; the others one press away."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from caregiver_app.domain.flags.judging import Card as FlagsCard
from caregiver_app.domain.flags.judging import visible
from caregiver_app.domain.plan import CrisisPlan
from caregiver_app.services.flags import Attention
from caregiver_app.ui.flag_card import FlagActs, FlagCards
from caregiver_app.ui.pages.flags.closing_panel import CardCloser
from caregiver_app.ui.surroundings import Page, Surroundings
from caregiver_app.ui.widgets.boxes import Banner, Flow, boxed, clear, column
from caregiver_app.ui.widgets.buttons import Button


class TodayFlags(QWidget):
    """Nothing where "tell me" is off; a question where nobody has chosen yet."""

    def __init__(self, around: Surroundings, host: Page) -> None:
        super().__init__()
        self._around = around
        self._box = column(around.look, gap=12)
        self.setLayout(self._box)
        self._cards = FlagCards(around, FlagActs(self._close_wanted, more=self._more_wanted))
        self._closer = CardCloser(around, host)
        self._found: Attention | None = None

    def show_state(self, found: Attention | None, plan: CrisisPlan, name: str) -> None:
        """Show what asks for attention now."""
        self._found = found
        clear(self._box)
        made = self._made(found, plan, name)
        for widget in made:
            self._box.addWidget(widget)
        self.setVisible(bool(made))

    def _made(self, found: Attention | None, plan: CrisisPlan, name: str) -> list[QWidget]:
        look, t = self._around.look, self._around.t
        if found is None:
            title = t("The list of what to tell could not be read.")
            return [Banner(look, "today", title, t("Nothing is lost. If you are worried, call."), small=True)]
        if not found.is_on:
            return self._question(found)
        shown = visible(found.cards, found.rules.shown_most)
        made = [self._cards.card(card, found, plan, name) for card in shown]
        if len(found.cards) > len(shown):
            hidden = len(found.cards) - len(shown)
            words = t.plural("Show {n} more", "Show {n} more", hidden)
            made.append(boxed(Flow(look, 8, Button(look, "line", words, "down", self._more_wanted))))
        if not found.cards:
            said = t("Nothing on this list was flagged. If you are worried, call.")
            more = Button(look, "text", t("The list"), "", self._more_wanted, trailing="chevron")
            made.append(Banner(look, "info", said, small=True, right=more))
        return made

    def _question(self, found: Attention) -> list[QWidget]:
        look, t = self._around.look, self._around.t
        if found.tell_me is not None or not found.rules.is_telling:
            return []
        words = t("Shall the program tell you when something on its list is met?")
        look_at = Button(look, "line", t("Choose"), "bell", self._more_wanted)
        return [Banner(look, "info", words, small=True, right=look_at)]

    def _more_wanted(self, *_: object) -> None:
        self._around.desk.page_wanted.emit("flags", None)

    def _close_wanted(self, card: FlagsCard) -> None:
        if self._found is not None:
            self._closer.ask(card, self._found)
