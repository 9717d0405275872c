"""A banner says one thing, what it means and what can be done now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtWidgets import QWidget

from caregiver_app.ui.style.theme import Look
from caregiver_app.ui.widgets.layouts import Flow, boxed, column, row
from caregiver_app.ui.widgets.surfaces import Surface
from caregiver_app.ui.widgets.words import Picture, Words

# level: icon, its colour, ground, edge, edge width
_LEVELS: Final[dict[str, tuple[str, str, str, str, int]]] = {
    "now": ("octagon", "crisis_ink", "crisis_tint", "crisis_edge", 2),
    "today": ("warning", "attention_ink", "attention", "attention_edge", 1),
    "visit": ("note", "quiet", "card", "edge", 1),
    "info": ("info", "on_tint", "tint", "tint_edge", 1),
    "ok": ("done", "ok", "ok_tint", "ok_edge", 1),
    "draft": ("draft", "attention_ink", "sunken", "attention_edge", 1),
}

_TALL: Final = 1.5  # from this text size on, what stands beside the words stands below them


class Banner(Surface):
    """A calm strip: what happened, and what to do. `level` is now, today, draft, visit, info or ok.

    `right` stands beside the words. With `marked`, words of `body` between ** and ** are bold.
    """

    def __init__(
        self,
        look: Look,
        level: str,
        title: str,
        body: str = "",
        buttons: Sequence[QWidget] = (),
        icon_name: str | None = None,
        small: bool = False,
        *,
        right: QWidget | None = None,
        marked: bool = False,
    ) -> None:
        sign, ink, fill, edge, line = _LEVELS[level]
        self.title = Words(look, title, "body_bold" if small or not body else "title")
        self.body = Words(look, body, marked=marked)
        if not body:
            self.body.hide()
        words = column(look, self.title, self.body, gap=4)
        if buttons:
            words.addSpacing(look.gap(6))
            words.addWidget(boxed(Flow(look, 10, *buttons)))
        if right is not None and look.scale >= _TALL:
            words.addSpacing(look.gap(6))
            words.addWidget(right)
        mark = Picture(look, icon_name or sign, 22 if small else 30, ink)
        margins = (14, 10, 14, 10) if small else (18, 14, 18, 14)
        inside = row(look, column(look, mark, None), (words, 1), gap=12 if small else 16, margins=margins)
        if right is not None and look.scale < _TALL:
            inside.addWidget(right)
        super().__init__(look, inside, fill, edge, line=max(line, look.line))
        self.setAccessibleName(f"{title} {body}".strip())

    def say(self, title: str, body: str = "") -> None:
        """Say something else."""
        self.title.setText(title)
        self.body.setText(body)
        self.body.setVisible(bool(body))
        self.setAccessibleName(f"{title} {body}".strip())
