"""The roster as people read it: members with names and titles, and the entries that an admin's device appends.

The rules of the chain are `protocol.roster`; names lie in the sealed part of each entry, under the epoch key that runs.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from caregiver_app.domain.people import Role
from caregiver_app.sync import seal
from caregiver_app.sync.protocol.entries import (
    NO_HASH,
    AddDevice,
    Create,
    DeviceKeys,
    Entry,
    Epoch,
    device_keys,
    envelope_info,
    read_entry,
    sign_entry,
    space_id,
)
from caregiver_app.sync.protocol.roster import FIRST_PLACE, RosterState, apply_entry, read_roster
from caregiver_app.sync.records import packed, unpacked
from caregiver_app.sync.refusals import Malformed, WrongEpochKey

MEMBER_BYTES = 16
LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Names:
    """What the sealed part of an entry says: the person's name and work title, and the name of the computer."""

    name: str = field(default="", repr=False)
    title: str = field(default="", repr=False)
    device_name: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Seat:
    """One device on the roster, as people read it."""

    device_id: bytes
    member_id: bytes
    role: Role
    names: Names = field(repr=False)


@dataclass(frozen=True, slots=True)
class Signer:
    """A device's private keys, 32 bytes each, with its id."""

    device_id: bytes
    sign_private: bytes = field(repr=False)
    kem_private: bytes = field(repr=False)

    @property
    def keys(self) -> DeviceKeys:
        """The public half."""
        return device_keys(seal.sign_public(self.sign_private), seal.kem_public(self.kem_private))


def signer_of(sign_private: bytes, kem_private: bytes) -> Signer:
    """A signer from its private keys."""
    keys = device_keys(seal.sign_public(sign_private), seal.kem_public(kem_private))
    return Signer(keys.device_id, sign_private, kem_private)


@dataclass(frozen=True, slots=True)
class Founded:
    """A new circle: its id, its first two entries (create, epoch 1), and the key of that epoch."""

    space_id: bytes
    entries: tuple[bytes, bytes]
    epoch_key: bytes = field(repr=False)


def founded(admin: Signer, names: Names) -> Founded:
    """A new circle with `admin` as its first device."""
    key, keys = seal.new_key(), admin.keys
    note = seal.seal_note(key, FIRST_PLACE, _note(names))
    clear = Create(secrets.token_bytes(16), secrets.token_bytes(MEMBER_BYTES), keys)
    create = sign_entry(0, NO_HASH, admin.device_id, admin.sign_private, clear, note)
    space = space_id(create)
    state = apply_entry(None, create)
    info = envelope_info(space, 1, admin.device_id, state.head)
    envelope = seal.seal_envelope(keys.kem_pk, key, info)
    epoch = Epoch(1, seal.epoch_commit(key, space, 1), ((admin.device_id, envelope),), b"")
    return Founded(space, (create, state.next_entry(admin.device_id, admin.sign_private, epoch)), key)


def with_device(
    state: RosterState,
    epoch_key: bytes,
    admin: Signer,
    newcomer: DeviceKeys,
    member_id: bytes,
    role: Role,
    names: Names,
) -> bytes:
    """The entry that adds a device, with the running epoch's key in its envelope. Raises Refused by those rules."""
    info = envelope_info(state.space_id, state.epoch, newcomer.device_id, state.head)
    envelope = seal.seal_envelope(newcomer.kem_pk, epoch_key, info)
    clear = AddDevice(member_id, role.value, newcomer, state.epoch, envelope)
    note = seal.seal_note(epoch_key, state.next_place, _note(names))
    entry = state.next_entry(admin.device_id, admin.sign_private, clear, note)
    apply_entry(state, entry)
    return entry


def new_member_id() -> bytes:
    """16 random bytes for someone who was not in the circle before."""
    return secrets.token_bytes(MEMBER_BYTES)


def epoch_keys(state: RosterState, device: bytes, kem_private: bytes) -> dict[int, bytes]:
    """Every epoch key this device can open, by number: its envelope, and back from there.

    Raises DoesNotOpen for an envelope that is not for this device, WrongEpochKey where the key is not the one that
    the signed entry commits to, so that no relay can hand out a key of its own.
    """
    envelope = state.envelopes.get(device)
    if envelope is None:
        return {}
    info = envelope_info(state.space_id, envelope.epoch, device, envelope.prev_hash)
    key, number = seal.open_envelope(kem_private, envelope.sealed, info), envelope.epoch
    found: dict[int, bytes] = {}
    while True:
        facts = state.epochs[number - 1]
        if not seal.is_same(seal.epoch_commit(key, state.space_id, number), facts.commit):
            raise WrongEpochKey
        found[number] = key
        if number == 1:
            return found
        key = seal.open_previous(key, state.space_id, number, facts.previous)
        number -= 1


def seats(entries: Iterable[bytes], keys: Mapping[int, bytes]) -> tuple[Seat, ...]:
    """Every device in the order it came, with the names its entry gives; names that do not open are empty."""
    raws = list(entries)
    state = read_roster(raws)
    found: list[Seat] = []
    for raw in raws:
        entry = read_entry(raw)
        if isinstance(entry.clear, Create | AddDevice):
            device = state.devices[entry.clear.device.device_id]
            epoch = entry.clear.epoch if isinstance(entry.clear, AddDevice) else 1
            names = _names(entry, keys.get(epoch))
            found.append(Seat(device.keys.device_id, device.member_id, Role(device.role.value), names))
    return tuple(found)


def names_by_device(found: Sequence[Seat]) -> dict[bytes, str]:
    """The name of each device's member; the newest entry of a member names them."""
    newest = {seat.member_id: seat.names.name for seat in found if seat.names.name}
    return {seat.device_id: newest.get(seat.member_id, "") for seat in found}


def _note(names: Names) -> bytes:
    return packed([n[:LONGEST_NAME] for n in (names.name, names.title, names.device_name)])


def _names(entry: Entry, key: bytes | None) -> Names:
    if key is None or not entry.sealed:
        return Names()
    try:
        parts = unpacked(seal.open_note(key, entry.place, entry.sealed))
    except (seal.DoesNotOpen, Malformed):
        return Names()
    match parts:
        case [str(name), str(title), str(device_name), *_]:
            return Names(name, title, device_name)
    return Names()
