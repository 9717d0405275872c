"""What happened between check-ins, as marks in the list: crisis cards that were used, medicines that were noted."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QLayout, QWidget

from caregiver_app.domain.crisis_cards import CrisisCard
from caregiver_app.domain.doses import DoseEntry, DoseNote
from caregiver_app.domain.plan import CrisisEntry
from caregiver_app.domain.time import MINUTE_MS
from caregiver_app.text import Texts
from caregiver_app.ui.pages.diary.entry_block import Struck
from caregiver_app.ui.style.theme import Look
from caregiver_app.ui.widgets.boxes import boxed, column, row
from caregiver_app.ui.widgets.buttons import Button
from caregiver_app.ui.widgets.words import Picture, Words


def card_title(t: Texts, cards: Sequence[CrisisCard], card_id: str) -> str:
    """The short title of a card; an id from a newer version is shown as it is."""
    card = next((c for c in cards if c.id == card_id), None)
    return t.content(card.context, card.short_title) if card is not None else card_id


def crisis_mark(
    look: Look, t: Texts, cards: Sequence[CrisisCard], entry: CrisisEntry, finish: Callable[[CrisisEntry], object]
) -> QWidget:
    """A crisis: which card, when, how long, what happened; a draft can be finished here."""
    event = entry.event
    title = t("Crisis card: {card}", card=card_title(t, cards, event.card_id))
    lines: list[QWidget | QLayout] = [Words(look, title, "body_bold")]
    if event.ended is not None:
        minutes = max(0, (event.ended.utc_ms - event.started.utc_ms) // MINUTE_MS)
        lines.append(Words(look, t.plural("It took {n} minute.", "It took {n} minutes.", minutes), "small"))
    if event.words:
        lines.append(Words(look, event.words))
    if entry.author:
        lines.append(Words(look, t("Written by {author}", author=t.name(entry.author)), "small", "quiet"))
    if not event.is_finished:
        lines.append(Words(look, t("The timer was started. Nobody has written what happened."), "small"))
        button = Button(look, "soft", t("Finish this note"), "pencil", lambda: finish(entry))
        lines.append(row(look, button, None))
    return _mark(look, "octagon", "crisis_ink", t.clock(event.started), lines)


def dose_mark(look: Look, t: Texts, entry: DoseEntry) -> QWidget:
    """A medicine that someone noted, in their own words; corrected and taken back notes stay, struck through."""
    lines: list[QWidget | QLayout] = []
    counted = entry.effective
    if counted is not None:
        lines.append(Words(look, t("Medicine noted: {label}", label=counted.label), "body_bold"))
        lines.append(Words(look, _given(t, counted)))
    for version in entry.versions:
        if version.dot not in entry.heads and version.note is not None:
            lines.append(Struck(look, t, f"{version.note.label}. {_given(t, version.note)}"))
        elif version.note is None and version.dot in entry.heads:
            words = t("Taken back by {author}: {reason}", author=t.name(version.author), reason=version.reason)
            lines.append(Words(look, words, "small", "quiet"))
        elif version.reason:
            words = t("Corrected by {author}: {reason}", author=t.name(version.author), reason=version.reason)
            lines.append(Words(look, words, "small", "quiet"))
    if len(entry.current) > 1:
        words = t("Two people corrected this. The later time counts until someone settles it.")
        lines.append(Words(look, words, "small_bold", "attention_ink"))
    at = counted.at if counted is not None else entry.versions[0].recorded_at
    return _mark(look, "pill", "accent", t.clock(at), lines)


def _given(t: Texts, note: DoseNote) -> str:
    by = t("given by {name}", name=t.name(note.by)) if note.by else ""
    return t.listed((note.given, by))


def _mark(look: Look, icon: str, ink: str, when: str, lines: list[QWidget | QLayout]) -> QWidget:
    clock = Words(look, when, "body_bold", wrap=False)
    picture = column(look, Picture(look, icon, 24, ink), None)
    return boxed(row(look, column(look, clock, None), picture, (column(look, *lines, gap=4), 1), gap=12))
