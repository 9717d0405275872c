"""Articulated person: 3-D skeleton (FK spine/head, IK limbs) -> Groups."""

import math
from typing import Any

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPen

from videos.studio.geometry import Camera, V, euler, ik2, norm
from videos.studio.hands import hand_groups, hand_parts
from videos.studio.ink import INK, Group, Part, hull2d, line3, mix, poly3, poly_path, shade_of

SKIN = {
    "porcelain": "#F7DCC9",
    "peach": "#EDC3A3",
    "honey": "#D9A57A",
    "almond": "#B97F55",
    "chestnut": "#8D5B3E",
    "espresso": "#63412F",
}

EYES = ("open", "down", "closed")
MOUTHS = {"calm": (-6.5, -6.9), "smile": (-5.7, -7.7), "open": (-6.2, -7.0), "sad": (-7.0, -6.2)}  # corners, middle

DARKEST_INK = QColor("#1E1714")  # face lines on the two darkest skins (clips.md, Art direction)

DIM = dict(thigh=42, shin=41, uarm=27, farm=24, torso=46, hipw=8.0, shw=15.2, neck=7.2)
HEAD = 1.10


def disc3(c, n, r, k=22):
    n = norm(V(n))
    a = norm(np.cross(n, V(0, 0, 1) if abs(n[2]) < 0.9 else V(1, 0, 0)))
    b = np.cross(n, a)
    return [tuple(c + r * (a * math.cos(t) + b * math.sin(t))) for t in np.linspace(0, 2 * math.pi, k, endpoint=False)]


