"""The symptom diary: check-ins, who answered, corrections, and which version counts (clinical.md §2, precise G)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import cast

from caregiver_app.domain.errors import MissingAnswer, TimeInFuture, UnreadableValue
from caregiver_app.domain.records import Dot, Payload, Plain
from caregiver_app.domain.temperature import readable_celsius
from caregiver_app.domain.time import Instant, is_too_far_ahead

LOWEST_SCORE, HIGHEST_SCORE = 0, 10


class Who(StrEnum):
    """Who answered; compulsory on every entry (clinical.md §2.1)."""

    PATIENT = "patient"
    CAREGIVER_ASKED = "caregiver_asked"
    CAREGIVER = "caregiver"
    STAFF = "staff"

    @property
    def line(self) -> Line:
        """The trend line that an answerer belongs to (precise G21)."""
        return Line.PATIENT if self in (Who.PATIENT, Who.CAREGIVER_ASKED) else Line.OBSERVER


class Line(StrEnum):
    """The two trend lines that are never mixed (precise G21)."""

    PATIENT = "patient"
    OBSERVER = "observer"


class Mode(StrEnum):
    """Which form made the entry."""

    QUICK = "quick"
    FULL = "full"
    COMFORT = "comfort"
    NOTE = "note"


class Comfort(StrEnum):
    """The caregiver's overall view in a comfort check (clinical.md §2.4)."""

    COMFORTABLE = "comfortable"
    A_BIT_UNCOMFORTABLE = "a_bit_uncomfortable"
    DISTRESSED = "distressed"


class Soothed(StrEnum):
    """Whether voice or touch soothed the person."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


@dataclass(frozen=True, slots=True)
class ComfortCheck:
    """What was seen in 3 to 5 minutes of watching: sign ids, whether soothed, and the overall view; never a number."""

    overall: Comfort = field(repr=False)
    signs: tuple[str, ...] = field(default=(), repr=False)
    soothed: Soothed | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class CheckIn:
    """One entry as a person made it.

    `scores` maps symptom id to 0..10, or None for skipped (never 0); `facts` maps item id to a yes/no, count,
    choice or temperature in °C, or None for skipped; `ticks` are the signs that were seen. `at` is the observed time.
    """

    who: Who
    mode: Mode
    at: Instant
    scores: Mapping[str, int | None] = field(default_factory=dict, repr=False)
    facts: Mapping[str, bool | int | float | str | None] = field(default_factory=dict, repr=False)
    comfort: ComfortCheck | None = field(default=None, repr=False)
    note: str = field(default="", repr=False)
    ticks: tuple[str, ...] = field(default=(), repr=False)

    @property
    def line(self) -> Line:
        """The trend line this entry belongs to."""
        return self.who.line

    def as_payload(self) -> Payload:
        """The plain form that is stored and synced; `at` travels as the record's observed time."""
        payload: dict[str, Plain] = {"who": self.who.value, "mode": self.mode.value}
        if self.scores:
            payload["scores"] = dict(self.scores)
        if self.facts:
            payload["facts"] = dict(self.facts)
        if self.comfort is not None:
            payload["comfort"] = {
                "overall": self.comfort.overall.value,
                "signs": list(self.comfort.signs),
                "soothed": self.comfort.soothed.value if self.comfort.soothed else None,
            }
        if self.ticks:
            payload["ticks"] = list(self.ticks)
        if self.note:
            payload["note"] = self.note
        return payload


@dataclass(frozen=True, slots=True)
class Version:
    """One version of an entry: the original or a correction. `check_in` is None where it was voided."""

    dot: Dot
    check_in: CheckIn | None = field(repr=False)
    author: str = field(repr=False)
    recorded_at: Instant
    reason: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Entry:
    """A diary entry with all its versions, oldest first, and the dots of those that nothing replaced."""

    entity_id: bytes
    versions: tuple[Version, ...] = field(repr=False)
    heads: frozenset[Dot]

    @property
    def current(self) -> tuple[Version, ...]:
        """The versions that stand; more than one where two devices corrected it apart."""
        return tuple(v for v in self.versions if v.dot in self.heads)

    @property
    def is_contested(self) -> bool:
        """True where two people corrected the entry without seeing each other's words."""
        return len(self.current) > 1

    @property
    def is_voided(self) -> bool:
        """True where every standing version takes the entry back."""
        return all(v.check_in is None for v in self.current)

    @property
    def effective(self) -> CheckIn | None:
        """The check-in that counts: of contested versions the worse (precise G10), None where voided."""
        standing = [v.check_in for v in self.current if v.check_in is not None]
        if not standing:
            return None
        return standing[0] if len(standing) == 1 else worse_of(standing)

    @property
    def at(self) -> Instant:
        """The time the entry belongs to: of the version that counts, else of the original."""
        counted = self.effective
        if counted is not None:
            return counted.at
        first = self.versions[0].check_in
        return first.at if first is not None else self.versions[0].recorded_at


