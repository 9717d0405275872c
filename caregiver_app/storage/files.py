"""Files that are on the disk when a function returns: written beside, flushed, renamed, and the folder flushed."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from caregiver_app.domain.errors import DiskFull, ReadOnlyHome

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_READ_ONLY = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})
_NO_FOLDER_FLUSH = frozenset({errno.EINVAL, errno.ENOTSUP, errno.ENOSYS, errno.EACCES, errno.EPERM, errno.EBADF})


@contextlib.contextmanager
def named_errors(path: Path) -> Iterator[None]:
    """Turn what the system says about disks into DiskFull and ReadOnlyHome."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise DiskFull from error
        if error.errno in _READ_ONLY:
            raise ReadOnlyHome(path if path.is_dir() else path.parent) from error
        raise


def flush_folder(folder: Path) -> None:
    """Make renames and new names in `folder` survive a power cut; Windows and some USB drivers know no such call."""
    if sys.platform == "win32":
        return
    try:
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as error:
        if error.errno not in _NO_FOLDER_FLUSH:
            raise


def flush_file(handle: int) -> None:
    """Make an open file's bytes survive a power cut; macOS keeps them in the drive's cache until told otherwise."""
    if sys.platform == "darwin":
        import fcntl

        with contextlib.suppress(OSError):  # network volumes refuse it and take the plain call
            fcntl.fcntl(handle, fcntl.F_FULLFSYNC)
            return
    os.fsync(handle)


def make_folder(folder: Path) -> None:
    """Make a folder, and those above it, that only this user of the computer may enter."""
    with named_errors(folder):
        missing = [f for f in (folder, *folder.parents) if not f.exists()]
        for one in reversed(missing):
            one.mkdir(mode=0o700, exist_ok=True)
            flush_folder(one.parent)


def write_durably(path: Path, data: bytes) -> None:
    """Replace `path` by `data`, whole or not at all. Raises DiskFull, ReadOnlyHome."""
    make_folder(path.parent)
    beside = path.with_name(f".{path.name}.new")
    with named_errors(path):
        try:
            handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                flush_file(file.fileno())
            beside.replace(path)
        except OSError:
            with contextlib.suppress(OSError):
                beside.unlink()
            raise
        flush_folder(path.parent)


def remove_durably(path: Path) -> None:
    """Remove a file so that it does not come back after a power cut; nothing happens where it is not there."""
    with named_errors(path):
        path.unlink(missing_ok=True)
        if path.parent.is_dir():
            flush_folder(path.parent)
