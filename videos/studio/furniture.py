"""Props that follow a person or change shape: beds, blanket, pillow, wedge, sheet, syringe, bottle, notebook, skin, tube."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor

from videos.studio import props
from videos.studio.cast import StoryboardMistake
from videos.studio.figure import SKIN
from videos.studio.geometry import V, norm, rot
from videos.studio.hospital_bed import HospitalBed
from videos.studio.ink import INK, Group, Part, Scene, line3, mix, poly3
from videos.studio.measuring import MARK, bottle, syringe
from videos.studio.moment import Moment, Thing

COMMON = frozenset(("at", "turn", "layer", "size"))
STYLES = ("home", "hospital")  # of a bed


def turned(moment: Moment, name: str) -> Any:
    """A prop's `turn`, degrees about x, y and z, as a rotation."""
    about = moment.point(name, "turn", V(0, 0, 0))
    return rot((0, 1, 0), about[1]) @ rot((1, 0, 0), about[0]) @ rot((0, 0, 1), about[2])


def make_bed(moment: Moment, name: str) -> Thing:
    """The bed: `height` of the mattress, `back` raised in degrees; `style` home or hospital, `rail` up, `brake` on."""
    height, back = moment.num(name, "height", 66), moment.num(name, "back")
    if moment.value(name, "style", "home") == "hospital":
        bed: Any = HospitalBed(height, back, moment.num(name, "rail"), moment.num(name, "brake", 1))
    else:
        bed = props.Bed(height=height, back=back)
    layer = moment.num(name, "layer")
    groups = bed.groups(layer)
    if moment.camera.yaw > 45:  # from the foot end, the foot board would hide everything
        groups = [g for g in groups if not any(np.asarray(q.sph)[:, 0].min() > 95 for q in g.parts if len(q.sph))]
    points = {
        "head": bed.top(-78), "pillow": bed.top(-72) + V(0, 8, 0), "middle": bed.top(0), "hips": bed.top(8),
        "foot": bed.top(86), "far": bed.top(0, -45), "near": bed.top(0, 45), "headboard": V(-102, bed.h + 30, 0),
        "back": bed.top(-50), "footboard": V(101, bed.h + 6, 0), "wheel": V(-84, 5, 43), "brake": V(92, 11, 47),
        "floor": V(0, 0, 60), "rail": V(-30, bed.h + 20, 46), "under": V(30, bed.h - 30, 47), "bag": V(56, bed.h - 32, 50),
    }  # fmt: skip
    return Thing(points, groups, bed)


def make_blanket(moment: Moment, name: str) -> Thing:
    """A blanket over hips and legs of `over` (patient); `up` moves its upper edge towards the head in cm,
    `half` is half its width (38 unless told; 24 is tucked in along the legs)."""
    over, bed = moment.board.things[name].given.get("over", "patient"), moment.bed()
    if bed is None:
        problem = "a blanket lies on a bed and there is none; add one to the props"
        raise StoryboardMistake(moment.board.file, f"props, {name}", problem)
    person = moment.thing(over).of
    is_end_view = moment.camera.yaw > 45
    layer = moment.num(name, "layer", 30 if is_end_view else 11.5)
    bent = min(1.0, abs(moment.num(over, "roll")) / 30)
    edge = person.pos[0] + 4 - moment.num(name, "up")
    colour, half = moment.value(name, "colour", props.BLANKET), moment.num(name, "half")
    group = props.drape(person, bed, edge, bent, layer=layer, col=colour, w=half or None)
    return Thing({"edge": V(edge, bed.h + 16, person.pos[2]), "middle": person.J["knR"] + V(0, 8, 0)}, [group])


def make_pillow(moment: Moment, name: str) -> Thing:
    """A pillow; `size3` is its length, height and depth in cm."""
    at, turn, box = (
        moment.point(name, "at", V(0, 0, 0)),
        turned(moment, name),
        moment.point(name, "size3", V(40, 13, 58)),
    )
    colour = moment.value(name, "colour", props.PILLOW)
    group = props.pillow(
        at, tuple(box), R=turn, col=colour, layer=moment.num(name, "layer", 5), squash=moment.num(name, "squash", 0.08)
    )
    return Thing(_box_points(at, turn, box), [group])


def make_wedge(moment: Moment, name: str) -> Thing:
    """A foam wedge, thick edge to the viewer."""
    at, turn = moment.point(name, "at", V(0, 0, 0)), turned(moment, name)
    box = moment.point(name, "size3", V(42, 17, 30))
    group = props.wedge(at, turn @ rot((0, 1, 0), 180), size=tuple(box), layer=moment.num(name, "layer", 9.5))
    return Thing({**_box_points(at, turn, box), "grip": at + turn @ V(2, 15, 4)}, [group])


