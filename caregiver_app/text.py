"""Words, plurals, dates, numbers and reading direction in the family's language. Babel and gettext live here only.

Scores, times and telephone numbers keep Western digits in every language, so that family and nurse read the same
figures aloud (docs/decisions). Babel is imported when a date is first written, so that the lock screen need not wait.
"""

from __future__ import annotations

import gettext
import re
import struct
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from caregiver_app.domain.time import Instant

DOMAIN = "caregiver"
SOURCE = "en"
PSEUDO = "xx-long"
_ISOLATE, _END = "\u2066", "\u2069"
_FIRST_STRONG = "\u2068"
_RTL = frozenset({"ar", "fa", "he", "ur"})
_PLACE = re.compile(r"(\{[^}]*\})")
_FIGURES = re.compile(r"\d+(?:[:.]\d+)+")
_ACCENTS = str.maketrans("aeioucnsyAEIOUCNSY", "áéíóúçñšýÁÉÍÓÚÇÑŠÝ")


@dataclass(frozen=True, slots=True)
class Language:
    """A language the program is complete in: catalogue name, its own name for itself, "ltr" or "rtl"."""

    tag: str
    autonym: str
    direction: str


@dataclass(frozen=True, slots=True)
class Texts:
    """The words of one language; calling it translates an English sentence and fills its named places."""

    language: str
    _catalogue: gettext.NullTranslations = field(repr=False)

    @property
    def direction(self) -> str:
        """Which way this language reads: "ltr" or "rtl"."""
        return "rtl" if self.language.split("-")[0].split("_")[0] in _RTL else "ltr"

    @property
    def is_rtl(self) -> bool:
        """True where the page is mirrored."""
        return self.direction == "rtl"

    @property
    def is_draft(self) -> bool:
        """True where no native reader has checked the translation yet."""
        state: dict[str, str] = getattr(self._catalogue, "_info", {})
        return state.get("x-review-status", "translation_reviewed") == "translated_draft"

    def __call__(self, msgid: str, **places: object) -> str:
        """The sentence in this language with its places filled."""
        return _filled(self._longer(self._catalogue.gettext(msgid)) if msgid else "", places)

    def plural(self, one: str, many: str, n: int, **places: object) -> str:
        """The sentence for `n` things; `n` itself is a place."""
        return _filled(self._longer(self._catalogue.ngettext(one, many, n)), {"n": n, **places})

    def context(self, context: str, msgid: str, **places: object) -> str:
        """The sentence where the same English means something else elsewhere."""
        return _filled(self._longer(self._catalogue.pgettext(context, msgid)), places)

    def content(self, context: str, english: str, **places: object) -> str:
        """A sentence of a content file; `context` is the kind and id of its block, such as "crisis:C1"."""
        if not english:
            return ""
        return _filled(self._longer(self._catalogue.pgettext(context, english)), places)

    def sentences(self) -> frozenset[str]:
        """The English sentences that this language's catalogue knows, with their contexts; empty for English itself."""
        known = getattr(self._catalogue, "_catalog", {})  # gettext offers no other way to list them
        return frozenset(key[0] if isinstance(key, tuple) else key for key in known if key)

    def _longer(self, sentence: str) -> str:
        return pseudo(sentence) if self.language == PSEUDO else sentence

    # ---- dates and numbers -------------------------------------------------------------------
    def clock(self, at: Instant) -> str:
        """The time of day; its figures keep their order, and a word for the half of the day reads as this language."""
        from babel.dates import format_time

        words = _western(format_time(at.wall(), "short", locale=self._locale()))
        return self.name(_FIGURES.sub(lambda found: self.isolate(found[0]), words))

    def day(self, at: Instant) -> str:
        """The day with its weekday: Tuesday 24 November."""
        # Translators: a date pattern of Unicode LDML, weekday, day and month; not words.
        return self._dated(at, self._catalogue.pgettext("date pattern", "EEEE d MMMM"))

    def short_day(self, at: Instant) -> str:
        """A day for axes and tables: 24 Nov."""
        # Translators: a date pattern of Unicode LDML, day and short month; not words.
        return self._dated(at, self._catalogue.pgettext("date pattern", "d MMM"))

    def _dated(self, at: Instant, pattern: str) -> str:
        from babel.dates import format_date

        return _western(format_date(at.wall().date(), pattern, locale=self._locale()))

    def date(self, at: Instant) -> str:
        """The day with its year."""
        from babel.dates import format_date

        return _western(format_date(at.wall().date(), "long", locale=self._locale()))

    def when(self, at: Instant, now: Instant) -> str:
        """Today 19:30, Yesterday 19:30, else the day and time."""
        return self("{day}, {time}", day=self.day_near(at, now), time=self.clock(at))

    def day_near(self, at: Instant, now: Instant) -> str:
        """Today, Yesterday, else the day."""
        day: date = at.wall().date()
        today = now.wall().date()
        if day == today:
            return self("Today")
        if day == today - timedelta(days=1):
            return self("Yesterday")
        return self.day(at)

    def number(self, value: float) -> str:
        """A number with this language's decimal mark and Western digits."""
        from babel.numbers import format_decimal

        return _western(format_decimal(value, locale=self._locale(), numbering_system="latn"))

    def isolate(self, words: str) -> str:
        """Keep a telephone number, a time or an amount in its own order inside right-to-left words."""
        return f"{_ISOLATE}{words}{_END}" if self.is_rtl and words else words

    def listed(self, words: Iterable[str]) -> str:
        """Several short things one after the other, with this language's own comma; empty ones are left out."""
        # Translators: the comma between the parts of a list, with its space.
        return self._catalogue.pgettext("between", ", ").join(part for part in words if part)

    def name(self, words: str) -> str:
        """Keep a name typed by a person from disturbing the sentence around it."""
        return f"{_FIRST_STRONG}{words}{_END}" if self.is_rtl and words else words

    def _locale(self) -> Any:
        from babel import Locale

        return Locale.parse("en_GB" if self.language in (SOURCE, PSEUDO) else self.language.replace("-", "_"))


