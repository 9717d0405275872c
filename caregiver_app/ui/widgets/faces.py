"""Small portraits of our own drawing, in the hand of the clips: ink line, flat colour, a calm mouth."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

# skin, hair, top, ground, style
_PEOPLE: Final = (
    ("#D9A57A", "#C9CCD1", "#C8715E", "#F6E2B8", "bun"),
    ("#EDC3A3", "#5A3B2A", "#4E93A6", "#DCE8E3", "long"),
    ("#D9A57A", "#3A2A22", "#5B7FA8", "#E6E0F0", "short"),
    ("#F7DCC9", "#B98A4E", "#7A6FA8", "#DDEBF2", "bob"),
    ("#8D5B3E", "#2B2230", "#6F9E87", "#F3E3D3", "scarf"),
    ("#B98063", "#E4E1DB", "#7C8C5A", "#E3E8D8", "short"),
)
PORTRAITS: Final = len(_PEOPLE)
_SCARF: Final = "#8467AE"


def draw_face(painter: QPainter, box: QRectF, number: int, line: QColor) -> None:
    """Draw portrait `number` (any whole number) into a circle inside `box`."""
    skin, hair, top, ground, style = (*_PEOPLE[number % PORTRAITS],)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(box.topLeft())
    painter.scale(box.width() / 48, box.height() / 48)
    circle = QPainterPath()
    circle.addEllipse(QRectF(0.75, 0.75, 46.5, 46.5))
    painter.setClipPath(circle)
    painter.fillPath(circle, QColor(ground))
    painter.setPen(QPen(line, 1.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
    _body(painter, skin, hair, top, style)
    _head(painter, skin, hair, style, line)
    painter.setClipping(False)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(circle)
    painter.restore()


def _body(painter: QPainter, skin: str, hair: str, top: str, style: str) -> None:
    painter.setBrush(QColor(_SCARF if style == "scarf" else hair))
    if style in ("long", "scarf", "bob"):
        reach = 33 if style == "bob" else 41
        behind = QPainterPath(QPointF(12.5, reach))
        behind.lineTo(12.5, 21)
        behind.cubicTo(12.5, 6, 35.5, 6, 35.5, 21)
        behind.lineTo(35.5, reach)
        behind.closeSubpath()
        painter.drawPath(behind)
    elif style == "bun":
        painter.drawEllipse(QPointF(24, 8.6), 4.4, 4.4)
    shoulders = QPainterPath(QPointF(7, 52))
    shoulders.cubicTo(7, 41, 13, 36, 20, 36)
    shoulders.lineTo(28, 36)
    shoulders.cubicTo(35, 36, 41, 41, 41, 52)
    shoulders.closeSubpath()
    painter.setBrush(QColor(top))
    painter.drawPath(shoulders)
    painter.setBrush(QColor(_SCARF if style == "scarf" else skin))
    painter.drawRoundedRect(QRectF(19.5, 29, 9, 9.5), 3, 3)


def _head(painter: QPainter, skin: str, hair: str, style: str, line: QColor) -> None:
    painter.setBrush(QColor(skin))
    painter.drawEllipse(QPointF(24, 22.5), 9, 10.5)
    front = QPainterPath(QPointF(14.8, 22.5))
    front.cubicTo(14.2, 14, 18, 10.5, 24, 10.5)
    front.cubicTo(30, 10.5, 33.8, 14, 33.2, 22.5)
    if style in ("long", "bob"):
        front.cubicTo(30.5, 21.5, 28.6, 19, 28, 16.4)
        front.cubicTo(26, 19.5, 20.5, 22, 14.8, 22.5)
    else:
        front.cubicTo(32, 17.8, 29, 16.2, 24, 16.2)
        front.cubicTo(19, 16.2, 16, 17.8, 14.8, 22.5)
    painter.setBrush(QColor(_SCARF if style == "scarf" else hair))
    painter.drawPath(front)
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(line)
    for x in (20.4, 27.6):
        painter.drawEllipse(QPointF(x, 23.8), 1.15, 1.15)
    painter.restore()
    mouth = QPainterPath(QPointF(21, 28))
    mouth.quadTo(24, 30.3, 27, 28)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(mouth)
