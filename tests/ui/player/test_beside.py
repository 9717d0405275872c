"""A person's recording beside the film's picture: the film is mute, and its picture waits for a longer voice."""

from __future__ import annotations

import wave
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from caregiver_app.domain.clips import Clip, Recording
from caregiver_app.ui.player.beside import BesideEngine
from caregiver_app.ui.player.choice import first_engine
from caregiver_app.ui.player.engine import Engine
from caregiver_app.ui.player.voice import Voice
from tests.ui.player.clips import PATIENCE_MS, Heard, shipped


class Film(Engine):
    """A film that goes where a test moves it, and remembers what was asked of it."""

    name = "film"

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []
        self.is_mute = False

    def open(self, clip: Clip, sound_language: str) -> None:
        self.asked.append(f"open {sound_language}")

    def play(self) -> None:
        self.asked.append("play")

    def pause(self) -> None:
        self.asked.append("pause")

    def seek(self, seconds: float) -> None:
        self.moved.emit(seconds)

    def set_speed(self, speed: float) -> None:
        self.asked.append(f"speed {speed}")

    def set_sound(self, language: str) -> None:
        self.asked.append(f"sound {language}")

    def mute(self, is_mute: bool) -> None:
        self.is_mute = is_mute

    def shut(self) -> None:
        self.asked.append("shut")


class Told(Voice):
    """A voice that says nothing and remembers what it was told."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def open(self, sound: Path, at_s: float) -> None:
        self.lines.append(f"open {sound.name} {at_s:.1f}")

    def play(self) -> None:
        self.lines.append("play")

    def pause(self) -> None:
        self.lines.append("pause")

    def set_speed(self, speed: float) -> None:
        self.lines.append(f"speed {speed}")

    def shut(self) -> None:
        self.lines.append("shut")


def recorded(tmp_path: Path, *steps: int, length_s: float = 5.0) -> Clip:
    """The shipped clip with recordings of some English steps."""
    clip = shipped()
    return replace(
        clip,
        recordings=tuple(
            Recording("en", clip.id, n, tmp_path / f"{n}.wav", length_s, "Ana", "2026-11-20", "signed") for n in steps
        ),
    )


class Stage:
    """The engine under test between a film and a voice of the test's own."""

    def __init__(self, clip: Clip) -> None:
        self.clip, self.film, self.voice = clip, Film(), Told()
        self.engine = BesideEngine(self.film, lambda: self.voice)
        self.places: list[float] = []
        self.ends = 0
        self.engine.moved.connect(self.places.append)
        self.engine.ended.connect(self._end)
        self.engine.open(clip, "en")

    def _end(self) -> None:
        self.ends += 1

    def end_of(self, step: int) -> float:
        """A moment just before a step ends."""
        one = self.clip.steps[step - 1]
        return one.start_s + one.length_s - 0.05


def test_without_recordings_everything_is_only_passed_on() -> None:
    stage = Stage(shipped())
    stage.engine.play()
    stage.film.moved.emit(stage.end_of(1))
    stage.film.moved.emit(stage.end_of(1) + 1)
    assert stage.places == [stage.end_of(1), stage.end_of(1) + 1]
    assert stage.film.asked == ["open en", "play"]
    assert stage.voice.lines == []
    assert not stage.film.is_mute


def test_the_film_is_mute_while_a_recording_speaks_and_speaks_where_nobody_has_read(tmp_path: Path) -> None:
    stage = Stage(recorded(tmp_path, 1))
    stage.engine.play()
    stage.film.moved.emit(0.1)
    assert stage.film.is_mute
    assert stage.voice.lines == ["open 1.wav 0.1", "speed 1.0", "play"]
    stage.voice.ended.emit()
    stage.film.moved.emit(stage.clip.steps[1].start_s)
    assert not stage.film.is_mute


def test_the_picture_waits_on_its_step_until_the_voice_has_ended(tmp_path: Path) -> None:
    stage = Stage(recorded(tmp_path, 1, 2, length_s=60))
    stage.engine.play()
    stage.film.moved.emit(0.1)
    stage.film.moved.emit(stage.end_of(1))
    assert stage.film.asked[-1] == "pause"
    stage.film.moved.emit(stage.end_of(1) + 0.3)  # a late word of the film
    assert stage.clip.step_at(stage.places[-1]).number == 1
    stage.voice.ended.emit()
    assert stage.film.asked[-1] == "play"
    stage.film.moved.emit(stage.clip.steps[1].start_s + 0.02)
    assert stage.voice.lines[-3:] == ["open 2.wav 0.0", "speed 1.0", "play"]


def test_a_voice_that_is_shorter_holds_nothing_up(tmp_path: Path) -> None:
    stage = Stage(recorded(tmp_path, 1, length_s=1.0))
    stage.engine.play()
    stage.film.moved.emit(0.1)
    stage.voice.ended.emit()
    stage.film.moved.emit(stage.end_of(1))
    assert "pause" not in stage.film.asked


