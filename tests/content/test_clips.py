"""Every clip that ships is whole, and a folder with a mistake is named and left out."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from caregiver_app import locations
from caregiver_app.content.clips import damaged_files, load_clips
from caregiver_app.domain.clips import Clip
from tests.content.doses import DOSE

SHELF = load_clips(locations.videos())
LANGUAGES = ("en", "es", "fr", "ar", "hi")


def test_the_first_two_clips_are_there_and_nothing_is_wrong() -> None:
    assert {clip.id for clip in SHELF.clips} >= {"P2", "M2"}
    assert SHELF.problems == ()


@pytest.mark.parametrize("clip", SHELF.clips, ids=lambda clip: clip.id)
def test_a_clip_has_its_words_voices_and_pictures_in_every_language(clip: Clip) -> None:
    assert clip.poster.is_file()
    assert clip.video.stat().st_size < 5_000_000
    assert 5 <= len(clip.steps) <= 9
    assert all(step.still.is_file() for step in clip.steps)
    assert clip.sources
    for language in LANGUAGES:
        words = clip.words[language]
        assert words.title
        assert words.stop_and_call
        assert words.review_status in ("draft", "translated_draft")
        assert len(words.steps) == len(clip.steps)
        assert clip.sound_in(language) is not None
        for number in range(1, len(clip.steps) + 1):
            assert (clip.folder / "narration" / f"{language}-{number}.opus").is_file()


@pytest.mark.parametrize("clip", SHELF.clips, ids=lambda clip: clip.id)
def test_captions_follow_the_steps_without_a_gap(clip: Clip) -> None:
    for words in clip.words.values():
        assert words.captions[0].start_s == 0
        for before, after in zip(words.captions, words.captions[1:], strict=False):
            assert before.end_s == pytest.approx(after.start_s, abs=0.01)
        assert words.captions[-1].end_s == pytest.approx(clip.length_s, abs=0.05)
        for step, said in zip(clip.steps, words.steps, strict=True):
            shown = {
                c.words
                for c in words.captions
                if step.start_s - 0.01 <= c.start_s < step.start_s + step.length_s - 0.01
            }
            assert shown == {said.action, said.caution}


@pytest.mark.parametrize("clip", SHELF.clips, ids=lambda clip: clip.id)
def test_english_steps_are_short_and_no_language_says_a_dose(clip: Clip) -> None:
    for step in clip.words["en"].steps:
        assert len(step.action.split()) <= 12
        assert len(step.caution.split()) <= 14
    for words in clip.words.values():
        for said in words.steps:
            assert not DOSE.search(f"{said.action} {said.caution} {said.said}")


@pytest.mark.parametrize("clip", SHELF.clips, ids=lambda clip: clip.id)
def test_every_file_of_a_clip_is_the_one_that_was_checked(clip: Clip) -> None:
    assert len(clip.digests) >= 2 + len(clip.steps)
    assert damaged_files(clip) == ()


@pytest.mark.parametrize("clip", SHELF.clips, ids=lambda clip: clip.id)
def test_the_step_at_a_moment_is_the_one_that_is_shown(clip: Clip) -> None:
    for step in clip.steps:
        assert clip.step_at(step.start_s) is step
        assert clip.step_at(step.start_s + step.length_s / 2) is step
    assert clip.step_at(clip.length_s + 5) is clip.steps[-1]
    assert sum(s.length_s for s in clip.steps) == pytest.approx(clip.length_s, abs=0.01)


# ---- mistakes ----------------------------------------------------------------------------------
@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(locations.videos() / "M2", tmp_path / "M2")
    return tmp_path


def changed(folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    side_car = folder / "M2" / "clip.json"
    found = json.loads(side_car.read_text("utf-8"))
    change(found)
    side_car.write_text(json.dumps(found), "utf-8")


MISTAKES: dict[str, tuple[Callable[[dict[str, Any]], object], str]] = {
    "another format": (lambda c: c.update(format=2), "format"),
    "another id": (lambda c: c.update(id="P9"), "id"),
    "no topic": (lambda c: c.pop("topic"), "topic"),
    "a length in words": (lambda c: c.update(seconds="long"), "seconds"),
    "no steps": (lambda c: c.update(steps=[]), "steps"),
    "steps out of order": (lambda c: c["steps"].reverse(), "step 1"),
    "a still that is not there": (lambda c: c["steps"][0].update(still="nothing.jpg"), "nothing.jpg"),
    "a file outside its folder": (lambda c: c.update(video="../M2/M2.mkv"), "../M2/M2.mkv"),
    "no English": (lambda c: c["words"].pop("en"), "words"),
    "a step without words": (lambda c: c["words"]["es"]["steps"].pop(), "words, es"),
    "a caption without end": (lambda c: c["words"]["ar"]["captions"][0].pop("end"), "end"),
    "a track without language": (lambda c: c["tracks"][0].pop("language"), "language"),
    "a list of numbers": (lambda c: c.update(cards=[1]), "cards"),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_clip_with_a_mistake_is_named_and_left_out(folder: Path, name: str) -> None:
    change, where = MISTAKES[name]
    changed(folder, change)
    shelf = load_clips(folder)
    assert shelf.clips == ()
    (problem,) = shelf.problems
    assert (problem.clip_id, problem.where) == ("M2", where)
    assert problem.problem


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '"words"'])
def test_a_side_car_that_is_no_block_is_named(folder: Path, text: str) -> None:
    (folder / "M2" / "clip.json").write_text(text)
    assert load_clips(folder).problems[0].clip_id == "M2"


def test_a_damaged_and_a_missing_file_are_found(folder: Path) -> None:
    (clip,) = load_clips(folder).clips
    with clip.video.open("r+b") as file:
        file.seek(1000)
        was = file.read(1)
        file.seek(1000)
        file.write(bytes((was[0] ^ 0xFF,)))
    clip.steps[0].still.unlink()
    found = {problem.where: problem.problem for problem in damaged_files(clip)}
    assert set(found) == {"M2.mkv", "step-1.jpg"}


def test_no_folder_is_an_empty_shelf(tmp_path: Path) -> None:
    shelf = load_clips(tmp_path / "nothing")
    assert shelf.clips == ()
    assert shelf.problems == ()
