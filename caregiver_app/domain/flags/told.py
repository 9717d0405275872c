"""What the rules of attention read: entries, doses, what is known of the patient, outcomes, and a moment.

Times are whole minutes since 1970 UTC (precise G3); days are days of the patient's home zone (G4).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import IntEnum, StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

from caregiver_app.domain.diary import Comfort, Line, Who
from caregiver_app.domain.medicines import Dose, Medicine

DAY_MIN, HOUR_MIN = 1440, 60
_QUARTER = 15


class Urgency(IntEnum):
    """The three levels; their words never change (clinical.md §3.1)."""

    U1 = 1  # tell them at the next visit
    U2 = 2  # call today
    U3 = 3  # call now


class Settled(StrEnum):
    """How a flag was closed (clinical.md §3.3)."""

    CALLED = "called"
    VISIT = "visit"
    KNOWN = "known"
    NOT_NEEDED = "not_needed"


@dataclass(frozen=True, slots=True)
class Told:
    """One entry as the rules see it: only what can be read, in the version that counts.

    `activity` are the moments at which it was written or corrected; only R08 asks for them.
    """

    at: int
    recorded: int
    id: str
    who: Who
    scores: Mapping[str, int] = field(default_factory=dict, repr=False)
    ticks: frozenset[str] = field(default=frozenset(), repr=False)
    comfort: Comfort | None = field(default=None, repr=False)
    needs_attention: bool = field(default=False, repr=False)
    bowel: bool | None = field(default=None, repr=False)
    bristol: int | None = field(default=None, repr=False)
    vomited: int = field(default=0, repr=False)
    urine: bool | None = field(default=None, repr=False)
    swallow_tablets: bool | None = field(default=None, repr=False)
    temp_c: Decimal | None = field(default=None, repr=False)
    breaths: int | None = field(default=None, repr=False)
    activity: tuple[int, ...] = ()

    @property
    def line(self) -> Line:
        """The patient's own line, or the observers' (precise G21)."""
        return self.who.line

    @property
    def is_late(self) -> bool:
        """Written down more than seven days after it happened: it raises nothing itself (precise G7)."""
        return self.recorded - self.at > 7 * DAY_MIN


@dataclass(frozen=True, slots=True)
class CarerCheck:
    """One check-in of a caregiver about themselves (clinical.md §7.1); None where skipped."""

    at: int
    by: str = field(repr=False)
    burden: int | None = field(default=None, repr=False)
    sleep: int | None = field(default=None, repr=False)
    lonely: int | None = field(default=None, repr=False)
    confidence: int | None = field(default=None, repr=False)
    keep_going: str = field(default="", repr=False)
    break_hours: Decimal | None = field(default=None, repr=False)
    is_safe: bool | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What someone did about a flag. `until` is a day for "already known"; `seen` the urgency that was on the screen.

    `evidence` are the entries and doses of its last minute that were on the screen: what is written in that same minute,
    but after it, was not seen and stays open. None where nobody kept them.
    """

    at: int
    rule: str
    about: str = field(repr=False)
    settled: Settled
    until: date | None = None
    seen: Urgency | None = None
    evidence: frozenset[str] | None = field(default=None, repr=False)

    def covers(self, at: int, urgency: Urgency, evidence: tuple[str, ...]) -> bool:
        """Whether what fired at a minute, at an urgency and for these entries was known when this was said."""
        if self.seen is not None and urgency > self.seen:
            return False
        return at < self.at or self.evidence is None or self.evidence.issuperset(evidence)


@dataclass(frozen=True, slots=True)
class Patient:
    """What is known of the patient. None means nobody was asked."""

    zone: str = "UTC"
    is_weekly: bool = False
    cancer: bool | None = field(default=None, repr=False)
    cancer_treatment: bool | None = field(default=None, repr=False)
    last_treatment: date | None = field(default=None, repr=False)
    fever_at: Decimal | None = field(default=None, repr=False)
    is_last_days: bool = field(default=False, repr=False)
    catheter: bool = field(default=False, repr=False)
    goals: Mapping[str, int] = field(default_factory=dict, repr=False)
    resets: tuple[tuple[int, str], ...] = field(default=(), repr=False)  # from then on, for this symptom ("" for all)
    diary_started: int | None = None
    holidays: frozenset[date] = frozenset()

    def day(self, at: int) -> date:
        """The day of a moment in the patient's home zone."""
        return _day(self.zone, at // _QUARTER)

    def start_of(self, day: date) -> int:
        """The first minute of a day in the patient's home zone, also where midnight does not exist."""
        noon = datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo(self.zone))
        latest = int(noon.timestamp()) // 60
        earliest = latest - DAY_MIN  # the day began between these
        while latest - earliest > 1:
            middle = (earliest + latest) // 2
            earliest, latest = (earliest, middle) if self.day(middle) >= day else (middle, latest)
        return latest


@lru_cache(maxsize=200_000)
def _day(zone: str, quarter: int) -> date:
    """Every zone in use stands a whole number of quarters of an hour from UTC, so a day begins with one."""
    moment = datetime.fromtimestamp(0, UTC) + timedelta(minutes=quarter * _QUARTER)
    return moment.astimezone(ZoneInfo(zone)).date()


@dataclass(frozen=True, slots=True)
class Case:
    """Everything that decides which flags are open; nothing else does (precise G8)."""

    now: int
    patient: Patient
    entries: tuple[Told, ...] = field(default=(), repr=False)
    doses: tuple[Dose, ...] = field(default=(), repr=False)
    medicines: tuple[Medicine, ...] = field(default=(), repr=False)
    carer_checks: tuple[CarerCheck, ...] = field(default=(), repr=False)
    outcomes: tuple[Outcome, ...] = field(default=(), repr=False)
