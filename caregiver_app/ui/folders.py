"""Every folder of this computer as a list to walk through, drawn inside the window in the program's own look."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QLibraryInfo, Qt, QTranslator, QUrl
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialogButtonBox,
    QFileDialog,
    QHeaderView,
    QLineEdit,
    QSplitter,
    QToolButton,
    QTreeView,
    QWidget,
)

from caregiver_app.text import Texts
from caregiver_app.ui.style.theme import Look
from caregiver_app.ui.widgets.icons import icon

_LARGE = 1.5  # from this text size on a name needs the room of the date beside it
# What a person looking for one file does not need; our own buttons stand under the list instead of Qt's.
_NEEDLESS = ("fileTypeLabel", "fileTypeCombo", "newFolderButton", "listModeButton", "detailModeButton", "forwardButton")
_STEPS = {"backButton": "back", "toParentButton": "up"}


class Folders(QFileDialog):
    """Qt's file dialog as a plain widget: it writes nothing, asks nothing, and says `fileSelected` or `rejected`."""

    def __init__(
        self, look: Look, t: Texts, parent: QWidget, title: str, suggested: Path, suffix: str, is_saving: bool
    ) -> None:
        _speak_of_files(t.language)
        super().__init__(parent, title)
        self._look, self._t = look, t
        self.setWindowFlags(Qt.WindowType.Widget)
        # ours to draw, so that it can live in the window; it neither deletes nor asks in a box of its own
        for option in ("DontUseNativeDialog", "ReadOnly", "DontConfirmOverwrite", "DontUseCustomDirectoryIcons"):
            self.setOption(getattr(QFileDialog.Option, option))
        self.setFileMode(QFileDialog.FileMode.AnyFile)
        saving = QFileDialog.AcceptMode.AcceptSave if is_saving else QFileDialog.AcceptMode.AcceptOpen
        self.setAcceptMode(saving)
        self.setNameFilter(f"*{suffix}")
        self.setDirectory(str(suggested.parent if suggested.parent.is_dir() else Path.home()))
        self.selectFile(suggested.name if is_saving else "")
        self.setSizeGripEnabled(False)
        self._put_words()
        self._leave_out()
        self._enlarge()

    def offer(self, places: Sequence[Path]) -> None:
        """The places that stand beside the list."""
        self.setSidebarUrls([QUrl.fromLocalFile(str(place)) for place in places])

    def changeEvent(self, event: QEvent) -> None:
        """Qt puts its own words back when a translator comes; ours are put over them again."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange and hasattr(self, "_t"):
            self._put_words()

    def _put_words(self) -> None:
        self.setLabelText(QFileDialog.DialogLabel.LookIn, self._t("Place"))
        self.setLabelText(QFileDialog.DialogLabel.FileName, self._t("File name"))

    def _leave_out(self) -> None:
        for name in _NEEDLESS:
            if (part := self.findChild(QWidget, name)) is not None:
                part.hide()
        for buttons in self.findChildren(QDialogButtonBox):
            buttons.hide()
        for tree in self.findChildren(QTreeView):
            for column in (1, 2, 3) if self._look.scale >= _LARGE else (1, 2):  # size and kind; the date
                tree.setColumnHidden(column, True)
            tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)

    def _enlarge(self) -> None:
        """Targets that a tired hand meets; paths are read from left to right in every language."""
        look = self._look
        least = max(44, look.gap(44))
        for name, shape in _STEPS.items():
            step = self.findChild(QToolButton, name)
            if step is not None:
                step.setIcon(icon(shape, look.gap(22), look.c("accent"), look.rtl))
                step.setIconSize(step.iconSize().expandedTo(step.iconSize() * (look.gap(22) / 16)))
                step.setMinimumSize(least, least)
        for field in (*self.findChildren(QComboBox, "lookInCombo"), *self.findChildren(QLineEdit, "fileNameEdit")):
            field.setMinimumHeight(least)
            field.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        for sides in self.findChildren(QSplitter):
            sides.setSizes([look.px(150), look.px(520)])


def _speak_of_files(language: str) -> None:
    """Qt's own words for columns and tooltips of the file list, in the language of the window where Qt has it."""
    app = QApplication.instance()
    assert app is not None
    for old in app.findChildren(QTranslator):
        if old.objectName() == language:
            return
        app.removeTranslator(old)
        old.deleteLater()
    words = QTranslator(app)
    words.setObjectName(language)
    if words.load(f"qtbase_{language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(words)
