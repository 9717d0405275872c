"""Vaults of every version that was ever given out must open, by every way in, for ever after."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from caregiver_app.domain.person import PersonOnDevice
from caregiver_app.services import backup, opencard, vault
from caregiver_app.storage.keys import Argon
from tests.data.vaults.make import HERE, NOW, PASSPHRASE, PIN, SECOND_PASSPHRASE, summary

VERSIONS = sorted(p.name for p in HERE.iterdir() if (p / "expected.json").is_file())


def test_at_least_the_first_version_is_stored() -> None:
    assert "0001" in VERSIONS


@pytest.fixture(params=VERSIONS)
def stored(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return Path(shutil.copytree(HERE / request.param, tmp_path / "stored"))


def expected(stored: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((stored / "expected.json").read_text("utf-8"))
    return found


def people(stored: Path) -> dict[str, PersonOnDevice]:
    return {p.short_name: p for p in vault.people(stored / "home")}


def plain(value: object) -> object:
    return json.loads(json.dumps(value))


def test_it_opens_with_the_passphrase_and_shows_what_it_showed(stored: Path) -> None:
    opened = vault.unlock(stored / "home", people(stored)["Elena"].person_id, PASSPHRASE, NOW)
    assert plain(summary(opened.spaces[0])) == expected(stored)["summary"]
    assert vault.draft(opened, "check_in") == ({"scores": {"pain": 4}}, NOW)
    assert not opened.needs_new_device
    pin = vault.night_pin(opened, 0.0, Argon(64, 1))
    opened.close()
    assert pin is not None
    vault.unlock_with_pin(stored / "home", opened.person.person_id, pin, PIN, 1.0).close()


def test_it_opens_with_the_unlock_sheet(stored: Path) -> None:
    opened = vault.unlock_with_sheet(stored / "home", people(stored)["Elena"].person_id, expected(stored)["sheet"], NOW)
    assert plain(summary(opened.spaces[0])) == expected(stored)["summary"]
    opened.close()


def test_the_second_person_opens_it_too(stored: Path) -> None:
    person_id = people(stored)["سامي"].person_id
    for opened in (
        vault.unlock(stored / "home", person_id, SECOND_PASSPHRASE, NOW),
        vault.unlock_with_sheet(stored / "home", person_id, expected(stored)["second_sheet"], NOW),
    ):
        assert plain(summary(opened.spaces[0])) == expected(stored)["summary"]
        opened.close()


def test_its_backup_comes_back(stored: Path, tmp_path: Path) -> None:
    source = stored / "backup.caregiver-backup"
    opened = backup.restore(tmp_path / "new", source, PASSPHRASE)
    assert plain(summary(opened.spaces[0])) == expected(stored)["summary"]
    opened.close()
    by_sheet = backup.restore_with_sheet(tmp_path / "third", source, expected(stored)["sheet"])
    assert by_sheet.needs_new_device
    by_sheet.close()


def test_its_open_card_is_read(stored: Path) -> None:
    card = opencard.open_card(stored / "home")
    assert (card.language, card.team_phone, card.emergency_number) == ("es", "555 0142", "555 0199")
    assert card.patient_name == "Rosa Marín"
    assert [c.card_id for c in card.cards] == ["C1", "C2"]
