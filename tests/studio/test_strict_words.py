"""Words with a mistake are refused, and each mistake is said with its file, its place and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("yaml")

from videos.studio.words import WrongWords, most_words, read_words

STEP = '[[step]]\naction = "{action}"\ncaution = "Take care."\nsaid = "Do it."\n'


def clip(folder: Path, language: str = "en", steps: int = 5, action: str = "Do it.", extra: str = "") -> Path:
    folder.mkdir(exist_ok=True)
    head = 'title = "Turn"\nreview_status = "draft"\nstop_and_call = ["Pain"]\n' + extra
    body = "".join(STEP.format(action=action) for _ in range(steps))
    (folder / f"words.{language}.toml").write_text(head + body, "utf-8")
    return folder


def mistakes(folder: Path) -> list[str]:
    with pytest.raises(WrongWords) as refused:
        read_words(folder)
    return [str(problem) for problem in refused.value.problems]


def test_good_words_are_read_english_first(tmp_path: Path) -> None:
    clip(clip(tmp_path / "P2"), "ar")
    assert list(read_words(tmp_path / "P2")) == ["en", "ar"]


def test_a_missing_word_is_named_with_file_step_and_field(tmp_path: Path) -> None:
    folder = clip(tmp_path / "P2")
    path = folder / "words.en.toml"
    path.write_text(path.read_text().replace('caution = "Take care."\n', "", 1))
    assert mistakes(folder) == ['videos/P2/words.en.toml, step 1, caution: it is missing. Write caution = "…".']


def test_a_caption_that_is_too_long_says_how_long_it_may_be(tmp_path: Path) -> None:
    (line, *_) = mistakes(clip(tmp_path / "P2", action="so " * 13))
    assert line == "videos/P2/words.en.toml, step 1, action: it has 13 words, at most 12. Say it shorter."


def test_another_language_may_be_a_third_longer_than_english(tmp_path: Path) -> None:
    assert (most_words("action", "es"), most_words("caution", "es")) == (15, 18)
    clip(tmp_path / "P2")
    clip(tmp_path / "P2", "es", action="a " * 15)
    assert read_words(tmp_path / "P2")["es"]
    clip(tmp_path / "P2", "es", action="a " * 16)
    assert "words.es.toml, step 1, action: it has 16 words, at most 15" in mistakes(tmp_path / "P2")[0]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("Take care.", "Give 5 ml."), "it says a dose"),
        (('caution = "Take care."', "caution = 3"), "it is empty or no text"),
        (("said =", "sad ="), "this is not known here"),
        (('"draft"', '"good"'), "is not one of"),
        (('["Pain"]', "[]"), "no list of sentences"),
        (('title = "Turn"', 'title = "Turn'), "cannot be read"),
    ],
)
def test_every_other_mistake_is_named(tmp_path: Path, change: tuple[str, str], said: str) -> None:
    folder = clip(tmp_path / "P2")
    path = folder / "words.en.toml"
    path.write_text(path.read_text().replace(*change, 1))
    lines = mistakes(folder)
    assert any(said in line for line in lines)
    assert all(line.startswith("videos/P2/words.en.toml") for line in lines)


def test_all_mistakes_of_all_files_are_said_at_once(tmp_path: Path) -> None:
    clip(tmp_path / "P2", action="so " * 13)
    clip(tmp_path / "P2", "es", steps=4)
    lines = mistakes(tmp_path / "P2")
    assert len(lines) == 6
    assert "words.es.toml" in lines[-1]


def test_a_language_with_another_number_of_steps_is_refused(tmp_path: Path) -> None:
    clip(clip(tmp_path / "P2"), "es", steps=6)
    (line,) = mistakes(tmp_path / "P2")
    assert line.startswith("videos/P2/words.es.toml, step 6: there are 6 steps, English has 5")
