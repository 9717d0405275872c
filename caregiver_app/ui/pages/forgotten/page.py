"""The passphrase is forgotten: the unlock sheet opens, and a new passphrase is chosen."""

from __future__ import annotations

from caregiver_app.domain.errors import CaregiverError, MistypedCode, WrongPassphrase
from caregiver_app.domain.person import PersonOnDevice
from caregiver_app.services import vault
from caregiver_app.storage.vault import Vault
from caregiver_app.ui.front_steps import StepFront
from caregiver_app.ui.sentences import sentence_for
from caregiver_app.ui.surroundings import Surroundings
from caregiver_app.ui.vault_forms import NewPassphrase, SheetPanel, SheetTry
from caregiver_app.ui.widgets.boxes import Banner
from caregiver_app.ui.widgets.buttons import Button
from caregiver_app.ui.widgets.choices import Chooser, Option
from caregiver_app.ui.widgets.fields import LineField
from caregiver_app.ui.widgets.words import Words


class ForgottenPage(StepFront):
    """Sheet, new passphrase, perhaps a new sheet."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__(around)
        self._people = around.home.people()
        self._person: PersonOnDevice | None = self._people[0] if len(self._people) == 1 else None
        self.show_typing()

    # ---- the sheet ------------------------------------------------------------------------------
    def show_typing(self) -> None:
        """Ask for the letters of the sheet, and for the name where there are several people."""
        look, t = self.around.look, self.around.t
        said = t("Take the unlock sheet that you printed on the first day. Type its letters. Nothing is deleted.")
        self.typed = LineField(
            look, t("The letters on your sheet"), ltr=True, hint=t("Small letters and spaces do not matter.")
        )
        self.typed.entered.connect(self.unlock)
        options = [Option(p, p.short_name or t("Someone without a name")) for p in self._people]
        self.who = Chooser(look, t("Who are you?"), options, self._person) if len(options) > 1 else None
        if self.who is not None:
            self.who.chosen.connect(self._choose)
        self.open = Button(look, "primary", t("Open with the sheet"), "key", self.unlock)
        back = Button(look, "line", t("Back to the lock screen"), "back", self.leave_for_lock)
        no_sheet = Banner(
            look,
            "info",
            t("You have no sheet?"),
            t(
                "Then nobody can open your part of this program here, and neither can we. Someone else on this "
                "computer can still unlock with their own passphrase. Other devices in the care circle still have "
                "what was shared."
            ),
            small=True,
        )
        who = [] if self.who is None else [Words(look, t("Who are you?"), "body_bold"), self.who]
        first = self.typed if self._person or self.who is None else self.who
        items = (Words(look, said), *who, self.typed, self.ways(self.open, back), no_sheet)
        self.show_step("typing", t("I forgot my passphrase"), *items, first=first)

    def _choose(self, person: object) -> None:
        self._person = person if isinstance(person, PersonOnDevice) else None
        self.typed.setFocus()

    def unlock(self) -> None:
        """Try the sheet on the vault thread."""
        t = self.around.t
        if self._person is None:
            self.typed.show_mistake(t("Choose your name first."))
            return
        if not self.open.isEnabled():
            return
        home, person_id = self.around.home.path, self._person.person_id
        typed, now = self.typed.value(), self.around.clock.now()
        self.typed.show_mistake("")
        self.open.setEnabled(False)
        self.around.operations.unlock(
            lambda: vault.unlock_with_sheet(home, person_id, typed, now), self._opened, self._not_opened
        )

    def _opened(self, _vault: Vault) -> None:
        self.typed.set_value("")
        self.show_passphrase()

    def _not_opened(self, error: CaregiverError) -> None:
        self.open.setEnabled(True)
        if isinstance(error, MistypedCode | WrongPassphrase):
            self.typed.show_mistake(" ".join(sentence_for(self.around.t, error)))
            self.typed.setFocus()
        else:
            self.tell(error)

    # ---- the new passphrase -----------------------------------------------------------------------
    def show_passphrase(self) -> None:
        """Choose a new passphrase, twice."""
        look, t = self.around.look, self.around.t
        name = self._person.short_name if self._person else ""
        self.new = NewPassphrase(self.around, lambda: [name])
        self.new.entered.connect(self.keep)
        self.keeping = Button(look, "primary", t("Use this passphrase"), "check", self.keep)
        back = Button(look, "line", t("Back to the lock screen"), "back", self.leave_for_lock)
        said = Words(look, t("The sheet fits. Now choose a new passphrase. The old one stops working."))
        ways = self.ways(self.keeping, back)
        self.show_step("passphrase", t("A new passphrase"), said, self.new, ways, first=self.new)

    def keep(self) -> None:
        """Store the new passphrase; both copies are on the disk before the next step shows."""
        typed = self.new.checked()
        if typed is None or not self.keeping.isEnabled():
            return
        self.keeping.setEnabled(False)
        self.around.operations.write_vault(
            lambda v: vault.set_passphrase(v, typed), lambda _changes: self._kept(), self, self._not_kept
        )

    def _kept(self) -> None:
        self.new.forget()
        self.show_sheet_choice()

    def _not_kept(self, error: CaregiverError) -> None:
        self.keeping.setEnabled(True)
        self.tell(error)

    # ---- the sheet that is good from now on ---------------------------------------------------------
    def show_sheet_choice(self) -> None:
        """Keep the old sheet, or make a new one where somebody may have seen it."""
        look, t = self.around.look, self.around.t
        said = Words(
            look,
            t(
                "Your new passphrase works. The old unlock sheet still opens the program too. Put it back where it "
                "was, or make a new one if somebody may have copied it."
            ),
        )
        go_on = Button(look, "primary", t("Keep the old sheet and open"), "check", self.around.desk.opened.emit)
        fresh = Button(look, "line", t("Make a new sheet"), "key", self._make_sheet)
        self.show_step("sheet", t("Your unlock sheet"), said, self.ways(go_on, fresh), first=go_on)

    def _make_sheet(self) -> None:
        self.around.operations.read_vault(vault.new_sheet, self._show_new_sheet, self, self.tell)

    def _show_new_sheet(self, sheet: str) -> None:
        look, t = self.around.look, self.around.t
        panel = SheetPanel(self.around, sheet, self.tell)
        go_on = Button(look, "primary", t("I have it on paper"), "forward", self._show_try)
        self.show_step("new_sheet", t("Your new unlock sheet"), panel, self.ways(go_on), first=go_on)

    def _show_try(self) -> None:
        look, t = self.around.look, self.around.t
        trying = SheetTry(self.around, self.tell)
        trying.fitted.connect(self.around.desk.opened)
        later = Button(look, "text", t("Later"), None, self.around.desk.opened.emit)
        self.show_step("try", t("Try your sheet once"), trying, self.ways(later), first=trying)
