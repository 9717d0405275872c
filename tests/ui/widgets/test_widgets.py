"""Shared widgets by keyboard, mouse and screen reader."""

from __future__ import annotations

from datetime import datetime

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from caregiver_app.ui.style.theme import Look
from caregiver_app.ui.widgets.boxes import ScrollPage
from caregiver_app.ui.widgets.buttons import Button, NavButton, number_button
from caregiver_app.ui.widgets.choices import Chooser, Counter, Option, yes_no
from caregiver_app.ui.widgets.fields import LineField, PassphraseField, TextField
from caregiver_app.ui.widgets.icon_shapes import ALIASES, SHAPES
from caregiver_app.ui.widgets.icons import icon_pixmap
from caregiver_app.ui.widgets.moments import MomentField
from caregiver_app.ui.widgets.overlay import Overlay
from caregiver_app.ui.widgets.progress import ProgressRow
from caregiver_app.ui.widgets.score_scale import ScoreScale
from caregiver_app.ui.widgets.table import Cell, DataTable
from caregiver_app.ui.widgets.trend import Mark, TrendChart, TrendLine
from caregiver_app.ui.widgets.words import Words
from tests.ui.gallery_words import gallery_texts

LOOK = Look()
ARABIC = Look(rtl=True)
T = gallery_texts()["en"]


def shown(qtbot: QtBot, widget: QWidget, size: tuple[int, int] = (800, 500)) -> QWidget:
    qtbot.addWidget(widget)
    widget.resize(*size)
    widget.show()
    qtbot.waitExposed(widget)
    widget.activateWindow()
    return widget


def scale_in_window(qtbot: QtBot, look: Look = LOOK) -> ScoreScale:
    scale = ScoreScale(look, T, "Pain now", "No pain", "Worst")
    shown(qtbot, scale)
    scale.focus_choice()
    qtbot.waitUntil(lambda: scale.focusWidget() is not None)
    return scale


def tile(scale: ScoreScale, score: int) -> QPushButton:
    return next(b for b in scale.findChildren(QPushButton) if b.text() == str(score))


def test_words_are_never_read_as_markup(qtbot: QtBot) -> None:
    words = Words(LOOK, "<b>5 < 6 & more</b>")
    qtbot.addWidget(words)
    assert words.text() == "<b>5 < 6 & more</b>"
    assert words.textFormat() is Qt.TextFormat.PlainText


def test_marked_words_are_heard_without_their_marks(qtbot: QtBot) -> None:
    words = Words(LOOK, "**Stay** with Rosa", marked=True)
    qtbot.addWidget(words)
    assert words.text() == "Stay with Rosa"


def test_narrow_words_get_more_lines(qtbot: QtBot) -> None:
    words = Words(LOOK, "Hold a small fan 15 cm from her face, at cheeks and nose.")
    qtbot.addWidget(words)
    assert words.heightForWidth(160) > 2 * words.heightForWidth(600)


def test_a_page_gives_wrapped_words_their_height(qtbot: QtBot) -> None:
    words = [Words(LOOK, "Her medicine is in the blue box on the top shelf. " * 4) for _ in range(6)]
    page = ScrollPage(LOOK, *words)
    shown(qtbot, page, (360, 300))
    assert all(w.cut_words() == "" for w in words)
    assert page.verticalScrollBar().maximum() > 0


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Space])
def test_enter_and_space_press_a_button(qtbot: QtBot, key: Qt.Key) -> None:
    pressed: list[int] = []
    button = Button(LOOK, "primary", "Save", clicked=lambda: pressed.append(1))
    shown(qtbot, button)
    qtbot.keyClick(button, key)
    assert pressed == [1]


def test_a_long_button_wraps_and_grows(qtbot: QtBot) -> None:
    button = Button(LOOK, "line", "Tell the team what was given and when it was given last night", "note")
    qtbot.addWidget(button)
    assert button.heightForWidth(180) > button.heightForWidth(600) >= 44


def test_an_ampersand_stays_an_ampersand(qtbot: QtBot) -> None:
    button = Button(LOOK, "line", "Sam & Elena")
    qtbot.addWidget(button)
    assert button.accessibleName() == "Sam & Elena"
    assert button.shortcut().isEmpty()


