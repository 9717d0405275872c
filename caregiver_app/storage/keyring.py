"""One person's keyring: the keys of the spaces they may open, their settings, and forms they have not finished."""

from __future__ import annotations

import json
from pathlib import Path

from caregiver_app.domain.records import Plain
from caregiver_app.domain.time import Instant
from caregiver_app.storage.database import Database, open_database

MIGRATIONS = Path(__file__).parent / "migrations" / "keyring"


class Keyring:
    """An open keyring file. Used on the vault thread only."""

    def __init__(self, database: Database) -> None:
        self.database = database

    @classmethod
    def opened(cls, path: Path, key: bytes, create: bool = False) -> Keyring:
        """Open a keyring under K. Raises DamagedVault, NewerVault, DiskFull, ReadOnlyHome."""
        return cls(open_database(path, key, MIGRATIONS, create))

    def space_keys(self) -> dict[bytes, bytes]:
        """The file key of each space, in the order in which they were added."""
        found = self.database.rows("SELECT space_id, file_key FROM space ORDER BY place")
        return {bytes(space_id): bytes(key) for space_id, key in found}

    def put_space(self, space_id: bytes, file_key: bytes) -> None:
        """Keep the file key of a space."""
        self.database.run(
            "INSERT OR REPLACE INTO space (space_id, file_key, place)"
            " VALUES (?, ?, (SELECT coalesce(max(place), 0) + 1 FROM space))",
            (space_id, file_key),
        )

    def drop_space(self, space_id: bytes) -> None:
        """Forget the key of a space; its file can no longer be opened with this keyring."""
        self.database.run("DELETE FROM space WHERE space_id = ?", (space_id,))

    def setting(self, key: str, default: Plain = None) -> Plain:
        """One of the person's own settings."""
        found = self.database.value("SELECT value FROM setting WHERE key = ?", (key,))
        if found is None:
            return default
        value: Plain = json.loads(found)
        return value

    def put_setting(self, key: str, value: Plain) -> None:
        """Keep a setting; None drops it."""
        if value is None:
            self.database.run("DELETE FROM setting WHERE key = ?", (key,))
            return
        self.database.run(
            "INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            (key, json.dumps(value, ensure_ascii=False)),
        )

    def draft(self, key: str) -> tuple[Plain, Instant] | None:
        """An unfinished form and when it was left, None where there is none."""
        found = self.database.row("SELECT value, at_ms, at_offset FROM draft WHERE key = ?", (key,))
        return None if found is None else (json.loads(found[0]), Instant(found[1], found[2]))

    def drafts(self) -> tuple[str, ...]:
        """The keys of all unfinished forms, newest first."""
        return tuple(row[0] for row in self.database.rows("SELECT key FROM draft ORDER BY at_ms DESC"))

    def put_draft(self, key: str, value: Plain, at: Instant) -> None:
        """Keep an unfinished form; None drops it."""
        if value is None:
            self.database.run("DELETE FROM draft WHERE key = ?", (key,))
            return
        self.database.run(
            "INSERT INTO draft (key, value, at_ms, at_offset) VALUES (?,?,?,?) ON CONFLICT (key) DO UPDATE"
            " SET value = excluded.value, at_ms = excluded.at_ms, at_offset = excluded.at_offset",
            (key, json.dumps(value, ensure_ascii=False), at.utc_ms, at.offset_min),
        )

    def close(self) -> None:
        """Close the file."""
        self.database.close()
