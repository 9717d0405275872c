"""Which fields the program has, and which of them a test has typed into."""

from __future__ import annotations

import ast
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

import caregiver_app.ui
from caregiver_app.ui.widgets.fields import Field

UI = Path(caregiver_app.ui.__file__).parent
_KINDS = {"LineField", "TextField", "PassphraseField", "QLineEdit", "QPlainTextEdit", "QTextEdit"}


@dataclass(frozen=True, slots=True)
class Site:
    """A place in the program that makes a text field: the file below ui/, its first and last line."""

    file: str
    first: int
    last: int


def sites() -> frozenset[Site]:
    """Every place outside ui/widgets that makes a field to type into."""
    found: set[Site] = set()
    for path in UI.rglob("*.py"):
        if path.is_relative_to(UI / "widgets"):
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _KINDS:
                found.add(Site(str(path.relative_to(UI)), node.lineno, node.end_lineno or node.lineno))
    return frozenset(found)


class Planter:
    """Types a word of its own into each field that is on the screen, and remembers where the field was made."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, stem: str) -> None:
        self.stem = stem
        self.words: dict[str, str] = {}  # word -> label of the field
        self.typed: set[Site] = set()
        self._made: dict[int, tuple[str, int]] = {}
        self._sites = sites()
        plain = Field.__init__

        def remembering(field: Field, *args: object, **named: object) -> None:
            frame = sys._getframe(1)
            while not _is_page(frame.f_code.co_filename):
                assert frame.f_back is not None
                frame = frame.f_back
            plain(field, *args, **named)  # type: ignore[arg-type]
            field._made_at = (frame.f_code.co_filename, frame.f_lineno)  # type: ignore[attr-defined]

        monkeypatch.setattr(Field, "__init__", remembering)

    def word(self, label: str) -> str:
        """A word of its own for this field."""
        word = f"{self.stem}{len(self.words):03d}"
        self.words[word] = label
        return word

    def note(self, editor: QWidget) -> None:
        """Remember that this field was typed into."""
        parent: QWidget | None = editor
        while parent is not None and not isinstance(parent, Field):
            parent = parent.parentWidget()
        assert parent is not None, f"a field outside the house's own: {editor.accessibleName()}"
        file, line = parent._made_at  # type: ignore[attr-defined]
        name = str(Path(file).relative_to(UI))
        self.typed |= {site for site in self._sites if site.file == name and site.first <= line <= site.last}

    def missed(self) -> set[Site]:
        """Places whose fields nobody typed into."""
        return set(self._sites - self.typed)


def _is_page(file: str) -> bool:
    path = Path(file)
    return path.is_relative_to(UI) and not path.is_relative_to(UI / "widgets")


def editors(window: QWidget) -> list[QLineEdit | QPlainTextEdit]:
    """Every field on the screen that takes words."""
    found: list[QLineEdit | QPlainTextEdit] = [*window.findChildren(QLineEdit), *window.findChildren(QPlainTextEdit)]
    return [e for e in found if e.isVisible() and e.isEnabled() and not e.isReadOnly() and _is_ours(e)]


def _is_ours(editor: QWidget) -> bool:
    parent: QWidget | None = editor
    while parent is not None:
        if isinstance(parent, Field):
            return True
        parent = parent.parentWidget()
    return False
