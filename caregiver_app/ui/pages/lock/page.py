"""The lock screen: choose yourself, type the passphrase. Help is beside it, without unlocking."""

from __future__ import annotations

import time
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QTimer

from caregiver_app.domain.errors import CaregiverError, WrongPassphrase
from caregiver_app.domain.people import PersonOnDevice
from caregiver_app.services import opencard, vault
from caregiver_app.ui.front import Front
from caregiver_app.ui.sentences import sentence_for
from caregiver_app.ui.surroundings import Surroundings
from caregiver_app.ui.widgets.banner import Banner
from caregiver_app.ui.widgets.buttons import BigNumberButton, Button, CrisisButton
from caregiver_app.ui.widgets.fields import LineField, PassphraseField
from caregiver_app.ui.widgets.icons import Face
from caregiver_app.ui.widgets.layouts import FlowLayout, column, holder, row
from caregiver_app.ui.widgets.scroll import ScrollPage
from caregiver_app.ui.widgets.surfaces import Card
from caregiver_app.ui.widgets.text import body, heading, small, title


class LockPage(Front):
    """Who unlocks, and how; and the numbers that stay readable."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__(around)
        self._people = around.home.people()
        self._chosen: PersonOnDevice | None = self._people[0] if len(self._people) == 1 else None
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.timeout.connect(self._may_try)
        look = around.look
        cards = FlowLayout(look, self._unlock_card(), self._help_card(), gap=20, least=420)
        scroll = ScrollPage(look, None, holder(cards), self._foot(), None, gap=20, most=1080)
        self.outer.addWidget(scroll, 1)
        self._show_chosen()

    # ---- unlocking --------------------------------------------------------------------------------
    def _unlock_card(self) -> Card:
        look, t = self.around.look, self.around.t
        self._who = FlowLayout(look, gap=8)
        self._choices: dict[str, Button] = {}
        for number, person in enumerate(self._people):
            choice = Button(look, person.short_name or t("Someone without a name"), "line", "person")
            choice.clicked.connect(partial(self._choose, person))
            self._choices[person.person_id] = choice
            if len(self._people) > 1:
                self._who.addWidget(holder(row(look, Face(look, number + 1, 40), choice, gap=6)))
        self._greeting = heading(look, "")
        self.passphrase = PassphraseField(look, t("Your passphrase"), t("Show the passphrase"), t("Hide the passphrase"))
        self.passphrase.entered.connect(self.unlock)
        self.pin = LineField(look, t("Night PIN, six digits"), ltr=True)
        self.pin.edit.setEchoMode(self.pin.edit.EchoMode.Password)
        self.pin.edit.setMaxLength(6)
        self.pin.entered.connect(self._unlock_by_pin)
        self.button = Button(look, t("Unlock"), "primary", "lock")
        self.button.clicked.connect(self.unlock)
        self._forgotten = Button(look, t("I forgot my passphrase"), "text")
        self._forgotten.clicked.connect(partial(self.around.desk.front_wanted.emit, "forgotten"))
        who = holder(self._who)
        who.setVisible(len(self._people) > 1)
        return Card(look, self._greeting, who, self.pin, self.passphrase, self.button, self._forgotten, gap=14)

    def _choose(self, person: PersonOnDevice) -> None:
        self._chosen = person
        self._show_chosen()
        self.passphrase.setFocus()

    def _show_chosen(self) -> None:
        t = self.around.t
        name = self._chosen.short_name if self._chosen else ""
        self._greeting.setText(t("Hello, {name}", name=t.name(name)) if name else t("Who are you?"))
        for person_id, choice in self._choices.items():
            is_chosen = self._chosen is not None and person_id == self._chosen.person_id
            choice.setAccessibleDescription(t("Chosen") if is_chosen else "")
            choice.setEnabled(not is_chosen)
        pin = self.around.operations.night_pin
        self.pin.setVisible(pin is not None and pin.is_usable(time.monotonic()))
        for widget in (self.passphrase, self.button, self._forgotten):
            widget.setEnabled(self._chosen is not None)

    def unlock(self) -> None:
        """Try the passphrase on the vault thread."""
        if self._chosen is None or not self.button.isEnabled():
            return
        if self.pin.isVisible() and self.pin.value() and not self.passphrase.value():
            self._unlock_by_pin()
            return
        home, person_id, typed = self.around.home.path, self._chosen.person_id, self.passphrase.value()
        now = self.around.clock.now()
        self._busy(True)
        self.around.operations.unlock(
            lambda: vault.unlock(home, person_id, typed, now), lambda _vault: self._opened(), self._failed
        )

    def _unlock_by_pin(self) -> None:
        pin, typed = self.around.operations.night_pin, self.pin.value()
        if pin is None or self._chosen is None:
            return
        home, person_id = self.around.home.path, self._chosen.person_id
        self._busy(True)
        self.around.operations.unlock(
            lambda: vault.unlock_with_pin(home, person_id, pin, typed, time.monotonic()),
            lambda _vault: self._opened(),
            self._failed,
            is_full=False,
        )

    def _opened(self) -> None:
        self.passphrase.forget()
        self.pin.set_value("")
        self.around.desk.opened.emit()

    def _failed(self, error: CaregiverError) -> None:
        headline, words = sentence_for(self.around.t, error)
        self.pin.set_value("")
        self._busy(False)
        self._show_chosen()
        if isinstance(error, WrongPassphrase):
            self.passphrase.show_mistake(f"{headline} {words}")
            self.passphrase.edit.selectAll()
            if error.wait_s >= 1:
                self.button.setEnabled(False)
                self._wait.start(int(error.wait_s * 1000) + 50)
        else:
            self.show_trouble(headline, words)
        self.passphrase.setFocus()

    def _may_try(self) -> None:
        self.button.setEnabled(True)
        self.passphrase.show_mistake("")

    def _busy(self, is_busy: bool) -> None:
        t = self.around.t
        self.button.setEnabled(not is_busy)
        self.button.say(t("Unlocking. This takes a moment.") if is_busy else t("Unlock"))
        if is_busy:
            self.passphrase.show_mistake("")

    # ---- help ---------------------------------------------------------------------------------------
    def _help_card(self) -> Card:
        look, t, desk = self.around.look, self.around.t, self.around.desk
        card = opencard.open_card(self.around.home.path)
        crisis = CrisisButton(look, t("Crisis help"), sub=t("No passphrase needed. F1 opens it too."))
        crisis.clicked.connect(partial(desk.crisis_wanted.emit, ""))
        items = [title(look, t("Do you need help now?")), crisis]
        if card.team_phone:
            number = BigNumberButton(look, card.team_phone, card.team_name or t("The care team, day and night"), "crisis_line", "title")
            number.clicked.connect(partial(desk.crisis_wanted.emit, ""))
            items.append(number)
        else:
            items.append(Banner(look, "now", t("No number of your team is stored yet.")))
        items.append(small(look, t("Worry alone is a good reason to call.")))
        return Card(look, *items, gap=12)

    def _foot(self) -> Card:
        look, t, desk = self.around.look, self.around.t, self.around.desk
        buttons = []
        for words, sign, front in (
            (t("Restore a backup"), "usb", "restore"),
            (t("I am new here"), "plus", "first_run"),
        ):
            button = Button(look, words, "text", sign)
            button.clicked.connect(partial(desk.front_wanted.emit, front))
            buttons.append(button)
        for language in self.around.languages:
            if language.tag != self.around.preferences.language:
                button = Button(look, language.autonym, "text", "globe")
                button.clicked.connect(partial(self._speak, language.tag))
                buttons.append(button)
        return Card(look, body(look, t("Everything is kept locked on this computer.")), holder(FlowLayout(look, *buttons)), gap=4)

    def _speak(self, tag: str) -> None:
        old = self.around.preferences
        changed = replace(old, language=tag)
        self.around.desk.preferences_wanted.emit(changed)

    def arrive(self, argument: object = None) -> None:  # noqa: ARG002
        """Put the cursor where typing starts."""
        if self.pin.isVisible():
            self.pin.setFocus()
        elif self._chosen is not None:
            self.passphrase.setFocus()
        elif self._choices:
            next(iter(self._choices.values())).setFocus()
