"""The stage: draws any storyboard, step by step."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtGui import QImage, QPainter

from videos.studio.board import Board
from videos.studio.cast import StoryboardMistake
from videos.studio.figure import DIM, Person
from videos.studio.geometry import Camera
from videos.studio.ink import Scene
from videos.studio.moment import Moment
from videos.studio.rooms import paint_room
from videos.studio.story import Story
from videos.studio.symbols import WIDTH, arrow_points, paint_symbols

_SIZE = (960, 540)
_LINE = 2.35  # width of a line on a picture of 960
_FROM_PALM = 12.0  # a hand reaches further than its wrist, cm


class Stage:
    """Draws a storyboard. Raises StoryboardMistake where it names what is not there."""

    def __init__(self, story: Story) -> None:
        self.story, self.board = story, Board(story)

    def check(self) -> None:
        """Hold it to its own places, before anything is drawn. Raises StoryboardMistake."""
        check_stage(self)

    def moment(self, number: int, seconds: float, size: tuple[int, int] = _SIZE) -> Moment:
        """What is there `seconds` into step `number`."""
        step = self.story.steps[number - 1]
        t = step["t0"] + seconds
        view = self.board.camera(t)
        k = size[0] / WIDTH
        camera = Camera((view["x"], view["y"], view["z"]), view["s"] * k, view["yaw"], view["pitch"], size)
        Person.cam, Person.lw = camera, _LINE * k
        return Moment(self.board, t, seconds, self.board.shown[number - 1], camera, _LINE * k)

    def step_frame(self, number: int, seconds: float, size: tuple[int, int] = _SIZE) -> QImage:
        """One picture, `seconds` into step `number` (from 1)."""
        step = self.story.steps[number - 1]
        moment = self.moment(number, seconds, size)
        image = QImage(size[0], size[1], QImage.Format.Format_RGB32)
        painter = QPainter(image)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        try:
            scene = Scene(moment.camera, moment.lw)
            scene.add(*moment.painted())
            paint_room(painter, scene, step.get("room", self.story.d.get("room", "home")), size)
            scene.render(painter)
            paint_symbols(painter, moment, step, len(self.story.steps), size)
        finally:
            painter.end()
        return image


def check_stage(stage: Stage) -> None:
    """Hold a storyboard to its own places: every point it names is there, every hand reaches. Raises StoryboardMistake."""
    for step in stage.story.steps:
        ends = [0.0] + [_end(cue, step["dur"]) for cue in step.get("cues") or ()]
        for seconds in sorted({round(min(end, step["dur"] - 0.02), 3) for end in ends}):
            moment = stage.moment(step["n"], seconds)
            place = f"step {step['n']} ({step['id']}), {seconds:.1f} s"
            try:
                moment.painted()
                _check_symbols(moment)
            except StoryboardMistake as mistake:
                raise StoryboardMistake(mistake.file, f"{place}, {mistake.place}", mistake.problem) from mistake
            for name, side in _held(step, seconds):
                if name in moment.shown and stage.board.things[name].kind == "person":
                    _check_reach(stage, moment, name, side, place)


def _end(cue: Any, length: float) -> float:
    at = cue.get("t", 0)
    return (length * float(at[:-1]) / 100 if isinstance(at, str) else float(at)) + float(cue.get("d", 1.0)) + 0.01


def _check_symbols(moment: Moment) -> None:
    for kind, named in moment.board.symbols.items():
        for name, how in named.items():
            if moment.global_num(f"{kind}.{name}") > 0.02:
                if kind == "arrow":
                    arrow_points(moment, how)
                for field in ("at", "from", "to"):
                    if field in how and not (isinstance(how[field], np.ndarray) and len(how[field]) == 2):
                        moment.at(how[field])


def _held(step: Any, seconds: float) -> list[tuple[str, str]]:
    """The hands that a cue of this step has just brought somewhere at `seconds`."""
    found = []
    for cue in step.get("cues") or ():
        if abs(min(_end(cue, step["dur"]), step["dur"] - 0.02) - seconds) < 0.01:
            keys = (key.partition(".") for key, value in cue["set"].items() if value is not None)
            found += [(name, param[-1]) for name, _, param in keys if param in ("handL", "handR")]
    return found


def _check_reach(stage: Stage, moment: Moment, name: str, side: str, place: str) -> None:
    person = moment.thing(name).of
    arm = (DIM["uarm"] + DIM["farm"]) * person.k
    far = float(np.linalg.norm(person.hand[side] - person.J["sh" + side]))
    if far > arm + _FROM_PALM:
        raise StoryboardMistake(
            stage.board.file, f"{place}, {name}.hand{side}",
            f"it is {far:.0f} cm from the shoulder and the arm has {arm:.0f}. Move {name} nearer (x, z, lean) or choose another point",
        )  # fmt: skip
