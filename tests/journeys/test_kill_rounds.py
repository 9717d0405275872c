"""kill -9 at random moments, 12 rounds here; `poe kill-test` does 200."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest

from tests.journeys.kill_rounds import DEEDS, Ledger, kill_rounds


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no kill -9; poe kill-test on Linux or macOS")
def test_nothing_confirmed_is_lost_to_a_kill(tmp_path: Path) -> None:
    seed = random.SystemRandom().randrange(10**6)
    print(f"seed {seed}")  # shown when it fails
    ledger = kill_rounds(tmp_path, 12, seed)
    assert ledger.notes
    assert sum(ledger.struck[deed] for deed in DEEDS) >= 3


def test_the_ledger_believes_only_what_was_confirmed() -> None:
    ledger = Ledger()
    for line in ("try save a", "done save a", "try save b", "try passphrase new"):
        ledger.hear(line)
    assert ledger.notes == {"a"}
    assert ledger.passphrases() == ["a long one", "new"]
    ledger.hear("done passphrase new")
    assert ledger.passphrases() == ["new"]
    ledger.hear("done backup x.caregiver new")
    assert ledger.backups == [("x.caregiver", "new", frozenset({"a"}))]
