"""Opens the page of the hospice's own clips, and tidies up after it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from caregiver_app.ui.pages.own_clips.page import OwnClipsPage
from tests.ui.clips.own_pages import OpenPage, with_own
from tests.ui.harness import display, finish, make_around, settle


@pytest.fixture
def open_page(tmp_path: Path, qtbot: QtBot) -> Iterator[OpenPage]:
    made: list[OwnClipsPage] = []

    def make(**kinds: object) -> OwnClipsPage:
        around = with_own(make_around(tmp_path, with_family=False, **kinds))  # type: ignore[arg-type]
        page = OwnClipsPage(around)
        qtbot.addWidget(page)
        display(page, 1122, 768)
        page.arrive()
        settle(around)
        made.append(page)
        return page

    yield make
    for page in made:
        page.leave()
        finish(page.around)
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    app.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    app.setStyleSheet("")
