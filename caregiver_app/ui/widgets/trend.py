"""Scores over days: a small line for a card, and the chart of two weeks with both reporters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from caregiver_app.text import Texts
from caregiver_app.ui.style.theme import Look
from caregiver_app.ui.style.tokens import BANDS, Band, band
from caregiver_app.ui.widgets.bands import band_word, draw_pattern, score_words
from caregiver_app.ui.widgets.buttons import paint_focus
from caregiver_app.ui.widgets.choices import step_of
from caregiver_app.ui.widgets.icons import draw_icon
from caregiver_app.ui.widgets.lines import Lines

_EDGES: Final = {"none": (-0.6, 0.5), "mild": (0.5, 3.5), "moderate": (3.5, 6.5), "severe": (6.5, 11.3)}
_LOWEST, _HIGHEST = -0.6, 11.3  # room for the number over a 10

_NEAR = 0.6  # days


@dataclass(frozen=True, slots=True)
class Mark:
    """One score on the chart: `day` counts from its first day (0.5 is noon), `when` says it in words."""

    day: float
    score: int = field(repr=False)
    when: str = ""
    is_contested: bool = False


@dataclass(frozen=True, slots=True)
class TrendLine:
    """The scores of one reporter, in order of time; the observer's are diamonds on a dashed line."""

    name: str
    marks: tuple[Mark, ...] = field(repr=False)
    is_observer: bool = False


def draw_mark(painter: QPainter, at: QPointF, size: float, is_observer: bool, ink: QColor, ground: QColor) -> None:
    """A filled dot for the person cared for, an open diamond for who watches."""
    painter.setPen(QPen(ink, 2))
    painter.setBrush(ground if is_observer else ink)
    if is_observer:
        corners = ((-1.25, 0), (0, -1.25), (1.25, 0), (0, 1.25))
        painter.drawPolygon(QPolygonF([QPointF(at.x() + x * size, at.y() + y * size) for x, y in corners]))
    else:
        painter.drawEllipse(at, size, size)


