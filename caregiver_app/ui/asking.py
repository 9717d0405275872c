"""Asks for a file or a printer in a panel inside the window, never in a dialog that would stop F1, locking or the crisis button.

The system's own dialogs are modal: while one is open Qt delivers no shortcut and no click to the window behind it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QDir, QStandardPaths, QStorageInfo
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtWidgets import QComboBox, QWidget

from caregiver_app.text import Texts
from caregiver_app.ui.folders import Folders
from caregiver_app.ui.printing import Paper, fitted_document, page_layout, paint
from caregiver_app.ui.style.theme import Look
from caregiver_app.ui.surroundings import Page
from caregiver_app.ui.widgets.boxes import Banner, Flow, boxed, clear, column
from caregiver_app.ui.widgets.buttons import BigButton, Button
from caregiver_app.ui.widgets.fields import LineField
from caregiver_app.ui.widgets.overlay import Overlay
from caregiver_app.ui.widgets.scroll import ScrollPage
from caregiver_app.ui.widgets.words import Words

_MOST_FOUND = 8
_EDGES = 90  # what the panel keeps free around and between its parts, at 100 %
# Where systems put what is plugged in, and how many folders deeper it lies there.
_STICKS = (("/run/media/", 2), ("/media/", 2), ("/media/", 1), ("/mnt/", 1), ("/Volumes/", 1))


class FilePanel(Overlay):
    """A file to write or to read; `chosen` is told the path once a person has settled on it.

    First the places that people mean, a press each: documents, desktop, every stick. Any other folder is one press away.
    """

    def __init__(
        self, look: Look, t: Texts, host: QWidget, title: str, suggested: Path, suffix: str, is_saving: bool,
        chosen: Callable[[Path], object], kinds: Sequence[str] = (), none_found: str = "",
    ) -> None:  # fmt: skip
        """To read, `kinds` may name several patterns ("*.mp4", "*/clip.json"); `none_found` says that nothing is there."""
        super().__init__(look, t, host, title, icon_name="save" if is_saving else "usb")
        self._look, self._t, self._suffix, self._is_saving, self._chosen = look, t, suffix, is_saving, chosen
        self._title, self._suggested = title, suggested
        self._kinds = tuple(kinds) or (f"*{suffix}",)
        self.files: Folders | None = None
        self._under: QWidget | None = None
        self.name = LineField(look, t("File name"), suggested.name, ltr=True)
        self._asked = boxed(column(look))
        self._asked.hide()
        self.box.addWidget(self._asked)
        self.places = self._places_to_save() if is_saving else self._files_found()
        self.other = Button(look, "line", t("Another folder"), "folder", self.show_folders)
        leave = Button(look, "line", t("Cancel"), None, self.put_away)
        self._short: list[QWidget] = [*([self.name] if is_saving else []), *self.places]
        if not is_saving and not self.places:
            none = none_found or t("No backup was found in your documents, on the desktop or on a USB stick.")
            self._short.append(Words(look, none))
        self._short.append(boxed(Flow(look, 10, self.other, leave)))
        for widget in self._short:
            self.box.addWidget(widget)
        self.box.addStretch()

    def _places_to_save(self) -> list[BigButton]:
        look, t = self._look, self._t
        made = []
        for place in places(self._suggested.parent):
            save = partial(self._save_in, place)
            words = t("Save in {place}", place=t.isolate(place.name or str(place)))
            made.append(
                BigButton(look, "line", "usb" if _is_stick(place) else "folder", words, t.isolate(str(place)), save)
            )
        return made

    def _save_in(self, place: Path) -> None:
        if self.name.value():
            self.take(str(place / Path(self.name.value()).name))
        else:
            self.name.show_mistake(self._t("Write a name first."))

    def _files_found(self) -> list[BigButton]:
        look, t = self._look, self._t
        found = [path for place in places(self._suggested.parent) for path in _files_in(place, self._kinds)]
        newest = sorted(dict.fromkeys(found), key=lambda path: -path.stat().st_mtime)[:_MOST_FOUND]
        take = [(p, partial(self.take, str(p))) for p in newest]
        return [BigButton(look, "line", "usb", t.isolate(p.name), t.isolate(str(p.parent)), act) for p, act in take]

    def show_folders(self) -> None:
        """Every folder of this computer, as a list to walk through."""
        look, t = self._look, self._t
        for widget in self._short:
            widget.hide()
        suggested = self._suggested.with_name(self.name.value() or self._suggested.name)
        self.files = Folders(look, t, self, self._title, suggested, self._suffix, self._is_saving)
        if not self._is_saving:
            self.files.setNameFilter(" ".join(dict.fromkeys(kind.rpartition("/")[2] for kind in self._kinds)))
        self.files.offer(places(suggested.parent))
        self.files.fileSelected.connect(self.take)
        self.files.rejected.connect(self.put_away)
        go = Button(
            look, "primary", t("Save here") if self._is_saving else t("Use this file"), "check", self.files.accept
        )
        self._under = boxed(Flow(look, 10, go, Button(look, "line", t("Cancel"), None, self.put_away)))
        self.box.insertWidget(1, self.files, 1)
        self.box.insertWidget(2, self._under)
        self.files.setFixedHeight(self._room_for_files(self._under))
        self.files.show()
        self.files.setFocus()

    def _room_for_files(self, under: QWidget) -> int:
        """What the list may take so that the buttons under it are seen without scrolling."""
        look = self._look
        air = self._host.height() // 12 + look.gap(_EDGES)
        return max(look.px(120), self._host.height() - air - self._head.sizeHint().height() - under.sizeHint().height())

    def take(self, name: str) -> None:
        """Go on with this path; a file that would be written over, or is not there, is asked about first."""
        path = Path(name)
        if self._is_saving and path.suffix != self._suffix:
            path = path.with_name(path.name + self._suffix)
        if self._is_saving and path.exists():
            self._ask(self._t("A file with this name is already there."), path)
        elif not self._is_saving and not path.is_file():
            self._ask(self._t("There is no file with this name."), None)
        else:
            self._done(path)

    def _ask(self, words: str, replaced: Path | None) -> None:
        look, t = self._look, self._t
        buttons = [Button(look, "line", t("Choose another name"), "back", self._again)]
        if replaced is not None:
            buttons.append(Button(look, "line", t("Write over it"), "save", lambda: self._done(replaced)))
        box = self._asked.layout()
        assert box is not None
        clear(box)
        box.addWidget(Banner(look, "today", words, "", buttons, small=True))
        self._asked.show()
        self._show_files(False)  # the question has the panel to itself
        buttons[0].setFocus()

    def _again(self) -> None:
        self._asked.hide()
        self._show_files(True)
        short = self.name if self._is_saving else self.other
        (self.files or short).setFocus()

    def _show_files(self, is_shown: bool) -> None:
        if self.files is not None and self._under is not None:
            self.files.setVisible(is_shown)
            self._under.setVisible(is_shown)

    def _done(self, path: Path) -> None:
        self.put_away()
        self._chosen(path)


def ask_where_to_save(
    look: Look, t: Texts, asker: QWidget, title: str, suggested: Path, chosen: Callable[[Path], object]
) -> FilePanel:
    """Ask where to write; `suggested` gives folder, name and ending. `chosen` is not called if the person cancels."""
    panel = FilePanel(look, t, host_of(asker), title, suggested, suggested.suffix, True, chosen)
    panel.bring(panel.places[0] if panel.places else panel.other)
    return panel


def ask_for_file(
    look: Look, t: Texts, asker: QWidget, title: str, folder: Path, suffix: str, chosen: Callable[[Path], object],
    kinds: Sequence[str] = (), none_found: str = "",
) -> FilePanel:  # fmt: skip
    """Ask which file to read: one with this ending, or one that fits any of the patterns `kinds`."""
    panel = FilePanel(look, t, host_of(asker), title, folder / suffix, suffix, False, chosen, kinds, none_found)
    panel.bring(panel.places[0] if panel.places else panel.other)
    return panel


class PrinterPanel(Overlay):
    """Which printer and which paper; then it prints one page. Without a printer it says what to do instead."""

    def __init__(
        self, look: Look, t: Texts, host: QWidget, html: str, paper: Paper, is_rtl: bool | None = None
    ) -> None:
        """`is_rtl` is the direction of the page, the interface's own where it is not said."""
        super().__init__(look, t, host, t("Print"), icon_name="printer")
        self._t, self._html, self._is_rtl = t, html, t.is_rtl if is_rtl is None else is_rtl
        self.printers = QComboBox()
        self.printers.setAccessibleName(t("Printer"))
        self.papers = QComboBox()
        self.papers.setAccessibleName(t("Paper"))
        for combo in (self.printers, self.papers):
            combo.setMinimumHeight(look.px(44))
            combo.setFont(look.font("body"))
        self.printers.addItems(QPrinterInfo.availablePrinterNames())
        self.printers.setCurrentText(QPrinterInfo.defaultPrinterName())
        for one, words in ((Paper.A4, "A4"), (Paper.LETTER, "Letter")):
            self.papers.addItem(words, one)
        self.papers.setCurrentIndex(self.papers.findData(paper))
        self.go = Button(look, "primary", t("Print"), "printer", self._print)
        leave = Button(look, "line", t("Cancel"), None, self.put_away)
        if self.printers.count():
            for label, combo in ((t("Printer"), self.printers), (t("Paper"), self.papers)):
                self.box.addWidget(Words(look, label, "body_bold"))
                self.box.addWidget(combo)
            self.box.addWidget(boxed(Flow(look, 10, self.go, leave)))
        else:
            none = t("This computer knows no printer.")
            hint = t("Save the page as a PDF. Anyone with a printer can print it.")
            leave.put_words(t("Close"))
            self.box.addWidget(Banner(look, "today", none, hint, [leave]))

    def _print(self) -> None:
        printer = QPrinter(QPrinterInfo.printerInfo(self.printers.currentText()), QPrinter.PrinterMode.HighResolution)
        paper = Paper(self.papers.currentData())
        printer.setPageLayout(page_layout(paper))
        self.put_away()
        paint(fitted_document(self._html, paper, self._is_rtl), printer, printer.resolution())


