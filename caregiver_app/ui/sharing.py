"""Carries what the sharing thread tells over to the main thread, and what people ask of it back."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal, Slot

from caregiver_app.domain.people import Role, SyncPhase, SyncState
from caregiver_app.domain.time import Clock
from caregiver_app.services.sharing import Listeners, Sharing
from caregiver_app.ui.operations import Operations
from caregiver_app.ui.surroundings import Desk


class WindowSharing(QObject):
    """Sharing as long as the vault is open. Signals come on the main thread; every method returns at once."""

    state_changed = Signal(object)  # SyncState
    invitation_changed = Signal(object)  # domain.circle.Invitation
    joining_changed = Signal(object)  # domain.circle.Joining
    _heard = Signal(str, object)

    def __init__(self, operations: Operations, desk: Desk, clock: Clock) -> None:
        super().__init__(desk)
        self._operations, self._desk = operations, desk
        self.state = SyncState(SyncPhase.NO_RELAY)
        self._is_over = False
        self._heard.connect(self._take, Qt.ConnectionType.QueuedConnection)
        self._sharing = Sharing(
            operations.vault_call,
            clock,
            Listeners(
                on_state=lambda state: self._heard.emit("state", state),
                on_changes=lambda changes: self._heard.emit("changes", changes),
                on_invitation=lambda found: self._heard.emit("invitation", found),
                on_joining=lambda found: self._heard.emit("joining", found),
                on_trouble=lambda error: self._heard.emit("trouble", error),
            ),
        )
        self._sharing.start()

    @Slot(str, object)
    def _take(self, what: str, value: object) -> None:
        if self._is_over:
            return
        if what == "state" and isinstance(value, SyncState):
            self.state = value
            self.state_changed.emit(value)
            self._desk.sharing_changed.emit(value)
        elif what == "changes":
            self._operations.announce_merged(value)
        elif what == "invitation":
            self.invitation_changed.emit(value)
        elif what == "joining":
            self.joining_changed.emit(value)
        elif what == "trouble":
            self._desk.trouble.emit(value)

    def nudge(self) -> None:
        """Something was written: share soon."""
        self._sharing.nudge()

    def check_now(self) -> None:
        """A person asks, or a relay was set: share at once."""
        self._sharing.check_now()

    def stop(self) -> None:
        """End sharing; late answers are dropped."""
        self._is_over = True
        self._sharing.stop()

    def invite(self, role: Role, name: str = "", title: str = "", member_id: bytes = b"") -> None:
        """Make an invitation; `invitation_changed` tells how it stands."""
        self._sharing.invite(role, name, title, member_id)

    def confirm_invitation(self, name: str = "", title: str = "", role: Role | None = None) -> None:
        """The six digits are the same on both screens."""
        self._sharing.confirm_invitation(name, title, role)

    def drop_invitation(self) -> None:
        """Burn the code."""
        self._sharing.drop_invitation()

    def join(self, relay: str, typed_code: str, my_name: str, device_name: str = "") -> None:
        """Join a circle with a code from another screen; `joining_changed` tells how it stands."""
        self._sharing.join(relay, typed_code, my_name, device_name)

    def give_up_joining(self) -> None:
        """Forget the code."""
        self._sharing.give_up_joining()


def start_sharing(operations: Operations, desk: Desk, clock: Clock) -> WindowSharing:
    """Start to share the vault that was just unlocked."""
    return WindowSharing(operations, desk, clock)
