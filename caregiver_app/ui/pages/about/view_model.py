"""What the page about the person shows, and what can be said there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Signal

from caregiver_app.domain.about import About, Fact
from caregiver_app.domain.people import Patient
from caregiver_app.domain.records import Changes, Plain, Topic
from caregiver_app.domain.time import Clock, Instant
from caregiver_app.services import about, plan
from caregiver_app.storage.space import Space
from caregiver_app.ui.operations import Operations


@dataclass(frozen=True, slots=True)
class State:
    """Everything the page shows."""

    now: Instant
    patient: Patient = field(repr=False)
    about: About = field(repr=False)


class AboutViewModel(QObject):
    """Loads what is known; everything that is said is kept at once."""

    state_changed = Signal(object)  # State
    trouble = Signal(object)  # a CaregiverError that the page tells beside its field

    def __init__(self, operations: Operations, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._operations, self._clock = operations, clock
        operations.changed.connect(self._heard)

    def load(self) -> None:
        """Read everything again."""
        now = self._clock.now()

        def read(space: Space) -> State:
            return State(now, plan.patient(space), about.about(space))

        self._operations.read(read, self.state_changed.emit, self)

    def say(self, facts: Mapping[Fact, Plain]) -> None:
        """Say some facts; None for "not known"."""
        now = self._clock.now()
        self._write(lambda space: about.say(space, facts, now))

    def set_goal(self, symptom: str, goal: int | None) -> None:
        """What the person can live with."""
        now = self._clock.now()
        self._write(lambda space: about.set_goal(space, symptom, goal, now))

    def begin_new_usual(self, why: str) -> None:
        """From now on every usual is learned anew."""
        now = self._clock.now()
        self._write(lambda space: about.begin_new_usual(space, "", why, now))

    def _write(self, service: Callable[[Space], Changes]) -> None:
        self._operations.write(service, None, self, self.trouble.emit)

    def _heard(self, changes: Changes) -> None:
        if Topic.PATIENT in changes:
            self.load()
