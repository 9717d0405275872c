"""Reads a clip.json that a hospice wrote. It may leave out what only the studio makes, and must be right in the rest.

May be left out: width, height, fps, seconds, poster, stills, sha256, cards, symptoms, sources, and `said`. Must be there:
format, id, title, made_by, the film, and captions in at least one language: as a list, or as the name of an SRT or
WebVTT file. Where the id is that of a known clip and no steps are written, only its film is replaced.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from caregiver_app.content.captions import check_captions, read_captions
from caregiver_app.content.inside import inside, plain_name, refused
from caregiver_app.content.written import Written, shown_value
from caregiver_app.domain.brought_in import Fault
from caregiver_app.domain.clips import TOPICS, CaptionCue, Clip, ClipShelf, ClipWords, SoundTrack, StepWords

FORMAT = 1
STATES = ("draft", "clinician_reviewed", "translated_draft", "translation_reviewed")
MOST_STEPS = 20
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d|recordings)", re.IGNORECASE)  # no name for a folder everywhere
_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


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


class _Reader(Written):
    """Reads one clip.json and gathers what is wrong with it."""

    def __init__(self, path: Path, shelf: ClipShelf) -> None:
        super().__init__(path)
        self._shelf = shelf

    def draft(self) -> Draft:
        block = self.block()
        if block.get("format") != FORMAT:
            raise refused(Fault.FORMAT, self.name, "format", str(block.get("format")), str(FORMAT))
        clip_id, known, film = "", None, ""
        with self.found.gathered():
            clip_id = checked_id(self.text(block, "id"), self.name)
            known = self._shelf.clip(clip_id)
        with self.found.gathered():
            film = self.file(block, "video")
            if not film and block.get("video") == "":
                self.found.add(Fault.NO_FIELD, self.name, "video")
        words_block = (self.take(block, "words", dict) if "words" in block else None) or {}
        is_film_only = known is not None and not any(_has_steps(one) for one in words_block.values())
        steps = self._steps(block)
        count = len(known.steps) if is_film_only and known is not None else len(steps)
        words = self._all_words(words_block, count, known if is_film_only else None)
        if is_film_only and not steps and words:
            with self.found.gathered():
                steps = steps_of_captions(next(iter(words.values())).captions, count, self.name)
        if steps or not self.found.all:
            self._check_steps(steps, count)
        draft = Draft(
            id=clip_id,
            topic=known.topic if is_film_only and known is not None else self._topic(block),
            made_by=self._maker(block),
            checked_by=self.optional(block, "checked_by"),
            film=film,
            poster=self.named_file(block, "poster", "poster"),
            steps=steps,
            words=words,
            tracks=self._tracks(block),
            is_film_only=is_film_only,
            digests=self._digests(block),
            files=self.files,
            told_in=self.name,
            cards=self.texts(block, "cards"),
            symptoms=self.texts(block, "symptoms"),
            sources=self.texts(block, "sources"),
        )
        self.found.told()
        return draft

    def _maker(self, block: Mapping[str, Any]) -> str:
        maker = self.optional(block, "made_by")
        if not maker:
            self.found.add(Fault.NO_MAKER, self.name, "made_by")
        return maker

    def _topic(self, block: Mapping[str, Any]) -> str:
        topic = self.text(block, "topic")
        if topic and topic not in TOPICS:
            self.found.add(Fault.TOPIC, self.name, "topic", topic, ", ".join(TOPICS))
        return topic

    def _digests(self, block: Mapping[str, Any]) -> Mapping[str, str]:
        """The checksums that were written, each of a file inside the folder."""
        if "sha256" not in block:
            return {}
        found = self.take(block, "sha256", dict) or {}
        for name, digest in found.items():
            if name == self.name:  # it cannot hold its own
                continue
            if not isinstance(digest, str) or not re.fullmatch(r"[0-9a-fA-F]{64}", digest):
                self.found.add(Fault.WRONG_KIND, self.name, f"sha256, {name}", shown_value(digest), "64 × 0-9a-f")
                continue
            with self.found.gathered():
                self.files[plain_name(name)] = inside(self.folder, name, self.name, "sha256")
        return {plain_name(name): str(digest).lower() for name, digest in found.items() if name != self.name}

    # ---- steps, words, tracks --------------------------------------------------------------------
    def _steps(self, block: Mapping[str, Any]) -> tuple[DraftStep, ...]:
        if "steps" not in block:
            return ()
        steps = []
        for number, one in enumerate(self.take(block, "steps", list) or (), 1):
            place = f"steps, {number}"
            start_s = self.number(one, "start", place)
            has_length = isinstance(one, Mapping) and "seconds" in one
            length_s = self.number(one, "seconds", place) if has_length else None
            steps.append(DraftStep(start_s, length_s, self.named_file(one, "still", place)))
        return tuple(steps)

    def _check_steps(self, steps: tuple[DraftStep, ...], count: int) -> None:
        if not 1 <= len(steps) <= MOST_STEPS or len(steps) != count:
            wanted = str(count) if count and len(steps) != count else f"1–{MOST_STEPS}"
            self.found.add(Fault.STEP_COUNT, self.name, "steps", str(len(steps)), wanted)
        if steps and steps[0].start_s > 0:
            self.found.add(Fault.STEP_ORDER, self.name, "steps, 1")
        for number, (one, after) in enumerate(pairwise(steps), 2):
            if after.start_s <= one.start_s:
                self.found.add(Fault.STEP_ORDER, self.name, f"steps, {number}")

    def _all_words(self, found: Mapping[str, Any], count: int, known: Clip | None) -> dict[str, ClipWords]:
        words = {}
        if not found:
            self.found.add(Fault.NO_CAPTIONS, self.name, "words")
        for tag, one in found.items():
            if not _TAG.fullmatch(tag):
                self.found.add(Fault.LANGUAGE, self.name, f"words, {tag}", tag)
                continue
            with self.found.gathered():
                words[tag] = self._words(tag, one, count, known)
        if words and not any(all(s.action.strip() for s in w.steps) and w.steps for w in words.values()):
            self.found.add(Fault.STEP_WORDS, self.name, "words")
        return words

    def _words(self, tag: str, block: Any, count: int, known: Clip | None) -> ClipWords:
        place = f"words, {tag}"
        if not isinstance(block, Mapping):
            raise refused(Fault.NO_BLOCK, self.name, place)
        captions = self._captions(block, place)
        if known is not None:
            shipped = known.words_in(tag)
            return ClipWords(tag, shipped.title, shipped.steps, captions, shipped.stop_and_call, shipped.review_status)
        steps = []
        for number, one in enumerate(self.take(block, "steps", list, place) or (), 1):
            step_place = f"{place}, steps, {number}"
            action = self.text(one, "action", step_place)
            caution = self.optional(one, "caution", step_place)
            said = self.optional(one, "said", step_place) or f"{action} {caution}".strip()
            steps.append(StepWords(action, caution, said))
        if len(steps) != count:
            self.found.add(Fault.STEP_COUNT, self.name, f"{place}, steps", str(len(steps)), str(count))
        title, status = self.text(block, "title", place), self.optional(block, "review_status", place) or STATES[0]
        if not title.strip():
            self.found.add(Fault.NO_TITLE, self.name, f"{place}, title")
        if status not in STATES:
            self.found.add(Fault.WRONG_KIND, self.name, f"{place}, review_status", status, ", ".join(STATES))
        stop = self.texts(block, "stop_and_call", place)
        return ClipWords(tag, title, tuple(steps), captions, stop, status)

    def _captions(self, block: Mapping[str, Any], place: str) -> tuple[CaptionCue, ...]:
        """A list of captions, or the name of a caption file; either is checked."""
        where = f"{place}, captions"
        written = block.get("captions")
        if isinstance(written, str):
            path = inside(self.folder, written, self.name, where)
            cues = read_captions(path, written)
            self.found.all += check_captions(cues, None, written).all
            return cues
        if not written:
            raise refused(Fault.NO_CAPTIONS, self.name, where)
        cues = tuple(
            CaptionCue(
                self.number(one, "start", f"{where}, {number}"),
                self.number(one, "end", f"{where}, {number}"),
                self.text(one, "words", f"{where}, {number}"),
            )
            for number, one in enumerate(self.take(block, "captions", list, place) or (), 1)
        )
        self.found.all += check_captions(cues, None, self.name, where).all
        return cues

    def _tracks(self, block: Mapping[str, Any]) -> tuple[SoundTrack, ...] | None:
        """The spoken languages as written, None where nothing is said of them."""
        if "tracks" not in block:
            return None
        tracks = []
        for number, one in enumerate(self.take(block, "tracks", list) or (), 1):
            place = f"tracks, {number}"
            tag, index = self.text(one, "language", place), self.take(one, "index", int, place)
            voice = self.optional(one, "voice", place)
            if tag and not _TAG.fullmatch(tag):
                self.found.add(Fault.LANGUAGE, self.name, f"{place}, language", tag)
            is_computer = isinstance(one, Mapping) and one.get("is_computer_voice") is True
            tracks.append(SoundTrack(tag, index or 0, voice, is_computer))
        return tuple(tracks)


def _has_steps(block: Any) -> bool:
    return isinstance(block, Mapping) and bool(block.get("steps"))
