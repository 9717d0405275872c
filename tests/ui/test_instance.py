"""One program for each home: the second start brings the first window forward and ends."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from caregiver_app.domain.errors import AlreadyOpen
from caregiver_app.ui.instance import OnlyInstance


def test_a_second_start_on_the_same_home_asks_the_first_to_show_itself_and_ends(qtbot: QtBot, tmp_path: Path) -> None:
    first = OnlyInstance(tmp_path)
    first.listen()
    with qtbot.waitSignal(first.shown_again), pytest.raises(AlreadyOpen):
        OnlyInstance(tmp_path)
    first.let_go()


def test_another_home_opens_beside_it(qtbot: QtBot, tmp_path: Path) -> None:
    homes = [tmp_path / "elena", tmp_path / "anna"]
    for home in homes:
        home.mkdir()
    both = [OnlyInstance(home) for home in homes]
    for one in both:
        one.let_go()


def test_a_home_that_was_given_back_opens_again(qtbot: QtBot, tmp_path: Path) -> None:
    OnlyInstance(tmp_path).let_go()
    again = OnlyInstance(tmp_path)
    again.let_go()


def test_a_lock_left_by_a_killed_program_keeps_nobody_out_also_when_the_computer_was_renamed(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / ".running").write_text("999999\ncaregiver-coach\nelsewhere\n")  # a process that is no more
    OnlyInstance(tmp_path).let_go()
