"""Share of one core that a 720p clip costs at 1× with libVLC, beside Qt Multimedia and the stills, painted in the window.

Goal: libVLC under 20 % of a core. `poe bench playback [ROUNDS] [CLIP]`. Each measurement is this module again, in turns:
`python -m benchmarks.playback PLAYER CLIP`. It counts processor seconds of the process over ten seconds of the clip,
after the first three. There is no sound card: libVLC plays to nowhere, Qt unpacks no sound (its share with one is higher).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence

from benchmarks.rounds import middle

GOAL = 0.20
PLAYERS = ("libvlc", "qt", "stills")
FROM_S, TO_S = 3.0, 13.0
_MOST_S = 60


def main(arguments: Sequence[str]) -> int:
    """Measure and print; the exit code says whether the goal was met."""
    rounds = int(arguments[0]) if arguments else 3
    clip = arguments[1] if len(arguments) > 1 else "P2"
    shares: dict[str, list[float]] = {player: [] for player in PLAYERS}
    for _ in range(rounds):
        for player in PLAYERS:
            told = _measured(player, clip)
            shares[player].append(told["share"])
            if player != "stills" and told["pictures"] < 0.95:
                print(f"{player}: only {told['pictures']:.0%} of the pictures were shown; the computer is too busy")
                return 2
    for player, measured in shares.items():
        print(f"{player:8} {middle(measured):6.1%} of a core   ({min(measured):.1%} to {max(measured):.1%})")
    share, beside = middle(shares["libvlc"]), middle(shares["qt"])
    print(f"libvlc is {share / beside:.2f} times Qt; {clip} at 1×, {rounds} rounds (goal: libvlc under {GOAL:.0%})")
    return 0 if share < GOAL else 1


def _measured(player: str, clip: str) -> dict[str, float]:
    screen = {"QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
    words = [sys.executable, "-m", "benchmarks.playback", player, clip]
    ended = subprocess.run(
        words,
        check=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        timeout=_MOST_S,
        env={**os.environ, **screen},
    )
    told: dict[str, float] = json.loads(ended.stdout.splitlines()[-1])
    return told


# ---- the program that is measured ---------------------------------------------------------------
def _play(name: str, clip_id: str) -> int:
    from PySide6.QtWidgets import QApplication

    from caregiver_app import locations
    from caregiver_app.content.clips import load_clips
    from caregiver_app.domain.preferences import Preferences
    from caregiver_app.text import load_texts
    from caregiver_app.ui.player.choice import first_engine
    from caregiver_app.ui.player.player import Player
    from caregiver_app.ui.style.fonts import load_fonts
    from caregiver_app.ui.style.theme import Look, dress

    application = QApplication(sys.argv[:1])
    clip = load_clips(locations.videos()).clip(clip_id)
    engine = first_engine((name,))
    if clip is None or engine.name != name:
        print(f"{clip_id} or {name} is not on this computer", file=sys.stderr)
        return 1
    texts = load_texts("en", locations.translations())
    look = Look.of(Preferences(language="en"), texts.direction, reduced_motion=True)
    load_fonts(locations.fonts())
    dress(application, look)
    player = Player(look, texts, lambda: engine)
    player.resize(1240, 860)
    player.show()
    pictures, begun = 0, (0.0, 0.0, 0)

    def pictured() -> None:
        nonlocal pictures
        pictures += 1

    def moved(at_s: float) -> None:
        nonlocal begun
        if not begun[0] and at_s >= FROM_S:
            begun = (time.monotonic(), time.process_time(), pictures)
        elif begun[0] and at_s >= TO_S:
            took_s = time.monotonic() - begun[0]
            share = (time.process_time() - begun[1]) / took_s
            shown = (pictures - begun[2]) / (took_s * clip.frames_per_s)
            print(json.dumps({"share": share, "pictures": shown}), flush=True)
            os._exit(0)

    engine.frame_ready.connect(pictured)
    engine.moved.connect(moved)
    player.open(clip, ("en",), "en")
    player.toggle()
    return application.exec()


if __name__ == "__main__":
    sys.exit(_play(*sys.argv[1:3]))
