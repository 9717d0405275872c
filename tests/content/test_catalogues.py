"""The languages are complete and current, and the checker sees every kind of mistake."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from tools import catalogues, inspection
from tools.sentences import Found, NotLiteral, of_module, sentences

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what the words are read from, with every language complete."""
    root = tmp_path_factory.mktemp("prepared")
    for name in ("caregiver_app", "resources", "translations"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("fonts", "__pycache__", "bundled"))
    catalogues.update(root)
    for language in catalogues.languages(root):  # sentences of today that nobody translated yet stand in English
        gaps = catalogues.missing(root, language)
        english = {name: name.split("|")[-1] for name in gaps}
        catalogues.fill(root, language, {n: english[n] if w == "" else [english[n]] * len(w) for n, w in gaps.items()})
    catalogues.update(root)
    return root


@pytest.fixture
def copied(prepared: Path, tmp_path: Path) -> Path:
    """The same, free to be spoilt."""
    return shutil.copytree(prepared, tmp_path, dirs_exist_ok=True)


def spoil(root: Path, language: str, before: str, after: str) -> list[str]:
    path = catalogues.po_path(root, language)
    words = path.read_text(encoding="utf-8")
    assert before in words
    path.write_text(words.replace(before, after, 1), encoding="utf-8")
    return inspection.problems(root)


def test_every_language_is_complete_and_current() -> None:
    assert inspection.problems(ROOT) == []


def test_the_languages_that_are_promised_are_there() -> None:
    assert set(catalogues.languages(ROOT)) >= {"ar", "es", "fr", "hi"}


def test_arabic_has_six_plural_forms() -> None:
    assert catalogues.read(ROOT, "ar").num_plurals == 6


def test_all_catalogues_say_that_they_are_drafts() -> None:
    for language in catalogues.languages(ROOT):
        assert "Review status: translated_draft." in catalogues.po_path(ROOT, language).read_text(encoding="utf-8")


def test_reading_the_words_again_changes_nothing(copied: Path) -> None:
    before = {path: path.read_bytes() for path in (copied / "translations").rglob("caregiver.*")}
    catalogues.update(copied)
    assert {path: path.read_bytes() for path in (copied / "translations").rglob("caregiver.*")} == before


def test_a_sentence_that_nobody_translated_is_seen(copied: Path) -> None:
    assert any("no translation" in line for line in spoil(copied, "es", 'msgstr "Guardar"', 'msgstr ""'))


def test_a_lost_place_is_seen(copied: Path) -> None:
    found = spoil(copied, "es", 'msgstr "¿Cómo está {name} ahora?"', 'msgstr "¿Cómo está ahora?"')
    assert any("places [] instead of ['name']" in line for line in found)


def test_a_changed_figure_is_seen(copied: Path) -> None:
    found = spoil(copied, "es", 'msgstr "Vomitó 3 veces en 24 horas."', 'msgstr "Vomitó 2 veces en 24 horas."')
    assert any("figures" in line for line in found)


def test_figures_that_a_nurse_could_not_read_are_seen(copied: Path) -> None:
    found = spoil(copied, "ar", 'msgstr "ألم 7 أو أكثر"', 'msgstr "ألم ٧ أو أكثر"')
    assert any("Western" in line for line in found)


def test_a_new_sentence_makes_every_catalogue_too_old(copied: Path) -> None:
    (copied / "caregiver_app" / "new.py").write_text('t("A sentence of tomorrow.")\n', encoding="utf-8")
    found = inspection.problems(copied)
    assert sum("A sentence of tomorrow." in line for line in found) == len(catalogues.languages(copied))
    assert any(line.startswith("caregiver.pot") for line in found)
    catalogues.update(copied)
    assert all("no translation" in line for line in inspection.problems(copied))


