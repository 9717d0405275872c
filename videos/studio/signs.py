"""Small signs for bubbles and rings, without letters: what someone says, what one waits for. Digits count to three."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from videos.studio import overlay

_NAVY = QColor(overlay.NAVY)


def draw_sign(painter: QPainter, sign: str, at: QPointF, r: float, seconds: float) -> None:
    """A sign of radius `r` about a point; `seconds` into the step, for those that move."""
    painter.save()
    painter.translate(at)
    painter.setPen(
        QPen(_NAVY, max(2.0, r * 0.16), Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    )
    painter.setBrush(Qt.BrushStyle.NoBrush)
    SIGNS[sign](painter, r, seconds)
    painter.restore()


def _dots(painter: QPainter, r: float, seconds: float) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_NAVY)
    for n in (-1, 0, 1):
        painter.drawEllipse(QPointF(n * r * 0.7, 0), r * 0.2, r * 0.2)


def _tick(painter: QPainter, r: float, seconds: float) -> None:
    overlay.mark(painter, 0, 0, True, r * 0.9, 1)


def _cross(painter: QPainter, r: float, seconds: float) -> None:
    overlay.mark(painter, 0, 0, False, r * 0.9, 1)


def _clock(painter: QPainter, r: float, seconds: float) -> None:
    painter.drawEllipse(QPointF(0, 0), r, r)
    painter.drawLine(QPointF(0, 0), QPointF(0, -r * 0.62))
    angle = 0.5 + seconds * 0.5
    painter.drawLine(QPointF(0, 0), QPointF(r * 0.45 * math.sin(angle), -r * 0.45 * math.cos(angle)))


def _heart(painter: QPainter, r: float, seconds: float) -> None:
    path = QPainterPath(QPointF(0, r * 0.8))
    path.cubicTo(QPointF(-r * 1.5, -r * 0.3), QPointF(-r * 0.6, -r * 1.2), QPointF(0, -r * 0.35))
    path.cubicTo(QPointF(r * 0.6, -r * 1.2), QPointF(r * 1.5, -r * 0.3), QPointF(0, r * 0.8))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(overlay.NO))
    painter.drawPath(path)


def _turn(painter: QPainter, r: float, seconds: float) -> None:
    """A bed and an arrow over it: someone is told what comes."""
    painter.drawLine(QPointF(-r, r * 0.55), QPointF(r, r * 0.55))
    painter.drawLine(QPointF(-r, r * 0.9), QPointF(-r, -r * 0.05))
    painter.drawLine(QPointF(r, r * 0.9), QPointF(r, r * 0.3))
    painter.drawEllipse(QPointF(-r * 0.6, r * 0.28), r * 0.17, r * 0.17)
    bow = [QPointF(r * (0.2 + 0.62 * math.cos(a)), r * (0.25 - 0.95 * math.sin(a))) for a in np.linspace(0.35, 2.6, 20)]
    overlay.arrow(painter, bow, 1, r * 0.18)


def _count(painter: QPainter, r: float, seconds: float) -> None:
    """One, two, three, half a second each from the first second on."""
    number = min(3, max(1, math.floor((seconds - 0.6) / 0.7) + 1))
    overlay.digits(painter, 0, 0, number, r * 1.5)


def _phone(painter: QPainter, r: float, seconds: float) -> None:
    painter.drawRoundedRect(QRectF(-r * 0.5, -r, r, r * 2), r * 0.2, r * 0.2)
    painter.drawLine(QPointF(-r * 0.12, r * 0.72), QPointF(r * 0.12, r * 0.72))
    for n in (1, 2):
        painter.drawArc(
            QRectF(r * 0.3 - r * 0.3 * n, -r * 0.35 - r * 0.4 * n, r * 0.7 * n, r * 0.8 * n), -40 * 16, 80 * 16
        )


def _drop(painter: QPainter, r: float, seconds: float) -> None:
    path = QPainterPath(QPointF(0, -r))
    path.cubicTo(QPointF(r * 0.3, -r * 0.4), QPointF(r * 0.7, 0), QPointF(r * 0.62, r * 0.35))
    path.cubicTo(QPointF(r * 0.5, r), QPointF(-r * 0.5, r), QPointF(-r * 0.62, r * 0.35))
    path.cubicTo(QPointF(-r * 0.7, 0), QPointF(-r * 0.3, -r * 0.4), QPointF(0, -r))
    painter.setBrush(QColor("#A9D5E6"))
    painter.drawPath(path)


def _face(mouth: float) -> Callable[[QPainter, float, float], None]:
    """A face that smiles (1), is flat (0) or in pain (-1)."""

    def draw(painter: QPainter, r: float, seconds: float) -> None:
        painter.setBrush(QColor("#F6E2B8"))
        painter.drawEllipse(QPointF(0, 0), r, r)
        painter.setBrush(_NAVY)
        for sign in (-1, 1):
            painter.drawEllipse(QPointF(sign * r * 0.36, -r * 0.22), r * 0.07, r * 0.09)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        path = QPainterPath(QPointF(-r * 0.42, r * 0.38))
        path.quadTo(QPointF(0, r * (0.38 + 0.42 * mouth)), QPointF(r * 0.42, r * 0.38))
        painter.drawPath(path)

    return draw


def _moon(painter: QPainter, r: float, seconds: float) -> None:
    outer, inner = QPainterPath(), QPainterPath()
    outer.addEllipse(QPointF(0, 0), r, r)
    inner.addEllipse(QPointF(r * 0.45, -r * 0.25), r * 0.85, r * 0.85)
    painter.setBrush(QColor("#F2B661"))
    painter.drawPath(outer.subtracted(inner))


def _stop(painter: QPainter, r: float, seconds: float) -> None:
    """An octagon with an open hand's line: stop."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(overlay.NO))
    painter.drawPolygon([QPointF(r * math.cos(a), r * math.sin(a)) for a in np.radians(np.arange(22.5, 360, 45))])
    painter.setBrush(QColor("#FFFFFF"))
    painter.drawRoundedRect(QRectF(-r * 0.55, -r * 0.14, r * 1.1, r * 0.28), 2, 2)