def test_a_telephone_number_is_named_with_whom_it_calls(qtbot: QtBot) -> None:
    button = number_button(LOOK, "crisis", "555 0142", "Nurse line")
    qtbot.addWidget(button)
    assert button.accessibleName() == "Nurse line: 555 0142"
    assert button.sizeHint().height() >= 64


def test_a_narrow_place_keeps_its_name(qtbot: QtBot) -> None:
    button = NavButton(LOOK, "Diary", "diary", lambda: None, is_narrow=True)
    qtbot.addWidget(button)
    assert (button.accessibleName(), button.toolTip()) == ("Diary", "Diary")


def test_pressing_a_place_does_not_mark_it_itself(qtbot: QtBot) -> None:
    button = NavButton(LOOK, "Diary", "diary", lambda: None, is_narrow=False)
    shown(qtbot, button)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert not button.isChecked()


@pytest.mark.parametrize(("typed", "score"), [("0", 0), ("7", 7), ("x", 10), ("X", 10)])
def test_one_key_is_one_score(qtbot: QtBot, typed: str, score: int) -> None:
    scale = scale_in_window(qtbot)
    with qtbot.waitSignal(scale.scored) as heard:
        qtbot.keyClicks(scale.focusWidget(), typed)
    assert heard.args == [score]
    assert scale.score() == score


def test_s_and_delete_skip_without_a_score(qtbot: QtBot) -> None:
    scale = scale_in_window(qtbot)
    for press in (
        lambda: qtbot.keyClicks(scale.focusWidget(), "s"),
        lambda: qtbot.keyClick(scale.focusWidget(), Qt.Key.Key_Delete),
    ):
        with qtbot.waitSignal(scale.skipped):
            press()
    assert scale.score() is None


def test_arrows_look_at_scores_without_choosing(qtbot: QtBot) -> None:
    scale = scale_in_window(qtbot)
    heard: list[int] = []
    scale.scored.connect(heard.append)
    qtbot.keyClick(scale.focusWidget(), Qt.Key.Key_Right)
    assert scale.focusWidget() is tile(scale, 1)
    assert heard == []
    qtbot.keyClick(scale.focusWidget(), Qt.Key.Key_Space)
    assert heard == [1]


def test_the_scale_starts_at_the_reading_side(qtbot: QtBot) -> None:
    left = scale_in_window(qtbot)
    assert tile(left, 0).x() < tile(left, 10).x()
    right = scale_in_window(qtbot, ARABIC)
    assert tile(right, 0).x() > tile(right, 10).x()
    qtbot.keyClick(right.focusWidget(), Qt.Key.Key_Left)
    assert right.focusWidget() is tile(right, 1)


def test_a_narrow_scale_takes_two_rows_without_tearing_a_band(qtbot: QtBot) -> None:
    scale = ScoreScale(Look(scale=2.0), T, "Pain now")
    shown(qtbot, scale, (760, 700))
    tops = [tile(scale, n).y() for n in range(11)]
    assert len({*tops[:4]}) == len({*tops[4:]}) == 1
    assert tops[3] < tops[4]


def test_scores_are_radio_buttons_with_number_and_word(qtbot: QtBot) -> None:
    scale = scale_in_window(qtbot)
    spoken = QAccessible.queryAccessibleInterface(tile(scale, 4))
    assert spoken is not None
    assert spoken.role() is QAccessible.Role.RadioButton
    assert spoken.text(QAccessible.Text.Name) == "4, Moderate"


def test_a_score_can_be_taken_back(qtbot: QtBot) -> None:
    scale = ScoreScale(LOOK, T, "Pain now", score=4)
    qtbot.addWidget(scale)
    scale.put(None)
    assert scale.score() is None


def chooser(qtbot: QtBot, look: Look = LOOK) -> Chooser:
    made = Chooser(look, "Who answers?", [Option(n, f"Answer {n}") for n in range(3)])
    shown(qtbot, made)
    return made


def test_nothing_is_chosen_until_a_person_chooses(qtbot: QtBot) -> None:
    made = chooser(qtbot)
    assert made.value() is None
    with qtbot.waitSignal(made.chosen) as heard:
        qtbot.mouseClick(made.findChildren(Button)[2], Qt.MouseButton.LeftButton)
    assert heard.args == [2] == [made.value()]


