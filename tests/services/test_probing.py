"""A film is looked at by another process: when that breaks or hangs, one sentence comes of it and nothing else."""

from __future__ import annotations

import os
import random
import sys
import wave
from collections.abc import Sequence
from pathlib import Path

import pytest

import caregiver_app
from caregiver_app.domain.brought_in import MOST_VOICE_SECONDS, Fault
from caregiver_app.domain.errors import UnusableClip
from caregiver_app.services.probing import Command, level_voice, look_at_film, nobody_waits, this_program
from tests.services.hospices import FILM, FILM_SECONDS, FIRST_STEP_SECONDS, SPEECH, only


def child(code: str) -> Command:
    """Another program in the place of ours."""
    return lambda arguments: [sys.executable, "-c", code, *arguments]


def fault_of(film: Path, folder: Path, command: Command = this_program, patience_s: float = 60.0) -> Fault:
    with pytest.raises(UnusableClip) as told:
        look_at_film(film, folder, (), "bath.mkv", nobody_waits, command, patience_s)
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


@pytest.mark.skipif(sys.platform == "win32", reason="signal 0 asks for a process elsewhere")
@pytest.mark.parametrize("is_stopped", [False, True])
def test_a_probe_that_hangs_or_is_stopped_does_not_live_on(tmp_path: Path, is_stopped: bool) -> None:
    class Stopped(Exception):
        pass

    def stop() -> None:
        if is_stopped and (tmp_path / "pid").exists():
            raise Stopped

    code = "import os, sys, time, pathlib; pathlib.Path(sys.argv[4], 'pid').write_text(str(os.getpid())); time.sleep(600)"
    with pytest.raises(Stopped if is_stopped else UnusableClip):
        look_at_film(FILM, tmp_path, (), "bath.mkv", stop, child(code), 60.0 if is_stopped else 3.0)
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)


def test_a_probe_that_nobody_is_left_to_end_ends_by_itself(tmp_path: Path) -> None:
    code = "from caregiver_app.ui.player.probe import end_by_itself; end_by_itself(0.2); import time; time.sleep(600)"
    assert fault_of(FILM, tmp_path, child(code)) is Fault.CRASHED


def test_a_probe_that_cannot_be_started_is_told(tmp_path: Path) -> None:
    assert fault_of(FILM, tmp_path, lambda _arguments: [str(tmp_path / "gone")]) is Fault.CRASHED


def test_a_frozen_program_looks_at_a_film_with_its_own_argument(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "caregiver-app"  # what PyInstaller makes: one file, no `-m`, no PYTHONPATH of ours
    root = Path(caregiver_app.__file__).resolve().parents[1]
    program.write_text(
        f"#!{sys.executable}\nimport sys\nsys.path.insert(0, {str(root)!r})\nsys.frozen = True\n"
        "from caregiver_app.__main__ import main\nsys.exit(main())\n"
    )
    program.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(program))
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.delenv("PYTHONPATH", raising=False)
    (tmp_path / "out").mkdir()
    facts = look_at_film(FILM, tmp_path / "out", (1.0,), "M2.mkv")
    assert facts.seconds == pytest.approx(FILM_SECONDS, abs=0.1)
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["still-1.jpg"]


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


def test_a_voice_that_gives_no_answer_is_told_as_a_recording(tmp_path: Path) -> None:
    with pytest.raises(UnusableClip) as told:
        level_voice(SPEECH, tmp_path, "en/M2/1.opus", nobody_waits, child("import time; time.sleep(600)"), 0.5)
    assert only(told.value).fault is Fault.VOICE_BROKEN


def test_a_voice_of_more_than_five_minutes_is_told_and_not_cut(tmp_path: Path) -> None:
    long = tmp_path / "1.wav"
    with wave.open(str(long), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8_000)
        file.writeframes(b"\1\2" * 8_000 * (MOST_VOICE_SECONDS + 5))
    with pytest.raises(UnusableClip) as told:
        level_voice(long, tmp_path, "en/M2/1.wav")
    assert only(told.value).fault is Fault.VOICE_LONG
