"""What is behind everything: the bedroom, a bedroom with a hospital bed, the bathroom, the kitchen, the plain oval."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from videos.studio import props
from videos.studio.ink import INK, Scene, line3, mix, poly3, soft_ellipse
from videos.studio.props import WOOD, WOODD

_Z = -120  # the back wall, cm
_TILE, _TILE_LINE, _FLOOR = "#E3EEF0", "#CADDE1", "#D3DDDC"


def paint_room(painter: QPainter, scene: Scene, room: str, size: tuple[int, int]) -> None:
    """Paint a room over the whole picture, with the shadow on its floor."""
    if room == "plain":
        _plain(painter, size)
        return
    {"home": _home, "hospital": _hospital, "bathroom": _bathroom, "kitchen": _kitchen}[room](painter, scene, size)
    at, s = scene.cam.proj([(0, 0, 10)])[0], scene.cam.s
    flat = math.sin(math.radians(scene.cam.pitch))
    if scene.cam.yaw < 45:
        soft_ellipse(painter, at[0], at[1] + 2 * s, 125 * s, max(1.0, 125 * s * flat * 0.8), "#6B5A45", 70)
    else:
        soft_ellipse(painter, at[0], at[1], 70 * s, 40 * s, "#6B5A45", 60)


ROOMS = ("home", "hospital", "bathroom", "kitchen", "plain")


def _plain(painter: QPainter, size: tuple[int, int]) -> None:
    k = size[0] / 960
    painter.fillRect(0, 0, *size, QColor("#EAF1EE"))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor("#DCE8E3"))
    painter.drawEllipse(QPointF(480 * k, 292 * k), 408 * k, 250 * k)


def _home(painter: QPainter, scene: Scene, size: tuple[int, int]) -> None:
    props.room(painter, scene, *size)


def _hospital(painter: QPainter, scene: Scene, size: tuple[int, int]) -> None:
    props.room(painter, scene, *size, picture=False)
    for x in (-150, -128, -106, -84):  # a curtain that can be drawn round the bed
        poly3(painter, scene, [(x, 20, _Z), (x + 20, 20, _Z), (x + 18, 214, _Z), (x + 2, 214, _Z)], "#CFE0D2")
        line3(painter, scene, [(x + 10, 24, _Z), (x + 10, 212, _Z)], mix("#CFE0D2", INK, 0.2), 1.6)
    line3(painter, scene, [(-158, 216, _Z), (-58, 216, _Z)], "#8FA0AC", 2.0 * scene.cam.s)


def _walls(
    painter: QPainter, scene: Scene, size: tuple[int, int], wall: str, low: str, floor: str, edge: float
) -> None:
    painter.fillRect(0, 0, *size, QColor(wall))
    poly3(painter, scene, [(-900, 0, _Z), (900, 0, _Z), (900, edge, _Z), (-900, edge, _Z)], low)
    line3(painter, scene, [(-900, edge, _Z), (900, edge, _Z)], mix(low, INK, 0.16), 2)
    poly3(painter, scene, [(-900, 0, _Z), (900, 0, _Z), (900, 0, 900), (-900, 0, 900)], floor)
    line3(painter, scene, [(-900, 0, _Z), (900, 0, _Z)], mix(floor, INK, 0.25), 2)


def _framed(painter: QPainter, scene: Scene, box: tuple[float, float, float, float], inside: str, frame: str) -> None:
    x0, y0, x1, y1 = box
    outer = [(x0 - 4, y0 - 4, _Z), (x1 + 4, y0 - 4, _Z), (x1 + 4, y1 + 4, _Z), (x0 - 4, y1 + 4, _Z)]
    poly3(painter, scene, outer, frame, scene.lw * 0.6)
    poly3(painter, scene, [(x0, y0, _Z), (x1, y0, _Z), (x1, y1, _Z), (x0, y1, _Z)], inside)


def _bathroom(painter: QPainter, scene: Scene, size: tuple[int, int]) -> None:
    _walls(painter, scene, size, "#EEF4F3", _TILE, _FLOOR, 132)
    for y in range(22, 132, 22):
        line3(painter, scene, [(-900, y, _Z), (900, y, _Z)], _TILE_LINE, 1.4)
    for x in range(-330, 340, 22):
        line3(painter, scene, [(x, 0, _Z), (x, 132, _Z)], _TILE_LINE, 1.4)
    _framed(painter, scene, (-34, 128, 34, 206), "#D5E8EE", "#FFFFFF")
    line3(painter, scene, [(-20, 146, _Z), (8, 192, _Z)], "#F4FAFB", 2.4 * scene.cam.s)
    line3(painter, scene, [(84, 118, _Z), (146, 118, _Z)], "#8FA0AC", 1.8 * scene.cam.s)  # a towel on its rail
    poly3(painter, scene, [(94, 118, _Z), (136, 118, _Z), (136, 62, _Z), (94, 62, _Z)], "#C9DCE6", scene.lw * 0.6)
    for y in (72, 78):
        line3(painter, scene, [(94, y, _Z), (136, y, _Z)], "#8FB6C6", 1.2 * scene.cam.s)


def _kitchen(painter: QPainter, scene: Scene, size: tuple[int, int]) -> None:
    _walls(painter, scene, size, "#F3EEE2", "#E9E2D2", "#E2D3BC", 84)
    _framed(painter, scene, (-40, 118, 48, 202), "#CFE6F1", "#FFFFFF")
    line3(painter, scene, [(4, 118, _Z), (4, 202, _Z)], "#FFFFFF", 2.6 * scene.cam.s)
    poly3(painter, scene, [(-46, 202, _Z), (54, 202, _Z), (54, 182, _Z), (4, 174, _Z), (-46, 182, _Z)], "#F3D9C4")
    for x in (-150, 78):  # cupboards and the worktop
        for n in range(2):
            left = x + n * 38
            poly3(
                painter,
                scene,
                [(left, 138, _Z), (left + 36, 138, _Z), (left + 36, 206, _Z), (left, 206, _Z)],
                "#DCE8E3",
                scene.lw * 0.6,
            )
            line3(
                painter,
                scene,
                [(left + (31 if n == 0 else 5), 150, _Z), (left + (31 if n == 0 else 5), 162, _Z)],
                WOODD,
                1.6 * scene.cam.s,
            )
    poly3(painter, scene, [(-260, 84, _Z), (300, 84, _Z), (300, 92, _Z), (-260, 92, _Z)], WOOD, scene.lw * 0.6)
    for n, height in enumerate((20, 15, 18)):
        at = 96 + n * 15
        poly3(
            painter,
            scene,
            [(at, 92, _Z), (at + 10, 92, _Z), (at + 10, 92 + height, _Z), (at, 92 + height, _Z)],
            ("#E9B98F", "#8FB9A8", "#F7E9D2")[n],
            scene.lw * 0.5,
        )


def bubble(painter: QPainter, centre: QPointF, tip: QPointF, radius: float, grown: float) -> QRectF:
    """A speech bubble, empty; returns where a sign fits into it."""
    painter.save()
    painter.translate(tip)
    painter.scale(grown, grown)
    painter.translate(-tip)
    box = QRectF(centre.x() - radius * 1.25, centre.y() - radius * 0.85, radius * 2.5, radius * 1.7)
    for colour, extra in ((INK, 3.0), (QColor("#FFFFFF"), 0.0)):
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRoundedRect(box.adjusted(-extra, -extra, extra, extra), radius * 0.7, radius * 0.7)
        if box.top() < tip.y() < box.bottom():  # beside it: the tail leaves the side, or it would be a hair
            base = QPointF(box.right() - 4 if tip.x() > centre.x() else box.left() + 4, centre.y() + 6)
            across = QPointF(0, 11 + extra)
        else:
            base = QPointF(
                centre.x() + (tip.x() - centre.x()) * 0.3, box.bottom() - 4 if tip.y() > centre.y() else box.top() + 4
            )
            across = QPointF(13 + extra, 0)
        painter.drawPolygon([base - across, base + across, base + (tip - base) * (0.75 + extra * 0.03)])
    painter.restore()
    return box
