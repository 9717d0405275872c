"""The one style sheet. Our widgets paint themselves; the sheet only dresses what Qt paints: scroll bars, tips, menus."""

from __future__ import annotations

from collections.abc import Callable


def sheet(c: Callable[[str], str], gap: Callable[[float], int]) -> str:
    """The sheet for a theme; `c` gives a token's colour, `gap` a space at the current text size in px."""
    wide = gap(14)
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
    return bars + rest
