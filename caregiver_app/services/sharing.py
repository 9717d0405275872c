"""Sharing as long as a vault is open: one thread that exchanges with the relay, and one that waits for its bell.

No Qt: what happens is told through callbacks, on the sharing thread; the window carries them to its own. `stop` returns
at once, and what a stopped session still learns is told to nobody.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TypeVar

from caregiver_app.domain.circle import Invitation, InvitePhase, Joining, JoinPhase
from caregiver_app.domain.errors import (
    CaregiverError,
    CodeBurnt,
    RelayNonsense,
    RelayRefused,
    RelayUnreachable,
    VaultLocked,
)
from caregiver_app.domain.people import Role, SyncPhase, SyncState
from caregiver_app.domain.records import Changes, Topic
from caregiver_app.domain.time import Clock
from caregiver_app.services import circle, invitations, joining
from caregiver_app.services.exchange import Exchange, Outcome, VaultCall, last_shared
from caregiver_app.services.waiting import Waiting
from caregiver_app.storage.vault import Vault
from caregiver_app.sync import seal
from caregiver_app.sync.calls import Credentials, Relay
from caregiver_app.sync.protocol import Code
from caregiver_app.sync.refusals import DeviceCopied, RefusedByRelay, RosterParted
from caregiver_app.sync.rhythm import Rhythm
from caregiver_app.sync.transport import Line

T = TypeVar("T")
_STEP_S = 1.0  # how often an invitation or a join that is under way looks into its mailbox
_log = logging.getLogger(__name__)

NEEDS_INVITATION = "needs_invitation"
DEVICE_COPIED = "device_copied"
ROSTER_PARTED = "roster_parted"
NONSENSE = "nonsense"


def _nothing(_value: object) -> None:
    pass


@dataclass(frozen=True, slots=True)
class Listeners:
    """Whom to tell; each is called on the sharing thread and must be quick."""

    on_state: Callable[[SyncState], None] = _nothing
    on_changes: Callable[[Changes], None] = _nothing
    on_invitation: Callable[[Invitation], None] = _nothing
    on_joining: Callable[[Joining], None] = _nothing
    on_trouble: Callable[[CaregiverError], None] = _nothing


class Sharing:
    """What the program holds: `start` after unlocking, `stop` before locking. Every method returns at once."""

    def __init__(self, vault_call: VaultCall, clock: Clock, listeners: Listeners, proxy: str = "") -> None:
        self._vault_call = vault_call
        self._clock = clock
        self._listeners = listeners
        self._proxy = proxy
        self._session: _Session | None = None

    def start(self) -> None:
        """Begin to share the open vault."""
        self.stop()
        self._session = _Session(self._vault_call, self._clock, self._listeners, self._proxy)

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
        self._do(lambda session: session.invite(role, name, title, member_id))

    def confirm_invitation(self, name: str = "", title: str = "", role: Role | None = None) -> None:
        """The six digits are the same on both screens: let the newcomer in."""
        self._do(lambda session: session.confirm(name, title, role))

    def drop_invitation(self) -> None:
        """The digits differ, or nobody is to come: burn the code."""
        self._do(lambda session: session.drop())

    def join(self, relay: str, typed_code: str, my_name: str, device_name: str = "") -> None:
        """Join a circle with a code from another screen."""
        self._do(lambda session: session.join(relay, typed_code, my_name, device_name))

    def give_up_joining(self) -> None:
        """Forget the code."""
        self._do(lambda session: session.give_up())

    def _do(self, job: Callable[[_Session], None]) -> None:
        if self._session is not None:
            self._session.do(partial(job, self._session))


@dataclass(slots=True)
class _Lines:
    """The connections of a session, one a relay, and the threads that wait."""

    proxy: str
    relays: dict[str, Relay] = field(default_factory=dict)
    waits: dict[str, Waiting] = field(default_factory=dict)


class _Session:
    """From one unlock to the next lock. Only its own thread touches connections."""

    def __init__(self, vault_call: VaultCall, clock: Clock, listeners: Listeners, proxy: str) -> None:
        self._ask_vault = vault_call
        self._clock = clock
        self._listeners = listeners
        self._lines = _Lines(proxy)
        self._has_agreed = False
        self._rhythm = Rhythm()
        self._condition = threading.Condition()
        self._jobs: deque[Callable[[], None]] = deque()
        self._is_over = False
        self._step_at: float | None = 0.0
        self.state = SyncState(SyncPhase.NO_RELAY)
        self._shown: list[object] = []
        threading.Thread(target=self._work, name="sharing", daemon=True).start()

    def _vault_call(self, service: Callable[[Vault], T], /) -> T:
        """A stopped session leaves the vault alone, though it may still be open for the next one."""
        if self._is_over:
            raise VaultLocked
        return self._ask_vault(service)

    # ---- from any thread ---------------------------------------------------------------------
    def stop(self) -> None:
        with self._condition:
            self._is_over = True
            self._condition.notify()
            for waiting in self._lines.waits.values():
                waiting.stop()

    def wrote(self) -> None:
        self._poke(lambda: self._rhythm.wrote(time.monotonic()))

    def look(self) -> None:
        self._poke(lambda: self._rhythm.woke(time.monotonic()))

    def do(self, job: Callable[[], None]) -> None:
        self._poke(lambda: self._jobs.append(job))

    def _poke(self, change: Callable[[], None]) -> None:
        with self._condition:
            change()
            self._condition.notify()

    # ---- the thread --------------------------------------------------------------------------
    def _work(self) -> None:
        try:
            while not self._is_over:
                self._turn(self._next_job())
        except VaultLocked:
            _log.debug("the vault was locked while sharing")
        except Exception as error:  # noqa: BLE001 - the border of the thread: what is not a known trouble is told too
            if not self._is_over:
                _log.error("sharing ended: %s", type(error).__name__)
                self._tell_state(SyncPhase.TROUBLE, type(error).__name__)
        finally:
            self.stop()
            for relay in self._lines.relays.values():
                relay.close()

    def _next_job(self) -> Callable[[], None] | None:
        """Wait until something is due: a job of the person's first, then a step, then an exchange."""
        with self._condition:
            while not self._is_over:
                now = time.monotonic()
                if self._jobs:
                    return self._jobs.popleft()
                if self._step_at is not None and self._step_at <= now:
                    return self._take_steps
                if self._rhythm.next_at <= now:
                    self._rhythm.started()
                    return self._exchange_all
                due = min(self._rhythm.next_at, self._step_at if self._step_at is not None else float("inf"))
                self._condition.wait(None if due == float("inf") else max(0.0, due - now))
        return None

    def _turn(self, job: Callable[[], None] | None) -> None:
        if job is None:
            return
        try:
            job()
        except VaultLocked:
            raise
        except CaregiverError as error:
            self._tell(self._listeners.on_trouble, error)

    def _tell(self, listener: Callable[..., None], value: object) -> None:
        if not self._is_over:
            listener(value)

    def _relay(self, origin: str) -> Relay:
        if origin not in self._lines.relays:
            signer = self._vault_call(circle.signer_of)
            keys = signer.keys

            def sign(text: bytes) -> bytes:
                return self._vault_call(lambda vault: seal.sign(vault.device_keys.sign_private, text))

            line = Line(origin, self._lines.proxy)
            self._lines.relays[origin] = Relay(line, Credentials(keys.sign_pk, keys.kem_pk, sign))
        return self._lines.relays[origin]

    # ---- exchanging --------------------------------------------------------------------------
    def _exchange_all(self) -> None:
        spaces = self._vault_call(_spaces)
        outcomes: dict[str, list[Outcome]] = {}
        for space_id, origin, role in spaces:
            if not origin:
                continue
            if role is None:
                self._troubled(NEEDS_INVITATION)
                return
            outcome = self._exchange(space_id, origin)
            if outcome is None:
                return
            outcomes.setdefault(origin, []).append(outcome)
        self._agreed(outcomes)

    def _exchange(self, space_id: bytes, origin: str) -> Outcome | None:
        """One exchange with every failure turned into a state; None after a failure."""
        if self.state.phase is not SyncPhase.SHARED:
            self._tell_state(SyncPhase.WORKING)
        try:
            relay = self._relay(origin)
            run = Exchange(relay, self._vault_call, space_id, self._clock)
            outcome = run.run()
            changes = outcome.changes if self._has_agreed else frozenset(Topic)  # a session before may have told nobody
            self._has_agreed = True
            if changes:
                self._tell(self._listeners.on_changes, changes)
            run.say_where_we_stand()
        except RelayUnreachable:
            with self._condition:
                self._rhythm.was_away(time.monotonic())
            self._tell_state(SyncPhase.OFFLINE)
        except RosterParted:
            self._troubled(ROSTER_PARTED)
        except DeviceCopied:
            self._troubled(DEVICE_COPIED)
        except RelayNonsense:
            self._troubled(NONSENSE)
        except RelayRefused as refused:
            self._refused(refused)
        except VaultLocked:
            raise
        except CaregiverError as error:
            self._troubled(type(error).__name__)
        else:
            return outcome
        return None

    def _refused(self, refused: RelayRefused) -> None:
        if refused.code in (Code.SLOW_DOWN, Code.RELAY_BUSY):
            pause_s = refused.retry_ms / 1000 if isinstance(refused, RefusedByRelay) else 1.0
            with self._condition:
                self._rhythm.next_at = min(self._rhythm.next_at, time.monotonic() + max(pause_s, 0.5))
            return
        self._troubled(refused.code)

    def _troubled(self, trouble: str) -> None:
        with self._condition:
            self._rhythm.was_troubled(time.monotonic())
        self._tell_state(SyncPhase.TROUBLE, trouble)

    def _agreed(self, outcomes: dict[str, list[Outcome]]) -> None:
        for origin, found in outcomes.items():
            if origin not in self._lines.waits and not self._is_over:
                self._lines.waits[origin] = Waiting(origin, self.look, self._lines.proxy)
            self._lines.waits[origin].wait_for(self._lines.relays[origin].token, [one.watch for one in found])
        every = [one for found in outcomes.values() for one in found]
        refused = next((code for one in every for code, _device in one.refused), "")
        with self._condition:
            self._rhythm.agreed(time.monotonic())
        phase = SyncPhase.TROUBLE if refused else SyncPhase.SHARED if every else SyncPhase.NO_RELAY
        self._tell_state(phase, refused, every)
        if every and self.state.waiting:  # written meanwhile, or written again after a restore
            self.wrote()

    def _tell_state(self, phase: SyncPhase, trouble: str = "", outcomes: list[Outcome] | None = None) -> None:
        def looked(vault: Vault) -> SyncState:
            waiting = sum(circle.waiting(space) for space in vault.spaces)
            shared = [at for at in map(last_shared, vault.spaces) if at is not None]
            newest = max(shared, key=lambda at: at.utc_ms) if shared else None
            known = replace(self.state, phase=phase, waiting=waiting, last_shared=newest, trouble=trouble)
            if outcomes:
                missing = {device: count for one in outcomes for device, count in one.missing.items()}
                skews = [one.clock_skew_s for one in outcomes]
                known = replace(known, missing=missing, clock_skew_s=max(skews, key=abs))
            return known

        self.state = self._vault_call(looked)
        self._tell(self._listeners.on_state, self.state)

    # ---- inviting and joining ----------------------------------------------------------------
    def _first(self) -> tuple[bytes, str] | None:
        return self._vault_call(lambda vault: next(((s.space_id, circle.relay_of(s)) for s in vault.spaces), None))

    def _take_steps(self) -> None:
        """Move an invitation and a join on; looks again in a second while one is open."""
        self._step_at = None
        try:
            is_open = [self._step_invitation(), self._step_joining()]
        except RelayUnreachable:
            self._step_at = time.monotonic() + _STEP_S
            self._tell_state(SyncPhase.OFFLINE)
        except (RelayRefused, RelayNonsense):
            self._step_at = time.monotonic() + 5 * _STEP_S
            raise
        else:
            if any(is_open):
                self._step_at = time.monotonic() + _STEP_S

    def _step_invitation(self) -> bool:
        first = self._first()
        if first is None or not first[1] or self._vault_call(lambda v: invitations.current(v.space(first[0]))) is None:
            return False
        found = invitations.advance(self._relay(first[1]), self._vault_call, first[0], self._clock)
        if found is not None:
            self._show(found, self._listeners.on_invitation)
        return found is not None and found.phase in (InvitePhase.PREPARING, InvitePhase.WAITING)

    def _step_joining(self) -> bool:
        kept = self._vault_call(joining.current)
        if kept is None:
            return False
        found = joining.advance(self._relay(kept.relay), self._vault_call)
        if found is None:
            return False
        self._show(found, self._listeners.on_joining)
        if found.phase is JoinPhase.ADMITTED:
            self._tell(self._listeners.on_changes, frozenset(Topic))
            self.look()
        return found.phase not in (JoinPhase.ADMITTED, JoinPhase.BURNT)

    def _show(self, found: Invitation | Joining, listener: Callable[..., None]) -> None:
        """Tell it once."""
        self._shown = [one for one in self._shown if type(one) is type(found)]
        if found not in self._shown:
            self._shown = [one for one in self._shown if type(one) is not type(found)] + [found]
            self._tell(listener, found)

    def invite(self, role: Role, name: str, title: str, member_id: bytes) -> None:
        """Make the code and show it, then post it: the relay must know the circle first."""
        first = self._first()
        if first is None or not first[1]:
            raise RelayUnreachable
        space_id, origin = first
        now = self._clock.now()
        found = self._vault_call(
            lambda vault: invitations.invite(vault, vault.space(space_id), role, now, name, title, member_id)
        )
        self._show(found, self._listeners.on_invitation)
        self._step_at = 0.0
        Exchange(self._relay(origin), self._vault_call, space_id, self._clock).run()

    def confirm(self, name: str, title: str, role: Role | None) -> None:
        """Append the newcomer to the roster as the relay knows it now."""
        first = self._first()
        if first is None or not first[1]:
            raise CodeBurnt
        space_id, origin = first
        relay = self._relay(origin)
        Exchange(relay, self._vault_call, space_id, self._clock).run()
        mailbox = self._vault_call(lambda vault: invitations.mailbox_of(vault.space(space_id)))
        found = invitations.confirm(relay, self._vault_call, space_id, name, title, role)
        self._show(found, self._listeners.on_invitation)
        self._tell(self._listeners.on_changes, circle.CIRCLE)
        self.look()
        self._burn(origin, mailbox)

    def drop(self) -> None:
        """Burn the open invitation."""
        first = self._first()
        if first is None:
            return
        space_id, origin = first
        found, mailbox = self._vault_call(
            lambda vault: (invitations.current(vault.space(space_id)), invitations.mailbox_of(vault.space(space_id)))
        )
        self._vault_call(lambda vault: invitations.drop(vault.space(space_id)))
        if found is not None:
            self._show(replace(found, phase=InvitePhase.BURNT), self._listeners.on_invitation)
        self._burn(origin, mailbox)

    def _burn(self, origin: str, mailbox: bytes) -> None:
        """Take the mailbox away at the relay, so that the other screen knows; it ends by itself after a day."""
        if origin and mailbox:
            with suppress(RelayUnreachable, RelayRefused, RelayNonsense):
                self._relay(origin).burn(mailbox)

    def join(self, relay: str, typed_code: str, my_name: str, device_name: str) -> None:
        """Begin to join."""
        found = self._vault_call(lambda vault: joining.start(vault, relay, typed_code, my_name, device_name))
        self._show(found, self._listeners.on_joining)
        self._step_at = 0.0

    def give_up(self) -> None:
        """Forget the code of a join."""
        self._vault_call(joining.give_up)


def _spaces(vault: Vault) -> list[tuple[bytes, str, Role | None]]:
    return [(space.space_id, circle.relay_of(space), circle.my_role(space)) for space in vault.spaces]
