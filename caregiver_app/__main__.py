"""The command line. It imports only what the chosen command needs, so that the lock screen comes fast."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from caregiver_app.version import VERSION

TEXT_SIZES = (100, 125, 150, 200)
THEMES = ("light", "dark", "contrast")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return the exit code."""
    asked = _parser().parse_args(arguments)
    return int(asked.start(asked))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="caregiver-app", description="Caregiver Coach")
    parser.add_argument("--home", type=Path, help="folder for vaults and settings (default: this user's own)")
    parser.add_argument("--version", action="version", version=f"Caregiver Coach {VERSION}")
    parser.set_defaults(start=_start_program)
    commands = parser.add_subparsers(metavar="COMMAND")

    demo = commands.add_parser("demo", help="look around with an example family")
    demo.set_defaults(start=_start_demo)

    tour = commands.add_parser("tour", help="write a picture of every page into a folder")
    tour.add_argument("folder", type=Path, metavar="DIR")
    tour.add_argument("--language", default="en", metavar="L")
    tour.add_argument("--text-size", type=int, default=100, choices=TEXT_SIZES)
    tour.add_argument("--theme", default="light", choices=THEMES)
    tour.add_argument("--pages", type=_names, default=(), metavar="A,B", help="only these pages")
    tour.add_argument("--size", type=_size, default=(1366, 768), metavar="WxH", help="window size in pixels")
    tour.add_argument("--explain", action="store_true", help="say in plain words what happens")
    tour.set_defaults(start=_start_tour)

    check = commands.add_parser("self-test", help="check that everything works on this computer")
    check.add_argument("--relay", default="", metavar="ADDRESS", help="also try this relay")
    check.set_defaults(start=_start_self_test)

    cases = commands.add_parser("vignettes", help="run cases against the rules that this program uses")
    cases.add_argument("folder", type=Path, metavar="DIR")
    cases.set_defaults(start=_run_vignettes)

    look = commands.add_parser("probe")  # without help: the program starts it for itself
    look.add_argument("kind", choices=("film", "voice"))
    look.add_argument("file", type=Path)
    look.add_argument("folder", type=Path)
    look.add_argument("seconds", type=float, nargs="*")
    look.set_defaults(start=_start_probe)
    return parser


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


def _size(text: str) -> tuple[int, int]:
    width, _, height = text.partition("x")
    return int(width), int(height)


def _start_program(asked: argparse.Namespace) -> int:
    from caregiver_app.app import run

    return run(asked.home)


def _start_demo(asked: argparse.Namespace) -> int:
    from caregiver_app.app import run_demo

    return run_demo(asked.home)


def _start_tour(asked: argparse.Namespace) -> int:
    from caregiver_app.tour.tour import TourWishes, take

    wishes = TourWishes(
        folder=asked.folder,
        language=asked.language,
        text_size=asked.text_size,
        theme=asked.theme,
        pages=asked.pages,
        size=asked.size,
        is_explained=asked.explain,
    )
    return take(wishes)


def _start_self_test(asked: argparse.Namespace) -> int:
    from caregiver_app.self_test.run import run_checks

    return run_checks(asked.home, asked.relay)


def _run_vignettes(asked: argparse.Namespace) -> int:
    from caregiver_app import locations
    from caregiver_app.content.flags import load_rules
    from caregiver_app.interchange.vignettes import run

    return run(asked.folder, load_rules(locations.resources() / "flags.toml"))


def _start_probe(asked: argparse.Namespace) -> int:
    from caregiver_app.ui.player.probe import end_by_itself, probe

    end_by_itself()
    return probe(asked.kind, asked.file, asked.folder, asked.seconds)


if __name__ == "__main__":
    sys.exit(main())
