"""Line icons and faces, drawn for this product as small SVG strings, in the same hand as the clips.

24 grid, 2 px margin, round caps and joins, no fill but a dot or a play triangle. An icon is never the only carrier of
meaning: a word stands beside it. Those in MIRRORED point somewhere and turn round in right-to-left pages.
"""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPixmap, QTransform
from PySide6.QtSvg import QSvgRenderer

MIRRORED = frozenset({"chevron", "back", "forward", "skip", "speech", "undo"})
_INK = "#33424F"
# "C" stands for the colour of the line.
PATHS: dict[str, str] = {
    "sun": '<circle cx="12" cy="12" r="4"/><path d="M12 2.8v2.4M12 18.8v2.4M2.8 12h2.4M18.8 12h2.4M5.5 5.5l1.7 1.7M16.8 16.8l1.7 1.7M18.5 5.5l-1.7 1.7M7.2 16.8l-1.7 1.7"/>',
    "diary": '<path d="M7 3.5h9.5a2 2 0 0 1 2 2v13a2 2 0 0 1-2 2H7a1.5 1.5 0 0 1-1.5-1.5V5A1.5 1.5 0 0 1 7 3.5z"/><path d="M9 3.5v17M12 8.5h3.5M12 12h3.5"/>',
    "pill": '<g transform="rotate(45 12 12)"><rect x="8" y="2.8" width="8" height="18.4" rx="4"/><path d="M8 12h8"/></g>',
    "clip": '<rect x="3" y="5" width="18" height="14" rx="3"/><path fill="C" stroke="none" d="M10.2 9v6l5-3z"/>',
    "plan": '<rect x="5" y="4.8" width="14" height="16" rx="2.4"/><path d="M9.3 3h5.4v3.6H9.3z"/><path d="M12 17l-2.8-2.7a1.75 1.75 0 0 1 2.8-2.1 1.75 1.75 0 0 1 2.8 2.1z"/>',
    "people": '<circle cx="9" cy="8.5" r="3.3"/><path d="M3 19.5c0-3.4 2.6-5.4 6-5.4s6 2 6 5.4M15.6 5.5a3.3 3.3 0 0 1 0 6M17.6 14.5c2.1.7 3.4 2.5 3.4 5"/>',
    "cup": '<path d="M5 9.5h11v5a4.5 4.5 0 0 1-4.5 4.5h-2A4.5 4.5 0 0 1 5 14.5zM16 11h1.6a2.4 2.4 0 0 1 0 4.8H16M8.6 3.6v2.6M12.4 3.6v2.6"/>',
    "home": '<path d="M4 11.2L12 4l8 7.2M6 9.6v9.9h12V9.6M10 19.5v-5h4v5"/>',
    "phone": '<path d="M6 3.8h2.8l1.6 4.1-2 1.6a11.4 11.4 0 0 0 6.1 6.1l1.6-2 4.1 1.6V18a2.2 2.2 0 0 1-2.3 2.2A15.6 15.6 0 0 1 3.8 6.100A2.2 2.2 0 0 1 6 3.8z"/>',
    "check": '<path d="M5 12.6l4.6 4.6L19.2 7.4"/>',
    "done": '<circle cx="12" cy="12" r="8.8"/><path d="M8 12.300l2.8 2.800L16.2 9.5"/>',
    "plus": '<path d="M12 5v14M5 12h14"/>',
    "x": '<path d="M6.5 6.500l11 11M17.5 6.500l-11 11"/>',
    "chevron": '<path d="M9.5 5.500l6.5 6.5-6.5 6.5"/>',
    "back": '<path d="M19.5 12H5M11 5.500L4.5 12l6.5 6.5"/>',
    "forward": '<path d="M4.5 12H19M13 5.500l6.5 6.5-6.5 6.5"/>',
    "down": '<path d="M6 9.500l6 6 6-6"/>',
    "skip": '<path d="M4 17c1-6.5 6-9.5 11.5-8M12.5 5l4 4-4 4M18 18h.01M14 18h.01"/>',
    "pencil": '<path d="M4.5 19.500l1-4L16.3 4.700a1.6 1.6 0 0 1 2.3 0l.7.7a1.6 1.6 0 0 1 0 2.300L8.5 18.500zM14.3 6.700l3 3"/>',
    "copy": '<rect x="8.5" y="8.5" width="11.5" height="11.5" rx="2.4"/><path d="M15.5 8.500V6.400A2.4 2.4 0 0 0 13.1 4H6.400A2.4 2.4 0 0 0 4 6.400v6.700a2.4 2.4 0 0 0 2.4 2.400h2.1"/>',
    "print": '<path d="M7.5 9V3.800h9V9M7.5 17H5.300A1.8 1.8 0 0 1 3.5 15.200v-4.400A1.8 1.8 0 0 1 5.3 9h13.400a1.8 1.8 0 0 1 1.8 1.800v4.400a1.8 1.8 0 0 1-1.8 1.800h-2.2"/><path d="M7.5 14h9v6.200h-9z"/>',
    "repeat": '<path d="M5 10a7.3 7.3 0 0 1 13.6-1.500M19 4.500v4.300h-4.300M19 14a7.3 7.3 0 0 1-13.6 1.500M5 19.500v-4.300h4.3"/>',
    "triangle": '<path d="M12 4l8.7 15.200a.9.9 0 0 1-.8 1.300H4.100a.9.9 0 0 1-.8-1.300z"/><path d="M12 10v4.6"/><circle fill="C" stroke="none" cx="12" cy="17.4" r="1.2"/>',
    "octagon": '<path d="M8.3 3h7.400L21 8.300v7.400L15.7 21H8.300L3 15.700V8.300z"/><path d="M12 7.500v5.5"/><circle fill="C" stroke="none" cx="12" cy="16.3" r="1.2"/>',
    "note": '<circle cx="12" cy="12" r="8.8"/><path d="M8.5 10h7M8.5 14h4.5"/>',
    "info": '<circle cx="12" cy="12" r="8.8"/><path d="M12 11v5.3"/><circle fill="C" stroke="none" cx="12" cy="7.8" r="1.2"/>',
    "clock": '<circle cx="12" cy="12" r="8.8"/><path d="M12 7v5l3.3 2"/>',
    "wait": '<path d="M7 3.500h10M7 20.500h10M8.2 3.500c0 4.2 1.5 5.8 3.8 8.5 2.3-2.7 3.8-4.3 3.8-8.500M8.2 20.500c0-4.2 1.5-5.8 3.8-8.5 2.3 2.7 3.8 4.3 3.8 8.5"/>',
    "bell": '<path d="M6 16.500V11a6 6 0 0 1 12 0v5.500l1.5 1.500h-15zM10 20.800h4"/>',
    "lock": '<rect x="5" y="10.5" width="14" height="10" rx="2.4"/><path d="M8.2 10.500V7.800a3.8 3.8 0 0 1 7.6 0v2.700M12 14.300v2.4"/>',
    "eye": '<path d="M2.8 12C5 8 8.2 6 12 6s7 2 9.2 6c-2.2 4-5.4 6-9.2 6s-7-2-9.2-6z"/><circle cx="12" cy="12" r="2.8"/>',
    "saved": '<rect x="3.5" y="5" width="17" height="11.5" rx="2"/><path d="M9 20h6M12 16.500V20M9 10.700l2.2 2.200L15.2 9"/>',
    "shared": '<path d="M10 14a3.8 3.8 0 0 0 5.4.2l3.2-3.200a3.8 3.8 0 0 0-5.4-5.400l-1.5 1.500M14 10a3.8 3.8 0 0 0-5.4-.2L5.4 13a3.8 3.8 0 0 0 5.4 5.400l1.5-1.5"/>',
    "stop": '<circle cx="12" cy="12" r="8.8"/><path d="M6 18L18 6"/>',
    "laptop": '<rect x="5" y="5" width="14" height="10" rx="1.8"/><path d="M2.8 18.800h18.4"/>',
    "key": '<circle cx="8" cy="15.5" r="4"/><path d="M11 12.700L19.5 4.200M16 7.700l2.7 2.700M13.5 10.200l1.8 1.8"/>',
    "sheet": '<path d="M6.5 3.500h7.800L18.5 8v12.500h-12zM14 3.500V8.300h4.500M9.5 12.500h6M9.5 16h6"/>',
    "calendar": '<rect x="4" y="5.5" width="16" height="15" rx="2.4"/><path d="M4 10.300h16M8.5 3.300v4M15.5 3.300v4"/>',
    "chart": '<path d="M4 4v16h16"/><path d="M7.5 14.500l3.5-4 3 2.5 5-6"/>',
    "table": '<rect x="3.8" y="5" width="16.4" height="14" rx="2"/><path d="M3.8 9.700h16.400M3.8 14.300h16.400M10 9.700V19"/>',
    "person": '<circle cx="12" cy="8" r="3.6"/><path d="M4.8 20c0-4 3.1-6.2 7.2-6.200s7.2 2.2 7.2 6.2"/>',
    "speech": '<circle cx="8" cy="9.5" r="3.1"/><path d="M2.5 20c0-3.5 2.4-5.4 5.5-5.400s5.5 1.9 5.5 5.400M13.5 4h7.200v6h-3l-2 2v-2h-2.200z"/>',
    "stethoscope": '<path d="M6.5 3.800H5v4.700a4 4 0 0 0 8 0V3.800h-1.500M9 12.500v2.700a4.6 4.6 0 0 0 9.2 0v-1.7"/><circle cx="18.2" cy="11.3" r="2.1"/>',
    "globe": '<circle cx="12" cy="12" r="8.8"/><path d="M3.2 12h17.600M12 3.200c2.6 2.5 3.9 5.4 3.9 8.800s-1.3 6.3-3.9 8.800c-2.6-2.5-3.9-5.4-3.9-8.800s1.3-6.3 3.9-8.800z"/>',
    "text_size": '<path d="M2.8 19L8 6l5.2 13M4.6 14.600h6.800M14.5 19l3.3-8.200L21.2 19M15.6 16.400h4.5"/>',
    "sound": '<path d="M4 9.500v5h3.500l4.5 4v-13l-4.5 4zM15.5 9a4.2 4.2 0 0 1 0 6M18 6.300a8 8 0 0 1 0 11.4"/>',
    "captions": '<rect x="3" y="5" width="18" height="14" rx="3"/><path d="M6.5 12h4M13.5 12h4M6.5 15.500h7M16.5 15.500h1"/>',
    "speed": '<path d="M4.6 17.500a8.8 8.8 0 1 1 14.8 0"/><path d="M12 13.500l3.8-4.7"/><circle fill="C" stroke="none" cx="12" cy="13.5" r="1.6"/>',
    "play": '<path fill="C" stroke="none" d="M8 5.500v13l10.5-6.500z"/>',
    "pause": '<rect fill="C" stroke="none" x="6.5" y="5.5" width="4" height="13" rx="1"/><rect fill="C" stroke="none" x="13.5" y="5.5" width="4" height="13" rx="1"/>',
    "previous_step": '<path fill="C" stroke="none" d="M18 6v12l-9-6z"/><path d="M6.5 6v12"/>',
    "next_step": '<path fill="C" stroke="none" d="M6 6v12l9-6z"/><path d="M17.5 6v12"/>',
    "full_screen": '<path d="M4.5 9.500v-5h5M14.5 4.500h5v5M19.5 14.500v5h-5M9.5 19.500h-5v-5"/>',
    "target": '<circle cx="12" cy="12" r="8.8"/><circle cx="12" cy="12" r="4.6"/><circle fill="C" stroke="none" cx="12" cy="12" r="1.3"/>',
    "bolt": '<path d="M13.5 3L6 13.500h5.200L10 21l8-11h-5.300z"/>',
    "swirl": '<path d="M12 20.500a8.5 8.5 0 1 1 8.5-8.500c0 3-2 5.2-4.6 5.200a4.9 4.9 0 1 1 .8-7.9"/>',
    "wind": '<path d="M3 9.500h10.500a2.7 2.7 0 1 0-2.5-3.700M3 13.500h14.800a2.7 2.7 0 1 1-2.5 3.700M3 17.500h6.5"/>',
    "moon": '<path d="M19.5 14.300A8.3 8.3 0 1 1 9.7 4.500a6.6 6.6 0 0 0 9.8 9.800z"/>',
    "mood": '<circle cx="12" cy="12" r="8.8"/><circle fill="C" stroke="none" cx="9" cy="10" r="1.2"/><circle fill="C" stroke="none" cx="15" cy="10" r="1.2"/><path d="M8.5 16.200c1.8-1.7 5.2-1.7 7 0"/>',
    "battery": '<rect x="3" y="8" width="15.5" height="8.5" rx="2"/><path d="M21 10.800v3"/><rect fill="C" stroke="none" x="5.5" y="10.5" width="3" height="3.5" rx=".6"/>',
    "ring0": '<circle cx="12" cy="12" r="8.2"/>',
    "ring1": '<circle cx="12" cy="12" r="8.2"/><path fill="C" stroke="none" d="M12 12V3.800A8.2 8.2 0 0 1 20.2 12z"/>',
    "ring2": '<circle cx="12" cy="12" r="8.2"/><path fill="C" stroke="none" d="M12 3.800a8.2 8.2 0 0 1 0 16.400z"/>',
    "ring3": '<circle fill="C" stroke="none" cx="12" cy="12" r="9.1"/>',
    "gear": '<circle cx="12" cy="12" r="3.2"/><path d="M12 3.2v2.6M12 18.2v2.6M3.2 12h2.6M18.2 12h2.6M5.8 5.8l1.8 1.8M16.4 16.4l1.8 1.8M18.2 5.8l-1.8 1.8M7.6 16.4l-1.8 1.8"/><circle cx="12" cy="12" r="6.4"/>',
    "search": '<circle cx="10.5" cy="10.5" r="6.3"/><path d="M15.2 15.2l5.3 5.3"/>',
    "usb": '<rect x="7.5" y="9" width="9" height="11.5" rx="2"/><path d="M9.5 9V3.8h5V9M11 6.2h.01M13 6.2h.01"/>',
    "minus": '<path d="M5 12h14"/>',
    "undo": '<path d="M8.5 5L4 9.5 8.5 14M4.5 9.500H14a5.5 5.5 0 0 1 0 11h-4"/>',
    "hide": '<path d="M2.8 12C5 8 8.2 6 12 6s7 2 9.2 6c-2.2 4-5.4 6-9.2 6s-7-2-9.2-6z"/><path d="M4.5 20L19.5 4"/>',
    "shield": '<path d="M12 3.200l7.2 2.600v5.700c0 4.4-3 7.6-7.2 9.3-4.2-1.7-7.2-4.9-7.2-9.300V5.800z"/><path d="M8.8 11.900l2.3 2.3 4.2-4.4"/>',
    "heart": '<path d="M12 20l-7-6.700a4.6 4.6 0 0 1 7-5.9 4.6 4.6 0 0 1 7 5.900z"/>',
    "folder": '<path d="M3.5 7a2 2 0 0 1 2-2h4l2 2.500h7a2 2 0 0 1 2 2v7.500a2 2 0 0 1-2 2h-13a2 2 0 0 1-2-2z"/>',
    "wave": '<path d="M4 15c2-5 4-5 6 0s4 5 6 0 3-5 4-4"/>',
    "drop": '<path d="M12 3.500c3.6 4.4 5.5 7.4 5.5 10.200a5.5 5.5 0 0 1-11 0C6.5 10.9 8.4 7.9 12 3.500z"/>',
    "menu": '<path d="M4 7h16M4 12h16M4 17h16"/>',
}


