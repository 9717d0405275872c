"""Journeys between two computers: real windows, real vaults, a real relay process."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QLabel

from caregiver_app.domain.time import SystemClock
from caregiver_app.services import backup, circle
from tests.journeys.conftest import MakeSeat
from tests.journeys.windows import PASSPHRASE, Seat
from tests.relay.process import RelayProcess


def _code_on(seat: Seat, name: str, title: str = "", role: str = "") -> str:
    """Fill the form for an invitation; returns the letters that the screen shows."""
    seat.window.go("circle")
    seat.type("Their name", name)
    if title:
        seat.type("Their work, in their own words", title)
    if role:
        seat.press(role)
    seat.press("Make a code")
    seat.sees("Type this address and this code there.", "Then both screens show a number.")
    return next(line for line in _pairs(seat) if len(line) == 18)


def _pairs(seat: Seat) -> list[str]:
    shown = [w.accessibleName().replace(" ", "") for w in seat.window.findChildren(QLabel) if w.isVisible()]
    return [words for words in shown if (words.isalnum() and words.isupper()) or words.isdigit()]


def _let_in(admin: Seat, newcomer: Seat, relay: RelayProcess, name: str, title: str = "", role: str = "") -> None:
    """Both people at their screens, from the code to the six digits."""
    code = _code_on(admin, name, title, role)
    newcomer.type("Address of the relay", relay.address)
    newcomer.type("The code", code)
    newcomer.press("Join")
    newcomer.sees("Does the other screen show this number?")
    admin.sees("Does the other screen show this number?")
    there = next(digits for digits in _pairs(newcomer) if len(digits) == 6)
    here = next(digits for digits in _pairs(admin) if len(digits) == 6)
    assert there == here
    admin.press("Yes, it is the same")
    admin.sees(f"{name} is in the circle now.")


def _nurse_and_family(seats: MakeSeat, relay: RelayProcess) -> tuple[Seat, Seat]:
    elena, anna = seats("elena"), seats("anna")
    elena.begin_caring("Elena", "Rosa")
    elena.share_through(relay.address)
    anna.begin_joining("Anna")
    _let_in(elena, anna, relay, "Anna Weber", "Hospice nurse", "Care staff")
    anna.sees("Caring for", "Rosa")
    return elena, anna


def _pains(seat: Seat) -> list[int]:
    return sorted(e.effective.scores["pain"] or 0 for e in seat.entries() if e.effective is not None)


def test_in_the_morning_the_nurses_laptop_shows_what_was_written_at_night(seats: MakeSeat, relay: RelayProcess) -> None:
    elena, anna = _nurse_and_family(seats, relay)
    elena.check_in(6, 2, 0)
    anna.until(lambda: _pains(anna) == [6], "Elena's entry at Anna's")
    anna.window.go("diary")
    anna.sees("Quick check-in", "Pain")
    anna.window.go("circle")
    anna.sees("2 people, 2 computers", "Hospice nurse", "says they are staff", "Everything you wrote is shared.")
    anna.check_in(5, 1, 1)
    elena.until(lambda: len(elena.entries()) == 2, "Anna's entry at Elena's")
    assert {e.versions[0].author for e in elena.entries()} == {"Elena", "Anna Weber"}


def test_both_offline_both_write_and_correct_the_same_entry_and_then_they_meet(
    seats: MakeSeat, relay: RelayProcess
) -> None:
    elena, anna = _nurse_and_family(seats, relay)
    elena.check_in(4, 2, 0)
    anna.until(lambda: len(anna.entries()) == 1, "the entry at Anna's")
    entity_id = elena.entries()[0].entity_id
    relay.stop()
    elena.check_in(1, 1, 1)
    anna.check_in(2, 2, 2)
    elena.correct(entity_id, 5, "I looked again.")
    anna.correct(entity_id, 8, "She told me.")
    for seat in (elena, anna):
        seat.window.go("circle")
        seat.sees("2 entries wait here.")
    relay.start()
    for seat in (elena, anna):
        seat.until(lambda s=seat: len(s.entries()) == 3, "both entries")  # type: ignore[misc]
        seat.until(lambda s=seat: any(e.is_contested for e in s.entries()), "both corrections")  # type: ignore[misc]
        seat.sees("Everything you wrote is shared.")
        contested = next(e for e in seat.entries() if e.is_contested)
        assert contested.effective is not None
        assert contested.effective.scores["pain"] == 8
        seat.window.go("diary")
        seat.sees("Elena", "Anna Weber")
    elena.correct(entity_id, 6, "We talked.")
    anna.until(lambda: not any(e.is_contested for e in anna.entries()), "the settling correction")


def test_a_relay_that_was_wiped_is_filled_again(seats: MakeSeat, relay: RelayProcess) -> None:
    elena, anna = _nurse_and_family(seats, relay)
    elena.check_in(4, 2, 0)
    anna.until(lambda: len(anna.entries()) == 1, "the entry at Anna's")
    elena.window.close()
    relay.wipe()
    anna.check_in(5, 5, 5)
    anna.window.go("circle")
    anna.sees("Everything you wrote is shared.")
    back = seats("elena")
    back.unlock()
    back.sees("Rosa")
    back.until(lambda: len(back.entries()) == 2, "Anna's entry through the relay that was filled again")
    sam = seats("sam")
    sam.begin_joining("Sam")
    _let_in(back, sam, relay, "Sam")
    sam.sees("Caring for", "Rosa")
    sam.until(lambda: len(sam.entries()) == 2, "the whole diary at Sam's")


def test_a_restored_backup_is_invited_back_into_the_circle_and_nothing_is_lost(
    seats: MakeSeat, relay: RelayProcess, tmp_path: Path
) -> None:
    elena, anna = _nurse_and_family(seats, relay)
    relay.stop()
    anna.check_in(7, 7, 7)  # never sent
    target = tmp_path / "anna.caregiver-backup"
    anna.read_vault(lambda opened: backup.back_up(opened, target, SystemClock().now()))
    anna.window.close()
    relay.start()
    elena.check_in(1, 1, 1)
    again = seats("new computer")
    again.press("Bring back a backup")
    assert again.window.front is not None
    again.window.front.choose(target)  # type: ignore[attr-defined]
    again.type("Your passphrase", PASSPHRASE)
    again.press("Bring it back")
    again.sees("This computer is new to the care circle.")
    again.press("Open")
    again.sees("Rosa")
    again.window.go("circle")
    again.sees("Join the circle again")
    _let_in(elena, again, relay, "Anna Weber")
    for seat in (elena, again):
        seat.until(lambda s=seat: _pains(s) == [1, 7], "both entries on both")  # type: ignore[misc]
    assert again.read(circle.circle).is_admitted
    again.sees("Everything you wrote is shared.")
