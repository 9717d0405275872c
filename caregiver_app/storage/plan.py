"""Reads the crisis plan's sections with every version, and crisis events."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from caregiver_app.domain.plan import CrisisEntry, Section, Version, crisis_event_from
from caregiver_app.domain.records import PLAN_ENTITY, Kind, Op
from caregiver_app.storage.entries import StoredVersion, heads_of, made_readable, newest_entities, versions_of
from caregiver_app.storage.space import Space


def plan_versions(space: Space) -> Mapping[Section, tuple[Version, ...]]:
    """Every version of every section, oldest first."""
    found: dict[Section, tuple[Version, ...]] = {}
    for section in Section:
        stored = versions_of(space, [PLAN_ENTITY], section.value).get(PLAN_ENTITY, ())
        if stored:
            found[section] = tuple(Version(v.dot, v.payload, v.author, v.recorded_at, v.is_head) for v in stored)
    return found


def crisis_entries(space: Space, unfinished_only: bool = False, limit: int | None = None) -> tuple[CrisisEntry, ...]:
    """Crisis events, newest first; of one corrected apart, the last written stands."""
    found = versions_of(space, newest_entities(space, Kind.CRISIS_EVENT, limit=limit, standing_only=True))
    facts = ((entity, versions) for entity, versions in found.items() if versions[0].op == Op.FACT)
    made = (made_readable(partial(_crisis, entity, versions)) for entity, versions in facts)
    return tuple(e for e in made if e is not None and not (unfinished_only and e.event.is_finished))


def _crisis(entity: bytes, versions: tuple[StoredVersion, ...]) -> CrisisEntry:
    shown = [v for v in versions if v.is_head and not v.is_void][-1]
    return CrisisEntry(entity, heads_of(versions), crisis_event_from(shown.payload, shown.at), shown.author)