def _box_points(at: Any, turn: Any, box: Any) -> dict[str, Any]:
    a, b, c = box / 2
    return {
        "middle": at, "top": at + turn @ V(0, b, 0), "left": at + turn @ V(-a, 0, 0), "right": at + turn @ V(a, 0, 0),
        "near": at + turn @ V(0, 0, c), "far": at + turn @ V(0, 0, -c), "grip": at + turn @ V(0, b * 0.5, c * 0.7),
    }  # fmt: skip


def make_sheet(moment: Moment, name: str) -> Thing:
    """A sheet or pad lying flat, `wide` x `deep` cm about `at`; `rolled` of it (0-1) is rolled up from the far side,
    or from the near one with `from_near`; `lift` raises the far edge, `lift_near` the near one; with
    `on_bed` it follows the raised back of the bed."""
    at = moment.point(name, "at", V(-14, 67, 0))
    wide, deep = moment.num(name, "wide", 88) / 2, moment.num(name, "deep", 64) / 2
    rolled, colour = min(0.97, moment.num(name, "rolled")), moment.value(name, "colour", "#CFE3EA")
    lift, lift_near = moment.num(name, "lift"), moment.num(name, "lift_near")
    layer = moment.num(name, "layer", 4.5)
    is_near = bool(moment.board.things[name].given.get("from_near"))
    start, end = (-deep, deep - 2 * deep * rolled) if is_near else (-deep + 2 * deep * rolled, deep)
    stain = moment.num(name, "stain")
    bed = moment.bed() if moment.num(name, "on_bed") > 0.5 else None

    def spot_at(x: float, y: float, z: float) -> Any:
        """A point of the sheet; with `on_bed` it follows the raised back of the mattress."""
        if bed is None:
            return at + V(x, y, z)
        return bed.top(at[0] + x, at[2] + z) + V(0, at[1] - bed.h + y, 0)

    hinge = None if bed is None or not -wide < bed.hx - at[0] < wide else bed.hx - at[0]
    across = [-wide, wide] if hinge is None else [-wide, hinge, wide]

    def draw(painter: Any, scene: Scene) -> None:
        rows = [(start, lift), (start + 4, lift * 0.25), (end - 4, lift_near * 0.25), (end, lift_near)]
        for (z0, y0), (z1, y1) in pairwise(rows):
            quad = [spot_at(x, y0, z0) for x in across] + [spot_at(x, y1, z1) for x in reversed(across)]
            poly3(painter, scene, quad, colour)
        edge = [spot_at(x, lift, start) for x in across] + [spot_at(x, lift_near, end) for x in reversed(across)]
        line3(painter, scene, edge, mix(colour, INK, 0.55), scene.lw * 0.7, True)
        if stain > 0.02:
            spot = [
                at + V(0.3 * wide * math.cos(a), 0.3, 0.35 * deep * math.sin(a)) * stain
                for a in np.linspace(0, 6.283, 24)
            ]
            poly3(painter, scene, spot, mix(colour, "#E3C36A", 0.75))

    groups = [Group([], layer=layer, depth=0, deco=[draw])]
    if rolled > 0.02:
        radius = 1.2 + 2.6 * math.sqrt(rolled)
        z = end if is_near else start
        rolls = [
            Part(colour, [(*spot_at(x, radius, z), radius) for x in ends], lit=0.2) for ends in pairwise(across)
        ]
        groups.append(Group(rolls, layer=layer + 0.1, depth=0, lw=0.8))
    points = {
        "middle": spot_at(0, 0, 0), "far": spot_at(0, lift, start), "near": spot_at(0, lift_near, end),
        "roll": spot_at(0, 3, end if is_near else start),
        "farL": spot_at(wide * 0.7, lift, start), "farR": spot_at(-wide * 0.7, lift, start),
        "nearL": spot_at(-wide * 0.7, lift_near, end), "nearR": spot_at(wide * 0.7, lift_near, end),
    }  # fmt: skip
    return Thing(points, groups)


def make_syringe(moment: Moment, name: str) -> Thing:
    """An oral syringe: tip at `at`, pointing along `dir` to its plunger; `fill` and `mark` as shares, `air` a bubble."""
    tip, axis, k = (
        moment.point(name, "at", V(0, 0, 0)),
        norm(moment.point(name, "dir", V(0, -1, 0))),
        moment.num(name, "size", 1.3),
    )
    mark = moment.value(name, "mark", MARK)
    groups, at, ring = syringe(
        tip, axis, moment.num(name, "fill", 0.04), k, moment.num(name, "layer", 10),
        None if mark is None or float(mark) < 0 else float(mark), moment.num(name, "air"),
    )  # fmt: skip
    points = {
        "tip": tip, "barrel": at(6.0), "flange": at(9.6), "plunger": at(ring + 9.4), "end": at(ring + 9.9), "top": at(1.5),
        "ring": at(ring), "mark": at(1.75 + 7.1 * (MARK if mark is None else float(mark))),
    }  # fmt: skip
    return Thing(points, groups)


