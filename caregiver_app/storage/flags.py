"""Reads how flags were closed, who has seen them, and which rules a team has changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from caregiver_app.domain.flags.changes import RULES_ENTITY, RuleChange, change_from
from caregiver_app.domain.flags.closing import Closing, closing_from
from caregiver_app.domain.records import Kind
from caregiver_app.storage.entries import StoredVersion, made_readable, newest_entities, versions_of
from caregiver_app.storage.space import Space

_CHANGED = "SELECT DISTINCT grp FROM version WHERE entity = ? AND kind = ?"


def closings(space: Space) -> tuple[Closing, ...]:
    """Every closing that was not taken back at once, oldest first."""
    found = versions_of(space, newest_entities(space, Kind.FLAG_CLOSED, standing_only=True))
    made = (made_readable(partial(_closing, entity, versions[0])) for entity, versions in found.items())
    return tuple(sorted((one for one in made if one is not None), key=lambda one: one.at.utc_ms))


def _closing(entity: bytes, stored: StoredVersion) -> Closing:
    return replace(closing_from(stored.payload, stored.at, stored.author), entity_id=entity)


def rule_changes(space: Space) -> Mapping[str, tuple[RuleChange, ...]]:
    """Every version of each change of a rule, oldest first, by what it changes; the last of each counts."""
    groups = [str(row[0]) for row in space.database.rows(_CHANGED, (RULES_ENTITY, Kind.RULE))]
    found: dict[str, tuple[RuleChange, ...]] = {}
    for group in sorted(groups):
        versions = versions_of(space, [RULES_ENTITY], group).get(RULES_ENTITY, ())
        made = (made_readable(partial(change_from, v.payload, v.author, v.recorded_at, v.is_head)) for v in versions)
        found[group] = tuple(one for one in made if one is not None)
    return found
