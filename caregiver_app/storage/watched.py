"""Reads what people said after clips, and what they marked on them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from caregiver_app.domain.clip_marks import ClipNote, note_from
from caregiver_app.domain.records import Kind, Payload
from caregiver_app.domain.time import Instant
from caregiver_app.domain.watched import Watched, watched_from
from caregiver_app.storage.entries import made_readable, newest_entities, versions_of
from caregiver_app.storage.space import Space

Said = TypeVar("Said")


def watched(space: Space) -> tuple[Watched, ...]:
    """Every standing answer, oldest first."""
    return _standing(space, Kind.WATCHED, watched_from)


def marks(space: Space) -> tuple[ClipNote, ...]:
    """Every standing mark, oldest first."""
    return _standing(space, Kind.CLIP_MARK, note_from)


def _standing(space: Space, kind: Kind, read: Callable[[Payload, Instant, str], Said]) -> tuple[Said, ...]:
    found = [versions[0] for versions in versions_of(space, newest_entities(space, kind, standing_only=True)).values()]
    found.sort(key=lambda v: (v.at.utc_ms, v.dot.rseq, v.dot.device))
    made = (made_readable(partial(read, v.payload, v.at, v.author)) for v in found)
    return tuple(one for one in made if one is not None)
