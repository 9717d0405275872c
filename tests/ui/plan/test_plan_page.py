"""The plan's editor: versions with who and when, two side by side, half-changed parts, what goes to the open card."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from caregiver_app.domain.plan import Address, Contact, Emergency, OpenCardChoice, Section
from caregiver_app.domain.time import DAY_MS
from caregiver_app.services import opencard, plan
from caregiver_app.services import vault as vaults
from caregiver_app.storage import vault as stored
from caregiver_app.storage.space import Space
from caregiver_app.ui.inspection import faults
from caregiver_app.ui.pages.plan.forms import AddressForm, ContactsForm, EmergencyForm, OpenCardForm, PatientForm
from caregiver_app.ui.pages.plan.page import PlanPage
from caregiver_app.ui.surroundings import Surroundings
from tests.services.households import PASSPHRASE, exchange, other_space
from tests.ui.crisis.stage import names, press, said, wait
from tests.ui.harness import NOW, display, finish, in_vault_thread, make_around, on_space, on_vault

ADDRESS, PERSON, CALL = "Change: Address and way in", "Change: The person you care for", "Change: Whom to call"
NUMBER, SHOWN = "Change: Emergency number", "Change: What can be read before unlocking"
OFFER = "You had begun to change this"


@pytest.fixture
def around(qapp: QApplication, tmp_path: Path) -> Iterator[Surroundings]:
    made = make_around(tmp_path)
    yield made
    finish(made)


def opened(around: Surroundings, qtbot: QtBot) -> PlanPage:
    page = PlanPage(around)
    qtbot.addWidget(page)
    display(page)
    page.activateWindow()
    page.arrive()
    wait(around)
    return page


def lock_and_unlock(page: PlanPage, around: Surroundings) -> None:
    page.leave()
    around.operations.lock()
    page.deleteLater()
    person = around.home.people()[0].person_id
    in_vault_thread(around.operations, lambda: stored.unlock(around.home, person, PASSPHRASE, NOW.utc_ms))


def change_address(page: PlanPage, around: Surroundings, words: str) -> AddressForm:
    press(page, around, ADDRESS)
    assert isinstance(page.form, AddressForm)
    page.form.address.set_value(words)
    return page.form


def rows(page: PlanPage) -> list:  # type: ignore[type-arg]
    assert isinstance(page.form, ContactsForm)
    return page.form._rows


# ---- reading -----------------------------------------------------------------------------------
def test_every_fact_of_the_person_has_its_label(around: Surroundings, qtbot: QtBot) -> None:
    words = said(opened(around, qtbot))
    for label, value in (
        ("Name", "Rosa Marín"),
        ("Year or date of birth", "1948"),
        ("Illness, in your own words", "Cancer of the bowel, in the liver too"),
        ("The team that looks after them", "Hillside home hospice"),
    ):
        assert f"{label} | {value}" in words


def test_the_emergency_number_says_after_it_who_has_checked_it(around: Surroundings, qtbot: QtBot) -> None:
    assert "555 0199 | Checked by Elena" in said(opened(around, qtbot))


def test_every_part_says_who_wrote_it_and_when(around: Surroundings, qtbot: QtBot) -> None:
    page = opened(around, qtbot)
    assert said(page).count("Written by Elena, Monday 9 November, 09:40") == 7


# ---- changing ----------------------------------------------------------------------------------
def test_a_change_is_a_new_version_and_the_older_one_can_be_brought_back(around: Surroundings, qtbot: QtBot) -> None:
    page = opened(around, qtbot)
    change_address(page, around, "7 Sea Road")
    press(page, around, "Keep this version")
    assert "7 Sea Road" in said(page)
    assert "12 Mill Lane" not in said(page)
    press(page, around, "1 older version")
    assert "12 Mill Lane, second floor" in said(page)
    assert "Written by Elena, Today, 09:40" in said(page)
    press(page, around, "Bring this one back")
    assert on_space(around, plan.plan).address.address == "12 Mill Lane, second floor"
    assert len(on_space(around, lambda space: plan.versions(space, Section.ADDRESS))) == 3


def test_two_versions_written_apart_stand_side_by_side_until_one_is_chosen(
    around: Surroundings, qtbot: QtBot, tmp_path: Path
) -> None:
    def apart(space: Space) -> None:
        other = other_space(tmp_path)
        exchange(space, other)
        plan.revise(space, Section.ADDRESS, Address("Elena's words"), NOW)
        plan.revise(other, Section.ADDRESS, Address("Anna's words"), NOW.plus(1))
        exchange(space, other)

    on_space(around, apart)
    page = opened(around, qtbot)
    words = said(page)
    for shown in ("Two versions", "Elena's words", "Anna's words", "Written by Anna, Today, 09:40"):
        assert shown in words
    assert names(page).count("Let this one stand") == 2
    assert faults(page) == []
    press(page, around, "Let this one stand")
    assert "Two versions" not in said(page)
    assert on_space(around, plan.plan).address.address in ("Elena's words", "Anna's words")
    assert on_space(around, plan.plan).contested == frozenset()


def test_bringing_a_version_back_leaves_another_open_form_alone(around: Surroundings, qtbot: QtBot) -> None:
    page = opened(around, qtbot)
    change_address(page, around, "7 Sea Road")
    press(page, around, "Keep this version")
    press(page, around, "1 older version")
    press(page, around, PERSON)
    form = page.form
    assert isinstance(form, PatientForm)
    form._fields["name"].set_value("Rosa M.")
    press(page, around, "Bring this one back")
    assert page.form is form
    assert form._fields["name"].value() == "Rosa M."


# ---- half changed ------------------------------------------------------------------------------
def test_a_half_changed_part_is_offered_after_the_lock_and_stands_in_no_plan_before(
    around: Surroundings, qtbot: QtBot
) -> None:
    page = opened(around, qtbot)
    change_address(page, around, "7 Sea Road")
    lock_and_unlock(page, around)
    again = opened(around, qtbot)
    assert OFFER in said(again)
    assert on_space(around, plan.plan).address.address == "12 Mill Lane, second floor"
    press(again, around, "Go on")
    assert isinstance(again.form, AddressForm)
    assert again.form.address.value() == "7 Sea Road"
    assert again.form.directions.value() == "The green door behind the bakery. Ring twice."
    press(again, around, "Keep this version")
    assert on_space(around, plan.plan).address.address == "7 Sea Road"
    assert OFFER not in said(again)
    assert on_vault(around, vaults.drafts) == ()


def test_a_half_changed_part_can_be_left_and_changing_it_again_goes_on_with_it(
    around: Surroundings, qtbot: QtBot
) -> None:
    page = opened(around, qtbot)
    change_address(page, around, "7 Sea Road")
    lock_and_unlock(page, around)
    again = opened(around, qtbot)
    press(again, around, ADDRESS)
    assert isinstance(again.form, AddressForm)
    assert again.form.address.value() == "7 Sea Road"
    press(again, around, "Leave it as it was")
    assert OFFER not in said(again)
    assert on_vault(around, vaults.drafts) == ()


def _contacts(page: PlanPage) -> None:
    rows(page)[1].name.set_value("quorvex")


def _number(page: PlanPage) -> None:
    assert isinstance(page.form, EmergencyForm)
    page.form.number.set_value("quorvex")


def _person(page: PlanPage) -> None:
    assert isinstance(page.form, PatientForm)
    page.form._fields["illness"].set_value("quorvex")


def _text(field: str) -> Callable[[PlanPage], None]:
    def put(page: PlanPage) -> None:
        page.form._fields[field].set_value("quorvex")  # type: ignore[union-attr]

    return put


@pytest.mark.parametrize(
    ("change", "put"),
    [
        (CALL, _contacts),
        (NUMBER, _number),
        (PERSON, _person),
        ("Change: Wishes in short", _text("place")),
        ("Change: Medicines in the team's own words", _text("C1")),
        ("Change: Your team's words for each card", _text("C3")),
    ],
)
def test_what_was_typed_into_any_part_is_in_its_form_again_and_in_no_file(
    around: Surroundings, qtbot: QtBot, tmp_path: Path, change: str, put: Callable[[PlanPage], None]
) -> None:
    page = opened(around, qtbot)
    press(page, around, change)
    put(page)
    lock_and_unlock(page, around)
    assert all(b"quorvex" not in p.read_bytes() for p in tmp_path.rglob("*") if p.is_file())
    again = opened(around, qtbot)
    press(again, around, "Go on")
    assert "quorvex" in str(again._said(again.form))  # type: ignore[arg-type]


def test_ticks_that_were_not_kept_are_not_on_the_open_card(around: Surroundings, qtbot: QtBot) -> None:
    page = opened(around, qtbot)
    press(page, around, SHOWN)
    assert isinstance(page.form, OpenCardForm)
    page.form._ticks["address"].setChecked(True)
    lock_and_unlock(page, around)
    assert not on_space(around, plan.plan).open_card.address
    again = opened(around, qtbot)
    press(again, around, "Go on")
    assert isinstance(again.form, OpenCardForm)
    assert again.form._ticks["address"].isChecked()


def test_opening_another_part_keeps_the_first_one_half_changed(around: Surroundings, qtbot: QtBot) -> None:
    page = opened(around, qtbot)
    change_address(page, around, "7 Sea Road")
    press(page, around, PERSON)
    press(page, around, "Leave it as it was")
    assert OFFER in said(page)
    press(page, around, "Go on")
    assert isinstance(page.form, AddressForm)
    assert page.form.address.value() == "7 Sea Road"


def test_a_form_that_was_only_looked_at_leaves_nothing_behind(around: Surroundings, qtbot: QtBot) -> None:
    page = opened(around, qtbot)
    for change in (ADDRESS, PERSON, CALL, NUMBER, SHOWN):
        press(page, around, change)
    lock_and_unlock(page, around)
    assert on_vault(around, vaults.drafts) == ()


def test_a_half_changed_part_from_another_version_never_breaks_the_page(around: Surroundings, qtbot: QtBot) -> None:
    on_vault(around, lambda v: vaults.keep_draft(v, "plan:contacts", {"contacts": "?"}, NOW))
    on_vault(around, lambda v: vaults.keep_draft(v, "plan:address", "no mapping", NOW))
    page = opened(around, qtbot)
    assert said(page).count(OFFER) == 1
    press(page, around, "Go on")
    assert isinstance(page.form, ContactsForm)


# ---- whom to call ------------------------------------------------------------------------------
def test_only_one_number_can_be_called_first(around: Surroundings, qtbot: QtBot) -> None:
    page = opened(around, qtbot)
    press(page, around, CALL)
    assert [row.is_team.isChecked() for row in rows(page)] == [True, False, False]
    rows(page)[1].is_team.click()
    assert [row.is_team.isChecked() for row in rows(page)] == [False, True, False]
    press(page, around, "Keep this version")
    line = on_space(around, plan.plan).team_line
    assert line is not None
    assert line.phone == "555 0143"


def test_who_is_called_first_needs_a_number(around: Surroundings, qtbot: QtBot) -> None:
    page = opened(around, qtbot)
    press(page, around, CALL)
    rows(page)[0].phone.set_value("")
    press(page, around, "Keep this version")
    assert "Write the number that is called first." in said(page)
    assert rows(page)[0].phone.edit.hasFocus()
    assert on_space(around, plan.plan).team_line is not None


def test_a_contact_is_added_and_another_taken_out(around: Surroundings, qtbot: QtBot) -> None:
    page = opened(around, qtbot)
    press(page, around, CALL)
    press(page, around, "Add someone to call")
    assert rows(page)[-1].role.edit.hasFocus()
    rows(page)[-1].role.set_value("Priest")
    rows(page)[-1].phone.set_value("555 0180")

    page.form._remove(rows(page)[1])  # type: ignore[union-attr]
    press(page, around, "Keep this version")
    found = on_space(around, plan.plan).contacts
    assert [c.phone for c in found] == ["555 0142", "555 0167", "555 0180"]
    assert found[-1] == Contact("Priest", "", "555 0180")


# ---- the emergency number ----------------------------------------------------------------------
def test_an_emergency_number_counts_only_once_a_person_has_ticked_it(around: Surroundings, qtbot: QtBot) -> None:
    page = opened(around, qtbot)
    press(page, around, NUMBER)
    assert isinstance(page.form, EmergencyForm)
    page.form.number.set_value("112")
    press(page, around, "Keep this version")
    assert "Please check the number and tick the box." in said(page)
    page.form.sure.click()
    press(page, around, "Keep this version")
    found = on_space(around, plan.plan).emergency
    assert (found.number, found.confirmed_by) == ("112", "Elena")


def test_a_countrys_numbers_are_offered_to_be_checked_and_confirm_nothing(around: Surroundings, qtbot: QtBot) -> None:
    page = opened(around, qtbot)
    press(page, around, NUMBER)
    press(page, around, "112: check this")
    assert isinstance(page.form, EmergencyForm)
    assert page.form.number.value() == "112"
    assert not page.form.sure.isChecked()


# ---- the open card -----------------------------------------------------------------------------
def test_what_is_ticked_goes_to_the_open_card_and_what_is_unticked_leaves_it(
    around: Surroundings, qtbot: QtBot
) -> None:
    home = around.home.path
    page = opened(around, qtbot)
    press(page, around, SHOWN)
    assert isinstance(page.form, OpenCardForm)
    for tick in page.form._ticks.values():
        tick.setChecked(False)
    page.form._ticks["address"].setChecked(True)
    for tick in page.form._cards.values():
        tick.setChecked(False)
    press(page, around, "Keep this version")
    assert on_space(around, plan.plan).open_card == OpenCardChoice(address=True)
    on_space(around, lambda space: opencard.publish(space, home, "en"))  # as the window does on every change
    card = opencard.open_card(home)
    assert card.address is not None
    assert card.address.address == "12 Mill Lane, second floor"
    assert (card.patient_name, card.wishes, card.contacts, card.cards) == (None, None, (), ())
    clear = [p.name for p in home.rglob("*") if p.is_file() and b"12 Mill Lane" in p.read_bytes()]
    assert clear == ["open_card.json"]


def test_an_old_plan_with_two_first_numbers_still_calls_one(around: Surroundings, qtbot: QtBot) -> None:
    two = (Contact("a", "A", "1", is_team_line=True), Contact("b", "B", "2", is_team_line=True))
    on_space(around, lambda space: plan.revise(space, Section.CONTACTS, two, NOW.plus(-DAY_MS)))
    line = on_space(around, plan.plan).team_line
    assert line is not None
    assert line.phone == "1"
    page = opened(around, qtbot)
    press(page, around, CALL)
    assert faults(page) == []


def test_an_unconfirmed_number_says_that_nobody_has_checked_it(around: Surroundings, qtbot: QtBot) -> None:
    on_space(around, lambda space: plan.revise(space, Section.EMERGENCY, Emergency("112"), NOW))
    assert "112 | Nobody has checked it yet." in said(opened(around, qtbot))
