"""`poe kill-test [ROUNDS] [SEED]`: kill -9 in the middle of saving, locking, backing up, changing the passphrase, sharing.

After every round the vault must open, hold everything that was confirmed, and its last confirmed backup must restore.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from caregiver_app.domain.errors import WrongPassphrase
from caregiver_app.services import backup, diary
from caregiver_app.services.vault import people
from caregiver_app.storage.home import Home
from caregiver_app.storage.vault import Vault, unlock
from tests.relay.process import RelayProcess
from tests.sync.peers import Peer, let_in, running_relay

ROOT = Path(__file__).resolve().parents[2]
DEEDS = ("save", "lock", "backup", "passphrase", "share")
FIRST_PASSPHRASE = "a long one"  # what peers.Peer gives
_LONGEST_DEED_S = 0.25


@dataclass
class Ledger:
    """Everything that was confirmed over all rounds, and where each kill struck."""

    passphrase: str = FIRST_PASSPHRASE
    notes: set[str] = field(default_factory=set)
    backups: list[tuple[str, str, frozenset[str]]] = field(default_factory=list)
    struck: Counter[str] = field(default_factory=Counter)
    took_s: dict[str, list[float]] = field(default_factory=dict)
    tried: str = ""
    began: float = 0.0
    notes_before: frozenset[str] = frozenset()

    def hear(self, line: str) -> None:
        """Take one line of the program into account."""
        word, _, what = line.partition(" ")
        if word == "try":
            self.tried, self.began, self.notes_before = what, time.monotonic(), frozenset(self.notes)
            return
        kind, _, value = what.partition(" ")
        if kind == "save":
            self.notes.add(value)
        elif kind == "passphrase":
            self.passphrase = value
        elif kind == "backup":
            name, _, passphrase = value.partition(" ")
            self.backups.append((name, passphrase, self.notes_before))
        if what == self.tried:
            self.took_s.setdefault(kind, []).append(time.monotonic() - self.began)
            self.tried = ""

    def passphrases(self) -> list[str]:
        """What may open the vault now: the confirmed one, or the one that was being set when the kill came."""
        kind, _, value = self.tried.partition(" ")
        return [self.passphrase, value] if kind == "passphrase" else [self.passphrase]

    def usual_s(self, kind: str) -> float:
        """How long a deed takes, s."""
        known = sorted(self.took_s.get(kind, []))
        return known[len(known) // 2] if known else _LONGEST_DEED_S


def kill_rounds(folder: Path, rounds: int, seed: int) -> Ledger:
    """Kill `rounds` times and check after each. Raises AssertionError that names the round."""
    dice, ledger = random.Random(seed), Ledger()
    (folder / "stick").mkdir(parents=True)
    with running_relay(folder / "relay") as relay:
        anna = _two_people(folder, relay)
        for number in range(rounds):
            _one_round(folder, ledger, DEEDS[number % len(DEEDS)], dice, number)
            _check(folder, ledger, number)
        _share_the_rest(folder, ledger)
        for note in ledger.notes:
            anna.await_note(note)
        anna.leave()
    return ledger


def _two_people(folder: Path, relay: RelayProcess) -> Peer:
    elena, anna = Peer(folder / "home", "Elena"), Peer(folder / "anna", "Anna")
    elena.found()
    for peer in (elena, anna):
        peer.sharing.start()
    elena.use(relay)
    let_in(elena, anna, relay)
    elena.await_shared()
    elena.leave()
    return anna


def _one_round(folder: Path, ledger: Ledger, deed: str, dice: random.Random, number: int) -> None:
    """Start the program, wait until it begins `deed`, and kill it at a random moment of that deed."""
    words = [sys.executable, "-m", "tests.journeys.killed", str(folder), ledger.passphrase, str(number)]
    program = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert program.stdout is not None
    ledger.tried = ""
    for line in program.stdout:
        ledger.hear(line.strip())
        if ledger.tried.startswith(deed):
            break
    time.sleep(dice.uniform(0, 1.2) * ledger.usual_s(deed))  # a kill strikes at a moment, not at an event
    program.kill()
    for line in program.stdout.read().splitlines():
        ledger.hear(line)
    program.stdout.close()
    assert program.wait() == -9, f"round {number}: the program ended by itself"
    ledger.struck[ledger.tried.partition(" ")[0] or "between"] += 1


def _check(folder: Path, ledger: Ledger, number: int) -> None:
    mine = _open(folder, ledger, number)
    assert not mine.lost_spaces, f"round {number}: a space is damaged"
    lost = ledger.notes - _notes(mine)
    mine.close()
    assert not lost, f"round {number}: confirmed but lost: {sorted(lost)}"
    if ledger.backups:
        _check_backup(folder, ledger, number)


def _open(folder: Path, ledger: Ledger, number: int) -> Vault:
    home = Home(folder / "home")
    for passphrase in ledger.passphrases():
        try:
            mine = unlock(home, people(home.path)[0].person_id, passphrase, 0)
        except WrongPassphrase:
            continue
        ledger.passphrase = passphrase
        return mine
    raise AssertionError(f"round {number}: none of {ledger.passphrases()} opens the vault")


def _check_backup(folder: Path, ledger: Ledger, number: int) -> None:
    name, passphrase, notes = ledger.backups[-1]
    with tempfile.TemporaryDirectory() as place:
        restored = backup.restore(Path(place), folder / "stick" / name, passphrase)
        lost = notes - _notes(restored)
        restored.close()
    assert not lost, f"round {number}: not in the confirmed backup {name}: {sorted(lost)}"


def _notes(mine: Vault) -> set[str]:
    return {entry.effective.note for entry in diary.entries(mine.spaces[0]) if entry.effective is not None}


def _share_the_rest(folder: Path, ledger: Ledger) -> None:
    home = Home(folder / "home")
    person = people(home.path)[0].person_id
    elena = Peer(home.path, "Elena", lambda: unlock(home, person, ledger.passphrase, 0))
    elena.sharing.start()
    elena.await_shared()
    elena.leave()


def main() -> int:
    """Run on the command line; prints where the kills struck."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else random.SystemRandom().randrange(10**6)
    print(f"{rounds} rounds, seed {seed}", flush=True)
    with tempfile.TemporaryDirectory(prefix="kill-rounds-") as place:
        ledger = kill_rounds(Path(place), rounds, seed)
    print(f"killed during: {dict(ledger.struck)}")
    print(f"confirmed and still there: {len(ledger.notes)} entries, {len(ledger.backups)} backups")
    return 0


if __name__ == "__main__":
    sys.exit(main())
