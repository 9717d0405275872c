"""Props that are put together in props.yaml from boxes, rods, balls, flat shapes and lines: a new one needs no Python."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from videos.studio.cast import StoryboardMistake
from videos.studio.furniture import turned
from videos.studio.geometry import V, norm, rot
from videos.studio.ink import Group, Part, Scene, line3, mix, poly3, shade_of
from videos.studio.moment import Moment, Thing
from videos.studio.props import disc

PROPS = Path(__file__).with_name("props.yaml")
PALETTE = {
    "ink": "#33424F", "wood": "#D8AE82", "wood_dark": "#B98A5E", "sheet": "#F4F8F8", "blanket": "#A9C9D6", "white": "#FFFFFF",
    "amber": "#F2B661", "orange": "#E8743B", "green": "#2E9E6B", "red": "#D1495B", "navy": "#22384D", "purple": "#8467AE",
    "metal": "#C9D3DA", "metal_dark": "#8FA0AC", "glass": "#D5ECF3", "water": "#A9D5E6", "paper": "#FFFDF8", "teal": "#4E93A6",
    "sage": "#7FA98C", "cream": "#F6E2B8", "brown": "#9A5B2E", "grey": "#8A97A3", "skin": "#EDC3A3", "black": "#4A5761",
    "rose": "#E8A79B", "glove": "#B9C6E8", "gold": "#D8AE4A", "patch": "#E3C9A0",
}  # fmt: skip
SHAPES = ("box", "rod", "hull", "flat", "line", "disc", "ring", "join")
_FIELDS = frozenset(
    (
        *SHAPES,
        "colour",
        "r",
        "r2",
        "w",
        "when",
        "unless",
        "move",
        "swing",
        "grow",
        "layer",
        "ink",
        "lit",
        "edge",
        "closed",
    )
)


@cache
def library() -> dict[str, dict[str, Any]]:
    """Every prop of props.yaml by kind. Raises StoryboardMistake where one is not written as it must be."""
    found: dict[str, dict[str, Any]] = yaml.safe_load(PROPS.read_text("utf-8"))
    for kind, prop in found.items():
        for number, part in enumerate(prop["parts"], 1):
            strange = set(part) - _FIELDS
            if strange or sum(shape in part for shape in SHAPES) != 1:
                problem = (
                    f"unknown: {', '.join(sorted(strange))}" if strange else f"it needs one of {', '.join(SHAPES)}"
                )
                raise StoryboardMistake("props.yaml", f"{kind}, part {number}", problem)
    return found


def params_of(kind: str) -> frozenset[str]:
    """What can be changed in a prop besides place, turn, size and layer."""
    named = {part[field] for part in library()[kind]["parts"] for field in ("when", "unless") if field in part}
    named |= {
        part[field]["by"] for part in library()[kind]["parts"] for field in ("move", "swing", "grow") if field in part
    }
    return frozenset((*named, "colour"))


def make_composed(moment: Moment, name: str) -> Thing:
    """A prop of props.yaml now."""
    thing = moment.board.things[name]
    prop = library()[thing.kind]
    place = _Place(moment, name, prop)
    groups = []
    for number, part in enumerate(prop["parts"]):
        is_there = moment.num(name, part["when"]) > 0.5 if "when" in part else True
        if "unless" in part:
            is_there = is_there and moment.num(name, part["unless"]) <= 0.5
        if is_there:
            groups.append(_painted(place, part, number))
    points = {point: place.at(spot) for point, spot in {"middle": (0, 0, 0), **prop.get("points", {})}.items()}
    return Thing(points, groups)


class _Place:
    """Where a prop is and how its parts move within it."""

    def __init__(self, moment: Moment, name: str, prop: Mapping[str, Any]) -> None:
        self.moment, self.name = moment, name
        self.origin = moment.point(name, "at", V(0, 0, 0))
        self.turn, self.size = turned(moment, name), moment.num(name, "size", float(prop.get("size", 1)))
        self.layer = moment.num(name, "layer", float(prop.get("layer", 9)))
        self.colour = moment.value(name, "colour")

    def at(self, spot: Any, part: Mapping[str, Any] | None = None) -> Any:
        """A point of the prop in cm of the room."""
        local = V(spot)
        for field in ("grow", "swing", "move"):
            if part is not None and field in part:
                how = part[field]
                share = self.moment.num(self.name, how["by"], float(how.get("start", 0)))
                if field == "grow":  # towards a fixed point
                    fixed = V(how["to"])
                    local = fixed + (local - fixed) * (V(how.get("along", (1, 1, 1))) * (share - 1) + 1)
                elif field == "swing":
                    pivot = V(how["at"])
                    local = pivot + rot(how["about"], how["degrees"] * share) @ (local - pivot)
                else:
                    local = local + V(how["to"]) * share
        return self.origin + self.turn @ (local * self.size)

    def ink(self, part: Mapping[str, Any]) -> Any:
        """A part's colour: the palette's or its own; `tint` is the prop's colour."""
        wanted = part.get("colour", "white")
        if wanted == "tint":
            wanted = self.colour or "amber"
        return PALETTE.get(wanted, wanted)


