"""A number is seen at once, whatever the desktop is doing; dialling comes afterwards, if it can."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from caregiver_app.domain.preferences import Preferences
from caregiver_app.ui.style.theme import Look
from caregiver_app.ui.telephone import Dialler, dialled
from caregiver_app.ui.widgets.call import NumberScreen
from caregiver_app.ui.widgets.words import Words
from tests.ui.harness import display, texts_of

DIALLING = "This computer is dialling. Or dial on any telephone:"
BY_HAND = "Dial on any telephone:"


class Exchange(QObject):
    """Takes the `tel:` links that the desktop would get."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[str] = []

    @Slot(QUrl)
    def take(self, link: QUrl) -> None:
        self.calls.append(link.toString())


@pytest.fixture
def exchange() -> Iterator[Exchange]:
    made = Exchange()
    QDesktopServices.setUrlHandler("tel", made, "take")  # type: ignore[arg-type]
    yield made
    QDesktopServices.unsetUrlHandler("tel")


def desktop(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str | None) -> None:
    """A desktop whose xdg-mime does this; None for a desktop without one."""
    folder.mkdir()
    if script is not None:
        asker = folder / "xdg-mime"
        asker.write_text(f"#!/bin/sh\n{script}\n")
        asker.chmod(0o755)
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}/usr/bin{os.pathsep}/bin" if script else str(folder))


def screen(qtbot: QtBot) -> NumberScreen:
    window = QWidget()
    qtbot.addWidget(window)
    display(window, 800, 500)
    made = NumberScreen(Look.of(Preferences(), "ltr"), texts_of("en"), "555 0142", "Hillside team", window)
    made.open_over()
    return made


def said(shown: NumberScreen) -> str:
    return " | ".join(w.text() for w in shown.findChildren(Words))


def test_the_number_stands_there_while_the_desktop_has_not_answered(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, exchange: Exchange
) -> None:
    gate = tmp_path / "gate"
    os.mkfifo(gate)
    desktop(tmp_path / "bin", monkeypatch, f"cat {gate}")  # answers only when the test lets it
    shown = screen(qtbot)
    assert shown.isVisible()
    assert BY_HAND in said(shown)
    assert exchange.calls == []
    with gate.open("w") as answer:
        answer.write("phone.desktop\n")
    qtbot.waitUntil(lambda: exchange.calls == ["tel:5550142"])
    assert DIALLING in said(shown)


def test_who_goes_back_before_the_desktop_answers_does_not_call(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, exchange: Exchange
) -> None:
    gate = tmp_path / "gate"
    os.mkfifo(gate)
    desktop(tmp_path / "bin", monkeypatch, f"cat {gate}")
    shown = screen(qtbot)
    with gate.open("w") as answer:
        answer.write("phone.desktop\n")
        shown.hide()
    with qtbot.waitSignal(shown._dialler.told):
        pass
    assert exchange.calls == []


@pytest.mark.parametrize("script", ["exit 0", "echo ' '", "exit 3", None])
def test_where_nothing_dials_the_number_is_dialled_by_hand(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, exchange: Exchange, script: str | None
) -> None:
    desktop(tmp_path / "bin", monkeypatch, script)
    shown = screen(qtbot)
    with qtbot.waitSignal(shown._dialler.told) as told:
        pass
    assert told.args == [False]
    assert BY_HAND in said(shown)
    assert exchange.calls == []


def test_an_xdg_mime_that_cannot_start_is_a_no(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desktop(tmp_path / "bin", monkeypatch, "x")
    (tmp_path / "bin" / "xdg-mime").write_bytes(b"\x7fELF no program")
    owner = QObject()
    dialler = Dialler(owner)
    with qtbot.waitSignal(dialler.told) as told:
        dialler.ask()
    assert told.args == [False]


@pytest.mark.parametrize(
    ("written", "sent"), [("555 0142", "5550142"), ("+34 (91) 555-01", "+349155501"), ("٥٥٥ ٠١٤٢", "5550142"), ("call us", "")]
)
def test_only_what_a_telephone_understands_is_dialled(written: str, sent: str) -> None:
    assert dialled(written) == sent
