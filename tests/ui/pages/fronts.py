"""Front pages in tests: a home with people in it, locked, and the page in view."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget

from caregiver_app.domain.time import Instant
from caregiver_app.services import circle, vault
from caregiver_app.storage.home import Home
from caregiver_app.storage.keys import QUICK
from caregiver_app.storage.vault import Vault
from caregiver_app.ui.operations import Operations
from caregiver_app.ui.surroundings import Surroundings
from tests.ui.harness import NOW, make_around

LAMP, WINDOW = "blue lamp in the hall", "window by the sea"


def locked(tmp_path: Path, *names: str, **wishes: object) -> tuple[Surroundings, dict[str, str]]:
    """A home with these people in it, nothing open, and each one's unlock sheet."""
    around = make_around(tmp_path / "unused", with_family=False, **wishes)  # type: ignore[arg-type]
    around.operations.finish()
    home = Home(tmp_path / "real")
    sheets = {}
    for name in names:
        found = partial(_found, name)
        opened, sheets[name] = vault.begin(home.path, name, LAMP, found, NOW, QUICK)
        opened.close()
    return replace(around, home=home, operations=Operations(), person=None), sheets


def _found(name: str, opened: Vault, now: Instant) -> object:
    return circle.create_circle(opened, name, now)


def type_into(field: QWidget, words: str) -> None:
    """Type with the keyboard into a field."""
    editor = field.findChild(QLineEdit)
    assert isinstance(editor, QLineEdit)
    editor.clear()
    QTest.keyClicks(editor, words)


def until(condition: Callable[[], bool], timeout_ms: int = 20_000) -> None:
    """Turn events until it is so."""
    loop, poll = QEventLoop(), QTimer()
    poll.timeout.connect(lambda: loop.quit() if condition() else None)
    QTimer.singleShot(timeout_ms, loop, loop.quit)
    poll.start(5)
    if not condition():
        loop.exec()
    assert condition(), "it never came"
