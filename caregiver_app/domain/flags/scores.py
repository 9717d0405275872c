"""Rules about scores and the comfort check: R01 to R07 (clinical.md §3.3, precise R34 to R44)."""

from __future__ import annotations

from collections.abc import Iterator

from caregiver_app.domain.diary import Comfort
from caregiver_app.domain.flags.history import History
from caregiver_app.domain.flags.rule import Rule, Trigger, Value
from caregiver_app.domain.flags.told import DAY_MIN, HOUR_MIN, Told

PRESSING = frozenset(
    {"pain", "breath", "nausea", "restless", "worry"}
)  # R01's; every other symptom is R02's (precise R22)
WORST = frozenset({"pain", "breath", "restless"})
COMFORT, SEVERAL = "comfort", "several"
OUT_OF_LAST_DAYS = frozenset({"appetite", "wellbeing", "tired"})  # precise L79


def scored(entry: Told, history: History) -> Iterator[tuple[str, int]]:
    """The scores of an entry that rules look at, by the symptom's id."""
    for symptom, score in sorted(entry.scores.items()):
        if not (history.patient.is_last_days and symptom in OUT_OF_LAST_DAYS):
            yield symptom, score


def severe(entry: Told, history: History, rule: Rule) -> Iterator[Trigger]:
    """R01: a severe score of what cannot wait, or distress seen in a comfort check."""
    for symptom, score in scored(entry, history):
        if symptom not in PRESSING or score < rule["severe_from"]:
            continue
        how, evidence = "severe", [entry.id]
        if symptom in WORST and score >= rule["worst_from"]:
            how = "worst"
        elif entry.needs_attention:
            helped = _dose_before(entry, history, rule, symptom)
            if helped is not None:
                how, evidence = "after_dose", [entry.id, helped]
        yield rule.met(entry.at, symptom, how, evidence, score=score)
    if entry.comfort is Comfort.DISTRESSED:
        yield _distress(entry, history, rule)


def _dose_before(entry: Told, history: History, rule: Rule, symptom: str) -> str | None:
    """The newest as-needed dose for a symptom from 60 min to 4 h before, both included (precise R34)."""
    since, until = entry.at - rule["dose_until_min"], entry.at - rule["dose_from_min"]
    found = [d for d in history.doses_in(since - 1, until) if d.is_as_needed and d.medicine.for_symptom == symptom]
    return found[-1].id if found else None


def _distress(entry: Told, history: History, rule: Rule) -> Trigger:
    """Precise R35: call today, and call now for the second within 4 h or one that comes after a dose."""
    how, evidence = "distressed", [entry.id]
    before = history.entries_in(entry.at - rule["distress_again_min"], entry.at, history.place[entry.id])
    again = [one for one in before if one.comfort is Comfort.DISTRESSED and one.id != entry.id]
    doses = [
        dose
        for dose in history.doses_in(entry.at - rule["dose_until_min"] - 1, entry.at)
        if dose.is_as_needed and entry.at - dose.at >= dose.medicine.recheck_min
    ]
    if again:
        how, evidence = "distressed_again", [again[-1].id, entry.id]
    elif doses:
        how, evidence = "distressed_after_dose", [doses[-1].id, entry.id]
    return rule.met(entry.at, COMFORT, how, evidence)


def severe_other(entry: Told, history: History, rule: Rule) -> Iterator[Trigger]:
    """R02: a severe score of any other symptom; the first of a run waits for the visit, the second does not."""
    for symptom, score in scored(entry, history):
        if symptom in PRESSING or score < rule["severe_from"]:
            continue
        before = next(history.earlier_on_line(entry, symptom), None)
        how, evidence = "first", [entry.id]
        if before is not None and before[1] >= rule["severe_from"]:
            how, evidence = "again", [before[0].id, entry.id]
        yield rule.met(entry.at, symptom, how, evidence, score=score)


def very_sleepy(entry: Told, history: History, rule: Rule) -> Iterator[Trigger]:
    """R03: very sleepy and much more than usual, or hard to wake (precise R31, R37, R38, L80)."""
    score, baseline, how = entry.scores.get("drowsy"), None, ""
    if score is not None and score >= rule["severe_from"]:
        baseline = history.baseline(entry, "drowsy")
        if baseline is None:
            how = "no_usual"
        elif score - baseline >= rule["rise_from"]:
            how = "sudden"
    if "hard_to_wake" in entry.ticks:
        how = "hard_to_wake"
    if not how:
        return
    if history.patient.is_last_days:
        how = "last_days_after_dose" if _slow_after_dose(entry, history, rule) else "last_days"
    values: dict[str, Value] = {}
    if score is not None:
        values["score"] = score
    if baseline is not None:
        values["usual"] = baseline
    yield rule.met(entry.at, "drowsy", how, [entry.id], **values)


