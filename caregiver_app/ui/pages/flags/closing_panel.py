"""Closing a card: what was done about it, and what that kind of outcome needs to be kept with."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from caregiver_app.domain.errors import CaregiverError
from caregiver_app.domain.flags.closing import Closing, checked
from caregiver_app.domain.flags.judging import Card
from caregiver_app.domain.flags.told import Settled
from caregiver_app.domain.time import DAY_MS, Instant
from caregiver_app.services.flags import Attention
from caregiver_app.ui import flag_words as words
from caregiver_app.ui.pages.flags.view_model import Closer, closing_of
from caregiver_app.ui.surroundings import Surroundings
from caregiver_app.ui.widgets.boxes import Flow, boxed
from caregiver_app.ui.widgets.buttons import Button
from caregiver_app.ui.widgets.choices import Chooser, Option
from caregiver_app.ui.widgets.fields import LineField, TextField
from caregiver_app.ui.widgets.overlay import Overlay
from caregiver_app.ui.widgets.words import Words

_KNOWN_DAYS = (1, 3, 7, 14)


class CardCloser(QObject):
    """Closes cards for a page that shows some: asks what was done, keeps it, and offers to take it back."""

    def __init__(self, around: Surroundings, host: QWidget) -> None:
        super().__init__(host)
        self._around, self._host = around, host
        self._panel: ClosingPanel | None = None
        self._closer = Closer(around.operations, around.clock, lambda: around.content.rules, self)
        self._closer.closed.connect(self._was_closed)
        self._closer.trouble.connect(around.desk.trouble.emit)

    def ask(self, card: Card, found: Attention) -> None:
        """Bring the form for a card."""
        self._panel = ClosingPanel(self._around, self._host, card, found, self._closer.close)

    def put_away(self) -> None:
        """Take the form off the page."""
        if self._panel is not None:
            self._panel.put_away()

    def _was_closed(self, undo: object) -> None:
        self._around.desk.undo_offered.emit(self._around.t("It is kept. The card is closed."), undo)


class ClosingPanel(Overlay):
    """Asks what was done; `saved` is told once nothing is missing. What is missing is said beside its field."""

    def __init__(
        self, around: Surroundings, host: QWidget, card: Card, found: Attention, saved: Callable[[Closing], object]
    ) -> None:
        look, t = around.look, around.t
        super().__init__(look, t, host, t("What did you do?"), icon_name="done")
        self._around, self._card, self._found, self._saved = around, card, found, saved
        title = words.title_words(t, around.content.symptoms, card)
        self.box.addWidget(Words(look, title, "body_bold"))
        options = [Option(settled, words.settled_words(t, settled)) for settled in Settled]
        self.choice = Chooser(look, t("What did you do?"), options)
        self.choice.chosen.connect(self._chosen)
        self.box.addWidget(self.choice)
        self.who = LineField(look, t("Who did you speak to?"), example=t("For example: Nurse Anna"))
        self.said = TextField(look, t("What did they say?"), hint=t("Only if you like. The care circle can read it."))
        self.why = LineField(look, t("Why is it not needed?"), example=t("For example: I typed the wrong number"))
        until = [Option(days, self._day_words(days)) for days in _KNOWN_DAYS if days <= found.rules.known_most_days]
        self.until_label = Words(look, t("Until when should it stay quiet?"), "body_bold")
        self.until = Chooser(look, t("Until when should it stay quiet?"), until)
        self.note = Words(look, t("If it gets worse, or says “call now”, it comes back at once."), "small", "quiet")
        self.mistake = Words(look, "", "small_bold", "crisis_ink")
        for widget in (self.who, self.said, self.why, self.until_label, self.until, self.note, self.mistake):
            self.box.addWidget(widget)
        self.keep = Button(look, "primary", t("Save"), "done", self._save)
        self.box.addWidget(boxed(Flow(look, 12, self.keep, Button(look, "line", t("Cancel"), None, self.put_away))))
        self._show_fields(None)
        self.bring(self.choice)
        self.choice.focus_choice()

    def _day_words(self, days: int) -> str:
        now = self._around.clock.now()
        later = Instant(now.utc_ms + days * DAY_MS, now.offset_min)
        return self._around.t("Until {day}", day=self._around.t.day(later))

    def _chosen(self, settled: object) -> None:
        self._show_fields(Settled(str(settled)))

    def _show_fields(self, settled: Settled | None) -> None:
        self.mistake.hide()
        self.keep.setEnabled(settled is not None)
        self.who.setVisible(settled is Settled.CALLED)
        self.said.setVisible(settled in (Settled.CALLED, Settled.VISIT, Settled.KNOWN))
        self.why.setVisible(settled is Settled.NOT_NEEDED)
        for widget in (self.until_label, self.until, self.note):
            widget.setVisible(settled is Settled.KNOWN)

    def _save(self) -> None:
        around = self._around
        settled = Settled(str(self.choice.value()))
        now = around.clock.now()
        today = self._found.today
        days = self.until.value()
        until = today + timedelta(days=days) if settled is Settled.KNOWN and isinstance(days, int) else None
        said = self.why.value() if settled is Settled.NOT_NEEDED else self.said.value()
        who = self.who.value() if settled is Settled.CALLED else ""
        closing = closing_of(self._card, settled, now, who=who.strip(), said=said.strip(), until=until)
        try:
            checked(closing, today, self._found.rules.known_most_days)
        except CaregiverError as error:
            self._tell(getattr(error, "field", ""))
            return
        self.put_away()
        self._saved(closing)

    def _tell(self, field: str) -> None:
        t = self._around.t
        self.who.show_mistake(t("Write who it was.") if field == "who" else "")
        self.why.show_mistake(t("Write a few words first.") if field == "said" else "")
        self.mistake.setText(t("Choose a day.") if field == "until" else "")
        self.mistake.setVisible(field == "until")
        if field in ("who", "said"):
            (self.who if field == "who" else self.why).edit.setFocus()
