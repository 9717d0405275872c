"""Every key of the vault: how a passphrase, a printed sheet or a night PIN opens it, and sealing to a public key.

The vault has one random key K of 32 bytes. A wrap file holds K twice: under a key that Argon2id makes from the
passphrase, and under the 128 bits of the unlock sheet. Nothing here touches a file.
"""

from __future__ import annotations

import json
import secrets
import time
import unicodedata
from base64 import b64decode, b64encode
from dataclasses import dataclass, field
from hashlib import blake2b

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, hpke
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from caregiver_app.domain.codes import read_spelled, spelled
from caregiver_app.domain.errors import DamagedWrapFiles, WrongPassphrase, WrongUnlockSheet

KEY_BYTES = 32
SHEET_BYTES = 16
SHEET_GROUP = 4
MEBIBYTE_KIB = 1024
LEAST_KIB, MOST_KIB = 64 * MEBIBYTE_KIB, 512 * MEBIBYTE_KIB
TARGET_S = 1.0
PIN_TRIES = 5
PIN_HOURS = 12
_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Argon:
    """The cost of one passphrase try: memory in KiB, passes; always one lane."""

    memory_kib: int = LEAST_KIB
    passes: int = 3


QUICK = Argon(64, 1)  # for tests of everything but the cost itself


def calibrated(target_s: float = TARGET_S) -> Argon:
    """The cost that takes about `target_s` seconds on this computer, between 64 and 512 MiB, at least 3 passes."""
    started = time.perf_counter()
    _argon("calibration", b"\0" * 16, Argon(LEAST_KIB, 1))
    one_pass = max(time.perf_counter() - started, 1e-4)
    affordable = target_s / one_pass / 3 * LEAST_KIB
    memory = int(max(LEAST_KIB, min(MOST_KIB, affordable))) // MEBIBYTE_KIB * MEBIBYTE_KIB
    passes = round(target_s / one_pass * LEAST_KIB / memory)
    return Argon(memory, max(3, min(passes, 32)))


def _argon(secret: str, salt: bytes, cost: Argon) -> bytes:
    kdf = Argon2id(salt=salt, length=KEY_BYTES, iterations=cost.passes, lanes=1, memory_cost=cost.memory_kib)
    spelled_alike = unicodedata.normalize("NFKC", secret)  # an accent is one sign on one keyboard, two on another
    return kdf.derive(spelled_alike.encode("utf-8", "surrogatepass"))


def derived(key: bytes, purpose: str) -> bytes:
    """A 32-byte key for one purpose, from K."""
    return HKDF(algorithm=hashes.SHA256(), length=KEY_BYTES, salt=None, info=f"CC {purpose}".encode()).derive(key)


def new_key() -> bytes:
    """32 random bytes."""
    return secrets.token_bytes(KEY_BYTES)


def sealed_under(key: bytes, plain: bytes, purpose: str) -> bytes:
    """AES-256-GCM with a random nonce in front; `purpose` is authenticated."""
    nonce = secrets.token_bytes(12)
    return nonce + AESGCM(key).encrypt(nonce, plain, purpose.encode())


def opened_under(key: bytes, sealed: bytes, purpose: str) -> bytes:
    """The plain bytes of `sealed_under`. Raises WrongPassphrase where key or bytes are wrong."""
    try:
        return AESGCM(key).decrypt(sealed[:12], sealed[12:], purpose.encode())
    except (InvalidTag, ValueError) as error:
        raise WrongPassphrase from error


# ---- the wrap file -------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Wrap:
    """The content of a wrap file: salt, cost and K sealed under the passphrase and under the sheet."""

    salt: bytes
    cost: Argon
    by_passphrase: bytes = field(repr=False)
    by_sheet: bytes = field(repr=False)

    def encoded(self) -> bytes:
        """The bytes of the file: one JSON line and its digest, so that a torn copy is known to be torn."""
        body = json.dumps(
            {
                "format": _FORMAT,
                "salt": b64encode(self.salt).decode(),
                "memory_kib": self.cost.memory_kib,
                "passes": self.cost.passes,
                "passphrase": b64encode(self.by_passphrase).decode(),
                "sheet": b64encode(self.by_sheet).decode(),
            }
        ).encode()
        return body + b"\n" + blake2b(body, digest_size=16).hexdigest().encode() + b"\n"