def make_bottle(moment: Moment, name: str) -> Thing:
    """A medicine bottle: mouth at `at`, `dir` from its mouth to its bottom; `cap` over 0.5 is closed."""
    neck, axis, k = (
        moment.point(name, "at", V(0, 0, 0)),
        norm(moment.point(name, "dir", V(0, -1, 0))),
        moment.num(name, "size", 1.4),
    )
    group = bottle(neck, axis, k, moment.num(name, "layer", 8), is_capped=moment.num(name, "cap") > 0.5)
    points = {
        "mouth": neck,
        "label": neck + axis * 6.6 * k,
        "middle": neck + axis * 6 * k,
        "bottom": neck + axis * 10.4 * k,
    }
    return Thing(points, [group])


def make_notebook(moment: Moment, name: str) -> Thing:
    """The log: a page seen from above, standing in the picture; `write` (0-1) is what has been written, `rows` how many
    lines that is; a pen is at the end of it. Its point `hand` is where a writing hand's wrist belongs."""
    at, k = moment.point(name, "at", V(12, -1.5, 0)), moment.num(name, "size", 1)
    written, rows, layer = moment.num(name, "write"), moment.num(name, "rows", 3), moment.num(name, "layer", 4)
    before = moment.num(name, "before")  # lines that are there already
    ticked = moment.num(name, "tick")
    page = [at + V(x, y, 1) * k for x, y in ((-9, -10.5), (9, -10.5), (9, 10.5), (-9, 10.5))]

    def draw(painter: Any, scene: Scene) -> None:
        poly3(painter, scene, [q + V(0.6, -0.6, -0.1) * k for q in page], "#7FA98C", scene.lw)
        poly3(painter, scene, page, "#FFFDF8", scene.lw)
        for row in range(6):
            y = 7.0 - row * 2.9
            line3(painter, scene, [at + V(-7, y, 1.2) * k, at + V(7, y, 1.2) * k], "#D5DDE2", scene.lw * 0.5)
            share = 1.0 if row < before else max(0.0, min(1.0, written * rows - (row - before)))
            if share > 0:
                wave = [
                    at + V(-7 + 12 * share * s, y + 0.7 + 0.35 * math.sin(s * 20 + row), 1.3) * k
                    for s in np.linspace(0, 1, 24)
                ]
                line3(painter, scene, wave, INK if row >= before else mix(INK, "#FFFFFF", 0.35), scene.lw * 0.8)
        if ticked > 0.02:
            y = 7.0 - max(0, before - 1) * 2.9
            tick = [at + V(x, y + dy, 1.4) * k for x, dy in ((5.6, 1.0), (6.4, 0.2), (8.0, 2.4))]
            for a, b in pairwise(tick):
                line3(painter, scene, [a, b], "#2E9E6B", scene.lw * 1.6)

    row = min(rows - 1, math.floor(written * rows)) if written < 1 else rows - 1
    share = min(1.0, written * rows - row)
    nib = at + V(-7 + 12 * share, 7.8 - (row + before) * 2.9, 2) * k
    pen = Group(
        [props.cyl("#E8743B", nib + V(0.7, 1.0, 0.6), nib + V(6.5, 8.5, 4), 0.55), props.cyl("#33424F", nib, nib + V(0.7, 1.0, 0.6), 0.1, 0.5)],
        layer=layer + 7, depth=0, lw=0.8, flat=True,
    )  # fmt: skip
    groups = [Group([], layer=layer, depth=0, deco=[draw])]
    if moment.num(name, "pen", 1.0) > 0.5:
        groups.append(pen)
    points = {
        "middle": at,
        "pen": nib,
        "hand": nib + V(13.2, -7.8, 3),
        "top": at + V(0, 10, 1) * k,
        "line": at + V(0, 7 - before * 2.9, 1.4) * k,
    }
    return Thing(points, groups)


# What `skin` can be: its solids as spheres x, y, z, radius; where its spot is, and how large.
SKIN_SHAPES: dict[str, tuple[list[list[tuple[float, float, float, float]]], tuple[float, float, float], float]] = {
    "slab": ([[(-14, 0, 0, 8.5), (0, 0.8, 0, 9.4), (14, -0.4, 0, 8.2)]], (1, 3.2, 9.2), 1.0),
    "heel": (
        [
            [(-24, 3.2, 0, 5.6), (-10, 3.6, 0, 5.2), (0, 2.4, 0, 3.8)],
            [(0, 2.4, 0, 3.8), (3.6, -0.6, 0, 4.0), (2.4, 1.4, 0, 4.2)],
            [(2.6, 1.6, 0, 4.2), (5.2, 8.4, 0, 3.4), (4.4, 6.0, 0, 3.6)],
            [(5.2, 8.4, 0, 3.4), (4.6, 14.4, 0, 2.1)],
        ],
        (3.4, -0.7, 4.2),
        0.62,
    ),
}


