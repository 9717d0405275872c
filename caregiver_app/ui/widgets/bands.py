"""The four bands of the 0-10 scale as they are drawn everywhere: pattern, glyph, face, word, and the small chip."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from caregiver_app.text import Texts
from caregiver_app.ui.style.theme import Look
from caregiver_app.ui.style.tokens import RADIUS, Band, band
from caregiver_app.ui.widgets.icons import draw_icon
from caregiver_app.ui.widgets.lines import Lines


def band_word(t: Texts, key: str) -> str:
    """The word of a band. Raises KeyError."""
    # Translators: how bad something is on the scale from 0 to 10
    return {
        "none": t.context("severity", "None"),
        "mild": t.context("severity", "Mild"),
        "moderate": t.context("severity", "Moderate"),
        "severe": t.context("severity", "Severe"),
    }[key]


def score_words(t: Texts, score: int | None) -> str:
    """A score as it is said: "4, Moderate"; a skipped one is "Skipped"."""
    return t("Skipped") if score is None else f"{score}, {band_word(t, band(score).key)}"


def draw_pattern(painter: QPainter, area: QRectF, each: Band, step: float = 6, color: QColor | None = None) -> None:
    """Nothing, dots, stripes or solid: told apart in grey print and without colour sight."""
    ink = color or QColor(each.deep)
    painter.save()
    painter.setClipRect(area, Qt.ClipOperation.IntersectClip)
    if each.pattern == "dots":
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        _dots(painter, area, step)
    elif each.pattern == "stripes":
        painter.setPen(QPen(ink, step / 4))
        x = area.left() - area.height()
        while x < area.right():
            painter.drawLine(QPointF(x, area.bottom()), QPointF(x + area.height(), area.top()))
            x += step
    elif each.pattern == "solid":
        painter.fillRect(area, ink)
    painter.restore()


def _dots(painter: QPainter, area: QRectF, step: float) -> None:
    y, odd = area.top() + step / 2, False
    while y < area.bottom() + step:
        x = area.left() + (step if odd else step / 2)
        while x < area.right() + step:
            painter.drawEllipse(QPointF(x, y), step / 4.6, step / 4.6)
            x += step
        y, odd = y + step * 0.8, not odd


_MOUTHS = {"none": (0.12, 0.63), "mild": (0.05, 0.66), "moderate": (-0.03, 0.70), "severe": (-0.12, 0.74)}


def draw_band_face(painter: QPainter, box: QRectF, key: str, ink: QColor) -> None:
    """A plain face of our own for a band; not one of the published face scales."""
    size, x, y = box.width(), box.left(), box.top()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(ink, size / 20, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(box.adjusted(size / 30, size / 30, -size / 30, -size / 30))
    curve, level = _MOUTHS[key]
    mouth = QPainterPath(QPointF(x + size * 0.3, y + size * level))
    mouth.quadTo(QPointF(x + size * 0.5, y + size * (level + curve * 1.9)), QPointF(x + size * 0.7, y + size * level))
    painter.drawPath(mouth)
    if key in ("moderate", "severe"):
        lift = 0.02 if key == "moderate" else 0.06
        for outer, inner in ((0.25, 0.42), (0.75, 0.58)):
            brow = QPointF(x + size * outer, y + size * (0.28 + lift / 2))
            painter.drawLine(brow, QPointF(x + size * inner, y + size * (0.27 - lift)))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    for eye in (0.34, 0.66):
        painter.drawEllipse(QPointF(x + size * eye, y + size * 0.41), size * 0.048, size * 0.048)
    painter.restore()


class SeverityChip(QWidget):
    """A score in small: pattern strip, glyph, number, and its word. None is shown as "Skipped"."""

    def __init__(self, look: Look, t: Texts, score: int | None, with_word: bool = True) -> None:
        super().__init__()
        self._look, self._t, self._with_word = look, t, with_word
        self._score: int | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._lines = Lines(look, "")
        self.put(score)

    def put(self, score: int | None) -> None:
        """Show another score 0..10."""
        self._score = score
        word = "" if not self._with_word and score is not None else score_words(self._t, score).split(", ")[-1]
        self._lines = Lines(self._look, word, "small")
        self.setAccessibleName(score_words(self._t, score))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        px = self._look.px
        word = self._lines.natural_width() if self._lines.plain else 0
        if self._score is None:
            return QSize(word + px(20), px(32))
        return QSize(px(66) + (word + px(10) if word else 0), px(32))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        draw_chip(QPainter(self), self._look, self.rect(), self._score, self._lines)


def draw_chip(painter: QPainter, look: Look, room: QRect, score: int | None, word: Lines) -> None:
    """Draw the chip of a score into `room`; its word may be empty."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    px = look.px
    box = QRectF(room).adjusted(0.75, 0.75, -0.75, -0.75)
    shape = QPainterPath()
    shape.addRoundedRect(box, RADIUS["chip"], RADIUS["chip"])
    if score is None:
        painter.setPen(QPen(look.color("edge"), 1.2, Qt.PenStyle.DashLine))
        painter.drawPath(shape)
        word.paint(painter, room.adjusted(px(10), 0, -px(10), 0), look.color("quiet"))
        return
    each = band(score)
    painter.save()
    painter.setClipPath(shape)
    painter.fillRect(box, QColor(each.fill))
    strip = px(11)
    draw_pattern(painter, _side(room, 0, strip, look.rtl), each, px(5.5))
    painter.restore()
    painter.setPen(QPen(QColor(each.edge_on(look.theme)), 1.5))
    painter.drawPath(shape)
    ink = QColor(each.text)
    glyph = _side(room, px(16), px(18), look.rtl)
    glyph.setTop(room.top() + (room.height() - px(18)) / 2)
    glyph.setHeight(px(18))
    draw_icon(painter, each.glyph, glyph, ink, stroke=2.1)
    painter.setPen(ink)
    painter.setFont(look.font("body", True))
    painter.drawText(_side(room, px(37), px(25), look.rtl), Qt.AlignmentFlag.AlignCenter, str(score))
    if word.plain:
        word.paint(painter, _side(room, px(66), word.natural_width() + 2, look.rtl).toRect(), ink)


def _side(room: QRect, start: int, width: int, rtl: bool) -> QRectF:
    left = room.right() + 1 - start - width if rtl else room.left() + start
    return QRectF(left, room.top(), width, room.height())
