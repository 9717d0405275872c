"""A clip's poster: picture, play mark and length, its title below; a button to the keyboard and the screen reader."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QImageReader,
    QKeyEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
    QPixmapCache,
    QPolygonF,
)
from PySide6.QtWidgets import QPushButton, QSizePolicy

from caregiver_app.ui.style.theme import Look
from caregiver_app.ui.style.tokens import FOCUS
from caregiver_app.ui.widgets.icons import draw_icon, known
from caregiver_app.ui.widgets.lines import Lines

_WIDTH, _CORNER, _MARK, _SIGN = 300, 12, 40, 32
_MOST = 640  # px at 100 %: no poster grows wider than that
_DARK, _PALE = QColor("#22384D"), QColor("#FFFFFF")


def _picture_of(file: Path, most: int) -> QPixmap:
    """The picture, at most `most` px wide, read once while it stays the same file; an empty one where it cannot be read."""
    try:
        changed = file.stat().st_mtime_ns
    except OSError:
        return QPixmap()
    name, found = f"{file} {changed} {most}", QPixmap()
    if not QPixmapCache.find(name, found):
        reader = QImageReader(str(file))
        size = reader.size()
        if size.width() > most:
            reader.setScaledSize(size.scaled(most, size.height(), Qt.AspectRatioMode.KeepAspectRatio))
        found = QPixmap.fromImage(reader.read())
        QPixmapCache.insert(name, found)
    return found


class Poster(QPushButton):
    """A picture 16 to 9 that grows with the room it gets, with its title under it."""

    def __init__(
        self, look: Look, picture: Path, title: str, length: str, clicked: Callable[[], object], width: int = _WIDTH
    ) -> None:
        super().__init__()
        self._look, self._length = look, length
        self._signs: tuple[str, ...] = ()
        self._pixmap = _picture_of(picture, look.px(_MOST))
        self._title = Lines(look, title, "body", True)
        self._width = look.px(width)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(f"{title}, {length}")
        self.clicked.connect(lambda _checked=False: clicked())

    def put_signs(self, signs: Sequence[tuple[str, str]]) -> None:
        """Small icons beside the play mark, each with the words that a screen reader says for it."""
        self._signs = tuple(known(icon) for icon, _ in signs)
        said = ", ".join(words for _, words in signs)
        self.setAccessibleDescription(said)
        self.setToolTip(said)
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        inside = max(width - 4 * FOCUS, 1)
        return round(inside * 9 / 16) + self._look.gap(8) + self._title.height_at(inside) + 4 * FOCUS

    def sizeHint(self) -> QSize:
        return QSize(self._width, self.heightForWidth(self._width))

    def minimumSizeHint(self) -> QSize:
        width = max(self._look.px(160), min(self._title.widest_word(), self._width) + 4 * FOCUS)
        return QSize(width, self.heightForWidth(width))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        inside = QRectF(self.rect()).adjusted(2 * FOCUS, 2 * FOCUS, -2 * FOCUS, -2 * FOCUS)
        picture = QRectF(inside.x(), inside.y(), inside.width(), inside.width() * 9 / 16)
        shape = QPainterPath()
        shape.addRoundedRect(picture, _CORNER, _CORNER)
        painter.save()
        painter.setClipPath(shape)
        painter.fillRect(picture, self._look.color("sunken"))
        if not self._pixmap.isNull():
            painter.drawPixmap(picture, self._pixmap, QRectF(self._pixmap.rect()))
        painter.restore()
        painter.setPen(QPen(self._look.color("line"), 1))
        painter.drawPath(shape)
        self._paint_marks(painter, picture)
        self._paint_signs(painter, picture)
        below = inside.toRect()
        below.setTop(round(picture.bottom()) + self._look.gap(8))
        self._title.paint(painter, below, self._look.color("accent" if self.underMouse() else "ink"))
        if self.hasFocus():
            painter.setPen(QPen(self._look.color("focus"), FOCUS))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(2, 2, -2, -2), _CORNER + 2, _CORNER + 2)

    def _paint_marks(self, painter: QPainter, picture: QRectF) -> None:
        side, gap = self._look.gap(_MARK), self._look.gap(10)
        start = picture.right() - gap - side if self._look.rtl else picture.left() + gap
        disc = QRectF(start, picture.bottom() - gap - side, side, side)
        painter.setPen(QPen(_PALE, 2))
        painter.setBrush(_DARK)
        painter.drawEllipse(disc)
        centre, k = disc.center(), side / 36
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_PALE)
        painter.drawPolygon(
            QPolygonF([centre + QPointF(-4 * k, -8 * k), centre + QPointF(-4 * k, 8 * k), centre + QPointF(9 * k, 0)])
        )
        painter.setFont(self._look.font("small", bold=True))
        wide = painter.fontMetrics().horizontalAdvance(self._length) + self._look.gap(16)
        tall = painter.fontMetrics().height() + self._look.gap(6)
        x = picture.left() + gap if self._look.rtl else picture.right() - gap - wide
        plate = QRectF(x, picture.bottom() - gap - tall, wide, tall)
        painter.setBrush(_DARK)
        painter.drawRoundedRect(plate, 8, 8)
        painter.setPen(_PALE)
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, self._length)

    def _paint_signs(self, painter: QPainter, picture: QRectF) -> None:
        """Beside the play mark: above, clips have their step's number and their own signs."""
        side, gap, play = self._look.gap(_SIGN), self._look.gap(10), self._look.gap(_MARK)
        for place, icon in enumerate(self._signs):
            along = gap + play + self._look.gap(8) + place * (side + self._look.gap(6))
            x = picture.right() - along - side if self._look.rtl else picture.left() + along
            disc = QRectF(x, picture.bottom() - gap - (play + side) / 2, side, side)
            painter.setPen(QPen(_PALE, 2))
            painter.setBrush(_DARK)
            painter.drawEllipse(disc)
            edge = side * 0.2
            draw_icon(painter, icon, disc.adjusted(edge, edge, -edge, -edge), _PALE, self._look.rtl)
