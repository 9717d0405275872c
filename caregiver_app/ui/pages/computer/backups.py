"""The card of backups: when the last one was made, making one now, and those of the known folder."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QWidget

from caregiver_app.services import backup
from caregiver_app.ui.asking import ask_where_to_save, documents
from caregiver_app.ui.pages.computer.view_model import ComputerViewModel, State
from caregiver_app.ui.surroundings import Surroundings
from caregiver_app.ui.widgets.boxes import Card, Flow, boxed, card_header, clear, column, row
from caregiver_app.ui.widgets.buttons import Button
from caregiver_app.ui.widgets.words import Words

_MOST_LISTED = 5


class BackupsCard(Card):
    """A backup is written while the person goes on; what it says below counts up as it is written."""

    def __init__(self, around: Surroundings, model: ComputerViewModel) -> None:
        look, t = around.look, around.t
        self._around, self._model = around, model
        self.last = Words(look, "", "body")
        self.now = Button(look, "primary", t("Make a backup now"), "usb", self.back_up)
        self.place = Button(look, "line", t("Choose another place"), "folder", self.choose_place)
        self.progress = Words(look, "", "small", "quiet")
        self.progress.hide()
        self._list = column(look, gap=2)
        why = t(
            "A backup is one locked file. It opens with the passphrase or the unlock sheet that you have today. Keep it "
            "on a USB stick, away from this computer."
        )
        super().__init__(
            look,
            card_header(look, t("Backup"), icon_name="usb"),
            self.last,
            Words(look, why, "body", "quiet"),
            boxed(Flow(look, 10, self.now, self.place)),
            self.progress,
            boxed(self._list),
        )
        model.folder = Path(around.preferences.backup_folder) if around.preferences.backup_folder else None
        model.backup_moved.connect(self._show_share)
        model.backup_written.connect(self._show_written)
        model.failed.connect(lambda _error: self._rest())

    def show_state(self, state: State) -> None:
        """Say when the last one was made, and list those that can be seen."""
        t, now = self._around.t, self._around.clock.now()
        if state.last_backup is None:
            self.last.setText(t("No backup was made yet."))
        else:
            self.last.setText(t("The last backup was made: {when}.", when=t.when(state.last_backup, now)))
        self.last.put_ink("attention_ink" if state.is_backup_due else "ink")
        clear(self._list)
        if state.backups:
            where = t("In {folder}, newest first:", folder=t.isolate(str(self._model.folder)))
            self._list.addWidget(Words(self._around.look, where, "small_bold"))
        for one in state.backups[:_MOST_LISTED]:
            self._list.addWidget(self._row_of(t.when(one.made_at, now), one.size))

    def _row_of(self, when: str, size: int) -> QWidget:
        look, t = self._around.look, self._around.t
        mib = t("{n} MB", n=t.number(round(max(size / 1e6, 0.1), 1)))
        return boxed(row(look, (Words(look, when), 1), Words(look, mib, "small", "quiet", wrap=False), gap=10))

    # ---- making one ----------------------------------------------------------------------------
    def back_up(self) -> None:
        """Write into the known folder, or ask for one first."""
        folder = self._around.preferences.backup_folder
        if folder and Path(folder).is_dir():
            self.write_to(Path(folder) / backup.suggested_name(self._around.clock.now()))
        else:
            self.choose_place()

    def choose_place(self) -> None:
        """Ask for a file; its folder is the known one from then on."""
        look, t, folder = self._around.look, self._around.t, self._around.preferences.backup_folder
        name = backup.suggested_name(self._around.clock.now())
        ask_where_to_save(look, t, self, t("Save the backup"), Path(folder or documents()) / name, self.write_to)

    def write_to(self, target: Path) -> None:
        """Write a backup to this file."""
        t = self._around.t
        self._model.folder = target.parent
        self.now.setEnabled(False)
        self.progress.setText(t("Writing the backup. You can go on working."))
        self.progress.show()
        self._model.back_up(target)

    def _show_share(self, share: float) -> None:
        t = self._around.t
        self.progress.setText(t("Writing the backup: {n} %. You can go on working.", n=t.number(round(share * 100))))

    def _show_written(self, target: Path) -> None:
        t = self._around.t
        self._rest()
        self._around.desk.said.emit(t("The backup is written: {name}.", name=t.isolate(target.name)))
        if str(target.parent) != self._around.preferences.backup_folder:
            changed = replace(self._around.preferences, backup_folder=str(target.parent))
            self._around.desk.preferences_wanted.emit(changed)

    def _rest(self) -> None:
        self.now.setEnabled(True)
        self.progress.hide()
