"""A hand: gestures as finger curls, its parts in space, and the order they are painted in."""

import math

import numpy as np

from videos.studio.geometry import V, norm
from videos.studio.ink import Group, Part, poly3

FINGERS = {  # curl per joint (deg) for index..pinky, thumb (curl, oppose)
    "flat": ([(4, 6, 4)] * 4, (10, 18)),
    "relaxed": ([(18, 28, 16), (22, 32, 18), (26, 36, 20), (30, 40, 22)], (24, 30)),
    "cup": ([(28, 26, 14)] * 4, (22, 42)),
    "grip": ([(62, 78, 40), (66, 80, 42), (68, 82, 42), (70, 84, 44)], (46, 52)),
    "hold": ([(48, 52, 24), (52, 54, 26), (56, 56, 26), (58, 58, 28)], (34, 62)),
    "pinch": ([(46, 46, 20), (60, 60, 30), (66, 70, 36), (70, 74, 40)], (38, 56)),
    "point": ([(2, 4, 2), (70, 84, 44), (72, 86, 46), (74, 88, 48)], (50, 60)),
    "press": ([(6, 4, 2), (8, 6, 2), (70, 84, 46), (72, 86, 48)], (40, 50)),
    "steady": ([(10, 34, 26), (12, 36, 28), (14, 38, 28), (18, 40, 30)], (30, -36)),
    "pull": ([(14, 52, 34), (18, 54, 34), (26, 56, 36), (34, 58, 38)], (34, -30)),
    "push": ([(30, 52, 34), (34, 54, 34), (42, 56, 36), (50, 58, 38)], (26, -20)),
}


def hand_lerp(a, b, t):
    A, B = (FINGERS[x] if isinstance(x, str) else x for x in (a, b))
    f = [tuple(p + (q - p) * t for p, q in zip(u, v)) for u, v in zip(A[0], B[0])]
    return f, tuple(p + (q - p) * t for p, q in zip(A[1], B[1]))


def hand_parts(wrist, dirn, palm, side, gesture, skin, size=1.0, fat=1.0, nails=False):
    """side: +1 left hand, -1 right.  dirn: wrist->fingers; palm: palm normal."""
    y = norm(V(dirn))
    z = V(palm)
    z = norm(z - y * float(z @ y))
    x = np.cross(z, y) * side  # x -> thumb side

    def W(a, b, c):
        return wrist + size * (x * a + y * b + z * c)

    g = FINGERS[gesture] if isinstance(gesture, str) else gesture
    S = lambda p, r: (*p, r * size * fat)
    palmp = Part(
        skin,
        [
            S(W(0.9, 0.6, 0), 1.9),
            S(W(-1.0, 0.6, 0), 1.8),
            S(W(2.8, 8.0, -0.1), 1.4),
            S(W(0.9, 8.7, -0.1), 1.3),
            S(W(-2.7, 7.4, -0.1), 1.3),
            S(W(2.9, 3.2, 0.5), 1.55),
            S(W(-2.6, 3.0, 0.3), 1.5),
        ],
    )
    base = [(2.9, 8.7), (1.0, 9.1), (-1.0, 8.8), (-2.8, 8.0)]
    lens = [(4.2, 2.7, 2.1), (4.6, 3.0, 2.2), (4.2, 2.8, 2.1), (3.2, 2.1, 1.9)]
    spread = [5, 1, -3, -8]
    fingers = []
    tips = []
    for i, ((bx, by), ls) in enumerate(zip(base, lens)):
        p = W(bx, by, 0)
        a = 0
        sp = math.radians(spread[i])
        pts = [p]
        for l, c in zip(ls, g[0][i]):
            a += math.radians(c)
            d = (x * math.sin(sp) + y * math.cos(sp)) * math.cos(a) + z * math.sin(a)
            p = p + d * l * size
            pts.append(p)
        rr = [1.12, 1.05, 0.96, 0.84] if i < 3 else [1.0, 0.92, 0.84, 0.74]
        segs = [Part(skin, [S(pts[k], rr[k]), S(pts[k + 1], rr[k + 1])]) for k in range(3)]
        fingers.append(segs)
        tips.append(pts)
    tc, to = g[1]
    p = W(2.5, 2.2, 0.7)
    pts = [p]
    opp = math.radians(to)
    a = math.radians(42)
    for _k, (l, c) in enumerate(zip((3.6, 3.2, 2.6), (0, tc, tc * 0.8))):
        a -= math.radians(c) * 0.55
        d = (
            x * math.sin(a) * math.cos(opp)
            + y * math.cos(a)
            + z * math.sin(a) * math.sin(opp)
            + z * math.sin(math.radians(c)) * 0.5
        )
        p = p + norm(d) * l * size
        pts.append(p)
    rr = [1.75, 1.35, 1.18, 0.98]
    thumb = [Part(skin, [S(pts[k], rr[k]), S(pts[k + 1], rr[k + 1])]) for k in range(3)]
    return dict(palm=[palmp], fingers=fingers, thumb=thumb, tips=tips, ttip=pts, frame=(x, y, z), W=W, k=size * fat)


