"""A card on paper: one page, A4 or Letter, readable in grey, with the numbers and the team's own words."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from caregiver_app.domain.crisis_cards import CrisisCard
from caregiver_app.domain.errors import CaregiverError
from caregiver_app.interchange.print_pages import crisis_card_html
from caregiver_app.ui.asking import ask_printer, ask_where_to_save, documents
from caregiver_app.ui.pages.crisis.view_model import State
from caregiver_app.ui.printing import Paper, usual_paper, write_pdf
from caregiver_app.ui.surroundings import Surroundings
from caregiver_app.ui.widgets.boxes import Flow
from caregiver_app.ui.widgets.buttons import Button


def card_html(around: Surroundings, card: CrisisCard, state: State) -> str:
    """The card's page for paper."""
    words = [w.words for w in state.medicine_words.get(card.id, ())]
    return crisis_card_html(around.t, card, state.patient, state.plan, words, state.now)


class PaperButtons(QWidget):
    """Print, and save as PDF in both paper sizes."""

    def __init__(self, around: Surroundings, card: CrisisCard, state: Callable[[], State | None]) -> None:
        super().__init__()
        self._around, self._card, self._state = around, card, state
        look, t = around.look, around.t
        usual = usual_paper()
        other = Paper.A4 if usual is Paper.LETTER else Paper.LETTER
        names = {Paper.A4: "A4", Paper.LETTER: "Letter"}
        buttons = [Button(look, "text", t("Print this card"), "printer", self._print)]
        for paper in (usual, other):
            words = t("Save as PDF, {paper}", paper=t.isolate(names[paper]))
            buttons.append(Button(look, "text", words, "save", partial(self.ask_where, paper)))
        self.setLayout(Flow(look, 6, *buttons))

    def _print(self) -> None:
        state = self._state()
        if state is None:
            return
        around = self._around
        ask_printer(around.look, around.t, self, card_html(around, self._card, state), usual_paper())

    def ask_where(self, paper: Paper) -> None:
        """Ask where the PDF goes."""
        look, t = self._around.look, self._around.t
        name = documents() / f"card-{self._card.id}.pdf"  # never a person's name in a file name
        ask_where_to_save(look, t, self, t("Save this card"), name, partial(self.save, paper))

    def save(self, paper: Paper, target: Path) -> None:
        """Write the PDF."""
        state, t = self._state(), self._around.t
        if state is None:
            return
        try:
            write_pdf(card_html(self._around, self._card, state), target, paper, t.is_rtl)
        except CaregiverError as error:
            self._around.desk.trouble.emit(error)
        else:
            self._around.desk.said.emit(t("The page is saved. It is not locked: keep it where you keep papers."))
