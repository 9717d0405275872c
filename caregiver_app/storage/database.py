"""The one place that speaks to SQLCipher: opening, errors, transactions, migrations, copying. Keys are raw, as hex."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as sqlcipher

from caregiver_app.domain.errors import DamagedVault, DiskFull, NewerVault, ReadOnlyHome, VaultLocked
from caregiver_app.storage.files import flush_folder, named_errors

BACKUP_PAGES = 256
_MIGRATION = re.compile(r"^(\d{4})_[a-z0-9_]+\.sql$")
_SETTINGS = (
    "PRAGMA cipher_log = off",
    "PRAGMA cipher_memory_security = OFF",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA secure_delete = ON",
    "PRAGMA foreign_keys = ON",
    "PRAGMA busy_timeout = 5000",
    "PRAGMA cache_size = -65536",
    "PRAGMA synchronous = FULL",
    "PRAGMA fullfsync = ON",  # macOS only
    "PRAGMA checkpoint_fullfsync = ON",
)
_FULL_NAMES = ("SQLITE_FULL", "SQLITE_IOERR_SHMSIZE", "SQLITE_IOERR_WRITE")
_SHARED_MEMORY = 64 * 1024  # the index beside a write-ahead log takes 32 KiB of the disk
_READ_ONLY_NAMES = ("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_IOERR_SHMOPEN", "SQLITE_IOERR_DELETE")
_DAMAGED_NAMES = ("SQLITE_NOTADB", "SQLITE_CORRUPT", "SQLITE_IOERR")

Row = tuple[Any, ...]


class Database:
    """One open encrypted file. Every error leaves as a named one; every write is on the disk at COMMIT."""

    def __init__(self, path: Path, connection: Any, key: bytes) -> None:
        self.path = path
        self._connection = connection
        self._key = key
        self._depth = 0
        self._is_closed = False

    def __repr__(self) -> str:
        return f"<Database {self.path.name}>"

    @contextlib.contextmanager
    def _asked(self) -> Iterator[Any]:
        """The connection. SQLCipher gives one up at its first damaged page, so the next question gets a fresh one."""
        if self._is_closed:
            raise VaultLocked
        try:
            with _named(self.path):
                yield self._connection
        except DamagedVault:
            if not self._depth:
                with contextlib.suppress(sqlcipher.Error):
                    self._connection.close()
                with contextlib.suppress(sqlcipher.Error):
                    self._connection = _connected(self.path, self._key)
            raise

    def run(self, sql: str, values: Sequence[object] = ()) -> int:
        """Execute one statement; returns the number of rows it changed."""
        with self._asked() as connection:
            return int(connection.execute(sql, values).rowcount)

    def run_many(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        """Execute one statement for many rows."""
        with self._asked() as connection:
            connection.executemany(sql, rows)

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[Row]:
        """Every row of a query."""
        with self._asked() as connection:
            return list(connection.execute(sql, values).fetchall())

    def row(self, sql: str, values: Sequence[object] = ()) -> Row | None:
        """The first row of a query, or None."""
        with self._asked() as connection:
            found: Row | None = connection.execute(sql, values).fetchone()
            return found

    def value(self, sql: str, values: Sequence[object] = ()) -> Any:
        """The first column of the first row, or None."""
        found = self.row(sql, values)
        return None if found is None else found[0]

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; a nested one is all or nothing by itself. At the end of the outermost the disk has it."""
        mark = f"level{self._depth}"
        self.run(f"SAVEPOINT {mark}" if self._depth else "BEGIN IMMEDIATE")
        self._depth += 1
        try:
            yield
            self.run(f"RELEASE {mark}" if self._depth > 1 else "COMMIT")
        except BaseException:
            with contextlib.suppress(sqlcipher.Error):  # a full disk has already rolled everything back
                self._connection.execute(f"ROLLBACK TO {mark}" if self._depth > 1 else "ROLLBACK")
            raise
        finally:
            self._depth -= 1

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[None]:
        """Reads inside see the file as it stands now, whatever other connections write meanwhile."""
        self.run("BEGIN")
        try:
            self.value("SELECT count(*) FROM sqlite_master")
            yield
        finally:
            self.run("ROLLBACK")

    def is_sound(self) -> bool:
        """True where every page decrypts and every index agrees."""
        try:
            return not self.rows("PRAGMA cipher_integrity_check") and self.value("PRAGMA quick_check") == "ok"
        except DamagedVault:
            return False

    def copy_to(self, target: Path, key: bytes, progress: Callable[[int, int], None] | None = None) -> None:
        """Copy into a new encrypted file under `key`, 256 pages a step, while in use; flushed when it returns.

        What an earlier copy, cut short, has left under that name is removed first.
        """
        remove_database(target)
        step = (lambda _status, left, total: progress(total - left, total)) if progress else None
        with named_errors(target), _named(self.path):
            copy = _connected(target, key)
            try:
                self._connection.backup(copy, pages=BACKUP_PAGES, progress=step)
            finally:
                copy.close()
        flush_folder(target.parent)

    def close(self) -> None:
        """Fold the write-ahead log into the file and close it; whoever asks later hears VaultLocked."""
        self._is_closed = True
        with contextlib.suppress(Exception):
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._connection.close()


