"""Which clips to offer, and why each: given by the nurse, for what a check-in says, or not seen yet. Never a judgement."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from caregiver_app.domain.clip_marks import NOTHING, ClipNote, ClipState
from caregiver_app.domain.clips import Clip


@dataclass(frozen=True, slots=True)
class Offer:
    """A clip and the one reason for it: a nurse's word, or a symptom with its score; neither where it is just unseen."""

    clip: Clip
    given: ClipNote | None = field(default=None, repr=False)
    symptom: str = field(default="", repr=False)
    score: int = field(default=0, repr=False)


def clips_for(clips: Iterable[Clip], symptom: str) -> tuple[Clip, ...]:
    """The clips about a symptom: first those that belong to crisis cards and are about few other things."""
    about = [clip for clip in clips if symptom in clip.symptoms]
    return tuple(sorted(about, key=lambda c: (-len(c.cards) / len(c.symptoms), len(c.symptoms), c.id)))


def offers(
    clips: Iterable[Clip], marks: Mapping[str, ClipState], scores: Mapping[str, int], most: int
) -> tuple[Offer, ...]:
    """At most `most` offers: what the nurse gave and nobody watched, then the worst of `scores` (1 to 10) first, each with
    the nearest clip for it, then clips that nobody has seen."""
    shelf = tuple(clips)
    made: dict[str, Offer] = {}
    for clip in shelf:
        state = marks.get(clip.id, NOTHING)
        if state.is_to_watch:
            made[clip.id] = Offer(clip, given=state.given)
    for symptom, score in sorted(scores.items(), key=lambda one: -one[1]):
        near = next((clip for clip in clips_for(shelf, symptom) if clip.id not in made), None)
        if score > 0 and near is not None:
            made[near.id] = Offer(near, symptom=symptom, score=score)
    for clip in shelf:
        if clip.id not in made and marks.get(clip.id, NOTHING).seen is None:
            made[clip.id] = Offer(clip)
    return tuple(made.values())[:most]
