"""How-to clips: what is shown, said and written in each language, and where the files are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

TOPICS = ("positioning", "skin", "medication", "comfort", "caregiver")


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
class Recording:
    """A person's voice for one step in one language. `sound` is levelled for playing beside the film.

    `is_stale` where the step's words have changed since it was read: it is then kept, and not played.
    """

    language: str
    clip_id: str
    step: int
    sound: Path
    length_s: float
    who: str
    when: str
    consent: str
    is_stale: bool = False


@dataclass(frozen=True, slots=True)
class OwnMark:
    """What is known of a clip or film that a hospice brought in; `film_bytes` is its size.

    With `is_film_only` the film replaces that of a known clip, whose words and steps stay.
    """

    made_by: str
    checked_by: str
    film_bytes: int
    is_film_only: bool


@dataclass(frozen=True, slots=True)
class Clip:
    """One clip. `digests` are the SHA-256 of each of its files by name; `own` is set where a hospice brought it in."""

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
    own: OwnMark | None = None
    recordings: tuple[Recording, ...] = field(default=(), repr=False)

    def words_in(self, language: str) -> ClipWords:
        """The words of a language; English where it is missing, and the first where a hospice wrote no English."""
        return self.words.get(language) or self.words.get("en") or next(iter(self.words.values()))

    def recorded(self, language: str) -> Mapping[int, Recording]:
        """The recordings that may be played in a language, by step."""
        return {r.step: r for r in self.recordings if r.language == language and not r.is_stale}

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
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class ClipShelf:
    """The clips that can be shown, and what is wrong with others."""

    clips: tuple[Clip, ...] = ()
    problems: tuple[ClipProblem, ...] = ()

    def clip(self, clip_id: str) -> Clip | None:
        """The clip with this id."""
        return next((c for c in self.clips if c.id == clip_id), None)
