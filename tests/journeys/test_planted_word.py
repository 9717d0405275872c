"""A word typed into every field of every page is in no file, no title, no log and on no wire; only its pages show it.

Two things stay readable, and their screens say so: the short name with which a person picks themself on the lock screen,
and the open card with the numbers to call. A relay's access code is shown to the relay that gave it out, as its field says.
"""

from __future__ import annotations

import json
import logging
import sqlite3
import tempfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
import zstandard
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit

from caregiver_app.domain.time import SystemClock
from caregiver_app.services import backup
from tests.journeys import gardener
from tests.journeys.conftest import MakeSeat
from tests.journeys.gardener import EMERGENCY, NAME, NURSE, PIN, SECOND_NAME, TEAM, TEAM_PHONE, Gardener
from tests.journeys.planting import Planter, editors
from tests.journeys.searching import files_of, found_in, where
from tests.journeys.windows import Seat
from tests.journeys.wire import RecordingProxy
from tests.relay.process import RelayProcess

STEM = "quorvexil"
# Typed to be compared or looked up, never to be kept; or typed again in other words on a later page.
NOT_KEPT = {
    "A passphrase", "A new passphrase", "Your passphrase", "The letters on your sheet", "The code", "Find a clip",
    "Temperature", "From which temperature does your team want a call?", "File name", "Address of the relay", "Access code of the relay, if you were given one", "Their name",
    "Their work, in their own words", "Name of the person you care for",
    "Title of the new clip", "Who made it?", "Which clinician has checked it?",  # kept with a film only
}  # fmt: skip


@pytest.fixture
def planter(monkeypatch: pytest.MonkeyPatch) -> Planter:
    return Planter(monkeypatch, STEM)


@pytest.fixture
def proxy(relay: RelayProcess) -> Iterator[RecordingProxy]:
    made = RecordingProxy(relay.address)
    yield made
    made.stop()


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The temporary folder of this process, of Qt and of SQLite."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setenv("SQLITE_TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return folder


@pytest.fixture
def logged() -> Iterator[list[str]]:
    """Every log line of this process as it would be written to the log file, tracebacks too."""
    lines: list[str] = []
    handler = logging.Handler()
    written = logging.Formatter("%(name)s %(message)s")
    handler.emit = lambda record: lines.append(written.format(record))  # type: ignore[method-assign]
    logging.getLogger().addHandler(handler)
    yield lines
    logging.getLogger().removeHandler(handler)


@pytest.mark.slow
def test_a_word_typed_into_every_field_is_found_nowhere_and_every_field_shows_it_again(
    seats: MakeSeat,
    relay: RelayProcess,
    proxy: RecordingProxy,
    planter: Planter,
    temporary: Path,
    own_surroundings: Path,
    tmp_path: Path,
    logged: list[str],
    capfd: pytest.CaptureFixture[str],
) -> None:
    elena, anna = Gardener(seats("elena"), planter), Gardener(seats("anna"), planter)
    secrets = [STEM, PIN]

    def search(when: str) -> None:
        QApplication.processEvents()
        said = capfd.readouterr()
        traces = files_of(tmp_path, own_surroundings)
        tickets = (
            w for w, label in planter.words.items() if label == "Access code of the relay, if you were given one"
        )
        traces["wire"] = without(proxy.bytes, tickets)
        traces["titles"] = "\n".join(elena.titles + anna.titles).encode()
        traces["log"] = "\n".join(logged).encode()
        traces["printed"] = (said.out + said.err).encode()
        assert where(traces, secrets) == {}, when
        open_words = where(traces, [NAME, SECOND_NAME, NURSE])
        assert {Path(n).name for n in open_words} <= {"person.json"}, (when, open_words)
        open_words = where(traces, [TEAM, TEAM_PHONE, EMERGENCY])
        assert {Path(n).name for n in open_words} <= {"open_card.json"}, (when, open_words)

    passphrase, sheet = gardener.first_run(elena)
    secrets.append(sheet)
    gardener.check_ins(elena)
    gardener.plan(elena)
    gardener.about_the_person(elena)
    gardener.crisis(elena)
    passphrase = gardener.computer(elena, passphrase)
    gardener.share(elena, proxy.address)
    anna.seat.press("I was invited to a care circle")
    gardener.make_person(anna, NURSE)
    anna.seat.press("Later")
    gardener.let_in(elena, anna, proxy.address)
    gardener.settle(elena, anna, relay)
    gardener.attention(elena)
    gardener.search_clips(elena)
    gardener.bring_in(elena)
    assert len(proxy.bytes) > 10_000
    search("while it is open")

    elena.seat.read_vault(lambda v: backup.back_up(v, tmp_path / "mine.caregiver-backup", SystemClock().now()))
    gardener.leave_unfinished(elena)
    elena.seat.window.lock("asked")
    gardener.at_the_lock(elena, tmp_path / "mine.caregiver-backup")
    search("while it is locked")
    assert planter.missed() == set(), "fields that this test does not type into"
    written = json.loads((tmp_path / "elena" / "open_card.json").read_bytes())
    assert {k: v for k, v in written.items() if k not in ("format", "language")} == {
        "team_name": TEAM, "team_phone": TEAM_PHONE, "emergency_number": EMERGENCY,
    }  # fmt: skip

    for one in (elena, anna):
        one.seat.window.close()
    search("after it was closed")

    again = seats("elena")
    again.press(NAME)
    again.unlock(passphrase)
    again.sees("Caring for")
    kept = {word for word, label in planter.words.items() if label not in NOT_KEPT}

    def all_seen() -> bool:
        kept.intersection_update(unseen(again, kept))
        return not kept

    try:
        again.until(all_seen)
    except AssertionError:
        pytest.fail(f"not shown again: {[(word, planter.words[word]) for word in kept]}")


