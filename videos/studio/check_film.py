"""Checks of a packed film, read back: tracks, lengths, voices inside their steps, loudness, and nothing that flashes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import av
import numpy as np
import numpy.typing as npt

from videos.studio.loudness import RATE, TARGET_LUFS, TOLERANCE_LU, Sound, decibels, measured
from videos.studio.narration import voice_of
from videos.studio.timing import QUIET_S
from videos.studio.words import Problem

MOST_MB_A_MINUTE = 4.5
SHORTEST_S, LONGEST_S = 40.0, 120.0
QUIET_DB, HEARD_DB = -50.0, -40.0
_GRID = (9, 16)  # the picture in blocks, each about a degree of sight
_CHANGE = 0.1  # of relative luminance: half a flash (WCAG 2.3.1)
_MOST_FLASHES, _SHARE = 3, 0.25  # in a second; of the picture

Luminance = npt.NDArray[np.float64]  # frames by blocks, relative luminance from 0 to 1


def film_problems(folder: Path, found: Mapping[str, Any]) -> Iterator[Problem]:
    """Everything about a clip's film that differs from its side-car or from the rules."""
    path = folder / found["video"]
    file, again = f"videos/{folder.name}/{path.name}", f"Build the clip again: poe clips {folder.name}"
    if not SHORTEST_S <= found["seconds"] <= LONGEST_S:
        what = f"it is {found['seconds']:.0f} s long, {SHORTEST_S:.0f} to {LONGEST_S:.0f} are allowed. Shorten or split it."
        yield Problem(file, "", what)
    rate = path.stat().st_size / 1e6 / (found["seconds"] / 60)
    if rate > MOST_MB_A_MINUTE:
        what = f"{rate:.1f} MB a minute, at most {MOST_MB_A_MINUTE}. Quieter motion or fewer cuts make it smaller."
        yield Problem(file, "", what)
    try:
        with av.open(str(path)) as film:
            yield from (Problem(file, place, f"{what} {again}") for place, what in _streams(film, found))
    except av.error.FFmpegError as error:
        yield Problem(file, "", f"it cannot be read: {error}. {again}")
        return
    for track, block in enumerate(found["tracks"]):
        heard = sound_of(path, track, found["seconds"])
        yield from sound_problems(file, block["language"], heard, found["steps"])
    yield from flash_problems(file, luminance_of(path), found["fps"])


