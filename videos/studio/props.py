import itertools
import math

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPen

from videos.studio.geometry import V, norm
from videos.studio.ink import INK, Group, Part, line3, mix, poly3, poly_path, shade_of

WALL, WALL2, FLOOR, FLOOR2 = "#E9F0EC", "#DCE8E3", "#E9DCC8", "#DFCFB7"
WOOD, WOODD = "#D8AE82", "#B98A5E"
SHEET, MATT, BLANKET, BLANKET2 = "#F4F8F8", "#FBF8F1", "#A9C9D6", "#8FB6C6"
PILLOW, WEDGE = "#FFFFFF", "#F2B661"


def box(col, a, b, r=2.0, ink=True, lit=0.3, shade=None):
    a, b = V(a), V(b)
    P = [(x, y, z, r) for x in (a[0] + r, b[0] - r) for y in (a[1] + r, b[1] - r) for z in (a[2] + r, b[2] - r)]
    return Part(col, P, lit=0, ink=ink, shade=shade)


def box_group(col, a, b, r=2.0, layer=0, lw=1.0, topcol=None, sidecol=None, depth=None):
    """rounded box with flat-shaded visible faces (front + top + right/left side)"""
    g = Group([box(col, a, b, r)], layer=layer, lw=lw, flat=True, depth=depth)
    a, b = V(a), V(b)

    def faces(p, sc):
        d = sc.cam.d
        p.save()
        p.setClipPath(sc.path(g.parts[0]), Qt.IntersectClip)
        if d[1] > 0.02:
            poly3(
                p,
                sc,
                [(a[0], b[1], a[2]), (b[0], b[1], a[2]), (b[0], b[1], b[2] - r * 0.3), (a[0], b[1], b[2] - r * 0.3)],
                topcol or mix(col, "#FFFFFF", 0.35),
            )
        xs = b[0] if d[0] > 0.02 else (a[0] if d[0] < -0.02 else None)
        if xs is not None:
            poly3(
                p,
                sc,
                [(xs, a[1], a[2]), (xs, b[1], a[2]), (xs, b[1], b[2]), (xs, a[1], b[2])],
                sidecol or shade_of(col, 0.22),
            )
        p.restore()

    g.deco.append(faces)
    return g


class Bed:
    """simple home-care bed; backrest angle in degrees, hinge at x=hx"""

    def __init__(self, height=56, back=0, w=45, hx=-8):
        self.h, self.back, self.w, self.hx = height, back, w, hx

    def top(self, x, z=0):
        """point on the mattress surface at bed coordinate x (distance kept along the backrest)"""
        if x >= self.hx or not self.back:
            return V(x, self.h, z)
        l = self.hx - x
        a = math.radians(self.back)
        return V(self.hx - l * math.cos(a), self.h + l * math.sin(a), z)

    def groups(self, layer=0, cover=True):
        h, w, g = self.h, self.w, []
        for x in (-88, 92):
            for z in (-w + 4, w - 4):
                g.append(box_group(WOODD, (x - 3.5, 0, z - 3.5), (x + 3.5, h - 16, z + 3.5), 1.2, layer - 2))
        g.append(box_group(WOOD, (-99, h - 27, -w), (99, h - 15, w), 2, layer - 1, sidecol=WOODD))
        g.append(box_group(WOOD, (-106, h - 34, -w - 1), (-99, h + 36, w + 1), 3, layer - 1.5, sidecol=WOODD))
        g.append(
            box_group(
                WOOD, (98, h - 34, -w - 1), (104, h + 14, w + 1), 3, layer + (8 if False else -1.2), sidecol=WOODD
            )
        )
        # mattress: two hinged slabs drawn as one silhouette
        t = 13
        r = 4.5

        def slab(x0, x1):
            P = []
            for x in (x0, x1):
                for z in (-w + r, w - r):
                    q = self.top(x, z)
                    n = (
                        V(math.sin(math.radians(self.back)), math.cos(math.radians(self.back)), 0)
                        if x < self.hx and self.back
                        else V(0, 1, 0)
                    )
                    P += [(*(q - n * r), r), (*(q - n * (t - r)), r)]
            return Part(MATT, P, lit=0)

        m = Group([slab(self.hx, 97), slab(-97, self.hx)] if self.back else [slab(-97, 97)], layer=layer, flat=True)

        def sheet(p, sc):
            A = [self.top(-98), self.top(self.hx), self.top(98)] if self.back else [self.top(-98), self.top(98)]
            up = [q + V(0, 0, -w) for q in A]
            dn = [q + V(0, 0, w - 2) for q in A]
            p.save()
            path = sc.path(m.parts[0])
            for q in m.parts[1:]:
                path = path.united(sc.path(q))
            p.setClipPath(path, Qt.IntersectClip)
            p.fillRect(QRectF(0, 0, *sc.cam.size), QColor("#E3E8EC"))
            poly3(p, sc, up + dn[::-1], SHEET)
            for _a in A[:0]:
                pass
            # seam line on the front face
            f = [q + V(0, -6.5, w) for q in A]
            line3(p, sc, f, mix("#E3E8EC", INK, 0.25), sc.lw * 0.5)
            p.restore()

        m.deco.append(sheet)
        g.append(m)
        return g


