"""What a family sees of flags: on Today, on their own page, and while closing a card; and the page about the person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from caregiver_app.domain.about import Fact
from caregiver_app.domain.diary import CheckIn, Mode, Who
from caregiver_app.domain.errors import ContentError
from caregiver_app.domain.flags.told import Settled
from caregiver_app.domain.records import Changes
from caregiver_app.services import about, diary, flags
from caregiver_app.storage.space import Space
from caregiver_app.ui.inspection import faults
from caregiver_app.ui.pages.about.page import AboutPage
from caregiver_app.ui.pages.flags.closing_panel import ClosingPanel
from caregiver_app.ui.pages.flags.page import FlagsPage
from caregiver_app.ui.pages.flags.view_model import closing_of
from caregiver_app.ui.pages.today.page import TodayPage
from caregiver_app.ui.surroundings import Content, Page, Surroundings
from caregiver_app.ui.widgets.words import Words
from tests.ui.harness import NOW, display, finish, make_around, on_space, settle


@pytest.fixture
def around(qapp: QApplication, tmp_path: Path) -> Iterator[Surroundings]:
    made = make_around(tmp_path)
    yield made
    finish(made)


def shown(page: Page, around: Surroundings, qtbot: QtBot) -> Page:
    qtbot.addWidget(page)
    display(page)
    page.arrive(None)
    settle(around)
    settle(around)
    return page


def said(widget: QWidget) -> str:
    for _ in range(3):
        QApplication.processEvents()
    return " | ".join(w.text() for w in widget.findChildren(Words) if w.isVisible())


def button(widget: QWidget, words: str) -> QAbstractButton:
    for _ in range(3):
        QApplication.processEvents()
    found = [b for b in widget.findChildren(QAbstractButton) if b.text().startswith(words) and b.isVisible()]
    assert found, f"no button {words}"
    return found[0]


def write(around: Surroundings, **fields: object) -> None:
    check_in = CheckIn(**{"who": Who.CAREGIVER, "mode": Mode.QUICK, "at": NOW, **fields})  # type: ignore[arg-type]
    change(around, lambda space: diary.record(space, check_in, NOW)[0])


def change(around: Surroundings, service: object) -> None:
    around.operations.write(service)  # type: ignore[arg-type]
    settle(around)
    settle(around)


def test_today_says_call_now_with_the_number_and_the_card(around: Surroundings, qtbot: QtBot) -> None:
    page = shown(TodayPage(around), around, qtbot)
    write(around, ticks=("choking",))
    assert "Call now: Choking" in said(page)
    assert "Someone wrote: Choking." in said(page)
    with qtbot.waitSignal(around.desk.crisis_wanted) as heard:
        button(page, "What to do: Choking").click()
    assert heard.args == ["C13"]
    assert "555 0142" in button(page, "\u2066555 0142").text()


def test_every_call_now_is_on_today_and_the_others_one_press_away(around: Surroundings, qtbot: QtBot) -> None:
    page = shown(TodayPage(around), around, qtbot)
    write(around, ticks=("choking", "seizure", "bleeding", "chest_pain"))
    words = said(page)
    assert words.count("Call now: ") == 4
    with qtbot.waitSignal(around.desk.page_wanted) as heard:
        button(page, "Show").click()
    assert heard.args == ["flags", None]


def test_nothing_is_said_to_be_fine_where_nothing_is_flagged(around: Surroundings, qtbot: QtBot) -> None:
    change(around, lambda space: _close_everything(space, around))
    page = shown(TodayPage(around), around, qtbot)
    assert "Nothing on this list was flagged. If you are worried, call." in said(page)


def _close_everything(space: Space, around: Surroundings) -> Changes:
    rules = around.content.rules
    assert rules is not None
    for card in flags.attention(space, rules, NOW).cards:
        flags.close(space, closing_of(card, Settled.VISIT, NOW), rules, NOW)
    return flags.FLAGS


def test_off_until_the_sentence_was_read_and_yes_was_pressed(around: Surroundings, qtbot: QtBot) -> None:
    change(around, lambda space: flags.tell_me(space, False, NOW))
    page = shown(FlagsPage(around), around, qtbot)
    assert "Nobody is told automatically." in said(page)
    assert "no clinician has checked it yet" in said(page)
    assert "Turned off by" in said(page)
    button(page, "Yes, tell me").click()
    settle(around)
    settle(around)
    assert "“Tell me” was turned on by" in said(page)


def test_the_page_shows_the_entries_the_rule_and_its_source(around: Surroundings, qtbot: QtBot) -> None:
    write(around, scores={"breath": 9})
    page = shown(FlagsPage(around), around, qtbot)
    words = said(page)
    assert "Call now: Short of breath" in words
    assert "Short of breath: 9 out of 10. This list says: from 9 on, call now." in words
    assert "What the family saw: Short of breath: 9, Severe" in words
    assert "Rule R01, “Severe, and it cannot wait”. Source: Selby 2010" in words
    assert "Draft: no clinician has checked these rules yet." in words


def test_a_lower_number_later_is_told_and_closes_nothing(around: Surroundings, qtbot: QtBot) -> None:
    write(around, scores={"breath": 9})
    write(around, at=NOW.plus(60_000), scores={"breath": 2})
    page = shown(FlagsPage(around), around, qtbot)
    assert "Call now: Short of breath" in said(page)
    assert "The newest number is 2 (today 09:41). The card stays until someone says what was done." in said(page)


def panel_of(page: Page) -> ClosingPanel:
    (found,) = (panel for panel in page.findChildren(ClosingPanel) if panel.isVisible())
    return found


def test_a_call_needs_who_it_was_and_then_the_card_is_gone(around: Surroundings, qtbot: QtBot) -> None:
    write(around, ticks=("choking",))
    page = shown(FlagsPage(around), around, qtbot)
    button(page, "I did something about it").click()
    panel = panel_of(page)
    assert not panel.keep.isEnabled()
    button(panel, "I called").click()
    panel.keep.click()
    assert "Write who it was." in said(panel)
    panel.who.set_value("Nurse Anna")
    panel.said.set_value("She comes tonight")
    with qtbot.waitSignal(around.desk.undo_offered) as heard:
        panel.keep.click()
    settle(around)
    settle(around)
    assert "Call now: Choking | I called" in said(page)
    assert "Spoke to: Nurse Anna" in said(page)
    heard.args[1]()
    settle(around)
    settle(around)
    assert "Someone wrote: Choking." in said(page)


def test_already_known_needs_a_day_and_not_needed_a_reason(around: Surroundings, qtbot: QtBot) -> None:
    write(around, ticks=("choking",))
    page = shown(FlagsPage(around), around, qtbot)
    button(page, "I did something about it").click()
    panel = panel_of(page)
    button(panel, "Already known").click()
    panel.keep.click()
    assert "Choose a day." in said(panel)
    button(panel, "Not needed").click()
    panel.keep.click()
    assert "Write a few words first." in said(panel)
    panel.why.set_value("I ticked the wrong line")
    with qtbot.waitSignal(around.desk.undo_offered):
        panel.keep.click()


def test_a_mistake_in_the_rules_is_told_and_the_rest_goes_on(around: Surroundings, qtbot: QtBot) -> None:
    def broken() -> None:
        raise ContentError(Path("flags.toml"), "rule R01", "it is missing")

    old = around.content
    told: list[object] = []
    content = Content(lambda: old.symptoms, lambda: old.cards, lambda: old.clips, broken)  # type: ignore[arg-type]
    content.troubled = told.append
    world = replace(around, content=content)
    assert "The list of what to tell could not be read." in said(shown(TodayPage(world), world, qtbot))
    assert "The list of what to tell could not be read." in said(shown(FlagsPage(world), world, qtbot))
    assert len(told) == 1  # once, however many pages ask


# ---- about the person ------------------------------------------------------------------------------
def test_an_answer_is_kept_at_once_with_who_and_when(around: Surroundings, qtbot: QtBot) -> None:
    page = shown(AboutPage(around), around, qtbot)
    button(page, "Yes").click()
    settle(around)
    settle(around)
    found = on_space(around, about.about)
    assert found.yes_no(Fact.CANCER) is True
    assert "Said by Elena, today 09:40" in said(page)


def test_the_teams_number_for_a_fever_is_checked_and_kept(around: Surroundings, qtbot: QtBot) -> None:
    page = shown(AboutPage(around), around, qtbot)
    assert isinstance(page, AboutPage) and page._fever is not None
    page._fever.set_value("99.5")
    page._fever.edit.editingFinished.emit()
    assert "This is too high for °C." in said(page)
    page._fever.set_value("37,5")
    page._fever.edit.editingFinished.emit()
    settle(around)
    settle(around)
    assert str(on_space(around, about.about).fever_at) == "37.5"


def test_what_is_typed_is_kept_when_the_page_is_left(around: Surroundings, qtbot: QtBot) -> None:
    page = shown(AboutPage(around), around, qtbot)
    assert isinstance(page, AboutPage)
    page._fields[-1].set_value("Penicillin")
    page.leave()
    settle(around)
    assert on_space(around, about.about).words(Fact.ALLERGIES) == "Penicillin"


def test_a_goal_is_set_by_pressing_plus_and_the_keyboard_stays_there(around: Surroundings, qtbot: QtBot) -> None:
    page = shown(AboutPage(around), around, qtbot)
    for _ in range(3):
        plus = next(b for b in page.findChildren(QAbstractButton) if b.accessibleName() == "One more: Pain")
        plus.setFocus()
        plus.click()
        settle(around)
        settle(around)
        said(page)
    assert on_space(around, about.about).goals == {"pain": 3}
    held = page.focusWidget()
    assert held is not None and held.accessibleName() == "One more: Pain"
    assert plus is not held


def test_a_new_usual_needs_a_reason(around: Surroundings, qtbot: QtBot) -> None:
    page = shown(AboutPage(around), around, qtbot)
    assert isinstance(page, AboutPage)
    button(page, "This is the new usual").click()
    assert page.panel is not None
    button(page.panel, "Begin").click()
    assert "Write a few words first." in said(page.panel)
    assert on_space(around, about.about).resets == ()


@pytest.mark.parametrize(("language", "size"), [("en", 100), ("xx-long", 200), ("ar", 200), ("hi", 100)])
def test_nothing_is_cut_on_the_cards_and_the_form_that_closes_them(
    qapp: QApplication, tmp_path: Path, qtbot: QtBot, language: str, size: int
) -> None:
    world = make_around(tmp_path, language, "light", size)
    try:
        write(world, scores={"breath": 9, "pain": 7}, ticks=("choking", "hard_to_wake", "back_pain_new", "leg_weakness"))
        page = shown(FlagsPage(world), world, qtbot)
        said(page)
        assert faults(page) == []
        assert isinstance(page, FlagsPage) and page.state is not None
        page._close_wanted(page.state.found.cards[0])
        panel = panel_of(page)
        for settled in Settled:
            panel.choice.put(settled)
            panel._show_fields(settled)
            said(panel)
            assert faults(panel) == []
    finally:
        finish(world)
