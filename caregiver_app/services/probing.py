"""Has a film or a recording looked at by a process of its own, with a time limit: a file that breaks a player ends there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from caregiver_app.content.inside import refused
from caregiver_app.domain.brought_in import Fault, FilmFacts, VoiceFacts

_FACTS = "facts.json"
_PATIENCE_S, _LOOK_S = 90.0, 0.1
_PACKAGE = Path(__file__).resolve().parents[2]

Command = Callable[[Sequence[str]], Sequence[str]]
Awaited = Callable[[], None]  # called again and again while the probe works; what it raises ends the probe


def this_program(arguments: Sequence[str]) -> Sequence[str]:
    """How this program starts itself: frozen it is one file, else Python runs the package."""
    if getattr(sys, "frozen", False):
        return [sys.executable, *arguments]
    return [sys.executable, "-m", "caregiver_app", *arguments]


def nobody_waits() -> None:
    """For whoever does not stop it."""


def look_at_film(
    film: Path,
    folder: Path,
    moments: Sequence[float],
    shown: str,
    awaited: Awaited = nobody_waits,
    command: Command = this_program,
    patience_s: float = _PATIENCE_S,
) -> FilmFacts:
    """What the film is; a still for each moment lies in the folder afterwards. Raises UnusableClip."""
    arguments = ["probe", "film", str(film), str(folder), *(f"{moment:.3f}" for moment in moments)]
    found = _facts(command(arguments), folder, shown, (patience_s, Fault.HUNG), awaited)
    try:
        return FilmFacts(
            float(found["seconds"]), int(found["width"]), int(found["height"]), int(found["sounds"]), str(found["engine"])
        )
    except (KeyError, TypeError, ValueError) as error:
        raise refused(Fault.CRASHED, shown) from error


def level_voice(
    recording: Path,
    folder: Path,
    shown: str,
    awaited: Awaited = nobody_waits,
    command: Command = this_program,
    patience_s: float = _PATIENCE_S,
) -> VoiceFacts:
    """Write the levelled `sound.wav` into the folder. Raises UnusableClip."""
    arguments = ["probe", "voice", str(recording), str(folder)]
    found = _facts(command(arguments), folder, shown, (patience_s, Fault.VOICE_BROKEN), awaited)
    try:
        return VoiceFacts(float(found["seconds"]), float(found["gain_db"]))
    except (KeyError, TypeError, ValueError) as error:
        raise refused(Fault.CRASHED, shown) from error


def _facts(
    command: Sequence[str], folder: Path, shown: str, patience: tuple[float, Fault], awaited: Awaited
) -> dict[str, str]:
    facts = folder / _FACTS
    facts.unlink(missing_ok=True)
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    if not getattr(sys, "frozen", False):
        environment["PYTHONPATH"] = str(_PACKAGE)  # the same program, wherever this one was started from
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=environment,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError as error:
        raise refused(Fault.CRASHED, shown) from error
    code = _ended(process, shown, patience, awaited)
    try:
        found = json.loads(facts.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise refused(Fault.CRASHED, shown, found=str(code)) from error
    if code or not isinstance(found, dict):
        raise refused(Fault.CRASHED, shown, found=str(code))
    facts.unlink(missing_ok=True)
    if "fault" in found:
        raise refused(Fault(found["fault"]), shown)
    return found


def _ended(process: subprocess.Popen[bytes], shown: str, patience: tuple[float, Fault], awaited: Awaited) -> int:
    """The exit code. The process is gone afterwards, whatever happens. Raises UnusableClip where it hangs."""
    until = time.monotonic() + patience[0]
    try:
        while True:
            awaited()
            try:
                return process.wait(_LOOK_S)
            except subprocess.TimeoutExpired as error:
                if time.monotonic() >= until:
                    raise refused(patience[1], shown) from error
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
