"""This computer: how the program looks, what opens it, who can unlock it, and its backups."""

from __future__ import annotations

from caregiver_app.domain.errors import CaregiverError
from caregiver_app.ui.pages.computer.about import AboutCard, LookCard, ShortcutsCard
from caregiver_app.ui.pages.computer.backups import BackupsCard
from caregiver_app.ui.pages.computer.keys import KeysCard
from caregiver_app.ui.pages.computer.people import PeopleCard
from caregiver_app.ui.pages.computer.view_model import ComputerViewModel, State
from caregiver_app.ui.surroundings import Page, Surroundings
from caregiver_app.ui.widgets.boxes import Flow, ScrollPage, boxed, column, row
from caregiver_app.ui.widgets.buttons import Button
from caregiver_app.ui.widgets.words import Words


class ComputerPage(Page):
    """Cards beside each other where there is room. `arrive("sheet")` or `arrive("backup")` goes straight there."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        self.around = around
        look, t = around.look, around.t
        self.model = ComputerViewModel(around.operations, around.clock, around.home, self)
        self.looks = LookCard(around)
        self.keys = KeysCard(around, self.model, self)
        self.backups = BackupsCard(around, self.model)
        self.people = PeopleCard(around, self.model, self)
        self.lock = Button(look, "line", t("Lock now"), "lock", around.desk.lock_wanted.emit)
        left = boxed(column(look, self.looks, self.keys, ShortcutsCard(around), None, gap=16))
        right = boxed(column(look, self.backups, self.people, AboutCard(around), None, gap=16))
        self._page = ScrollPage(
            look,
            row(look, (Words(look, t("This computer"), "h1"), 1), self.lock, gap=16),
            boxed(Flow(look, 16, left, right, least=400)),
            None,
        )
        self.setLayout(column(look, self._page))
        self.model.state_changed.connect(self.show_state)
        self.model.failed.connect(self._tell)

    def arrive(self, argument: object = None) -> None:
        """Load again and go where was asked."""
        self.model.load()
        if argument == "sheet":
            self.keys.show_try()
        elif argument == "backup":
            self._page.reveal(self.backups)
            self.backups.now.setFocus()
        else:
            self.lock.setFocus()

    def leave(self) -> None:
        """What was typed about keys is not kept: it is no form to go on with."""
        self.keys.put_away()
        self.people.put_away()

    def show_state(self, state: State) -> None:
        """Show what was read."""
        for card in (self.keys, self.backups, self.people):
            card.show_state(state)

    def _tell(self, error: CaregiverError) -> None:
        self.around.desk.trouble.emit(error)
