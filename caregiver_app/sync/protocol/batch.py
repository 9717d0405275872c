"""One sealed batch: `header 144 | ciphertext | signature 64`, bytes that are kept and passed on as they are."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

from caregiver_app.sync import seal
from caregiver_app.sync.protocol.limits import BATCH_BYTES, Code, Refused
from caregiver_app.sync.protocol.roster import RosterState

MAGIC = b"CL1"
SUITE = 1  # X25519, HKDF-SHA256, AES-256-GCM, Ed25519, BLAKE2b
HEADER = struct.Struct(">3sB16s16sQI32s32s32s")
HEAD_SIZE = HEADER.size - 32  # the header without its salt
NO_HASH = bytes(32)
SMALLEST = HEADER.size + seal.TAG_SIZE + seal.SIGNATURE_SIZE


@dataclass(frozen=True, slots=True)
class Header:
    """The clear part of a batch, authenticated by its ciphertext; `prev_hash` is zeros in a device's first batch."""

    space: bytes
    device: bytes
    bseq: int
    epoch: int
    prev_hash: bytes
    roster_hash: bytes
    salt: bytes = NO_HASH

    def encode(self) -> bytes:
        """144 bytes."""
        return HEADER.pack(
            MAGIC, SUITE, self.space, self.device, self.bseq, self.epoch, self.prev_hash, self.roster_hash, self.salt
        )

    def head(self) -> bytes:
        """The 112 bytes before the salt, from which the salt is drawn."""
        return self.encode()[:HEAD_SIZE]


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch read from its bytes; nothing about it has been checked but its shape."""

    header: Header
    hash: bytes
    ciphertext: bytes = field(repr=False)
    signature: bytes = field(repr=False)
    raw: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class ChainPlace:
    """Where a device's chain stands: its last number and hash, the roster position and epoch that it named."""

    bseq: int = 0
    hash: bytes = NO_HASH
    roster_position: int = 0
    epoch: int = 0


def read_batch(raw: bytes) -> Batch:
    """Split a batch. Raises Refused: malformed, too_large, newer."""
    if len(raw) > BATCH_BYTES:
        raise Refused(Code.TOO_LARGE, at=BATCH_BYTES)
    if len(raw) < SMALLEST or raw[:3] != MAGIC:
        raise Refused(Code.MALFORMED)
    if raw[3] != SUITE:
        raise Refused(Code.NEWER)
    _, _, space, device, bseq, epoch, prev_hash, roster_hash, salt = HEADER.unpack_from(raw)
    if bseq == 0:
        raise Refused(Code.MALFORMED)
    return Batch(
        Header(space, device, bseq, epoch, prev_hash, roster_hash, salt),
        seal.blake(raw[: -seal.SIGNATURE_SIZE]),
        raw[HEADER.size : -seal.SIGNATURE_SIZE],
        raw[-seal.SIGNATURE_SIZE :],
        raw,
    )


def sign_batch(header: Header, ciphertext: bytes, sign_private: bytes) -> bytes:
    """The bytes of a batch whose header already holds the salt of its ciphertext."""
    text = header.encode() + ciphertext
    return text + seal.sign(sign_private, b"CL1 batch\0" + seal.blake(text))


def check_batch(state: RosterState, batch: Batch, last: ChainPlace) -> ChainPlace:
    """The chain's new place if the batch is its device's next one. Raises Refused with the rule that it breaks.

    The order is fixed: space, author, roster, epoch, signature, then the chain. `last` is the place after the
    device's newest batch, `ChainPlace()` before its first.
    """
    header = batch.header
    if header.space != state.space_id:
        raise Refused(Code.WRONG_SPACE)
    author = state.devices.get(header.device)
    if author is None or not author.is_active:
        raise Refused(Code.NOT_A_MEMBER, header.device)
    position = state.positions.get(header.roster_hash)
    if position is None or position < author.added_at:
        raise Refused(Code.UNKNOWN_ROSTER, header.device, header.bseq)
    if position < last.roster_position:
        raise Refused(Code.ROSTER_WENT_BACK, header.device, header.bseq)
    if not max(1, last.epoch) <= header.epoch <= state.links[position].epoch:
        raise Refused(Code.WRONG_EPOCH, header.device, header.bseq)
    if not seal.is_signed(author.keys.sign_pk, b"CL1 batch\0" + batch.hash, batch.signature):
        raise Refused(Code.WRONG_SIGNATURE, header.device, header.bseq)
    if header.bseq > last.bseq + 1:
        raise Refused(Code.GAP, header.device, last.bseq)
    if header.bseq != last.bseq + 1 or header.prev_hash != last.hash:
        raise Refused(Code.FORK, header.device, header.bseq)
    return ChainPlace(header.bseq, batch.hash, position, header.epoch)
