"""What looks at films and voices in a process of its own: here in this one, with both readers and plain numbers."""

from __future__ import annotations

import json
import math
from array import array
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from caregiver_app.domain.brought_in import Fault, FilmFacts
from caregiver_app.ui.player import probe as probing
from caregiver_app.ui.player.probe import Reader
from caregiver_app.ui.player.probe_qt import QtReader
from caregiver_app.ui.player.probe_vlc import VlcReader, silent_instance
from caregiver_app.ui.player.probe_voice import amplified, loudness
from tests.services.hospices import FILM, FILM_SECONDS, SPEECH

RATE = 24_000


def tone(level: float, seconds: float = 2.0) -> array[int]:
    """A steady tone."""
    return array("h", (round(level * 32_767 * math.sin(n / 8)) for n in range(round(seconds * RATE))))


def reader(name: str, film: Path) -> Reader:
    if name == "qt":
        return QtReader(film)
    instance = silent_instance()
    if instance is None:
        pytest.skip("libVLC is not here")
    return VlcReader(instance, film)


@pytest.mark.usefixtures("qtbot")
@pytest.mark.parametrize("name", ["libvlc", "qt"])
def test_either_reader_tells_the_same_of_a_film(name: str) -> None:
    one = reader(name, FILM)
    facts = one.look()
    assert isinstance(facts, FilmFacts)
    assert facts.seconds == pytest.approx(FILM_SECONDS, abs=0.1)
    assert (facts.width, facts.height, facts.engine) == (1280, 720, name)
    picture = one.picture_at(30.0)
    assert picture is not None
    assert (picture.width(), picture.height()) == (1280, 720)


@pytest.mark.usefixtures("qtbot")
@pytest.mark.parametrize("name", ["libvlc", "qt"])
def test_either_reader_notices_a_film_that_breaks_off(name: str, tmp_path: Path) -> None:
    film = tmp_path / "film.mkv"
    film.write_bytes(FILM.read_bytes()[:600_000])
    one = reader(name, film)
    assert isinstance(one.look(), FilmFacts)
    assert one.picture_at(55.0) is None


@pytest.mark.usefixtures("qtbot")
@pytest.mark.parametrize("name", ["libvlc", "qt"])
def test_either_reader_notices_that_there_is_no_picture(name: str) -> None:
    assert reader(name, SPEECH).look() is Fault.NO_PICTURE


@pytest.mark.usefixtures("qtbot")
def test_what_qt_cannot_read_asks_for_vlc(tmp_path: Path) -> None:
    film = tmp_path / "film.mp4"
    film.write_bytes(b"\0\0\0\x20ftypisom" + bytes(2_000))
    assert QtReader(film).look() is Fault.NEEDS_VLC


def test_without_libvlc_the_probe_takes_qt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> None:
    monkeypatch.setattr("caregiver_app.ui.player.probe_vlc.silent_instance", lambda: None)
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert probing.probe("film", FILM, tmp_path, [2.0]) == 0
    assert json.loads((tmp_path / "facts.json").read_text())["engine"] == "qt"
    assert (tmp_path / "still-1.jpg").is_file()


# ---- loudness ------------------------------------------------------------------------------------
def test_silence_has_no_loudness() -> None:
    assert loudness(array("h", bytes(RATE * 2))) is None
    assert loudness(array("h")) is None


def test_ten_times_quieter_is_twenty_decibels_less_and_pauses_do_not_count() -> None:
    loud, quiet = loudness(tone(0.5)), loudness(tone(0.05))
    paused = loudness(tone(0.5) + array("h", bytes(RATE * 2 * 4)))
    assert loud is not None
    assert quiet is not None
    assert paused is not None
    assert loud - quiet == pytest.approx(20, abs=0.1)
    assert paused == pytest.approx(loud, abs=0.6)


def test_a_gain_is_exact_where_there_is_room_and_no_peak_passes_the_ceiling() -> None:
    quiet = tone(0.1)
    assert max(amplified(quiet, 6.0)) == pytest.approx(max(quiet) * 2, rel=0.01)
    click = tone(0.1)
    click[RATE] = 32_000
    louder = amplified(click, 18.0)
    assert max(map(abs, louder)) <= 32_767 * 10 ** (-1 / 20) + 1
    assert max(louder[: RATE // 2]) == pytest.approx(max(quiet) * 10 ** (18 / 20), rel=0.02)  # far from the click
