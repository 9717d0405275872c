"""A step is drawn again only where something that its picture depends on has changed."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

pytest.importorskip("av")
pytest.importorskip("yaml")

from videos.studio.step_keys import start_values, step_key

BOARD: dict[str, Any] = {
    "room": "home",
    "topic": "positioning",
    "init": {"roll": 0, "pillow": 0},
    "steps": [
        {"id": "one", "min": 4, "cues": [{"t": 1, "d": 2, "set": {"roll": -30}}]},
        {"id": "two", "min": 4, "cues": [{"t": "50%", "d": 1, "set": {"pillow": 1}}]},
        {"id": "three", "min": 4, "cues": []},
    ],
}


def keys(board: dict[str, Any] = BOARD, lengths: tuple[float, ...] = (5.0, 6.0, 7.0)) -> list[str]:
    return [step_key(board, lengths, number) for number in range(1, len(board["steps"]) + 1)]


def changed(board: dict[str, Any] = BOARD, lengths: tuple[float, ...] = (5.0, 6.0, 7.0)) -> list[int]:
    return [n for n, (a, b) in enumerate(zip(keys(), keys(board, lengths), strict=False), 1) if a != b]


def test_a_longer_step_is_drawn_again_alone() -> None:
    assert changed(lengths=(5.0, 8.0, 7.0)) == [2]
    assert changed(lengths=(9.0, 6.0, 7.0)) == [1]


def test_a_step_that_ends_elsewhere_changes_itself_and_what_follows() -> None:
    board = deepcopy(BOARD)
    board["steps"][0]["cues"][0]["set"]["roll"] = -20
    assert changed(board) == [1, 2, 3]
    board = deepcopy(BOARD)
    board["steps"][0]["cues"][0]["t"] = 1.5  # another way to the same end
    assert changed(board) == [1]


def test_a_motion_that_runs_over_its_step_ties_the_next_to_its_length() -> None:
    board = deepcopy(BOARD)
    board["steps"][0]["cues"][0]["d"] = 9
    before = keys(board)
    after = keys(board, (5.5, 6.0, 7.0))
    assert [a == b for a, b in zip(before, after, strict=True)] == [False, False, True]


def test_one_more_step_changes_every_picture_for_each_shows_how_many_there_are() -> None:
    board = deepcopy(BOARD)
    board["steps"].append({"id": "four"})
    assert changed(board, (5.0, 6.0, 7.0, 4.0)) == [1, 2, 3]


def test_what_only_names_the_clip_draws_nothing() -> None:
    assert changed({**BOARD, "topic": "skin", "cards": ["C1"], "poster_step": 2}) == []
    assert changed({**BOARD, "room": "plain"}) == [1, 2, 3]


def test_a_step_begins_with_what_the_steps_before_left() -> None:
    assert start_values(BOARD, (5.0, 6.0, 7.0), 3) == {"roll": [-30], "pillow": [1]}
    assert start_values(BOARD, (2.0, 6.0, 7.0), 2) == {"roll": [0, [-1.0, 2.0, -30, "inout"]], "pillow": [0]}


def test_cues_of_a_kind_not_known_are_taken_whole() -> None:
    board = deepcopy(BOARD)
    board["steps"][0]["cues"].append({"pose": "sit"})
    assert keys(board)[1] != keys(board, (5.5, 6.0, 7.0))[1]