@contextlib.contextmanager
def _named(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlcipher.Error as error:
        name = getattr(error, "sqlite_errorname", None) or ""
        if name.startswith(_FULL_NAMES) or (name.startswith("SQLITE_IOERR") and _is_full(path.parent)):
            raise DiskFull from error
        if name.startswith(_READ_ONLY_NAMES):
            raise ReadOnlyHome(path.parent) from error
        if name.startswith(_DAMAGED_NAMES):
            raise DamagedVault(path) from error
        raise


def _is_full(folder: Path) -> bool:
    try:
        return shutil.disk_usage(folder).free < _SHARED_MEMORY
    except OSError:
        return False


def _connected(path: Path, key: bytes) -> Any:
    with named_errors(path), contextlib.suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL, 0o600))  # SQLite would let everyone of this computer read it
    connection = sqlcipher.connect(str(path), isolation_level=None)
    connection.execute(f"PRAGMA key = \"x'{key.hex()}{_salt_of(path).hex()}'\"")
    if _is_full(path.parent):  # keeps that index in memory, so that a full disk can still be read
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
    for setting in _SETTINGS:
        connection.execute(setting)
    return connection


def _salt_of(path: Path) -> bytes:
    """SQLCipher's salt: the file's first 16 bytes, or fresh ones; with it a raw key opens without any derivation."""
    try:
        with path.open("rb") as file:
            found = file.read(16)
    except OSError:
        found = b""
    return found if len(found) == 16 else secrets.token_bytes(16)


def open_database(path: Path, key: bytes, migrations: Path, create: bool = False) -> Database:
    """Open a file under its raw 32-byte key and bring it up to this version.

    Raises DamagedVault (also for a wrong key or a missing file), NewerVault, DiskFull, ReadOnlyHome.
    """
    if not create and (not path.is_file() or path.stat().st_size == 0):
        raise DamagedVault(path)
    is_new = not path.exists()
    with _named(path):
        connection = _connected(path, key)
        try:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except BaseException:
            connection.close()
            raise
    database = Database(path, connection, key)
    try:
        _migrate(database, key, migrations)
        with _named(path):
            connection.execute("PRAGMA journal_mode = WAL")
    except BaseException:
        connection.close()
        raise
    if is_new:
        flush_folder(path.parent)
    return database


def remove_database(path: Path) -> None:
    """Remove a database with the journals beside it."""
    with named_errors(path):
        for end in ("", "-journal", "-wal", "-shm"):
            path.with_name(path.name + end).unlink(missing_ok=True)


def known_version(migrations: Path) -> int:
    """The newest version this program can read."""
    return max((int(m[1]) for m in map(_MIGRATION.match, _names(migrations)) if m), default=0)


def _names(migrations: Path) -> list[str]:
    return sorted(p.name for p in migrations.iterdir() if _MIGRATION.match(p.name))


def _migrate(database: Database, key: bytes, migrations: Path) -> None:
    found, known = int(database.value("PRAGMA user_version")), known_version(migrations)
    if found > known:
        raise NewerVault(found, known)
    if found == known:
        return
    if found:
        database.copy_to(database.path.with_name(f"{database.path.name}.before-{known:04}"), key)
    with database.transaction():
        for name in _names(migrations):
            if int(name[:4]) > found:
                for statement in _statements((migrations / name).read_text("utf-8")):
                    database.run(statement)
        database.run(f"PRAGMA user_version = {known}")


def _statements(script: str) -> Iterator[str]:
    pending = ""
    for line in script.splitlines(keepends=True):
        pending += line
        if sqlcipher.complete_statement(pending):
            yield pending.strip()
            pending = ""
    if pending.strip():
        yield pending.strip()
