"""Reads a clip.json that a hospice wrote. It may leave out what only the studio makes, and must be right in the rest.

May be left out: width, height, fps, seconds, poster, stills, sha256, cards, symptoms, sources, and `said`. Must be there:
format, id, title, made_by, the film, and captions in at least one language: as a list, or as the name of an SRT or
WebVTT file. Where the id is that of a known clip and no steps are written, only its film is replaced.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from caregiver_app.content.captions import check_captions, read_captions
from caregiver_app.content.inside import Findings, inside, plain_file, refused
from caregiver_app.domain.brought_in import MOST_TEXT_BYTES, Fault
from caregiver_app.domain.clips import TOPICS, CaptionCue, Clip, ClipShelf, ClipWords, SoundTrack, StepWords

FORMAT = 1
STATES = ("draft", "clinician_reviewed", "translated_draft", "translation_reviewed")
MOST_STEPS = 20
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d|recordings)", re.IGNORECASE)  # no name for a folder everywhere
_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_KINDS = {str: "words", dict: "{…}", list: "[…]", int: "1", float: "1.5"}


@dataclass(frozen=True, slots=True)
class DraftStep:
    """When a step begins, how long it is (None: to the next), and its still (None: taken from the film)."""

    start_s: float
    length_s: float | None = None
    still: str | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A clip as it was written, before its film was looked at. `files` are all that come along, by name in its folder.

    `told_in` is the file that says when its captions come: what a person has to mend where they are wrong.
    """

    id: str
    topic: str
    made_by: str
    checked_by: str
    film: str
    poster: str | None
    steps: tuple[DraftStep, ...]
    words: Mapping[str, ClipWords]
    tracks: tuple[SoundTrack, ...] | None
    is_film_only: bool
    files: Mapping[str, Path]
    told_in: str
    digests: Mapping[str, str] = field(default_factory=dict)
    cards: tuple[str, ...] = ()
    symptoms: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


def read_side_car(path: Path, shelf: ClipShelf) -> Draft:
    """The clip that a clip.json tells of. Raises UnusableClip with everything that is wrong with it."""
    return _Reader(path, shelf).draft()


def checked_id(clip_id: str, file: str) -> str:
    """An id that can be the name of a folder on every system. Raises UnusableClip."""
    if not _ID.fullmatch(clip_id) or _RESERVED.fullmatch(clip_id):
        raise refused(Fault.BAD_ID, file, "id", clip_id)
    return clip_id


def steps_of_captions(cues: tuple[CaptionCue, ...], count: int, file: str) -> tuple[DraftStep, ...]:
    """Where each of `count` steps begins: every step has as many captions as the others. Raises UnusableClip."""
    if not count or len(cues) % count:
        raise refused(Fault.CAPTION_COUNT, file, found=str(len(cues)), wanted=str(count))
    each = len(cues) // count
    return tuple(DraftStep(cues[n * each].start_s if n else 0.0) for n in range(count))


