"""One session of sharing, from unlocking to locking: a thread that does what is due, and says how it went."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TypeVar

from caregiver_app.domain.circle import Invitation, Joining
from caregiver_app.domain.errors import (
    CaregiverError,
    RelayNonsense,
    RelayRefused,
    RelayUnreachable,
    VaultLocked,
)
from caregiver_app.domain.people import Role, SyncPhase, SyncState
from caregiver_app.domain.records import Changes, Topic
from caregiver_app.domain.time import Clock
from caregiver_app.services import circle
from caregiver_app.services.errands import Errands
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


@dataclass(slots=True)
class _Lines:
    """The connections of a session, one a relay, and the threads that wait."""

    proxy: str
    relays: dict[str, Relay] = field(default_factory=dict)
    waits: dict[str, Waiting] = field(default_factory=dict)


class Session:
    """From one unlock to the next lock. Only its own thread touches connections."""

    def __init__(self, vault_call: VaultCall, clock: Clock, listeners: Listeners, proxy: str) -> None:
        self._ask_vault = vault_call
        self._clock = clock
        self.listeners = listeners
        self._lines = _Lines(proxy)
        self._has_agreed = False
        self._rhythm = Rhythm()
        self._condition = threading.Condition()
        self._jobs: deque[Callable[[], None]] = deque()
        self._is_over = False
        self.state = SyncState(SyncPhase.NO_RELAY)
        self.errands = Errands(self, clock)
        threading.Thread(target=self._work, name="sharing", daemon=True).start()

    def vault_call(self, service: Callable[[Vault], T], /) -> T:
        """A stopped session leaves the vault alone, though it may still be open for the next one."""
        if self._is_over:
            raise VaultLocked
        return self._ask_vault(service)

    # ---- from any thread ---------------------------------------------------------------------
    def stop(self) -> None:
        """End it; returns at once."""
        with self._condition:
            self._is_over = True
            self._condition.notify()
            for waiting in self._lines.waits.values():
                waiting.stop()

    def wrote(self) -> None:
        """Something was written here."""
        self._poke(lambda: self._rhythm.wrote(time.monotonic()))

    def look(self) -> None:
        """Share at once."""
        self._poke(lambda: self._rhythm.woke(time.monotonic()))

    def ring(self) -> None:
        """The relay has something new; not more often than twice a second, whatever the relay says."""
        self._poke(lambda: self._rhythm.rang(time.monotonic()))

    def do(self, job: Callable[[], None]) -> None:
        """Run something on the sharing thread before all else."""
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
                self.tell_state(SyncPhase.TROUBLE, type(error).__name__)
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
                if self.errands.next_at <= now:
                    return self.errands.take_steps
                if self._rhythm.next_at <= now:
                    self._rhythm.started(now)
                    return self._exchange_all
                due = min(self._rhythm.next_at, self.errands.next_at)
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
            self.tell(self.listeners.on_trouble, error)

    def tell(self, listener: Callable[..., None], value: object) -> None:
        """Tell a listener, unless the session is over."""
        if not self._is_over:
            listener(value)

    def relay(self, origin: str) -> Relay:
        """The connection to a relay, made when it is first needed."""
        if origin not in self._lines.relays:
            signer = self.vault_call(circle.signer_of)
            keys = signer.keys

            def sign(text: bytes) -> bytes:
                return self.vault_call(lambda vault: seal.sign(vault.device_keys.sign_private, text))

            line = Line(origin, self._lines.proxy)
            self._lines.relays[origin] = Relay(line, Credentials(keys.sign_pk, keys.kem_pk, sign))
        return self._lines.relays[origin]

    # ---- exchanging --------------------------------------------------------------------------
    def _exchange_all(self) -> None:
        spaces = self.vault_call(_spaces)
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
            self.tell_state(SyncPhase.WORKING)
        try:
            outcome = self.exchange_now(space_id, origin)
        except RelayUnreachable:
            with self._condition:
                self._rhythm.was_away(time.monotonic())
            self.tell_state(SyncPhase.OFFLINE)
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

    def exchange_now(self, space_id: bytes, origin: str) -> Outcome:
        """One exchange, with what it changed told; every failure is raised, as `Exchange.run` says."""
        run = Exchange(self.relay(origin), self.vault_call, space_id, self._clock)
        try:
            outcome = run.run()
        except CaregiverError:
            if run.changes:  # the next run finds nothing new, so nobody else would tell
                self.tell(self.listeners.on_changes, run.changes)
            raise
        changes = outcome.changes if self._has_agreed else frozenset(Topic)  # a session before may have told nobody
        self._has_agreed = True
        if changes:
            self.tell(self.listeners.on_changes, changes)
        run.say_where_we_stand()
        return outcome

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
        self.tell_state(SyncPhase.TROUBLE, trouble)

    def _agreed(self, outcomes: dict[str, list[Outcome]]) -> None:
        for origin, found in outcomes.items():
            self._wait_at(origin, found)
        every = [one for found in outcomes.values() for one in found]
        refused = next((code for one in every for code, _device in one.refused), "")
        with self._condition:
            self._rhythm.agreed(time.monotonic())
        phase = SyncPhase.TROUBLE if refused else SyncPhase.SHARED if every else SyncPhase.NO_RELAY
        self.tell_state(phase, refused, every)
        if every and self.state.waiting:  # written meanwhile, or written again after a restore
            self.wrote()

    def _wait_at(self, origin: str, found: list[Outcome]) -> None:
        with self._condition:
            if self._is_over:
                return
            waiting = self._lines.waits.get(origin)
            if waiting is None:
                waiting = self._lines.waits[origin] = Waiting(origin, self.ring, self._lines.proxy)
        waiting.wait_for(self._lines.relays[origin].token, [one.watch for one in found])

    def tell_state(self, phase: SyncPhase, trouble: str = "", outcomes: list[Outcome] | None = None) -> None:
        """Look at what waits here and tell how sharing stands."""

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

        self.state = self.vault_call(looked)
        self.tell(self.listeners.on_state, self.state)


def _spaces(vault: Vault) -> list[tuple[bytes, str, Role | None]]:
    return [(space.space_id, circle.relay_of(space), circle.my_role(space)) for space in vault.spaces]
