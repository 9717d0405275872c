"""Runs services on the vault thread, brings results back to the main thread, and announces what changed.

One thread owns the vault from opening to closing, so no page can hold a database and no two writes can cross.
A result whose page is gone, or that belongs to a session that was locked meanwhile, is dropped.

What a page hands over (its callbacks, and through them the page itself) is let go on the main thread only: a QObject
that dies on another thread holds a lock of Qt's while it waits for Python, and stops the program for good where the
main thread, which holds Python, waits for that same lock. See also `collector`.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot
from shiboken6 import isValid

from caregiver_app.domain.errors import CaregiverError, VaultLocked

if TYPE_CHECKING:  # loaded after the lock screen is painted
    from caregiver_app.domain.records import Changes
    from caregiver_app.storage.keys import NightPin
    from caregiver_app.storage.space import Space
    from caregiver_app.storage.vault import Vault

T = TypeVar("T")
Then = Callable[[T], None]
Failed = Callable[[CaregiverError], None]

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Job:
    """Work, its outcome, and who hears it. Kept by the main thread and only lent to the vault's."""

    work: Callable[[], Any]
    hand_over: Callable[[Any, BaseException | None], None]
    result: Any = None
    error: BaseException | None = None

    def do(self) -> None:
        """The work, and what came of it."""
        self.result, self.error = _outcome(self.work)


@dataclass(frozen=True, slots=True)
class _Call:
    """Work of a thread that waits for it, and with which no page has anything to do."""

    work: Callable[[], Any]
    deliver: Callable[[Any, BaseException | None], None]


def _outcome(work: Callable[[], Any]) -> tuple[Any, BaseException | None]:
    try:
        return work(), None
    except BaseException as error:  # noqa: BLE001 - the border: every error is carried to who asked
        if not isinstance(error, CaregiverError):
            _log.error("an operation failed: %s", type(error).__name__)
        return None, error


