"""The studio's own laws: how long a step is, when its captions stand, what a storyboard's values are at a moment."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("av")
pytest.importorskip("yaml")

from videos.studio.side_car import Sheet, TimedStep, cues, srt
from videos.studio.stage import Stage
from videos.studio.story import Story
from videos.studio.timing import PAD_S, step_length
from videos.studio.words import ClipText, StepText, read_words

ROOT = Path(__file__).resolve().parents[2]


@given(st.floats(1, 12), st.lists(st.floats(0.5, 15), max_size=5))
def test_a_step_is_as_long_as_its_motion_and_its_longest_voice(motion: float, voices: list[float]) -> None:
    length = step_length(motion, voices)
    assert length >= motion - 1e-6
    assert all(length >= voice + PAD_S for voice in voices)
    assert abs(length * 24 - round(length * 24)) < 1e-6
    assert length <= max([motion, *(v + 0.25 + PAD_S for v in voices)]) + 1 / 24 + 1e-6


def sheet() -> Sheet:
    words = ClipText(
        "en",
        "Title",
        "draft",
        ("Pain",),
        (StepText("Do this.", "Take care.", ""), StepText("Then this.", "Slowly.", "")),
    )
    return Sheet("X1", "skin", (), (), (), (TimedStep(1, 0.0, 5.0), TimedStep(2, 5.0, 6.0)), {"en": words}, {"en": ()})


def test_captions_cover_the_whole_clip_action_first() -> None:
    found = cues(sheet(), "en")
    assert [words for _, _, words in found] == ["Do this.", "Take care.", "Then this.", "Slowly."]
    assert found[0][0] == 0.0
    assert found[-1][1] == 11.0
    assert all(a < b for a, b, _ in found)


def test_subtitles_for_other_players_are_srt() -> None:
    assert srt(sheet(), "en").startswith("1\n00:00:00,000 --> 00:00:02,")


@pytest.mark.parametrize("clip", ["P2", "M2"])
def test_a_storyboard_has_as_many_steps_as_its_words_and_no_words_itself(clip: str) -> None:
    story = Story(str(ROOT / "videos" / clip / "storyboard.yaml"))
    words = read_words(ROOT / "videos" / clip)
    assert {len(text.steps) for text in words.values()} == {len(story.steps)}
    assert next(iter(words)) == "en"


def test_values_move_from_cue_to_cue_and_stay() -> None:
    story = Story(str(ROOT / "videos" / "P2" / "storyboard.yaml"))
    at_start = Stage(story).moment(1, 0.0)
    assert at_start.num("patient", "roll") == 0
    assert at_start.num("bed", "back") > 30
    after_lowering = story.steps[0]["dur"]
    assert story.val("bed.back", after_lowering) == 0
    rolled = story.steps[3]["t0"] + story.steps[3]["dur"]
    assert story.val("patient.roll", rolled) == pytest.approx(-30, abs=0.5)


def test_a_clip_without_english_is_refused_with_its_name(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"words\.en\.toml"):
        read_words(tmp_path)


def test_a_word_that_is_missing_is_named_with_its_file(tmp_path: Path) -> None:
    (tmp_path / "words.en.toml").write_text('title = "x"\nreview_status = "draft"\n')
    with pytest.raises(ValueError, match=r"stop_and_call|step"):
        read_words(tmp_path)
