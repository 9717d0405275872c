"""The unlock sheet on the screen and on paper."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget

from caregiver_app.interchange.print_pages import unlock_sheet_html
from caregiver_app.text import Texts
from caregiver_app.ui.printing import Paper, fitted_document, paint, write_pdf
from caregiver_app.ui.style.theme import Look
from caregiver_app.ui.widgets.boxes import Sunken
from caregiver_app.ui.widgets.words import Words


def sheet_card(look: Look, t: Texts, sheet: str) -> QWidget:
    """The letters of the sheet, large."""
    letters = Words(look, t.isolate(sheet.replace("-", "  ")), "h1")
    letters.setAccessibleName(" ".join(sheet))
    return Sunken(look, letters, margins=(20, 16, 20, 16))


def save_sheet(t: Texts, sheet: str, target: str) -> None:
    """The sheet as a PDF that the person asked for. Raises ReadOnlyHome, DiskFull."""
    write_pdf(unlock_sheet_html(t, sheet), Path(target), Paper.A4, t.is_rtl)


def print_sheet(parent: QWidget, t: Texts, sheet: str) -> None:
    """Print the sheet through the system's own dialog."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    dialog = QPrintDialog(printer, parent)
    if dialog.exec():
        paint(fitted_document(unlock_sheet_html(t, sheet), Paper.A4, t.is_rtl), printer, printer.resolution())
