"""R28: the caregiver's own check-in; shown to that caregiver alone (clinical.md §7.2, precise R75)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from statistics import median

from caregiver_app.domain.flags.rule import Rule, Trigger
from caregiver_app.domain.flags.told import DAY_MIN, CarerCheck

ABOUT = "caregiver"


def carer_triggers(checks: Sequence[CarerCheck], now: int, rule: Rule) -> Iterator[Trigger]:
    """What every check-in of every caregiver raises, each compared with that caregiver's own earlier ones."""
    by_person: dict[str, list[CarerCheck]] = {}
    for check in sorted(checks, key=lambda one: one.at):
        if check.at <= now:
            by_person.setdefault(check.by, []).append(check)
    for own in by_person.values():
        for place, check in enumerate(own):
            for how in _met(own[:place], check, rule):
                yield rule.met(check.at, ABOUT, how, [f"{check.by} {check.at}"])


def _met(earlier: Sequence[CarerCheck], check: CarerCheck, rule: Rule) -> Iterator[str]:
    before = earlier[-1] if earlier else CarerCheck(0, check.by)
    if check.is_safe is False:
        yield "unsafe"
    if check.keep_going == "no":
        yield "cannot_go_on"
    elif check.keep_going == "maybe":
        yield "maybe"
    if _from(check.burden, rule["burden_worst_from"]):
        yield "burden_worst"
    elif _from(check.burden, rule["burden_from"]) and _from(before.burden, rule["burden_from"]):
        yield "burden"
    usual = _usual([one.burden for one in earlier], rule)
    if usual is not None and check.burden is not None and check.burden - usual >= rule["burden_rise_from"]:
        yield "burden_rise"
    if _from(check.sleep, rule["sleep_from"]) and any(
        _from(one.sleep, rule["sleep_from"]) for one in _run_before(earlier, check, rule)
    ):
        yield "sleep"
    if check.break_hours == 0:
        yield "no_break"
    if _from(check.lonely, rule["lonely_from"]) and _from(before.lonely, rule["lonely_from"]):
        yield "lonely"
    if check.confidence is not None and check.confidence <= rule["confidence_most"]:
        yield "not_sure"


def _run_before(earlier: Sequence[CarerCheck], check: CarerCheck, rule: Rule) -> Sequence[CarerCheck]:
    """The check-in before, where it lies at least seven days back."""
    before = earlier[-1:]
    return [one for one in before if check.at - one.at >= rule["sleep_apart_days"] * DAY_MIN]


def _from(score: int | None, lowest: int) -> bool:
    return score is not None and score >= lowest


def _usual(burdens: Sequence[int | None], rule: Rule) -> Decimal | None:
    known = [burden for burden in burdens if burden is not None][-rule["usual_of"] :]
    return Decimal(str(median(known))) if len(known) >= rule["usual_least"] else None
