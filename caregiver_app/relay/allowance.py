"""How often somebody may ask: buckets that hold a burst and fill again at a steady rate."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass

from caregiver_app.sync.protocol import Code, Refused

_REMEMBERED = 50_000


@dataclass(frozen=True, slots=True)
class Bucket:
    """So many requests at once, and so many a second after that."""

    holds: float
    per_s: float


class Allowance:
    """Requests of many askers, each counted in every bucket; `clock` gives seconds that only grow."""

    def __init__(self, buckets: tuple[Bucket, ...], clock: Callable[[], float]) -> None:
        self._buckets = buckets
        self._clock = clock
        self._left: OrderedDict[Hashable, tuple[float, tuple[float, ...]]] = OrderedDict()

    def take(self, asker: Hashable) -> None:
        """Count one request. Raises Refused(slow_down) with the wait when a bucket is empty."""
        now = self._clock()
        since, kept = self._left.get(asker, (now, tuple(bucket.holds for bucket in self._buckets)))
        pairs = zip(self._buckets, kept, strict=True)
        left = [min(bucket.holds, was + (now - since) * bucket.per_s) for bucket, was in pairs]
        wait_s = max((1 - one) / bucket.per_s for bucket, one in zip(self._buckets, left, strict=True))
        if wait_s > 0:
            raise Refused(Code.SLOW_DOWN, retry_ms=int(wait_s * 1000) + 1)
        self._left[asker] = (now, tuple(one - 1 for one in left))
        self._left.move_to_end(asker)
        while len(self._left) > _REMEMBERED:
            self._left.popitem(last=False)
