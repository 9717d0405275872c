"""The typed tables that pages read, made from the log alone: thrown away and rebuilt at will.

`apply` is the same for a tap and for a merge and gives the same tables for every order, batching and repetition.
What someone without the right to write has written is shown, but replaces nothing (sync.md §1).
"""

from __future__ import annotations

from collections.abc import Iterable

from caregiver_app.domain.records import Dot, Op
from caregiver_app.storage.database import Database

VIEWS_VERSION = 1

_TABLES = """
CREATE TABLE replaced (device BLOB NOT NULL, rseq INTEGER NOT NULL, entity BLOB NOT NULL, grp TEXT NOT NULL,
    PRIMARY KEY (device, rseq, entity, grp)) WITHOUT ROWID;
CREATE TABLE version (kind TEXT NOT NULL, entity BLOB NOT NULL, grp TEXT NOT NULL, device BLOB NOT NULL,
    rseq INTEGER NOT NULL, op TEXT NOT NULL, at_ms INTEGER NOT NULL, is_head INTEGER NOT NULL,
    PRIMARY KEY (entity, grp, device, rseq)) WITHOUT ROWID;
CREATE INDEX version_by_kind ON version (kind, is_head);
CREATE TABLE entry (kind TEXT NOT NULL, entity BLOB NOT NULL, at_ms INTEGER NOT NULL, is_voided INTEGER NOT NULL,
    PRIMARY KEY (kind, entity)) WITHOUT ROWID;
CREATE INDEX entry_by_time ON entry (kind, at_ms);
"""
_NAMES = ("replaced", "version", "entry")


def ensure(database: Database) -> None:
    """Make the views, or make them again after a change of their shape."""
    found = database.value("SELECT value FROM state WHERE key = 'views'")
    if found != str(VIEWS_VERSION).encode():
        rebuild(database)


def rebuild(database: Database) -> None:
    """Drop the views and apply the whole log again, in one transaction."""
    with database.transaction():
        for name in _NAMES:
            database.run(f"DROP TABLE IF EXISTS {name}")
        for statement in _TABLES.strip().split(";\n"):
            if statement.strip():
                database.run(statement)
        rows = database.rows("SELECT device, rseq, kind, entity, op, grp, at_ms, counted FROM log")
        for device, rseq, kind, entity, op, grp, at_ms, counted in rows:
            apply(database, Dot(device, rseq), kind, entity, op, grp, at_ms, dots_from(counted))
        database.run(
            "INSERT INTO state (key, value) VALUES ('views', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            (str(VIEWS_VERSION).encode(),),
        )


def apply(
    database: Database, dot: Dot, kind: str, entity: bytes, op: str, grp: str, at_ms: int, counted: Iterable[Dot]
) -> None:
    """Show one log record in the views."""
    is_replaced = database.row(
        "SELECT 1 FROM replaced WHERE device = ? AND rseq = ? AND entity = ? AND grp = ?", (*dot, entity, grp)
    )
    database.run(
        "INSERT OR IGNORE INTO version (kind, entity, grp, device, rseq, op, at_ms, is_head) VALUES (?,?,?,?,?,?,?,?)",
        (kind, entity, grp, *dot, op, at_ms, 0 if is_replaced else 1),
    )
    for pred in counted:
        database.run(
            "INSERT OR IGNORE INTO replaced (device, rseq, entity, grp) VALUES (?,?,?,?)", (*pred, entity, grp)
        )
        database.run(
            "UPDATE version SET is_head = 0 WHERE entity = ? AND grp = ? AND device = ? AND rseq = ?",
            (entity, grp, *pred),
        )
    if op in (Op.FACT, Op.AMEND, Op.VOID, Op.REDACT):
        _place(database, kind, entity)


def _place(database: Database, kind: str, entity: bytes) -> None:
    """Keep an entry's time: the latest of its standing versions, else of all, and whether it was taken back."""
    at_ms, standing, latest = database.rows(
        "SELECT max(CASE WHEN is_head AND op IN ('fact', 'amend') THEN at_ms END),"
        " sum(is_head AND op IN ('fact', 'amend')), max(at_ms) FROM version WHERE entity = ? AND kind = ?",
        (entity, kind),
    )[0]
    database.run(
        "INSERT INTO entry (kind, entity, at_ms, is_voided) VALUES (?,?,?,?)"
        " ON CONFLICT (kind, entity) DO UPDATE SET at_ms = excluded.at_ms, is_voided = excluded.is_voided",
        (kind, entity, latest if at_ms is None else at_ms, 0 if standing else 1),
    )


def dots_as_text(dots: Iterable[Dot]) -> str:
    """Dots as they are stored: `device-hex:rseq` separated by spaces."""
    return " ".join(f"{dot.device.hex()}:{dot.rseq}" for dot in dots)


def dots_from(text: str) -> tuple[Dot, ...]:
    """Stored dots read back."""
    pairs = (part.split(":") for part in text.split())
    return tuple(Dot(bytes.fromhex(device), int(rseq)) for device, rseq in pairs)
