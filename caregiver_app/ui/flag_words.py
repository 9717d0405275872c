"""Flags in words: how urgent, about what, why with the numbers, from which source. Every sentence is of the catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from caregiver_app.domain.flags.judging import Card, Flag
from caregiver_app.domain.flags.rule import Rule, Rules, Trigger
from caregiver_app.domain.flags.told import Settled, Urgency
from caregiver_app.domain.symptoms import SymptomCatalogue
from caregiver_app.domain.words import N_
from caregiver_app.text import Texts
from caregiver_app.ui import answers

LEVELS: Mapping[Urgency, str] = {Urgency.U3: "now", Urgency.U2: "today", Urgency.U1: "visit"}
_ABOUT: Mapping[str, str] = {
    "comfort": N_("Comfort"),
    "bowels": N_("Bowels"),
    "vomiting": N_("Vomiting"),
    "fever": N_("Fever"),
    "spine": N_("Back and legs"),
    "patch": N_("Medicine patch"),
    "several": N_("Several at once"),
    "missed": N_("Check-ins"),
    "urine": N_("Urine"),
    "fall": N_("A fall"),
    "skin": N_("Skin"),
    "opioid_signs": N_("Waking and breathing"),
    "neurotoxicity": N_("Jerks, dreams, seeing things"),
    "swallow": N_("Swallowing medicines"),
    "harm": N_("Talk of ending life"),
    "caregiver": N_("You"),
    "attention": N_("Needs attention"),
}


def urgency_words(t: Texts, urgency: Urgency) -> str:
    """The three levels; their words never change (clinical.md §3.1)."""
    return {
        Urgency.U3: t("Call now"),
        Urgency.U2: t("Call today"),
        Urgency.U1: t("Tell them at the next visit"),
    }[urgency]


def about_words(t: Texts, catalogue: SymptomCatalogue, about: str) -> str:
    """What a flag is about: a symptom, a sign, or a medicine by its own name."""
    if about in _ABOUT:
        return t(_ABOUT[about])
    if catalogue.symptom(about) is not None:
        return answers.symptom_label(t, catalogue, about)
    if catalogue.group_of(about) is not None:
        return answers.tick_label(t, catalogue, about)
    return t.name(about)


def title_words(t: Texts, catalogue: SymptomCatalogue, card: Card) -> str:
    """The card's title: how urgent, and about what."""
    about = about_words(t, catalogue, card.flags[0].about)
    return t("{urgency}: {about}", urgency=urgency_words(t, card.urgency), about=about)


def why_words(t: Texts, catalogue: SymptomCatalogue, rule: Rule, trigger: Trigger) -> str:
    """Why it was flagged, with the numbers."""
    about = about_words(t, catalogue, trigger.about)
    places: dict[str, str] = {name: _figure(t, value) for name, value in rule.numbers.items()}
    places |= {name: _value(t, name, value) for name, value in trigger.values.items()}
    places |= {"symptom": about, "medicine": about, "sign": about}
    return t.content(f"rule:{rule.id}", rule.why[trigger.how], **places)


def _value(t: Texts, name: str, value: str | int | Decimal) -> str:
    if name == "temperature":
        return answers.temperature_words(t, value)
    return _figure(t, value)


def _figure(t: Texts, value: str | int | Decimal) -> str:
    return value if isinstance(value, str) else t.number(float(value))


def reasons(t: Texts, catalogue: SymptomCatalogue, rules: Rules, card: Card) -> tuple[tuple[Flag, str], ...]:
    """Why each rule of a card fired, the most urgent first."""
    flags = sorted(card.flags, key=lambda flag: (-flag.urgency, flag.rule))
    return tuple((flag, why_words(t, catalogue, rules.rule(flag.rule), flag.newest)) for flag in flags)


def source_words(t: Texts, rule: Rule) -> str:
    """The rule's name and where its number comes from, with the tag of the evidence."""
    context = f"rule:{rule.id}"
    return t(
        "Rule {id}, “{title}”. Source: {source}",
        id=t.isolate(rule.id),
        title=t.content(context, rule.title),
        source=t.content(context, rule.source),
    )


def settled_words(t: Texts, settled: Settled) -> str:
    """What was done about it."""
    return {
        Settled.CALLED: t("I called"),
        Settled.VISIT: t("A visit is booked"),
        Settled.KNOWN: t("Already known: the team is aware"),
        Settled.NOT_NEEDED: t("Not needed"),
    }[settled]
