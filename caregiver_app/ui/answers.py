"""What people answered, in words: who, each score, each item, a comfort check; so that every page says it alike."""

from __future__ import annotations

from collections.abc import Mapping

from caregiver_app.domain.diary import CheckIn, Comfort, ComfortCheck, Mode, Soothed, Who, is_readable
from caregiver_app.domain.symptoms import Choice, FactItem, FactKind, SignGroup, Symptom, SymptomCatalogue
from caregiver_app.domain.temperature import readable_celsius
from caregiver_app.domain.time import Instant
from caregiver_app.text import Texts
from caregiver_app.ui.widgets import bands


# ---- words of the catalogue ------------------------------------------------------------------
def symptom_label(t: Texts, catalogue: SymptomCatalogue, symptom_id: str) -> str:
    """The symptom's name; an id from a newer version is shown as it is."""
    symptom = catalogue.symptom(symptom_id)
    return t.content(f"symptom:{symptom_id}", symptom.label) if symptom is not None else symptom_id


def symptom_words(t: Texts, symptom: Symptom, name: str) -> tuple[str, str, str, str]:
    """Question, what 0 means, what 10 means, and what tells it from its twin."""
    context = f"symptom:{symptom.id}"
    return (
        t.content(context, symptom.question, name=t.name(name)),
        t.content(context, symptom.zero),
        t.content(context, symptom.ten),
        t.content(context, symptom.explain),
    )


def fact_label(t: Texts, catalogue: SymptomCatalogue, fact_id: str) -> str:
    """The item's name."""
    item = catalogue.fact(fact_id)
    return t.content(f"fact:{fact_id}", item.label) if item is not None else fact_id


def fact_words(t: Texts, item: FactItem, name: str) -> tuple[str, str]:
    """Question and explanation of an item."""
    context = f"fact:{item.id}"
    return t.content(context, item.question, name=t.name(name)), t.content(context, item.explain)


def choice_label(t: Texts, item: FactItem, choice: Choice) -> str:
    """One answer of a choice item."""
    return t.content(f"fact:{item.id}", choice.label)


def sign_label(t: Texts, catalogue: SymptomCatalogue, sign_id: str) -> str:
    """One sign of the comfort check."""
    for group in catalogue.comfort:
        for sign in group.signs:
            if sign.id == sign_id:
                return t.content(f"comfort:{group.id}", sign.label)
    return sign_id


def watch_words(t: Texts, catalogue: SymptomCatalogue, watch_id: str, name: str = "") -> tuple[str, str, str]:
    """The name of a list of signs, its question and its explanation."""
    watch = catalogue.watch(watch_id)
    if watch is None:
        return watch_id, watch_id, ""
    context = f"watch:{watch_id}"
    question = t.content(context, watch.question, name=t.name(name))
    return t.content(context, watch.label), question, t.content(context, watch.explain)


def group_label(t: Texts, group: SignGroup) -> str:
    """What a group of signs looks at."""
    return t.content(f"signs:{group.id}", group.label)


def tick_label(t: Texts, catalogue: SymptomCatalogue, tick: str) -> str:
    """One sign that can be ticked; an id from a newer version is shown as it is."""
    group = catalogue.group_of(tick)
    label = next((sign.label for sign in group.signs if sign.id == tick), "") if group is not None else ""
    return t.content(f"signs:{group.id}", label) if group is not None else tick


# ---- answers ---------------------------------------------------------------------------------
def who_words(t: Texts, who: Who, name: str) -> str:
    """Who answered, as a line on an entry."""
    return {
        Who.PATIENT: t("{name} answered", name=t.name(name)),
        Who.CAREGIVER_ASKED: t("{name} was asked and answered", name=t.name(name)),
        Who.CAREGIVER: t("What the family saw"),
        Who.STAFF: t("What the nurse or doctor saw"),
    }[who]


def mode_words(t: Texts, mode: Mode) -> str:
    """What kind of entry it is."""
    return {
        Mode.QUICK: t("Quick check-in"),
        Mode.FULL: t("Full check-in"),
        Mode.COMFORT: t("Comfort check"),
        Mode.NOTE: t("Note"),
    }[mode]


def score_words(t: Texts, score: object) -> str:
    """A score with its word, as it is read aloud; a value outside 0 to 10 cannot be read (precise G23)."""
    if score is None:
        return t("Skipped")
    if not isinstance(score, int) or not is_readable(score):
        return t("Cannot be read")
    return bands.score_words(t, score)