def wrap_from(data: bytes) -> Wrap:
    """A wrap file read back. Raises DamagedWrapFiles where it is torn, changed or of an unknown format."""
    try:
        body, digest = data.rstrip(b"\n").rsplit(b"\n", 1)
        if blake2b(body, digest_size=16).hexdigest().encode() != digest:
            raise DamagedWrapFiles
        found = json.loads(body)
        cost = Argon(int(found["memory_kib"]), int(found["passes"]))
        if found["format"] != _FORMAT or not (8 <= cost.memory_kib <= 4 * MOST_KIB and 1 <= cost.passes <= 64):
            raise DamagedWrapFiles
        return Wrap(b64decode(found["salt"]), cost, b64decode(found["passphrase"]), b64decode(found["sheet"]))
    except (ValueError, KeyError, TypeError) as error:
        raise DamagedWrapFiles from error


def new_wrap(key: bytes, passphrase: str, sheet: bytes, cost: Argon) -> Wrap:
    """K wrapped under a passphrase and a sheet."""
    salt = secrets.token_bytes(16)
    by_passphrase = sealed_under(_argon(passphrase, salt, cost), key, "passphrase")
    return Wrap(salt, cost, by_passphrase, _by_sheet(key, sheet))


def _by_sheet(key: bytes, sheet: bytes) -> bytes:
    return sealed_under(derived(sheet, "unlock sheet"), key, "sheet")


def with_passphrase(wrap: Wrap, key: bytes, passphrase: str, cost: Argon | None = None) -> Wrap:
    """The wrap with another passphrase and a fresh salt; the sheet stays good."""
    salt = secrets.token_bytes(16)
    spent = cost or wrap.cost
    return Wrap(salt, spent, sealed_under(_argon(passphrase, salt, spent), key, "passphrase"), wrap.by_sheet)


def with_sheet(wrap: Wrap, key: bytes, sheet: bytes) -> Wrap:
    """The wrap with another unlock sheet; the old sheet opens nothing any more."""
    return Wrap(wrap.salt, wrap.cost, wrap.by_passphrase, _by_sheet(key, sheet))


def unwrapped(wrap: Wrap, passphrase: str) -> bytes:
    """K by passphrase. Raises WrongPassphrase."""
    return opened_under(_argon(passphrase, wrap.salt, wrap.cost), wrap.by_passphrase, "passphrase")


def unwrapped_by_sheet(wrap: Wrap, sheet: bytes) -> bytes:
    """K by the unlock sheet. Raises WrongUnlockSheet."""
    try:
        return opened_under(derived(sheet, "unlock sheet"), wrap.by_sheet, "sheet")
    except WrongPassphrase as error:
        raise WrongUnlockSheet from error


# ---- the unlock sheet ----------------------------------------------------------------------
def new_sheet() -> bytes:
    """128 random bits."""
    return secrets.token_bytes(SHEET_BYTES)


def sheet_words(sheet: bytes) -> str:
    """The sheet as printed: 7 groups of 4 letters and a check letter."""
    return spelled(sheet, SHEET_GROUP)


def sheet_from(typed: str) -> bytes:
    """The sheet as typed. Raises MistypedCode that names the group at fault."""
    return read_spelled(typed, SHEET_BYTES, SHEET_GROUP)


# ---- the device's own keys -----------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class DeviceKeys:
    """The private keys of one person's device: Ed25519 for signing, X25519 for receiving epoch keys, 32 bytes each."""

    sign_private: bytes = field(repr=False)
    kem_private: bytes = field(repr=False)


def new_device_keys() -> DeviceKeys:
    """Fresh random keys."""
    return DeviceKeys(secrets.token_bytes(KEY_BYTES), secrets.token_bytes(KEY_BYTES))


