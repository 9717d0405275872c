"""Reads the notes of medicines given."""

from __future__ import annotations

from caregiver_app.domain.doses import DoseEntry, DoseVersion, dose_note_from
from caregiver_app.domain.records import Kind, Op
from caregiver_app.domain.time import Instant
from caregiver_app.storage.entries import StoredVersion, heads_of, newest_entities, versions_of
from caregiver_app.storage.space import Space


def dose_entries(space: Space, since: Instant | None = None, limit: int | None = None) -> tuple[DoseEntry, ...]:
    """Notes at or after `since`, newest first."""
    since_ms = None if since is None else since.utc_ms
    found = versions_of(space, newest_entities(space, Kind.DOSE_NOTE, since_ms, limit))
    return tuple(
        DoseEntry(entity, tuple(_version(v) for v in versions), heads_of(versions))
        for entity, versions in found.items()
        if versions[0].op == Op.FACT
    )


def _version(stored: StoredVersion) -> DoseVersion:
    note = None if stored.is_void else dose_note_from(stored.payload, stored.at)
    return DoseVersion(stored.dot, note, stored.author, stored.recorded_at, str(stored.payload.get("reason") or ""))