def pillow(c, size=(30, 9, 40), R=None, col=PILLOW, layer=0, depth=None, squash=0.0, lw=1.0, stripe=None):
    """cushion: hull of 8 corner spheres + belly spheres, slightly pinched"""
    c = V(c)
    R = np.eye(3) if R is None else R
    a, b, d = [s / 2 for s in size]
    r = b * 0.62
    P = []
    for x in (-1, 1):
        for z in (-1, 1):
            q = c + R @ V(x * (a - r * 0.8), -b * 0.25, z * (d - r * 0.8))
            P.append((*q, r * 0.8))
    for x, z in ((0.45, 0.45), (-0.45, 0.45), (0.45, -0.45), (-0.45, -0.45)):
        q = c + R @ V(x * a, -b * 0.02, z * d)
        P.append((*q, b * (1 - squash)))
    g = Group([Part(col, P, lit=0.30)], layer=layer, depth=depth, lw=lw)

    def seam(p, sc):
        for sx in (1, -1):
            q = [c + R @ V(sx * a * 0.86, -b * 0.2, d * t) for t in (-0.55, 0, 0.55)]
            q[1] = c + R @ V(sx * a * 0.72, b * 0.1, 0)
        for sx in (1, -1):
            k = c + R @ V(sx * a * 0.93, -b * 0.2, d * 0.9)
            k2 = c + R @ V(sx * a * 0.66, b * 0.15, d * 0.62)
            line3(p, sc, [k, (k + k2) / 2 + R @ V(0, 0.6, 0), k2], mix(col, INK, 0.40), sc.lw * 0.6)

    g.deco.append(seam)
    return g


def wedge(c, R, size=(42, 17, 30), col=WEDGE, layer=0, depth=None):
    """30-degree foam wedge: long along local x, thick edge at local -z, thin edge at +z"""
    c = V(c)
    a, h, d = size[0] / 2, size[1], size[2]
    P = []
    prof = ((3.0, -d / 2 + 3.0, 3.0), (h - 3.4, -d / 2 + 3.4, 3.4), (2.0, d / 2 - 2.0, 1.9))
    for x in (-a + 3, a - 3):
        for y, z, r in prof:
            P.append((*(c + R @ V(x, y, z)), r))
    g = Group([Part(col, P, lit=0.16)], layer=layer, depth=depth)

    def piping(p, sc):
        ln = mix(col, "#8A4B12", 0.55)
        for x in (-a + 0.6, a - 0.6):
            n = R @ V(1 if x > 0 else -1, 0, 0)
            if float(n @ sc.cam.d) < 0.05:
                continue
            line3(
                p,
                sc,
                [
                    c + R @ V(x, y + (r * 0.55 if y > 5 else -r * 0.35), z - (r * 0.45 if z < 0 else -r * 0.4))
                    for y, z, r in prof
                ],
                ln,
                sc.lw * 0.6,
                closed=True,
            )
        n = R @ V(0, 0, -1)
        if float(n @ sc.cam.d) > 0.05:
            z = -d / 2 + 0.1
            line3(p, sc, [c + R @ V(x, h - 3.2, z) for x in (-a + 3, a - 3)], ln, sc.lw * 0.6)

    g.deco.append(piping)
    return g


