"""When planned doses are due: wall-clock times in the patient's zone, or every so many hours (precise T102 to T105)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from caregiver_app.domain.medicines import COUNTED, Dose, DoseOutcome, Medicine, MedicineKind

LATE_MIN, MISSED_MIN, NEAR_MIN = 60, 120, 120
_FILLS = COUNTED | {DoseOutcome.REFUSED, DoseOutcome.MISSED}  # wasted does not (precise T103)
_DAY_MIN, _HOUR_MIN = 1440, 60


@dataclass(frozen=True, slots=True)
class Slot:
    """One planned dose: when it is due, and the dose that fills it, if any."""

    at: int
    dose: Dose | None = None


def minute_of(day: date, wall: time, zone: str) -> int:
    """The minute of a wall-clock time: the first after the gap where it does not exist, the first of two (precise T104)."""
    tz = ZoneInfo(zone)
    moment = datetime.combine(day, wall, tz)
    back = moment.astimezone(UTC).astimezone(tz)
    if back.replace(tzinfo=None) == moment.replace(tzinfo=None):
        return int(moment.timestamp()) // 60
    before = int(moment.timestamp()) // 60 - _DAY_MIN  # it does not exist: find where the clock jumps
    after = before + 2 * _DAY_MIN
    offset = datetime.fromtimestamp(before * 60, tz).utcoffset()
    while after - before > 1:
        middle = (before + after) // 2
        is_before = datetime.fromtimestamp(middle * 60, tz).utcoffset() == offset
        before, after = (middle, after) if is_before else (before, middle)
    return after


def planned(medicine: Medicine, zone: str, since: int, until: int) -> Iterator[int]:
    """The minutes at which doses are planned, since ≤ minute ≤ until, in order; none for what is not given by plan."""
    schedule = medicine.schedule
    if schedule is None or medicine.kind is not MedicineKind.SCHEDULED:
        return
    start = max(since, minute_of(schedule.start, schedule.start_time, zone)) if schedule.start else since
    end = until if schedule.end is None else min(until, minute_of(schedule.end, time(23, 59), zone))
    if schedule.every_n_hours:
        if schedule.start is None:
            return
        step = schedule.every_n_hours * _HOUR_MIN
        first = minute_of(schedule.start, schedule.start_time, zone)
        at = first + max(0, -(-(start - first) // step)) * step
        while at <= end:
            yield at
            at += step
        return
    day = datetime.fromtimestamp(start * 60, ZoneInfo(zone)).date()
    last = datetime.fromtimestamp(end * 60, ZoneInfo(zone)).date()
    while day <= last:
        if schedule.is_on(day):
            for at in sorted(minute_of(day, wall, zone) for wall in schedule.times):
                if start <= at <= end:
                    yield at
        day += timedelta(days=1)


def slots(medicine: Medicine, doses: Sequence[Dose], zone: str, since: int, until: int) -> list[Slot]:
    """Planned doses with what fills them: the dose planned for it, else the nearest open one within two hours (T103)."""
    found = {at: Slot(at) for at in planned(medicine, zone, since - NEAR_MIN, until + NEAR_MIN)}
    own = [d for d in doses if d.medicine.name == medicine.name and d.outcome in _FILLS]
    for dose in sorted(own, key=lambda one: (one.planned_for is None, one.at, one.recorded, one.id)):
        open_ones = [at for at, slot in found.items() if slot.dose is None]
        if dose.planned_for is not None:
            at = dose.planned_for if dose.planned_for in open_ones else None
        else:
            near = [one for one in open_ones if abs(one - dose.at) <= NEAR_MIN]
            at = min(near, key=lambda one: (abs(one - dose.at), one), default=None)
        if at is not None:
            found[at] = Slot(at, dose)
    return [slot for at, slot in sorted(found.items()) if since <= at <= until]
