"""Run as a program that is going to be killed: saves, locks, backs up, changes the passphrase and shares, for ever.

Each line on standard output is written at once: "try WHAT" before, "done WHAT" at the moment when a screen confirms.
"""

from __future__ import annotations

import itertools
import os
import random
import sys
from collections.abc import Callable
from pathlib import Path

from caregiver_app.services import backup, vault
from caregiver_app.storage.home import Home
from caregiver_app.storage.keys import QUICK
from caregiver_app.storage.vault import Vault, unlock
from tests.sync.peers import Peer


class Life:
    """One person who does one thing after the other; every random choice comes from `seed`."""

    def __init__(self, folder: Path, passphrase: str, seed: int) -> None:
        self._folder, self._passphrase, self._dice = folder, passphrase, random.Random(seed)
        self._names = (f"{seed}-{n}" for n in itertools.count())
        self._peer = self._opened()

    def _opened(self) -> Peer:
        home = self._folder / "home"
        person = vault.people(home)[0].person_id

        def opener() -> Vault:
            return unlock(Home(home), person, self._passphrase, 0)

        peer = Peer(home, "Elena", opener)
        peer.sharing.start()
        return peer

    def go_on(self) -> None:
        """Never ends."""
        deeds = [self._save, self._lock, self._back_up, self._change_passphrase, self._share]
        while True:
            self._dice.choice(deeds)(next(self._names))

    def _save(self, name: str) -> None:
        self._confirm(f"save {name}", lambda: self._peer.note(name))

    def _lock(self, name: str) -> None:
        self._confirm(f"lock {name}", self._peer.leave)
        self._peer = self._opened()

    def _back_up(self, name: str) -> None:
        target = self._folder / "stick" / backup.suggested_name(self._peer.now)
        target = target.with_stem(f"{target.stem}-{name}")
        now = self._peer.now
        self._confirm(
            f"backup {target.name} {self._passphrase}",
            lambda: self._peer.thread.call(lambda mine: backup.back_up(mine, target, now)),
        )

    def _change_passphrase(self, name: str) -> None:
        old, new = self._passphrase, f"passphrase-{name}"
        change: Callable[[Vault], object] = lambda mine: vault.change_passphrase(mine, old, new, QUICK)  # noqa: E731
        self._confirm(f"passphrase {new}", lambda: self._peer.thread.call(change))
        self._passphrase = new

    def _share(self, name: str) -> None:
        def write_and_wait() -> None:
            self._peer.note(name)
            say(f"done save {name}")
            self._peer.await_shared()

        self._confirm(f"share {name}", write_and_wait)

    def _confirm(self, what: str, deed: Callable[[], object]) -> None:
        say(f"try {what}")
        deed()
        say(f"done {what}")


def say(line: str) -> None:
    """One line, not held back."""
    os.write(1, f"{line}\n".encode())


if __name__ == "__main__":
    Life(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])).go_on()
