"""A crisis card as a frightened person reads it: numbers, steps, the team's words, the timer, what was given."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from caregiver_app.domain.plan import Contact, CrisisEvent, Emergency, HeadlineWishes, Section
from caregiver_app.domain.time import HOUR_MS, MINUTE_MS, Instant
from caregiver_app.services import plan
from caregiver_app.storage.space import Space
from caregiver_app.ui.inspection import faults
from caregiver_app.ui.pages.crisis.page import CrisisPage
from caregiver_app.ui.pages.crisis.paper import PaperButtons
from caregiver_app.ui.passing import passed_figures, passed_words
from caregiver_app.ui.printing import Paper
from caregiver_app.ui.surroundings import Surroundings
from caregiver_app.ui.widgets.call import NumberScreen
from caregiver_app.ui.widgets.steps import Badge
from caregiver_app.ui.widgets.words import Words
from tests.services.households import exchange, other_space
from tests.ui.crisis.stage import come, names, opened, press, said, wait, write
from tests.ui.harness import LANGUAGES, NOW, FixedClock, content, display, finish, make_around, on_space, texts_of

SIX = ("C1", "C2", "C3", "C4", "C5", "C6")
LOW = (1366 - 126, 700)  # what the page has beside the narrow side bar of a low laptop at 200 %
NO_DOSE_CHECK = "This program does not check doses yet. Follow the label. If unsure, call."


@pytest.fixture
def around(qapp: QApplication, tmp_path: Path) -> Iterator[Surroundings]:
    made = make_around(tmp_path)
    yield made
    finish(made)


@pytest.fixture
def empty(qapp: QApplication, tmp_path: Path) -> Iterator[Surroundings]:
    made = make_around(tmp_path, with_family=False)
    yield made
    finish(made)


def top_of(page: QWidget, words: str) -> int:
    """How far down the page words stand that begin so."""
    shown = [w for w in page.findChildren(QWidget) if w.isVisible() and _says(w).startswith(words)]
    assert shown, words
    return min(w.mapTo(page, QPoint(0, 0)).y() for w in shown)


def _says(widget: QWidget) -> str:
    words = widget.text() if isinstance(widget, Words) else widget.accessibleName()
    return words.translate(str.maketrans("", "", "\u2066\u2069"))


# ---- the order of a card -----------------------------------------------------------------------
@pytest.mark.parametrize("card_id", SIX)
def test_a_card_is_read_from_the_numbers_to_the_wishes(around: Surroundings, qtbot: QtBot, card_id: str) -> None:
    page = opened(around, qtbot, card_id, width=640)  # one column: the order of reading
    card = content().card(card_id)
    order = [top_of(page, card.title), top_of(page, "Hillside team. Call first."), top_of(page, "Do now")]
    if card.has_medicine:
        order.append(top_of(page, "Rosa Marín's medicine for this"))
    order.append(top_of(page, "Call now if"))
    order.append(top_of(page, "Do not"))
    if card.signs:
        order.append(top_of(page, "Signs"))
    order += [top_of(page, "Wishes"), top_of(page, "Draft: not yet checked by a clinician")]
    assert order == sorted(order)
    assert len(set(order)) == len(order)
    assert faults(page) == []


@pytest.mark.parametrize("card_id", SIX)
def test_every_card_begins_with_stay_call_and_note_the_time(around: Surroundings, qtbot: QtBot, card_id: str) -> None:
    page = opened(around, qtbot, card_id)
    steps = [w.accessibleName() for w in page.findChildren(Words) if w.accessibleName()[:2] in ("1.", "2.", "3.")]
    assert steps == ["1. Stay with them.", "2. Call, or send someone to call.", "3. Note the time."]
    assert "Start the timer" in names(page)


def test_the_general_card_leads_to_the_six_and_back(around: Surroundings, qtbot: QtBot) -> None:
    page = opened(around, qtbot)
    for card_id in SIX:
        press(page, around, content().card(card_id).title)
        assert page._card.id == card_id
        press(page, around, "Other cards")
        assert page._card.id == "C0"


@pytest.mark.parametrize("language", ["en", "ar", "fr", "hi", "xx-long"])
def test_at_200_per_cent_every_card_shows_its_number_and_first_step_without_scrolling(
    qtbot: QtBot, tmp_path: Path, language: str
) -> None:
    around = make_around(tmp_path, language, text_size=200)
    page = CrisisPage(around)
    qtbot.addWidget(page)
    display(page, *LOW)
    for card_id in ("C0", *SIX):
        come(page, around, card_id)
        display(page, *LOW)
        assert page._first is not None
        first_step = page.findChildren(Badge)[0]
        for widget in (page._first, first_step):
            bottom = widget.mapTo(page, widget.rect().bottomRight())
            assert page.rect().contains(bottom), (card_id, widget)
        assert faults(page) == [], card_id
    finish(around)


# ---- numbers -----------------------------------------------------------------------------------
def test_the_keyboard_stands_on_the_number_that_is_called_first(around: Surroundings, qtbot: QtBot) -> None:
    page = opened(around, qtbot, "C2")
    focus = QApplication.focusWidget()
    assert focus is page._first
    assert focus is not None and "555 0142" in focus.accessibleName()
    assert "555 0199" in " ".join(names(page))


def test_without_any_number_the_keyboard_stands_on_the_first_card(empty: Surroundings, qtbot: QtBot) -> None:
    opened(empty, qtbot)
    focus = QApplication.focusWidget()
    assert focus is not None
    assert focus.accessibleName() == content().card("C1").title


def test_without_numbers_two_red_bars_say_what_to_do(empty: Surroundings, qtbot: QtBot) -> None:
    words = said(opened(empty, qtbot, "C1"))
    assert "No number of your team is stored yet." in words
    assert "Call your emergency number." in words
    assert "No medicine is written in this plan for this. Call." in words


def test_a_number_fills_the_window_and_escape_leads_back_to_it(around: Surroundings, qtbot: QtBot) -> None:
    page = opened(around, qtbot, "C1")
    press(page, around, "Hillside team. Call first.")
    (screen,) = page.findChildren(NumberScreen)
    assert screen.size() == page.size()
    screen.put_away()
    assert QApplication.focusWidget() is page._first


def test_of_several_numbers_of_the_team_one_is_called_first_and_the_others_are_there_too(
    around: Surroundings, qtbot: QtBot
) -> None:
    contacts = (
        Contact("Day office", "Hillside office", "555 0150"),
        Contact("Night line", "Hillside night", "555 0151", "Day and night", "", is_team_line=True),
        Contact("Son", "Sam", "555 0167", "Any time"),
        Contact("Priest", "Father Luis", ""),
    )
    on_space(around, lambda space: plan.revise(space, Section.CONTACTS, contacts, NOW))
    page = opened(around, qtbot, "C1")
    found = names(page)
    assert found.index("Hillside night. Call first.: 555 0151") < found.index("Hillside office, Day office: 555 0150")
    assert "Sam, Son, Any time: 555 0167" in found
    assert not any("Father Luis" in name for name in found)
    assert sum("555 0151" in name for name in found) == 1


# ---- the team's words --------------------------------------------------------------------------
def test_the_teams_words_stand_there_letter_by_letter_with_who_and_when(around: Surroundings, qtbot: QtBot) -> None:
    words = "0.5 ml  <b>as needed</b>\n– not more than the label says & no less"
    on_space(around, lambda space: plan.revise(space, Section.MEDICINES, {"C1": words}, NOW))
    page = opened(around, qtbot, "C1")
    assert words in [w.text() for w in page.findChildren(Words)]
    assert "Written by Elena, Today, 09:40" in said(page)
    assert "Doses come only from your own prescription." in said(page)
    assert NO_DOSE_CHECK in said(page)


def test_two_versions_of_the_teams_words_are_both_shown_and_said(
    around: Surroundings, qtbot: QtBot, tmp_path: Path
) -> None:
    def apart(space: Space) -> None:
        other = other_space(tmp_path)
        exchange(space, other)
        plan.revise(space, Section.MEDICINES, {"C1": "the white box"}, NOW)
        plan.revise(other, Section.MEDICINES, {"C1": "the green box"}, NOW.plus(1))
        exchange(space, other)

    on_space(around, apart)
    words = said(opened(around, qtbot, "C1"))
    assert "Two versions were written apart. Both are shown. Ask your team." in words
    assert "the white box" in words
    assert "the green box" in words
    assert "Written by Anna" in words


def test_wishes_are_notes_and_a_part_in_two_versions_is_said(around: Surroundings, qtbot: QtBot, tmp_path: Path) -> None:
    page = opened(around, qtbot, "C1")
    assert "Hearing her grandchildren in the house. At home, in her own bed." in said(page)
    assert "Notes, not orders." in said(page)
    def apart(space: Space) -> None:
        other = other_space(tmp_path)
        exchange(space, other)
        plan.revise(space, Section.WISHES, HeadlineWishes("at home"), NOW)
        plan.revise(other, Section.WISHES, HeadlineWishes("with her son"), NOW.plus(1))
        exchange(space, other)

    on_space(around, apart)
    come(page, around, "C1")
    assert "A part of the plan has two versions. Look at Plan and wishes." in said(page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_card_carries_that_no_clinician_and_no_reader_has_checked_it(
    qtbot: QtBot, tmp_path: Path, language: str
) -> None:
    around, t = make_around(tmp_path, language), texts_of(language)
    page = opened(around, qtbot)
    for card_id in ("C0", *SIX):
        come(page, around, card_id)
        words = said(page)
        assert t("Draft: not yet checked by a clinician") in words
        assert (t("Draft translation: not yet checked by a person who speaks it") in words) is (language != "en")
    finish(around)


# ---- on the phone ------------------------------------------------------------------------------
def test_the_words_for_the_phone_are_filled_in_from_plan_timer_and_notes(around: Surroundings, qtbot: QtBot) -> None:
    page = opened(around, qtbot, "C1")
    press(page, around, "Start the timer")
    press(page, around, "Say on the phone")
    words = said(page)
    for sentence in (
        "I am caring for Rosa Marín.",
        "Born in 1948.",
        "We are at 12 Mill Lane, second floor.",
        "The illness: Cancer of the bowel, in the liver too.",
        "The team: Hillside home hospice.",
        "There is a form: Treatment wishes form. It is kept here: In the blue folder by the bed.",
        "It started at 09:40.",
        "I gave The blue bottle at Today, 02:15.",
    ):
        assert sentence in words


def test_an_empty_plan_leaves_gaps_to_be_filled_by_mouth(empty: Surroundings, qtbot: QtBot) -> None:
    page = opened(empty, qtbot, "C1")
    press(page, empty, "Say on the phone")
    for sentence in ("I am caring for ….", "We are at ….", "It started at …", "I gave … at …, or nothing."):
        assert sentence in said(page)


# ---- the timer ---------------------------------------------------------------------------------
def test_one_tap_starts_the_timer_and_leaves_a_draft_entry(around: Surroundings, qtbot: QtBot) -> None:
    page = opened(around, qtbot, "C5")
    press(page, around, "Start the timer")
    (entry,) = on_space(around, lambda space: plan.crisis_entries(space, unfinished_only=True))
    assert entry.event == CrisisEvent("C5", NOW)
    assert "Started at 09:40, just now." in said(page)
    clock = around.clock
    assert isinstance(clock, FixedClock)
    clock.pass_by(65_000)
    page._tell_time()
    assert "Started at 09:40, 1 minute ago." in said(page)
    assert "1:05" in said(page)


def test_a_timer_can_be_stopped_and_its_words_written_later(around: Surroundings, qtbot: QtBot) -> None:
    page = opened(around, qtbot, "C5")
    press(page, around, "Start the timer")
    press(page, around, "Stop the timer, write later")
    (entry,) = on_space(around, lambda space: plan.crisis_entries(space, unfinished_only=True))
    assert entry.event.ended == NOW
    assert "Start the timer" in names(page)
    assert QApplication.focusWidget() is page._first


@pytest.mark.parametrize(
    ("language", "minutes", "words"),
    [
        ("en", 0, "just now."), ("en", 1, "1 minute ago."), ("en", 5, "5 minutes ago."), ("en", 121, "Started: Today,"),
        ("es", 0, "ahora mismo."), ("es", 1, "hace 1 minuto."), ("es", 30, "hace 30 minutos."),
        ("ar", 1, "قبل دقيقة واحدة."), ("ar", 2, "قبل دقيقتين."), ("ar", 3, "قبل 3 دقائق."), ("ar", 11, "قبل 11 دقيقة."),
        ("ar", 100, "قبل 100 دقيقة."), ("fr", 1, "il y a 1 minute."), ("fr", 30, "il y a 30 minutes."),
        ("hi", 1, "1 मिनट पहले।"), ("hi", 30, "30 मिनट पहले।"),
    ],
)  # fmt: skip
def test_how_long_ago_is_said_as_people_say_it(language: str, minutes: int, words: str) -> None:
    said = passed_words(texts_of(language), NOW, NOW.plus(minutes * MINUTE_MS))
    assert words in said


@pytest.mark.parametrize(
    ("ms", "figures"), [(0, "0:00"), (-5_000, "0:00"), (299_999, "4:59"), (2 * HOUR_MS, "120:00"), (3 * HOUR_MS, "")]
)
def test_the_stopwatch_counts_minutes_and_seconds_while_they_matter(ms: int, figures: str) -> None:
    assert passed_figures(texts_of("en"), NOW, NOW.plus(ms)) == figures


# ---- a medicine --------------------------------------------------------------------------------
def test_the_card_says_what_was_last_noted_when_and_by_whom(around: Surroundings, qtbot: QtBot) -> None:
    page = opened(around, qtbot, "C1")
    assert "Last noted Today, 02:15 by Elena" in said(page)
    press(page, around, "I gave a medicine")
    assert page._form is not None
    assert NO_DOSE_CHECK in said(page._form)
    page._form.label.set_value("The white box")
    page._form.by.set_value("Sam")
    press(page, around, "Keep this note")
    assert "Last noted Today, 09:40 by Sam" in said(page)
    assert page._form is None


def test_a_note_without_the_labels_name_is_asked_for_and_loses_nothing(around: Surroundings, qtbot: QtBot) -> None:
    page = opened(around, qtbot, "C1")
    press(page, around, "I gave a medicine")
    assert page._form is not None
    page._form.given.set_value("one spoon")
    press(page, around, "Keep this note")
    assert "Which medicine was it?" in said(page)
    assert page._form.given.value() == "one spoon"
    assert page._form.label.edit.hasFocus()


def test_the_key_for_a_medicine_opens_the_form_with_the_keyboard_in_it(around: Surroundings, qtbot: QtBot) -> None:
    page = opened(around, qtbot, "dose")
    assert page._form is not None
    assert page._form.label.edit.hasFocus()


# ---- paper -------------------------------------------------------------------------------------
@pytest.mark.parametrize("paper", list(Paper))
def test_a_card_is_saved_as_one_page_of_either_size(
    around: Surroundings, qtbot: QtBot, tmp_path: Path, paper: Paper
) -> None:
    page = opened(around, qtbot, "C1")
    told: list[str] = []
    around.desk.said.connect(told.append)
    page.findChildren(PaperButtons)[0].save(paper, tmp_path / "card.pdf")
    data = (tmp_path / "card.pdf").read_bytes()
    assert data.count(b"/Type /Page\n") == 1
    width = {Paper.A4: b"595", Paper.LETTER: b"612"}[paper]
    assert b"/MediaBox [0 0 " + width in data
    assert told == ["The page is saved. It is not locked: keep it where you keep papers."]


def test_a_card_that_cannot_be_saved_is_told_calmly(around: Surroundings, qtbot: QtBot, tmp_path: Path) -> None:
    page = opened(around, qtbot, "C1")
    troubles: list[object] = []
    around.desk.trouble.connect(troubles.append)
    page.findChildren(PaperButtons)[0].save(Paper.A4, tmp_path / "missing" / "card.pdf")
    assert len(troubles) == 1


# ---- with other computers ----------------------------------------------------------------------
def test_a_number_that_came_from_another_computer_is_on_the_open_card_page_at_once(
    around: Surroundings, qtbot: QtBot
) -> None:
    page = opened(around, qtbot, "C1")
    write(around, lambda space: plan.revise(space, Section.EMERGENCY, Emergency("555 0222", "Anna", "ES"), NOW))
    wait(around)
    assert any("555 0222" in name for name in names(page))
    assert page._card.id == "C1"


def test_the_card_whose_timer_runs_is_the_one_that_comes(around: Surroundings, qtbot: QtBot) -> None:
    early = Instant(NOW.utc_ms - 5 * MINUTE_MS, NOW.offset_min)
    on_space(around, lambda space: plan.start_crisis(space, "C6", early))
    page = opened(around, qtbot)
    assert page._card.id == "C6"
    assert page.in_use() == ("C6", early.utc_ms)
    assert "Started at 09:35, 5 minutes ago." in said(page)
