"""Two people at two computers for the tests: a real vault on a thread of its own, real sharing, a real relay process."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from caregiver_app.domain.circle import Invitation, InvitePhase, Joining, JoinPhase
from caregiver_app.domain.diary import CheckIn, Entry, Mode, Who
from caregiver_app.domain.errors import CaregiverError, VaultLocked
from caregiver_app.domain.people import Role, SyncPhase, SyncState
from caregiver_app.domain.records import Changes
from caregiver_app.domain.time import Instant, SystemClock
from caregiver_app.services import circle, diary
from caregiver_app.services.sharing import Listeners, Sharing
from caregiver_app.storage import vault as vaults
from caregiver_app.storage.home import Home
from caregiver_app.storage.keys import QUICK
from caregiver_app.storage.space import Space
from caregiver_app.storage.vault import Vault
from tests.relay.process import RelayProcess, start_relay

T = TypeVar("T")
PATIENCE_S = 30.0


class SetClock:
    """The computer's clock, moved by as much as a test likes."""

    def __init__(self) -> None:
        self.ahead_ms = 0

    def now(self) -> Instant:
        return SystemClock().now().plus(self.ahead_ms)


class VaultThread:
    """Owns one vault, as `Operations` does in the program."""

    def __init__(self, opener: Callable[[], Vault]) -> None:
        self._jobs: queue.SimpleQueue[tuple[Callable[[], Any], Future[Any]] | None] = queue.SimpleQueue()
        self._vault: Vault | None = None
        threading.Thread(target=self._work, daemon=True).start()
        self._run(lambda: self._open(opener))

    def _open(self, opener: Callable[[], Vault]) -> None:
        self._vault = opener()

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            work, done = job
            try:
                done.set_result(work())
            except BaseException as error:  # noqa: BLE001
                done.set_exception(error)

    def _run(self, work: Callable[[], T]) -> T:
        done: Future[T] = Future()
        self._jobs.put((work, done))
        return done.result(PATIENCE_S)

    def call(self, service: Callable[[Vault], T], /) -> T:
        def work() -> T:
            if self._vault is None:
                raise VaultLocked
            return service(self._vault)

        return self._run(work)

    def close(self) -> None:
        def work() -> None:
            if self._vault is not None:
                self._vault.close()
            self._vault = None

        self._run(work)


@dataclass
class Heard:
    """Everything that sharing told, in order, with a bell for whoever waits."""

    states: list[SyncState] = field(default_factory=list)
    changes: list[Changes] = field(default_factory=list)
    invitations: list[Invitation] = field(default_factory=list)
    joinings: list[Joining] = field(default_factory=list)
    troubles: list[CaregiverError] = field(default_factory=list)
    bell: threading.Condition = field(default_factory=threading.Condition)

    def _keeper(self, kept: list[Any]) -> Callable[[Any], None]:
        def keep(value: Any) -> None:
            with self.bell:
                kept.append(value)
                self.bell.notify_all()

        return keep

    def listeners(self) -> Listeners:
        return Listeners(
            self._keeper(self.states),
            self._keeper(self.changes),
            self._keeper(self.invitations),
            self._keeper(self.joinings),
            self._keeper(self.troubles),
        )

    def wait(self, is_there: Callable[[], T | None], what: str = "") -> T:
        """Until something true is there; each event makes it look again."""
        until = time.monotonic() + PATIENCE_S
        while True:
            with self.bell:
                if found := is_there():
                    return found
                if not self.bell.wait(max(0.0, until - time.monotonic())):
                    raise AssertionError(f"waited in vain for {what}: {self.states[-2:]} {self.troubles[-2:]}")


