"""Paper: one page a card, in both sizes and every language, with nothing that only colour says."""

from __future__ import annotations

from html import unescape
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from caregiver_app.domain.errors import ReadOnlyHome
from caregiver_app.domain.people import Patient
from caregiver_app.domain.plan import Contact, CrisisPlan, Emergency, HeadlineWishes
from caregiver_app.interchange.print_pages import crisis_card_html, unlock_sheet_html
from caregiver_app.ui.printing import Paper, fitted_document, write_pdf
from tests.ui.harness import LANGUAGES, NOW, content, texts_of

SHEET = "N3WXA-ESYFE-GRJZ5-7DWR6-K5FC5-CD3EQ-1000B"
PLAN = CrisisPlan(
    contacts=(Contact("Team", "Hillside <team>", "555 0142", is_team_line=True),),
    emergency=Emergency("555 0199", "Elena", "ES"),
    wishes=HeadlineWishes("At home", "Only if she asks", "A form", "Blue folder", "Her grandchildren", "Sam"),
)


def _even(words: str) -> str:
    """Words with one kind of space: a document gives the narrow ones of French back as plain ones."""
    return " ".join(words.split())


@pytest.mark.parametrize("paper", list(Paper))
@pytest.mark.parametrize("language", [*LANGUAGES, "xx-long"])
def test_every_card_fits_one_page_and_says_everything(qtbot: QtBot, tmp_path: Path, language: str, paper: Paper) -> None:
    t = texts_of(language)
    for card in content().cards:
        words = ["The blue bottle, exactly as the label says.\nSecond line & more."] if card.has_medicine else []
        html = crisis_card_html(t, card, Patient("Rosa"), PLAN, words, NOW)
        document = fitted_document(html, paper, t.is_rtl)
        assert document.pageCount() == 1, card.id
        said = _even(document.toPlainText())
        for sentence in (*card.do_not, *card.call_now, *card.signs, *card.prepare):
            assert _even(t.content(card.context, sentence)) in said
        assert "555 0142" in said
        assert "Hillside <team>" in said
        assert write_pdf(html, tmp_path / f"{card.id}.pdf", paper, t.is_rtl) == 1
        assert (tmp_path / f"{card.id}.pdf").read_bytes().startswith(b"%PDF")


def test_on_an_arabic_page_a_number_keeps_its_order_and_the_team_stands_first(qtbot: QtBot) -> None:
    t = texts_of("ar")
    html = crisis_card_html(t, content().card("C1"), Patient("Rosa"), PLAN, [], NOW)
    assert "\u2066555 0142\u2069" in html
    assert "\u2066555 0199\u2069" in html
    assert html.index("555 0199") < html.index("555 0142")  # the last cell of a row stands at the right


def test_a_card_without_the_teams_words_says_to_call() -> None:
    card = content().card("C1")
    html = unescape(crisis_card_html(texts_of("en"), card, Patient(), CrisisPlan(), [], NOW))
    assert "No medicine is written in this plan for this. Call." in html
    assert "your emergency number" in html


def test_the_unlock_sheet_prints_each_group_with_its_number(qtbot: QtBot) -> None:
    said = fitted_document(unlock_sheet_html(texts_of("en"), SHEET), Paper.A4).toPlainText()
    for number, group in enumerate(SHEET.split("-"), 1):
        assert group in said
        assert str(number) in said


def test_a_folder_that_cannot_be_written_is_told_calmly(qtbot: QtBot, tmp_path: Path) -> None:
    with pytest.raises(ReadOnlyHome):
        write_pdf("<p>x</p>", tmp_path / "missing" / "card.pdf", Paper.A4)
