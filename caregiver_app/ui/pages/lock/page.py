"""The lock screen: choose yourself, type the passphrase. Help is beside it, without unlocking."""

from __future__ import annotations

import time
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from caregiver_app.domain.errors import CaregiverError, WrongPassphrase
from caregiver_app.domain.person import PersonOnDevice
from caregiver_app.ui.front import Front
from caregiver_app.ui.sentences import sentence_for
from caregiver_app.ui.surroundings import Surroundings
from caregiver_app.ui.widgets.boxes import Banner, Card, Flow, ScrollPage, boxed, column, row
from caregiver_app.ui.widgets.buttons import BigButton, Button, number_button
from caregiver_app.ui.widgets.fields import LineField, PassphraseField
from caregiver_app.ui.widgets.words import Face, Words

if TYPE_CHECKING:  # loaded after this page is painted
    from caregiver_app.storage.vault import Vault

_CARDS_STACK = 150  # from this size of the words on, in per cent, the cards stand under each other


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
        self._is_large = around.preferences.text_size >= _CARDS_STACK
        cards = Flow(look, 20, self._unlock_card(), self._help_card(), least=420)
        scroll = ScrollPage(look, None, boxed(cards), self._foot(), None, gap=20, most=1080)
        self.outer.addWidget(scroll, 1)
        if self._is_large:
            help_now = Button(look, "crisis", around.t("Crisis help"), "phone", self._ask_for_help)
            help_now.setAccessibleDescription(around.t("No passphrase needed. F1 opens it too."))
            self.outer.addWidget(boxed(row(look, None, help_now, margins=(20, 8, 20, 12))))
        self._show_chosen()

    # ---- unlocking --------------------------------------------------------------------------------
    def _unlock_card(self) -> Card:
        look, t = self.around.look, self.around.t
        self._who = Flow(look, 8)
        self._choices: dict[str, Button] = {}
        for number, person in enumerate(self._people if len(self._people) > 1 else ()):
            name = person.short_name or t("Someone without a name")
            choice = Button(look, "line", name, None, partial(self._choose, person))
            self._choices[person.person_id] = choice
            self._who.addWidget(boxed(row(look, Face(look, number + 1, 40), choice, gap=6)))
        self._greeting = Words(look, "", "h1")
        self.passphrase = PassphraseField(
            look, t("Your passphrase"), t("Show the passphrase"), t("Hide the passphrase")
        )
        self.passphrase.entered.connect(self.unlock)
        self.pin = LineField(look, t("Night PIN, six digits"), ltr=True)
        self.pin.edit.setEchoMode(self.pin.edit.EchoMode.Password)
        self.pin.edit.setMaxLength(6)
        self.pin.entered.connect(self._unlock_by_pin)
        self.button = Button(look, "primary", t("Unlock"), "lock", self.unlock)
        forgotten = partial(self.around.desk.front_wanted.emit, "forgotten")
        self._forgotten = Button(look, "text", t("I forgot my passphrase"), None, forgotten)
        who = boxed(self._who)
        if len(self._people) < 2:
            who.hide()
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
        is_mine = pin is not None and self._chosen is not None and pin.person_id == self._chosen.person_id
        self.pin.setVisible(pin is not None and is_mine and pin.is_usable(time.monotonic()))
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

        def opener() -> Vault:
            from caregiver_app.services import vault

            return vault.unlock(home, person_id, typed, now)

        self.around.operations.unlock(opener, lambda _vault: self._opened(), self._failed)

    def _unlock_by_pin(self) -> None:
        pin, typed = self.around.operations.night_pin, self.pin.value()
        if pin is None or self._chosen is None:
            return
        home, person_id = self.around.home.path, self._chosen.person_id
        self._busy(True)

        def opener() -> Vault:
            from caregiver_app.services import vault

            return vault.unlock_with_pin(home, person_id, pin, typed, time.monotonic())

        self.around.operations.unlock(opener, lambda _vault: self._opened(), self._failed, is_full=False)

    def _opened(self) -> None:
        if isValid(self):  # the open card or another language may have come meanwhile; the vault is open all the same
            self.passphrase.forget()
            self.pin.set_value("")
        self.around.desk.opened.emit()

    def _failed(self, error: CaregiverError) -> None:
        if not isValid(self):
            return
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
        self.button.put_words(t("Unlocking. This takes a moment.") if is_busy else t("Unlock"))
        if is_busy:
            self.passphrase.show_mistake("")

    def vault_closed(self) -> None:
        """A night PIN can be typed from now on."""
        self._show_chosen()
        self.arrive()

    # ---- help ---------------------------------------------------------------------------------------
    def _help_card(self) -> Card:
        look, t = self.around.look, self.around.t
        team, number = self.around.home.first_number()
        ask = self._ask_for_help
        items: list[QWidget] = [Words(look, t("Do you need help now?"), "title")]
        if not self._is_large:  # else it stands below, where nobody has to scroll for it
            words = t("No passphrase needed. F1 opens it too.")
            items.append(BigButton(look, "crisis", "phone", t("Crisis help"), words, ask))
        if number:
            who = team or t("The care team, day and night")
            items.append(number_button(look, "crisis_line", number, who, ask))
        else:
            items.append(Banner(look, "now", t("No number of your team is stored yet."), small=True))
        items.append(Words(look, t("Worry alone is a good reason to call."), "small", "quiet"))
        return Card(look, *items, gap=12)

    def _ask_for_help(self) -> None:
        self.around.desk.crisis_wanted.emit("")

    def _foot(self) -> QWidget:
        look, t, desk = self.around.look, self.around.t, self.around.desk
        buttons = [
            Button(look, "text", words, sign, partial(desk.front_wanted.emit, front))
            for words, sign, front in (
                (t("Restore a backup"), "usb", "restore"),
                (t("Someone new"), "plus", "first_run"),
            )
        ]
        buttons += [
            Button(look, "text", language.autonym, "globe", partial(self._speak, language.tag))
            for language in self.around.languages
            if language.tag != self.around.t.language
        ]
        kept = Words(look, t("Everything is kept locked on this computer."), "small", "quiet")
        return boxed(column(look, kept, boxed(Flow(look, 4, *buttons)), gap=4, margins=(8, 0, 8, 0)))

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
