"""Counts what a reader sees as one letter, so that reading speed means the same in every script.

A small part of Unicode Standard Annex 29: marks, joiners, Hangul, flags, and Indic conjuncts belong to the letter before.
"""

from __future__ import annotations

import unicodedata

_JOINER = "\u200d"
_VIRAMAS = frozenset("\u094d\u09cd\u0acd\u0b4d\u0c4d\u0d4d")  # Devanagari, Bengali, Gujarati, Odia, Telugu, Malayalam
_MARKS = frozenset({"Mn", "Mc", "Me"})


def clusters(text: str) -> int:
    """How many letters a reader sees, spaces and points with them."""
    count = flags = 0
    before, links = "", False
    for letter in text:
        is_flag = "\U0001f1e6" <= letter <= "\U0001f1ff"
        flags = flags + 1 if is_flag else 0
        joins = (
            _extends(letter)
            or (links and unicodedata.category(letter) == "Lo")
            or (before == _JOINER and unicodedata.category(letter) == "So")
            or (is_flag and flags % 2 == 0)
            or _is_jamo_inside(letter)
            or (before == "\r" and letter == "\n")
        )
        count += not joins
        # a virama ties the next consonant, also through other marks
        links = letter in _VIRAMAS or (links and _extends(letter))
        before = letter
    return count


def _extends(letter: str) -> bool:
    is_tone = "\U0001f3fb" <= letter <= "\U0001f3ff"  # the skin of a picture sign
    return letter in (_JOINER, "\u200c") or is_tone or unicodedata.category(letter) in _MARKS


def _is_jamo_inside(letter: str) -> bool:
    return "\u1160" <= letter <= "\u11ff"
