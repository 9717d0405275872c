"""A clip on paper: one page with every step, in each of its languages, printed or saved."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from caregiver_app.interchange.print_pages import clip_html
from caregiver_app.ui.asking import PrinterPanel
from caregiver_app.ui.pages.clips.sheet import ClipPaper
from caregiver_app.ui.printing import Paper, fitted_document
from tests.ui.harness import LANGUAGES, content, display, finish, make_around, texts_of
from tests.ui.player.clips import shipped

DRAFT = "Draft: not yet checked by a clinician"


def even(words: str) -> str:
    """Words with one kind of space: a document gives the narrow ones of French back as plain ones."""
    return " ".join(words.split())


@pytest.mark.parametrize("paper", list(Paper))
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_clip_fits_one_page_and_says_every_step(qtbot: QtBot, language: str, paper: Paper) -> None:
    t = texts_of(language)
    both = bool(os.environ.get("CAREGIVER_EVERY_VIEW"))  # poe every-view; else each clip on one of the papers
    turn = LANGUAGES.index(language) + list(Paper).index(paper)
    for clip in content().clips.clips if both else content().clips.clips[turn % 2 :: 2]:
        document = fitted_document(clip_html(t, clip, DRAFT), paper, t.is_rtl)
        assert document.pageCount() == 1, clip.id
        assert document.defaultFont().pixelSize() >= 11, clip.id  # read at arm's length
        said, words = even(document.toPlainText()), clip.words_in(language)
        for sentence in (
            words.title,
            DRAFT,
            *words.stop_and_call,
            *(w for s in words.steps for w in (s.action, s.caution)),
        ):
            assert even(sentence) in said, (clip.id, sentence)
        assert document.size().width() <= document.pageSize().width() + 1, clip.id


def test_the_pictures_are_on_the_page_and_stand_in_reading_order() -> None:
    clip = shipped("P2")
    html = clip_html(texts_of("en"), clip, DRAFT)
    places = [html.index(step.still.as_uri()) for step in clip.steps]
    assert places == sorted(places)
    arabic = clip_html(texts_of("ar"), clip, DRAFT)
    first, second = (arabic.index(step.still.as_uri()) for step in clip.steps[:2])
    assert second < first  # the last cell of a row stands at the right


def test_a_picture_that_is_gone_leaves_its_words(tmp_path: Path) -> None:
    clip = shipped("P2")
    clip = replace(clip, steps=(replace(clip.steps[0], still=tmp_path / "gone.jpg"), *clip.steps[1:]))
    html = clip_html(texts_of("en"), clip, DRAFT)
    assert "gone.jpg" not in html
    assert clip.words_in("en").steps[0].action in html


def test_a_medicine_clip_says_where_doses_come_from_and_another_does_not() -> None:
    said = "Doses come only from your own prescription."
    assert said in clip_html(texts_of("en"), shipped("M2"), DRAFT)
    assert said not in clip_html(texts_of("en"), shipped("P2"), DRAFT)


# ---- in the room ----------------------------------------------------------------------------------------


@pytest.fixture
def paper(tmp_path: Path, qtbot: QtBot) -> Iterator[ClipPaper]:
    around = make_around(tmp_path, with_family=False)
    made = ClipPaper(around, shipped("P2"))
    qtbot.addWidget(made)
    display(made, 600, 500)
    yield made
    finish(around)


def test_the_sheet_is_in_the_interfaces_language_until_another_is_chosen(paper: ClipPaper) -> None:
    assert shipped("P2").words_in("en").title in paper.html()
    paper.language.put("ar")
    assert shipped("P2").words_in("ar").title in paper.html()
    assert paper.words().is_rtl


@pytest.mark.parametrize("size", list(Paper))
def test_it_is_saved_as_a_pdf_and_that_is_said(paper: ClipPaper, size: Paper, tmp_path: Path, qtbot: QtBot) -> None:
    with qtbot.waitSignal(paper._around.desk.said) as told:
        paper.save(size, tmp_path / "clip.pdf")
    assert told.args == ["The page is saved."]
    assert (tmp_path / "clip.pdf").read_bytes().startswith(b"%PDF")


def test_a_folder_that_cannot_be_written_is_told(paper: ClipPaper, tmp_path: Path, qtbot: QtBot) -> None:
    with qtbot.waitSignal(paper._around.desk.trouble):
        paper.save(Paper.A4, tmp_path / "missing" / "clip.pdf")


def test_the_printer_gets_the_page_in_its_own_direction(paper: ClipPaper) -> None:
    paper.language.put("ar")
    paper.print.click()
    panel = paper.window().findChildren(PrinterPanel)[0]
    assert panel._is_rtl
    panel.put_away()
