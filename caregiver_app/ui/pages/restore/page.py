"""Bring a backup back: choose it, open it with the passphrase or the unlock sheet of its day."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from caregiver_app.domain.errors import CaregiverError, MistypedCode, WrongPassphrase
from caregiver_app.services import backup, vault
from caregiver_app.storage.vault import Vault
from caregiver_app.ui.asking import ask_for_file, documents
from caregiver_app.ui.front_steps import StepFront
from caregiver_app.ui.sentences import sentence_for
from caregiver_app.ui.surroundings import Surroundings
from caregiver_app.ui.vault_forms import NewPassphrase
from caregiver_app.ui.widgets.boxes import Banner
from caregiver_app.ui.widgets.buttons import BigButton, Button
from caregiver_app.ui.widgets.fields import LineField, PassphraseField
from caregiver_app.ui.widgets.words import Words

_MOST_LISTED = 8


class RestorePage(StepFront):
    """Choose a backup, open it, and say what came back."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__(around)
        self._source = Path()
        self._by_sheet = False
        self._needs_invitation = False
        self.show_choice()

    # ---- which backup -----------------------------------------------------------------------------
    def show_choice(self) -> None:
        """The backups of the known folder, newest first, and a way to any other file."""
        look, t, now = self.around.look, self.around.t, self.around.clock.now()
        folder = self.around.preferences.backup_folder
        found = backup.backups_in(Path(folder))[:_MOST_LISTED] if folder else ()
        self.listed = [
            BigButton(look, "line", "usb", t.when(b.made_at, now), b.path.name, partial(self.choose, b.path))
            for b in found
        ]
        self.other = BigButton(
            look,
            "line" if found else "primary",
            "folder",
            t("Choose a file"),
            t("On a USB stick or disk."),
            self._browse,
        )
        said = t("A backup brings back what was written until that day. What is on this computer is not deleted.")
        back = Button(look, "line", t("Back"), "back", self.leave_for_lock)
        first = self.listed[0] if self.listed else self.other
        items = (Words(look, said), *self.listed, self.other, self.ways(back))
        self.show_step("choice", t("Bring back a backup"), *items, first=first)

    def _browse(self) -> None:
        look, t, folder = self.around.look, self.around.t, self.around.preferences.backup_folder
        ask_for_file(look, t, self.other, t("Choose a backup"), Path(folder or documents()), backup.SUFFIX, self.choose)

    def choose(self, source: Path) -> None:
        """Go on with this file, if it is a backup at all."""
        try:
            backup.check(source)
        except CaregiverError as error:
            self.tell(error)
            return
        self._source = source
        self.show_opening()

    # ---- opening it -----------------------------------------------------------------------------------
    def show_opening(self) -> None:
        """The passphrase of that day, or the sheet."""
        look, t = self.around.look, self.around.t
        self.passphrase = PassphraseField(
            look, t("Your passphrase"), t("Show the passphrase"), t("Hide the passphrase"),
            hint=t("The one you had on the day of the backup."),
        )  # fmt: skip
        self.typed = LineField(
            look, t("The letters on your sheet"), ltr=True, hint=t("Small letters and spaces do not matter.")
        )
        self.passphrase.entered.connect(self.bring_back)
        self.typed.entered.connect(self.bring_back)
        self.passphrase.setVisible(not self._by_sheet)
        self.typed.setVisible(self._by_sheet)
        self.go = Button(look, "primary", t("Bring it back"), "usb", self.bring_back)
        other_way = t("Use my passphrase instead") if self._by_sheet else t("Use the unlock sheet instead")
        switch = Button(look, "text", other_way, None, self._switch)
        back = Button(look, "line", t("Back"), "back", self.show_choice)
        first = self.typed if self._by_sheet else self.passphrase
        ways = self.ways(self.go, switch, back)
        self.show_step("opening", t("Open the backup"), self.passphrase, self.typed, ways, first=first)

    def _switch(self) -> None:
        self._by_sheet = not self._by_sheet
        self.show_opening()

    def bring_back(self) -> None:
        """Restore on the vault thread; this computer keeps what it had until all of the backup is there."""
        if not self.go.isEnabled():
            return
        t, home, source = self.around.t, self.around.home.path, self._source
        secret = self.typed.value() if self._by_sheet else self.passphrase.value()
        restore = backup.restore_with_sheet if self._by_sheet else backup.restore
        self.go.setEnabled(False)
        self.go.put_words(t("Bringing it back. This can take a minute."))
        self.around.operations.unlock(lambda: restore(home, source, secret), self._restored, self._not_restored)

    def _restored(self, opened: Vault) -> None:
        self._needs_invitation = opened.needs_new_device
        self.passphrase.forget()
        self.typed.set_value("")
        if self._by_sheet:
            self.show_passphrase()
        else:
            self.show_done()

    def _not_restored(self, error: CaregiverError) -> None:
        t = self.around.t
        self.go.setEnabled(True)
        self.go.put_words(t("Bring it back"))
        if isinstance(error, MistypedCode | WrongPassphrase):
            field = self.typed if self._by_sheet else self.passphrase
            field.show_mistake(" ".join(sentence_for(t, error)))
            field.setFocus()
        else:
            self.tell(error)

    # ---- after it -----------------------------------------------------------------------------------------
    def show_passphrase(self) -> None:
        """After the sheet: choose a new passphrase."""
        look, t = self.around.look, self.around.t
        self.new = NewPassphrase(self.around, lambda: [p.short_name for p in self.around.home.people()])
        self.new.entered.connect(self.keep)
        self.keeping = Button(look, "primary", t("Use this passphrase"), "check", self.keep)
        said = Words(look, t("The backup is back. Now choose a new passphrase."))
        self.show_step("passphrase", t("A new passphrase"), said, self.new, self.ways(self.keeping), first=self.new)

    def keep(self) -> None:
        """Store the new passphrase."""
        typed = self.new.checked()
        if typed is None or not self.keeping.isEnabled():
            return
        self.keeping.setEnabled(False)
        self.around.operations.write_vault(
            lambda v: vault.set_passphrase(v, typed), lambda _changes: self.show_done(), self, self._not_kept
        )

    def _not_kept(self, error: CaregiverError) -> None:
        self.keeping.setEnabled(True)
        self.tell(error)

    def show_done(self) -> None:
        """Say what came back, and that the circle must invite this computer again."""
        look, t = self.around.look, self.around.t
        said = Words(look, t("Everything that was in the backup is on this computer now."))
        invite = Banner(
            look,
            "info",
            t("This computer is new to the care circle."),
            t(
                "Ask the lead caregiver to invite it again. Until then everything works here, and what you write waits "
                "to be shared."
            ),
            small=True,
        )
        go_on = Button(look, "primary", t("Open"), "forward", self.around.desk.opened.emit)
        items = (said, invite, self.ways(go_on)) if self._needs_invitation else (said, self.ways(go_on))
        self.show_step("done", t("The backup is back"), *items, first=go_on)