def without(wire: bytes, tickets: Iterable[str]) -> bytes:
    """The wire less the relay's own access code: whoever runs the relay gave it out to be shown to the relay."""
    for ticket in tickets:
        assert wire.count(ticket.encode()) <= 1, "it is shown once, to ask for room"
        wire = wire.replace(ticket.encode(), b"")
    return wire


def unseen(seat: Seat, words: set[str]) -> set[str]:
    """Which words are on no screen, in no label and no field, when all pages and forms are opened once more."""
    left = set(words)
    for open_it in gardener.everywhere(seat):
        open_it()
        QApplication.processEvents()
        shown = seat.words() + "".join(_inside(e) for e in editors(seat.window))
        left -= {word for word in left if word in shown}
    return left


def _inside(editor: QLineEdit | QPlainTextEdit) -> str:
    return editor.text() if isinstance(editor, QLineEdit) else editor.toPlainText()


def test_the_same_search_finds_the_word_in_a_plain_database_and_inside_what_is_packed(tmp_path: Path) -> None:
    said = f"she said {STEM} at night"
    database = sqlite3.connect(tmp_path / "plain.db")
    database.execute("CREATE TABLE note (words)")
    database.execute("INSERT INTO note VALUES (?)", [said])
    database.commit()
    database.close()
    many = (said + " and again ") * 40
    forms = {
        "zlib": b"\x00junk" + zlib.compress(many.encode()),
        "zlib fast": zlib.compress(many.encode(), 1),
        "zstd": b"\x01" * 33 + zstandard.ZstdCompressor(level=9).compress(many.encode()),
        "zstd in zlib": zlib.compress(zstandard.compress(many.encode())),
        "utf-16-le": said.encode("utf-16-le"),
        "utf-16-be": b"\x00" + said.encode("utf-16-be"),
        "capitals": said.upper().encode(),
    }
    for name, blob in forms.items():
        (tmp_path / name).write_bytes(blob)
    (tmp_path / "other").write_bytes(zlib.compress(b"nothing of the kind" * 9))
    (tmp_path / f"{STEM}.txt").write_bytes(b"")
    found = where(files_of(tmp_path), [STEM])
    assert {Path(name).name for name in found} == {"plain.db", *forms, f"{STEM}.txt"}
    assert found_in(forms["zlib"], ["somethingelse"]) == set()


def test_the_screens_say_which_words_stay_readable(seats: MakeSeat) -> None:
    elena = seats("elena")
    elena.press("Start for someone I care for")
    elena.sees("This short name stays readable on the lock screen")
