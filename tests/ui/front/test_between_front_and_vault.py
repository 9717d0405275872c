"""What happens between the lock screen and the pages: help asked for meanwhile, damage, sleep, and the way back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QLineEdit

from caregiver_app.services import vault
from caregiver_app.storage.home import KEYRING, WRAPS, Home
from caregiver_app.tour.family import PASSPHRASE
from caregiver_app.tour.tour import wait_for
from caregiver_app.ui.pages.first_run.page import FirstRunPage
from caregiver_app.ui.pages.lock.page import LockPage
from caregiver_app.ui.pages.open_card.page import OpenCardPage
from tests.ui.front.windows import Room
from tests.ui.pages.fronts import type_into

PIN = "482915"


@pytest.fixture
def room(qapp: QApplication, tmp_path: Path) -> Iterator[Room]:
    made = Room(tmp_path)
    yield made
    made.leave()


def lock_page(room: Room) -> LockPage:
    assert isinstance(room.window.front, LockPage)
    return room.window.front


def try_passphrase(room: Room, words: str = PASSPHRASE) -> None:
    """Type it and press Unlock, as a person does; the answer comes later."""
    page = lock_page(room)
    type_into(page.passphrase, words)
    page.unlock()


def is_answered(room: Room) -> bool:
    return room.window.shell is not None or lock_page(room).button.isEnabled()


def really_gone() -> None:
    """Destroy what was put away, as the event loop does before it waits."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def space_file(home: Home) -> Path:
    (found,) = (home.path / "spaces").glob("*.db")
    return found


def test_help_asked_for_while_unlocking_is_there_and_becomes_the_whole_card(room: Room) -> None:
    try_passphrase(room)
    room.window.show_crisis("")
    assert isinstance(room.window.front, OpenCardPage)
    really_gone()
    wait_for(lambda: room.window.shell is not None, "the pages")
    room.settle()
    assert room.window.shell is not None
    assert room.window.shell.current == "crisis"


def test_a_wrong_passphrase_leaves_the_open_card_in_front_in_peace(room: Room) -> None:
    try_passphrase(room, "not this one")
    room.window.show_crisis("")
    really_gone()
    room.settle()
    assert isinstance(room.window.front, OpenCardPage)
    assert not room.operations.is_open
    room.press("Back")
    assert "Hello" in room.words()


@pytest.mark.parametrize("reason", ["sleep", "screen"])
def test_a_computer_that_sleeps_or_locks_while_unlocking_wakes_locked(room: Room, reason: str) -> None:
    try_passphrase(room)
    room.window.lock(reason)
    room.settle()
    assert room.window.shell is None
    assert not room.operations.is_open
    assert lock_page(room).button.isEnabled()
    room.unlock()
    assert room.window.shell is not None


def test_a_wrong_passphrase_is_said_and_the_right_one_then_opens(room: Room) -> None:
    try_passphrase(room, "not this one")
    wait_for(lambda: is_answered(room), "the answer")
    assert "That passphrase does not fit." in room.words()
    try_passphrase(room)
    wait_for(lambda: room.window.shell is not None, "the pages")


def test_one_torn_key_file_keeps_nobody_out_and_two_are_said(room: Room) -> None:
    folder = room.home.folder_of(room.home.people()[0].person_id)
    whole = (folder / WRAPS[0]).read_bytes()
    for name in WRAPS:
        (folder / name).write_bytes(b"torn")
    try_passphrase(room)
    wait_for(lambda: "The key files on this computer are damaged." in room.words(), "the answer")
    assert is_answered(room)
    assert "The key files on this computer are damaged." in room.words()
    assert "choose Restore a backup" in room.words()
    (folder / WRAPS[1]).write_bytes(whole)
    try_passphrase(room)
    wait_for(lambda: room.window.shell is not None, "the pages")


@pytest.mark.parametrize("which", ["keyring", "space"])
def test_a_damaged_file_is_said_on_the_lock_screen_and_left_as_it_is(room: Room, which: str) -> None:
    folder = room.home.folder_of(room.home.people()[0].person_id)
    path = folder / KEYRING if which == "keyring" else space_file(room.home)
    path.write_bytes(b"\0" * 5000)
    try_passphrase(room)
    wait_for(lambda: "A file with your entries is damaged." in room.words(), "the sentence")
    room.settle()
    assert "Get your entries back from a backup" in room.words()
    assert lock_page(room).button.isEnabled()
    assert not room.operations.is_open
    assert path.read_bytes() == b"\0" * 5000


def test_the_step_left_for_the_open_card_comes_back_with_what_was_typed(room: Room) -> None:
    room.window.show_front("first_run")
    page = room.window.front
    assert isinstance(page, FirstRunPage)
    page._start()
    type_into(page.short_name, "Elena")
    room.press("Crisis help")
    room.window.show_crisis("")  # pressed twice
    really_gone()
    room.press("Back")
    assert room.window.front is page
    assert page.isVisible()
    assert page.step == "person"
    assert page.short_name.findChild(QLineEdit).text() == "Elena"  # type: ignore[union-attr]
    page.show_welcome()
    room.press("Back to the lock screen")
    lock_page(room)


def test_a_timer_started_over_the_steps_runs_on(room: Room) -> None:
    room.window.show_front("restore")
    steps = room.window.front
    room.window.show_crisis("")
    room.press("Start the timer")
    assert room.window.front is not None
    started = room.window.front.in_use()
    room.press("Back")
    assert room.window.front is steps
    room.window.show_crisis("")
    assert room.window.front is not None
    assert room.window.front.in_use() == started




def test_a_newer_vault_is_said_and_left_as_it_is(room: Room) -> None:
    folder = room.home.folder_of(room.home.people()[0].person_id)
    room.unlock()
    done: list[object] = []
    room.operations.read_vault(lambda opened: opened.keyring.database.run("PRAGMA user_version = 999"), done.append)
    room.lock()
    before = (folder / KEYRING).read_bytes()
    try_passphrase(room)
    wait_for(lambda: is_answered(room), "the answer")
    assert "A newer version of this program made these files." in room.words()
    assert (folder / KEYRING).read_bytes() == before


@pytest.fixture
def with_pin(room: Room) -> Room:
    room.unlock()
    done: list[object] = []
    room.operations.write_vault(lambda opened: vault.set_night_pin(opened, PIN), done.append)
    room.settle()
    assert done
    return room


def all_done(room: Room) -> None:
    """Until the vault thread has done what was asked of it before."""
    done: list[object] = []
    room.operations.run(lambda: True, done.append)
    wait_for(lambda: bool(done), "the vault thread")


def test_the_night_pin_is_asked_for_after_the_idle_lock(with_pin: Room) -> None:
    with_pin.lock()
    wait_for(lock_page(with_pin).pin.isVisible, "the PIN")
    type_into(lock_page(with_pin).pin, PIN)
    lock_page(with_pin)._unlock_by_pin()
    wait_for(lambda: with_pin.window.shell is not None, "the pages")


def test_sleep_takes_the_night_pin_also_from_a_lock_on_its_way(with_pin: Room) -> None:
    with_pin.window.lock("idle")
    with_pin.window.lock("sleep")
    all_done(with_pin)
    assert with_pin.operations.night_pin is None
    assert not lock_page(with_pin).pin.isVisible()


def test_sleep_while_locked_takes_the_night_pin(with_pin: Room) -> None:
    with_pin.lock()
    wait_for(lock_page(with_pin).pin.isVisible, "the PIN")
    with_pin.window.lock("sleep")
    all_done(with_pin)
    assert with_pin.operations.night_pin is None
    assert not lock_page(with_pin).pin.isVisible()
