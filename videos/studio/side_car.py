"""What the app and other players read beside the film: clip.json, caption cues, SRT."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from videos.studio.graphemes import reading_seconds
from videos.studio.narration import Spoken
from videos.studio.timing import FPS
from videos.studio.words import ClipText

SIZE = (1280, 720)


@dataclass(frozen=True, slots=True)
class TimedStep:
    """A step of the picture: number from 1, start and length in seconds."""

    number: int
    start_s: float
    length_s: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the side-car says about a clip beside its files."""

    clip_id: str
    topic: str
    cards: tuple[str, ...]
    symptoms: tuple[str, ...]
    sources: tuple[str, ...]
    steps: tuple[TimedStep, ...]
    words: Mapping[str, ClipText]
    spoken: Mapping[str, Sequence[Spoken]] = field(repr=False)
    storyboard: str = ""  # what board_digest said of the board it was drawn from

    @property
    def seconds(self) -> float:
        """The clip's length."""
        return self.steps[-1].start_s + self.steps[-1].length_s


def board_digest(board: Mapping[str, Any]) -> str:
    """A storyboard's fingerprint, whatever its comments and line breaks: a film knows the board it was drawn from."""
    return sha256(json.dumps(board, sort_keys=True, default=str).encode()).hexdigest()[:24]


def cues(sheet: Sheet, language: str) -> list[tuple[float, float, str]]:
    """Captions of a language: the action first, then the caution, each by its share of the letters and never too short."""
    found: list[tuple[float, float, str]] = []
    for step, words in zip(sheet.steps, sheet.words[language].steps, strict=True):
        action, caution = reading_seconds(words.action), reading_seconds(words.caution)
        share = min(0.7, max(0.35, action / max(0.01, action + caution)))
        long_enough = max(action, min(step.length_s * share, step.length_s - caution))
        middle, end = step.start_s + long_enough, step.start_s + step.length_s
        found += [(step.start_s, middle, words.action), (middle, end, words.caution)]
    return [(round(a, 3), round(b, 3), w) for a, b, w in found]


def srt(sheet: Sheet, language: str) -> str:
    """Subtitles for other players; ours draws its own from the side-car."""
    blocks = []
    for number, (start, end, words) in enumerate(cues(sheet, language), 1):
        blocks.append(f"{number}\n{_stamp(start)} --> {_stamp(end)}\n{words}\n")
    return "\n".join(blocks)


def _stamp(seconds: float) -> str:
    thousandths = round(seconds * 1000)
    whole = thousandths // 1000
    return f"{whole // 3600:02}:{whole % 3600 // 60:02}:{whole % 60:02},{thousandths % 1000:03}"


def side_car(sheet: Sheet, folder: Path, files: Sequence[str]) -> dict[str, Any]:
    """The side-car as the app reads it (caregiver_app/content/clips.py)."""
    return {
        "format": 1,
        "id": sheet.clip_id,
        "topic": sheet.topic,
        "seconds": round(sheet.seconds, 3),
        "width": SIZE[0],
        "height": SIZE[1],
        "fps": FPS,
        "video": f"{sheet.clip_id}.mkv",
        "poster": "poster.jpg",
        "storyboard": sheet.storyboard,
        "sources": list(sheet.sources),
        "cards": list(sheet.cards),
        "symptoms": list(sheet.symptoms),
        "tracks": [_track(place, tag, said) for place, (tag, said) in enumerate(sheet.spoken.items())],
        "steps": [
            {
                "n": s.number,
                "start": round(s.start_s, 3),
                "seconds": round(s.length_s, 3),
                "still": f"step-{s.number}.jpg",
            }
            for s in sheet.steps
        ],
        "words": {tag: _words(sheet, tag) for tag in sheet.words},
        "sha256": {name: sha256((folder / name).read_bytes()).hexdigest() for name in sorted(files)},
    }


def _track(place: int, tag: str, said: Sequence[Spoken]) -> dict[str, Any]:
    """A language's sound: everyone who speaks in it, and whether any step is a computer's."""
    names = list(dict.fromkeys(each.voice.name for each in said))
    is_computer = any(each.voice.is_computer for each in said)
    return {"language": tag, "index": place, "voice": ", ".join(names), "is_computer_voice": is_computer}


def _words(sheet: Sheet, language: str) -> dict[str, Any]:
    text = sheet.words[language]
    return {
        "title": text.title,
        "review_status": text.review_status,
        "stop_and_call": list(text.stop_and_call),
        "steps": [{"action": s.action, "caution": s.caution, "said": s.said} for s in text.steps],
        "captions": [{"start": a, "end": b, "words": w} for a, b, w in cues(sheet, language)],
    }


def write_side_car(sheet: Sheet, folder: Path, files: Sequence[str]) -> None:
    """Write clip.json."""
    text = json.dumps(side_car(sheet, folder, files), ensure_ascii=False, indent=1, sort_keys=False)
    (folder / "clip.json").write_text(text + "\n", "utf-8")
