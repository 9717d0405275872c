"""Every clip plays to its end in both players; a freeze, a hang and a crash are counted and told by name."""

from __future__ import annotations

import json
import random
import sys
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from caregiver_app import locations
from caregiver_app.content.clips import load_clips
from caregiver_app.ui.player import choice
from caregiver_app.ui.player.engine import Engine
from tests.ui.player import play_all as playing
from tests.ui.player.clips import PATIENCE_MS, Heard, shipped
from tests.ui.player.frozen import FreezingEngine
from tests.ui.player.play_all import PLAYERS, Report, Run, one_a_language, play_all, runs_of, told_by_process
from tests.ui.player.seeking import Seeker
from tests.ui.player.to_the_end import Outcome, play_to_the_end
from tests.ui.player.watching import Patience

_HURRIED = Patience(freeze_s=0.2, mended_s=0.6, give_up_s=1.5)


@pytest.mark.slow
def test_one_clip_a_language_plays_to_its_end() -> None:
    clips = sorted(load_clips(locations.videos()).clips, key=lambda clip: clip.length_s)
    speeds = {"libvlc": 4.0, "qt": 2.0}  # Qt leaves out no picture to keep up
    runs = one_a_language([run for player, speed in speeds.items() for run in runs_of(clips, (player,), speed)])
    assert {run.player for run in runs} == set(PLAYERS)
    assert {run.language for run in runs} == {sound.language for clip in clips for sound in clip.sounds}
    report = play_all(runs, 2)  # beside another worker's tests
    assert report.faults == []


@pytest.mark.slow
@pytest.mark.parametrize("player", PLAYERS)
def test_random_jumps_and_voices_freeze_nothing_for_long(player: str) -> None:
    seed = random.SystemRandom().randrange(10**6)
    print(f"seed {seed}")  # shown when it fails
    report = play_all([Run(player, acts=12, seed=seed, most_s=180)], 1)
    assert report.faults == []


# ---- the players' watchdogs ---------------------------------------------------------------------------


@pytest.mark.parametrize("player", PLAYERS)
def test_a_player_that_stands_still_is_opened_again_where_it_stood(player: str, qtbot: QtBot) -> None:
    engine = choice.first_engine((player,))
    heard, rescues = Heard(engine, qtbot), []
    engine.rescued.connect(lambda: rescues.append(heard.at_s))
    engine.open(shipped(), "es")
    engine.seek(20.0)
    engine.play()
    heard.wait_for_frames(5)
    heard.wait_for_place(20.3)
    hold_behind_its_back(engine)
    qtbot.waitUntil(lambda: bool(rescues), timeout=PATIENCE_MS)
    heard.wait_for_frames(5)
    assert 20.0 < heard.wait_for_place(20.5) < 26.0
    assert (len(rescues), heard.why) == (1, [])
    engine.shut()


def hold_behind_its_back(engine: Engine) -> None:
    """As a player that hangs: it stands, and nobody has asked it to."""
    player: Any = engine._player  # type: ignore[attr-defined]
    player.set_pause(1) if engine.name == "libvlc" else player.pause()


@pytest.mark.usefixtures("qtbot")
def test_qt_opened_again_while_it_plays_goes_where_it_was_sent(qtbot: QtBot) -> None:
    engine = choice.first_engine(("qt",))
    heard = Heard(engine, qtbot)
    engine.open(shipped(), "en")
    engine.play()
    heard.wait_for_place(0.3)
    engine.open(shipped("M2"), "en")
    engine.play()
    engine.seek(29.0)
    frames = heard.frames
    heard.wait_for_place(29.1)
    assert heard.wait_for_place(29.2) < 31.0
    assert heard.frames > frames
    engine.shut()


# ---- what the watch makes of it -----------------------------------------------------------------------


def test_a_freeze_that_is_mended_in_time_is_counted_and_no_fault(qtbot: QtBot) -> None:
    outcome = played(FreezingEngine(at_s=10.0, mended_ms=300))
    assert outcome.rescues == 1
    assert outcome.longest_s > _HURRIED.freeze_s
    assert not [fault for fault in outcome.faults if "stood still" in fault]


