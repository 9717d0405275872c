"""Crisis help is in view on every page in front of the vault, at every size of the words, without scrolling."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from caregiver_app.ui.front import FRONTS
from tests.ui.front.windows import Room


@pytest.fixture(params=[("en", 100), ("en", 200), ("ar", 200), ("fr", 200), ("hi", 200), ("xx-long", 150)], ids=str)
def room(qtbot: QtBot, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Room]:
    language, size = request.param
    made = Room(tmp_path, language, size)
    qtbot.addWidget(made.window)
    yield made
    made.leave()


def test_every_front_page_shows_crisis_help_without_scrolling(room: Room) -> None:
    words = room.window.texts("Crisis help")
    for name in FRONTS:
        if name in ("open_card", "join"):  # the first is crisis help itself, the other stands behind an unlocked vault
            continue
        room.window.show_front(name)
        room.settle()
        named = [b for b in room.window.findChildren(QAbstractButton) if b.isVisible() and words in _name(b)]
        assert any(_is_whole(b) for b in named), name


def _name(button: QAbstractButton) -> str:
    return button.accessibleName() or button.text()


def _is_whole(button: QAbstractButton) -> bool:
    """True where the whole button is seen: in its window, and not under the edge of something that scrolls."""
    window = button.window()
    corners = [button.rect().topLeft(), button.rect().bottomRight()]
    in_window = all(window.rect().contains(button.mapTo(window, corner)) for corner in corners)
    return in_window and button.visibleRegion().boundingRect().contains(button.rect().adjusted(2, 2, -2, -2))
