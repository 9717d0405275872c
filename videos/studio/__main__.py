"""The clip studio's command line: draws clips from their storyboards, speaks them, packs them."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from videos.studio import drawing, looking
from videos.studio.build import CACHE, build, with_storyboards
from videos.studio.cast import StoryboardMistake
from videos.studio.cast_sheet import cast_sheet
from videos.studio.staging import VIDEOS
from videos.studio.words import Problem


def main(arguments: list[str] | None = None) -> int:
    """Build, preview or lay out clips; returns the exit code."""
    parser = argparse.ArgumentParser(prog="videos.studio", description="Draws and packs the how-to clips.")
    parser.add_argument("clips", nargs="*", metavar="ID", help="clips to build (default: all that have a storyboard)")
    parser.add_argument("--language", action="append", default=[], metavar="L", help="pack only this one, and English")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, metavar="N", help="processes that draw")
    parser.add_argument("--preview", metavar="ID", help="a quarter-size film without sound, in seconds")
    parser.add_argument("--sheet", metavar="ID", help="every step at start, middle and end with its words, as one PNG")
    parser.add_argument(
        "--into", type=Path, default=CACHE, metavar="DIR", help="where the sheet goes (docs/clips keeps a JPEG)"
    )
    parser.add_argument("--cast", action="store_true", help="everyone of cast.yaml as one PNG")
    asked = parser.parse_args(arguments)
    wanted = [each for each in (asked.sheet, asked.preview, *asked.clips) if each]
    for clip_id in wanted:
        if not (VIDEOS / clip_id / "storyboard.yaml").is_file():
            print(f"videos/{clip_id}/storyboard.yaml: it is missing. There are {', '.join(with_storyboards())}.")
            return 1
    application = drawing.ready_to_draw()
    try:
        problems = _made(asked)
    except StoryboardMistake as wrong:
        problems = [Problem(f"videos/{wrong.file}", wrong.place, wrong.problem)]
    for problem in problems:
        print(problem)
    del application
    return 1 if problems else 0


def _made(asked: argparse.Namespace) -> list[Problem]:
    """Do what was asked for; returns what is wrong. Raises StoryboardMistake."""
    if asked.cast:
        print(cast_sheet(CACHE / "cast.png"))
    elif asked.sheet:
        print(looking.contact_sheet(asked.sheet, asked.into))
    elif asked.preview:
        print(looking.preview(asked.preview, CACHE))
    else:
        return build(asked.clips or with_storyboards(), asked.language, max(1, asked.jobs))
    return []


if __name__ == "__main__":
    sys.exit(main())
