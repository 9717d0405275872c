"""A real home, a real vault and a real space for every test, with cheap keys."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from caregiver_app.storage import keys
from caregiver_app.storage.home import Home
from caregiver_app.storage.space import Space
from caregiver_app.storage.vault import Vault, create_person

PASSPHRASE = "it's mum's \"blue\" lamp; é"


@dataclass
class Household:
    """Elena's vault with one patient's space."""

    home: Home
    vault: Vault
    sheet: str
    space: Space

    @property
    def person_id(self) -> str:
        return self.vault.person.person_id


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Household]:
    home = Home(tmp_path / "home")
    home.prepare()
    vault, sheet = create_person(home, "Elena", PASSPHRASE, keys.QUICK)
    space = vault.create_space(secrets.token_bytes(16))
    yield Household(home, vault, sheet, space)
    vault.close()
