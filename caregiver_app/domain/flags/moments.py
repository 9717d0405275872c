"""Rules that time itself meets: no check-in (R08), no bowel movement (R12), stock (R30), a dose that must not stop (R32).

R08 and R30 end by themselves when their condition ends; the others stay until an outcome (precise G11, G15).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from caregiver_app.domain.flags.history import History
from caregiver_app.domain.flags.rule import Rule, Trigger, Value
from caregiver_app.domain.flags.signs import is_movement
from caregiver_app.domain.flags.told import DAY_MIN, HOUR_MIN, Told, Urgency
from caregiver_app.domain.medicines import DoseOutcome, Medicine, MedicineKind
from caregiver_app.domain.schedule import slots

_USED = frozenset({DoseOutcome.GIVEN, DoseOutcome.PARTLY, DoseOutcome.VOMITED, DoseOutcome.EXTRA, DoseOutcome.WASTED})
_FRIDAY = 4


# ---- no check-in ----------------------------------------------------------------------------------
def missed_check_ins(history: History, rule: Rule, again: Sequence[int]) -> Iterator[Trigger]:
    """R08: nothing was written for 48 h, or for 72 h after a weekly check-in was due (precise R45, R46)."""
    now, patient = history.case.now, history.patient
    written = [at for entry in history.entries for at in (entry.recorded, *entry.activity) if at <= now]
    last = max(written, default=patient.diary_started)
    if last is None:
        return
    limit = rule["weekly_min"] if patient.is_weekly else rule["daily_min"]
    if now - last >= limit:
        for moment in (last + limit, *(one for one in again if last + limit < one <= now)):
            yield rule.met(moment, "missed", "none", hours=(now - last) // HOUR_MIN)


# ---- bowels ---------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class _Gap:
    """No movement: from a day on, since which entry, until the next movement (an exclusive minute)."""

    last_day: date
    since: int
    entry: Told
    until: int


def _gaps(history: History) -> Iterator[_Gap]:
    patient, known = history.patient, [e for e in history.entries if e.bowel is not None or is_movement(e)]
    if not known:
        return
    for place, entry in enumerate(known):
        moves = is_movement(entry)
        if not moves and place:
            continue  # a "no" after an answer changes nothing: its days count already
        later = next((one.at for one in known[place + 1 :] if is_movement(one)), history.case.now + 1)
        day = patient.day(entry.at)
        yield _Gap(day if moves else day - timedelta(days=1), entry.at, entry, later)


def no_movement(history: History, rule: Rule, again: Sequence[int]) -> Iterator[Trigger]:
    """R12: three days by the calendar; call now with vomiting, a swollen belly or no gas (precise R53 to R55).

    `again` are the moments at which it is asked again after an outcome (precise G15).
    """
    patient, now = history.patient, history.case.now
    for gap in _gaps(history):
        first = patient.start_of(gap.last_day + timedelta(days=rule["days"]))
        until = min(gap.until - 1, now)
        if first > until:
            continue
        written = _first_entry_after(history, gap)
        if written is None or written > until:
            continue
        first = max(first, written)
        signs = [e for e in history.entries_in(first - DAY_MIN, until) if _makes_grave(e)]
        moments = {first, *(max(first, sign.at) for sign in signs), *(one for one in again if first < one <= until)}
        for moment in sorted(moments):
            count = (patient.day(moment) - gap.last_day).days
            sign = next((one for one in reversed(signs) if moment - DAY_MIN < one.at <= moment), None)
            how = "none" if sign is None else "grave"
            evidence = (gap.entry.id,) if sign is None else (gap.entry.id, sign.id)
            yield rule.met(moment, "bowels", how, evidence, days=count)


def _first_entry_after(history: History, gap: _Gap) -> int | None:
    """When something was first written down after the last movement; a first "no" is written itself."""
    if not is_movement(gap.entry):
        return gap.since
    place = history.place[gap.entry.id] + 1
    return history.entries[place].at if place < len(history.entries) else None


def _makes_grave(entry: Told) -> bool:
    return entry.vomited > 0 or bool(entry.ticks & {"swollen_belly", "no_gas", "blood_in_vomit", "coffee_grounds"})


# ---- stock ----------------------------------------------------------------------------------------
def stock_left(medicine: Medicine, history: History, at: int) -> Decimal | None:
    """What is left at a moment since the last count, None where nobody counted (precise R77)."""
    if medicine.stock is None:
        return None
    left = medicine.stock.count
    for dose in history.doses_in(medicine.stock.counted_at, at):
        if dose.medicine.name == medicine.name and dose.outcome in _USED:
            left -= dose.amount or (Decimal(1) if medicine.kind is MedicineKind.PATCH else Decimal(0))
    return max(left, Decimal(0))


def days_left(medicine: Medicine, left: Decimal) -> Decimal | None:
    """Stock divided by a day's amount, not rounded; a patch lasts its change hours."""
    if medicine.kind is MedicineKind.PATCH:
        return left * medicine.change_every_h / 24 if medicine.change_every_h else None
    return left / medicine.daily_qty if medicine.daily_qty else None


