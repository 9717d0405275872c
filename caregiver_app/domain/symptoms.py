"""The catalogue of what a check-in asks: scored symptoms, yes/no and count items, and signs of the comfort check."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from caregiver_app.domain.words import N_


class AskedOf(StrEnum):
    """Who can answer an item."""

    PATIENT = "patient"
    OBSERVER = "observer"
    EITHER = "either"


class FactKind(StrEnum):
    """How an unscored item is answered."""

    YES_NO = "yes_no"
    COUNT = "count"
    CHOICE = "choice"
    TEMPERATURE = "temperature"


class Severity(StrEnum):
    """The four bands of a score (clinical.md §2.2)."""

    NONE = "none"
    MILD = "mild"
    MODERATE = "moderate"
    SEVERE = "severe"


SEVERITY_WORDS: Mapping[Severity, str] = {
    Severity.NONE: N_("None"),
    Severity.MILD: N_("Mild"),
    Severity.MODERATE: N_("Moderate"),
    Severity.SEVERE: N_("Severe"),
}


def severity(score: int) -> Severity:
    """The band of a score 0..10: 0 none, 1 to 3 mild, 4 to 6 moderate, 7 to 10 severe (clinical.md §2.2)."""
    if score <= 0:
        return Severity.NONE
    if score <= 3:
        return Severity.MILD
    return Severity.MODERATE if score <= 6 else Severity.SEVERE


@dataclass(frozen=True, slots=True)
class Symptom:
    """One item scored 0 to 10, always 10 = worst. `question` has the place {name}; `explain` tells it from its twin."""

    id: str
    label: str
    question: str
    zero: str
    ten: str
    icon: str
    asked_of: AskedOf
    is_on: bool
    explain: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer of a choice item."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class FactItem:
    """One item that is not scored. `is_pressing` marks "does this need someone's attention today?"."""

    id: str
    label: str
    question: str
    kind: FactKind
    choices: tuple[Choice, ...] = ()
    explain: str = ""
    most: int = 20


@dataclass(frozen=True, slots=True)
class SignGroup:
    """One group of the comfort check: what to look at, and the signs that can be ticked."""

    id: str
    label: str
    signs: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Watch:
    """One step of signs to tick. `modes` are the forms that ask it; with `after` it comes only where that item was
    answered so (`after_yes`: yes or a count above 0, else no)."""

    id: str
    label: str
    question: str
    icon: str
    groups: tuple[SignGroup, ...]
    modes: tuple[str, ...] = ()
    after: str = ""
    after_yes: bool = True
    explain: str = ""

    @property
    def signs(self) -> tuple[Choice, ...]:
        """Every sign of the step."""
        return tuple(sign for group in self.groups for sign in group.signs)


@dataclass(frozen=True, slots=True)
class Review:
    """How far a content file has been checked: draft, clinician_reviewed and so on, by whom and when."""

    status: str = "draft"
    reviewed_by: str = ""
    review_date: str = ""
    next_review: str = ""
    sources: tuple[str, ...] = field(default=())

    @property
    def is_draft(self) -> bool:
        """True until a clinician has signed."""
        return self.status in ("draft", "translated_draft")


@dataclass(frozen=True, slots=True)
class SymptomCatalogue:
    """Everything a check-in can ask. `quick` are the ids asked in quick mode unless the patient chose others."""

    symptoms: tuple[Symptom, ...]
    facts: tuple[FactItem, ...]
    comfort: tuple[SignGroup, ...]
    quick: tuple[str, ...]
    review: Review
    watches: tuple[Watch, ...] = ()

    @classmethod
    def empty(cls) -> SymptomCatalogue:
        """Nothing to ask: what stands in for a file that cannot be read, so that notes can still be written."""
        return cls((), (), (), (), Review())

    def symptom(self, symptom_id: str) -> Symptom | None:
        """The symptom with this id, None for one that this version does not know."""
        return next((s for s in self.symptoms if s.id == symptom_id), None)

    def fact(self, fact_id: str) -> FactItem | None:
        """The unscored item with this id."""
        return next((f for f in self.facts if f.id == fact_id), None)

    def sign(self, sign_id: str) -> Choice | None:
        """The sign of the comfort check with this id."""
        return next((s for group in self.comfort for s in group.signs if s.id == sign_id), None)

    def watch(self, watch_id: str) -> Watch | None:
        """The step of signs with this id."""
        return next((w for w in self.watches if w.id == watch_id), None)

    def group_of(self, tick: str) -> SignGroup | None:
        """The group in which a sign is ticked, None for one that this version does not know."""
        groups = (group for watch in self.watches for group in watch.groups)
        return next((group for group in groups if any(sign.id == tick for sign in group.signs)), None)

    @property
    def full(self) -> tuple[Symptom, ...]:
        """The symptoms of a full check-in."""
        return tuple(s for s in self.symptoms if s.is_on)
