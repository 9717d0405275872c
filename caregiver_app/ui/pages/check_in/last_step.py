"""The last step: a note, the time, and for a correction its reason."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from caregiver_app.domain.diary import Mode
from caregiver_app.domain.time import DAY_MS
from caregiver_app.ui.pages.check_in.form import clock_from, moment_at
from caregiver_app.ui.pages.check_in.questions import Question
from caregiver_app.ui.pages.check_in.view_model import CheckInViewModel, State
from caregiver_app.ui.surroundings import Surroundings
from caregiver_app.ui.widgets.boxes import boxed, column, row
from caregiver_app.ui.widgets.choices import Chooser, Counter, Option
from caregiver_app.ui.widgets.fields import LineField, TextField
from caregiver_app.ui.widgets.words import Words

_NOW, _OTHER = "now", "other"


class WhenField(QWidget):
    """Now, or another time: how many days ago, and the time of day. Tells the model once both can be read."""

    def __init__(self, around: Surroundings, model: CheckInViewModel, state: State) -> None:
        super().__init__()
        self._look, self._t, self._model, self._now = around.look, around.t, model, state.now
        look, t, at = self._look, self._t, state.form.at
        named = t("When was it?")
        options = (Option(_NOW, t("Now"), "clock"), Option(_OTHER, t("Another time"), "calendar"))
        self.choice = Chooser(look, named, options, _NOW if at is None else _OTHER)
        self.choice.chosen.connect(self._chosen)
        days = (state.now.wall().date() - at.wall().date()).days if at is not None else 0
        self.days = Counter(look, t, t("Days ago"), max(0, days), 60)
        self.days.changed.connect(lambda _: self._typed())
        self.day = Words(look, "", "body", "quiet")
        typed = at.wall().strftime("%H:%M") if at is not None else state.now.wall().strftime("%H:%M")
        self.time = LineField(look, t("Time of day"), typed, hint=t("For example 19:30"), ltr=True)
        self.time.changed.connect(self._typed)
        days_row = row(look, Words(look, t("Days ago"), "body_bold"), self.days, (self.day, 1), gap=12)
        self._other = boxed(column(look, days_row, self.time, gap=8))
        self._other.setVisible(at is not None)
        self.setLayout(column(look, Words(look, named, "body_bold"), self.choice, self._other, gap=8))
        self._say_day()

    def _chosen(self, value: object) -> None:
        self._other.setVisible(value == _OTHER)
        if value == _NOW:
            self._model.set_time(None)
        else:
            self._typed()
            self.time.edit.setFocus()
            self.time.edit.selectAll()

    def _say_day(self) -> None:
        ago = self.days.value() or 0
        self.day.setText(self._t.day_near(self._now.plus(-ago * DAY_MS), self._now))

    def _typed(self) -> None:
        self._say_day()
        read = clock_from(self.time.value())
        if read is None:
            self.time.show_mistake(self._t("Type the time with hours and minutes, for example 19:30."))
            return
        self._model.set_time(moment_at(self._now, self.days.value() or 0, *read))
        ahead = self._model.state.mistake is not None
        self.time.show_mistake(self._t("This time has not come yet. Choose a time up to now.") if ahead else "")

    @property
    def is_readable(self) -> bool:
        """False while what is typed is no time of day."""
        return self.choice.value() == _NOW or clock_from(self.time.value()) is not None


def last_question(around: Surroundings, model: CheckInViewModel, state: State) -> tuple[Question, WhenField | None]:
    """The last step as shown; a correction keeps its time and asks why instead."""
    look, t = around.look, around.t
    note = TextField(look, t("Note"), state.form.note, hint=t("Only if you like. The care circle can read it."))
    note.changed.connect(lambda: model.write_note(note.value()))
    if state.entry is not None:
        reason = LineField(look, t("Why do you correct it?"), state.form.reason, example=t("For example: I misheard"))
        reason.changed.connect(lambda: model.write_reason(reason.value()))
        kept = t("The entry keeps its own time: {when}.", when=t.when(state.entry.at, state.now))
        body = boxed(column(look, reason, note, Words(look, kept, "small", "quiet"), gap=14))
        explain = t("The first version stays visible, struck through.")
        return Question(t("What was wrong?"), body, "pencil", explain, start=reason.edit), None
    when = WhenField(around, model, state)
    body = boxed(column(look, note, when, gap=14))
    words = t("Write your note") if state.form.mode is Mode.NOTE else t("Anything else?")
    start = note.edit if state.form.mode is Mode.NOTE else None
    hint = t("Ctrl and S saves, from everywhere.")
    return Question(words, body, "pencil", "", hint, start=start), when