@lru_cache(maxsize=512)
def icon_pixmap(name: str, size: int, colour: str, rtl: bool = False, stroke: float = 1.9) -> QPixmap:
    """An icon of `size` pixels in one colour. Raises KeyError for an unknown name."""
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" '
        f'stroke="{colour}" stroke-width="{stroke}" stroke-linecap="round" stroke-linejoin="round">'
        + PATHS[name].replace('"C"', f'"{colour}"')
        + "</svg>"
    )
    return _painted(svg, size, rtl and name in MIRRORED)


def icon(name: str, size: int, colour: str, rtl: bool = False) -> QIcon:
    """The same as an icon for a button."""
    return QIcon(icon_pixmap(name, size, colour, rtl))


def _painted(svg: str, size: int, is_flipped: bool) -> QPixmap:
    pixmap = QPixmap(size, size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if is_flipped:
        painter.setTransform(QTransform(-1, 0, 0, 1, size, 0))
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return pixmap


# skin, hair, style, top, ground; chosen by the person's place in the circle, never by who they are
FACES: tuple[tuple[str, str, str, str, str], ...] = (
    ("#D9A57A", "#C9CCD1", "bun", "#C8715E", "#F6E2B8"),
    ("#EDC3A3", "#5A3B2A", "long", "#4E93A6", "#DCE8E3"),
    ("#D9A57A", "#3A2A22", "short", "#5B7FA8", "#E6E0F0"),
    ("#F7DCC9", "#B98A4E", "bob", "#7A6FA8", "#DDEBF2"),
    ("#8D5B3E", "#2B2230", "scarf", "#6F9E87", "#F3E3D3"),
)


@lru_cache(maxsize=64)
def face_pixmap(number: int, size: int) -> QPixmap:
    """A round portrait of nobody in particular, `size` pixels wide."""
    pixmap = QPixmap(size, size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    circle = QPainterPath()
    circle.addEllipse(QRectF(0.5, 0.5, size - 1, size - 1))
    painter.setClipPath(circle)
    svg = _face_svg(*FACES[number % len(FACES)])
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, size, size))
    painter.setClipping(False)
    painter.setPen(QColor(_INK))
    painter.drawPath(circle)
    painter.end()
    return pixmap


