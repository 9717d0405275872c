"""Rows, columns and a flow: the only ways things stand beside each other."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLayout, QLayoutItem, QSizePolicy, QVBoxLayout, QWidget

from caregiver_app.ui.style.theme import Look

# What a row or column may hold: a thing, a space in px at 100 %, None for a spring, or a thing and its stretch.
Item = QWidget | QLayout | int | None | tuple[QWidget | QLayout, int]
Margins = tuple[int, int, int, int]  # left, top, right, bottom in px at 100 %; left is the reading side


def column(look: Look, *items: Item, gap: int = 0, margins: Margins = (0, 0, 0, 0)) -> QVBoxLayout:
    """Things under each other."""
    box = QVBoxLayout()
    _fill(look, box, items, gap, margins)
    return box


def row(look: Look, *items: Item, gap: int = 0, margins: Margins = (0, 0, 0, 0)) -> QHBoxLayout:
    """Things beside each other in reading direction."""
    box = QHBoxLayout()
    _fill(look, box, items, gap, margins)
    return box


def _fill(look: Look, box: QBoxLayout, items: tuple[Item, ...], gap: int, margins: Margins) -> None:
    box.setSpacing(look.gap(gap))
    left, top, right, bottom = (look.gap(m) for m in margins)
    if look.rtl:
        left, right = right, left
    box.setContentsMargins(left, top, right, bottom)
    for item in items:
        add(look, box, item)


def add(look: Look, box: QBoxLayout, item: Item) -> None:
    """Put one more thing into a row or column."""
    thing, stretch = item if isinstance(item, tuple) else (item, 0)
    if thing is None:
        box.addStretch(1)
    elif isinstance(thing, int):
        box.addSpacing(look.gap(thing))
    elif isinstance(thing, QLayout):
        box.addLayout(thing, stretch)
    else:
        box.addWidget(thing, stretch)


def boxed(layout: QLayout) -> QWidget:
    """A layout as a widget."""
    widget = QWidget()
    widget.setLayout(layout)
    return widget


def held(box: QVBoxLayout, items: tuple[Item, ...]) -> QVBoxLayout:
    """`box` kept at the top of the room there is, unless something in it asks for the room that is left."""
    outer = QVBoxLayout()
    outer.setSpacing(0)
    outer.setContentsMargins(0, 0, 0, 0)
    outer.addLayout(box)
    if not any(item is None or isinstance(item, tuple) for item in items):
        outer.addStretch(1)
    return outer


def clear(layout: QLayout) -> None:
    """Take everything out of a layout and drop it."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()
        elif inner is not None:
            clear(inner)


class Flow(QLayout):
    """Things beside each other that move to the next line where the width ends, in reading direction.

    With `least` (px at 100 %) they stand in equal columns of at least that width, as cards do. Things of different heights
    stand on one middle line, or with `from_top` on one upper edge, as pictures do.
    """

    def __init__(self, look: Look, gap: int = 8, *widgets: QWidget, least: int = 0, from_top: bool = False) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._gap, self._rtl = look.gap(gap), look.rtl
        self._least, self._from_top = look.gap(least), from_top
        self.setContentsMargins(0, 0, 0, 0)
        for widget in widgets:
            self.addWidget(widget)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        edge = self.contentsMargins()
        places = self._places(width - edge.left() - edge.right())
        return max((place.bottom() + 1 for _, place in places), default=0) + edge.top() + edge.bottom()

    def sizeHint(self) -> QSize:
        shown = [i.sizeHint() for i in self._items if not i.isEmpty()]
        across = sum(s.width() for s in shown) + self._gap * max(len(shown) - 1, 0)
        return self._framed(QSize(across, max((s.height() for s in shown), default=0)))

    def minimumSize(self) -> QSize:
        shown = [i.minimumSize() for i in self._items if not i.isEmpty()]
        wide = max((s.width() for s in shown), default=0)
        return self._framed(QSize(wide, max((s.height() for s in shown), default=0)))

    def _framed(self, inside: QSize) -> QSize:
        return inside.grownBy(self.contentsMargins())

    def setGeometry(self, box: QRect) -> None:
        super().setGeometry(box)
        room = box.marginsRemoved(self.contentsMargins())
        for item, place in self._places(room.width()):
            x = room.width() - place.x() - place.width() if self._rtl else place.x()
            where = QRect(QPoint(room.x() + x, room.y() + place.y()), place.size())
            widget = item.widget() if self._least else None
            if widget is None:
                item.setGeometry(where)
            else:  # a button's item would keep to its own height, and cards in a line should be equally tall
                widget.setGeometry(where)

    def _places(self, width: int) -> list[tuple[QLayoutItem, QRect]]:
        shown = [item for item in self._items if not item.isEmpty()]
        widths = self._widths(shown, width)
        lines: list[list[tuple[QLayoutItem, int]]] = [[]]
        used = 0
        for item, wide in zip(shown, widths, strict=True):
            if lines[-1] and used + self._gap + wide > width:
                lines.append([])
                used = 0
            used += wide + (self._gap if lines[-1] else 0)
            lines[-1].append((item, wide))
        return self._stacked(lines)

    def _widths(self, shown: list[QLayoutItem], width: int) -> list[int]:
        if not self._least:
            return [min(max(i.sizeHint().width(), i.minimumSize().width()), width) for i in shown]
        least = max(self._least, *(i.minimumSize().width() for i in shown), 1)
        columns = max(1, min(len(shown), (width + self._gap) // (least + self._gap)))
        return [(width - self._gap * (columns - 1)) // columns] * len(shown)

    def _stacked(self, lines: list[list[tuple[QLayoutItem, int]]]) -> list[tuple[QLayoutItem, QRect]]:
        places: list[tuple[QLayoutItem, QRect]] = []
        top = 0
        for line in lines:
            heights = [i.heightForWidth(w) if i.hasHeightForWidth() else i.sizeHint().height() for i, w in line]
            tall = max(heights, default=0)
            x = 0
            for (item, wide), height in zip(line, heights, strict=True):
                full = bool(self._least) or _grows(item)
                y = top if full or self._from_top else top + (tall - height) // 2
                places.append((item, QRect(x, y, wide, tall if full else height)))
                x += wide + self._gap
            top += tall + self._gap
        return places


def _grows(item: QLayoutItem) -> bool:
    widget = item.widget()
    return widget is not None and widget.sizePolicy().verticalPolicy() == QSizePolicy.Policy.Expanding
