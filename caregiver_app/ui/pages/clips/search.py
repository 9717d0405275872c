"""Finds clips by what was typed, in any of their languages, whatever the accents; a slip of the finger is forgiven.

A word that some clip says counts as it stands. Only one that no clip says is taken for a misspelling of one that is
near: one letter wrong, missing, added or swapped in words of 4 letters and more, two from 7 letters on.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from caregiver_app.domain.clips import Clip, ClipShelf, ClipWords

_SHORTEST, _LONG = 4, 7  # letters from which one slip is forgiven, and two
_BETWEEN = re.compile(r"[\s.,;:!?¿¡()\"“”«»'’‘\-–—/।،؛؟…]+")
_ARABIC = str.maketrans({"ة": "ه", "ى": "ي", "ـ": None})  # written one for the other by many; and the stretcher


def plain(words: str) -> str:
    """Words without accents, in small letters, as a search compares them."""
    apart = unicodedata.normalize("NFKD", words.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).translate(_ARABIC)


@dataclass(frozen=True, slots=True)
class _Version:
    """A clip in one language: all it says, and its words."""

    text: str
    words: frozenset[str]


class Finder:
    """A shelf made ready to be searched at every key."""

    def __init__(self, shelf: ClipShelf) -> None:
        self._clips = tuple((clip, tuple(map(_version, clip.words.values()))) for clip in shelf.clips)
        self._known = frozenset(word for _, versions in self._clips for one in versions for word in one.words)

    def found(self, typed: str, topic: str = "", spoken: str = "") -> tuple[Clip, ...]:
        """The clips of a topic and with a voice ("" for any) that say every word that was typed, in one language."""
        wanted = [self._meant(word) for word in _words(typed)]
        return tuple(
            clip
            for clip, versions in self._clips
            if (not topic or clip.topic == topic)
            and (not spoken or clip.sound_in(spoken) is not None)
            and any(all(_says(version, meant) for meant in wanted) for version in versions)
        )

    def _meant(self, word: str) -> frozenset[str] | str:
        """The word itself where a clip says it; else the nearest words that clips do say, none where none is near."""
        is_said = any(word in version.text for _, versions in self._clips for version in versions)
        if is_said or len(word) < _SHORTEST or any(letter.isdigit() for letter in word):
            return word
        most = 2 if len(word) >= _LONG else 1
        near = {known: slips for known in self._known if (slips := _slips(word, known, most)) <= most}
        least = min(near.values(), default=0)
        return frozenset(known for known, slips in near.items() if slips == least)


def _slips(typed: str, known: str, most: int) -> int:
    """How many letters apart `typed` is from `known` or from its beginning; more than `most` where it is far."""
    if len(known) < len(typed) - most:
        return most + 1
    ends = {min(len(known), len(typed) + more) for more in range(-most, most + 1)}
    return min(OSA.distance(typed, known[:end], score_cutoff=most) for end in ends)


def _says(version: _Version, meant: frozenset[str] | str) -> bool:
    return meant in version.text if isinstance(meant, str) else not meant.isdisjoint(version.words)


def _version(said: ClipWords) -> _Version:
    text = plain(" ".join((said.title, *(f"{step.action} {step.caution}" for step in said.steps))))
    return _Version(text, frozenset(_words(text)))


def _words(text: str) -> list[str]:
    return [word for word in _BETWEEN.split(plain(text)) if word]
