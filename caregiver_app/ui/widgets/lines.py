"""Blocks of words laid out and painted: wrapped, evenly spaced, never cut, never read as markup."""

from __future__ import annotations

import re

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QTextCharFormat, QTextLayout, QTextOption

from caregiver_app.ui.style.theme import Look
from caregiver_app.ui.style.tokens import LINE_HEIGHT, LINE_HEIGHT_ARABIC

_MARKED = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
_ENDLESS = 1_000_000


class Lines:
    """Words in one font: measured once a width, painted where it is told.

    With `marked`, words between ** and ** are bold; without it nothing in the words has a meaning of its own.
    """

    def __init__(
        self,
        look: Look,
        words: str,
        role: str = "body",
        bold: bool = False,
        marked: bool = False,
        align: Qt.AlignmentFlag | None = None,
        struck: bool = False,
    ) -> None:
        self.plain, self._strong = _without_marks(words) if marked else (words, ())
        self._font = look.font(role, bold)
        self._font.setStrikeOut(struck)
        self._rtl = look.rtl
        self._align = align or (Qt.AlignmentFlag.AlignRight if look.rtl else Qt.AlignmentFlag.AlignLeft)
        self.step = self._font.pixelSize() * (LINE_HEIGHT_ARABIC if look.rtl else LINE_HEIGHT)
        self._layout = QTextLayout(self.plain.replace("\r\n", "\n").replace("\n", "\u2028"), self._font)
        self._layout.setCacheEnabled(True)
        self._heights: dict[int, int] = {}
        self._natural = self._widest = -1  # measured when first asked for
        self._laid_out = -1
        self._apply()

    def _apply(self) -> None:
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        option.setTextDirection(Qt.LayoutDirection.RightToLeft if self._rtl else Qt.LayoutDirection.LeftToRight)
        option.setAlignment(self._align)
        self._layout.setTextOption(option)
        weight = QTextCharFormat()
        weight.setFontWeight(QFont.Weight.Bold)
        ranges = []
        for start, length in self._strong:
            found = QTextLayout.FormatRange()
            found.start, found.length, found.format = start, length, weight
            ranges.append(found)
        self._layout.setFormats(ranges)

    def _fit(self, width: int) -> None:
        if self._laid_out == width:
            return
        self._laid_out = width
        # The base line is set by us: a fallback face with taller letters must not push lines apart.
        base = self.step / 2 + self._font.pixelSize() * (0.33 if self._rtl else 0.37)
        self._layout.beginLayout()
        top = 0.0
        while (line := self._layout.createLine()).isValid():
            line.setLineWidth(max(width, 1))
            line.setPosition(QPointF(0, top + base - line.ascent()))
            top += self.step
        self._layout.endLayout()

    def height_at(self, width: int) -> int:
        """The height these words need in `width` px."""
        if width not in self._heights:
            self._fit(width)
            self._heights[width] = int(max(self._layout.lineCount(), 1) * self.step + 0.99)
        return self._heights[width]

    def natural_width(self) -> int:
        """The width of the longest line when nothing wraps."""
        if self._natural < 0:
            self._fit(_ENDLESS)
            lines = [self._layout.lineAt(i).naturalTextWidth() for i in range(self._layout.lineCount())]
            self._natural = int(max(lines, default=0.0)) + 2
        return self._natural

    def widest_word(self) -> int:
        """The least width at which no word is broken."""
        if self._widest < 0:
            font = QFont(self._font)
            font.setBold(font.bold() or bool(self._strong))
            metrics = QFontMetricsF(font)
            self._widest = int(max((metrics.horizontalAdvance(word) for word in self.plain.split()), default=0.0)) + 2
        return self._widest

    def balanced_width(self, most: int) -> int:
        """The narrowest width, not over `most`, that needs no more lines than `most` does."""
        tall = self.height_at(most)
        low, high = min(self.widest_word(), most), most
        while high - low > 4:
            middle = (low + high) // 2
            low, high = (low, middle) if self.height_at(middle) <= tall else (middle, high)
        return high

    def size(self, most: int) -> QSize:
        """The size of the words in at most `most` px."""
        width = min(self.natural_width(), most)
        return QSize(width, self.height_at(width))

    def paint(self, painter: QPainter, box: QRect, color: QColor) -> None:
        """Draw into `box`, in the middle of its height."""
        self._fit(box.width())
        top = box.top() + max(0, (box.height() - self.height_at(box.width())) // 2)
        painter.setPen(color)
        self._layout.draw(painter, QPointF(box.left(), top))


def _without_marks(words: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    ranges: list[tuple[int, int]] = []
    plain, end = "", 0
    for found in _MARKED.finditer(words):
        plain += words[end : found.start()]
        ranges.append((len(plain), len(found[1])))
        plain += found[1]
        end = found.end()
    return plain + words[end:], tuple(ranges)