def ask_printer(
    look: Look, t: Texts, asker: QWidget, html: str, paper: Paper, is_rtl: bool | None = None
) -> PrinterPanel:
    """Print one page of HTML on a printer that the person chooses."""
    panel = PrinterPanel(look, t, host_of(asker), html, paper, is_rtl)
    panel.bring()
    return panel


def host_of(asker: QWidget) -> QWidget:
    """The widget that a panel may cover when `asker` asks: its page, or the middle of a front page, never the crisis button."""
    host: QWidget = asker
    middle: QWidget | None = None
    while (parent := host.parentWidget()) is not None:
        if isinstance(host, Overlay):
            return parent
        if isinstance(host, Page):
            return host
        middle = host if isinstance(host, ScrollPage) else middle
        host = parent
    return middle or host


def documents() -> Path:
    """The person's documents folder, or home where there is none."""
    found = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
    return found if found.is_dir() else Path(QDir.homePath())


def places(usual: Path) -> list[Path]:
    """The folder used last, every stick that is plugged in, documents and desktop; only those that are there."""
    sticks = [
        Path(v.rootPath()) for v in QStorageInfo.mountedVolumes() if v.isReady() and _is_stick(Path(v.rootPath()))
    ]
    desktop = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DesktopLocation))
    found = [usual, *sticks, documents(), desktop]
    return [place for place in dict.fromkeys(found) if place.is_dir()]


def _is_stick(place: Path) -> bool:
    path = place.as_posix()
    if any(path.startswith(start) and len(path[len(start) :].split("/")) == deep for start, deep in _STICKS):
        return True
    return place.anchor == str(place) and place.drive.upper() not in ("", "C:")


def _files_in(place: Path, kinds: Sequence[str]) -> list[Path]:
    try:
        return [path for kind in kinds for path in place.glob(kind) if path.is_file()]
    except OSError:  # a stick that was pulled out meanwhile
        return []
