"""Marks on clips: ticked and taken back, seen by itself at the end, asked of the nurse, signed with who and when."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from caregiver_app.domain.clip_marks import ClipState, Mark
from caregiver_app.domain.errors import DiskFull
from caregiver_app.domain.people import Role
from caregiver_app.services import circle
from caregiver_app.services import clips as clips_service
from caregiver_app.services import vault as vault_service
from caregiver_app.storage.space import Space
from caregiver_app.ui.inspection import faults
from caregiver_app.ui.pages.clips.marks import ASKED, FAVOURITES, GIVEN, UNSEEN
from caregiver_app.ui.pages.clips.page import ClipsPage
from caregiver_app.ui.pages.clips.room import Room
from caregiver_app.ui.player.still_engine import StillEngine
from caregiver_app.ui.widgets.choices import Chooser
from caregiver_app.ui.widgets.poster import Poster
from caregiver_app.ui.widgets.words import Words
from tests.ui.harness import display, finish, make_around, on_space, on_vault, settle

OpenPage = Callable[..., ClipsPage]
NURSE = "Amina, nurse"


@pytest.fixture
def open_page(tmp_path: Path, qtbot: QtBot) -> Iterator[OpenPage]:
    made: list[ClipsPage] = []

    def make(clip_id: str | None = None, size: tuple[int, int] = (1122, 768), **kinds: Any) -> ClipsPage:
        page = ClipsPage(make_around(tmp_path, with_family=False, **kinds))
        page.make_engine = StillEngine  # the engines have tests of their own
        qtbot.addWidget(page)
        display(page, *size)
        page.arrive(clip_id)
        settle(page.around)
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


def room_of(page: ClipsPage) -> Room:
    assert page.room is not None
    return page.room


def kept(page: ClipsPage, clip_id: str = "P2") -> ClipState:
    """What the vault says of a clip, once everything on its way is written."""
    settle(page.around)
    return on_space(page.around, clips_service.marked).get(clip_id, ClipState())


def mark(page: ClipsPage, clip_id: str, what: Mark, by: str = "") -> None:
    """A mark that came from elsewhere, a minute after the last."""
    page.around.clock.pass_by(60_000)  # type: ignore[attr-defined]
    now = page.around.clock.now()

    def write(space: Space) -> object:
        return clips_service.mark(space, clip_id, what, now, by)

    on_space(page.around, write)
    page.arrive()
    settle(page.around)


def choose(chooser: Chooser, value: object) -> None:
    """Choose as a person does, with a click."""
    at = next(n for n, option in enumerate(chooser._options) if option.value == value)
    chooser._segments[at].click()


def shown(page: ClipsPage) -> dict[str, str]:
    """The titles of the posters that are seen, with what a screen reader says of their marks."""
    QApplication.processEvents()
    found = [p for p in page.shelf.findChildren(Poster) if p.isVisible()]
    return {p.accessibleName().rsplit(",", 1)[0]: p.accessibleDescription() for p in found}


def title(page: ClipsPage, clip_id: str) -> str:
    clip = page.around.content.clips.clip(clip_id)
    assert clip is not None
    return clip.words_in("en").title


def words_on(widget: QWidget) -> list[str]:
    return [w.text() for w in widget.findChildren(Words) if w.isVisible()]


# ---- a family's own marks -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("box", "on", "off"), [("seen", "seen", None), ("favourite", "is_favourite", False), ("ask", "asked", None)]
)
def test_a_tick_is_kept_and_can_be_taken_back(open_page: OpenPage, box: str, on: str, off: object) -> None:
    page = open_page("P2")
    row = getattr(room_of(page).marks, box)
    row.click()
    assert getattr(kept(page), on)
    settle(page.around)
    assert row.isChecked()
    page.around.clock.pass_by(60_000)  # type: ignore[attr-defined]
    row.click()
    assert getattr(kept(page), on) == off
    settle(page.around)
    assert not row.isChecked()


def test_the_film_that_ran_to_its_end_is_seen_once(open_page: OpenPage, qtbot: QtBot) -> None:
    page = open_page("P2")
    assert kept(page).seen is None
    for _ in range(2):
        room_of(page).player.ended.emit()
        assert kept(page).seen is not None
    marks = on_space(page.around, lambda space: space.records_of(space.device))
    assert [record.payload["mark"] for record in marks if record.kind == "clip_mark"] == ["seen"]


def test_the_last_step_of_them_all_makes_it_seen_and_an_earlier_one_does_not(open_page: OpenPage) -> None:
    page = open_page("P4")
    room = room_of(page)
    room.lead_by_step(True)
    room.one_step.next.click()
    room.player.stepped.emit(2)
    assert kept(page, "P4").seen is None
    room.player.stepped.emit(len(room.clip.steps))
    assert kept(page, "P4").seen is not None


def test_a_mark_that_cannot_be_kept_is_told_and_the_tick_goes_back(
    open_page: OpenPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = open_page("P2")

    def full(*_: object) -> None:
        raise DiskFull

    monkeypatch.setattr(clips_service, "mark", full)
    with qtbot.waitSignal(page.around.desk.trouble, timeout=10_000) as told:
        room_of(page).marks.favourite.click()
    assert isinstance(told.args[0], DiskFull)
    assert not room_of(page).marks.favourite.isChecked()


# ---- the shelf ------------------------------------------------------------------------------------------


def test_posters_carry_their_marks_in_words_too(open_page: OpenPage) -> None:
    page = open_page()
    mark(page, "P2", Mark.FAVOURITE)
    mark(page, "P2", Mark.SEEN)
    mark(page, "M1", Mark.ASK)
    mark(page, "S1", Mark.GIVEN, NURSE)
    signs = shown(page)
    assert signs[title(page, "P2")] == "Favourite, Seen"
    assert signs[title(page, "M1")] == "Ask my nurse"
    assert signs[title(page, "S1")] == "To watch"
    assert signs[title(page, "P5")] == ""


def test_the_shelf_shows_what_is_asked_for(open_page: OpenPage) -> None:
    page = open_page()
    everything = set(shown(page))
    for clip_id, what in (("P2", Mark.FAVOURITE), ("P4", Mark.SEEN), ("M1", Mark.ASK), ("S1", Mark.GIVEN)):
        mark(page, clip_id, what)
    for wanted, ids in ((FAVOURITES, {"P2"}), (ASKED, {"M1"}), (GIVEN, {"S1"})):
        choose(page.shelf.kept, wanted)
        assert set(shown(page)) == {title(page, one) for one in ids}
    choose(page.shelf.kept, UNSEEN)
    assert set(shown(page)) == everything - {title(page, "P4")}
    choose(page.shelf.kept, "")
    assert set(shown(page)) == everything


def test_where_no_clip_is_a_favourite_the_shelf_says_what_to_do(open_page: OpenPage) -> None:
    page = open_page()
    choose(page.shelf.kept, FAVOURITES)
    assert shown(page) == {}
    assert "No clip fits. Try one word, or choose All." in words_on(page)


def test_the_list_for_the_next_visit_names_who_asked_and_when(open_page: OpenPage) -> None:
    page = open_page()
    mark(page, "P2", Mark.ASK)
    mark(page, "M1", Mark.SHOW_AGAIN, NURSE)
    said = words_on(page.shelf)
    assert "For the nurse's next visit: show us" in said
    assert any(words.startswith("Asked by ") and "09:41" in words for words in said)
    assert any("Show again" in words and NURSE in words and "09:42" in words for words in said)


def test_what_the_nurse_gave_stands_above_the_posters_until_it_is_seen(open_page: OpenPage) -> None:
    page = open_page()
    mark(page, "S1", Mark.GIVEN, NURSE)
    said = words_on(page.shelf)
    assert "Your nurse asks you to watch" in said
    assert any("Please watch this clip." in words and NURSE in words for words in said)
    mark(page, "S1", Mark.SEEN)
    assert "Your nurse asks you to watch" not in words_on(page.shelf)


# ---- signing --------------------------------------------------------------------------------------------


def sign(page: ClipsPage, button: str, name: str) -> None:
    signing = room_of(page).signing
    if not signing.form.isVisible():
        signing.open.click()
    signing.name.set_value(name)
    getattr(signing, button).click()
    settle(page.around)
    settle(page.around)


def test_shown_and_done_well_says_who_and_when_and_ends_the_asking(open_page: OpenPage) -> None:
    page = open_page("P2")
    room_of(page).marks.ask.click()
    assert kept(page).asked is not None
    page.around.clock.pass_by(60_000)  # type: ignore[attr-defined]
    sign(page, "well", NURSE)
    state = kept(page)
    assert state.asked is None
    assert [(note.mark, note.who) for note in state.signatures] == [(Mark.DONE_WELL, NURSE)]
    assert any("Shown and done well." in w and NURSE in w and "09:41" in w for w in words_on(room_of(page).signing))
    assert not room_of(page).signing.form.isVisible()


def test_show_again_puts_the_clip_on_the_list_and_earlier_signatures_stay(open_page: OpenPage) -> None:
    page = open_page("P2")
    sign(page, "well", NURSE)
    page.around.clock.pass_by(60_000)  # type: ignore[attr-defined]
    sign(page, "again", NURSE)
    state = kept(page)
    assert state.asked is not None
    assert state.asked.is_again
    assert [note.mark for note in state.signatures] == [Mark.SHOW_AGAIN, Mark.DONE_WELL]


def test_a_clip_is_given_to_watch_and_the_same_button_takes_that_back(open_page: OpenPage) -> None:
    page = open_page("P2")
    sign(page, "give", NURSE)
    assert kept(page).is_to_watch
    assert room_of(page).signing.give.text() == "No longer ask them to watch it"
    page.around.clock.pass_by(60_000)  # type: ignore[attr-defined]
    sign(page, "give", NURSE)
    assert kept(page).given is None


def test_who_signs_must_be_named(open_page: OpenPage) -> None:
    page = open_page("P2")
    sign(page, "well", "  ")
    assert kept(page).signatures == ()
    assert "Write who signs: a name, and what they do." in words_on(room_of(page).signing)


def test_watching_to_the_end_signs_nothing(open_page: OpenPage) -> None:
    page = open_page("P2")
    room_of(page).player.ended.emit()
    room_of(page).yes.click()
    assert kept(page).signatures == ()
    settle(page.around)
    assert any("Nobody has signed" in words for words in words_on(room_of(page).signing))


def test_a_nurse_finds_her_name_in_the_form_and_a_family_does_not(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = open_page("P2")
    assert room_of(page).signing.name.value() == ""
    monkeypatch.setattr(circle, "my_role", lambda _space: Role.STAFF)
    page.arrive("P2")
    settle(page.around)
    me = on_vault(page.around, vault_service.me)
    assert room_of(page).signing.name.value() == ", ".join(words for words in me if words)


@pytest.mark.parametrize("language", ["en", "ar", "xx-long"])
@pytest.mark.parametrize("size", [100, 200])
def test_no_word_is_cut(open_page: OpenPage, language: str, size: int) -> None:
    page = open_page(None, (1240, 760), language=language, text_size=size)
    mark(page, "P2", Mark.GIVEN, NURSE)
    mark(page, "P2", Mark.SHOW_AGAIN, NURSE)
    display(page, 1240, 760)
    assert faults(page) == []
    page.arrive("P2")
    settle(page.around)
    room_of(page).signing.open.click()
    display(page, 1240, 760)
    assert faults(page) == []
