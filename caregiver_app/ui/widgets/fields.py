"""Fields of a form: a label above, a box with a ring when the keyboard is in it, a hint and a mistake below."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QFrame, QLineEdit, QPlainTextEdit, QSizePolicy, QWidget

from caregiver_app.ui.style.theme import Look
from caregiver_app.ui.style.tokens import FOCUS, RADIUS, TARGET
from caregiver_app.ui.widgets.buttons import IconButton
from caregiver_app.ui.widgets.layouts import column, row
from caregiver_app.ui.widgets.surfaces import paint_box
from caregiver_app.ui.widgets.words import Words


class FieldBox(QWidget):
    """The drawn edge around an editor: thin at rest, a 3 px ring while the keyboard is in it."""

    def __init__(self, look: Look, editor: QWidget, *beside: QWidget) -> None:
        super().__init__()
        self._look, self.editor = look, editor
        editor.setFont(look.font("lead"))
        colours = editor.palette()
        colours.setColor(QPalette.ColorRole.Base, look.color("card"))
        editor.setPalette(colours)
        self.setLayout(
            row(
                look,
                (editor, 1),
                *beside,
                gap=6,
                margins=(12, 1 if beside else 5, 1 if beside else 12, 1 if beside else 5),
            )
        )
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setMinimumHeight(max(TARGET, look.px(28) + 2 * look.gap(8)))
        self.setFocusProxy(editor)
        editor.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        focused = self.editor.hasFocus()
        edge, line = ("focus", FOCUS) if focused else ("edge", self._look.line)
        fill = "card" if self.editor.isEnabled() else "sunken"
        paint_box(QPainter(self), self._look, QRectF(self.rect()), fill, edge, RADIUS["control"], line)


class Field(QWidget):
    """A label, an editor, a hint, and room for one sentence about a mistake."""

    changed = Signal()

    def __init__(self, look: Look, label: str, editor: QWidget, *beside: QWidget, hint: str = "") -> None:
        super().__init__()
        self._label = Words(look, label, "body_bold")
        self._label.setBuddy(editor)
        self._hint = Words(look, hint, "small", "quiet")
        if not hint:
            self._hint.hide()  # and never setVisible(True) here: without a parent yet it would be a window for a moment
        self._mistake = Words(look, "", "small_bold", "crisis_ink")
        self._mistake.hide()
        self.frame = FieldBox(look, editor, *beside)
        self.setLayout(column(look, self._label, self.frame, self._mistake, self._hint, gap=4))
        self.setFocusProxy(editor)
        editor.setAccessibleName(label)
        editor.setAccessibleDescription(hint)
        self._words = hint

    def show_mistake(self, sentence: str) -> None:
        """Say what is wrong with what was typed; "" takes it away."""
        self._mistake.setText(sentence)
        self._mistake.setVisible(bool(sentence))
        self.frame.editor.setAccessibleDescription(f"{sentence} {self._words}".strip())

    def show_hint(self, sentence: str) -> None:
        """Change the quiet words below."""
        self._words = sentence
        self._hint.setText(sentence)
        self._hint.setVisible(bool(sentence))
        self.frame.editor.setAccessibleDescription(sentence)


class LineField(Field):
    """One line of text. `entered` is sent by Enter."""

    entered = Signal()

    def __init__(
        self, look: Look, label: str, value: str = "", *, hint: str = "", example: str = "", ltr: bool = False
    ) -> None:
        """`example` is shown while empty; `ltr` is for numbers and codes, which read left to right everywhere."""
        self.edit = QLineEdit(value)
        self.edit.setFrame(False)
        self.edit.setPlaceholderText(example)
        super().__init__(look, label, self.edit, hint=hint)
        if ltr:
            self.edit.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        side = Qt.AlignmentFlag.AlignRight if look.rtl else Qt.AlignmentFlag.AlignLeft
        self.edit.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter)
        self.edit.textChanged.connect(lambda _: self.changed.emit())
        self.edit.returnPressed.connect(self.entered)

    def value(self) -> str:
        """What was typed, without spaces around it."""
        return self.edit.text().strip()

    def set_value(self, value: str) -> None:
        """Put text into the field."""
        self.edit.setText(value)


class PassphraseField(Field):
    """A passphrase, hidden until the eye is pressed. `entered` is sent by Enter."""

    entered = Signal()

    def __init__(self, look: Look, label: str, show_words: str, hide_words: str, *, hint: str = "") -> None:
        """`show_words` and `hide_words` name the eye, such as "Show the passphrase"."""
        self.edit = QLineEdit()
        self.edit.setFrame(False)
        self.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.edit.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText)
        self._names = (show_words, hide_words)
        self.eye = IconButton(look, "text", "eye", show_words)
        super().__init__(look, label, self.edit, self.eye, hint=hint)
        self.eye.clicked.connect(self._turn)
        self.edit.textChanged.connect(lambda _: self.changed.emit())
        self.edit.returnPressed.connect(self.entered)

    def _turn(self) -> None:
        hidden = self.edit.echoMode() == QLineEdit.EchoMode.Password
        self.edit.setEchoMode(QLineEdit.EchoMode.Normal if hidden else QLineEdit.EchoMode.Password)
        self.eye.put("hidden" if hidden else "eye", self._names[1 if hidden else 0])

    def value(self) -> str:
        """The passphrase as typed: spaces count."""
        return self.edit.text()

    def forget(self) -> None:
        """Empty the field and hide it again."""
        self.edit.clear()
        if self.edit.echoMode() == QLineEdit.EchoMode.Normal:
            self._turn()


class _Paper(QPlainTextEdit):
    """Text of several lines; Tab leaves it, and it grows with what is written."""

    def __init__(self, look: Look, rows: int) -> None:
        super().__init__()
        self._rows, self._line = rows, look.px(27)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(2)
        self.document().documentLayout().documentSizeChanged.connect(lambda _: self._grow())
        self._grow()

    def _grow(self) -> None:
        lines = int(self.document().documentLayout().documentSize().height())  # QPlainTextEdit counts in lines
        self.setFixedHeight(self._line * min(max(lines, self._rows), 12) + 8)

    def sizeHint(self) -> QSize:
        return QSize(240, self.height())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.ensureCursorVisible()


class TextField(Field):
    """Several lines of text; grows from `rows` to twelve lines, then scrolls. Tab goes on to the next field."""

    def __init__(
        self, look: Look, label: str, value: str = "", *, rows: int = 3, hint: str = "", example: str = ""
    ) -> None:
        self.edit = _Paper(look, rows)
        self.edit.setPlainText(value)
        self.edit.setPlaceholderText(example)
        super().__init__(look, label, self.edit, hint=hint)
        self.edit.textChanged.connect(self.changed)

    def value(self) -> str:
        """What was written, without empty lines around it."""
        return self.edit.toPlainText().strip()

    def set_value(self, value: str) -> None:
        """Put text into the field."""
        self.edit.setPlainText(value)
