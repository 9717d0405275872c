"""People of a storyboard: standing, sitting, lying in a bed or leaning back in a close-up, from numbers and poses."""

from __future__ import annotations

import math
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from videos.studio.cast import StoryboardMistake
from videos.studio.figure import Person
from videos.studio.geometry import V, basis, norm, rot
from videos.studio.ink import Group, Part, Scene, line3, mix
from videos.studio.lying import lie
from videos.studio.moment import Moment, Thing
from videos.studio.story import lerp_any

POSES = Path(__file__).with_name("poses.yaml")
BASES = ("stand", "sit", "lie", "recline")
DEFAULTS: dict[str, Any] = {
    "base": "stand", "x": 0.0, "y": 0.0, "z": 0.0, "turn": 0.0, "lean": 0.0, "side": 0.0, "twist": 0.0, "bend": 0.0,
    "apart": 9.0, "stride": 0.0, "look": None, "nod": None, "tip": 0.0, "seat": 47.0, "roll": 0.0, "knee": 0.0, "cross": 0.0,
    "shoulder": 0.0, "kneerest": 0.0, "knees": 0.0, "liftL": 0.0, "liftR": 0.0, "heels": 0.0, "cheek": 0.0, "legpillow": 0.0,
}  # fmt: skip
_WORDS = {"gestL": "relaxed", "gestR": "relaxed", "eyes": "open", "mouth": "calm"}
POINTS = ("handL", "handR", "hdirL", "hdirR", "palmL", "palmR", "footL", "footR", "poleL", "poleR", "kpoleL", "kpoleR")
LIMBS = ("torso", "head", "armL", "armR", "legL", "legR", "foreL", "foreR")
PARAMS = frozenset((*DEFAULTS, *_WORDS, *POINTS, "pose", "glove", "layer", *(f"layer_{limb}" for limb in LIMBS), "layer_cheek"))


@cache
def poses() -> dict[str, dict[str, Any]]:
    """The poses of poses.yaml by name."""
    found: dict[str, dict[str, Any]] = yaml.safe_load(POSES.read_text("utf-8"))
    return found


class Posture:
    """A person's numbers now: from its tracks, else its pose, else what everyone starts with."""

    def __init__(self, moment: Moment, name: str) -> None:
        self.moment, self.name = moment, name

    def get(self, param: str) -> Any:
        """One parameter."""
        default = DEFAULTS.get(param, _WORDS.get(param))
        track = self.moment.board.story.tr.get(f"{self.name}.pose")
        start = self.moment.board.things[self.name].given.get("pose", "start")

        def of_pose(pose: Any) -> Any:
            if (pose or start) not in poses():
                known = ", ".join(poses())
                raise StoryboardMistake(
                    self.moment.board.file, f"{self.name}.pose", f"no pose is called {pose}; there are {known}"
                )
            return poses()[pose or start].get(param, default)

        base = of_pose(start) if track is None else track.at(self.moment.t, of_pose, lerp_any)
        return self.moment.value(self.name, param, base)

    def num(self, param: str) -> float:
        """One parameter that is a number."""
        return float(self.get(param))

    def or_num(self, param: str, default: float) -> float:
        """One parameter that may be left to the posture."""
        found = self.get(param)
        return default if found is None else float(found)

    def point(self, param: str) -> Any:
        """One parameter that is a point or nothing."""
        return self.moment.point(self.name, param)


def make_person(moment: Moment, name: str) -> Thing:
    """A person now."""
    posture = Posture(moment, name)
    person = Person(**{"shoe": "#F4F4F0", **moment.board.things[name].look})
    base = posture.get("base")
    glove = moment.board.things[name].given.get("glove")
    person.glove = QColor(glove) if glove else None
    person.eyes, person.mouth = posture.get("eyes"), posture.get("mouth")
    person.breath = math.sin(moment.seconds * 2 * math.pi / 4.2)
    person.blink = 1.0 if (moment.seconds + (1.3 if base == "stand" else 0.9)) % 4.1 < 0.14 else 0.0
    {"stand": _stand, "sit": _sit, "lie": lie, "recline": _recline}[base](person, posture)
    for limb in LIMBS:
        own = moment.value(name, f"layer_{limb}")
        if own is not None:
            person.layers[limb] = float(own)
    groups = [group for group in person.groups(0) if base != "recline" or not group.name.startswith("leg")]
    if posture.num("cheek") > 0.5:
        groups.append(_cheek(person, moment.num(name, "layer_cheek", 10.4)))
    return Thing(points_of(person), groups, person)


# ---- postures -----------------------------------------------------------------------------------
def _upright(person: Person, posture: Posture) -> tuple[Any, Any]:
    turn = math.radians(posture.num("turn"))
    front, left = V(math.sin(turn), 0, math.cos(turn)), V(math.cos(turn), 0, -math.sin(turn))
    person.R = basis((0, 1, 0), front)
    lean = posture.num("lean")
    person.spine = (lean, posture.num("side"), posture.num("twist"))
    person.neck = (posture.or_num("nod", 16 - lean * 0.25), posture.num("tip"), posture.or_num("look", -8))
    return front, left


