"""One open space file: the handle a service is given, so that a wrong patient cannot be written by a wrong argument."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from caregiver_app.domain.records import Arrival, Changes, Dot, Draft, Kind, Record, Topic
from caregiver_app.domain.sealed import ChainHead, SealedRow
from caregiver_app.domain.time import Instant
from caregiver_app.storage import log, views
from caregiver_app.storage.database import Database, open_database

MIGRATIONS = Path(__file__).parent / "migrations" / "space"
_TOPICS: Mapping[str, Topic] = {
    Kind.CHECK_IN: Topic.DIARY,
    Kind.DOSE_NOTE: Topic.DOSES,
    Kind.CRISIS_EVENT: Topic.PLAN,
    Kind.PLAN: Topic.PLAN,
    Kind.PATIENT: Topic.PATIENT,
    Kind.WATCHED: Topic.CLIPS,
    Kind.CLIP_MARK: Topic.CLIPS,
    Kind.SETTING: Topic.SETTINGS,
    Kind.FLAG_CLOSED: Topic.FLAGS,
    Kind.RULE: Topic.FLAGS,
}


class Space:
    """A patient's space as one person's device writes it. Used on the vault thread only."""

    def __init__(self, database: Database, space_id: bytes, device: bytes) -> None:
        self.database = database
        self.space_id = space_id
        self.device = device
        views.ensure(database)

    @classmethod
    def opened(cls, path: Path, file_key: bytes, space_id: bytes, device: bytes, create: bool = False) -> Space:
        """Open the file of a space. Raises DamagedVault, NewerVault, DiskFull, ReadOnlyHome."""
        return cls(open_database(path, file_key, MIGRATIONS, create), space_id, device)

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """Several writes, all or nothing."""
        with self.database.transaction():
            yield

    # ---- records -----------------------------------------------------------------------------
    def append(self, drafts: Sequence[Draft], now: Instant) -> tuple[Record, ...]:
        """Write drafts in one transaction; they are on the disk when this returns. Raises DiskFull, ReadOnlyHome."""
        return log.append(self.database, self.device, drafts, now)

    def merge(self, arrivals: Sequence[Arrival], sealed: Sequence[SealedRow] = ()) -> Changes:
        """Add what other devices wrote, with its sealed bytes, in one transaction; returns what pages should reload."""
        with self.transaction():
            added = log.merge(self.database, arrivals)
            self.append_sealed(sealed)
        topics = {_TOPICS[r.kind] for r in added if r.kind in _TOPICS}
        return frozenset(topics | ({Topic.DIARY} if Topic.PLAN in topics else set()))

    def records_of(self, device: bytes, after_rseq: int = 0, limit: int = 1_000_000) -> tuple[Record, ...]:
        """Records of one device in order above `after_rseq`."""
        return log.records_of(self.database, device, after_rseq, limit)

    def record(self, dot: Dot) -> Record | None:
        """The record with this dot."""
        found = log.records_of(self.database, dot.device, dot.rseq - 1, 1)
        return found[0] if found and found[0].dot == dot else None

    def highest_rseq(self, device: bytes) -> int:
        """The last record number of a device here, 0 before its first."""
        return log.highest(self.database, device)[0]

    def devices(self) -> tuple[bytes, ...]:
        """Every device that has records here."""
        return tuple(row[0] for row in self.database.rows("SELECT DISTINCT device FROM log"))

    def heads(self, entity_id: bytes, group: str) -> tuple[Dot, ...]:
        """The records of a group that nothing replaced."""
        found = self.database.rows(
            "SELECT device, rseq FROM version WHERE entity = ? AND grp = ? AND is_head = 1 ORDER BY device, rseq",
            (entity_id, group),
        )
        return tuple(Dot(*row) for row in found)

    def set_authors(self, names: Mapping[bytes, str]) -> None:
        """The names to show for each device, from the roster."""
        with self.transaction():
            self.database.run_many(
                "INSERT INTO author (device, name) VALUES (?, ?)"
                " ON CONFLICT (device) DO UPDATE SET name = excluded.name",
                names.items(),
            )

    def authors(self) -> dict[bytes, str]:
        """The name of each device's member."""
        return {device: str(name) for device, name in self.database.rows("SELECT device, name FROM author")}

    # ---- sealed bytes, roster and epochs: opaque here ------------------------------------------
    def append_sealed(self, rows: Sequence[SealedRow]) -> None:
        """Keep sealed batches exactly as signed; those already here are passed over."""
        with self.transaction():
            self.database.run_many(
                "INSERT OR IGNORE INTO sealed (device, bseq, hash, last_rseq, body) VALUES (?,?,?,?,?)",
                [(r.device, r.bseq, r.hash, r.last_rseq, r.body) for r in rows],
            )

    def sealed_of(self, device: bytes, after_bseq: int = 0, limit: int = 1_000_000) -> tuple[SealedRow, ...]:
        """Sealed batches of a device in order above `after_bseq`."""
        found = self.database.rows(
            "SELECT device, bseq, hash, last_rseq, body FROM sealed WHERE device = ? AND bseq > ?"
            " ORDER BY bseq LIMIT ?",
            (device, after_bseq, limit),
        )
        return tuple(SealedRow(*row) for row in found)

    def chain_heads(self) -> dict[bytes, ChainHead]:
        """Where the chain of each device stands here."""
        found = self.database.rows(
            "SELECT s.device, s.bseq, s.hash, s.last_rseq FROM sealed s"
            " JOIN (SELECT device, max(bseq) AS bseq FROM sealed GROUP BY device) m USING (device, bseq)"
        )
        return {row[0]: ChainHead(*row[1:]) for row in found}

    def chain_head(self, device: bytes) -> ChainHead:
        """Where one device's chain stands here; number 0 and 32 zero bytes before its first batch."""
        return self.chain_heads().get(device, ChainHead(0, b"\0" * 32, 0))

    def roster(self) -> tuple[bytes, ...]:
        """The roster entries in order."""
        return tuple(row[0] for row in self.database.rows("SELECT body FROM roster ORDER BY position"))

    def append_roster(self, entries: Sequence[bytes]) -> None:
        """Add entries at the end of the roster."""
        with self.transaction():
            start = int(self.database.value("SELECT coalesce(max(position), -1) + 1 FROM roster"))
            self.database.run_many("INSERT INTO roster (position, body) VALUES (?, ?)", enumerate(entries, start))

    def epoch_keys(self) -> dict[int, bytes]:
        """The epoch keys this space can open."""
        return {int(n): bytes(key) for n, key in self.database.rows("SELECT number, key FROM epoch")}

    def put_epoch_key(self, number: int, key: bytes) -> None:
        """Keep an epoch key; a number that is known keeps its key."""
        self.database.run("INSERT OR IGNORE INTO epoch (number, key) VALUES (?, ?)", (number, key))

    def state(self, key: str) -> bytes | None:
        """A small value that sync keeps, such as the relay's cursor."""
        found = self.database.value("SELECT value FROM state WHERE key = ?", (f"sync:{key}",))
        return None if found is None else bytes(found)

    def put_state(self, key: str, value: bytes | None) -> None:
        """Keep or drop a small value of sync."""
        if value is None:
            self.database.run("DELETE FROM state WHERE key = ?", (f"sync:{key}",))
            return
        self.database.run(
            "INSERT INTO state (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            (f"sync:{key}", value),
        )

    def close(self) -> None:
        """Fold the log of the database into its file and close it."""
        self.database.close()
