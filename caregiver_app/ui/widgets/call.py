"""A telephone number over the whole window, as large as it fits: to be dialled on any telephone in the room."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from caregiver_app.text import Texts
from caregiver_app.ui.style.theme import Look
from caregiver_app.ui.telephone import Dialler, dial
from caregiver_app.ui.widgets.boxes import column, row
from caregiver_app.ui.widgets.buttons import Button
from caregiver_app.ui.widgets.words import Words

_MARGIN = 32


class _Number(QWidget):
    """The digits, drawn as large as the room allows, always left to right."""

    def __init__(self, look: Look, number: str) -> None:
        super().__init__()
        self._look, self._number = look, number
        self.setMinimumHeight(look.px(90))
        self.setAccessibleName(" ".join(number))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        painter = QPainter(self)
        font = QFont(self._look.font("display", bold=True))
        font.setPixelSize(self._size_that_fits(font))
        painter.setFont(font)
        painter.setPen(self._look.color("crisis_ink"))
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._number)

    def _size_that_fits(self, font: QFont) -> int:
        trial = QFont(font)
        trial.setPixelSize(100)
        width = max(QFontMetrics(trial).horizontalAdvance(self._number), 1)
        return max(24, min(int(self.width() * 96 / width), int(self.height() * 0.72)))


class NumberScreen(QWidget):
    """The number, whom it calls, and a way back; seen at once. Where this computer can dial, it begins to afterwards."""

    def __init__(self, look: Look, t: Texts, number: str, words: str, window: QWidget) -> None:
        super().__init__(window)
        self._look, self._t, self._window, self._number = look, t, window, number
        self._was_focused = window.focusWidget()
        self._said = Words(look, t("Dial on any telephone:"), "lead", "quiet")
        self.back = Button(look, "primary", t("Back"), "back", self.put_away)
        top = row(look, (Words(look, words, "title"), 1), self.back, gap=16)
        shown = _Number(look, number)
        margins = (_MARGIN, 20, _MARGIN, _MARGIN)
        self.setLayout(column(look, top, self._said, (shown, 1), gap=12, margins=margins))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._dialler = Dialler(self)
        self._dialler.told.connect(self._can_dial)

    def open_over(self) -> None:
        """Cover the window and take the focus."""
        self._window.installEventFilter(self)
        self.setGeometry(self._window.rect())
        self.show()
        self.raise_()
        self.back.setFocus()
        self._dialler.ask()

    def _can_dial(self, can_dial: bool) -> None:
        if can_dial and not self.isHidden() and dial(self._number):  # who went back meanwhile does not want to call
            self._said.setText(self._t("This computer is dialling. Or dial on any telephone:"))

    def put_away(self) -> None:
        """Go back to what was there."""
        self._window.removeEventFilter(self)
        self.hide()
        if self._was_focused is not None and isValid(self._was_focused):  # the page may be new
            self._was_focused.setFocus()
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self._window.rect())
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.put_away()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        QPainter(self).fillRect(self.rect(), self._look.color("paper"))