def _stand(person: Person, posture: Posture) -> None:
    front, left = _upright(person, posture)
    k = person.k
    ground = V(posture.num("x"), posture.num("y"), posture.num("z"))
    person.pos = ground + V(0, 93 * k - posture.num("bend"), 0)
    apart, stride = posture.num("apart"), posture.num("stride")
    for side, sign in (("L", 1), ("R", -1)):
        back = 5 if side == "L" else 1
        own = posture.point("foot" + side)
        person.foot[side] = (
            ground + left * (sign * apart) + front * (sign * stride - back) + V(0, 8, 0) if own is None else own
        )
        person.kpole[side] = front + left * (sign * 0.25)
    person.solve()
    _arms(person, posture, front, left)
    bed = posture.moment.bed()
    base = posture.moment.value(posture.name, "layer")
    behind = (
        base is None
        and bed is not None
        and person.pos @ posture.moment.camera.d < 8 + 60 * abs(posture.moment.camera.d[0])
    )
    layer = float(base) if base is not None else (-1.0 if behind else 40.0)
    _upright_layers(person, posture, layer, front)
    if behind:
        for side in "LR":
            if person.hand[side][2] > -50:
                person.layers["fore" + side] = 26


def _sit(person: Person, posture: Posture) -> None:
    front, left = _upright(person, posture)
    k = person.k
    seat = posture.num("seat")
    person.pos = V(posture.num("x"), posture.num("y") + seat + 9 * k, posture.num("z"))
    for side, sign in (("L", 1), ("R", -1)):
        knee = person.pos + front * 40 * k + left * (sign * posture.num("apart"))
        own = posture.point("foot" + side)
        foot = V(knee[0], max(posture.num("y") + 8, seat - 41 * k), knee[2]) + front * (
            posture.num("stride") * sign + 2
        )
        person.foot[side] = foot if own is None else own
        person.kpole[side] = front + V(0, 0.5, 0)
    person.solve()
    _arms(person, posture, front, left, on_lap=True)
    base = posture.moment.value(posture.name, "layer")
    _upright_layers(person, posture, 10.0 if base is None else float(base), front)


def _recline(person: Person, posture: Posture) -> None:
    lean, x, y, z = (posture.num(each) for each in ("lean", "x", "y", "z"))
    person.R = rot((0, 0, 1), lean) @ rot((0, 1, 0), posture.num("turn"))
    person.pos = V(x, y, z)
    person.neck = (posture.or_num("nod", -4), posture.num("tip"), posture.or_num("look", 0))
    person.hand = {"L": person.pos + V(17, 2, 26), "R": person.pos + V(-21, 2, 36)}
    layer = posture.moment.num(posture.name, "layer", 2)
    person.layers = {"torso": layer, "armL": layer - 1, "armR": layer + 1, "head": layer + 3}
    for side in "LR":
        own = posture.point("hand" + side)
        if own is not None:
            person.hand[side] = own
        person.gest[side] = posture.get("gest" + side)


def _upright_layers(person: Person, posture: Posture, layer: float, front: Any) -> None:
    facing = posture.moment.camera.d
    chest = person.J["chest"] @ facing
    knees = (person.J["knL"] + person.J["knR"]) @ facing / 2
    person.layers = {"torso": layer, "head": layer + 0.5}
    for side in "LR":
        nearer = (person.J["el" + side] + person.hand[side]) @ facing / 2 > chest - 6
        person.layers["arm" + side] = layer + (0.2 if nearer else -0.3)
        ahead = knees > person.pos @ facing + 8  # a seated person's knees come before the body
        own = person.J["kn" + side] @ facing - knees
        person.layers["leg" + side] = layer + (0.1 if ahead else -0.6) + 0.001 * float(own)


# ---- arms ---------------------------------------------------------------------------------------
def _arms(person: Person, posture: Posture, front: Any, left: Any, on_lap: bool = False) -> None:
    for side, sign in (("L", 1), ("R", -1)):
        shoulder = person.J["sh" + side]
        hang = shoulder + left * (4 * sign) + V(0, -46, 0) * person.k + front * 4
        if on_lap:
            hang = (person.J["kn" + side] + person.J["hip" + side]) / 2 + V(0, 9.5, 0) + front * 6
        key = f"{posture.name}.hand{side}"
        moment = posture.moment
        target = _target(moment, key, moment.board.things[posture.name].given.get("hand" + side), hang)
        person.gest[side] = posture.get("gest" + side)
        reach = target - shoulder
        ahead = float(np.clip((reach @ front - 12) / 14, 0, 1)) if not on_lap or key in moment.board.story.tr else 0.0
        moved = float(np.clip(np.linalg.norm(target - hang) / 12, 0, 1))
        still = norm(V(0, -1, 0) + front * 0.1) if not on_lap else norm(front + V(0, -0.25, 0) - left * (0.25 * sign))
        toward = norm(left * (-0.1 if side == "L" else -0.15) + V(0, -0.35, 0) + front)
        direction = norm(lerp_any(lerp_any(still, norm(reach), moved), toward, ahead))
        palm = lerp_any(
            -left * sign if not on_lap else V(0, -1, 0), norm(V(0, -1, 0) - front * 0.3), max(ahead, float(on_lap))
        )
        own_direction, own_palm = posture.point("hdir" + side), posture.point("palm" + side)
        person.hdir[side] = direction if own_direction is None else norm(own_direction)
        person.palm[side] = norm(palm) if own_palm is None else norm(own_palm)
        person.hand[side] = target - person.hdir[side] * 7 * (ahead if own_direction is None else 1.0)
        own_pole = posture.point("pole" + side)
        person.pole[side] = left * (0.8 * sign) + V(0, -0.2, 0) - front * 0.6 if own_pole is None else own_pole


