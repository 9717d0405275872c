"""What a hospice can do with clips of its own: bring one in, bring in a film for a known one, and remove it again.

A clip lies in a folder of its own below `own/clips`, in the format of the shipped ones (content/clips.py). It is copied
there before it is looked at, so that what was checked is what is played, and never plays from the stick.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from caregiver_app.content.captions import check_captions, clock, read_captions
from caregiver_app.content.clips import SIDE_CAR, load_clips, load_own_clips
from caregiver_app.content.inside import Findings, checked_film, checked_picture, plain_file, refused
from caregiver_app.content.own_shelf import CLIPS
from caregiver_app.content.own_side_car import FORMAT, STATES, Draft, DraftStep, read_side_car, steps_of_captions
from caregiver_app.domain.brought_in import MOST_PICTURE_BYTES, TRAVELS_UP_TO_BYTES, Fault, FilmFacts
from caregiver_app.domain.clips import CaptionCue, Clip, ClipShelf, ClipWords, SoundTrack, StepWords
from caregiver_app.services.copying import Progress, coming, copy_all, no_progress, settle, take_away
from caregiver_app.services.probing import look_at_film
from caregiver_app.storage.files import write_durably

Look = Callable[[Path, Path, Sequence[float], str], FilmFacts]

_MOST_STEPS = 12  # of a film whose captions alone tell its steps
_STILL_AFTER_S, _SLACK_S = 1.0, 0.05
_FRAMES = "from-film"  # the folder of the stills that were taken from the film
_WIDEST = 1280  # pixels that are painted; a larger film is made smaller as it plays
_FRAMES_A_SECOND = 25  # not known, and used for nothing
_COPY_SHARE = 0.8  # of the whole work; the rest is looking


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


def own_clips(own: Path) -> ClipShelf:
    """What was brought in, and what is wrong with it."""
    return load_own_clips(own)


def shipped(videos: Path) -> ClipShelf:
    """The clips that came with the program."""
    return load_clips(videos)


def shelf(videos: Path, own: Path) -> ClipShelf:
    """Every clip that can be shown: shipped and brought in."""
    return load_clips(videos, own)


def travels(clip: Clip) -> bool:
    """False where the film is so large that it stays on this computer."""
    return clip.own is None or clip.own.film_bytes <= TRAVELS_UP_TO_BYTES


def bring_folder(
    own: Path, side_car: Path, ships: ClipShelf, progress: Progress = no_progress, look: Look = look_at_film
) -> Clip:
    """Bring in the folder in which this clip.json lies. Raises UnusableClip, DiskFull, ReadOnlyHome."""
    draft = read_side_car(side_car, ships)
    return _bring(own, draft, progress, look)


def bring_film(
    own: Path, wish: FilmWish, ships: ClipShelf, progress: Progress = no_progress, look: Look = look_at_film
) -> Clip:
    """Bring in a film with its captions. Raises UnusableClip, DiskFull, ReadOnlyHome."""
    return _bring(own, draft_of(own, wish, ships), progress, look)


def remove(own: Path, clip_id: str) -> None:
    """Take an own clip away; a known one plays its shipped film again. Raises ClipInUse."""
    take_away(own / CLIPS / clip_id)


# ---- a film without a side-car -----------------------------------------------------------------
def draft_of(own: Path, wish: FilmWish, ships: ClipShelf) -> Draft:
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
        id=known.id if known is not None else _free_id(own, ships),
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


def _free_id(own: Path, ships: ClipShelf) -> str:
    taken = {clip.id for clip in ships.clips} | {path.name for path in (own / CLIPS).glob("*")}
    return next(name for name in (f"own-{n}" for n in range(1, 10_000)) if name not in taken)


# ---- bringing in -------------------------------------------------------------------------------
def _bring(own: Path, draft: Draft, progress: Progress, look: Look) -> Clip:
    found = Findings()
    if any(path.name.casefold() == draft.id.casefold() for path in (own / CLIPS).glob("*")):
        found.add(Fault.ID_TAKEN, draft.files[draft.film].name, "", draft.id)
    stills = {step.still for step in draft.steps} | {draft.poster}
    for name, path in draft.files.items():
        with found.gathered():
            if name == draft.film:
                checked_film(path)
            elif name in stills:
                checked_picture(path, MOST_PICTURE_BYTES, name)
            else:
                plain_file(path, MOST_PICTURE_BYTES, name)
    found.told()
    with coming(own / CLIPS) as unfinished:
        made = copy_all(draft.files, unfinished, draft.digests, lambda share: progress(share * _COPY_SHARE))
        (unfinished / _FRAMES).mkdir()
        facts = look(unfinished / draft.film, unfinished / _FRAMES, _moments(draft), draft.files[draft.film].name)
        progress(0.95)
        _check_against_film(draft, facts)
        block = _side_car(draft, facts, unfinished, made)
        write_durably(unfinished / SIDE_CAR, json.dumps(block, ensure_ascii=False, indent=1).encode())
        settle(unfinished, own / CLIPS / draft.id)
    clip = load_own_clips(own).clip(draft.id)
    if clip is None:  # what was written just now does not read: a mistake of ours
        raise refused(Fault.UNREADABLE, draft.film)
    return clip


def _moments(draft: Draft) -> tuple[float, ...]:
    return tuple(step.start_s + min(_STILL_AFTER_S, (step.length_s or 2.0) / 2) for step in draft.steps)


def _check_against_film(draft: Draft, facts: FilmFacts) -> None:
    """Captions, steps and tracks must lie inside the film. Raises UnusableClip."""
    found = Findings()
    for tag, words in draft.words.items():
        place = f"words, {tag}, captions" if draft.told_in == SIDE_CAR else ""
        for one in check_captions(words.captions, facts.seconds, draft.told_in, place).all:
            if one.fault is Fault.CAPTION_OUTSIDE:
                found.all.append(one)
    for number, step in enumerate(draft.steps, 1):
        end_s = step.start_s + (step.length_s or 0.0)
        if step.start_s >= facts.seconds or end_s > facts.seconds + _SLACK_S:
            found.add(Fault.STEP_OUTSIDE, draft.told_in, f"steps, {number}", clock(end_s), clock(facts.seconds))
    for number, track in enumerate(draft.tracks or (), 1):
        if not 0 <= track.index < facts.sounds:
            found.add(Fault.TRACK, SIDE_CAR, f"tracks, {number}, index", str(track.index), str(facts.sounds))
    found.told()


def _side_car(draft: Draft, facts: FilmFacts, folder: Path, digests: dict[str, str]) -> dict[str, Any]:
    """The clip in the format of the shipped ones."""
    width = min(facts.width, _WIDEST)
    film_bytes = (folder / draft.film).stat().st_size
    if film_bytes > TRAVELS_UP_TO_BYTES:  # a large film is not read through each time it is opened
        digests = {name: digest for name, digest in digests.items() if name != draft.film}
    return {
        "format": FORMAT,
        "id": draft.id,
        "topic": draft.topic,
        "seconds": facts.seconds,
        "width": width - width % 2,
        "height": max(2, round(facts.height * width / facts.width / 2) * 2),
        "fps": _FRAMES_A_SECOND,
        "video": draft.film,
        "poster": draft.poster or draft.steps[0].still or f"{_FRAMES}/still-1.jpg",
        "sources": list(draft.sources),
        "cards": list(draft.cards),
        "symptoms": list(draft.symptoms),
        "tracks": [_track(track) for track in _tracks(draft, facts)],
        "steps": _steps(draft, facts.seconds),
        "words": {tag: _words(words) for tag, words in draft.words.items()},
        "sha256": digests,
        "own": {
            "made_by": draft.made_by,
            "checked_by": draft.checked_by,
            "film_bytes": film_bytes,
            "is_film_only": draft.is_film_only,
        },
    }


def _steps(draft: Draft, length_s: float) -> list[dict[str, Any]]:
    ends = [*(step.start_s for step in draft.steps[1:]), length_s]
    return [
        {
            "n": number,
            "start": round(step.start_s, 3),
            "seconds": round(end_s - step.start_s, 3),
            "still": step.still or f"{_FRAMES}/still-{number}.jpg",
        }
        for number, (step, end_s) in enumerate(zip(draft.steps, ends, strict=True), 1)
    ]


def _tracks(draft: Draft, facts: FilmFacts) -> tuple[SoundTrack, ...]:
    """The voices: as written, else the only sound of the film in the only language of its words."""
    if draft.tracks is not None:
        return tuple(replace(track, voice=track.voice or draft.made_by) for track in draft.tracks)
    if facts.sounds == 0:
        return ()
    return (SoundTrack(next(iter(draft.words)), 0, draft.made_by, is_computer_voice=False),)


def _track(track: SoundTrack) -> dict[str, Any]:
    return {name: getattr(track, name) for name in track.__slots__}


def _words(words: ClipWords) -> dict[str, Any]:
    return {
        "title": words.title,
        "review_status": words.review_status,
        "stop_and_call": list(words.stop_and_call),
        "steps": [{"action": s.action, "caution": s.caution, "said": s.said} for s in words.steps],
        "captions": [{"start": c.start_s, "end": c.end_s, "words": c.words} for c in words.captions],
    }
