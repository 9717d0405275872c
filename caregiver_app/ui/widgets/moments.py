"""A day and a time of day, typed or stepped: never a calendar to hunt in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from PySide6.QtCore import QLocale, Qt, QTime, Signal
from PySide6.QtWidgets import QAbstractSpinBox, QSizePolicy, QTimeEdit, QWidget

from caregiver_app.text import Texts
from caregiver_app.ui.style.theme import Look
from caregiver_app.ui.widgets.buttons import IconButton
from caregiver_app.ui.widgets.fields import FieldBox
from caregiver_app.ui.widgets.layouts import Flow, boxed, column, row
from caregiver_app.ui.widgets.words import Words


class MomentField(QWidget):
    """Which day, and what time by the wall clock. `changed` is sent when a person changes either.

    The day goes back one at a time and never past `latest`'s day; the time is typed or stepped with the arrow keys.
    """

    changed = Signal()

    def __init__(
        self, look: Look, t: Texts, label: str, at: datetime, latest: datetime, day_words: Callable[[date], str]
    ) -> None:
        """`at` and `latest` are wall times without zone; `day_words` says a day, such as "Today, 24 November"."""
        super().__init__()
        self._day, self._last, self._say = at.date(), latest.date(), day_words
        self._day_words = Words(look, "", "body_bold", centred=True)
        self.before = IconButton(look, "line", "back", t("One day earlier"), lambda: self._go(-1))
        self.after = IconButton(look, "line", "forward", t("One day later"), lambda: self._go(1))
        self.clock = QTimeEdit()
        self.clock.setFrame(False)
        self.clock.setLocale(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
        self.clock.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.clock.setDisplayFormat("HH:mm")  # after the direction: Qt turns the format round in right-to-left
        self.clock.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
        self.clock.setAccessibleName(f"{label}: {t('time')}")
        self.clock.timeChanged.connect(lambda _: self.changed.emit())
        frame = FieldBox(look, self.clock)
        frame.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        frame.setFixedWidth(look.px(104))
        day = boxed(row(look, self.before, (self._day_words, 1), self.after, gap=8))
        self.setLayout(column(look, Words(look, label, "body_bold"), boxed(Flow(look, 14, day, frame)), gap=4))
        self.put(at)

    def value(self) -> datetime:
        """The wall time, without zone."""
        at = self.clock.time()
        return datetime.combine(self._day, time(at.hour(), at.minute()))

    def put(self, at: datetime) -> None:
        """Show another moment without sending `changed`."""
        held = self.clock.blockSignals(True)
        self.clock.setTime(QTime(at.hour, at.minute))
        self.clock.blockSignals(held)
        self._show(at.date())

    def _go(self, days: int) -> None:
        self._show(min(self._day + timedelta(days=days), self._last))
        self.changed.emit()

    def _show(self, day: date) -> None:
        self._day = day
        self._day_words.setText(self._say(day))
        self.after.setEnabled(day < self._last)
