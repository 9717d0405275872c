"""How a card of flags is closed: only ever by what someone did, with who and when (clinical.md §3.3, precise G11, G16, G17)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import cast

from caregiver_app.domain.errors import MissingAnswer, TooFarAhead
from caregiver_app.domain.flags.from_diary import minute
from caregiver_app.domain.flags.told import Outcome, Settled, Urgency
from caregiver_app.domain.records import Payload, Plain
from caregiver_app.domain.time import Instant


@dataclass(frozen=True, slots=True)
class Closed:
    """One flag as it was when its card was closed."""

    rule: str
    about: str = field(repr=False)
    urgency: Urgency
    opened_at: int  # minutes since 1970 UTC
    evidence: tuple[str, ...] = field(default=(), repr=False)  # of the minute in which it was closed


@dataclass(frozen=True, slots=True)
class Closing:
    """What someone did about a card. `who` was spoken to; `said` is what they said, or why it is not needed."""

    flags: tuple[Closed, ...] = field(repr=False)
    settled: Settled
    at: Instant
    who: str = field(default="", repr=False)
    said: str = field(default="", repr=False)
    until: date | None = None
    by: str = field(default="", repr=False)  # who closed it; from the author where it is read
    entity_id: bytes = b""

    def as_payload(self) -> Payload:
        """The plain form; `at` travels as the record's observed time."""
        flags: list[Plain] = [[f.rule, f.about, f.urgency.name, f.opened_at, list(f.evidence)] for f in self.flags]
        return {
            "flags": flags,
            "settled": self.settled.value,
            "who": self.who,
            "said": self.said,
            "until": self.until.isoformat() if self.until else "",
        }

    def outcomes(self) -> tuple[Outcome, ...]:
        """The same for each rule, as the rules of attention read it."""
        at = minute(self.at)
        return tuple(
            Outcome(at, f.rule, f.about, self.settled, self.until, f.urgency, frozenset(f.evidence)) for f in self.flags
        )


def closing_from(payload: Payload, at: Instant, author: str = "") -> Closing:
    """A stored payload read back. Raises KeyError, ValueError or TypeError for what this program cannot read."""
    flags = [
        Closed(str(rule), str(about), Urgency[str(urgency)], int(opened), tuple(str(key) for key in evidence))
        for rule, about, urgency, opened, evidence in cast(
            "Sequence[tuple[str, str, str, int, Sequence[str]]]", payload["flags"]
        )
    ]
    until = str(payload.get("until") or "")
    return Closing(
        tuple(flags),
        Settled(str(payload["settled"])),
        at,
        str(payload.get("who") or ""),
        str(payload.get("said") or ""),
        date.fromisoformat(until) if until else None,
        author,
    )


def checked(closing: Closing, today: date, known_most_days: int) -> Closing:
    """The closing if it may be saved.

    Raises MissingAnswer for "who" of a call, the "said" of "not needed" and the "until" of "already known"; TooFarAhead
    where that day is not one of the next `known_most_days`.
    """
    if closing.settled is Settled.CALLED and not closing.who.strip():
        raise MissingAnswer("who")
    if closing.settled is Settled.NOT_NEEDED and not closing.said.strip():
        raise MissingAnswer("said")
    if closing.settled is Settled.KNOWN:
        if closing.until is None:
            raise MissingAnswer("until")
        if not today < closing.until <= today + timedelta(days=known_most_days):
            raise TooFarAhead(known_most_days)
    return closing


def outcomes_of(closings: Sequence[Closing]) -> tuple[Outcome, ...]:
    """Every outcome, oldest first."""
    return tuple(outcome for closing in sorted(closings, key=lambda c: c.at.utc_ms) for outcome in closing.outcomes())

