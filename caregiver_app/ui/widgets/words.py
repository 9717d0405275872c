"""Labels that never cut their words: they wrap, and the layout gives them the height they need."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from caregiver_app.ui.style.theme import Look
from caregiver_app.ui.widgets.icons import face_pixmap, icon_pixmap



class Words(QLabel):
    """Plain words in one type and ink, wrapped by default. What people type is never read as markup.

    `kind` is a type token (`body`, `small`, `title`, `h1` …, with `_bold` for bold), `ink` a colour token.
    """

    def __init__(self, look: Look, words: str = "", kind: str = "body", ink: str = "ink", wrap: bool = True) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("t", kind)
        self.setProperty("c", ink)
        self.setWordWrap(wrap)
        bold = kind.endswith("_bold") or kind in ("h1", "title", "display", "number")
        self.setFont(look.font(kind.removesuffix("_bold"), bold))
        self.setAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        policy = QSizePolicy(
            QSizePolicy.Policy.Preferred if not wrap else QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred
        )
        policy.setHeightForWidth(wrap)
        self.setSizePolicy(policy)
        self.setText(words)

    def minimumSizeHint(self) -> QSize:
        """Room for the longest word, so that a narrow column grows instead of cutting."""
        if not self.wordWrap():
            return self.sizeHint()
        metrics = QFontMetrics(self.font())
        widest = max((metrics.horizontalAdvance(word) for word in self.text().split()), default=0)
        return QSize(widest + 2, metrics.height())


def rule(look: Look) -> QWidget:
    """A hairline."""
    line = QWidget()
    line.setStyleSheet(f"background: {look.c('line')};")
    line.setFixedHeight(look.hairline)
    return line


class Picture(QLabel):
    """An icon beside words; it says nothing to a screen reader unless it is named."""

    def __init__(self, look: Look, name: str, size: int = 22, ink: str = "ink", named: str = "") -> None:
        super().__init__()
        colour = ink if ink.startswith("#") else look.c(ink)
        self.setPixmap(icon_pixmap(name, look.px(size), colour, look.rtl))
        self.setFixedSize(look.px(size), look.px(size))
        self.setAccessibleName(named)


class Face(QLabel):
    """A small portrait; `number` chooses which."""

    def __init__(self, look: Look, number: int, size: int = 44) -> None:
        super().__init__()
        self.setPixmap(face_pixmap(number, look.px(size)))
        self.setFixedSize(look.px(size), look.px(size))
