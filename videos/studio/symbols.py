"""What is laid over the picture: step number, arrows, pulses, ticks and crosses, a dial, a frame, an eye's line, a
speech bubble, a ring that fills. A storyboard declares them by name and its tracks grow them from 0 to 1."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from videos.studio import overlay
from videos.studio.geometry import Camera, V, ease
from videos.studio.moment import Moment
from videos.studio.rooms import bubble
from videos.studio.signs import SIGNS, draw_sign

WIDTH = 960.0  # symbols are measured on a picture of 960 x 540
# How a storyboard calls several of a kind.
MANY = {"arrow": "arrows", "pulse": "pulses", "tick": "ticks", "cross": "crosses", "dial": "dials", "lens": "lenses", "eye": "eyes", "bubble": "bubbles", "ring": "rings"}  # fmt: skip
FIELDS: dict[str, frozenset[str]] = {
    "arrow": frozenset(("from", "to", "through", "bow", "around", "radius", "start", "end", "axis")),
    "pulse": frozenset(("at", "r")),
    "tick": frozenset(("at", "r")),
    "cross": frozenset(("at", "r")),
    "dial": frozenset(("at", "radius", "degrees", "axis")),
    "lens": frozenset(("at", "wide", "high")),
    "eye": frozenset(("from", "to")),
    "bubble": frozenset(("from", "sign", "dx", "dy", "r")),
    "ring": frozenset(("at", "r", "sign")),
}


def paint_symbols(
    painter: QPainter, moment: Moment, step: Mapping[str, Any], steps: int, size: tuple[int, int]
) -> None:
    """Everything over the picture of one moment."""
    k = size[0] / WIDTH
    painter.save()
    painter.scale(k, k)
    camera = Camera(moment.camera.t, moment.camera.s / k, moment.camera.yaw, moment.camera.pitch)
    for kind, painted in _PAINTED.items():
        for name, how in moment.board.symbols[kind].items():
            grown = moment.global_num(f"{kind}.{name}")
            if grown > 0.02:
                painted(painter, camera, moment, how, grown)
    pop = ease(min(1, moment.seconds / 0.5), "back") if step["n"] > 1 else 1
    overlay.badge(painter, 58, 58, step["n"], steps, 30, pop)
    overlay.dots(painter, 102, 55, step["n"], steps, moment.seconds / step["dur"])
    for key, is_ok in (("ok", True), ("no", False)):
        if moment.global_num(key) > 0.02:
            overlay.mark(painter, 890, 70, is_ok, 36, moment.global_num(key))
    painter.restore()


def _spot(camera: Camera, moment: Moment, where: Any) -> QPointF:
    at = camera.proj([moment.at(where)])[0]
    return QPointF(float(at[0]), float(at[1]))


def _arrow(painter: QPainter, camera: Camera, moment: Moment, how: Mapping[str, Any], grown: float) -> None:
    overlay.arrow3(painter, camera, arrow_points(moment, how), t=grown, w=10)


def arrow_points(moment: Moment, how: Mapping[str, Any]) -> list[Any]:
    """The way of an arrow in cm: a straight line, one with a `bow` upwards, one `through` points, or `around` a point."""
    if "around" in how:
        centre, radius = moment.at(how["around"]), float(how.get("radius", 30))
        axis = how.get("axis", "x")
        turn = np.radians(np.linspace(float(how.get("start", 0)), float(how.get("end", 90)), 24))
        across = {
            "x": lambda a: V(0, math.sin(a), math.cos(a)),
            "y": lambda a: V(math.cos(a), 0, math.sin(a)),
            "z": lambda a: V(math.cos(a), math.sin(a), 0),
        }
        return [centre + radius * across[axis](a) for a in turn]
    if "through" in how:
        return [moment.at(each) for each in how["through"]]
    first, last, bow = moment.at(how["from"]), moment.at(how["to"]), float(how.get("bow", 0))
    return [first + (last - first) * s + V(0, bow * math.sin(math.pi * s), 0) for s in np.linspace(0, 1, 16)]


def _pulse(painter: QPainter, camera: Camera, moment: Moment, how: Mapping[str, Any], grown: float) -> None:
    if grown > 0.5:
        at = _spot(camera, moment, how["at"])
        overlay.pulse(painter, at.x(), at.y(), float(how.get("r", 34)), moment.seconds)


def _marked(is_ok: bool) -> Callable[..., None]:
    def paint(painter: QPainter, camera: Camera, moment: Moment, how: Mapping[str, Any], grown: float) -> None:
        at = _spot(camera, moment, how["at"])
        overlay.mark(painter, at.x(), at.y(), is_ok, float(how.get("r", 24)), grown)

    return paint


def _lens(painter: QPainter, camera: Camera, moment: Moment, how: Mapping[str, Any], grown: float) -> None:
    at = _spot(camera, moment, how["at"])
    wide, high = float(how.get("wide", 184)) * grown, float(how.get("high", 140)) * grown
    box = QRectF(at.x() - wide / 2, at.y() - high / 2, wide, high)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for ink, width in (("#FFFFFF", 10), (overlay.ACC, 6)):
        painter.setPen(QPen(QColor(ink), width))
        painter.drawRoundedRect(box, 18, 18)


def _eye(painter: QPainter, camera: Camera, moment: Moment, how: Mapping[str, Any], grown: float) -> None:
    """A dashed line from an eye to what is read at its level."""
    a, b = _spot(camera, moment, how["from"]), _spot(camera, moment, how["to"])
    painter.setPen(QPen(QColor("#22384D"), 4, Qt.PenStyle.DashLine, Qt.PenCapStyle.RoundCap))
    painter.drawLine(a, a + (b - a) * grown)
    painter.setPen(QPen(QColor("#22384D"), 4))
    painter.setBrush(QColor("#FFFFFF"))
    out = 1 if a.x() >= b.x() else -1
    lids = [QPointF(a.x() + out * (4 + 60 * s), a.y() - 22 * math.sin(math.pi * s)) for s in np.linspace(0, 1, 16)]
    lids += [QPointF(a.x() + out * (4 + 60 * s), a.y() + 22 * math.sin(math.pi * s)) for s in np.linspace(1, 0, 16)]
    painter.drawPolygon(lids)
    painter.setBrush(QColor("#22384D"))
    painter.drawEllipse(QPointF(a.x() + out * 28, a.y()), 11, 11)


def _dial(painter: QPainter, camera: Camera, moment: Moment, how: Mapping[str, Any], grown: float) -> None:
    """How far something is tilted: a sector from flat, with its degrees."""
    pivot, radius, degrees = moment.at(how["at"]), float(how.get("radius", 60)), float(how.get("degrees", 30))
    is_x = how.get("axis", "x") == "x"

    def along(angle: float, r: float) -> Any:
        a = math.radians(angle)
        return pivot + (V(0, r * math.sin(a), r * math.cos(a)) if is_x else V(-r * math.cos(a), r * math.sin(a), 0))

    def at(point: Any) -> QPointF:
        spot = camera.proj([point])[0]
        return QPointF(float(spot[0]), float(spot[1]))

    arc = [along(angle, radius) for angle in np.linspace(0, degrees * grown, 30)]
    path = QPainterPath(at(pivot))
    for point in arc:
        path.lineTo(at(point))
    path.closeSubpath()
    colour = QColor(overlay.ACC)
    colour.setAlpha(70)
    painter.setBrush(colour)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawPath(path)
    for point in (arc[0], arc[-1]):
        for ink, width in (("#FFFFFF", 7.0), (overlay.ACC, 3.4)):
            painter.setPen(QPen(QColor(ink), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            painter.drawLine(at(pivot), at(point))
    if grown > 0.6:
        label = at(along(degrees / 2, radius * 1.2))
        overlay.pill_text(painter, label.x(), label.y(), f"{degrees:.0f}°", 30, bg=overlay.ACC)


def _bubble(painter: QPainter, camera: Camera, moment: Moment, how: Mapping[str, Any], grown: float) -> None:
    tip = _spot(camera, moment, how["from"])
    radius = float(how.get("r", 46))
    centre = tip + QPointF(float(how.get("dx", 96)), float(how.get("dy", -64)))
    box = bubble(painter, centre, tip, radius, grown)
    if grown > 0.7:
        draw_sign(painter, how.get("sign", "dots"), box.center(), radius * 0.62, moment.seconds)


def _ring(painter: QPainter, camera: Camera, moment: Moment, how: Mapping[str, Any], grown: float) -> None:
    """A ring that fills while one waits; what one waits with is in its middle."""
    at = how["at"]
    spot = (
        QPointF(float(at[0]), float(at[1]))
        if isinstance(at, np.ndarray) and len(at) == 2
        else _spot(camera, moment, at)
    )
    r = float(how.get("r", 40))
    painter.setPen(QPen(QColor("#FFFFFF"), 16))
    painter.setBrush(QColor("#FFFDF8"))
    painter.drawEllipse(spot, r, r)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor("#C9D3DA"), 9))
    painter.drawEllipse(spot, r, r)
    painter.setPen(QPen(QColor(overlay.ACC), 9, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.drawArc(QRectF(spot.x() - r, spot.y() - r, 2 * r, 2 * r), 90 * 16, round(-360 * 16 * min(1.0, grown)))
    sign = how.get("sign", "clock")
    seconds = 0.6 + 2.1 * min(0.99, grown) if sign == "count" else moment.seconds  # the count goes with the filling
    draw_sign(painter, sign, spot, r * 0.55, seconds)


_PAINTED: dict[str, Callable[..., None]] = {
    "dial": _dial, "lens": _lens, "arrow": _arrow, "eye": _eye, "pulse": _pulse, "ring": _ring, "bubble": _bubble,
    "tick": _marked(True), "cross": _marked(False),
}  # fmt: skip
SIGN_NAMES = tuple(SIGNS)
