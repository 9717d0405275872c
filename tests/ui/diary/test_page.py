"""The diary page and its view model, with a real vault behind them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from caregiver_app.domain.diary import CheckIn, Entry, Line, Mode, Who
from caregiver_app.domain.doses import DoseNote
from caregiver_app.domain.errors import DamagedVault, NothingToUndo
from caregiver_app.domain.records import Draft, Kind
from caregiver_app.domain.time import DAY_MS, HOUR_MS, MINUTE_MS, Instant
from caregiver_app.services import diary, doses, plan
from caregiver_app.storage.space import Space
from caregiver_app.ui.inspection import faults
from caregiver_app.ui.pages.diary.entry_block import Struck
from caregiver_app.ui.pages.diary.page import DiaryPage
from caregiver_app.ui.pages.diary.trends import days_of
from caregiver_app.ui.pages.diary.view_model import State, load
from caregiver_app.ui.surroundings import Surroundings
from caregiver_app.ui.widgets.buttons import Button
from caregiver_app.ui.widgets.call_note import not_judged
from caregiver_app.ui.widgets.moments import MomentField
from caregiver_app.ui.widgets.table import DataTable
from caregiver_app.ui.widgets.trend import TrendChart
from caregiver_app.ui.widgets.words import Words
from tests.services.households import exchange, other_space
from tests.ui.harness import NOW, display, finish, make_around, on_space, settle

CONTEST = "Two people corrected this. The higher number counts until someone settles it."


@pytest.fixture
def bare(qapp: QApplication, tmp_path: Path) -> Iterator[Surroundings]:
    """A vault in which nothing was written yet."""
    made = make_around(tmp_path, with_family=False)
    yield made
    finish(made)


@pytest.fixture
def family(qapp: QApplication, tmp_path: Path) -> Iterator[Surroundings]:
    made = make_around(tmp_path)
    yield made
    finish(made)


def opened(around: Surroundings, qtbot: QtBot, argument: object = None) -> DiaryPage:
    page = DiaryPage(around)
    qtbot.addWidget(page)
    display(page)
    page.activateWindow()
    page.arrive(argument)
    settled(around)
    return page


def settled(around: Surroundings) -> None:
    settle(around)
    settle(around)
    for _ in range(3):
        QApplication.processEvents()


def texts(root: QWidget, kind: type[Words] = Words) -> list[str]:
    QApplication.processEvents()
    return [w.text() for w in root.findChildren(kind) if w.isVisible()]


def said(root: QWidget) -> str:
    return " | ".join(texts(root))


def button(root: QWidget, words: str) -> Button:
    QApplication.processEvents()
    found = [b for b in root.findChildren(Button) if b.text() == words and b.isVisible()]
    assert found, f"no button {words}"
    return found[0]


def made(**changes: object) -> CheckIn:
    values: dict[str, object] = {"who": Who.PATIENT, "mode": Mode.QUICK, "at": NOW, "scores": {"pain": 4}}
    return CheckIn(**{**values, **changes})  # type: ignore[arg-type]


def keep(around: Surroundings, check_in: CheckIn) -> Entry:
    def write(space: Space) -> Entry:
        _, entity_id = diary.record(space, check_in, check_in.at)
        found = diary.entry(space, entity_id)
        assert found is not None
        return found

    return on_space(around, write)


def entry_of(around: Surroundings, entry: Entry) -> Entry:
    found = on_space(around, lambda space: diary.entry(space, entry.entity_id))
    assert found is not None
    return found


def contest(around: Surroundings, tmp_path: Path) -> Entry:
    """Elena's entry, corrected by her and by Anna apart."""
    entry = keep(around, made())

    def write(space: Space) -> None:
        other = other_space(tmp_path)
        exchange(space, other)
        diary.correct(space, entry, made(scores={"pain": 3}), "she said three", NOW)
        seen = diary.entry(other, entry.entity_id)
        assert seen is not None
        diary.correct(other, seen, made(scores={"pain": 8}), "I saw her face", NOW)
        exchange(space, other)
        other.close()

    on_space(around, write)
    return entry_of(around, entry)


# ---- the list ------------------------------------------------------------------------------------
def test_an_empty_diary_offers_the_first_check_in(bare: Surroundings, qtbot: QtBot) -> None:
    page = opened(bare, qtbot)
    assert "The diary is still empty" in said(page)
    with qtbot.waitSignal(bare.desk.page_wanted) as wanted:
        page.findChildren(Button)[-1].click()
    assert wanted.args == ["check_in", None]


def test_it_says_that_it_loads_until_the_vault_answers(bare: Surroundings, qtbot: QtBot) -> None:
    page = DiaryPage(bare)
    qtbot.addWidget(page)
    display(page)
    assert "One moment …" in said(page)


