"""Words, places, plurals, dates and direction, on the catalogues that the program ships."""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from caregiver_app import locations
from caregiver_app.domain.time import Instant
from caregiver_app.text import PSEUDO, Texts, countries, languages, load_texts, preferred, pseudo

TRANSLATIONS = locations.translations()
SHIPPED = tuple(one.tag for one in languages(TRANSLATIONS))


def at(day: int, hour: int, minute: int = 30) -> Instant:
    zone = timezone(timedelta(hours=1))
    moment = datetime(2026, 11, day, hour, minute, tzinfo=zone)
    return Instant(int(moment.timestamp() * 1000), 60)


def texts(language: str) -> Texts:
    return load_texts(language, TRANSLATIONS)


def test_every_shipped_language_says_its_own_name_and_direction() -> None:
    assert [(one.tag, one.autonym, one.direction) for one in languages(TRANSLATIONS)] == [
        ("en", "English", "ltr"),
        ("ar", "العربية", "rtl"),
        ("es", "Español", "ltr"),
        ("fr", "Français", "ltr"),
        ("hi", "हिन्दी", "ltr"),
    ]


def test_the_direction_said_at_the_start_is_the_direction_of_the_words() -> None:
    for one in languages(TRANSLATIONS):
        assert texts(one.tag).direction == one.direction


LOCK_SCREEN = """
import sys
from caregiver_app import locations, text
text.languages(locations.translations())
text.load_texts("ar", locations.translations())("Save")
print("babel" in sys.modules)
"""


def test_listing_languages_leaves_babel_alone_so_that_the_lock_screen_need_not_wait() -> None:
    root = Path(__file__).parents[2]
    said = subprocess.run([sys.executable, "-c", LOCK_SCREEN], capture_output=True, text=True, check=True, cwd=root)
    assert said.stdout.strip() == "False"


def test_a_translation_that_no_native_reader_checked_says_so() -> None:
    for language in SHIPPED:
        assert texts(language).is_draft is (language != "en")


WORDS_FOR_SAVE = {"en": "Save", "es": "Guardar", "ar": "حفظ", "fr": "Enregistrer", "hi": "सेव करें"}


def test_no_shipped_language_is_forgotten_below() -> None:
    assert set(WORDS_FOR_SAVE) == set(SHIPPED)


@pytest.mark.parametrize(("language", "word"), WORDS_FOR_SAVE.items())
def test_a_sentence_is_translated(language: str, word: str) -> None:
    assert texts(language)("Save") == word


def test_places_are_filled_in_every_language() -> None:
    for language in (*SHIPPED, PSEUDO):
        assert "Rosa" in texts(language)("How is {name} now?", name="Rosa")


def test_braces_typed_by_a_person_are_words_and_no_places() -> None:
    assert texts("en")("How is {name} now?", name="{0} {name}") == "How is {0} {name} now?"


def test_content_is_found_by_its_block_and_falls_back_to_english() -> None:
    t = texts("es")
    assert t.content("crisis", "Stay with them.") == "Quédese con la persona."
    assert t.content("crisis", "A sentence of a newer content file.") == "A sentence of a newer content file."
    assert t.content("crisis", "") == ""


def test_the_same_english_may_differ_by_context() -> None:
    t = texts("es")
    assert (t("Change"), t.content("comfort:change", "Change")) == ("Cambiar", "Cambio")


def test_arabic_has_its_six_plural_forms() -> None:
    t = texts("ar")
    said = [t.plural("{n} minute", "{n} minutes", n) for n in (0, 1, 2, 3, 11, 100)]
    assert said == ["أقل من دقيقة", "دقيقة واحدة", "دقيقتان", "3 دقائق", "11 دقيقة", "100 دقيقة"]


def test_days_and_times_read_as_people_say_them() -> None:
    now = at(24, 19)
    assert (texts("en").day(now), texts("en").clock(now)) == ("Tuesday 24 November", "19:30")
    assert (texts("es").day(now), texts("es").clock(now)) == ("martes, 24 de noviembre", "19:30")
    assert (texts("fr").day(now), texts("fr").clock(now)) == ("mardi 24 novembre", "19:30")
    assert (texts("hi").day(now), texts("hi").clock(now)) == ("मंगलवार, 24 नवंबर", "7:30 pm")
    assert texts("ar").day(now) == "الثلاثاء، 24 نوفمبر"
    assert texts("en").short_day(now) == "24 Nov"
    assert texts("en").date(now) == "24 November 2026"


