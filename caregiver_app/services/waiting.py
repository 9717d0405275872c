"""The long poll: one daemon thread a relay, with a connection of its own, a token, and no key of anybody's.

It only rings: that something is there, or that the line is lost. What it is told to wait for comes after each exchange.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from caregiver_app.domain.errors import CaregiverError, RelayRefused, RelayUnreachable
from caregiver_app.sync.calls import Relay
from caregiver_app.sync.protocol import Watch
from caregiver_app.sync.transport import Line


@dataclass(frozen=True, slots=True)
class Assignment:
    """What to wait for, and the token that may ask."""

    token: str = field(repr=False)
    watches: tuple[Watch, ...]


class Waiting:
    """A waiting thread. `ring` is called on it and must be quick; after `stop` it is not called any more."""

    def __init__(self, origin: str, ring: Callable[[], None], proxy: str = "") -> None:
        self._origin = origin
        self._ring = ring
        self._proxy = proxy
        self._condition = threading.Condition()
        self._assignment: Assignment | None = None
        self._is_over = False
        threading.Thread(target=self._work, name="waiting", daemon=True).start()

    def wait_for(self, token: str, watches: Sequence[Watch]) -> None:
        """From now on wait for a change of these; a wait that is under way ends by itself."""
        with self._condition:
            self._assignment = Assignment(token, tuple(watches))
            self._condition.notify()

    def stop(self) -> None:
        """Ring no more; the thread ends when its request does, and nobody waits for that."""
        with self._condition:
            self._is_over = True
            self._condition.notify()

    def _work(self) -> None:
        with Line(self._origin, self._proxy) as line:
            while (assignment := self._next()) is not None:
                if self._has_changed(Relay(line, token=assignment.token), assignment):
                    self._say(assignment)

    def _next(self) -> Assignment | None:
        with self._condition:
            self._condition.wait_for(lambda: self._is_over or self._assignment is not None)
            return None if self._is_over else self._assignment

    def _has_changed(self, relay: Relay, assignment: Assignment) -> bool:
        """True where the exchange should look: something is new, gone, or the relay is."""
        try:
            answer = relay.poll(assignment.watches)
        except (RelayUnreachable, RelayRefused):
            return True
        except CaregiverError:
            self._drop(assignment)  # nonsense: the next exchange will tell
            return False
        return bool(answer.changed or answer.gone)

    def _drop(self, assignment: Assignment) -> bool:
        with self._condition:
            if self._assignment is assignment:
                self._assignment = None
                return not self._is_over
            return False

    def _say(self, assignment: Assignment) -> None:
        """Ring once, unless a newer assignment has come meanwhile and this answer is an old one."""
        if self._drop(assignment):
            self._ring()
