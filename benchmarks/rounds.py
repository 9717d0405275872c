"""Times programs in turns, so that a busy moment of the computer meets all of them alike."""

from __future__ import annotations

import os
import statistics
import subprocess
import time
from collections.abc import Mapping, Sequence


def seconds_by_name(
    programs: Mapping[str, Sequence[str]], rounds: int = 15, environment: Mapping[str, str] | None = None
) -> dict[str, list[float]]:
    """Wall seconds of each program over `rounds` turns, after one warm turn that does not count."""
    times: dict[str, list[float]] = {name: [] for name in programs}
    for turn in range(rounds + 1):
        for name, words in programs.items():
            started = time.perf_counter()
            subprocess.run(words, check=True, capture_output=True, timeout=60, env={**os.environ, **(environment or {})})
            if turn:
                times[name].append(time.perf_counter() - started)
    return times


def middle(times: Sequence[float]) -> float:
    """The median in seconds."""
    return statistics.median(times)


def told(name: str, times: Sequence[float]) -> str:
    """One line: median, fastest and slowest in milliseconds."""
    return f"{name:28} {middle(times) * 1000:7.1f} ms   ({min(times) * 1000:.1f} to {max(times) * 1000:.1f})"
