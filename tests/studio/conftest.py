"""What every test that draws needs."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication


@pytest.fixture
def can_draw(qapp: QApplication) -> QApplication:
    """The tests' one application, with the studio's fonts: a QGuiApplication of our own would be in the windows' way."""
    drawing = pytest.importorskip("videos.studio.drawing")
    drawing.ready_to_draw()
    return qapp
