"""Moments: UTC plus the offset the wall clock had, and a clock that is always passed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Protocol

MINUTE_MS = 60_000
HOUR_MS = 60 * MINUTE_MS
DAY_MS = 24 * HOUR_MS
FUTURE_ALLOWANCE_MS = 5 * MINUTE_MS  # precise G6: a form refuses a time more than 5 min ahead


@dataclass(frozen=True, slots=True, order=True)
class Instant:
    """A moment: `utc_ms` milliseconds since 1970 UTC, `offset_min` minutes the wall clock stood ahead of UTC."""

    utc_ms: int
    offset_min: int = 0

    def wall(self) -> datetime:
        """The naive local time that the wall clock showed."""
        return (datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=self.utc_ms, minutes=self.offset_min)).replace(
            tzinfo=None
        )

    def aware(self) -> datetime:
        """The moment as an aware datetime in its own offset."""
        zone = timezone(timedelta(minutes=self.offset_min))
        return (datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=self.utc_ms)).astimezone(zone)

    def plus(self, ms: int) -> Instant:
        """The moment `ms` milliseconds later, on the same wall clock."""
        return Instant(self.utc_ms + ms, self.offset_min)

    @classmethod
    def at_wall(cls, wall: datetime, now: Instant) -> Instant:
        """A naive wall time on the clock that shows `now`, in the offset that clock has at `now`."""
        since = wall - datetime(1970, 1, 1)  # noqa: DTZ001 - a wall time has no zone
        return cls(since // timedelta(milliseconds=1) - now.offset_min * MINUTE_MS, now.offset_min)

    @classmethod
    def of(cls, moment: datetime) -> Instant:
        """From an aware datetime; a naive one is taken as this computer's local time."""
        aware = moment.astimezone() if moment.tzinfo is None else moment
        offset = aware.utcoffset() or timedelta()
        delta = aware - datetime.fromtimestamp(0, UTC)
        return cls(delta // timedelta(milliseconds=1), int(offset.total_seconds() // 60))


class Clock(Protocol):
    """Tells the time; tests pass one they can set."""

    def now(self) -> Instant:
        """This moment."""
        ...


class SystemClock:
    """The computer's own clock."""

    def now(self) -> Instant:
        """This moment, with the computer's offset."""
        return Instant.of(datetime.now(UTC).astimezone())


def is_too_far_ahead(at: Instant, now: Instant) -> bool:
    """True where a form must ask again because the time lies more than 5 minutes ahead (precise G6)."""
    return at.utc_ms > now.utc_ms + FUTURE_ALLOWANCE_MS
