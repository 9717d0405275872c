"""Every cipher, signature and hash of Circle Log v1; the one place in sync that knows the cryptography library.

Secrets are plain bytes: sign keys, kem keys and epoch keys have 32 each. Labels separate every use of a key.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes, hpke
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from caregiver_app.domain.errors import CaregiverError

KEY_SIZE = 32
TAG_SIZE = 16
SIGNATURE_SIZE = 64
ENVELOPE_SIZE = 32 + KEY_SIZE + TAG_SIZE
INVITE_MEMORY_KIB = 64 * 1024

_ZERO_NONCE = bytes(12)  # every key below seals one text only
_SUITE = hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)

# The y coordinates of all points whose order divides 8, the three written above p included; the sign bit is masked.
SMALL_ORDER_Y = frozenset(
    bytes.fromhex(y)
    for y in (
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    )
)


class DoesNotOpen(CaregiverError):
    """A sealed text, envelope or wrapped key is not for this key or was changed."""


# ---- keys and signatures ---------------------------------------------------------------------
def new_key() -> bytes:
    """32 random bytes: a sign key, a kem key, an epoch key or a nonce."""
    return secrets.token_bytes(KEY_SIZE)


def sign_public(sign_private: bytes) -> bytes:
    """The 32-byte Ed25519 public key."""
    return Ed25519PrivateKey.from_private_bytes(sign_private).public_key().public_bytes_raw()


def kem_public(kem_private: bytes) -> bytes:
    """The 32-byte X25519 public key."""
    return X25519PrivateKey.from_private_bytes(kem_private).public_key().public_bytes_raw()


def is_weak_sign_key(public: bytes) -> bool:
    """A key of small order, for which one signature fits many messages, or no key at all."""
    return len(public) != KEY_SIZE or public[:31] + bytes([public[31] & 0x7F]) in SMALL_ORDER_Y


def is_weak_kem_key(public: bytes) -> bool:
    """A key that makes every shared secret zero, or no key at all."""
    try:
        X25519PrivateKey.from_private_bytes(bytes(KEY_SIZE)).exchange(X25519PublicKey.from_public_bytes(public))
    except ValueError:
        return True
    return False


def sign(sign_private: bytes, message: bytes) -> bytes:
    """The 64-byte Ed25519 signature."""
    return Ed25519PrivateKey.from_private_bytes(sign_private).sign(message)


def is_signed(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the signature is that key's; never for a key of small order."""
    if is_weak_sign_key(public) or len(signature) != SIGNATURE_SIZE:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


# ---- hashes and derived keys -----------------------------------------------------------------
def blake(data: bytes, size: int = 32, key: bytes = b"") -> bytes:
    """BLAKE2b with `size` bytes of digest; hashlib, because the cryptography library has 64-byte digests only."""
    return hashlib.blake2b(data, digest_size=size, key=key).digest()


def is_same(one: bytes, other: bytes) -> bool:
    """Equality in a time that says nothing about where they differ."""
    return hmac.compare_digest(one, other)


def derive(secret: bytes, info: bytes, salt: bytes = b"", size: int = KEY_SIZE) -> bytes:
    """HKDF-SHA256."""
    return HKDF(hashes.SHA256(), size, salt or None, info).derive(secret)


# ---- sealed texts ----------------------------------------------------------------------------
def seal_with(key: bytes, text: bytes, aad: bytes = b"") -> bytes:
    """AES-256-GCM under a key that is used for this one text only; text plus 16 bytes."""
    return AESGCM(key).encrypt(_ZERO_NONCE, text, aad)


def open_with(key: bytes, sealed: bytes, aad: bytes = b"") -> bytes:
    """The text of `seal_with`. Raises DoesNotOpen."""
    try:
        return AESGCM(key).decrypt(_ZERO_NONCE, sealed, aad)
    except (InvalidTag, ValueError) as error:
        raise DoesNotOpen from error


