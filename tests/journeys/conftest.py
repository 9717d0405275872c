"""Windows that are closed at the end, and a relay process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from caregiver_app.storage.keys import QUICK
from tests.journeys.windows import Seat
from tests.relay.process import RelayProcess, start_relay

MakeSeat = Callable[[str], Seat]


@pytest.fixture
def seats(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MakeSeat]:
    """Opens windows, each on a home folder of its own name; the passphrase costs little, all else is real."""
    monkeypatch.setattr("caregiver_app.services.vault.calibrated", lambda: QUICK)
    monkeypatch.setenv("CAREGIVER_REDUCED_MOTION", "1")
    made: list[Seat] = []

    def make(name: str) -> Seat:
        made.append(Seat(tmp_path / name))
        return made[-1]

    yield make
    for one in made:
        one.leave()


@pytest.fixture
def relay(tmp_path: Path) -> Iterator[RelayProcess]:
    folder = tmp_path / "relay"
    folder.mkdir()
    process = start_relay(folder)
    yield process
    process.stop()
