"""Words that a tired person understands, and words that this program must never say (clinical.md §§3.3, 12, 13.2)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.content.reading_level import grade, longest_sentence, syllables
from tools.sentences import Found, sentences

ROOT = Path(__file__).parents[2]
ALL = list(sentences(ROOT))
CONTENT = [one for one in ALL if one.file.startswith("resources/")]
CLAIMS = re.compile(
    r"\b(normal\w*|safe|safely|probabl[ey]|diagnosis|monitors?|monitoring|detects?|predicts?|clinically proven"
    r"|(?:FDA|CE)[ -]?(?:approved|marked?)|everything is (?:fine|ok|all right)|alerts? your (?:doctor|team|nurse))\b",
    re.IGNORECASE,
)
JARGON = re.compile(
    r"\b(dyspn\w+|titrat\w+|PRN|analges\w+|opioid\w*|agitat\w+|terminal|palliative|subcutaneous|administer\w*|oral\w*"
    r"|sync\w*|encrypt\w*|vault file|server|database|authenticat\w*|cache|token)\b",
    re.IGNORECASE,
)


def told(found: list[Found], file: str) -> str:
    """All sentences of a file as one text, each ending as a sentence."""
    return " ".join(one.msgid if one.msgid[-1] in ".?!" else f"{one.msgid}." for one in found if one.file == file)


@pytest.mark.parametrize(
    ("word", "count"), [("call", 1), ("medicine", 3), ("tired", 1), ("breathing", 2), ("table", 2)]
)
def test_syllables_are_counted_as_they_are_spoken(word: str, count: int) -> None:
    assert syllables(word) == count


def test_a_hard_text_is_told_from_an_easy_one() -> None:
    hard = "Administration of anticipatory medication necessitates comprehensive multidisciplinary documentation."
    assert grade(hard) > 12
    assert grade("Stay with them. Call now. Note the time.") < 3


@pytest.mark.parametrize(("file", "most"), [("resources/crisis_cards.toml", 5.0), ("resources/symptoms.toml", 6.0)])
def test_content_is_written_for_the_first_school_years(file: str, most: float) -> None:
    assert grade(told(ALL, file)) <= most


def test_the_words_of_the_pages_are_as_easy() -> None:
    pages = [one for one in ALL if one.file.endswith(".py") and len(one.msgid.split()) > 3]
    assert grade(" ".join(one.msgid if one.msgid[-1] in ".?!" else f"{one.msgid}." for one in pages)) <= 6.0


def test_no_single_sentence_is_hard() -> None:
    hard = {one.msgid: round(grade(one.msgid), 1) for one in ALL if len(one.msgid.split()) >= 8}
    assert {words: level for words, level in hard.items() if level > 10.0} == {}


def test_no_sentence_is_longer_than_twenty_words_on_a_crisis_card_or_check_in() -> None:
    assert [one.msgid for one in CONTENT if longest_sentence(one.msgid) > 20] == []


def test_the_program_never_claims_what_it_cannot_know() -> None:
    assert [f"{one.file}: {one.msgid}" for one in ALL if CLAIMS.search(f"{one.msgid} {one.many or ''}")] == []


def test_content_never_says_that_someone_has_a_condition() -> None:
    assert [one.msgid for one in CONTENT if re.search(r"\byou have\b", one.msgid, re.IGNORECASE)] == []


def test_no_jargon_is_shown() -> None:
    assert [f"{one.file}: {one.msgid}" for one in ALL if JARGON.search(one.msgid)] == []


def test_a_forbidden_word_would_be_seen() -> None:
    assert CLAIMS.search("Everything is fine.")
    assert CLAIMS.search("A normal result")
    assert JARGON.search("Titrate the dose")
