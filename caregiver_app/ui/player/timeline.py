"""Step marks instead of a bare bar: each part is one step and can be chosen."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from caregiver_app.domain.clips import Clip
from caregiver_app.text import Texts
from caregiver_app.ui.style.theme import Look
from caregiver_app.ui.style.tokens import FOCUS
from caregiver_app.ui.widgets.surfaces import paint_box

_GAP = 6
_INSET = 12  # the marks keep this far inside the focus ring


class Timeline(QWidget):
    """Runs left to right in every language, as the picture's own step dots do. `step_wanted` counts from 1."""

    step_wanted = Signal(int)

    def __init__(self, look: Look, t: Texts) -> None:
        super().__init__()
        self._look, self._t = look, t
        self._clip: Clip | None = None
        self._at_s = 0.0
        self.setFixedHeight(max(44, look.gap(44)))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_clip(self, clip: Clip) -> None:
        """Mark the steps of a clip."""
        self._clip = clip
        self.put(0.0)

    def put(self, seconds: float) -> None:
        """Show where the clip stands."""
        self._at_s = seconds
        if self._clip is not None:
            number, total = self._clip.step_at(seconds).number, len(self._clip.steps)
            self.setAccessibleName(self._t("Step {n} of {total}", n=number, total=total))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(320, self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self.height())

    def _boxes(self) -> list[QRectF]:
        if self._clip is None:
            return []
        count = len(self._clip.steps)
        inset = self._look.gap(_INSET)
        width = (self.width() - 2 * inset - _GAP * (count - 1)) / count
        tall = self._look.gap(10)
        top = (self.height() - tall) / 2
        return [QRectF(inset + n * (width + _GAP), top, width, tall) for n in range(count)]

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for number, box in enumerate(self._boxes(), 1):
            if box.left() - _GAP / 2 <= event.position().x() <= box.right() + _GAP / 2:
                self.step_wanted.emit(number)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        move = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if move is None or self._clip is None:
            super().keyPressEvent(event)
        else:
            self.step_wanted.emit(self._clip.step_at(self._at_s).number + move)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        if self._clip is None:
            return
        painter, look = QPainter(self), self._look
        for step, box in zip(self._clip.steps, self._boxes(), strict=True):
            paint_box(painter, look, box, "line", "", box.height() / 2)
            share = (self._at_s - step.start_s) / max(step.length_s, 0.01)
            if share > 0:
                done = QRectF(box)
                done.setWidth(max(box.height(), box.width() * min(share, 1.0)))
                paint_box(painter, look, done, "accent", "", box.height() / 2)
        if self.hasFocus():
            paint_box(painter, look, QRectF(self.rect()), "", "focus", 8, FOCUS)
