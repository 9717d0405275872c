"""Buttons that are large enough, keep their focus ring, and grow with their words instead of cutting them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from caregiver_app.ui.style.theme import Look
from caregiver_app.ui.style.tokens import FOCUS, TARGET
from caregiver_app.ui.widgets.icons import icon
from caregiver_app.ui.widgets.words import Picture, Words

_INK = {
    "primary": "on_accent",
    "soft": "on_tint",
    "line": "ink",
    "text": "accent",
    "crisis": "on_crisis",
    "crisis_line": "crisis_ink",
    "segment": "ink",
    "nav": "ink",
}


class Button(QPushButton):
    """A button of one kind: primary, soft, line, text, crisis, crisis_line. The icon stands before the words."""

    def __init__(
        self,
        look: Look,
        kind: str,
        words: str,
        icon_name: str | None = None,
        clicked: Callable[[], object] | None = None,
        icon_size: int = 22,
        named: str = "",
    ) -> None:
        super().__init__()
        self._look = look
        self.setProperty("k", kind)
        self.setText(words.replace("&", "&&"))
        self.setAccessibleName(named or words)
        if not words and named:
            self.setToolTip(named)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setLayoutDirection(look.direction)
        self.setAutoDefault(False)
        if icon_name:
            self.put_icon(icon_name, icon_size)
        if clicked is not None:
            self.clicked.connect(lambda _checked=False: clicked())

    def put_icon(self, name: str, size: int = 22, ink: str | None = None) -> None:
        """Show another icon."""
        pixels = self._look.px(size)
        chosen = ink or _INK[str(self.property("k"))]
        self.setIcon(icon(name, pixels, self._look.c(chosen), self._look.rtl))
        self.setIconSize(QSize(pixels, pixels))

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        extra = self._look.px(8) if not self.icon().isNull() and self.text() else 0
        return QSize(hint.width() + extra, max(hint.height(), self._look.px(TARGET["min"])))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class BigButton(QPushButton):
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
        super().__init__()
        self._look = look
        self.setProperty("k", kind)
        self.setAccessibleName(f"{title}. {below}" if below else title)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(False)
        ink = _INK[kind]
        words = QVBoxLayout()
        words.setSpacing(0)
        self.title = Words(look, title, title_kind, ink)
        words.addWidget(self.title)
        self.below = Words(look, below, "small", ink if kind in ("primary", "crisis", "crisis_line", "soft") else "quiet")
        self.below.setVisible(bool(below))
        words.addWidget(self.below)
        box = QHBoxLayout(self)
        box.setContentsMargins(look.px(16), look.px(8), look.px(16), look.px(8))
        box.setSpacing(look.px(14))
        box.addWidget(Picture(look, icon_name, icon_size, ink))
        box.addLayout(words, 1)
        for label in self.findChildren(QLabel):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        if clicked is not None:
            self.clicked.connect(lambda _checked=False: clicked())

    def put_words(self, title: str, below: str = "") -> None:
        """Show other words."""
        self.title.setText(title)
        self.below.setText(below)
        self.below.setVisible(bool(below))
        self.setAccessibleName(f"{title}. {below}" if below else title)
        self.updateGeometry()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        layout = self.layout()
        inner = layout.heightForWidth(width - 2 * FOCUS) if layout else 0
        return max(inner + 2 * FOCUS, self._look.px(TARGET["crisis"]))

    def sizeHint(self) -> QSize:
        layout = self.layout()
        width = layout.sizeHint().width() if layout else 0
        return QSize(width, self.heightForWidth(max(width, self.width() if self.width() > 100 else width)))

    def minimumSizeHint(self) -> QSize:
        layout = self.layout()
        width = layout.minimumSize().width() if layout else 0
        return QSize(width, self._look.px(TARGET["crisis"]))


class NavButton(Button):
    """One line of the side bar; with `is_narrow` only its icon shows and the words are its tool tip."""

    def __init__(self, look: Look, words: str, icon_name: str, clicked: Callable[[], object], is_narrow: bool) -> None:
        super().__init__(look, "nav", "" if is_narrow else words, icon_name, clicked, named=words)
        self._icon_name = icon_name
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.toggled.connect(lambda on: self.put_icon(icon_name, ink="on_accent" if on else "ink"))


def spaced(look: Look, *buttons: QWidget) -> QHBoxLayout:
    """Buttons in a row, pushed to the end of the line."""
    box = QHBoxLayout()
    box.setSpacing(look.px(10))
    box.addStretch(1)
    for button in buttons:
        box.addWidget(button)
    return box
