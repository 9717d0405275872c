"""A clip on paper: one page with all its steps, printed or saved, in any language that the clip has."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from caregiver_app.domain.clips import Clip
from caregiver_app.domain.errors import CaregiverError
from caregiver_app.interchange.print_pages import clip_html
from caregiver_app.text import Texts
from caregiver_app.ui.asking import ask_printer, ask_where_to_save, documents
from caregiver_app.ui.pages.clips.origin import review_words
from caregiver_app.ui.printing import Paper, usual_paper, write_pdf
from caregiver_app.ui.surroundings import Surroundings
from caregiver_app.ui.widgets.boxes import Card, Flow, boxed, card_header, column
from caregiver_app.ui.widgets.buttons import Button
from caregiver_app.ui.widgets.choices import Chooser, Option
from caregiver_app.ui.widgets.words import Words

_NAMES = {Paper.A4: "A4", Paper.LETTER: "Letter"}


class ClipPaper(QWidget):
    """The language of the sheet, and buttons to print it or to save it as PDF in both paper sizes."""

    def __init__(self, around: Surroundings, clip: Clip) -> None:
        super().__init__()
        self._around, self._clip = around, clip
        look, t = around.look, around.t
        tags = _languages_of(clip, [one.tag for one in around.languages])
        names = {one.tag: one.autonym for one in around.languages}
        chosen = t.language if t.language in tags else tags[0]
        self.language = Chooser(look, t("Language of the sheet"), [Option(tag, names[tag]) for tag in tags], chosen)
        usual = usual_paper()
        other = Paper.A4 if usual is Paper.LETTER else Paper.LETTER
        self.print = Button(look, "line", t("Print this clip"), "printer", self._print)
        acts = Flow(look, 6, self.print)
        for paper in (usual, other):
            words = t("Save as PDF, {paper}", paper=t.isolate(_NAMES[paper]))
            acts.addWidget(Button(look, "text", words, "save", partial(self.ask_where, paper)))
        header = card_header(look, t("On paper"), icon_name="sheet")
        asked = Words(look, t("Language of the sheet"), "small_bold")
        self.setLayout(column(look, Card(look, header, asked, self.language, boxed(acts), gap=8)))

    def words(self) -> Texts:
        """The words of the sheet's language."""
        t = self._around.t
        chosen = str(self.language.value())
        return t if chosen == t.language else self._around.texts_for(chosen)

    def html(self) -> str:
        """The page for paper."""
        t = self.words()
        return clip_html(t, self._clip, review_words(t, self._clip, t.language))

    def _print(self) -> None:
        around = self._around
        ask_printer(around.look, around.t, self, self.html(), usual_paper(), self.words().is_rtl)

    def ask_where(self, paper: Paper) -> None:
        """Ask where the PDF goes."""
        look, t = self._around.look, self._around.t
        name = documents() / f"clip-{self._clip.id}-{self.words().language}.pdf"
        ask_where_to_save(look, t, self, t("Save this clip's page"), name, partial(self.save, paper))

    def save(self, paper: Paper, target: Path) -> None:
        """Write the PDF."""
        desk, t = self._around.desk, self._around.t
        try:
            write_pdf(self.html(), target, paper, self.words().is_rtl)
        except CaregiverError as error:
            desk.trouble.emit(error)
        else:
            desk.said.emit(t("The page is saved."))


def _languages_of(clip: Clip, offered: Sequence[str]) -> list[str]:
    """The languages of the program in which the clip has words; English first-hand where it has none of them."""
    return [tag for tag in offered if tag in clip.words] or ["en"]
