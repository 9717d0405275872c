"""Telephone numbers: whether this computer can dial, and dialling."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

_NOT_DIALLED = re.compile(r"[^0-9+*#,;]")


def dialled(number: str) -> str:
    """The characters of a number that a telephone understands."""
    return _NOT_DIALLED.sub("", number.translate(str.maketrans("٠١٢٣٤٥٦٧٨٩०१२३४५६७८९", "0123456789" * 2)))


def can_dial() -> bool:
    """True where some program takes `tel:` links; asked afresh, for a telephone may have been paired since."""
    if sys.platform == "darwin":
        return True
    if sys.platform == "win32":
        return _windows_takes_tel()
    asker = shutil.which("xdg-mime")
    if asker is None:
        return False
    try:
        answer = subprocess.run(
            [asker, "query", "default", "x-scheme-handler/tel"], capture_output=True, timeout=1, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return bool(answer.stdout.strip())


def _windows_takes_tel() -> bool:
    import winreg  # type: ignore[import-not-found, unused-ignore]

    path = r"Software\Microsoft\Windows\Shell\Associations\UrlAssociations\tel\UserChoice"
    try:
        winreg.CloseKey(winreg.OpenKey(winreg.HKEY_CURRENT_USER, path))  # type: ignore[attr-defined, unused-ignore]
    except OSError:
        return False
    return True


def dial(number: str) -> bool:
    """Hand the number to the program that dials; False where there is none."""
    return bool(dialled(number)) and can_dial() and QDesktopServices.openUrl(QUrl(f"tel:{dialled(number)}"))
