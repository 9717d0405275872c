"""A running relay, and people at their computers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.relay.process import RelayProcess
from tests.sync.peers import Peer, let_in, running_relay

MakePeer = Callable[[str], Peer]


@pytest.fixture(autouse=True)
def quick_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """People in tests type fast: mailboxes are looked into more often than in the program."""
    monkeypatch.setattr("caregiver_app.services.errands.STEP_S", 0.3)


@pytest.fixture
def relay(tmp_path: Path) -> Iterator[RelayProcess]:
    with running_relay(tmp_path / "relay") as process:
        yield process


@pytest.fixture
def peers(tmp_path: Path) -> Iterator[MakePeer]:
    made: list[Peer] = []

    def make(name: str) -> Peer:
        made.append(Peer(tmp_path / f"home {len(made)}", name))
        return made[-1]

    yield make
    for one in made:
        one.leave()


@pytest.fixture
def elena(peers: MakePeer, relay: RelayProcess) -> Peer:
    """The lead caregiver: her circle is founded and shares through the relay."""
    one = peers("Elena")
    one.found()
    one.sharing.start()
    one.use(relay)
    one.await_shared()
    return one


@pytest.fixture
def anna(elena: Peer, peers: MakePeer, relay: RelayProcess) -> Peer:
    """The nurse, who was let into Elena's circle."""
    one = peers("Anna")
    one.sharing.start()
    let_in(elena, one, relay)
    return one
