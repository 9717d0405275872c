"""The blind check deals pictures and sentences, and scores what readers answered."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

pytest.importorskip("yaml")
pytest.importorskip("numpy")

from videos.studio import blind
from videos.studio.blind import FOREIGN, WrongAnswers, new_key, score, table

pytestmark = pytest.mark.usefixtures("can_draw")


def kept(folder: Path, *rows: str) -> Path:
    """A key of two pictures, and these answers to it."""
    key = {"sentences": ["Wash.", "Turn.", "Call."], "belongs": {"a": 2, "b": 1}}
    (folder / "X1.json").write_text(json.dumps(key), "utf-8")
    (folder / "X1.csv").write_text("\n".join(["reader,picture,sentence", *rows]) + "\n", "utf-8")
    return folder


def test_every_picture_has_its_own_sentence_and_five_are_foreign() -> None:
    key, steps = new_key("P2")
    assert sorted(steps) == list(range(1, len(steps) + 1))
    assert len(key.sentences) == len(steps) + FOREIGN
    assert len(set(key.belongs.values())) == len(steps)


def test_the_same_clip_is_dealt_the_same_way_again() -> None:
    assert new_key("P2") == new_key("P2")


def test_the_pictures_do_not_tell_their_number(tmp_path: Path) -> None:
    blind.make("P4", tmp_path / "reader", tmp_path / "kept")
    names = sorted(path.name for path in (tmp_path / "reader").iterdir())
    assert names == ["P4-a.png", "P4-b.png", "P4-c.png", "P4-d.png", "P4-e.png", "P4-sentences.txt"]
    assert (tmp_path / "kept" / "P4.json").is_file()
    from PySide6.QtGui import QImage

    strip = QImage(str(tmp_path / "reader" / "P4-a.png"))
    assert {strip.pixelColor(x, y).name() for x in range(0, 240, 8) for y in range(0, 40, 8)} == {"#eaf1ef"}


def test_right_answers_are_counted_and_wrong_ones_named(tmp_path: Path) -> None:
    found = score("X1", kept(tmp_path, "one,a,2", "one,b,3"))
    assert (found.right, found.asked) == (1, 2)
    assert found.missed == ("“Wash.” was taken for “Call.”",)
    assert "| all | 1 | 2 | 50% |" in table([found])


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (("one,a,2",), "X1.csv: one has not answered picture b."),
        (("one,a,2", "one,a,2"), "X1.csv, row 3: one has answered picture a already."),
        (("one,c,2",), "X1.csv, row 2: there is no picture c or no sentence 2."),
        (("one,a,9",), "X1.csv, row 2: there is no picture a or no sentence 9."),
        (("one,a",), "X1.csv, row 2: it needs reader, picture and a sentence's number."),
        ((), "X1.csv: it has no answers."),
    ],
)
def test_answers_that_cannot_be_scored_are_named(tmp_path: Path, rows: tuple[str, ...], said: str) -> None:
    with pytest.raises(WrongAnswers) as caught:
        score("X1", kept(tmp_path, *rows))
    assert str(caught.value) == said


def test_a_clip_without_a_storyboard_cannot_be_dealt(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert blind.main(["make", "P9", str(tmp_path)]) == 1
    assert "Say which clip" in capsys.readouterr().out
