"""Close-ups of hands, a bottle, an oral syringe and a face, on a plain two-tone oval. A storyboard's step names its view."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from videos.studio import overlay, props
from videos.studio.cast import look_of, read_cast
from videos.studio.figure import HEAD, SKIN, Person, hand_groups, hand_parts
from videos.studio.geometry import Camera, V, ease, norm, rot
from videos.studio.ink import INK, Group, Part, Scene, line3, mix, poly3
from videos.studio.props import cyl, disc
from videos.studio.story import Story

W, H = 960, 540
PURPLE, ROD, GLASS, LIQUID, BROWN = "#8467AE", "#A58CCB", "#E4F1F6", "#F0A24A", "#9A5B2E"
STEADY = ([(10, 34, 26), (12, 36, 28), (14, 38, 28), (18, 40, 30)], (30, -36))
PULL = ([(14, 52, 34), (18, 54, 34), (26, 56, 36), (34, 58, 38)], (34, -30))
THUMB = ([(30, 52, 34), (34, 54, 34), (42, 56, 36), (50, 58, 38)], (26, -20))
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


def hand(
    sc: Scene,
    wrist: Any,
    direction: Any,
    palm: Any,
    side: int,
    gesture: Any,
    skin: QColor,
    sleeve: str,
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
        people = read_cast()
        carer = look_of("carer", story.d.get("cast", {}), people, story.file)
        self.skin, self.top = QColor(SKIN[carer["skin"]]), carer["top"]
        self.patient = look_of("patient", story.d.get("cast", {}), people, story.file)
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

    def _person(self, sc: Scene, t: float, lean: float) -> tuple[Person, Any]:
        person = Person(**{**self.patient, "sleeve": "half", "bare_legs": True, "age": "old"})
        person.R = rot((0, 0, 1), lean) @ rot((0, 1, 0), 58)
        person.pos = V(11 - (24 - lean) * 0.2, -62, -6)
        person.neck = (-4, 0, 0)
        person.hand = {"L": V(28, -60, 20), "R": V(-10, -60, 30)}
        person.eyes = "open"
        person.blink = 1 if 1.2 < t % 4 < 1.35 else 0
        person.mouth = self.story.val("patient.mouth", t, default="calm")
        person.layers = dict(torso=2, armL=1, armR=3, head=5)
        groups = [g for g in person.groups(0) if not g.name.startswith("leg")]
        turned = person.J["N"]
        head = person.J["head"] + turned[:, 1] * 1.2
        tilt = rot((0, 0, 1), lean)
        sc.add(
            props.pillow(head + V(-15, -5, -16), (22, 24, 46), R=tilt, layer=0, squash=0.1),
            props.pillow(head + V(-14, -27, -18), (30, 24, 56), R=rot((0, 0, 1), lean + 6), layer=-1, squash=0.1),
        )
        sc.add(*groups)
        return person, head + turned @ (V(1.2, -6.6, 8.8) * HEAD)

    def _sit(self, sc: Scene, t: float) -> None:
        self._person(sc, t, 40 - 18 * self.num("raise", t))

    def _give(self, sc: Scene, t: float) -> None:
        person, _mouth = self._person(sc, t, 24)
        near = self.num("near", t)
        fill = MARK * (1 - self.num("push", t))
        turned, head = person.J["N"], person.J["head"] + person.J["N"][:, 1] * 1.2

        def of_head(x: float, y: float, z: float) -> Any:
            return head + turned @ (V(x, y, z) * HEAD)

        inner, lips = of_head(-4.4, -5.2, 5.6), of_head(-2.0, -6.3, 8.4)
        ax = norm(norm(lips - inner) + V(0.2, -0.1, 0.1))
        tip = lips - ax * (0.8 * near) + ax * (10 * (1 - near))
        if near > 0.8:
            sc.add(self._cheek(person, of_head))
        groups, at, ring = syringe(tip, ax, fill, 1.2, 10)
        sc.add(*groups)
        wrist = at(9.6) + V(8.5, -11.5, 0.5)
        d = norm(V(-0.9, 0.55, 0))
        trial = hand_parts(wrist, d, V(-0.3, -0.1, -1), 1, THUMB, self.skin, 1.0, 1.14)
        wrist = wrist + (at(ring + 9.9) + V(-0.1, 0.2, 0.6) - trial["ttip"][-1])
        hand(sc, wrist, d, V(-0.3, -0.1, -1), 1, THUMB, self.skin, self.top, (9, 12), 1.0)

    def _cheek(self, person: Person, of_head: Callable[[float, float, float], Any]) -> Group:
        """The near cheek, drawn over the syringe's tip: the tip is inside it."""
        skin = person.skin

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
