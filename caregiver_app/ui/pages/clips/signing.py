"""What a nurse says about a clip: please watch it, shown and done well, show again; always with who and when."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from caregiver_app.domain.clip_marks import ClipState, Mark
from caregiver_app.domain.time import Instant
from caregiver_app.text import Texts
from caregiver_app.ui.clip_words import said_words
from caregiver_app.ui.style.theme import Look
from caregiver_app.ui.widgets.boxes import Card, Flow, boxed, card_header, clear, column, row
from caregiver_app.ui.widgets.buttons import Button
from caregiver_app.ui.widgets.fields import LineField
from caregiver_app.ui.widgets.words import Picture, Words


class Signing(QWidget):
    """What was signed, and the form to sign. `signed` carries the Mark and the signer's name."""

    signed = Signal(object, str)

    def __init__(self, look: Look, t: Texts) -> None:
        super().__init__()
        self._look, self._t = look, t
        self._said = column(look, gap=6)
        self.open = Button(
            look, "text", t("For your nurse: sign or give to watch"), "pencil", self._turn, centred=False
        )
        self.name = LineField(look, t("Name and work of who signs"), example=t("Amina, nurse"))
        self.well = Button(look, "soft", t("Shown and done well"), "done", partial(self._sign, Mark.DONE_WELL))
        self.again = Button(look, "line", t("Show again"), "repeat", partial(self._sign, Mark.SHOW_AGAIN))
        self.give = Button(look, "line", t("Ask them to watch it"), "bell", self._give)
        self._is_given = False
        hint = t("“Shown and done well” means: you saw them do it with their own hands. Watching is not enough.")
        acts = boxed(Flow(look, 8, self.well, self.again, self.give))
        self.form = boxed(column(look, self.name, Words(look, hint, "small", "quiet"), acts, gap=8))
        self.form.hide()
        header = card_header(look, t("Your nurse"), icon_name="stethoscope")
        self.setLayout(column(look, Card(look, header, boxed(self._said), self.open, self.form, gap=8)))

    def show_state(self, state: ClipState, now: Instant, my_name: str = "") -> None:
        """Show what was given and signed; `my_name` is put into the form of somebody who is staff."""
        look, t = self._look, self._t
        clear(self._said)
        notes = [*([state.given] if state.given is not None else []), *state.signatures]
        for note in notes:
            icon = {Mark.GIVEN: "bell", Mark.DONE_WELL: "done", Mark.SHOW_AGAIN: "repeat"}[note.mark]
            words = Words(look, said_words(t, note, now), "small_bold" if note is notes[0] else "small")
            self._said.addWidget(boxed(row(look, Picture(look, icon, 20, "quiet"), (words, 1), gap=8)))
        if not state.signatures:
            none = t("Nobody has signed this clip yet. Watching is a start: your nurse checks it with you.")
            self._said.addWidget(Words(look, none, "small", "quiet"))
        self._is_given = state.given is not None
        self.give.put_words(t("No longer ask them to watch it") if self._is_given else t("Ask them to watch it"))
        if my_name and not self.name.value():
            self.name.set_value(my_name)

    def close_form(self) -> None:
        """Put the form away, once what it said is kept."""
        self.form.hide()
        self.open.setFocus()

    def _turn(self) -> None:
        self.form.setVisible(not self.form.isVisible())
        if self.form.isVisible():
            self.name.setFocus()

    def _give(self) -> None:
        self._sign(Mark.NOT_GIVEN if self._is_given else Mark.GIVEN)

    def _sign(self, mark: Mark) -> None:
        self.name.show_mistake("" if self.name.value() else self._t("Write who signs: a name, and what they do."))
        if self.name.value():
            self.signed.emit(mark, self.name.value())
        else:
            self.name.setFocus()
