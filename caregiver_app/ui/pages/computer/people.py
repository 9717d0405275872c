"""The card of people: who can unlock this computer, adding someone, and taking oneself off it."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from caregiver_app.domain.errors import CaregiverError, WrongPassphrase
from caregiver_app.domain.person import PersonOnDevice
from caregiver_app.ui.pages.computer.view_model import ComputerViewModel, State
from caregiver_app.ui.sentences import sentence_for
from caregiver_app.ui.surroundings import Surroundings
from caregiver_app.ui.vault_forms import NewPassphrase, SheetPanel
from caregiver_app.ui.widgets.boxes import Banner, Card, Flow, boxed, card_header, clear, column, row
from caregiver_app.ui.widgets.buttons import Button
from caregiver_app.ui.widgets.fields import LineField, PassphraseField
from caregiver_app.ui.widgets.overlay import Overlay
from caregiver_app.ui.widgets.words import Face, Words


class PeopleCard(Card):
    """Each person has a passphrase and keys of their own."""

    def __init__(self, around: Surroundings, model: ComputerViewModel, host: QWidget) -> None:
        look, t = around.look, around.t
        self._around, self._model, self._host = around, model, host
        self._overlay: Overlay | None = None
        self._list = column(look, gap=6)
        self.add = Button(look, "soft", t("Add a person"), "plus", self.show_add)
        self.leave = Button(look, "line", t("Take me off this computer"), "cross", self.show_leave)
        said = t("Each person has their own passphrase. Nobody can open what is another person's alone.")
        super().__init__(
            look,
            card_header(look, t("People on this computer"), icon_name="people"),
            boxed(self._list),
            Words(look, said, "body", "quiet"),
            boxed(Flow(look, 10, self.add, self.leave)),
        )

    def show_state(self, state: State) -> None:
        """List everyone who can unlock."""
        clear(self._list)
        for number, person in enumerate(state.people):
            self._list.addWidget(self._row_of(number, person, person.person_id == state.me.person_id))

    def _row_of(self, number: int, person: PersonOnDevice, is_me: bool) -> QWidget:
        look, t = self._around.look, self._around.t
        name = person.short_name or t("Someone without a name")
        words = t("{name} (you)", name=t.name(name)) if is_me else name
        return boxed(row(look, Face(look, number + 1, 40), (Words(look, words, "body_bold"), 1), gap=12))

    # ---- adding --------------------------------------------------------------------------------
    def _bring(self, title: str, *items: QWidget, first: QWidget) -> None:
        self.put_away()
        self._overlay = Overlay(self._around.look, self._around.t, self._host, title, *items, icon_name="people")
        self._overlay.bring(first)

    def put_away(self) -> None:
        """Close what lies over the page."""
        if self._overlay is not None:
            self._overlay.put_away()
            self._overlay.deleteLater()
            self._overlay = None

    def show_add(self) -> None:
        """Ask the second person for a name and a passphrase of their own."""
        look, t = self._around.look, self._around.t
        said = t("Let the other person type this. They can then unlock here and care for the same person.")
        hint = t("This short name stays readable on the lock screen, so that they can pick themselves.")
        self.name = LineField(look, t("Their first name"), hint=hint)
        self.new = NewPassphrase(self._around, lambda: [self.name.value()])
        self.new.entered.connect(self.add_person)
        self.go = Button(look, "primary", t("Add"), "check", self.add_person)
        items = (Words(look, said), self.name, self.new, boxed(Flow(look, 10, self.go)))
        self._bring(t("Add a person"), *items, first=self.name)

    def add_person(self) -> None:
        """Make their vault and let them into the circle."""
        t, name, typed = self._around.t, self.name.value(), self.new.checked()
        self.name.show_mistake("" if name else t("Write a name first."))
        if not name or typed is None or not self.go.isEnabled():
            return
        self.go.setEnabled(False)
        self.go.put_words(t("Making their keys. This takes a few seconds."))
        self._model.add_person(name, typed, partial(self._added, name), self._not_added)

    def _added(self, name: str, sheet: str) -> None:
        look, t = self._around.look, self._around.t
        said = t("{name} can unlock here now. This is their unlock sheet. Give it to them.", name=t.name(name))
        panel = SheetPanel(self._around, sheet, self._model.failed.emit)
        done = Button(look, "primary", t("They have it on paper"), "check", self.put_away)
        self._bring(t("Their unlock sheet"), Words(look, said), panel, boxed(Flow(look, 10, done)), first=done)

    def _not_added(self, error: CaregiverError) -> None:
        self.go.setEnabled(True)
        self.go.put_words(self._around.t("Add"))
        self.new.second.show_mistake(" ".join(sentence_for(self._around.t, error)))

    # ---- leaving -------------------------------------------------------------------------------
    def show_leave(self) -> None:
        """Say what goes and what stays, and ask for the passphrase."""
        look, t = self._around.look, self._around.t
        warned = Banner(
            look,
            "today",
            t("Your part of this program is deleted from this computer."),
            t(
                "Your keys, settings and unfinished forms go. What you share with others on this computer or in the "
                "care circle stays with them. Backups on other disks stay where they are. Make a backup first if you "
                "may come back."
            ),
            small=True,
        )
        show, hide = t("Show the passphrase"), t("Hide the passphrase")
        self.mine = PassphraseField(look, t("Your passphrase"), show, hide)
        self.mine.entered.connect(self.leave_computer)
        go = Button(look, "crisis_line", t("Take me off this computer"), "cross", self.leave_computer)
        no = Button(look, "line", t("Stay"), "back", self.put_away)
        self._bring(t("Take me off this computer"), warned, self.mine, boxed(Flow(look, 10, no, go)), first=no)

    def leave_computer(self) -> None:
        """Remove the person who is unlocked; the lock screen comes."""
        self.mine.show_mistake("")
        self._model.remove_me(self.mine.value(), self._left, self._not_left)

    def _left(self) -> None:
        self.put_away()
        self._around.desk.lock_wanted.emit()
        if not self._around.home.people():
            self._around.desk.front_wanted.emit("first_run")

    def _not_left(self, error: CaregiverError) -> None:
        if isinstance(error, WrongPassphrase):
            self.mine.show_mistake(" ".join(sentence_for(self._around.t, error)))
        else:
            self._model.failed.emit(error)
