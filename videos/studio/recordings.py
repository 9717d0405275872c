"""Recordings of people: `videos/recordings/<language>/<clip>/<step>.wav` (or .flac, .opus), each entered with consent.

`recordings.toml` beside them has one [[recording]] block a file: language, clip, step, who, when, consent, and the
SHA-256 of the sentence that was read. A recording without its block is not used; one whose sentence has changed since
is stale, and the computer speaks until it is read again. Both are said while building.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import av
import numpy as np

from videos.studio.loudness import RATE, Sound
from videos.studio.words import Problem

KINDS = (".wav", ".flac", ".opus")
_FIELDS = {"language": str, "clip": str, "step": int, "who": str, "when": date, "consent": str, "text_sha256": str}


@dataclass(frozen=True, slots=True)
class Recording:
    """What there is for a step: its sound and who speaks, or why it is not used ("" where there is none)."""

    who: str = ""
    problem: str = ""
    samples: Sound | None = field(default=None, repr=False)


def text_hash(text: str) -> str:
    """What recordings.toml holds of a sentence; blanks at its ends and between words do not count."""
    return sha256(" ".join(text.split()).encode()).hexdigest()


class Recordings:
    """The recordings of a folder, read once. Raises ValueError that names a wrong block of recordings.toml."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._entries = {(e["language"], e["clip"], e["step"]): e for e in _entries(folder / "recordings.toml")}

    def of(self, language: str, clip: str, step: int, text: str) -> Recording:
        """The recording of a step, if it may be used for these words."""
        path = self._file(language, clip, step)
        if path is None:
            return Recording()
        entry, shown = self._entries.get((language, clip, step)), f"recordings/{language}/{clip}/{path.name}"
        if entry is None:
            block = f'[[recording]] language = "{language}", clip = "{clip}", step = {step}'
            what = "it is not used, nobody's consent is entered. Add a block to recordings.toml"
            return Recording(
                problem=f'{shown}: {what}: {block}, who, when, consent, text_sha256 = "{text_hash(text)}".'
            )
        if entry["text_sha256"] != text_hash(text):
            what = "it is stale, the step's words have changed since. The computer speaks until it is read again."
            return Recording(problem=f"{shown}: {what}")
        try:
            return Recording(entry["who"], samples=_sound(path))
        except (av.error.FFmpegError, ValueError) as error:
            return Recording(problem=f"{shown}: it cannot be played ({error}). Save it again as WAV, FLAC or Opus.")

    def problems(self, said: Mapping[tuple[str, str, int], str]) -> Iterator[Problem]:
        """What is wrong with the folder, given what each (language, clip, step) says."""
        for language, clip, step in self._entries:
            place = f"{language}, {clip}, step {step}"
            if (language, clip, step) not in said:
                yield Problem("videos/recordings/recordings.toml", place, "no clip has this step. Remove the block.")
            elif self._file(language, clip, step) is None:
                yield Problem(
                    "videos/recordings/recordings.toml", place, "its file is missing. Add it or remove the block."
                )
        for path in sorted(self._folder.glob("*/*/*")) if self._folder.is_dir() else ():
            if path.is_dir():  # what the program levelled for itself
                continue
            key = (path.parts[-3], path.parts[-2], int(path.stem) if path.stem.isdigit() else 0)
            text = said.get(key)
            found = self.of(*key, text) if text is not None and path.suffix in KINDS else Recording(problem="unknown")
            if found.problem == "unknown":
                what = "no clip has this step. Name it <language>/<clip>/<number of the step>.wav, .flac or .opus."
                yield Problem(f"videos/recordings/{'/'.join(path.parts[-3:])}", "", what)
            elif found.problem:
                yield Problem(f"videos/{found.problem.partition(': ')[0]}", "", found.problem.partition(": ")[2])

    def _file(self, language: str, clip: str, step: int) -> Path | None:
        stem = self._folder / language / clip / str(step)
        return next((path for kind in KINDS if (path := stem.with_suffix(kind)).is_file()), None)


def _entries(path: Path) -> list[dict[str, Any]]:
    if not path.is_file():
        return []
    try:
        blocks = tomllib.loads(path.read_text("utf-8")).get("recording", [])
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ValueError(f"videos/recordings/{path.name}: it cannot be read: {error}. Mend it there.") from error
    if not isinstance(blocks, list) or not all(isinstance(block, dict) for block in blocks):
        what = "recording is no list of blocks. Begin each with [[recording]], in two brackets."
        raise ValueError(f"videos/recordings/{path.name}: {what}")
    for number, block in enumerate(blocks, 1):
        for name, kind in _FIELDS.items():
            value = block.get(name)
            if not isinstance(value, kind) or isinstance(value, bool) or value == "":
                what = f"{name} is missing or of the wrong kind. A recording needs {', '.join(_FIELDS)}."
                raise ValueError(f"videos/recordings/{path.name}, recording {number}: {what}")
    return list(blocks)


def _sound(path: Path) -> Sound:
    resampler = av.AudioResampler(format="flt", layout="mono", rate=RATE)
    parts: list[Any] = []
    with av.open(str(path)) as container:
        for frame in container.decode(audio=0):
            parts += [made.to_ndarray().reshape(-1) for made in resampler.resample(frame)]
        parts += [made.to_ndarray().reshape(-1) for made in resampler.resample(None)]
    if not parts:
        raise ValueError("no sound")
    samples: Sound = np.concatenate(parts).astype(np.float32)
    return samples
