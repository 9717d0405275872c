"""What is known about the person: every fact that the rules of attention ask, each yes, no or not asked, with who and when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from caregiver_app.domain.diary import is_readable
from caregiver_app.domain.errors import UnreadableValue
from caregiver_app.domain.flags.told import Patient as Judged
from caregiver_app.domain.records import Plain
from caregiver_app.domain.temperature import readable_celsius
from caregiver_app.domain.time import Instant

GOAL, RESET = "goal:", "usual:"  # before a symptom's id: its personal goal, and from when on its usual is new
ALL_SYMPTOMS = "all"


class Fact(StrEnum):
    """One fact about the person; permanent, retired but never renamed."""

    CANCER = "cancer"
    TREATMENT = "cancer_treatment"
    LAST_TREATMENT = "last_treatment"
    FEVER_AT = "fever_at_c"
    CATHETER = "catheter"
    WEEKLY = "weekly_check_in"
    LAST_DAYS = "last_days"
    ALCOHOL = "alcohol"
    PARKINSON = "parkinsons_or_lewy_body"
    ALLERGIES = "allergies"
    BANNER = "last_days_words"  # what the banner of the last days says, in the family's own words


YES_NO = (
    Fact.CANCER, Fact.TREATMENT, Fact.CATHETER, Fact.WEEKLY, Fact.LAST_DAYS, Fact.ALCOHOL, Fact.PARKINSON,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """What stands for one fact: its value (None where someone said "not known"), who said it, and when."""

    value: Plain = field(repr=False)
    author: str = field(repr=False)
    at: Instant


@dataclass(frozen=True, slots=True)
class About:
    """Every fact that someone has said, by its name, and every moment from which a usual was set anew."""

    said: Mapping[str, Said] = field(default_factory=dict, repr=False)
    resets: tuple[tuple[int, str], ...] = field(default=(), repr=False)  # minute, symptom or "" for all
    reasons: tuple[Said, ...] = field(default=(), repr=False)  # why each usual was set anew, oldest first

    def yes_no(self, fact: Fact) -> bool | None:
        """Yes, no, or None where nobody was asked."""
        value = self.said[fact].value if fact in self.said else None
        return value if isinstance(value, bool) else None

    def words(self, fact: Fact) -> str:
        """What was written, "" where nothing was."""
        return str(self.said[fact].value or "") if fact in self.said else ""

    def day(self, fact: Fact) -> date | None:
        """A day, None where none was said or it cannot be read."""
        try:
            return date.fromisoformat(self.words(fact))
        except ValueError:
            return None

    @property
    def fever_at(self) -> Decimal | None:
        """The team's own number for a fever in °C, None where there is none or it cannot be read."""
        try:
            return checked_fever(self.words(Fact.FEVER_AT)) if self.words(Fact.FEVER_AT) else None
        except UnreadableValue:
            return None

    @property
    def goals(self) -> dict[str, int]:
        """The personal goal of each symptom that has one: 0 to 10 or less."""
        return {
            name.removeprefix(GOAL): said.value
            for name, said in self.said.items()
            if name.startswith(GOAL) and isinstance(said.value, int) and is_readable(said.value)
        }


def checked_fever(typed: str) -> Decimal:
    """A team's own number for a fever in °C. Raises UnreadableValue outside 30.0 to 45.0."""
    try:
        degrees = readable_celsius(Decimal(typed))
    except InvalidOperation:
        degrees = None
    if degrees is None:
        raise UnreadableValue("temp_c")
    return degrees


def judged_patient(about: About, zone: str, diary_started: int | None) -> Judged:
    """What the rules of attention know of the person."""
    return Judged(
        zone=zone or "UTC",
        is_weekly=about.yes_no(Fact.WEEKLY) is True,
        cancer=about.yes_no(Fact.CANCER),
        cancer_treatment=about.yes_no(Fact.TREATMENT),
        last_treatment=about.day(Fact.LAST_TREATMENT),
        fever_at=about.fever_at,
        is_last_days=about.yes_no(Fact.LAST_DAYS) is True,
        catheter=about.yes_no(Fact.CATHETER) is True,
        goals=about.goals,
        resets=about.resets,
        diary_started=diary_started,
    )