class Peer:
    """One person at one computer."""

    def __init__(self, folder: Path, name: str, opener: Callable[[], Vault] | None = None) -> None:
        self.name = name
        self.home = Home(folder)
        self.home.prepare()
        self.clock = SetClock()
        self.heard = Heard()
        self.thread = VaultThread(opener or (lambda: vaults.create_person(self.home, name, "a long one", QUICK)[0]))
        self.sharing = Sharing(self.thread.call, self.clock, self.heard.listeners())

    def found(self, patient: str = "Rosa") -> None:
        self.thread.call(
            lambda vault: circle.create_circle(vault, self.name, self.now, patient, "", f"{self.name}'s laptop")
        )

    @property
    def now(self) -> Instant:
        return self.clock.now()

    def read(self, service: Callable[[Space], T]) -> T:
        return self.thread.call(lambda vault: service(vault.spaces[0]))

    def write(self, service: Callable[[Space], T]) -> T:
        """Write, and let sharing know, as the window does."""
        found = self.read(service)
        self.sharing.nudge()
        return found

    def use(self, relay: RelayProcess | str) -> None:
        address = relay if isinstance(relay, str) else relay.address
        self.read(lambda space: circle.set_relay(space, address))
        self.sharing.check_now()

    def note(self, words: str, pain: int = 3) -> bytes:
        check_in = CheckIn(Who.PATIENT, Mode.QUICK, self.now, {"pain": pain}, note=words)
        return self.write(lambda space: diary.record(space, check_in, self.now))[1]

    def correct(self, entity_id: bytes, pain: int, reason: str = "I looked again") -> None:
        def work(space: Space) -> Changes:
            entry = diary.entry(space, entity_id)
            assert entry is not None
            assert entry.effective is not None
            kept = entry.effective
            corrected = CheckIn(kept.who, kept.mode, kept.at, {"pain": pain}, note=kept.note)
            return diary.correct(space, entry, corrected, reason, self.now)

        self.write(work)

    def notes(self) -> list[str]:
        return sorted(e.effective.note for e in self.read(diary.entries) if e.effective is not None)

    def entry(self, entity_id: bytes) -> Entry | None:
        return self.read(lambda space: diary.entry(space, entity_id))

    def await_note(self, words: str) -> None:
        self.heard.wait(lambda: words in self.notes(), f"the note {words!r} at {self.name}'s")

    def await_phase(self, phase: SyncPhase, waiting: int | None = None) -> SyncState:
        def there() -> SyncState | None:
            last = self.heard.states[-1] if self.heard.states else None
            return last if last and last.phase is phase and waiting in (None, last.waiting) else None

        return self.heard.wait(there, phase.value)

    def await_shared(self) -> None:
        """Until everything written here is at the relay."""
        self.heard.wait(lambda: self.read(circle.waiting) == 0 and self.await_phase(SyncPhase.SHARED), "sharing")

    def await_invitation(self, phase: InvitePhase) -> Invitation:
        found: Invitation = self.heard.wait(lambda: self._last(self.heard.invitations, phase), phase.value)
        return found

    def await_joining(self, phase: JoinPhase) -> Joining:
        found: Joining = self.heard.wait(lambda: self._last(self.heard.joinings, phase), phase.value)
        return found

    def await_trouble(self, kind: type[CaregiverError]) -> CaregiverError:
        return self.heard.wait(
            lambda: next((t for t in self.heard.troubles if isinstance(t, kind)), None), kind.__name__
        )

    @staticmethod
    def _last(heard: list[Any], phase: object) -> Any:
        return heard[-1] if heard and heard[-1].phase is phase else None

    def leave(self) -> None:
        self.sharing.stop()
        self.thread.close()


@contextmanager
def running_relay(folder: Path) -> Iterator[RelayProcess]:
    folder.mkdir(parents=True, exist_ok=True)
    relay = start_relay(folder)
    try:
        yield relay
    finally:
        relay.stop()


def let_in(admin: Peer, newcomer: Peer, relay: RelayProcess | str, role: Role = Role.FAMILY, title: str = "") -> None:
    """Invite and join to the end: both have compared the six digits."""
    admin.sharing.invite(role, newcomer.name, title)
    shown = admin.await_invitation(InvitePhase.WAITING)
    address = relay if isinstance(relay, str) else relay.address
    newcomer.sharing.join(address, shown.letters, newcomer.name, f"{newcomer.name}'s laptop")
    there = newcomer.await_joining(JoinPhase.COMPARE)
    here = admin.await_invitation(InvitePhase.COMPARE)
    assert there.digits == here.digits
    assert len(here.digits) == 6
    admin.sharing.confirm_invitation()
    admin.await_invitation(InvitePhase.ADDED)
    newcomer.await_joining(JoinPhase.ADMITTED)