class _Reader:
    """Reads one file and gathers what is wrong with it."""

    def __init__(self, path: Path, shelf: ClipShelf) -> None:
        self._path, self._folder, self._shelf = path, path.parent, shelf
        self._found = Findings()
        self._files: dict[str, Path] = {}

    def draft(self) -> Draft:
        block = self._block()
        if block.get("format") != FORMAT:
            raise refused(Fault.FORMAT, self._name, "format", str(block.get("format")), str(FORMAT))
        clip_id, known, film = "", None, ""
        with self._found.gathered():
            clip_id = checked_id(self._text(block, "id"), self._name)
            known = self._shelf.clip(clip_id)
        with self._found.gathered():
            film = self._file(block, "video")
        words_block = (self._take(block, "words", dict) if "words" in block else None) or {}
        is_film_only = known is not None and not any(_has_steps(one) for one in words_block.values())
        steps = self._steps(block)
        count = len(known.steps) if is_film_only and known is not None else len(steps)
        words = self._all_words(words_block, count, known if is_film_only else None)
        if is_film_only and not steps and words:
            with self._found.gathered():
                steps = steps_of_captions(next(iter(words.values())).captions, count, self._name)
        if steps or not self._found.all:
            self._check_steps(steps, count)
        draft = Draft(
            id=clip_id,
            topic=known.topic if is_film_only and known is not None else self._topic(block),
            made_by=self._maker(block),
            checked_by=self._optional(block, "checked_by"),
            film=film,
            poster=self._named_file(block, "poster", "poster"),
            steps=steps,
            words=words,
            tracks=self._tracks(block),
            is_film_only=is_film_only,
            digests=self._digests(block),
            files=self._files,
            told_in=self._name,
            cards=self._texts(block, "cards"),
            symptoms=self._texts(block, "symptoms"),
            sources=self._texts(block, "sources"),
        )
        self._found.told()
        return draft

    # ---- fields --------------------------------------------------------------------------------
    @property
    def _name(self) -> str:
        return self._path.name

    def _block(self) -> Mapping[str, Any]:
        if not self._path.exists():
            raise refused(Fault.NO_SIDE_CAR, self._name)
        plain_file(self._path, MOST_TEXT_BYTES)
        try:
            block = json.loads(self._path.read_text("utf-8-sig"))
        except OSError as error:
            raise refused(Fault.UNREADABLE, self._name) from error
        except json.JSONDecodeError as error:
            raise refused(Fault.NO_JSON, self._name, f"{error.lineno}:{error.colno}") from error
        except (ValueError, RecursionError) as error:
            raise refused(Fault.NO_JSON, self._name) from error
        if not isinstance(block, Mapping):
            raise refused(Fault.NO_BLOCK, self._name)
        return block

    def _take(self, block: Any, name: str, kind: type, place: str = "") -> Any:
        """A field of this kind, None and a finding where it is missing or of another kind."""
        where = f"{place}, {name}" if place else name
        if not isinstance(block, Mapping) or name not in block:
            self._found.add(Fault.NO_FIELD, self._name, where)
            return None
        value = block[name]
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            self._found.add(Fault.WRONG_KIND, self._name, where, _shown(value), _KINDS[kind])
            return None
        return value

    def _text(self, block: Any, name: str, place: str = "") -> str:
        return str(self._take(block, name, str, place) or "")

    def _optional(self, block: Any, name: str, place: str = "") -> str:
        return self._text(block, name, place).strip() if isinstance(block, Mapping) and name in block else ""

    def _number(self, block: Any, name: str, place: str) -> float:
        value = block.get(name) if isinstance(block, Mapping) else None
        if not isinstance(value, (int, float)) or isinstance(value, bool) or not 0 <= value < 86_400:
            fault = Fault.NO_FIELD if value is None else Fault.WRONG_KIND
            self._found.add(fault, self._name, f"{place}, {name}", _shown(value), _KINDS[float])
            return 0.0
        return float(value)

    def _texts(self, block: Mapping[str, Any], name: str, place: str = "") -> tuple[str, ...]:
        if name not in block:
            return ()
        value = self._take(block, name, list, place) or []
        if any(not isinstance(one, str) for one in value):
            self._found.add(Fault.WRONG_KIND, self._name, name, _shown(value), '["…"]')
            return ()
        return tuple(value)

    def _maker(self, block: Mapping[str, Any]) -> str:
        maker = self._optional(block, "made_by")
        if not maker:
            self._found.add(Fault.NO_MAKER, self._name, "made_by")
        return maker

    def _topic(self, block: Mapping[str, Any]) -> str:
        topic = self._text(block, "topic")
        if topic and topic not in TOPICS:
            self._found.add(Fault.TOPIC, self._name, "topic", topic, ", ".join(TOPICS))
        return topic

    # ---- files ---------------------------------------------------------------------------------
    def _file(self, block: Any, name: str, place: str = "") -> str:
        written = self._text(block, name, place)
        if written:
            where = f"{place}, {name}" if place else name
            self._files[written] = inside(self._folder, written, self._name, where)
        return written

    def _named_file(self, block: Any, name: str, place: str) -> str | None:
        """A file that may be left out."""
        if not isinstance(block, Mapping) or block.get(name) is None:
            return None
        written = ""
        with self._found.gathered():
            written = self._file(block, name, "" if place == name else place)
        return written or None

    def _digests(self, block: Mapping[str, Any]) -> Mapping[str, str]:
        """The checksums that were written, each of a file inside the folder."""
        if "sha256" not in block:
            return {}
        found = self._take(block, "sha256", dict) or {}
        for name, digest in found.items():
            if name == self._name:  # it cannot hold its own
                continue
            if not isinstance(digest, str) or not re.fullmatch(r"[0-9a-fA-F]{64}", digest):
                self._found.add(Fault.WRONG_KIND, self._name, f"sha256, {name}", _shown(digest), "64 × 0-9a-f")
                continue
            with self._found.gathered():
                self._files[name] = inside(self._folder, name, self._name, "sha256")
        return {name: str(digest).lower() for name, digest in found.items() if name != self._name}

    # ---- steps, words, tracks --------------------------------------------------------------------
    def _steps(self, block: Mapping[str, Any]) -> tuple[DraftStep, ...]:
        if "steps" not in block:
            return ()
        steps = []
        for number, one in enumerate(self._take(block, "steps", list) or (), 1):
            place = f"steps, {number}"
            start_s = self._number(one, "start", place)
            has_length = isinstance(one, Mapping) and "seconds" in one
            length_s = self._number(one, "seconds", place) if has_length else None
            steps.append(DraftStep(start_s, length_s, self._named_file(one, "still", place)))
        return tuple(steps)

    def _check_steps(self, steps: tuple[DraftStep, ...], count: int) -> None:
        if not 1 <= len(steps) <= MOST_STEPS or len(steps) != count:
            wanted = str(count) if count and len(steps) != count else f"1–{MOST_STEPS}"
            self._found.add(Fault.STEP_COUNT, self._name, "steps", str(len(steps)), wanted)
        if steps and steps[0].start_s > 0:
            self._found.add(Fault.STEP_ORDER, self._name, "steps, 1")
        for number, (one, after) in enumerate(pairwise(steps), 2):
            if after.start_s <= one.start_s:
                self._found.add(Fault.STEP_ORDER, self._name, f"steps, {number}")

    def _all_words(self, found: Mapping[str, Any], count: int, known: Clip | None) -> dict[str, ClipWords]:
        words = {}
        if not found:
            self._found.add(Fault.NO_CAPTIONS, self._name, "words")
        for tag, one in found.items():
            if not _TAG.fullmatch(tag):
                self._found.add(Fault.LANGUAGE, self._name, f"words, {tag}", tag)
                continue
            with self._found.gathered():
                words[tag] = self._words(tag, one, count, known)
        if words and not any(all(s.action.strip() for s in w.steps) and w.steps for w in words.values()):
            self._found.add(Fault.STEP_WORDS, self._name, "words")
        return words

    def _words(self, tag: str, block: Any, count: int, known: Clip | None) -> ClipWords:
        place = f"words, {tag}"
        if not isinstance(block, Mapping):
            raise refused(Fault.NO_BLOCK, self._name, place)
        captions = self._captions(block, place)
        if known is not None:
            shipped = known.words_in(tag)
            return ClipWords(tag, shipped.title, shipped.steps, captions, shipped.stop_and_call, shipped.review_status)
        steps = []
        for number, one in enumerate(self._take(block, "steps", list, place) or (), 1):
            step_place = f"{place}, steps, {number}"
            action = self._text(one, "action", step_place)
            caution = self._optional(one, "caution", step_place)
            said = self._optional(one, "said", step_place) or f"{action} {caution}".strip()
            steps.append(StepWords(action, caution, said))
        if len(steps) != count:
            self._found.add(Fault.STEP_COUNT, self._name, f"{place}, steps", str(len(steps)), str(count))
        title, status = self._text(block, "title", place), self._optional(block, "review_status", place) or STATES[0]
        if not title.strip():
            self._found.add(Fault.NO_TITLE, self._name, f"{place}, title")
        if status not in STATES:
            self._found.add(Fault.WRONG_KIND, self._name, f"{place}, review_status", status, ", ".join(STATES))
        stop = self._texts(block, "stop_and_call", place)
        return ClipWords(tag, title, tuple(steps), captions, stop, status)

    def _captions(self, block: Mapping[str, Any], place: str) -> tuple[CaptionCue, ...]:
        """A list of captions, or the name of a caption file; either is checked."""
        where = f"{place}, captions"
        written = block.get("captions")
        if isinstance(written, str):
            path = inside(self._folder, written, self._name, where)
            cues = read_captions(path, written)
            self._found.all += check_captions(cues, None, written).all
            return cues
        if not written:
            raise refused(Fault.NO_CAPTIONS, self._name, where)
        cues = tuple(
            CaptionCue(
                self._number(one, "start", f"{where}, {number}"),
                self._number(one, "end", f"{where}, {number}"),
                self._text(one, "words", f"{where}, {number}"),
            )
            for number, one in enumerate(self._take(block, "captions", list, place) or (), 1)
        )
        self._found.all += check_captions(cues, None, self._name, where).all
        return cues

    def _tracks(self, block: Mapping[str, Any]) -> tuple[SoundTrack, ...] | None:
        """The spoken languages as written, None where nothing is said of them."""
        if "tracks" not in block:
            return None
        tracks = []
        for number, one in enumerate(self._take(block, "tracks", list) or (), 1):
            place = f"tracks, {number}"
            tag, index = self._text(one, "language", place), self._take(one, "index", int, place)
            voice = self._optional(one, "voice", place)
            is_computer = isinstance(one, Mapping) and one.get("is_computer_voice") is True
            tracks.append(SoundTrack(tag, index or 0, voice, is_computer))
        return tuple(tracks)


def _has_steps(block: Any) -> bool:
    return isinstance(block, Mapping) and bool(block.get("steps"))


def _shown(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 40 else f"{text[:39]}…"