def low_stock(history: History, rule: Rule, again: Sequence[int]) -> Iterator[Trigger]:
    """R30: few days or doses left, or a crisis-box item that is missing or out of date (precise R77, R78).

    Looked at now, and at the moments of outcomes (`again`), which closed what was true then.
    """
    now = history.case.now
    for medicine in history.case.medicines:
        if not medicine.is_active:
            continue
        for moment in sorted({now, *(one for one in again if one < now)}):
            today = history.patient.day(moment)
            how, values = _stock_state(medicine, history, rule, moment)
            if how and rule.urgencies[how] is Urgency.U1 and _is_before_closed_days(today, history):
                how = "before_closed_days"
            if how:
                met = rule.met(moment, medicine.name, how, (), **values)
                yield met if moment == now else replace(met, still=False)


def _stock_state(medicine: Medicine, history: History, rule: Rule, at: int) -> tuple[str, dict[str, Value]]:
    left = stock_left(medicine, history, at)
    is_expired = medicine.expiry is not None and history.patient.day(at) > medicine.expiry
    box: tuple[str, dict[str, Value]] = ("", {})
    if medicine.in_crisis_box and is_expired:
        box = ("expired", {})
    elif medicine.in_crisis_box and left is not None and left <= 0:
        box = ("missing", {})
    if left is None:
        return box
    if medicine.is_as_needed:
        doses = int(left // medicine.dose_qty) if medicine.dose_qty else int(left)
        if doses <= 0:
            return "none_left", {"doses": 0}
        return ("few_doses", {"doses": doses}) if doses <= rule["doses"] else box
    days = days_left(medicine, left)
    if days is not None and days <= rule["days_today"]:
        return "two_days", {"days": days}
    return ("few_days", {"days": days}) if days is not None and days <= rule["days"] else box


def _is_before_closed_days(today: date, history: History) -> bool:
    """The last working day before the weekend or a listed holiday; Saturdays and Sundays are no working days."""
    holidays = history.patient.holidays

    def is_closed(day: date) -> bool:
        return day.weekday() > _FRIDAY or day in holidays

    return not is_closed(today) and is_closed(today + timedelta(days=1))


# ---- what must not stop -----------------------------------------------------------------------------
def must_not_stop(history: History, rule: Rule) -> Iterator[Trigger]:
    """R32: a planned dose of a medicine that must not stop was not given for two hours, or a patch is 12 h overdue."""
    now, zone = history.case.now, history.patient.zone
    for medicine in history.case.medicines:
        if not medicine.is_active:
            continue
        own = [dose for dose in history.doses if dose.medicine.name == medicine.name]
        given = [dose for dose in own if dose.is_counted]
        if medicine.kind is MedicineKind.PATCH and medicine.change_every_h and given:
            late = given[-1].at + medicine.change_every_h * HOUR_MIN + rule["patch_late_min"]
            if late <= now:
                yield rule.met(late, medicine.name, "patch_late", [given[-1].id])
        elif medicine.never_stop_suddenly and medicine.schedule is not None:
            since = given[-1].at if given else _began(medicine, history)
            if since is None:
                continue
            for slot in slots(medicine, own, zone, since, now - rule["missed_min"]):
                if slot.dose is None or not slot.dose.is_counted:
                    yield rule.met(slot.at + rule["missed_min"], medicine.name, "missed")


def _began(medicine: Medicine, history: History) -> int | None:
    start = None if medicine.schedule is None else medicine.schedule.start
    return None if start is None else history.patient.start_of(start)
