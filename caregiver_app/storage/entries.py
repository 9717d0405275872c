"""Reads facts with all their versions: the shape that diary, doses and crisis events share."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from caregiver_app.domain.records import Dot, Op, Payload, hlc_ms
from caregiver_app.domain.time import Instant
from caregiver_app.storage.database import Row
from caregiver_app.storage.space import Space

_BATCH = 400
_VERSIONS = """
SELECT v.entity, v.device, v.rseq, v.op, v.is_head, l.payload, l.at_ms, l.at_offset, l.hlc, a.name
FROM version v JOIN log l ON l.device = v.device AND l.rseq = v.rseq LEFT JOIN author a ON a.device = v.device
WHERE v.grp = ? AND v.entity IN (:entities) ORDER BY l.hlc, v.device, v.rseq
"""
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class StoredVersion:
    """One version of a fact: its dot, what it does, what it says, whose it is, and its times."""

    dot: Dot
    op: str
    payload: Payload = field(repr=False)
    author: str = field(repr=False)
    at: Instant
    recorded_at: Instant
    is_head: bool

    @property
    def is_void(self) -> bool:
        """True where the version takes the fact back."""
        return self.op in (Op.VOID, Op.REDACT)


def newest_entities(
    space: Space, kind: str, since_ms: int | None = None, limit: int | None = None, standing_only: bool = False
) -> list[bytes]:
    """Entity ids of a kind, newest first, at or after `since_ms`."""
    sql = "SELECT entity FROM entry WHERE kind = ?"
    values: list[object] = [kind]
    if since_ms is not None:
        sql += " AND at_ms >= ?"
        values.append(since_ms)
    if standing_only:
        sql += " AND is_voided = 0"
    sql += " ORDER BY at_ms DESC, entity LIMIT ?"
    values.append(-1 if limit is None else limit)
    return [row[0] for row in space.database.rows(sql, values)]


def versions_of(space: Space, entities: Iterable[bytes], group: str = "") -> dict[bytes, tuple[StoredVersion, ...]]:
    """Every version of each entity, oldest first, in the order of `entities`."""
    wanted = list(entities)
    found: dict[bytes, list[StoredVersion]] = {entity: [] for entity in wanted}
    for start in range(0, len(wanted), _BATCH):
        part = wanted[start : start + _BATCH]
        for row in space.database.rows(_VERSIONS.replace(":entities", ",".join("?" * len(part))), (group, *part)):
            found[row[0]].append(_stored(row))
    return {entity: _facts_first(versions) for entity, versions in found.items() if versions}


def _stored(row: Row) -> StoredVersion:
    _, device, rseq, op, is_head, payload, at_ms, offset, hlc, name = row
    at, recorded_at = Instant(at_ms, offset), Instant(hlc_ms(hlc), offset)
    return StoredVersion(Dot(device, rseq), op, json.loads(payload), name or "", at, recorded_at, bool(is_head))


def made_readable(make: Callable[[], Value]) -> Value | None:
    """What `make` reads, None where a newer program or a mistaken one wrote what this one cannot read.

    The record stays in the log and is read again after an upgrade; one strange entry must not hide all the others.
    """
    try:
        return make()
    except (KeyError, ValueError, TypeError, AttributeError, OverflowError):
        return None


def _facts_first(versions: list[StoredVersion]) -> tuple[StoredVersion, ...]:
    return tuple(sorted(versions, key=lambda v: v.op != Op.FACT))


def heads_of(versions: Iterable[StoredVersion]) -> frozenset[Dot]:
    """The dots of the versions that stand."""
    return frozenset(v.dot for v in versions if v.is_head)
