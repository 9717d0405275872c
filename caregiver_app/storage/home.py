"""The home folder: who can unlock this computer, where their files are, and how often a passphrase was tried."""

from __future__ import annotations

import contextlib
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from caregiver_app.domain.errors import DamagedWrapFiles, NoSuchPerson, WrongPassphrase
from caregiver_app.domain.person import PersonOnDevice
from caregiver_app.storage.files import flush_folder, make_folder, named_errors, remove_durably, write_durably

if TYPE_CHECKING:  # the lock screen lists people before cryptography is loaded
    from caregiver_app.storage import keys

PEOPLE, SPACES = "people", "spaces"
KEYRING, DEVICE_KEY, NOTE_PUBLIC, PERSON, TRIES = "keyring.db", "device.key", "sealed.pub", "person.json", "tries.json"
WRAPS = ("wrap-a", "wrap-b")
OPEN_CARD = "open_card.json"
_FREE_TRIES = 3
_LONGEST_WAIT_S = 30.0


def _random_name(size: int) -> str:
    import secrets  # brings every hash with it, and is needed once in a lifetime

    return secrets.token_hex(size)


def new_person_id() -> str:
    """A random name for a person's folder; it says nothing of them."""
    return _random_name(8)


class Home:
    """A home folder. Holds no key and no open file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def prepare(self) -> None:
        """Make the folder and try that it can be written. Raises ReadOnlyHome, DiskFull."""
        make_folder(self.path)
        probe = self.path / ".probe"
        write_durably(probe, b"caregiver")
        with named_errors(self.path):
            probe.unlink()

    def first_number(self) -> tuple[str, str]:
        """Name and number of the team on the open card, "" where there is none: all that the lock screen shows of it."""
        try:
            found = json.loads((self.path / OPEN_CARD).read_bytes())
            name, number = found.get("team_name", ""), found.get("team_phone", "")
        except (OSError, ValueError, AttributeError, RecursionError):
            return "", ""
        return (str(name), str(number)) if isinstance(number, str) else ("", "")

    # ---- people --------------------------------------------------------------------------------
    def folder_of(self, person_id: str) -> Path:
        """A person's own folder."""
        return self.path / PEOPLE / person_id

    def people(self) -> tuple[PersonOnDevice, ...]:
        """Everyone who can unlock this computer, by short name."""
        folder = self.path / PEOPLE
        if not folder.is_dir():
            return ()
        found = [self._person(f) for f in folder.iterdir() if f.is_dir() and not f.name.startswith(".")]
        return tuple(sorted((p for p in found if p is not None), key=lambda p: (p.short_name.casefold(), p.person_id)))

    def person(self, person_id: str) -> PersonOnDevice:
        """One person. Raises NoSuchPerson."""
        found = self._person(self.folder_of(person_id))
        if found is None:
            raise NoSuchPerson
        return found

    def _person(self, folder: Path) -> PersonOnDevice | None:
        if not any((folder / name).is_file() for name in (KEYRING, *WRAPS)):
            return None
        name = ""
        with contextlib.suppress(OSError, ValueError, AttributeError):
            name = str(json.loads((folder / PERSON).read_text("utf-8")).get("short_name") or "")
        return PersonOnDevice(folder.name, name)

    def rename_person(self, person_id: str, short_name: str) -> None:
        """Set the short name that is readable before unlocking."""
        write_durably(self.folder_of(person_id) / PERSON, json.dumps({"short_name": short_name}).encode())

    @contextlib.contextmanager
    def being_made(self, person_id: str, short_name: str) -> Iterator[Path]:
        """A folder that becomes the person's when the block ends well, and leaves nothing behind otherwise.

        A folder that is already there (a damaged vault over which a backup comes) is set aside, never deleted.
        """
        unfinished = self.path / PEOPLE / f".{person_id}"
        shutil.rmtree(unfinished, ignore_errors=True)  # of a time that was cut short
        make_folder(unfinished)
        try:
            write_durably(unfinished / PERSON, json.dumps({"short_name": short_name}).encode())
            yield unfinished
            with named_errors(unfinished):
                if self.folder_of(person_id).exists():
                    self.folder_of(person_id).rename(self._aside(person_id))
                unfinished.rename(self.folder_of(person_id))
                flush_folder(unfinished.parent)
        except BaseException:
            shutil.rmtree(unfinished, ignore_errors=True)
            raise

    def _aside(self, person_id: str) -> Path:
        return self.path / PEOPLE / f".{person_id}.aside-{_random_name(3)}"

    def set_aside(self, person_id: str) -> tuple[Path, ...]:
        """The damaged folders over which a backup came."""
        return tuple((self.path / PEOPLE).glob(f".{person_id}.aside-*"))

    def drop_folder(self, person_id: str) -> None:
        """Remove what is left of a person's folder, and of those that were set aside for it."""
        for folder in (self.folder_of(person_id), *self.set_aside(person_id)):
            shutil.rmtree(folder, ignore_errors=True)
        flush_folder(self.path / PEOPLE)

    def drop_spaces(self) -> None:
        """Remove every space file and the open card, once nobody is left on this computer."""
        shutil.rmtree(self.path / SPACES, ignore_errors=True)
        remove_durably(self.path / OPEN_CARD)

    # ---- files ---------------------------------------------------------------------------------
    def space_file(self, space_id: bytes) -> Path:
        """The file of a space."""
        return self.path / SPACES / f"{space_id.hex()}.db"

    def wrap_of(self, person_id: str) -> keys.Wrap:
        """The wrap of a person from whichever copy is whole; a torn or older copy is written again.

        The first copy is written first, so where both are whole but differ, the first is the newer.
        Raises DamagedWrapFiles where neither can be read.
        """
        from caregiver_app.storage import keys

        folder = self.folder_of(person_id)
        copies: list[keys.Wrap | None] = []
        for name in WRAPS:
            try:
                copies.append(keys.wrap_from((folder / name).read_bytes()))
            except (OSError, DamagedWrapFiles):
                copies.append(None)
        good = next((c for c in copies if c is not None), None)
        if good is None:
            raise DamagedWrapFiles
        for name, copy in zip(WRAPS, copies, strict=True):
            if copy != good:
                with contextlib.suppress(Exception):  # a full or read-only disk must not keep anyone out
                    write_durably(folder / name, good.encoded())
        return good

    def write_wrap(self, person_id: str, wrap: keys.Wrap) -> None:
        """Replace both copies, one after the other; at every moment at least one is whole."""
        for name in WRAPS:
            write_durably(self.folder_of(person_id) / name, wrap.encoded())

    # ---- slowing down ----------------------------------------------------------------------------
    @contextlib.contextmanager
    def counted_try(self, person_id: str, now_ms: int) -> Iterator[None]:
        """Around a try to unlock: wrong ones make the next wait, up to 30 s, also after a restart; none destroys."""
        self.person(person_id)
        path = self.folder_of(person_id) / TRIES
        count, until_ms = self._tries(path)
        wait_s = (until_ms - now_ms) / 1000
        if 0 < wait_s <= _LONGEST_WAIT_S:  # a longer one means that the clock was set back: nobody is kept out for that
            raise WrongPassphrase(wait_s)
        try:
            yield
        except WrongPassphrase as error:
            count += 1
            pause_s = 0.0 if count < _FREE_TRIES else min(2.0 ** (count - _FREE_TRIES), _LONGEST_WAIT_S)
            with contextlib.suppress(Exception):
                self._write_tries(path, count, now_ms + int(pause_s * 1000))
            error.wait_s = pause_s
            raise
        if count:
            with contextlib.suppress(Exception):
                path.unlink(missing_ok=True)

    def _tries(self, path: Path) -> tuple[int, int]:
        try:
            found = json.loads(path.read_text("utf-8"))
            return max(0, int(found["count"])), int(found["until_ms"])
        except (OSError, ValueError, KeyError, TypeError):
            return 0, 0

    def _write_tries(self, path: Path, count: int, until_ms: int) -> None:
        write_durably(path, json.dumps({"count": count, "until_ms": until_ms}).encode())
