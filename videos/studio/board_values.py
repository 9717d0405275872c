"""What the values of a storyboard may be: a word that is drawn, a number, a point, a colour.

Each check takes a value as it is written and says what is wrong with it and what is allowed, or "" where it is good.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from videos.studio import close_hands, composed, furniture, people
from videos.studio.board_shape import is_anchor, is_number, is_point, is_spot
from videos.studio.figure import EYES, MOUTHS, SKIN
from videos.studio.hands import FINGERS
from videos.studio.ink import is_colour
from videos.studio.signs import SIGNS

Check = Callable[[Any], str]


def word(known: Iterable[str], called: str = "word") -> Check:
    """One of these words."""

    def check(value: Any) -> str:
        choices = tuple(known)
        is_known = isinstance(value, str) and value in choices
        return "" if is_known else f"no {called} is called {value}; there are {', '.join(choices)}"

    return check


def number(value: Any) -> str:
    """A number, or true and false for 1 and 0."""
    is_good = is_number(value) or isinstance(value, bool)
    return "" if is_good else f"{value!r} is no number; write one such as 1.5"


def point(value: Any) -> str:
    """A place in the room, or a point of somebody or something."""
    if is_point(value) or is_anchor(value):
        return ""
    return f"{value!r} is no point; write three numbers such as [0, 74, 0], or a point such as cushion.top + 0 3 0"


def spot(value: Any) -> str:
    """A point, or a place on the picture."""
    return "" if is_spot(value) else point(value)


def colour(value: Any) -> str:
    """A colour."""
    is_good = isinstance(value, str) and is_colour(value)
    return "" if is_good else f'{value!r} is no colour; write one such as "#4E93A6"'


def _of_palette(value: Any) -> str:
    if isinstance(value, str) and value in composed.PALETTE:
        return ""
    return colour(value) and f"{colour(value)}, or one of {', '.join(composed.PALETTE)}"


def _points(value: Any) -> str:
    return next((wrong for wrong in map(point, value) if wrong), "")


def camera(value: Any) -> str:
    """Where the camera looks from."""
    fields = ("x", "y", "z", "s", "yaw", "pitch")
    if not isinstance(value, Mapping):
        return f"it must be a block such as {{x: 0, y: 100, s: 3}}; there are {', '.join(fields)}"
    strange = [str(key) for key in value if key not in fields]
    if strange:
        return f"{strange[0]} is unknown; there are {', '.join(fields)}"
    return "" if value.get("s", 1) > 0 else "s must be over 0; a larger one comes nearer"


# ---- what each parameter takes; every other one is a number ----------------------------------------
_PLACES: dict[str, Check] = {"at": point, "turn": point}
_PERSON: dict[str, Check] = {
    "base": word(people.BASES, "posture"), "pose": lambda value: word(people.poses(), "pose")(value),
    "eyes": word(EYES, "look of the eyes"), "mouth": word(MOUTHS, "mouth"),
    "gestL": word(FINGERS, "gesture"), "gestR": word(FINGERS, "gesture"), **dict.fromkeys(people.POINTS, point),
    "glove": colour,
}  # fmt: skip
_HAND: dict[str, Check] = {
    "at": point, "dir": point, "palm": point, "gest": word(FINGERS, "gesture"), "hold": word(close_hands.HOLDS, "hold"),
    "side": word(("L", "R"), "side"), "glove": colour, "of": lambda _value: "",
}  # fmt: skip
_FURNITURE: dict[str, Check] = {
    **_PLACES, "dir": point, "size3": point, "colour": colour, "path": _points, "over": lambda _value: "",
    "style": word(furniture.STYLES, "style"), "tone": word(SKIN, "tone"), "shape": word(furniture.SKIN_SHAPES, "shape"),
}  # fmt: skip
_FIXED = frozenset(("of", "side", "glove", "over", "path", "from_near", "tone", "shape"))  # read once

_NEEDS = {"pulse": "at", "tick": "at", "cross": "at", "dial": "at", "lens": "at", "ring": "at", "bubble": "from"}
_SYMBOL: dict[str, Check] = {
    **dict.fromkeys(("from", "to", "at", "around"), point), "through": _points, "sign": word(SIGNS, "sign"),
}  # fmt: skip


def value_problem(kind: str, param: str, value: Any) -> str:
    """What is wrong with a parameter of a person, a hand or a prop of this kind."""
    if param == "size" and is_number(value) and value <= 0:
        return "it must be over 0"
    if kind == "person":
        return _PERSON.get(param, number)(value)
    if kind == "hand":
        return _HAND.get(param, number)(value)
    if kind in furniture.KINDS:
        return _FURNITURE.get(param, number)(value)
    return {**_PLACES, "colour": _of_palette}.get(param, number)(value)


def is_fixed(kind: str, param: str) -> bool:
    """True for what is told once and cannot change while the clip goes on."""
    return param == "glove" or (param in _FIXED and kind != "person")


def symbol_problem(kind: str, how: Mapping[str, Any]) -> tuple[str, str] | None:
    """The field and what is wrong with a symbol, None where it is good."""
    needed = (_NEEDS[kind],) if kind in _NEEDS else ("from", "to")
    if kind != "arrow" or not ("around" in how or "through" in how):
        for field in needed:
            if field not in how:
                return field, f"it is missing; write where, such as {field}: [0, 74, 0]"
    for field, value in how.items():
        check = _SYMBOL.get(field, number)
        if field == "axis":
            check = word(("x", "y", "z") if kind == "arrow" else ("x", "z"), "axis")
        if kind == "ring" and field == "at":
            check = spot
        wrong = check(value)
        if wrong:
            return field, wrong
    return None
