"""What is half written on a crisis card outlives the lock: in the vault only, and offered afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from caregiver_app.domain.doses import DoseNote
from caregiver_app.services import doses, plan
from caregiver_app.services import vault as vaults
from caregiver_app.storage import vault as stored
from caregiver_app.ui.pages.crisis.dose_form import DoseForm
from caregiver_app.ui.pages.crisis.page import CrisisPage
from caregiver_app.ui.surroundings import Surroundings
from tests.services.households import PASSPHRASE
from tests.ui.crisis.stage import come, names, opened, press, said, wait, write
from tests.ui.harness import NOW, finish, in_vault_thread, make_around, on_space, on_vault

OFFER = "You had begun to note a medicine"


@pytest.fixture
def around(qapp: QApplication, tmp_path: Path) -> Iterator[Surroundings]:
    made = make_around(tmp_path)
    yield made
    finish(made)


def lock_and_unlock(page: CrisisPage, around: Surroundings) -> None:
    """What the window does on Ctrl+L, idleness and sleep: pages keep, the vault closes, pages go, the vault opens."""
    page.leave()
    around.operations.lock()
    page.deleteLater()
    person = around.home.people()[0].person_id
    in_vault_thread(around.operations, lambda: stored.unlock(around.home, person, PASSPHRASE, NOW.utc_ms))


def half_written(around: Surroundings, qtbot: QtBot) -> CrisisPage:
    page = opened(around, qtbot, "C2")
    press(page, around, "I gave a medicine")
    assert page._form is not None
    page._form.label.set_value("zebra drops")
    page._form.given.set_value("as the label says")
    return page


def test_a_half_written_note_of_a_medicine_is_offered_after_the_lock(around: Surroundings, qtbot: QtBot) -> None:
    lock_and_unlock(half_written(around, qtbot), around)
    again = opened(around, qtbot)
    assert OFFER in said(again)
    press(again, around, "Go on")
    assert again._form is not None
    assert (again._form.label.value(), again._form.given.value()) == ("zebra drops", "as the label says")
    press(again, around, "Keep this note")
    newest = on_space(around, lambda space: doses.dose_entries(space, limit=1))[0].effective
    assert newest == DoseNote("zebra drops", "as the label says", "Elena", NOW, "C2")
    assert OFFER not in said(again)
    assert on_vault(around, vaults.drafts) == ()


def test_what_is_left_is_gone_and_nothing_was_noted(around: Surroundings, qtbot: QtBot) -> None:
    lock_and_unlock(half_written(around, qtbot), around)
    again = opened(around, qtbot)
    press(again, around, "Leave it")
    assert OFFER not in said(again)
    assert on_vault(around, vaults.drafts) == ()
    assert all(e.effective is None or e.effective.label != "zebra drops" for e in on_space(around, doses.dose_entries))


def test_noting_a_medicine_by_its_key_never_puts_an_empty_form_over_a_half_written_one(
    around: Surroundings, qtbot: QtBot
) -> None:
    page = half_written(around, qtbot)
    come(page, around, "dose")
    assert OFFER in said(page)
    assert not page.findChildren(DoseForm)
    press(page, around, "Leave it")
    (form,) = page.findChildren(DoseForm)
    assert form.label.value() == ""


def test_another_card_or_not_now_keep_what_was_typed(around: Surroundings, qtbot: QtBot) -> None:
    page = half_written(around, qtbot)
    press(page, around, "Not now")
    assert OFFER in said(page)
    press(page, around, "Go on")
    assert page._form is not None
    page._form.by.set_value("Sam")
    press(page, around, "Other cards")
    press(page, around, "Go on")
    assert (page._form.label.value(), page._form.by.value()) == ("zebra drops", "Sam")


def test_an_untouched_form_leaves_nothing_behind(around: Surroundings, qtbot: QtBot) -> None:
    page = opened(around, qtbot, "C2")
    press(page, around, "I gave a medicine")
    lock_and_unlock(page, around)
    assert on_vault(around, vaults.drafts) == ()


def test_words_beside_a_timer_are_there_again_after_the_lock(around: Surroundings, qtbot: QtBot) -> None:
    page = opened(around, qtbot, "C5")
    press(page, around, "Start the timer")
    assert page._timer is not None
    page._timer.words.set_value("her left arm shakes")
    lock_and_unlock(page, around)
    again = opened(around, qtbot)  # comes to the card whose timer runs
    assert again._timer is not None
    assert again._timer.words.value() == "her left arm shakes"
    assert "You had begun to write this. It is not in the diary yet." in said(again)
    press(again, around, "It is over. Keep this")
    (entry,) = (e for e in on_space(around, plan.crisis_entries) if e.event.card_id == "C5")
    assert (entry.event.words, entry.event.is_finished) == ("her left arm shakes", True)
    assert on_vault(around, vaults.drafts) == ()


def test_what_another_computer_writes_disturbs_neither_typed_words_nor_the_keyboard(
    around: Surroundings, qtbot: QtBot
) -> None:
    page = opened(around, qtbot, "C1")
    press(page, around, "Start the timer")
    press(page, around, "I gave a medicine")
    assert page._form is not None and page._timer is not None
    page._timer.words.set_value("she cries")
    page._form.label.set_value("zebra dr")
    page._form.label.edit.setFocus()
    write(around, lambda space: doses.note_dose(space, DoseNote("other drops", "", "Sam", NOW, "C1"), NOW)[0])
    wait(around)
    assert "by Sam" in said(page)
    assert page._timer.words.value() == "she cries"
    assert page._form.label.value() == "zebra dr"
    assert page._form.label.edit.hasFocus()
    assert page._form.isVisible() and page._timer.isVisible()


def test_a_half_written_word_stands_in_clear_in_no_file(around: Surroundings, qtbot: QtBot, tmp_path: Path) -> None:
    lock_and_unlock(half_written(around, qtbot), around)
    for path in (p for p in tmp_path.rglob("*") if p.is_file()):
        found = path.read_bytes()
        assert b"zebra" not in found, path.name
        assert "zebra".encode("utf-16-le") not in found, path.name


def test_a_draft_that_cannot_be_read_is_no_draft(around: Surroundings, qtbot: QtBot) -> None:
    for key in ("dose_note", "crisis_words"):
        on_vault(around, lambda v, key=key: vaults.keep_draft(v, key, {"from": "another version"}, NOW))  # type: ignore[misc]
    page = opened(around, qtbot, "C1")
    assert OFFER not in said(page)
    assert any("555 0142" in name for name in names(page))


def test_a_medicine_is_noted_once_although_the_button_is_pressed_twice_and_help_asked_for_at_once(
    around: Surroundings, qtbot: QtBot
) -> None:
    before = len(on_space(around, lambda space: doses.dose_entries(space, limit=50)))
    page = half_written(around, qtbot)
    assert page._form is not None
    page._form._keep()
    page._form._keep()
    page.arrive("C1")
    wait(around)
    assert len(on_space(around, lambda space: doses.dose_entries(space, limit=50))) == before + 1
    assert OFFER not in said(page)
    assert on_vault(around, vaults.drafts) == ()


def test_a_note_that_could_not_be_kept_is_offered_although_another_card_came_first(
    around: Surroundings, qtbot: QtBot
) -> None:
    page = half_written(around, qtbot)
    assert page._form is not None
    page._form.label.set_value("")
    page._form._keep()
    page.arrive("C1")
    wait(around)
    page.arrive("C2")
    wait(around)
    assert OFFER in said(page)
    press(page, around, "Go on")
    assert page._form is not None
    assert page._form.given.value() == "as the label says"
