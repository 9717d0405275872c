"""Reads the diary's entries with every version."""

from __future__ import annotations

from functools import partial

from caregiver_app.domain.diary import CheckIn, Entry, Version, check_in_from
from caregiver_app.domain.records import Kind, Op
from caregiver_app.domain.time import Instant
from caregiver_app.storage.entries import StoredVersion, heads_of, made_readable, newest_entities, versions_of
from caregiver_app.storage.space import Space


def entries(space: Space, since: Instant | None = None, limit: int | None = None) -> tuple[Entry, ...]:
    """Entries at or after `since`, newest first, at most `limit`; those undone at once are left out."""
    since_ms = None if since is None else since.utc_ms
    found = versions_of(space, newest_entities(space, Kind.CHECK_IN, since_ms, limit))
    made = (made_readable(partial(_entry, entity, versions)) for entity, versions in found.items())
    return tuple(e for e in made if e is not None)


def entry(space: Space, entity_id: bytes) -> Entry | None:
    """One entry, None where there is none or it was undone at once."""
    found = versions_of(space, [entity_id])
    return made_readable(partial(_entry, entity_id, found[entity_id])) if entity_id in found else None


def _entry(entity_id: bytes, versions: tuple[StoredVersion, ...]) -> Entry | None:
    if versions[0].op != Op.FACT:
        return None  # its first version is still on the way
    if any(v.payload.get("undone") for v in versions if v.is_head):
        return None
    return Entry(entity_id, tuple(_version(v) for v in versions), heads_of(versions))


def _version(stored: StoredVersion) -> Version:
    reason = str(stored.payload.get("reason") or "")
    return Version(stored.dot, _check_in(stored), stored.author, stored.recorded_at, reason)


def _check_in(stored: StoredVersion) -> CheckIn | None:
    return None if stored.is_void else check_in_from(stored.payload, stored.at)
