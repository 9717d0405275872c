"""Medicines and doses as the rules see them: what the team wrote, and what people say was given (clinical.md §6.1).

Times are whole minutes since 1970 UTC (precise G3). Amounts are exact decimals in the line's own unit; nothing here
makes, changes or converts one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from enum import StrEnum

UNDER_SKIN_RECHECK_MIN, USUAL_RECHECK_MIN = 30, 60  # precise R51, where the plan says nothing


class MedicineKind(StrEnum):
    """How a medicine is given."""

    SCHEDULED = "scheduled"
    AS_NEEDED = "prn"
    PATCH = "patch"
    PUMP = "continuous_pump"
    ONCE = "once"


class MedicineStatus(StrEnum):
    """Whether it is in use."""

    ACTIVE = "active"
    PAUSED = "paused"
    STOPPED = "stopped"


class DoseOutcome(StrEnum):
    """What became of a dose."""

    GIVEN = "given"
    PARTLY = "partly"
    REFUSED = "refused"
    MISSED = "missed"
    VOMITED = "vomited"
    WASTED = "wasted"
    EXTRA = "extra"


COUNTED = frozenset({DoseOutcome.GIVEN, DoseOutcome.PARTLY, DoseOutcome.VOMITED, DoseOutcome.EXTRA})  # precise R48


@dataclass(frozen=True, slots=True)
class Limits:
    """A gap and a maximum as the team wrote them, from a moment on; None where the team wrote none."""

    since: int = -(1 << 62)
    min_gap_min: int | None = None
    max_doses: int | None = None
    max_qty: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Stock:
    """What was counted in the box, and when."""

    count: Decimal = field(repr=False)
    counted_at: int


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a regular medicine is planned: wall times in the patient's zone on some days, or every so many hours."""

    times: tuple[time, ...] = ()
    start: date | None = None
    start_time: time = time(0)
    end: date | None = None
    every_n_hours: int | None = None
    every_n_days: int = 1
    weekdays: frozenset[int] = frozenset()  # 0 is Monday; none means every day

    def is_on(self, day: date) -> bool:
        """Whether doses are planned on this day."""
        if (self.start and day < self.start) or (self.end and day > self.end):
            return False
        if self.weekdays and day.weekday() not in self.weekdays:
            return False
        return self.every_n_days <= 1 or self.start is None or (day - self.start).days % self.every_n_days == 0

    @property
    def doses_a_day(self) -> Decimal:
        """How many a day on average."""
        if self.every_n_hours:
            return Decimal(24) / self.every_n_hours
        share = Decimal(len(self.weekdays)) / 7 if self.weekdays else Decimal(1) / max(self.every_n_days, 1)
        return len(self.times) * share


@dataclass(frozen=True, slots=True)
class Medicine:
    """One line of the list. `limits` are in order of time; two at one moment are versions in conflict."""

    name: str = field(repr=False)
    generic: str = field(repr=False)
    classes: frozenset[str] = field(default=frozenset(), repr=False)
    kind: MedicineKind = MedicineKind.AS_NEEDED
    route: str = "oral"
    for_symptom: str = field(default="", repr=False)
    dose_qty: Decimal | None = field(default=None, repr=False)
    unit: str = ""
    limits: tuple[Limits, ...] = field(default=(Limits(),), repr=False)
    recheck: int | None = None
    status: MedicineStatus = MedicineStatus.ACTIVE
    never_stop_suddenly: bool = False
    in_crisis_box: bool = False
    change_every_h: int | None = None
    schedule: Schedule | None = None
    expiry: date | None = None
    stock: Stock | None = field(default=None, repr=False)

    @property
    def daily_qty(self) -> Decimal | None:
        """The amount of a planned day, None where it is not known."""
        if self.schedule is None or self.dose_qty is None or not self.schedule.doses_a_day:
            return None
        return self.dose_qty * self.schedule.doses_a_day

    @property
    def is_active(self) -> bool:
        """In use now."""
        return self.status is MedicineStatus.ACTIVE

    @property
    def is_as_needed(self) -> bool:
        """Given when it is needed, not at planned times."""
        return self.kind is MedicineKind.AS_NEEDED

    @property
    def recheck_min(self) -> int:
        """Minutes after which to look again whether it helped."""
        if self.recheck is not None:
            return self.recheck
        return UNDER_SKIN_RECHECK_MIN if self.route == "under-skin line" else USUAL_RECHECK_MIN

    def limits_at(self, at: int) -> Limits:
        """What was in force at a moment; of versions in conflict the longer gap and the smaller maximum (precise D86)."""
        before = [one for one in self.limits if one.since <= at] or list(self.limits[:1])
        newest = before[-1].since
        standing = [one for one in before if one.since == newest]
        return Limits(
            newest,
            max((one.min_gap_min for one in standing if one.min_gap_min is not None), default=None),
            min((one.max_doses for one in standing if one.max_doses is not None), default=None),
            min((one.max_qty for one in standing if one.max_qty is not None), default=None),
        )


@dataclass(frozen=True, slots=True)
class Dose:
    """What someone says became of a dose. `qty` is None where no amount was written or it cannot be read."""

    at: int
    recorded: int
    id: str
    medicine: Medicine = field(repr=False)
    outcome: DoseOutcome = DoseOutcome.GIVEN
    qty: Decimal | None = field(default=None, repr=False)
    by: str = field(default="", repr=False)
    reason: str = field(default="", repr=False)
    planned_for: int | None = None
    is_instructed: bool = False  # a nurse or doctor said so, with who and when
    symptom_before: int | None = field(default=None, repr=False)

    @property
    def is_counted(self) -> bool:
        """Counts as one dose (precise R48)."""
        return self.outcome in COUNTED

    @property
    def is_as_needed(self) -> bool:
        """A counted dose of a medicine that is given when needed."""
        return self.is_counted and self.medicine.is_as_needed

    @property
    def amount(self) -> Decimal | None:
        """What counts towards a maximum: the amount written, else the label's (precise R50)."""
        return self.medicine.dose_qty if self.qty is None else self.qty
