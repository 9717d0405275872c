"""Backups: one file that holds a person's keyring and spaces, written while they are in use.

Every database in it is copied by SQLCipher under a random key made for this backup; that key lies in the file under K,
and K under the passphrase and the unlock sheet that were good when it was written. The device's own key is never in it.

    16 bytes mark | the databases, one after the other | the manifest (JSON) | its length, u32 | 16 bytes end mark
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import shutil
import struct
import time
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import IO

from caregiver_app.domain.errors import DamagedBackup, NewerVault, NotABackup, ReadOnlyHome, WrongPassphrase
from caregiver_app.domain.time import Instant
from caregiver_app.storage import home as homes
from caregiver_app.storage import keyring, keys, space
from caregiver_app.storage.database import Database, open_database, remove_database
from caregiver_app.storage.files import flush_file, flush_folder, named_errors
from caregiver_app.storage.vault import Vault

SUFFIX = ".caregiver-backup"
FORMAT = 1
_MARK, _END = b"CaregiverBackup1", b"CaregiverBackEnd"
_MOST_MANIFEST = 1 << 20
_CHUNK = 1 << 20
_LONG_AGO_S = 3600
_PURPOSE, _MANIFEST = "backup key", "backup manifest"

Progress = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Source:
    """One database to copy: its name in the backup, its file, its key and its migrations."""

    name: str
    path: Path
    key: bytes = field(repr=False)
    migrations: Path


@dataclass(frozen=True, slots=True)
class BackupPlan:
    """All that writing a backup needs, taken on the vault thread, so that any other thread can write it."""

    person_id: str
    short_name: str = field(repr=False)
    made_at: Instant
    wrap: bytes = field(repr=False)
    key: bytes = field(repr=False)
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """Where one database lies in a backup."""

    name: str
    offset: int
    size: int
    digest: str


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup as its manifest tells: readable without any key, and naming nobody."""

    path: Path
    person_id: str
    made_at: Instant
    size: int
    parts: tuple[Part, ...]
    wrap: bytes = field(repr=False)
    sealed_key: bytes = field(repr=False)
    sealed_words: bytes = field(repr=False)


def planned(vault: Vault, now: Instant) -> BackupPlan:
    """What to copy. Raises DamagedWrapFiles."""
    sources = [Source(homes.KEYRING, vault.folder / homes.KEYRING, vault.key, keyring.MIGRATIONS)]
    for space_id, file_key in vault.keyring.space_keys().items():
        if space_id not in vault.lost_spaces:
            sources.append(Source(space_id.hex(), vault.home.space_file(space_id), file_key, space.MIGRATIONS))
    wrap = vault.home.wrap_of(vault.person.person_id).encoded()
    return BackupPlan(vault.person.person_id, vault.person.short_name, now, wrap, vault.key, tuple(sources))


def carry_out(plan: BackupPlan, target: Path, progress: Progress | None = None) -> None:
    """Write the backup, on any thread, while the vault is in use; it has its name only once all of it is on the disk.

    Raises DiskFull, ReadOnlyHome, DamagedVault. What had the name before stays until then.
    """
    unfinished = target.with_name(f".{target.name}.part")
    copy = target.with_name(f".{target.name}.copy")
    _tidy(target.parent)
    with named_errors(target), _stick_pulled_out(target):
        try:
            handle = os.open(unfinished, os.O_RDWR | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600)
            with os.fdopen(handle, "wb") as file:
                _write(plan, file, copy, progress or (lambda _done: None))
                file.flush()
                flush_file(file.fileno())
            unfinished.replace(target)
            flush_folder(target.parent)
        finally:
            with contextlib.suppress(OSError, ReadOnlyHome):
                unfinished.unlink(missing_ok=True)
                remove_database(copy)


@contextlib.contextmanager
def _stick_pulled_out(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOENT, errno.ENOTDIR, errno.ENXIO, errno.ENODEV, errno.EIO):
            raise ReadOnlyHome(target.parent) from error
        raise


def _tidy(folder: Path) -> None:
    """Remove what backups that were cut short have left; one that still runs has touched its files a moment ago."""
    for pattern in (f".*{SUFFIX}.part", f".*{SUFFIX}.copy*"):
        for leftover in folder.glob(pattern):
            with contextlib.suppress(OSError):
                if time.time() - leftover.stat().st_mtime > _LONG_AGO_S:
                    leftover.unlink()


def _write(plan: BackupPlan, file: IO[bytes], copy: Path, progress: Progress) -> None:
    backup_key = keys.new_key()
    sizes = [source.path.stat().st_size for source in plan.sources]
    done = 0
    parts: list[Part] = []
    file.write(_MARK)
    for source, size in zip(plan.sources, sizes, strict=True):
        copied_to(source, copy, backup_key, partial(_tell, progress, done, size, sum(sizes)))
        parts.append(_append(file, source.name, copy))
        copy.unlink()
        done += size
    digests = {part.name: part.digest for part in parts}
    words = json.dumps({"short_name": plan.short_name, "digests": digests}).encode()
    manifest = {
        "format": FORMAT,
        "person_id": plan.person_id,
        "made_at": [plan.made_at.utc_ms, plan.made_at.offset_min],
        "wrap": b64encode(plan.wrap).decode(),
        "key": b64encode(keys.sealed_under(keys.derived(plan.key, _PURPOSE), backup_key, _PURPOSE)).decode(),
        "words": b64encode(keys.sealed_under(backup_key, words, _MANIFEST)).decode(),
        "files": [{"name": p.name, "offset": p.offset, "size": p.size, "digest": p.digest} for p in parts],
    }
    body = json.dumps(manifest).encode()
    file.write(body + struct.pack(">I", len(body)) + _END)
    progress(1.0)


