"""Codes that people copy from paper or hear on the telephone: Crockford's letters, a check character in each group.

Each group ends in one check character over GF(32) that also covers the group's place, so a single wrong letter, two
swapped neighbours or two swapped groups are found, and the screen can point at the group.
"""

from __future__ import annotations

from caregiver_app.domain.errors import MistypedCode

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_FORGIVEN = str.maketrans(
    {"O": "0", "I": "1", "L": "1", "U": "V", "-": None, " ": None, "\u00a0": None, "\t": None, "\n": None}
)


def _times_alpha(value: int) -> int:
    value <<= 1
    return value ^ 0b100101 if value & 32 else value


def _check(values: list[int], place: int) -> int:
    total = place % 31 + 1
    for value in values:
        total = _times_alpha(total) ^ value
    return _times_alpha(total)


def spelled(data: bytes, group_data: int) -> str:
    """`data` as groups of `group_data` letters and one check letter, joined by hyphens; bits are padded with zeros."""
    bits = len(data) * 8
    letters = -(-bits // 5)
    number = int.from_bytes(data, "big") << (letters * 5 - bits)
    values = [number >> (5 * (letters - 1 - n)) & 31 for n in range(letters)]
    values += [0] * (-letters % group_data)
    groups = [values[n : n + group_data] for n in range(0, len(values), group_data)]
    return "-".join(
        "".join(ALPHABET[v] for v in group) + ALPHABET[_check(group, place)] for place, group in enumerate(groups)
    )


def tidied(typed: str) -> str:
    """What was typed in capital letters without spaces; O, I, L and U are read as the letters they are taken for."""
    return typed.upper().translate(_FORGIVEN)


def read_spelled(typed: str, size: int, group_data: int) -> bytes:
    """The `size` bytes of a typed code. Raises MistypedCode with the 0-based group at fault, None for a wrong length."""
    letters = tidied(typed)
    width = group_data + 1
    letters_wanted = -(-size * 8 // 5)
    wanted = -(-letters_wanted // group_data)
    if len(letters) != wanted * width or any(letter not in ALPHABET for letter in letters):
        raise MistypedCode(_faulty_group(letters, width, wanted))
    values: list[int] = []
    for place in range(wanted):
        group = [ALPHABET.index(letter) for letter in letters[place * width : (place + 1) * width]]
        if _check(group[:-1], place) != group[-1]:
            raise MistypedCode(place)
        values += group[:-1]
    count = -(-size * 8 // 5)
    number = 0
    for value in values[:count]:
        number = number << 5 | value
    return (number >> (count * 5 - size * 8)).to_bytes(size, "big")


def _faulty_group(letters: str, width: int, wanted: int) -> int | None:
    if len(letters) != wanted * width:
        return None
    return next(n // width for n, letter in enumerate(letters) if letter not in ALPHABET)
