"""A hospital bed: metal frame, rails, wheels with a brake."""

from __future__ import annotations

import math
from typing import Any

from videos.studio.geometry import V
from videos.studio.ink import Group, Part
from videos.studio.props import Bed, box_group, cyl

_METAL, _DARK, _PANEL, _BRAKE = "#C9D3DA", "#8FA0AC", "#E3ECEF", "#2E9E6B"


class HospitalBed(Bed):
    """As `props.Bed`; `rail` (0-1) raises the near rail, `brake` (0-1) presses the pedal of the wheels down."""

    def __init__(self, height: float, back: float, rail: float, brake: float) -> None:
        super().__init__(height=height, back=back)
        self.rail, self.brake = rail, brake

    def groups(self, layer: float = 0, cover: bool = True) -> list[Group]:
        """What is painted of it."""
        found: list[Group] = super().groups(layer, cover)
        mattress = found[-1]
        h, w = self.h, self.w
        made = [
            box_group(_METAL, (-94, 13, -w + 6), (94, 18, w - 6), 1.5, layer - 2, sidecol=_DARK),
            box_group(_METAL, (-99, h - 20, -w), (99, h - 15, w), 1.5, layer - 1, sidecol=_DARK),
        ]
        for x in (-60, 60):
            made.append(Group([cyl(_DARK, V(x - 12, 16, 0), V(x + 12, h - 18, 0), 3.2)], layer=layer - 1.9, flat=True))
            made.append(
                Group([cyl(_DARK, V(x + 12, 16, 20), V(x - 12, h - 18, 20), 3.2)], layer=layer - 1.8, flat=True)
            )
        made += [wheel for x in (-84, 84) for z in (-w + 6, w - 6) for wheel in self._wheel(x, z, layer)]
        made.append(box_group(_PANEL, (-104, h - 24, -w), (-99, h + 34, w), 3, layer - 1.5, sidecol=_DARK))
        made.append(box_group(_PANEL, (98, h - 24, -w), (103, h + 12, w), 3, layer - 1.2, sidecol=_DARK))
        made.append(mattress)
        if self.rail > 0.02:
            made.append(self._rails(layer))
        return made

    def _wheel(self, x: float, z: float, layer: float) -> list[Group]:
        tyre = Group([cyl("#4A5761", V(x, 6, z - 2), V(x, 6, z + 2), 6)], layer=layer - 1.7, flat=True, lw=0.8)
        hub = Group([cyl(_METAL, V(x, 6, z + 2.1), V(x, 6, z + 2.3), 2.4)], layer=layer - 1.65, flat=True, lw=0.5)
        angle = math.radians(28 - 46 * self.brake)
        tip = V(x + 12 * math.cos(angle), 11 + 12 * math.sin(angle), z + 3)
        colour = _BRAKE if self.brake > 0.5 else "#D1495B"
        pedal = Group([Part(colour, [(x, 11, z + 3, 1.5), (*tip, 2.0)], lit=0.2)], layer=layer - 1.6, lw=0.7)
        return [tyre, hub, pedal] if z > 0 else [tyre, hub]

    def _rails(self, layer: float) -> Group:
        top, z = self.h - 14 + 34 * self.rail, self.w + 1
        bars: list[Any] = [Part(_METAL, [(-52, y, z, 1.3), (8, y, z, 1.3)], lit=0.2) for y in (top, top - 11)]
        bars += [Part(_METAL, [(x, self.h - 18, z, 1.3), (x, top, z, 1.3)], lit=0.2) for x in (-52, -22, 8)]
        return Group(bars, layer=layer + 28, depth=0, lw=0.8)
