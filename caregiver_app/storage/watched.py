"""Reads what people said after clips."""

from __future__ import annotations

from functools import partial

from caregiver_app.domain.records import Kind
from caregiver_app.domain.watched import Watched, watched_from
from caregiver_app.storage.entries import made_readable, newest_entities, versions_of
from caregiver_app.storage.space import Space


def watched(space: Space) -> tuple[Watched, ...]:
    """Every standing answer, newest first."""
    found = versions_of(space, newest_entities(space, Kind.WATCHED, standing_only=True))
    made = (made_readable(partial(watched_from, v[0].payload, v[0].at, v[0].author)) for v in found.values())
    return tuple(w for w in made if w is not None)
