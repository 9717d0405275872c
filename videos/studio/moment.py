"""One moment of a storyboard: who and what is there, and the points of each that others hold on to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from videos.studio.cast import StoryboardMistake
from videos.studio.geometry import Camera, V
from videos.studio.ink import Group
from videos.studio.story import lerp_any

if TYPE_CHECKING:
    from videos.studio.board import Board


@dataclass(slots=True)
class Thing:
    """A person, a hand or a prop as it is now: its points by name, in cm, and what is painted of it."""

    points: dict[str, Any]
    groups: list[Group] = field(default_factory=list)
    of: Any = None  # what made it, for things that lie on it: a Bed, a Person


Maker = Callable[["Moment", str], Thing]


class Moment:
    """Everything of a storyboard at `t` seconds of the clip, `seconds` into its step."""

    def __init__(
        self, board: Board, t: float, seconds: float, shown: frozenset[str], camera: Camera, lw: float
    ) -> None:
        self.board, self.t, self.seconds, self.shown = board, t, seconds, shown
        self.camera, self.lw = camera, lw
        self._things: dict[str, Thing] = {}
        self._making: list[str] = []

    # ---- values ---------------------------------------------------------------------------------
    def value(self, name: str, param: str, default: Any = None) -> Any:
        """A parameter of a thing as it is now: its track's, else what the storyboard gives it at the start."""
        start = self.board.things[name].given.get(param, default)
        track = self.board.story.tr.get(f"{name}.{param}")
        if track is None:
            return self._found(start)
        now = track.at(self.t, lambda value: self._found(start if value is None else value), lerp_any)
        return self._found(start) if now is None else now

    def num(self, name: str, param: str, default: float = 0.0) -> float:
        """A parameter that is a number."""
        return float(self.value(name, param, default))

    def point(self, name: str, param: str, default: Any = None) -> Any:
        """A parameter that is a point in cm or nothing."""
        found = self.value(name, param, default)
        return None if found is None else V(found)

    def global_num(self, key: str) -> float:
        """A track that belongs to no thing: `ok`, `arrow.slide`."""
        track = self.board.story.tr.get(key)
        now = None if track is None else track.at(self.t, lambda value: 0.0 if value is None else value, lerp_any)
        return 0.0 if now is None else float(now)

    def _found(self, value: Any) -> Any:
        if isinstance(value, tuple) and value and value[0] == "anchor":
            return self.anchor(value[1], value[2]) + value[3]
        return value

    # ---- things ---------------------------------------------------------------------------------
    def thing(self, name: str) -> Thing:
        """A thing as it is now. Raises StoryboardMistake for a name nobody has and for two that hold each other."""
        if name not in self._things:
            if name not in self.board.things:
                known = ", ".join(self.board.things)
                raise StoryboardMistake(self.board.file, name, f"nothing has this name; there are {known}")
            if name in self._making:
                ring = " and ".join(dict.fromkeys(self._making))
                raise StoryboardMistake(
                    self.board.file, name, f"{ring} hold on to each other; give one of them a point"
                )
            self._making.append(name)
            try:
                self._things[name] = self.board.things[name].make(self, name)
            finally:
                self._making.remove(name)
        return self._things[name]

    def anchor(self, name: str, point: str) -> Any:
        """A point of a thing, in cm. Raises StoryboardMistake where it has no such point."""
        points = self.thing(name).points
        if point not in points:
            known = ", ".join(sorted(points))
            raise StoryboardMistake(self.board.file, f"{name}.{point}", f"{name} has no such point; it has {known}")
        return np.asarray(points[point], float)

    def bed(self) -> Any:
        """The bed of the storyboard, or None: its height, its back, and points on the mattress."""
        for name, thing in self.board.things.items():
            if thing.kind == "bed":
                return self.thing(name).of
        return None

    def painted(self) -> list[Group]:
        """What is painted of all that is shown."""
        seen = [name for name in self.board.things if name in self.shown and self.num(name, "shown", 1) > 0.5]
        return [group for name in seen for group in self.thing(name).groups]

    def at(self, spec: Any) -> Any:
        """A point written in a symbol of the storyboard: an anchor, or cm."""
        return V(self._found(spec))
