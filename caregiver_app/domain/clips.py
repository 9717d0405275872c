"""How-to clips: what is shown, said and written in each language, and where the files are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class ClipStep:
    """One step of the picture stream, the same for all languages: seconds from the start, length, and its still."""

    number: int
    start_s: float
    length_s: float
    still: Path


@dataclass(frozen=True, slots=True)
class StepWords:
    """What a step says in one language: do this, take care, and what the voice says."""

    action: str
    caution: str
    said: str


@dataclass(frozen=True, slots=True)
class CaptionCue:
    """One caption with its seconds from the start of the clip."""

    start_s: float
    end_s: float
    words: str


@dataclass(frozen=True, slots=True)
class ClipWords:
    """Everything a clip says in one language."""

    language: str
    title: str
    steps: tuple[StepWords, ...]
    captions: tuple[CaptionCue, ...]
    stop_and_call: tuple[str, ...]
    review_status: str


@dataclass(frozen=True, slots=True)
class SoundTrack:
    """One spoken language: its place among the sound tracks, and whose voice it is."""

    language: str
    index: int
    voice: str
    is_computer_voice: bool


@dataclass(frozen=True, slots=True)
class Clip:
    """One clip. `digests` are the SHA-256 of each of its files by name."""

    id: str
    topic: str
    folder: Path
    video: Path
    poster: Path
    length_s: float
    width: int
    height: int
    frames_per_s: float
    steps: tuple[ClipStep, ...]
    words: Mapping[str, ClipWords]
    sounds: tuple[SoundTrack, ...]
    cards: tuple[str, ...]
    symptoms: tuple[str, ...]
    sources: tuple[str, ...]
    digests: Mapping[str, str]

    def words_in(self, language: str) -> ClipWords:
        """The words of a language, English where it is missing."""
        return self.words.get(language) or self.words["en"]

    def sound_in(self, language: str) -> SoundTrack | None:
        """The sound track of a language, None where nobody speaks it."""
        return next((s for s in self.sounds if s.language == language), None)

    def step_at(self, seconds: float) -> ClipStep:
        """The step that is shown at a moment of the clip."""
        found = self.steps[0]
        for step in self.steps:
            if step.start_s <= seconds + 1e-6:
                found = step
        return found


@dataclass(frozen=True, slots=True)
class ClipProblem:
    """What is wrong with one clip's folder; the clip is then left out of the shelf."""

    clip_id: str
    where: str
    problem: str


@dataclass(frozen=True, slots=True)
class ClipShelf:
    """The clips that can be shown, and what is wrong with others."""

    clips: tuple[Clip, ...] = ()
    problems: tuple[ClipProblem, ...] = ()

    def clip(self, clip_id: str) -> Clip | None:
        """The clip with this id."""
        return next((c for c in self.clips if c.id == clip_id), None)
