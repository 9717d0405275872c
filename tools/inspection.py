"""What is wrong with a catalogue: a gap, a lost place, a changed figure, a stale file. Each problem is one line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from tools import catalogues
from tools.sentences import sentences

_PLACE = re.compile(r"\{(\w*)\}")
_DECIMAL_COMMA = re.compile(r"(?<=\d),(?=\d)")
_FIGURE = re.compile(r"\d+(?:[.,:]\d+)*")
_OTHER_FIGURES = re.compile(r"[٠-٩۰-۹०-९]")
_COUNT = "n"


def problems(root: Path) -> list[str]:
    """Everything that keeps the languages from being complete and current."""
    words = catalogues.template(list(sentences(root)))
    found: list[str] = []
    pot = root / "translations" / f"{catalogues.DOMAIN}.pot"
    if not pot.is_file() or _said(pot) != {(catalogues.key(m), m.id) for m in words}:
        found.append(f"{pot.name}: it is older than the program's words; run with --update")
    for language in catalogues.languages(root):
        found += [f"{language}: {problem}" for problem in of_language(root, language, words)]
    return found


def _said(pot: Path) -> set[tuple[tuple[str | None, str], object]]:
    with pot.open("rb") as file:
        return {(catalogues.key(m), m.id) for m in read_po(file)}


def of_language(root: Path, language: str, words: Catalog) -> Iterator[str]:
    """What is wrong with one language."""
    catalogue = catalogues.read(root, language)
    wanted = {catalogues.key(m) for m in words if m.id}
    there = {catalogues.key(m) for m in catalogue if m.id}
    yield from (f"not in the catalogue: {english!r}" for _, english in sorted(wanted - there, key=str))
    yield from (f"nobody says this any more: {english!r}" for _, english in sorted(there - wanted, key=str))
    for message in catalogue:
        if message.id:
            yield from of_message(message, catalogue.num_plurals)
    compiled = catalogues.po_path(root, language).with_suffix(".mo")
    if not compiled.is_file() or compiled.read_bytes() != catalogues.as_mo(catalogue):
        yield "the compiled file is older than the catalogue; run with --update"


def of_message(message: Message, forms: int) -> Iterator[str]:
    """What is wrong with one translation."""
    english = (message.id,) if isinstance(message.id, str) else tuple(message.id)
    given = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
    name = repr(english[0])
    if message.fuzzy:
        yield f"guessed and not checked: {name}"
    if not given or not all(text.strip() for text in given):
        yield f"no translation: {name}"
        return
    if len(english) > 1 and len(given) != forms:
        yield f"{len(given)} plural forms instead of {forms}: {name}"
    for text in given:
        yield from (f"{problem}: {name}" for problem in _of_text(english[-1], text, is_plural=len(english) > 1))


def _of_text(english: str, text: str, is_plural: bool) -> Iterator[str]:
    places, kept = Counter(_PLACE.findall(english)), Counter(_PLACE.findall(text))
    if is_plural:  # a language may say "one minute" or "two minutes" without the figure
        places.pop(_COUNT, None)
        kept.pop(_COUNT, None)
    if set(places) != set(kept):
        yield f"places {sorted(kept)} instead of {sorted(places)}"
    if Counter(_FIGURE.findall(english)) != Counter(_FIGURE.findall(_DECIMAL_COMMA.sub(".", text))):
        yield f"figures {_FIGURE.findall(text)} instead of {_FIGURE.findall(english)}"
    if _OTHER_FIGURES.search(text):
        yield "figures must be Western"
    if english.count("**") != text.count("**"):
        yield "bold marks are lost"
    if (english[:1].isspace(), english[-1:].isspace()) != (text[:1].isspace(), text[-1:].isspace()):
        yield "a space at an end is lost"
