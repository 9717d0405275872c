"""The last step: a note, the time, and for a correction its reason."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QWidget

from caregiver_app.domain.diary import Mode
from caregiver_app.domain.errors import TimeInFuture
from caregiver_app.domain.time import DAY_MS
from caregiver_app.ui.answers import when_inside
from caregiver_app.ui.pages.check_in.form import moment_at
from caregiver_app.ui.pages.check_in.questions import Question
from caregiver_app.ui.pages.check_in.view_model import CheckInViewModel, State
from caregiver_app.ui.sentences import sentence_for
from caregiver_app.ui.surroundings import Surroundings
from caregiver_app.ui.widgets.boxes import boxed, column
from caregiver_app.ui.widgets.choices import Chooser, Option
from caregiver_app.ui.widgets.fields import LineField, TextField
from caregiver_app.ui.widgets.moments import MomentField
from caregiver_app.ui.widgets.words import Words

_NOW, _OTHER = "now", "other"


class WhenField(QWidget):
    """Now, or another day and time; a time ahead of now gets a friendly sentence at once."""

    def __init__(self, around: Surroundings, model: CheckInViewModel, state: State) -> None:
        super().__init__()
        self._t, self._model, self._now = around.t, model, state.now
        look, t, at = around.look, around.t, state.form.at
        named = t("When was it?")
        options = (Option(_NOW, t("Now"), "clock"), Option(_OTHER, t("Another time"), "calendar"))
        self.choice = Chooser(look, named, options, _NOW if at is None else _OTHER)
        self.choice.chosen.connect(self._chosen)
        latest = state.now.wall()
        self.moment = MomentField(look, t, t("Day and time"), (at or state.now).wall(), latest, self._day_words)
        self.moment.changed.connect(self._typed)
        if at is None:
            self.moment.hide()
        self.mistake = Words(look, "", "small_bold", "crisis_ink")
        self.setLayout(column(look, Words(look, named, "body_bold"), self.choice, self.moment, self.mistake, gap=8))
        self._say()

    def _day_words(self, day: date) -> str:
        ago = (self._now.wall().date() - day).days
        return self._t.day_near(self._now.plus(-ago * DAY_MS), self._now)

    def _chosen(self, value: object) -> None:
        self.moment.setVisible(value == _OTHER)
        if value == _NOW:
            self._model.set_time(None)
            self._say()
        else:
            self._typed()
            self.moment.clock.setFocus()

    def _typed(self) -> None:
        self._model.set_time(moment_at(self._now, self.moment.value()))
        self._say()

    def _say(self) -> None:
        is_ahead = isinstance(self._model.state.mistake, TimeInFuture)
        self.mistake.setText(" ".join(sentence_for(self._t, TimeInFuture())) if is_ahead else "")
        self.mistake.setVisible(is_ahead)


def last_question(around: Surroundings, model: CheckInViewModel, state: State) -> tuple[Question, WhenField | None]:
    """The last step as shown; a correction keeps its time and asks why instead."""
    look, t = around.look, around.t
    note = TextField(look, t("Note"), state.form.note, hint=t("Only if you like. The care circle can read it."))
    note.changed.connect(lambda: model.write_note(note.value()))
    if state.entry is not None:
        reason = LineField(look, t("Why do you correct it?"), state.form.reason, example=t("For example: I misheard"))
        reason.changed.connect(lambda: model.write_reason(reason.value()))
        kept = t("The entry keeps its own time ({when}).", when=when_inside(t, state.entry.at, state.now))
        body = boxed(column(look, reason, note, Words(look, kept, "small", "quiet"), gap=14))
        explain = t("The first version stays visible, struck through.")
        return Question(t("What was wrong?"), body, "pencil", explain, start=reason.edit), None
    when = WhenField(around, model, state)
    body = boxed(column(look, note, when, gap=14))
    words = t("Write your note") if state.form.mode is Mode.NOTE else t("Anything else?")
    start = note.edit if state.form.mode is Mode.NOTE else None
    hint = t("Ctrl and S saves, from everywhere.")
    return Question(words, body, "pencil", "", hint, start=start), when
