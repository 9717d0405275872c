"""Letters as a reader sees them: grapheme clusters, so that a vowel sign or an accent is no letter of its own."""

from __future__ import annotations

from PySide6.QtCore import QTextBoundaryFinder

MOST_A_SECOND = 17.0  # what a viewer can read, the usual limit for subtitles


def letters(text: str) -> int:
    """Grapheme clusters of a text (Unicode UAX 29, as Qt finds them)."""
    finder = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Grapheme, text)
    count = 0
    while finder.toNextBoundary() != -1:
        count += 1
    return count


def reading_seconds(text: str) -> float:
    """The least a text must stand to be read."""
    return letters(text) / MOST_A_SECOND
