"""The page of this computer: keys, people, backups and looks, with a real vault behind it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from caregiver_app.domain.errors import CaregiverError, ReadOnlyHome, WrongPassphrase
from caregiver_app.domain.preferences import Preferences, ThemeName
from caregiver_app.domain.time import DAY_MS
from caregiver_app.services import backup, circle, vault
from caregiver_app.ui import inspection
from caregiver_app.ui.pages.computer.keys import idle_words
from caregiver_app.ui.pages.computer.page import ComputerPage
from caregiver_app.ui.vault_forms import SheetPanel
from tests.ui.harness import NOW, FixedClock, finish, in_vault_thread, make_around, on_vault, settle, visited
from tests.ui.pages.fronts import LAMP, WINDOW, locked, type_into, until


@pytest.fixture
def page(qapp: QApplication, tmp_path: Path) -> Iterator[ComputerPage]:
    around, _ = locked(tmp_path, "Elena")
    person = around.home.people()[0]
    in_vault_thread(around.operations, partial(vault.unlock, around.home.path, person.person_id, LAMP, NOW))
    around = replace(around, person=person)
    made = ComputerPage(around)
    visited(made, around)
    yield made
    made.deleteLater()
    finish(around)


def said_of(page: ComputerPage) -> list[str]:
    said: list[str] = []
    page.around.desk.said.connect(said.append)
    return said


def troubles_of(page: ComputerPage) -> list[CaregiverError]:
    troubles: list[CaregiverError] = []
    page.around.desk.trouble.connect(troubles.append)
    return troubles


def panel_of(page: ComputerPage) -> SheetPanel:
    found = page.findChildren(SheetPanel)[-1]
    assert isinstance(found, SheetPanel)
    return found


# ---- keys --------------------------------------------------------------------------------------
def test_a_changed_passphrase_is_confirmed_and_is_the_only_one_that_opens(page: ComputerPage) -> None:
    said = said_of(page)
    page.keys.show_passphrase()
    type_into(page.keys.old, LAMP)
    type_into(page.keys.new.first, WINDOW)
    type_into(page.keys.new.second, WINDOW)
    page.keys.change_passphrase()
    until(lambda: bool(said))
    finish(page.around)
    home, person = page.around.home.path, page.around.home.people()[0].person_id
    vault.unlock(home, person, WINDOW, NOW).close()
    with pytest.raises(WrongPassphrase):
        vault.unlock(home, person, LAMP, NOW)


def test_a_wrong_old_passphrase_is_said_beside_it_and_changes_nothing(page: ComputerPage) -> None:
    page.keys.show_passphrase()
    type_into(page.keys.old, "wrong")
    type_into(page.keys.new.first, WINDOW)
    type_into(page.keys.new.second, WINDOW)
    page.keys.change_passphrase()
    until(lambda: bool(page.keys.old._mistake.text()))
    assert page.keys.change.isEnabled()


def test_a_new_sheet_is_shown_then_tried(page: ComputerPage) -> None:
    said = said_of(page)
    page.keys.show_new_sheet()
    page.keys.make.click()
    until(lambda: bool(page.findChildren(SheetPanel)))
    sheet = panel_of(page).sheet
    settle(page.around)
    assert not on_vault(page.around, vault.sheet_was_tried)
    page.keys.show_try()
    overlay = page.keys._overlay
    assert overlay is not None
    from caregiver_app.ui.vault_forms import SheetTry

    (trying,) = overlay.findChildren(SheetTry)
    type_into(trying.typed, sheet)
    trying.try_it()
    until(lambda: bool(said))
    assert on_vault(page.around, vault.sheet_was_tried)


def test_a_pin_is_six_digits_typed_twice(page: ComputerPage) -> None:
    said = said_of(page)
    page.keys.show_pin()
    type_into(page.keys.digits, "12345")
    page.keys.set_pin()
    assert page.keys.digits._mistake.text()
    type_into(page.keys.digits, "135790")
    type_into(page.keys.again, "135791")
    page.keys.set_pin()
    assert page.keys.again._mistake.text()
    type_into(page.keys.again, "135790")
    page.keys.set_pin()
    until(lambda: bool(said))
    settle(page.around)
    assert on_vault(page.around, vault.has_night_pin)
    page.keys.pin_off.click()
    until(lambda: len(said) == 2)
    assert not on_vault(page.around, vault.has_night_pin)


def test_what_was_typed_in_a_panel_goes_when_the_page_is_left(page: ComputerPage) -> None:
    page.keys.show_pin()
    page.people.show_add()
    page.leave()
    assert page.keys._overlay is None
    assert page.people._overlay is None


def test_today_can_ask_for_the_sheet_at_once(page: ComputerPage) -> None:
    page.arrive("sheet")
    assert page.keys._overlay is not None
    page.arrive("backup")
    assert page.backups.now.hasFocus()


# ---- people ------------------------------------------------------------------------------------
def test_a_second_person_is_added_with_a_sheet_and_stays_when_the_first_leaves(page: ComputerPage) -> None:
    locks: list[bool] = []
    page.around.desk.lock_wanted.connect(lambda: locks.append(True))
    page.people.show_add()
    type_into(page.people.name, "Sam")
    type_into(page.people.new.first, WINDOW)
    type_into(page.people.new.second, WINDOW)
    page.people.add_person()
    until(lambda: bool(page.findChildren(SheetPanel)))
    sheet = panel_of(page).sheet
    page.people.show_leave()
    type_into(page.people.mine, "wrong")
    page.people.leave_computer()
    until(lambda: bool(page.people.mine._mistake.text()))
    type_into(page.people.mine, LAMP)
    page.people.leave_computer()
    until(lambda: locks == [True])
    finish(page.around)
    (sam,) = page.around.home.people()
    opened = vault.unlock_with_sheet(page.around.home.path, sam.person_id, sheet, NOW)
    assert {m.name for m in circle.circle(opened.spaces[0]).members} == {"Elena", "Sam"}
    opened.close()


def test_a_person_without_a_name_or_with_two_passphrases_is_not_added(page: ComputerPage) -> None:
    page.people.show_add()
    page.people.add_person()
    assert page.people.name._mistake.text()
    type_into(page.people.name, "Sam")
    type_into(page.people.new.first, WINDOW)
    page.people.add_person()
    assert page.people.new.second._mistake.text()
    assert len(page.around.home.people()) == 1


# ---- backups -----------------------------------------------------------------------------------
def test_a_backup_is_written_and_listed_while_the_person_goes_on(page: ComputerPage, tmp_path: Path) -> None:
    wanted: list[Preferences] = []
    said = said_of(page)
    page.around.desk.preferences_wanted.connect(wanted.append)
    stick = tmp_path / "stick"
    stick.mkdir()
    page.backups.write_to(stick / backup.suggested_name(NOW))
    assert not page.backups.now.isEnabled()
    until(lambda: bool(said))
    settle(page.around)
    settle(page.around)
    assert page.backups.now.isEnabled()
    assert wanted == [replace(page.around.preferences, backup_folder=str(stick))]
    assert on_vault(page.around, backup.last_backup) == NOW
    assert page.backups._list.count() == 2, "a line that says where, and one backup"
    page.backups.back_up()
    until(lambda: len(said) == 2)
    assert len(backup.backups_in(stick)) == 1, "the same minute, the same name"


def test_a_stick_that_is_gone_is_said_and_the_button_works_again(page: ComputerPage, tmp_path: Path) -> None:
    troubles = troubles_of(page)
    page.backups.write_to(tmp_path / "gone" / "a.caregiver-backup")
    until(lambda: bool(troubles))
    assert isinstance(troubles[0], ReadOnlyHome)
    assert page.backups.now.isEnabled()


def test_a_backup_that_is_due_is_said(page: ComputerPage) -> None:
    clock = page.around.clock
    assert isinstance(clock, FixedClock)
    clock.pass_by(8 * DAY_MS)
    states: list[object] = []
    page.model.state_changed.connect(states.append)
    page.model.load()
    until(lambda: bool(states))
    assert states[-1].is_backup_due  # type: ignore[attr-defined]


# ---- looks -------------------------------------------------------------------------------------
def test_each_choice_keeps_the_ones_before_it(page: ComputerPage) -> None:
    wanted: list[Preferences] = []
    page.around.desk.preferences_wanted.connect(wanted.append)
    page.looks.theme.chosen.emit(ThemeName.DARK)
    page.keys.idle.chosen.emit(60)
    page.looks.words_size.chosen.emit(150)
    page.looks.language.chosen.emit("es")
    last = wanted[-1]
    assert (last.theme, last.idle_minutes, last.text_size, last.language) == (ThemeName.DARK, 60, 150, "es")


def test_idle_times_are_said_in_minutes_and_hours(page: ComputerPage) -> None:
    t = page.around.t
    assert [idle_words(t, n) for n in (5, 60, 480)] == ["5 minutes", "1 hour", "8 hours"]


@pytest.mark.parametrize(("language", "size"), [("en", 100), ("ar", 200), ("xx-long", 200)])
def test_no_word_is_cut_on_the_page_or_in_its_panels(
    qapp: QApplication, tmp_path: Path, language: str, size: int
) -> None:
    around = make_around(tmp_path, language, text_size=size, with_family=False)
    page = ComputerPage(around)
    visited(page, around)
    assert inspection.faults(page) == []
    for show in (page.keys.show_passphrase, page.keys.show_pin, page.people.show_add, page.people.show_leave):
        show()
        settle(around)
        assert inspection.faults(page) == []
        page.leave()
    page.deleteLater()
    finish(around)
