"""Buttons that grow with their words, wrap instead of cutting, and show where the keyboard is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QEnterEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from caregiver_app.ui.style.theme import Look
from caregiver_app.ui.style.tokens import CRISIS_TARGET, FOCUS, RADIUS, TARGET
from caregiver_app.ui.widgets.icons import draw_icon, known
from caregiver_app.ui.widgets.layouts import row
from caregiver_app.ui.widgets.lines import Lines
from caregiver_app.ui.widgets.surfaces import paint_box


@dataclass(frozen=True, slots=True)
class Paint:
    """The colour tokens of one kind of button."""

    fill: str
    ink: str
    edge: str
    hover: str


PAINTS: Final[dict[str, Paint]] = {
    "primary": Paint("accent", "on_accent", "", "accent_hover"),
    "soft": Paint("tint", "on_tint", "tint_edge", "sunken"),
    "line": Paint("card", "ink", "edge", "sunken"),
    "text": Paint("", "accent", "", "tint"),
    "nav": Paint("", "ink", "", "tint"),
    "segment": Paint("", "ink", "", "tint"),
    "check": Paint("", "ink", "", "tint"),
    "current": Paint("accent", "on_accent", "", "accent"),
    "crisis": Paint("crisis", "on_crisis", "crisis_edge", "crisis_hover"),
    "crisis_line": Paint("card", "crisis_ink", "crisis_edge", "crisis_tint"),
    "off": Paint("sunken", "quiet", "line", "sunken"),
}
_LONGEST = 420


def paint_focus(painter: QPainter, look: Look, box: QRectF, corner: float = RADIUS["control"]) -> QRectF:
    """Draw the focus ring just inside `box` and return the room that is left for the thing itself."""
    paint_box(painter, look, box, "", "focus", corner + 2, FOCUS)
    left = FOCUS + 2
    return box.adjusted(left, left, -left, -left)


class Button(QPushButton):
    """A button with an icon, a word or sentence, and perhaps a quieter line under it.

    The icon stands before the words, `trailing` after them. Enter and Space both press it.
    """

    def __init__(
        self,
        look: Look,
        kind: str,
        words: str,
        icon_name: str | None = None,
        clicked: Callable[[], object] | None = None,
        icon_size: int = 22,
        named: str = "",
        *,
        below: str = "",
        trailing: str = "",
        words_kind: str = "body_bold",
        centred: bool = True,
    ) -> None:
        """`kind` is primary, soft, line, text, nav, crisis or crisis_line; `named` is for a button without words."""
        super().__init__()
        self._look, self._button_kind = look, kind
        self._icon_name = known(icon_name) if icon_name else ""
        self._trailing = known(trailing) if trailing else ""
        self._words_kind, self._icon_size = words_kind, look.px(icon_size)
        self._centred = centred and not below
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._words = self._below = Lines(look, "")
        self.put_words(words, below)
        if named:
            self.setAccessibleName(named)
            if not words:
                self.setToolTip(named)
        if clicked is not None:
            self.clicked.connect(lambda _checked=False: clicked())

    def put_words(self, words: str, below: str = "") -> None:
        """Show other words, perhaps with a quiet line below."""
        align = Qt.AlignmentFlag.AlignHCenter if self._centred else None
        kind, bold = self._words_kind.removesuffix("_bold"), self._words_kind.endswith("_bold")
        self._words = Lines(self._look, words, kind, bold, align=align)
        self._below = Lines(self._look, below, "small")
        super().setText(words.replace("&", "&&"))
        self.setAccessibleName(f"{words}. {below}" if below else words)
        self.updateGeometry()
        self.update()

    def put_icon(self, name: str) -> None:
        """Show another icon."""
        self._icon_name = known(name)
        self.update()

    def cut_words(self) -> str:
        """What does not fit into the room there is: a sentence for tests, "" when all is seen."""
        if not self._words.plain:
            return ""
        if self.heightForWidth(self.width()) > self.height() + 1:
            return f"needs {self.heightForWidth(self.width())} px of height, has {self.height()}"
        least = self._words.widest_word() + self._beside()
        return f"a word needs {least} px, has {self.width()}" if least > self.width() + 1 else ""

    def _pads(self) -> tuple[int, int]:
        return self._look.gap(10 if self._button_kind == "text" else 16), self._look.gap(9)

    def _beside(self) -> int:
        """The width that is not for words."""
        pictures = bool(self._icon_name) + bool(self._trailing)
        words = bool(self._words.plain)
        return 2 * self._pads()[0] + pictures * (self._icon_size + (self._look.gap(10) if words else 0))

    def _words_height(self, width: int) -> int:
        under = self._below.height_at(width) if self._below.plain else 0
        return self._words.height_at(width) + under

    def heightForWidth(self, width: int) -> int:
        least = CRISIS_TARGET if self._is_large() else TARGET
        inside = max(width - self._beside(), 1)
        return max(least, self._words_height(inside) + 2 * self._pads()[1], self._icon_size + 2 * self._pads()[1])

    def hasHeightForWidth(self) -> bool:
        return True

    def sizeHint(self) -> QSize:
        most = self._look.px(_LONGEST)
        natural = max(self._words.natural_width(), self._below.natural_width() if self._below.plain else 0)
        width = max(min(natural, most) + self._beside(), TARGET)
        now = self.width() if self.testAttribute(Qt.WidgetAttribute.WA_Resized) or self.isVisible() else width
        return QSize(width, self.heightForWidth(min(width, now)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != self.width():
            self.updateGeometry()

    def minimumSizeHint(self) -> QSize:
        word = max(self._words.widest_word(), self._below.widest_word() if self._below.plain else 0)
        width = max(min(word, self._look.px(_LONGEST)) + self._beside(), TARGET)
        return QSize(width, self.heightForWidth(max(width, self.width())))

    def _is_large(self) -> bool:
        return self._button_kind.startswith("crisis")

    def _paint_of(self) -> Paint:
        return PAINTS[self._button_kind if self.isEnabled() else "off"]

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        painter = QPainter(self)
        paint = self._paint_of()
        box = QRectF(self.rect())
        if self.hasFocus():
            box = paint_focus(painter, self._look, box)
        fill = paint.hover if self.isEnabled() and (self.underMouse() or self.isDown()) else paint.fill
        line = 2 if self._button_kind.startswith("crisis") else self._look.line
        paint_box(painter, self._look, box, fill, paint.edge, RADIUS["control"], line)
        self._paint_words(painter, paint.ink)

    def _paint_words(self, painter: QPainter, ink: str) -> None:
        pad, between = self._pads()[0], self._look.gap(10)
        inside = max(self.width() - self._beside(), 1)
        natural = max(self._words.natural_width(), self._below.natural_width() if self._below.plain else 0)
        width = min(inside, natural) if self._centred else inside
        if self._centred and natural > inside:
            width = self._words.balanced_width(inside)
        x = pad + ((inside - width) // 2 if self._centred else 0)
        x = self._paint_icon(painter, self._icon_name, x, ink, between)
        self._paint_block(painter, x, width, ink)
        after = x + width + (between if self._words.plain else 0)
        if self._trailing:
            self._paint_icon(painter, self._trailing, after, ink, 0)

    def _paint_icon(self, painter: QPainter, name: str, x: int, ink: str, between: int) -> int:
        if not name:
            return x
        side = self._icon_size
        place = self._mirrored(QRect(x, (self.height() - side) // 2, side, side))
        draw_icon(painter, name, QRectF(place), self._look.color(ink), self._look.rtl)
        return x + side + (between if self._words.plain else 0)

    def _paint_block(self, painter: QPainter, x: int, width: int, ink: str) -> None:
        tall = self._words.height_at(width)
        top = (self.height() - self._words_height(width)) // 2
        color = self._look.color(ink)
        self._words.paint(painter, self._mirrored(QRect(x, top, width, tall)), color)
        if self._below.plain:
            under = QRect(x, top + tall, width, self._below.height_at(width))
            self._below.paint(painter, self._mirrored(under), color)

    def _mirrored(self, box: QRect) -> QRect:
        if self._look.rtl:
            box.moveLeft(self.width() - box.x() - box.width())
        return box

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()


class IconButton(Button):
    """A button with a picture only; its name is its tip."""

    def __init__(
        self,
        look: Look,
        kind: str,
        icon_name: str,
        named: str,
        clicked: Callable[[], object] | None = None,
        size: int = 24,
    ) -> None:
        super().__init__(look, kind, "", icon_name, clicked, size, named)

    def put(self, icon_name: str, named: str) -> None:
        """Show another picture with another name."""
        self.put_icon(icon_name)
        self.setToolTip(named)
        self.setAccessibleName(named)

    def _pads(self) -> tuple[int, int]:
        pad = max((TARGET - self._icon_size + 1) // 2, self._look.gap(9))
        return pad, pad


class BigButton(Button):
    """A large button with an icon, a bold line and a quiet line that both wrap."""

    def __init__(
        self,
        look: Look,
        kind: str,
        icon_name: str,
        title: str,
        below: str = "",
        clicked: Callable[[], object] | None = None,
        title_kind: str = "title",
        icon_size: int = 28,
    ) -> None:
        strong = f"{title_kind.removesuffix('_bold')}_bold"
        super().__init__(
            look, kind, title, icon_name, clicked, icon_size, below=below, words_kind=strong, centred=False
        )

    def _is_large(self) -> bool:
        return True


class NavButton(Button):
    """One line of the side bar, checked for the page in view; with `is_narrow` only its icon shows."""

    def __init__(self, look: Look, words: str, icon_name: str, clicked: Callable[[], object], is_narrow: bool) -> None:
        shown = "" if is_narrow else words
        super().__init__(look, "nav", shown, icon_name, clicked, named=words, words_kind="body", centred=False)
        self._is_narrow = is_narrow
        self.setCheckable(True)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def _pads(self) -> tuple[int, int]:
        if self._is_narrow:
            return max((self.width() - self._icon_size) // 2, 8), self._look.gap(6)
        return self._look.gap(14), self._look.gap(9)

    def heightForWidth(self, width: int) -> int:
        """A button with no words is as tall as its icon in every script, so that all pages fit beside each other."""
        if self._is_narrow:
            return max(TARGET, self._icon_size + 2 * self._pads()[1])
        return super().heightForWidth(width)

    def minimumSizeHint(self) -> QSize:
        if self._is_narrow:
            return QSize(TARGET, self.heightForWidth(TARGET))
        return super().minimumSizeHint()

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint() if self._is_narrow else super().sizeHint()

    def nextCheckState(self) -> None:
        """A press asks for the page; the window marks it when it is in view."""

    def _paint_of(self) -> Paint:
        return PAINTS["current"] if self.isChecked() else super()._paint_of()


def number_button(
    look: Look, kind: str, number: str, words: str, clicked: Callable[[], object] | None = None
) -> BigButton:
    """A telephone number large enough to read across a room, and whom it calls."""
    button = BigButton(look, kind, "phone", f"\u2066{number}\u2069", words, clicked, "h1", 34)
    button.setAccessibleName(f"{words}: {number}")
    return button


def spaced(look: Look, *buttons: QWidget) -> QHBoxLayout:
    """Buttons in a row, pushed to the end of the line."""
    return row(look, None, *buttons, gap=10)
