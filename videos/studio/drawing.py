"""Draws steps that are not in the cache yet, several processes at once, and says how far it is and how long it takes."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtGui import QFontDatabase, QGuiApplication

from videos.studio import pack
from videos.studio.side_car import SIZE
from videos.studio.staging import StepStage, step_staged
from videos.studio.step_keys import FONTS
from videos.studio.timing import FPS

STILL_AT = 0.86  # where in a step its still is taken: the motion is done, the next has not begun

_drawn: Any = None  # in a worker: frames drawn so far by all of them


@dataclass(frozen=True, slots=True)
class StepDrawing:
    """A step to draw: of which clip, with which lengths of speech by step id, and where film and still go."""

    clip_id: str
    videos: Path
    lengths: tuple[tuple[str, float], ...]
    number: int
    frames: int
    film: Path

    @property
    def still(self) -> Path:
        """The step's picture, beside its film."""
        return self.film.with_suffix(".jpg")

    @property
    def is_drawn(self) -> bool:
        """Whether the cache has it."""
        return self.film.is_file() and self.still.is_file()


def ready_to_draw() -> QGuiApplication | Any:
    """A Qt application with our fonts; the caller keeps it."""
    application = QGuiApplication.instance() or QGuiApplication([])
    for font in sorted(FONTS.glob("*.ttf")):
        QFontDatabase.addApplicationFont(str(font))
    return application


def draw(todo: Sequence[StepDrawing], jobs: int, tell: Callable[[str], None] | None = None) -> None:
    """Draw every step; raises what the drawing raised. Finished steps stay in the cache even then."""
    if not todo:
        return
    told = Progress(sum(each.frames for each in todo), tell)
    context = multiprocessing.get_context("spawn")  # Qt does not survive a fork
    drawn = context.Value("i", 0)
    workers = min(jobs, len(todo))
    with ProcessPoolExecutor(workers, context, _begin, (drawn,)) as pool:
        longest_first = sorted(todo, key=lambda each: -each.frames)
        waiting = {pool.submit(_draw_step, each) for each in longest_first}
        while waiting:
            done, waiting = wait(waiting, timeout=1.0, return_when=FIRST_COMPLETED)
            told.at(drawn.value)
            for each in done:
                if each.exception() is not None:
                    pool.shutdown(cancel_futures=True)
                each.result()


class Progress:
    """Percent and time left: one line that changes on a terminal, else a line every ten percent."""

    def __init__(self, total: int, tell: Callable[[str], None] | None = None) -> None:
        self._total, self._tell, self._began, self._said = total, tell, time.monotonic(), -1

    def at(self, drawn: int) -> None:
        """`drawn` of the frames are there."""
        percent = drawn * 100 // self._total
        if self._tell is None and sys.stdout.isatty():
            print(f"\r{self._line(percent, drawn)}", end="\n" if percent >= 100 else " ", flush=True)
        elif percent // 10 > self._said // 10 or self._said < 0:
            (self._tell or print)(self._line(percent, drawn))
            sys.stdout.flush()
            self._said = percent

    def _line(self, percent: int, drawn: int) -> str:
        if drawn < FPS:
            return f"drawing {self._total} frames, {percent} %"
        left = round((time.monotonic() - self._began) / drawn * (self._total - drawn))
        return f"drawing {self._total} frames, {percent} %, about {left // 60} min {left % 60:02} s left"


def _begin(drawn: Any) -> None:
    global _drawn, _application
    _drawn, _application = drawn, ready_to_draw()


_application: Any = None


@lru_cache(maxsize=2)
def _stage(clip_id: str, videos: Path, lengths: tuple[tuple[str, float], ...]) -> StepStage:
    return step_staged(clip_id, dict(lengths), videos)[1]


def _draw_step(step: StepDrawing) -> None:
    stage = _stage(step.clip_id, step.videos, step.lengths)

    def frame(number: int) -> Any:
        with _drawn.get_lock():
            _drawn.value += 1
        return stage.step_frame(step.number, number / FPS, SIZE)

    step.film.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=step.film.parent) as folder:
        film, still = Path(folder) / "step.mkv", Path(folder) / "step.jpg"
        stage.step_frame(step.number, step.frames / FPS * STILL_AT, SIZE).save(str(still), quality=86)
        pack.encode_segment(frame, step.frames, film)
        shutil.move(still, step.still)
        shutil.move(film, step.film)


def as_lengths(by_id: Mapping[str, float]) -> tuple[tuple[str, float], ...]:
    """Lengths in an order that can be compared."""
    return tuple(sorted(by_id.items()))
