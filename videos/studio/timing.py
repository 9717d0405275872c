"""How long each step is: the longest of its motion and its voices, and a breath; one picture serves every language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from videos.studio.narration import MOST_RATE, Spoken, spoken
from videos.studio.words import ClipText

PAD_S = 0.8
_LEAD_S = 0.25


def voices(words: Mapping[str, ClipText]) -> dict[str, list[Spoken]]:
    """Every step spoken in every language at its usual speed."""
    return {tag: [spoken(step.said, tag) for step in text.steps] for tag, text in words.items()}


def step_length(motion_s: float, voices_s: Sequence[float]) -> float:
    """Seconds of one step: what moves, or the longest voice with its lead and a breath, in whole frames of 1/24 s."""
    needed = max([motion_s, *(v + _LEAD_S + PAD_S for v in voices_s)])
    return round(-(-needed * 24 // 1)) / 24


def fitted(words: Mapping[str, ClipText], said: dict[str, list[Spoken]]) -> dict[str, list[Spoken]]:
    """Hurry the slowest voices a little, so that one long language does not make every other one wait."""
    made = {tag: list(each) for tag, each in said.items()}
    for number in range(len(next(iter(made.values())))):
        lengths = sorted(each[number].seconds for each in made.values())
        wanted = lengths[-2] if len(lengths) > 1 else lengths[0]
        for tag, each in made.items():
            rate = min(MOST_RATE, each[number].seconds / wanted)
            if rate > 1.02:
                each[number] = spoken(words[tag].steps[number].said, tag, rate=rate)
    return made
