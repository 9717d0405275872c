"""Checks of the drawing code and its colours: no text in pictures but digits, symbols that can be told apart."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from videos.studio import overlay
from videos.studio.words import Problem

STUDIO = Path(__file__).parent
_DIGITS = re.compile(r"[0-9°]+")
_WRITES = {"drawText", "addText", "drawStaticText", "drawGlyphRun"}
_WRITERS = {"badge", "digits", "pill_text"}  # of overlay.py: the only ones that may write, and only digits
_NOT_IN_CLIPS = {"looking.py", "cast_sheet.py", "check_art.py"}  # sheets for the person who draws
LEAST_DIGITS, LEAST_SYMBOL = 4.5, 3.0  # WCAG 1.4.3 and 1.4.11

# symbol, its colour's name in overlay.py, what it is drawn with or on, the least contrast
_PAIRS = (
    ("the step's digit on its badge", "NAVY", "#FFFFFF", LEAST_DIGITS),
    ("the tick on its disc", "OK", "#FFFFFF", LEAST_SYMBOL),
    ("the cross on its disc", "NO", "#FFFFFF", LEAST_SYMBOL),
    ("the arrow and its white edge", "ACC", "#FFFFFF", LEAST_SYMBOL),
    ("the badge on the wall", "NAVY", "#E9F0EC", LEAST_SYMBOL),
)


def art_problems(studio: Path = STUDIO) -> Iterator[Problem]:
    """Everything wrong with the drawing code that can be seen without drawing."""
    for path in sorted(studio.glob("*.py")):
        if path.name not in _NOT_IN_CLIPS:
            yield from text_problems(path)
    yield from contrast_problems({name: getattr(overlay, name) for _, name, _, _ in _PAIRS})


def text_problems(path: Path) -> Iterator[Problem]:
    """Text drawn outside the badge and the pill, and a pill with anything but digits and °."""
    tree = ast.parse(path.read_text("utf-8"))
    may_write = {
        id(node)
        for function in ast.walk(tree)
        if path.name == "overlay.py" and isinstance(function, ast.FunctionDef) and function.name in _WRITERS
        for node in ast.walk(function)
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        place = f"line {node.lineno}"
        if name in _WRITES and id(node) not in may_write:
            what = "it writes into the picture. Only overlay.badge, digits and pill_text may, and only digits."
            yield Problem(f"videos/studio/{path.name}", place, what)
        if name == "pill_text" and not _only_digits(node):
            what = "a pill may hold digits and ° only, given here as a literal or as {number:.0f}. Words belong into words.<language>.toml."
            yield Problem(f"videos/studio/{path.name}", place, what)


def _only_digits(call: ast.Call) -> bool:
    given = call.args[3] if len(call.args) > 3 else None
    parts = given.values if isinstance(given, ast.JoinedStr) else [given]
    return all(_is_number(part) for part in parts)


def _is_number(part: ast.expr | None) -> bool:
    """Whether this piece of a text is digits, or a value written as a whole number."""
    if isinstance(part, ast.FormattedValue):
        return isinstance(part.format_spec, ast.JoinedStr) and ast.unparse(part.format_spec) in ("f'.0f'", "f'd'")
    return isinstance(part, ast.Constant) and isinstance(part.value, str) and bool(_DIGITS.fullmatch(part.value))


def contrast_problems(colours: dict[str, str]) -> Iterator[Problem]:
    """Symbols whose colours are too much alike."""
    for what, name, other, least in _PAIRS:
        has = contrast(colours[name], other)
        if has < least:
            said = f"{what} has a contrast of {has:.2f} ({colours[name]} and {other}), at least {least}. Darken {name}."
            yield Problem("videos/studio/overlay.py", name, said)


def contrast(one: str, other: str) -> float:
    """The contrast of two colours #RRGGBB, from 1 to 21 (WCAG)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
