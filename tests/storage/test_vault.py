"""Opening a vault: every way in, none that should not be, and a power cut at any moment."""

from __future__ import annotations

import json
import secrets
import shutil
from pathlib import Path

import pytest

from caregiver_app.domain.errors import (
    DamagedVault,
    DamagedWrapFiles,
    MistypedCode,
    NoSuchPerson,
    VaultLocked,
    WrongPassphrase,
    WrongUnlockSheet,
)
from caregiver_app.storage import diary, keys
from caregiver_app.storage.home import DEVICE_KEY, KEYRING, WRAPS, Home
from caregiver_app.storage.vault import create_person, remove_person, unlock, unlock_by_key, unlock_by_sheet
from tests.storage.conftest import PASSPHRASE, Household
from tests.storage.crashes import every_moment
from tests.storage.records import NOW, check_in

NEW = "another lamp"
T = NOW.utc_ms


def opens(home: Home, person_id: str, passphrase: str) -> bool:
    try:
        unlock(home, person_id, passphrase, T).close()
    except WrongPassphrase:
        (home.folder_of(person_id) / "tries.json").unlink()
        return False
    return True


def test_a_vault_opens_with_its_passphrase_and_with_its_sheet(house: Household) -> None:
    house.space.append([check_in()], NOW)
    house.vault.close()
    for vault in (
        unlock(house.home, house.person_id, PASSPHRASE, T),
        unlock_by_sheet(house.home, house.person_id, house.sheet.lower().replace("-", " "), T),
    ):
        assert vault.device_id == house.vault.device_id
        assert vault.device_keys == house.vault.device_keys
        assert len(diary.entries(vault.spaces[0])) == 1
        vault.close()


def test_wrong_ways_in_are_refused(house: Household) -> None:
    house.vault.close()
    with pytest.raises(WrongPassphrase):
        unlock(house.home, house.person_id, PASSPHRASE + " ", T)
    with pytest.raises(WrongUnlockSheet):
        unlock_by_sheet(house.home, house.person_id, keys.sheet_words(keys.new_sheet()), T)
    with pytest.raises(MistypedCode):
        unlock_by_sheet(house.home, house.person_id, house.sheet[:-2], T)
    with pytest.raises(NoSuchPerson):
        unlock(house.home, "0" * 16, PASSPHRASE, T)
    with pytest.raises(DamagedVault):
        unlock_by_key(house.home, house.person_id, bytes(32))


def test_wrong_passphrases_slow_down_also_after_a_restart_and_never_destroy(house: Household) -> None:
    waits = []
    now = T
    for _ in range(12):
        with pytest.raises(WrongPassphrase) as caught:
            unlock(Home(house.home.path), house.person_id, "wrong", now)
        waits.append(caught.value.wait_s)
        with pytest.raises(WrongPassphrase) as early:
            unlock(Home(house.home.path), house.person_id, PASSPHRASE, now) if caught.value.wait_s else _refuse()
        assert early.value.wait_s <= 30
        now += int(caught.value.wait_s * 1000)
    assert waits == [0, 0, 1, 2, 4, 8, 16, 30, 30, 30, 30, 30]
    unlock(house.home, house.person_id, PASSPHRASE, now).close()
    with pytest.raises(WrongPassphrase) as fresh:
        unlock(house.home, house.person_id, "wrong", now)
    assert fresh.value.wait_s == 0, "a right passphrase forgets the wrong ones"


def _refuse() -> None:
    raise WrongPassphrase


def test_a_clock_set_back_keeps_nobody_out(house: Household) -> None:
    for _ in range(8):
        with pytest.raises(WrongPassphrase):
            unlock(house.home, house.person_id, "wrong", T + 10_000_000_000)
        (house.home.folder_of(house.person_id) / "tries.json").write_text(
            json.dumps({"count": 8, "until_ms": T + 10_000_000_000})
        )
    unlock(house.home, house.person_id, PASSPHRASE, T).close()


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"count": "x"}', b"\xff\xfe"])
def test_a_damaged_count_of_tries_keeps_nobody_out(house: Household, damage: bytes) -> None:
    (house.home.folder_of(house.person_id) / "tries.json").write_bytes(damage)
    unlock(house.home, house.person_id, PASSPHRASE, T).close()


@pytest.mark.parametrize("copy", WRAPS)
@pytest.mark.parametrize("damage", [None, b"", b"garbage\n", b"{}\n0\n"])
def test_one_bad_wrap_file_keeps_nobody_out_and_is_mended(house: Household, copy: str, damage: bytes | None) -> None:
    path = house.home.folder_of(house.person_id) / copy
    good = path.read_bytes()
    path.unlink() if damage is None else path.write_bytes(damage)
    unlock(house.home, house.person_id, PASSPHRASE, T).close()
    assert path.read_bytes() == good