_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹०१२३४५६७८९", "0123456789" * 3)


def _western(words: str) -> str:
    return words.translate(_DIGITS).replace("\u202f", "\u00a0")


def _filled(sentence: str, places: dict[str, object]) -> str:
    return sentence.format_map(places) if places else sentence


def pseudo(sentence: str) -> str:
    """A sentence 40 % longer with accents and brackets, its places untouched: for finding cut words."""
    parts = _PLACE.split(sentence)
    accented = "".join(part if part.startswith("{") else part.translate(_ACCENTS) for part in parts)
    length = sum(len(part) for part in parts if not part.startswith("{"))
    padding = "aeiou lorem " * (length // 24 + 1)
    return f"[{accented} {padding[: max(2, length * 2 // 5)].strip()}]"


def load_texts(language: str, translations: Path) -> Texts:
    """The words of a language; English and the pseudo-language need no catalogue. A missing catalogue is English."""
    if language in (SOURCE, PSEUDO, ""):
        return Texts(language or SOURCE, gettext.NullTranslations())
    path = translations / language / "LC_MESSAGES" / f"{DOMAIN}.mo"
    try:
        with path.open("rb") as file:
            return Texts(language, gettext.GNUTranslations(file))
    except OSError:
        return Texts(SOURCE, gettext.NullTranslations())


def languages(translations: Path) -> tuple[Language, ...]:
    """Every language with a catalogue, English first, each under its own name.

    Name and direction come from Babel when a catalogue is compiled; asking Babel here would cost every start 60 ms.
    """
    found = [Language(SOURCE, "English", "ltr")]
    for path in sorted(translations.glob(f"*/LC_MESSAGES/{DOMAIN}.mo")):
        said = _header(path)
        tag = path.parent.parent.name
        found.append(Language(tag, said.get("x-autonym", tag), said.get("x-direction", "ltr")))
    return tuple(found)


def _header(path: Path) -> dict[str, str]:
    """The header of a compiled catalogue: its first, empty sentence. Reading the rest would cost every start 5 ms."""
    data = path.read_bytes()
    order = "<" if data[:4] == b"\xde\x12\x04\x95" else ">"
    (place,) = struct.unpack_from(f"{order}I", data, 16)
    length, start = struct.unpack_from(f"{order}II", data, place)
    lines = (line.partition(":") for line in data[start : start + length].decode().splitlines())
    return {name.strip().lower(): value.strip() for name, colon, value in lines if colon}


def preferred(wanted: list[str], offered: tuple[Language, ...]) -> str:
    """The offered language that fits the computer's own best; English where none does."""
    for tag in wanted:
        base = tag.replace("_", "-").split("-")[0]
        for language in offered:
            if language.tag in (tag, base):
                return language.tag
    return SOURCE


def countries(texts: Texts) -> tuple[tuple[str, str], ...]:
    """Two-letter codes and names of countries in this language, by name."""
    from babel import Locale

    base = "en" if texts.language in (SOURCE, PSEUDO) else texts.language.replace("-", "_")
    names = Locale.parse(base).territories
    real = [str(code) for code in names if len(str(code)) == 2 and str(code).isalpha() and code not in _NO_COUNTRY]
    return tuple(sorted(((code, str(names[code])) for code in real), key=lambda pair: pair[1].casefold()))


_NO_COUNTRY = frozenset({"EU", "EZ", "UN", "XA", "XB", "ZZ", "QO", "AC", "CP", "DG", "EA", "IC", "TA"})