def _eye(painter: QPainter, r: float, seconds: float) -> None:
    lids = [QPointF(r * (s * 2 - 1), -r * 0.6 * math.sin(math.pi * s)) for s in np.linspace(0, 1, 16)]
    lids += [QPointF(r * (s * 2 - 1), r * 0.6 * math.sin(math.pi * s)) for s in np.linspace(1, 0, 16)]
    painter.drawPolygon(lids)
    painter.setBrush(_NAVY)
    painter.drawEllipse(QPointF(0, 0), r * 0.28, r * 0.28)


def _scale(painter: QPainter, r: float, seconds: float) -> None:
    """From a smile to pain, with a mark between: how strong is it?"""
    painter.drawLine(QPointF(-r * 1.2, r * 0.7), QPointF(r * 1.2, r * 0.7))
    for n in range(5):
        painter.drawLine(QPointF(-r * 1.2 + n * r * 0.6, r * 0.55), QPointF(-r * 1.2 + n * r * 0.6, r * 0.85))
    for sign, mouth in ((-1, 1.0), (0, 0.0), (1, -1.0)):
        painter.save()
        painter.translate(sign * r * 0.9, -r * 0.15)
        painter.setPen(QPen(_NAVY, max(1.6, r * 0.09)))
        _face(mouth)(painter, r * 0.4, seconds)
        painter.restore()


def _calendar(painter: QPainter, r: float, seconds: float) -> None:
    """A calendar's sheet with one day marked: look at the date."""
    painter.drawRoundedRect(QRectF(-r * 0.9, -r * 0.8, r * 1.8, r * 1.7), r * 0.15, r * 0.15)
    painter.drawLine(QPointF(-r * 0.9, -r * 0.35), QPointF(r * 0.9, -r * 0.35))
    for sign in (-1, 1):
        painter.drawLine(QPointF(sign * r * 0.45, -r), QPointF(sign * r * 0.45, -r * 0.65))
    painter.setPen(Qt.PenStyle.NoPen)
    for row in range(2):
        for column in range(3):
            is_day = row == 1 and column == 1
            painter.setBrush(QColor(overlay.ACC) if is_day else _NAVY)
            painter.drawEllipse(
                QPointF((column - 1) * r * 0.5, r * (0.05 + 0.45 * row)),
                r * (0.18 if is_day else 0.1),
                r * (0.18 if is_day else 0.1),
            )


def _scared(painter: QPainter, r: float, seconds: float) -> None:
    """A face that is afraid: wide eyes under raised brows, a small round mouth."""
    painter.setBrush(QColor("#F6E2B8"))
    painter.drawEllipse(QPointF(0, 0), r, r)
    for sign in (-1, 1):
        painter.drawLine(QPointF(sign * r * 0.2, -r * 0.68), QPointF(sign * r * 0.58, -r * 0.52))
    painter.setPen(QPen(_NAVY, max(1.4, r * 0.07)))
    painter.setBrush(QColor("#FFFFFF"))
    for sign in (-1, 1):
        painter.drawEllipse(QPointF(sign * r * 0.36, -r * 0.18), r * 0.2, r * 0.24)
    painter.setBrush(_NAVY)
    for sign in (-1, 1):
        painter.drawEllipse(QPointF(sign * r * 0.36, -r * 0.18), r * 0.08, r * 0.1)
    painter.drawEllipse(QPointF(0, r * 0.48), r * 0.2, r * 0.24)


def _bend(painter: QPainter, r: float, seconds: float) -> None:
    """Someone on a bed with bent knees and the chin on the chest: someone is asked to do so."""
    painter.drawLine(QPointF(-r * 1.15, r * 0.75), QPointF(r * 1.15, r * 0.75))
    limbs = [QPointF(r * x, r * y) for x, y in ((-0.5, 0.25), (0.05, 0.5), (0.5, -0.35), (0.85, 0.5))]
    painter.drawPolyline(limbs)
    painter.setBrush(_NAVY)
    painter.drawEllipse(QPointF(-r * 0.72, -r * 0.02), r * 0.2, r * 0.2)


def _three(painter: QPainter, r: float, seconds: float) -> None:
    """One, two, three side by side; each becomes dark as it is said, the third stays lit."""
    said = min(3, max(0, math.floor((seconds - 0.6) / 0.7) + 1))
    for number in (1, 2, 3):
        colour = "#B7C2CB" if number > said else overlay.ACC if number == 3 else overlay.NAVY
        overlay.digits(painter, (number - 2) * r * 1.15, 0, number, r * 1.25, colour)


SIGNS: dict[str, Callable[[QPainter, float, float], None]] = {
    "dots": _dots, "tick": _tick, "cross": _cross, "clock": _clock, "heart": _heart, "turn": _turn, "count": _count, "phone": _phone,
    "drop": _drop, "smile": _face(1.0), "flat": _face(0.0), "pain": _face(-1.0), "moon": _moon, "stop": _stop, "eye": _eye, "scale": _scale,
    "calendar": _calendar, "scared": _scared, "three": _three, "bend": _bend,
}  # fmt: skip
