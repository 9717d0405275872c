"""What a hospice can do with clips of its own: bring one in, bring in a film for a known one, and remove it again.

A clip lies in a folder of its own below `own/clips`, in the format of the shipped ones (content/clips.py). It is copied
there before it is looked at, so that what was checked is what is played, and never plays from the stick.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from caregiver_app.content.captions import check_captions, clock
from caregiver_app.content.clips import SIDE_CAR, load_clips, load_own_clips
from caregiver_app.content.inside import Findings, checked_film, checked_picture, plain_file, refused
from caregiver_app.content.own_shelf import CLIPS
from caregiver_app.content.own_side_car import Draft, read_side_car
from caregiver_app.domain.brought_in import MOST_PICTURE_BYTES, TRAVELS_UP_TO_BYTES, Fault, FilmFacts
from caregiver_app.domain.clips import Clip, ClipShelf
from caregiver_app.services.copying import Progress, coming, copy_all, no_progress, settle, take_away
from caregiver_app.services.own_film import FilmWish, draft_of
from caregiver_app.services.own_written import frames_folder, side_car
from caregiver_app.services.probing import Awaited, look_at_film
from caregiver_app.storage.files import write_durably

Look = Callable[[Path, Path, Sequence[float], str, Awaited], FilmFacts]

_STILL_AFTER_S, _SLACK_S = 1.0, 0.05
_COPY_SHARE = 0.8  # of the whole work; the rest is looking


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
    own: Path, written: Path, ships: ClipShelf, progress: Progress = no_progress, look: Look = look_at_film
) -> Clip:
    """Bring in the folder in which this clip.json (`written`) lies. Raises UnusableClip, DiskFull, ReadOnlyHome."""
    draft = read_side_car(written, ships)
    return _bring(own, draft, progress, look)


def bring_film(
    own: Path, wish: FilmWish, ships: ClipShelf, progress: Progress = no_progress, look: Look = look_at_film
) -> Clip:
    """Bring in a film with its captions. Raises UnusableClip, DiskFull, ReadOnlyHome."""
    return _bring(own, draft_of(wish, ships, _free_id(own, ships)), progress, look)


def remove(own: Path, clip_id: str) -> None:
    """Take an own clip away; a known one plays its shipped film again. Raises ClipInUse."""
    take_away(own / CLIPS / clip_id)


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
        frames = unfinished / frames_folder(draft)
        frames.mkdir()
        facts = look(unfinished / draft.film, frames, _moments(draft), draft.files[draft.film].name, partial(progress, _COPY_SHARE))
        progress(0.95)
        _check_against_film(draft, facts)
        block = side_car(draft, facts, unfinished, made)
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
