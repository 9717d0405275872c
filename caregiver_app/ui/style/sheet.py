"""The one style sheet. Our widgets paint themselves; it dresses what Qt paints: grounds, scroll bars, tips, menus."""

from __future__ import annotations

from collections.abc import Callable


def sheet(c: Callable[[str], str], gap: Callable[[float], int], rtl: bool = False, line: int = 1) -> str:
    """The sheet for a theme; `c` gives a token's colour, `gap` a space at the current text size in px."""
    wide = gap(14)
    end = "left" if rtl else "right"
    grounds = f"""
#page, #paper {{ background: {c("paper")}; }}
#side {{ background: {c("side")}; border: none; border-{end}: {line}px solid {c("line")}; }}
"""
    bars = f"""
QScrollBar:vertical {{ background: transparent; width: {wide}px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: {wide}px; margin: 0; }}
QScrollBar::handle {{ background: {c("edge")}; border-radius: {wide // 2 - 3}px; margin: 3px; }}
QScrollBar::handle:vertical {{ min-height: 44px; }}
QScrollBar::handle:horizontal {{ min-width: 44px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
"""
    rest = f"""
QToolTip {{ background: {c("card")}; color: {c("ink")}; border: 1px solid {c("edge")}; padding: {gap(6)}px; }}
QMenu {{ background: {c("card")}; color: {c("ink")}; border: 1px solid {c("edge")}; padding: {gap(4)}px; }}
QMenu::item {{ padding: {gap(10)}px {gap(16)}px; border-radius: 6px; }}
QMenu::item:selected {{ background: {c("tint")}; color: {c("on_tint")}; }}
"""
    return grounds + bars + rest