def make_skin(moment: Moment, name: str) -> Thing:
    """A large piece of skin for a close-up, `shape` slab or heel: `tone` of the skins, `red` spot, `pale` where it was
    pressed (0-1). On the two darkest skins a spot is purple and dark, not red."""
    tone = str(moment.board.things[name].given.get("tone", "honey"))
    colour = QColor(SKIN[tone])
    at, k, layer = moment.point(name, "at", V(0, 0, 0)), moment.num(name, "size", 1), moment.num(name, "layer", 6)
    turn = turned(moment, name)
    red, pale = moment.num(name, "red"), moment.num(name, "pale")
    is_dark = tone in ("chestnut", "espresso")
    solids, where, large = SKIN_SHAPES[str(moment.board.things[name].given.get("shape", "slab"))]
    parts = [
        Part(colour, [(*(at + turn @ V(x, y, z) * k), r * k) for x, y, z, r in solid], lit=0.12) for solid in solids
    ]
    body = Group(parts, layer=layer)
    spot = at + turn @ V(where) * k

    def ellipse(painter: Any, scene: Scene, ink: QColor, share: float, alpha: float) -> None:
        centre = scene.cam.proj([spot])[0]
        ink = QColor(ink)
        ink.setAlpha(int(alpha * 255))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        s = scene.cam.s * k * share * large
        painter.save()
        painter.translate(centre[0], centre[1])
        painter.drawEllipse(QRectF(-3.6 * s, -2.7 * s, 7.2 * s, 5.4 * s))
        painter.restore()

    def marks(painter: Any, scene: Scene) -> None:
        if red > 0.02:
            worst = QColor("#4A2140" if is_dark else "#D2473F")
            for share, alpha in ((1.25, 0.30), (1.0, 0.45), (0.6, 0.35)):
                ellipse(painter, scene, worst, share, alpha * red)
        if pale > 0.02:
            ellipse(painter, scene, mix(colour, "#FFFFFF", 0.4), 0.75, 0.85 * pale)

    body.deco.append(marks)
    points = {
        "spot": spot,
        "middle": at + turn @ V(0, 0, 9) * k,
        "left": at + turn @ V(-14, 2, 8) * k,
        "right": at + turn @ V(14, 2, 8) * k,
    }
    return Thing(points, [body])


def make_tube(moment: Moment, name: str) -> Thing:
    """A thin tube or cord through `path`, points or anchors; `sag` lets the middle hang."""
    given = moment.board.things[name].given
    path = [moment.at(each) for each in given["path"]]
    sag, colour, width = moment.num(name, "sag"), given.get("colour", "#D8AE4A"), moment.num(name, "width", 1.3)
    line = [a + (b - a) * s - V(0, 4 * sag * s * (1 - s), 0) for a, b in pairwise(path) for s in np.linspace(0, 1, 10)]

    def draw(painter: Any, scene: Scene) -> None:
        line3(painter, scene, line, mix(colour, INK, 0.5), scene.lw * (width + 0.7))
        line3(painter, scene, line, colour, scene.lw * width)

    points = {"start": path[0], "end": path[-1], "middle": line[len(line) // 2]}
    return Thing(points, [Group([], layer=moment.num(name, "layer", 27.5), depth=0, deco=[draw])])


KINDS: dict[str, tuple[Any, frozenset[str]]] = {
    "bed": (make_bed, frozenset(("height", "back", "style", "rail", "brake"))),
    "blanket": (make_blanket, frozenset(("over", "up", "colour", "half"))),
    "pillow": (make_pillow, frozenset(("size3", "colour", "squash"))),
    "wedge": (make_wedge, frozenset(("size3",))),
    "sheet": (make_sheet, frozenset(("wide", "deep", "rolled", "colour", "lift", "lift_near", "from_near", "stain", "on_bed"))),
    "syringe": (make_syringe, frozenset(("dir", "fill", "mark", "air"))),
    "bottle": (make_bottle, frozenset(("dir", "cap"))),
    "notebook": (make_notebook, frozenset(("write", "rows", "before", "tick", "pen"))),
    "skin": (make_skin, frozenset(("tone", "shape", "red", "pale"))),
    "tube": (make_tube, frozenset(("path", "sag", "colour", "width"))),
}
