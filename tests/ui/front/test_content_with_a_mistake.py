"""A content file with a mistake is told in a sentence, and crisis help and notes work without it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from caregiver_app.content.crisis_cards import load_crisis_cards
from caregiver_app.content.symptoms import load_symptoms
from caregiver_app.ui.navigation import PAGES
from tests.ui.front.windows import Room


@pytest.fixture(params=["not = [toml", "", None])
def room(qapp: QApplication, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Room]:
    made, bad = Room(tmp_path), tmp_path / "bad.toml"
    if request.param is not None:
        bad.write_text(request.param, encoding="utf-8")
    made.window.content._read_cards = lambda: load_crisis_cards(bad)
    made.window.content._read_symptoms = lambda: load_symptoms(bad)
    yield made
    made.leave()


def test_crisis_help_works_locked_and_open_without_its_file(room: Room) -> None:
    room.window.show_crisis("")
    room.settle()
    assert "Call, or send someone to call." in room.words()
    assert "555 0142" in room.words()
    assert "A part of this program cannot be read." in room.words()
    room.window.show_front("lock")
    room.unlock()
    room.settle()
    room.window.show_crisis("")
    room.settle()
    assert "Call, or send someone to call." in room.words()
    assert "555 0142" in room.words()


@pytest.mark.parametrize("card_id", ["C5", "C99"])
def test_a_card_that_is_not_known_shows_the_general_one(room: Room, card_id: str) -> None:
    room.unlock()
    room.settle()
    room.window.show_crisis(card_id)
    room.settle()
    assert "Call, or send someone to call." in room.words()


def test_every_page_opens_without_the_files(room: Room) -> None:
    room.unlock()
    room.settle()
    for page in PAGES:
        room.window.go(page.name)
        room.settle()
        assert room.window.shell is not None
        assert room.window.shell.current == page.name
    assert "A part of this program cannot be read." in room.words()
