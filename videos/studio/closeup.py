"""Close-ups of hands, a bottle, an oral syringe and a face, on a plain two-tone oval. A storyboard's step names its view."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from videos.studio import overlay, props
from videos.studio.cast import patient_and_carer
from videos.studio.figure import Person
from videos.studio.geometry import Camera, V, ease, norm, rot
from videos.studio.hands import hand_groups, hand_parts
from videos.studio.ink import INK, Group, Part, Scene, line3, mix, poly3
from videos.studio.measuring import MARK, bottle, syringe
from videos.studio.props import cyl, disc
from videos.studio.story import Story

W, H = 960, 540
STEADY = ([(10, 34, 26), (12, 36, 28), (14, 38, 28), (18, 40, 30)], (30, -36))
PULL = ([(14, 52, 34), (18, 54, 34), (26, 56, 36), (34, 58, 38)], (34, -30))
THUMB = ([(30, 52, 34), (34, 54, 34), (42, 56, 36), (50, 58, 38)], (26, -20))


def hand(
    sc: Scene,
    wrist: Any,
    direction: Any,
    palm: Any,
    side: int,
    gesture: Any,
    skin: QColor,
    sleeve: QColor,
    layers: tuple[float, float],
    size: float = 1.12,
) -> None:
    """One hand with its forearm and cuff: far fingers on one layer, palm and thumb on another."""
    d = norm(V(direction))
    nail = mix(skin, "#F7D9CF", 0.55)
    parts = hand_parts(wrist, d, V(palm), side, gesture, skin, size, 1.16)
    arm = [Part(skin, [(*(wrist - d * 16), 4.8), (*wrist, 3.5)], lit=0.16)]
    fingers, palm_group, thumb = hand_groups(parts, sc.cam, sc.lw, skin, arm, nails=nail, split=True)
    back, front = Group(layer=layers[0], depth=1), Group(layer=layers[1])
    back.subs, front.subs = fingers, [palm_group, *thumb]
    cuff = Group(
        [Part(sleeve, [(*(wrist - d * 24), 6.6)], pts=disc(wrist - d * 6.5, d, 5.2), lit=0.1)], layer=layers[1] + 1
    )
    sc.add(back, front, cuff)


class CloseupStage:
    """Draws the close-up views of a storyboard; `frame(t, size)` is one picture."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.patient_look, carer_look = patient_and_carer(story.d.get("cast", {}), story.file)
        carer = Person(**carer_look)
        self.skin, self.top = carer.skin, carer.top
        self.views: dict[str, Callable[[Scene, float], None]] = {
            "label": self._label, "shake": self._shake, "insert": self._insert, "draw": self._draw,
            "line": self._line, "sit": self._sit, "give": self._give, "rinse": self._rinse,
        }  # fmt: skip

    def num(self, key: str, t: float, default: float = 0.0) -> float:
        return float(self.story.val(key, t, default=default))

    def frame(self, t: float, size: tuple[int, int] = (W, H)) -> QImage:
        """One picture of the clip at `t` seconds."""
        image = QImage(size[0], size[1], QImage.Format.Format_RGB32)
        p = QPainter(image)
        p.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        k = size[0] / W
        view = self.story.val("camera", t)
        camera = Camera((view["x"], view["y"], 0), view["s"] * k, 0, view.get("pitch", 6), size)
        scene = Scene(camera, 2.5 * k)
        Person.cam, Person.lw = camera, 2.5 * k
        p.fillRect(0, 0, *size, QColor("#EAF1EE"))
        p.setPen(Qt.PenStyle.NoPen)
        p.setBrush(QColor("#DCE8E3"))
        p.drawEllipse(QPointF(480 * k, 292 * k), 408 * k, 250 * k)
        step = self.story.step_at(t)
        self.views[step["view"]](scene, t)
        scene.render(p)
        self._over(p, scene, t, step, k)
        p.end()
        return image

    # ---- views ----------------------------------------------------------------------------------
    def _label(self, sc: Scene, t: float) -> None:
        sc.add(bottle(V(0, 8.5, 0), V(0, -1, 0), 1.7, 8, is_capped=True))
        hand(
            sc, V(13.5, -12.5, 1), V(-0.62, 0.75, 0.1), V(-0.5, -0.3, -1), 1, STEADY, self.skin, self.top, (7, 12), 1.2
        )

    def _shake(self, sc: Scene, t: float) -> None:
        swing = self.num("shake", t) * math.sin(t * 2 * math.pi / 0.75)
        up = V(0, 3.2 * swing, 0)
        tilt = V(0.35 + 0.12 * swing, -1, 0)
        sc.add(bottle(V(-2.5, 8.5, 0) + up, tilt, 1.55, 8, is_capped=True))
        hand(
            sc,
            V(12.5, -10.5, 1) + up,
            V(-0.72, 0.62, 0.1),
            V(-0.5, -0.2, -1),
            1,
            STEADY,
            self.skin,
            self.top,
            (7, 12),
            1.2,
        )

    def _insert(self, sc: Scene, t: float) -> None:
        gap = 7.5 * (1 - self.num("push", t))
        sc.add(bottle(V(0, -3.5, 0), V(0, -1, 0), 1.45, 8))
        groups, at, _ring = syringe(V(0, -4.0 + gap, 0.5), V(0, 1, 0), 0.04, 1.3, 10)
        sc.add(*groups)
        hand(sc, V(-15.0, -16.0, 1), V(0.72, 0.55, 0.1), V(0.4, 0, -1), -1, STEADY, self.skin, self.top, (7, 12), 1.15)
        top = at(6.5)
        hand(
            sc,
            top + V(14.2, -6.5, 0.6),
            V(-0.9, 0.36, 0.05),
            V(-0.2, -0.3, -1),
            1,
            STEADY,
            self.skin,
            self.top,
            (9, 12.6),
            1.12,
        )

    def _draw(self, sc: Scene, t: float) -> None:
        fill = 0.04 + (MARK + 0.16) * self.num("pull", t)
        sc.add(bottle(V(0, 4.5, 0), V(0, 1, 0), 1.4, 8))
        groups, at, ring = syringe(V(0, 5.0, 0.5), V(0, -1, 0), fill, 1.3, 10, air=self.num("air", t))
        sc.add(*groups)
        end = at(ring + 9.3)
        hand(sc, V(-15.5, 0.5, 1), V(0.78, 0.5, 0.1), V(0.4, 0, -1), -1, STEADY, self.skin, self.top, (7, 12), 1.12)
        hand(
            sc,
            end + V(12.2, -7.0, 0.5),
            V(-0.86, 0.5, 0.1),
            V(0.05, -0.42, -1),
            1,
            PULL,
            self.skin,
            self.top,
            (9, 12.5),
            1.1,
        )

    def _line(self, sc: Scene, t: float) -> None:
        fill = MARK + 0.16 * (1 - self.num("push", t))
        groups, _at, _ring = syringe(V(0, 13.5, 0.5), V(0, -1, 0), fill, 2.2, 10)
        sc.add(bottle(V(0, 12.8, 0), V(0, 1, 0), 2.2, 8))
        sc.add(*groups)
        hand(sc, V(-17.5, -2.5, 1), V(0.8, 0.42, 0.1), V(0.4, 0, -1), -1, STEADY, self.skin, self.top, (7, 12), 1.2)

    def _person(self, sc: Scene, t: float, lean: float) -> Person:
        person = Person(**self.patient_look)
        person.R = rot((0, 0, 1), lean) @ rot((0, 1, 0), 58)
        person.pos = V(11 - (24 - lean) * 0.2, -62, -6)
        person.neck = (-4, 0, 0)
        person.hand = {"L": V(28, -60, 20), "R": V(-10, -60, 30)}
        person.eyes = "open"
        person.blink = 1 if 1.2 < t % 4 < 1.35 else 0
        person.mouth = self.story.val("patient.mouth", t, default="calm")
        person.layers = dict(torso=2, armL=1, armR=3, head=5)
        groups = [g for g in person.groups(0) if not g.name.startswith("leg")]
        head = person.on_head(0, 0, 0)
        tilt = rot((0, 0, 1), lean)
        sc.add(
            props.pillow(head + V(-15, -5, -16), (22, 24, 46), R=tilt, layer=0, squash=0.1),
            props.pillow(head + V(-14, -27, -18), (30, 24, 56), R=rot((0, 0, 1), lean + 6), layer=-1, squash=0.1),
        )
        sc.add(*groups)
        return person

    def _sit(self, sc: Scene, t: float) -> None:
        self._person(sc, t, 40 - 18 * self.num("raise", t))

    def _give(self, sc: Scene, t: float) -> None:
        person = self._person(sc, t, 24)
        near = self.num("near", t)
        fill = MARK * (1 - self.num("push", t))
        inner, lips = person.on_head(-4.4, -5.2, 5.6), person.on_head(-2.0, -6.3, 8.4)
        ax = norm(norm(lips - inner) + V(0.2, -0.1, 0.1))
        tip = lips - ax * (0.8 * near) + ax * (10 * (1 - near))
        if near > 0.8:
            sc.add(self._cheek(person))
        groups, at, ring = syringe(tip, ax, fill, 1.2, 10)
        sc.add(*groups)
        wrist = at(9.6) + V(8.5, -11.5, 0.5)
        d = norm(V(-0.9, 0.55, 0))
        trial = hand_parts(wrist, d, V(-0.3, -0.1, -1), 1, THUMB, self.skin, 1.0, 1.14)
        wrist = wrist + (at(ring + 9.9) + V(-0.1, 0.2, 0.6) - trial["ttip"][-1])
        hand(sc, wrist, d, V(-0.3, -0.1, -1), 1, THUMB, self.skin, self.top, (9, 12), 1.0)

    def _cheek(self, person: Person) -> Group:
        """The near cheek, drawn over the syringe's tip: the tip is inside it."""
        skin, of_head = person.skin, person.on_head

        def draw(p: QPainter, sc: Scene) -> None:
            p.setPen(Qt.PenStyle.NoPen)
            p.setBrush(skin)
            p.drawPath(sc.path(Part(skin, [(*of_head(-4.6, -5.0, 6.2), 2.3), (*of_head(-2.5, -6.2, 8.1), 1.0)])))
            bulge = [of_head(-5.0, -7.9, 6.6), of_head(-6.4, -6.2, 6.4), of_head(-6.0, -3.8, 6.8)]
            corner = [of_head(-1.4, -4.9, 9.2), of_head(-2.2, -6.3, 9.0), of_head(-1.6, -7.6, 8.7)]
            for edge in (bulge, corner):
                line3(p, sc, edge, mix(skin, person.face_ink, 0.7), sc.lw * 0.8)

        return Group([], layer=10.4, depth=0, deco=[draw])

    def _rinse(self, sc: Scene, t: float) -> None:
        dip = self.num("dip", t)
        base = V(-9, -13, 0)
        glass = Group([cyl("#D5ECF3", base, base + V(0, 15, 0), 5.2, 6.0)], layer=9, depth=0, lw=0.9, flat=True)

        def water(p: QPainter, scene: Scene) -> None:
            p.setPen(Qt.PenStyle.NoPen)
            p.setBrush(QColor("#A9D5E6"))
            p.drawPath(scene.path(cyl("#A9D5E6", base + V(0, 0.8, 0), base + V(0, 9.5, 0), 4.8, 5.3)))

        glass.deco.append(water)
        groups, _at, _ring = syringe(
            V(-8.6, -3.5 + 8 * (1 - dip), 0), V(0.14, 1, 0), 0.1 * (1 + math.sin(t * 4)) * dip, 1.15, 8, mark=None
        )
        sc.add(*groups)
        sc.add(glass)
        self._notebook(sc, t)

    def _notebook(self, sc: Scene, t: float) -> None:
        page = [V(3, -12, 1), V(21, -12, 1), V(21, 9, 1), V(3, 9, 1)]
        written = self.num("write", t)

        def draw(p: QPainter, scene: Scene) -> None:
            poly3(p, scene, [q + V(0.6, -0.6, -0.1) for q in page], "#7FA98C", scene.lw)
            poly3(p, scene, page, "#FFFDF8", scene.lw)
            for row in range(6):
                y = 5.5 - row * 2.9
                line3(p, scene, [V(5, y, 1.2), V(19, y, 1.2)], "#D5DDE2", scene.lw * 0.5)
                share = max(0.0, min(1.0, written * 3 - row))
                if share > 0:
                    wave = [
                        V(5 + 12 * share * s, y + 0.7 + 0.35 * math.sin(s * 20 + row), 1.3)
                        for s in np.linspace(0, 1, 24)
                    ]
                    line3(p, scene, wave, INK, scene.lw * 0.8)

        sc.add(Group([], layer=4, depth=0, deco=[draw]))
        row = min(2, int(written * 3))
        share = min(1.0, written * 3 - row)
        nib = V(5 + 12 * share, 6.3 - row * 2.9, 2)
        pen = Group(
            [
                cyl("#E8743B", nib + V(0.7, 1.0, 0.6), nib + V(6.5, 8.5, 4), 0.55),
                cyl("#33424F", nib, nib + V(0.7, 1.0, 0.6), 0.1, 0.5),
            ],
            layer=11,
            depth=0,
            lw=0.8,
            flat=True,
        )
        sc.add(pen)
        hand(
            sc,
            nib + V(13.2, -7.8, 3),
            V(-0.82, 0.55, -0.1),
            V(-0.3, -0.4, -1),
            1,
            "pinch",
            self.skin,
            self.top,
            (10, 12),
            1.05,
        )

    # ---- over it --------------------------------------------------------------------------------
    def _over(self, p: QPainter, scene: Scene, t: float, step: dict[str, Any], k: float) -> None:
        p.save()
        p.scale(k, k)
        since = t - step["t0"]
        overlay.badge(
            p, 58, 58, step["n"], len(self.story.steps), 30, ease(min(1, since / 0.5), "back") if step["n"] > 1 else 1
        )
        overlay.dots(p, 102, 55, step["n"], len(self.story.steps), since / step["dur"])
        view = self.story.val("camera", t)
        camera = Camera((view["x"], view["y"], 0), view["s"], 0, view.get("pitch", 6))
        arrow = self.num("arrow", t)
        if arrow > 0.02:
            overlay.arrow3(p, camera, self._arrow_of(step["view"]), t=arrow, w=10)
        eye = self.num("eye", t)
        if eye > 0.02:
            self._eye_level(p, camera, eye)
        lens = self.num("lens", t)
        if lens > 0.02:
            at = camera.proj([V(0, -2.4, 7)])[0]
            p.setBrush(Qt.BrushStyle.NoBrush)
            p.setPen(QPen(QColor(overlay.ACC), 6))
            p.drawRoundedRect(QRectF(at[0] - 92 * lens, at[1] - 70 * lens, 184 * lens, 140 * lens), 18, 18)
        if self.num("ok", t) > 0.02:
            overlay.mark(p, 890, 70, True, 36, self.num("ok", t))
        p.restore()

    def _arrow_of(self, view: str) -> list[Any]:
        across = np.linspace(0, 1, 14)
        return {
            "shake": [V(-13, -7 + 15 * s, 2) for s in across],
            "insert": [V(-8.5, 9 - 9 * s, 2) for s in across],
            "draw": [V(9.5, 1 - 10 * s, 2) for s in across],
            "line": [V(9, -13 + 8 * s, 2) for s in across],
            "sit": [V(16 - 3 * math.sin(s * 1.5), -12 + 20 * s, 4) for s in across],
            "give": [V(15, -9 + 0.2 * s, 4) for s in across],
        }.get(view, [V(0, 0, 0), V(1, 0, 0)])

    def _eye_level(self, p: QPainter, camera: Camera, grown: float) -> None:
        """A dashed line from an eye to the top ring."""
        first, last, k = 1.5, 9.6, 2.2
        ring = 13.5 - (first + 0.25 + (last - 1.0 - first) * MARK) * k
        a, b = camera.proj([V(15.5, ring, 3)])[0], camera.proj([V(3.2, ring, 3)])[0]
        p.setPen(QPen(QColor("#22384D"), 4, Qt.PenStyle.DashLine, Qt.PenCapStyle.RoundCap))
        p.drawLine(QPointF(a[0], a[1]), QPointF(a[0] + (b[0] - a[0]) * grown, b[1]))
        p.setPen(QPen(QColor("#22384D"), 4))
        p.setBrush(QColor("#FFFFFF"))
        shape = [QPointF(a[0] + 4 + 60 * s, a[1] - 22 * math.sin(math.pi * s)) for s in np.linspace(0, 1, 16)]
        shape += [QPointF(a[0] + 4 + 60 * s, a[1] + 22 * math.sin(math.pi * s)) for s in np.linspace(1, 0, 16)]
        p.drawPolygon(shape)
        p.setBrush(QColor("#22384D"))
        p.drawEllipse(QPointF(a[0] + 28, a[1]), 11, 11)
