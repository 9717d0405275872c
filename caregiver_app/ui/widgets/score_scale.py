"""The 0-10 scale: one tap or one key a score, the same in every theme, in reading direction."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from caregiver_app.text import Texts
from caregiver_app.ui.style.theme import Look
from caregiver_app.ui.style.tokens import BANDS, FOCUS, TARGET, Band, band
from caregiver_app.ui.widgets.bands import band_word, draw_band_face, draw_pattern, score_words
from caregiver_app.ui.widgets.buttons import Button, paint_focus
from caregiver_app.ui.widgets.choices import step_of
from caregiver_app.ui.widgets.icons import draw_icon
from caregiver_app.ui.widgets.lines import Lines

_ONE_ROW = (BANDS,)
_TWO_ROWS = (BANDS[:2], BANDS[2:])  # None and Mild above, Moderate and Severe below: a band is never torn
_WIDEST = 64


class _Tile(Button):
    """One score: number on its band's colour, pattern at the foot, a thick ring and a tick when chosen."""

    def __init__(self, look: Look, t: Texts, score: int) -> None:
        super().__init__(look, "segment", str(score), named=score_words(t, score))
        self.score = score
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Arrows only look, they do not choose: a choice moves on to the next question.
        if step_of(event.key(), self._look.rtl):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def cut_words(self) -> str:
        return ""

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        each, look = band(self.score), self._look
        outer = QRectF(self.rect())
        if self.hasFocus():
            paint_focus(painter, look, outer)
        box = outer.adjusted(FOCUS + 2, FOCUS + 2, -FOCUS - 2, -FOCUS - 2)
        shape = QPainterPath()
        shape.addRoundedRect(box, 8, 8)
        painter.save()
        painter.setClipPath(shape)
        painter.fillRect(box, QColor(each.fill))
        foot = look.px(14)
        draw_pattern(painter, QRectF(box.left(), box.bottom() - foot, box.width(), foot), each, look.px(6))
        painter.restore()
        painter.setPen(QPen(QColor(each.edge_on(look.theme)), 1.5))
        painter.drawPath(shape)
        painter.setPen(QColor(each.text))
        font = look.font("read", True)
        painter.setFont(font)
        painter.drawText(box.adjusted(0, 0, 0, -foot), Qt.AlignmentFlag.AlignCenter, str(self.score))
        if self.isChecked():
            self._paint_chosen(painter, box)

    def _paint_chosen(self, painter: QPainter, box: QRectF) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self._look.color("ink"), 4))
        painter.drawRoundedRect(box.adjusted(-1, -1, 1, 1), 9, 9)
        side = self._look.px(18)
        mark = QRectF(box.center().x() - side / 2, box.bottom() - side * 0.9, side, side)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._look.color("ink"))
        painter.drawEllipse(mark)
        inner = mark.adjusted(side / 6, side / 6, -side / 6, -side / 6)
        draw_icon(painter, "check", inner, self._look.color("card"), stroke=3.4)


