"""What every test stands on: no screen needed, a clean surrounding, and no log line that nobody expected."""

from __future__ import annotations

import gc
import logging
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

# Before anything imports Qt. Tests that want a real window system start a process of their own under DISPLAY.
os.environ["QT_QPA_PLATFORM"] = os.environ.get("CAREGIVER_TEST_PLATFORM", "offscreen")
os.environ.setdefault("QT_LOGGING_RULES", "qt.qpa.*=false;qt.accessibility.*=false")
for _name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES"):
    os.environ.pop(_name, None)
os.environ["LANG"] = "C.UTF-8"
os.environ.setdefault("CAREGIVER_TEST_REAL_HOME", os.environ.get("HOME", ""))  # for package caches only
os.environ["TZ"] = "UTC"

# Loggers of libraries that talk about their own work, not about ours.
_CHATTY = ("asyncio", "hypothesis", "faker", "uvicorn", "httpx", "httpcore", "alembic", "sqlalchemy", "pytest_archon")


class _Unexpected(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if not record.name.startswith(_CHATTY):
            self.lines.append(f"{record.levelname} {record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def no_unexpected_log_line(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that logs a warning or worse, unless it carries `@pytest.mark.expects_log`."""
    handler = _Unexpected()
    logging.getLogger().addHandler(handler)
    yield
    logging.getLogger().removeHandler(handler)
    if request.node.get_closest_marker("expects_log"):
        assert handler.lines, "a log line was expected and none came"
    elif handler.lines:
        pytest.fail("unexpected log lines:\n" + "\n".join(handler.lines), pytrace=False)


@pytest.fixture(autouse=True)
def garbage_is_collected_on_the_main_thread() -> Iterator[None]:
    """As in the program (caregiver_app/ui/collector.py): a page that is taken apart on the vault's thread can hang."""
    gc.disable()
    yield
    _destroy_windows()
    gc.collect(1)


def _destroy_windows() -> None:
    """Destroy what a test left on the screen: Qt would make the style of each widget anew in every later test."""
    widgets = sys.modules.get("PySide6.QtWidgets")
    application = widgets.QApplication.instance() if widgets is not None else None
    if application is None:
        return
    for window in application.topLevelWidgets():
        window.deleteLater()
    core = sys.modules["PySide6.QtCore"]
    core.QCoreApplication.sendPostedEvents(None, core.QEvent.Type.DeferredDelete)


@pytest.fixture(autouse=True)
def own_surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give every test a personal folder of its own, so that none can touch a real vault."""
    own = tmp_path_factory.getbasetemp() / "own-folder"
    own.mkdir(exist_ok=True)
    monkeypatch.setenv("HOME", str(own))
    monkeypatch.setenv("XDG_DATA_HOME", str(own / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(own / "config"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(own / "cache"))
    if sys.platform == "win32":
        monkeypatch.setenv("LOCALAPPDATA", str(own / "local"))
        monkeypatch.setenv("USERPROFILE", str(own))
    return own
