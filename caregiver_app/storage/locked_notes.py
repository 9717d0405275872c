"""Notes and timers written while the vault is locked: each a small file that only the vault can open."""

from __future__ import annotations

import contextlib
import secrets
import time
from pathlib import Path

from caregiver_app.domain.errors import TooManyNotes, WrongPassphrase
from caregiver_app.storage.files import make_folder, remove_durably, write_durably
from caregiver_app.storage.home import NOTE_PUBLIC
from caregiver_app.storage.keys import opened_note, sealed_note

FOLDER_NAME = "sealed"
MOST_BYTES = 16 * 1024
MOST_NOTES = 200
_SUFFIX = ".note"


def keep_note(folder: Path, plain: bytes) -> None:
    """Seal `plain` to the person's public key and flush it; `folder` is the person's.

    Raises TooManyNotes above 16 KiB or 200 notes, DiskFull, ReadOnlyHome, FileNotFoundError without a public key.
    """
    public = (folder / NOTE_PUBLIC).read_bytes()
    waiting = folder / FOLDER_NAME
    make_folder(waiting)
    if len(plain) > MOST_BYTES or sum(1 for _ in waiting.glob(f"*{_SUFFIX}")) >= MOST_NOTES:
        raise TooManyNotes
    name = f"{time.time_ns():020}-{secrets.token_hex(4)}{_SUFFIX}"  # the name keeps the order and says nothing else
    write_durably(waiting / name, sealed_note(public, plain))


def waiting_notes(folder: Path, key: bytes) -> tuple[tuple[Path, bytes], ...]:
    """Each waiting file, oldest first, with its plain bytes; what does not open is set aside and never deleted."""
    found: list[tuple[Path, bytes]] = []
    for path in sorted((folder / FOLDER_NAME).glob(f"*{_SUFFIX}")):
        try:
            found.append((path, opened_note(key, path.read_bytes())))
        except WrongPassphrase:
            set_aside(path)
    return tuple(found)


def set_aside(path: Path) -> None:
    """Take a note that cannot be read out of the way; it is not deleted."""
    with contextlib.suppress(OSError):
        path.rename(path.with_suffix(".damaged"))


def forget_notes(paths: tuple[Path, ...]) -> None:
    """Remove notes that are safely in the vault."""
    for path in paths:
        remove_durably(path)
