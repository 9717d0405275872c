"""The words of every clip, drawn already or not: whole in each language, short, spoken as words, and never a dose."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

pytest.importorskip("yaml")

from tests.content.doses import DOSE
from videos.studio.words import ClipText, read_words

VIDEOS = Path(__file__).resolve().parents[2] / "videos"
CLIPS = {path.parent.name: read_words(path.parent) for path in sorted(VIDEOS.glob("*/words.en.toml"))}
EVERY = [(clip, tag) for clip, languages in CLIPS.items() for tag in languages]
MOST_ACTION, MOST_CAUTION = 12, 14  # words in English (clinical.md §5.1)


def text(clip: str, tag: str) -> ClipText:
    return CLIPS[clip][tag]


def test_the_first_twelve_clips_have_their_words() -> None:
    assert set(CLIPS) == {"P1", "P2", "P3", "P4", "P5", "S1", "S3", "M1", "M2", "M4", "M5", "M6"}
    assert {"en", "es", "ar", "fr", "hi"} <= set.intersection(*(set(languages) for languages in CLIPS.values()))


@pytest.mark.parametrize(("clip", "tag"), EVERY)
def test_every_language_has_every_step_whole(clip: str, tag: str) -> None:
    words, english = text(clip, tag), text(clip, "en")
    assert len(words.steps) == len(english.steps)
    assert 5 <= len(words.steps) <= 9
    assert len(words.stop_and_call) == len(english.stop_and_call)
    assert all(words.stop_and_call)
    assert words.title
    assert all(step.action and step.caution and step.said for step in words.steps)
    assert words.review_status == ("draft" if tag == "en" else "translated_draft")


@pytest.mark.parametrize("clip", CLIPS)
def test_english_actions_and_cautions_are_short(clip: str) -> None:
    for step in text(clip, "en").steps:
        assert len(step.action.split()) <= MOST_ACTION, step.action
        assert len(step.caution.split()) <= MOST_CAUTION, step.caution


@pytest.mark.parametrize(("clip", "tag"), EVERY)
def test_no_language_shows_or_says_a_dose_and_a_voice_reads_no_digits(clip: str, tag: str) -> None:
    for step in text(clip, tag).steps:
        assert not DOSE.search(f"{step.action} {step.caution}")
        assert not re.search(r"\d", step.said), step.said


@pytest.mark.parametrize(("clip", "tag"), [each for each in EVERY if each[1] != "en"])
def test_a_translation_is_a_translation(clip: str, tag: str) -> None:
    for step, english in zip(text(clip, tag).steps, text(clip, "en").steps, strict=True):
        assert step.action != english.action
        assert step.caution != english.caution
