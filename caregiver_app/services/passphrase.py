"""How long a passphrase would stand against someone who has the file and time; a hint, never a rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

_JUDGED_CHARACTERS = 72  # the matcher's work grows with the square of the length; what follows only makes it stronger


class Weakness(StrEnum):
    """Why a passphrase is easier to guess than its length suggests; the page owns the sentences."""

    NONE = "none"
    EMPTY = "empty"
    SHORT = "short"
    COMMON = "common"
    NAMES = "names"
    DATE = "date"
    REPEATED = "repeated"
    KEYS_IN_A_ROW = "keys_in_a_row"


@dataclass(frozen=True, slots=True)
class Strength:
    """`level` 0 (found at once) to 4 (not found), guesses as a power of ten, and the main weakness."""

    level: int
    guesses_log10: float
    weakness: Weakness


_BY_PATTERN = {
    "dictionary": Weakness.COMMON,
    "date": Weakness.DATE,
    "regex": Weakness.DATE,
    "repeat": Weakness.REPEATED,
    "sequence": Weakness.KEYS_IN_A_ROW,
    "spatial": Weakness.KEYS_IN_A_ROW,
    "bruteforce": Weakness.SHORT,
}


def strength(passphrase: str, words: Sequence[str] = ()) -> Strength:
    """Estimate `passphrase`; `words` are the names someone at the bedside would try first."""
    if not passphrase:
        return Strength(0, 0.0, Weakness.EMPTY)
    from zxcvbn import matching, zxcvbn  # loads its word lists: 0.05 s that only this page should pay

    known = [part for word in words for part in (word, *word.split()) if part]
    try:
        found = zxcvbn(passphrase[:_JUDGED_CHARACTERS], user_inputs=known)
    finally:
        matching.RANKED_DICTIONARIES.pop("user_inputs", None)  # the library would keep the names for ever
    level = int(found["score"])
    return Strength(level, float(found["guesses_log10"]), Weakness.NONE if level >= 3 else _weakness(found["sequence"]))


def _weakness(sequence: Sequence[dict[str, object]]) -> Weakness:
    """The pattern that covers most of the passphrase."""
    longest = max(sequence, key=lambda part: len(str(part["token"])))
    if longest.get("dictionary_name") == "user_inputs":
        return Weakness.NAMES
    return _BY_PATTERN.get(str(longest["pattern"]), Weakness.SHORT)
