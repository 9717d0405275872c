"""Run as a program by play_all: one clip to its end, or jumps in all clips. Its last line is what it found, as JSON."""

from __future__ import annotations

import json
import os
import random
import sys
from collections.abc import Sequence

from PySide6.QtWidgets import QApplication

from caregiver_app import locations
from caregiver_app.content.clips import load_clips
from caregiver_app.ui.player.choice import first_engine
from tests.ui.player.seeking import Seeker
from tests.ui.player.to_the_end import Outcome, play_to_the_end
from tests.ui.player.watching import Patience


def main(arguments: Sequence[str]) -> int:
    """`play PLAYER CLIP LANGUAGE SPEED` or `seek PLAYER ACTS SEED`."""
    _application = QApplication(sys.argv[:1])
    what, name, *rest = arguments
    outcome = _outcome(what, name, rest)
    print(json.dumps(outcome.block()), flush=True)
    os._exit(0)  # the players' own threads have nothing left to say


def _outcome(what: str, name: str, rest: Sequence[str]) -> Outcome:
    engine = first_engine((name,))
    if engine.name != name:
        return Outcome([f"{name} is not on this computer"])
    clips = load_clips(locations.videos()).clips
    if what == "seek":
        return Seeker(engine, clips, random.Random(int(rest[1])), Patience()).run(int(rest[0]))
    clip = next((clip for clip in clips if clip.id == rest[0]), None)
    if clip is None:
        return Outcome([f"there is no clip {rest[0]}"])
    return play_to_the_end(engine, clip, rest[1], float(rest[2]), Patience())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
