"""What a check-in knows before its first question: who is cared for, whom to call, and how it was the last time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from caregiver_app.domain.about import Fact
from caregiver_app.domain.diary import CheckIn, Entry, Line, is_readable
from caregiver_app.domain.people import Patient
from caregiver_app.domain.plan import Contact
from caregiver_app.domain.time import DAY_MS, Instant
from caregiver_app.services import about, diary, plan
from caregiver_app.storage.space import Space

_LOOK_BACK_DAYS = 60


@dataclass(frozen=True, slots=True)
class Before:
    """The last score of a symptom on one line, and when."""

    score: int = field(repr=False)
    at: Instant


@dataclass(frozen=True, slots=True)
class Known:
    """What is known before the form opens: who is cared for, whom to call, the scores and the comfort check before."""

    patient: Patient = field(repr=False)
    team: Contact | None = field(default=None, repr=False)
    emergency: str = field(default="", repr=False)
    before: Mapping[tuple[str, Line], Before] = field(default_factory=dict, repr=False)
    comfort: CheckIn | None = field(default=None, repr=False)
    is_last_days: bool = False  # then nobody asks the person: only what is seen is written (clinical.md §2.1)


def know(space: Space, now: Instant, leave_out: bytes = b"") -> Known:
    """Read what the form needs to know; the entry that is being corrected is no earlier score of itself."""
    entries = diary.entries(space, since=now.plus(-_LOOK_BACK_DAYS * DAY_MS))
    others = [e for e in entries if e.entity_id != leave_out]
    crisis = plan.plan(space)
    before, comfort = scores_before(others), _comfort(others)
    is_last_days = about.about(space).yes_no(Fact.LAST_DAYS) is True
    return Known(plan.patient(space), crisis.team_line, crisis.emergency.number, before, comfort, is_last_days)


def scores_before(entries: Sequence[Entry]) -> dict[tuple[str, Line], Before]:
    """The newest readable score of each symptom and line; `entries` come newest first."""
    found: dict[tuple[str, Line], Before] = {}
    for entry in entries:
        counted = entry.effective
        for name, score in counted.scores.items() if counted else ():
            if counted is not None and score is not None and is_readable(score):
                found.setdefault((name, counted.line), Before(score, counted.at))
    return found


def _comfort(entries: Sequence[Entry]) -> CheckIn | None:
    counted = (e.effective for e in entries)
    return next((c for c in counted if c is not None and c.comfort is not None), None)
