"""Colours, sizes and gaps: the only file that holds one. Every theme has the same names.

The 0-10 scale (`BANDS`) is the same in every theme, because one colour must mean one thing by day, by night and on
paper; it runs pale, blue, amber, dark red and is never carried by colour alone. `broken_pairs` checks what is promised:
7:1 for text, 3:1 for the edges of controls and for focus.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from caregiver_app.domain.preferences import ThemeName

_LIGHT: Final = {
    "paper": "#FBF8F3", "side": "#F3EDE3", "card": "#FFFFFF", "sunken": "#F6F2EA",
    "line": "#E6DFD4", "edge": "#857F73",
    "ink": "#22302F", "quiet": "#424E4C",
    "accent": "#0B5252", "on_accent": "#FFFFFF", "accent_hover": "#083F3F",
    "tint": "#E3EFEC", "on_tint": "#0B5252", "tint_edge": "#E3EFEC",
    "attention": "#FDF1E1", "attention_edge": "#B7791F", "attention_ink": "#6B4100",
    "crisis": "#A8211A", "on_crisis": "#FFFFFF", "crisis_hover": "#8A1A14", "crisis_edge": "#A8211A",
    "crisis_tint": "#FCEFED", "crisis_ink": "#8E1812",
    "ok": "#1A5737", "ok_tint": "#E5F1E9", "ok_edge": "#E5F1E9",
    "focus": "#1A56C4", "caption": "#22384D", "on_caption": "#FFFFFF", "scrim": "#99141B1A",
    "face_line": "#33424F",
}  # fmt: skip
_DARK: Final = {
    "paper": "#141B1A", "side": "#0F1514", "card": "#1C2524", "sunken": "#172020",
    "line": "#33403E", "edge": "#7F8E8B",
    "ink": "#ECF2F0", "quiet": "#B9C6C3",
    "accent": "#86D3C8", "on_accent": "#06201E", "accent_hover": "#A4E0D7",
    "tint": "#1D3633", "on_tint": "#94DAD0", "tint_edge": "#1D3633",
    "attention": "#33270F", "attention_edge": "#B58A3C", "attention_ink": "#F3CF8E",
    "crisis": "#A8211A", "on_crisis": "#FFFFFF", "crisis_hover": "#8A1A14", "crisis_edge": "#F08A80",
    "crisis_tint": "#33191A", "crisis_ink": "#FFB4AC",
    "ok": "#8ED3AC", "ok_tint": "#1B3427", "ok_edge": "#1B3427",
    "focus": "#9CC2FF", "caption": "#0B1116", "on_caption": "#FFFFFF", "scrim": "#B3000000",
    "face_line": "#33424F",
}  # fmt: skip
_CONTRAST: Final = {
    "paper": "#FFFFFF", "side": "#FFFFFF", "card": "#FFFFFF", "sunken": "#FFFFFF",
    "line": "#000000", "edge": "#000000",
    "ink": "#000000", "quiet": "#000000",
    "accent": "#003A3A", "on_accent": "#FFFFFF", "accent_hover": "#000000",
    "tint": "#FFFFFF", "on_tint": "#003A3A", "tint_edge": "#003A3A",
    "attention": "#FFFFFF", "attention_edge": "#7A4A00", "attention_ink": "#4A2C00",
    "crisis": "#8A0F0A", "on_crisis": "#FFFFFF", "crisis_hover": "#5F0A07", "crisis_edge": "#8A0F0A",
    "crisis_tint": "#FFFFFF", "crisis_ink": "#8A0F0A",
    "ok": "#00421F", "ok_tint": "#FFFFFF", "ok_edge": "#00421F",
    "focus": "#0033CC", "caption": "#000000", "on_caption": "#FFFFFF", "scrim": "#CC000000",
    "face_line": "#000000",
}  # fmt: skip

THEMES: Final[Mapping[ThemeName, Mapping[str, str]]] = {
    ThemeName.LIGHT: _LIGHT,
    ThemeName.DARK: _DARK,
    ThemeName.CONTRAST: _CONTRAST,
}


@dataclass(frozen=True, slots=True)
class Band:
    """One band of the 0-10 scale: its scores, colours, pattern and glyph. `edge` is 3:1 on a light card."""

    key: str
    low: int
    high: int
    fill: str
    text: str
    edge: str
    edge_dark: str
    deep: str
    pattern: str
    glyph: str
    wash: str
    wash_dark: str

    def edge_on(self, theme: ThemeName) -> str:
        """The edge that shows on this theme's card."""
        return self.edge_dark if theme is ThemeName.DARK else self.edge

    def wash_on(self, theme: ThemeName) -> str:
        """The faint field behind a chart in this theme."""
        return self.wash_dark if theme is ThemeName.DARK else self.wash