@pytest.mark.parametrize(("look", "key"), [(LOOK, Qt.Key.Key_Right), (ARABIC, Qt.Key.Key_Left)])
def test_arrows_choose_in_reading_direction(qtbot: QtBot, look: Look, key: Qt.Key) -> None:
    made = chooser(qtbot, look)
    made.put(0)
    made.focus_choice()
    qtbot.keyClick(made.findChildren(Button)[0], key)
    assert made.value() == 1


def test_no_is_an_answer(qtbot: QtBot) -> None:
    made = yes_no(LOOK, T, "Did she fall?", False)
    qtbot.addWidget(made)
    assert made.value() is False


def test_a_count_begins_with_nothing_and_can_be_zero(qtbot: QtBot) -> None:
    counter = Counter(LOOK, T, "Times sick")
    shown(qtbot, counter)
    assert counter.value() is None
    counter.fewer.click()
    assert counter.value() == 0
    assert not counter.fewer.isEnabled()
    counter.more.click()
    assert counter.value() == 1


def test_a_field_says_its_mistake_to_the_screen_reader(qtbot: QtBot) -> None:
    name = LineField(LOOK, "Your name", hint="Short")
    qtbot.addWidget(name)
    name.show_mistake("Type a name.")
    assert name.edit.accessibleName() == "Your name"
    assert name.edit.accessibleDescription() == "Type a name. Short"


def test_a_passphrase_is_hidden_until_the_eye_is_pressed(qtbot: QtBot) -> None:
    secret = PassphraseField(LOOK, "Passphrase", "Show it", "Hide it")
    shown(qtbot, secret)
    secret.edit.setText(" two  spaces ")
    assert secret.edit.echoMode() is QLineEdit.EchoMode.Password
    secret.eye.click()
    assert secret.edit.echoMode() is QLineEdit.EchoMode.Normal
    assert secret.eye.accessibleName() == "Hide it"
    assert secret.value() == " two  spaces "
    secret.forget()
    assert (secret.value(), secret.edit.echoMode()) == ("", QLineEdit.EchoMode.Password)


def test_a_note_grows_with_its_words_and_tab_leaves_it(qtbot: QtBot) -> None:
    note = TextField(LOOK, "A note", rows=2)
    shown(qtbot, note)
    before = note.edit.height()
    note.set_value("\n".join("line" for _ in range(6)))
    assert note.edit.height() > before
    assert note.edit.tabChangesFocus()


def test_a_moment_is_never_on_a_later_day(qtbot: QtBot) -> None:
    now = datetime(2026, 11, 24, 9, 40)
    moment = MomentField(LOOK, T, "When?", now, now, lambda day: day.isoformat())
    shown(qtbot, moment)
    assert not moment.after.isEnabled()
    moment.before.click()
    assert moment.value() == datetime(2026, 11, 23, 9, 40)
    moment.after.click()
    assert moment.value() == now


def test_a_time_reads_left_to_right_in_arabic(qtbot: QtBot) -> None:
    now = datetime(2026, 11, 24, 9, 40)
    moment = MomentField(ARABIC, T, "When?", now, now, lambda day: day.isoformat())
    qtbot.addWidget(moment)
    assert moment.clock.text() == "09:40"


class Stage:
    """A window with a page and, outside the page, a crisis button."""

    def __init__(self, qtbot: QtBot) -> None:
        self.window = QWidget()
        self.host = QWidget()
        self.behind = QPushButton("behind", self.host)
        self.crisis = QPushButton("crisis")
        box = QVBoxLayout(self.window)
        box.addWidget(self.host, 1)
        box.addWidget(self.crisis)
        shown(qtbot, self.window)
        self.behind.setFocus()
        self.reason = LineField(LOOK, "Why?")
        self.overlay = Overlay(LOOK, T, self.host, "Correct this entry", self.reason)
        self.overlay.bring()


def test_tab_stays_inside_an_overlay(qtbot: QtBot) -> None:
    stage = Stage(qtbot)
    assert stage.window.focusWidget() is stage.reason.edit
    seen = set()
    for _ in range(4):
        qtbot.keyClick(stage.window.focusWidget(), Qt.Key.Key_Tab)
        seen.add(stage.window.focusWidget())
    assert seen == {stage.reason.edit, stage.overlay.away}