class ScoreScale(QWidget):
    """Eleven scores with their words, faces and patterns. Keys 0-9 and x for ten choose; s or Del skips.

    `scored` is sent with 0..10 when a person chooses, `skipped` when they skip.
    """

    scored = Signal(int)
    skipped = Signal()

    def __init__(
        self, look: Look, t: Texts, named: str, least: str = "", most: str = "", score: int | None = None
    ) -> None:
        """`named` is the question; `least` and `most` say what 0 and 10 mean."""
        super().__init__()
        self._look = look
        self.setAccessibleName(named)
        self._tiles = [_Tile(look, t, n) for n in range(11)]
        self._words = {b.key: band_word(t, b.key) for b in BANDS}
        self._ends = (Lines(look, least, "small"), self._far_end(most))
        self._below: list[tuple[Band, QRect]] = []
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        for tile in self._tiles:
            tile.setParent(self)
            tile.setAccessibleDescription(named)
            tile.clicked.connect(lambda _checked=False, n=tile.score: self._choose(n))
        self.put(score)

    def _far_end(self, words: str) -> Lines:
        far = Qt.AlignmentFlag.AlignLeft if self._look.rtl else Qt.AlignmentFlag.AlignRight
        return Lines(self._look, words, "small", align=far)

    # ---- the score ---------------------------------------------------------------------------
    def score(self) -> int | None:
        """What is chosen, None for nothing."""
        return next((tile.score for tile in self._tiles if tile.isChecked()), None)

    def put(self, score: int | None) -> None:
        """Choose without sending `scored`."""
        for tile in self._tiles:
            tile.setAutoExclusive(False)
            tile.setChecked(tile.score == score)
        for tile in self._tiles:
            tile.setAutoExclusive(True)
        self._rove(score or 0)

    def focus_choice(self) -> None:
        """Put the keyboard on what is chosen, or on 0."""
        self._tiles[self.score() or 0].setFocus(Qt.FocusReason.TabFocusReason)

    def _rove(self, to: int) -> None:
        for tile in self._tiles:
            only = Qt.FocusPolicy.StrongFocus if tile.score == to else Qt.FocusPolicy.ClickFocus
            tile.setFocusPolicy(only)

    def _choose(self, score: int) -> None:
        self._tiles[score].setChecked(True)
        self._rove(score)
        self.scored.emit(score)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        typed = event.text().lower()
        step = step_of(event.key(), self._look.rtl)
        if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            super().keyPressEvent(event)
        elif typed.isdecimal() and len(typed) == 1:
            self._choose(int(typed))
        elif typed == "x":
            self._choose(10)
        elif typed == "s" or event.key() == Qt.Key.Key_Delete:
            self.skipped.emit()
        elif step:
            at = next((tile.score for tile in self._tiles if tile.hasFocus()), 0)
            to = min(max(at + step, 0), 10)
            self._rove(to)
            self._tiles[to].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)

    # ---- where things stand ------------------------------------------------------------------
    def _rows(self, width: int) -> tuple[tuple[Band, ...], ...]:
        return _ONE_ROW if width >= 11 * max(TARGET, self._look.px(46)) else _TWO_ROWS

    def _tile_size(self, width: int) -> tuple[int, int]:
        count = 11 if self._rows(width) is _ONE_ROW else 7
        wide = min(width // count, self._look.px(_WIDEST))
        return wide, max(TARGET, self._look.px(84))

    def _ends_height(self, width: int) -> int:
        if not any(end.plain for end in self._ends):
            return 0
        wide = self._span(width) // 2 - self._look.gap(8)
        return max(end.height_at(wide) for end in self._ends) + self._look.gap(2)

    def _span(self, width: int) -> int:
        count = 11 if self._rows(width) is _ONE_ROW else 7
        return self._tile_size(width)[0] * count

    def _label_height(self, bands: tuple[Band, ...], wide: int) -> int:
        words = max(self._word(b).height_at(self._slot(bands, b, wide)[1]) for b in bands)
        return self._look.gap(14) + self._look.px(44) + words + self._look.gap(6)

    def _word(self, each: Band) -> Lines:
        centre = Qt.AlignmentFlag.AlignHCenter
        return Lines(self._look, self._words[each.key], "small", bold=True, align=centre)

    def _slot(self, bands: tuple[Band, ...], each: Band, wide: int) -> tuple[int, int]:
        """Start and width of a band's label; a long word for "None" borrows half of the next tile."""
        first = bands[0].low
        start, width = (each.low - first) * wide, (each.high - each.low + 1) * wide
        if self._word(BANDS[0]).natural_width() <= wide:
            return start, width
        if each.key == "none":
            return start, width + wide // 2
        return (start + wide // 2, width - wide // 2) if each.key == "mild" else (start, width)

    def heightForWidth(self, width: int) -> int:
        wide, tall = self._tile_size(width)
        rows = self._rows(width)
        labels = sum(self._label_height(bands, wide) for bands in rows)
        return self._ends_height(width) + tall * len(rows) + labels + self._look.gap(8) * (len(rows) - 1)

    def hasHeightForWidth(self) -> bool:
        return True

    def sizeHint(self) -> QSize:
        width = 11 * self._look.px(54)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        width = 7 * max(TARGET, self._look.px(40))
        return QSize(width, self.heightForWidth(max(width, self.width())))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width = self.width()
        wide, tall = self._tile_size(width)
        top = self._ends_height(width)
        self._below = []
        for bands in self._rows(width):
            for each in bands:
                for score in range(each.low, each.high + 1):
                    x = (score - bands[0].low) * wide
                    self._tiles[score].setGeometry(self._mirrored(QRect(x, top, wide, tall)))
            labels = self._label_height(bands, wide)
            for each in bands:
                start, room = self._slot(bands, each, wide)
                self._below.append((each, QRect(start, top + tall, room, labels)))
            top += tall + labels + self._look.gap(8)

    def _mirrored(self, box: QRect) -> QRect:
        if self._look.rtl:
            box = QRect(self.width() - box.x() - box.width(), box.y(), box.width(), box.height())
        return box

    # ---- what is painted ---------------------------------------------------------------------
    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look = self._look
        span, tall = self._span(self.width()), self._ends_height(self.width())
        for at, end in enumerate(self._ends):
            room = span // 2 - look.gap(8)
            box = QRect(FOCUS + 2 if at == 0 else span - room - FOCUS - 2, 0, room, tall)
            end.paint(painter, self._mirrored(box), look.color("quiet"))
        for each, box in self._below:
            self._paint_band(painter, each, box)

    def _paint_band(self, painter: QPainter, each: Band, box: QRect) -> None:
        look = self._look
        tiles = [self._tiles[n].geometry() for n in (each.low, each.high)]
        left, right = min(t.left() for t in tiles) + 7, max(t.right() for t in tiles) - 7
        y = box.top() + look.gap(4)
        painter.setPen(QPen(QColor(each.edge_on(look.theme)), 3, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawLine(QPointF(left, y), QPointF(right, y))
        room = self._mirrored(QRect(box))
        face, ink = look.px(40), look.color("ink")
        at = QRectF((left + right - face) / 2, box.top() + look.gap(11), face, face)
        draw_band_face(painter, at, each.key, ink)
        words = self._word(each)
        place = QRect(room.left(), box.top() + look.gap(14) + look.px(42), room.width(), words.height_at(room.width()))
        glyph, between = look.px(16), look.px(6)
        wide = words.natural_width()
        if wide + 2 * (glyph + between) < place.width():
            side = 1 if look.rtl else -1
            x = place.center().x() + side * (wide + between) / 2
            draw_icon(painter, each.glyph, _square(x, place.center().y(), glyph), ink, stroke=2.3)
            place.translate(-side * (glyph + between) // 2, 0)
        words.paint(painter, place, ink)


def _square(x: float, y: float, size: float) -> QRectF:
    return QRectF(x - size / 2, y - size / 2, size, size)
