"""How marks on clips and the reasons for offering them are said."""

from __future__ import annotations

from caregiver_app.domain.clip_marks import Asked, ClipNote, ClipState, Mark
from caregiver_app.domain.offers import Offer
from caregiver_app.domain.symptoms import SymptomCatalogue
from caregiver_app.domain.time import Instant
from caregiver_app.text import Texts
from caregiver_app.ui.answers import symptom_label


def signs_of(t: Texts, state: ClipState) -> tuple[tuple[str, str], ...]:
    """The icons on a poster, each with the words it stands for."""
    found: list[tuple[str, str]] = []
    if state.is_to_watch:
        found.append(("bell", t("To watch")))
    if state.asked is not None:
        found.append(("stethoscope", t("Ask my nurse")))
    if state.is_favourite:
        found.append(("heart", t("Favourite")))
    if state.seen is not None:
        found.append(("eye", t("Seen")))
    return tuple(found)


def asked_words(t: Texts, asked: Asked, now: Instant) -> str:
    """Who asked for it and when."""
    time = t.when(asked.at, now)
    if asked.is_again and asked.who:
        return t("Show again, says {who}. {time}", who=t.name(asked.who), time=time)
    if asked.who:
        return t("Asked by {who}. {time}", who=t.name(asked.who), time=time)
    return t("Asked: {time}", time=time)


def said_words(t: Texts, note: ClipNote, now: Instant) -> str:
    """A mark of a nurse as a sentence, with who and when."""
    said = {
        Mark.GIVEN: t("Please watch this clip."),
        Mark.DONE_WELL: t("Shown and done well."),
        Mark.SHOW_AGAIN: t("Show again."),
    }[note.mark]
    time = t.when(note.at, now)
    if not note.who:
        return f"{said} {time}"
    return t("{said} {who}, {time}", said=said, who=t.name(note.who), time=time)


def offer_words(t: Texts, offer: Offer, catalogue: SymptomCatalogue, now: Instant) -> str:
    """Why a clip is offered."""
    if offer.given is not None:
        return said_words(t, offer.given, now)
    if offer.symptom:
        label = symptom_label(t, catalogue, offer.symptom)
        return t("Last check-in: {symptom}, {score}", symptom=label, score=t.number(offer.score))
    return t("Not seen yet")
