"""What people say and mark after a clip, what a nurse gives and signs, and what she should show at her next visit."""

from __future__ import annotations

from collections.abc import Mapping

from caregiver_app.domain.clip_marks import Asked, ClipNote, ClipState, Mark, next_visit, states
from caregiver_app.domain.records import Changes, Draft, Kind, Topic
from caregiver_app.domain.time import Instant
from caregiver_app.domain.watched import Watched, Worked
from caregiver_app.storage import watched as stored
from caregiver_app.storage.space import Space


def answer(space: Space, clip_id: str, worked: Worked, now: Instant) -> Changes:
    """Keep 'Did that work?'; 'not sure' is a request to the nurse."""
    space.append([Draft(Kind.WATCHED, Watched(clip_id, worked, now).as_payload(), now)], now)
    return frozenset({Topic.CLIPS})


def mark(space: Space, clip_id: str, what: Mark, now: Instant, by: str = "") -> Changes:
    """Keep a mark; `by` is the name of who signs where that is not the author."""
    space.append([Draft(Kind.CLIP_MARK, ClipNote(clip_id, what, now, by.strip()).as_payload(), now)], now)
    return frozenset({Topic.CLIPS})


def answers(space: Space) -> tuple[Watched, ...]:
    """Every answer, newest first."""
    return tuple(reversed(stored.watched(space)))


def marked(space: Space) -> Mapping[str, ClipState]:
    """What stands for each clip."""
    return states(stored.marks(space), stored.watched(space))


def asked_of_nurse(space: Space) -> tuple[Asked, ...]:
    """The clips to show at the nurse's next visit, the one that waits longest first."""
    return next_visit(marked(space))
