"""Sharing as long as a vault is open: one thread that exchanges with the relay, and one that waits for its bell.

No Qt: what happens is told through callbacks, on the sharing thread; the window carries them to its own. `stop` returns
at once, and what a stopped session still learns is told to nobody.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from caregiver_app.domain.people import Role, SyncPhase, SyncState
from caregiver_app.domain.time import Clock
from caregiver_app.services.exchange import VaultCall
from caregiver_app.services.session import (
    DEVICE_COPIED,
    NEEDS_INVITATION,
    NONSENSE,
    ROSTER_PARTED,
    Listeners,
    Session,
)

__all__ = ["DEVICE_COPIED", "NEEDS_INVITATION", "NONSENSE", "ROSTER_PARTED", "Listeners", "Sharing"]


class Sharing:
    """What the program holds: `start` after unlocking, `stop` before locking. Every method returns at once."""

    def __init__(self, vault_call: VaultCall, clock: Clock, listeners: Listeners, proxy: str = "") -> None:
        self._vault_call = vault_call
        self._clock = clock
        self._listeners = listeners
        self._proxy = proxy
        self._session: Session | None = None

    def start(self) -> None:
        """Begin to share the open vault."""
        self.stop()
        self._session = Session(self._vault_call, self._clock, self._listeners, self._proxy)

    def stop(self) -> None:
        """Share no more; a request that is under way ends by itself and its answer is dropped."""
        session, self._session = self._session, None
        if session is not None:
            session.stop()

    def nudge(self) -> None:
        """Something was written: share in two seconds."""
        if self._session is not None:
            self._session.wrote()

    def check_now(self) -> None:
        """A person asks, a relay was set, or the network changed: share at once."""
        if self._session is not None:
            self._session.look()

    @property
    def state(self) -> SyncState:
        """How sharing stands, as it was last told."""
        return self._session.state if self._session is not None else SyncState(SyncPhase.NO_RELAY)

    # ---- inviting and joining; answers come through the listeners --------------------------------
    def invite(self, role: Role, name: str = "", title: str = "", member_id: bytes = b"") -> None:
        """Make an invitation for the first circle; `member_id` for one more device of a member."""
        self._do(lambda session: session.errands.invite(role, name, title, member_id))

    def confirm_invitation(self, name: str = "", title: str = "", role: Role | None = None) -> None:
        """The six digits are the same on both screens: let the newcomer in."""
        self._do(lambda session: session.errands.confirm(name, title, role))

    def drop_invitation(self) -> None:
        """The digits differ, or nobody is to come: burn the code."""
        self._do(lambda session: session.errands.drop())

    def join(self, relay: str, typed_code: str, my_name: str, device_name: str = "") -> None:
        """Join a circle with a code from another screen."""
        self._do(lambda session: session.errands.join(relay, typed_code, my_name, device_name))

    def give_up_joining(self) -> None:
        """Forget the code."""
        self._do(lambda session: session.errands.give_up())

    def _do(self, job: Callable[[Session], None]) -> None:
        if self._session is not None:
            self._session.do(partial(job, self._session))