def when_inside(t: Texts, at: Instant, now: Instant) -> str:
    """A time as it stands inside a sentence or in brackets: yesterday 19:30."""
    days = (now.wall().date() - at.wall().date()).days
    if days == 0:
        return t("today {time}", time=t.clock(at))
    if days == 1:
        return t("yesterday {time}", time=t.clock(at))
    return t("{day}, {time}", day=t.day(at), time=t.clock(at))


def change_words(t: Texts, score: int, before: int, when: str) -> str:
    """How a score compares with the last one on the same line."""
    places = {"when": when, "before": before}
    if score == before:
        return t("The same as last time ({when}: {before})", **places)
    if score > before:
        return t.plural(
            "{n} more than last time ({when}: {before})",
            "{n} more than last time ({when}: {before})",
            score - before,
            **places,
        )
    return t.plural(
        "{n} less than last time ({when}: {before})",
        "{n} less than last time ({when}: {before})",
        before - score,
        **places,
    )


def in_order(catalogue: SymptomCatalogue, scores: Mapping[str, int | None]) -> tuple[tuple[str, int | None], ...]:
    """Scores in the order of the catalogue, unknown symptoms last."""
    place = {symptom.id: n for n, symptom in enumerate(catalogue.symptoms)}
    return tuple(sorted(scores.items(), key=lambda pair: (place.get(pair[0], len(place)), pair[0])))


def value_words(t: Texts, item: FactItem | None, value: object) -> str:
    """The answer to an unscored item."""
    if value is None:
        return t("Skipped")
    if isinstance(value, bool):
        return t("Yes") if value else t("No")
    if item is not None and item.kind is FactKind.TEMPERATURE:
        return temperature_words(t, value)
    if item is not None and item.kind is FactKind.CHOICE:
        chosen = next((c for c in item.choices if c.id == value), None)
        return choice_label(t, item, chosen) if chosen is not None else t("Cannot be read")
    return t.isolate(str(value))


def temperature_words(t: Texts, value: object) -> str:
    """A temperature in °C; one outside 30 to 45 cannot be read (precise G23)."""
    degrees = readable_celsius(value)
    if degrees is None:
        return t("Cannot be read")
    return t.isolate(t("{degrees} °C", degrees=t.number(float(degrees))))


def fact_lines(t: Texts, catalogue: SymptomCatalogue, facts: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    """Every unscored item of an entry with its answer, in the order of the catalogue, unknown ones last."""
    order = [f.id for f in catalogue.facts]
    names = sorted(facts, key=lambda name: (name not in order, order.index(name) if name in order else 0, name))
    return tuple(
        (fact_label(t, catalogue, name), value_words(t, catalogue.fact(name), facts[name])) for name in names
    )


def overall_words(t: Texts, overall: Comfort) -> str:
    """The overall view of a comfort check."""
    return {
        Comfort.COMFORTABLE: t("Comfortable"),
        Comfort.A_BIT_UNCOMFORTABLE: t("A bit uncomfortable"),
        Comfort.DISTRESSED: t("Distressed"),
    }[overall]


def soothed_words(t: Texts, soothed: Soothed) -> str:
    """Whether voice or touch soothed."""
    return {
        Soothed.YES: t("Voice or touch soothes"),
        Soothed.PARTLY: t("Voice or touch soothes in part"),
        Soothed.NO: t("Voice or touch does not soothe"),
    }[soothed]


def comfort_words(t: Texts, catalogue: SymptomCatalogue, comfort: ComfortCheck) -> str:
    """A comfort check as one line; it is never a number."""
    parts = [overall_words(t, comfort.overall), *(sign_label(t, catalogue, sign) for sign in comfort.signs)]
    if comfort.soothed is not None:
        parts.append(soothed_words(t, comfort.soothed))
    return " · ".join(parts)


def spoken(t: Texts, catalogue: SymptomCatalogue, check_in: CheckIn) -> str:
    """The whole entry as a screen reader says it."""
    scores = in_order(catalogue, check_in.scores)
    lines = [(symptom_label(t, catalogue, name), score_words(t, score)) for name, score in scores]
    lines += fact_lines(t, catalogue, check_in.facts)
    said = [t("{what}: {answer}", what=what, answer=answer) for what, answer in lines]
    said += [tick_label(t, catalogue, tick) for tick in check_in.ticks]
    if check_in.comfort is not None:
        said.append(comfort_words(t, catalogue, check_in.comfort))
    if check_in.note:
        said.append(check_in.note)
    return ". ".join(said)
