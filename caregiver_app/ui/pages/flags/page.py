"""What asks for attention: every open card with its entries, rules and sources; what was done about earlier ones."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from caregiver_app.domain.flags.closing import Closing
from caregiver_app.domain.flags.judging import Card as FlagsCard
from caregiver_app.services.flags import Attention
from caregiver_app.ui import flag_words as words
from caregiver_app.ui.answers import when_inside
from caregiver_app.ui.flag_card import FlagActs, FlagCards
from caregiver_app.ui.pages.flags.closing_panel import CardCloser
from caregiver_app.ui.pages.flags.view_model import FlagsViewModel, State
from caregiver_app.ui.surroundings import Page, Surroundings
from caregiver_app.ui.widgets.boxes import Banner, Card, Flow, ScrollPage, boxed, clear, column
from caregiver_app.ui.widgets.buttons import Button
from caregiver_app.ui.widgets.words import Words, rule

_MOST_CLOSED = 30


class FlagsPage(Page):
    """The whole list. Nothing here says that things are fine: no flag only means that nothing on the list was met."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        self.around = around
        look, t = around.look, around.t
        self.model = FlagsViewModel(around.operations, around.clock, lambda: around.content.rules, self)
        self.model.state_changed.connect(self.show_state)
        self._closer = CardCloser(around, self)
        self.model.done.connect(self._done)
        self._cards = FlagCards(around, FlagActs(self._close_wanted))
        self.state: State | None = None
        self._body = column(look, gap=16)
        self._body.addWidget(Words(look, t("One moment …"), "body", "quiet"))
        self._title = Words(look, t("What asks for attention"), "h1")
        self.setLayout(column(look, ScrollPage(look, self._title, boxed(self._body), None)))

    def arrive(self, argument: object = None) -> None:  # noqa: ARG002
        """Judge again."""
        if self.around.content.rules is None:
            self._show_unreadable()
        self.model.load()

    def leave(self) -> None:
        self._closer.put_away()

    def _show_unreadable(self) -> None:
        look, t = self.around.look, self.around.t
        clear(self._body)
        title = t("The list of what to tell could not be read.")
        self._body.addWidget(Banner(look, "today", title, t("Nothing is lost. If you are worried, call.")))

    def show_state(self, state: State) -> None:
        """Show what was read."""
        self.state = state
        look, found = self.around.look, state.found
        clear(self._body)
        if not found.is_on:
            self._body.addWidget(self._choice(found))
        else:
            for card in found.cards:
                made = self._cards.card(card, found, state.plan, state.patient.name)
                self._body.addWidget(Card(look, made))
            if not found.cards:
                self._body.addWidget(self._nothing())
            self._body.addWidget(self._standing(found))
        if found.closed:
            self._body.addWidget(self._history(found))

    # ---- on and off ---------------------------------------------------------------------------------
    def _choice(self, found: Attention) -> QWidget:
        """The sentence that must be read before flags are turned on (clinical.md §13.2)."""
        look, t = self.around.look, self.around.t
        if not found.rules.is_telling:
            return Card(look, Words(look, t("This version shows what was written. If you are worried, call.")))
        lines = (
            t("This program keeps what you write and teaches how to care. It does not treat, and it does not decide on medicines."),
            t("It does not watch over anyone. Nobody is told automatically. It works only while you look at it."),
            t("It compares what you write with a list of reasons to call. The list is a draft: no clinician has checked it yet."),
            t("If nothing is on the list, that does not mean that all is well. If you are worried, call your team. In danger, call the emergency number."),
        )
        parts: list[QWidget] = [Words(look, t("Shall the program tell you when something on its list is met?"), "title")]
        parts += [Words(look, line) for line in lines]
        on = Button(look, "primary", t("Yes, tell me"), "bell", partial(self.model.tell_me, True))
        ways: list[QWidget] = [on]
        if found.tell_me is None:
            ways.append(Button(look, "line", t("No, not now"), None, partial(self.model.tell_me, False)))
        parts.append(boxed(Flow(look, 12, *ways)))
        if found.tell_me is not None:
            parts.append(Words(look, self._said_by(found, t("Turned off by {who}, {when}.")), "small", "quiet"))
        return Card(look, *parts, gap=12)

    def _standing(self, found: Attention) -> QWidget:
        look, t = self.around.look, self.around.t
        said = self._said_by(found, t("“Tell me” was turned on by {who}, {when}."))
        off = Button(look, "text", t("Turn it off"), "cross", partial(self.model.tell_me, False))
        return Card(look, Words(look, said, "small", "quiet"), boxed(Flow(look, 8, off)), gap=4)

    def _said_by(self, found: Attention, sentence: str) -> str:
        t, said = self.around.t, found.tell_me
        if said is None:
            return ""
        who = t.name(said.author) if said.author else t("Someone of the care circle")
        return sentence.format(who=who, when=when_inside(t, said.at, found.now))

    def _nothing(self) -> QWidget:
        look, t = self.around.look, self.around.t
        return Banner(look, "info", t("Nothing on this list was flagged. If you are worried, call."))

    # ---- closing --------------------------------------------------------------------------------------
    def _close_wanted(self, card: FlagsCard) -> None:
        if self.state is not None:
            self._closer.ask(card, self.state.found)

    def _done(self, what: str) -> None:
        t = self.around.t
        said = {
            "told_on": t("“Tell me” is on for the whole care circle."),
            "told_off": t("“Tell me” is off for the whole care circle."),
        }
        self.around.desk.said.emit(said[what])

    def _history(self, found: Attention) -> QWidget:
        look, t = self.around.look, self.around.t
        items: list[QWidget] = [Words(look, t("What was done before"), "title")]
        for n, closing in enumerate(found.closed[:_MOST_CLOSED]):
            if n:
                items.append(rule(look))
            items += self._closing_lines(closing, found)
        return Card(look, *items, gap=8)

    def _closing_lines(self, closing: Closing, found: Attention) -> list[QWidget]:
        look, t = self.around.look, self.around.t
        about = dict.fromkeys(words.about_words(t, self.around.content.symptoms, one.about) for one in closing.flags)
        highest = max(one.urgency for one in closing.flags)
        title = t("{urgency}: {about}", urgency=words.urgency_words(t, highest), about=t.listed(about))
        by = t.name(closing.by) if closing.by else t("Someone of the care circle")
        done = t(
            "{what}. {who}, {when}",
            what=words.settled_words(t, closing.settled),
            who=by,
            when=when_inside(t, closing.at, found.now),
        )
        lines: list[QWidget] = [Words(look, title, "body_bold"), Words(look, done, "small")]
        if closing.who:
            lines.append(Words(look, t("Spoke to: {who}", who=t.name(closing.who)), "small"))
        if closing.said:
            lines.append(Words(look, closing.said, "small", "quiet"))
        return lines
