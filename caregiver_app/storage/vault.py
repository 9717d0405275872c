"""What one unlocked person holds: their keyring, the open spaces, and their device's keys."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from pathlib import Path

from caregiver_app.domain.errors import DamagedVault, VaultLocked, WrongPassphrase
from caregiver_app.domain.person import PersonOnDevice
from caregiver_app.domain.records import device_id_of
from caregiver_app.storage import home as homes
from caregiver_app.storage import keys
from caregiver_app.storage.files import make_folder, remove_durably, write_durably
from caregiver_app.storage.keyring import Keyring
from caregiver_app.storage.space import Space

_DEVICES, _SETTLED = "devices", "device_settled"


class Vault:
    """One person's open vault. Used on the vault thread only; `close` forgets the key."""

    def __init__(
        self, home: homes.Home, person: PersonOnDevice, key: bytes, keyring: Keyring, device: keys.DeviceKeys
    ) -> None:
        self.home = home
        self.person = person
        self.keyring = keyring
        self.device_keys = device
        self.device_id = device_id_of(*keys.device_public(device))
        self._key: bytes | None = key
        self._spaces: dict[bytes, Space] = {}
        self.lost_spaces: tuple[bytes, ...] = ()  # whose file is damaged or gone; a backup may have them
        self.former_devices = self._remember_device()  # what it was before a restore, for `records_of(device)`
        self.needs_new_device = bool(self.former_devices) and keyring.setting(_SETTLED) != self.device_id.hex()

    def __repr__(self) -> str:
        return f"<Vault of person {self.person.person_id}>"

    @property
    def spaces(self) -> tuple[Space, ...]:
        """The open spaces, in the order in which they were added."""
        return tuple(self._spaces.values())

    @property
    def is_open(self) -> bool:
        """True until `close`."""
        return self._key is not None

    @property
    def key(self) -> bytes:
        """K itself, for wrapping and backups. Raises VaultLocked once closed."""
        if self._key is None:
            raise VaultLocked
        return self._key

    @property
    def folder(self) -> Path:
        """The person's own folder."""
        return self.home.folder_of(self.person.person_id)

    def space(self, space_id: bytes) -> Space:
        """The open space with this id. Raises KeyError."""
        return self._spaces[space_id]

    def open_spaces(self) -> None:
        """Open every space of the keyring; `lost_spaces` names those whose file is damaged or gone."""
        lost: list[bytes] = []
        for space_id, file_key in self.keyring.space_keys().items():
            if space_id in self._spaces:
                continue
            path = self.home.space_file(space_id)
            try:
                self._spaces[space_id] = Space.opened(path, file_key, space_id, self.device_id)
            except DamagedVault:
                lost.append(space_id)
        self.lost_spaces = tuple(lost)

    def create_space(self, space_id: bytes) -> Space:
        """Make a new empty space file with its own random key; a crash before the keyring knows it leaves it unread."""
        file_key = keys.new_key()
        path = self.home.space_file(space_id)
        make_folder(path.parent)
        space = Space.opened(path, file_key, space_id, self.device_id, create=True)
        self.keyring.put_space(space_id, file_key)
        self._spaces[space_id] = space
        return space

    def adopt_space(self, space_id: bytes, file_key: bytes) -> Space:
        """Open a space that another person of this computer already keeps, with the key they hand over."""
        if space_id in self._spaces:
            return self._spaces[space_id]
        space = Space.opened(self.home.space_file(space_id), file_key, space_id, self.device_id)
        self.keyring.put_space(space_id, file_key)
        self._spaces[space_id] = space
        return space

    def discard_space(self, space_id: bytes) -> None:
        """Close a space and forget its key; the file stays for others who hold one."""
        space = self._spaces.pop(space_id, None)
        if space is not None:
            space.close()
        self.keyring.drop_space(space_id)

    # ---- passphrase, sheet, PIN --------------------------------------------------------------
    def change_passphrase(self, old: str, new: str, cost: keys.Argon | None = None) -> None:
        """Wrap K anew; when this returns only the new passphrase opens the vault. Raises WrongPassphrase."""
        wrap = self.confirm_passphrase(old)
        self.home.write_wrap(self.person.person_id, keys.with_passphrase(wrap, self.key, new, cost))

    def confirm_passphrase(self, passphrase: str) -> keys.Wrap:
        """The wrap that this passphrase opens. Raises WrongPassphrase."""
        wrap = self.home.wrap_of(self.person.person_id)
        if keys.unwrapped(wrap, passphrase) != self.key:
            raise WrongPassphrase
        return wrap

    def reset_passphrase(self, new: str, cost: keys.Argon | None = None) -> None:
        """Set a new passphrase after opening with the unlock sheet."""
        wrap = self.home.wrap_of(self.person.person_id)
        self.home.write_wrap(self.person.person_id, keys.with_passphrase(wrap, self.key, new, cost))

    def new_sheet(self) -> str:
        """Replace the unlock sheet; returns the new one as printed. The old sheet opens nothing any more."""
        sheet = keys.new_sheet()
        wrap = self.home.wrap_of(self.person.person_id)
        self.home.write_wrap(self.person.person_id, keys.with_sheet(wrap, self.key, sheet))
        return keys.sheet_words(sheet)

    def is_sheet(self, typed: str) -> bool:
        """True where a typed sheet opens this vault: the try that shows the print is good. Raises MistypedCode."""
        try:
            wrap = self.home.wrap_of(self.person.person_id)
            return keys.unwrapped_by_sheet(wrap, keys.sheet_from(typed)) == self.key
        except WrongPassphrase:
            return False

    def night_pin(self, pin: str, unlocked_s: float, cost: keys.Argon | None = None) -> keys.NightPin:
        """K sealed under six digits, for 12 h from the full unlock at `unlocked_s`, to be kept in memory only."""
        return keys.NightPin(self.key, pin, unlocked_s, cost or keys.Argon(), self.person.person_id)

    # ---- the device key ------------------------------------------------------------------------
    def settle_device(self) -> None:
        """The circle has admitted this device and what only a former one wrote was written again."""
        self.keyring.put_setting(_SETTLED, self.device_id.hex())
        self.needs_new_device = False

    def _remember_device(self) -> tuple[bytes, ...]:
        """Keep this device's id in the keyring; returns the other devices that were kept there, oldest first."""
        found = self.keyring.setting(_DEVICES)
        listed = found if isinstance(found, Sequence) and not isinstance(found, str) else ()
        devices = [bytes.fromhex(str(one)) for one in listed]
        if self.device_id not in devices:
            self.keyring.put_setting(_DEVICES, [one.hex() for one in (*devices, self.device_id)])
        return tuple(device for device in devices if device != self.device_id)

    def close(self) -> None:
        """Close every file and forget the key."""
        for space in self._spaces.values():
            with contextlib.suppress(Exception):
                space.close()
        self._spaces.clear()
        with contextlib.suppress(Exception):
            self.keyring.close()
        self._key = None


