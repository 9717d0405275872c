"""How a newcomer joins (sync.md §6): three sealed messages in a mailbox, and six digits that two people compare.

1. The inviting admin posts a commitment to everything it will reveal.
2. The newcomer posts its public keys, a nonce, and the names the person gave.
3. The admin reveals nonce, space id, roster head and its own key; the newcomer checks them against the commitment.

Both screens then show six digits of all three messages. Who changes any of them on the way must have guessed the
code, and then has one chance in a million that the digits agree. Pure: bytes in, bytes out.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from caregiver_app.domain.errors import CodeBurnt
from caregiver_app.sync import seal
from caregiver_app.sync.records import packed, unpacked
from caregiver_app.sync.refusals import Malformed

VALID_MS = 24 * 60 * 60 * 1000
_LONGEST_NAME = 200
_PLACE = b"CL1 mailbox"


@dataclass(frozen=True, slots=True)
class Reveal:
    """What the admin commits to and later shows."""

    nonce: bytes = field(repr=False)
    space_id: bytes
    roster_head: bytes
    device_id: bytes
    sign_key: bytes


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Who answers an invitation: the keys of their device, and the names they gave themself and their computer."""

    sign_key: bytes
    kem_key: bytes
    nonce: bytes = field(repr=False)
    name: str = field(repr=False)
    device_name: str = field(repr=False)


def _sealed(key: bytes, step: int, plain: bytes) -> bytes:
    return seal.seal_note(_step_key(key, step), _PLACE, plain)  # salted: a message may be written twice in one step


def _opened(key: bytes, step: int, sealed: bytes) -> object:
    """The parts of one step. Raises CodeBurnt: whoever wrote it has not the code, or wrote out of order."""
    try:
        return unpacked(seal.open_note(_step_key(key, step), _PLACE, sealed))
    except (seal.DoesNotOpen, Malformed) as error:
        raise CodeBurnt from error


def _step_key(key: bytes, step: int) -> bytes:
    return seal.derive(key, b"CL1 invite step" + bytes([step]))


def _reveal_parts(reveal: Reveal) -> list[bytes]:
    return [reveal.nonce, reveal.space_id, reveal.roster_head, reveal.device_id, reveal.sign_key]


def _newcomer_parts(newcomer: Newcomer) -> list[object]:
    return [newcomer.sign_key, newcomer.kem_key, newcomer.nonce, newcomer.name, newcomer.device_name]


def commitment_of(reveal: Reveal) -> bytes:
    """32 bytes that bind the admin to the reveal without showing it."""
    return hashlib.blake2b(packed(_reveal_parts(reveal)), digest_size=32, person=b"CL1 commit").digest()


# ---- step 1 ----------------------------------------------------------------------------------
def offer(key: bytes, reveal: Reveal) -> bytes:
    """The admin's first message."""
    return _sealed(key, 1, packed([commitment_of(reveal)]))


def commitment_from(key: bytes, sealed: bytes) -> bytes:
    """The commitment in the admin's first message. Raises CodeBurnt."""
    match _opened(key, 1, sealed):
        case [bytes(found)] if len(found) == 32:
            return found
    raise CodeBurnt


# ---- step 2 ----------------------------------------------------------------------------------
def answer(key: bytes, newcomer: Newcomer) -> bytes:
    """The newcomer's message."""
    return _sealed(key, 2, packed(_newcomer_parts(newcomer)))


def newcomer_from(key: bytes, sealed: bytes) -> Newcomer:
    """The newcomer's message read by the admin. Raises CodeBurnt, also for keys that are weak."""
    match _opened(key, 2, sealed):
        case [bytes(sign_key), bytes(kem_key), bytes(nonce), str(name), str(device_name)] if (
            not seal.is_weak_sign_key(sign_key)
            and not seal.is_weak_kem_key(kem_key)
            and len(nonce) == seal.KEY_SIZE
            and max(len(name), len(device_name)) <= _LONGEST_NAME
        ):
            return Newcomer(sign_key, kem_key, nonce, name, device_name)
    raise CodeBurnt


# ---- step 3 ----------------------------------------------------------------------------------
def revealed(key: bytes, reveal: Reveal, ticket: str = "") -> bytes:
    """The admin's second message; `ticket` is the relay's access code, so that the newcomer can fill it again too."""
    return _sealed(key, 3, packed([*_reveal_parts(reveal), ticket]))


def reveal_from(key: bytes, sealed: bytes, commitment: bytes) -> Reveal:
    """The admin's second message read by the newcomer. Raises CodeBurnt where it is not what was committed to."""
    match _opened(key, 3, sealed):
        case [bytes(nonce), bytes(space_id), bytes(roster_head), bytes(device_id), bytes(sign_key), *_] if (
            len(nonce),
            len(space_id),
            len(roster_head),
            len(device_id),
            len(sign_key),
        ) == (32, 16, 32, 16, 32):
            reveal = Reveal(nonce, space_id, roster_head, device_id, sign_key)
            if seal.is_same(commitment_of(reveal), commitment):
                return reveal
    raise CodeBurnt


def ticket_from(key: bytes, sealed: bytes) -> str:
    """The access code in the admin's second message, "" where the relay needs none. Raises CodeBurnt."""
    match _opened(key, 3, sealed):
        case [_, _, _, _, _, str(ticket), *_] if len(ticket) <= _LONGEST_NAME:
            return ticket
    return ""


def digits_of(newcomer: Newcomer, reveal: Reveal) -> str:
    """The six digits that both screens show."""
    everything = packed([commitment_of(reveal), _newcomer_parts(newcomer), _reveal_parts(reveal)])
    drawn = hashlib.blake2b(everything, digest_size=16, person=b"CL1 six digits").digest()
    return f"{int.from_bytes(drawn, 'big') % 1_000_000:06d}"


def is_over(created_ms: int, now_ms: int) -> bool:
    """True once 24 h have passed, and where the clock was set back by more than a day, which tells nothing."""
    return not -VALID_MS <= now_ms - created_ms < VALID_MS
