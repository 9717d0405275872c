"""Telephone numbers: whether this computer can dial, and dialling. Nobody ever waits for the answer."""

from __future__ import annotations

import re
import shutil
import sys

from PySide6.QtCore import QObject, QProcess, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices

_NOT_DIALLED = re.compile(r"[^0-9+*#,;]")


def dialled(number: str) -> str:
    """The characters of a number that a telephone understands."""
    return _NOT_DIALLED.sub("", number.translate(str.maketrans("٠١٢٣٤٥٦٧٨٩०१२३४५६७८९", "0123456789" * 2)))


class Dialler(QObject):
    """Finds out whether some program takes `tel:` links; `told` comes later, and never while `ask` runs.

    Asked afresh each time, for a telephone may have been paired since.
    """

    told = Signal(bool)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._process = QProcess(self)
        self._process.finished.connect(self._answered)
        self._process.errorOccurred.connect(self._failed)

    def ask(self) -> None:
        """Begin to find out; a desktop that does not answer is left alone when this object goes."""
        if sys.platform == "darwin":
            QTimer.singleShot(0, self, lambda: self.told.emit(True))
        elif sys.platform == "win32":
            QTimer.singleShot(0, self, lambda: self.told.emit(_windows_takes_tel()))
        elif (asker := shutil.which("xdg-mime")) is not None:
            self._process.start(asker, ["query", "default", "x-scheme-handler/tel"])
        else:
            QTimer.singleShot(0, self, lambda: self.told.emit(False))

    def _answered(self) -> None:
        self.told.emit(bool(bytes(self._process.readAllStandardOutput().data()).strip()))

    def _failed(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            self.told.emit(False)


def _windows_takes_tel() -> bool:
    import winreg  # type: ignore[import-not-found, unused-ignore]

    path = r"Software\Microsoft\Windows\Shell\Associations\UrlAssociations\tel\UserChoice"
    try:
        winreg.CloseKey(winreg.OpenKey(winreg.HKEY_CURRENT_USER, path))  # type: ignore[attr-defined, unused-ignore]
    except OSError:
        return False
    return True


def dial(number: str) -> bool:
    """Hand the number to the program that dials; False where it was not taken."""
    return bool(dialled(number)) and QDesktopServices.openUrl(QUrl(f"tel:{dialled(number)}"))