BANDS: Final = (
    Band("none", 0, 0, "#E6EEF5", "#111111", "#6E8191", "#E6EEF5", "#6E8191", "none", "ring0", "#F4F7FA", "#1E2930"),
    Band("mild", 1, 3, "#9CC9E8", "#111111", "#3C7CA8", "#9CC9E8", "#3C7CA8", "dots", "ring1", "#EAF4FB", "#182A38"),
    Band("moderate", 4, 6, "#E8A33D", "#111111", "#9A6410", "#E8A33D", "#9A6410", "stripes", "ring2",
         "#FCF0DC", "#33270F"),
    Band("severe", 7, 10, "#8C1D18", "#FFFFFF", "#8C1D18", "#F08A80", "#5F100C", "solid", "ring3",
         "#F4DFDC", "#3A1918"),
)  # fmt: skip

SPACE: Final = {"xs": 4, "s": 8, "m": 12, "l": 16, "xl": 20, "page": 32}
RADIUS: Final = {"chip": 8, "control": 10, "card": 14, "dialog": 18}
TARGET: Final = 44
CRISIS_TARGET: Final = 64
FOCUS: Final = 3
LINE_HEIGHT: Final = 1.4
LINE_HEIGHT_ARABIC: Final = 1.6  # its letters reach higher and lower than Latin ones
# px at 100 %; multiplied by the text size
TYPE: Final = {
    "small": 15, "body": 17, "lead": 19, "title": 20, "read": 21, "h1": 30, "display": 40, "number": 40, "huge": 64,
}  # fmt: skip


def band(score: int) -> Band:
    """The band of a score 0..10. Raises ValueError outside it."""
    found = next((b for b in BANDS if b.low <= score <= b.high), None)
    if found is None:
        raise ValueError("a score is 0 to 10")
    return found


def _luminance(colour: str) -> float:
    parts = [int(colour.lstrip("#")[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (x / 12.92 if x <= 0.03928 else ((x + 0.055) / 1.055) ** 2.4 for x in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The WCAG contrast of two colours "#RRGGBB", 1..21."""
    bright, dim = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


_GROUNDS: Final = ("paper", "side", "card", "sunken", "attention", "tint", "crisis_tint", "ok_tint")
TEXT_PAIRS: Final = (
    *((ink, ground) for ink in ("ink", "quiet") for ground in _GROUNDS),
    ("accent", "card"), ("accent", "paper"), ("on_accent", "accent"), ("on_accent", "accent_hover"),
    ("on_tint", "tint"), ("on_crisis", "crisis"), ("on_crisis", "crisis_hover"),
    ("attention_ink", "attention"), ("attention_ink", "card"), ("attention_ink", "paper"),
    ("crisis_ink", "crisis_tint"), ("crisis_ink", "card"), ("crisis_ink", "paper"),
    ("ok", "card"), ("ok", "paper"), ("ok", "ok_tint"), ("on_caption", "caption"),
)  # fmt: skip
PART_PAIRS: Final = (
    *(("focus", ground) for ground in _GROUNDS),
    ("edge", "card"), ("edge", "paper"), ("edge", "sunken"), ("attention_edge", "paper"),
    ("attention_edge", "attention"), ("crisis_edge", "paper"), ("crisis_edge", "side"), ("accent", "side"),
)  # fmt: skip


def broken_pairs() -> Iterator[str]:
    """A sentence for every promised contrast that does not hold; none when all is well."""
    for name, theme in THEMES.items():
        for pairs, least in ((TEXT_PAIRS, 7.0), (PART_PAIRS, 3.0)):
            for one, other in pairs:
                found = contrast(theme[one], theme[other])
                if found < least:
                    yield f"{name}: {one} on {other} is {found:.2f}, not {least}"
        for each in BANDS:
            if contrast(each.text, each.fill) < 7:
                yield f"{each.key}: its text is too faint"
            if contrast(each.edge_on(name), theme["card"]) < 3:
                yield f"{name}: the edge of {each.key} is too faint"
