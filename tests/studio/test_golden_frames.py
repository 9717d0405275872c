"""A picture of each clip as it was when it was looked at: art cannot break unseen. `python -m tests.studio.test_golden_frames`
writes them anew; look at each before it is committed."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("yaml")
pytest.importorskip("av")

from PySide6.QtGui import QImage

from videos.studio.build import with_storyboards
from videos.studio.drawing import STILL_AT, ready_to_draw
from videos.studio.staging import step_staged

pytestmark = pytest.mark.usefixtures("can_draw")

GOLDEN = Path(__file__).resolve().parents[1] / "data" / "golden"
SIZE, MOST = (320, 180), 2.0  # the least that a moved hand makes is about 3 of 255 in the worst block


def drawn(clip: str) -> QImage:
    """The still of a clip's poster step, small."""
    story, stage = step_staged(clip)
    step = story.steps[story.d.get("poster_step", 1) - 1]
    return stage.step_frame(step["n"], step["dur"] * STILL_AT, SIZE)


def blocks(image: QImage) -> np.ndarray:
    """Mean colour of blocks of 10 x 10 pixels, so that a smoother edge on another computer counts for little."""
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(plain.constBits(), np.uint8).reshape(SIZE[1], SIZE[0], 4)[:, :, :3].astype(float)
    means: np.ndarray = pixels.reshape(18, 10, 32, 10, 3).mean(axis=(1, 3))
    return means


def difference(one: QImage, other: QImage) -> float:
    """The mean difference of the twenty blocks that differ most, of 255."""
    apart = np.abs(blocks(one) - blocks(other)).mean(axis=2).ravel()
    return float(np.sort(apart)[-20:].mean())


@pytest.mark.parametrize("clip", with_storyboards())
def test_the_poster_of_each_clip_looks_as_it_did(clip: str) -> None:
    golden = QImage(str(GOLDEN / f"{clip}.png"))
    assert not golden.isNull(), f"{clip} has no golden frame"
    assert difference(drawn(clip), golden) < MOST


def test_a_hand_that_moved_is_seen() -> None:
    story, stage = step_staged("P2")
    step = story.steps[3]
    early, late = (stage.step_frame(4, step["dur"] * share, SIZE) for share in (0.3, STILL_AT))
    assert difference(early, late) > 5 * MOST


if __name__ == "__main__":
    keep = ready_to_draw()
    GOLDEN.mkdir(parents=True, exist_ok=True)
    for each in sys.argv[1:] or with_storyboards():
        drawn(each).save(str(GOLDEN / f"{each}.png"))