def room(p, sc, w, h, window=True, picture=True, plant=True, floor_y=0, tone=None):
    cam = sc.cam
    p.fillRect(0, 0, w, h, QColor(WALL))
    Z = -120
    fl = [(-900, floor_y, Z), (900, floor_y, Z), (900, floor_y, 900), (-900, floor_y, 900)]
    Q = cam.proj(fl)
    Q[0, 1]
    # wainscot
    poly3(p, sc, [(-900, 0, Z), (900, 0, Z), (900, 88, Z), (-900, 88, Z)], WALL2)
    line3(p, sc, [(-900, 88, Z), (900, 88, Z)], "#C9DAD3", 2)
    poly3(p, sc, fl, FLOOR)
    poly3(p, sc, [(-900, 0, Z), (900, 0, Z), (900, 9, Z), (-900, 9, Z)], "#F6F8F5")
    line3(p, sc, [(-900, 0, Z), (900, 0, Z)], "#CDBB9F", 2)
    if cam.d[0] > 0.05:  # head-end wall, gives the room a corner
        X = -178
        poly3(p, sc, [(X, 0, Z), (X, 400, Z), (X, 400, 900), (X, 0, 900)], mix(WALL, "#CBD9D6", 0.30))
        poly3(p, sc, [(X, 0, Z), (X, 88, Z), (X, 88, 900), (X, 0, 900)], mix(WALL2, "#BBD0CB", 0.30))
        poly3(p, sc, [(X, 0, Z), (X, 9, Z), (X, 9, 900), (X, 0, 900)], "#EEF2EE")
        line3(p, sc, [(X, 88, Z), (X, 88, 900)], "#BFD2CB", 2)
        poly3(p, sc, [(X, 0, Z), (-900, 0, Z), (-900, 0, 900), (X, 0, 900)], mix(WALL2, "#BBD0CB", 0.30)) if cam.d[
            0
        ] < 0.3 else None
    if window:
        x0, x1, y0, y1 = 40, 128, 112, 205
        poly3(p, sc, [(x0 - 5, y0 - 5, Z), (x1 + 5, y0 - 5, Z), (x1 + 5, y1 + 5, Z), (x0 - 5, y1 + 5, Z)], "#FFFFFF")
        poly3(p, sc, [(x0, y0, Z), (x1, y0, Z), (x1, y1, Z), (x0, y1, Z)], "#CFE6F1")
        p.save()
        q = cam.proj([(x0, y0, Z), (x1, y0, Z), (x1, y1, Z), (x0, y1, Z)])
        p.setClipPath(poly_path(q[:, :2].tolist()))
        s = cam.s
        c = cam.proj([(x0 + 62, y0 + 62, Z)])[0]
        p.setPen(Qt.NoPen)
        p.setBrush(QColor("#FBE7B6"))
        p.drawEllipse(QPointF(c[0], c[1]), 11 * s, 11 * s)
        for hx, hy, r, col in ((x0 + 10, y0 - 18, 38, "#B9D8BE"), (x0 + 72, y0 - 26, 44, "#A6CCAE")):
            c = cam.proj([(hx, hy, Z)])[0]
            p.setBrush(QColor(col))
            p.drawEllipse(QPointF(c[0], c[1]), r * s * 1.5, r * s)
        p.restore()
        xm = (x0 + x1) / 2
        for a, b in (((xm, y0, Z), (xm, y1, Z)), ((x0, (y0 + y1) / 2 + 6, Z), (x1, (y0 + y1) / 2 + 6, Z))):
            line3(p, sc, [a, b], "#FFFFFF", 2.6 * s)
        poly3(p, sc, [(x0 - 9, y0 - 9, Z), (x1 + 9, y0 - 9, Z), (x1 + 9, y0 - 4, Z), (x0 - 9, y0 - 4, Z)], "#FFFFFF")
        for sx, xx in ((1, x0 - 16), (-1, x1 + 16)):
            P = [
                (xx, y1 + 12, Z),
                (xx + sx * 30, y1 + 12, Z),
                (xx + sx * 22, y1 - 30, Z),
                (xx + sx * 15, y0 - 4, Z),
                (xx + sx * 12, y0 - 26, Z),
                (xx - sx * 2, y0 - 26, Z),
            ]
            poly3(p, sc, P, "#F3D9C4")
            for t in (0.3, 0.62):
                line3(p, sc, [(xx + sx * 30 * t, y1 + 12, Z), (xx + sx * 13 * t, y0 - 26, Z)], "#E4C4AB", 1.6)
        line3(p, sc, [(x0 - 24, y1 + 13, Z), (x1 + 24, y1 + 13, Z)], WOODD, 2.2 * s)
    if picture:
        for x0, y0, x1, y1, c1, c2 in (
            (-92, 140, -58, 182, "#F7E9D2", "#E9B98F"),
            (-50, 150, -28, 176, "#DDEBE6", "#8FB9A8"),
        ):
            poly3(p, sc, [(x0 - 3, y0 - 3, Z), (x1 + 3, y0 - 3, Z), (x1 + 3, y1 + 3, Z), (x0 - 3, y1 + 3, Z)], WOOD)
            poly3(p, sc, [(x0, y0, Z), (x1, y0, Z), (x1, y1, Z), (x0, y1, Z)], c1)
            m = (x0 + x1) / 2
            poly3(
                p,
                sc,
                [
                    (x0, y0, Z),
                    (x1, y0, Z),
                    (x1, y0 + 10, Z),
                    (m + 5, y0 + 20, Z),
                    (m - 5, y0 + 12, Z),
                    (x0, y0 + 22, Z),
                ],
                c2,
            )


