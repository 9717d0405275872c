"""The clips that ship, and broken copies of them."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path

from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from caregiver_app import locations
from caregiver_app.content.clips import load_clips
from caregiver_app.domain.clips import Clip
from caregiver_app.ui.player.engine import Engine

PATIENCE_MS = 15_000


@cache
def shipped(clip_id: str = "P2") -> Clip:
    """A clip as the program ships it."""
    clip = load_clips(locations.videos()).clip(clip_id)
    assert clip is not None
    return clip


def copied(tmp_path: Path, video: bytes | None) -> Clip:
    """A copy of a clip whose video was replaced by other bytes, or taken away after the clip was found (None)."""
    folder = tmp_path / "videos" / "P2"
    shutil.copytree(shipped().folder, folder, ignore=shutil.ignore_patterns("narration"))
    clip = load_clips(folder.parent).clip("P2")
    assert clip is not None
    clip.video.write_bytes(video) if video is not None else clip.video.unlink()
    return clip


class Heard:
    """What an engine said: the last place, how many pictures, how often it ended, and why it broke."""

    def __init__(self, engine: Engine, qtbot: QtBot) -> None:
        self._qtbot = qtbot
        self.at_s, self.frames, self.ends = -1.0, 0, 0
        self.size = (0, 0)
        self.why: list[str] = []
        engine.moved.connect(self._moved)
        engine.frame_ready.connect(self._framed)
        engine.ended.connect(self._ended)
        engine.broken.connect(self.why.append)

    def _moved(self, at_s: float) -> None:
        self.at_s = at_s

    def _framed(self, image: QImage) -> None:
        self.frames += 1
        self.size = (image.width(), image.height())

    def _ended(self) -> None:
        self.ends += 1

    def wait_for_place(self, least_s: float) -> float:
        """Wait until the clip has come this far."""
        self._qtbot.waitUntil(lambda: self.at_s >= least_s, timeout=PATIENCE_MS)
        return self.at_s

    def wait_for_frames(self, more: int = 1) -> None:
        """Wait for new pictures."""
        wanted = self.frames + more
        self._qtbot.waitUntil(lambda: self.frames >= wanted, timeout=PATIENCE_MS)

    def wait_for_end(self, count: int = 1) -> None:
        """Wait until it has ended so many times."""
        self._qtbot.waitUntil(lambda: self.ends >= count, timeout=PATIENCE_MS)
