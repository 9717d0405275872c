"""A film is looked at by another process: when that breaks or hangs, one sentence comes of it and nothing else."""

from __future__ import annotations

import random
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from caregiver_app.domain.brought_in import Fault
from caregiver_app.domain.errors import UnusableClip
from caregiver_app.services.probing import Command, level_voice, look_at_film, this_program
from tests.services.hospices import FILM, FILM_SECONDS, FIRST_STEP_SECONDS, SPEECH, only


def child(code: str) -> Command:
    """Another program in the place of ours."""
    return lambda arguments: [sys.executable, "-c", code, *arguments]


def fault_of(film: Path, folder: Path, command: Command = this_program, patience_s: float = 60.0) -> Fault:
    with pytest.raises(UnusableClip) as told:
        look_at_film(film, folder, (), "bath.mkv", command, patience_s)
    assert only(told.value).file == "bath.mkv"
    return only(told.value).fault


def test_the_probe_tells_of_a_film_and_takes_stills(tmp_path: Path) -> None:
    facts = look_at_film(FILM, tmp_path, (1.0, 50.0), "M2.mkv")
    assert facts.seconds == pytest.approx(FILM_SECONDS, abs=0.1)
    assert (facts.width, facts.height) == (1280, 720)
    assert facts.sounds >= 3
    assert sorted(path.name for path in tmp_path.iterdir()) == ["still-1.jpg", "still-2.jpg"]


def test_a_probe_that_crashes_is_told(tmp_path: Path) -> None:
    assert fault_of(FILM, tmp_path, child("import os; os.abort()")) is Fault.CRASHED


def test_a_probe_that_crashes_after_its_answer_is_not_believed(tmp_path: Path) -> None:
    code = "import sys, os, pathlib; pathlib.Path(sys.argv[4], 'facts.json').write_text('{}'); os._exit(3)"
    assert fault_of(FILM, tmp_path, child(code)) is Fault.CRASHED


@pytest.mark.parametrize("answer", ["", "[]", "{}", '{"seconds": "long"}'])
def test_an_answer_that_makes_no_sense_is_told(tmp_path: Path, answer: str) -> None:
    code = f"import sys, pathlib; pathlib.Path(sys.argv[4], 'facts.json').write_text({answer!r})"
    assert fault_of(FILM, tmp_path, child(code)) is Fault.CRASHED


def test_a_probe_that_hangs_is_ended(tmp_path: Path) -> None:
    assert fault_of(FILM, tmp_path, child("import time; time.sleep(600)"), patience_s=0.5) is Fault.HUNG


def test_noise_is_no_film(tmp_path: Path) -> None:
    film = tmp_path / "noise.mp4"
    film.write_bytes(random.Random(7).randbytes(300_000))
    assert fault_of(film, tmp_path) in (Fault.NO_FILM, Fault.NEEDS_VLC)


def test_a_frozen_program_starts_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    def started(arguments: Sequence[str]) -> Sequence[str]:
        return this_program(arguments)

    assert started(["probe"]) == [sys.executable, "-m", "caregiver_app", "probe"]
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert started(["probe"]) == [sys.executable, "probe"]


def test_a_voice_is_levelled(tmp_path: Path) -> None:
    facts = level_voice(SPEECH, tmp_path, "1.opus")
    assert 1.0 < facts.seconds < FIRST_STEP_SECONDS  # the voice of a step ends before the step does
    assert (tmp_path / "sound.wav").stat().st_size > 100_000


def test_what_is_no_sound_is_told(tmp_path: Path) -> None:
    noise = tmp_path / "1.wav"
    noise.write_bytes(random.Random(7).randbytes(30_000))
    with pytest.raises(UnusableClip) as told:
        level_voice(noise, tmp_path, "en/M2/1.wav")
    assert (only(told.value).fault, only(told.value).file) == (Fault.NO_SOUND, "en/M2/1.wav")