def test_days_come_newest_first_with_who_and_when(bare: Surroundings, qtbot: QtBot) -> None:
    on_space(bare, lambda space: plan.describe_patient(space, {"name": "Rosa"}, NOW))
    keep(bare, made(at=NOW.plus(-DAY_MS), who=Who.CAREGIVER))
    keep(bare, made(at=NOW.plus(-MINUTE_MS), who=Who.CAREGIVER_ASKED))
    page = opened(bare, qtbot)
    shown = texts(page)
    assert shown.index("Today, Tuesday 24 November") < shown.index("Yesterday, Monday 23 November")
    assert shown.index("Rosa was asked and answered") < shown.index("What the family saw")
    assert "09:39" in shown


def test_skipped_is_shown_as_skipped_and_not_as_none(bare: Surroundings, qtbot: QtBot) -> None:
    keep(bare, made(scores={"pain": None, "breath": 0}))
    page = opened(bare, qtbot)
    names = [w.accessibleName() for w in page.findChildren(QWidget) if w.accessibleName() in ("Skipped", "0, None")]
    assert sorted(names) == ["0, None", "Skipped"]


def test_items_note_and_the_wish_for_attention_are_shown(bare: Surroundings, qtbot: QtBot) -> None:
    facts = {"bowel": False, "vomited": 2, "ate": "some", "temp_c": 38.2, "fell": None, "needs_attention": True}
    keep(bare, made(mode=Mode.FULL, facts=facts, note="She ate soup"))
    shown = said(opened(bare, qtbot))
    assert "Bowels opened today: No · Times vomited: 2 · Ate: A little · Fell: Skipped · Temperature: 38.2 °C" in shown
    assert "Needs someone's attention today" in shown
    assert "She ate soup" in shown


def test_a_score_that_cannot_be_read_says_so_and_is_in_no_chart(bare: Surroundings, qtbot: QtBot) -> None:
    payload = {**made().as_payload(), "scores": {"pain": 11, "strange": 3}}
    on_space(bare, lambda space: space.append([Draft(Kind.CHECK_IN, payload, NOW)], NOW))
    page = opened(bare, qtbot)
    assert "Cannot be read" in said(page)
    assert page.state is not None
    assert page.state.tracked == ("strange",)
    assert page.state.lines("pain") == ()


def test_an_entry_dated_ahead_asks_to_check_the_time(bare: Surroundings, qtbot: QtBot) -> None:
    payload = made().as_payload()
    on_space(bare, lambda space: space.append([Draft(Kind.CHECK_IN, payload, NOW.plus(3 * HOUR_MS))], NOW))
    assert "Check the date and time" in said(opened(bare, qtbot))


def test_crises_and_medicines_stand_between_the_entries_of_their_day(family: Surroundings, qtbot: QtBot) -> None:
    page = opened(family, qtbot)
    shown = texts(page)
    assert shown.index("Medicine noted: The blue bottle") < shown.index("Crisis card: Pain")
    assert "As the label says, one time, given by Elena" in shown
    assert "It took 24 minutes." in shown


def test_a_medicine_note_taken_back_stays_struck_through(bare: Surroundings, qtbot: QtBot) -> None:
    def write(space: Space) -> None:
        doses.note_dose(space, DoseNote("The blue bottle", "one spoon", "Elena", NOW), NOW)
        doses.take_back_dose(space, doses.dose_entries(space)[0], "it was the green one", NOW)

    on_space(bare, write)
    page = opened(bare, qtbot)
    assert "The blue bottle. one spoon, given by Elena" in texts(page, Struck)
    assert "Taken back by Elena: it was the green one" in said(page)


def test_older_entries_come_when_asked_for(bare: Surroundings, qtbot: QtBot) -> None:
    keep(bare, made(at=NOW.plus(-20 * DAY_MS), note="long ago"))
    page = opened(bare, qtbot)
    assert "long ago" not in said(page)
    button(page, "Show older entries").click()
    settled(bare)
    assert "long ago" in said(page)
    assert not [b for b in page.findChildren(Button) if b.text() == "Show older entries" and b.isVisible()]


def test_the_list_follows_what_is_written_elsewhere(bare: Surroundings, qtbot: QtBot) -> None:
    page = opened(bare, qtbot)
    with qtbot.waitSignal(page.model.state_changed):
        bare.operations.write(lambda space: diary.record(space, made(note="from the nurse"), NOW)[0])
    assert "from the nurse" in said(page)


