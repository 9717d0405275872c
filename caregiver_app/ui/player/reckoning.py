"""Where a clip stands between the few moments at which its player tells the time."""

from __future__ import annotations

import time
from collections.abc import Callable

_NEAR_S = 1.0  # right after a jump, what is heard from farther away is from before it
_SETTLE_S = 1.0


class Reckoning:
    """Seconds into a clip: the last time that was heard, and what has gone by since, at the speed it runs."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._base_s, self._since, self._jumped = 0.0, monotonic(), monotonic()
        self._heard_s = -1.0
        self._speed = 1.0
        self._is_running = False

    @property
    def at_s(self) -> float:
        """Where the clip stands now."""
        gone = (self._monotonic() - self._since) * self._speed if self._is_running else 0.0
        return self._base_s + gone

    def jump(self, seconds: float) -> None:
        """It runs on from another place."""
        self._base_s, self._since = seconds, self._monotonic()
        self._jumped, self._is_running = self._since, True

    def hold(self) -> None:
        """It stands still where it is."""
        self._base_s, self._is_running = self.at_s, False

    def set_speed(self, speed: float) -> None:
        """From here on it runs at another speed."""
        self._base_s, self._since = self.at_s, self._monotonic()
        self._speed = speed

    def hear(self, seconds: float) -> None:
        """The player tells the time; a time that it told before is old news."""
        if seconds < 0 or seconds == self._heard_s:
            return
        self._heard_s = seconds
        now = self._monotonic()
        if now - self._jumped < _SETTLE_S and abs(seconds - self.at_s) > _NEAR_S:
            return
        self._base_s, self._since, self._is_running = seconds, now, True
