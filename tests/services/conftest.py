"""A space of a real vault, and the same space on another computer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from caregiver_app.storage.space import Space
from tests.services.households import SPACE_ID, make_vault, other_space


@pytest.fixture
def space(tmp_path: Path) -> Iterator[Space]:
    vault = make_vault(tmp_path / "home")
    yield vault.space(SPACE_ID)
    vault.close()


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Space]:
    found = other_space(tmp_path)
    yield found
    found.close()
