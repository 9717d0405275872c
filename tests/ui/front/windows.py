"""The real window over an example family's home, locked, for tests of what stands in front of the vault."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from caregiver_app import app
from caregiver_app.domain.preferences import Preferences, ThemeName
from caregiver_app.domain.time import SystemClock
from caregiver_app.storage.home import Home
from caregiver_app.tour.family import make_family
from caregiver_app.tour.tour import operations_unlock, settle, wait_for

_MARKS = str.maketrans("", "", "\u2066\u2067\u2068\u2069")


class Room:
    """A window, the way to unlock it, and what is seen."""

    def __init__(self, folder: Path, language: str = "en", text_size: int = 100, theme: str = "light") -> None:
        application = app.make_application()
        self.home = Home(folder / "home")
        preferences = Preferences(language=language, theme=ThemeName(theme), text_size=text_size)
        family = make_family(self.home.path, app.texts_for(language), SystemClock().now(), preferences)
        person_id = family.person.person_id
        family.close()
        self.window, self.operations = app.build(self.home, preferences)
        self.window.resize(1366, 700)
        self.window.show()
        self.window.activateWindow()
        self.unlock = operations_unlock(self.window, self.home.path, person_id, SystemClock())
        self.window.begin()
        application.processEvents()

    def settle(self) -> None:
        """Until everything that was asked of the vault has come back and is painted."""
        settle(self.window)

    def words(self, inside: QWidget | None = None) -> str:
        """Everything that is written on the screen."""
        top = inside or self.window
        labels = [w.text() for w in top.findChildren(QLabel) if w.isVisible()]
        buttons = [b.accessibleName() or b.text() for b in top.findChildren(QAbstractButton) if b.isVisible()]
        return "\n".join([*labels, *buttons]).translate(_MARKS)

    def press(self, words: str) -> None:
        """Press the button that begins with these words."""
        QApplication.processEvents()
        found = [b for b in self.window.findChildren(QAbstractButton) if b.isVisible()]
        fitting = [b for b in found if (b.accessibleName() or b.text()).translate(_MARKS).startswith(words)]
        assert fitting, f"no button {words!r}"
        fitting[0].click()
        self.settle()

    def lock(self) -> None:
        """As the idle watch does."""
        self.window.lock("idle")
        wait_for(lambda: not self.operations.is_open, "the lock")
        self.settle()

    def leave(self) -> None:
        """Close everything."""
        self.window.finish()
        self.window.deleteLater()
