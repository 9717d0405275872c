"""Long work that shows how far it is and can be stopped."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QProgressBar, QSizePolicy, QWidget

from caregiver_app.text import Texts
from caregiver_app.ui.style.theme import Look
from caregiver_app.ui.widgets.buttons import Button
from caregiver_app.ui.widgets.layouts import column, row
from caregiver_app.ui.widgets.surfaces import paint_box
from caregiver_app.ui.widgets.words import Words


class _Bar(QProgressBar):
    """A progress bar to the screen reader, painted from tokens; it does not move by itself."""

    def __init__(self, look: Look, named: str) -> None:
        super().__init__()
        self._look = look
        self.setRange(0, 100)
        self.setTextVisible(False)
        self.setAccessibleName(named)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(self._look.px(160), self._look.px(14))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        painter, look = QPainter(self), self._look
        box = QRectF(self.rect())
        corner = self.height() // 2
        paint_box(painter, look, box, "sunken", "edge", corner, 1)
        wide = max(box.width() * self.value() / 100, box.height()) if self.value() else 0.0
        done = QRectF(box.right() - wide if look.rtl else box.left(), box.top(), wide, box.height())
        if wide:
            paint_box(painter, look, done, "accent", "", corner)


class ProgressRow(QWidget):
    """What is being done, how far it is, and a button that stops it. `stopped` is sent by the button."""

    stopped = Signal()

    def __init__(self, look: Look, t: Texts, words: str) -> None:
        super().__init__()
        self._t = t
        self._words = Words(look, words)
        self._far = Words(look, "", "small", "quiet")
        self.bar = _Bar(look, words)
        self.stop = Button(look, "line", t("Stop"), "cross", self.stopped.emit)
        said = column(look, self._words, self.bar, self._far, gap=6)
        self.setLayout(row(look, (said, 1), self.stop, gap=16))
        self.put(0)

    def put(self, percent: int, words: str = "") -> None:
        """Show 0..100 per cent done; `words` replaces what is being done."""
        if words:
            self._words.setText(words)
            self.bar.setAccessibleName(words)
        self.bar.setValue(percent)
        self._far.setText(self._t("{percent} of 100 done", percent=percent))
