"""Puts what a hospice brought in beside what ships: clips of its own, films for known clips, and people's voices."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from caregiver_app.content.recordings import read_kept
from caregiver_app.domain.brought_in import MOST_CLUSTERS_A_SECOND
from caregiver_app.domain.clips import (
    CaptionCue,
    Clip,
    ClipProblem,
    ClipShelf,
    ClipStep,
    ClipWords,
    Recording,
    SoundTrack,
)
from caregiver_app.domain.clusters import clusters

CLIPS, RECORDINGS = "clips", "recordings"
NO_TRACK = 9_999  # a voice that is beside the film and not in it: no player has so many tracks


def merged(shipped: ClipShelf, own: ClipShelf, recordings: Path) -> ClipShelf:
    """One shelf. An own clip stands in for the shipped one of its id; where only the film is new, the words stay."""
    clips = {clip.id: clip for clip in shipped.clips}
    problems = [*shipped.problems, *own.problems]
    for clip in own.clips:
        if clip.own is None or not clip.own.is_film_only:
            clips[clip.id] = clip
            continue
        known = clips.get(clip.id)
        if known is None or len(known.steps) != len(clip.steps):
            problems.append(ClipProblem(clip.id, "steps", "this film was made for other steps", is_own=True))
        else:
            clips[clip.id] = _with_words_of(known, clip)
    voices = read_kept(recordings, clips)
    return ClipShelf(tuple(_spoken(clips[name], voices) for name in sorted(clips)), tuple(problems))


def _with_words_of(known: Clip, film: Clip) -> Clip:
    """The film with the words of the known clip; captions that were not written for it go by its steps."""
    words = {}
    for tag, said in known.words.items():
        written = film.words.get(tag)
        captions = written.captions if written is not None else retimed(said, known.steps, film.steps)
        words[tag] = replace(said, captions=captions)
    for tag, written in film.words.items():
        words.setdefault(tag, written)
    return replace(
        film, topic=known.topic, words=words, cards=known.cards, symptoms=known.symptoms, sources=known.sources
    )


def retimed(said: ClipWords, before: tuple[ClipStep, ...], now: tuple[ClipStep, ...]) -> tuple[CaptionCue, ...]:
    """Captions moved from the steps of one film to those of another; none where they would go too fast to read.

    Without captions the player shows what each step says, for as long as the step lasts.
    """
    moved = []
    for cue in said.captions:
        at = max((n for n, step in enumerate(before) if step.start_s <= cue.start_s + 0.01), default=0)
        start_s, end_s = (_moved(seconds, before[at], now[at]) for seconds in (cue.start_s, cue.end_s))
        if end_s <= start_s or clusters(cue.words) / (end_s - start_s) > MOST_CLUSTERS_A_SECOND:
            return ()
        moved.append(CaptionCue(start_s, end_s, cue.words))
    return tuple(moved)


def _moved(seconds: float, before: ClipStep, now: ClipStep) -> float:
    share = (seconds - before.start_s) / before.length_s if before.length_s else 0.0
    return now.start_s + min(max(share, 0.0), 1.0) * now.length_s


def _spoken(clip: Clip, recordings: Iterable[Recording]) -> Clip:
    """The clip with its recordings; a language that people read for every step has no computer's voice any more."""
    mine = tuple(r for r in recordings if r.clip_id == clip.id)
    if not mine:
        return clip
    heard: Mapping[str, SoundTrack] = {sound.language: sound for sound in clip.sounds}
    sounds = dict(heard)
    with_voices = replace(clip, recordings=mine)
    for language in dict.fromkeys(r.language for r in mine):
        usable = with_voices.recorded(language)
        if not usable:
            continue
        before = heard.get(language)
        is_whole = len(usable) == len(clip.steps)
        names = ", ".join(dict.fromkeys(r.who for r in usable.values()))
        is_computer = before is not None and before.is_computer_voice and not is_whole
        voice = names if is_whole or before is None else f"{names}, {before.voice}"
        sounds[language] = SoundTrack(language, before.index if before else NO_TRACK, voice, is_computer)
    return replace(with_voices, sounds=tuple(sounds.values()))
