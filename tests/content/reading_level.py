"""How hard a text is to read: the Flesch–Kincaid grade, with syllables counted from the spelling."""

from __future__ import annotations

import re

_SILENT = re.compile(r"(?:[^laeiouy]es|[^aeiouytd]ed|[^l]e)$")
_VOWELS = re.compile(r"[aeiouy]+")
_PLACE = re.compile(r"\{\w+\}")


def syllables(word: str) -> int:
    """Syllables of an English word, at least one; right for most words and never far off."""
    letters = re.sub(r"[^a-z]", "", word.lower())
    if len(letters) <= 3:
        return 1
    return max(1, len(_VOWELS.findall(_SILENT.sub(lambda end: end[0][0], letters))))


def grade(text: str) -> float:
    """School years of the United States that the text asks for (Kincaid 1975); places count as a short name."""
    plain = _PLACE.sub("Rosa", text)
    sentences = [part for part in re.split(r"[.?!:;…]+(?:\s|$)", plain) if re.search(r"[A-Za-z]", part)]
    words = re.findall(r"[A-Za-z'’]+|\d+", plain)
    if not words:
        return 0.0
    per_sentence = len(words) / max(1, len(sentences))
    return 0.39 * per_sentence + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def longest_sentence(text: str) -> int:
    """Words in the longest sentence."""
    return max((len(part.split()) for part in re.split(r"[.?!:;]+(?:\s|$)", text)), default=0)
