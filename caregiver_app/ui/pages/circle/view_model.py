"""What the Care circle page shows: who belongs to it, how sharing stands, and an invitation or a join under way."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from PySide6.QtCore import QObject, Signal

from caregiver_app.domain.circle import Circle, Invitation, InvitePhase, Joining, JoinPhase
from caregiver_app.domain.errors import CaregiverError
from caregiver_app.domain.people import Member, Role, SyncPhase, SyncState
from caregiver_app.domain.records import Changes, Topic
from caregiver_app.domain.time import DAY_MS, Clock, Instant
from caregiver_app.services import circle, invitations, joining, plan, vault
from caregiver_app.storage.vault import Vault
from caregiver_app.ui.operations import Operations
from caregiver_app.ui.sharing import WindowSharing

_TOPICS = frozenset({Topic.CIRCLE, Topic.SYNC, Topic.PEOPLE, Topic.PATIENT})
_SILENT_MS = 7 * DAY_MS


@dataclass(frozen=True, slots=True)
class State:
    """Everything the page shows. `me` is the name of who unlocked, for joining again after a restore."""

    now: Instant
    circle: Circle
    sync: SyncState
    patient: str = field(default="", repr=False)
    me: str = field(default="", repr=False)
    invitation: Invitation | None = field(default=None, repr=False)
    joining: Joining | None = field(default=None, repr=False)

    @property
    def is_admin(self) -> bool:
        """True where this device may let others in."""
        return self.circle.my_role is Role.ADMIN

    @property
    def admins(self) -> tuple[Member, ...]:
        """Who may let others in."""
        return tuple(m for m in self.circle.members if m.role is Role.ADMIN)

    @property
    def silent(self) -> tuple[tuple[Member, Instant], ...]:
        """Members of whom nothing was heard for a week, with when they last were."""
        found: list[tuple[Member, Instant]] = []
        for member in self.circle.members:
            heard = [device.last_seen for device in member.devices if device.last_seen is not None]
            newest = max(heard, key=lambda at: at.utc_ms, default=None)
            is_me = any(device.is_me for device in member.devices)
            if newest is not None and not is_me and self.now.utc_ms - newest.utc_ms > _SILENT_MS:
                found.append((member, newest))
        return tuple(found)

    @property
    def missing(self) -> tuple[tuple[Member, int], ...]:
        """Whose entries the others have seen and this computer has not, and how many."""
        counted: list[tuple[Member, int]] = []
        for member in self.circle.members:
            lacking = sum(self.sync.missing.get(device.device_id, 0) for device in member.devices)
            if lacking:
                counted.append((member, lacking))
        return tuple(counted)


def load(opened: Vault, now: Instant, sync: SyncState) -> State | None:
    """Read the page's state; None while there is no circle yet."""
    if not opened.spaces:
        return None
    space = opened.spaces[0]
    return State(
        now,
        circle.circle(space),
        sync,
        plan.patient(space).name,
        vault.me(opened)[0],
        invitations.current(space),
        joining.current(opened),
    )


class CircleViewModel(QObject):
    """Loads the circle, and loads it again when it changes here or elsewhere."""

    state_changed = Signal(object)
    failed = Signal(object)  # a CaregiverError of something that was asked for here

    def __init__(
        self, operations: Operations, clock: Clock, sharing: WindowSharing | None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._operations = operations
        self._clock = clock
        self._sharing = sharing
        self._state: State | None = None
        self._ended: Invitation | None = None
        operations.changed.connect(self._heard)
        if sharing is not None:
            sharing.state_changed.connect(self._shared)
            sharing.invitation_changed.connect(self._invited)
            sharing.joining_changed.connect(self._joined)

    # ---- reading -----------------------------------------------------------------------------
    def load(self) -> None:
        """Read everything again."""
        now = self._clock.now()
        sync = self._sharing.state if self._sharing is not None else SyncState(SyncPhase.NO_RELAY)
        self._operations.read_vault(lambda opened: load(opened, now, sync), self._loaded, self)

    def _loaded(self, state: State | None) -> None:
        if state is None:
            return
        if state.invitation is None and self._ended is not None:
            state = replace(state, invitation=self._ended)
        self._tell(state)

    def _tell(self, state: State) -> None:
        if state != self._state:
            self._state = state
            self.state_changed.emit(state)

    def _heard(self, changes: Changes) -> None:
        if changes & _TOPICS:
            self.load()

    def _shared(self, _sync: SyncState) -> None:
        if self._state is not None:
            self.load()

    def _invited(self, found: Invitation) -> None:
        open_phases = (InvitePhase.PREPARING, InvitePhase.WAITING, InvitePhase.COMPARE)
        self._ended = None if found.phase in open_phases else found
        if self._state is not None:
            self._tell(replace(self._state, invitation=found))

    def _joined(self, found: Joining) -> None:
        if self._state is None:
            return
        if found.phase is JoinPhase.ADMITTED:
            self.load()
        else:
            self._tell(replace(self._state, joining=found))

    # ---- doing -------------------------------------------------------------------------------
    def share_now(self) -> None:
        """Ask the relay at once."""
        if self._sharing is not None:
            self._sharing.check_now()

    def set_relay(self, address: str, ticket: str) -> None:
        """Share through this relay from now on; a wrong address comes back through `failed`."""

        def kept(_changes: Changes) -> None:
            self.share_now()

        self._operations.write(lambda space: circle.set_relay(space, address, ticket), kept, self, self._fail)

    def _fail(self, error: CaregiverError) -> None:
        self.failed.emit(error)

    def invite(self, role: Role, name: str, title: str, member_id: bytes = b"") -> None:
        """Make a code."""
        self._ended = None
        if self._sharing is not None:
            self._sharing.invite(role, name, title, member_id)

    def confirm(self, name: str, title: str) -> None:
        """Both screens show the same six digits."""
        if self._sharing is not None:
            self._sharing.confirm_invitation(name, title)

    def drop(self) -> None:
        """Burn the code."""
        if self._sharing is not None:
            self._sharing.drop_invitation()

    def put_away(self) -> None:
        """Forget how the last invitation ended."""
        if self._ended is not None and self._state is not None:
            self._tell(replace(self._state, invitation=None))
        self._ended = None
