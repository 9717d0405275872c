"""How often somebody may ask: a bucket that holds a burst and fills again at a steady rate."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable

from caregiver_app.sync.protocol import Code, Refused

_REMEMBERED = 50_000


class Allowance:
    """Requests of many askers; `clock` gives seconds that only grow."""

    def __init__(self, burst: float, per_s: float, clock: Callable[[], float]) -> None:
        self._burst = burst
        self._per_s = per_s
        self._clock = clock
        self._left: OrderedDict[Hashable, tuple[float, float]] = OrderedDict()

    def take(self, asker: Hashable) -> None:
        """Count one request. Raises Refused(slow_down) with the wait when the bucket is empty."""
        now = self._clock()
        left, since = self._left.get(asker, (self._burst, now))
        left = min(self._burst, left + (now - since) * self._per_s)
        if left < 1:
            raise Refused(Code.SLOW_DOWN, retry_ms=int((1 - left) / self._per_s * 1000) + 1)
        self._left[asker] = (left - 1, now)
        self._left.move_to_end(asker)
        while len(self._left) > _REMEMBERED:
            self._left.popitem(last=False)
