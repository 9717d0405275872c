"""Files that somebody brings in are named by a text that anyone may have written: only plain files inside the folder pass."""

from __future__ import annotations

import contextlib
import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path

from caregiver_app.domain.brought_in import MOST_FILM_BYTES, Fault, Finding
from caregiver_app.domain.errors import UnusableClip

_ABSOLUTE = re.compile(r"^([/\\~]|[A-Za-z]:)")
_HEAD_BYTES, _MOST_SHOWN = 512, 60
_PROGRAMS = (
    b"\x7fELF", b"MZ", b"#!", b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe", b"L\0\0\0\x01\x14\x02\0", b"\0asm", b"dex\n",
)  # fmt: skip
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")


class Findings:
    """Gathers what is wrong, so that a person hears all of it at once."""

    def __init__(self) -> None:
        self.all: list[Finding] = []

    def add(self, fault: Fault, file: str, place: str = "", found: str = "", wanted: str = "") -> None:
        """One more."""
        self.all.append(Finding(fault, file, place, found, wanted))

    @contextlib.contextmanager
    def gathered(self) -> Iterator[None]:
        """What is wrong inside is kept, and the reading goes on after it."""
        try:
            yield
        except UnusableClip as error:
            self.all.extend(error.findings)

    def told(self) -> None:
        """Raises UnusableClip where anything was found."""
        if self.all:
            raise UnusableClip(tuple(dict.fromkeys(self.all)))


def refused(fault: Fault, file: str, place: str = "", found: str = "", wanted: str = "") -> UnusableClip:
    """The error for a single fault."""
    return UnusableClip((Finding(fault, file, place, found, wanted),))


def inside(folder: Path, name: str, file: str, place: str) -> Path:
    """The file of this name inside the folder. Raises UnusableClip where it leads out, is a link, or is not there.

    `file` and `place` say where the name was written.
    """
    parts, shown = _parts(name), name if len(name) <= _MOST_SHOWN else f"{name[: _MOST_SHOWN - 1]}…"
    if not name.strip() or _ABSOLUTE.match(name) or ".." in parts or "\0" in name:
        raise refused(Fault.OUTSIDE, file, place, shown)
    path = folder
    try:
        for part in parts:
            path = path / part
            if path.is_symlink():
                raise refused(Fault.LINK, file, place, shown)
        if not path.resolve().is_relative_to(folder.resolve()):
            raise refused(Fault.OUTSIDE, file, place, shown)
        is_there = path.exists()
    except OSError:  # a name that is too long for this system, a folder that may not be entered
        is_there = False
    if not is_there:
        raise refused(Fault.MISSING, file, place, shown)
    return path


def plain_name(name: str) -> str:
    """The same name as every system writes it: `./a\\b.jpg` is `a/b.jpg`."""
    return "/".join(part for part in _parts(name) if part not in ("", "."))


def _parts(name: str) -> list[str]:
    return re.split(r"[/\\]", name)


def plain_file(path: Path, most_bytes: int, shown: str = "") -> int:
    """The size of an ordinary file, told without opening it. Raises UnusableClip where it is none or is too large."""
    shown = shown or path.name
    try:
        found = path.lstat()
    except OSError as error:
        raise refused(Fault.MISSING, shown, found=shown) from error
    if stat.S_ISLNK(found.st_mode):
        raise refused(Fault.LINK, shown, found=shown)
    if not stat.S_ISREG(found.st_mode):
        raise refused(Fault.NO_FILE, shown)
    if found.st_size > most_bytes:
        raise refused(Fault.TOO_LARGE, shown, found=str(found.st_size), wanted=str(most_bytes))
    return found.st_size


def head_of(path: Path, shown: str = "") -> bytes:
    """The first bytes. Raises UnusableClip where they cannot be read."""
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(handle, "rb") as file:
            return file.read(_HEAD_BYTES)
    except OSError as error:
        raise refused(Fault.UNREADABLE, shown or path.name) from error


def checked_film(path: Path, shown: str = "") -> int:
    """The size of what may be a film: neither a program nor a text nor too large. Raises UnusableClip.

    A text is refused because players take a list of addresses for a film, and would open what it names.
    """
    shown = shown or path.name
    size = plain_file(path, MOST_FILM_BYTES, shown)
    head = head_of(path, shown)
    if head.startswith(_PROGRAMS):
        raise refused(Fault.PROGRAM, shown)
    if _is_text(head):
        raise refused(Fault.NO_FILM, shown)
    return size


def checked_picture(path: Path, most_bytes: int, shown: str = "") -> int:
    """The size of a JPEG or PNG. Raises UnusableClip."""
    size = plain_file(path, most_bytes, shown)
    if not head_of(path, shown).startswith(_PICTURES):
        raise refused(Fault.NO_PICTURE_FILE, shown or path.name)
    return size


def _is_text(head: bytes) -> bool:
    """Nothing but letters, in UTF-8 or UTF-16: no film begins so."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    try:
        words = head.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start < len(head) - 3:  # a letter may be cut in two at the end
            return False
        words = head[: error.start].decode("utf-8")
    return all(letter.isprintable() or letter in "\r\n\t\f\ufeff" for letter in words)
