"""How long each step is: the longest of its motion, its voices and its reading, and a breath; one picture for every language."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

from videos.studio.graphemes import reading_seconds
from videos.studio.narration import LEAST_RATE, MOST_RATE, Spoken
from videos.studio.words import ClipText

FPS = 24
PAD_S = 0.8  # the breath after the longest voice
LEAD_S = 0.25  # the voice begins a little after its step
QUIET_S = 0.3  # what must be silent at a step's end, measured in the packed film

Speak = Callable[[str, int, str, float], Spoken]  # language, step from 1, what to say, rate


def voices(words: Mapping[str, ClipText], speak: Speak) -> dict[str, list[Spoken]]:
    """Every step spoken in every language at its usual speed."""
    return {
        tag: [speak(tag, number, step.said, 1.0) for number, step in enumerate(text.steps, 1)]
        for tag, text in words.items()
    }


def step_length(motion_s: float, voices_s: Sequence[float], reading_s: float = 0.0) -> float:
    """Seconds of one step: what moves, or the longest voice with its lead and a breath, in whole frames of 1/24 s."""
    needed = max([motion_s, reading_s, *(v + LEAD_S + PAD_S for v in voices_s)])
    return math.ceil(needed * FPS - 1e-6) / FPS


def lengths(
    words: Mapping[str, ClipText], said: Mapping[str, Sequence[Spoken]], motions: Sequence[float]
) -> list[float]:
    """Every step's length in seconds, given how long its motion takes."""
    made = []
    for place, motion in enumerate(motions):
        texts = [text.steps[place] for text in words.values()]
        reading = max(reading_seconds(step.action) + reading_seconds(step.caution) for step in texts)
        made.append(step_length(motion, [each[place].seconds for each in said.values()], reading + 2 / FPS))
    return made


def fitted(
    words: Mapping[str, ClipText], said: Mapping[str, Sequence[Spoken]], speak: Speak
) -> dict[str, list[Spoken]]:
    """Hurry the slowest voice a little, so that one long language does not make every other one wait.

    A person's recording is played as it was spoken."""
    made = {tag: list(each) for tag, each in said.items()}
    for number in range(len(next(iter(made.values())))):
        lengths_s = sorted(each[number].seconds for each in made.values())
        wanted = lengths_s[-2] if len(lengths_s) > 1 else lengths_s[0]
        for tag, each in made.items():
            rate = min(MOST_RATE, each[number].seconds / wanted)
            if rate > 1.02 and each[number].voice.is_computer:
                each[number] = speak(tag, number + 1, words[tag].steps[number].said, max(LEAST_RATE, rate))
    return made
