"""What things lie on: cards and sunken boxes."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QLayout, QWidget

from caregiver_app.ui.style.theme import Look
from caregiver_app.ui.style.tokens import RADIUS, TARGET
from caregiver_app.ui.widgets.layouts import Item, Margins, boxed, column, held, row
from caregiver_app.ui.widgets.words import Picture, Words


def paint_box(painter: QPainter, look: Look, box: QRectF, fill: str, edge: str, corner: float, line: float = 1) -> None:
    """A rounded box with an edge that lies inside it; `fill` and `edge` are tokens or "" for none."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(look.color(fill) if fill else Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(look.color(edge), line) if edge else Qt.PenStyle.NoPen)
    inside = line / 2 if edge else 0
    painter.drawRoundedRect(box.adjusted(inside, inside, -inside, -inside), corner, corner)


class Surface(QFrame):
    """A rounded box painted from tokens, around a layout."""

    def __init__(
        self, look: Look, layout: QLayout, fill: str = "card", edge: str = "line", corner: int = 14, line: int = 0
    ) -> None:
        """`line` is the width of the edge in px, 0 for the theme's own."""
        super().__init__()
        self._look, self._fill, self._edge, self._corner = look, fill, edge, corner
        self._line = line or look.line
        self.setLayout(layout)

    def paint_as(self, fill: str, edge: str) -> None:
        """Take other colours."""
        self._fill, self._edge = fill, edge
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        box = QRectF(self.rect())
        paint_box(QPainter(self), self._look, box, self._fill, self._edge, self._corner, self._line)


class Card(Surface):
    """A white card with the usual room inside; put more into `box`."""

    def __init__(self, look: Look, *items: Item, gap: int = 12, margins: Margins | None = None) -> None:
        self.box = column(look, *items, gap=gap, margins=margins or (20, 16, 20, 18))
        super().__init__(look, held(self.box, items), corner=RADIUS["card"])


class Sunken(Surface):
    """A quiet box inside a card, for what is quoted or shown back."""

    def __init__(self, look: Look, *items: Item, gap: int = 8, margins: Margins | None = None) -> None:
        self.box = column(look, *items, gap=gap, margins=margins or (16, 12, 16, 12))
        super().__init__(look, held(self.box, items), "sunken", corner=RADIUS["control"])


def card_header(look: Look, words: str, *right: QWidget, icon_name: str = "") -> QWidget:
    """The first line of a card: icon, title, and what can be done with the whole card."""
    start: tuple[Item, ...] = (Picture(look, icon_name, 24, "accent"),) if icon_name else ()
    head = boxed(row(look, *start, (Words(look, words, "title"), 1), *right, gap=10))
    head.setMinimumHeight(TARGET)
    return head
