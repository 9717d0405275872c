"""One entry of a roster.

`"CR1" | suite | position u32 | prev_hash 32 | signer 16 | clear size u32 | sealed size u32 | clear | sealed |
signature 64`. `clear` is a msgpack array that begins with the entry's type; `sealed` (names) the relay cannot read.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import TypeAlias

import msgspec

from caregiver_app.sync import seal
from caregiver_app.sync.protocol.limits import ENTRY_BYTES, ENTRY_NOTE_BYTES, Code, Refused

MAGIC = b"CR1"
SUITE = 1
HEADER = struct.Struct(">3sBI32s16sII")
NO_HASH = bytes(32)
RESERVED = ("replace_device", "change_role", "remove_device", "policy", "recovery", "close")


class DeviceKeys(msgspec.Struct, array_like=True, frozen=True, forbid_unknown_fields=True):
    """A device's two public keys and the id that follows from them."""

    device_id: bytes
    sign_pk: bytes
    kem_pk: bytes


class Create(msgspec.Struct, tag="create", array_like=True, frozen=True, forbid_unknown_fields=True):
    """The first entry: names the first admin. `nonce` (16 bytes) makes every space another one."""

    nonce: bytes
    member_id: bytes
    device: DeviceKeys


class AddDevice(msgspec.Struct, tag="add_device", array_like=True, frozen=True, forbid_unknown_fields=True):
    """A device joins as a new member, or as one more of a member; `envelope` holds the key of the epoch that runs."""

    member_id: bytes
    role: str
    device: DeviceKeys
    epoch: int
    envelope: bytes


class Epoch(msgspec.Struct, tag="epoch", array_like=True, frozen=True, forbid_unknown_fields=True):
    """A new key: what it must match, one envelope for every active device, and the key before it, sealed under it."""

    n: int
    commit: bytes
    envelopes: tuple[tuple[bytes, bytes], ...]
    previous: bytes


Clear: TypeAlias = Create | AddDevice | Epoch


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry read from its bytes; `hash` covers all but the signature. Its rules are `apply_entry`'s to check."""

    position: int
    prev_hash: bytes
    signer: bytes
    clear: Clear
    hash: bytes
    sealed: bytes = field(repr=False)
    signature: bytes = field(repr=False)
    raw: bytes = field(repr=False)

    @property
    def place(self) -> bytes:
        """What `seal.seal_note` authenticates beside the names."""
        return note_place(self.position, self.prev_hash)


_encoder = msgspec.msgpack.Encoder()
_decoder: msgspec.msgpack.Decoder[Clear] = msgspec.msgpack.Decoder(Create | AddDevice | Epoch)


def device_id(sign_pk: bytes, kem_pk: bytes) -> bytes:
    """16 bytes that nobody can claim for other keys."""
    return seal.blake(b"CL1 device" + sign_pk + kem_pk, 16)


def device_keys(sign_pk: bytes, kem_pk: bytes) -> DeviceKeys:
    """A device's public keys with the id that follows from them."""
    return DeviceKeys(device_id(sign_pk, kem_pk), sign_pk, kem_pk)


def space_id(create_entry: bytes) -> bytes:
    """16 bytes drawn from all bytes of the create entry, signature included."""
    return seal.blake(create_entry, 16)


def note_place(position: int, prev_hash: bytes) -> bytes:
    """36 bytes: where in its chain an entry stands."""
    return position.to_bytes(4, "big") + prev_hash


def envelope_info(space: bytes, n: int, device: bytes, prev_hash: bytes) -> bytes:
    """The HPKE info of an envelope: space, epoch, device, and the hash of the entry before the one that holds it."""
    return space + n.to_bytes(4, "big") + device + prev_hash


def sign_entry(
    position: int, prev_hash: bytes, signer: bytes, sign_private: bytes, clear: Clear, sealed: bytes = b""
) -> bytes:
    """The bytes of an entry; position 0 and `NO_HASH` for create. `RosterState.next_entry` fills in the place."""
    packed = _encoder.encode(clear)
    text = HEADER.pack(MAGIC, SUITE, position, prev_hash, signer, len(packed), len(sealed)) + packed + sealed
    return text + seal.sign(sign_private, b"CL1 roster\0" + seal.blake(text))


def read_entry(raw: bytes) -> Entry:
    """Split an entry. Raises Refused: malformed, too_large, or newer for a type that this version only reserves."""
    if len(raw) > ENTRY_BYTES:
        raise Refused(Code.TOO_LARGE, at=ENTRY_BYTES)
    if len(raw) < HEADER.size + seal.SIGNATURE_SIZE or raw[:3] != MAGIC:
        raise Refused(Code.MALFORMED)
    if raw[3] != SUITE:
        raise Refused(Code.NEWER)
    _, _, position, prev_hash, signer, clear_size, sealed_size = HEADER.unpack_from(raw)
    if sealed_size > ENTRY_NOTE_BYTES:
        raise Refused(Code.TOO_LARGE, at=ENTRY_NOTE_BYTES)
    if HEADER.size + clear_size + sealed_size + seal.SIGNATURE_SIZE != len(raw):
        raise Refused(Code.MALFORMED)
    clear_end = HEADER.size + clear_size
    return Entry(
        position,
        prev_hash,
        signer,
        _read_clear(raw[HEADER.size : clear_end]),
        seal.blake(raw[: -seal.SIGNATURE_SIZE]),
        raw[clear_end : -seal.SIGNATURE_SIZE],
        raw[-seal.SIGNATURE_SIZE :],
        raw,
    )


def _read_clear(packed: bytes) -> Clear:
    try:
        return _decoder.decode(packed)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise Refused(Code.NEWER if _is_unknown_type(packed) else Code.MALFORMED) from error


def _is_unknown_type(packed: bytes) -> bool:
    try:
        parts = msgspec.msgpack.decode(packed)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return False
    if not isinstance(parts, list) or not parts or not isinstance(parts[0], str):
        return False
    return parts[0] not in ("create", "add_device", "epoch")
