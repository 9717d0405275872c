"""Puts a print page (HTML from interchange) on paper or into a PDF, A4 or Letter, on one page where that is asked."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QLocale, QMarginsF, QSizeF, Qt
from PySide6.QtGui import (
    QFont,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QTextDocument,
    QTextOption,
)

from caregiver_app.domain.errors import DiskFull, ReadOnlyHome

_MARGIN_MM = 14.0
_SIZES_PT = (16, 15, 14, 13, 12, 11, 10, 9, 8)  # the largest that still fits one page wins


class Paper(StrEnum):
    """The two sizes that homes have."""

    A4 = "a4"
    LETTER = "letter"


_LETTER_COUNTRIES = frozenset({"US", "CA", "MX", "CL", "CO", "VE", "PH", "CR", "GT", "PA", "DO", "PR", "SV", "NI"})


def usual_paper() -> Paper:
    """The size that printers have where this computer stands."""
    code = QLocale.territoryToCode(QLocale.system().territory())
    return Paper.LETTER if code in _LETTER_COUNTRIES else Paper.A4


_PAGE_SIZE = {Paper.A4: QPageSize.PageSizeId.A4, Paper.LETTER: QPageSize.PageSizeId.Letter}


def page_layout(paper: Paper) -> QPageLayout:
    """The sheet with its margins, upright."""
    margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
    return QPageLayout(
        QPageSize(_PAGE_SIZE[paper]), QPageLayout.Orientation.Portrait, margins, QPageLayout.Unit.Millimeter
    )


def fitted_document(html: str, paper: Paper, is_rtl: bool = False, one_page: bool = True) -> QTextDocument:
    """The document laid out in points at the largest type that fits one page (or at 11 pt over several)."""
    area = page_layout(paper).paintRect(QPageLayout.Unit.Point)
    document = QTextDocument()
    option = QTextOption()
    option.setTextDirection(Qt.LayoutDirection.RightToLeft if is_rtl else Qt.LayoutDirection.LeftToRight)
    document.setDefaultTextOption(option)
    document.setDocumentMargin(0)
    for size in _SIZES_PT if one_page else (11,):
        font = QFont("Noto Sans")
        font.setPixelSize(size)  # the page is laid out in points, so a pixel is a point
        document.setDefaultFont(font)
        document.setHtml(html)
        document.setPageSize(QSizeF(area.width(), area.height()))
        if document.pageCount() == 1 and document.size().width() <= area.width() + 1:  # a long word widens a column
            break
    return document


def paint(document: QTextDocument, device: QPagedPaintDevice, resolution: int) -> None:
    """Paint every page of a document that was laid out in points on a printer or PDF of `resolution` dots an inch."""
    painter = QPainter(device)
    scale = resolution / 72.0
    page = document.pageSize()
    for number in range(document.pageCount()):
        if number:
            device.newPage()
        painter.save()
        painter.scale(scale, scale)
        painter.translate(0, -number * page.height())
        clip = page.height() * number
        painter.setClipRect(0, int(clip), int(page.width()) + 1, int(page.height()) + 1)
        document.drawContents(painter)
        painter.restore()
    painter.end()


def write_pdf(
    html: str, target: Path, paper: Paper, is_rtl: bool = False, title: str = "", one_page: bool = True
) -> int:
    """Write a PDF and return its number of pages. Raises ReadOnlyHome where it cannot be written, DiskFull if cut."""
    document = fitted_document(html, paper, is_rtl, one_page)
    writer = QPdfWriter(str(target))
    writer.setPageLayout(page_layout(paper))
    writer.setResolution(300)
    writer.setTitle(title)
    writer.setCreator("Caregiver Coach")
    if not target.parent.is_dir() or not _may_write(target):
        raise ReadOnlyHome(target.parent)
    paint(document, writer, 300)
    del writer
    if not target.is_file() or target.stat().st_size == 0:
        raise DiskFull
    return document.pageCount()


def _may_write(target: Path) -> bool:
    try:
        with target.open("ab"):
            return True
    except OSError:
        return False