def test_a_sentence_that_went_away_and_came_back_keeps_its_translation(copied: Path) -> None:
    path = copied / "caregiver_app" / "ui" / "widgets" / "again.py"
    path.write_text('t("Come back tomorrow.")\n', encoding="utf-8")
    catalogues.update(copied)
    assert catalogues.fill(copied, "es", {"Come back tomorrow.": "Vuelva mañana."}) == []
    path.unlink()
    catalogues.update(copied)
    assert inspection.problems(copied) == []
    path.write_text('t("Come back tomorrow.")\n', encoding="utf-8")
    catalogues.update(copied)
    kept = catalogues.read(copied, "es").get("Come back tomorrow.")
    assert kept is not None
    assert kept.string == "Vuelva mañana."


def test_a_compiled_file_that_is_too_old_is_seen(copied: Path) -> None:
    found = spoil(copied, "es", 'msgstr "Guardar"', 'msgstr "Conservar"')
    assert found == ["es: the compiled file is older than the catalogue; run with --update"]


def test_what_is_missing_can_be_listed_and_filled(copied: Path) -> None:
    spoil(copied, "es", 'msgstr "Guardar"', 'msgstr ""')
    assert catalogues.missing(copied, "es") == {"Save": ""}
    assert catalogues.fill(copied, "es", {"Save": "Guardar", "Nobody says this": "Nadie"}) == ["Nobody says this"]
    catalogues.update(copied)
    assert inspection.problems(copied) == []


@pytest.mark.parametrize(
    ("message", "says"),
    [
        (Message("One day", string=""), "no translation"),
        (Message("One day", string="Un día", flags=["fuzzy"]), "guessed"),
        (Message(("{n} day", "{n} days"), string=("{n} día",)), "1 plural forms instead of 2"),
        (Message("Take **this**", string="Tome esto"), "bold"),
        (Message("Wait … ", string="Espere …"), "space"),
    ],
)
def test_each_mistake_in_a_translation_has_its_line(message: Message, says: str) -> None:
    assert any(says in line for line in inspection.of_message(message, 2))


def test_a_plural_may_say_one_without_the_figure() -> None:
    fine = Message(("{n} day", "{n} days"), string=("un día", "{n} días"))
    assert list(inspection.of_message(fine, 2)) == []


# ---- reading the code ---------------------------------------------------------------------------
def read(code: str) -> list[Found]:
    return list(of_module(code, "caregiver_app/ui/some.py"))


def test_every_way_to_say_something_is_read() -> None:
    code = """
t("One")
self.t("Two" if late else "Three")
around.t("Four {what}", what=t("Five"))
t.plural("{n} six", "{n} sixes", n)
self._t.context("somewhere", "Seven")
N_("Eight")
"""
    found = [(one.msgid, one.many, one.context) for one in read(code)]
    assert found == [
        ("One", None, None),
        ("Two", None, None),
        ("Three", None, None),
        ("Four {what}", None, None),
        ("Five", None, None),
        ("{n} six", "{n} sixes", None),
        ("Seven", None, "somewhere"),
        ("Eight", None, None),
    ]


def test_words_that_are_no_sentences_are_left_alone() -> None:
    assert read('print("One"); path.context("a", "b"); list("Two"); t(variable)') == []


def test_a_sentence_put_together_while_running_is_refused() -> None:
    with pytest.raises(NotLiteral, match=r"some.py:1"):
        read('t(f"Hello {name}")')


def test_a_note_for_translators_travels_with_the_sentence() -> None:
    assert read('# Translators: a verb\nt("Lock")')[0].comment == "a verb"


def test_the_content_files_are_read_too() -> None:
    found = {(one.context, one.msgid) for one in sentences(ROOT)}
    assert ("crisis", "Stay with them.") in found
    assert ("symptom:pain", "No pain") in found
    assert ("fact:ate", "A little") in found
    assert ("comfort:face", "Frowning") in found


def test_the_template_can_be_read_by_other_tools() -> None:
    words = catalogues.template([Found("One", "a.py"), Found("{n} two", "a.py", many="{n} twos")])
    again = read_po(io.BytesIO(catalogues.as_po(words)))
    assert isinstance(again, Catalog)
    assert len(again) == 2
