"""Checks of the vault on this computer: it encrypts, it opens again, and its passphrase takes its time."""

from __future__ import annotations

import secrets
import time

from caregiver_app.domain.errors import DamagedVault, WrongPassphrase
from caregiver_app.self_test.check import Failed, Noticed, Place
from caregiver_app.storage import keys
from caregiver_app.storage.database import open_database
from caregiver_app.storage.home import Home
from caregiver_app.storage.vault import create_person, unlock

_FASTEST_S, _SLOWEST_S = 0.15, 4.0
_PASSPHRASE = "only for this check"  # noqa: S105  # opens nothing but a folder that is gone in a moment


def cipher(place: Place) -> str:
    """A planted word is in no byte of the file, a wrong key opens nothing, the right one finds the word again."""
    path, key, word = place.scratch / "cipher.db", keys.new_key(), secrets.token_hex(16)
    migrations = place.scratch / "no-migrations"
    migrations.mkdir()
    database = open_database(path, key, migrations, create=True)
    database.run("CREATE TABLE planted (word TEXT)")
    database.run("INSERT INTO planted VALUES (?)", (word,))
    version = str(database.value("PRAGMA cipher_version"))
    database.close()
    written = b"".join(file.read_bytes() for file in place.scratch.glob("cipher.db*"))
    if word.encode() in written or word.encode("utf-16-le") in written:
        raise Failed("The vault is not encrypted here. Do not use this program on this computer.")
    try:
        open_database(path, keys.new_key(), migrations).close()
    except DamagedVault:
        pass
    else:
        raise Failed("A wrong key opened the file. Do not use this program on this computer.")
    again = open_database(path, key, migrations)
    found = again.value("SELECT word FROM planted")
    again.close()
    if found != word:
        raise Failed("What was saved was not there after opening again.")
    return f"SQLCipher {version}"


def passphrase_speed(_place: Place) -> str:
    """One try takes about a second, so that guessing takes for ever."""
    cost = keys.calibrated()
    wrap = keys.new_wrap(keys.new_key(), _PASSPHRASE, keys.new_sheet(), cost)
    started = time.perf_counter()
    keys.unwrapped(wrap, _PASSPHRASE)
    taken = time.perf_counter() - started
    found = f"{taken:.1f} s with {cost.memory_kib // 1024} MiB, {cost.passes} passes"
    if taken < _FASTEST_S:
        raise Noticed(f"Opening is quick here ({found}). Choose a long passphrase.")
    if taken > _SLOWEST_S:
        raise Noticed(f"Opening is slow here ({found}). It works all the same.")
    return found


def opens_again(place: Place) -> str:
    """A person is made, locked, and opened by passphrase; a wrong passphrase opens nothing."""
    home = Home(place.scratch / "home")
    home.prepare()
    vault, _sheet = create_person(home, "Self-test", _PASSPHRASE, keys.QUICK)
    person = vault.person.person_id
    space = vault.create_space(secrets.token_bytes(16)).space_id
    vault.close()
    again = unlock(home, person, _PASSPHRASE, 0)
    found = [one.space_id for one in again.spaces]
    again.close()
    if found != [space]:
        raise Failed("The vault opened without what was saved in it.")
    try:
        unlock(home, person, f"{_PASSPHRASE}!", 0).close()
    except WrongPassphrase:
        return "made, locked, opened"
    raise Failed("A wrong passphrase opened the vault.")
