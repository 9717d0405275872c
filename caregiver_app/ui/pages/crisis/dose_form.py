""" "I gave a medicine": the label's name, what was given in the person's own words, when and who. It checks no dose."""

from __future__ import annotations

from datetime import date, datetime, time

from PySide6.QtCore import Signal

from caregiver_app.domain.doses import DoseNote
from caregiver_app.domain.errors import CaregiverError, MissingAnswer, TimeInFuture
from caregiver_app.domain.time import Instant
from caregiver_app.ui.sentences import sentence_for
from caregiver_app.ui.surroundings import Surroundings
from caregiver_app.ui.widgets.boxes import Card, Flow, boxed, card_header
from caregiver_app.ui.widgets.buttons import Button
from caregiver_app.ui.widgets.fields import LineField
from caregiver_app.ui.widgets.moments import MomentField
from caregiver_app.ui.widgets.words import Words


class DoseForm(Card):
    """The form; `done` carries a DoseNote, `left` says that the person changed their mind."""

    done = Signal(object)
    left = Signal()

    def __init__(self, around: Surroundings, begun: DoseNote) -> None:
        """`begun` is what stands in the fields at first: nearly nothing, or what was half written before."""
        look, t = around.look, around.t
        self._around, self._card_id = around, begun.card_id
        self.label = LineField(look, t("Name on the label"), begun.label)
        self.given = LineField(look, t("What was given, in your own words"), begun.given)
        self.by = LineField(look, t("Who gave it"), begun.by)
        self._now = around.clock.now()
        self.moment = MomentField(look, t, t("When"), begun.at.wall(), self._now.wall(), self._day_words)
        keep = Button(look, "primary", t("Keep this note"), "check", self._keep)
        leave = Button(look, "line", t("Not now"), None, lambda: self.left.emit())  # not bound before QObject is made
        self._begun = self._written()
        self._asked: tuple[object, ...] | None = None  # what is on its way to the disk: pressed twice, it is noted once
        said = Words(
            look, t("This program does not check doses yet. Follow the label. If unsure, call."), "small", "quiet"
        )
        super().__init__(
            look,
            card_header(look, t("I gave a medicine"), icon_name="pill"),
            self.label,
            self.given,
            self.by,
            self.moment,
            said,
            boxed(Flow(look, 10, keep, leave)),
        )

    @property
    def is_touched(self) -> bool:
        """True where something was typed that is worth keeping."""
        return self._written() not in (self._begun, self._asked)

    def _written(self) -> tuple[object, ...]:
        return (self.label.value(), self.given.value(), self.by.value(), self.moment.value())

    def note(self) -> DoseNote:
        """What the fields say now, finished or not."""
        wall = self.moment.value()
        is_now = wall == self._now.wall().replace(second=0, microsecond=0)
        at = self._around.clock.now() if is_now else Instant.at_wall(wall, self._now)
        return DoseNote(self.label.value(), self.given.value(), self.by.value(), at, self._card_id)

    def _keep(self) -> None:
        if self._written() == self._asked:
            return
        self._asked = self._written()
        self.label.show_mistake("")
        self.done.emit(self.note())

    def _day_words(self, day: date) -> str:
        return self._around.t.day_near(Instant.at_wall(datetime.combine(day, time(12)), self._now), self._now)

    def show_mistake(self, error: CaregiverError) -> None:
        """Say beside the field what is missing; nothing that was typed is lost."""
        self._asked = None
        words = " ".join(sentence_for(self._around.t, error))
        if isinstance(error, TimeInFuture):
            self.label.show_mistake(words)
        elif isinstance(error, MissingAnswer):
            self.label.show_mistake(words)
            self.label.setFocus()
        else:
            self._around.desk.trouble.emit(error)