def test_escape_puts_an_overlay_away_and_the_focus_back(qtbot: QtBot) -> None:
    stage = Stage(qtbot)
    with qtbot.waitSignal(stage.overlay.closed):
        qtbot.keyClick(stage.window.focusWidget(), Qt.Key.Key_Escape)
    assert stage.overlay.isHidden()
    assert stage.window.focusWidget() is stage.behind


def test_an_overlay_goes_away_although_the_page_behind_was_built_anew(qtbot: QtBot) -> None:
    stage = Stage(qtbot)
    delete(stage.behind)
    with qtbot.waitSignal(stage.overlay.closed):
        stage.overlay.put_away()
    assert stage.overlay.isHidden()


def test_the_crisis_button_works_beside_an_overlay_and_the_page_behind_does_not(qtbot: QtBot) -> None:
    stage = Stage(qtbot)
    with qtbot.waitSignal(stage.crisis.clicked):
        qtbot.mouseClick(stage.crisis, Qt.MouseButton.LeftButton)
    assert stage.window.childAt(stage.host.mapTo(stage.window, QPoint(5, 5))) is not stage.behind


def chart(qtbot: QtBot) -> TrendChart:
    made = TrendChart(LOOK, T, "Pain over two weeks")
    asked = TrendLine("Rosa", (Mark(0.5, 3, "11 Nov"), Mark(2.5, 6, "13 Nov")))
    made.put([asked, TrendLine("You", (Mark(1.5, 7, "12 Nov"),), is_observer=True)], ["11", "12", "13"])
    shown(qtbot, made)
    return made


def test_a_chart_is_walked_by_keyboard_in_order_of_time(qtbot: QtBot) -> None:
    made = chart(qtbot)
    heard: list[tuple[int, int]] = []
    made.picked.connect(lambda line, place: heard.append((line, place)))
    for key in (Qt.Key.Key_Home, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right):
        qtbot.keyClick(made, key)
    assert heard == [(0, 0), (1, 0), (0, 1), (0, 1)]
    assert made.accessibleDescription() == "Rosa, 13 Nov: 6, Moderate"


def test_a_chart_says_its_latest_scores(qtbot: QtBot) -> None:
    name = chart(qtbot).accessibleName()
    assert name.startswith("Pain over two weeks")
    assert "You, 12 Nov: 7, Severe" in name


def test_an_empty_chart_is_painted_and_takes_keys(qtbot: QtBot) -> None:
    made = TrendChart(LOOK, T, "Pain")
    made.put([], ["11"])
    shown(qtbot, made)
    qtbot.keyClick(made, Qt.Key.Key_Right)
    assert not made.grab().isNull()


def test_a_table_says_scores_in_words_and_shows_every_row(qtbot: QtBot) -> None:
    table = DataTable(LOOK, T, "Pain", ["Day", "Rosa"])
    table.put([[Cell("24 Nov"), Cell(score=6)] for _ in range(30)])
    shown(qtbot, table)
    item = table.item(0, 1)
    assert item is not None
    assert item.text() == "6, Moderate"
    assert table.verticalScrollBar().maximum() == 0


def test_every_icon_has_ink(qtbot: QtBot) -> None:
    for name in (*SHAPES, *ALIASES):
        image = icon_pixmap(name, 24, "#000000").toImage()
        inked = any(image.pixelColor(x, y).alpha() for x in range(0, 48, 2) for y in range(0, 48, 2))
        assert inked, name


def test_an_unknown_icon_is_refused(qtbot: QtBot) -> None:
    with pytest.raises(KeyError):
        icon_pixmap("no such icon", 24, "#000000")


def test_arrows_turn_round_in_arabic_and_media_controls_do_not(qtbot: QtBot) -> None:
    forward, play = (icon_pixmap(n, 24, "#000000").toImage() for n in ("forward", "play"))
    assert icon_pixmap("forward", 24, "#000000", rtl=True).toImage() != forward
    assert icon_pixmap("play", 24, "#000000", rtl=True).toImage() == play


def test_long_work_says_how_far_it_is_and_can_be_stopped(qtbot: QtBot) -> None:
    work = ProgressRow(LOOK, T, "Copying to the stick")
    shown(qtbot, work)
    work.put(40, "Checking the copy")
    assert (work.bar.value(), work.bar.accessibleName()) == (40, "Checking the copy")
    with qtbot.waitSignal(work.stopped):
        work.stop.click()
