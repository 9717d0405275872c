"""What the page of this computer shows and does: keys, people, backups. A backup is written beside all other work."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal, Slot

from caregiver_app.domain.errors import CaregiverError
from caregiver_app.domain.person import PersonOnDevice
from caregiver_app.domain.records import Changes
from caregiver_app.domain.time import Clock, Instant
from caregiver_app.services import backup, circle, vault
from caregiver_app.storage.backup import Backup, BackupPlan
from caregiver_app.storage.home import Home
from caregiver_app.storage.vault import Vault
from caregiver_app.ui.operations import Operations


@dataclass(frozen=True, slots=True)
class State:
    """How the vault stands: people who can unlock here, sheet, PIN, and backups of the known folder, newest first."""

    me: PersonOnDevice
    people: tuple[PersonOnDevice, ...]
    is_sheet_tried: bool
    has_pin: bool
    last_backup: Instant | None
    is_backup_due: bool
    backups: tuple[Backup, ...] = field(repr=False)


def load(opened: Vault, folder: Path | None, now: Instant) -> State:
    """Read all of it."""
    return State(
        me=opened.home.person(opened.person.person_id),
        people=opened.home.people(),
        is_sheet_tried=vault.sheet_was_tried(opened),
        has_pin=vault.has_night_pin(opened),
        last_backup=backup.last_backup(opened),
        is_backup_due=backup.is_due(opened, now),
        backups=backup.backups_in(folder) if folder else (),
    )


class ComputerViewModel(QObject):
    """Each verb ends in `state_changed`, or in `failed` with what went wrong."""

    state_changed = Signal(object)
    failed = Signal(object)
    backup_moved = Signal(float)  # share done, 0 to 1
    backup_written = Signal(object)  # Path
    _ended = Signal(object, object, object)

    def __init__(self, operations: Operations, clock: Clock, home: Home, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._operations, self._clock, self._home = operations, clock, home
        self.folder: Path | None = None
        self.is_backing_up = False
        self._ended.connect(self._end_backup, Qt.ConnectionType.QueuedConnection)

    def load(self) -> None:
        """Read again."""
        now = self._clock.now()
        self._operations.read_vault(partial(load, folder=self.folder, now=now), self.state_changed.emit, self)

    # ---- keys ----------------------------------------------------------------------------------
    def change_passphrase(
        self, old: str, new: str, then: Callable[[], None], failed: Callable[[CaregiverError], None]
    ) -> None:
        """Both copies of the key file are on the disk before `then`."""
        self._write(lambda v: vault.change_passphrase(v, old, new), then, failed)

    def set_pin(self, pin: str | None, then: Callable[[], None]) -> None:
        """Set the night PIN, None takes it away."""
        self._write(lambda v: vault.set_night_pin(v, pin), then, self.failed.emit)

    def new_sheet(self, then: Callable[[str], None]) -> None:
        """A new unlock sheet; the old one opens nothing any more."""
        self._operations.read_vault(vault.new_sheet, then, self, self.failed.emit)

    def _write(
        self, service: Callable[[Vault], Changes], then: Callable[[], None], failed: Callable[[CaregiverError], None]
    ) -> None:
        def done(_changes: Changes) -> None:
            then()
            self.load()

        self._operations.write_vault(service, done, self, failed)

    # ---- people --------------------------------------------------------------------------------
    def add_person(
        self, name: str, passphrase: str, then: Callable[[str], None], failed: Callable[[CaregiverError], None]
    ) -> None:
        """A second person for the same patient; `then` gets the words of their unlock sheet."""
        now = self._clock.now()

        def added(sheet: str) -> None:
            then(sheet)
            self.load()

        self._operations.read_vault(
            lambda v: vault.add_person(v, name, passphrase, circle.admit, now), added, self, failed
        )

    def remove_me(self, passphrase: str, then: Callable[[], None], failed: Callable[[CaregiverError], None]) -> None:
        """Take the unlocked person off this computer; the vault is closed when `then` is called."""
        self._operations.read_vault(lambda v: vault.remove_me(v, passphrase), lambda _: then(), self, failed)

    # ---- backups -------------------------------------------------------------------------------
    def back_up(self, target: Path) -> None:
        """Write a backup while the person goes on; `backup_written` or `failed` at the end."""
        if self.is_backing_up:
            return
        self.is_backing_up = True
        now = self._clock.now()
        self._operations.read_vault(
            lambda v: backup.plan_backup(v, now), partial(self._begin_backup, target), self, self._not_begun
        )

    def _not_begun(self, error: CaregiverError) -> None:
        self.is_backing_up = False
        self.failed.emit(error)

    def _begin_backup(self, target: Path, plan: BackupPlan) -> None:
        threading.Thread(target=self._write_backup, args=(target, plan), name="backup", daemon=True).start()

    def _write_backup(self, target: Path, plan: BackupPlan) -> None:
        error: Exception | None = None
        try:
            backup.write_backup(plan, target, self.backup_moved.emit)
        except RuntimeError:
            return  # the page is gone; a locked window has let the backup end by itself
        except Exception as found:  # noqa: BLE001 - the border of the thread: carried to who asked
            error = found
        try:
            self._ended.emit(target, plan.made_at, error)
        except RuntimeError:
            return

    @Slot(object, object, object)
    def _end_backup(self, target: Path, made_at: Instant, error: Exception | None) -> None:
        self.is_backing_up = False
        if isinstance(error, CaregiverError):
            self.failed.emit(error)
        elif error is not None:
            self._operations.surprised.emit(error)
        else:
            self._write(
                lambda v: backup.note_backup(v, made_at), lambda: self.backup_written.emit(target), self.failed.emit
            )
