"""Everyone of cast.yaml in one picture, to be looked at when somebody is added or the drawing has changed."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QColor, QImage, QPainter

from videos.studio import props
from videos.studio.cast import read_cast
from videos.studio.figure import Person
from videos.studio.geometry import Camera, V, basis, euler
from videos.studio.ink import Scene

_EACH, _HEIGHT, _ROWS = 230, 520, 2  # px a person, px a row, rows
_SCALE = 2.62  # px a cm


def cast_sheet(target: Path) -> Path:
    """Draw the cast side by side into a PNG at `target`."""
    people = read_cast()
    a_row = -(-len(people) // _ROWS)
    sheet = QImage(_EACH * a_row, _HEIGHT * _ROWS, QImage.Format.Format_RGB32)
    sheet.fill(QColor(props.WALL))
    painter = QPainter(sheet)
    for place, look in enumerate(people.values()):
        portrait = _portrait(look, place)
        painter.drawImage(place % a_row * _EACH, place // a_row * _HEIGHT, portrait)
    painter.end()
    target.parent.mkdir(parents=True, exist_ok=True)
    sheet.save(str(target))
    return target


def _portrait(look: dict[str, object], place: int) -> QImage:
    image = QImage(_EACH, _HEIGHT, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing)
    camera = Camera((0, 90, 0), _SCALE, 12, 6, (_EACH, _HEIGHT))
    Person.cam, Person.lw = camera, 2.0
    scene = Scene(camera, 2.0)
    painter.fillRect(0, 0, _EACH, _HEIGHT, QColor(props.WALL))
    painter.fillRect(0, _HEIGHT - 46, _EACH, 46, QColor(props.FLOOR))
    person = Person(**look)
    person.R = basis((0, 1, 0), (0, 0, 1)) @ euler(0, 0, (-18, 14, 0, 22)[place % 4])
    person.pos = V(0, 91 * person.k, 0)
    person.mouth = ("smile", "calm")[place % 2]
    person.neck = (3, 0, (8, -12, 4)[place % 3])
    scene.add(*person.groups(0))
    scene.render(painter)
    painter.end()
    return image
