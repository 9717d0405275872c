"""A crisis page in view, and what a person sees and presses there."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from caregiver_app.domain.records import Changes
from caregiver_app.ui.pages.crisis.page import CrisisPage
from caregiver_app.ui.surroundings import Surroundings
from caregiver_app.ui.widgets.words import Words
from tests.ui.harness import display, on_vault, settle

_MARKS = str.maketrans("", "", "\u2066\u2067\u2068\u2069")


def opened(around: Surroundings, qtbot: QtBot, argument: object = None, width: int = 1126) -> CrisisPage:
    """A new page, as after unlocking."""
    page = CrisisPage(around)
    qtbot.addWidget(page)
    display(page, width)
    page.activateWindow()
    come(page, around, argument)
    return page


def come(page: CrisisPage, around: Surroundings, argument: object = None) -> None:
    """Come to a page that is there already."""
    page.arrive(argument)
    wait(around)


def wait(around: Surroundings) -> None:
    """Until everything that was asked for has come and is laid out."""
    for _ in range(3):
        settle(around)


def said(page: QWidget) -> str:
    """Everything that is written on the page, in the order of making."""
    QApplication.processEvents()
    return " | ".join(w.text() for w in page.findChildren(Words) if w.isVisible()).translate(_MARKS)


def names(page: QWidget) -> list[str]:
    """Every button by its name."""
    QApplication.processEvents()
    found = [b for b in page.findChildren(QAbstractButton) if b.isVisible()]
    return [(b.accessibleName() or b.text()).translate(_MARKS) for b in found]


def press(page: QWidget, around: Surroundings, words: str) -> None:
    """Press the button with these words."""
    QApplication.processEvents()
    found = [b for b in page.findChildren(QAbstractButton) if b.isVisible()]
    fitting = [b for b in found if (b.accessibleName() or b.text()).translate(_MARKS).startswith(words)]
    assert fitting, f"no button {words!r} among {names(page)}"
    fitting[0].click()
    wait(around)


def write(around: Surroundings, service: object) -> Changes:
    """Write to the patient's space as another page or computer would, announced to every page."""
    around.operations.write(service)  # type: ignore[arg-type]
    on_vault(around, lambda _: None)
    settle(around)
    return frozenset()
