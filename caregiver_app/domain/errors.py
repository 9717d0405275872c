"""What can go wrong, as types with data and without words; the user interface owns the sentences."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from caregiver_app.domain.brought_in import Finding


class CaregiverError(Exception):
    """Something a person can be told calmly; every subclass names one situation and carries no health data."""


# ---- opening the vault ---------------------------------------------------------------------
class WrongPassphrase(CaregiverError):
    """The passphrase (or PIN, or unlock sheet) opens nothing; `wait_s` seconds must pass before the next try."""

    def __init__(self, wait_s: float = 0.0, tries_left: int | None = None) -> None:
        super().__init__(f"wait {wait_s:.0f} s")
        self.wait_s = wait_s
        self.tries_left = tries_left


class WrongUnlockSheet(WrongPassphrase):
    """The typed unlock sheet has good check characters but opens nothing."""


class MistypedCode(CaregiverError):
    """A code (unlock sheet, invitation) fails its check characters; `group` is the 0-based group at fault if known."""

    def __init__(self, group: int | None = None) -> None:
        super().__init__("check characters do not match")
        self.group = group


class DamagedWrapFiles(CaregiverError):
    """Neither copy of the wrap file can be read; a backup or the unlock sheet of a backup is needed."""


class DamagedVault(CaregiverError):
    """A database page does not decrypt or fails its checks; `path` is the file, kept as it is."""

    def __init__(self, path: Path) -> None:
        super().__init__(path.name)
        self.path = path


class NewerVault(CaregiverError):
    """The file was written by a newer program; it is left untouched."""

    def __init__(self, found: int, known: int) -> None:
        super().__init__(f"version {found}, this program knows {known}")
        self.found = found
        self.known = known


class DiskFull(CaregiverError):
    """Nothing was saved because the disk has no room."""


class ReadOnlyHome(CaregiverError):
    """The home folder cannot be written."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.path = path


class UnsuitableHome(CaregiverError):
    """The home folder lies on a synced folder or a network share; `service` names it."""

    def __init__(self, path: Path, service: str) -> None:
        super().__init__(service)
        self.path = path
        self.service = service


class AlreadyOpen(CaregiverError):
    """Another window of this program holds this person's vault."""


class VaultLocked(CaregiverError):
    """The vault was locked while something waited for it; nothing was lost."""


class NoSuchPerson(CaregiverError):
    """No keyring belongs to the chosen person."""


class WeakPassphrase(CaregiverError):
    """A passphrase that is empty or equal to the person's name was refused."""


class TooManyNotes(CaregiverError):
    """Too much was written while locked; unlocking makes room again."""


# ---- backups -------------------------------------------------------------------------------
class DamagedBackup(CaregiverError):
    """The backup file is cut short or its checks fail."""


class NotABackup(CaregiverError):
    """The chosen file is no backup of this program."""


# ---- values --------------------------------------------------------------------------------
class TimeInFuture(CaregiverError):
    """A time more than 5 minutes ahead of now was given for something that happened (precise G6)."""


class TooFarAhead(CaregiverError):
    """A day that must lie within the next `days` days does not (precise G16)."""

    def __init__(self, days: int) -> None:
        super().__init__(days)
        self.days = days


class UnreadableValue(CaregiverError):
    """A value outside what the form can mean; `field` names it (precise G23)."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


class MissingAnswer(CaregiverError):
    """A compulsory answer (who answered) is missing; `field` names it."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


class TextTooLong(CaregiverError):
    """More text than one sealed batch can carry to the others: refused before it is saved, for it could not be shared."""


class NothingToUndo(CaregiverError):
    """The entry was already changed by someone else, so undo would take away their words."""


# ---- content -------------------------------------------------------------------------------
class ContentError(CaregiverError):
    """A content file has a mistake: `where` is the block and field, `problem` says what, both in English for editors."""

    def __init__(self, path: Path, where: str, problem: str) -> None:
        super().__init__(f"{path.name}: {where}: {problem}")
        self.path = path
        self.where = where
        self.problem = problem


class UnusableClip(CaregiverError):
    """What somebody brought in cannot be used; nothing of it was kept. `findings` name each file, place and fault."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(", ".join(sorted({one.fault.value for one in findings})))
        self.findings = tuple(findings)


class ClipInUse(CaregiverError):
    """The system keeps the clip's files because they are open; nothing was removed."""


# ---- sync ----------------------------------------------------------------------------------
class RelayUnreachable(CaregiverError):
    """No answer from the relay; everything waits on this computer."""


class RelayNonsense(CaregiverError):
    """The relay answered something that is no answer of Circle Log v1; nothing of it was kept."""


class RelayRefused(CaregiverError):
    """The relay refused with a named reason (`code` of sync.protocol)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class CodeBurnt(CaregiverError):
    """The invitation was used, is older than 24 h, or its steps came out of order."""


class NotAllowed(CaregiverError):
    """The member's role does not permit this; `needs` names the role class that may."""

    def __init__(self, needs: str) -> None:
        super().__init__(needs)
        self.needs = needs