def device_public(device: DeviceKeys) -> tuple[bytes, bytes]:
    """The public keys of a device: Ed25519 and X25519, 32 bytes each."""
    sign = Ed25519PrivateKey.from_private_bytes(device.sign_private).public_key().public_bytes_raw()
    return sign, X25519PrivateKey.from_private_bytes(device.kem_private).public_key().public_bytes_raw()


def sealed_device_keys(key: bytes, device: DeviceKeys) -> bytes:
    """The device-key file: never in a backup, for two devices with one key would break each other's chain."""
    return sealed_under(derived(key, "device key"), device.sign_private + device.kem_private, "device key")


def device_keys_from(key: bytes, sealed: bytes) -> DeviceKeys:
    """The device keys of a vault. Raises WrongPassphrase where the file is damaged or of another vault."""
    plain = opened_under(derived(key, "device key"), sealed, "device key")
    return DeviceKeys(plain[:KEY_BYTES], plain[KEY_BYTES:])


# ---- the night PIN -------------------------------------------------------------------------
class NightPin:
    """K sealed under six digits, in memory only, for a running program: at most 12 h and five tries.

    Six digits are a million guesses: weaker than a passphrase by far, which the page says. It protects against a
    visitor at the keyboard, not against someone who copies this computer's memory.
    """

    def __init__(self, key: bytes, pin: str, now_s: float, cost: Argon = Argon(), person_id: str = "") -> None:
        self.person_id = person_id
        self._salt = secrets.token_bytes(16)
        self._cost = cost
        self._sealed: bytes | None = sealed_under(_argon(pin, self._salt, cost), key, "night pin")
        self._until_s = now_s + PIN_HOURS * 3600
        self._tries_left = PIN_TRIES

    def is_usable(self, now_s: float) -> bool:
        """True while the PIN may still be tried."""
        if now_s >= self._until_s:
            self.forget()
        return self._sealed is not None

    def opened(self, pin: str, now_s: float) -> bytes:
        """K. Raises WrongPassphrase with the tries left; after the fifth wrong try the key is forgotten."""
        if not self.is_usable(now_s) or self._sealed is None:
            raise WrongPassphrase(tries_left=0)
        try:
            key = opened_under(_argon(pin, self._salt, self._cost), self._sealed, "night pin")
        except WrongPassphrase:
            self._tries_left -= 1
            if self._tries_left <= 0:
                self.forget()
            raise WrongPassphrase(tries_left=max(self._tries_left, 0)) from None
        self._tries_left = PIN_TRIES
        return key

    def forget(self) -> None:
        """Drop the sealed key; only the passphrase opens the vault then."""
        self._sealed = None


def is_pin(typed: str) -> bool:
    """True for exactly six digits."""
    return len(typed) == 6 and typed.isascii() and typed.isdigit()


# ---- sealing while locked ------------------------------------------------------------------
_SUITE = hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)
_NOTE_INFO = b"CC note while locked"


def note_public_key(key: bytes) -> bytes:
    """The public key, 32 bytes, to which notes are sealed while the vault is locked."""
    return _note_private(key).public_key().public_bytes_raw()


def _note_private(key: bytes) -> X25519PrivateKey:
    return X25519PrivateKey.from_private_bytes(derived(key, "notes while locked"))


def sealed_note(public_key: bytes, plain: bytes) -> bytes:
    """A note that only the vault opens (HPKE base mode, RFC 9180)."""
    return bytes(_SUITE.encrypt(plain, X25519PublicKey.from_public_bytes(public_key), _NOTE_INFO))


def opened_note(key: bytes, sealed: bytes) -> bytes:
    """The note. Raises WrongPassphrase where it was not sealed to this vault or is damaged."""
    try:
        return bytes(_SUITE.decrypt(sealed, _note_private(key), _NOTE_INFO))
    except (InvalidTag, ValueError) as error:
        raise WrongPassphrase from error