def test_two_bad_wrap_files_are_named_and_left_as_they_are(house: Household) -> None:
    for name in WRAPS:
        (house.home.folder_of(house.person_id) / name).write_bytes(b"torn")
    with pytest.raises(DamagedWrapFiles):
        unlock(house.home, house.person_id, PASSPHRASE, T)
    assert [(house.home.folder_of(house.person_id) / n).read_bytes() for n in WRAPS] == [b"torn", b"torn"]
    assert [p.short_name for p in house.home.people()] == ["Elena"], "she is still shown, with the way to a backup"


def test_after_a_change_only_the_new_passphrase_opens_and_no_file_holds_the_old_wrap(house: Household) -> None:
    folder = house.home.folder_of(house.person_id)
    old = json.loads((folder / WRAPS[0]).read_bytes().split(b"\n")[0])["passphrase"]
    house.vault.change_passphrase(PASSPHRASE, NEW, keys.QUICK)
    house.vault.close()
    assert not opens(house.home, house.person_id, PASSPHRASE)
    assert opens(house.home, house.person_id, NEW)
    unlock_by_sheet(house.home, house.person_id, house.sheet, T).close()
    assert not [p for p in house.home.path.rglob("*") if p.is_file() and old.encode() in p.read_bytes()]
    assert sorted(p.name for p in folder.iterdir()) == sorted([KEYRING, DEVICE_KEY, *WRAPS, "person.json", "sealed.pub"])


def test_a_change_needs_the_old_passphrase(house: Household) -> None:
    with pytest.raises(WrongPassphrase):
        house.vault.change_passphrase("wrong", NEW, keys.QUICK)
    assert opens(house.home, house.person_id, PASSPHRASE)


def test_a_new_sheet_replaces_the_old_one(house: Household) -> None:
    fresh = house.vault.new_sheet()
    assert house.vault.is_sheet(fresh)
    assert not house.vault.is_sheet(house.sheet)
    with pytest.raises(MistypedCode):
        house.vault.is_sheet(fresh[:-1])


def test_a_forgotten_passphrase_is_replaced_after_the_sheet(house: Household) -> None:
    house.vault.close()
    vault = unlock_by_sheet(house.home, house.person_id, house.sheet, T)
    vault.reset_passphrase(NEW, keys.QUICK)
    vault.close()
    assert opens(house.home, house.person_id, NEW)
    assert not opens(house.home, house.person_id, PASSPHRASE)


def test_a_power_cut_at_any_moment_of_a_change_leaves_the_old_or_the_new_passphrase(
    house: Household, tmp_path: Path
) -> None:
    house.vault.close()
    whole = tmp_path / "whole"
    shutil.copytree(house.home.path, whole)
    target = Home(tmp_path / "cut")

    def put_back() -> None:
        shutil.rmtree(target.path, ignore_errors=True)
        shutil.copytree(whole, target.path)

    def change() -> None:
        vault = unlock(target, house.person_id, PASSPHRASE, T)
        vault.change_passphrase(PASSPHRASE, NEW, keys.QUICK)

    found = set()
    for _ in every_moment(put_back, change):
        works = [p for p in (PASSPHRASE, NEW) if opens(target, house.person_id, p)]
        assert len(works) == 1
        found.add(works[0])
    assert found == {PASSPHRASE, NEW}
    assert opens(target, house.person_id, NEW)
    assert not opens(target, house.person_id, PASSPHRASE), "once the change was confirmed, only the new one opens"


