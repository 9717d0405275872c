"""A changed caption draws nothing, a changed narration only the steps whose length changes, twice the same bytes."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytest.importorskip("av")
pytest.importorskip("yaml")

from PySide6.QtGui import QColor, QImage

from videos.studio import build, drawing, pack, side_car
from videos.studio.cast import StoryboardMistake
from videos.studio.loudness import RATE
from videos.studio.narration import Spoken, Voice
from videos.studio.story import Story

BOARD = "room: home\ntopic: skin\ninit: {roll: 0}\nsteps:\n" + "".join(
    f"  - {{id: s{n}, min: 1.0, cues: [{{t: 0.1, d: 0.5, set: {{roll: {n}}}}}]}}\n" for n in range(1, 6)
)


class Speaker:
    """Speaks a tenth of a second a letter."""

    def speak(self, _clip: str, _language: str, _step: int, text: str, rate: float = 1.0) -> Spoken:
        return Spoken(Voice("test", True), np.full(round(len(text) * RATE / 10 / rate), 0.1, np.float32))


class Plain:
    """A stage whose picture is one colour a step."""

    def step_frame(self, number: int, _seconds: float, size: tuple[int, int]) -> QImage:
        image = QImage(*size, QImage.Format.Format_RGB32)
        image.fill(QColor.fromHsv(number * 40, 60, 200))
        return image

    def check(self) -> None:
        """Nothing of it can be out of reach."""


@pytest.fixture
def videos(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "videos" / "X1"
    folder.mkdir(parents=True)
    (folder / "storyboard.yaml").write_text(BOARD)
    (folder.parent / "sources.json").write_text(json.dumps({"X1": ["Test [K]"]}))
    for language in ("en", "es"):
        steps = '[[step]]\naction = "Do it."\ncaution = "Slowly."\nsaid = "Do it."\n' * 5
        head = 'title = "Turn"\nreview_status = "draft"\nstop_and_call = ["Pain"]\n'
        (folder / f"words.{language}.toml").write_text(head + steps)

    def staged(clip_id: str, lengths: dict[str, float] | None = None, videos: Path = tmp_path) -> tuple[Any, Plain]:
        return Story(str(videos / clip_id / "storyboard.yaml"), lengths), Plain()

    def draw(todo: list[drawing.StepDrawing], _jobs: int) -> None:
        for each in todo:
            each.film.parent.mkdir(parents=True, exist_ok=True)
            image = Plain().step_frame(each.number, 0, side_car.SIZE)
            pack.encode_segment(lambda _, image=image: image, each.frames, each.film)  # type: ignore[misc]
            image.scaled(64, 36).save(str(each.still))

    monkeypatch.setattr(build, "step_staged", staged)
    monkeypatch.setattr(drawing, "draw", draw)
    monkeypatch.setattr(build, "Narrator", lambda *_: Speaker())
    return folder.parent


def films(videos: Path) -> list[str]:
    planned = build.plan("X1", Speaker(), (), videos, videos.parent / "cache")  # type: ignore[arg-type]
    return [each.film.name for each in planned.drawings]


def rewrite(videos: Path, language: str, old: str, new: str) -> None:
    path = videos / "X1" / f"words.{language}.toml"
    path.write_text(path.read_text().replace(old, new, 1))


def test_a_changed_caption_draws_nothing(videos: Path) -> None:
    before = films(videos)
    rewrite(videos, "en", 'caution = "Slowly."', 'caution = "Take care."')
    assert films(videos) == before


def test_a_changed_narration_draws_only_the_step_that_becomes_longer(videos: Path) -> None:
    before = films(videos)
    rewrite(videos, "es", 'said = "Do it."', 'said = "Do it now, and then once more."')
    assert [a == b for a, b in zip(before, films(videos), strict=True)] == [False, True, True, True, True]
    rewrite(videos, "en", 'said = "Do it."', 'said = "Do so!!"')  # shorter than the Spanish one: nothing changes
    assert [a == b for a, b in zip(before, films(videos), strict=True)] == [False, True, True, True, True]


def test_a_clip_is_built_twice_from_nothing_with_the_same_bytes_and_then_left_alone(videos: Path) -> None:
    said: list[str] = []

    def made(cache: str) -> dict[str, str]:
        assert build.build(["X1"], videos=videos, cache=videos.parent / cache, tell=said.append) == []
        paths = sorted(p for p in (videos / "X1").rglob("*") if p.is_file())
        return {p.name: sha256(p.read_bytes()).hexdigest() for p in paths}

    first = made("one")
    assert {"X1.mkv", "clip.json", "poster.jpg", "step-5.jpg", "es-5.opus", "X1.es.srt"} <= set(first)
    assert made("two") == first
    assert made("two") == first
    assert said[-1] == "X1: unchanged"


def test_one_language_is_packed_with_english_and_the_same_picture(videos: Path) -> None:
    before = films(videos)
    rewrite(videos, "es", 'said = "Do it."', 'said = "Do it now, and then once more."')
    both = films(videos)
    build.build(["X1"], ["en"], videos=videos, cache=videos.parent / "cache", tell=lambda _: None)
    packed = json.loads((videos / "X1" / "clip.json").read_text("utf-8"))
    assert [track["language"] for track in packed["tracks"]] == ["en"]
    assert not (videos / "X1" / "X1.es.srt").exists()
    assert films(videos) == both != before


def test_a_clip_that_cannot_be_built_is_named_and_the_others_are_built(videos: Path) -> None:
    rewrite(videos, "es", 'caution = "Slowly."\n', "")
    (problem,) = build.build(["X1"], videos=videos, cache=videos.parent / "cache", tell=lambda _: None)
    assert str(problem).startswith("videos/X1/words.es.toml, step 1, caution: it is missing.")


def test_a_storyboard_without_sources_or_with_another_number_of_steps_is_named(videos: Path) -> None:
    (videos / "sources.json").write_text("{}")
    (problem,) = build.build(["X1"], videos=videos, cache=videos.parent / "cache", tell=lambda _: None)
    assert "videos/sources.json" in str(problem)
    (videos / "X1" / "storyboard.yaml").write_text(BOARD.rsplit("  - ", 1)[0])
    (problem,) = build.build(["X1"], videos=videos, cache=videos.parent / "cache", tell=lambda _: None)
    assert "it has 4 steps, words.en.toml has 5" in str(problem)


def test_a_mistake_in_a_storyboard_is_told_with_its_file_and_place_and_once(videos: Path) -> None:
    (videos / "X1" / "storyboard.yaml").write_text(BOARD.replace("topic: skin", "topic: gardening"))
    (problem,) = build.build(["X1"], videos=videos, cache=videos.parent / "cache", tell=lambda _: None)
    assert str(problem).startswith("videos/X1/storyboard.yaml, topic: 'gardening' is unknown; choose one of positioning")


def test_a_hand_out_of_reach_is_told_before_anything_is_drawn(videos: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def out_of_reach(_plain: Plain) -> None:
        raise StoryboardMistake("X1/storyboard.yaml", "step 1 (s1), 1.2 s, carer.handL", "it is 90 cm from the shoulder")

    monkeypatch.setattr(Plain, "check", out_of_reach)
    monkeypatch.setattr(drawing, "draw", lambda todo, _jobs: pytest.fail("it was drawn") if todo else None)
    (problem,) = build.build(["X1"], videos=videos, cache=videos.parent / "cache", tell=lambda _: None)
    assert str(problem) == "videos/X1/storyboard.yaml, step 1 (s1), 1.2 s, carer.handL: it is 90 cm from the shoulder"


def test_a_wrong_list_of_recordings_is_told_and_nothing_is_built(videos: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "draw", lambda _todo, _jobs: pytest.fail("it was drawn"))
    (videos / "recordings").mkdir()
    (videos / "recordings" / "recordings.toml").write_text("[recording]\n")
    (problem,) = build.build(["X1"], videos=videos, cache=videos.parent / "cache", tell=lambda _: None)
    assert str(problem).startswith("videos/recordings/recordings.toml: recording is no list of blocks.")
