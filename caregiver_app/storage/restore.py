"""Bringing a backup back: on a new computer, or beside what is left on this one; nothing that is here is destroyed."""

from __future__ import annotations

import contextlib
import secrets
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from caregiver_app.domain.errors import DamagedBackup, DamagedVault, DamagedWrapFiles, DiskFull, WrongPassphrase
from caregiver_app.storage import home as homes
from caregiver_app.storage import keyring, keys, space, views
from caregiver_app.storage.backup import Backup, Progress, extract, opened, opened_copy, room_for
from caregiver_app.storage.database import Database, open_database
from caregiver_app.storage.files import flush_folder, make_folder, named_errors, remove_durably, write_durably
from caregiver_app.storage.keyring import Keyring
from caregiver_app.storage.vault import Vault, unlock_by_key

_COPIED = ("log", "sealed", "epoch", "author")


def restore_by_passphrase(home: homes.Home, backup: Backup, passphrase: str, progress: Progress | None = None) -> Vault:
    """Bring a backup back with the passphrase that was good when it was written; the vault comes back open.

    The device is a new one (`Vault.needs_new_device`), unless this computer still had the whole vault: then it only
    takes what it lacked and keeps its passphrase. Raises WrongPassphrase, DamagedBackup, NewerVault, DiskFull,
    ReadOnlyHome.
    """
    return _restored(home, backup, lambda wrap: keys.unwrapped(wrap, passphrase), progress)


def restore_by_sheet(home: homes.Home, backup: Backup, typed: str, progress: Progress | None = None) -> Vault:
    """The same with the unlock sheet; a new passphrase should be set next. Raises also MistypedCode."""
    sheet = keys.sheet_from(typed)
    return _restored(home, backup, lambda wrap: keys.unwrapped_by_sheet(wrap, sheet), progress)


def _restored(
    home: homes.Home, backup: Backup, open_wrap: Callable[[keys.Wrap], bytes], progress: Progress | None
) -> Vault:
    try:
        wrap = keys.wrap_from(backup.wrap)
    except DamagedWrapFiles as error:
        raise DamagedBackup from error
    key = open_wrap(wrap)
    backup_key, words = opened(backup, key)
    home.prepare()
    if not room_for(home.path, backup.size):
        raise DiskFull
    told = progress or (lambda _done: None)
    with _scratch(home) as scratch:
        for number, part in enumerate(backup.parts):
            extract(backup, part, scratch / part.name)
            told((number + 1) / len(backup.parts) / 2)
        old = _opened_keyring(scratch, backup_key)
        try:
            has_older_space = False
            file_keys = old.space_keys()
            for number, (space_id, file_key) in enumerate(file_keys.items()):
                if (scratch / space_id.hex()).is_file():
                    has_older_space |= _place_space(home, space_id, file_key, scratch / space_id.hex(), backup_key)
                told(0.5 + (number + 1) / len(file_keys) / 2)
            if not _kept_person(home, backup.person_id, key, file_keys, has_older_space):
                _place_person(home, backup, key, str(words.get("short_name") or ""), old)
        finally:
            old.close()
    return unlock_by_key(home, backup.person_id, key)


def _place_person(home: homes.Home, backup: Backup, key: bytes, short_name: str, old: Keyring) -> None:
    with home.being_made(backup.person_id, short_name) as folder:
        old.database.copy_to(folder / homes.KEYRING, key)
        for name in homes.WRAPS:
            write_durably(folder / name, backup.wrap)
        write_durably(folder / homes.NOTE_PUBLIC, keys.note_public_key(key))
    for aside in home.set_aside(backup.person_id):
        if _holds_device_of(aside, key):  # its wraps open the same K, perhaps by a passphrase long since changed
            for name in homes.WRAPS:
                remove_durably(aside / name)


def _holds_device_of(folder: Path, key: bytes) -> bool:
    try:
        keys.device_keys_from(key, (folder / homes.DEVICE_KEY).read_bytes())
    except (OSError, WrongPassphrase):
        return False
    return True


def _kept_person(
    home: homes.Home, person_id: str, key: bytes, file_keys: Mapping[bytes, bytes], has_older_space: bool
) -> bool:
    """True where this computer still has the person's sound keyring; it learns what keys it lacked.

    With an older copy of a space the device must be a new one: its chain would fork (sync.md §4).
    """
    folder = home.folder_of(person_id)
    try:
        home.wrap_of(person_id)
        here = Keyring(opened_copy(folder / homes.KEYRING, key, keyring.MIGRATIONS))
    except (DamagedVault, DamagedBackup, DamagedWrapFiles):
        return False
    try:
        for space_id in file_keys.keys() - here.space_keys().keys():
            here.put_space(space_id, file_keys[space_id])
    finally:
        here.close()
    if has_older_space:
        remove_durably(folder / homes.DEVICE_KEY)
    return True


@contextlib.contextmanager
def _scratch(home: homes.Home) -> Iterator[Path]:
    """A folder in the home for encrypted copies on the way."""
    for leftover in home.path.glob(".restore-*"):  # of a restore that was cut short
        shutil.rmtree(leftover, ignore_errors=True)
    folder = home.path / f".restore-{secrets.token_hex(4)}"
    make_folder(folder)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _opened_keyring(scratch: Path, backup_key: bytes) -> Keyring:
    path = scratch / homes.KEYRING
    try:
        return Keyring(opened_copy(path, backup_key, keyring.MIGRATIONS))
    except DamagedVault as error:
        raise DamagedBackup from error


def _place_space(home: homes.Home, space_id: bytes, file_key: bytes, copy: Path, backup_key: bytes) -> bool:
    """Put a space where it belongs, True; where a sound one is already there, it takes what it lacked, False."""
    try:
        database = opened_copy(copy, backup_key, space.MIGRATIONS)
    except DamagedVault as error:
        raise DamagedBackup from error
    target = home.space_file(space_id)
    make_folder(target.parent)
    try:
        if target.exists() and _was_completed(target, file_key, database):
            return False
        beside = target.with_name(f".{target.name}.restoring")
        database.copy_to(beside, file_key)
        with named_errors(target):
            beside.replace(target)
            flush_folder(target.parent)
    finally:
        database.close()
    return True


def _was_completed(target: Path, file_key: bytes, source: Database) -> bool:
    """True where the file that is here could take what it lacked; a damaged one is set aside, never deleted."""
    try:
        here = open_database(target, file_key, space.MIGRATIONS)
    except DamagedVault:
        _set_aside(target)
        return False
    try:
        if here.is_sound():
            _complete(here, source)
            return True
    finally:
        here.close()
    _set_aside(target)
    return False


def _complete(here: Database, source: Database) -> None:
    with here.transaction():
        for table in _COPIED:
            rows = source.rows(f"SELECT * FROM {table}")  # noqa: S608 - fixed names
            if rows:
                here.run_many(f"INSERT OR IGNORE INTO {table} VALUES ({','.join('?' * len(rows[0]))})", rows)  # noqa: S608
        known = int(here.value("SELECT count(*) FROM roster"))
        longer = source.rows("SELECT position, body FROM roster ORDER BY position LIMIT -1 OFFSET ?", (known,))
        here.run_many("INSERT OR IGNORE INTO roster (position, body) VALUES (?, ?)", longer)
        views.rebuild(here)


def _set_aside(target: Path) -> None:
    mark = secrets.token_hex(3)
    with named_errors(target):
        for path in (target, target.with_name(f"{target.name}-wal"), target.with_name(f"{target.name}-shm")):
            if path.exists():
                path.rename(path.with_name(f"{path.name}.damaged-{mark}"))
        flush_folder(target.parent)
