"""A single hand with its forearm and cuff, for close-ups: where it is, where it points, how it holds."""

from __future__ import annotations

from typing import Any

from PySide6.QtGui import QColor

from videos.studio.geometry import V, norm
from videos.studio.hands import hand_groups, hand_parts
from videos.studio.ink import Group, Part, mix
from videos.studio.moment import Moment, Thing
from videos.studio.props import disc

PARAMS = frozenset(("at", "dir", "palm", "gest", "size", "layer", "layer_fingers", "hold"))
GIVEN = frozenset(("of", "side", "glove"))
HOLDS = ("wrist", "thumb", "index", "palm", "grip")
_FAT = 1.16


def make_hand(moment: Moment, name: str) -> Thing:
    """A hand now; `hold` says which point of it is at `at`: wrist, thumb, index, palm or grip (between the two tips)."""
    thing = moment.board.things[name]
    sign = 1 if thing.given.get("side", "L") == "L" else -1
    skin, sleeve = thing.look["skin"], thing.look["top"]
    glove = thing.given.get("glove")
    hand_colour = QColor(glove) if glove else skin
    direction = norm(moment.point(name, "dir", V(-0.7 * sign, 0.6, 0.1)))
    palm = moment.point(name, "palm", V(-0.4 * sign, -0.2, -1))
    size = moment.num(name, "size", 1.12)
    gesture = moment.value(name, "gest", "relaxed")
    target = moment.point(name, "at", V(0, 0, 0))
    trial = hand_parts(target, direction, palm, sign, gesture, hand_colour, size, _FAT)
    wrist = target - (_points(trial, target)[moment.value(name, "hold", "wrist")] - target)
    parts = hand_parts(wrist, direction, palm, sign, gesture, hand_colour, size, _FAT)
    layer = moment.num(name, "layer", 12)
    fingers_layer = moment.num(name, "layer_fingers", layer - 3)
    nail = None if glove else mix(skin, "#F7D9CF", 0.55)
    arm = [Part(hand_colour, [(*(wrist - direction * 16), 4.8), (*wrist, 3.5)], lit=0.16)]
    fingers, palm_group, thumb = hand_groups(parts, moment.camera, moment.lw, hand_colour, arm, nails=nail, split=True)
    back, front = Group(layer=fingers_layer, depth=1), Group(layer=layer)
    back.subs, front.subs = fingers, [palm_group, *thumb]
    cuff_at = wrist - direction * (6.5 if not glove else 9.5)
    cuff = Group(
        [Part(sleeve, [(*(wrist - direction * 46), 7.4)], pts=disc(cuff_at, direction, 5.2), lit=0.1)],
        layer=layer + 0.5,
    )
    return Thing(_points(parts, wrist), [back, front, cuff])


def _points(parts: Any, wrist: Any) -> dict[str, Any]:
    thumb, index = parts["ttip"][-1], parts["tips"][0][-1]
    return {
        "wrist": wrist, "thumb": thumb, "index": index, "palm": parts["W"](0, 5, 1.6), "grip": (thumb + index) / 2,
        "middle": parts["W"](0, 5, 0), "ring": parts["tips"][2][-1],
    }  # fmt: skip