def _painted(place: _Place, part: Mapping[str, Any], number: int) -> Group:
    layer = place.layer + number * 0.001 + float(part.get("layer", 0))
    width = float(part.get("ink", 0.8))
    if "box" in part:
        return _box(place, part, layer, width)
    if "join" in part:
        parts = [_solid(place, {**part, **each}, float(part.get("lit", 0.16))) for each in part["join"]]
        return Group(parts, layer=layer, depth=0, lw=width)
    if any(shape in part for shape in ("rod", "hull", "disc")):
        is_flat = "disc" in part or "lit" not in part
        return Group([_solid(place, part, float(part.get("lit", 0)))], layer=layer, depth=0, lw=width, flat=is_flat)
    return Group([], layer=layer, depth=0, deco=[_drawn(place, part, width)])


def _solid(place: _Place, part: Mapping[str, Any], lit: float) -> Part:
    colour, k = place.ink(part), place.size
    if "hull" in part:
        return Part(colour, [(*place.at(spot[:3], part), spot[3] * k) for spot in part["hull"]], lit=lit)
    if "disc" in part:
        centre, normal = place.at(part["disc"]["at"], part), place.turn @ V(part["disc"]["normal"])
        return Part(colour, pts=disc(centre, normal, part["disc"]["r"] * k), lit=0)
    a, b = (place.at(spot, part) for spot in part["rod"])
    first = float(part.get("r", 1)) * k
    along = norm(b - a)
    return Part(colour, pts=disc(a, along, first) + disc(b, along, float(part.get("r2", part.get("r", 1))) * k), lit=0)


def _box(place: _Place, part: Mapping[str, Any], layer: float, width: float) -> Group:
    a, b = (V(corner) for corner in part["box"])
    corners = [V(x, y, z) for x in (a[0], b[0]) for y in (a[1], b[1]) for z in (a[2], b[2])]
    hull = Part(place.ink(part), pts=[place.at(corner, part) for corner in corners], lit=0)
    group = Group([hull], layer=layer, depth=0, lw=width, flat=True)
    colour = place.ink(part)

    def faces(painter: Any, scene: Scene) -> None:
        middle = (a + b) / 2
        for axis in range(3):
            for side in (a, b):
                ring = [corner for corner in corners if corner[axis] == side[axis]]
                ring = [ring[0], ring[1], ring[3], ring[2]]
                spots = [place.at(corner, part) for corner in ring]
                outward = np.mean(spots, axis=0) - place.at(middle, part)
                if norm(outward) @ scene.cam.d > 0.02:
                    up = norm(outward)
                    tone = (
                        mix(colour, "#FFFFFF", 0.35)
                        if up[1] > 0.7
                        else shade_of(colour, 0.22)
                        if abs(up[0]) > 0.7
                        else colour
                    )
                    poly3(painter, scene, spots, tone)

    group.deco.append(faces)
    return group


def _drawn(place: _Place, part: Mapping[str, Any], width: float) -> Any:
    colour = place.ink(part)

    def draw(painter: Any, scene: Scene) -> None:
        if "flat" in part:
            spots = [place.at(spot, part) for spot in part["flat"]]
            edge = float(part.get("edge", 0.8))
            poly3(painter, scene, spots, colour, scene.lw * edge)
        elif "line" in part:
            spots = [place.at(spot, part) for spot in part["line"]]
            line3(painter, scene, spots, colour, scene.lw * float(part.get("w", 1)), bool(part.get("closed")))
        else:
            centre, normal = place.at(part["ring"]["at"], part), place.turn @ V(part["ring"]["normal"])
            spots = disc(centre, normal, part["ring"]["r"] * place.size)
            line3(painter, scene, spots, colour, scene.lw * float(part.get("w", 1)), True)

    return draw
