"""The shape of a storyboard, before anything is drawn from it: its blocks and fields, its times, points and anchors.

What a name stands for is checked later (board.py). Each mistake names the file, the place and what is allowed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

from videos.studio.cast import StoryboardMistake

EASES = ("inout", "in", "out", "linear", "back")
TOPICS = ("positioning", "skin", "medication", "comfort", "caregiver")  # the shelf's
SYMBOLS = ("arrows", "pulses", "ticks", "crosses", "dials", "lenses", "eyes", "bubbles", "rings")
_BLOCKS = ("cast", "hands", "props", "init", *SYMBOLS)
_TOP = frozenset(("clip", "poster_step", "topic", "cards", "symptoms", "room", "steps", *_BLOCKS))
_STEP = frozenset(("id", "min", "pad", "room", "show", "hide", "cues"))
_CUE = frozenset(("t", "d", "set", "ease"))
_ANCHOR = re.compile(r"([a-z]\w*)\.(\w+)(?:\s*\+\s*(.+))?")
_LOOKS_LIKE_ANCHOR = re.compile(r"[A-Za-z_]\w*\.\w")
_SHARE = re.compile(r"\d+(\.\d+)?%")
_POINT = "three numbers such as [0, 74, 0], or a point such as cushion.top + 0 3 0"


def read_board(path: Path) -> dict[str, Any]:
    """The storyboard as it is written, of the right shape. Raises StoryboardMistake."""
    file = "/".join(path.parts[-2:])
    try:
        board = yaml.safe_load(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise StoryboardMistake(file, "the whole file", "it is missing. Write it, or correct the clip's id") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        place = f"line {mark.line + 1}" if mark is not None else "the whole file"
        raise StoryboardMistake(file, place, f"it is no YAML: {error}. Mend the brackets or blanks there") from error
    _Shape(file).check(board)
    checked: dict[str, Any] = board
    return checked


class _Shape:
    def __init__(self, file: str) -> None:
        self._file = file

    def _wrong(self, place: str, problem: str) -> StoryboardMistake:
        return StoryboardMistake(self._file, place, problem)

    def _block(self, value: Any, place: str, known: Iterable[str] | None = None) -> Mapping[str, Any]:
        if not isinstance(value, Mapping):
            raise self._wrong(place, "it must be a block of names with values, such as {x: 0}")
        for key in value:
            if not isinstance(key, str):
                shown = ("no", "yes")[key] if isinstance(key, bool) else key  # YAML takes a bare no for false
                raise self._wrong(f"{place}, {shown}", f'a name must be words; write it in quotes, such as "{shown}"')
            if known is not None and key not in known:
                where = key if place == "the whole file" else f"{place}, {key}"
                raise self._wrong(where, f"it is unknown; there are {', '.join(sorted(known))}")
        return value

    def check(self, board: Any) -> None:
        """Raises StoryboardMistake."""
        self._block(board, "the whole file", _TOP)
        for name in _BLOCKS:
            for key, value in self._block(board.get(name) or {}, name).items():
                self._named(name, key, value)
        for name in ("cards", "symptoms"):
            self._list_of_words(board.get(name), name)
        if board.get("topic") not in TOPICS:
            raise self._wrong("topic", f"{board.get('topic')!r} is unknown; choose one of {', '.join(TOPICS)}")
        if not isinstance(board.get("poster_step", 1), int):
            raise self._wrong("poster_step", "it must be the number of a step")
        steps = board.get("steps")
        if not isinstance(steps, list) or not steps:
            raise self._wrong("steps", "there are none. Write a list of steps, each with an id and cues")
        seen: set[str] = set()
        for number, step in enumerate(steps, 1):
            self._step(step, number, seen)

    def _named(self, block: str, key: str, value: Any) -> None:
        place = f"{block}, {key}"
        if block == "init":
            self._value(value, place)
        elif block in ("cast", "props") and isinstance(value, str):
            return
        else:
            for field, each in self._block(value, place).items():
                is_way = field in ("path", "through")
                if is_way and (not isinstance(each, list) or len(each) < 2):
                    raise self._wrong(f"{place}, {field}", f"it must be a list of two points or more; each is {_POINT}")
                if block == "cast" and field == "who":  # a name, or a look that cast.py reads
                    continue
                for one in each if is_way else (each,):
                    self._value(one, f"{place}, {field}")

    def _step(self, step: Any, number: int, seen: set[str]) -> None:
        self._block(step, f"step {number}", None)
        name = step.get("id")
        if not isinstance(name, str) or not name or name in seen:
            raise self._wrong(f"step {number}, id", "it must be a word that no other step has")
        seen.add(name)
        place = f"step {number} ({name})"
        self._block(step, place, _STEP)
        for field in ("min", "pad"):
            self._seconds(step.get(field, 0), f"{place}, {field}")
        for field in ("show", "hide"):
            self._list_of_words(step.get(field), f"{place}, {field}")
        cues = step.get("cues") or []
        if not isinstance(cues, list):
            raise self._wrong(f"{place}, cues", "it must be a list such as - {t: 0.2, d: 1.0, set: {carer.lean: 20}}")
        for at, cue in enumerate(cues, 1):
            self._cue(cue, f"{place}, cue {at}")

    def _cue(self, cue: Any, place: str) -> None:
        self._block(cue, place, _CUE)
        t = cue.get("t", 0)
        if not (isinstance(t, str) and _SHARE.fullmatch(t)):
            self._seconds(t, f"{place}, t", ' or a share of the step such as "50%"')
        self._seconds(cue.get("d", 1), f"{place}, d")
        if cue.get("ease", "inout") not in EASES:
            raise self._wrong(f"{place}, ease", f"{cue['ease']!r} is unknown; choose one of {', '.join(EASES)}")
        if "set" not in cue:
            raise self._wrong(f"{place}, set", "it is missing; write what changes, such as set: {carer.lean: 20}")
        for key, value in self._block(cue["set"], f"{place}, set").items():
            self._value(value, f"{place}, {key}")

    # ---- values ----------------------------------------------------------------------------------
    def _value(self, value: Any, place: str) -> None:
        if isinstance(value, list) and not is_point(value) and not is_spot(value):
            raise self._wrong(place, f"it must be {_POINT}")
        if isinstance(value, Mapping):
            for key, each in self._block(value, place).items():
                if not is_number(each):
                    raise self._wrong(f"{place}, {key}", "it must be a number")
        if isinstance(value, str) and _LOOKS_LIKE_ANCHOR.match(value) and not is_anchor(value):
            raise self._wrong(place, f"{value!r} is no point. Write it such as cushion.top + 0 3 0")

    def _seconds(self, value: Any, place: str, otherwise: str = "") -> None:
        if not is_number(value) or not 0 <= value < 3600:
            raise self._wrong(place, f"{value!r} is no time; it must be seconds such as 1.5{otherwise}")

    def _list_of_words(self, value: Any, place: str) -> None:
        if value is not None and not (isinstance(value, list) and all(isinstance(one, str) for one in value)):
            raise self._wrong(place, "it must be a list of names such as [bed, pillow]")


def is_number(value: Any) -> bool:
    """A number that can be drawn with."""
    return isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < 1e6


def is_point(value: Any) -> bool:
    """Three numbers: cm in the room."""
    return isinstance(value, list) and len(value) == 3 and all(is_number(one) for one in value)


def is_spot(value: Any) -> bool:
    """Two numbers: a place on the picture of 960 x 540."""
    return isinstance(value, list) and len(value) == 2 and all(is_number(one) for one in value)


def is_anchor(value: Any) -> bool:
    """A point of somebody or something, with how far from it: `cushion.top + 0 3 0`."""
    found = _ANCHOR.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return False
    try:
        offset = [float(one) for one in found[3].split()] if found[3] else [0.0] * 3
    except ValueError:
        return False
    return len(offset) == 3 and all(is_number(one) for one in offset)
