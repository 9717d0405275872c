"""A person lying in the bed: on the back, on a side, sitting up with its back, slid up or down, knees bent."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from videos.studio.cast import StoryboardMistake
from videos.studio.figure import Person
from videos.studio.geometry import V, basis, norm, rot
from videos.studio.story import lerp_any

if TYPE_CHECKING:
    from videos.studio.people import Posture


def lie(person: Person, posture: Posture) -> None:
    """Put a person into the bed, head at -x. `roll` under 0 turns the face away from the viewer (to the far side),
    over 0 to the viewer; the upper side's leg bends with `knee`, its arm folds with `cross`."""
    bed = posture.moment.bed()
    if bed is None:
        raise StoryboardMistake(
            posture.moment.board.file, posture.name, "lies in a bed and there is none; add one to the props"
        )
    roll, slide, along = posture.num("roll"), posture.num("z"), posture.num("x")
    upper, lower, out = ("R", "L", 1) if roll <= 0 else ("L", "R", -1)
    u = min(1.0, abs(roll) / 30)
    lift = abs(math.sin(math.radians(roll)))
    ease_forward = posture.num("shoulder")
    person.R = rot((1, 0, 0), roll) @ basis((-1, 0, 0), (0, 1, 0))
    person.pos = V(8 + along, bed.h + 10.5 + lift * 5, slide - out * lift * 7)
    person.spine = (bed.back * 0.92, posture.num("side"), -6 * ease_forward * out + posture.num("twist"))
    person.neck = (
        posture.or_num("nod", 14 - bed.back * 0.25),
        posture.num("tip"),
        posture.or_num("look", -roll * 0.35),
    )
    _legs(person, posture, bed, (upper, lower, out), u, V(along, 0, slide))
    _arms(person, posture, bed, (upper, lower, out), u, ease_forward)
    layer = posture.moment.num(posture.name, "layer", 0)
    layers = {"torso": 10.0, "leg" + lower: 8.6, "leg" + upper: 9.0, "armL": 9.0, "armR": 14.0, "head": 12.0}
    if posture.moment.camera.yaw > 45:
        layers |= {"leg" + lower: 20.0, "leg" + upper: 21.0, "head": 8.0}
    person.layers = {limb: layer + height for limb, height in layers.items()}
    person.solve()


def _legs(person: Person, posture: Posture, bed: Any, sides: tuple[str, str, int], u: float, moved: Any) -> None:
    upper, lower, out = sides
    knee, between = posture.num("knee"), posture.num("legpillow")
    h = bed.h
    straight = V(8 + 82 - 5 * u, h + 6 + 2 * u, out * (9 - 9 * u))
    bent = V(8 + 46 - 4 * u, h + 4, out * (13 - 15 * u))
    foot = lerp_any(straight, bent, knee)
    pole = V(0, 1, out * (0.25 - 0.9 * u - 0.2 * knee))
    person.foot[upper] = lerp_any(foot, V(8 + 73, h + 17, out), between)
    person.kpole[upper] = lerp_any(pole, V(0, 0.75, out * 0.55), between)
    person.foot[lower] = V(8 + 83.5, h + 5, out * (-9 - 2 * u))
    person.kpole[lower] = V(0, 1, out * -0.1)
    both, rest = posture.num("knees"), posture.num("kneerest")
    for side, sign in ((upper, out), (lower, -out)):
        person.foot[side] = lerp_any(person.foot[side], V(8 + 44, h + 5, sign * 9), both)
        person.foot[side] = lerp_any(person.foot[side], V(8 + 77, h + 6, sign * 9), rest)
        person.kpole[side] = lerp_any(person.kpole[side], V(0, 1, sign * 0.05), max(both, rest))
        person.foot[side] = person.foot[side] + moved + V(0, posture.num("heels") + posture.num("lift" + side), 0)
        own = posture.point("foot" + side)
        if own is not None:
            person.foot[side] = own
        own = posture.point("kpole" + side)
        if own is not None:
            person.kpole[side] = own


def _arms(person: Person, posture: Posture, bed: Any, sides: tuple[str, str, int], u: float, forward: float) -> None:
    upper, lower, out = sides
    folding = max(posture.num("cross"), u)
    rest = person.pos + V(-2 - bed.back * 0.1, -3 + bed.back * 0.08, 23 * out)
    folded = person.pos + V(-30, 13, out * (-6 + 4 * (1 - u)))
    hands = {
        lower: person.pos + V(-2 - 14 * forward, -1 + 3 * u, out * (-22 + 4 * u - 8 * forward)),
        upper: lerp_any(rest, folded, folding),
    }
    directions = {lower: V(1, -0.1, 0), upper: lerp_any(V(1, -0.1, -0.1 * out), V(-0.35, 0.05, -0.93 * out), folding)}
    poles = {lower: V(0, 0.2, -out), upper: V(0.2, -0.2, out)}
    for side in "LR":
        wanted = posture.moment.value(posture.name, "hand" + side, hands[side])
        person.hand[side] = V(wanted)
        direction, palm, pole = (posture.point(each + side) for each in ("hdir", "palm", "pole"))
        person.hdir[side] = directions[side] if direction is None else norm(direction)
        person.palm[side] = V(0, -1, 0) if palm is None else norm(palm)
        person.pole[side] = poles[side] if pole is None else pole
        person.gest[side] = posture.get("gest" + side)
