"""A film and a caption file without a clip.json: the captions tell the steps, and a person says what the film shows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from caregiver_app.content.captions import check_captions, read_captions
from caregiver_app.content.inside import Findings
from caregiver_app.content.own_side_car import STATES, Draft, DraftStep, steps_of_captions
from caregiver_app.domain.brought_in import Fault
from caregiver_app.domain.clips import CaptionCue, ClipShelf, ClipWords, StepWords

_MOST_STEPS = 12  # where the captions alone tell the steps


@dataclass(frozen=True, slots=True)
class FilmWish:
    """A film and its captions, without a clip.json. `replaces` is a known clip, or "" for a new one with a title."""

    film: Path
    captions: Path
    language: str
    made_by: str
    replaces: str = ""
    title: str = ""
    topic: str = "comfort"
    checked_by: str = ""


def draft_of(wish: FilmWish, ships: ClipShelf, free_id: str) -> Draft:
    """What a film and its captions say of themselves. Raises UnusableClip."""
    found, name = Findings(), wish.film.name
    cues: tuple[CaptionCue, ...] = ()
    with found.gathered():
        cues = read_captions(wish.captions)
        found.all += check_captions(cues, None, wish.captions.name).all
    if not wish.made_by.strip():
        found.add(Fault.NO_MAKER, name)
    known = ships.clip(wish.replaces)
    if known is None and not wish.title.strip():
        found.add(Fault.NO_TITLE, name)
    found.told()
    if known is not None:
        words = replace(known.words_in(wish.language), language=wish.language, captions=cues)
        steps = steps_of_captions(cues, len(known.steps), wish.captions.name)
    else:
        words, steps = _words_of_captions(wish, cues)
    film = f"film{wish.film.suffix.lower()}"
    return Draft(
        id=known.id if known is not None else free_id,
        topic=known.topic if known is not None else wish.topic,
        made_by=wish.made_by.strip(),
        checked_by=wish.checked_by.strip(),
        film=film,
        poster=None,
        steps=steps,
        words={wish.language: words},
        tracks=None,
        is_film_only=known is not None,
        files={film: wish.film},
        told_in=wish.captions.name,
    )


def _words_of_captions(wish: FilmWish, cues: tuple[CaptionCue, ...]) -> tuple[ClipWords, tuple[DraftStep, ...]]:
    """Each caption is a step; where there are many, some captions make one."""
    each = -(-len(cues) // _MOST_STEPS)
    groups = [cues[at : at + each] for at in range(0, len(cues), each)]
    said = [" ".join(cue.words for cue in group) for group in groups]
    steps = tuple(DraftStep(group[0].start_s if n else 0.0) for n, group in enumerate(groups))
    status = STATES[1] if wish.checked_by.strip() else STATES[0]
    shown = tuple(StepWords(words, "", words) for words in said)
    return ClipWords(wish.language, wish.title.strip(), shown, cues, (), status), steps
