"""When two drawings of a step are the same: a hash over all that its pictures depend on.

That is the storyboard's cast, set and props; the values as they stand when the step begins, with what is still moving;
the step's own cues, length and number; how many steps there are; and the drawing code, fonts and libraries.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

from videos.studio import pack
from videos.studio.side_car import SIZE
from videos.studio.timing import FPS

STUDIO = Path(__file__).parent
FONTS = STUDIO.parents[1] / "resources" / "fonts"

# What never changes a picture; every other file of the studio counts as drawing code.
_PIPELINE = {
    "__init__.py", "__main__.py", "board_shape.py", "board_values.py", "build.py", "check.py", "check_art.py", "check_film.py", "check_words.py", "drawing.py",
    "graphemes.py", "kokoro.py", "loudness.py", "narration.py", "pack.py", "reading_grade.py", "recordings.py", "side_car.py",
    "step_keys.py", "timing.py", "words.py", "looking.py", "blind.py", "cast_sheet.py", "voices.toml", "README.md",
}  # fmt: skip
_WORDS_ABOUT = {"steps", "init", "topic", "cards", "symptoms", "poster_step", "clip"}  # of the board; draw nothing
_CUE_FIELDS = {"t", "d", "set", "ease"}
_STEP_FIELDS = {"id", "min", "pad", "cues", "view", "room", "show", "hide"}  # what says nothing about later steps


def step_key(board: Mapping[str, Any], lengths: Sequence[float], number: int) -> str:
    """The hash of step `number` (from 1)."""
    step = {name: value for name, value in board["steps"][number - 1].items() if name not in ("id", "min", "pad")}
    depends_on = {
        "board": {name: value for name, value in board.items() if name not in _WORDS_ABOUT},
        "start": start_values(board, lengths, number),
        "step": step,
        "number": [number, len(board["steps"])],
        "length": round(lengths[number - 1] * FPS),
        "code": _drawing_code(),
    }
    return sha256(json.dumps(depends_on, sort_keys=True, default=str).encode()).hexdigest()[:24]


def start_values(board: Mapping[str, Any], lengths: Sequence[float], number: int) -> Any:
    """What every track holds when a step begins: its last reached value, and moves that still go on, by their time left.

    A storyboard with cues of a kind not known here is taken whole: all steps before, with their lengths.
    """
    before = board["steps"][: number - 1]
    if any(set(s) - _STEP_FIELDS or any(set(c) - _CUE_FIELDS for c in s.get("cues") or ()) for s in before):
        return [before, [round(length * FPS) for length in lengths[: number - 1]]]
    moves: dict[str, list[tuple[float, float, Any, str]]] = {
        name: [(-1e9, 0.0, value, "")] for name, value in (board.get("init") or {}).items()
    }
    start = 0.0
    for step, length in zip(before, lengths, strict=False):
        for cue in step.get("cues") or ():
            at = cue.get("t", 0)
            at = length * float(at[:-1]) / 100 if isinstance(at, str) else float(at)
            for name, value in cue["set"].items():
                move = (start + at, float(cue.get("d", 1.0)), value, str(cue.get("ease", "inout")))
                moves.setdefault(name, []).append(move)
        start += length
    return {name: _standing(track, start) for name, track in moves.items()}


def _standing(track: Sequence[tuple[float, float, Any, str]], now: float) -> list[Any]:
    done = [place for place, (at, takes, _, _) in enumerate(track) if at + takes <= now + 1e-6]
    last = done[-1] if done else -1
    moving = [[round(at - now, 4), takes, value, ease] for at, takes, value, ease in track[last + 1 :]]
    return [track[last][2] if done else None, *moving]


@cache
def _drawing_code() -> str:
    digest = sha256()
    parts = [p for p in STUDIO.iterdir() if p.suffix in (".py", ".yaml", ".toml") and p.name not in _PIPELINE]
    for path in sorted([*parts, *FONTS.glob("*.ttf")]):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    libraries = [version("PySide6-Essentials"), version("numpy"), version("av")]
    digest.update(json.dumps([pack.VP9, pack.GOP, SIZE, FPS, *libraries]).encode())
    return digest.hexdigest()
