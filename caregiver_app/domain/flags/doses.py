"""Rules about doses that were written down: R09 to R11, R19, R20 and R27 (clinical.md §3.3, precise R47 to R52, R64, R73).

Nothing here says how much to give: it counts what people wrote and compares it with what the team wrote.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from caregiver_app.domain.diary import Line
from caregiver_app.domain.flags.history import History
from caregiver_app.domain.flags.rule import Rule, Trigger
from caregiver_app.domain.flags.scores import OPIOIDS
from caregiver_app.domain.flags.told import DAY_MIN, Told
from caregiver_app.domain.medicines import Dose, DoseOutcome, Medicine

CANNOT_SWALLOW = "cannot_swallow"
NOT_SUDDENLY = OPIOIDS | {"steroid", "anti_seizure", "antiseizure", "anticonvulsant"}


def _same_generic(dose: Dose, one: Dose) -> bool:
    return one.medicine.generic.casefold() == dose.medicine.generic.casefold()


def _day_of(dose: Dose, history: History, known: int) -> list[Dose]:
    """Counted doses of the dose's own line in the 24 h that end with it."""
    found = history.doses_in(dose.at - DAY_MIN, dose.at, known)
    return [one for one in found if one.is_counted and one.medicine.name == dose.medicine.name]


def many_rescues(dose: Dose, history: History, rule: Rule) -> Iterator[Trigger]:
    """R09: the same as-needed medicine three times in 24 h, over all its lines and versions (precise R47)."""
    if not dose.is_as_needed:
        return
    found = history.doses_in(dose.at - DAY_MIN, dose.at, history.dose_place[dose.id])
    same = [one for one in found if one.is_as_needed and _same_generic(dose, one)]
    if len(same) >= rule["doses"]:
        yield rule.met(dose.at, dose.medicine.name, "many", [d.id for d in same], count=len(same))


def _most(medicine: Medicine, doses: Sequence[Dose], at: int) -> tuple[bool, bool]:
    """Whether the 24 h's doses reach the team's maximum, and whether they pass it (precise R49, R50)."""
    limits = medicine.limits_at(at)
    reached = passed = False
    if limits.max_doses is not None:
        passed = len(doses) > limits.max_doses
        reached = passed or (len(doses) == limits.max_doses and limits.max_doses > 1)
    if limits.max_qty is not None:
        amount = sum((one.amount or Decimal(0) for one in doses), Decimal(0))
        is_one_dose = medicine.dose_qty is not None and limits.max_qty <= medicine.dose_qty
        passed = passed or amount > limits.max_qty
        reached = reached or amount > limits.max_qty or (amount == limits.max_qty and not is_one_dose)
    return reached, passed


def maximum(dose: Dose, history: History, rule: Rule) -> Iterator[Trigger]:
    """R10: the doses of 24 h are what the team wrote as the most."""
    if not dose.is_as_needed:
        return
    day = _day_of(dose, history, history.dose_place[dose.id])
    if _most(dose.medicine, day, dose.at)[0]:
        yield rule.met(dose.at, dose.medicine.name, "reached", [d.id for d in day], count=len(day))


def too_early(dose: Dose, history: History, rule: Rule) -> Iterator[Trigger]:
    """R27 at a dose: inside the gap, above the maximum, more than the label's amount, twice for one planned time, extra."""
    how = _how_too_much(dose, history)
    if how:
        drowsy = [
            one.id
            for one in history.entries_in(dose.at - rule["drowsy_before_min"], dose.at)
            if history.is_very_drowsy(one)
        ]
        name = dose.medicine.name
        if drowsy:
            yield rule.met(dose.at, name, "drowsy", [dose.id, drowsy[-1]])
        else:
            yield rule.met(dose.at, name, how, [dose.id])


def drowsy_after_too_early(entry: Told, history: History, rule: Rule) -> Iterator[Trigger]:
    """R27 at an entry: very drowsy up to 12 h after such a dose."""
    if not history.is_very_drowsy(entry):
        return
    for dose in history.doses_in(entry.at - rule["drowsy_after_min"] - 1, entry.at):
        if _how_too_much(dose, history):
            yield rule.met(entry.at, dose.medicine.name, "drowsy", [dose.id, entry.id])


