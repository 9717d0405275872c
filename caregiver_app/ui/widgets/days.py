"""A day of the calendar, typed or stepped; never a calendar to hunt in."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, QLocale, Qt, Signal
from PySide6.QtWidgets import QAbstractSpinBox, QDateEdit, QSizePolicy, QWidget

from caregiver_app.text import Texts
from caregiver_app.ui.style.theme import Look
from caregiver_app.ui.widgets.fields import FieldBox
from caregiver_app.ui.widgets.layouts import column, row
from caregiver_app.ui.widgets.words import Words


class DayField(QWidget):
    """One day, year first so that no day and month are mixed up. `changed` is sent when a person changes it."""

    changed = Signal()

    def __init__(self, look: Look, t: Texts, label: str, at: date, latest: date) -> None:
        super().__init__()
        self.edit = QDateEdit()
        self.edit.setFrame(False)
        self.edit.setLocale(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
        self.edit.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.edit.setDisplayFormat("yyyy-MM-dd")
        self.edit.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
        self.edit.setAccessibleName(f"{label}: {t('year, month, day')}")
        self.edit.setMaximumDate(QDate(latest.year, latest.month, latest.day))
        self.edit.setDate(QDate(at.year, at.month, at.day))
        self.edit.editingFinished.connect(self.changed.emit)
        frame = FieldBox(look, self.edit)
        frame.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        frame.setFixedWidth(look.px(160))
        self.setLayout(column(look, Words(look, label, "body_bold"), row(look, frame, None), gap=4))

    def value(self) -> date:
        """The day."""
        found = self.edit.date()
        return date(found.year(), found.month(), found.day())