def worse_of(standing: Sequence[CheckIn]) -> CheckIn:
    """Contested versions joined so that each worse score, fact and view counts until a person settles it (G10)."""
    base = standing[0]
    scores: dict[str, int | None] = {}
    facts: dict[str, bool | int | float | str | None] = {}
    for check_in in standing:
        for symptom, score in check_in.scores.items():
            if symptom not in scores or _is_worse_score(score, scores[symptom]):
                scores[symptom] = score
        for item, value in check_in.facts.items():
            if item not in facts or _is_worse(item, value, facts[item]):
                facts[item] = value
    views = [c.comfort for c in standing if c.comfort is not None]
    order = list(Comfort)
    comfort = max(views, key=lambda view: order.index(view.overall)) if views else None
    notes = list(dict.fromkeys(c.note for c in standing if c.note))
    ticks = dict.fromkeys(tick for check_in in standing for tick in check_in.ticks)
    return CheckIn(base.who, base.mode, base.at, scores, facts, comfort, "\n".join(notes), tuple(ticks))


def _is_worse_score(new: object, known: object) -> bool:
    """Higher is worse; what cannot be read is shown only where nothing readable stands, and hides no number (G23)."""
    if is_readable(new) and is_readable(known):
        return cast(int, new) > cast(int, known)
    return is_readable(new) or (known is None and new is not None)


_BETTER_WHEN_TRUE = frozenset({"bowel", "urine", "swallow_tablets"})
_WORST_FIRST = {"ate": ("none", "some", "usual"), "drank": ("none", "sips", "usual")}


def _is_worse(item: str, new: object, known: object) -> bool:
    if known is None or new is None:
        return known is None and new is not None
    if item in _WORST_FIRST:
        ladder = _WORST_FIRST[item]
        return new in ladder and (known not in ladder or ladder.index(new) < ladder.index(known))
    if isinstance(new, bool) and isinstance(known, bool):
        return (known and not new) if item in _BETTER_WHEN_TRUE else (new and not known)
    if isinstance(new, (int, float)) and isinstance(known, (int, float)):
        return new > known
    return False


def check_in_from(payload: Payload, at: Instant) -> CheckIn:
    """A stored payload read back; a score outside 0..10 is kept as it is and judged by `is_readable` (G23)."""
    comfort = payload.get("comfort")
    view: ComfortCheck | None = None
    if isinstance(comfort, Mapping):
        soothed = comfort.get("soothed")
        signs = comfort.get("signs")
        view = ComfortCheck(
            Comfort(str(comfort["overall"])),
            tuple(str(s) for s in signs) if isinstance(signs, Sequence) else (),
            Soothed(str(soothed)) if soothed else None,
        )
    return CheckIn(
        who=Who(str(payload["who"])),
        mode=Mode(str(payload["mode"])),
        at=at,
        scores=cast("Mapping[str, int | None]", payload.get("scores") or {}),
        facts=cast("Mapping[str, bool | int | float | str | None]", payload.get("facts") or {}),
        comfort=view,
        note=str(payload.get("note") or ""),
        ticks=tuple(str(tick) for tick in cast("Sequence[str]", payload.get("ticks") or ())),
    )


def is_readable(score: object) -> bool:
    """True for a whole number 0..10; anything else is shown as 'cannot be read' and counts nowhere (G23)."""
    return isinstance(score, int) and not isinstance(score, bool) and LOWEST_SCORE <= score <= HIGHEST_SCORE


def checked(check_in: CheckIn, now: Instant) -> CheckIn:
    """The check-in if the form may save it.

    Raises TimeInFuture more than 5 min ahead (G6), UnreadableValue for a score or temperature outside its range
    (G23), MissingAnswer where there is nothing at all to keep.
    """
    if is_too_far_ahead(check_in.at, now):
        raise TimeInFuture
    for symptom, score in check_in.scores.items():
        if score is not None and not is_readable(score):
            raise UnreadableValue(symptom)
    temperature = check_in.facts.get("temp_c")
    if temperature is not None and readable_celsius(temperature) is None:
        raise UnreadableValue("temp_c")
    has_answer = any(s is not None for s in check_in.scores.values())
    has_fact = any(f is not None for f in check_in.facts.values())
    given = (check_in.comfort, check_in.note.strip(), check_in.scores, check_in.facts, check_in.ticks)
    if not (has_answer or has_fact or any(given)):
        raise MissingAnswer("anything")
    return check_in
