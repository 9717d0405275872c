"""A relay for each test that asks for one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.relay.process import RelayProcess, start_relay


@pytest.fixture
def relay(tmp_path: Path) -> Iterator[RelayProcess]:
    """A running relay, open to everybody, with a database of its own."""
    running = start_relay(tmp_path)
    yield running
    running.stop()
