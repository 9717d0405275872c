"""Parts of forms about keys that several pages use: a new passphrase, the unlock sheet, trying the sheet."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from caregiver_app.domain.errors import CaregiverError, MistypedCode
from caregiver_app.services import passphrase, vault
from caregiver_app.ui.pages.first_run.sheet import ask_where_to_save_sheet, print_sheet, sheet_card
from caregiver_app.ui.pages.first_run.words import strength_sentence
from caregiver_app.ui.sentences import sentence_for
from caregiver_app.ui.surroundings import Surroundings
from caregiver_app.ui.widgets.boxes import Flow, boxed, column
from caregiver_app.ui.widgets.buttons import Button
from caregiver_app.ui.widgets.fields import LineField, PassphraseField
from caregiver_app.ui.widgets.words import Words


class NewPassphrase(QWidget):
    """A new passphrase, twice, with an honest hint on its strength. `entered` is sent by Enter in the second field."""

    entered = Signal()

    def __init__(self, around: Surroundings, names: Callable[[], Sequence[str]]) -> None:
        """`names` gives the names that someone at the bedside would try first."""
        super().__init__()
        look, t = around.look, around.t
        self._t, self._names = t, names
        show, hide = t("Show the passphrase"), t("Hide the passphrase")
        self.first = PassphraseField(look, t("A new passphrase"), show, hide)
        self.second = PassphraseField(look, t("The same passphrase again"), show, hide)
        self.strength = Words(
            look, t("Four or five words that only you put together are strong and easy to type."), "small", "quiet"
        )
        self.setLayout(column(look, self.first, self.strength, self.second, gap=12))
        self.setFocusProxy(self.first)
        self.first.changed.connect(self._judge)
        self.second.entered.connect(self.entered)

    def _judge(self) -> None:
        found = passphrase.strength(self.first.value(), self._names())
        self.strength.setText(strength_sentence(self._t, found))

    def checked(self) -> str | None:
        """The passphrase, None (and said below the field) where the two are not the same."""
        typed = self.first.value()
        are_same = typed == self.second.value()
        self.second.show_mistake("" if are_same else self._t("The two passphrases are not the same."))
        return typed if are_same else None

    def forget(self) -> None:
        """Empty both fields."""
        self.first.forget()
        self.second.forget()


class SheetPanel(QWidget):
    """An unlock sheet, large, with ways to paper."""

    def __init__(self, around: Surroundings, sheet: str, failed: Callable[[CaregiverError], None]) -> None:
        super().__init__()
        look, t = around.look, around.t
        self._look, self._t, self.sheet, self._failed = look, t, sheet, failed
        why = t(
            "If you forget your passphrase, only this sheet opens the program. Nobody else can. Keep it where you keep "
            "important papers, away from this computer."
        )
        self.print = Button(look, "soft", t("Print"), "printer", lambda: print_sheet(self, look, t, sheet))
        self.save = Button(look, "soft", t("Save as PDF"), "save", self._save)
        ways = boxed(Flow(look, 10, self.print, self.save))
        self.setLayout(column(look, Words(look, why), sheet_card(look, t, sheet), ways, gap=12))
        self.setFocusProxy(self.print)

    def _save(self) -> None:
        ask_where_to_save_sheet(self, self._look, self._t, self.sheet, self._failed)


class SheetTry(QWidget):
    """Type the sheet as it was printed; `fitted` is sent once it opens the open vault."""

    fitted = Signal()

    def __init__(self, around: Surroundings, failed: Callable[[CaregiverError], None]) -> None:
        super().__init__()
        look, t = around.look, around.t
        self._around, self._failed = around, failed
        said = t("Type the letters from the paper, not from memory. Then you know that the paper is right.")
        self.typed = LineField(
            look, t("The letters on your sheet"), ltr=True, hint=t("Small letters and spaces do not matter.")
        )
        self.typed.entered.connect(self.try_it)
        self.button = Button(look, "primary", t("Try it"), "key", self.try_it)
        self.setLayout(column(look, Words(look, said), self.typed, boxed(Flow(look, 10, self.button)), gap=12))
        self.setFocusProxy(self.typed)

    def try_it(self) -> None:
        """Ask the vault whether the typed sheet opens it."""
        typed, now = self.typed.value(), self._around.clock.now()
        self.typed.show_mistake("")
        self._around.operations.read_vault(lambda v: vault.try_sheet(v, typed, now), self._told, self, self._not_tried)

    def _told(self, fits: bool) -> None:
        if fits:
            self.typed.set_value("")
            self.fitted.emit()
        else:
            self.typed.show_mistake(self._around.t("This is not the sheet of this vault."))

    def _not_tried(self, error: CaregiverError) -> None:
        if isinstance(error, MistypedCode):
            self.typed.show_mistake(" ".join(sentence_for(self._around.t, error)))
        else:
            self._failed(error)
