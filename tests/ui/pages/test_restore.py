"""Bringing a backup back, as someone at a new computer does it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from caregiver_app.services import backup, plan, vault
from caregiver_app.storage.home import Home
from caregiver_app.ui.pages.restore.page import RestorePage
from caregiver_app.ui.surroundings import Surroundings
from tests.ui.harness import NOW, display, finish
from tests.ui.pages.fronts import LAMP, WINDOW, locked, type_into, until


@pytest.fixture
def saved(qapp: QApplication, tmp_path: Path) -> Iterator[tuple[RestorePage, str, Path]]:
    around, sheets = locked(tmp_path, "Elena")
    stick = tmp_path / "stick"
    stick.mkdir()
    target = stick / backup.suggested_name(NOW)
    opened = vault.unlock(around.home.path, around.home.people()[0].person_id, LAMP, NOW)
    plan.describe_patient(opened.spaces[0], {"name": "Rosa"}, NOW)
    backup.back_up(opened, target, NOW)
    opened.close()
    new = elsewhere(around, tmp_path / "new", stick)
    page = RestorePage(new)
    display(page)
    yield page, sheets["Elena"], target
    page.deleteLater()
    finish(new)


def elsewhere(around: Surroundings, home: Path, stick: Path) -> Surroundings:
    return replace(around, home=Home(home), settings=lambda: replace(around.preferences, backup_folder=str(stick)))


def test_the_known_folder_is_listed_and_the_passphrase_brings_everything_back(
    saved: tuple[RestorePage, str, Path],
) -> None:
    page, _, _ = saved
    (listed,) = page.listed
    listed.click()
    assert page.step == "opening"
    type_into(page.passphrase, LAMP)
    page.bring_back()
    until(lambda: page.step == "done")
    finish(page.around)
    again = vault.unlock(page.around.home.path, page.around.home.people()[0].person_id, LAMP, NOW)
    assert plan.patient(again.spaces[0]).name == "Rosa"
    again.close()


def test_the_sheet_brings_it_back_and_asks_for_a_new_passphrase(saved: tuple[RestorePage, str, Path]) -> None:
    page, sheet, target = saved
    page.choose(target)
    page._switch()
    type_into(page.typed, sheet)
    page.bring_back()
    until(lambda: page.step == "passphrase")
    type_into(page.new.first, WINDOW)
    type_into(page.new.second, WINDOW)
    page.keep()
    until(lambda: page.step == "done")
    assert page._needs_invitation
    finish(page.around)
    vault.unlock(page.around.home.path, page.around.home.people()[0].person_id, WINDOW, NOW).close()


def test_a_wrong_passphrase_is_said_and_nothing_is_made(saved: tuple[RestorePage, str, Path]) -> None:
    page, _, target = saved
    page.choose(target)
    type_into(page.passphrase, "wrong")
    page.bring_back()
    until(lambda: bool(page.passphrase._mistake.text()))
    assert page.go.isEnabled()
    assert page.around.home.people() == ()


def test_a_file_that_is_no_backup_stays_at_the_choice(saved: tuple[RestorePage, str, Path], tmp_path: Path) -> None:
    page, _, _ = saved
    (tmp_path / "letter.txt").write_text("Dear Sam")
    page.choose(tmp_path / "letter.txt")
    assert page.step == "choice"
    assert page._banners.count() == 1


def test_a_damaged_backup_is_said_when_it_is_opened(saved: tuple[RestorePage, str, Path]) -> None:
    page, _, target = saved
    data = bytearray(target.read_bytes())
    data[9000] ^= 1
    target.write_bytes(data)
    page.choose(target)
    type_into(page.passphrase, LAMP)
    page.bring_back()
    until(lambda: page._banners.count() == 1)
    assert page.around.home.people() == ()