def _tell(progress: Progress, done: int, size: int, whole: int, share: float) -> None:
    progress((done + size * share) / max(whole, 1))


def copied_to(source: Source, target: Path, key: bytes, progress: Progress | None = None) -> None:
    """Copy one database as it stands at this moment, through a connection of its own."""
    database = open_database(source.path, source.key, source.migrations)
    try:
        with database.snapshot():
            database.copy_to(target, key, (lambda n, total: progress(n / max(total, 1))) if progress else None)
    finally:
        database.close()


def _append(file: IO[bytes], name: str, copy: Path) -> Part:
    offset, size, digest = file.tell(), 0, blake2b(digest_size=32)
    with copy.open("rb") as part:
        while chunk := part.read(_CHUNK):
            digest.update(chunk)
            file.write(chunk)
            size += len(chunk)
    return Part(name, offset, size, digest.hexdigest())


# ---- reading ---------------------------------------------------------------------------------
def read_backup(path: Path) -> Backup:
    """A backup's manifest. Raises NotABackup, DamagedBackup where it is cut short, NewerVault."""
    with named_errors(path), path.open("rb") as file:
        if file.read(len(_MARK)) != _MARK:
            raise NotABackup
        size = file.seek(0, os.SEEK_END)
        tail = 4 + len(_END)
        if size < len(_MARK) + tail:
            raise DamagedBackup
        file.seek(size - tail)
        (length,), end = struct.unpack(">I", file.read(4)), file.read(len(_END))
        if end != _END or not 0 < length <= min(_MOST_MANIFEST, size - tail - len(_MARK)):
            raise DamagedBackup
        file.seek(size - tail - length)
        return _backup_from(path, size, file.read(length))


def _backup_from(path: Path, size: int, body: bytes) -> Backup:
    try:
        found = json.loads(body)
        if int(found["format"]) > FORMAT:
            raise NewerVault(int(found["format"]), FORMAT)
        parts = tuple(Part(str(p["name"]), int(p["offset"]), int(p["size"]), str(p["digest"])) for p in found["files"])
        wrap, key, words = (b64decode(found[name]) for name in ("wrap", "key", "words"))
        made_at = Instant(int(found["made_at"][0]), int(found["made_at"][1]))
        person_id = str(found["person_id"])
    except (ValueError, KeyError, TypeError, IndexError, RecursionError) as error:
        raise DamagedBackup from error
    if not person_id.isalnum() or any(not p.name.replace(".", "").isalnum() or p.size < 0 for p in parts):
        raise DamagedBackup
    return Backup(path, person_id, made_at, size, parts, wrap, key, words)


def opened(backup: Backup, key: bytes) -> tuple[bytes, Mapping[str, object]]:
    """The backup's own key and its sealed words, by K. Raises DamagedBackup where they do not belong together."""
    try:
        backup_key = keys.opened_under(keys.derived(key, _PURPOSE), backup.sealed_key, _PURPOSE)
        words: Mapping[str, object] = json.loads(keys.opened_under(backup_key, backup.sealed_words, _MANIFEST))
    except (WrongPassphrase, ValueError) as error:
        raise DamagedBackup from error
    if words.get("digests") != {part.name: part.digest for part in backup.parts}:
        raise DamagedBackup
    return backup_key, words


def extract(backup: Backup, part: Part, target: Path) -> None:
    """Copy one database out of the backup. Raises DamagedBackup where its checksum fails, DiskFull."""
    digest, left = blake2b(digest_size=32), part.size
    with named_errors(target), backup.path.open("rb") as file, target.open("wb") as out:
        file.seek(part.offset)
        while left and (chunk := file.read(min(_CHUNK, left))):
            digest.update(chunk)
            out.write(chunk)
            left -= len(chunk)
    if left or digest.hexdigest() != part.digest:
        raise DamagedBackup


def backups_in(folder: Path) -> tuple[Backup, ...]:
    """The backups of a folder that can be read, newest first."""
    found: list[Backup] = []
    with contextlib.suppress(OSError):
        for path in folder.glob(f"*{SUFFIX}"):
            with contextlib.suppress(NotABackup, DamagedBackup, NewerVault, OSError):
                found.append(read_backup(path))
    return tuple(sorted(found, key=lambda b: (-b.made_at.utc_ms, b.path.name)))


def suggested_name(now: Instant) -> str:
    """A file name that says when and nothing of whom."""
    return f"{now.wall():%Y-%m-%d-%H%M}{SUFFIX}"


def room_for(folder: Path, size: int) -> bool:
    """True where `size` bytes, once more for the copy on the way, and some air fit on the disk of `folder`."""
    with named_errors(folder):
        return shutil.disk_usage(folder).free > 2 * size + (8 << 20)


def opened_copy(path: Path, key: bytes, migrations: Path) -> Database:
    """A database taken from a backup. Raises DamagedBackup where it is not sound, NewerVault."""
    database = open_database(path, key, migrations)
    if not database.is_sound():
        database.close()
        raise DamagedBackup
    return database