def write_device_keys(home: homes.Home, person_id: str, key: bytes, device: keys.DeviceKeys) -> None:
    """Keep a person's device keys, sealed under K, in a file that backups leave out."""
    write_durably(home.folder_of(person_id) / homes.DEVICE_KEY, keys.sealed_device_keys(key, device))


def create_person(home: homes.Home, short_name: str, passphrase: str, cost: keys.Argon) -> tuple[Vault, str]:
    """Make a person on this computer; returns their open vault and the unlock sheet's words.

    The folder gets its name last, so a person either exists whole or not at all.
    Raises DiskFull, ReadOnlyHome.
    """
    person_id = homes.new_person_id()
    with home.being_made(person_id, short_name) as folder:
        key, sheet, device = keys.new_key(), keys.new_sheet(), keys.new_device_keys()
        Keyring.opened(folder / homes.KEYRING, key, create=True).close()
        wrap = keys.new_wrap(key, passphrase, sheet, cost)
        for name in homes.WRAPS:
            write_durably(folder / name, wrap.encoded())
        write_durably(folder / homes.DEVICE_KEY, keys.sealed_device_keys(key, device))
        write_durably(folder / homes.NOTE_PUBLIC, keys.note_public_key(key))
    return _opened(home, person_id, key), keys.sheet_words(sheet)


def unlock(home: homes.Home, person_id: str, passphrase: str, now_ms: int) -> Vault:
    """Open a person's vault by passphrase.

    Raises WrongPassphrase with the seconds to wait, DamagedWrapFiles, DamagedVault, NewerVault, NoSuchPerson.
    """
    with home.counted_try(person_id, now_ms):
        key = keys.unwrapped(home.wrap_of(person_id), passphrase)
    return _opened(home, person_id, key)


def unlock_by_sheet(home: homes.Home, person_id: str, typed: str, now_ms: int) -> Vault:
    """Open a vault by the unlock sheet. Raises MistypedCode, WrongUnlockSheet and as `unlock`."""
    sheet = keys.sheet_from(typed)
    with home.counted_try(person_id, now_ms):
        key = keys.unwrapped_by_sheet(home.wrap_of(person_id), sheet)
    return _opened(home, person_id, key)


def unlock_by_key(home: homes.Home, person_id: str, key: bytes) -> Vault:
    """Open a vault with K, as the night PIN gives it back."""
    return _opened(home, person_id, key)


def _opened(home: homes.Home, person_id: str, key: bytes) -> Vault:
    person = home.person(person_id)
    folder = home.folder_of(person_id)
    keyring = Keyring.opened(folder / homes.KEYRING, key)
    try:
        device = _device_keys(home, person_id, key)
        vault = Vault(home, person, key, keyring, device)
        vault.open_spaces()
    except BaseException:
        keyring.close()
        raise
    return vault


def _device_keys(home: homes.Home, person_id: str, key: bytes) -> keys.DeviceKeys:
    """The device's keys; where the file is damaged or gone (a restored folder) the device becomes a new one."""
    path = home.folder_of(person_id) / homes.DEVICE_KEY
    with contextlib.suppress(OSError, WrongPassphrase):
        return keys.device_keys_from(key, path.read_bytes())
    device = keys.new_device_keys()
    write_device_keys(home, person_id, key, device)
    return device


def remove_person(home: homes.Home, person_id: str) -> None:
    """Take a person off this computer: their wraps go first, so that their keyring can never be opened again."""
    folder = home.folder_of(person_id)
    for name in (*homes.WRAPS, homes.DEVICE_KEY, homes.KEYRING, f"{homes.KEYRING}-wal", f"{homes.KEYRING}-shm"):
        remove_durably(folder / name)
    home.drop_folder(person_id)
