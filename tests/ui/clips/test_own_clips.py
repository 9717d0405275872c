"""The page of the hospice's own clips: brought in, told plainly when that fails, shown with their maker, removed again."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from caregiver_app import locations
from caregiver_app.content.recordings import text_hash
from caregiver_app.domain.brought_in import TRAVELS_UP_TO_BYTES, Fault, FilmFacts, Finding
from caregiver_app.services import own_clips as service
from caregiver_app.services import recordings as voices
from caregiver_app.services.own_film import FilmWish
from caregiver_app.services.probing import Awaited, look_at_film
from caregiver_app.ui.asking import FilePanel
from caregiver_app.ui.inspection import faults
from caregiver_app.ui.pages.clips.page import ClipsPage
from caregiver_app.ui.pages.own_clips.lists import Removal
from caregiver_app.ui.pages.own_clips.page import OwnClipsPage
from caregiver_app.ui.pages.own_clips.words import fault_words, place_words
from caregiver_app.ui.player.still_engine import StillEngine
from caregiver_app.ui.widgets.poster import Poster
from tests.services.hospices import (
    SPEECH,
    clip_folder,
    everything_in,
    film_and_captions,
    recordings_folder,
    shipped,
    srt,
)
from tests.ui.clips.own_pages import PATIENCE_MS, OpenPage, levelled, own_of, reload, seen, words_on
from tests.ui.harness import display, settle, texts_of


# ---- bringing in -------------------------------------------------------------------------------------
def test_a_folder_is_brought_in_and_stands_on_the_shelf_with_its_maker(
    open_page: OpenPage, tmp_path: Path, qtbot: QtBot
) -> None:
    page = open_page()
    with qtbot.waitSignal(page.model.brought, timeout=PATIENCE_MS):
        page.take([clip_folder(tmp_path / "stick" / "feet").parent])
    settle(page.around)
    settle(page.around)
    said = words_on(page)
    assert "This clip was brought in: Fill the foot bath" in said
    assert "A later version will bring it to your care circle's other devices." in said
    assert "From St Anna Hospice" in said
    assert "Draft: not yet checked by a clinician" in said
    assert page.around.content.clips.clip("feet") is not None


def test_a_large_film_is_said_to_stay_on_this_computer(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page()
    side_car = clip_folder(tmp_path / "stick" / "feet")
    with (side_car.parent / "feet.mkv").open("r+b") as film:
        film.truncate(TRAVELS_UP_TO_BYTES + 1)
    service.bring_folder(own_of(page), side_car, shipped(), look=seen)
    reload(page)
    assert "It stays on this computer. It will not go to your care circle's other devices." in words_on(page)


def test_a_bad_folder_is_told_with_file_place_and_what_to_do(open_page: OpenPage, tmp_path: Path, qtbot: QtBot) -> None:
    page = open_page()
    side_car = clip_folder(tmp_path / "stick" / "feet", video="../feet.mkv", topic="gardening")
    with qtbot.waitSignal(page.model.refused, timeout=PATIENCE_MS):
        page.model.bring_folder(side_car)
    said = words_on(page)
    assert "This could not be brought in. Nothing of it was kept." in said
    assert "clip.json, at video" in said
    assert "../feet.mkv points to a place outside the folder. Put the file inside and write only its name." in said
    assert "clip.json, at topic" in said
    assert not list((own_of(page)).rglob("*.mkv"))


def test_a_film_with_captions_goes_through_the_form(open_page: OpenPage, tmp_path: Path, qtbot: QtBot) -> None:
    page = open_page()
    film, captions = film_and_captions(tmp_path / "stick", srt(8))
    page.take([film, captions])
    form = page.form
    assert form is not None
    form.go.click()
    assert "Write a title first." in words_on(form)
    assert "Write who made it first." in words_on(form)
    form.title.set_value("The bath")
    form.maker.set_value("St Anna")
    with qtbot.waitSignal(page.model.brought, timeout=PATIENCE_MS):
        form.go.click()
    assert [clip.words_in("en").title for clip in service.own_clips(own_of(page)).clips] == ["The bath"]
    assert page.form is None


def test_a_film_for_a_known_clip_needs_no_title(open_page: OpenPage, tmp_path: Path, qtbot: QtBot) -> None:
    page = open_page()
    film, captions = film_and_captions(tmp_path / "stick", srt(5))
    page.take([film, captions])
    form = page.form
    assert form is not None
    form.clip.setCurrentIndex(form.clip.findData("M2"))
    assert not form.title.isVisible()
    form.maker.set_value("St Anna")
    with qtbot.waitSignal(page.model.refused, timeout=PATIENCE_MS):
        form.go.click()
    assert "the clip has 8 steps" in words_on(page)
    again = next(b for b in page.findChildren(QPushButton) if b.text() == "Open the form again")
    again.click()
    assert form.isVisible()
    assert form.maker.value() == "St Anna"  # nothing is typed twice


def test_things_are_dropped_anywhere_on_the_page(open_page: OpenPage, tmp_path: Path, qtbot: QtBot) -> None:
    page = open_page()
    folder = recordings_folder(tmp_path / "stick", (1, 2))
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(folder))])
    drop = QDropEvent(
        QPointF(50, 50), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    with qtbot.waitSignal(page.model.brought, timeout=PATIENCE_MS):
        page.dropEvent(drop)
    settle(page.around)
    settle(page.around)
    assert "2 recordings were brought in." in words_on(page)
    assert "read by" in words_on(page)


def dropped(page: OwnClipsPage, target: QWidget, *paths: Path | str) -> tuple[bool, bool]:
    """Drag onto what is seen there and let go, as the window hears it; whether either was taken."""
    window = page.window().windowHandle()
    mime = QMimeData()
    mime.setUrls([QUrl(path) if isinstance(path, str) else QUrl.fromLocalFile(str(path)) for path in paths])
    spot = target.mapTo(page.window(), target.rect().center())
    way = (Qt.DropAction.CopyAction | Qt.DropAction.MoveAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    enter = QDragEnterEvent(spot, *way)
    QApplication.sendEvent(window, enter)
    if not enter.isAccepted():
        return False, False
    assert enter.dropAction() == Qt.DropAction.CopyAction  # moved away from the stick it would be lost
    move = QDragMoveEvent(spot, *way)
    move.setDropAction(enter.dropAction())
    move.accept()  # as Qt does after an enter that was taken
    QApplication.sendEvent(window, move)
    drop = QDropEvent(QPointF(spot), *way)
    QApplication.sendEvent(window, drop)
    return move.isAccepted(), drop.isAccepted()


def test_a_folder_is_dragged_over_the_page_and_dropped_on_a_button(open_page: OpenPage, tmp_path: Path, qtbot: QtBot) -> None:
    page = open_page()
    assert "You can also drop them here." in words_on(page)
    with qtbot.waitSignal(page.model.brought, timeout=PATIENCE_MS):
        assert dropped(page, page.film, clip_folder(tmp_path / "stick" / "feet").parent) == (True, True)
    assert (tmp_path / "stick" / "feet" / "feet.mkv").is_file()


def test_what_lies_in_the_web_is_not_taken(open_page: OpenPage) -> None:
    page = open_page()
    assert dropped(page, page.folder, "https://example.org/film.mp4") == (False, False)
    assert page.form is None


def test_a_file_that_is_dropped_on_a_field_of_the_form_is_taken_as_the_film(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page()
    film, captions = film_and_captions(tmp_path / "stick", srt(8))
    page.show_form()
    assert page.form is not None
    page.form.page.ensureWidgetVisible(page.form.title)
    QApplication.processEvents()
    assert dropped(page, page.form.title.edit, film, captions) == (True, True)
    assert (page.form.film.path, page.form.captions.path) == (film, captions)
    assert page.form.title.value() == ""


def test_things_that_are_dropped_together_come_one_after_the_other_and_all_is_told(
    open_page: OpenPage, tmp_path: Path, qtbot: QtBot
) -> None:
    page = open_page()
    good = clip_folder(tmp_path / "stick" / "feet").parent
    bad = clip_folder(tmp_path / "stick" / "bath", id="bath", topic="gardening").parent
    voices_too, alone = recordings_folder(tmp_path / "voices", (1,)), tmp_path / "hello.wav"
    alone.write_bytes(SPEECH.read_bytes())
    done: list[None] = []
    page.model.ended.connect(lambda: done.append(None))
    page.take([bad, good, alone, tmp_path / "gone.mp4", voices_too])
    qtbot.waitUntil(lambda: len(done) == 5, timeout=PATIENCE_MS)
    said = words_on(page)
    assert "There is no topic gardening" in said
    assert "This clip was brought in: Fill the foot bath" in said
    assert "A voice needs its list. Choose or drop the whole folder with recordings.toml in it." in said
    assert "This is not a plain file. Copy the film there again." in said
    assert "1 recording was brought in." in said
    page.take([bad])
    qtbot.waitUntil(lambda: len(done) == 6, timeout=PATIENCE_MS)
    assert "was brought in:" not in words_on(page)  # what was told before is gone


def test_stopping_also_stops_what_was_to_come_after(open_page: OpenPage, tmp_path: Path, qtbot: QtBot) -> None:
    page = open_page()
    page.model.working_changed.connect(lambda is_working: page.progress.stop.click() if is_working else None)
    with qtbot.waitSignal(page.model.ended, timeout=PATIENCE_MS):
        page.take([clip_folder(tmp_path / "stick" / name, id=name).parent for name in ("one", "two")])
    settle(page.around)
    assert not page.model.is_working
    assert "Stopped. Nothing of it was kept." in words_on(page)
    assert service.own_clips(own_of(page)).clips == ()


def test_stop_is_heard_while_a_film_is_looked_at(
    open_page: OpenPage, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = open_page()
    asked = page.progress.stop.clicked
    hangs = [sys.executable, "-c", "import time; time.sleep(600)"]

    def look(film: Path, folder: Path, moments: Sequence[float], shown: str, awaited: Awaited) -> FilmFacts:
        asked.emit()  # somebody presses Stop while the probe hangs
        return look_at_film(film, folder, moments, shown, awaited, lambda _arguments: hangs)

    monkeypatch.setattr(service, "bring_folder", partial(service.bring_folder, look=look))
    with qtbot.waitSignal(page.model.stopped, timeout=PATIENCE_MS):
        page.model.bring_folder(clip_folder(tmp_path / "stick" / "feet"))
    assert everything_in(own_of(page)) == []


def test_a_mistake_of_ours_is_told_as_one_and_the_page_goes_on(
    open_page: OpenPage, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = open_page()

    def deep(*_given: object) -> None:
        raise RecursionError

    monkeypatch.setattr(service, "bring_folder", deep)
    with qtbot.waitSignal(page.around.operations.surprised, timeout=PATIENCE_MS):
        page.model.bring_folder(tmp_path / "clip.json")
    assert not page.model.is_working
    assert page.folder.isEnabled()


def test_files_are_asked_for_in_a_panel_that_looks_into_folders(open_page: OpenPage) -> None:
    page = open_page()
    for way in (page.folder, page.voice):
        way.click()
        (panel,) = [p for p in page.findChildren(FilePanel) if p.isVisible()]
        assert "No backup" not in words_on(panel)
        panel.put_away()


def test_stopping_keeps_nothing(open_page: OpenPage, tmp_path: Path, qtbot: QtBot) -> None:
    page = open_page()
    side_car = clip_folder(tmp_path / "stick" / "feet")
    page.model.working_changed.connect(lambda is_working: page.progress.stop.click() if is_working else None)
    with qtbot.waitSignal(page.model.stopped, timeout=PATIENCE_MS):
        page.model.bring_folder(side_car)
    assert "Stopped. Nothing of it was kept." in words_on(page)
    assert service.own_clips(own_of(page)).clips == ()


# ---- what is there ----------------------------------------------------------------------------------
def test_removing_asks_once_more(open_page: OpenPage, tmp_path: Path, qtbot: QtBot) -> None:
    page = open_page()
    service.bring_folder(own_of(page), clip_folder(tmp_path / "stick" / "feet"), shipped(), look=seen)
    reload(page)
    (removal,) = page.clips.findChildren(Removal)
    removal.ask.click()
    removal.no.click()
    assert service.own_clips(own_of(page)).clips
    removal.ask.click()
    with qtbot.waitSignal(page.model.state_changed, timeout=PATIENCE_MS):
        removal.yes.click()
    assert not service.own_clips(own_of(page)).clips
    assert page.around.content.clips.clip("feet") is None


def test_a_film_for_a_known_clip_is_listed_with_its_title_in_the_language_of_the_page(
    open_page: OpenPage, tmp_path: Path
) -> None:
    page = open_page(language="es")
    film, captions = film_and_captions(tmp_path / "stick" / "film", srt(8))
    service.bring_film(own_of(page), FilmWish(film, captions, "en", "St Anna", replaces="M2"), shipped(), look=seen)
    reload(page)
    known = shipped().clip("M2")
    assert known is not None
    assert known.words["es"].title in words_on(page.clips)


def test_a_voice_for_older_words_is_marked(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page()
    folder = recordings_folder(tmp_path / "stick", (2,), text_sha256=text_hash("Other words."))
    voices.bring_recordings(own_of(page), folder, shipped(), level=levelled)
    reload(page)
    assert "Recorded for older words: 2. They are not played. Record them again." in words_on(page.voices)


def test_a_clip_that_was_damaged_can_be_removed(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page()
    clip = service.bring_folder(own_of(page), clip_folder(tmp_path / "stick" / "feet"), shipped(), look=seen)
    (clip.folder / "clip.json").write_text("{")
    reload(page)
    assert "cannot be shown any more. Remove it, then bring it in again." in words_on(page.clips)
    assert page.clips.findChildren(Removal)


# ---- the clips page -----------------------------------------------------------------------------------
@pytest.fixture
def clips_page(open_page: OpenPage, tmp_path: Path, qtbot: QtBot) -> ClipsPage:
    """The clips page, with an own clip and an own film for a known one."""
    own_page = open_page()
    own = own_of(own_page)
    service.bring_folder(own, clip_folder(tmp_path / "stick" / "feet"), shipped(), look=seen)
    film, captions = film_and_captions(tmp_path / "stick" / "film", srt(8))
    service.bring_film(own, FilmWish(film, captions, "en", "St Anna", replaces="M2"), shipped(), look=seen)
    page = ClipsPage(own_page.around)
    page.make_engine = StillEngine
    qtbot.addWidget(page)
    display(page, 1122, 768)
    return page


def test_the_room_says_who_made_a_clip_and_whether_it_was_checked(clips_page: ClipsPage) -> None:
    clips_page.arrive("feet")
    assert clips_page.room is not None
    assert "St Anna Hospice" in words_on(clips_page.room)
    clips_page.arrive("M2")
    said = words_on(clips_page.room)
    assert "Nobody has said that the film was checked." in said
    assert "Read the dose on the label." in said
    clips_page.leave()


def test_the_shelf_leads_to_the_page_and_reads_again_afterwards(clips_page: ClipsPage, qtbot: QtBot) -> None:
    clips_page.arrive()
    with qtbot.waitSignal(clips_page.around.desk.page_wanted, timeout=1_000) as wanted:
        clips_page.shelf.own.click()
    assert wanted.args == ["own_clips", None]
    service.remove(locations.own_clips(clips_page.around.home.path), "feet")
    clips_page.around.content.read_clips_again()
    clips_page.arrive()
    QApplication.processEvents()
    assert "Fill the foot bath, 0:57" not in [p.accessibleName() for p in clips_page.shelf.findChildren(Poster)]


def test_a_clip_that_is_removed_while_it_plays_breaks_nothing(open_page: OpenPage, tmp_path: Path, qtbot: QtBot) -> None:
    own_page = open_page()
    own = own_of(own_page)
    service.bring_folder(own, clip_folder(tmp_path / "stick" / "feet"), shipped(), look=seen)
    page = ClipsPage(own_page.around)  # with the player of this computer
    qtbot.addWidget(page)
    display(page, 1122, 768)
    page.arrive("feet")
    assert page.player is not None
    page.player.toggle()
    with qtbot.waitSignal(page.player.engine.moved, timeout=PATIENCE_MS):
        pass
    service.remove(own, "feet")
    page.player.go_to_step(2)
    page.player.step_by(-1)
    page.around.content.read_clips_again()
    page.arrive("feet")  # asked for by its id, it is not there any more
    assert page.room is None
    page.leave()


# ---- words -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("fault", list(Fault))
def test_every_fault_has_a_sentence_that_says_what_to_do(fault: Fault) -> None:
    t = texts_of("en")
    finding = Finding(fault, "clip.json", "steps, 2", "1234", "5678")
    said = fault_words(t, finding)
    assert said != "It cannot be used. Ask who made it."
    assert said.count(".") + said.count(":") >= 2
    assert "clip.json" in place_words(t, finding)


@pytest.mark.parametrize(
    ("language", "size"), [("en", 100), ("ar", 100), ("ar", 200), ("xx-long", 150), ("fr", 200), ("hi", 200)]
)
def test_no_word_is_cut(open_page: OpenPage, tmp_path: Path, language: str, size: int) -> None:
    page = open_page(language=language, text_size=size)
    service.bring_folder(own_of(page), clip_folder(tmp_path / "stick" / "feet"), shipped(), look=seen)
    voices.bring_recordings(
        own_of(page), recordings_folder(tmp_path / "voices", (1, 2), text_sha256="0"), shipped(), level=levelled
    )
    reload(page)
    page.model.refused.emit(tuple(Finding(fault, "clip.json", "words, en, 3", "1234", "5678") for fault in Fault))
    display(page, 1100, 700)
    assert faults(page) == []
    page.show_form()
    display(page, 1100, 700)
    assert faults(page) == []
