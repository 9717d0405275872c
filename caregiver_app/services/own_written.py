"""Writes a clip that was brought in as the clip.json that the shelf reads (content/clips.py)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from caregiver_app.content.own_side_car import FORMAT, Draft
from caregiver_app.domain.brought_in import TRAVELS_UP_TO_BYTES, FilmFacts
from caregiver_app.domain.clips import ClipWords, SoundTrack

_FRAMES = "from-film"
_WIDEST = 1280  # pixels that are painted; a larger film is made smaller as it plays
_FRAMES_A_SECOND = 25  # not known, and used for nothing


def frames_folder(draft: Draft) -> str:
    """The folder of the stills that are taken from the film: one that nothing of the hospice's lies in."""
    taken = {name.partition("/")[0].casefold() for name in draft.files}
    return next(name for name in (_FRAMES, *(f"{_FRAMES}-{n}" for n in range(2, len(taken) + 3))) if name not in taken)


def side_car(draft: Draft, facts: FilmFacts, folder: Path, digests: dict[str, str]) -> dict[str, Any]:
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
        "poster": draft.poster or draft.steps[0].still or f"{frames_folder(draft)}/still-1.jpg",
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
            "still": step.still or f"{frames_folder(draft)}/still-{number}.jpg",
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