class Spark(QWidget):
    """A week in one small line; the last score wears its band. The numbers are in its name."""

    def __init__(self, look: Look, t: Texts, scores: Sequence[int]) -> None:
        super().__init__()
        self._look, self._scores = look, tuple(scores)
        self.setMinimumSize(look.px(70), look.px(36))
        self.setMaximumWidth(look.px(240))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(t("Over time: {scores}", scores=t.listed(str(s) for s in self._scores)))

    def sizeHint(self) -> QSize:
        return QSize(self._look.px(110), self._look.px(36))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        if not self._scores:
            return
        painter, look = QPainter(self), self._look
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        air, wide, tall = look.px(7), self.width(), self.height()
        step = (wide - 2 * air) / max(len(self._scores) - 1, 1)
        start = air if len(self._scores) > 1 else wide - air
        points = [QPointF(start + i * step, tall - air - (tall - 2 * air) * s / 10) for i, s in enumerate(self._scores)]
        if look.rtl:
            points = [QPointF(wide - p.x(), p.y()) for p in points]
        painter.setPen(QPen(look.color("edge"), 1, Qt.PenStyle.DotLine))
        for score in (4, 7):
            y = round(tall - air - (tall - 2 * air) * score / 10) + 0.5
            painter.drawLine(QPointF(0, y), QPointF(wide, y))
        painter.setPen(QPen(look.color("quiet"), 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawPolyline(QPolygonF(points))
        painter.setPen(QPen(look.color("ink"), 2))
        painter.setBrush(QColor(band(self._scores[-1]).fill))
        painter.drawEllipse(points[-1], look.px(5.5), look.px(5.5))


class TrendKey(QWidget):
    """The sign of a reporter in a chart, to stand beside its name."""

    def __init__(self, look: Look, is_observer: bool) -> None:
        super().__init__()
        self._look, self._is_observer = look, is_observer
        self.setFixedSize(look.px(36), look.px(22))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        painter, look = QPainter(self), self._look
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = look.color("quiet" if self._is_observer else "ink")
        middle = QPointF(self.width() / 2, self.height() / 2)
        painter.setPen(QPen(ink, 2.4, Qt.PenStyle.DashLine if self._is_observer else Qt.PenStyle.SolidLine))
        painter.drawLine(QPointF(1, middle.y()), QPointF(self.width() - 1, middle.y()))
        draw_mark(painter, middle, look.px(5.5), self._is_observer, ink, look.color("card"))


class TrendChart(QWidget):
    """Days in reading direction, bands in wash and pattern, each score with its number.

    Arrow keys and the mouse choose a score: `picked` is sent with line and place, and the words are spoken.
    """

    picked = Signal(int, int)

    def __init__(self, look: Look, t: Texts, named: str) -> None:
        """`named` says what the chart shows; without any focus it is its name."""
        super().__init__()
        self._look, self._t, self._named = look, t, named
        self._lines: tuple[TrendLine, ...] = ()
        self._days: tuple[str, ...] = ()
        self._order: list[tuple[int, int]] = []
        self._at = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(named)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding)

    def put(self, lines: Sequence[TrendLine], days: Sequence[str]) -> None:
        """Show these lines over days with these short names, oldest first."""
        self._lines, self._days = tuple(lines), tuple(days)
        places = [(mark.day, i, j) for i, line in enumerate(self._lines) for j, mark in enumerate(line.marks)]
        self._order = [(i, j) for _, i, j in sorted(places)]
        self._at = -1
        latest = "; ".join(self._said(i, len(line.marks) - 1) for i, line in enumerate(self._lines) if line.marks)
        self.setAccessibleName(f"{self._named}. {latest}" if latest else self._named)
        self.setAccessibleDescription("")
        self.update()

    def pick(self, line: int, place: int) -> None:
        """Choose a score, as if a person had. Raises ValueError when there is none."""
        self._at = self._order.index((line, place))
        words = self._said(line, place)
        self.setAccessibleDescription(words)
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))
        self.setToolTip(words)
        self.picked.emit(line, place)
        self.update()

    def _said(self, line: int, place: int) -> str:
        each = self._lines[line]
        mark = each.marks[place]
        return self._t("{who}, {when}: {score}", who=each.name, when=mark.when, score=score_words(self._t, mark.score))

    # ---- keyboard and mouse ------------------------------------------------------------------
    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = step_of(event.key(), self._look.rtl)
        ends = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: len(self._order) - 1}
        if self._order and step:
            last = len(self._order) - 1
            to = min(max(self._at + step, 0), last) if self._at >= 0 else last
            self.pick(*self._order[to])
        elif self._order and event.key() in ends:
            self.pick(*self._order[ends[Qt.Key(event.key())]])
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        here = event.position()

        def far(place: tuple[int, int]) -> float:
            point = self._point(self._lines[place[0]].marks[place[1]])
            return abs(point.x() - here.x()) + abs(point.y() - here.y())

        nearest = min(self._order, key=far, default=None)
        if nearest is not None and far(nearest) < self._look.px(44):
            self.pick(*nearest)

    # ---- where things stand ------------------------------------------------------------------
    def sizeHint(self) -> QSize:
        return QSize(self._look.px(760), self._look.px(340))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._start() + self._look.px(200), self._look.px(300))

    def _start(self) -> int:
        words = max(self._label(b).natural_width() for b in BANDS)
        return self._look.px(28) + words + self._look.px(66)

    def _label(self, each: Band) -> Lines:
        return Lines(self._look, band_word(self._t, each.key), "small", bold=True)

    def _field(self) -> QRectF:
        """The field in reading direction: its left is the reading side."""
        look = self._look
        below = look.px(34)
        return QRectF(self._start(), 6, self.width() - self._start() - 8, self.height() - below - 8)

    def _y(self, score: float) -> float:
        area = self._field()
        return area.bottom() - area.height() * (score - _LOWEST) / (_HIGHEST - _LOWEST)

    def _x(self, day: float) -> float:
        area = self._field()
        x = area.left() + area.width() * day / max(len(self._days), 1)
        return self.width() - x if self._look.rtl else x

    def _point(self, mark: Mark) -> QPointF:
        return QPointF(self._x(mark.day), self._y(mark.score))

    def _turned(self, box: QRectF) -> QRectF:
        if self._look.rtl:
            return QRectF(self.width() - box.right(), box.top(), box.width(), box.height())
        return box

    # ---- what is painted ---------------------------------------------------------------------
    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for each in BANDS:
            self._paint_band(painter, each)
        self._paint_days(painter)
        for line in sorted(self._lines, key=lambda found: not found.is_observer):
            self._paint_line(painter, line)
        if self._at >= 0:
            self._paint_picked(painter)
        if self.hasFocus():
            paint_focus(painter, self._look, QRectF(self.rect()))

    def _paint_band(self, painter: QPainter, each: Band) -> None:
        look, area = self._look, self._field()
        low, high = (self._y(edge) for edge in _EDGES[each.key])
        box = QRectF(area.left(), high, area.width(), low - high - 2)
        painter.fillRect(self._turned(box), QColor(each.wash_on(look.theme)))
        faint = QColor(each.deep)
        faint.setAlphaF(0.18)
        if each.pattern in ("dots", "stripes"):
            draw_pattern(painter, self._turned(box), each, look.px(12), faint)
        strip = QRectF(box.left() - look.px(12), box.top(), look.px(12), box.height())
        painter.fillRect(self._turned(strip), QColor(each.fill))
        draw_pattern(painter, self._turned(strip), each, look.px(6))
        glyph, middle = look.px(18), box.center().y()
        sign = QRectF(look.px(6), middle - glyph / 2, glyph, glyph)
        draw_icon(painter, each.glyph, self._turned(sign), look.color("ink"), stroke=2.1)
        words = self._label(each)
        tall = words.height_at(1_000)
        place = QRectF(look.px(30), middle - tall / 2, words.natural_width(), tall)
        words.paint(painter, self._turned(place).toRect(), look.color("ink"))
        span = str(each.low) if each.low == each.high else f"{each.low}–{each.high}"
        painter.setFont(look.font("small"))
        painter.setPen(look.color("ink"))
        numbers = QRectF(strip.left() - look.px(50), middle - tall / 2, look.px(44), tall)
        away = Qt.AlignmentFlag.AlignLeft if look.rtl else Qt.AlignmentFlag.AlignRight
        where = away | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
        painter.drawText(self._turned(numbers), where, f"\u2066{span}\u2069")

    def _paint_days(self, painter: QPainter) -> None:
        look, area = self._look, self._field()
        painter.setPen(look.color("ink"))
        painter.setFont(look.font("small"))
        metrics = painter.fontMetrics()
        room = area.width() / max(len(self._days), 1)
        widest = max((metrics.horizontalAdvance(day) for day in self._days), default=0) + look.px(6)
        every = max(1, -(-widest // max(int(room), 1)))
        for i, day in enumerate(self._days):
            if (len(self._days) - 1 - i) % every == 0:  # the last day is always named
                painter.setFont(look.font("small", bold=i == len(self._days) - 1))
                middle = self._x(i + 0.5)
                box = QRectF(middle - widest, area.bottom() + look.px(6), 2 * widest, look.px(26))
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, day)

    def _paint_line(self, painter: QPainter, line: TrendLine) -> None:
        look = self._look
        ink = look.color("quiet" if line.is_observer else "ink")
        style = Qt.PenStyle.DashLine if line.is_observer else Qt.PenStyle.SolidLine
        painter.setPen(QPen(ink, 2 if line.is_observer else 2.6, style, Qt.PenCapStyle.RoundCap))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        points = [self._point(mark) for mark in line.marks]
        painter.drawPolyline(QPolygonF(points))
        for mark, point in zip(line.marks, points, strict=True):
            draw_mark(painter, point, look.px(5.5), line.is_observer, ink, look.color("card"))
            self._paint_number(painter, mark, point, self._goes_below(mark, line))

    def _goes_below(self, mark: Mark, line: TrendLine) -> bool:
        """Where another reporter wrote more about the same day, the number stands below, so that both can be read."""
        near = (m for other in self._lines if other is not line for m in other.marks if abs(m.day - mark.day) < _NEAR)
        other = next(near, None)
        if other is None:
            return False
        return other.score > mark.score or (other.score == mark.score and line.is_observer)

    def _paint_number(self, painter: QPainter, mark: Mark, point: QPointF, below: bool) -> None:
        look = self._look
        painter.setFont(look.font("small", bold=True))
        painter.setPen(look.color("ink"))
        words = f"\u2066{mark.score}{'*' if mark.is_contested else ''}\u2069"
        wide, tall = look.px(28), look.px(20)
        y = point.y() + look.px(8) if below else point.y() - look.px(8) - tall
        area = self._field()
        y = min(max(y, area.top() - 4), area.bottom() - tall + 4)
        box = QRectF(point.x() - wide / 2, y, wide, tall)
        halo = look.color("card")
        halo.setAlphaF(0.72)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(halo)
        painter.drawRoundedRect(box.adjusted(look.px(6), 2, -look.px(6), -2), 5, 5)
        painter.setPen(look.color("ink"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)

    def _paint_picked(self, painter: QPainter) -> None:
        look = self._look
        line, place = self._order[self._at]
        mark = self._lines[line].marks[place]
        point = self._point(mark)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(look.color("focus"), 3))
        painter.drawEllipse(point, look.px(12), look.px(12))
        words = Lines(look, f"{mark.when}\n{score_words(self._t, mark.score)}", "small", bold=True)
        size = words.size(look.px(240))
        pad, away = look.px(8), look.px(18)
        x = point.x() + away if point.x() < self.width() / 2 else point.x() - away - size.width() - 2 * pad
        top = min(max(point.y() - size.height() - pad, 4.0), self._field().bottom() - size.height() - 2 * pad)
        box = QRectF(x, top, size.width() + 2 * pad, size.height() + pad)
        painter.setPen(QPen(look.color("edge"), 1.5))
        painter.setBrush(look.color("card"))
        painter.drawRoundedRect(box, 8, 8)
        words.paint(painter, box.adjusted(pad, 0, -pad, 0).toRect(), look.color("ink"))
