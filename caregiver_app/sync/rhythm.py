"""When to share next: a small clockwork without a clock; every method is told the time in seconds that only grows.

While the relay is away it is tried every 1.5 s for five minutes, so that what waits is shared within two seconds of
its return, and then more and more rarely up to every 30 s. A local write or a changed network asks at once.
"""

from __future__ import annotations

from dataclasses import dataclass

FLUSH_S = 2.0
LONGEST_FLUSH_S = 3.0  # someone who keeps writing is shared in between
HEARTBEAT_S = 60.0
RETRY_S = 1.5
EAGER_S = 300.0
LONGEST_RETRY_S = 30.0
TROUBLE_S = 10.0
BETWEEN_RINGS_S = 0.5


@dataclass(slots=True)
class Rhythm:
    """`next_at` is when the next exchange is due."""

    next_at: float = 0.0
    _started_at: float = float("-inf")
    _first_write: float | None = None
    _away_since: float | None = None
    _pause_s: float = RETRY_S

    def wrote(self, now: float) -> None:
        """Something was written here: share 2 s after the last write, 3 s after the first."""
        if self._first_write is None:
            self._first_write = now
        due = min(now + FLUSH_S, self._first_write + LONGEST_FLUSH_S)
        if self._away_since is not None:
            self._pause_s = RETRY_S
            self.next_at = min(self.next_at, now)
        elif self.next_at > due or self.next_at >= self._first_write + FLUSH_S:
            self.next_at = due

    def woke(self, now: float) -> None:
        """The network changed, or a person asks: share at once."""
        self._pause_s = RETRY_S
        self.next_at = min(self.next_at, now)

    def rang(self, now: float) -> None:
        """The relay says that it has something: share at once, but leave half a second between two rings."""
        self._pause_s = RETRY_S
        self.next_at = min(self.next_at, max(now, self._started_at + BETWEEN_RINGS_S))

    def started(self, now: float) -> None:
        """An exchange begins: what was written until now goes with it."""
        self._started_at = now
        self._first_write = None
        self.next_at = float("inf")

    def agreed(self, now: float) -> None:
        """The exchange went well."""
        self._away_since = None
        self._pause_s = RETRY_S
        self.next_at = min(self.next_at, now + HEARTBEAT_S)

    def was_away(self, now: float) -> None:
        """The relay did not answer."""
        if self._away_since is None:
            self._away_since = now
        if now - self._away_since > EAGER_S:
            self._pause_s = min(self._pause_s * 1.5, LONGEST_RETRY_S)
        self.next_at = min(self.next_at, now + self._pause_s)

    def was_troubled(self, now: float) -> None:
        """The relay answered something that could not be used."""
        self._away_since = None
        self.next_at = max(min(self.next_at, now + TROUBLE_S), now + RETRY_S)
