"""Finding clips by words, topic and language, and what people said after them."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Signal

from caregiver_app.domain.clips import Clip, ClipShelf, ClipWords
from caregiver_app.domain.records import Changes, Topic
from caregiver_app.domain.time import Clock
from caregiver_app.domain.watched import Watched, Worked
from caregiver_app.services import clips
from caregiver_app.storage.space import Space
from caregiver_app.ui.operations import Operations


@dataclass(frozen=True, slots=True)
class State:
    """The newest answer for each clip, and those that the nurse should show."""

    answers: Mapping[str, Watched] = field(default_factory=dict, repr=False)
    for_nurse: tuple[str, ...] = ()


def plain(words: str) -> str:
    """Words without accents, in small letters, as a search compares them."""
    apart = unicodedata.normalize("NFKD", words.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def found_clips(shelf: ClipShelf, words: str, topic: str = "", spoken: str = "") -> tuple[Clip, ...]:
    """The clips of a topic and with a voice ("" for any) that say every word that was typed, in one of their languages."""
    wanted = plain(words).split()

    def fits(clip: Clip) -> bool:
        if (topic and clip.topic != topic) or (spoken and clip.sound_in(spoken) is None):
            return False
        return any(all(word in text for word in wanted) for text in map(_text, clip.words.values()))

    return tuple(clip for clip in shelf.clips if fits(clip))


def _text(said: ClipWords) -> str:
    return plain(" ".join((said.title, *(f"{step.action} {step.caution}" for step in said.steps))))


def load(space: Space) -> State:
    """What was answered after each clip."""
    newest: dict[str, Watched] = {}
    for one in clips.answers(space):
        newest.setdefault(one.clip_id, one)
    return State(newest, tuple(w.clip_id for w in newest.values() if w.worked is Worked.NOT_SURE))


class ClipsViewModel(QObject):
    """Loads the answers and keeps new ones."""

    state_changed = Signal(object)
    kept = Signal(object)  # Worked

    def __init__(self, operations: Operations, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._operations, self._clock = operations, clock
        operations.changed.connect(self._heard)

    def load(self) -> None:
        """Read the answers again."""
        self._operations.read(load, self.state_changed.emit, self)

    def answer(self, clip_id: str, worked: Worked) -> None:
        """Keep 'Did that work?'."""
        now = self._clock.now()
        self._operations.write(
            lambda space: clips.answer(space, clip_id, worked, now), lambda _changes: self.kept.emit(worked), self
        )

    def _heard(self, changes: Changes) -> None:
        if Topic.CLIPS in changes:
            self.load()
