"""`poe play-all`: every clip to its end in libVLC and in Qt Multimedia in each of its languages, then random jumps.

    poe play-all [CLIP …] [--speed 4] [--at-once 3] [--seeks 100] [--seed N] [--short] [--player libvlc]

Each run is a process of its own (tests.ui.player.play_one), so that a player that hangs or crashes is told with its clip
and language, and the others go on. `--short` plays one clip a language. Exit code 1 where anything failed.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from caregiver_app import locations
from caregiver_app.content.clips import load_clips
from caregiver_app.domain.clips import Clip, ClipShelf

ROOT = Path(__file__).resolve().parents[3]
PLAYERS = ("libvlc", "qt")
_START_S = 60.0  # a process may need so long to begin and to end; after this and its clip's own time it hangs
_SEEK_S = 10.0  # for each act, as tests.ui.player.watching gives up on one


@dataclass(frozen=True, slots=True)
class Run:
    """One process: a clip to its end, or with `acts` random jumps through all clips."""

    player: str
    clip_id: str = ""
    language: str = ""
    speed: float = 1.0
    most_s: float = _START_S
    acts: int = 0
    seed: int = 0

    @property
    def name(self) -> str:
        """Clip, player, language, as it is told."""
        if self.acts:
            return f"{self.acts} jumps and voices, {self.player}"
        return f"{self.clip_id}, {self.player}, {self.language}"

    def words(self) -> list[str]:
        """What follows `python -m tests.ui.player.play_one`."""
        if self.acts:
            return ["seek", self.player, str(self.acts), str(self.seed)]
        return ["play", self.player, self.clip_id, self.language, str(self.speed)]


@dataclass(slots=True)
class Report:
    """What all runs came to."""

    faults: list[str] = field(default_factory=list)
    runs: int = 0
    rescues: int = 0
    clip_s: float = 0.0

    def take(self, run: Run, told: dict[str, Any]) -> str:
        """Add one run; the line that tells of it."""
        faults = [str(fault) for fault in told["faults"]]
        self.runs += 1
        self.rescues += int(told.get("rescues", 0))
        self.faults += [f"{run.name}: {fault}" for fault in faults]
        line = f"{'FAILED' if faults else 'well':7}{run.name:32}{told.get('took_s', 0.0):7.1f} s"
        if run.acts:
            line += f"  {told.get('acts', 0)} done"
        elif told.get("of_pictures"):
            line += f"  {told['pictures']} of {told['of_pictures']} pictures"
        return f"{line}  longest stand {told.get('longest_s', 0.0):.2f} s  rescues {told.get('rescues', 0)}"


def runs_of(clips: Iterable[Clip], players: Sequence[str], speed: float) -> list[Run]:
    """Every clip in each player and each language that its clip.json has a sound track for."""
    return [
        Run(player, clip.id, sound.language, speed, _START_S + 3 * clip.length_s / speed)
        for clip in clips
        for sound in clip.sounds
        for player in players
    ]


def one_a_language(runs: Sequence[Run]) -> list[Run]:
    """The short form: for each language one clip in one player, another clip and the other player each time."""
    by_language: dict[str, list[str]] = {}
    for run in runs:
        clips = by_language.setdefault(run.language, [])
        if run.clip_id not in clips:
            clips.append(run.clip_id)
    players = sorted({run.player for run in runs})
    chosen = {
        (language, clips[n % len(clips)], players[n % len(players)])
        for n, (language, clips) in enumerate(sorted(by_language.items()))
    }
    return [run for run in runs if (run.language, run.clip_id, run.player) in chosen]


def told_by_process(run: Run, command: Sequence[str] = ()) -> dict[str, Any]:
    """What the process of a run says; a hang and a crash are faults like others."""
    words = list(command) or [sys.executable, "-m", "tests.ui.player.play_one", *run.words()]
    unseen = {"QT_QPA_PLATFORM": "offscreen", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
    began = time.monotonic()
    try:
        ended = subprocess.run(
            words,
            cwd=ROOT,
            env={**os.environ, **unseen},
            capture_output=True,
            text=True,
            timeout=run.most_s,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return {"faults": [f"it hung: no answer within {run.most_s:.0f} s"], "took_s": run.most_s}
    last = ended.stdout.strip().rpartition("\n")[2]
    try:
        told = json.loads(last)
    except ValueError:
        told = None
    if isinstance(told, dict) and ended.returncode == 0:
        return told
    why = (ended.stderr.strip().splitlines() or ["no word"])[-1]
    crash = f"its process ended with {ended.returncode}: {why}"
    faults = [*told["faults"], crash] if isinstance(told, dict) else [crash]
    return {"faults": faults, "took_s": time.monotonic() - began}


def play_all(
    runs: Sequence[Run],
    at_once: int,
    tell: Callable[[str], None] = print,
    ask: Callable[[Run], dict[str, Any]] = told_by_process,
) -> Report:
    """Do all runs, some at once, and tell of each as it ends."""
    report = Report()
    with ThreadPoolExecutor(at_once) as workers:
        for run, told in zip(runs, workers.map(ask, runs), strict=True):
            tell(report.take(run, told))
    return report


def gaps(shelf: ClipShelf, clip_ids: Sequence[str]) -> Iterator[str]:
    """Clips that were asked for and are not there, and folders that cannot be read: these are faults."""
    yield from (f"{one.clip_id}: {one.where}: {one.problem}" for one in shelf.problems)
    yield from (f"{clip_id}: there is no such clip" for clip_id in clip_ids if shelf.clip(clip_id) is None)


def _languages_told(clips: Sequence[Clip]) -> Iterator[str]:
    known = {sound.language for clip in clips for sound in clip.sounds}
    for clip in clips:
        missing = sorted(known - {sound.language for sound in clip.sounds})
        if missing:
            yield f"note: {clip.id} has no {', '.join(missing)} yet"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run on the command line; lists what failed at the end."""
    asked = _asked(arguments)
    shelf = load_clips(locations.videos())
    clips = [clip for clip in shelf.clips if not asked.clips or clip.id in asked.clips]
    players = [asked.player] if asked.player else list(PLAYERS)
    runs = runs_of(clips, players, asked.speed)
    if asked.short:
        runs = one_a_language(runs)
    seed = asked.seed if asked.seed is not None else random.SystemRandom().randrange(10**6)
    acts = asked.seeks if asked.seeks is not None else 20 if asked.short else 100
    print(f"{len(clips)} clips, {len(runs)} runs at {asked.speed:g}×, {asked.at_once} at once, seed {seed}", flush=True)
    for line in _languages_told(clips):
        print(line)
    if acts:
        most_s = _START_S + acts * _SEEK_S
        runs += [Run(player, acts=acts, seed=seed, most_s=most_s) for player in players]
    began = time.monotonic()
    report = play_all(runs, asked.at_once, lambda line: print(line, flush=True))
    report.faults += gaps(shelf, asked.clips)
    if not runs:
        report.faults.append("there was nothing to play")
    print(f"{report.runs} runs in {(time.monotonic() - began) / 60:.1f} min, {report.rescues} rescues, seed {seed}")
    for fault in report.faults:
        print(f"failed: {fault}")
    return 1 if report.faults else 0


def _asked(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="poe play-all", description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("clips", nargs="*", help="ids; all where none is named")
    parser.add_argument("--speed", type=float, default=4.0, help="up to 4, which is the usual one")
    parser.add_argument("--at-once", type=int, default=max(1, (os.cpu_count() or 2) * 3 // 2), help="processes")
    parser.add_argument("--seeks", type=int, help="random jumps and voices in each player: 100, short 20")
    parser.add_argument("--seed", type=int, help="of the jumps, to do the same again")
    parser.add_argument("--player", choices=PLAYERS, help="only this one")
    parser.add_argument("--short", action="store_true", help="one clip a language")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
