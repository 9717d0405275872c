"""Reads a record of system calls and tells what a power cut at a confirmed moment could still take away."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

CALLS = "openat,fsync,fdatasync,rename,renameat,renameat2,write,pwrite64,pwritev,writev,unlink,unlinkat,ftruncate,mkdir"
_HANDLE = r"\d+<(?P<path>[^>]*)>"
_WRITTEN = re.compile(rf"(?:write|pwrite64|pwritev|writev|ftruncate)\({_HANDLE}")
# SQLite empties a log whose pages it has flushed into the database; the old log, come back, says the same again.
_EMPTIED_LOG = re.compile(r"ftruncate\(\d+<[^>]*-wal>, 0\)")
_FLUSHED = re.compile(rf"(?:fsync|fdatasync)\({_HANDLE}\) += 0")
_OPENED = re.compile(r'openat\(AT_FDCWD(?:<[^>]*>)?, "(?P<path>[^"]+)", (?P<flags>[A-Z_|]+).*\) = \d+')
_RENAMED = re.compile(r'rename(?:at2?)?\((?:AT_FDCWD[^,]*, )?"(?P<old>[^"]+)", (?:AT_FDCWD[^,]*, )?"(?P<path>[^"]+)".*\) = 0')
_REMOVED = re.compile(r'unlink(?:at)?\((?:AT_FDCWD[^,]*, )?"(?P<path>[^"]+)".*\) = 0')
_MADE = re.compile(r'mkdir\("(?P<path>[^"]+)".*\) = 0')
_SAID = re.compile(r'write\(1<[^>]*>, "(?P<line>[A-Z]+ \w+)\\n"')
# Rebuilt from the write-ahead log at every opening; SQLite never flushes it.
_REBUILT = "-shm"


@dataclass
class Disk:
    """What of one folder is not yet safe: files written, and folders whose names changed, since their last flush."""

    root: str
    known: set[str] = field(default_factory=set)
    unflushed: set[str] = field(default_factory=set)

    def hear(self, call: str) -> None:
        """Take one line of the record into account."""
        if (m := _FLUSHED.search(call)) is not None:
            self.unflushed.discard(m["path"])
        elif (m := _WRITTEN.search(call)) is not None and not _EMPTIED_LOG.search(call):
            self._touched(m["path"])
        elif (m := _RENAMED.search(call)) is not None:
            self._renamed(m["old"], m["path"])
        elif (m := _REMOVED.search(call)) is not None:
            self.unflushed.discard(m["path"])
            self.known.discard(m["path"])
        elif (m := _MADE.search(call)) is not None or ((m := _OPENED.search(call)) and "O_CREAT" in m["flags"]):
            self._named(m["path"])

    def _touched(self, path: str) -> None:
        if path.startswith(self.root) and not path.endswith(_REBUILT):
            self.unflushed.add(path)

    def _named(self, path: str) -> None:
        if path not in self.known and not path.endswith(_REBUILT):
            self.known.add(path)
            self._touched(os.path.dirname(path))

    def _renamed(self, old: str, new: str) -> None:
        if old in self.unflushed:
            self.unflushed.discard(old)
            self._touched(new)
        self.known.discard(old)
        self.known.add(new)
        self._touched(os.path.dirname(new))


def at_confirmation(calls: Iterable[str], root: str) -> Iterator[tuple[str, frozenset[str], frozenset[str]]]:
    """For each confirmed save: its name, what a power cut could take at that moment, and every file it flushed."""
    disk, flushed = Disk(root), set[str]()
    for call in calls:
        said = _SAID.search(call)
        if said is None:
            disk.hear(call)
            if (m := _FLUSHED.search(call)) is not None:
                flushed.add(m["path"])
        elif said["line"].startswith("BEGIN "):
            flushed.clear()
        else:
            yield said["line"].removeprefix("DONE "), frozenset(disk.unflushed), frozenset(flushed)
