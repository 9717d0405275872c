"""How long a timer has run, as a sentence and as figures."""

from __future__ import annotations

from caregiver_app.domain.time import MINUTE_MS, Instant
from caregiver_app.text import Texts

_MOST_MINUTES = 120  # afterwards only the beginning is said: nobody counts three hours in minutes


def passed_words(t: Texts, started: Instant, now: Instant) -> str:
    """When it started, and how many minutes ago."""
    minutes = max(0, now.utc_ms - started.utc_ms) // MINUTE_MS
    if minutes > _MOST_MINUTES:
        return t("Started: {when}.", when=t.when(started, now))
    if minutes < 1:
        return t("Started at {time}, just now.", time=t.clock(started))
    return t.plural(
        "Started at {time}, {n} minute ago.", "Started at {time}, {n} minutes ago.", minutes, time=t.clock(started)
    )


def passed_figures(t: Texts, started: Instant, now: Instant) -> str:
    """Minutes and seconds as a stopwatch shows them, "" once it is of no use any more."""
    seconds = max(0, now.utc_ms - started.utc_ms) // 1000
    return t.isolate(f"{seconds // 60}:{seconds % 60:02}") if seconds <= _MOST_MINUTES * 60 else ""
