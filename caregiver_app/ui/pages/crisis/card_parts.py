"""What stands beside the steps of a crisis card: medicine, when to call, what not to do, wishes, who has checked it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from caregiver_app.domain.crisis_cards import CrisisCard
from caregiver_app.domain.plan import Section
from caregiver_app.ui.card_words import draft_banners, marked_line
from caregiver_app.ui.pages.crisis.view_model import State, TeamWords
from caregiver_app.ui.surroundings import Surroundings
from caregiver_app.ui.widgets.boxes import Banner, Card, Flow, Sunken, boxed, card_header, column, row
from caregiver_app.ui.widgets.buttons import Button
from caregiver_app.ui.widgets.words import Picture, Words

_ENDS = (".", "!", "؟", "?", "।")
_PLANNED = frozenset({Section.WISHES, Section.CONTACTS, Section.ADDRESS})


def medicine_card(around: Surroundings, card: CrisisCard, state: State) -> QWidget:
    """This patient's medicine for it in the team's own words, what was last noted, and that no dose is checked."""
    look, t, name = around.look, around.t, state.patient.name
    title = t("{name}'s medicine for this", name=t.name(name)) if name else t("The medicine for this")
    items: list[QWidget] = [card_header(look, title, icon_name="pill")]
    said = state.medicine_words.get(card.id, ())
    if len(said) > 1:
        apart = t("Two versions were written apart. Both are shown. Ask your team.")
        items.append(Banner(look, "today", apart, small=True))
    items += [_team_words(around, words, state) for words in said]
    if not said:
        items.append(Words(look, t("No medicine is written in this plan for this. Call."), "body_bold"))
    items += _last_noted(around, card, state)
    for sentence in (
        t("This program does not check doses yet. Follow the label. If unsure, call."),
        t("Doses come only from your own prescription. If the label and this screen differ, follow the label and call."),
    ):
        items.append(Words(look, sentence, "small", "quiet"))
    return Card(look, *items, gap=10)


def _team_words(around: Surroundings, words: TeamWords, state: State) -> QWidget:
    look, t = around.look, around.t
    by = t("Written by {who}, {time}", who=t.name(words.author), time=t.when(words.at, state.now))
    return Sunken(look, Words(look, words.words, "lead"), Words(look, by, "small", "quiet"))


def _last_noted(around: Surroundings, card: CrisisCard, state: State) -> list[QWidget]:
    look, t, dose = around.look, around.t, state.last_dose.get(card.id)
    if dose is None:
        return []
    last = t("Last noted {time} by {who}", time=t.when(dose.at, state.now), who=t.name(dose.by))
    line = row(
        look, Picture(look, "clock", 22, "attention_ink"), (Words(look, last, "body_bold", "attention_ink"), 1), gap=10
    )
    given = t("{what}: {answer}", what=dose.label, answer=dose.given) if dose.given else dose.label
    return [boxed(line), Words(look, given)]


def do_not_card(around: Surroundings, card: CrisisCard, state: State | None) -> QWidget:
    """What not to do, and the team's own words for this card as they were written."""
    look, t = around.look, around.t
    made = listed_card(around, card, t("Do not"), card.do_not, "stop", "cross")
    words = state.plan.team_words.get(card.id, "") if state is not None else ""
    if words:
        made.box.addWidget(Sunken(look, Words(look, t("Your team's words"), "small_bold"), Words(look, words)))
    return made


def listed_card(
    around: Surroundings, card: CrisisCard, title: str, sentences: tuple[str, ...], icon: str, mark: str = ""
) -> Card:
    """One list of the card's sentences."""
    look, t = around.look, around.t
    ink = "crisis_ink" if mark else "quiet"
    lines = [marked_line(around, t.content(card.context, s), mark or "chevron", ink) for s in sentences]
    return Card(look, card_header(look, title, icon_name=icon), *lines, gap=8)


def others_card(around: Surroundings, state: State, call: Callable[[str, str], object]) -> QWidget | None:
    """The other people of the plan with a number, in the order in which they are called."""
    look, t = around.look, around.t
    others = [c for c in state.plan.contacts if c.phone and c != state.plan.team_line]
    if not others:
        return None
    buttons = []
    for contact in others:
        who = t.listed((contact.name, contact.role)) or t("Telephone number")
        below = t.listed((contact.name, contact.role, contact.hours, contact.when_to_use))
        ask = partial(call, contact.phone, who)
        button = Button(look, "crisis_line", f"\u2066{contact.phone}\u2069", "phone", ask, below=below, centred=False)
        button.setAccessibleName(f"{below}: {contact.phone}")
        buttons.append(button)
    return Card(look, card_header(look, t("Others to call"), icon_name="people"), *buttons, gap=8)


def clips_card(around: Surroundings, card: CrisisCard) -> QWidget | None:
    """The clips that show how."""
    look, t, desk = around.look, around.t, around.desk
    found = [c for c in (around.content.clips.clip(i) for i in card.clips) if c is not None]
    if not found:
        return None
    show = [
        Button(look, "line", c.words_in(t.language).title, "clip", partial(desk.page_wanted.emit, "clips", c.id))
        for c in found
    ]
    return Card(look, card_header(look, t("Clips that help"), icon_name="clip"), boxed(Flow(look, 8, *show)))


def wishes_strip(around: Surroundings, state: State | None) -> QWidget | None:
    """The wishes in short, and a word where a part of the plan has two versions."""
    look, t = around.look, around.t
    made: list[QWidget] = []
    if state is not None and state.plan.wishes.lines:
        wishes = " ".join(w if w.endswith(_ENDS) else f"{w}." for w in state.plan.wishes.lines)
        said = t("Notes, not orders.")
        made.append(Banner(look, "info", t("Wishes"), f"{wishes} {said}", icon_name="heart"))
    if state is not None and state.plan.contested & _PLANNED:
        apart = t("A part of the plan has two versions. Look at Plan and wishes.")
        made.append(Banner(look, "today", apart, small=True))
    return boxed(column(look, *made, gap=8)) if made else None


def draft_note(around: Surroundings, card: CrisisCard) -> QWidget | None:
    """Who has not checked this card yet, and where its words come from."""
    look, t = around.look, around.t
    sources = t("Sources: {sources}", sources="; ".join(card.review.sources)) if card.review.sources else ""
    made = draft_banners(around, card.review.is_draft, sources)
    return boxed(column(look, *made, gap=8)) if made else None
