"""What a person can do with backups: write one while they work, find them, and bring one back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from caregiver_app.domain.records import Changes, Topic
from caregiver_app.domain.time import DAY_MS, Instant
from caregiver_app.services.vault import BACKUP_CLOCK
from caregiver_app.storage import backup as stored
from caregiver_app.storage import restore as restoring
from caregiver_app.storage.backup import Backup, BackupPlan, Progress
from caregiver_app.storage.home import Home
from caregiver_app.storage.vault import Vault

REMIND_AFTER_MS = 7 * DAY_MS
SUFFIX = stored.SUFFIX
_LAST = "last_backup"


def plan_backup(vault: Vault, now: Instant) -> BackupPlan:
    """On the vault thread: what to copy, with the keys for it. Raises DamagedWrapFiles."""
    return stored.planned(vault, now)


def write_backup(plan: BackupPlan, target: Path, progress: Progress | None = None) -> None:
    """On any thread, while the vault is in use; on the disk when it returns. `progress` gets shares from 0 to 1.

    Raises DiskFull, ReadOnlyHome, DamagedVault; a file that had the name before is then still whole.
    """
    stored.carry_out(plan, target, progress)


def note_backup(vault: Vault, made_at: Instant) -> Changes:
    """Remember that a backup was written."""
    vault.keyring.put_setting(_LAST, [made_at.utc_ms, made_at.offset_min])
    return frozenset({Topic.SETTINGS})


def back_up(vault: Vault, target: Path, now: Instant, progress: Progress | None = None) -> Changes:
    """The three steps at once, on the vault thread."""
    write_backup(plan_backup(vault, now), target, progress)
    return note_backup(vault, now)


def last_backup(vault: Vault) -> Instant | None:
    """When the last backup was written from this computer."""
    return _instant(vault.keyring.setting(_LAST))


def is_due(vault: Vault, now: Instant) -> bool:
    """True 7 days after the last backup, or after the vault was made; a clock that was set back does not silence it."""
    since = last_backup(vault) or _instant(vault.keyring.setting(BACKUP_CLOCK))
    return since is None or not -DAY_MS <= now.utc_ms - since.utc_ms < REMIND_AFTER_MS


def suggested_name(now: Instant) -> str:
    """A file name that says when and nothing of whom."""
    return stored.suggested_name(now)


def backups_in(folder: Path) -> tuple[Backup, ...]:
    """The backups of a folder, newest first; `made_at` and `size` can be shown without any key."""
    return stored.backups_in(folder)


def check(source: Path) -> Backup:
    """What can be told of a backup without any key. Raises NotABackup, DamagedBackup, NewerVault, ReadOnlyHome."""
    return stored.read_backup(source)


def restore(home: Path, source: Path, passphrase: str, progress: Progress | None = None) -> Vault:
    """Bring a backup back with the passphrase that was good when it was written; returns the open vault.

    Raises NotABackup, DamagedBackup, NewerVault, WrongPassphrase, DiskFull, ReadOnlyHome. On a new computer
    `needs_new_device` of the vault is true: the circle's lead invites it again.
    """
    backup = stored.read_backup(source)
    return _noted(restoring.restore_by_passphrase(Home(home), backup, passphrase, progress), backup)


def restore_with_sheet(home: Path, source: Path, typed: str, progress: Progress | None = None) -> Vault:
    """The same with the unlock sheet; services.vault.set_passphrase comes next. Raises also MistypedCode."""
    backup = stored.read_backup(source)
    return _noted(restoring.restore_by_sheet(Home(home), backup, typed, progress), backup)


def _noted(vault: Vault, backup: Backup) -> Vault:
    note_backup(vault, backup.made_at)
    return vault


def _instant(found: object) -> Instant | None:
    if not isinstance(found, Sequence) or len(found) != 2:
        return None
    return Instant(int(found[0]), int(found[1]))
