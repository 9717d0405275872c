"""What people say after a clip, and what the nurse should show them."""

from __future__ import annotations

from caregiver_app.domain.records import Changes, Draft, Kind, Topic
from caregiver_app.domain.time import Instant
from caregiver_app.domain.watched import Watched, Worked
from caregiver_app.storage import watched as stored
from caregiver_app.storage.space import Space


def answer(space: Space, clip_id: str, worked: Worked, now: Instant) -> Changes:
    """Keep 'Did that work?'; 'not sure' is a request to the nurse."""
    space.append([Draft(Kind.WATCHED, Watched(clip_id, worked, now).as_payload(), now)], now)
    return frozenset({Topic.CLIPS})


def answers(space: Space) -> tuple[Watched, ...]:
    """Every answer, newest first."""
    return stored.watched(space)


def asked_of_nurse(space: Space) -> tuple[Watched, ...]:
    """The clips whose newest answer is 'not sure', newest first."""
    newest: dict[str, Watched] = {}
    for one in stored.watched(space):
        newest.setdefault(one.clip_id, one)
    return tuple(w for w in newest.values() if w.worked is Worked.NOT_SURE)