def nightstand(x=-132, z=-20, layer=-3):
    g = [box_group(WOOD, (x - 19, 4, z - 18), (x + 19, 56, z + 18), 2, layer, sidecol=WOODD)]

    def draw(p, sc):
        for y in (18, 38):
            a = sc.cam.proj([(x - 15, y - 8, z + 18), (x + 15, y + 8, z + 18)])
            p.setPen(QPen(mix(WOOD, INK, 0.35), sc.lw * 0.6))
            p.setBrush(Qt.NoBrush)
            p.drawRoundedRect(QRectF(a[0, 0], a[1, 1], a[1, 0] - a[0, 0], a[0, 1] - a[1, 1]), 3, 3)
            c = sc.cam.proj([(x, y, z + 18)])[0]
            p.setPen(Qt.NoPen)
            p.setBrush(QColor(WOODD))
            p.drawEllipse(QPointF(c[0], c[1]), 1.6 * sc.cam.s, 1.6 * sc.cam.s)

    g[0].deco.append(draw)
    lamp = Group(
        [
            Part("#8FA7B3", [(x - 6, 57, z, 1.2), (x - 6, 74, z, 1.2)], lit=0.2),
            Part("#8FA7B3", [(x - 10, 57, z, 1.4), (x - 2, 57, z, 1.4)], lit=0.2),
        ],
        layer=layer + 0.2,
    )
    shade = Group(
        [
            Part(
                "#FBE3B0",
                [(x - 14, 76, z, 1.5), (x + 2, 76, z, 1.5), (x - 11, 92, z, 1.5), (x - 1, 92, z, 1.5)],
                lit=0.0,
            )
        ],
        layer=layer + 0.3,
    )
    glass = Group(
        [
            Part(
                "#D5ECF3",
                pts=disc(V(x + 8, 57, z + 4), V(0, 1, 0), 3.2) + disc(V(x + 8, 68, z + 4), V(0, 1, 0), 3.6),
                lit=0,
            )
        ],
        layer=layer + 0.3,
        lw=0.7,
        flat=True,
    )
    return g + [lamp, shade, glass]


