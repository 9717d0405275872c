"""The running timer of a crisis card: figures, since when, and a field for what happens."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from caregiver_app.domain.plan import CrisisEntry
from caregiver_app.ui.passing import passed_figures, passed_words
from caregiver_app.ui.surroundings import Surroundings
from caregiver_app.ui.widgets.boxes import Card, Flow, boxed
from caregiver_app.ui.widgets.buttons import Button
from caregiver_app.ui.widgets.fields import TextField
from caregiver_app.ui.widgets.words import Words

Finish = Callable[[CrisisEntry, str, bool], object]  # the entry, the words, and whether it is finished


class TimerCard(Card):
    """It outlives a page that is built anew, so that what is being typed stays; `kept` was typed before a lock."""

    def __init__(self, around: Surroundings, entry: CrisisEntry, kept: str, finish: Finish) -> None:
        look, t = around.look, around.t
        self._around, self.entry, self._finish = around, entry, finish
        self._figures = Words(look, "", "h1", wrap=False)
        self._since = Words(look, "", "body_bold")
        self.words = TextField(look, t("What happened? You can finish this later."), kept or entry.event.words, rows=2)
        if kept:
            self.words.show_hint(t("You had begun to write this. It is not in the diary yet."))
        buttons = Flow(
            look,
            10,
            Button(look, "primary", t("It is over. Keep this"), "check", partial(self._end, True)),
            Button(look, "line", t("Stop the timer, write later"), "clock", partial(self._end, False)),
        )
        super().__init__(look, self._figures, self._since, self.words, boxed(buttons), gap=8)
        self.tell_time()

    @property
    def is_touched(self) -> bool:
        """True where something stands in the field that is not in the diary."""
        return self.words.value() != self.entry.event.words.strip()

    def _end(self, is_finished: bool) -> None:
        self._finish(self.entry, self.words.value(), is_finished)

    def tell_time(self) -> None:
        """Say how long it has run by now."""
        t, started, now = self._around.t, self.entry.event.started, self._around.clock.now()
        figures = passed_figures(t, started, now)
        self._figures.setText(figures)
        self._figures.setVisible(bool(figures))
        self._since.setText(passed_words(t, started, now))
