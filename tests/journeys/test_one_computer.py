"""Journeys at one computer, with the real window and a real vault."""

from __future__ import annotations

from pathlib import Path

from caregiver_app.domain.time import SystemClock
from caregiver_app.services import backup, circle
from tests.journeys.conftest import MakeSeat
from tests.journeys.windows import PASSPHRASE


def test_from_the_first_start_to_the_first_check_in(seats: MakeSeat) -> None:
    elena = seats("elena")
    elena.begin_caring("Elena", "Rosa")
    elena.check_in(6, 2, 0)
    (entry,) = elena.entries()
    assert entry.effective is not None
    assert entry.effective.scores == {"pain": 6, "breath": 2, "nausea": 0}
    assert entry.versions[0].author == "Elena"
    elena.window.go("diary")
    elena.sees("The program only shows what was written.")


def test_locking_hides_everything_but_the_two_numbers_and_unlocking_brings_it_back(seats: MakeSeat) -> None:
    elena = seats("elena")
    elena.begin_caring("Elena", "Rosa")
    elena.check_in(6, 2, 0)
    elena.window.lock("asked")
    elena.sees("Hello, Elena", "555 0142")
    assert "Rosa" not in elena.words()
    elena.unlock("not the passphrase")
    elena.sees("That passphrase does not fit.")
    elena.unlock()
    elena.sees("Rosa", "Crisis plan")
    assert len(elena.entries()) == 1


def test_a_forgotten_passphrase_is_replaced_with_the_unlock_sheet(seats: MakeSeat) -> None:
    elena = seats("elena")
    sheet = elena.begin_caring("Elena", "Rosa")
    elena.check_in(6, 2, 0)
    elena.window.lock("asked")
    elena.press("I forgot my passphrase")
    elena.type("The letters on your sheet", sheet)
    elena.press("Open with the sheet")
    elena.type("A new passphrase", "five grey herons wait")
    elena.type("The same passphrase again", "five grey herons wait")
    elena.press("Use this passphrase", "Keep the old sheet and open")
    elena.sees("Rosa", "Crisis plan")
    elena.window.lock("asked")
    elena.unlock(PASSPHRASE)
    elena.sees("That passphrase does not fit.")
    elena.unlock("five grey herons wait")
    elena.sees("Rosa", "Crisis plan")
    assert len(elena.entries()) == 1


def test_a_second_person_at_the_same_computer_cares_for_the_same_patient_under_their_own_name(seats: MakeSeat) -> None:
    elena = seats("elena")
    elena.begin_caring("Elena", "Rosa")
    elena.check_in(6, 2, 0)
    elena.window.go("computer")
    elena.press("Add a person")
    elena.type("Their first name", "Sam")
    elena.type("A new passphrase", "seven wet dogs bark")
    elena.type("The same passphrase again", "seven wet dogs bark")
    elena.press("Add")
    elena.sees("Their unlock sheet")
    elena.press("They have it on paper")
    elena.window.lock("asked")
    elena.sees("Who are you?")
    elena.press("Sam")
    elena.unlock("seven wet dogs bark")
    elena.sees("Rosa", "Crisis plan")
    elena.check_in(8, 2, 0)
    assert [e.versions[0].author for e in elena.entries()] == ["Sam", "Elena"]
    members = elena.read(circle.circle).members
    assert [m.name for m in members] == ["Elena", "Sam"]
    elena.window.go("circle")
    elena.sees("2 people, 2 computers", "Only Elena can add people.")


def test_a_backup_comes_back_on_a_new_computer_with_the_unlock_sheet(seats: MakeSeat, tmp_path: Path) -> None:
    elena = seats("elena")
    sheet = elena.begin_caring("Elena", "Rosa")
    elena.check_in(6, 2, 0)
    stick = tmp_path / "stick"
    stick.mkdir()
    target = stick / "mine.caregiver-backup"
    elena.read_vault(lambda opened: backup.back_up(opened, target, SystemClock().now()))
    elena.window.close()
    again = seats("new computer")
    again.press("Bring back a backup")
    assert again.window.front is not None
    again.window.front.choose(target)  # type: ignore[attr-defined]
    again.press("Use the unlock sheet instead")
    again.type("The letters on your sheet", sheet)
    again.press("Bring it back")
    again.type("A new passphrase", "five grey herons wait")
    again.type("The same passphrase again", "five grey herons wait")
    again.press("Use this passphrase")
    again.sees("This computer is new to the care circle.")
    again.press("Open")
    again.sees("Rosa", "Crisis plan")
    assert len(again.entries()) == 1
    again.check_in(3, 3, 3)
    assert len(again.entries()) == 2