def disc(c, n, r, k=28):
    n = norm(V(n))
    a = norm(np.cross(n, V(0, 0, 1) if abs(n[2]) < 0.9 else V(1, 0, 0)))
    b = np.cross(n, a)
    return [
        tuple(V(c) + r * (a * math.cos(t) + b * math.sin(t))) for t in np.linspace(0, 2 * math.pi, k, endpoint=False)
    ]


def cyl(col, a, b, r1, r2=None, **kw):
    a, b = V(a), V(b)
    n = b - a
    return Part(col, pts=disc(a, n, r1) + disc(b, n, r1 if r2 is None else r2), lit=0, **kw)


def drape(P, bed, x0, roll_u=0.0, layer=12, col=BLANKET, depth=None, w=None):
    """blanket over hips and legs: successive convex sections along the bed"""
    J = P.J
    h = bed.h
    w = w or bed.w - 7

    def sec(x, sph, edge=1.0):
        return list(sph) + [(x, h + 1.6, -w * edge, 1.6), (x, h + 1.6, w * edge, 1.6)]

    r = 1.2
    lerp = lambda a, b, t: tuple(a + (b - a) * t)
    mid = lambda t: [(*lerp(J["hip" + s], J["kn" + s], t), 9.6 - 2 * t + r) for s in "LR"]
    shn = lambda t: [(*lerp(J["kn" + s], J["an" + s], t), 7.2 - 1.6 * t + r) for s in "LR"]
    toes = [(J["an" + s][0] + 6, J["an" + s][1] + 11, J["an" + s][2], 4.0) for s in "LR"]
    pel = [(*(J["pelvis"] + P.R @ V(sg * 6.2, -1, 0)), 10.6) for sg in (1, -1)]
    S = [
        sec(x0, [(q[0] * 0 + x0, q[1], q[2], q[3]) for q in pel], 0.62),
        sec(J["hipL"][0] + 14, mid(0.3), 0.8),
        sec(J["knL"][0], mid(1.0), 0.95),
        sec(J["knL"][0] + 22, shn(0.5), 1.0),
        sec(J["anL"][0] + 2, shn(1.0) + toes, 1.0),
        [(94, h + 2, -w, 1.8), (94, h + 2, w, 1.8)] + [(88, J["an" + s][1] + 2, J["an" + s][2], 3.0) for s in "LR"],
    ]
    parts = [Part(col, list(a) + list(b), lit=0.035) for a, b in itertools.pairwise(S)]
    g = Group(parts, layer=layer, depth=depth)
    # turned-down hem
    a = S[0]
    b = [(q[0] + 6, q[1] + 0.3, q[2], q[3] + 0.4) for q in S[0]]
    hem = Group(
        [Part(mix(col, "#FFFFFF", 0.42), [(q[0] - 0.5, q[1], q[2], q[3] + 0.5) for q in a] + b, lit=0.05)],
        layer=layer,
        depth=depth,
    )

    def folds(p, sc):
        for z, _t in ((w * 0.55, 0.5), (w * 0.78, 0.35), (-w * 0.6, 0.4)):
            P0 = [
                V(J["knL"][0] - 18, h + 10, z * 0.8),
                V(J["knL"][0] + 6, h + 6.5, z * 0.9),
                V(J["knL"][0] + 30, h + 5, z),
            ]
            line3(p, sc, P0, mix(col, INK, 0.28), sc.lw * 0.55)

    G = Group(layer=layer, depth=depth, name="blanket")
    g.deco = [folds]
    G.subs = [g, hem]
    return G
