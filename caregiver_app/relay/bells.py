"""What waits for a space or a mailbox, and is woken in this process the moment something lands there."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from contextlib import contextmanager


class Bells:
    """One bell an id, each with the waiting requests that hear it. Used on the event loop only."""

    def __init__(self) -> None:
        self._waiting: dict[bytes, set[asyncio.Event]] = {}
        self.is_closing = False

    @contextmanager
    def hear(self, ids: Iterable[bytes]) -> Iterator[asyncio.Event]:
        """An event that is set when one of the ids rings. Hear first and look then, so that nothing is missed."""
        event, heard = asyncio.Event(), set(ids)
        for one in heard:
            self._waiting.setdefault(one, set()).add(event)
        try:
            yield event
        finally:
            for one in heard:
                events = self._waiting[one]
                events.discard(event)
                if not events:
                    del self._waiting[one]

    def ring(self, one: bytes) -> None:
        """Wake who waits for this id."""
        for event in self._waiting.get(one, ()):
            event.set()

    def close(self) -> None:
        """Wake everybody for the last time."""
        self.is_closing = True
        for one in list(self._waiting):
            self.ring(one)
