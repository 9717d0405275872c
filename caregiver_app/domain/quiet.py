"""The hours in which a clip's sound starts off: someone is asleep."""

from __future__ import annotations

from datetime import date, timedelta

from caregiver_app.domain.time import Instant

QUIET_FROM, QUIET_UNTIL = 21, 7  # hours of the wall clock


def night_at(now: Instant) -> date | None:
    """The night that `now` lies in, by the date on which it began; None by day."""
    wall = now.wall()
    if wall.hour >= QUIET_FROM:
        return wall.date()
    if wall.hour < QUIET_UNTIL:
        return wall.date() - timedelta(days=1)
    return None


def starts_silent(now: Instant, sound_night: str) -> bool:
    """Whether a clip starts without sound: at night, unless sound was asked for in this very night (`sound_night`, the
    night's date as YYYY-MM-DD)."""
    night = night_at(now)
    return night is not None and night.isoformat() != sound_night