def test_today_and_yesterday_are_said_by_name_and_an_older_day_in_full() -> None:
    t, now = texts("en"), at(24, 19)
    assert t.when(at(24, 7), now) == "Today, 07:30"
    assert t.when(at(23, 23), now) == "Yesterday, 23:30"
    assert t.when(at(22, 23), now) == "Sunday 22 November, 23:30"


def test_the_day_of_an_entry_is_the_day_on_the_wall_where_it_was_written() -> None:
    late = Instant(at(23, 23).utc_ms, 60)
    assert texts("en").day_near(late, at(24, 0)) == "Yesterday"


def test_arabic_keeps_western_figures_and_their_order() -> None:
    t = texts("ar")
    said = t.clock(at(24, 19))
    assert "\u20667:30\u2069" in said
    assert "م" in said
    assert t.isolate("+44 20 7946 0000") == "\u2066+44 20 7946 0000\u2069"
    assert t.number(37.5) == "37.5"
    assert not any(figure in t.date(at(24, 19)) for figure in "٠١٢٣٤٥٦٧٨٩")


def test_every_language_writes_the_figures_that_a_nurse_reads() -> None:
    now = at(24, 19)
    for language in SHIPPED:
        t = texts(language)
        said = (t.clock(now), t.day(now), t.short_day(now), t.date(now), t.number(1234.5), t.when(at(22, 3), now))
        figures = {one for words in said for one in words if one.isdigit()}
        assert figures <= set("0123456789"), language


def test_left_to_right_words_carry_no_hidden_marks() -> None:
    for language in (one.tag for one in languages(TRANSLATIONS) if one.direction == "ltr"):
        t = texts(language)
        assert t.isolate("112") == "112"
        assert t.name("Rosa") == "Rosa"
        assert not set(t.clock(at(24, 19))) & set("\u2066\u2068\u2069")


def test_short_things_are_listed_with_the_languages_own_comma_and_without_gaps() -> None:
    assert texts("en").listed(("Sam", "", "any time")) == "Sam, any time"
    assert texts("ar").listed(("سام", texts("ar").isolate(""), "555")) == "سام، 555"


def test_a_number_has_the_decimal_mark_of_the_language() -> None:
    assert [texts(x).number(37.5) for x in ("en", "es", "fr", "hi")] == ["37.5", "37,5", "37,5", "37.5"]


def test_the_pseudo_language_is_forty_percent_longer_and_keeps_its_places() -> None:
    plain = "Write to {name} about the blue bottle, at {time} today."
    longer = pseudo(plain)
    assert len(longer) >= len(plain) * 1.35
    assert "{name}" in longer
    assert "{time}" in longer
    assert longer.startswith("[") and longer.endswith("]")
    assert texts(PSEUDO)(plain, name="Rosa", time="19:30").count("Rosa") == 1


def test_an_unknown_language_is_english_and_no_error(tmp_path: Path) -> None:
    assert load_texts("tlh", tmp_path)("Save") == "Save"
    assert [one.tag for one in languages(tmp_path / "nowhere")] == ["en"]


def test_the_computers_own_language_is_taken_where_it_is_offered() -> None:
    offered = languages(TRANSLATIONS)
    assert preferred(["es-MX", "en-US"], offered) == "es"
    assert preferred(["fr_FR", "ar-EG"], offered) == "fr"
    assert preferred(["hi_IN"], offered) == "hi"
    assert preferred(["de_DE", "ar-EG"], offered) == "ar"
    assert preferred(["de_DE"], offered) == "en"
    assert preferred([], offered) == "en"


def test_countries_are_named_in_the_language_and_sorted_by_name() -> None:
    named = dict(countries(texts("es")))
    assert named["ES"] == "España"
    assert "EU" not in named
    assert len(named) > 200
    assert [name.casefold() for _, name in countries(texts("en"))] == sorted(
        name.casefold() for _, name in countries(texts("en"))
    )


def test_the_words_shown_do_not_stand_in_the_programs_own_notes() -> None:
    assert "Guardar" not in repr(texts("es"))