class Operations(QObject):
    """The one way from a page to the vault. Every method may be called on the main thread only, but `vault_call`."""

    changed = Signal(object)  # Changes, after a write or a merge, on the main thread
    surprised = Signal(object)  # an exception that is nobody's ordinary trouble
    troubled = Signal(object)  # a CaregiverError that no caller took
    _arrived = Signal(int)  # the number of a job that is done

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = 0
        self._vault: Vault | None = None  # touched on the vault thread only
        self._space: Space | None = None
        self._is_open = False
        self._opening = 0  # unlocks on their way
        self._unlocked_s = 0.0
        self.night_pin: NightPin | None = None  # what a PIN may open again, while locked
        self._jobs: queue.SimpleQueue[int | _Call | None] = queue.SimpleQueue()
        self._under_way: dict[int, _Job] = {}  # by number; added and let go on the main thread
        self._numbers = count(1)
        self._arrived.connect(self._take, Qt.ConnectionType.QueuedConnection)
        self._thread = threading.Thread(target=self._work, name="vault", daemon=True)
        self._thread.start()

    # ---- the session -----------------------------------------------------------------------
    @property
    def is_open(self) -> bool:
        """True between a successful unlock and the next lock."""
        return self._is_open

    @property
    def is_opening(self) -> bool:
        """True while an unlock is on its way."""
        return self._opening > 0

    @property
    def is_working(self) -> bool:
        """True while somebody on the main thread waits for something from the vault."""
        return bool(self._under_way)

    def unlock(
        self, opener: Callable[[], Vault], then: Callable[[Vault], None], failed: Failed, is_full: bool = True
    ) -> None:
        """Open a vault on its thread; `then` gets it only to read plain facts such as the person's name.

        `is_full` is False for the night PIN, whose twelve hours run from the last full unlock.
        """

        def work() -> Vault:
            vault = opener()
            if self._vault is not None:
                self._vault.close()
            self._vault = vault
            self._space = next(iter(vault.spaces), None)
            if is_full:
                self._unlocked_s = time.monotonic()
            return vault

        def opened(vault: Vault) -> None:
            self._opening = max(0, self._opening - 1)
            self._is_open = True
            then(vault)

        def refused(error: CaregiverError) -> None:
            self._opening = max(0, self._opening - 1)
            failed(error)

        self._opening += 1
        self._put(work, opened, refused, None)

    def lock(self, keep_pin: bool = True, then: Callable[[], None] | None = None) -> None:
        """Close the vault on its own thread and forget what was on the way; work already queued is done first.

        With `keep_pin` and a night PIN set, the key stays sealed under that PIN in `night_pin`.
        """
        self._session += 1
        self._is_open = False
        self._opening = 0
        self.night_pin = None

        def work() -> None:
            vault, self._vault, self._space = self._vault, None, None
            if vault is None:
                return
            from caregiver_app.services.vault import night_pin

            try:
                self.night_pin = night_pin(vault, self._unlocked_s) if keep_pin else None
            finally:
                vault.close()

        self._put(work, (lambda _: then()) if then else None, None, None)

    def forget_pin(self) -> None:
        """Take the night PIN away, also one that a lock on its way is about to leave."""
        self.night_pin = None

        def work() -> None:
            self.night_pin = None

        self._put(work, None, None, None)

    def finish(self, timeout_s: float = 10.0) -> None:
        """Close the vault and end its thread before the program ends."""
        self._session += 1
        self._is_open = False
        done: Future[None] = Future()

        def work() -> None:
            if self._vault is not None:
                self._vault.close()
            self._vault, self._space = None, None

        self._jobs.put(_Call(work, lambda _result, _error: done.set_result(None)))
        self._jobs.put(None)
        self._thread.join(timeout_s)

    # ---- work ------------------------------------------------------------------------------
    def read(
        self, service: Callable[[Space], T], then: Then[T], owner: QObject | None = None, failed: Failed | None = None
    ) -> None:
        """Run a reading service on the patient's space; `then` gets its result if `owner` is still there."""
        self._put(lambda: service(self._open_space()), then, failed, owner)

    def write(
        self,
        service: Callable[[Space], Changes],
        then: Callable[[Changes], None] | None = None,
        owner: QObject | None = None,
        failed: Failed | None = None,
    ) -> None:
        """Run a writing service; once it is on the disk every page hears what changed, then `then` is called."""
        self._put_write(lambda: service(self._open_space()), then, failed, owner)

    def read_vault(
        self, service: Callable[[Vault], T], then: Then[T], owner: QObject | None = None, failed: Failed | None = None
    ) -> None:
        """The same for a service of the whole vault: settings, people, backup."""
        self._put(lambda: service(self._open_vault()), then, failed, owner)

    def write_vault(
        self,
        service: Callable[[Vault], Changes],
        then: Callable[[Changes], None] | None = None,
        owner: QObject | None = None,
        failed: Failed | None = None,
    ) -> None:
        """A writing service of the whole vault."""
        self._put_write(lambda: service(self._open_vault()), then, failed, owner)

    def run(
        self, work: Callable[[], T], then: Then[T], owner: QObject | None = None, failed: Failed | None = None
    ) -> None:
        """Run something slow that needs no open vault, such as making a new person or restoring a backup."""
        self._put(work, then, failed, owner)

    def vault_call(self, service: Callable[[Vault], T]) -> T:
        """Run on the vault thread and wait: for the sharing thread only. Raises VaultLocked once locked."""
        done: Future[T] = Future()

        def deliver(result: Any, error: BaseException | None) -> None:
            if error is not None:
                done.set_exception(error)
            else:
                done.set_result(result)

        self._jobs.put(_Call(lambda: service(self._open_vault()), deliver))
        return done.result()

    def announce_merged(self, changes: object) -> None:
        """Tell every page what a merge of other devices' words changed; on the main thread, while open."""
        if self._is_open:
            self.changed.emit(changes)

    # ---- inside ----------------------------------------------------------------------------
    def _open_vault(self) -> Vault:
        if self._vault is None:
            raise VaultLocked
        return self._vault

    def _open_space(self) -> Space:
        if self._space is None:
            self._space = next(iter(self._open_vault().spaces), None)
        if self._space is None:
            raise VaultLocked
        return self._space

    def _put_write(
        self,
        work: Callable[[], Changes],
        then: Callable[[Changes], None] | None,
        failed: Failed | None,
        owner: QObject | None,
    ) -> None:
        def written(changes: Changes) -> None:
            self.changed.emit(changes)
            if then is not None and (owner is None or isValid(owner)):
                then(changes)

        self._put(work, written, failed, None)

    def _put(self, work: Callable[[], T], then: Then[T] | None, failed: Failed | None, owner: QObject | None) -> None:
        session = self._session

        def hand_over(result: Any, error: BaseException | None) -> None:
            if session == self._session and (owner is None or isValid(owner)):
                self._hand_over(result, error, then, failed)

        number = next(self._numbers)
        self._under_way[number] = _Job(work, hand_over)
        self._jobs.put(number)

    def _hand_over(
        self, result: Any, error: BaseException | None, then: Then[Any] | None, failed: Failed | None
    ) -> None:
        if error is None:
            if then is not None:
                then(result)
        elif isinstance(error, CaregiverError):
            if failed is not None:
                failed(error)
            elif not isinstance(error, VaultLocked):  # what asked before the lock is gone with its page
                self.troubled.emit(error)
        else:
            self._opening = 0
            self.surprised.emit(error)

    @Slot(int)
    def _take(self, number: int) -> None:
        job = self._under_way.pop(number)
        error, job.error = job.error, None  # its traceback knows the job: no ring of the two is left behind
        job.hand_over(job.result, error)

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            try:
                if isinstance(job, _Call):
                    job.deliver(*_outcome(job.work))
                else:
                    self._under_way[job].do()
                    self._arrived.emit(job)
            except RuntimeError:
                _log.debug("a result came after the window was gone")