def _streams(film: Any, found: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Places and what is wrong there: picture, sound tracks and subtitles against the side-car."""
    if len(film.streams.video) != 1:
        yield "picture", "there must be one picture stream."
        return
    video = film.streams.video[0]
    if (video.codec_context.name, video.width, video.height) != ("vp9", found["width"], found["height"]):
        yield "picture", f"it is {video.codec_context.name}, {video.width} × {video.height}, not as in the side-car."
    if round(float(video.average_rate or 0), 2) != round(float(found["fps"]), 2):
        yield "picture", f"{float(video.average_rate or 0):.2f} frames a second, {found['fps']} in the side-car."
    if abs((film.duration or 0) / 1e6 - found["seconds"]) > 0.1:
        yield "picture", f"{(film.duration or 0) / 1e6:.2f} s long, {found['seconds']} in the side-car."
    wanted = [voice_of(track["language"]).track for track in found["tracks"]]
    for kind, streams in (("sound", film.streams.audio), ("subtitles", film.streams.subtitles)):
        tags = [stream.metadata.get("language", "none") for stream in streams]
        if tags != wanted:
            yield kind, f"the tracks are {', '.join(tags) or 'none'}; they must be {', '.join(wanted)}."
    defaults = [bool(s.disposition & av.stream.Disposition.default) for s in film.streams if s.type != "video"]
    if defaults != [True] + [False] * (len(defaults) - 1):
        yield "tracks", "only the first sound track may be the default."
    if [track["index"] for track in found["tracks"]] != list(range(len(wanted))):
        yield "tracks", "their numbers in the side-car must count from 0."


def sound_of(path: Path, track: int, seconds: float) -> Sound:
    """A sound track decoded, each sample where it is played."""
    heard = np.zeros(round((seconds + 0.1) * RATE), np.float32)
    resampler = av.AudioResampler(format="flt", layout="mono", rate=RATE)
    with av.open(str(path)) as film:
        for frame in film.decode(audio=track):
            at = round(float((frame.pts or 0) * (frame.time_base or 0)) * RATE)
            part = np.concatenate([made.to_ndarray().reshape(-1) for made in resampler.resample(frame)])
            part = part[max(0, -at) :]
            at = max(0, at)
            heard[at : at + len(part)] = part[: max(0, len(heard) - at)]
    return heard


def sound_problems(file: str, language: str, heard: Sound, steps: Sequence[Mapping[str, Any]]) -> Iterator[Problem]:
    """No cut last word, no silent step, one loudness."""
    for step in steps:
        place = f"{language}, step {step['n']}"
        begin, end = round(step["start"] * RATE), round((step["start"] + step["seconds"]) * RATE)
        if decibels(heard[end - round(QUIET_S * RATE) : end]) > QUIET_DB:
            what = f"the voice is not silent in the last {QUIET_S} s; its last word may be cut. Build the clip again."
            yield Problem(file, place, what)
        if decibels(heard[begin:end]) < HEARD_DB:
            yield Problem(file, place, "nothing is heard. See that `said` has words this voice can speak.")
    loud = measured(heard)
    if abs(loud - TARGET_LUFS) > TOLERANCE_LU:
        what = (
            f"its loudness is {loud:.1f} LUFS, {TARGET_LUFS:.0f} ± {TOLERANCE_LU:.0f} is right. Build the clip again."
        )
        yield Problem(file, language, what)


def luminance_of(path: Path) -> Luminance:
    """Every frame's relative luminance in blocks, from the picture at a quarter of its size."""
    rows, columns = _GRID
    found = []
    with av.open(str(path)) as film:
        film.streams.video[0].thread_type = "AUTO"
        for frame in film.decode(video=0):
            grey = frame.reformat(width=columns * 20, height=rows * 20, format="gray").to_ndarray()
            found.append((grey / 255.0).reshape(rows, 20, columns, 20).mean(axis=(1, 3)).reshape(-1) ** 2.2)
    return np.array(found)


def flash_problems(file: str, light: Luminance, fps: float) -> Iterator[Problem]:
    """At most three flashes in any second over a quarter of the picture (WCAG 2.3.1)."""
    window = round(fps)
    turns = _turns(light)
    in_a_second = np.cumsum(turns, axis=0)
    in_a_second[window:] -= in_a_second[:-window].copy()
    share = (in_a_second > 2 * _MOST_FLASHES).mean(axis=1)
    jumps = (np.abs(np.diff(light.mean(axis=1))) >= _CHANGE).astype(int)
    jumps_in_a_second = np.convolve(jumps, np.ones(window, int))[: len(jumps)]
    worst = np.flatnonzero(share >= _SHARE)
    if len(worst) == 0 and jumps_in_a_second.max(initial=0) > _MOST_FLASHES:
        worst = np.flatnonzero(jumps_in_a_second > _MOST_FLASHES)
    if len(worst):
        what = "it flashes more than three times in a second, which can cause a seizure. Change those cues."
        yield Problem(file, f"at {max(0.0, worst[0] / fps - 1):.1f} s", what)


def _turns(light: Luminance) -> npt.NDArray[np.int64]:
    """Where a block's light turned by at least _CHANGE, against its turn before: two turns are a flash."""
    turns = np.zeros(light.shape, np.int64)
    extreme, direction = light[0].copy(), np.zeros(light.shape[1])
    for place, now in enumerate(light):
        moved = now - extreme
        has_turned = (np.abs(moved) >= _CHANGE) & (np.sign(moved) != direction)
        turns[place] = has_turned
        direction = np.where(has_turned, np.sign(moved), direction)
        goes_on = (np.sign(moved) == direction) | has_turned
        extreme = np.where(goes_on, now, extreme)
    return turns
