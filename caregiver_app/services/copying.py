"""Brings files into the program's own folder: whole or not at all, told as they come, held to their checksums."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path

from caregiver_app.content.inside import Findings, refused
from caregiver_app.domain.brought_in import MOST_FILM_BYTES, Fault
from caregiver_app.domain.errors import ClipInUse
from caregiver_app.storage.files import flush_file, flush_folder, make_folder, named_errors

Progress = Callable[[float], None]  # the share done, 0 to 1; whatever it raises ends the work, and nothing is kept

_PIECE = 1024**2
_RESERVE_BYTES = 64 * 1024**2  # what must stay free: a full disk keeps nobody from writing the diary
_COMING, _GOING = ".coming-", ".going-"


def no_progress(_share: float) -> None:
    """For whoever does not watch."""


@contextlib.contextmanager
def coming(folder: Path) -> Iterator[Path]:
    """An unfinished folder inside `folder`; it is gone after the block, unless `settle` has moved it to its place."""
    make_folder(folder)
    sweep(folder)
    unfinished = folder / f"{_COMING}{secrets.token_hex(4)}"
    with named_errors(folder):
        unfinished.mkdir(mode=0o700)
    try:
        yield unfinished
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def settle(unfinished: Path, place: Path) -> None:
    """The folder is whole: from now on it is there."""
    with named_errors(place):
        make_folder(place.parent)
        unfinished.rename(place)
        flush_folder(place.parent)


def sweep(folder: Path) -> None:
    """Take away what an earlier time left unfinished."""
    for kind in (_COMING, _GOING):
        for old in folder.glob(f"{kind}*"):
            shutil.rmtree(old, ignore_errors=True)


def take_away(place: Path) -> None:
    """Remove a folder, whole or not at all. Raises ClipInUse where the system keeps its files because they are open."""
    going = place.with_name(f"{_GOING}{secrets.token_hex(4)}")
    try:
        place.rename(going)
    except FileNotFoundError:
        return
    except PermissionError as error:
        raise ClipInUse from error
    shutil.rmtree(going, ignore_errors=True)  # what an open file still holds is swept next time
    flush_folder(place.parent)


def copy_all(
    files: Mapping[str, Path], target: Path, digests: Mapping[str, str], progress: Progress = no_progress
) -> dict[str, str]:
    """Copy files by name into a folder; returns their SHA-256. Raises UnusableClip, DiskFull, ReadOnlyHome."""
    sizes = {name: _size(path) for name, path in files.items()}
    total = sum(sizes.values())
    free = shutil.disk_usage(target).free
    if total + _RESERVE_BYTES > free:
        largest = max(sizes, key=lambda name: sizes[name])
        raise refused(Fault.NO_ROOM, files[largest].name, found=str(max(0, free - _RESERVE_BYTES)), wanted=str(total))
    done, found, made = 0, Findings(), {}
    for name, path in files.items():

        def told(bytes_done: int, before: int = done) -> None:
            progress((before + bytes_done) / max(total, 1))

        made[name] = _copied(path, target / name, path.name, told)
        done += sizes[name]
        if name in digests and digests[name] != made[name]:
            found.add(Fault.CHECKSUM, path.name, found=made[name][:12], wanted=digests[name][:12])
    found.told()
    return made


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError as error:  # the stick was pulled out between the check and the copy
        raise refused(Fault.UNREADABLE, path.name) from error


def _copied(source: Path, target: Path, shown: str, progress: Callable[[int], None]) -> str:
    """Copy one file, piece by piece; a file that grows while it is read ends at the largest size."""
    digest, done = sha256(), 0
    try:
        handle = os.open(source, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0))
    except OSError as error:
        raise refused(Fault.UNREADABLE, shown) from error
    with os.fdopen(handle, "rb") as come, named_errors(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as out:
            while piece := _piece(come, shown):
                done += len(piece)
                if done > MOST_FILM_BYTES:
                    raise refused(Fault.TOO_LARGE, shown, found=str(done), wanted=str(MOST_FILM_BYTES))
                digest.update(piece)
                out.write(piece)
                progress(done)
            out.flush()
            flush_file(out.fileno())
    return digest.hexdigest()


def _piece(come: object, shown: str) -> bytes:
    """The next piece; a stick that is pulled out in the middle is told as what it is, not as a full disk."""
    try:
        piece: bytes = come.read(_PIECE)  # type: ignore[attr-defined]
    except OSError as error:
        raise refused(Fault.UNREADABLE, shown) from error
    return piece
