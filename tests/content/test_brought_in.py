"""What a hospice writes is read strictly: each mistake is told with its file, its place and what was found."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QTextBoundaryFinder

from caregiver_app.content.captions import check_captions, read_captions
from caregiver_app.content.inside import checked_film, inside, plain_file
from caregiver_app.content.own_side_car import read_side_car
from caregiver_app.domain.brought_in import MOST_FILM_BYTES, Fault
from caregiver_app.domain.clips import CaptionCue
from caregiver_app.domain.clusters import clusters
from caregiver_app.domain.errors import UnusableClip
from tests.services.hospices import block, clip_folder, only, shipped, srt


# ---- letters -------------------------------------------------------------------------------------
@pytest.mark.parametrize("text", ["क्षमा करें", "स्त्री", "كَتَبَ الدرسَ", "e\u0301le\u0300ve", "👩🏽‍🦱 🇫🇷🇩🇪", "한국어 각", "a\r\nb"])
def test_letters_are_counted_as_a_reader_sees_them(text: str) -> None:
    assert clusters(text) == letters_of_qt(text)


def test_every_caption_of_every_language_counts_as_qt_counts_it() -> None:
    for clip in shipped().clips:
        for words in clip.words.values():
            for cue in words.captions:
                assert clusters(cue.words) == letters_of_qt(cue.words), cue.words


def letters_of_qt(text: str) -> int:
    finder, count = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Grapheme, text), 0
    while finder.toNextBoundary() != -1:
        count += 1
    return count


# ---- captions ------------------------------------------------------------------------------------
def test_srt_and_webvtt_say_the_same(tmp_path: Path) -> None:
    (tmp_path / "a.srt").write_bytes(b"\xef\xbb\xbf1\r\n00:00:01,500 --> 00:00:04,000\r\n<i>Sit</i> them up.\r\nSlowly.\r\n\r\n")
    told = "WEBVTT - made by hand\n\nNOTE nobody sees this\n\nSTYLE\n::cue { color: red }\n\nfirst\n00:01.500 --> 00:04.000 line:80%\nSit them up.\nSlowly.\n"
    (tmp_path / "a.vtt").write_text(told, "utf-8")
    wanted = (CaptionCue(1.5, 4.0, "Sit them up. Slowly."),)
    assert read_captions(tmp_path / "a.srt") == wanted
    assert read_captions(tmp_path / "a.vtt") == wanted


@pytest.mark.parametrize("code", ["utf-8", "utf-16"])
def test_captions_in_any_unicode_are_read(tmp_path: Path, code: str) -> None:
    (tmp_path / "a.srt").write_bytes(srt(2, words="اجلسهم").encode(code))
    assert [cue.words for cue in read_captions(tmp_path / "a.srt")] == ["اجلسهم", "اجلسهم"]


@pytest.mark.parametrize(
    ("data", "fault", "place"),
    [
        (b"", Fault.NO_CAPTIONS, ""),
        (b"WEBVTT\n\n", Fault.NO_CAPTIONS, ""),
        ("1\n00:00:01,000 --> 00:00:02,000\nSeñor".encode("latin-1"), Fault.NO_TEXT, ""),
        (b"\x7fELF\0\0\0\0", Fault.NO_TEXT, ""),
        (b"1\n00:00:01,000 -> 00:00:02,000\nSit.\n", Fault.CAPTION_SHAPE, "1"),
        (b"1\n00:00:00,000 --> 00:00:02,000\nSit.\n\n2\n0:2 --> soon\nUp.\n", Fault.CAPTION_SHAPE, "6"),
    ],
)
def test_a_caption_file_with_a_mistake_names_the_line(tmp_path: Path, data: bytes, fault: Fault, place: str) -> None:
    (tmp_path / "a.srt").write_bytes(data)
    with pytest.raises(UnusableClip) as told:
        read_captions(tmp_path / "a.srt")
    found = only(told.value)
    assert (found.fault, found.file, found.place) == (fault, "a.srt", place)


def test_captions_must_be_in_order_slow_and_inside_the_film() -> None:
    cues = (
        CaptionCue(0, 4, "Sit them up."),
        CaptionCue(3, 5, "Too early."),
        CaptionCue(6, 7, "This is far too much to read in a second."),
        CaptionCue(8, 12, "Late."),
        CaptionCue(13, 13, "No time."),
    )
    found = check_captions(cues, 10.0, "a.srt")
    assert [(one.fault, one.place) for one in found.all] == [
        (Fault.CAPTION_ORDER, "2 (0:03)"),
        (Fault.CAPTION_FAST, "3 (0:06)"),
        (Fault.CAPTION_OUTSIDE, "4 (0:08)"),
        (Fault.CAPTION_ORDER, "5 (0:13)"),
        (Fault.CAPTION_OUTSIDE, "5 (0:13)"),
    ]


def test_seventeen_letters_a_second_are_read_and_eighteen_are_not() -> None:
    assert check_captions([CaptionCue(0, 1, "a" * 17)], 1.0, "a.srt").all == []
    assert check_captions([CaptionCue(0, 1, "a" * 18)], 1.0, "a.srt").all[0].fault is Fault.CAPTION_FAST
    marks = "क्ष" * 17  # 51 characters, 17 letters
    assert check_captions([CaptionCue(0, 1, marks)], 1.0, "a.srt").all == []


# ---- files ---------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["../film.mkv", "a/../../film.mkv", "/etc/passwd", "C:\\film.mkv", "\\\\server\\film", "~/film", "..\\film.mkv", "a\0b", ""])
def test_a_name_that_leads_out_of_its_folder_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "film.mkv").write_bytes(b"x")
    folder = tmp_path / "clip"
    folder.mkdir()
    with pytest.raises(UnusableClip) as told:
        inside(folder, name, "clip.json", "video")
    assert only(told.value).fault is Fault.OUTSIDE


@pytest.mark.parametrize("is_folder", [False, True])
def test_a_link_is_refused_wherever_it_leads(tmp_path: Path, is_folder: bool) -> None:
    folder = tmp_path / "clip"
    (folder / "real").mkdir(parents=True)
    (folder / "real" / "film.mkv").write_bytes(b"x")
    (folder / "link").symlink_to(folder / "real" if is_folder else folder / "real" / "film.mkv")
    with pytest.raises(UnusableClip) as told:
        inside(folder, "link/film.mkv" if is_folder else "link", "clip.json", "video")
    assert only(told.value).fault is Fault.LINK


@pytest.mark.parametrize(
    ("head", "fault"),
    [
        (b"\x7fELF\x02\x01\x01", Fault.PROGRAM),
        (b"MZ\x90\0\x03", Fault.PROGRAM),
        (b"#!/bin/sh\nrm -rf ~\n", Fault.PROGRAM),
        (b"\xcf\xfa\xed\xfe\x07", Fault.PROGRAM),
        (b"@echo off\r\ndel *\r\n", Fault.NO_FILM),
        (b"#EXTM3U\nhttp://example.org/film.mp4\n", Fault.NO_FILM),
        ("\ufeff<?xml version='1.0'?>".encode("utf-16"), Fault.NO_FILM),
        (b"", Fault.NO_FILM),
    ],
)
def test_a_program_or_a_text_with_the_name_of_a_film_is_no_film(tmp_path: Path, head: bytes, fault: Fault) -> None:
    (tmp_path / "film.mp4").write_bytes(head)
    with pytest.raises(UnusableClip) as told:
        checked_film(tmp_path / "film.mp4")
    assert only(told.value).fault is fault
    assert only(told.value).file == "film.mp4"


def test_five_gigabytes_are_refused_before_anything_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    film = tmp_path / "film.mp4"
    with film.open("wb") as file:
        file.truncate(5 * 1024**3)  # a hole: it takes no room
    monkeypatch.setattr(os, "open", lambda *_: pytest.fail("it was opened"))
    with pytest.raises(UnusableClip) as told:
        checked_film(film)
    found = only(told.value)
    assert (found.fault, found.found, found.wanted) == (Fault.TOO_LARGE, str(5 * 1024**3), str(MOST_FILM_BYTES))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with a name")
def test_a_pipe_is_refused_and_does_not_keep_anybody_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "film.mp4")
    with pytest.raises(UnusableClip) as told:
        plain_file(tmp_path / "film.mp4", 100)
    assert only(told.value).fault is Fault.NO_FILE


# ---- clip.json -----------------------------------------------------------------------------------
def test_the_least_that_a_hospice_must_write_is_enough(tmp_path: Path) -> None:
    draft = read_side_car(clip_folder(tmp_path / "feet"), shipped())
    assert (draft.id, draft.made_by, draft.is_film_only) == ("feet", "St Anna Hospice", False)
    assert draft.words["en"].steps[0].said == "Put the bowl down. Not too full."
    assert draft.words["en"].review_status == "draft"
    assert set(draft.files) == {"feet.mkv"}


def test_a_clip_in_one_language_that_is_not_english_is_welcome(tmp_path: Path) -> None:
    draft = read_side_car(clip_folder(tmp_path / "feet", words={"ar": block()["words"]["en"]}), shipped())
    assert set(draft.words) == {"ar"}


def test_a_caption_file_may_be_named_instead_of_a_list(tmp_path: Path) -> None:
    words = block()["words"]["en"] | {"captions": "feet.srt"}
    side_car = clip_folder(tmp_path / "feet", words={"en": words})
    (tmp_path / "feet" / "feet.srt").write_text(srt(2, 4), "utf-8")
    assert len(read_side_car(side_car, shipped()).words["en"].captions) == 2


Change = Callable[[dict[str, Any]], object]
FAULTS: dict[str, tuple[Change, Fault, str]] = {
    "another format": (lambda b: b.update(format=9), Fault.FORMAT, "format"),
    "no format": (lambda b: b.pop("format"), Fault.FORMAT, "format"),
    "an id that is a path": (lambda b: b.update(id="../P2"), Fault.BAD_ID, "id"),
    "an id that Windows keeps": (lambda b: b.update(id="CON"), Fault.BAD_ID, "id"),
    "a number for an id": (lambda b: b.update(id=3), Fault.WRONG_KIND, "id"),
    "an unknown topic": (lambda b: b.update(topic="gardening"), Fault.TOPIC, "topic"),
    "nobody who made it": (lambda b: b.pop("made_by"), Fault.NO_MAKER, "made_by"),
    "no film": (lambda b: b.pop("video"), Fault.NO_FIELD, "video"),
    "a film that is not there": (lambda b: b.update(video="bath.mp4"), Fault.MISSING, "video"),
    "a film above the folder": (lambda b: b.update(video="../feet.mkv"), Fault.OUTSIDE, "video"),
    "a film whose name no system can hold": (lambda b: b.update(video="a" * 5000), Fault.MISSING, "video"),
    "a film at the root": (lambda b: b.update(video="/feet.mkv"), Fault.OUTSIDE, "video"),
    "a poster above the folder": (lambda b: b.update(poster="../p.jpg"), Fault.OUTSIDE, "poster"),
    "a still above the folder": (lambda b: b["steps"][1].update(still="../s.jpg"), Fault.OUTSIDE, "steps, 2, still"),
    "a narration above the folder": (lambda b: b.update(sha256={"../narration/en-1.opus": "0" * 64}), Fault.OUTSIDE, "sha256"),
    "a checksum that is none": (lambda b: b.update(sha256={"feet.mkv": "abc"}), Fault.WRONG_KIND, "sha256, feet.mkv"),
    "no words": (lambda b: b.pop("words"), Fault.NO_CAPTIONS, "words"),
    "words in no language": (lambda b: b.update(words={}), Fault.NO_CAPTIONS, "words"),
    "a language that is none": (lambda b: b.update(words={"English!": b["words"]["en"]}), Fault.LANGUAGE, "words, English!"),
    "no captions": (lambda b: b["words"]["en"].pop("captions"), Fault.NO_CAPTIONS, "words, en, captions"),
    "empty captions": (lambda b: b["words"]["en"].update(captions=[]), Fault.NO_CAPTIONS, "words, en, captions"),
    "captions above the folder": (lambda b: b["words"]["en"].update(captions="../a.srt"), Fault.OUTSIDE, "words, en, captions"),
    "a caption too fast": (lambda b: b["words"]["en"]["captions"][1].update(words="x" * 200), Fault.CAPTION_FAST, "words, en, captions, 2 (0:04)"),
    "a caption without words": (lambda b: b["words"]["en"]["captions"][1].update(words=" "), Fault.CAPTION_EMPTY, "words, en, captions, 2 (0:04)"),
    "captions out of order": (lambda b: b["words"]["en"]["captions"][1].update(start=2), Fault.CAPTION_ORDER, "words, en, captions, 2 (0:02)"),
    "no title": (lambda b: b["words"]["en"].update(title=" "), Fault.NO_TITLE, "words, en, title"),
    "a step less in the words": (lambda b: b["words"]["en"]["steps"].pop(), Fault.STEP_COUNT, "words, en, steps"),
    "a step more in the picture": (lambda b: b["steps"].append({"start": 8}), Fault.STEP_COUNT, "words, en, steps"),
    "steps out of order": (lambda b: b["steps"].reverse(), Fault.STEP_ORDER, "steps, 1"),
    "a step in words": (lambda b: b["steps"][1].update(start="soon"), Fault.WRONG_KIND, "steps, 2, start"),
    "a step that says nothing": (lambda b: b["words"]["en"]["steps"][1].update(action=" "), Fault.STEP_WORDS, "words"),
    "words that are a list": (lambda b: b.update(words=[]), Fault.WRONG_KIND, "words"),
    "a sound in no language": (lambda b: b.update(tracks=[{"language": "English!", "index": 0}]), Fault.LANGUAGE, "tracks, 1, language"),
    "a sentence that is a number": (lambda b: b["words"]["en"].update(stop_and_call=[3]), Fault.WRONG_KIND, "words, en, stop_and_call"),
    "a review that is none": (lambda b: b["words"]["en"].update(review_status="perfect"), Fault.WRONG_KIND, "words, en, review_status"),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_a_mistake_in_the_side_car_is_told_with_its_place(tmp_path: Path, name: str) -> None:
    change, fault, place = FAULTS[name]
    side_car = clip_folder(tmp_path / "feet")
    written = block()
    change(written)
    side_car.write_text(json.dumps(written), "utf-8")
    with pytest.raises(UnusableClip) as told:
        read_side_car(side_car, shipped())
    assert (fault, "clip.json", place) in [(one.fault, one.file, one.place) for one in told.value.findings]


@pytest.mark.parametrize(
    ("text", "fault"),
    [("", Fault.NO_JSON), ("{", Fault.NO_JSON), ('{"a": "\\ud800"}', Fault.NO_JSON), (" " * 2 * 1024**2, Fault.TOO_LARGE), ("[" * 50_000, Fault.NO_JSON), ("[]", Fault.NO_BLOCK), ("null", Fault.NO_BLOCK)],
)
def test_a_side_car_that_is_no_block_is_told(tmp_path: Path, text: str, fault: Fault) -> None:
    side_car = clip_folder(tmp_path / "feet")
    side_car.write_text(text)
    with pytest.raises(UnusableClip) as told:
        read_side_car(side_car, shipped())
    assert only(told.value).fault is fault


def test_a_side_car_without_json_names_line_and_column(tmp_path: Path) -> None:
    side_car = clip_folder(tmp_path / "feet")
    side_car.write_text('{\n "format": 1,\n "id" "feet"\n}')
    with pytest.raises(UnusableClip) as told:
        read_side_car(side_car, shipped())
    assert only(told.value).place == "3:7"


def test_several_mistakes_are_told_at_once(tmp_path: Path) -> None:
    side_car = clip_folder(tmp_path / "feet", topic="gardening", video="../feet.mkv", made_by="")
    with pytest.raises(UnusableClip) as told:
        read_side_car(side_car, shipped())
    assert {one.fault for one in told.value.findings} == {Fault.TOPIC, Fault.OUTSIDE, Fault.NO_MAKER}


def test_a_known_clip_whose_film_is_replaced_keeps_its_steps_and_must_fit_them(tmp_path: Path) -> None:
    known = shipped().clip("M2")
    assert known is not None
    starts = [{"start": step.start_s} for step in known.steps]
    captions = block()["words"]["en"]["captions"]
    side_car = clip_folder(tmp_path / "M2", id="M2", steps=starts, words={"en": {"captions": captions}})
    draft = read_side_car(side_car, shipped())
    assert draft.is_film_only
    assert draft.words["en"].steps == known.words["en"].steps
    side_car = clip_folder(tmp_path / "M2", id="M2", steps=starts[:3], words={"en": {"captions": captions}})
    with pytest.raises(UnusableClip) as told:
        read_side_car(side_car, shipped())
    found = only(told.value)
    assert (found.fault, found.place, found.found, found.wanted) == (Fault.STEP_COUNT, "steps", "3", "8")


# ---- the guide -----------------------------------------------------------------------------------
def test_the_example_of_the_guide_is_read_as_it_stands(tmp_path: Path) -> None:
    told = (Path(__file__).parents[2] / "docs" / "own-clips.md").read_text("utf-8")
    example = told.partition("```json\n")[2].partition("```")[0]
    (tmp_path / "clip.json").write_text(example, "utf-8")
    (tmp_path / "feet.mp4").write_bytes(b"x")
    draft = read_side_car(tmp_path / "clip.json", shipped())
    assert (draft.id, draft.made_by, len(draft.steps)) == ("feet", "St Anna Hospice", 2)
