"""What people said after clips and marked on them: loads it, and keeps what is new."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from PySide6.QtCore import QObject, Signal

from caregiver_app.domain.clip_marks import NOTHING, Asked, ClipState, Mark, next_visit
from caregiver_app.domain.people import Role
from caregiver_app.domain.records import Changes, Topic
from caregiver_app.domain.time import Clock
from caregiver_app.domain.watched import Watched, Worked
from caregiver_app.services import circle, clips, vault
from caregiver_app.storage.space import Space
from caregiver_app.storage.vault import Vault
from caregiver_app.ui.operations import Operations


@dataclass(frozen=True, slots=True)
class State:
    """The newest answer for each clip, what is marked on it, and the list for the nurse's next visit."""

    answers: Mapping[str, Watched] = field(default_factory=dict, repr=False)
    marks: Mapping[str, ClipState] = field(default_factory=dict, repr=False)
    next_visit: tuple[Asked, ...] = ()
    staff_name: str = field(default="", repr=False)  # of who is unlocked, where that is care staff

    def of(self, clip_id: str) -> ClipState:
        """What is marked on one clip."""
        return self.marks.get(clip_id, NOTHING)


def load(space: Space) -> State:
    """What was answered and marked on each clip."""
    newest: dict[str, Watched] = {}
    for one in clips.answers(space):
        newest.setdefault(one.clip_id, one)
    marks = clips.marked(space)
    return State(newest, marks, next_visit(marks))


def load_all(opened: Vault) -> State:
    """The same from the open vault, with the name a nurse signs with; empty while there is no patient yet."""
    if not opened.spaces:
        return State()
    found = load(opened.spaces[0])
    if circle.my_role(opened.spaces[0]) is not Role.STAFF:
        return found
    name, title = vault.me(opened)
    return replace(found, staff_name=", ".join(words for words in (name, title) if words))


class ClipsViewModel(QObject):
    """Loads the answers and marks, and keeps new ones."""

    state_changed = Signal(object)
    kept = Signal(object)  # Worked
    marked = Signal(object)  # Mark, once it is on the disk
    not_marked = Signal(object)  # CaregiverError: what was ticked is not kept

    def __init__(self, operations: Operations, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._operations, self._clock = operations, clock
        operations.changed.connect(self._heard)

    def load(self) -> None:
        """Read the answers and marks again."""
        self._operations.read_vault(load_all, self.state_changed.emit, self)

    def answer(self, clip_id: str, worked: Worked) -> None:
        """Keep 'Did that work?'."""
        now = self._clock.now()
        self._operations.write(
            lambda space: clips.answer(space, clip_id, worked, now), lambda _changes: self.kept.emit(worked), self
        )

    def mark(self, clip_id: str, what: Mark, by: str = "") -> None:
        """Keep a mark; `by` is who signs."""
        now = self._clock.now()
        self._operations.write(
            lambda space: clips.mark(space, clip_id, what, now, by),
            lambda _changes: self.marked.emit(what),
            self,
            self.not_marked.emit,
        )

    def _heard(self, changes: Changes) -> None:
        if Topic.CLIPS in changes:
            self.load()
