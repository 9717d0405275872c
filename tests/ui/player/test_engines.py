"""libVLC and Qt Multimedia play the clips that ship; what cannot be played is told."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from caregiver_app.domain.clips import Clip
from caregiver_app.ui.player import choice
from caregiver_app.ui.player.engine import Engine
from caregiver_app.ui.player.still_engine import StillEngine
from tests.ui.player.clips import PATIENCE_MS, Heard, copied, shipped
from tests.ui.player.voices import voice_of


@pytest.fixture(params=["libvlc", "qt"])
def engine(request: pytest.FixtureRequest, qtbot: QtBot) -> Iterator[Engine]:
    made = choice.first_engine((request.param,))
    assert made.name == request.param, f"{request.param} is not on this computer"
    yield made
    made.shut()


def wait_for_voice(engine: Engine, qtbot: QtBot, name: str) -> None:
    """Wait until a language is heard."""
    qtbot.waitUntil(lambda: name in voice_of(engine), timeout=PATIENCE_MS)


def test_a_clip_gives_pictures_of_its_size_and_moves_on(engine: Engine, qtbot: QtBot) -> None:
    heard, clip = Heard(engine, qtbot), shipped()
    engine.open(clip, "en")
    engine.play()
    heard.wait_for_frames(5)
    heard.wait_for_place(0.3)
    assert heard.size == (clip.width, clip.height)
    assert heard.why == []


def test_a_clip_opens_held_and_stays_where_it_was_paused(engine: Engine, qtbot: QtBot) -> None:
    heard = Heard(engine, qtbot)
    engine.open(shipped(), "en")
    engine.play()
    heard.wait_for_place(0.3)
    engine.pause()
    held = heard.at_s
    engine.seek(20.0)  # a held clip goes where it is sent and nowhere else
    assert held < 20.0
    assert heard.at_s == 20.0
    engine.play()
    assert heard.wait_for_place(20.2) < 22.0


def test_a_jump_while_the_clip_is_still_opening_is_kept(engine: Engine, qtbot: QtBot) -> None:
    heard = Heard(engine, qtbot)
    engine.open(shipped(), "en")
    engine.seek(30.0)
    engine.play()
    heard.wait_for_frames(3)
    assert 30.0 <= heard.wait_for_place(30.2) < 32.0


def test_a_jump_while_it_plays_lands_in_the_step_that_was_asked_for(engine: Engine, qtbot: QtBot) -> None:
    heard, clip = Heard(engine, qtbot), shipped()
    engine.open(clip, "en")
    engine.play()
    heard.wait_for_place(0.2)
    for number in (5, 2):
        start = clip.steps[number - 1].start_s
        engine.seek(start)
        places: list[float] = []
        engine.moved.connect(places.append)
        heard.wait_for_place(start + 0.3)  # a jump tells its place at once, so this counts from there
        engine.moved.disconnect(places.append)
        assert {clip.step_at(at_s).number for at_s in places} == {number}


def test_slower_takes_longer_than_faster(engine: Engine, qtbot: QtBot) -> None:
    heard = Heard(engine, qtbot)
    engine.open(shipped(), "")
    engine.play()
    heard.wait_for_place(0.2)
    took: dict[float, float] = {}
    for speed in (0.5, 1.25):
        engine.set_speed(speed)
        heard.wait_for_place(heard.at_s + 0.2)
        begin, since = heard.at_s, time.monotonic()
        heard.wait_for_place(begin + 0.6)
        took[speed] = time.monotonic() - since
    assert took[0.5] > took[1.25] * 1.5


def test_each_voice_is_found_by_its_language(engine: Engine, qtbot: QtBot) -> None:
    heard = Heard(engine, qtbot)
    engine.open(shipped(), "es")
    engine.play()
    heard.wait_for_place(0.2)
    assert "Spanish" in voice_of(engine)
    for language, name in (("ar", "Arabic"), ("en", "English")):
        engine.set_sound(language)
        wait_for_voice(engine, qtbot, name)
    engine.set_sound("")
    qtbot.waitUntil(lambda: voice_of(engine) == "", timeout=PATIENCE_MS)
    before = heard.at_s
    heard.wait_for_place(before + 0.2)  # and it plays on
    assert before < 15


def test_a_clip_that_has_ended_plays_again_from_where_it_is_sent(engine: Engine, qtbot: QtBot) -> None:
    heard, clip = Heard(engine, qtbot), shipped()
    engine.open(clip, "en")
    engine.seek(clip.length_s - 0.8)
    engine.play()
    heard.wait_for_end()
    engine.seek(10.0)
    engine.play()
    heard.wait_for_frames(2)
    assert 10.0 <= heard.wait_for_place(10.2) < 12.0
    engine.seek(clip.length_s - 0.8)
    heard.wait_for_end(2)
    assert heard.why == []


def test_a_file_that_is_no_video_is_told(engine: Engine, qtbot: QtBot, tmp_path: Path) -> None:
    heard = Heard(engine, qtbot)
    engine.open(copied(tmp_path, b"This is no video. " * 4000), "en")
    engine.play()
    qtbot.waitUntil(lambda: bool(heard.why), timeout=PATIENCE_MS)
    assert heard.ends == 0


def test_a_file_that_breaks_off_is_not_taken_for_the_end(engine: Engine, qtbot: QtBot, tmp_path: Path) -> None:
    whole = shipped().video.read_bytes()
    heard = Heard(engine, qtbot)
    engine.open(copied(tmp_path, whole[:90_000]), "en")
    engine.play()
    qtbot.waitUntil(lambda: bool(heard.why), timeout=30_000)
    assert heard.ends == 0


def test_a_file_that_is_gone_is_told(engine: Engine, qtbot: QtBot, tmp_path: Path) -> None:
    heard = Heard(engine, qtbot)
    engine.open(copied(tmp_path, None), "en")
    engine.play()
    qtbot.waitUntil(lambda: bool(heard.why), timeout=PATIENCE_MS)


def test_a_picture_that_comes_after_the_end_of_the_player_asks_it_nothing(qtbot: QtBot) -> None:
    engine: Any = choice.first_engine(("libvlc",))
    heard = Heard(engine, qtbot)
    engine.open(shipped(), "en")
    engine.play()
    heard.wait_for_frames(2)
    engine.shut()
    frames = heard.frames
    engine._player = None  # any question to it would raise; to one that was let go it would wait for ever
    engine._shown.emit(0)
    settled: list[None] = []
    QTimer.singleShot(0, lambda: settled.append(None))
    qtbot.waitUntil(lambda: bool(settled))
    assert heard.frames == frames


def test_shutting_twice_does_no_harm(engine: Engine) -> None:
    engine.open(shipped(), "en")
    engine.shut()
    engine.shut()


# ---- which engine -------------------------------------------------------------------------------------


def no_library(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """As on a computer without libVLC: python-vlc ends the program when its library is not where it was told."""
    monkeypatch.delitem(sys.modules, "vlc", raising=False)
    monkeypatch.setenv("PYTHON_VLC_LIB_PATH", str(folder / "libvlc.so.5"))


def no_multimedia(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a computer whose Qt has no Multimedia."""
    monkeypatch.setitem(sys.modules, "PySide6.QtMultimedia", None)
    monkeypatch.delitem(sys.modules, "caregiver_app.ui.player.qt_engine", raising=False)


