"""The check-in page by hand and by key, with a real vault behind it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt, QTime
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from caregiver_app.domain.about import Fact
from caregiver_app.domain.diary import CheckIn, Comfort, Entry, Line, Mode, Soothed, Who
from caregiver_app.domain.errors import DiskFull, MissingAnswer, TimeInFuture, UnreadableValue
from caregiver_app.domain.records import Topic
from caregiver_app.domain.time import HOUR_MS
from caregiver_app.services import about, diary
from caregiver_app.services import vault as vaults
from caregiver_app.storage import vault as stored
from caregiver_app.storage.space import Space
from caregiver_app.ui.inspection import faults
from caregiver_app.ui.pages.check_in.form import Form, StepKind, kept, temperature_typed
from caregiver_app.ui.pages.check_in.page import CheckInPage
from caregiver_app.ui.pages.check_in.view_model import Phase
from caregiver_app.ui.surroundings import Surroundings
from caregiver_app.ui.widgets.buttons import Button
from caregiver_app.ui.widgets.call_note import not_judged
from caregiver_app.ui.widgets.words import Words
from tests.services.households import PASSPHRASE
from tests.ui.harness import (
    NOW,
    FixedClock,
    display,
    finish,
    in_vault_thread,
    make_around,
    on_space,
    on_vault,
    settle,
)

KEYSTROKES_OF_A_FULL_CHECK_IN = 29  # Ctrl+N and Ctrl+2 counted as one each; the temperature skipped
SECONDS_A_KEYSTROKE = 1.35 + 0.28  # a choice made and a key pressed by someone who types slowly (Card, Moran, Newell)


@pytest.fixture
def around(qapp: QApplication, tmp_path: Path) -> Iterator[Surroundings]:
    made = make_around(tmp_path)
    yield made
    finish(made)


@pytest.fixture
def page(around: Surroundings, qtbot: QtBot) -> CheckInPage:
    return opened(around, qtbot)


def opened(around: Surroundings, qtbot: QtBot, argument: object = None) -> CheckInPage:
    made = CheckInPage(around)
    qtbot.addWidget(made)
    display(made)
    made.activateWindow()
    come(made, around, argument)
    return made


def come(page: CheckInPage, around: Surroundings, argument: object = None) -> None:
    page.arrive(argument)
    settle(around)
    settle(around)


def press(keys: str) -> None:
    """Type as a person does: each key goes to whatever has the keyboard."""
    for key in keys:
        QTest.keyClicks(_target(), key)


def press_key(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(_target(), key, modifier)


def _target() -> QWidget:
    QApplication.processEvents()
    found = QApplication.focusWidget()
    assert found is not None, "nothing has the keyboard"
    return found


def newest(around: Surroundings) -> CheckIn:
    entry = on_space(around, diary.latest)
    assert entry is not None and entry.effective is not None
    return entry.effective


def phase(page: CheckInPage) -> Phase:
    return page.model.state.phase


def said(page: CheckInPage) -> str:
    QApplication.processEvents()  # Qt makes new children visible with the next events
    return " | ".join(w.text() for w in page.findChildren(Words) if w.isVisible())


def button(page: CheckInPage, words: str) -> Button:
    QApplication.processEvents()
    found = [b for b in page.findChildren(Button) if b.text() == words and b.isVisible()]
    assert found, f"no button {words}"
    return found[0]


# ---- who answers -------------------------------------------------------------------------------
def test_it_asks_by_name_and_first_who_answers_with_nobody_chosen(page: CheckInPage) -> None:
    assert "How is Rosa Marín now?" in said(page)
    assert "Who answers?" in said(page)
    assert page.model.state.form.who is None


def test_numbers_are_no_answers_before_someone_is_chosen(page: CheckInPage) -> None:
    press("7")
    assert page.model.state.form.scores == {}
    assert page.model.state.step.kind is StepKind.WHO


def test_the_one_who_answered_last_time_is_not_chosen_again_by_itself(
    page: CheckInPage, around: Surroundings
) -> None:
    press("1444")
    page.model.save()
    settle(around)
    come(page, around)
    assert page.model.state.form.who is None


def test_saving_without_who_shows_that_question_and_says_so(page: CheckInPage, around: Surroundings) -> None:
    page.model.go(1)
    page.model.score(3)
    page._save()
    settle(around)
    assert page.model.state.step.kind is StepKind.WHO
    assert "Who answered?" in said(page)
    assert on_space(around, diary.latest) is not None  # the family's own, from last night
    assert newest(around).mode is Mode.COMFORT


# ---- by keyboard -------------------------------------------------------------------------------
def test_a_quick_check_in_by_keys_is_kept_as_it_was_typed(page: CheckInPage, around: Surroundings) -> None:
    press("1")  # I ask Rosa
    press("6x")
    press("s")
    press("0")  # nothing sudden
    press("y")
    assert page.model.state.step.kind is StepKind.LAST
    press_key(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    settle(around)
    found = newest(around)
    assert found.who is Who.CAREGIVER_ASKED
    assert found.scores == {"pain": 6, "breath": 10, "nausea": None}
    assert found.facts == {"needs_attention": True}
    assert found.at == NOW


def test_a_whole_full_check_in_takes_29_keystrokes_and_under_a_minute(
    page: CheckInPage, around: Surroundings
) -> None:
    count = 1  # Ctrl+N, which brought the page
    press_key(Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    count += 1
    for key in "2" + "3542x110123" + "12" + "0" + "1230s001" + "00" + "0":
        press(key)
        count += 1
    assert page.model.state.step.kind is StepKind.LAST
    press_key(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    count += 1
    settle(around)
    found = newest(around)
    assert (len(found.scores), len(found.facts)) == (11, 11)
    assert found.scores["appetite"] == 10
    assert found.facts["vomited"] == 2
    assert found.facts["ate"] == "some"
    assert found.facts["drank"] == "usual"
    assert found.facts["temp_c"] is None
    assert found.facts["needs_attention"] is False
    assert count == KEYSTROKES_OF_A_FULL_CHECK_IN
    assert count * SECONDS_A_KEYSTROKE < 60


def test_the_temperature_is_skipped_by_its_key_too(page: CheckInPage) -> None:
    to_temperature(page)
    press("s")
    assert page.model.state.form.facts["temp_c"] is None
    assert page.model.state.step.id == "new_confusion"


def to_temperature(page: CheckInPage) -> None:
    page.model.choose_mode(Mode.FULL)
    page.model.choose_who(Who.PATIENT)
    place = next(n for n, step in enumerate(page.model.state.steps) if step.id == "temp_c")
    page.model.go(place)


def test_a_temperature_is_typed_and_enter_goes_on(page: CheckInPage) -> None:
    to_temperature(page)
    press("37,4")
    press_key(Qt.Key.Key_Return)
    assert page.model.state.form.facts["temp_c"] == 37.4
    assert page.model.state.step.id == "new_confusion"


def test_a_temperature_that_cannot_be_is_asked_again(page: CheckInPage) -> None:
    to_temperature(page)
    press("55")
    press_key(Qt.Key.Key_Return)
    assert "temp_c" not in page.model.state.form.facts
    assert "30 to 45" in said(page)


@pytest.mark.parametrize(
    ("typed", "is_fahrenheit", "degrees"),
    [
        ("37.2", False, "37.2"), ("37,2", False, "37.2"), ("٣٧٫٢", False, "37.2"), ("37.2°C", True, "37.2"),
        ("98.6", True, "37.0"), ("98.6 F", False, "37.0"), ("100.4", True, "38.0"), ("100.3", True, "37.9"),
        ("30", False, "30.0"), ("45", False, "45.0"), ("86", True, "30.0"), ("113", True, "45.0"),
    ],
)  # fmt: skip
def test_a_temperature_is_read_in_either_scale(typed: str, is_fahrenheit: bool, degrees: str) -> None:
    assert temperature_typed(typed, is_fahrenheit) == Decimal(degrees)


@pytest.mark.parametrize(
    ("typed", "is_fahrenheit", "field"),
    [
        ("99.5", False, "temp_as_f"), ("37.5", True, "temp_as_c"), ("29.9", False, "temp_c"), ("45.1", False, "temp_c"),
        ("85.9", True, "temp_c"), ("113.1", True, "temp_c"), ("55", False, "temp_c"), ("warm", False, "temp_c"),
        ("NaN", False, "temp_c"), ("Infinity", True, "temp_c"), ("", False, "temp_c"),
    ],
)  # fmt: skip
def test_a_temperature_of_the_other_unit_is_asked_again_and_never_guessed(typed: str, is_fahrenheit: bool, field: str) -> None:
    with pytest.raises(UnreadableValue) as told:
        temperature_typed(typed, is_fahrenheit)
    assert told.value.field == field


def test_backspace_goes_back_and_the_answer_can_be_changed(page: CheckInPage) -> None:
    press("16")
    press_key(Qt.Key.Key_Backspace)
    assert page.model.state.step.id == "pain"
    press("2")
    assert page.model.state.form.scores == {"pain": 2}


def test_enter_by_chance_answers_nothing(page: CheckInPage) -> None:
    press("1")
    press_key(Qt.Key.Key_Return)
    assert page.model.state.form.scores == {}
    assert page.model.state.step.id == "pain"


def test_eastern_digits_are_numbers_too(page: CheckInPage) -> None:
    press("1")
    QApplication.sendEvent(_target(), QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, "٧"))
    assert page.model.state.form.scores == {"pain": 7}


def test_a_tile_under_the_keyboard_takes_the_same_keys(page: CheckInPage) -> None:
    press("1")
    press_key(Qt.Key.Key_Tab)
    press("x")
    assert page.model.state.form.scores == {"pain": 10}


# ---- by hand -----------------------------------------------------------------------------------
def test_a_click_on_a_number_answers_and_the_next_question_comes(page: CheckInPage) -> None:
    page.model.choose_who(Who.PATIENT)
    QApplication.processEvents()
    tile = next(b for b in page.findChildren(Button) if b.text() == "4" and b.isVisible())
    QTest.mouseClick(tile, Qt.MouseButton.LeftButton)
    assert page.model.state.form.scores == {"pain": 4}
    assert page.model.state.step.id == "breath"


def test_the_list_says_not_yet_and_goes_to_the_step_that_is_pressed(page: CheckInPage) -> None:
    page.model.choose_who(Who.PATIENT)
    assert said(page).count("Not yet") == 5
    button(page, "Feeling sick").click()
    assert page.model.state.step.id == "nausea"


def test_the_score_before_is_shown_and_how_this_one_differs(page: CheckInPage) -> None:
    page.model.choose_who(Who.PATIENT)
    before = page.model.state.before("pain")
    assert before is not None
    assert "Last time (yesterday 19:30)" in said(page)
    page.model.score(min(10, before.score + 2))
    page.model.back()
    assert f"2 more than last time (yesterday 19:30: {before.score})" in said(page)


def test_what_the_person_said_is_never_compared_with_what_was_seen(page: CheckInPage) -> None:
    lines = {line: page.model.state.known.before[("pain", line)] for line in Line}
    assert lines[Line.PATIENT].at != lines[Line.OBSERVER].at
    page.model.choose_who(Who.CAREGIVER)
    assert page.model.state.before("pain") == lines[Line.OBSERVER]
    page.model.choose_who(Who.PATIENT)
    assert page.model.state.before("pain") == lines[Line.PATIENT]


def test_the_sentence_and_the_number_are_always_there(page: CheckInPage, around: Surroundings) -> None:
    for _ in range(3):
        assert not_judged(around.t) in said(page)
        assert any(b.accessibleName() == "Hillside team: 555 0142" and b.isVisible() for b in page.findChildren(Button))
        page.model.choose_who(Who.PATIENT)


def test_a_comfort_check_keeps_signs_and_the_overall_view(page: CheckInPage, around: Surroundings) -> None:
    press_key(Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    press("1")  # what I see
    page.model.tick("moaning", True)
    page.model.tick("tense", True)
    page.model.tick("moaning", False)
    page.model.forward()
    press("2")
    press("3")
    page.model.skip()
    page._save()
    settle(around)
    found = newest(around)
    assert found.mode is Mode.COMFORT
    assert found.comfort is not None
    assert (found.comfort.signs, found.comfort.soothed, found.comfort.overall) == (
        ("tense",), Soothed.PARTLY, Comfort.DISTRESSED,
    )  # fmt: skip


def test_a_comfort_check_without_the_overall_view_says_what_is_missing(page: CheckInPage) -> None:
    page.model.choose_mode(Mode.COMFORT)
    page.model.choose_who(Who.CAREGIVER)
    page._save()
    assert page.model.state.step.kind is StepKind.OVERALL
    assert "all in all" in said(page)


def test_just_a_note_is_kept(page: CheckInPage, around: Surroundings) -> None:
    press_key(Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    press("3")
    press("She ate soup")
    press_key(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    settle(around)
    assert (newest(around).mode, newest(around).note) == (Mode.NOTE, "She ate soup")


def test_something_sudden_can_be_ticked_by_its_key_in_every_form(page: CheckInPage, around: Surroundings) -> None:
    press("1444")
    assert page.model.state.step.id == "sudden"
    press("1")  # a seizure
    press("2")  # bleeding
    press("2")  # no bleeding after all
    press("0n")
    page._save()
    settle(around)
    assert newest(around).ticks == ("seizure",)
    assert newest(around).facts == {"needs_attention": False}


def test_in_the_last_days_only_what_is_seen_is_asked(around: Surroundings, qtbot: QtBot) -> None:
    on_space(around, lambda space: about.say(space, {Fact.LAST_DAYS: True}, NOW))
    page = opened(around, qtbot)
    assert page.model.state.form.mode is Mode.COMFORT
    assert "I ask Rosa" not in said(page)
    page.model.choose_mode(Mode.FULL)  # what else is known can still be written
    assert "I ask Rosa" not in said(page)
    assert button(page, "What I see")


def test_what_a_fall_needs_is_asked_only_after_a_fall(page: CheckInPage, around: Surroundings) -> None:
    page.model.choose_mode(Mode.FULL)
    page.model.choose_who(Who.CAREGIVER)
    ids = [step.id for step in page.model.state.steps]
    assert "fall_signs" not in ids
    page.model.go(ids.index("fell"))
    page.model.fact(True)
    assert page.model.state.step.id == "fall_signs"
    page.model.see("head_hit", is_seen=True)
    page.model.go(page.model.state.place - 1)
    page.model.fact(False)
    assert "fall_signs" not in [step.id for step in page.model.state.steps]
    page._save()
    settle(around)
    assert newest(around).ticks == ()  # what was ticked about a fall that was none is not kept


def test_a_ticked_sign_stays_when_the_entry_is_corrected(page: CheckInPage, around: Surroundings) -> None:
    press("1444")
    press("30n")
    page._save()
    settle(around)
    entry = on_space(around, diary.entries)[0]
    come(page, around, entry)
    assert page.model.state.form.ticks == ("choking",)
    page.model.write_reason("misread")
    page._save()
    settle(around)
    assert newest(around).ticks == ("choking",)


def test_an_empty_note_says_that_there_is_nothing_to_save(page: CheckInPage, around: Surroundings) -> None:
    page.model.choose_mode(Mode.NOTE)
    page.model.choose_who(Who.STAFF)
    page._save()
    settle(around)
    assert isinstance(page.model.state.mistake, MissingAnswer)
    assert "There is nothing to save yet." in said(page)
    assert page.save.isEnabled()


# ---- time --------------------------------------------------------------------------------------
def test_a_time_ahead_gets_a_friendly_sentence_and_nothing_is_kept(page: CheckInPage, around: Surroundings) -> None:
    press("14440n")
    choose_time(page, QTime(9, 46))
    assert "This time has not come yet." in said(page)
    choose_time(page, QTime(9, 45))
    assert "This time has not come yet." not in said(page)
    choose_time(page, QTime(23, 0))
    assert isinstance(page.model.state.mistake, TimeInFuture)
    page._save()
    settle(around)
    assert isinstance(page.model.state.mistake, TimeInFuture)
    assert "This time has not come yet." in said(page)
    assert newest(around).mode is Mode.COMFORT


def choose_time(page: CheckInPage, at: QTime) -> None:
    assert page._when is not None
    page._when.choice.chosen.emit("other")
    page._when.moment.clock.setTime(at)


def test_another_time_is_kept_as_the_time_of_the_entry(page: CheckInPage, around: Surroundings) -> None:
    press("14440n")
    choose_time(page, QTime(7, 15))
    assert page._when is not None
    page._when.moment.before.click()
    page._save()
    settle(around)
    found = [e.at.wall() for e in on_space(around, diary.entries)]
    assert datetime(2026, 11, 23, 7, 15) in found


# ---- saving, undo --------------------------------------------------------------------------------
def test_after_saving_it_is_said_with_undo_and_today_comes(page: CheckInPage, around: Surroundings, qtbot: QtBot) -> None:
    press("14440n")
    pages: list[str] = []
    around.desk.page_wanted.connect(lambda name, _: pages.append(name))
    with qtbot.waitSignal(around.desk.undo_offered) as heard:
        page._save()
    assert heard.args[0] == "Saved with 4 answers."
    assert pages == ["today"]


def test_undo_takes_the_entry_back(page: CheckInPage, around: Surroundings, qtbot: QtBot) -> None:
    press("19990n")
    with qtbot.waitSignal(around.desk.undo_offered) as heard:
        page._save()
    assert newest(around).scores["pain"] == 9
    with qtbot.waitSignal(around.desk.said) as told:
        heard.args[1]()
    assert told.args == ["The check-in was taken back."]
    assert newest(around).mode is Mode.COMFORT


def test_saving_tells_every_page_that_the_diary_changed(page: CheckInPage, around: Surroundings, qtbot: QtBot) -> None:
    press("14440n")
    with qtbot.waitSignal(around.operations.changed, check_params_cb=lambda changes: Topic.DIARY in changes):
        page._save()


def test_a_full_disk_keeps_the_form_and_says_so(
    page: CheckInPage, around: Surroundings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(space: Space, *_: object) -> object:
        raise DiskFull

    press("14440n")
    with monkeypatch.context() as patched:
        patched.setattr(Space, "append", full)
        page._save()
        settle(around)
    assert phase(page) is Phase.ASKING
    assert "The disk is full" in said(page)
    assert page.model.state.form.scores == {"pain": 4, "breath": 4, "nausea": 4}
    page._save()
    settle(around)
    assert newest(around).scores["pain"] == 4


# ---- unfinished ----------------------------------------------------------------------------------
def test_an_unfinished_check_in_is_kept_in_the_vault_and_offered(page: CheckInPage, around: Surroundings) -> None:
    press("16")
    page.leave()
    clock = around.clock
    assert isinstance(clock, FixedClock)
    clock.pass_by(2 * HOUR_MS)
    come(page, around)
    assert phase(page) is Phase.OFFER
    assert "You had started a check-in (today 09:40). Go on?" in said(page)
    press_key(Qt.Key.Key_Return)  # the keyboard is on "Go on"
    assert page.model.state.form.scores == {"pain": 6}
    assert page.model.state.step.id == "breath"


def test_an_unfinished_check_in_survives_locking(around: Surroundings, page: CheckInPage, qtbot: QtBot) -> None:
    press("16")
    page.leave()
    person = around.person
    assert person is not None
    home = around.home
    with qtbot.waitCallback() as locked:
        around.operations.lock(then=locked)
    in_vault_thread(around.operations, lambda: stored.unlock(home, person.person_id, PASSPHRASE, NOW.utc_ms))
    again = opened(around, qtbot)
    assert phase(again) is Phase.OFFER
    again.model.resume()
    assert again.model.state.form.scores == {"pain": 6}


def test_start_again_forgets_the_unfinished_one(page: CheckInPage, around: Surroundings) -> None:
    press("16")
    page.leave()
    come(page, around)
    button(page, "Start again").click()
    assert page.model.state.form.who is None
    settle(around)
    assert on_vault(around, lambda vault: vaults.draft(vault, "check_in")) is None


def test_a_saved_check_in_is_not_offered_again(page: CheckInPage, around: Surroundings) -> None:
    press("16")
    page.leave()
    come(page, around)
    page.model.resume()
    page._save()
    settle(around)
    page.leave()
    come(page, around)
    assert phase(page) is Phase.ASKING


def test_an_untouched_form_is_not_kept(page: CheckInPage, around: Surroundings) -> None:
    page.leave()
    assert on_vault(around, lambda vault: vaults.draft(vault, "check_in")) is None


def test_a_draft_of_another_version_is_passed_over(page: CheckInPage, around: Surroundings) -> None:
    strange = {**kept(Form(NOW)), "mode": "from the future"}
    on_vault(around, lambda vault: vaults.keep_draft(vault, "check_in", strange, NOW))
    come(page, around)
    assert phase(page) is Phase.ASKING


# ---- corrections -----------------------------------------------------------------------------------
def an_entry(around: Surroundings) -> Entry:
    return next(
        e for e in on_space(around, diary.entries) if e.effective is not None and e.effective.mode is Mode.FULL
    )


def test_a_correction_is_filled_in_asks_why_and_keeps_the_time(
    around: Surroundings, qtbot: QtBot, page: CheckInPage
) -> None:
    entry = an_entry(around)
    come(page, around, entry)
    assert "Correct this entry" in said(page)
    assert "What was wrong?" in said(page)
    place = next(n for n, step in enumerate(page.model.state.steps) if step.id == "pain")
    page.model.go(place)
    page.model.score(9)
    page._save()
    assert isinstance(page.model.state.mistake, MissingAnswer)
    assert "Why do you change it?" in said(page)
    press("I misheard")
    with qtbot.waitSignal(around.desk.page_wanted) as wanted:
        page._save()
    assert wanted.args == ["diary", None]
    found = on_space(around, lambda space: diary.entry(space, entry.entity_id))
    assert found is not None and found.effective is not None
    assert found.effective.scores["pain"] == 9
    assert found.at == entry.at
    assert found.versions[0].check_in == entry.effective
    assert found.versions[1].reason == "I misheard"


def test_an_unfinished_correction_is_kept_apart_from_a_new_check_in(around: Surroundings, page: CheckInPage) -> None:
    entry = an_entry(around)
    come(page, around, entry)
    page.model.write_reason("I mis")
    page.leave()
    come(page, around)
    assert phase(page) is Phase.ASKING
    page.leave()
    come(page, around, entry)
    assert phase(page) is Phase.OFFER
    page.model.resume()
    assert page.model.state.form.reason == "I mis"


def test_the_modes_cannot_be_changed_in_a_correction(around: Surroundings, page: CheckInPage) -> None:
    come(page, around, an_entry(around))
    press_key(Qt.Key.Key_Tab)
    page._mode_wanted(Mode.NOTE)
    assert page.model.state.form.mode is Mode.FULL


# ---- no team, trouble, room --------------------------------------------------------------------------
def test_without_a_number_it_offers_to_write_one_down(qapp: QApplication, tmp_path: Path, qtbot: QtBot) -> None:
    bare = make_around(tmp_path / "bare", with_family=False)
    page = opened(bare, qtbot)
    assert "How is it now?" in said(page)
    with qtbot.waitSignal(bare.desk.page_wanted) as wanted:
        button(page, "Write down whom to call").click()
    assert wanted.args == ["plan", None]
    finish(bare)


def test_trouble_while_opening_has_a_sentence_and_a_way_on(
    page: CheckInPage, around: Surroundings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(vaults, "draft", lambda *_: (_ for _ in ()).throw(DiskFull()))
        come(page, around)
    assert phase(page) is Phase.FAILED
    assert "The disk is full" in said(page)
    button(page, "Try again").click()
    settle(around)
    assert phase(page) is Phase.ASKING


@pytest.mark.parametrize(
    ("language", "theme", "size", "width"),
    [("en", "light", 100, 1126), ("en", "contrast", 200, 1290), ("xx-long", "dark", 100, 1126), ("xx-long", "light", 200, 1290), ("ar", "dark", 150, 1126), ("en", "light", 100, 700)],
)
def test_nothing_is_cut_at_any_size(
    qapp: QApplication, tmp_path: Path, qtbot: QtBot, language: str, theme: str, size: int, width: int
) -> None:
    around = make_around(tmp_path / "other", language, theme, size)
    page = opened(around, qtbot)
    display(page, width, 700)
    found: list[str] = []
    model = page.model
    for mode, who in ((Mode.FULL, Who.PATIENT), (Mode.COMFORT, Who.CAREGIVER), (Mode.NOTE, Who.STAFF)):
        model.choose_mode(mode)
        model.choose_who(who)
        for place in range(len(model.state.steps)):
            model.go(place)
            QApplication.processEvents()
            QApplication.processEvents()
            found += [f"{mode} {model.state.step}: {fault}" for fault in faults(page)]
    assert found == []
    finish(around)




def test_a_narrow_window_keeps_the_answers_and_shows_the_list_below(page: CheckInPage) -> None:
    press("16")
    display(page, 700, 700)
    assert page.model.state.form.scores == {"pain": 6}
    assert page.side.y() > page.card.y()
    assert page.side.isVisible()
    display(page, 1126, 700)
    assert page.side_scroll.isVisible()
    press("3")
    assert page.model.state.form.scores == {"pain": 6, "breath": 3}
