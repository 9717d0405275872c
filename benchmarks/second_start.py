"""What `dev.py run` adds to starting the program itself, once everything is set up. Goal: at most 150 ms."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.rounds import middle, seconds_by_name, told

ROOT = Path(__file__).resolve().parents[1]
GOAL_S = 0.15


def main(_arguments: Sequence[str]) -> int:
    """Measure and print; the exit code says whether the goal was met."""
    starter = shutil.which("python3", path="/usr/bin") or shutil.which("python3") or sys.executable
    through_dev = [starter, str(ROOT / "dev.py"), "run", "--version"]
    subprocess.run(through_dev, check=True, stdout=subprocess.DEVNULL)
    times = seconds_by_name(
        {"program itself": [sys.executable, "-m", "caregiver_app", "--version"], "through dev.py run": through_dev}
    )
    for name, taken in times.items():
        print(told(name, taken))
    added = middle(times["through dev.py run"]) - middle(times["program itself"])
    print(f"dev.py adds {added * 1000:.1f} ms (goal: at most {GOAL_S * 1000:.0f} ms)")
    return 0 if added <= GOAL_S else 1
