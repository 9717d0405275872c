"""Backups: written in use, opened by passphrase or sheet, refused when damaged; nothing that is here is destroyed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from caregiver_app.domain.errors import (
    DamagedBackup,
    DiskFull,
    MistypedCode,
    NewerVault,
    NotABackup,
    ReadOnlyHome,
    WrongPassphrase,
    WrongUnlockSheet,
)
from caregiver_app.domain.records import Draft, Kind
from caregiver_app.domain.time import DAY_MS
from caregiver_app.storage import backup as backups
from caregiver_app.storage import diary, keys
from caregiver_app.storage.backup import carry_out, planned, read_backup
from caregiver_app.storage.home import DEVICE_KEY, KEYRING, WRAPS, Home
from caregiver_app.storage.restore import restore_by_passphrase, restore_by_sheet
from caregiver_app.storage.vault import create_person, unlock
from tests.storage.conftest import PASSPHRASE, Household
from tests.storage.crashes import every_moment
from tests.storage.disks import fill, read_only, small_disk
from tests.storage.records import NOW, arrival, check_in, scores

WORD = "Quittenmarmelade"
ANNA = b"N" * 16


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def written(house: Household, stick: Path, days: int = 0) -> Path:
    at = NOW.plus(days * DAY_MS)
    target = stick / backups.suggested_name(at)
    carry_out(planned(house.vault, at), target)
    return target


def note(text: str) -> Draft:
    return Draft(Kind.CHECK_IN, {**scores(3), "note": text}, NOW)


def test_a_backup_restores_everything_on_a_new_computer_as_a_new_device(house: Household, stick: Path) -> None:
    house.space.append([note(WORD)], NOW)
    house.space.merge([arrival(ANNA, 1)])
    house.space.set_authors({ANNA: "Anna"})
    house.space.append_roster([b"create", b"epoch"])
    house.space.put_epoch_key(1, b"k" * 32)
    house.vault.keyring.put_draft("plan", {"a": 1}, NOW)
    target = written(house, stick)
    new = restore_by_passphrase(Home(stick.parent / "new"), read_backup(target), PASSPHRASE)
    (space,) = new.spaces
    assert diary.entries(space) == diary.entries(house.space)
    assert (space.roster(), space.epoch_keys()) == ((b"create", b"epoch"), {1: b"k" * 32})
    assert new.keyring.draft("plan") == ({"a": 1}, NOW)
    assert new.person.short_name == "Elena"
    assert new.device_id != house.vault.device_id
    assert new.needs_new_device
    assert new.former_devices == (house.vault.device_id,)
    assert len(space.records_of(house.vault.device_id)) == 1, "what the old device wrote is there to be written again"
    (record,) = space.append([check_in()], NOW)
    assert record.dot == (new.device_id, 1)
    new.close()
    unlock(Home(stick.parent / "new"), house.person_id, PASSPHRASE, 0).close()


def test_the_unlock_sheet_opens_a_backup_and_a_new_passphrase_can_be_set(house: Household, stick: Path) -> None:
    house.space.append([note(WORD)], NOW)
    new = restore_by_sheet(Home(stick.parent / "new"), read_backup(written(house, stick)), house.sheet.lower())
    assert len(diary.entries(new.spaces[0])) == 1
    new.reset_passphrase("another lamp", keys.QUICK)
    new.close()
    unlock(Home(stick.parent / "new"), house.person_id, "another lamp", 0).close()


def test_a_backup_written_in_use_holds_what_was_saved_before_it(house: Household, stick: Path) -> None:
    seen = []

    def meanwhile(share: float) -> None:
        seen.append(share)
        house.space.append([note("while the backup runs")], NOW)

    for n in range(300):
        house.space.append([note(f"{n} " + "x" * 500)], NOW)
    target = stick / "a.caregiver-backup"
    carry_out(planned(house.vault, NOW), target, meanwhile)
    assert seen == sorted(seen)
    assert seen[-1] == 1.0
    new = restore_by_passphrase(Home(stick.parent / "new"), read_backup(target), PASSPHRASE)
    assert len(diary.entries(new.spaces[0])) >= 300
    assert len(diary.entries(house.space)) == 300 + len(seen)
    new.close()


def test_a_backup_names_nobody_and_holds_no_device_key(house: Household, stick: Path) -> None:
    house.space.append([note(WORD)], NOW)
    data = written(house, stick).read_bytes()
    for word in (WORD, "Elena"):
        assert word.encode() not in data
        assert word.encode("utf-16-le") not in data
    assert (house.vault.folder / DEVICE_KEY).read_bytes() not in data
    assert house.vault.device_keys.sign_private not in data
    assert house.vault.key not in data


def test_only_the_backup_itself_is_left_in_its_folder(house: Household, stick: Path) -> None:
    target = written(house, stick)
    assert list(stick.iterdir()) == [target]
    assert target.stat().st_mode & 0o077 == 0


def test_backups_are_listed_newest_first_and_strange_files_are_not(house: Household, stick: Path) -> None:
    paths = [written(house, stick, days) for days in (0, 2, 1)]
    (stick / "notes.caregiver-backup").write_text("shopping list")
    (stick / "cut.caregiver-backup").write_bytes(paths[0].read_bytes()[:-30])
    (stick / "photo.jpg").write_bytes(b"x")
    assert [b.path for b in backups.backups_in(stick)] == [paths[1], paths[2], paths[0]]
    assert backups.backups_in(stick / "gone") == ()


def test_wrong_ways_into_a_backup_are_refused_and_leave_nothing(house: Household, stick: Path) -> None:
    backup = read_backup(written(house, stick))
    home = Home(stick.parent / "new")
    with pytest.raises(WrongPassphrase):
        restore_by_passphrase(home, backup, "wrong")
    with pytest.raises(WrongUnlockSheet):
        restore_by_sheet(home, backup, keys.sheet_words(keys.new_sheet()))
    with pytest.raises(MistypedCode):
        restore_by_sheet(home, backup, "MISTYPED")
    assert not home.path.exists()


def test_a_backup_opens_with_the_passphrase_of_its_day(house: Household, stick: Path) -> None:
    target = written(house, stick)
    house.vault.change_passphrase(PASSPHRASE, "another lamp", keys.QUICK)
    with pytest.raises(WrongPassphrase):
        restore_by_passphrase(Home(stick.parent / "new"), read_backup(target), "another lamp")
    restore_by_passphrase(Home(stick.parent / "new"), read_backup(target), PASSPHRASE).close()


@pytest.mark.parametrize("data", [b"", b"x", b"SQLite format 3\0" + b"x" * 5000, b"\x89PNG" * 100])
def test_a_file_that_is_no_backup_is_said_to_be_none(stick: Path, data: bytes) -> None:
    (stick / "a").write_bytes(data)
    with pytest.raises(NotABackup):
        read_backup(stick / "a")


def test_a_backup_cut_short_anywhere_is_damaged(house: Household, stick: Path) -> None:
    target = written(house, stick)
    data = target.read_bytes()
    for cut in (16, 20, 5000, len(data) - 1000, len(data) - 21, len(data) - 1):
        target.write_bytes(data[:cut])
        with pytest.raises(DamagedBackup):
            read_backup(target)


def test_a_byte_changed_anywhere_is_noticed_before_anything_is_restored(house: Household, stick: Path) -> None:
    house.space.append([note(WORD)], NOW)
    target = written(house, stick)
    data = target.read_bytes()
    home = Home(stick.parent / "new")
    for place in range(16, len(data), 997):
        changed = bytearray(data)
        changed[place] ^= 0x40
        target.write_bytes(changed)
        with pytest.raises((DamagedBackup, WrongPassphrase, NotABackup, NewerVault)):
            restore_by_passphrase(home, read_backup(target), PASSPHRASE)
        assert home.people() == ()
        assert not list(home.path.glob(".restore-*"))


def test_a_backup_of_a_newer_program_is_refused(house: Household, stick: Path) -> None:
    target = written(house, stick)
    target.write_bytes(target.read_bytes().replace(b'{"format": 1,', b'{"format": 9,'))
    with pytest.raises(NewerVault) as caught:
        read_backup(target)
    assert (caught.value.found, caught.value.known) == (9, 1)


def test_a_backup_of_a_newer_schema_is_refused_and_leaves_nothing(house: Household, stick: Path) -> None:
    house.space.database.run("PRAGMA user_version = 99")
    plan = planned(house.vault, NOW)
    with pytest.raises(NewerVault):
        carry_out(plan, stick / "a.caregiver-backup")
    assert list(stick.iterdir()) == []


# ---- restoring where something is left -----------------------------------------------------------
def test_a_restore_beside_a_whole_vault_takes_only_what_it_lacked(house: Household, stick: Path) -> None:
    house.space.append([note("before")], NOW)
    target = written(house, stick)
    house.space.append([note("after")], NOW)
    house.vault.change_passphrase(PASSPHRASE, "another lamp", keys.QUICK)
    house.vault.close()
    vault = restore_by_passphrase(house.home, read_backup(target), PASSPHRASE)
    assert len(diary.entries(vault.spaces[0])) == 2
    assert not vault.needs_new_device
    vault.close()
    with pytest.raises(WrongPassphrase):
        unlock(house.home, house.person_id, PASSPHRASE, 0)
    unlock(house.home, house.person_id, "another lamp", 0).close()


def test_a_restore_over_a_lost_space_makes_a_new_device_and_keeps_the_damaged_file(
    house: Household, stick: Path
) -> None:
    house.space.append([note("before")], NOW)
    target = written(house, stick)
    house.vault.close()
    path = house.home.space_file(house.space.space_id)
    path.write_bytes(b"\0" * 9000)
    vault = restore_by_passphrase(house.home, read_backup(target), PASSPHRASE)
    assert len(diary.entries(vault.spaces[0])) == 1
    assert vault.needs_new_device
    (aside,) = path.parent.glob("*.damaged-*")
    assert aside.read_bytes() == b"\0" * 9000
    vault.close()


def test_a_restore_over_a_damaged_keyring_sets_it_aside_without_its_wraps(house: Household, stick: Path) -> None:
    house.space.append([note("before")], NOW)
    target = written(house, stick)
    house.space.append([note("after")], NOW)
    house.vault.close()
    (house.home.folder_of(house.person_id) / KEYRING).write_bytes(b"\0" * 9000)
    vault = restore_by_passphrase(house.home, read_backup(target), PASSPHRASE)
    assert len(diary.entries(vault.spaces[0])) == 2, "the space here was newer than the backup"
    assert vault.needs_new_device
    (aside,) = house.home.set_aside(house.person_id)
    assert (aside / KEYRING).read_bytes() == b"\0" * 9000
    assert not any((aside / name).exists() for name in WRAPS), "an old passphrase must not open K for ever"
    assert len(house.home.people()) == 1
    vault.close()


def test_a_stranger_s_backup_under_the_same_folder_name_takes_no_wrap_away(house: Household, stick: Path) -> None:
    stranger_home = Home(stick.parent / "stranger")
    stranger, _ = create_person(stranger_home, "Mallory", "m", keys.QUICK)
    plan = planned(stranger, NOW)
    forged = backups.BackupPlan(house.person_id, "Elena", NOW, plan.wrap, plan.key, plan.sources)
    carry_out(forged, stick / "a.caregiver-backup")
    stranger.close()
    house.vault.close()
    restore_by_passphrase(house.home, read_backup(stick / "a.caregiver-backup"), "m").close()
    (aside,) = house.home.set_aside(house.person_id)
    assert all((aside / name).exists() for name in (*WRAPS, KEYRING, DEVICE_KEY)), "Elena's vault is all still there"


def test_a_second_restore_adds_nothing(house: Household, stick: Path) -> None:
    house.space.append([note("one")], NOW)
    backup = read_backup(written(house, stick))
    home = Home(stick.parent / "new")
    for _ in range(2):
        vault = restore_by_passphrase(home, backup, PASSPHRASE)
        assert len(diary.entries(vault.spaces[0])) == 1
        assert len(vault.former_devices) == 1
        vault.close()


# ---- power and disks -----------------------------------------------------------------------------
def test_a_power_cut_at_any_moment_of_a_backup_leaves_the_last_one_whole(house: Household, stick: Path) -> None:
    target = written(house, stick)
    house.vault.close()
    home, first = house.home, target.read_bytes()

    def again() -> None:
        vault = unlock(home, house.person_id, PASSPHRASE, 0)
        carry_out(planned(vault, NOW.plus(DAY_MS)), target)

    for _ in every_moment(lambda: target.write_bytes(first), again):
        assert backups.backups_in(stick)[0].path == target
    assert read_backup(target).made_at == NOW.plus(DAY_MS)
    written_again = unlock(home, house.person_id, PASSPHRASE, 0)
    carry_out(planned(written_again, NOW), target)
    written_again.close()
    assert list(stick.iterdir()) == [target], "what an earlier cut left behind is gone after the next backup"


def test_a_power_cut_at_any_moment_of_a_restore_can_be_followed_by_another(house: Household, stick: Path) -> None:
    house.space.append([note("one")], NOW)
    backup = read_backup(written(house, stick))
    home = Home(stick.parent / "new")

    def clear() -> None:
        shutil.rmtree(home.path, ignore_errors=True)

    for _ in every_moment(clear, lambda: restore_by_passphrase(home, backup, PASSPHRASE).close()):
        vault = restore_by_passphrase(home, backup, PASSPHRASE)
        assert len(diary.entries(vault.spaces[0])) == 1
        vault.close()


def test_a_full_stick_is_named_and_keeps_the_last_backup(house: Household, tmp_path: Path) -> None:
    with small_disk(tmp_path / "usb", 512) as usb:
        target = usb / "a.caregiver-backup"
        carry_out(planned(house.vault, NOW), target)
        before = target.read_bytes()
        filler = fill(usb)
        with pytest.raises(DiskFull):
            carry_out(planned(house.vault, NOW), target)
        assert target.read_bytes() == before
        assert sorted(p.name for p in usb.iterdir()) == sorted([target.name, filler.name])


def test_a_restore_onto_a_full_disk_is_named_and_leaves_nothing(house: Household, stick: Path, tmp_path: Path) -> None:
    backup = read_backup(written(house, stick))
    with small_disk(tmp_path / "disk", 256) as disk, pytest.raises(DiskFull):
        restore_by_passphrase(Home(disk / "home"), backup, PASSPHRASE)


def test_a_read_only_stick_is_named(house: Household, stick: Path) -> None:
    with read_only(stick), pytest.raises(ReadOnlyHome):
        carry_out(planned(house.vault, NOW), stick / "a.caregiver-backup")


def test_a_stick_that_was_pulled_out_is_named(house: Household, stick: Path) -> None:
    with pytest.raises(ReadOnlyHome):
        carry_out(planned(house.vault, NOW), stick / "gone" / "a.caregiver-backup")
    house.space.append([check_in()], NOW)


def test_no_key_is_in_the_repr_of_a_plan_or_backup(house: Household, stick: Path) -> None:
    plan = planned(house.vault, NOW)
    shown = f"{plan!r} {read_backup(written(house, stick))!r}"
    for secret in (house.vault.key, *house.vault.keyring.space_keys().values()):
        assert secret.hex() not in shown
        assert repr(secret)[2:-1] not in shown
    assert "Elena" not in shown
