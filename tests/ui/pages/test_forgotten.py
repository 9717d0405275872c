"""The way back in with the unlock sheet."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from caregiver_app.domain.errors import WrongPassphrase
from caregiver_app.services import vault
from caregiver_app.ui.pages.forgotten.page import ForgottenPage
from caregiver_app.ui.vault_forms import SheetPanel, SheetTry
from caregiver_app.ui.widgets.buttons import Button
from tests.ui.harness import NOW, display, finish
from tests.ui.pages.fronts import LAMP, WINDOW, locked, type_into, until


@pytest.fixture
def page(qapp: QApplication, tmp_path: Path) -> Iterator[tuple[ForgottenPage, str]]:
    around, sheets = locked(tmp_path, "Elena")
    made = ForgottenPage(around)
    display(made)
    yield made, sheets["Elena"]
    made.deleteLater()
    finish(around)


def opened(page: ForgottenPage, sheet: str) -> None:
    type_into(page.typed, sheet.lower().replace("-", " "))
    page.open.click()
    until(lambda: page.step == "passphrase")


def test_the_sheet_and_a_new_passphrase_open_the_vault(page: tuple[ForgottenPage, str]) -> None:
    front, sheet = page
    opened_at: list[bool] = []
    front.around.desk.opened.connect(lambda: opened_at.append(True))
    opened(front, sheet)
    type_into(front.new.first, WINDOW)
    type_into(front.new.second, WINDOW)
    front.keep()
    until(lambda: front.step == "sheet")
    assert isinstance(front._first, Button)
    front._first.click()
    assert opened_at == [True]
    finish(front.around)
    home, person = front.around.home.path, front.around.home.people()[0].person_id
    vault.unlock(home, person, WINDOW, NOW).close()
    with pytest.raises(WrongPassphrase):
        vault.unlock(home, person, LAMP, NOW)


def test_a_mistyped_letter_points_at_its_group(page: tuple[ForgottenPage, str]) -> None:
    front, sheet = page
    groups = sheet.split("-")
    groups[2] = ("A" if groups[2][0] != "A" else "B") + groups[2][1:]
    type_into(front.typed, "-".join(groups))
    front.open.click()
    until(lambda: bool(front.typed._mistake.text()))
    assert "3" in front.typed._mistake.text()
    assert front.open.isEnabled()


def test_two_different_passphrases_are_not_taken(page: tuple[ForgottenPage, str]) -> None:
    front, sheet = page
    opened(front, sheet)
    type_into(front.new.first, WINDOW)
    type_into(front.new.second, WINDOW + "x")
    front.keep()
    assert front.new.second._mistake.text()
    assert front.step == "passphrase"


def test_a_new_sheet_is_shown_and_tried_on_the_spot(page: tuple[ForgottenPage, str]) -> None:
    front, sheet = page
    done: list[bool] = []
    front.around.desk.opened.connect(lambda: done.append(True))
    opened(front, sheet)
    type_into(front.new.first, WINDOW)
    type_into(front.new.second, WINDOW)
    front.keep()
    until(lambda: front.step == "sheet")
    front._make_sheet()
    until(lambda: front.step == "new_sheet")
    panel = front.findChild(SheetPanel)
    assert isinstance(panel, SheetPanel)
    fresh = panel.sheet
    assert fresh != sheet
    front._show_try()
    trying = front.findChild(SheetTry)
    assert isinstance(trying, SheetTry)
    type_into(trying.typed, sheet)
    trying.try_it()
    until(lambda: bool(trying.typed._mistake.text()))
    type_into(trying.typed, fresh)
    trying.try_it()
    until(lambda: done == [True])


def test_going_back_after_the_sheet_fitted_leaves_nothing_open(page: tuple[ForgottenPage, str]) -> None:
    front, sheet = page
    wanted: list[str] = []
    front.around.desk.front_wanted.connect(wanted.append)
    opened(front, sheet)
    assert front.around.operations.is_open
    front.leave_for_lock()
    assert wanted == ["lock"]
    assert not front.around.operations.is_open


def test_of_several_people_one_must_be_chosen(qapp: QApplication, tmp_path: Path) -> None:
    around, sheets = locked(tmp_path, "Elena", "Sam")
    front = ForgottenPage(around)
    display(front)
    type_into(front.typed, sheets["Sam"])
    front.unlock()
    assert front.typed._mistake.text()
    front._choose(next(p for p in around.home.people() if p.short_name == "Sam"))
    front.unlock()
    until(lambda: front.step == "passphrase")
    front.deleteLater()
    finish(around)