def _target(moment: Moment, key: str, start: Any, hang: Any) -> Any:
    track = moment.board.story.tr.get(key)

    def found(value: Any) -> Any:
        value = start if value is None else value
        return hang if value is None or isinstance(value, str) else V(moment._found(value))

    now = found(None) if track is None else track.at(moment.t, found, lerp_any)
    return found(None) if now is None else now


# ---- points -------------------------------------------------------------------------------------
def points_of(person: Person) -> dict[str, Any]:
    """What others can hold on to: joints, and places of head, trunk, hands and feet, in cm."""
    joints = person.J
    points = {name: spot for name, spot in joints.items() if np.asarray(spot).shape == (3,)}
    front, left, up = joints["S2"][:, 2], joints["S2"][:, 0], joints["S2"][:, 1]
    k = person.k
    points |= {
        "mouth": person.on_head(0, -6.6, 8.6), "brow": person.on_head(0, 6, 8.5), "crown": person.on_head(0, 13, -1),
        "chin": person.on_head(0, -10.5, 6), "front": joints["chest"] - up * 10 * k + front * 10 * k,
        "back": joints["chest"] - up * 12 * k - front * 10 * k, "belly": joints["mid"] + joints["S1"][:, 2] * 10 * k,
        "tail": joints["pelvis"] - person.R[:, 2] * 10 * k, "lap": (joints["knL"] + joints["knR"] + joints["pelvis"]) / 3,
    }  # fmt: skip
    for side, sign in (("L", 1), ("R", -1)):
        points["eye" + side] = person.on_head(sign * 3.7, 0.6, 8.6)
        points["ear" + side] = person.on_head(sign * 9.6, -0.8, -0.8)
        points["cheek" + side] = person.on_head(sign * 5.4, -3.4, 7.4)
        points["arm" + side] = (joints["sh" + side] + joints["el" + side]) / 2 + left * (sign * 4.4 * k)
        points["fore" + side] = (joints["el" + side] + joints["wr" + side]) / 2
        points["chest" + side] = joints["chest"] - up * 8 * k + front * 9.5 * k + left * (sign * 6.5 * k)
        points["shback" + side] = joints["chest"] - up * 9 * k - front * 9 * k + left * (sign * 7 * k)
        points["calf" + side] = joints["kn" + side] * 0.45 + joints["an" + side] * 0.55
        hand = person.H[side]
        points["palm" + side] = hand["W"](0, 5, 1.8)
        points["grip" + side] = hand["W"](0.6, 7.5, 3.2)
        points["tip" + side] = hand["tips"][0][-1]
        points["thumb" + side] = hand["ttip"][-1]
        along = norm(joints["an" + side] - joints["kn" + side])
        toes = (
            norm(person.R[:, 2] * 0.85 - person.R[:, 1] * 0.5)
            if person.bare_legs
            else norm(np.cross(person.R[:, 0], -along))
        )
        points["heel" + side] = joints["an" + side] + along * 4.5 * k - toes * 3.5 * k
        points["toe" + side] = joints["an" + side] + along * 2.5 * k + toes * 15 * k
    return points


def _cheek(person: Person, layer: float) -> Group:
    """The near cheek, painted over what is in the mouth beside it: it is inside."""
    skin, of_head = person.skin, person.on_head

    def draw(painter: Any, scene: Scene) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(skin)
        painter.drawPath(scene.path(Part(skin, [(*of_head(-4.6, -5.0, 6.2), 2.3), (*of_head(-2.5, -6.2, 8.1), 1.0)])))
        bulge = [of_head(-5.0, -7.9, 6.6), of_head(-6.4, -6.2, 6.4), of_head(-6.0, -3.8, 6.8)]
        corner = [of_head(-1.4, -4.9, 9.2), of_head(-2.2, -6.3, 9.0), of_head(-1.6, -7.6, 8.7)]
        for edge in (bulge, corner):
            line3(painter, scene, edge, mix(skin, person.face_ink, 0.7), scene.lw * 0.8)

    return Group([], layer=layer, depth=0, deco=[draw])
