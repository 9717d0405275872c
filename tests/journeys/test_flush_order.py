"""The order of system calls: whatever a screen confirmed was flushed before, files and folders alike."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.journeys import flushes

ROOT = Path(__file__).resolve().parents[2]
HOME = "/h"


def confirmations(*calls: str) -> list[tuple[str, frozenset[str], frozenset[str]]]:
    begin, done = 'write(1<pipe:[1]>, "BEGIN entry\\n", 12) = 12', 'write(1<pipe:[1]>, "DONE entry\\n", 11) = 11'
    return list(flushes.at_confirmation([begin, *calls, done], HOME))


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    """What was unflushed, and what had been flushed, at each confirmed save of tests/journeys/saving.py."""
    strace = shutil.which("strace")
    if strace is None:
        pytest.skip("strace is not here; dev.py test adds it where it may")
    folder = tmp_path_factory.mktemp("saving")
    record = folder / "calls"
    place = folder / "place"
    (place / "stick").mkdir(parents=True)
    words = [strace, "-f", "-y", "-o", str(record), "-e", f"trace={flushes.CALLS}"]
    words += [sys.executable, "-m", "tests.journeys.saving", str(place)]
    subprocess.run(words, cwd=ROOT, check=True, capture_output=True)
    calls = record.read_text(errors="replace").splitlines()
    return {name: (unsafe, flushed) for name, unsafe, flushed in flushes.at_confirmation(calls, str(place))}


@pytest.mark.skipif(sys.platform != "linux", reason="strace is a program of Linux")
@pytest.mark.parametrize("name", ["person", "entry", "passphrase", "sheet", "backup"])
def test_nothing_that_was_confirmed_can_be_lost_to_a_power_cut(
    saved: dict[str, tuple[frozenset[str], frozenset[str]]], name: str
) -> None:
    unsafe, _flushed = saved[name]
    assert unsafe == frozenset()


@pytest.mark.skipif(sys.platform != "linux", reason="strace is a program of Linux")
@pytest.mark.parametrize(
    ("name", "ends"),
    [
        ("person", (".wrap-a.new", ".wrap-b.new", "device.key.new", "/people", "/spaces")),
        ("entry", (".db-wal",)),
        ("passphrase", (".wrap-a.new", ".wrap-b.new")),
        ("sheet", (".wrap-a.new", ".wrap-b.new")),
        ("backup", ("/stick", ".copy.caregiver.part")),
    ],
)
def test_the_files_of_a_save_are_among_the_flushed(
    saved: dict[str, tuple[frozenset[str], frozenset[str]]], name: str, ends: tuple[str, ...]
) -> None:
    """The control: the record really saw these files."""
    _unsafe, flushed = saved[name]
    missing = [end for end in ends if not any(path.endswith(end) for path in flushed)]
    assert missing == [], sorted(flushed)


def test_a_write_without_a_flush_is_noticed() -> None:
    ((_, unsafe, _flushed),) = confirmations('pwrite64(7</h/a.db-wal>, "x", 1, 0) = 1')
    assert unsafe == {"/h/a.db-wal"}


def test_a_write_after_the_flush_is_noticed() -> None:
    ((_, unsafe, _flushed),) = confirmations("fsync(7</h/a>) = 0", 'write(7</h/a>, "x", 1) = 1')
    assert unsafe == {"/h/a"}


def test_a_flush_that_failed_counts_for_nothing() -> None:
    ((_, unsafe, _flushed),) = confirmations('write(7</h/a>, "x", 1) = 1', "fsync(7</h/a>) = -1 EIO (Input/output error)")
    assert unsafe == {"/h/a"}


def test_a_new_name_in_a_folder_that_was_not_flushed_is_noticed() -> None:
    calls = (
        'openat(AT_FDCWD</>, "/h/.a.new", O_WRONLY|O_CREAT|O_TRUNC, 0600) = 9</h/.a.new>',
        'write(9</h/.a.new>, "x", 1) = 1',
        "fsync(9</h/.a.new>) = 0",
        'rename("/h/.a.new", "/h/a") = 0',
    )
    assert confirmations(*calls)[0][1] == {"/h"}
    assert confirmations(*calls, "fsync(9</h>) = 0")[0][1] == frozenset()


def test_a_rename_before_the_flush_is_noticed() -> None:
    calls = ('write(9</h/.a.new>, "x", 1) = 1', 'rename("/h/.a.new", "/h/a") = 0', "fsync(9</h>) = 0")
    assert confirmations(*calls)[0][1] == {"/h/a"}
