"""Words on a page, and the small pictures beside them."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from caregiver_app.ui.style.theme import Look
from caregiver_app.ui.widgets.faces import draw_face
from caregiver_app.ui.widgets.icons import draw_icon, known
from caregiver_app.ui.widgets.lines import Lines

_LONGEST_WORD = 320
_COMFORTABLE = 640
_ENDLESS = 1_000_000
_BOLD_KINDS = frozenset({"h1", "title", "display", "huge", "number"})


class Words(QLabel):
    """Words that wrap, keep their line height and are never cut; a QLabel to Qt and to the screen reader.

    `kind` is a name in tokens.TYPE (body, small, lead, title, read, h1, display, huge), with "_bold" for bold; `ink` a
    colour token. What people type is never read as markup; with `marked`, our own words between ** and ** are bold.
    """

    def __init__(
        self,
        look: Look,
        words: str = "",
        kind: str = "body",
        ink: str = "ink",
        wrap: bool = True,
        *,
        marked: bool = False,
        centred: bool = False,
    ) -> None:
        super().__init__()
        self._look, self._kind, self._ink = look, kind.removesuffix("_bold"), ink
        self._is_bold = kind.endswith("_bold") or kind in _BOLD_KINDS
        self._marked, self._centred = marked, centred
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(look.font(self._kind, self._is_bold))
        self.setWordWrap(wrap)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(wrap)
        self.setSizePolicy(policy)
        self._lines = Lines(look, "")
        self.setText(words)

    def setText(self, words: str) -> None:
        """Say something else; a screen reader hears it without marks."""
        centre = Qt.AlignmentFlag.AlignHCenter if self._centred else None
        self._lines = Lines(self._look, words, self._kind, self._is_bold, self._marked, centre)
        super().setText(self._lines.plain)
        self.updateGeometry()
        self.update()

    def put_ink(self, ink: str) -> None:
        """Use another colour of the theme."""
        self._ink = ink
        self.update()

    def hasHeightForWidth(self) -> bool:
        return self.wordWrap()

    def heightForWidth(self, width: int) -> int:
        return self._lines.height_at(max(width, 1) if self.wordWrap() else _ENDLESS)

    def sizeHint(self) -> QSize:
        return self._lines.size(self._look.px(_COMFORTABLE) if self.wordWrap() else _ENDLESS)

    def minimumSizeHint(self) -> QSize:
        """Room for the longest word, so that a narrow column grows instead of cutting."""
        if not self.wordWrap():
            return self.sizeHint()
        return QSize(min(self._lines.widest_word(), _LONGEST_WORD), int(self._lines.step) + 1)

    def cut_words(self) -> str:
        """What does not fit into the room there is: a sentence for tests, "" when all is seen."""
        if self._lines.height_at(max(self.width(), 1)) > self.height() + 1:
            return f"needs {self._lines.height_at(max(self.width(), 1))} px of height, has {self.height()}"
        if self._lines.widest_word() > self.width() + 1:
            return f"a word needs {self._lines.widest_word()} px, has {self.width()}"
        return ""

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        self._lines.paint(QPainter(self), self.contentsRect(), self._look.color(self._ink))


class Picture(QWidget):
    """An icon beside words; it says nothing to a screen reader unless it is named."""

    def __init__(self, look: Look, name: str, size: int = 22, ink: str = "ink", named: str = "") -> None:
        super().__init__()
        self._look, self._name, self._ink = look, known(name), ink
        self.setFixedSize(look.px(size), look.px(size))
        self.setAccessibleName(named)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def put(self, name: str, ink: str | None = None) -> None:
        """Show another icon, perhaps in another colour."""
        self._name, self._ink = known(name), ink or self._ink
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        draw_icon(QPainter(self), self._name, QRectF(self.rect()), self._look.color(self._ink), self._look.rtl)


class Face(QWidget):
    """A small portrait of nobody in particular; `number` chooses which."""

    def __init__(self, look: Look, number: int, size: int = 44) -> None:
        super().__init__()
        self._look, self._number = look, number
        self.setFixedSize(look.px(size), look.px(size))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        draw_face(QPainter(self), QRectF(self.rect()), self._number, self._look.color("face_line"))


class _Rule(QWidget):
    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setFixedHeight(look.line)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        QPainter(self).fillRect(self.rect(), self._look.color("line"))


def rule(look: Look) -> QWidget:
    """A hairline between rows."""
    return _Rule(look)