def _face_svg(skin: str, hair: str, style: str, top: str, ground: str) -> str:
    line = f'stroke="{_INK}" stroke-width="1.5" stroke-linejoin="round" stroke-linecap="round"'
    back = {
        "long": f'<path d="M13 40V20a11 11 0 0 1 22 0v20z" fill="{hair}" {line}/>',
        "bob": f'<path d="M13 31V20a11 11 0 0 1 22 0v11q0 2-2 2H15q-2 0-2-2z" fill="{hair}" {line}/>',
        "bun": f'<circle cx="24" cy="8.5" r="4.5" fill="{hair}" {line}/>',
        "scarf": f'<path d="M11.5 40V21a12.5 12.5 0 0 1 25 0v19z" fill="#8467AE" {line}/>',
        "short": "",
    }[style]
    fronts = {
        "long": "M15 22c0-8 4-11 9-11s9 3 9 11c-2-1-4-3.5-5-6-2 3-7 5-13 6z",
        "bob": "M14.5 23c0-9 4-12 9.5-12s9.5 3 9.5 12c-3-1-6-3-7.5-6.5-2 3.5-7 6-11.5 6.5z",
        "bun": "M14.8 22c0-8 4-11 9.2-11s9.2 3 9.2 11c-1.5-4-4.5-6-9.2-6s-7.7 2-9.2 6z",
        "short": "M14.8 21c-.5-7 3-11 9.2-11s9.7 4 9.2 11c-1-2-1.8-3-2.2-4.5-4 .6-9 .6-14 0-.4 1.5-1.2 2.5-2.2 4.5z",
        "scarf": "M15 23c0-8 4-11.5 9-11.5s9 3.5 9 11.5c-1-4-4-7-9-7s-8 3-9 7z",
    }
    front = f'<path d="{fronts[style]}" fill="{"#8467AE" if style == "scarf" else hair}" {line}/>'
    neck = "" if style == "scarf" else f'<path d="M20.5 30v7h7v-7z" fill="{skin}" {line}/>'
    wrap = f'<path d="M15 27c1 6 5 8 9 8s8-2 9-8l1 12H14z" fill="#8467AE" {line}/>' if style == "scarf" else ""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48">'
        f'<rect width="48" height="48" fill="{ground}"/>{back}'
        f'<path d="M7 50c0-9 6-14 13-14h8c7 0 13 5 13 14z" fill="{top}" {line}/>{neck}'
        f'<ellipse cx="24" cy="22.5" rx="9" ry="10.5" fill="{skin}" {line}/>{wrap}{front}'
        f'<circle cx="20.4" cy="23.5" r="1.15" fill="{_INK}"/><circle cx="27.6" cy="23.5" r="1.15" fill="{_INK}"/>'
        f'<path d="M21 28q3 2.3 6 0" fill="none" {line}/></svg>'
    )
