"""Screen-space graphics: step badge, arrows, ticks/crosses, angle dial, captions."""

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainterPath, QPen, QPolygonF

NAVY, ACC, OK, NO, PAPER = "#22384D", "#E8743B", "#2E9E6B", "#D1495B", "#FFFDF8"


def font(px, weight=QFont.DemiBold, fam=("Noto Sans", "Noto Sans Arabic", "Noto Sans Devanagari", "Noto Sans CJK SC")):
    f = QFont()
    f.setFamilies(list(fam))
    f.setPixelSize(int(px))
    f.setWeight(weight)
    return f


def badge(p, x, y, n, total, r=30, t=1.0):
    p.save()
    p.translate(x, y)
    p.scale(t, t)
    sh = QColor(NAVY)
    sh.setAlpha(40)
    p.setPen(Qt.NoPen)
    p.setBrush(sh)
    p.drawEllipse(QPointF(0, 4), r, r)
    p.setBrush(QColor(NAVY))
    p.drawEllipse(QPointF(0, 0), r, r)
    p.setPen(QPen(QColor("#FFFFFF")))
    p.setFont(font(r * 1.15, QFont.Bold))
    p.drawText(QRectF(-r, -r, 2 * r, 2 * r), Qt.AlignCenter, str(n))
    p.restore()


def dots(p, x, y, n, total, frac=0):
    w = 26
    p.setPen(Qt.NoPen)
    for i in range(total):
        c = QColor(NAVY)
        c.setAlpha(255 if i + 1 < n else 46)
        p.setBrush(c)
        p.drawRoundedRect(QRectF(x + i * (w + 6), y, w, 6), 3, 3)
        if i + 1 == n:
            p.setBrush(QColor(ACC))
            p.drawRoundedRect(QRectF(x + i * (w + 6), y, max(6, w * frac), 6), 3, 3)


def mark(p, x, y, ok=True, r=34, t=1.0):
    """green tick / red cross disc; t in 0..1 draws the stroke"""
    p.save()
    p.translate(x, y)
    k = min(1, t * 1.6)
    p.scale(k, k)
    c = QColor(OK if ok else NO)
    p.setPen(QPen(QColor("#FFFFFF"), 5))
    p.setBrush(c)
    p.drawEllipse(QPointF(0, 0), r, r)
    pen = QPen(QColor("#FFFFFF"), r * 0.24, Qt.SolidLine, Qt.RoundCap, Qt.RoundJoin)
    p.setPen(pen)
    u = max(0, min(1, (t - 0.3) / 0.7))
    path = QPainterPath()
    if ok:
        a, b, d = QPointF(-r * 0.45, r * 0.02), QPointF(-r * 0.12, r * 0.36), QPointF(r * 0.48, -r * 0.34)
        path.moveTo(a)
        v = min(1, u * 2.4)
        path.lineTo(a + (b - a) * v)
        if u > 0.42:
            path.lineTo(b + (d - b) * ((u - 0.42) / 0.58))
    else:
        q = r * 0.38
        v = min(1, u * 2)
        path.moveTo(-q, -q)
        path.lineTo(-q + 2 * q * v, -q + 2 * q * v)
        if u > 0.5:
            v = (u - 0.5) * 2
            path.moveTo(q, -q)
            path.lineTo(q - 2 * q * v, -q + 2 * q * v)
    p.setBrush(Qt.NoBrush)
    p.drawPath(path)
    p.restore()


def arrow(p, pts, t=1.0, w=9, col=ACC, head=None):
    """thick arrow along a polyline of QPointF, grown to fraction t, white keyline"""
    if t <= 0.02:
        return
    path = QPainterPath(pts[0])
    for q in pts[1:]:
        path.lineTo(q)
    n = 40
    P = [path.pointAtPercent(path.percentAtLength(path.length() * t * i / n)) for i in range(n + 1)]
    head = head or w * 1.5
    a, b = P[-5], P[-1]
    ang = math.atan2(b.y() - a.y(), b.x() - a.x())
    body = QPainterPath(P[0])
    for q in P[1:-1]:
        body.lineTo(q)
    tip = QPointF(b.x() + math.cos(ang) * head * 1.1, b.y() + math.sin(ang) * head * 1.1)
    hd = QPolygonF(
        [
            tip,
            QPointF(b.x() + math.cos(ang + 2.25) * head * 1.25, b.y() + math.sin(ang + 2.25) * head * 1.25),
            QPointF(b.x() + math.cos(ang - 2.25) * head * 1.25, b.y() + math.sin(ang - 2.25) * head * 1.25),
        ]
    )
    for c, ex in (("#FFFFFF", 6), (col, 0)):
        p.setBrush(Qt.NoBrush)
        p.setPen(QPen(QColor(c), w + ex, Qt.SolidLine, Qt.RoundCap, Qt.RoundJoin))
        p.drawPath(body)
        p.setBrush(QColor(c))
        p.setPen(QPen(QColor(c), 2 + ex, Qt.SolidLine, Qt.RoundCap, Qt.RoundJoin))
        p.drawPolygon(hd)
    p.setPen(Qt.NoPen)


def arrow3(p, cam, P, **k):
    Q = cam.proj(P)
    arrow(p, [QPointF(q[0], q[1]) for q in Q], **k)


def pulse(p, x, y, r, t, col=ACC):
    for ph in (0, 0.5):
        u = (t * 0.7 + ph) % 1
        c = QColor(col)
        c.setAlpha(int(190 * (1 - u)))
        p.setBrush(Qt.NoBrush)
        p.setPen(QPen(c, 3.5))
        p.drawEllipse(QPointF(x, y), r * (0.55 + 0.6 * u), r * (0.55 + 0.6 * u))


def pill_text(p, x, y, s, px=24, col="#FFFFFF", bg=NAVY, align="c"):
    f = font(px, QFont.DemiBold)
    p.setFont(f)
    m = QFontMetricsF(f)
    w = m.horizontalAdvance(s) + px * 1.2
    h = px * 1.75
    x0 = x - w / 2 if align == "c" else x
    p.setPen(Qt.NoPen)
    p.setBrush(QColor(bg))
    p.drawRoundedRect(QRectF(x0, y - h / 2, w, h), h / 2, h / 2)
    p.setPen(QColor(col))
    p.drawText(QRectF(x0, y - h / 2, w, h), Qt.AlignCenter, s)
    p.setPen(Qt.NoPen)


def digits(p, x, y, number, px, col=NAVY):
    """a whole number, as large as one counts aloud"""
    p.setPen(QColor(col))
    p.setFont(font(px))
    p.drawText(QRectF(x - px, y - px, 2 * px, 2 * px), Qt.AlignCenter, str(int(number)))
    p.setPen(Qt.NoPen)
