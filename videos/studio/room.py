"""The bedroom set: one person in bed, one who cares, drawn from a storyboard's tracks."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen

from videos.studio import overlay, props
from videos.studio.cast import patient_and_carer
from videos.studio.figure import Person
from videos.studio.geometry import Camera, V, basis, ease, norm, rot
from videos.studio.ink import INK, Group, Part, Scene, line3, mix, poly3, soft_ellipse
from videos.studio.story import Story, lerp_any

W, H = 960, 540


class RoomStage:
    """Draws any storyboard of the bedroom; `frame(t, size)` is one picture."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.patient_look, self.carer_look = patient_and_carer(story.d.get("cast", {}), story.file)

    def num(self, key: str, t: float, default: float = 0.0) -> float:
        return float(self.story.val(key, t, default=default))

    # ---- the person in bed ----------------------------------------------------------------------
    def _patient(self, t: float, bed: Any, is_end_view: bool) -> Person:
        roll, slide, knee = self.num("patient.roll", t), self.num("patient.z", t), self.num("patient.knee", t)
        cross, ease_fwd = self.num("patient.cross", t), self.num("patient.shoulder", t)
        u = abs(roll) / 30
        person = Person(**self.patient_look)
        person.R = rot((1, 0, 0), roll) @ basis((-1, 0, 0), (0, 1, 0))
        person.breath = math.sin(t * 2 * math.pi / 4.2)
        lift = abs(math.sin(math.radians(roll)))
        person.pos = V(8, bed.h + 10.5 + lift * 5, slide - lift * 7)
        person.spine = (bed.back * 0.92, 0, -6 * ease_fwd)
        person.neck = (14 - bed.back * 0.25, 0, -roll * 0.35)
        person.eyes = self.story.val("patient.eyes", t, default="open")
        person.mouth = self.story.val("patient.mouth", t, default="calm")
        person.blink = 1 if (t % 3.7) < 0.14 else 0
        z = slide
        straight = V(8 + 82 - 5 * u, bed.h + 6 + 2 * u, z + 9 - 9 * u)
        bent = V(8 + 46 - 4 * u, bed.h + 4, z + 13 - 15 * u)
        person.foot = {"L": V(8 + 83.5, bed.h + 5, z - 9 - 2 * u), "R": lerp_any(straight, bent, knee)}
        person.kpole = {"L": V(0, 1, -0.1), "R": V(0, 1, 0.25 - 0.9 * u - 0.2 * knee)}
        between = self.num("legpillow", t)  # the upper leg rests on the pillow
        person.foot["R"] = lerp_any(person.foot["R"], V(8 + 73, bed.h + 17, z + 1), between)
        person.kpole["R"] = lerp_any(person.kpole["R"], V(0, 0.75, 0.55), between)
        rest = person.pos + V(-2 - bed.back * 0.1, -3 + bed.back * 0.08, 23)
        folded = person.pos + V(-30, 13, -6 + 4 * (1 - u))
        person.hand = {
            "L": person.pos + V(-2 - 14 * ease_fwd, -1 + 3 * u, -22 + 4 * u - 8 * ease_fwd),
            "R": lerp_any(rest, folded, max(cross, u)),
        }
        person.pole = {"L": V(0, 0.2, -1), "R": V(0.2, -0.2, 1)}
        person.hdir = {"L": V(1, -0.1, 0), "R": lerp_any(V(1, -0.1, -0.1), V(-0.35, 0.05, -0.93), max(cross, u))}
        person.palm = {"L": V(0, -1, 0), "R": V(0, -1, 0)}
        person.gest = {"L": "relaxed", "R": "relaxed"}
        person.layers = dict(torso=10, legL=8.6, legR=9, armL=9, armR=14, head=12)
        if is_end_view:
            person.layers = dict(torso=10, legL=20, legR=21, armL=9, armR=14, head=8)
        person.solve()
        return person

    # ---- the person who cares -------------------------------------------------------------------
    def _carer(self, t: float, patient: Person, wedge_at: Any, is_end_view: bool) -> Person:
        lean = self.num("carer.lean", t)
        person = Person(**{"shoe": "#F4F4F0", **self.carer_look})
        person.R = basis((0, 1, 0), (0, 0, 1))
        person.pos = V(self.num("carer.x", t, -20), 93, -61)
        person.spine = (lean, 0, 0)
        person.foot = {"L": V(person.pos[0] + 9, 8, -66), "R": V(person.pos[0] - 9, 8, -62)}
        person.neck = (16 - lean * 0.25, 0, self.num("carer.look", t, -8))
        person.eyes = self.story.val("carer.eyes", t, default="open")
        person.mouth = self.story.val("carer.mouth", t, default="smile")
        person.blink = 1 if ((t + 1.3) % 4.3) < 0.14 else 0
        person.solve()
        for side in "LR":
            self._reach(person, side, t, patient, wedge_at)
        person.layers = dict(torso=-1, legL=-1.6, legR=-1.6, head=-0.5, armL=-0.8, armR=-0.8)
        for side in "LR":
            if person.hand[side][2] > -50:
                person.layers["fore" + side] = 26
        if is_end_view:
            person.layers = dict(torso=-1, legL=-1.6, legR=-1.6, head=-0.5, armL=-0.7, armR=-0.7)
            if lean > 25:
                person.layers.update(foreL=26, foreR=26)
        return person

    def _reach(self, person: Person, side: str, t: float, patient: Person, wedge_at: Any) -> None:
        hang = person.J["sh" + side] + V(4 if side == "L" else -4, -46, 4)

        def anchor(value: Any) -> Any:
            if isinstance(value, tuple) and value[0] == "anchor":
                base = patient.J[value[2]] if value[1] == "patient" else wedge_at + V(2, 15, 4)
                return base + value[3]
            return hang if value is None else value

        key = f"carer.hand{side}"
        target = self.story.val(key, t, anchor) if key in self.story.tr else None
        person.hand[side] = hang if target is None else target
        person.gest[side] = self.story.val(f"carer.gest{side}", t, default="relaxed")
        reach = person.hand[side] - person.J["sh" + side]
        on = float(np.clip((reach[2] - 12) / 14, 0, 1))
        person.hdir[side] = lerp_any(norm(V(0, -1, 0.1)), norm(V(0.15 if side == "R" else -0.1, -0.35, 1)), on)
        person.palm[side] = lerp_any(norm(V(-1 if side == "L" else 1, 0, 0)), norm(V(0, -1, -0.3)), on)
        person.hand[side] = person.hand[side] - person.hdir[side] * 7 * on
        person.pole[side] = V(0.8 if side == "L" else -0.8, -0.2, -0.6)

    # ---- the scene ------------------------------------------------------------------------------
    def scene(self, t: float, size: tuple[int, int]) -> tuple[Scene, Person, Any]:
        view = self.story.val("camera", t)
        k = size[0] / W
        camera = Camera((view["x"], view["y"], view["z"]), view["s"] * k, view["yaw"], view["pitch"], size)
        Person.cam, Person.lw = camera, 2.3 * k
        scene = Scene(camera, 2.3 * k)
        is_end_view = view["yaw"] > 45
        bed = props.Bed(height=66, back=self.num("bed.back", t))
        patient = self._patient(t, bed, is_end_view)
        out = self.num("wedge.out", t)
        places_z, places_y = ((76, 46, 12), (12, 1.5, 0.3))
        a = 0 if out <= 1 else 1
        share = out - a
        wedge_at = V(-22, bed.h + places_y[a] + (places_y[a + 1] - places_y[a]) * share,
                     places_z[a] + (places_z[a + 1] - places_z[a]) * share + self.num("patient.z", t) * 0.8)  # fmt: skip
        carer = self._carer(t, patient, wedge_at, is_end_view)
        groups = bed.groups(0)
        if is_end_view:
            groups = [g for g in groups if not any(np.asarray(q.sph)[:, 0].min() > 95 for q in g.parts if len(q.sph))]
        scene.add(*groups)
        scene.add(*props.nightstand())
        if self.num("drawsheet", t) > 0.02:
            scene.add(self._draw_sheet(bed, self.num("patient.z", t)))
        self._pillow(scene, bed, patient, is_end_view)
        scene.add(Group([], layer=6, depth=0, deco=[self._contact(patient, bed)]))
        scene.add(*patient.groups(0))
        self._leg_pillow(scene, t, patient)
        if self.num("blanket", t, 1.0) > 0.5:
            scene.add(
                props.drape(
                    patient, bed, 12, abs(self.num("patient.roll", t)) / 30, layer=11.5 if not is_end_view else 30
                )
            )
        if out > 0.02:
            layer = 9.5 if out > 1.05 else 13.5
            scene.add(props.wedge(wedge_at, rot((0, 1, 0), 180), size=(42, 17, 30), layer=layer))
        self._bell_and_bag(scene, t, bed, patient)
        scene.add(*carer.groups(0))
        return scene, patient, bed

    def _pillow(self, scene: Scene, bed: Any, patient: Person, is_end_view: bool) -> None:
        centre = bed.top(-78, self.story.val("patient.z", 0, default=0.0) * 0) + V(0, 5.5, 0)
        turn = rot((0, 0, 1), -bed.back) if bed.back else None
        head = patient.J["head"]
        centre = V(head[0] - 2, head[1] - 11.5, head[2]) if bed.back else V(-78, centre[1], head[2] * 0.6)
        scene.add(props.pillow(centre, (40, 13, 58), R=turn, layer=5 if not is_end_view else 4, squash=0.05))

    def _leg_pillow(self, scene: Scene, t: float, patient: Person) -> None:
        put = self.num("legpillow", t)
        if put <= 0.02:
            return
        knee, ankle = patient.J["knL"], patient.J["anL"]
        middle = V((knee[0] + ankle[0]) / 2 + 2, knee[1] * 0.5 + ankle[1] * 0.5 + 3.5, ankle[2] + 11)
        away = V(0, 2 + 34 * (1 - put), 46 * (1 - put))
        layer = 8.8 if put > 0.55 else 13
        scene.add(props.pillow(middle + away, (60, 11, 30), col=props.WEDGE, layer=layer, squash=0.1))

    def _draw_sheet(self, bed: Any, slide: float) -> Group:
        def draw(painter: QPainter, scene: Scene) -> None:
            corners = [(x, bed.h + 0.6, z + slide) for x, z in ((-58, -34), (30, -34), (30, 30), (-58, 30))]
            poly3(painter, scene, corners, "#CFE3EA", scene.lw * 0.7)

        return Group([], layer=4.5, depth=0, deco=[draw])

    def _bell_and_bag(self, scene: Scene, t: float, bed: Any, patient: Person) -> None:
        if self.num("check", t) <= 0.02:
            return
        hand = patient.J["wrL"]
        bell = V(hand[0] + 24, bed.h + 3, hand[2] - 2)
        scene.add(
            Group([Part(props.WEDGE, [(*(bell + V(-4, 0, 0)), 3.0), (*(bell + V(4, 0, 0)), 3.0)], lit=0.2)], layer=27)
        )
        bag = props.box_group("#E4F1F6", (52, 18, 46), (70, 46, 50), 2, 27)
        scene.add(bag)

        def lines(painter: QPainter, drawn: Scene) -> None:
            line3(
                painter, drawn, [V(61, 46, 48), V(58, bed.h - 6, 50), V(48, bed.h + 6, 38)], "#D8AE4A", drawn.lw * 1.3
            )
            line3(
                painter,
                drawn,
                [bell + V(5, 0, 0), bell + V(22, 2, -8), V(60, bed.h - 8, -46)],
                mix("#7A6FA8", INK, 0.2),
                drawn.lw,
            )
            poly3(painter, drawn, [(54, 20, 50.2), (68, 20, 50.2), (68, 30, 50.2), (54, 30, 50.2)], "#F2D98A")

        scene.add(Group([], layer=27.5, depth=0, deco=[lines]))

    def _contact(self, patient: Person, bed: Any) -> Any:
        def draw(painter: QPainter, scene: Scene) -> None:
            colour = QColor("#5D7390")
            colour.setAlpha(34)
            painter.setBrush(colour)
            painter.setPen(Qt.PenStyle.NoPen)
            shape = QPainterPath()
            if bed.back < 2:
                for joints in (["shR", "hipR", "shL", "hipL"], ["wrR", "elR"]):
                    balls = [
                        (patient.J[j][0] + 1, bed.h + 0.2, patient.J[j][2] + 3, 9 if j[0] in "hs" else 4)
                        for j in joints
                    ]
                    shape = shape.united(scene.path(Part(colour, balls)))
            painter.drawPath(shape)

        return draw

    # ---- over it --------------------------------------------------------------------------------
    def _overlay(self, painter: QPainter, scene: Scene, t: float, patient: Person, bed: Any) -> None:
        step = self.story.step_at(t)
        view = self.story.val("camera", t)
        painter.save()
        painter.scale(scene.cam.size[0] / W, scene.cam.size[0] / W)
        camera = Camera((view["x"], view["y"], view["z"]), view["s"], view["yaw"], view["pitch"])
        since = t - step["t0"]
        overlay.badge(
            painter,
            58,
            58,
            step["n"],
            len(self.story.steps),
            30,
            ease(min(1, since / 0.5), "back") if step["n"] > 1 else 1,
        )
        overlay.dots(painter, 102, 55, step["n"], len(self.story.steps), since / step["dur"])
        for name, points in self._arrows(patient, bed).items():
            grown = self.num(f"arrow.{name}", t)
            if grown > 0.02:
                overlay.arrow3(painter, camera, points, t=grown, w=10)
        tick = self.num("ok", t)
        if tick > 0.02:
            overlay.mark(painter, 890, 70, True, 36, tick)
        if self.num("dial", t) > 0.02:
            self._dial(painter, camera, self.num("dial", t), bed, patient)
        for name in ("bell", "tube"):
            pulse = self.num(f"pulse.{name}", t)
            if pulse > 0.5:
                spot = V(patient.J["wrL"][0] + 24, bed.h + 3, patient.J["wrL"][2]) if name == "bell" else V(60, 34, 50)
                at = camera.proj([spot])[0]
                overlay.pulse(painter, at[0], at[1], 34, t)
        painter.restore()

    def _arrows(self, patient: Person, bed: Any) -> dict[str, list[Any]]:
        centre = patient.J["chest"] * 0.4 + patient.J["pelvis"] * 0.6
        curve = np.radians(np.linspace(12, 122, 24))
        roll = [V(centre[0], centre[1] + 36 * math.sin(a), centre[2] + 36 * math.cos(a)) for a in curve]
        head = patient.J["head"]
        lower = [V(-112, bed.h + 62 - 40 * s, 30) for s in np.linspace(0, 1, 12)]
        slide = [V(-14, bed.h + 26, -8 + 44 * s) for s in np.linspace(0, 1, 12)]
        shoulder = [
            V(patient.J["shL"][0], patient.J["shL"][1] + 13, patient.J["shL"][2] + 14 - 34 * s)
            for s in np.linspace(0, 1, 12)
        ]
        knee = [
            V(head[0] * 0 + 74 - 30 * s, bed.h + 24 + 16 * math.sin(math.pi * s), 26) for s in np.linspace(0, 1, 14)
        ]
        return {"roll": roll, "lower": lower, "slide": slide, "shoulder": shoulder, "knee": knee}

    def _dial(self, painter: QPainter, camera: Camera, grown: float, bed: Any, patient: Person) -> None:
        pivot, radius = V(4, bed.h + 1, patient.pos[2] - 24), 66

        def at(point: Any) -> QPointF:
            return QPointF(*camera.proj([point])[0, :2])

        arc = [
            pivot + V(0, radius * math.sin(a), radius * math.cos(a)) for a in np.radians(np.linspace(0, 30 * grown, 30))
        ]
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
            for ink, width in (("#FFFFFF", 7), (overlay.ACC, 3.4)):
                painter.setPen(QPen(QColor(ink), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
                painter.drawLine(at(pivot), at(point))
        if grown > 0.6:
            label = at(pivot + V(0, 80 * math.sin(math.radians(15)), 80 * math.cos(math.radians(15))))
            overlay.pill_text(painter, label.x(), label.y(), "30°", 30, bg=overlay.ACC)

    def frame(self, t: float, size: tuple[int, int] = (W, H)) -> QImage:
        """One picture of the clip at `t` seconds."""
        image = QImage(size[0], size[1], QImage.Format.Format_RGB32)
        painter = QPainter(image)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        scene, patient, bed = self.scene(t, size)
        props.room(painter, scene, *size)
        at = scene.cam.proj([(0, 0, 10)])[0]
        s = scene.cam.s
        if scene.cam.yaw < 45:
            soft_ellipse(
                painter,
                at[0],
                at[1] + 2 * s,
                125 * s,
                125 * s * math.sin(math.radians(scene.cam.pitch)) * 0.8,
                "#6B5A45",
                70,
            )
        else:
            soft_ellipse(painter, at[0], at[1], 70 * s, 40 * s, "#6B5A45", 60)
        scene.render(painter)
        self._overlay(painter, scene, t, patient, bed)
        painter.end()
        return image
