"""The clips page: found, watched, answered, and the room is busy while a clip plays."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from caregiver_app import locations
from caregiver_app.content.clips import load_clips
from caregiver_app.domain.clips import Clip
from caregiver_app.domain.preferences import Preferences
from caregiver_app.domain.time import Instant
from caregiver_app.domain.watched import Worked
from caregiver_app.services import clips as clips_service
from caregiver_app.ui.inspection import faults
from caregiver_app.ui.pages.clips.page import ClipsPage
from caregiver_app.ui.player.still_engine import StillEngine
from caregiver_app.ui.surroundings import Content
from caregiver_app.ui.watch import IdleWatch
from caregiver_app.ui.widgets.choices import Chooser
from caregiver_app.ui.widgets.poster import Poster
from caregiver_app.ui.widgets.words import Words
from tests.ui.harness import FixedClock, display, finish, make_around, on_space, settle
from tests.ui.player.clips import copied, shipped

OpenPage = Callable[..., ClipsPage]


@pytest.fixture
def open_page(tmp_path: Path, qtbot: QtBot) -> Iterator[OpenPage]:
    made: list[ClipsPage] = []

    def make(clip_id: str | None = None, size: tuple[int, int] = (1122, 768), **kinds: object) -> ClipsPage:
        content = kinds.pop("content", None)
        around = make_around(tmp_path, with_family=False, **kinds)  # type: ignore[arg-type]
        if isinstance(content, Content):
            around = replace(around, content=content)
        page = ClipsPage(around)
        page.make_engine = StillEngine  # the engines have tests of their own
        qtbot.addWidget(page)
        display(page, *size)
        page.arrive(clip_id)
        settle(around)
        display(page, *size)
        made.append(page)
        return page

    yield make
    for page in made:
        page.leave()
        finish(page.around)
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    app.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    app.setStyleSheet("")


def choose(chooser: Chooser, value: object) -> None:
    """Choose as a person does, with a click."""
    at = next(n for n, option in enumerate(chooser._options) if option.value == value)
    chooser._segments[at].click()


def posters(page: ClipsPage) -> list[str]:
    """The names of the clips that are offered."""
    QApplication.processEvents()
    return [p.accessibleName() for p in page.shelf.findChildren(Poster) if p.isVisible()]


def named(clip: Clip) -> str:
    """A clip as its poster is named: its title and its length."""
    minutes, seconds = divmod(round(clip.length_s), 60)
    return f"{clip.words_in('en').title}, {minutes}:{seconds:02d}"


def shipped_names(topic: str = "") -> list[str]:
    """The posters of a topic's clips, in the shelf's order."""
    return [named(clip) for clip in load_clips(locations.videos()).clips if topic in ("", clip.topic)]


def said_in(clip: Clip, language: str) -> str:
    """All the words of a clip in one language."""
    return " ".join(f"{step.action} {step.caution}".lower() for step in clip.words_in(language).steps)


def words_on(widget: QWidget) -> list[str]:
    """Every sentence that is seen."""
    return [w.text() for w in widget.findChildren(Words) if w.isVisible()]


# ---- the shelf ----------------------------------------------------------------------------------------


def test_the_shelf_shows_every_clip_and_typing_leaves_those_that_fit(open_page: OpenPage) -> None:
    page = open_page()
    assert posters(page) == shipped_names()
    page.shelf.search.set_value("sabana")
    page.shelf.search.changed.emit()
    saying = [clip for clip in load_clips(locations.videos()).clips if "sábana" in said_in(clip, "es")]
    assert 0 < len(saying) < len(shipped_names())
    assert posters(page) == [named(clip) for clip in saying]


def test_topic_and_language_choose_among_the_clips(open_page: OpenPage) -> None:
    page = open_page()
    choose(page.shelf.topics, "medication")
    assert posters(page) == shipped_names("medication")
    choose(page.shelf.spoken, "ar")
    assert posters(page) == shipped_names("medication")
    choose(page.shelf.topics, "positioning")
    assert posters(page) == shipped_names("positioning")


def test_when_nothing_fits_the_page_says_what_to_do(open_page: OpenPage) -> None:
    page = open_page()
    page.shelf.search.set_value("submarine")
    page.shelf.search.changed.emit()
    assert posters(page) == []
    assert "No clip fits. Try one word, or choose All." in words_on(page)


def test_a_clip_with_a_mistake_is_named_and_the_others_still_play(open_page: OpenPage, tmp_path: Path) -> None:
    broken = copied(tmp_path, b"").folder
    (broken / "clip.json").write_text("{", "utf-8")
    whole = shipped("M2")
    shelf = replace(load_clips(broken.parent), clips=(whole,))
    content = Content(lambda: None, lambda: (), lambda: shelf, lambda: None)  # type: ignore[arg-type, return-value]
    page = open_page(content=content)
    assert posters(page) == [named(whole)]
    assert "Some clips cannot be shown (P2). Install the program again." in words_on(page)


# ---- one step at a time -------------------------------------------------------------------------------


def test_one_step_at_a_time_shows_one_sentence_and_goes_on_back_and_again(open_page: OpenPage) -> None:
    page = open_page("P2")
    room = page.room
    assert room is not None
    steps = room.clip.words_in("en").steps
    room.slowly.click()
    assert room.one_step.isVisible()
    assert steps[0].action in words_on(room)
    assert steps[1].action not in words_on(room)
    assert room.player.is_playing
    room.one_step.next.click()
    assert steps[1].action in words_on(room)
    assert steps[1].caution in words_on(room)
    assert "Step 2 of 8" in words_on(room)
    room.one_step.again.click()
    assert room.one_step.number == 2
    room.one_step.back.click()
    assert steps[0].action in words_on(room)
    assert not room.one_step.back.isEnabled()
    assert "Stop and call if there is" in words_on(room)


def test_the_last_step_asks_whether_it_worked_and_all_steps_come_back(open_page: OpenPage) -> None:
    page = open_page("P2")
    room = page.room
    assert room is not None
    room.slowly.click()
    assert not room.yes.isVisible()
    for _ in range(7):
        room.one_step.next.click()
    assert not room.one_step.next.isEnabled()
    assert room.yes.isVisible()
    room.lead_by_step(False)
    assert not room.one_step.isVisible()
    assert all(step.action in words_on(room) for step in room.clip.words_in("en").steps)
    assert room.player.play_button.isVisible()


@pytest.mark.parametrize(("text_size", "language"), [(100, "ar"), (200, "en"), (200, "ar"), (100, "xx-long")])
def test_one_step_fits_in_every_size_and_direction(open_page: OpenPage, text_size: int, language: str) -> None:
    page = open_page("P2", size=(1240, 700), text_size=text_size, language=language)
    assert page.room is not None
    page.room.slowly.click()
    display(page, 1240, 700)
    assert faults(page) == []


# ---- night --------------------------------------------------------------------------------------------


def at_hour(hour: int, minute: int = 0) -> FixedClock:
    now = FixedClock().at
    return FixedClock(Instant.at_wall(now.wall().replace(hour=hour, minute=minute), now))


def test_at_night_the_sound_starts_off_and_one_button_turns_it_on(open_page: OpenPage) -> None:
    page = open_page("P2", clock=at_hour(23))
    room = page.room
    assert room is not None
    assert room.voices.sound_tag() == ""
    assert "It is night, so the sound is off. Someone may be asleep." in words_on(room)
    wanted: list[Preferences] = []
    page.around.desk.preferences_wanted.connect(wanted.append)
    room.voices.sound_on.click()
    (kept,) = wanted
    assert kept.sound_language == "en"
    room.voices.show_settings(kept)
    assert room.voices.sound_tag() == "en"
    assert not room.voices.night.isVisible()


def test_by_day_the_last_choice_holds(open_page: OpenPage) -> None:
    page = open_page("P2", clock=at_hour(12))
    assert page.room is not None
    assert page.room.voices.sound_tag() == "en"
    assert not page.room.voices.night.isVisible()


# ---- one clip -----------------------------------------------------------------------------------------


def test_everything_needed_to_watch_is_seen_without_scrolling_on_a_small_laptop(open_page: OpenPage) -> None:
    page = open_page("P2")
    assert page.room is not None
    player = page.room.player
    for each in (player.view, player.captions, player.play_button, page.room.voices.button, page.room.not_sure):
        assert each.mapTo(page, QPoint(0, each.height())).y() <= page.height(), each


def test_at_200_per_cent_picture_caption_and_play_are_seen_without_scrolling(open_page: OpenPage) -> None:
    page = open_page("P2", size=(1240, 700), text_size=200)
    assert page.player is not None
    for each in (page.player.view, page.player.captions, page.player.play_button):
        assert each.mapTo(page, QPoint(0, each.height())).y() <= page.height(), each
    assert faults(page) == []


def test_not_sure_is_kept_and_the_nurse_is_asked(open_page: OpenPage, qtbot: QtBot) -> None:
    page = open_page("P2")
    assert page.room is not None
    with qtbot.waitSignal(page.around.desk.said, timeout=10_000) as said:
        page.room.not_sure.click()
    assert said.args == ["Kept. Your nurse will see it."]
    settle(page.around)
    settle(page.around)
    assert "You said: Not sure. Your nurse will see it." in words_on(page.room)
    kept = on_space(page.around, clips_service.answers)
    assert [(one.clip_id, one.worked) for one in kept] == [("P2", Worked.NOT_SURE)]
    page.show_shelf()
    settle(page.around)
    assert "For the nurse's next visit: show us" in words_on(page.shelf)


def test_yes_takes_the_clip_off_the_nurses_list(open_page: OpenPage, qtbot: QtBot) -> None:
    page = open_page("P2")
    assert page.room is not None
    for button in (page.room.not_sure, page.room.yes):
        page.around.clock.pass_by(60_000)  # type: ignore[attr-defined]
        with qtbot.waitSignal(page.around.desk.said, timeout=10_000):
            button.click()
    settle(page.around)
    settle(page.around)
    assert "You said: Yes." in words_on(page.room)
    page.show_shelf()
    assert "For the nurse's next visit: show us" not in words_on(page.shelf)


def test_the_idle_lock_waits_while_a_clip_plays(open_page: OpenPage, qtbot: QtBot) -> None:
    page = open_page("P2")
    seconds = [0.0]
    watch = IdleWatch(15, monotonic=lambda: seconds[0], wall=lambda: 0.0)
    page.around.desk.busy_changed.connect(watch.set_busy)
    assert page.player is not None
    page.player.toggle()
    seconds[0] += 16 * 60
    with qtbot.assertNotEmitted(watch.locking):
        watch.look()
    page.player.toggle()
    seconds[0] += 16 * 60
    with qtbot.waitSignal(watch.locking, timeout=1_000):
        watch.look()


def test_leaving_stops_the_clip_and_lets_the_lock_go_on(open_page: OpenPage) -> None:
    page = open_page("P2")
    told: list[bool] = []
    page.around.desk.busy_changed.connect(told.append)
    assert page.player is not None
    page.player.toggle()
    page.leave()
    assert told[0] is True
    assert told[-1] is False
    assert page.player is None


def test_voice_and_captions_are_chosen_in_a_panel_told_on_its_button_and_kept(open_page: OpenPage) -> None:
    page = open_page("P2")
    assert page.room is not None
    voices, player = page.room.voices, page.room.player
    assert voices.button.accessibleName() == "Voice: English, a computer's voice. Captions: English."
    kept: list[object] = []
    page.around.desk.preferences_wanted.connect(kept.append)
    voices.button.click()
    assert voices.panel.isVisible()
    choose(voices.sound, "es")
    choose(voices.second, "ar")
    choose(voices.letters, 150)
    QTest.keyClick(page.window().focusWidget() or voices.panel, Qt.Key.Key_Escape)
    assert not voices.panel.isVisible()
    assert voices.button.accessibleName() == "Voice: Español, a computer's voice. Captions: English, العربية."
    assert player.captions.said[1] == shipped().words["ar"].captions[0].words
    now = page.around.preferences
    assert (now.sound_language, now.second_caption_language, now.caption_size) == ("es", "ar", 150)
    assert len(kept) == 3
    page.open_clip(shipped("M2"))
    assert page.room.voices.sound_tag() == "es"
    choose(page.room.voices.sound, "")
    assert page.around.preferences.sound_language == "none"
    assert page.room.voices.sound_tag() == ""


def test_the_whole_page_works_from_the_keyboard(open_page: OpenPage) -> None:
    page = open_page()
    window = page.window()
    window.activateWindow()
    poster = next(p for p in page.shelf.findChildren(Poster) if p.accessibleName().startswith("Turn"))
    reach(window, poster)
    QTest.keyClick(poster, Qt.Key.Key_Return)
    QApplication.processEvents()
    room = page.room
    assert room is not None
    player = room.player
    assert window.focusWidget() is player.play_button
    controls = (
        player.timeline, player.back_button, player.play_button, player.forward_button, player.repeat_button,
        player.speed_button, room.voices.button, room.yes, room.not_sure,
    )  # fmt: skip
    for control in controls:
        reach(window, control)
    QTest.keyClick(player.play_button, Qt.Key.Key_Return)
    assert player.is_playing


def reach(window: QWidget, wanted: QWidget) -> None:
    """Press Tab until the keyboard is on a control."""
    for _ in range(60):
        if window.focusWidget() is wanted:
            return
        QTest.keyClick(window.focusWidget() or window, Qt.Key.Key_Tab)
    raise AssertionError(f"Tab never reaches {wanted.accessibleName() or wanted}")


@pytest.mark.parametrize(
    ("language", "size"),
    [("en", 100), ("ar", 100), ("ar", 200), ("xx-long", 150), ("es", 200), ("fr", 200), ("hi", 200)],
)
def test_no_word_is_cut_on_the_shelf_in_a_clip_or_in_the_panel(open_page: OpenPage, language: str, size: int) -> None:
    page = open_page("P2", size=(1100, 700), language=language, text_size=size)
    assert page.room is not None
    page.room.voices.panel.bring()
    display(page, 1100, 700)
    assert faults(page) == []
    page.room.voices.panel.put_away()
    page.show_shelf()
    display(page, 1100, 700)
    assert faults(page) == []