def _how_too_much(dose: Dose, history: History) -> str:
    """In what way a dose was early or too much; "" where it was not, or where a nurse or doctor said so (precise R73)."""
    medicine, place = dose.medicine, history.dose_place[dose.id]
    if not dose.is_counted or dose.is_instructed:
        return ""
    if dose.outcome is DoseOutcome.EXTRA:
        return "extra"
    if dose.qty is not None and medicine.dose_qty is not None and dose.qty > medicine.dose_qty:
        return "amount"
    if not medicine.is_as_needed:
        earlier = [] if dose.planned_for is None else history.doses[:place]
        same = any(
            one.is_counted and one.planned_for == dose.planned_for and one.medicine.name == medicine.name
            for one in earlier
        )
        return "twice" if same else ""
    gap = medicine.limits_at(dose.at).min_gap_min
    if gap is not None:
        before = history.doses_in(dose.at - gap, dose.at, place)
        if any(one.is_as_needed and one.id != dose.id and _same_generic(dose, one) for one in before):
            return "gap"
    return "maximum" if _most(medicine, _day_of(dose, history, place), dose.at)[1] else ""


def rescue_not_working(entry: Told, history: History, rule: Rule) -> Iterator[Trigger]:
    """R11: the first score after the re-check time fell by 1 or less and is still 4 or more (precise R51, R52)."""
    for symptom, score in sorted(entry.scores.items()):
        if score < rule["score_from"]:
            continue
        doses = history.doses_in(entry.at - rule["until_min"] - 1, entry.at)
        dose = next((d for d in reversed(doses) if d.is_as_needed and d.medicine.for_symptom == symptom), None)
        if dose is None or entry.at - dose.at < dose.medicine.recheck_min:
            continue
        before, line, source = _score_before(dose, history, rule, symptom)
        if (line is not None and line is not entry.line) or not _is_first(entry, dose, history, symptom, line):
            continue
        if before is not None and before - score > rule["drop_most"]:
            continue
        how = "severe" if score >= rule["severe_from"] else "still"
        values = {"score": score} if before is None else {"score": score, "before": before}
        evidence = [one for one in (source, dose.id, entry.id) if one]
        yield rule.met(entry.at, symptom, how, evidence, **values)


def _score_before(dose: Dose, history: History, rule: Rule, symptom: str) -> tuple[int | None, Line | None, str]:
    """The score before a dose, its line, and the entry it stands in; a score written with the dose has no line."""
    if dose.symptom_before is not None:
        return dose.symptom_before, None, ""
    for one in reversed(history.entries_in(dose.at - rule["before_min"], dose.at)):
        if symptom in one.scores:
            return one.scores[symptom], one.line, one.id
    return None, None, ""


def _is_first(entry: Told, dose: Dose, history: History, symptom: str, line: Line | None) -> bool:
    """No earlier score of the symptom was a re-check of this dose."""
    known = history.place[entry.id] - 1
    since = dose.at + dose.medicine.recheck_min
    return not any(
        symptom in one.scores and (line is None or one.line is line)
        for one in history.entries_from(since, entry.at, known)
    )


def swallow_doses(dose: Dose, history: History, rule: Rule) -> Iterator[Trigger]:
    """R19 at doses: two planned ones in 24 h that could not be swallowed, or one that must not stop suddenly (R64)."""
    if not _was_not_swallowed(dose):
        return
    day = [
        one
        for one in history.doses_in(dose.at - DAY_MIN, dose.at, history.dose_place[dose.id])
        if _was_not_swallowed(one)
    ]
    if _must_not_stop(dose.medicine):
        yield rule.met(dose.at, "swallow", "must_not_stop", [dose.id])
    elif len(day) >= rule["doses"]:
        yield rule.met(dose.at, "swallow", "doses", [one.id for one in day], count=len(day))


def _was_not_swallowed(dose: Dose) -> bool:
    outcomes = (DoseOutcome.MISSED, DoseOutcome.REFUSED, DoseOutcome.PARTLY)
    is_reason = dose.reason.strip().casefold().replace(" ", "_") == CANNOT_SWALLOW
    return is_reason and dose.outcome in outcomes and not dose.medicine.is_as_needed


def _must_not_stop(medicine: Medicine) -> bool:
    return medicine.never_stop_suddenly or bool(medicine.classes & NOT_SUDDENLY)


def vomited_dose(dose: Dose, history: History, rule: Rule) -> Iterator[Trigger]:  # noqa: ARG001
    """R20 at a dose: it was vomited."""
    if dose.outcome is DoseOutcome.VOMITED:
        yield rule.met(dose.at, "vomiting", "dose", [dose.id])
