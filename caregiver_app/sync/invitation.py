"""The code of an invitation: 80 random bits as 16 letters and two check letters, or as 25 digits for the telephone."""

from __future__ import annotations

import secrets

from caregiver_app.domain.codes import read_spelled, spelled, tidied
from caregiver_app.domain.errors import MistypedCode

CODE_BYTES = 10
_GROUP = 8
_DIGITS = 25
_CHECK = 7  # 2**80 * 7 < 10**25; a wrong digit or two swapped ones leave a remainder but for a difference of seven


def new_code() -> bytes:
    """80 random bits."""
    return secrets.token_bytes(CODE_BYTES)


def in_letters(code: bytes) -> str:
    """Two groups of eight letters and a check letter, as they are shown and typed."""
    return spelled(code, _GROUP)


def in_digits(code: bytes) -> str:
    """Five groups of five digits, as they are read aloud."""
    digits = f"{int.from_bytes(code, 'big') * _CHECK:0{_DIGITS}d}"
    return " ".join(digits[n : n + 5] for n in range(0, _DIGITS, 5))


def code_from(typed: str) -> bytes:
    """The code from either form. Raises MistypedCode, with the group at fault where the letters tell."""
    tidy = tidied(typed)
    if len(tidy) == _DIGITS and tidy.isascii() and tidy.isdigit():
        number, rest = divmod(int(tidy), _CHECK)
        if rest or number >= 1 << (8 * CODE_BYTES):
            raise MistypedCode
        return number.to_bytes(CODE_BYTES, "big")
    return read_spelled(typed, CODE_BYTES, _GROUP)
