"""Where the pipeline meets the drawing: a clip's storyboard with its step lengths, and what draws it step by step."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtGui import QImage

from videos.studio import stage
from videos.studio.story import Story

VIDEOS = Path(__file__).resolve().parents[1]


class StepStage(Protocol):
    """What draws a storyboard step by step.

    A picture may depend on the storyboard's values as they stand in its step, on the seconds into the step, the step's
    length and number, how many steps there are, and nothing else: breathing and blinking begin anew with each step.
    Then a step whose neighbours became longer need not be drawn again (segments.py).
    """

    def step_frame(self, number: int, seconds: float, size: tuple[int, int]) -> QImage:
        """One picture, `seconds` into step `number` (from 1)."""
        ...

    def check(self) -> None:
        """Raises StoryboardMistake where a point that is named is not there, or a hand does not reach."""
        ...


def step_staged(
    clip_id: str, lengths: Mapping[str, float] | None = None, videos: Path = VIDEOS
) -> tuple[Any, StepStage]:
    """A clip's story and what draws its steps; `lengths` are seconds of speech by step id, without the breath."""
    story = Story(str(videos / clip_id / "storyboard.yaml"), lengths)
    return story, stage.Stage(story)
