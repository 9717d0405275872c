"""The append-only record log, the truth of a space: one transaction a write, on the disk when it returns."""

from __future__ import annotations

import json
from collections.abc import Sequence

from caregiver_app.domain.errors import TextTooLong
from caregiver_app.domain.records import (
    Arrival,
    Dot,
    Draft,
    Payload,
    Record,
    entity_of,
    hlc_ms,
    next_hlc,
)
from caregiver_app.domain.time import DAY_MS, Instant
from caregiver_app.storage import views
from caregiver_app.storage.database import Database

LONGEST_BYTES = 128 * 1024  # of one record's words; with all around them half of what a sealed batch may hold
_COLUMNS = "device, rseq, kind, entity, op, grp, payload, preds, hlc, at_ms, at_offset, flags, version"


def append(database: Database, device: bytes, drafts: Sequence[Draft], now: Instant) -> tuple[Record, ...]:
    """Write drafts as records of `device`, numbered without a gap, and show them in the views. Raises TextTooLong."""
    _require_short(drafts)
    written: list[Record] = []
    with database.transaction():
        rseq, hlc = highest(database, device)
        for draft in drafts:
            rseq += 1
            hlc = next_hlc(max(_mended(hlc, now), _latest(database, draft.preds)), now.utc_ms)
            dot = Dot(device, rseq)
            entity = entity_of(dot) if draft.entity_id is None else draft.entity_id
            record = Record(
                dot,
                draft.kind.value,
                entity,
                draft.op.value,
                draft.group,
                draft.payload,
                draft.preds,
                hlc,
                draft.observed_at,
            )
            _insert(database, record, record.preds, is_authorised=True)
            written.append(record)
    return tuple(written)


def _require_short(drafts: Sequence[Draft]) -> None:
    for draft in drafts:
        own = {key: value for key, value in draft.payload.items() if key != "origin"}  # put there after a restore
        if len(_as_text(own).encode()) > LONGEST_BYTES:
            raise TextTooLong


def _as_text(payload: Payload) -> str:
    return json.dumps(payload, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def _mended(hlc: int, now: Instant) -> int:
    """A device whose clock was far ahead and was set right steps back with it (sync.md §2)."""
    return hlc if hlc_ms(hlc) <= now.utc_ms + DAY_MS else 0


def _latest(database: Database, preds: Sequence[Dot]) -> int:
    """The clock of what a draft replaces: a correction comes after it, however wrong that clock was."""
    found = (database.value("SELECT hlc FROM log WHERE device = ? AND rseq = ?", pred) for pred in preds)
    return max((int(hlc) for hlc in found if hlc is not None), default=0)


def highest(database: Database, device: bytes) -> tuple[int, int]:
    """The last record number and clock value of a device; (0, 0) before its first."""
    found = database.row("SELECT rseq, hlc FROM log WHERE device = ? ORDER BY rseq DESC LIMIT 1", (device,))
    return (int(found[0]), int(found[1])) if found else (0, 0)


def merge(database: Database, arrivals: Sequence[Arrival]) -> tuple[Record, ...]:
    """Add records of other devices; those already here are passed over. Returns the new ones."""
    with database.transaction():
        return tuple(
            arrival.record
            for arrival in arrivals
            if _insert(database, arrival.record, arrival.counted_preds, arrival.is_authorised)
        )


def _insert(database: Database, record: Record, counted: Sequence[Dot], is_authorised: bool) -> bool:
    kept = tuple(counted) if is_authorised else ()
    changed = database.run(
        f"INSERT OR IGNORE INTO log ({_COLUMNS}, counted, is_authorised) VALUES ({','.join('?' * 15)})",  # noqa: S608
        (
            *record.dot,
            record.kind,
            record.entity_id,
            record.op,
            record.group,
            _as_text(record.payload),
            views.dots_as_text(record.preds),
            record.hlc,
            record.observed_at.utc_ms,
            record.observed_at.offset_min,
            record.flags,
            record.version,
            views.dots_as_text(kept),
            int(is_authorised),
        ),
    )
    if changed:
        at_ms = record.observed_at.utc_ms
        views.apply(database, record.dot, record.kind, record.entity_id, record.op, record.group, at_ms, kept)
    return changed > 0


def records_of(database: Database, device: bytes, after_rseq: int, limit: int) -> tuple[Record, ...]:
    """Records of one device in order, at most `limit`, above `after_rseq`."""
    found = database.rows(
        f"SELECT {_COLUMNS} FROM log WHERE device = ? AND rseq > ? ORDER BY rseq LIMIT ?",  # noqa: S608
        (device, after_rseq, limit),
    )
    return tuple(record_from(row) for row in found)


def record_from(row: Sequence[object]) -> Record:
    """A log row, in the order of the columns, as a record."""
    device, rseq, kind, entity, op, grp, payload, preds, hlc, at_ms, at_offset, flags, version = row
    return Record(
        Dot(device, rseq),  # type: ignore[arg-type]
        kind,  # type: ignore[arg-type]
        entity,  # type: ignore[arg-type]
        op,  # type: ignore[arg-type]
        grp,  # type: ignore[arg-type]
        _payload(payload),
        views.dots_from(str(preds)),
        hlc,  # type: ignore[arg-type]
        Instant(at_ms, at_offset),  # type: ignore[arg-type]
        flags,  # type: ignore[arg-type]
        version,  # type: ignore[arg-type]
    )


def _payload(text: object) -> Payload:
    found: Payload = json.loads(str(text))
    return found