SEDATIVES = frozenset({"benzodiazepine", "sleeping_pill", "antipsychotic", "gabapentinoid", "barbiturate", "sedative"})
OPIOIDS = frozenset({"opioid", "long_acting_opioid", "serotonergic_opioid"})


def _slow_after_dose(entry: Told, history: History, rule: Rule) -> bool:
    def is_slow_after(one: Told) -> bool:
        doses = history.doses_in(one.at - rule["dose_until_min"] - 1, one.at)
        return "slow_breathing" in one.ticks and any(
            dose.is_counted and dose.medicine.classes & (OPIOIDS | SEDATIVES) for dose in doses
        )

    return history.within_a_day(entry, is_slow_after) is not None


def rise(entry: Told, history: History, rule: Rule) -> Iterator[Trigger]:
    """R04: well above this line's own usual (precise R39, R40)."""
    for symptom, score in scored(entry, history):
        if score < rule["score_from"]:
            continue
        baseline = history.baseline(entry, symptom)
        if baseline is None or score - baseline < rule["some_from"]:
            continue
        how, evidence = "some", [entry.id]
        if score - baseline >= rule["much_from"]:
            how = "much"
        else:
            earlier = _high_for_hours(entry, history, rule, symptom)
            if earlier:
                how, evidence = "some_for_hours", [*earlier, entry.id]
        yield rule.met(entry.at, symptom, how, evidence, score=score, usual=baseline)


def _high_for_hours(entry: Told, history: History, rule: Rule, symptom: str) -> list[str]:
    """The run of entries at least 2 above their own usual that reaches 12 h back; empty where it does not (precise B33)."""
    run: list[str] = []
    for one, score in history.earlier_on_line(entry, symptom):
        baseline = history.baseline(one, symptom)
        if baseline is None or score < rule["score_from"] or score - baseline < rule["some_from"]:
            return []
        run.insert(0, one.id)
        if entry.at - one.at >= rule["apart_min"]:
            return run
    return []


def above_goal(entry: Told, history: History, rule: Rule) -> Iterator[Trigger]:
    """R05: above the personal goal on at least 3 of the newest 4 entries of the line (precise R42)."""
    for symptom, _ in scored(entry, history):
        goal = history.patient.goals.get(symptom)
        if goal is None:
            continue
        newest = [(entry, entry.scores[symptom])]
        for earlier in history.earlier_on_line(entry, symptom):
            if len(newest) == rule["of_entries"]:
                break
            newest.append(earlier)
        above = [one for one, score in newest if score > goal]
        if len(above) >= rule["entries"]:
            evidence = [one.id for one in reversed(above)]
            yield rule.met(entry.at, symptom, "above", evidence, goal=goal, above=len(above), of=len(newest))


def stays_moderate(entry: Told, history: History, rule: Rule) -> Iterator[Trigger]:
    """R06: the line's highest score was 4 or more on at least 4 of 5 days (precise R43)."""
    today = history.patient.day(entry.at)
    for symptom, score in scored(entry, history):
        line = [(entry, score), *_back_to(entry, history, symptom, rule["of_days"])]
        days: dict[int, str] = {}
        for one, value in line:
            back = (today - history.patient.day(one.at)).days
            if back < rule["of_days"] and value >= rule["score_from"]:
                days.setdefault(back, one.id)
        if len(days) >= rule["days"]:
            evidence = [days[back] for back in sorted(days, reverse=True)]
            values = {"days": len(days), "of": rule["of_days"], "from": rule["score_from"]}
            yield rule.met(entry.at, symptom, "days", evidence, **values)


def _back_to(entry: Told, history: History, symptom: str, days: int) -> Iterator[tuple[Told, int]]:
    for one, score in history.earlier_on_line(entry, symptom):
        if entry.at - one.at > (days + 1) * DAY_MIN + HOUR_MIN:  # no day is longer than 25 h
            return
        yield one, score


def several(entry: Told, history: History, rule: Rule) -> Iterator[Trigger]:
    """R07: three symptoms or more that are severe in one entry."""
    found = [symptom for symptom, score in scored(entry, history) if score >= rule["severe_from"]]
    if len(found) >= rule["symptoms"]:
        yield rule.met(entry.at, SEVERAL, "together", [entry.id], count=len(found))
