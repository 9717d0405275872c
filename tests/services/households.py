"""A real vault with one space, and the same space on a second device, without any window."""

from __future__ import annotations

import secrets
from pathlib import Path

from caregiver_app.domain.records import Arrival
from caregiver_app.storage.home import Home
from caregiver_app.storage.keys import QUICK
from caregiver_app.storage.space import Space
from caregiver_app.storage.vault import Vault, create_person

SPACE_ID = b"a space for test"
PASSPHRASE = "three small boats at dawn"


def make_vault(folder: Path, name: str = "Elena") -> Vault:
    """A real vault with one empty space; its passphrase is `PASSPHRASE`, cheaply stretched."""
    home = Home(folder)
    home.prepare()
    vault, _ = create_person(home, name, PASSPHRASE, QUICK)
    space = vault.create_space(SPACE_ID)
    space.set_authors({vault.device_id: name})
    return vault


def other_space(tmp_path: Path, name: str = "Anna") -> Space:
    """The same space as another device keeps it, empty; `exchange` fills it."""
    device = secrets.token_bytes(16)
    space = Space.opened(tmp_path / f"{name}.db", secrets.token_bytes(32), SPACE_ID, device, create=True)
    space.set_authors({device: name})
    return space


def exchange(first: Space, second: Space) -> None:
    """Let two devices see everything that the other wrote, as sync would."""
    for giver, taker in ((first, second), (second, first)):
        for device in giver.devices():
            records = giver.records_of(device, taker.highest_rseq(device))
            taker.merge([Arrival(record, record.preds) for record in records])
        taker.set_authors(giver.authors())