class Person:
    cam = Camera()
    lw = 2.3
    seam = False

    def __init__(
        self,
        skin="honey",
        hair="#5B4636",
        style="short",
        top="#5C97A6",
        bottom="#41566B",
        shoe="#2F3E4E",
        sleeve="half",
        scale=1.0,
        age="adult",
        trim="#FFFFFF",
        girth=1.0,
        pattern=None,
        bare_legs=False,
        glasses=False,
    ):
        self.skin = QColor(SKIN.get(skin, skin))
        self.face_ink = DARKEST_INK if skin in ("chestnut", "espresso") else INK
        self.hair = QColor(hair)
        self.style = style
        self.top = QColor(top)
        self.bottom = QColor(bottom)
        self.shoe = QColor(shoe)
        self.sleeve = sleeve
        self.k = scale
        self.age = age
        self.trim = QColor(trim)
        self.girth = girth
        self.pattern = pattern
        self.bare_legs = bare_legs
        self.glasses = glasses
        self.glove: QColor | None = None  # both hands are gloved in this colour
        self.pos = V(0, 92, 0)
        self.R = np.eye(3)
        self.spine = (0.0, 0.0, 0.0)
        self.neck = (0.0, 0.0, 0.0)
        self.hand: dict[str, Any] = {"L": None, "R": None}
        self.foot: dict[str, Any] = {"L": None, "R": None}
        self.pole: dict[str, Any] = {"L": None, "R": None}
        self.kpole: dict[str, Any] = {"L": None, "R": None}
        self.gest = {"L": "relaxed", "R": "relaxed"}
        self.hdir: dict[str, Any] = {"L": None, "R": None}
        self.palm: dict[str, Any] = {"L": None, "R": None}
        self.eyes = "open"
        self.mouth = "calm"
        self.breath = 0.0
        self.blink = 0.0
        self.layers = {}

    # -- skeleton
    def solve(self):
        k = self.k
        D = DIM
        R = self.R
        pos = self.pos
        J = {"pelvis": pos}
        S1 = R @ euler(*[a * 0.5 for a in self.spine])
        S2 = R @ euler(*self.spine)
        mid = pos + S1[:, 1] * D["torso"] * 0.45 * k
        chest = mid + S2[:, 1] * D["torso"] * 0.55 * k
        J["mid"], J["chest"] = mid, chest
        N = S2 @ euler(*self.neck)
        J["S1"], J["S2"], J["N"] = S1, S2, N
        J["neck"] = chest + S2[:, 1] * 1.0 * k
        J["head"] = J["neck"] + (S2[:, 1] * 0.35 + N[:, 1] * 0.65) * (D["neck"] + 8) * k + N[:, 2] * 1.6 * k
        for s, sg in (("L", 1), ("R", -1)):
            sh = chest + S2[:, 0] * sg * D["shw"] * k - S2[:, 1] * 5.6 * k
            hp = pos + R[:, 0] * sg * D["hipw"] * k - R[:, 1] * 2 * k
            J["sh" + s], J["hip" + s] = sh, hp
            t = self.hand[s]
            if t is None:
                t = sh - S2[:, 1] * 49 * k + S2[:, 2] * 3 * k + S2[:, 0] * sg * 5.5 * k
            pole = self.pole[s] if self.pole[s] is not None else -S2[:, 2] * 0.9 + S2[:, 0] * sg * 0.5 - S2[:, 1] * 0.3
            J["el" + s], J["wr" + s] = ik2(sh, V(t), D["uarm"] * k, D["farm"] * k, pole)
            f = self.foot[s]
            if f is None:
                f = hp - R[:, 1] * (D["thigh"] + D["shin"]) * 0.995 * k
            kp = self.kpole[s] if self.kpole[s] is not None else R[:, 2]
            J["kn" + s], J["an" + s] = ik2(hp, V(f), D["thigh"] * k, D["shin"] * k, kp)
        self.J = J
        return J

    def at(self, joint, off=(0, 0, 0), frame="S2"):
        return (
            self.J[joint] + self.J.get(frame, self.R) @ (V(off) * self.k)
            if frame != "R"
            else self.J[joint] + self.R @ (V(off) * self.k)
        )

    def on_head(self, x, y, z):
        """a point of the head in its own frame (x to the own left, y up, z to the front), from the solved joints"""
        J = self.J
        return J["head"] + J["N"][:, 1] * 1.2 * self.k + J["N"] @ (V(x, y, z) * (self.k * HEAD))

    # -- groups
    def groups(self, base=0):
        J = self.solve()
        k = self.k
        g = []
        gi = self.girth
        sk, top, bot = self.skin, self.top, self.bottom
        S = lambda p, r: (*p, r * k)
        L = lambda n: base + self.layers.get(n, 0)
        S2, S1, R, N = J["S2"], J["S1"], self.R, J["N"]
        br = 1 + 0.025 * self.breath
        # torso
        sh = [S(J["sh" + s] + S2[:, 0] * (-1 if s == "L" else 1) * 1.5 * k, 6.2) for s in "LR"]
        ribs = [
            S(J["chest"] - S2[:, 1] * 15 * k + S2[:, 0] * sg * 7.0 * gi * k + S2[:, 2] * 1.8 * k * br, 8.7 * gi * br)
            for sg in (1, -1)
        ]
        belly = [
            S(J["mid"] + S1[:, 0] * sg * 5.0 * gi * k + S1[:, 2] * 1.2 * k * br - S1[:, 1] * 3 * k, 8.9 * gi * br)
            for sg in (1, -1)
        ]
        pel = [S(J["pelvis"] + R[:, 0] * sg * 6.2 * gi * k - R[:, 1] * 1 * k, 9.6 * gi) for sg in (1, -1)]
        hem = []
        if not self.bare_legs:
            hc = J["pelvis"] - R[:, 1] * 15 * k
            hem = [
                hc + (R[:, 0] * 16.6 * gi * math.cos(t) + R[:, 2] * 10.4 * gi * math.sin(t)) * k
                for t in np.linspace(0, 2 * math.pi, 26, endpoint=False)
            ]
        neckp = Part(
            sk,
            [S(J["neck"] - S2[:, 1] * 3 * k, 5.0), S(J["head"] - N[:, 1] * 7 * k - N[:, 2] * 1.5 * k, 4.6)],
            shade=shade_of(sk, 0.26),
            lit=0.25,
        )
        tg = Group(
            [
                neckp,
                Part(top, sh + ribs, lit=0.13),
                Part(top, ribs + belly, lit=0.13),
                Part(top, belly + pel, lit=0.13),
                Part(top, [S(J["neck"] - S2[:, 1] * 5.2 * k, 5.4)] + sh, lit=0.13),
            ],
            layer=L("torso"),
            name="torso",
        )
        if hem:
            tg.add(Part(top, pel, pts=hem, lit=0.10))
        elif True:
            # gown to the knees, follows the thighs
            kn = [J["kn" + s] for s in "LR"]
            hp = [J["hip" + s] for s in "LR"]
            gw = [S(h + (q - h) * 0.72, 8.6) for h, q in zip(hp, kn)]
            tg.add(Part(top, pel + gw, lit=0.10))

        # neckline, drawn on chest front
        def collar(p, sc):
            if float(S2[:, 2] @ sc.cam.d) > 0.12:
                c = J["neck"] - S2[:, 1] * 2.6 * k
                a = [
                    c + S2[:, 0] * x * k + S2[:, 1] * y * k + S2[:, 2] * z * k
                    for x, y, z in (
                        (5.6, 2.6, 1.0),
                        (3.6, -1.5, 4.6),
                        (0, -7.0, 6.6),
                        (-3.6, -1.5, 4.6),
                        (-5.6, 2.6, 1.0),
                    )
                ]
                poly3(p, sc, a, self.skin)
                line3(p, sc, a[:3], self.trim, sc.cam.s * 1.0 * k)
                line3(p, sc, a[2:], self.trim, sc.cam.s * 1.0 * k)
                Q = [a[0], a[1], a[2], a[3], a[4]]
                line3(p, sc, Q, INK, sc.lw * 0.55)

        tg.deco.append(collar)
        if self.pattern:
            tg.deco.append(lambda p, sc: self.pattern(p, sc, self))
        g.append(tg)
        # legs
        for s in "LR":
            hip, kn, an = J["hip" + s], J["kn" + s], J["an" + s]
            lc = sk if self.bare_legs else bot
            r = (9.2, 6.4, 6.2, 4.7) if not self.bare_legs else (8.6, 5.6, 5.4, 3.6)
            parts = [Part(lc, [S(hip, r[0] * gi), S(kn, r[1])]), Part(lc, [S(kn, r[2]), S(an, r[3])])]
            u = norm(an - kn)
            fw = norm(np.cross(R[:, 0], -u)) if not self.bare_legs else norm(R[:, 2] * 0.85 - R[:, 1] * 0.5)
            if not self.bare_legs and abs(u[1]) > 0.6:
                fw = norm(V(R[0, 2], 0, R[2, 2]))
            heel = an + u * 4.5 * k
            toe = heel + fw * 15 * k + (u * 0.8 * k if not self.bare_legs else 0)
            fc = self.shoe if not self.bare_legs else sk
            if self.bare_legs:
                heel = an + u * 2.5 * k - fw * 2 * k
                toe = heel + fw * 17 * k
            if not self.bare_legs:
                hem = disc3(an + u * 1.0 * k, u, 6.3 * k)
                parts = [
                    Part(lc, [S(hip, r[0] * gi), S(kn, r[1])], lit=0.2),
                    Part(lc, [S(kn, r[1])], pts=hem, lit=0.12),
                ]
            foot = Group([Part(fc, [S(heel - fw * 2.5 * k, 3.6), S(toe, 2.9), S(an + u * 1.5 * k, 3.9)], lit=0.22)])
            G = Group(layer=L("leg" + s), name="leg" + s)
            if self.bare_legs:
                foot.parts = parts + foot.parts
                G.subs = [foot]
            else:
                G.subs = [foot, Group(parts)]
            g.append(G)
        # arms
        self.H: dict[str, Any] = {}
        for s, sg in (("L", 1), ("R", -1)):
            shp, el, wr = J["sh" + s], J["el" + s], J["wr" + s]
            y = self.hdir[s] if self.hdir[s] is not None else norm(wr - el)
            pn = self.palm[s] if self.palm[s] is not None else -S2[:, 0] * sg
            ua = norm(el - shp)
            fa = norm(wr - el)
            hand = self.glove or sk
            H = self.H[s] = hand_parts(wr, y, pn, sg, self.gest[s], hand, 0.95 * k, 1.1)
            fore = [Part(sk, [S(el, 4.0), S(wr, 2.7)], lit=0.2)]
            if self.glove is not None:
                fore.append(Part(hand, [S(wr, 2.9)], pts=disc3(wr - fa * 4 * k, fa, 3.3 * k), lit=0.16))
            if self.sleeve == "half":
                mid = shp + (el - shp) * 0.66
                skin_parts = [Part(sk, [S(shp, 4.4), S(el, 4.0)], lit=0.2)] + fore
                sl = [Group([Part(top, [S(shp, 6.0)], pts=disc3(mid, ua, 6.1 * k), lit=0.15)])]
            else:
                cuff = el + (wr - el) * 0.86
                skin_parts = fore
                sl = [
                    Group(
                        [
                            Part(top, [S(shp, 6.0), S(el, 4.9)], lit=0.18),
                            Part(top, [S(el, 4.9)], pts=disc3(cuff, fa, 4.0 * k), lit=0.14),
                        ]
                    )
                ]
            G = Group(layer=L("arm" + s), name="arm" + s)
            G.hand = H
            if "fore" + s in self.layers:
                if self.sleeve == "half":
                    c2 = mid + ua * 0.4 * k
                    fp = [Part(sk, [S(el, 4.0)], pts=disc3(c2, ua, 4.3 * k), lit=0.12)] + fore
                else:
                    fp = fore
                G.subs = sl
                F2 = Group(layer=L("fore" + s), name="fore" + s, depth=1e6)
                F2.subs = hand_groups(H, self.cam, self.lw, hand, fp)
                F2.hand = H
                g.append(F2)
            else:
                G.subs = hand_groups(H, self.cam, self.lw, hand, skin_parts) + sl
            for q in sl:
                q.patch = [
                    Part(
                        top,
                        [
                            S(shp - S2[:, 1] * 0.6 * k, 6.0 + self.lw / self.cam.s * 1.4),
                            S(shp + (J["neck"] - S2[:, 1] * 4 * k - shp) * 0.22, 5.4),
                        ],
                    )
                ]
                q.patch_clip = [tg.parts[1], tg.parts[4]]
                q.over = [Part(top, [S(shp + ua * 2.5 * k, 4.6), S(shp + ua * 9 * k, 4.6)])]
            # shoulder seam: hide the ink where the sleeve meets the same-colour torso
            if self.seam:

                def seam(p, sc, shp=shp, s=s):
                    pass

            g.append(G)
        g += self.head_groups(L("head"))
        return g

    def head_groups(self, layer):
        J = self.J
        k = self.k * HEAD
        N = J["N"]
        W = self.on_head
        c = W(0, 0, 0)
        sk = self.skin
        hr = self.hair
        S = lambda p, r: (*p, r * k)
        ink = self.face_ink
        is_dark = ink is DARKEST_INK
        skull, _jaw = (0, 3.2, -1.2), (0, -5.0, 1.6)
        back = []
        st = self.style
        hc = hr if st not in ("bald",) else sk
        cap = [Part(hc, [S(W(*skull), 10.3 if st != "bald" else 9.9)], lit=0.2, ink=st != "curly")]
        if st == "bun":
            back.append(Part(hc, [S(W(0, 9, -9.5), 4.6)], lit=0.25))
        if st in ("bob", "long"):
            dn = -8 if st == "bob" else -15
            back.append(
                Part(hc, [S(W(0, 2, -2.5), 10.6), S(W(5.5, dn, -4.5), 4.2), S(W(-5.5, dn, -4.5), 4.2)], lit=0.14)
            )
        if st == "curly":
            for x, y, z, r in (
                (0, 10, -1, 6),
                (6.5, 8, -1, 5.5),
                (-6.5, 8, -1, 5.5),
                (8.6, 2, -3, 5.2),
                (-8.6, 2, -3, 5.2),
                (0, 8, -7, 6.5),
                (5, 3, -8.5, 6),
                (-5, 3, -8.5, 6),
                (0, 11, 3.5, 4.6),
                (4.6, 10.2, 3, 4),
                (-4.6, 10.2, 3, 4),
            ):
                back.append(Part(hc, [S(W(x, y, z), r)], lit=0.2))
        if st == "scarf":
            back.append(
                Part(
                    hc,
                    [S(W(0, 3, -1.5), 11.2), S(W(4.5, -10, 0), 6.2), S(W(-4.5, -10, 0), 6.2), S(W(0, -11.5, 3), 5.0)],
                    lit=0.14,
                )
            )
            cap = [Part(hc, [S(W(0, 3, -1.2), 11.2)], lit=0.16)]
        ears = (
            [Part(sk, [S(W(sg * 9.1, -0.8, -1.0), 2.2), S(W(sg * 8.6, -2.6, -0.6), 1.5)], lit=0.3) for sg in (1, -1)]
            if st not in ("scarf", "bob", "long")
            else []
        )
        head = Part(
            sk,
            [
                S(W(*skull), 9.7),
                S(W(0, -4.6, 1.9), 6.3),
                S(W(0, -6.9, 3.6), 4.2),
                S(W(3.4, -2.8, 2.7), 4.8),
                S(W(-3.4, -2.8, 2.7), 4.8),
            ],
            lit=0.0,
        )
        nose = Part(sk, [S(W(0, 1.6, 8.0), 0.9), S(W(0, -2.3, 9.4), 1.5)], lit=0)
        G1 = Group(back, layer=layer, name="hairback", depth=None)
        fg = Group(cap + [head, nose] + ears, layer=layer, name="head")

        def facefn(p, sc):
            cam = sc.cam
            d = cam.d
            F = N.T @ d  # camera dir in head frame
            # repaint: hair over whole head, then the visible face patch
            headpath = sc.path(head)
            nosep = sc.path(nose)
            cappath = sc.path(cap[0])
            if st != "bald":
                p.setBrush(hc)
                p.setPen(Qt.NoPen)
                p.save()
                p.setClipPath(headpath.united(cappath), Qt.IntersectClip)
                p.setBrush(shade_of(hc))
                p.drawPath(headpath.united(cappath))
                p.setBrush(hc)
                p.drawPath(sc.path(cap[0], shrink=0.2))
                p.restore()
                lim = {
                    "short": (66, 50),
                    "bun": (62, 47),
                    "scarf": (52, 40),
                    "bob": (56, 42),
                    "long": (56, 44),
                    "curly": (62, 46),
                    "thin": (84, 60),
                }.get(st, (64, 46))
                TH, PH = np.meshgrid(np.linspace(-lim[0], lim[0], 25), np.linspace(0, 1, 18), indexing="ij")
                PH = -80 + (-14 + (lim[1] + 14) * np.sqrt(np.maximum(0, 1 - np.abs(TH / lim[0]) ** 2.6)) + 80) * PH
                TH, PH = np.radians(TH), np.radians(PH)
                Vd = np.stack([np.sin(TH) * np.cos(PH), np.sin(PH), np.cos(TH) * np.cos(PH)], -1).reshape(-1, 3)
                Vd = Vd[Vd @ F > -0.02]
                Wd = Vd @ N.T
                HS = np.asarray(head.sph, float)
                sup = (HS[:, :3] - c) @ Wd.T + HS[:, 3:4]
                bi = sup.argmax(0)
                pts = HS[bi, :3] + Wd * HS[bi, 3:4]
                if len(pts) > 3:
                    Q = cam.proj(pts)
                    fp = poly_path(hull2d(Q[:, :2]))
                    if st not in ("scarf",):
                        jawp = sc.path(Part(sk, list(head.sph[1:3])))
                        if F[2] > -0.2:
                            fp = fp.united(jawp.intersected(headpath))
                    p.save()
                    p.setClipPath(headpath, Qt.IntersectClip)
                    p.setBrush(shade_of(sk))
                    p.drawPath(fp)
                    p.setClipPath(fp, Qt.IntersectClip)
                    p.setBrush(sk)
                    sh = sc.path(Part(sk, [(*q[:3], q[3]) for q in head.sph]), shrink=0.12)
                    p.drawPath(sh)
                    p.restore()
                    self._fp = fp
            else:
                p.save()
                p.setClipPath(headpath, Qt.IntersectClip)
                p.setBrush(shade_of(sk))
                p.drawPath(headpath)
                p.setBrush(sk)
                p.drawPath(sc.path(head, shrink=0.12))
                p.restore()
            # ears
            for e, sg in zip(ears, (1, -1)):
                if sg * F[0] > -0.12:
                    ep = sc.path(e)
                    p.setPen(QPen(INK, sc.lw * 0.9))
                    p.setBrush(sk)
                    p.drawPath(ep)
                    p.setPen(Qt.NoPen)
                    line3(
                        p,
                        sc,
                        [W(sg * 9.6, 0.2, -0.4), W(sg * 10.2, -1.2, -1.0), W(sg * 9.4, -2.4, -0.6)],
                        mix(sk, INK, 0.45),
                        sc.lw * 0.5,
                    )
            if F[2] < -0.35:
                return
            # nose: fill only, plus a side line
            s = cam.s * k
            ln = mix(sk, ink, 0.78)
            if F[2] > -0.2:
                p.setBrush(sk)
                p.setPen(Qt.NoPen)
                if abs(F[0]) > 0.45:
                    p.drawPath(nosep)
                sg = 1 if F[0] > 0 else -1
                if abs(F[0]) < 0.35:
                    P = [W(-1.2, -3.2, 9.6), W(0, -4.0, 10.2), W(1.2, -3.2, 9.6)]
                elif abs(F[0]) < 0.8:
                    P = [W(sg * 0.3, 0.2, 9.4), W(sg * 1.7, -3.0, 10.2), W(-sg * 0.5, -3.7, 9.8)]
                else:
                    P = [W(sg * 0.2, -3.5, 10.0), W(sg * 0.8, -3.9, 9.4), W(sg * 1.1, -3.2, 8.8)]
                line3(p, sc, P, ln, max(1.0, sc.lw * 0.55))
            # features, clipped to the head so nothing floats off the silhouette in profile
            p.save()
            p.setClipPath(headpath, Qt.IntersectClip)

            def vis(pt):
                return float((N.T @ (pt - c) / k * V(1, 1, 1)) @ F) > 0.12 * 9

            for sg in (1, -1):
                e = W(sg * 3.7, 0.6, 8.55)
                if float(V(sg * 0.42, 0.06, 0.9) @ F) > 0.16:
                    if self.eyes in ("closed", "down") or self.blink > 0.5:
                        line3(
                            p,
                            sc,
                            [W(sg * 2.2, 0.5, 9.0), W(sg * 3.7, -0.35, 8.9), W(sg * 5.2, 0.5, 8.0)],
                            ink,
                            max(1.2, s * 0.55),
                        )
                    else:
                        Q = cam.proj([e])[0]
                        fs = max(0.35, abs(float(V(sg * 0.42, 0, 0.9) @ F)))
                        ang = math.degrees(math.atan2(-float(N[:, 1] @ cam.up), float(N[:, 1] @ cam.right))) + 90
                        p.save()
                        p.translate(Q[0], Q[1])
                        p.rotate(ang)
                        p.setPen(Qt.NoPen)
                        p.setBrush(ink)
                        p.drawEllipse(QPointF(0, 0), 0.78 * s * fs, 1.05 * s)
                        if is_dark:  # a catch-light, or the eye is lost in the face
                            p.setBrush(QColor("#FFFFFF"))
                            p.drawEllipse(QPointF(-0.26 * s * fs, -0.4 * s), 0.36 * s * fs, 0.4 * s)
                        p.restore()
                    bw = (
                        mix(self.hair if st not in ("scarf",) else "#3A2C26", ink, 0.35)
                        if self.age == "adult"
                        else mix("#9A9A9A", INK, 0.2)
                    )
                    line3(
                        p,
                        sc,
                        [W(sg * 2.2, 4.2, 9.0), W(sg * 3.9, 4.7, 8.6), W(sg * 5.5, 3.9, 7.6)],
                        bw,
                        max(1.2, s * 0.5),
                    )
                    if self.age == "old":
                        line3(
                            p,
                            sc,
                            [W(sg * 2.6, -1.3, 8.9), W(sg * 3.8, -1.7, 8.6), W(sg * 4.9, -1.2, 7.9)],
                            mix(sk, ink, 0.45 if is_dark else 0.35),
                            max(0.8, s * 0.3),
                        )
                    if self.glasses:
                        a = [
                            W(sg * (3.8 + 2.5 * math.cos(t)), 0.5 + 2.3 * math.sin(t), 9.1 - 0.35 * abs(math.cos(t)))
                            for t in np.linspace(0, 2 * math.pi, 18)
                        ]
                        line3(p, sc, a, INK, max(1, s * 0.32), True)
                # cheek
                ck = W(sg * 5.4, -3.0, 7.0)
                if float(V(sg * 0.6, -0.2, 0.77) @ F) > 0.3:
                    Q = cam.proj([ck])[0]
                    cc = QColor("#E06A5A")
                    cc.setAlpha(46)
                    p.setBrush(cc)
                    p.setPen(Qt.NoPen)
                    fs = max(0.3, abs(float(V(sg * 0.6, 0, 0.77) @ F)))
                    p.drawEllipse(QPointF(Q[0], Q[1]), 1.9 * s * fs, 1.45 * s)
            if F[2] > -0.1:
                m = MOUTHS[self.mouth]
                w = 2.2 if self.mouth != "smile" else 2.7
                xs = (-w, 0, w)
                if F[0] > 0.75:
                    xs = (0, 1.0, w)
                if F[0] < -0.75:
                    xs = (-w, -1.0, 0)
                P = [W(xs[0], m[0], 7.3 if xs[0] else 8.1), W(xs[1], m[1], 8.0), W(xs[2], m[0], 7.3 if xs[2] else 8.1)]
                if self.mouth == "open":
                    Q = cam.proj([W(0, -6.6, 8.6)])[0]
                    p.setBrush(QColor("#8E4A4A"))
                    p.setPen(QPen(INK, max(1, s * 0.35)))
                    p.drawEllipse(QPointF(Q[0], Q[1]), 1.7 * s * max(0.4, abs(F[2])), 1.25 * s)
                    p.setPen(Qt.NoPen)
                else:
                    line3(p, sc, P, mix(sk, ink, 0.85), max(1.2, s * 0.5))
            p.restore()

        fg.deco.append(facefn)
        return [G1, fg] if back else [fg]