@pytest.mark.usefixtures("qtbot")
@pytest.mark.expects_log
def test_without_libvlc_qt_multimedia_plays(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    no_library(monkeypatch, tmp_path)
    assert choice.first_engine().name == "qt"


@pytest.mark.usefixtures("qtbot")
@pytest.mark.parametrize("trouble", [NameError("no function"), OSError("no library"), SystemExit(1), None])
def test_every_way_in_which_libvlc_can_be_missing_is_caught(
    monkeypatch: pytest.MonkeyPatch, trouble: BaseException | None
) -> None:
    import vlc

    def instance(_options: list[str]) -> None:
        if trouble is not None:
            raise trouble

    monkeypatch.setattr(vlc, "Instance", instance)
    assert choice.first_engine().name == "qt"


@pytest.mark.usefixtures("qtbot")
@pytest.mark.expects_log
def test_without_both_the_stills_are_shown(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    no_library(monkeypatch, tmp_path)
    no_multimedia(monkeypatch)
    assert choice.first_engine().name == "stills"


@pytest.mark.usefixtures("qtbot")
def test_after_the_last_player_come_the_stills() -> None:
    assert choice.next_engine("qt").name == "stills"
    assert choice.next_engine("stills").name == "stills"


def test_stills_follow_the_steps_in_their_own_time(qtbot: QtBot) -> None:
    engine, clip = StillEngine(), shipped()
    heard = Heard(engine, qtbot)
    engine.open(clip, "en")
    engine.play()
    heard.wait_for_place(0.2)
    assert heard.frames == 1
    engine.seek(second_step(clip) - 0.2)
    heard.wait_for_place(second_step(clip))
    assert heard.frames == 2
    engine.seek(clip.length_s - 0.2)
    heard.wait_for_end()
    engine.play()
    qtbot.waitUntil(lambda: heard.at_s < 5, timeout=PATIENCE_MS)
    engine.shut()


def second_step(clip: Clip) -> float:
    """Where the second step begins."""
    return clip.steps[1].start_s
