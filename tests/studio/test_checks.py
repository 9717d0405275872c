"""`poe check-clips` finds each kind of mistake; a small film is made once and then spoiled in every way."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytest.importorskip("av")
pytest.importorskip("yaml")

from PySide6.QtGui import QColor, QImage

from videos.studio import check_film, pack, side_car
from videos.studio.check import board_problems, file_problems
from videos.studio.check_art import art_problems, contrast, contrast_problems, text_problems
from videos.studio.check_words import side_car_problems, words_problems
from videos.studio.graphemes import letters
from videos.studio.loudness import RATE, levelled
from videos.studio.narration import Spoken, Voice
from videos.studio.reading_grade import grade, syllables
from videos.studio.side_car import Sheet, TimedStep
from videos.studio.words import ClipText, Problem, StepText

STEPS = tuple(TimedStep(n, (n - 1) * 2.0, 2.0) for n in range(1, 6))
TEXT = ClipText("en", "Turn", "draft", ("Pain",), tuple(StepText("Do it.", "Go slow.", "Do it.") for _ in STEPS))


def speech(seconds: float = 0.9) -> Spoken:
    at = np.arange(round(seconds * RATE)) / RATE
    return Spoken(Voice("espeak-ng test", True), levelled((0.1 * np.sin(at * 2200)).astype(np.float32)))


def picture(colour: str) -> QImage:
    image = QImage(*side_car.SIZE, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    return image


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("film") / "X1"
    folder.mkdir()
    segment, words = folder.parent / "step.mkv", {"en": TEXT, "es": replace(TEXT, language="es")}
    pack.encode_segment(lambda _: picture("#A9C9D6"), 48, segment)
    sheet = Sheet("X1", "skin", (), (), ("Test [K]",), STEPS, words, {tag: [speech()] * 5 for tag in words})
    pack.mux([pack.Segment(segment, 48)] * 5, sheet, folder / "X1.mkv")
    files = ["X1.mkv", "poster.jpg", *(f"step-{n}.jpg" for n in range(1, 6)), "X1.en.srt", "X1.es.srt"]
    (folder / "narration").mkdir()
    for tag in words:
        (folder / f"X1.{tag}.srt").write_text(side_car.srt(sheet, tag))
        for n in range(1, 6):
            files.append(f"narration/{tag}-{n}.opus")
            pack.write_voice(speech(), folder / files[-1])
    for name in files:
        if name.endswith(".jpg"):
            picture("#FFFFFF").scaled(64, 36).save(str(folder / name))
    side_car.write_side_car(sheet, folder, files)
    return folder


def found(clip: Path) -> dict[str, Any]:
    side_car_read: dict[str, Any] = json.loads((clip / "clip.json").read_text("utf-8"))
    return side_car_read


def lines(problems: Any) -> str:
    return "\n".join(map(str, problems))


# ---- the film ----------------------------------------------------------------------------------
def test_a_good_film_is_only_too_short(clip: Path) -> None:
    (problem,) = check_film.film_problems(clip, found(clip))
    assert str(problem).startswith("videos/X1/X1.mkv: it is 10 s long, 40 to 120 are allowed.")


def test_every_step_begins_with_a_key_frame_and_steps_join_without_a_gap(clip: Path) -> None:
    import av

    with av.open(str(clip / "X1.mkv")) as film:
        packets = [p for p in film.demux(video=0) if p.dts is not None]
    starts = [round(float((p.pts or 0) * (p.time_base or 0)), 2) for p in packets if p.is_keyframe]
    assert len(packets) == 240
    assert set(starts) >= {0.0, 2.0, 4.0, 6.0, 8.0}


FILM_MISTAKES: dict[str, tuple[Callable[[dict[str, Any]], object], str]] = {
    "another size": (lambda c: c.update(width=640), "picture"),
    "another speed": (lambda c: c.update(fps=30), "frames a second"),
    "another length": (lambda c: c.update(seconds=12.0), "in the side-car"),
    "a language too few": (lambda c: c["tracks"].pop(), "they must be eng."),
    "languages in another order": (lambda c: c["tracks"].reverse(), "they must be spa, eng"),
    "tracks that count wrongly": (lambda c: c["tracks"][0].update(index=3), "count from 0"),
    "a cut last word": (lambda c: c["steps"][1].update(seconds=1.2), "en, step 2: the voice is not silent"),
    "a step where nobody speaks": (lambda c: c["steps"][1].update(start=3.3, seconds=0.6), "nothing is heard"),
}


@pytest.mark.parametrize("name", FILM_MISTAKES)
def test_a_film_that_differs_from_its_side_car_is_named(clip: Path, name: str) -> None:
    change, said = FILM_MISTAKES[name]
    spoiled = found(clip)
    change(spoiled)
    assert said in lines(check_film.film_problems(clip, spoiled))


def test_a_film_that_is_no_film_or_too_large_is_named(clip: Path, tmp_path: Path) -> None:
    (tmp_path / "X1.mkv").write_bytes(b"MZ" + bytes(2_000_000))
    said = lines(check_film.film_problems(tmp_path, found(clip)))
    assert "MB a minute, at most 4.5" in said
    assert "it cannot be read" in said


def test_a_track_too_loud_or_too_quiet_is_named(clip: Path) -> None:
    heard = check_film.sound_of(clip / "X1.mkv", 0, 10.0)
    steps = found(clip)["steps"]
    assert lines(check_film.sound_problems("f", "en", heard, steps)) == ""
    for factor in (0.5, 2.0):
        spoiled = (heard * factor).astype(np.float32)
        assert "its loudness is" in lines(check_film.sound_problems("f", "en", spoiled, steps))


def test_light_that_flashes_is_named_with_its_moment() -> None:
    blocks = np.full((96, 144), 0.5)
    assert lines(check_film.flash_problems("f", blocks, 24)) == ""
    blocks[24:72:4] = 0.9  # six flashes a second, over the whole picture
    assert "at 0." in lines(check_film.flash_problems("f", blocks, 24))
    assert "seizure" in lines(check_film.flash_problems("f", blocks, 24))
    small = np.full((96, 144), 0.5)
    small[24:72:4, :10] = 0.9  # in a corner: a blinking eye is no danger
    assert lines(check_film.flash_problems("f", small, 24)) == ""
    slow = np.full((96, 144), 0.5)
    slow[24:] = 0.9  # one cut
    assert lines(check_film.flash_problems("f", slow, 24)) == ""


# ---- files -------------------------------------------------------------------------------------
FILE_MISTAKES: dict[str, tuple[Callable[[dict[str, Any]], object], str]] = {
    "a checksum too few": (lambda c: c["sha256"].pop("X1.en.srt"), "sha256, X1.en.srt: it has no checksum"),
    "another checksum": (lambda c: c["sha256"].update({"poster.jpg": "0"}), "videos/X1/poster.jpg: it differs"),
    "a file that is not there": (lambda c: c["sha256"].update({"a.jpg": "0"}), "videos/X1/a.jpg: it is missing"),
    "a path out of its folder": (lambda c: c["sha256"].update({"../x": "0"}), "it points outside the clip's folder"),
    "a language without a voice": (lambda c: c["tracks"].pop(), "they speak en, the words are in en, es"),
}


@pytest.mark.parametrize("name", FILE_MISTAKES)
def test_a_file_that_is_not_the_packed_one_is_named(clip: Path, name: str) -> None:
    assert lines(file_problems(clip, found(clip))) == ""
    change, said = FILE_MISTAKES[name]
    spoiled = found(clip)
    change(spoiled)
    assert said in lines(file_problems(clip, spoiled))


def test_a_storyboard_changed_after_its_film_was_drawn_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "X1"
    folder.mkdir()
    board = folder / "storyboard.yaml"
    assert lines(board_problems(folder, {})) == ""  # the words may come first
    board.write_text("clip: X1\nsteps: [{id: turn}]\n", "utf-8")
    drawn = {"storyboard": side_car.board_digest({"clip": "X1", "steps": [{"id": "turn"}]})}
    assert lines(board_problems(folder, drawn)) == ""
    board.write_text("# a remark draws nothing\nclip: X1\nsteps:\n  - id: turn\n", "utf-8")
    assert lines(board_problems(folder, drawn)) == ""
    board.write_text("clip: X1\nsteps: [{id: turn, min: 6}]\n", "utf-8")
    assert "videos/X1/storyboard.yaml: it was changed after the film was drawn" in lines(board_problems(folder, drawn))
    board.write_text("steps: [", "utf-8")
    assert "it cannot be read" in lines(board_problems(folder, drawn))


# ---- words -------------------------------------------------------------------------------------
WORDS_MISTAKES: dict[str, tuple[Callable[[dict[str, Any]], object], str]] = {
    "another title": (lambda c: c["words"]["en"].update(title="x"), "words, en: it differs from words.en.toml"),
    "a state that nobody knows": (lambda c: c["words"]["en"].update(review_status="fine"), "“fine” is not one of"),
    "a language not packed": (lambda c: c["words"].pop("es"), "words, es: the language is not packed"),
    "a caption over two steps": (
        lambda c: c["words"]["en"]["captions"][0].update(end=3.0),
        "caption 1: it stands from",
    ),
    "a caption too fast": (lambda c: c["words"]["en"]["captions"][0].update(words="a" * 60), "letters a second"),
}


@pytest.mark.parametrize("name", WORDS_MISTAKES)
def test_words_that_differ_or_cannot_be_read_in_time_are_named(clip: Path, name: str) -> None:
    words = {"en": TEXT, "es": TEXT}
    assert lines(side_car_problems("X1", found(clip), words)) == ""
    change, said = WORDS_MISTAKES[name]
    spoiled = found(clip)
    change(spoiled)
    assert said in lines(side_car_problems("X1", spoiled, words))


def test_hard_english_is_named() -> None:
    assert list(words_problems("X1", {"en": TEXT})) == []
    hard = StepText("Reposition the individual laterally utilising appropriate equipment.", "Maintain alignment.", "")
    said = lines(words_problems("X1", {"en": replace(TEXT, steps=(hard,) * 5)}))
    assert said.startswith("videos/X1/words.en.toml: its reading grade is")


def test_syllables_and_grades_are_near_what_people_count() -> None:
    assert [syllables(word) for word in ("bed", "pillow", "breathing", "toward")][:3] == [1, 2, 2]
    assert grade("Roll them toward you. Go slow.") < 3
    assert grade("") == 0


def test_letters_are_counted_as_a_reader_sees_them() -> None:
    assert letters("café") == letters("cafe\u0301") == 4
    assert letters("नमस्ते") < len("नमस्ते")
    assert letters("أَخْفِضْ") == 4
    assert letters("") == 0


# ---- drawing code ------------------------------------------------------------------------------
def test_our_drawing_code_writes_only_digits_and_its_symbols_can_be_told_apart() -> None:
    assert lines(art_problems()) == ""


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("painter.drawText(box, 'Mind the gap')", "it writes into the picture"),
        ("overlay.pill_text(painter, 1, 2, 'STOP')", "digits and ° only"),
        ("overlay.pill_text(painter, 1, 2, word)", "digits and ° only"),
    ],
)
def test_text_in_a_picture_is_named_with_its_line(tmp_path: Path, code: str, said: str) -> None:
    (tmp_path / "rooms.py").write_text(f"def draw(painter):\n    {code}\n")
    (problem,) = text_problems(tmp_path / "rooms.py")
    assert isinstance(problem, Problem)
    assert (problem.file, problem.place) == ("videos/studio/rooms.py", "line 2")
    assert said in problem.what


def test_a_pale_symbol_is_named() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    pale = {"NAVY": "#22384D", "OK": "#2E9E6B", "NO": "#D1495B", "ACC": "#FFD0B0"}
    assert lines(contrast_problems(pale)).startswith("videos/studio/overlay.py, ACC: the arrow")
