"""Asking for a file or a printer inside the window: nothing is lost, nothing stops, crisis help stays in reach."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinterInfo
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from caregiver_app.ui.asking import FilePanel, PrinterPanel, ask_for_file, ask_printer, ask_where_to_save, places
from caregiver_app.ui.pages.computer.page import ComputerPage
from caregiver_app.ui.printing import Paper
from tests.ui.front.windows import Room

SUFFIX = ".caregiver-backup"


@pytest.fixture
def room(qtbot: QtBot, tmp_path: Path) -> Iterator[Room]:
    made = Room(tmp_path)
    qtbot.addWidget(made.window)
    made.unlock()
    made.window.go("computer")
    made.settle()
    yield made
    made.leave()


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def page(room: Room) -> QWidget:
    found = room.window.findChild(ComputerPage)
    assert isinstance(found, ComputerPage)
    return found


def saving(room: Room, folder: Path, chosen: list[Path]) -> FilePanel:
    window = room.window
    return ask_where_to_save(
        window.look, window.texts, page(room), "Save the backup", folder / f"one{SUFFIX}", chosen.append
    )


def opening(room: Room, folder: Path, chosen: list[Path]) -> FilePanel:
    window = room.window
    return ask_for_file(window.look, window.texts, page(room), "Choose a backup", folder, SUFFIX, chosen.append)


def test_the_folder_used_last_is_one_press_away(room: Room, stick: Path) -> None:
    chosen: list[Path] = []
    panel = saving(room, stick, chosen)
    panel.places[0].click()
    assert chosen == [stick / f"one{SUFFIX}"]
    assert panel.isHidden()


def test_a_name_without_its_ending_gets_it(room: Room, stick: Path) -> None:
    chosen: list[Path] = []
    panel = saving(room, stick, chosen)
    panel.take(str(stick / "two"))
    assert chosen == [stick / f"two{SUFFIX}"]


def test_a_file_that_is_there_is_written_over_only_when_somebody_says_so(room: Room, stick: Path) -> None:
    there = stick / f"one{SUFFIX}"
    there.write_text("kept")
    chosen: list[Path] = []
    panel = saving(room, stick, chosen)
    panel.places[0].click()
    assert chosen == []
    assert "A file with this name is already there." in room.words(panel)
    assert there.read_text() == "kept"
    room.press("Choose another name")
    assert chosen == []
    assert panel.isVisible()
    panel.places[0].click()
    room.press("Write over it")
    assert chosen == [there]


def test_an_empty_name_is_asked_for_beside_its_field(room: Room, stick: Path) -> None:
    chosen: list[Path] = []
    panel = saving(room, stick, chosen)
    panel.name.set_value("")
    panel.places[0].click()
    assert chosen == []
    assert "Write a name first." in room.words(panel)


@pytest.mark.parametrize("by_key", [True, False])
def test_who_cancels_gets_nothing_written(room: Room, stick: Path, by_key: bool) -> None:
    chosen: list[Path] = []
    panel = saving(room, stick, chosen)
    if by_key:
        QTest.keyClick(panel, Qt.Key.Key_Escape)
    else:
        room.press("Cancel")
    assert panel.isHidden()
    assert chosen == []


def test_any_other_folder_can_be_walked_to_and_cancelled(room: Room, stick: Path) -> None:
    chosen: list[Path] = []
    panel = saving(room, stick, chosen)
    room.press("Another folder")
    assert panel.files is not None
    assert panel.files.directory().absolutePath() == str(stick)
    panel.files.fileSelected.emit(str(stick / f"three{SUFFIX}"))
    assert chosen == [stick / f"three{SUFFIX}"]


def test_the_buttons_under_the_folders_are_seen_without_scrolling(room: Room, stick: Path) -> None:
    panel = saving(room, stick, [])
    room.press("Another folder")
    assert panel.files is not None
    assert "Save here" in room.words(panel)
    assert panel.page.verticalScrollBar().maximum() == 0


@pytest.mark.parametrize("is_kept", [True, False])
def test_writing_over_a_file_found_in_the_folders_is_asked_with_nothing_else_in_the_way(
    room: Room, stick: Path, is_kept: bool
) -> None:
    there = stick / f"one{SUFFIX}"
    there.write_text("kept")
    chosen: list[Path] = []
    panel = saving(room, stick, chosen)
    room.press("Another folder")
    room.press("Save here")
    assert panel.files is not None
    assert panel.files.isHidden()
    assert chosen == []
    room.press("Choose another name" if is_kept else "Write over it")
    assert panel.files.isVisible() is is_kept
    assert chosen == ([] if is_kept else [there])
    assert there.read_text() == "kept"


def test_the_words_of_the_folders_stay_ours_when_they_are_opened_again(room: Room, stick: Path) -> None:
    for _ in range(2):
        panel = opening(room, stick, [])
        room.press("Another folder")
        words = room.words(panel)
        assert "Use this file" in words
        assert "Place" in words
        assert "Open" not in words.splitlines()
        room.press("Cancel")


def test_the_newest_backup_that_is_found_stands_first(room: Room, stick: Path) -> None:
    for age, name in enumerate(("new", "old"), 1):
        (stick / f"{name}{SUFFIX}").write_text(name)
        os.utime(stick / f"{name}{SUFFIX}", (2_000_000_000 - age, 2_000_000_000 - age))
    chosen: list[Path] = []
    panel = opening(room, stick, chosen)
    panel.places[0].click()
    assert chosen == [stick / f"new{SUFFIX}"]


def test_a_file_that_is_not_there_is_said(room: Room, stick: Path) -> None:
    chosen: list[Path] = []
    panel = opening(room, stick, chosen)
    panel.take(str(stick / f"gone{SUFFIX}"))
    assert chosen == []
    assert "There is no file with this name." in room.words(panel)


def test_where_no_backup_is_found_it_is_said(room: Room, stick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("caregiver_app.ui.asking.places", lambda usual: [usual])
    panel = opening(room, stick, [])
    assert "No backup was found" in room.words(panel)


def test_a_folder_that_is_gone_is_not_offered(tmp_path: Path) -> None:
    assert tmp_path / "pulled-out" not in places(tmp_path / "pulled-out")


@pytest.mark.parametrize("gesture", ["key", "button"])
def test_crisis_help_is_one_press_away_while_a_file_is_asked_for(room: Room, stick: Path, gesture: str) -> None:
    saving(room, stick, [])
    if gesture == "key":
        QTest.keyClick(room.window, Qt.Key.Key_F1)
        room.settle()
    else:
        room.press("Crisis plan")
    assert "555 0142" in room.words()
    assert "Do now" in room.words()


def test_without_a_printer_it_says_what_to_do_instead(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", staticmethod(list))
    panel = ask_printer(room.window.look, room.window.texts, page(room), "<p>words</p>", Paper.A4)
    assert isinstance(panel, PrinterPanel)
    assert "This computer knows no printer." in room.words(panel)
    assert "Save the page as a PDF." in room.words(panel)
    room.press("Close")
    assert panel.isHidden()


def test_locking_is_not_held_up_by_an_open_panel(room: Room, stick: Path) -> None:
    chosen: list[Path] = []
    saving(room, stick, chosen)
    room.lock()
    assert chosen == []
    assert "Hello" in room.words()


def test_every_page_in_the_narrow_side_bar_fits_beside_the_crisis_button_in_arabic(
    qtbot: QtBot, tmp_path: Path
) -> None:
    room = Room(tmp_path, "ar", 200)
    qtbot.addWidget(room.window)
    room.unlock()
    room.settle()
    assert room.window.shell is not None
    side = room.window.shell.side
    assert side.is_narrow
    last = side.buttons["computer"]
    assert last.visibleRegion().boundingRect().height() == last.height()
    room.leave()
