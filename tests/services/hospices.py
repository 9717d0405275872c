"""A hospice's stick: folders with a clip.json, films with captions, recordings, each good until a test spoils it."""

from __future__ import annotations

import json
import shutil
from functools import cache
from pathlib import Path
from typing import Any

from caregiver_app import locations
from caregiver_app.content.clips import load_clips
from caregiver_app.content.recordings import said_in
from caregiver_app.domain.brought_in import Finding
from caregiver_app.domain.clips import ClipShelf
from caregiver_app.domain.errors import UnusableClip

FILM = locations.videos() / "M2" / "M2.mkv"
FILM_SECONDS = float(json.loads((FILM.parent / "clip.json").read_text("utf-8"))["seconds"])
FIRST_STEP_SECONDS = float(json.loads((FILM.parent / "clip.json").read_text("utf-8"))["steps"][0]["seconds"])
SPEECH = locations.videos() / "M2" / "narration" / "en-1.opus"


@cache
def shipped() -> ClipShelf:
    """What the program ships."""
    return load_clips(locations.videos())


def block(**changes: Any) -> dict[str, Any]:
    """A clip.json with the least that a hospice must write: two steps, English words, captions."""
    words = {
        "title": "Fill the foot bath",
        "steps": [{"action": "Put the bowl down.", "caution": "Not too full."}, {"action": "Test the water."}],
        "captions": [
            {"start": 0, "end": 4, "words": "Put the bowl down. Not too full."},
            {"start": 4, "end": 9.5, "words": "Test the water."},
        ],
    }
    return {
        "format": 1,
        "id": "feet",
        "topic": "comfort",
        "made_by": "St Anna Hospice",
        "video": "feet.mkv",
        "steps": [{"start": 0}, {"start": 4.0}],
        "words": {"en": words},
    } | changes


def clip_folder(place: Path, **changes: Any) -> Path:
    """A folder of a clip; returns its clip.json."""
    place.mkdir(parents=True, exist_ok=True)
    shutil.copy(FILM, place / "feet.mkv")
    side_car = place / "clip.json"
    side_car.write_text(json.dumps(block(**changes)), "utf-8")
    return side_car


def srt(count: int, each_s: float = 7.0, words: str = "Turn them slowly.") -> str:
    """Captions one after the other."""
    lines = []
    for n in range(count):
        times = (f"00:00:{int(s):02},{round(s % 1 * 1000):03}" for s in (n * each_s, (n + 1) * each_s))
        lines.append(f"{n + 1}\n{' --> '.join(times)}\n{words}\n")
    return "\n".join(lines)


def film_and_captions(place: Path, captions: str) -> tuple[Path, Path]:
    """A film with a caption file beside it."""
    place.mkdir(parents=True, exist_ok=True)
    film, told = place / "bath.mkv", place / "bath.srt"
    shutil.copy(FILM, film)
    told.write_text(captions, "utf-8")
    return film, told


def recordings_folder(place: Path, steps: tuple[int, ...] = (1,), clip_id: str = "M2", **changes: Any) -> Path:
    """Recordings of some English steps with their list."""
    place.mkdir(parents=True, exist_ok=True)
    blocks = []
    for step in steps:
        sound = place / "en" / clip_id / f"{step}.opus"
        sound.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(SPEECH, sound)
        fields = {
            "language": "en", "clip": clip_id, "step": step, "who": "Ana, nurse", "consent": "signed"
        } | changes  # fmt: skip
        lines = [f"{name} = {json.dumps(value)}" for name, value in fields.items() if value is not None]
        blocks.append("\n".join(["[[recording]]", *lines, "when = 2026-11-20"]))
    (place / "recordings.toml").write_text("\n\n".join(blocks), "utf-8")
    return place


def said(step: int, clip_id: str = "M2") -> str:
    """What the shipped clip says at a step in English."""
    clip = shipped().clip(clip_id)
    assert clip is not None
    words = said_in(clip, "en", step)
    assert words is not None
    return words


def everything_in(folder: Path) -> list[str]:
    """Every file below a folder."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir())


def only(error: UnusableClip) -> Finding:
    """The one thing that is wrong."""
    assert len(error.findings) == 1, error.findings
    return error.findings[0]
