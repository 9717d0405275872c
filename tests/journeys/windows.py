"""A window as the program builds it, driven by what a person sees: words on buttons, labels of fields."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QPlainTextEdit, QWidget

from caregiver_app import locations
from caregiver_app.app import build
from caregiver_app.domain.diary import CheckIn, Entry
from caregiver_app.domain.preferences import Preferences
from caregiver_app.domain.time import SystemClock
from caregiver_app.services import diary
from caregiver_app.storage.home import Home
from caregiver_app.storage.space import Space
from caregiver_app.storage.vault import Vault
from caregiver_app.ui.pages.check_in.page import CheckInPage
from caregiver_app.ui.style.fonts import load_fonts

T = TypeVar("T")
PATIENCE_S = 40.0
_MARKS = str.maketrans("", "", "\u2066\u2067\u2068\u2069\u200e\u200f")
PASSPHRASE = "four small boats at dusk"


class Seat:
    """One person in front of one window."""

    def __init__(self, folder: Path) -> None:
        load_fonts(locations.fonts())
        home = Home(folder)
        home.prepare()
        self.window, self.operations = build(home, Preferences(language="en"))
        self.home = home
        self.window.resize(1366, 700)
        self.window.show()
        self.window.begin()
        QApplication.processEvents()

    # ---- seeing ------------------------------------------------------------------------------
    def words(self) -> str:
        """Everything that is written on the screen."""
        labels = [w.text() for w in self.window.findChildren(QLabel) if w.isVisible()]
        buttons = [_name(b) for b in self.window.findChildren(QAbstractButton) if b.isVisible()]
        return "\n".join([*labels, *buttons]).translate(_MARKS)

    def sees(self, *words: str) -> None:
        """Wait until all of these words are on the screen."""
        self.until(lambda: all(w in self.words() for w in words), f"{words} on the screen")

    def until(self, is_so: Callable[[], T], what: str = "") -> T:
        """Turn events until something is so."""
        end = time.monotonic() + PATIENCE_S
        while True:
            QApplication.processEvents()
            found = is_so()
            if found:
                return found
            if time.monotonic() > end:
                raise AssertionError(f"waited in vain for {what}; the screen says:\n{self.words()}")
            _turn(20)

    # ---- doing -------------------------------------------------------------------------------
    def button(self, words: str) -> QAbstractButton:
        """The button with these words, once it can be pressed."""

        def there() -> QAbstractButton | None:
            found = [b for b in self.window.findChildren(QAbstractButton) if b.isVisible() and b.isEnabled()]
            exact = [b for b in found if _name(b) == words or b.text().translate(_MARKS) == words]
            return (exact or [b for b in found if _name(b).startswith(words)] or [None])[0]  # type: ignore[list-item]

        return self.until(there, f"the button {words!r}")  # type: ignore[return-value]

    def press(self, *each: str) -> None:
        """Press buttons, one after the other."""
        for words in each:
            QTest.mouseClick(self.button(words), Qt.MouseButton.LeftButton)
            QApplication.processEvents()

    def field(self, label: str) -> QWidget:
        """The field with this label."""

        def there() -> QWidget | None:
            kinds: list[QWidget] = [*self.window.findChildren(QLineEdit), *self.window.findChildren(QPlainTextEdit)]
            return next((w for w in kinds if w.isVisible() and w.accessibleName() == label), None)

        return self.until(there, f"the field {label!r}")  # type: ignore[return-value]

    def type(self, label: str, words: str) -> None:
        """Replace what is in a field."""
        field = self.field(label)
        field.setFocus()
        if isinstance(field, QLineEdit | QPlainTextEdit):
            field.selectAll()
        QTest.keyClicks(field, words) if words else QTest.keyClick(field, Qt.Key.Key_Delete)

    # ---- whole steps -------------------------------------------------------------------------
    def begin_caring(self, me: str, patient: str) -> str:
        """The first steps to the Today page; returns the unlock sheet's words."""
        self.press("Start for someone I care for")
        sheet = self._make_me(me)
        self.press("I have it on paper")
        self.type("The letters on your sheet", sheet)
        self.press("Try it")
        self.type("Name of the person you care for", patient)
        self.press("Go on")
        self.type("Name of the team", "Hillside hospice")
        self.type("Their number, day and night", "555 0142")
        self.press("Go on")
        self.type("Emergency number", "555 0199")
        self.press("I have checked that this is right where we live.", "Finish")
        self.sees(patient, "Crisis plan")
        return sheet

    def begin_joining(self, me: str) -> None:
        """The first steps of someone who was invited, up to address and code."""
        self.press("I was invited to a care circle")
        self._make_me(me)
        self.press("Later")
        self.field("The code")

    def _make_me(self, me: str) -> str:
        self.type("Your first name", me)
        self.type("A passphrase", PASSPHRASE)
        self.type("The same passphrase again", PASSPHRASE)
        self.press("Go on")
        self.sees("Your unlock sheet")
        letters = next(w.text() for w in self.window.findChildren(QLabel) if w.isVisible() and _is_sheet(w.text()))
        return letters.translate(_MARKS)

    def check_in(self, *scores: int) -> None:
        """A quick check-in by keys: the patient answered, then a number for each question."""
        self.window.go("check_in")
        self.sees("Quick")
        self._key("1")
        for score in scores:
            self._key("x" if score == 10 else str(score))
        self.press("Save")
        self.sees("Saved with")

    def _key(self, key: str) -> None:
        page = next(p for p in self.window.findChildren(CheckInPage) if p.isVisible())
        QTest.keyClicks(page.card, key)
        QApplication.processEvents()

    def unlock(self, passphrase: str = PASSPHRASE) -> None:
        """On the lock screen."""
        self.type("Your passphrase", passphrase)
        self.press("Unlock")

    def share_through(self, address: str) -> None:
        """Set the relay on the Care circle page."""
        self.window.go("circle")
        self.type("Address of the relay", address)
        self.press("Save the address")
        self.sees("Make a code")

    # ---- the vault beneath -------------------------------------------------------------------
    def read(self, service: Callable[[Space], T]) -> T:
        """Ask the vault something, as a page does."""
        found: list[T] = []
        self.operations.read(service, found.append)
        return self._first(found)

    def read_vault(self, service: Callable[[Vault], T]) -> T:
        """The same of the whole vault."""
        found: list[T] = []
        self.operations.read_vault(service, found.append)
        return self._first(found)

    def _first(self, found: list[T]) -> T:
        self.until(lambda: bool(found), "an answer of the vault")
        return found[0]

    def correct(self, entity_id: bytes, pain: int, reason: str) -> None:
        """Correct an entry and let the window know, as the check-in page does."""

        def work(space: Space) -> frozenset:  # type: ignore[type-arg]
            entry = diary.entry(space, entity_id)
            assert entry is not None
            assert entry.effective is not None
            was = entry.effective
            return diary.correct(
                space, entry, CheckIn(was.who, was.mode, was.at, {"pain": pain}), reason, SystemClock().now()
            )

        done: list[object] = []
        self.operations.write(work, done.append)
        self.until(lambda: bool(done), "the correction")

    def entries(self) -> tuple[Entry, ...]:
        """The diary."""
        return self.read(diary.entries)

    def leave(self) -> None:
        """Close the window as a person does."""
        self.window.close()
        self.window.deleteLater()
        QApplication.processEvents()


def _name(button: QAbstractButton) -> str:
    return (button.accessibleName() or button.text()).translate(_MARKS)


def _is_sheet(words: str) -> bool:
    letters = words.translate(_MARKS).replace(" ", "")
    return len(letters) == 35 and letters.isalnum() and letters.isupper()


def _turn(milliseconds: int) -> None:
    """Let events come for a moment: a window has no end to wait for."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()