def test_a_power_cut_at_any_moment_of_the_first_run_leaves_a_whole_person_or_none(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")

    def clear() -> None:
        shutil.rmtree(home.path, ignore_errors=True)

    def begin() -> None:
        create_person(home, "Elena", PASSPHRASE, keys.QUICK)

    for _ in every_moment(clear, begin):
        for person in home.people():
            assert opens(home, person.person_id, PASSPHRASE)
    assert len(home.people()) == 1


def test_a_closed_vault_has_forgotten_its_key(house: Household) -> None:
    house.vault.close()
    with pytest.raises(VaultLocked):
        _ = house.vault.key
    assert house.vault.spaces == ()
    assert not house.vault.is_open
    for late in (lambda: house.space.append([check_in()], NOW), lambda: house.vault.keyring.setting("x")):
        with pytest.raises(VaultLocked):
            late()
    house.vault.close()


def test_no_key_is_in_the_repr_of_an_open_vault(house: Household) -> None:
    shown = f"{house.vault!r} {house.vault.device_keys!r} {house.vault.keyring.database!r} {house.space!r}"
    for secret in (house.vault.key, *house.vault.keyring.space_keys().values(), house.vault.device_keys.sign_private):
        assert secret.hex() not in shown
        assert repr(secret)[2:-1] not in shown


def test_a_damaged_space_file_is_named_and_the_vault_opens_without_it(house: Household) -> None:
    house.vault.close()
    path = house.home.space_file(house.space.space_id)
    path.write_bytes(b"\0" * 5000)
    vault = unlock(house.home, house.person_id, PASSPHRASE, T)
    assert vault.lost_spaces == (house.space.space_id,)
    assert vault.spaces == ()
    assert path.read_bytes() == b"\0" * 5000
    vault.close()


def test_a_damaged_keyring_is_named_and_kept(house: Household) -> None:
    house.vault.close()
    path = house.home.folder_of(house.person_id) / KEYRING
    path.write_bytes(b"\0" * 5000)
    with pytest.raises(DamagedVault):
        unlock(house.home, house.person_id, PASSPHRASE, T)
    assert path.read_bytes() == b"\0" * 5000


def test_a_lost_device_key_makes_a_new_device_and_says_so(house: Household) -> None:
    house.space.append([check_in()], NOW)
    house.vault.close()
    (house.home.folder_of(house.person_id) / DEVICE_KEY).write_bytes(b"damaged")
    vault = unlock(house.home, house.person_id, PASSPHRASE, T)
    assert vault.needs_new_device
    assert vault.former_devices == (house.vault.device_id,)
    assert len(vault.spaces[0].records_of(vault.former_devices[0])) == 1
    vault.settle_device()
    vault.close()
    again = unlock(house.home, house.person_id, PASSPHRASE, T)
    assert not again.needs_new_device
    again.close()


# ---- two people on one computer ----------------------------------------------------------------
def test_neither_of_two_people_can_open_the_others_keyring(house: Household) -> None:
    sam, sheet = create_person(house.home, "Sam", NEW, keys.QUICK)
    assert [p.short_name for p in house.home.people()] == ["Elena", "Sam"]
    assert sam.device_id != house.vault.device_id
    with pytest.raises(WrongPassphrase):
        unlock(house.home, house.person_id, NEW, T)
    with pytest.raises(WrongUnlockSheet):
        unlock_by_sheet(house.home, house.person_id, sheet, T)
    with pytest.raises(DamagedVault):
        unlock_by_key(house.home, house.person_id, sam.key)
    sam.close()


def test_a_second_person_opens_the_shared_space_only_and_keeps_it_when_the_first_goes(house: Household) -> None:
    private = house.vault.create_space(secrets.token_bytes(16))
    sam, _ = create_person(house.home, "Sam", NEW, keys.QUICK)
    shared = house.space.space_id
    sam.adopt_space(shared, house.vault.keyring.space_keys()[shared]).append([check_in(5)], NOW)
    assert private.space_id not in sam.keyring.space_keys()
    house.space.append([check_in(6)], NOW)
    assert len(diary.entries(house.space)) == len(diary.entries(sam.spaces[0])) == 2
    house.vault.close()
    sam.close()
    remove_person(house.home, house.person_id)
    assert [p.short_name for p in house.home.people()] == ["Sam"]
    opened = unlock(house.home, sam.person.person_id, NEW, T)
    assert len(diary.entries(opened.spaces[0])) == 2
    opened.close()


def test_a_removed_person_leaves_no_file(house: Household) -> None:
    folder = house.home.folder_of(house.person_id)
    house.vault.close()
    remove_person(house.home, house.person_id)
    assert not folder.exists()
    with pytest.raises(NoSuchPerson):
        unlock(house.home, house.person_id, PASSPHRASE, T)


def test_a_discarded_space_can_no_longer_be_opened_with_the_keyring(house: Household) -> None:
    house.vault.discard_space(house.space.space_id)
    assert house.vault.spaces == ()
    assert house.vault.keyring.space_keys() == {}


def test_unfinished_forms_and_settings_live_in_the_keyring(house: Household) -> None:
    ring = house.vault.keyring
    ring.put_draft("check_in", {"scores": {"pain": 4}}, NOW)
    ring.put_draft("plan", {"a": 1}, NOW.plus(1000))
    ring.put_draft("check_in", {"scores": {"pain": 5}}, NOW.plus(2000))
    ring.put_setting("title", "daughter")
    house.vault.close()
    opened = unlock(house.home, house.person_id, PASSPHRASE, T)
    assert opened.keyring.drafts() == ("check_in", "plan")
    assert opened.keyring.draft("check_in") == ({"scores": {"pain": 5}}, NOW.plus(2000))
    assert opened.keyring.setting("title") == "daughter"
    opened.keyring.put_draft("check_in", None, NOW)
    assert opened.keyring.draft("check_in") is None
    opened.close()


def test_only_this_user_of_the_computer_may_enter_the_home(house: Household) -> None:
    if hasattr(house.home.path, "owner"):
        assert house.home.path.stat().st_mode & 0o077 == 0
        assert house.home.folder_of(house.person_id).stat().st_mode & 0o077 == 0
        for path in house.home.folder_of(house.person_id).iterdir():
            assert path.stat().st_mode & 0o077 == 0, path.name
