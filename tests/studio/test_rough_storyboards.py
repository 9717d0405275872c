"""Clips that are still to come are drawn with what the studio has: a storyboard, and no line of Python."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytest.importorskip("yaml")
pytest.importorskip("av")

from PySide6.QtGui import QImage

from caregiver_app import locations
from caregiver_app.content.clips import load_clips
from videos.studio import stage as stages
from videos.studio.drawing import STILL_AT
from videos.studio.staging import step_staged

pytestmark = pytest.mark.usefixtures("can_draw")

ROUGH = Path(__file__).resolve().parents[1] / "data" / "rough"
STEPS = {"P6": 8, "S5": 7, "M8": 9, "C1c": 7}  # as clips.json has them
SIZE = (160, 90)
COVERED = 0.1  # so much of a still is people and things


def pixels(image: QImage) -> np.ndarray:
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    seen: np.ndarray = np.frombuffer(plain.constBits(), np.uint8).reshape(SIZE[1], SIZE[0], 4)[:, :, :3].astype(float)
    return seen


@pytest.mark.parametrize("clip", sorted(STEPS))
def test_every_step_is_drawn_and_shows_something_of_its_own(clip: str) -> None:
    story, stage = step_staged(clip, None, ROUGH)
    assert isinstance(stage, stages.Stage)
    stages.check_stage(stage)  # every name is there, every hand reaches
    assert len(story.steps) == STEPS[clip]
    stills = []
    for step in story.steps:
        early, still, late = (
            pixels(stage.step_frame(step["n"], step["dur"] * at, SIZE)) for at in (0.02, STILL_AT, 0.98)
        )
        assert np.abs(still - early).max() > 40, f"{clip} step {step['n']}: nothing happens"
        assert late.shape == still.shape
        stills.append(still)
    for number, (one, other) in enumerate(pairwise(stills), 1):
        assert np.abs(one - other).mean() > 0.5, f"{clip}: steps {number} and {number + 1} look alike"


def bare(story: Any) -> stages.Stage:
    """The same rooms and cameras, with nobody and nothing in them and no symbol over them."""
    stage = stages.Stage(story)
    stage.board.shown = [frozenset() for _ in stage.board.shown]
    stage.board.symbols = {kind: {} for kind in stage.board.symbols}
    return stage


@pytest.mark.parametrize("clip", sorted(STEPS))
def test_every_step_is_more_than_an_empty_room(clip: str) -> None:
    story, stage = step_staged(clip, None, ROUGH)
    assert isinstance(stage, stages.Stage)
    empty = bare(story)
    stage.board.symbols = empty.board.symbols  # a sign on its own shows nothing: people and things must be there
    for step in story.steps:
        for at in (0.5, STILL_AT):
            moment = (step["n"], step["dur"] * at, SIZE)
            changed = np.abs(pixels(stage.step_frame(*moment)) - pixels(empty.step_frame(*moment))).max(axis=2) > 40
            assert changed.mean() > COVERED, (
                f"{clip} step {step['n']}: {changed.mean():.0%} of it is not the empty room"
            )


def test_they_are_no_clips_of_the_app() -> None:
    assert not {clip.id for clip in load_clips(locations.videos()).clips} & set(STEPS)
