"""The same as a chart in rows and columns, for who would rather read: a real table to the screen reader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHeaderView,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from caregiver_app.text import Texts
from caregiver_app.ui.style.theme import Look
from caregiver_app.ui.style.tokens import FOCUS, band
from caregiver_app.ui.widgets.bands import band_word, draw_chip, score_words
from caregiver_app.ui.widgets.lines import Lines

_CELL = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Cell:
    """Words, or a score shown as a chip; `is_struck` is for what was corrected."""

    words: str = field(default="", repr=False)
    score: int | None = field(default=None, repr=False)
    is_bold: bool = False
    is_quiet: bool = False
    is_struck: bool = False


class _Painter(QStyledItemDelegate):
    """Paints a cell with our own lines, so that words wrap and nothing is cut."""

    def __init__(self, look: Look, t: Texts, parent: QWidget) -> None:
        super().__init__(parent)
        self._look, self._t = look, t

    def _lines(self, cell: Cell) -> Lines:
        if cell.score is not None:
            return Lines(self._look, band_word(self._t, band(cell.score).key), "small")
        return Lines(self._look, cell.words, bold=cell.is_bold, struck=cell.is_struck)

    def height_at(self, cell: Cell, width: int) -> int:
        """The height of a row that shows this cell in `width` px."""
        look = self._look
        if cell.score is not None:
            return look.px(32) + 2 * look.gap(6)
        return self._lines(cell).height_at(max(width - 2 * look.gap(10), 1)) + 2 * look.gap(8)

    def least_width(self, cell: Cell) -> int:
        """The width below which a word of this cell would be broken."""
        if cell.score is not None:
            return self.natural_width(cell)
        return self._lines(cell).widest_word() + 2 * self._look.gap(10)

    def natural_width(self, cell: Cell) -> int:
        """The width in which this cell stands on one line."""
        extra = self._look.px(76) if cell.score is not None else 0
        return self._lines(cell).natural_width() + extra + 2 * self._look.gap(10)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        cell = index.data(_CELL)
        room: QRect = option.rect
        if not isinstance(cell, Cell):
            return
        look = self._look
        inside = room.adjusted(look.gap(10), 0, -look.gap(10), 0)
        painter.save()
        lines = self._lines(cell)
        if cell.score is not None:
            wide = look.px(76) + lines.natural_width()
            left = inside.right() + 1 - wide if look.rtl else inside.left()
            tall = look.px(32)
            chip = QRect(left, inside.center().y() - tall // 2, wide, tall)
            draw_chip(painter, look, chip, cell.score, lines)
        else:
            lines.paint(painter, inside, look.color("quiet" if cell.is_quiet or cell.is_struck else "ink"))
        painter.restore()


class _Head(QHeaderView):
    """Headings that wrap."""

    def __init__(self, look: Look, headings: Sequence[str]) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._look = look
        self._lines = [Lines(look, words, "small", bold=True) for words in headings]
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(8)

    def height_at(self, widths: Sequence[int]) -> int:
        """The height that the headings need in these widths."""
        pad = 2 * self._look.gap(10)
        heights = (lines.height_at(max(w - pad, 1)) for lines, w in zip(self._lines, widths, strict=True))
        return max(heights, default=0) + 2 * self._look.gap(8)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803
        look, pad = self._look, self._look.gap(10)
        painter.save()
        painter.fillRect(rect, look.color("sunken"))
        painter.fillRect(QRect(rect.left(), rect.bottom() - look.line + 1, rect.width(), look.line), look.color("edge"))
        self._lines[logicalIndex].paint(painter, rect.adjusted(pad, 0, -pad, 0), look.color("ink"))
        painter.restore()


class DataTable(QTableWidget):
    """A table as high as its rows: the page scrolls, not the table. Arrow keys go from cell to cell."""

    def __init__(self, look: Look, t: Texts, named: str, headings: Sequence[str]) -> None:
        super().__init__(0, len(headings))
        self._look, self._t = look, t
        self._paint = _Painter(look, t, self)
        self._headings = [Cell(words, is_bold=True) for words in headings]
        self.setItemDelegate(self._paint)
        self.setAccessibleName(named)
        self._head = _Head(look, headings)
        self.setHorizontalHeader(self._head)
        self.setHorizontalHeaderLabels(list(headings))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        colours = self.palette()
        colours.setColor(QPalette.ColorRole.Highlight, look.color("tint"))
        self.setPalette(colours)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def put(self, rows: Sequence[Sequence[Cell]]) -> None:
        """Show these rows."""
        self.setRowCount(len(rows))
        for i, cells in enumerate(rows):
            for j, cell in enumerate(cells):
                said = score_words(self._t, cell.score) if cell.score is not None else cell.words
                item = QTableWidgetItem(said)
                item.setData(_CELL, cell)
                self.setItem(i, j, item)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._fit()

    def _cells(self, column: int) -> list[Cell]:
        found = [self.item(i, column) for i in range(self.rowCount())]
        return [self._headings[column], *(item.data(_CELL) for item in found if item is not None)]

    def _fit(self) -> None:
        columns = range(self.columnCount())
        least = [max(self._paint.least_width(c) for c in self._cells(j)) for j in columns]
        wished = [max(self._paint.natural_width(c) for c in self._cells(j)) for j in columns]
        room = self.viewport().width()
        widths = _shared(least, wished, room)
        for j in columns:
            self.setColumnWidth(j, widths[j])
        tall = self._head.height_at(widths)
        self._head.setFixedHeight(tall)
        for i in range(self.rowCount()):
            items = [self.item(i, j) for j in columns]
            heights = [self._paint.height_at(item.data(_CELL), widths[j]) for j, item in enumerate(items) if item]
            self.setRowHeight(i, max(heights, default=44))
        scrolls = self.horizontalScrollBar().sizeHint().height() if sum(widths) > room else 0
        self.setFixedHeight(tall + sum(self.rowHeight(i) for i in range(self.rowCount())) + scrolls + 2 * FOCUS)

    def sizeHint(self) -> QSize:
        return QSize(self._look.px(600), self.height())


def _shared(least: Sequence[int], wished: Sequence[int], room: int) -> list[int]:
    """Column widths: what each wishes if there is room, else the least and a fair share of what is left."""
    spare = room - sum(wished)
    if spare >= 0:
        return [*wished[:-1], wished[-1] + spare]
    left = max(room - sum(least), 0)
    wants = [max(w - low, 0) for w, low in zip(wished, least, strict=True)]
    total = max(sum(wants), 1)
    return [low + left * want // total for low, want in zip(least, wants, strict=True)]