def test_a_freeze_that_is_mended_too_late_is_told_with_its_place(qtbot: QtBot) -> None:
    outcome = played(FreezingEngine(at_s=10.0, mended_ms=900))
    assert outcome.rescues == 1
    assert [fault for fault in outcome.faults if fault.startswith("stood still at 10.0 s for")]


def test_a_freeze_that_nobody_mends_ends_the_run_with_a_clear_line(qtbot: QtBot) -> None:
    outcome = played(FreezingEngine(at_s=10.0, mended_ms=None))
    assert outcome.rescues == 0
    assert f"it never came to its end; it stood at 10.0 of {shipped().length_s:.1f} s" in outcome.faults


def test_a_jump_into_a_freeze_names_the_act_and_the_place(qtbot: QtBot) -> None:
    outcome = Seeker(FreezingEngine(at_s=0.25, mended_ms=None), [shipped()], random.Random(1), _HURRIED).run(3)
    assert outcome.acts < 3
    assert any(fault.startswith("act ") for fault in outcome.faults)


def played(engine: Engine) -> Outcome:
    """A run that is in a hurry to give up."""
    return play_to_the_end(engine, shipped(), "en", 1.0, _HURRIED)


# ---- what is told of many runs ------------------------------------------------------------------------


def test_a_failure_is_told_by_clip_player_and_language_and_rescues_are_added_up() -> None:
    runs = [Run("libvlc", "M2", "hi", 4.0), Run("qt", "M2", "hi", 4.0)]
    told = {"libvlc": {"faults": [], "rescues": 2}, "qt": {"faults": ["it stood"], "rescues": 1}}
    report = play_all(runs, 2, tell=lambda _line: None, ask=lambda run: told[run.player])
    assert report.faults == ["M2, qt, hi: it stood"]
    assert (report.runs, report.rescues) == (2, 3)


def test_a_process_that_hangs_crashes_or_says_nothing_is_a_fault() -> None:
    run = Run("qt", "M2", "hi", most_s=1.0)
    hung = told_by_process(run, [sys.executable, "-c", "import threading; threading.Event().wait()"])
    assert hung["faults"] == ["it hung: no answer within 1 s"]
    patient = Run("qt", "M2", "hi")
    crashed = told_by_process(patient, [sys.executable, "-c", "import os; os.abort()"])
    assert crashed["faults"][0].startswith("its process ended with ")
    silent = told_by_process(patient, [sys.executable, "-c", "pass"])
    assert silent["faults"] == ["its process ended with 0: no word"]
    said = json.dumps({"faults": [], "rescues": 0})
    assert told_by_process(patient, [sys.executable, "-c", f"print('{said}')"])["faults"] == []


def test_languages_come_from_each_clips_own_side_car() -> None:
    clips = load_clips(locations.videos()).clips
    runs = runs_of(clips, ("qt",), 2.0)
    for clip in clips:
        assert [run.language for run in runs if run.clip_id == clip.id] == [sound.language for sound in clip.sounds]


def test_a_clip_that_is_not_there_fails_the_whole(capsys: pytest.CaptureFixture[str]) -> None:
    assert playing.main(["Z9", "--seeks", "0"]) == 1
    assert "failed: Z9: there is no such clip" in capsys.readouterr().out


def test_a_line_says_how_a_run_went() -> None:
    line = Report().take(
        Run("qt", "P2", "en", 4.0), {"faults": [], "took_s": 16.4, "pictures": 9, "of_pictures": 10, "longest_s": 0.1}
    )
    assert line.split() == [
        "well",
        "P2,",
        "qt,",
        "en",
        "16.4",
        "s",
        "9",
        "of",
        "10",
        "pictures",
        "longest",
        "stand",
        "0.10",
        "s",
        "rescues",
        "0",
    ]
