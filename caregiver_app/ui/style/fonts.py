"""Loads the bundled Noto faces, so that every script looks the same on every computer."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QFontDatabase

_LETTERS = ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf")


def load_fonts(folder: Path, every_script: bool = True) -> tuple[str, ...]:
    """Load the faces in `folder` and return the families found; without `every_script` only the Latin ones.

    A file that cannot be read is left out: the computer's own faces stand in.
    """
    files = sorted(folder.glob("*.ttf")) if every_script else [folder / name for name in _LETTERS]
    found: set[str] = set()
    for file in files:
        number = QFontDatabase.addApplicationFont(str(file))
        if number >= 0:
            found.update(QFontDatabase.applicationFontFamilies(number))
    return tuple(sorted(found))
