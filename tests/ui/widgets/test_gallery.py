"""Every shared widget in every theme, size and direction: nothing is cut, small or nameless."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from caregiver_app.ui.inspection import faults, find_cut_words, find_nameless, find_small_targets
from caregiver_app.ui.style.fonts import load_fonts
from caregiver_app.ui.style.theme import Look, dress
from caregiver_app.ui.widgets.words import Words
from tests.ui.gallery import VIEWS, View, pictures
from tests.ui.gallery_words import gallery_texts


@pytest.fixture
def app(qapp: QApplication) -> Iterator[QApplication]:
    load_fonts(Path("resources/fonts"))
    yield qapp
    dress(qapp, Look())


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
def test_nothing_is_cut_small_or_nameless(app: QApplication, view: View) -> None:
    found = {name: faults(page) for name, page in pictures(app, gallery_texts(), (view,))}
    assert found == {name: [] for name in found}
    assert len(found) == 2


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
def test_no_page_needs_sideways_scrolling(app: QApplication, view: View) -> None:
    for name, page in pictures(app, gallery_texts(), (view,)):
        assert page.horizontalScrollBar().maximum() == 0, name


def test_the_inspection_finds_what_it_looks_for(app: QApplication, qtbot: QtBot) -> None:
    root = QWidget()
    qtbot.addWidget(root)
    cut = Words(Look(), "These words have far too little room", "body")
    cut.setParent(root)
    cut.setGeometry(0, 0, 60, 20)
    plain = QLabel("A plain label that is cut as well", root)
    plain.setGeometry(0, 30, 40, 10)
    small = QPushButton("", root)
    small.setGeometry(0, 60, 20, 20)
    root.show()
    assert len(find_cut_words(root)) == 2
    assert len(find_small_targets(root)) == 1
    assert len(find_nameless(root)) == 1
