"""The card of keys: passphrase, unlock sheet, night PIN, and when the program locks itself."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QLineEdit, QWidget

from caregiver_app.domain.errors import CaregiverError, WrongPassphrase
from caregiver_app.domain.preferences import IDLE_MINUTES
from caregiver_app.services.vault import fits_as_pin
from caregiver_app.text import Texts
from caregiver_app.ui.pages.computer.view_model import ComputerViewModel, State
from caregiver_app.ui.sentences import sentence_for
from caregiver_app.ui.surroundings import Surroundings
from caregiver_app.ui.vault_forms import NewPassphrase, SheetPanel, SheetTry
from caregiver_app.ui.widgets.boxes import Banner, Card, Flow, boxed, card_header
from caregiver_app.ui.widgets.buttons import Button
from caregiver_app.ui.widgets.choices import Chooser, Option
from caregiver_app.ui.widgets.fields import LineField, PassphraseField
from caregiver_app.ui.widgets.overlay import Overlay
from caregiver_app.ui.widgets.words import Words


def idle_words(t: Texts, minutes: int) -> str:
    """How long until the program locks itself."""
    if minutes < 60:
        return t.plural("{n} minute", "{n} minutes", minutes)
    return t.plural("{n} hour", "{n} hours", minutes // 60)


class KeysCard(Card):
    """What opens the program, and how to change it; each change in a panel over the page."""

    def __init__(self, around: Surroundings, model: ComputerViewModel, host: QWidget) -> None:
        look, t = around.look, around.t
        self._around, self._model, self._host = around, model, host
        self._overlay: Overlay | None = None
        options = [Option(n, idle_words(t, n)) for n in IDLE_MINUTES]
        self.idle = Chooser(look, t("Lock by itself after"), options, around.preferences.idle_minutes)
        self.passphrase = Button(look, "line", t("Change the passphrase"), "key", self.show_passphrase)
        self.sheet_said = Words(look, "", "body", "quiet")
        self.sheet_try = Button(look, "line", t("Try your sheet once"), "check", self.show_try)
        self.sheet_new = Button(look, "line", t("Make a new sheet"), "sheet", self.show_new_sheet)
        self.pin_said = Words(look, "", "body", "quiet")
        self.pin = Button(look, "line", t("Set a night PIN"), "lock", self.show_pin)
        self.pin_off = Button(look, "line", t("Take the PIN away"), "cross", self._pin_off)
        super().__init__(
            look,
            card_header(look, t("Lock and keys"), icon_name="lock"),
            Words(look, t("Lock by itself after"), "body_bold"),
            self.idle,
            Words(look, t("Your passphrase"), "body_bold"),
            boxed(Flow(look, 10, self.passphrase)),
            Words(look, t("Your unlock sheet"), "body_bold"),
            self.sheet_said,
            boxed(Flow(look, 10, self.sheet_try, self.sheet_new)),
            Words(look, t("Night PIN"), "body_bold"),
            self.pin_said,
            boxed(Flow(look, 10, self.pin, self.pin_off)),
        )
        self.idle.chosen.connect(self._set_idle)

    def show_state(self, state: State) -> None:
        """Say how sheet and PIN stand."""
        t = self._around.t
        self.sheet_said.setText(
            t("It was tried once, and it fits.")
            if state.is_sheet_tried
            else t("It was not tried yet. Try it, so that you know the paper is right.")
        )
        self.pin_said.setText(
            t("A PIN of six digits opens this program again for 12 hours after your passphrase.")
            if state.has_pin
            else t("None is set. Only the passphrase opens the program.")
        )
        self.pin_off.setVisible(state.has_pin)
        self.pin.put_words(t("Change the PIN") if state.has_pin else t("Set a night PIN"))

    def _set_idle(self, minutes: object) -> None:
        changed = replace(self._around.preferences, idle_minutes=int(str(minutes)))
        self._around.desk.preferences_wanted.emit(changed)

    # ---- panels over the page ------------------------------------------------------------------
    def _bring(self, title: str, icon_name: str, *items: QWidget, first: QWidget) -> None:
        self.put_away()
        self._overlay = Overlay(self._around.look, self._around.t, self._host, title, *items, icon_name=icon_name)
        self._overlay.bring(first)

    def put_away(self) -> None:
        """Close what lies over the page and forget what was typed in it."""
        if self._overlay is not None:
            self._overlay.put_away()
            self._overlay.deleteLater()
            self._overlay = None

    def _done(self, words: str) -> None:
        self.put_away()
        self._around.desk.said.emit(words)

    def show_passphrase(self) -> None:
        """Change the passphrase: the old one, and a new one twice."""
        look, t = self._around.look, self._around.t
        show, hide = t("Show the passphrase"), t("Hide the passphrase")
        self.old = PassphraseField(look, t("Your passphrase as it is now"), show, hide)
        person = self._around.person
        self.new = NewPassphrase(self._around, lambda: [person.short_name if person else ""])
        self.new.entered.connect(self.change_passphrase)
        self.change = Button(look, "primary", t("Change it"), "check", self.change_passphrase)
        note = t("Older backups still open with the old passphrase only.")
        items = (self.old, self.new, Words(look, note, "small", "quiet"), boxed(Flow(look, 10, self.change)))
        self._bring(t("Change the passphrase"), "key", *items, first=self.old)

    def change_passphrase(self) -> None:
        """Try to change it."""
        new = self.new.checked()
        self.old.show_mistake("")
        if new is None or not self.change.isEnabled():
            return
        self.change.setEnabled(False)
        said = self._around.t("Your passphrase is changed. The old one opens nothing here any more.")
        self._model.change_passphrase(self.old.value(), new, partial(self._done, said), self._not_changed)

    def _not_changed(self, error: CaregiverError) -> None:
        self.change.setEnabled(True)
        words = " ".join(sentence_for(self._around.t, error))
        if isinstance(error, WrongPassphrase):
            self.old.show_mistake(words)
        else:
            self.new.second.show_mistake(words)

    def show_try(self) -> None:
        """Try the sheet as it is printed."""
        t = self._around.t
        trying = SheetTry(self._around, self._model.failed.emit)
        trying.fitted.connect(lambda: self._done(t("The sheet fits. Keep it away from this computer.")))
        trying.fitted.connect(self._model.load)
        self._bring(t("Try your sheet once"), "key", trying, first=trying)

    def show_new_sheet(self) -> None:
        """Ask first: the old sheet stops working."""
        look, t = self._around.look, self._around.t
        said = t("The sheet you have now will stop working. Older backups still open with it.")
        make = partial(self._model.new_sheet, self._show_sheet)
        self.make = Button(look, "primary", t("Make a new sheet"), "check", make)
        no = Button(look, "line", t("Keep the old sheet"), "back", self.put_away)
        self._bring(t("Make a new sheet"), "key", Words(look, said), boxed(Flow(look, 10, self.make, no)), first=no)

    def _show_sheet(self, sheet: str) -> None:
        look, t = self._around.look, self._around.t
        panel = SheetPanel(self._around, sheet, self._model.failed.emit)
        go_on = Button(look, "primary", t("I have it on paper"), "forward", self.show_try)
        self._bring(t("Your new unlock sheet"), "key", panel, boxed(Flow(look, 10, go_on)), first=go_on)
        self._model.load()

    def show_pin(self) -> None:
        """Set six digits, and say plainly what they are worth."""
        look, t = self._around.look, self._around.t
        weaker = Banner(
            look,
            "info",
            t("A PIN is weaker than your passphrase."),
            t(
                "It keeps out a visitor at the keyboard. It does not keep out someone who takes this computer while "
                "the program runs. It works for 12 hours after your passphrase. After five wrong tries, after sleep, and "
                "after closing the program, only the passphrase works."
            ),
            small=True,
        )
        self.digits, self.again = (self._digits(t("Six digits")), self._digits(t("The same six digits again")))
        self.again.entered.connect(self.set_pin)
        go_on = Button(look, "primary", t("Set the PIN"), "check", self.set_pin)
        items = (weaker, self.digits, self.again, boxed(Flow(look, 10, go_on)))
        self._bring(t("Night PIN"), "lock", *items, first=self.digits)

    def _digits(self, label: str) -> LineField:
        field = LineField(self._around.look, label, ltr=True)
        field.edit.setEchoMode(QLineEdit.EchoMode.Password)
        field.edit.setMaxLength(6)
        return field

    def set_pin(self) -> None:
        """Keep the PIN if it is six digits, typed twice alike."""
        t, pin = self._around.t, self.digits.value()
        self.digits.show_mistake("" if fits_as_pin(pin) else t("Type six digits, 0 to 9."))
        self.again.show_mistake("" if pin == self.again.value() else t("The two are not the same."))
        if fits_as_pin(pin) and pin == self.again.value():
            self._model.set_pin(pin, partial(self._done, t("The night PIN is set.")))

    def _pin_off(self) -> None:
        self._model.set_pin(None, partial(self._done, self._around.t("The night PIN is taken away.")))