def seal_batch_text(
    epoch_key: bytes, space: bytes, device: bytes, head: bytes, text: bytes, random: bytes | None = None
) -> tuple[bytes, bytes]:
    """`(salt 32, ciphertext)` of a batch; `head` is its header without the salt and is authenticated with the salt.

    The salt is drawn from randomness, header and text together, so a resumed or restored machine whose random
    numbers repeat still never seals two texts under one key. `random` (32 bytes) is given by golden vectors only.
    """
    salt_key = derive(epoch_key, b"CL1 salt" + space)
    salt = blake((random or new_key()) + head + text, key=salt_key)
    return salt, seal_with(_batch_key(epoch_key, space, device, salt), text, head + salt)


def open_batch_text(
    epoch_key: bytes, space: bytes, device: bytes, head: bytes, salt: bytes, ciphertext: bytes
) -> bytes:
    """The padded text of a batch. Raises DoesNotOpen."""
    return open_with(_batch_key(epoch_key, space, device, salt), ciphertext, head + salt)


def _batch_key(epoch_key: bytes, space: bytes, device: bytes, salt: bytes) -> bytes:
    return derive(epoch_key, b"CL1 batch" + space + device, salt)


def seal_note(epoch_key: bytes, place: bytes, text: bytes, random: bytes | None = None) -> bytes:
    """`salt 32 | ciphertext`: the sealed part of a roster entry; `place` (position, hash before) is authenticated."""
    salt = blake((random or new_key()) + place + text, key=derive(epoch_key, b"CL1 note salt"))
    return salt + seal_with(derive(epoch_key, b"CL1 note", salt), text, place)


def open_note(epoch_key: bytes, place: bytes, sealed: bytes) -> bytes:
    """The text of `seal_note`. Raises DoesNotOpen."""
    return open_with(derive(epoch_key, b"CL1 note", sealed[:32] or b"\0"), sealed[32:], place)


# ---- epochs ----------------------------------------------------------------------------------
def epoch_commit(epoch_key: bytes, space: bytes, n: int) -> bytes:
    """What the signed epoch entry says of its key, so that no relay can hand out a key of its own."""
    return derive(epoch_key, b"CL1 epoch commit" + space + n.to_bytes(4, "big"))


def seal_previous(epoch_key: bytes, space: bytes, n: int, previous_key: bytes) -> bytes:
    """E_{n-1} sealed under E_n (48 bytes), so that a newcomer needs one envelope to read the whole history."""
    return seal_with(derive(epoch_key, b"CL1 previous epoch" + space + n.to_bytes(4, "big")), previous_key)


def open_previous(epoch_key: bytes, space: bytes, n: int, sealed: bytes) -> bytes:
    """E_{n-1} from `seal_previous`. Raises DoesNotOpen; compare it with the commit of epoch n-1 all the same."""
    return open_with(derive(epoch_key, b"CL1 previous epoch" + space + n.to_bytes(4, "big")), sealed)


def seal_envelope(kem_key: bytes, secret: bytes, info: bytes) -> bytes:
    """HPKE base mode (RFC 9180) to a device's kem key; it names no sender, hence `epoch_commit`."""
    return _SUITE.encrypt(secret, X25519PublicKey.from_public_bytes(kem_key), info)


def open_envelope(kem_private: bytes, sealed: bytes, info: bytes) -> bytes:
    """The secret of `seal_envelope`. Raises DoesNotOpen."""
    try:
        return _SUITE.decrypt(sealed, X25519PrivateKey.from_private_bytes(kem_private), info)
    except (InvalidTag, ValueError) as error:
        raise DoesNotOpen from error


# ---- invitations -----------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class InviteSecrets:
    """What both sides draw from an invitation's code: the mailbox (16 bytes, the relay sees it) and a key (32)."""

    mailbox_id: bytes
    key: bytes = field(repr=False)


def invite_secrets(code: bytes) -> InviteSecrets:
    """Argon2id (64 MiB, 3 rounds, 1 lane; some 0.2 s) of an invitation's bits: a relay cannot try them all."""
    drawn = Argon2id(salt=b"CL1 invite", length=48, iterations=3, lanes=1, memory_cost=INVITE_MEMORY_KIB).derive(code)
    return InviteSecrets(drawn[:16], drawn[16:])
