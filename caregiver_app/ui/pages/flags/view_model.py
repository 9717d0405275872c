"""What the page of flags shows, and what can be done there: close a card, turn "tell me" on or off."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Signal

from caregiver_app.domain.flags.closing import Closed, Closing
from caregiver_app.domain.flags.from_diary import minute
from caregiver_app.domain.flags.judging import Card
from caregiver_app.domain.flags.rule import Rules
from caregiver_app.domain.flags.told import Settled
from caregiver_app.domain.people import Patient
from caregiver_app.domain.plan import CrisisPlan
from caregiver_app.domain.records import Changes, Topic
from caregiver_app.domain.time import Clock, Instant
from caregiver_app.services import flags, plan
from caregiver_app.services.flags import Attention
from caregiver_app.storage.space import Space
from caregiver_app.ui.operations import Operations

_TOPICS = frozenset({Topic.DIARY, Topic.FLAGS, Topic.PLAN, Topic.PATIENT, Topic.DOSES, Topic.SETTINGS})


@dataclass(frozen=True, slots=True)
class State:
    """Everything the page shows."""

    found: Attention
    plan: CrisisPlan = field(repr=False)
    patient: Patient = field(repr=False)


def closing_of(card: Card, settled: Settled, now: Instant, **said: object) -> Closing:
    """What is kept when a card is closed: every flag on it, as it stood."""
    since = minute(now)
    closed = tuple(
        Closed(
            flag.rule, flag.about, flag.urgency, flag.opened_at,
            tuple(dict.fromkeys(key for one in flag.triggers if one.at >= since for key in one.evidence)),
        )
        for flag in card.flags
    )  # fmt: skip
    return Closing(closed, settled, now, **said)  # type: ignore[arg-type]


class Closer(QObject):
    """Keeps what was done about a card, for every page that shows cards."""

    closed = Signal(object)  # Callable[[], None] that opens the card again
    trouble = Signal(object)  # a CaregiverError that the page tells

    def __init__(
        self, operations: Operations, clock: Clock, rules: Callable[[], Rules | None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._operations, self._clock, self._rules = operations, clock, rules

    def close(self, closing: Closing) -> None:
        """Keep what was done about a card."""
        rules, now = self._rules(), self._clock.now()
        if rules is None:
            return
        written: list[bytes] = []

        def write(space: Space) -> Changes:
            changes, entity_id = flags.close(space, closing, rules, now)
            written.append(entity_id)
            return changes

        self._operations.write(write, lambda _: self.closed.emit(self._undo(written[0])), self, self.trouble.emit)

    def _undo(self, entity_id: bytes) -> Callable[[], None]:
        operations, clock = self._operations, self._clock

        def undo() -> None:
            now = clock.now()
            operations.write(lambda space: flags.reopen(space, entity_id, now))

        return undo


class FlagsViewModel(QObject):
    """Loads what asks for attention, and again whenever something changed here or on another device."""

    state_changed = Signal(object)  # State
    done = Signal(str)  # "told_on", "told_off"

    def __init__(
        self, operations: Operations, clock: Clock, rules: Callable[[], Rules | None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._operations, self._clock, self._rules = operations, clock, rules
        operations.changed.connect(self._heard)

    def load(self) -> None:
        """Read and judge everything again."""
        rules, now = self._rules(), self._clock.now()
        if rules is None:
            return

        def read(space: Space) -> State:
            return State(flags.attention(space, rules, now), plan.plan(space), plan.patient(space))

        self._operations.read(read, self.state_changed.emit, self)

    def tell_me(self, is_on: bool) -> None:
        """Turn flags on or off for the whole care circle."""
        now = self._clock.now()
        said = "told_on" if is_on else "told_off"
        self._operations.write(lambda space: flags.tell_me(space, is_on, now), lambda _: self.done.emit(said), self)

    def _heard(self, changes: Changes) -> None:
        if changes & _TOPICS:
            self.load()
