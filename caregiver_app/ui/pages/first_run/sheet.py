"""The unlock sheet on the screen and on paper."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from caregiver_app.domain.errors import CaregiverError
from caregiver_app.interchange.print_pages import unlock_sheet_html
from caregiver_app.text import Texts
from caregiver_app.ui.asking import ask_printer, ask_where_to_save, documents
from caregiver_app.ui.printing import Paper, usual_paper, write_pdf
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


def print_sheet(asker: QWidget, look: Look, t: Texts, sheet: str) -> None:
    """Print the sheet on a printer that the person chooses."""
    ask_printer(look, t, asker, unlock_sheet_html(t, sheet), usual_paper())


def ask_where_to_save_sheet(
    asker: QWidget, look: Look, t: Texts, sheet: str, failed: Callable[[CaregiverError], None]
) -> None:
    """Ask where the PDF goes, and write it."""

    def save(target: Path) -> None:
        try:
            save_sheet(t, sheet, str(target))
        except CaregiverError as error:
            failed(error)

    ask_where_to_save(look, t, asker, t("Save the unlock sheet"), documents() / "unlock-sheet.pdf", save)