def test_the_sentence_and_the_number_are_on_both_views(family: Surroundings, qtbot: QtBot) -> None:
    page = opened(family, qtbot)
    for view in ("list", "trends"):
        page._turn(view)
        assert not_judged(family.t) in said(page)
        assert any(b.accessibleName() == "Hillside team: 555 0142" and b.isVisible() for b in page.findChildren(Button))


def test_trouble_has_a_sentence_and_a_way_on(bare: Surroundings, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    def damaged(*_: object) -> State:
        raise DamagedVault(Path("space.db"))

    with monkeypatch.context() as patched:
        patched.setattr("caregiver_app.ui.pages.diary.view_model.load", damaged)
        page = opened(bare, qtbot)
    assert "A file with your entries is damaged." in said(page)
    button(page, "Try again").click()
    settled(bare)
    assert "The diary is still empty" in said(page)


# ---- versions ------------------------------------------------------------------------------------
def test_a_corrected_entry_shows_the_old_one_struck_through_with_author_and_reason(
    bare: Surroundings, qtbot: QtBot
) -> None:
    entry = keep(bare, made())
    on_space(bare, lambda space: diary.correct(space, entry, made(scores={"pain": 7}), "I misheard", NOW.plus(HOUR_MS)))
    page = opened(bare, qtbot)
    assert texts(page, Struck) == ["Pain: 4, Moderate"]
    assert "Before, by Elena (today 09:40):" in said(page)
    assert "Corrected by Elena (today 10:40): I misheard" in said(page)
    struck = next(w for w in page.findChildren(Struck))
    assert struck.accessibleName() == "Struck through: Pain: 4, Moderate"


def corrected(around: Surroundings, entity_id: bytes, reason: str, at: Instant) -> None:
    def work(space: Space) -> object:
        entry = diary.entry(space, entity_id)
        assert entry is not None
        return diary.correct(space, entry, made(scores={"pain": 7}), reason, at)

    on_space(around, work)


def test_the_reason_of_an_older_correction_stays_readable(bare: Surroundings, qtbot: QtBot) -> None:
    entry = keep(bare, made())
    corrected(bare, entry.entity_id, "I misheard", NOW.plus(HOUR_MS))
    corrected(bare, entry.entity_id, "We asked again", NOW.plus(2 * HOUR_MS))
    page = opened(bare, qtbot)
    assert "Reason: I misheard" in said(page)
    assert "Corrected by Elena (today 11:40): We asked again" in said(page)


def test_an_entry_says_who_wrote_it(bare: Surroundings, qtbot: QtBot) -> None:
    keep(bare, made())
    assert "Written by Elena" in said(opened(bare, qtbot))


def test_correct_asks_for_the_form_with_this_entry(bare: Surroundings, qtbot: QtBot) -> None:
    entry = keep(bare, made())
    page = opened(bare, qtbot)
    with qtbot.waitSignal(bare.desk.page_wanted) as wanted:
        button(page, "Correct").click()
    assert wanted.args == ["check_in", entry]


def test_taking_back_needs_a_reason_and_the_entry_stays_struck_through(bare: Surroundings, qtbot: QtBot) -> None:
    entry = keep(bare, made())
    page = opened(bare, qtbot)
    button(page, "Take back").click()
    assert page.panel is not None
    button(page.panel, "Take it back").click()
    assert "Write a few words first." in said(page.panel)
    assert not entry_of(bare, entry).is_voided
    target = QApplication.focusWidget()
    assert target is not None
    QTest.keyClicks(target, "noted twice")
    with qtbot.waitSignal(bare.desk.undo_offered) as told:
        QTest.keyClick(target, Qt.Key.Key_Return)
    assert told.args[0] == "The entry was taken back."
    assert entry_of(bare, entry).is_voided
    settled(bare)
    assert texts(page, Struck) == ["Pain: 4, Moderate"]
    assert "Taken back by Elena (today 09:40): noted twice" in said(page)


def take_back(page: DiaryPage, around: Surroundings, qtbot: QtBot) -> Callable[[], None]:
    """Take the only entry back; returns what undoes it."""
    button(page, "Take back").click()
    target = QApplication.focusWidget()
    assert target is not None
    QTest.keyClicks(target, "noted twice")
    with qtbot.waitSignal(around.desk.undo_offered) as told:
        QTest.keyClick(target, Qt.Key.Key_Return)
    undo: Callable[[], None] = told.args[1]
    return undo


def test_taking_back_can_be_undone(bare: Surroundings, qtbot: QtBot) -> None:
    entry = keep(bare, made())
    undo = take_back(opened(bare, qtbot), bare, qtbot)
    with qtbot.waitSignal(bare.desk.said) as told:
        undo()
    assert told.args == ["The entry counts again."]
    assert entry_of(bare, entry).effective == entry.effective


def test_taking_back_cannot_be_undone_twice(bare: Surroundings, qtbot: QtBot) -> None:
    entry = keep(bare, made())
    undo = take_back(opened(bare, qtbot), bare, qtbot)
    undo()
    settled(bare)
    with qtbot.waitSignal(bare.desk.trouble) as trouble:
        undo()
    assert isinstance(trouble.args[0], NothingToUndo)
    assert len(entry_of(bare, entry).versions) == 3


def test_escape_puts_the_panel_away_and_changes_nothing(bare: Surroundings, qtbot: QtBot) -> None:
    entry = keep(bare, made())
    page = opened(bare, qtbot)
    button(page, "Take back").click()
    assert page.panel is not None
    target = QApplication.focusWidget()
    assert target is not None
    QTest.keyClick(target, Qt.Key.Key_Escape)
    assert page.panel.isHidden()
    assert entry_of(bare, entry) == entry


def test_a_contested_entry_shows_both_sides_and_the_higher_number_counts(
    bare: Surroundings, qtbot: QtBot, tmp_path: Path
) -> None:
    contest(bare, tmp_path)
    page = opened(bare, qtbot)
    shown = said(page)
    assert CONTEST in shown
    assert "Elena, today 09:40" in shown
    assert "Anna, today 09:40" in shown
    assert "Reason: I saw her face" in shown
    assert page.state is not None
    (line,) = page.state.lines("pain")
    assert [(p.score, p.is_contested) for p in line.points] == [(8, True)]


def test_one_side_settles_it(bare: Surroundings, qtbot: QtBot, tmp_path: Path) -> None:
    entry = contest(bare, tmp_path)
    page = opened(bare, qtbot)
    button(page, "Settle it").click()
    assert page.panel is not None
    rights = [b for b in page.panel.findChildren(Button) if b.text() == "This one is right"]
    by_author = {b.accessibleDescription(): b for b in rights}
    by_author["Elena"].click()
    assert "Write a few words first." in said(page.panel)
    target = QApplication.focusWidget()
    assert target is not None
    QTest.keyClicks(target, "we asked again")
    with qtbot.waitSignal(bare.desk.said) as told:
        by_author["Elena"].click()
    assert told.args == ["It is settled."]
    found = entry_of(bare, entry)
    assert not found.is_contested
    assert found.effective is not None and found.effective.scores == {"pain": 3}
    settled(bare)
    assert CONTEST not in said(page)


def test_neither_side_leads_to_the_form(bare: Surroundings, qtbot: QtBot, tmp_path: Path) -> None:
    entry = contest(bare, tmp_path)
    page = opened(bare, qtbot)
    button(page, "Settle it").click()
    assert page.panel is not None
    with qtbot.waitSignal(bare.desk.page_wanted) as wanted:
        button(page.panel, "Neither: correct it").click()
    assert wanted.args == ["check_in", entry]


# ---- crisis drafts ---------------------------------------------------------------------------------
def test_what_a_timer_left_can_be_finished(bare: Surroundings, qtbot: QtBot) -> None:
    on_space(bare, lambda space: plan.start_crisis(space, "C1", NOW.plus(-HOUR_MS)))
    page = opened(bare, qtbot)
    button(page, "Finish this note").click()
    assert page.panel is not None
    target = QApplication.focusWidget()
    assert target is not None
    QTest.keyClicks(target, "She slept")
    with qtbot.waitSignal(bare.desk.said):
        button(page.panel, "Save").click()
    (found,) = on_space(bare, plan.crisis_entries)
    assert (found.event.words, found.event.is_finished) == ("She slept", True)
    assert found.event.ended is not None
    assert abs(found.event.ended.utc_ms - NOW.utc_ms) < MINUTE_MS


def test_a_crisis_cannot_be_over_before_it_began(bare: Surroundings, qtbot: QtBot) -> None:
    on_space(bare, lambda space: plan.start_crisis(space, "C1", NOW.plus(-HOUR_MS)))
    page = opened(bare, qtbot)
    (entry,) = on_space(bare, plan.crisis_entries)
    page._finish_wanted(entry)
    assert page.panel is not None
    page.panel.findChildren(MomentField)[0].before.click()
    button(page.panel, "Save").click()
    assert "It cannot be over before it began." in said(page.panel)
    (found,) = on_space(bare, plan.crisis_entries)
    assert not found.event.is_finished


# ---- trends ----------------------------------------------------------------------------------------
def test_what_matters_most_to_the_person_comes_first_in_the_trends(family: Surroundings, qtbot: QtBot) -> None:
    page = opened(family, qtbot, "trends")
    assert page.state is not None
    assert page.state.tracked[:3] == ("pain", "breath", "nausea")
    assert page.trends.symptom == "pain"


def test_the_chart_has_two_lines_with_a_number_and_a_word_at_each_point(family: Surroundings, qtbot: QtBot) -> None:
    page = opened(family, qtbot, "trends")
    (chart,) = page.findChildren(TrendChart)
    assert [line.is_observer for line in chart._lines] == [False, True]
    assert [line.name for line in chart._lines] == ["Rosa Marín's answers", "What others saw"]
    for i, line in enumerate(chart._lines):
        for j, mark in enumerate(line.marks):
            chart.pick(i, j)
            assert f"{mark.score}, " in chart.accessibleDescription()
            assert 0 <= mark.day < 14


def test_a_point_that_is_picked_shows_its_entry(family: Surroundings, qtbot: QtBot) -> None:
    page = opened(family, qtbot, "trends")
    (chart,) = page.findChildren(TrendChart)
    chart.setFocus()
    QTest.keyClick(chart, Qt.Key.Key_End)
    assert "Monday 23 November" in said(page)


def test_the_table_says_the_same_as_the_chart(family: Surroundings, qtbot: QtBot) -> None:
    page = opened(family, qtbot, "trends")
    (chart,) = page.findChildren(TrendChart)
    charted = sorted((m.when, m.score, line.is_observer) for line in chart._lines for m in line.marks)
    button(page, "Table").click()
    QApplication.processEvents()
    table = next(t for t in page.findChildren(DataTable) if t.isVisible())
    rows = []
    for row in range(table.rowCount()):
        cells = [item.text() for c in range(3) if (item := table.item(row, c)) is not None]
        is_observer = cells[1] == "not asked"
        rows.append((cells[0], int(cells[2 if is_observer else 1].split(",")[0]), is_observer))
    assert sorted(rows) == charted


def test_another_symptom_can_be_chosen(family: Surroundings, qtbot: QtBot) -> None:
    page = opened(family, qtbot, "trends")
    button(page, "Tiredness").click()
    assert "Tiredness, 11 Nov to 24 Nov" in said(page)


def test_without_scores_the_trends_say_so(bare: Surroundings, qtbot: QtBot) -> None:
    keep(bare, made(mode=Mode.NOTE, scores={}, note="a note"))
    assert "No scores in the last 2 weeks yet." in said(opened(bare, qtbot, "trends"))


def test_lines_never_mix_what_was_said_and_what_was_seen(bare: Surroundings) -> None:
    for hours, who in enumerate(Who):
        keep(bare, made(at=NOW.plus(-hours * HOUR_MS), who=who, scores={"pain": hours}))
    state = on_space(bare, lambda space: load(space, NOW))
    scores = {line.line: sorted(p.score for p in line.points) for line in state.lines("pain")}
    order = {who: n for n, who in enumerate(Who)}
    assert scores == {
        Line.PATIENT: sorted([order[Who.PATIENT], order[Who.CAREGIVER_ASKED]]),
        Line.OBSERVER: sorted([order[Who.CAREGIVER], order[Who.STAFF]]),
    }


def test_the_days_of_the_chart_end_today() -> None:
    days = days_of(NOW)
    assert len(days) == 14
    assert days[-1] == NOW.wall().date()


# ---- room --------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("language", "theme", "size", "width"),
    [
        ("en", "light", 100, 1126),
        ("en", "contrast", 200, 1290),
        ("xx-long", "dark", 100, 1126),
        ("xx-long", "light", 200, 1290),
        ("ar", "dark", 125, 1126),
        ("en", "light", 100, 700),
    ],
)
def test_nothing_is_cut_at_any_size(
    qapp: QApplication, tmp_path: Path, qtbot: QtBot, language: str, theme: str, size: int, width: int
) -> None:
    around = make_around(tmp_path / "other", language, theme, size)
    contested = contest(around, tmp_path)
    on_space(around, lambda space: plan.start_crisis(space, "C2", NOW.plus(-HOUR_MS)))
    page = opened(around, qtbot)
    display(page, width, 700)
    found = [f"list: {fault}" for fault in faults(page)]
    page._settle_wanted(contested)
    display(page, width, 700)
    assert page.panel is not None
    found += [f"settle: {fault}" for fault in faults(page.panel)]
    page.panel.put_away()
    page._turn("trends")
    for form in ("chart", "table"):
        page.trends._choose("form", form)
        display(page, width, 700)
        found += [f"{form}: {fault}" for fault in faults(page)]
    assert found == []
    finish(around)
