"""What the plan's editor shows: each section as it stands, every version of it, and the person's particulars."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from PySide6.QtCore import QObject, Signal

from caregiver_app.domain.people import Patient
from caregiver_app.domain.plan import CrisisPlan, Section, Version
from caregiver_app.domain.records import Changes, Payload, Plain, Topic
from caregiver_app.domain.time import Clock, Instant
from caregiver_app.services import plan
from caregiver_app.services import vault as vaults
from caregiver_app.services.plan import SectionValue
from caregiver_app.storage.space import Space
from caregiver_app.storage.vault import Vault
from caregiver_app.ui.operations import Operations
from caregiver_app.ui.pages.plan.unfinished import PATIENT, PREFIX, Unfinished, unfinished_from

_TOPICS = frozenset({Topic.PLAN, Topic.PATIENT})


@dataclass(frozen=True, slots=True)
class State:
    """The plan as it stands, with all versions of each section, oldest first."""

    now: Instant
    patient: Patient = field(repr=False)
    plan: CrisisPlan = field(repr=False)
    versions: Mapping[Section, tuple[Version, ...]] = field(default_factory=dict, repr=False)
    unfinished: Mapping[str, Unfinished] = field(default_factory=dict, repr=False)  # by the name of the part

    def heads(self, section: Section) -> tuple[Version, ...]:
        """The versions of a section that stand; two where they were written apart."""
        return tuple(v for v in self.versions.get(section, ()) if v.is_head)


def load_all(opened: Vault, now: Instant) -> State:
    """Read the plan, every version, and what was left half changed."""
    parts = {name: unfinished_from(vaults.draft(opened, f"{PREFIX}{name}")) for name in (PATIENT, *Section)}
    begun = {str(name): part for name, part in parts.items() if part is not None}
    return replace(load(next(iter(opened.spaces)), now), unfinished=begun)


def load(space: Space, now: Instant) -> State:
    """Read the plan and every version."""
    versions = {section: plan.versions(space, section) for section in Section}
    return State(now, plan.patient(space), plan.plan(space), {s: v for s, v in versions.items() if v})


class PlanViewModel(QObject):
    """Loads the plan, writes new versions, brings older ones back."""

    state_changed = Signal(object)
    kept = Signal(str)  # the part that was written, "" for an older version brought back
    trouble = Signal(object)

    def __init__(self, operations: Operations, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._operations = operations
        self._clock = clock
        operations.changed.connect(self._heard)

    def load(self) -> None:
        """Read everything again."""
        now = self._clock.now()
        self._operations.read_vault(lambda opened: load_all(opened, now), self.state_changed.emit, self)

    def revise(self, section: Section, value: SectionValue) -> None:
        """Write a new version of a section; older ones stay."""
        now = self._clock.now()
        self._write(lambda space: plan.revise(space, section, value, now), section)

    def bring_back(self, section: Section, version: Version) -> None:
        """Let another version stand; it settles a section that has two."""
        now = self._clock.now()
        self._write(lambda space: plan.restore_version(space, section, version, now))

    def describe(self, fields: Mapping[str, Plain]) -> None:
        """Write the person's particulars."""
        now = self._clock.now()
        self._write(lambda space: plan.describe_patient(space, fields, now), PATIENT)

    def keep_unfinished(self, part: str, payload: Payload) -> None:
        """Keep a half-changed part in the vault: queued before a lock, it is on the disk when the vault closes."""
        now = self._clock.now()
        self._operations.write_vault(lambda opened: vaults.keep_draft(opened, f"{PREFIX}{part}", payload, now))

    def drop_unfinished(self, part: str) -> None:
        """Throw a half-changed part away."""
        now = self._clock.now()
        self._operations.write_vault(
            lambda opened: vaults.keep_draft(opened, f"{PREFIX}{part}", None, now), lambda _: self.load(), self
        )

    def _write(self, service: Callable[[Space], Changes], finished: str = "") -> None:
        now = self._clock.now()

        def write(opened: Vault) -> Changes:
            changes = service(next(iter(opened.spaces)))
            return changes | vaults.keep_draft(opened, f"{PREFIX}{finished}", None, now) if finished else changes

        self._operations.write_vault(write, lambda _changes: self.kept.emit(str(finished)), self, self.trouble.emit)

    def _heard(self, changes: Changes) -> None:
        if changes & _TOPICS:
            self.load()
