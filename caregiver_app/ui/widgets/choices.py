"""Choosing one of a few: segments that wrap, with the meaning of radio buttons, and a counter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from caregiver_app.text import Texts
from caregiver_app.ui.style.theme import Look
from caregiver_app.ui.style.tokens import RADIUS, TARGET
from caregiver_app.ui.widgets.buttons import PAINTS, Button, IconButton, Paint
from caregiver_app.ui.widgets.layouts import Flow, row
from caregiver_app.ui.widgets.surfaces import paint_box
from caregiver_app.ui.widgets.words import Words

_STEPS = {
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
}


def step_of(key: int, rtl: bool) -> int:
    """How far an arrow key goes in reading direction: 1, -1, or 0 for another key."""
    step = _STEPS.get(Qt.Key(key), 0)
    return -step if rtl and key in (Qt.Key.Key_Right, Qt.Key.Key_Left) else step


class Segment(Button):
    """One of several; a radio button to the screen reader. `moved` is told how far an arrow key goes."""

    moved = Signal(int)

    def __init__(self, look: Look, words: str, icon_name: str = "") -> None:
        super().__init__(look, "segment", words, icon_name, words_kind="body")
        self.setCheckable(True)
        self.setAutoExclusive(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = step_of(event.key(), self._look.rtl)
        if step:
            self.moved.emit(step)
        else:
            super().keyPressEvent(event)

    def _paint_of(self) -> Paint:
        return PAINTS["current"] if self.isChecked() and self.isEnabled() else super()._paint_of()


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose: what it stands for, its words, perhaps an icon."""

    value: object
    words: str
    icon_name: str = ""


class Chooser(QWidget):
    """A row of options of which one is chosen; goes on in the next line where the room ends.

    `chosen` is sent with the option's value when a person chooses. Arrow keys choose, Tab goes in and out.
    """

    chosen = Signal(object)

    def __init__(self, look: Look, named: str, options: Sequence[Option], value: object = None) -> None:
        """`named` is the question, for the screen reader; `value` is chosen at first, None for nothing yet."""
        super().__init__()
        self._look = look
        self._options = tuple(options)
        self._segments = [Segment(look, o.words, o.icon_name) for o in self._options]
        self._flow = Flow(look, 2, *self._segments)
        edge = look.gap(3)
        self._flow.setContentsMargins(edge, edge, edge, edge)
        self.setLayout(self._flow)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(named)
        for at, segment in enumerate(self._segments):
            segment.setAccessibleDescription(named)
            segment.clicked.connect(lambda _checked=False, at=at: self._choose(at))
            segment.moved.connect(lambda step, at=at: self._move(at + step))
        self.put(value)

    def value(self) -> object:
        """The value of what is chosen, None for nothing yet."""
        return next((o.value for o, s in zip(self._options, self._segments, strict=True) if s.isChecked()), None)

    def put(self, value: object) -> None:
        """Choose without sending `chosen`; a value that is not offered clears the choice."""
        for segment in self._segments:
            segment.setAutoExclusive(False)
        for option, segment in zip(self._options, self._segments, strict=True):
            segment.setChecked(value is not None and option.value == value)
        for segment in self._segments:
            segment.setAutoExclusive(True)
        self._rove()

    def focus_choice(self) -> None:
        """Put the keyboard on what is chosen, or on the first."""
        chosen = next((s for s in self._segments if s.isChecked()), None)
        (chosen or self._segments[0]).setFocus(Qt.FocusReason.TabFocusReason)

    def _rove(self) -> None:
        chosen = next((s for s in self._segments if s.isChecked()), self._segments[0])
        for segment in self._segments:
            only = Qt.FocusPolicy.StrongFocus if segment is chosen else Qt.FocusPolicy.ClickFocus
            segment.setFocusPolicy(only)

    def _choose(self, at: int) -> None:
        self._segments[at].setChecked(True)
        self._rove()
        self.chosen.emit(self._options[at].value)

    def _move(self, to: int) -> None:
        at = to % len(self._segments)
        self._segments[at].setFocus(Qt.FocusReason.TabFocusReason)
        self._choose(at)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        around = QRectF()
        for segment in self._segments:
            around = around.united(QRectF(segment.geometry()))
        edge = self._look.gap(3)
        box = around.adjusted(-edge, -edge, edge, edge)
        paint_box(QPainter(self), self._look, box, "card", "edge", RADIUS["control"] + 2, self._look.line)


def yes_no(look: Look, t: Texts, named: str, value: bool | None = None) -> Chooser:
    """Yes or no, nothing chosen at first."""
    return Chooser(look, named, (Option(True, t("Yes"), "check"), Option(False, t("No"), "cross")), value)


class Counter(QWidget):
    """A small whole number with a button on each side; `changed` is sent when a person changes it.

    Begins with nothing counted (None), which is not the same as 0.
    """

    changed = Signal(int)

    def __init__(self, look: Look, t: Texts, named: str, value: int | None = None, most: int = 20) -> None:
        super().__init__()
        self._value, self._most, self._named = value, most, named
        self._number = Words(look, "", "title", wrap=False, centred=True)
        self._number.setMinimumWidth(look.px(TARGET))
        self.fewer = IconButton(look, "line", "minus", t("One fewer: {what}", what=named), self._down)
        self.more = IconButton(look, "line", "plus", t("One more: {what}", what=named), self._up)
        self.setLayout(row(look, self.fewer, self._number, self.more, gap=6))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.put(value)

    def value(self) -> int | None:
        """The number, None while nothing was counted."""
        return self._value

    def put(self, value: int | None) -> None:
        """Set the number without sending `changed`."""
        self._value = value
        self._number.setText("–" if value is None else str(value))
        self._number.setAccessibleName(f"{self._named}: {'–' if value is None else value}")
        self.fewer.setEnabled(value != 0)
        self.more.setEnabled(value is None or value < self._most)

    def _up(self) -> None:
        self._tell(1 if self._value is None else min(self._value + 1, self._most))

    def _down(self) -> None:
        self._tell(0 if self._value is None else max(self._value - 1, 0))

    def _tell(self, value: int) -> None:
        self.put(value)
        self.changed.emit(value)

    def sizeHint(self) -> QSize:
        layout = self.layout()
        return layout.sizeHint() if layout is not None else QSize()


class CheckRow(Button):
    """A line that is ticked or not: a check box with a large target."""

    def __init__(
        self,
        look: Look,
        words: str,
        is_on: bool = False,
        toggled: Callable[[bool], object] | None = None,
        below: str = "",
    ) -> None:
        super().__init__(look, "check", words, "box", below=below, words_kind="body", centred=False, icon_size=26)
        self.setCheckable(True)
        self.toggled.connect(lambda on: self.put_icon("box_on" if on else "box"))
        self.setChecked(is_on)
        if toggled is not None:
            self.toggled.connect(toggled)

    def _pads(self) -> tuple[int, int]:
        return self._look.gap(8), self._look.gap(9)
