"""Boxes that hold other widgets: rows, columns, cards, banners, pages that scroll."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLayout,
    QLayoutItem,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from caregiver_app.ui.style.theme import Look
from caregiver_app.ui.style.tokens import SPACE
from caregiver_app.ui.widgets.words import Picture, Words

# What a box may hold: a widget, a layout, a gap in px, None for a spring, or (widget or layout, stretch).
Item = QWidget | QLayout | int | None | tuple[QWidget | QLayout, int]
Margins = tuple[int, int, int, int]


def column(look: Look, *items: Item, gap: int = 0, margins: Margins = (0, 0, 0, 0)) -> QVBoxLayout:
    """A column; gaps and margins are sizes of 100 %."""
    box = QVBoxLayout()
    _fill(look, box, items, gap, margins)
    return box


def row(look: Look, *items: Item, gap: int = 0, margins: Margins = (0, 0, 0, 0)) -> QHBoxLayout:
    """A row in reading direction."""
    box = QHBoxLayout()
    _fill(look, box, items, gap, margins)
    return box


def _fill(look: Look, box: QBoxLayout, items: Sequence[Item], gap: int, margins: Margins) -> None:
    box.setSpacing(look.px(gap))
    box.setContentsMargins(*(look.px(m) for m in margins))
    for item in items:
        add(look, box, item)


def add(look: Look, box: QBoxLayout, item: Item) -> None:
    """Put one more thing into a row or column."""
    thing, stretch = item if isinstance(item, tuple) else (item, 0)
    if thing is None:
        box.addStretch(1)
    elif isinstance(thing, int):
        box.addSpacing(look.px(thing))
    elif isinstance(thing, QLayout):
        box.addLayout(thing, stretch)
    else:
        box.addWidget(thing, stretch)


def clear(layout: QLayout) -> None:
    """Take everything out of a layout and delete it."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()
        elif inner is not None:
            clear(inner)


def boxed(layout: QLayout) -> QWidget:
    """A layout as a widget."""
    widget = QWidget()
    widget.setLayout(layout)
    return widget


class Surface(QFrame):
    """A framed surface of the style sheet: card, sunken, wash, dialog, row."""

    def __init__(self, kind: str, layout: QLayout) -> None:
        super().__init__()
        self.setProperty("k", kind)
        self.setLayout(layout)


class Card(Surface):
    """A white card with the usual room inside."""

    def __init__(self, look: Look, *items: Item, gap: int = 12, margins: Margins | None = None) -> None:
        inside = SPACE["card"]
        super().__init__("card", column(look, *items, gap=gap, margins=margins or (inside, inside - 4, inside, inside - 4)))


_BANNER = {
    "now": ("octagon", "crisis_ink"),
    "today": ("triangle", "attention_ink"),
    "draft": ("info", "attention_ink"),
    "visit": ("note", "quiet"),
    "info": ("info", "on_tint"),
    "ok": ("done", "ok"),
}


class Banner(Surface):
    """A calm strip: what happened, and what to do. `level` is now, today, draft, visit, info or ok."""

    def __init__(
        self,
        look: Look,
        level: str,
        title: str,
        body: str = "",
        buttons: Sequence[QWidget] = (),
        icon_name: str | None = None,
        small: bool = False,
    ) -> None:
        name, ink = _BANNER[level]
        words = column(look, gap=4)
        self.title = Words(look, title, "body_bold" if small or not body else "title")
        words.addWidget(self.title)
        if body:
            words.addWidget(Words(look, body))
        if buttons:
            line = Flow(look, gap=10)
            for button in buttons:
                line.addWidget(button)
            words.addSpacing(look.px(4))
            words.addLayout(line)
        mark = Picture(look, icon_name or name, 22 if small else 30, ink)
        inside = row(look, column(look, mark, None), (words, 1), gap=12 if small else 16)
        pad = (14, 8, 14, 8) if small else (18, 14, 18, 14)
        inside.setContentsMargins(*(look.px(p) for p in pad))
        super().__init__("banner", inside)
        self.setProperty("level", level)
        self.setAccessibleName(f"{title} {body}".strip())


class Flow(QLayout):
    """Lays widgets in a line and goes on to the next line where the room ends, in reading direction."""

    def __init__(self, look: Look, gap: int = 8, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._gap = look.px(gap)
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # type: ignore[override]
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # type: ignore[override]
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._laid(QRect(0, 0, width, 0), is_trial=True)

    def sizeHint(self) -> QSize:
        width = sum(i.sizeHint().width() for i in self._visible()) + self._gap * max(0, len(self._visible()) - 1)
        return QSize(width, max((i.sizeHint().height() for i in self._visible()), default=0))

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._visible():
            size = size.expandedTo(item.minimumSize())
        return size

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._laid(rect, is_trial=False)

    def _visible(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _laid(self, rect: QRect, is_trial: bool) -> int:
        x, y, line = 0, 0, 0
        parent = self.parentWidget()
        is_rtl = (parent.layoutDirection() if parent else QApplication.layoutDirection()) == Qt.LayoutDirection.RightToLeft
        for item in self._visible():
            hint = item.sizeHint()
            width = min(hint.width(), max(rect.width(), item.minimumSize().width()))
            height = item.heightForWidth(width) if item.hasHeightForWidth() else hint.height()
            if x and x + width > rect.width():
                x, y, line = 0, y + line + self._gap, 0
            if not is_trial:
                left = rect.width() - x - width if is_rtl else x
                item.setGeometry(QRect(QPoint(rect.x() + left, rect.y() + y), QSize(width, height)))
            x += width + self._gap
            line = max(line, height)
        return y + line


class ScrollPage(QScrollArea):
    """A page that scrolls before it clips, and brings whatever gets the focus into view."""

    def __init__(self, look: Look, *items: Item, gap: int = 16, margins: Margins = (32, 24, 32, 24)) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.paper = QWidget()
        self.paper.setObjectName("paper")
        self.box = column(look, *items, gap=gap, margins=margins)
        self.paper.setLayout(self.box)
        self.paper.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.setWidget(self.paper)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QWidget) and self.paper.isAncestorOf(watched):
            self.ensureWidgetVisible(watched, 24, 48)
        return super().eventFilter(watched, event)
