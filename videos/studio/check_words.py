"""Checks of what a clip says: its words against the limits, its captions against their steps and a reader's speed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from videos.studio.graphemes import MOST_A_SECOND, letters
from videos.studio.reading_grade import HIGHEST, grade
from videos.studio.words import STATES, ClipText, Problem

_FRAME_S = 1 / 24


def words_problems(clip_id: str, words: Mapping[str, ClipText]) -> Iterator[Problem]:
    """How hard the English is; the rest is refused when the words are read (words.py)."""
    english = words["en"]
    hard = grade(" ".join(f"{step.action} {step.caution}" for step in english.steps))
    if hard > HIGHEST:
        what = f"its reading grade is {hard:.1f}, at most {HIGHEST:.0f}. Use shorter words and sentences."
        yield Problem(f"videos/{clip_id}/words.en.toml", "", what)


def side_car_problems(clip_id: str, found: Mapping[str, Any], words: Mapping[str, ClipText]) -> Iterator[Problem]:
    """The side-car against the words it was built from, and every caption against its step."""
    file = f"videos/{clip_id}/clip.json"
    packed = found["words"]
    for tag in sorted(set(words) | set(packed)):
        if tag not in packed:
            yield Problem(
                file, f"words, {tag}", "the language is not packed. Build the clip again: poe clips " + clip_id
            )
        elif tag not in words:
            yield Problem(file, f"words, {tag}", f"words.{tag}.toml is missing. Add it or build the clip again.")
        else:
            yield from _same(file, tag, packed[tag], words[tag], clip_id)
            yield from _captions(file, tag, packed[tag], found["steps"])


def _same(file: str, tag: str, packed: Mapping[str, Any], text: ClipText, clip_id: str) -> Iterator[Problem]:
    status = packed["review_status"]
    if status not in STATES:
        yield Problem(
            file, f"words, {tag}, review_status", f"“{status}” is not one of {', '.join(STATES)}. Correct it."
        )
    said = [(step.action, step.caution, step.said) for step in text.steps]
    shown = [(step["action"], step["caution"], step["said"]) for step in packed["steps"]]
    head = (text.title, text.review_status, list(text.stop_and_call))
    if said != shown or head != (packed["title"], status, packed["stop_and_call"]):
        what = f"it differs from words.{tag}.toml. Build the clip again: poe clips {clip_id}"
        yield Problem(file, f"words, {tag}", what)


def _captions(file: str, tag: str, packed: Mapping[str, Any], steps: list[Mapping[str, Any]]) -> Iterator[Problem]:
    bounds = [(step["start"], step["start"] + step["seconds"]) for step in steps]
    for number, caption in enumerate(packed["captions"], 1):
        place, stands = f"words, {tag}, caption {number}", caption["end"] - caption["start"]
        if not any(a - 0.01 <= caption["start"] < caption["end"] <= b + 0.01 for a, b in bounds):
            what = f"it stands from {caption['start']} to {caption['end']} s, in no one step. Build the clip again."
            yield Problem(file, place, what)
        elif letters(caption["words"]) > MOST_A_SECOND * (stands + _FRAME_S):
            speed = letters(caption["words"]) / stands
            what = (
                f"{speed:.1f} letters a second, at most {MOST_A_SECOND:.0f}. Say it shorter, or build the clip again."
            )
            yield Problem(file, place, what)


def said_by_step(words_by_clip: Mapping[str, Mapping[str, ClipText]]) -> dict[tuple[str, str, int], str]:
    """What each (language, clip, step) says, for the recordings."""
    return {
        (tag, clip_id, number): step.said
        for clip_id, words in words_by_clip.items()
        for tag, text in words.items()
        for number, step in enumerate(text.steps, 1)
    }


def review_states(folder: Path, words: Mapping[str, ClipText]) -> str:
    """One line that says how far each language is reviewed."""
    return f"{folder.name}: " + ", ".join(f"{tag} {text.review_status}" for tag, text in words.items())
