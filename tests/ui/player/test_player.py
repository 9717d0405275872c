"""The player: steps, repeat, captions, keys, and going on when a clip or an engine is broken."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from caregiver_app import locations
from caregiver_app.domain.clips import Clip
from caregiver_app.domain.preferences import Preferences
from caregiver_app.ui.inspection import faults
from caregiver_app.ui.player.choice import first_engine
from caregiver_app.ui.player.engine import Engine
from caregiver_app.ui.player.player import Player
from caregiver_app.ui.player.still_engine import StillEngine
from caregiver_app.ui.style.fonts import load_fonts
from caregiver_app.ui.style.theme import Look, dress
from tests.ui.harness import display, texts_of
from tests.ui.player.clips import PATIENCE_MS, copied, shipped

MakePlayer = Callable[..., Player]


@pytest.fixture
def make_player(qtbot: QtBot) -> Iterator[MakePlayer]:
    made: list[Player] = []

    def make(
        clip: Clip | None = None,
        engine: Callable[[], Engine] = StillEngine,
        language: str = "en",
        captions: tuple[str, ...] = ("en",),
        size: int = 100,
    ) -> Player:
        texts = texts_of(language)
        look = Look.of(Preferences(language=language, text_size=size), texts.direction, reduced_motion=True)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        load_fonts(locations.fonts())
        dress(app, look)
        player = Player(look, texts, engine)
        qtbot.addWidget(player)
        display(player, 640, 720)
        player.open(clip or shipped(), captions, "en")
        made.append(player)
        return player

    yield make
    for one in made:
        one.shut()
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    app.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    app.setStyleSheet("")


def libvlc() -> Engine:
    """The engine that most computers play with."""
    engine = first_engine(("libvlc",))
    assert engine.name == "libvlc"
    return engine


def now_shown(player: Player) -> list[int]:
    """The steps that are shown from now on, as they come."""
    seen: list[int] = []
    player.stepped.connect(seen.append)
    return seen


def test_a_clip_opens_held_on_the_picture_of_its_first_step(make_player: MakePlayer) -> None:
    player = make_player(engine=libvlc)
    assert player.view.has_picture
    assert not player.is_playing
    assert player.play_button.accessibleName() == "Play"


def test_forward_and_back_land_at_the_start_of_the_step_while_it_plays(make_player: MakePlayer, qtbot: QtBot) -> None:
    player, clip = make_player(engine=libvlc), shipped()
    places: list[float] = []
    player.toggle()
    qtbot.waitUntil(lambda: player.engine is not None and player.is_playing, timeout=PATIENCE_MS)
    for act, number in ((player.forward_button, 2), (player.forward_button, 3), (player.back_button, 2)):
        act.click()
        places.clear()
        player.engine.moved.connect(places.append)
        with qtbot.waitSignal(player.engine.frame_ready, timeout=PATIENCE_MS):
            pass
        qtbot.waitUntil(lambda: len(places) > 3, timeout=PATIENCE_MS)
        player.engine.moved.disconnect(places.append)
        step = clip.steps[number - 1]
        assert all(step.start_s <= at_s < step.start_s + step.length_s for at_s in places)


def test_back_stays_on_the_first_step_and_forward_on_the_last(make_player: MakePlayer) -> None:
    player = make_player()
    seen = now_shown(player)
    player.step_by(-1)
    player.go_to_step(8)
    player.step_by(1)
    assert seen == [8]


def test_a_repeated_step_holds_at_its_end_and_play_goes_on(make_player: MakePlayer, qtbot: QtBot) -> None:
    player, clip = make_player(engine=libvlc), shipped()
    player.go_to_step(2)
    seen = now_shown(player)
    player.repeat_button.click()
    end = clip.steps[1].start_s + clip.steps[1].length_s
    player.engine.seek(end - 0.8)  # the rest of the step is not what this is about
    with qtbot.waitSignal(player.playing_changed, timeout=PATIENCE_MS) as told:
        pass
    assert told.args == [False]
    assert 3 not in seen
    player.toggle()
    qtbot.waitUntil(lambda: 3 in seen, timeout=PATIENCE_MS)
    assert player.is_playing


def test_at_the_end_it_says_so_and_play_begins_again(make_player: MakePlayer, qtbot: QtBot) -> None:
    player, clip = make_player(), shipped()
    player.toggle()
    with qtbot.waitSignal(player.ended, timeout=PATIENCE_MS):
        player.engine.seek(clip.length_s - 0.3)
    assert not player.is_playing
    seen = now_shown(player)
    player.toggle()
    assert seen == [1]
    assert player.is_playing


def test_speed_goes_round_and_is_told(make_player: MakePlayer) -> None:
    player = make_player()
    told = []
    for _ in range(4):
        player.speed_button.click()
        told.append(player.speed_button.accessibleName())
    assert [words.removeprefix("Speed ") for words in told] == ["1.25×", "0.5×", "0.75×", "1×"]


def test_captions_follow_the_place_and_two_languages_show_at_once(make_player: MakePlayer) -> None:
    player, clip = make_player(captions=("es", "ar")), shipped()
    for number in (1, 4):
        cue = next(c for c in clip.words["es"].captions if c.start_s >= clip.steps[number - 1].start_s)
        player.engine.seek(cue.start_s + 0.05)
        assert player.captions.said[0] == cue.words
        both = [c.words for c in clip.words["ar"].captions if c.start_s <= cue.start_s + 0.05 < c.end_s]
        assert player.captions.said[1] in (both or [clip.words["ar"].steps[number - 1].action])
        assert player.captions.second.isVisible()
    player.set_captions(("en",))
    assert not player.captions.second.isVisible()


def test_captions_run_in_their_own_direction_on_a_page_that_runs_the_other_way(make_player: MakePlayer) -> None:
    player = make_player(language="ar", captions=("en", "ar"))
    for line, said in zip((player.captions.first, player.captions.second), player.captions.said, strict=True):
        assert line.text() == f"\u2068{said}\u2069"
    assert "\u2068" not in player.captions.accessibleName()


def test_captions_grow_when_asked_and_are_never_cut(make_player: MakePlayer) -> None:
    player = make_player(captions=("en", "es"))
    heights = []
    for percent in (100, 150, 200):
        player.set_caption_size(percent)
        display(player, 640, 1000)
        heights.append(player.captions.first.fontMetrics().height())
        assert faults(player) == []
    assert heights == sorted(set(heights))
    assert player.captions.said[0]


def test_the_keys_play_step_repeat_and_change_speed(make_player: MakePlayer) -> None:
    player = make_player()
    seen = now_shown(player)
    player.timeline.setFocus()
    for key in (Qt.Key.Key_L, Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_J):
        QTest.keyClick(player.timeline, key)
    assert seen == [2, 3, 2, 1]
    for key, is_playing in ((Qt.Key.Key_K, True), (Qt.Key.Key_Space, False), (Qt.Key.Key_R, True)):
        QTest.keyClick(player.timeline, key)
        assert player.is_playing is is_playing
    QTest.keyClick(player.timeline, Qt.Key.Key_S)
    assert "1.25" in player.speed_button.accessibleName()


def test_a_click_on_a_step_mark_shows_that_step(make_player: MakePlayer) -> None:
    player = make_player()
    seen = now_shown(player)
    marks = player.timeline
    QTest.mouseClick(
        marks,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        QPoint(marks.width() - 30, marks.height() // 2),
    )
    assert seen == [8]
    assert marks.accessibleName() == "Step 8 of 8"


def test_in_arabic_back_is_still_on_the_left_of_play(make_player: MakePlayer) -> None:
    player = make_player(language="ar", captions=("ar",))
    assert player.back_button.x() < player.play_button.x() < player.forward_button.x()


def test_a_hidden_player_holds(make_player: MakePlayer) -> None:
    player = make_player()
    player.toggle()
    player.hide()
    assert not player.is_playing


# ---- broken things ------------------------------------------------------------------------------------


def test_a_damaged_clip_is_told_and_shown_as_stills(make_player: MakePlayer, tmp_path: Path) -> None:
    clip = copied(tmp_path, shipped().video.read_bytes()[:-1])
    player = make_player(clip, libvlc)
    assert player.engine.name == "stills"
    assert player.note() == (
        "The video of this clip is damaged. Pictures and words show every step. Install the program again."
    )
    seen = now_shown(player)
    player.forward_button.click()
    assert seen == [2]
    assert player.captions.said[0] == clip.words["en"].steps[1].action


def test_a_clip_whose_file_went_away_is_told_and_shown_as_stills(make_player: MakePlayer, tmp_path: Path) -> None:
    player = make_player(copied(tmp_path, None), libvlc)
    assert player.engine.name == "stills"
    assert player.note().startswith("The video of this clip is damaged.")


def test_a_whole_clip_says_nothing(make_player: MakePlayer) -> None:
    player = make_player(engine=libvlc)
    assert player.engine.name == "libvlc"
    assert player.note() == ""


def test_without_a_player_it_says_so_and_shows_every_step(make_player: MakePlayer) -> None:
    player = make_player(engine=StillEngine)
    assert player.note() == "No video player was found on this computer. Pictures and words show every step."
    player.toggle()
    assert player.is_playing


@pytest.mark.expects_log
def test_when_one_engine_gives_up_the_next_plays_on_from_there(make_player: MakePlayer, qtbot: QtBot) -> None:
    player, clip = make_player(engine=libvlc), shipped()
    player.go_to_step(3)
    player.toggle()
    player.next_speed()
    player.engine.broken.emit("error")
    assert player.engine.name == "qt"
    assert player.is_playing
    with qtbot.waitSignal(player.engine.frame_ready, timeout=PATIENCE_MS):
        pass
    places: list[float] = []
    player.engine.moved.connect(places.append)
    qtbot.waitUntil(lambda: len(places) > 2, timeout=PATIENCE_MS)
    assert {clip.step_at(at_s).number for at_s in places} == {3}
    player.engine.broken.emit("error")
    assert player.engine.name == "stills"
    assert player.note() == "The video could not be played. Pictures and words show every step."
    assert player.is_playing