def hand_groups(H, cam, lw, skin, extra=(), nails=None, split=False):
    """-> ordered sub-groups: far fingers, palm (+extra arm parts), near fingers with the root line patched out"""
    k = H["k"]
    z = lambda P: float(np.mean([V(q) @ cam.d for q in P]))
    zp = z([H["W"](0, 5, 0)])
    lwc = lw / cam.s
    items = [(H["tips"][i], H["fingers"][i], 1.12 * k) for i in range(4)]
    near, far, fings, thumb = [], [], [], []
    for pts, segs, r in items + [(H["ttip"], H["thumb"], 1.75 * k)]:
        d = norm(pts[1] - pts[0])
        th = pts is H["ttip"]
        rr = r + lwc * 1.3
        a = pts[0] - d * r * (0.6 if th else 1.0)
        b = pts[0] + d * (1.9 if th else 0.3) * k
        g = Group(segs, lw=0.8)
        g.patch = [Part(skin, [(*a, rr * (1.05 if th else 1)), (*b, rr * (0.93 if th else 0.98))])]
        g.patch_clip = H["palm"]
        g.over = [Part(skin, q.sph) for q in segs[1:]]
        if nails is not None:

            def nail(p, sc, pts=pts, r=(0.9 if pts is not H["ttip"] else 1.05) * k):
                y = norm(pts[-1] - pts[-2])
                n = -H["frame"][2]
                n = norm(n - y * float(n @ y)) if abs(float(n @ y)) < 0.98 else H["frame"][1]
                # nails sit opposite the palm side of the last segment
                x = np.cross(y, n)
                c = pts[-1] - y * 0.35 * k + n * 0.62 * r * 0.86
                if float(n @ sc.cam.d) < 0.25:
                    return
                P = [c + (x * 0.55 * math.cos(t) + y * 0.75 * math.sin(t)) * r for t in np.linspace(0, 2 * math.pi, 16)]
                poly3(p, sc, P, nails)

            g.deco.append(nail)
        zz = z(pts[1:]) - zp
        if split:
            (thumb if th else fings).append((zz, g))
            continue
        (near if zz > (-2.0 * k if not th else -1.4 * k) else far).append((zz, g))
    palmg = Group(list(extra) + H["palm"], lw=0.9)
    if split:
        for _, g in fings:
            g.patch = []
            g.over = []
        return [g for _, g in sorted(fings, key=lambda q: q[0])], palmg, [g for _, g in thumb]
    far = [g for _, g in sorted(far, key=lambda q: q[0])]
    near = [g for _, g in sorted(near, key=lambda q: q[0])]
    for g in far:
        g.patch = []
        g.over = []
    return far + [palmg] + near
