"""The painted picture and the captions below it. Captions never cover the picture."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QMouseEvent, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from caregiver_app.ui.style.theme import Look
from caregiver_app.ui.widgets.boxes import Surface, clear, column
from caregiver_app.ui.widgets.words import Words

_CORNER = 14
_FIRST_STRONG, _END = "\u2068", "\u2069"
_SHARE, _SHARE_LARGE = 0.47, 0.4  # of the window's height; less where letters are large, so that Play is still seen


class Screen(QWidget):
    """Paints the newest frame as large as it fits, 16 to 9. A click plays or pauses."""

    pressed = Signal()

    def __init__(self, look: Look, named: str) -> None:
        super().__init__()
        self._look = look
        self._image = QImage()
        self.setAccessibleName(named)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    @property
    def has_picture(self) -> bool:
        """True once a frame was shown."""
        return not self._image.isNull()

    def put(self, image: QImage) -> None:
        """Show a frame."""
        self._image = image
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        share = _SHARE if self._look.px(100) < 180 else _SHARE_LARGE
        room = self.window().height() * share
        return max(160, min(round(width * 9 / 16), round(room)))

    def sizeHint(self) -> QSize:
        return QSize(640, 360)

    def minimumSizeHint(self) -> QSize:
        return QSize(280, 158)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002
        self.pressed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        room = QRectF(self.rect())
        width = min(room.width(), room.height() * 16 / 9)
        picture = QRectF((room.width() - width) / 2, 0, width, width * 9 / 16)
        shape = QPainterPath()
        shape.addRoundedRect(picture, _CORNER, _CORNER)
        painter.setClipPath(shape)
        painter.fillPath(shape, self._look.color("sunken"))
        if not self._image.isNull():
            painter.drawImage(picture, self._image)


# Per cent of the program's letters: the kinds of type for the first and the second language.
_KINDS = {100: ("read_bold", "body"), 150: ("h1_bold", "title"), 200: ("display_bold", "h1")}


class Captions(Surface):
    """One or two languages under each other, in their own directions, as large as asked (per cent)."""

    def __init__(self, look: Look, percent: int = 100) -> None:
        self._box = column(look, gap=2, margins=(18, 8, 18, 9))
        super().__init__(look, self._box, "caption", "caption")
        self._percent = 0
        self.said = ("", "")  # what is shown, without marks of direction
        self.set_size(percent)

    def set_size(self, percent: int) -> None:
        """Show the words in another size: the nearest of 100, 150 and 200."""
        look = self._look
        self._percent = min(_KINDS, key=lambda known: abs(known - percent))
        first, second = _KINDS[self._percent]
        clear(self._box)
        self.first = Words(look, "", first, "on_caption", centred=True)
        self.second = Words(look, "", second, "on_caption", centred=True)
        for line in (self.first, self.second):
            self._box.addWidget(line)
        self.setMinimumHeight(look.px(56))
        self._show()

    def say(self, first: str, second: str = "") -> None:
        """Show captions; "" hides a line."""
        if (first, second) != self.said:
            self.said = (first, second)
            self._show()

    def _show(self) -> None:
        first, second = self.said
        self.first.setText(_in_own_direction(first))
        self.second.setText(_in_own_direction(second))
        self.second.setVisible(bool(second))
        self.setAccessibleName(f"{first} {second}".strip())


def _in_own_direction(words: str) -> str:
    """Words whose first letter decides where they begin and end, whatever the direction of the page."""
    return f"{_FIRST_STRONG}{words}{_END}" if words else ""
