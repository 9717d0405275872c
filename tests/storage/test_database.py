"""The encrypted file: really encrypted, refused when damaged or newer, and nothing lost when the disk says no."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from pathlib import Path

import pytest

from caregiver_app.domain.errors import DamagedVault, DiskFull, NewerVault, ReadOnlyHome
from caregiver_app.domain.records import Draft, Kind
from caregiver_app.storage import diary, keys
from caregiver_app.storage.database import known_version, open_database
from caregiver_app.storage.home import Home
from caregiver_app.storage.space import MIGRATIONS, Space
from caregiver_app.storage.vault import create_person, unlock
from tests.storage.conftest import PASSPHRASE, Household
from tests.storage.disks import fill, read_only, small_disk
from tests.storage.records import NOW, check_in, scores

WORD = "Quittenmarmelade"
KEY = bytes(range(32))


def note(text: str) -> Draft:
    return Draft(Kind.CHECK_IN, {**scores(3), "note": text}, NOW)


def bytes_under(folder: Path) -> bytes:
    return b"".join(p.read_bytes() for p in folder.rglob("*") if p.is_file())


def a_space(folder: Path) -> Space:
    return Space.opened(folder / "a.db", KEY, b"S" * 16, b"M" * 16, create=True)


def test_a_planted_word_is_in_no_byte_of_the_home_while_open_or_closed(house: Household) -> None:
    house.space.append([note(WORD)], NOW)
    house.vault.keyring.put_draft("check_in", {"note": WORD}, NOW)
    assert any(house.home.path.rglob("*.db-wal"))
    for encoding in ("utf-8", "utf-16-le"):
        assert WORD.encode(encoding) not in bytes_under(house.home.path)
    house.vault.close()
    assert WORD.encode() not in bytes_under(house.home.path)
    opened = unlock(house.home, house.person_id, PASSPHRASE, NOW.utc_ms)
    (entry,) = diary.entries(opened.spaces[0])
    assert entry.effective is not None
    assert entry.effective.note == WORD
    opened.close()


def test_the_same_search_finds_the_word_in_a_plain_file(tmp_path: Path) -> None:
    plain = sqlite3.connect(tmp_path / "plain.db")
    plain.execute("CREATE TABLE log (payload TEXT)")
    plain.execute("INSERT INTO log VALUES (?)", (WORD,))
    plain.commit()
    plain.close()
    assert WORD.encode() in bytes_under(tmp_path)


def test_sqlite_itself_cannot_read_the_file(house: Household) -> None:
    house.vault.close()
    plain = sqlite3.connect(house.home.space_file(house.space.space_id))
    with pytest.raises(sqlite3.DatabaseError):
        plain.execute("SELECT count(*) FROM sqlite_master").fetchone()
    plain.close()


def test_what_was_deleted_is_not_left_in_the_file_even_for_who_has_the_key(tmp_path: Path) -> None:
    database = open_database(tmp_path / "a.db", KEY, MIGRATIONS, create=True)
    database.run("INSERT INTO state (key, value) VALUES ('x', ?)", (WORD.encode() * 50,))
    database.run("DELETE FROM state WHERE key = 'x'")
    assert database.value("PRAGMA secure_delete") == 1
    assert database.value("PRAGMA temp_store") == 2
    assert database.value("PRAGMA synchronous") == 2
    assert database.value("PRAGMA journal_mode") == "wal"
    database.close()


def test_closing_folds_the_log_into_the_file(house: Household) -> None:
    house.space.append([check_in()], NOW)
    house.vault.close()
    assert not [p for p in house.home.path.rglob("*") if p.name.endswith(("-wal", "-shm"))]


def test_a_wrong_key_opens_nothing_and_says_nothing_on_the_terminal(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    a_space(tmp_path).close()
    with pytest.raises(DamagedVault):
        open_database(tmp_path / "a.db", bytes(32), MIGRATIONS)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("left", [0, 100, 5000])
def test_a_file_that_is_cut_short_is_damaged_and_kept_as_it_is(tmp_path: Path, left: int) -> None:
    a_space(tmp_path).close()
    path = tmp_path / "a.db"
    path.write_bytes(path.read_bytes()[:left])
    before = path.read_bytes()
    with pytest.raises(DamagedVault) as caught:
        open_database(path, KEY, MIGRATIONS).rows("SELECT * FROM log")
    assert caught.value.path == path
    assert path.read_bytes() == before


def test_a_missing_file_is_not_made_anew(tmp_path: Path) -> None:
    with pytest.raises(DamagedVault):
        open_database(tmp_path / "gone.db", KEY, MIGRATIONS)
    assert not (tmp_path / "gone.db").exists()


def test_one_damaged_page_is_noticed_and_the_rest_can_still_be_read(tmp_path: Path) -> None:
    space = a_space(tmp_path)
    for n in range(400):
        space.append([note(f"entry {n} " + "x" * 300)], NOW)
    assert space.database.is_sound()
    space.close()
    path = tmp_path / "a.db"
    whole = bytearray(path.read_bytes())
    assert len(whole) > 40 * 4096
    whole[len(whole) // 2 // 4096 * 4096 + 100] ^= 0xFF
    path.write_bytes(whole)
    database = open_database(path, KEY, MIGRATIONS)
    assert not database.is_sound()
    with pytest.raises(DamagedVault):
        database.rows("SELECT payload FROM log")
    readable = 0
    for n in range(1, 401):
        with contextlib.suppress(DamagedVault):
            readable += len(database.rows("SELECT payload FROM log WHERE device = ? AND rseq = ?", (b"M" * 16, n)))
    assert 350 < readable < 400, "only what lay on the damaged page is lost"
    database.close()
    assert path.read_bytes() == bytes(whole)


def test_a_newer_file_is_refused_and_left_untouched(tmp_path: Path) -> None:
    space = a_space(tmp_path)
    known = known_version(MIGRATIONS)
    space.database.run(f"PRAGMA user_version = {known + 1}")
    space.close()
    before = (tmp_path / "a.db").read_bytes()
    with pytest.raises(NewerVault) as caught:
        open_database(tmp_path / "a.db", KEY, MIGRATIONS)
    assert (caught.value.found, caught.value.known) == (known + 1, known)
    assert (tmp_path / "a.db").read_bytes() == before


def migrations_of(folder: Path, *scripts: str) -> Path:
    folder.mkdir()
    for number, script in enumerate(scripts, 1):
        (folder / f"{number:04}_step.sql").write_text(script)
    return folder


def test_a_migration_comes_after_a_copy_and_all_at_once(tmp_path: Path) -> None:
    first = "CREATE TABLE a (x); -- a comment; with a semicolon\nINSERT INTO a VALUES ('one;two');"
    old = migrations_of(tmp_path / "old", first)
    database = open_database(tmp_path / "a.db", KEY, old, create=True)
    database.close()
    new = migrations_of(tmp_path / "new", first, "ALTER TABLE a ADD COLUMN y DEFAULT 7;", "CREATE TABLE b (z);")
    database = open_database(tmp_path / "a.db", KEY, new)
    assert database.rows("SELECT * FROM a") == [("one;two", 7)]
    assert database.value("PRAGMA user_version") == 3
    database.close()
    copy = open_database(tmp_path / "a.db.before-0003", KEY, old)
    assert copy.rows("SELECT * FROM a") == [("one;two",)]
    copy.close()


def test_a_migration_that_fails_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    old = migrations_of(tmp_path / "old", "CREATE TABLE a (x);")
    open_database(tmp_path / "a.db", KEY, old, create=True).close()
    bad = migrations_of(tmp_path / "bad", "CREATE TABLE a (x);", "CREATE TABLE b (y);", "INSERT INTO nowhere VALUES (1);")
    with pytest.raises(Exception, match="nowhere"):
        open_database(tmp_path / "a.db", KEY, bad)
    database = open_database(tmp_path / "a.db", KEY, old)
    assert [row[0] for row in database.rows("SELECT name FROM sqlite_master")] == ["a"]
    database.close()


def write_until_it_fails(space: Space) -> None:
    for _ in range(200):
        space.append([note("x" * 20_000)], NOW)


def test_a_full_disk_is_named_and_loses_nothing_that_was_saved(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 2048) as disk:
        space = a_space(disk)
        space.append([note("kept")], NOW)
        filler = fill(disk)
        with pytest.raises(DiskFull):
            write_until_it_fails(space)
        saved = space.highest_rseq(b"M" * 16)
        with pytest.raises(DiskFull):
            space.append([note("x" * 120_000)], NOW)
        filler.unlink()
        (record,) = space.append([note("again")], NOW)
        assert record.dot.rseq == saved + 1
        space.close()
        opened = a_space(disk)
        assert opened.database.is_sound()
        assert len(diary.entries(opened)) == saved + 1
        opened.close()


def test_a_home_cannot_be_made_on_a_full_disk_and_nothing_half_made_is_left(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 256) as disk:
        fill(disk, leave=8192)
        home = Home(disk / "home")
        with pytest.raises(DiskFull):
            create_person(home, "Elena", PASSPHRASE, keys.QUICK)
        assert home.people() == ()
        assert not [p for p in disk.rglob("*") if p.is_file() and p.name != "filler"]


def test_a_full_disk_keeps_the_old_passphrase_good(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 1024) as disk:
        home = Home(disk / "home")
        vault, _ = create_person(home, "Elena", PASSPHRASE, keys.QUICK)
        filler = fill(disk)
        with pytest.raises(DiskFull):
            vault.change_passphrase(PASSPHRASE, "another", keys.QUICK)
        filler.unlink()
        vault.close()
        unlock(home, vault.person.person_id, PASSPHRASE, 0).close()


def test_a_full_disk_keeps_nobody_out(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 1024) as disk:
        home = Home(disk / "home")
        vault, _ = create_person(home, "Elena", PASSPHRASE, keys.QUICK)
        vault.create_space(b"S" * 16).append([note("kept")], NOW)
        vault.close()
        fill(disk)
        opened = unlock(home, vault.person.person_id, PASSPHRASE, 0)
        assert len(diary.entries(opened.spaces[0])) == 1, "the crisis plan must be readable on a full disk"
        with pytest.raises(DiskFull):
            opened.spaces[0].append([note("x" * 20_000)], NOW)
        opened.close()


def test_a_read_only_home_is_named(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    home.prepare()
    vault, _ = create_person(home, "Elena", PASSPHRASE, keys.QUICK)
    space = vault.create_space(b"S" * 16)
    space.append([note("kept")], NOW)
    vault.close()
    before = bytes_under(home.path)
    with read_only(home.path):
        with pytest.raises(ReadOnlyHome):
            home.prepare()
        with pytest.raises(ReadOnlyHome):
            create_person(home, "Sam", PASSPHRASE, keys.QUICK)
        with pytest.raises(ReadOnlyHome):
            unlock(home, vault.person.person_id, PASSPHRASE, 0)
    assert bytes_under(home.path) == before


def test_a_home_that_becomes_read_only_while_open_is_named_and_loses_nothing(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    home.prepare()
    vault, _ = create_person(home, "Elena", PASSPHRASE, keys.QUICK)
    vault.create_space(b"S" * 16).append([note("kept")], NOW)
    with read_only(home.path), pytest.raises(ReadOnlyHome):
        vault.change_passphrase(PASSPHRASE, "another", keys.QUICK)
    vault.close()
    opened = unlock(home, vault.person.person_id, PASSPHRASE, 0)
    assert len(diary.entries(opened.spaces[0])) == 1
    opened.close()


def test_a_copied_home_opens_like_the_first(house: Household, tmp_path: Path) -> None:
    house.space.append([note("kept")], NOW)
    house.vault.close()
    shutil.copytree(house.home.path, tmp_path / "copy")
    opened = unlock(Home(tmp_path / "copy"), house.person_id, PASSPHRASE, NOW.utc_ms)
    assert len(diary.entries(opened.spaces[0])) == 1
    assert not opened.needs_new_device
    opened.close()
