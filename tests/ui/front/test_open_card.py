"""Crisis help before unlocking, and a card in use when the lock comes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from caregiver_app.domain.plan import CrisisEntry, Emergency, Section
from caregiver_app.domain.records import Changes
from caregiver_app.services import plan
from caregiver_app.ui.front import FRONTS, Front
from caregiver_app.ui.pages.open_card.page import OpenCardPage
from caregiver_app.ui.widgets.banner import Banner
from tests.ui.front.windows import Room
from tests.ui.harness import NOW, waited

SEIZURE_STEP = "Turn them on their side as soon as you can."


@pytest.fixture
def room(qtbot: QtBot, tmp_path: Path) -> Iterator[Room]:
    made = Room(tmp_path)
    yield made
    made.leave()


def running(room: Room) -> list[CrisisEntry]:
    def ask(then: Callable[[tuple[CrisisEntry, ...]], None]) -> None:
        room.operations.read(lambda space: plan.crisis_entries(space, unfinished_only=True), then)

    return [e for e in waited(ask) if e.event.ended is None]


def without_emergency_number(room: Room) -> None:
    def ask(then: Callable[[Changes], None]) -> None:
        room.operations.write(lambda space: plan.revise(space, Section.EMERGENCY, Emergency(), NOW), then)

    waited(ask)


def front(room: Room) -> OpenCardPage:
    assert isinstance(room.window.front, OpenCardPage)
    return room.window.front


def test_a_card_in_use_stays_with_its_steps_and_its_timer_when_the_idle_lock_comes(room: Room) -> None:
    room.unlock()
    room.window.show_crisis("C5")
    room.settle()
    room.press("Start the timer")
    (entry,) = running(room)
    room.lock()
    assert front(room).in_use() == ("C5", entry.event.started.utc_ms)
    assert "A seizure" in room.words()
    assert "Started at" in room.words()
    assert "555 0142" in room.words()
    room.unlock()
    room.settle()
    assert [e.event for e in running(room)] == [entry.event]


def test_a_card_in_use_is_kept_while_another_card_is_read(room: Room) -> None:
    room.unlock()
    room.window.show_crisis("C5")
    room.settle()
    room.press("Start the timer")
    room.window.show_crisis("C1")
    room.settle()
    room.lock()
    assert front(room).in_use() is not None
    assert "A seizure" in room.words()


def test_a_timer_started_on_the_lock_screen_runs_on_when_one_goes_back_and_is_adopted_once(room: Room) -> None:
    room.window.show_crisis("")
    room.press("Start the timer")
    started = front(room).in_use()
    assert started is not None
    room.press("Back")
    assert "Hello" in room.words()
    room.window.show_crisis("")
    room.settle()
    assert front(room).in_use() == started
    assert not front(room)._start.isEnabled()
    room.window.show_front("lock")
    room.unlock()
    room.settle()
    (entry,) = running(room)
    assert entry.event.started.utc_ms == started[1]
    assert "It is over. Keep this" in room.words()  # the card stays in front, its timer running
    room.lock()
    room.unlock()
    assert len(running(room)) == 1


def test_a_timer_of_the_lock_screen_is_in_no_file_in_clear(room: Room) -> None:
    room.window.show_crisis("")
    room.press("Start the timer")
    started = str(front(room).in_use()[1])  # type: ignore[index]
    for path in (p for p in room.home.path.rglob("*") if p.is_file()):
        assert started.encode() not in path.read_bytes(), path.name


def test_only_what_was_ticked_is_read_without_unlocking(room: Room) -> None:
    room.unlock()
    room.settle()
    room.lock()
    room.window.show_crisis("")
    room.settle()
    words = room.words()
    for shown in ("Rosa Marín", "555 0142", "555 0199", "555 0143", "The blue bottle, as for pain. The fan comes first."):
        assert shown in words
    for hidden in ("12 Mill Lane", "Hospital only if she asks for it.", "Cancer of the bowel", "Turn her to the left side first"):
        assert (hidden in words) is (hidden == "Turn her to the left side first")  # C1 was ticked, with its words


def test_the_keyboard_stands_on_the_first_number(room: Room) -> None:
    room.window.show_crisis("")
    room.settle()
    focus = QApplication.focusWidget()
    assert focus is not None
    assert "555 0142" in focus.accessibleName()


def test_without_a_confirmed_emergency_number_a_red_bar_says_to_call_yours(room: Room) -> None:
    room.unlock()
    without_emergency_number(room)
    room.settle()
    room.window.show_crisis("C1")
    room.settle()
    assert "Call your emergency number." in room.words()
    room.window.show_front("lock")
    room.settle()
    room.window.show_crisis("")
    room.settle()
    assert "Call your emergency number." in room.words()
    assert "555 0199" not in room.words()


@pytest.mark.parametrize("name", [n for n in FRONTS if n != "join"])
def test_a_trouble_on_a_front_page_is_no_higher_than_its_words(room: Room, name: str) -> None:
    room.window.show_front(name)
    shown = room.window.front
    assert isinstance(shown, Front)
    shown.show_trouble("The disk is full, so this was not saved.", "Delete some large files, then save again.")
    room.settle()
    banner = next(b for b in shown.findChildren(Banner) if b.title.text().startswith("The disk"))
    assert banner.height() <= banner.heightForWidth(banner.width())
    assert banner.height() < 140
