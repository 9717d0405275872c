"""Checks of the computer: versions, the home folder, the disk, permissions, the clock, the relay."""

from __future__ import annotations

import os
import platform
import shutil
import stat
import sys
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from caregiver_app import locations
from caregiver_app.domain.errors import CaregiverError
from caregiver_app.self_test.check import Failed, Noticed, Place
from caregiver_app.storage.files import write_durably
from caregiver_app.sync.transport import Line
from caregiver_app.version import VERSION

LEAST_FREE_MIB, GOOD_FREE_MIB = 50, 500
_MIB = 1024 * 1024
# No computer that runs this version stands before or long after its release.
_FIRST_YEAR, _LAST_YEAR = 2026, 2046


def versions(_place: Place) -> str:
    """The program, Python and Qt; Qt 6.12 aborts after some thousand repaints (docs/decisions/0003)."""
    import PySide6

    qt = tuple(int(part) for part in PySide6.__version__.split(".")[:2])
    if qt >= (6, 12):
        raise Failed(f"Qt {PySide6.__version__} stops after some time. Use a version below 6.12.")
    return f"{VERSION}, Python {platform.python_version()}, Qt {PySide6.__version__}, {platform.platform(terse=True)}"


def home_folder(place: Place) -> str:
    """The home folder lies on this computer alone and can be written."""
    service = locations.looks_synced(place.home)
    if service:
        raise Failed(f"{place.home} is copied elsewhere by {service}. Choose another folder with --home.")
    if locations.is_network_share(place.home):
        raise Failed(f"{place.home} lies on another computer. Choose another folder with --home.")
    nearest = next(folder for folder in (place.home, *place.home.parents) if folder.exists())
    if not os.access(nearest, os.W_OK | os.X_OK):
        raise Failed(f"{nearest} cannot be written.")
    return str(place.home)


def disk_space(place: Place) -> str:
    """Room for the vault and a backup copy beside it."""
    nearest = next(folder for folder in (place.home, *place.home.parents) if folder.exists())
    free = shutil.disk_usage(nearest).free // _MIB
    if free < LEAST_FREE_MIB:
        raise Failed(f"Only {free} MiB are free. Nothing can be saved for long.")
    if free < GOOD_FREE_MIB:
        raise Noticed(f"Only {free} MiB are free. Make some room soon.")
    return f"{free} MiB free"


def saving(place: Place) -> str:
    """A file is written, flushed and read back the way wrap files are."""
    target = place.scratch / "saved"
    write_durably(target, b"here")
    if target.read_bytes() != b"here":
        raise Failed("What was written was not there when it was read.")
    return "written, flushed, read back"


def permissions(place: Place) -> str:
    """Nobody else who uses this computer may read the vault's files."""
    if sys.platform == "win32":
        return "kept by the folder of this Windows user"
    if not place.home.exists():
        return "no vault yet"
    files = [path for path in place.home.rglob("*") if not path.is_symlink()]
    readable = sorted(str(path.relative_to(place.home)) for path in files if _others_may_read(path, place.home))
    if readable:
        raise Failed(f"Others may read {readable[0]} ({len(readable)} in all). Type: chmod -R go= '{place.home}'")
    return f"{len(files)} files and folders, for this user only"


def _others_may_read(path: Path, home: Path) -> bool:
    """A file in a closed folder is closed, whatever its own bits say."""
    if not path.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH | stat.S_IWGRP | stat.S_IWOTH):
        return False
    above = [folder for folder in (path, *path.parents) if folder.is_relative_to(home) and folder != path]
    return all(folder.stat().st_mode & (stat.S_IXGRP | stat.S_IXOTH) for folder in above)


def clock(_place: Place) -> str:
    """The date is believable and time zones are known."""
    now = datetime.now(UTC).astimezone()
    if not _FIRST_YEAR <= now.year <= _LAST_YEAR:
        raise Failed(f"This computer says it is {now:%d %B %Y}. Set the date and time.")
    if datetime(2026, 7, 1, 12, tzinfo=ZoneInfo("Europe/Madrid")).utcoffset() == datetime(
        2026, 1, 1, 12, tzinfo=ZoneInfo("Europe/Madrid")
    ).utcoffset():
        raise Failed("Summer time is not known. Install the program again.")
    return f"{now:%Y-%m-%d %H:%M}, {now.tzname()}"


def relay(place: Place) -> str:
    """The relay answers, where one was given."""
    if not place.relay:
        return "none given (self-test --relay ADDRESS tries one)"
    try:
        with Line(place.relay) as line:
            line.ask("GET", "/health")
    except (CaregiverError, ValueError) as error:
        why = type(error).__name__
        raise Noticed(f"{place.relay} does not answer ({why}). Everything works without it.") from error
    return f"{place.relay} answers"
