"""Paints the line icons; never the only carrier of a meaning, a word stands beside each."""

from __future__ import annotations

import math
import re
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap

from caregiver_app.ui.widgets.icon_shapes import ALIASES, MIRRORED, SHAPES

_TOKEN = re.compile(r"([MLHVCSQAZmlhvcsqaz])|(-?\d*\.?\d+)")
_ARGUMENTS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "A": 7}
_GRID = 24
_MIDDLE = 128


def draw_icon(painter: QPainter, name: str, box: QRectF, color: QColor, rtl: bool = False, stroke: float = 1.9) -> None:
    """Draw an icon into `box`. Raises KeyError for a name that does not exist."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(box.topLeft())
    painter.scale(box.width() / _GRID, box.height() / _GRID)
    if rtl and name in MIRRORED:
        painter.translate(_GRID, 0)
        painter.scale(-1, 1)
    pen = QPen(color, stroke, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    for sign, path in _paths(name):
        if sign == "!":
            pen.setColor(QColor("#FFFFFF" if color.lightness() < _MIDDLE else "#06201E"))
        painter.setPen(Qt.PenStyle.NoPen if sign == "*" else pen)
        painter.setBrush(color if sign == "*" else Qt.BrushStyle.NoBrush)
        painter.drawPath(path)
    painter.restore()


def known(name: str) -> str:
    """The same name, checked where it is chosen rather than while it is painted. Raises KeyError."""
    if ALIASES.get(name, name) not in SHAPES:
        raise KeyError(name)
    return name


def icon_pixmap(name: str, size: int, colour: str, rtl: bool = False) -> QPixmap:
    """An icon as a picture of `size` px in one colour, sharp on fine screens. Raises KeyError for an unknown name."""
    known(name)
    picture = QPixmap(size * 2, size * 2)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    draw_icon(painter, name, QRectF(0, 0, size * 2, size * 2), QColor(colour), rtl)
    painter.end()
    picture.setDevicePixelRatio(2)
    return picture


def icon(name: str, size: int, colour: str, rtl: bool = False) -> QIcon:
    """The same for Qt's own controls."""
    return QIcon(icon_pixmap(name, size, colour, rtl))


@lru_cache(maxsize=256)
def _paths(name: str) -> tuple[tuple[str, QPainterPath], ...]:
    return tuple(
        (shape[0] if shape[0] in "*!" else "", _path(shape.lstrip("*!"))) for shape in SHAPES[ALIASES.get(name, name)]
    )


def _path(shape: str) -> QPainterPath:
    path = QPainterPath()
    if shape.startswith("o "):
        x, y, radius = (float(n) for n in shape.split()[1:])
        path.addEllipse(QPointF(x, y), radius, radius)
    elif shape.startswith("r "):
        x, y, width, height, corner = (float(n) for n in shape.split()[1:])
        path.addRoundedRect(QRectF(x, y, width, height), corner, corner)
    else:
        _trace(path, shape)
    return path


def _trace(path: QPainterPath, data: str) -> None:
    """Follow an SVG path; the flags of an arc must be written apart."""
    letter, numbers = "", list[float]()
    control: QPointF | None = None
    for found in _TOKEN.finditer(data):
        if found[1]:
            letter, numbers = found[1], []
            if letter in "Zz":
                path.closeSubpath()
            continue
        numbers.append(float(found[2]))
        if len(numbers) == _ARGUMENTS[letter.upper()]:
            control = _step(path, letter, numbers, control)
            numbers = []


def _step(path: QPainterPath, letter: str, n: list[float], control: QPointF | None) -> QPointF | None:
    here = path.currentPosition()
    origin = here if letter.islower() else QPointF()
    kind = letter.upper()

    def at(i: int) -> QPointF:
        return origin + QPointF(n[i], n[i + 1])

    if kind == "M":
        path.moveTo(at(0))
    elif kind == "L":
        path.lineTo(at(0))
    elif kind == "H":
        path.lineTo(origin.x() + n[0], here.y())
    elif kind == "V":
        path.lineTo(here.x(), origin.y() + n[0])
    elif kind == "Q":
        path.quadTo(at(0), at(2))
    elif kind == "C":
        path.cubicTo(at(0), at(2), at(4))
        return at(2)
    elif kind == "S":
        path.cubicTo(here + (here - control) if control is not None else here, at(0), at(2))
        return at(0)
    elif kind == "A":
        _arc(path, here, at(5), n[0], bool(n[3]), bool(n[4]))
    return None


def _arc(path: QPainterPath, start: QPointF, end: QPointF, radius: float, large: bool, clockwise: bool) -> None:
    """A round arc between two points, as SVG means it."""
    chord = end - start
    half = math.hypot(chord.x(), chord.y()) / 2
    radius = max(radius, half)
    away = math.sqrt(max(radius * radius - half * half, 0.0)) / (2 * half)
    side = -1 if large == clockwise else 1
    middle = (start + end) / 2
    centre = QPointF(middle.x() - side * away * chord.y(), middle.y() + side * away * chord.x())
    first = math.degrees(math.atan2(centre.y() - start.y(), start.x() - centre.x()))
    last = math.degrees(math.atan2(centre.y() - end.y(), end.x() - centre.x()))
    sweep = -((first - last) % 360) if clockwise else (last - first) % 360
    path.arcTo(QRectF(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius), first, sweep)
