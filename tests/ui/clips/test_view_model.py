"""Clips are found by words in any of their languages, by topic and by spoken language."""

from __future__ import annotations

from dataclasses import replace

import pytest

from caregiver_app.domain.clips import ClipShelf
from caregiver_app.ui.pages.clips.view_model import found_clips, plain
from tests.ui.player.clips import shipped

SHELF = ClipShelf((shipped("M2"), shipped("P2")))


def ids(words: str = "", topic: str = "", spoken: str = "", shelf: ClipShelf = SHELF) -> list[str]:
    return [clip.id for clip in found_clips(shelf, words, topic, spoken)]


def test_nothing_typed_shows_every_clip() -> None:
    assert ids() == ["M2", "P2"]


@pytest.mark.parametrize("words", ["pillow", "PILLOW knees", "almohada", "ALMÓHADA", "وسادة"])
def test_words_of_any_language_find_a_clip_whatever_their_accents_and_capitals(words: str) -> None:
    assert ids(words) == ["P2"]


def test_every_word_must_be_there() -> None:
    assert ids("pillow syringe") == []


def test_a_topic_leaves_out_the_others() -> None:
    assert ids(topic="positioning") == ["P2"]
    assert ids("pillow", topic="medication") == []


def test_a_spoken_language_leaves_out_clips_without_that_voice() -> None:
    silent = replace(shipped("M2"), sounds=tuple(s for s in shipped("M2").sounds if s.language != "ar"))
    shelf = ClipShelf((silent, shipped("P2")))
    assert ids(spoken="ar", shelf=shelf) == ["P2"]
    assert ids(spoken="es", shelf=shelf) == ["M2", "P2"]
    assert ids(spoken="de", shelf=shelf) == []


def test_marks_over_letters_are_forgiven() -> None:
    assert plain("Ángel Ñandú كَتَبَ") == "angel nandu كتب"
