"""What a page hands to the vault's thread dies on the main thread: elsewhere a QObject's end can stop the program."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from functools import partial

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from caregiver_app.domain.errors import CaregiverError, VaultLocked
from caregiver_app.storage.space import Space
from caregiver_app.ui.collector import Collector, sweep
from caregiver_app.ui.operations import Operations


class Page(QObject):
    """Says on which thread it died, and notes what it was told."""

    def __init__(self, died_on: list[str], heard: list[object] | None = None) -> None:
        super().__init__()
        self.died_on, self.heard, self.ring = died_on, [] if heard is None else heard, list[object]()

    def hear(self, result: object) -> None:
        """What came."""
        self.heard.append(result)

    def __del__(self) -> None:
        self.died_on.append(threading.current_thread().name)


@pytest.fixture
def operations(qtbot: QtBot) -> Iterator[Operations]:
    made = Operations()
    yield made
    made.finish()


def wait_for_all(operations: Operations, qtbot: QtBot) -> None:
    """Until the vault's thread is through with everything and holds nothing of what came before."""
    through: list[None] = []
    operations.run(lambda: None, through.append)
    qtbot.waitUntil(lambda: bool(through))


def test_a_page_that_asked_and_went_away_dies_on_the_main_thread(operations: Operations, qtbot: QtBot) -> None:
    died_on: list[str] = []
    for number in range(20):
        heard: list[object] = []
        page = Page(died_on, heard)
        operations.run(partial(int, number), page.hear)
        del page
        qtbot.waitUntil(lambda heard=heard: bool(heard))  # type: ignore[misc]
        wait_for_all(operations, qtbot)
        assert heard == [number]
    assert died_on == ["MainThread"] * 20


def test_so_does_one_whose_question_failed(operations: Operations, qtbot: QtBot) -> None:
    died_on: list[str] = []
    failed: list[CaregiverError] = []

    def ask_for_a_space(_space: Space) -> int:
        return 7

    page = Page(died_on)
    operations.read(ask_for_a_space, page.hear, None, failed.append)
    del page
    wait_for_all(operations, qtbot)
    assert [type(error) for error in failed] == [VaultLocked]
    wait_for_all(operations, qtbot)
    failed.clear()
    gc.collect()
    assert died_on == ["MainThread"]


def test_rings_are_taken_apart_on_the_main_thread_whoever_fills_the_counter(qtbot: QtBot) -> None:
    parent = QObject()
    Collector(parent)
    died_on: list[str] = []
    page = Page(died_on)
    page.ring.append(page)
    del page
    elsewhere = threading.Thread(target=lambda: [[[]] for _ in range(200_000)], name="elsewhere")
    elsewhere.start()
    elsewhere.join()
    assert died_on == []
    assert sweep(0) in (1, 2)
    assert died_on == ["MainThread"]


def test_the_collector_collects_while_the_program_waits(qtbot: QtBot) -> None:
    parent = QObject()
    Collector(parent)
    died_on: list[str] = []
    kept = [[number] for number in range(gc.get_threshold()[0] * 2)]  # more than a young generation holds
    page = Page(died_on)
    page.ring.append(page)
    del page
    qtbot.waitUntil(lambda: died_on == ["MainThread"])
    assert kept
