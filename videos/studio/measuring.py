"""What liquid medicine is measured with: an oral syringe and a bottle. No digits on either, a plain line stands for "your line"."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from videos.studio import overlay
from videos.studio.geometry import V, norm
from videos.studio.ink import INK, Group, Part, Scene, line3, mix, poly3
from videos.studio.props import cyl, disc

PURPLE, ROD, GLASS, LIQUID, BROWN = "#8467AE", "#A58CCB", "#E4F1F6", "#F0A24A", "#9A5B2E"
MARK = 0.55  # the plain line on the barrel, as a share of its length


def syringe(
    tip: Any, axis: Any, fill: float, k: float, layer: float, mark: float | None = MARK, air: float = 0.0
) -> tuple[list[Group], Callable[[float], Any], float]:
    """An oral syringe from its tip along `axis`; `fill` and `mark` are shares of the barrel. No digits anywhere."""
    ax = norm(V(axis))

    def at(s: float) -> Any:
        return tip + ax * s * k

    first, last = 1.5, 9.6
    ring = first + 0.25 + (last - 1.0 - first) * fill
    rod = Group(
        [cyl(ROD, at(ring + 0.6), at(ring + 9.2), 0.42 * k), cyl(PURPLE, at(ring + 9.0), at(ring + 9.55), 1.35 * k)],
        layer=layer - 0.2,
        depth=0,
        lw=0.8,
        flat=True,
    )
    barrel = Group(
        [cyl(GLASS, at(first), at(last), 1.12 * k), Part(GLASS, pts=disc(at(first), ax, 1.12 * k) + disc(at(first - 0.5), ax, 0.55 * k), lit=0), cyl(GLASS, at(0), at(first - 0.4), 0.42 * k, 0.5 * k)],
        layer=layer, depth=0, lw=0.9, flat=True,
    )  # fmt: skip

    def inside(p: QPainter, sc: Scene) -> None:
        cam = sc.cam
        n = norm(np.cross(ax, cam.d))
        n = n if n @ cam.up > 0 or abs(n @ cam.up) < 1e-6 else -n
        p.setPen(Qt.PenStyle.NoPen)
        if fill > 0.01:
            p.setBrush(QColor(LIQUID))
            p.drawPath(sc.path(cyl(LIQUID, at(first + 0.1), at(ring), 0.86 * k)))
            p.drawPath(sc.path(cyl(LIQUID, at(0.1), at(first), 0.2 * k, 0.24 * k)))
            edge = [
                at(first + 0.25) + n * 0.66 * k,
                at(ring - 0.15) + n * 0.66 * k,
                at(ring - 0.15) + n * 0.38 * k,
                at(first + 0.25) + n * 0.38 * k,
            ]
            poly3(p, sc, [q + cam.d * 1.2 for q in edge], mix(LIQUID, "#FFFFFF", 0.42))
        if air > 0.02:
            bubble = cam.proj([at(first + 0.9) + cam.d])[0]
            p.setBrush(QColor("#FFFFFF"))
            p.drawEllipse(QPointF(bubble[0], bubble[1]), 0.5 * k * cam.s * air, 0.5 * k * cam.s * air)
        p.setBrush(QColor("#3C4A58"))
        p.setPen(Qt.PenStyle.NoPen)
        p.drawPath(sc.path(cyl("#3C4A58", at(ring), at(ring + 0.75), 0.96 * k)))
        p.setBrush(QColor(ROD))
        p.drawPath(sc.path(cyl(ROD, at(ring + 0.75), at(last + 0.1), 0.36 * k)))
        for i in range(11):
            s = first + 0.25 + (last - 1.0 - first) * i / 10
            w = 0.5
            line3(
                p,
                sc,
                [
                    at(s) + n * -1.06 * k + cam.d * 2,
                    at(s) + n * (-1.06 + w * 0.5) * k + cam.d * 2.2,
                    at(s) + n * (-1.06 + w) * k + cam.d * 2,
                ],
                "#2F3E4E",
                max(1, 0.06 * cam.s * k),
            )
        if mark is not None:
            s = first + 0.25 + (last - 1.0 - first) * mark
            line3(
                p,
                sc,
                [at(s) + n * -1.5 * k + cam.d * 3, at(s) + cam.d * 3.2, at(s) + n * 1.5 * k + cam.d * 3],
                overlay.ACC,
                max(2, 0.16 * cam.s * k),
            )
        line3(
            p,
            sc,
            [at(first + 0.3) + n * 0.78 * k + cam.d * 2, at(last - 0.5) + n * 0.78 * k + cam.d * 2],
            QColor(255, 255, 255, 170),
            max(1, 0.14 * cam.s * k),
        )

    barrel.deco.append(inside)
    flange = Group(
        [Part(GLASS, pts=disc(at(last - 0.2), ax, 1.95 * k) + disc(at(last + 0.15), ax, 1.95 * k), lit=0)],
        layer=layer + 0.05,
        depth=0,
        lw=0.9,
        flat=True,
    )
    return [rod, barrel, flange], at, ring


def bottle(neck: Any, axis: Any, k: float, layer: float, is_capped: bool = False) -> Group:
    """A brown bottle whose mouth is at `neck`; `axis` points from its mouth to its bottom. Its label has lines only."""
    ax = norm(V(axis))
    g = Group(
        [cyl(BROWN, neck + ax * 2.6 * k, neck + ax * 10.4 * k, 3.9 * k), cyl(BROWN, neck + ax * 1.2 * k, neck + ax * 2.6 * k, 1.9 * k, 3.9 * k), cyl("#F4F1EA" if is_capped else "#D9E6EA", neck + ax * -0.6 * k, neck + ax * 1.2 * k, 2.1 * k)],
        layer=layer, depth=0, flat=True,
    )  # fmt: skip

    def label(p: QPainter, sc: Scene) -> None:
        p.setBrush(QColor("#FBF7EC"))
        p.setPen(QPen(INK, sc.lw * 0.6))
        p.drawPath(sc.path(cyl("#FBF7EC", neck + ax * 4.0 * k, neck + ax * 9.2 * k, 3.94 * k)))
        n = norm(np.cross(ax, sc.cam.d))
        for row, (share, ink, width) in enumerate(
            ((0.75, "#33424F", 2.2), (0.55, "#8A97A3", 1.4), (0.65, "#8A97A3", 1.4), (0.4, overlay.ACC, 2.6))
        ):
            spot = neck + ax * (5.0 + row * 1.05) * k + sc.cam.d * 5
            line3(p, sc, [spot + n * 2.6 * k, spot + n * (2.6 - 5.2 * share) * k], ink, sc.lw * width * 0.6)
        p.setPen(Qt.PenStyle.NoPen)

    g.deco.append(label)
    return g
