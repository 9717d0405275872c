"""Reads the rendered clips: one folder a clip with its side-car clip.json.

clip.json: format 1, id, topic, seconds, width, height, fps, video, poster, sources[], cards[], symptoms[],
tracks[{language, index, voice, is_computer_voice}], steps[{n, start, seconds, still}],
words{language: {title, review_status, stop_and_call[], steps[{action, caution, said}], captions[{start, end, words}]}},
sha256{file: digest}. A clip with a mistake is left out and its mistake is named; the others still play.

What a hospice brought in (services/own_clips.py) has the same format and a block more: own{made_by, checked_by,
film_bytes, is_film_only}. It stands in for the shipped clip of the same id.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import file_digest
from pathlib import Path
from typing import Any

from caregiver_app.content import own_shelf
from caregiver_app.domain.clips import (
    CaptionCue,
    Clip,
    ClipProblem,
    ClipShelf,
    ClipStep,
    ClipWords,
    OwnMark,
    SoundTrack,
    StepWords,
)

FORMAT = 1
SIDE_CAR = "clip.json"


class _Wrong(Exception):
    """A mistake in a side-car: where it is and what is wrong."""

    def __init__(self, where: str, problem: str) -> None:
        super().__init__(f"{where}: {problem}")
        self.where, self.problem = where, problem


def load_clips(videos: Path, own: Path | None = None) -> ClipShelf:
    """Every clip below `videos`, by id, with those and the recordings that a hospice brought into `own`; never raises."""
    shipped = _shelf(videos, is_own=False)
    if own is None:
        return shipped
    return own_shelf.merged(shipped, _shelf(own / own_shelf.CLIPS, is_own=True), own / own_shelf.RECORDINGS)


def load_own_clips(own: Path) -> ClipShelf:
    """Only the clips that a hospice brought in, as they were written; never raises."""
    return _shelf(own / own_shelf.CLIPS, is_own=True)


def _shelf(folder: Path, is_own: bool) -> ClipShelf:
    clips: list[Clip] = []
    problems: list[ClipProblem] = []
    for side_car in sorted(folder.glob(f"*/{SIDE_CAR}")) if folder.is_dir() else ():
        if side_car.parent.name.startswith("."):  # half brought in, or half removed
            continue
        try:
            clips.append(_clip(side_car, is_own))
        except _Wrong as wrong:
            problems.append(ClipProblem(side_car.parent.name, wrong.where, wrong.problem, is_own))
    return ClipShelf(tuple(clips), tuple(problems))


def damaged_files(clip: Clip) -> tuple[ClipProblem, ...]:
    """The files of a clip that are missing or differ from their checksum."""
    found: list[ClipProblem] = []
    for name, digest in clip.digests.items():
        try:
            with (clip.folder / name).open("rb") as file:
                is_same = file_digest(file, "sha256").hexdigest() == digest
        except OSError:
            found.append(ClipProblem(clip.id, name, "the file is missing"))
            continue
        if not is_same:
            found.append(ClipProblem(clip.id, name, "the file differs from its checksum"))
    return tuple(found)


def _clip(side_car: Path, is_own: bool) -> Clip:
    folder = side_car.parent
    try:
        found = json.loads(side_car.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise _Wrong(SIDE_CAR, "it is no JSON") from error
    if not isinstance(found, Mapping):
        raise _Wrong(SIDE_CAR, "it must be a block of fields")
    if found.get("format") != FORMAT:
        raise _Wrong("format", f"it must be {FORMAT}")
    clip_id = _take(found, "id", str)
    if clip_id != folder.name:
        raise _Wrong("id", "it must be the name of the folder")
    steps = tuple(_step(folder, n, one) for n, one in enumerate(_take(found, "steps", list), 1))
    if not steps:
        raise _Wrong("steps", "there are none")
    words = {tag: _words(tag, one, len(steps)) for tag, one in _take(found, "words", dict).items()}
    if not words or ("en" not in words and not is_own):
        raise _Wrong("words", "English is missing")
    return Clip(
        id=clip_id,
        topic=_take(found, "topic", str),
        folder=folder,
        video=_file(folder, _take(found, "video", str)),
        poster=_file(folder, _take(found, "poster", str)),
        length_s=_number(found, "seconds"),
        width=_take(found, "width", int),
        height=_take(found, "height", int),
        frames_per_s=_number(found, "fps"),
        steps=steps,
        words=words,
        sounds=tuple(_sound(one) for one in _take(found, "tracks", list)),
        cards=_texts(found, "cards"),
        symptoms=_texts(found, "symptoms"),
        sources=_texts(found, "sources"),
        digests=dict(_take(found, "sha256", dict)),
        own=_own(_take(found, "own", dict)) if is_own else None,
    )


def _own(block: Any) -> OwnMark:
    return OwnMark(
        _take(block, "made_by", str), _take(block, "checked_by", str), _take(block, "film_bytes", int),
        _take(block, "is_film_only", bool),
    )  # fmt: skip


def _take(block: Any, field: str, kind: type) -> Any:
    if not isinstance(block, Mapping) or field not in block:
        raise _Wrong(field, "it is missing")
    value = block[field]
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise _Wrong(field, f"it must be a {kind.__name__}")
    return value


def _number(block: Any, field: str) -> float:
    value = block.get(field) if isinstance(block, Mapping) else None
    if not isinstance(value, (int, float)) or isinstance(value, bool) or value < 0:
        raise _Wrong(field, "it must be a number, 0 or more")
    return float(value)


def _texts(block: Any, field: str) -> tuple[str, ...]:
    value = block.get(field, []) if isinstance(block, Mapping) else []
    if not isinstance(value, list) or any(not isinstance(v, str) for v in value):
        raise _Wrong(field, "it must be a list of words")
    return tuple(value)


def _file(folder: Path, name: str) -> Path:
    path = folder / name
    if ".." in path.parts or not path.is_relative_to(folder) or path.is_symlink() or not path.is_file():
        raise _Wrong(name, "the file is missing")
    return path


def _step(folder: Path, number: int, block: Any) -> ClipStep:
    if _take(block, "n", int) != number:
        raise _Wrong(f"step {number}", "steps must be numbered from 1")
    still = _file(folder, _take(block, "still", str))
    return ClipStep(number, _number(block, "start"), _number(block, "seconds"), still)


def _words(tag: str, block: Any, count: int) -> ClipWords:
    steps = tuple(
        StepWords(_take(one, "action", str), _take(one, "caution", str), _take(one, "said", str))
        for one in _take(block, "steps", list)
    )
    if len(steps) != count:
        raise _Wrong(f"words, {tag}", f"there are {len(steps)} steps, the picture has {count}")
    captions = tuple(
        CaptionCue(_number(one, "start"), _number(one, "end"), _take(one, "words", str))
        for one in _take(block, "captions", list)
    )
    title, status = _take(block, "title", str), _take(block, "review_status", str)
    return ClipWords(tag, title, steps, captions, _texts(block, "stop_and_call"), status)


def _sound(block: Any) -> SoundTrack:
    return SoundTrack(
        _take(block, "language", str), _take(block, "index", int), _take(block, "voice", str),
        _take(block, "is_computer_voice", bool),
    )  # fmt: skip