def test_pausing_while_the_picture_waits_holds_the_voice_and_playing_goes_on(tmp_path: Path) -> None:
    stage = Stage(recorded(tmp_path, 1, length_s=60))
    stage.engine.play()
    stage.film.moved.emit(0.1)
    stage.film.moved.emit(stage.end_of(1))
    stage.engine.pause()
    assert stage.voice.lines[-1] == "pause"
    asked = len(stage.film.asked)
    stage.engine.play()
    assert stage.voice.lines[-1] == "play"
    assert stage.film.asked[asked:] == []  # the picture still waits
    stage.voice.ended.emit()
    assert stage.film.asked[-1] == "play"


def test_a_jump_speaks_from_the_same_place_in_the_step(tmp_path: Path) -> None:
    stage = Stage(recorded(tmp_path, 2, length_s=4))
    stage.engine.play()
    start_s = stage.clip.steps[1].start_s
    stage.engine.seek(start_s + 1.5)
    assert stage.voice.lines == ["open 2.wav 1.5", "speed 1.0", "play"]
    stage.engine.seek(start_s + 4.5)  # the voice has said it all by then
    assert stage.voice.lines[-1] == "pause"
    assert stage.film.is_mute


def test_a_jump_while_it_waits_sets_the_picture_free(tmp_path: Path) -> None:
    stage = Stage(recorded(tmp_path, 1, length_s=60))
    stage.engine.play()
    stage.film.moved.emit(0.1)
    stage.film.moved.emit(stage.end_of(1))
    stage.engine.seek(stage.clip.steps[2].start_s)
    assert stage.film.asked[-1] == "play"
    assert not stage.film.is_mute


def test_speed_and_another_language_reach_voice_and_film(tmp_path: Path) -> None:
    stage = Stage(recorded(tmp_path, 1))
    stage.engine.play()
    stage.film.moved.emit(0.1)
    stage.engine.set_speed(0.75)
    assert stage.voice.lines[-1] == "speed 0.75"
    stage.engine.set_sound("es")
    assert not stage.film.is_mute
    assert stage.voice.lines[-1] == "shut"
    stage.engine.set_sound("en")
    assert stage.film.is_mute


def test_no_sound_means_no_recording_either(tmp_path: Path) -> None:
    stage = Stage(recorded(tmp_path, 1))
    stage.engine.set_sound("")
    stage.engine.play()
    stage.film.moved.emit(0.1)
    assert stage.voice.lines == []


def test_the_end_is_told_once_the_last_step_was_spoken(tmp_path: Path) -> None:
    clip = shipped()
    last = len(clip.steps)
    stage = Stage(recorded(tmp_path, last, length_s=60))
    stage.engine.play()
    stage.engine.seek(clip.steps[-1].start_s)
    stage.film.ended.emit()
    assert stage.ends == 0
    stage.voice.ended.emit()
    assert stage.ends == 1


def test_a_recording_for_older_words_is_not_played(tmp_path: Path) -> None:
    clip = recorded(tmp_path, 1)
    stage = Stage(replace(clip, recordings=tuple(replace(r, is_stale=True) for r in clip.recordings)))
    stage.engine.play()
    stage.film.moved.emit(0.1)
    assert stage.voice.lines == []


def test_without_qt_multimedia_the_film_keeps_its_own_voice(tmp_path: Path) -> None:
    def missing() -> Voice:
        raise ImportError

    film, places = Film(), list[float]()
    engine = BesideEngine(film, missing)
    engine.moved.connect(places.append)
    engine.open(recorded(tmp_path, 1, length_s=60), "en")
    engine.play()
    film.moved.emit(0.1)
    film.moved.emit(30.0)
    assert places == [0.1, 30.0]
    assert not film.is_mute


@pytest.fixture(params=["libvlc", "qt"])
def real(request: pytest.FixtureRequest) -> Iterator[BesideEngine]:
    engine = BesideEngine(first_engine((request.param,)))
    yield engine
    engine.shut()


def test_a_real_film_waits_for_a_real_voice(real: BesideEngine, tmp_path: Path, qtbot: QtBot) -> None:
    with wave.open(str(tmp_path / "1.wav"), "wb") as sound:
        sound.setparams((1, 2, 24_000, 0, "NONE", ""))
        sound.writeframes(bytes(2 * 24_000 * 2))  # two seconds of silence
    clip = recorded(tmp_path, 1, length_s=2.0)
    first = clip.steps[0]
    heard = Heard(real, qtbot)
    real.open(clip, "en")
    real.play()
    heard.wait_for_place(0.1)
    real.seek(first.start_s + 0.3)
    clip_end = first.start_s + first.length_s
    real.inner.seek(clip_end - 0.4)  # the picture comes to its end before the voice
    qtbot.waitUntil(lambda: real._is_waiting, timeout=PATIENCE_MS)
    assert heard.at_s < clip_end
    qtbot.waitUntil(lambda: heard.at_s > clip_end, timeout=PATIENCE_MS)


def test_a_recording_that_is_gone_holds_nothing_up(real: BesideEngine, tmp_path: Path, qtbot: QtBot) -> None:
    clip = recorded(tmp_path, 1, length_s=60.0)  # its file was never written
    heard = Heard(real, qtbot)
    real.open(clip, "en")
    real.play()
    heard.wait_for_place(0.1)
    real.seek(clip.steps[1].start_s - 0.5)
    heard.wait_for_place(clip.steps[1].start_s + 0.1)
