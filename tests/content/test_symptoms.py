"""The check-in's catalogue as shipped, and what is said about a file with a mistake."""

from __future__ import annotations

from pathlib import Path

import pytest

from caregiver_app import locations
from caregiver_app.content.symptoms import load_symptoms
from caregiver_app.domain.errors import ContentError
from caregiver_app.domain.symptoms import AskedOf, FactKind, Severity, severity

SHIPPED = locations.resources() / "symptoms.toml"
GOOD = """
[about]
review_status = "draft"
quick = ["pain"]
retired = ["ache"]

[[symptom]]
id = "pain"
label = "Pain"
question = "How bad is {name}'s pain right now?"
zero = "No pain"
ten = "Worst pain"
icon = "bolt"
asked_of = "either"

[[fact]]
id = "fell"
label = "Fell"
question = "Did {name} fall?"
kind = "yes_no"

[[comfort]]
id = "face"
label = "Face"
signs = [{ id = "frowning", label = "Frowning" }]
"""


def problem(tmp_path: Path, words: str) -> ContentError:
    path = tmp_path / "symptoms.toml"
    path.write_text(words, encoding="utf-8")
    with pytest.raises(ContentError) as told:
        load_symptoms(path)
    assert told.value.path == path
    assert "symptoms.toml" in str(told.value)
    return told.value


def test_a_good_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "symptoms.toml"
    path.write_text(GOOD, encoding="utf-8")
    assert [s.id for s in load_symptoms(path).symptoms] == ["pain"]


@pytest.mark.parametrize(
    ("before", "after", "where", "says"),
    [
        ('label = "Pain"\n', "", "symptom pain, label", "missing"),
        ('label = "Pain"', 'label = ""', "symptom pain, label", "words"),
        ('label = "Pain"', "label = 3", "symptom pain, label", "words"),
        ('label = "Pain"', 'label = "Pain"\nlable = "Pain"', "symptom pain, lable", "not known"),
        ('asked_of = "either"', 'asked_of = "nobody"', "symptom pain, asked_of", "one of"),
        ('asked_of = "either"', 'asked_of = "either"\non = "yes"', "symptom pain, on", "true or false"),
        ('kind = "yes_no"', 'kind = "choice"', "fact fell, choices", "needs them"),
        ('kind = "yes_no"', 'kind = "yes_no"\nmost = true', "fact fell, most", "whole number"),
        ('kind = "yes_no"', 'kind = "yes_no"\nchoices = "all"', "fact fell, choices", "list of blocks"),
        ('id = "fell"', 'id = "pain"', "pain", "twice"),
        ('id = "fell"', 'id = "ache"', "ache", "retired"),
        ('quick = ["pain"]', 'quick = ["thirst"]', "about, quick", "no symptom thirst"),
        ('quick = ["pain"]', "quick = []", "about, quick", "at least 1"),
        ('quick = ["pain"]', "quick = [1]", "about, quick", "list of sentences"),
        ('review_status = "draft"', 'review_status = "fine"', "about, review_status", "one of"),
        ('review_status = "draft"\n', "", "about, review_status", "missing"),
        ('signs = [{ id = "frowning", label = "Frowning" }]', "signs = []", "comfort face, signs", "at least one"),
        ('signs = [{ id = "frowning", label = "Frowning" }]', "signs = [1]", "comfort face, signs 1", "fields"),
        ("[[comfort]]", "[[comfrot]]", "comfrot", "not known"),
        ("[[symptom]]", "[[symptom", "file", "no TOML"),
    ],
)
def test_a_mistake_is_named_with_its_block_and_field(
    tmp_path: Path, before: str, after: str, where: str, says: str
) -> None:
    assert before in GOOD
    told = problem(tmp_path, GOOD.replace(before, after, 1))
    assert told.where == where
    assert says in told.problem


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ContentError) as told:
        load_symptoms(tmp_path / "symptoms.toml")
    assert told.value.problem == "it cannot be read"


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    path = tmp_path / "symptoms.toml"
    path.write_bytes(b"\xff\xfe\x00[about]")
    with pytest.raises(ContentError, match="no TOML"):
        load_symptoms(path)


def test_a_file_without_blocks_is_refused(tmp_path: Path) -> None:
    told = problem(tmp_path, '[about]\nreview_status = "draft"\nquick = ["pain"]\n')
    assert told.where == "symptom"


def test_the_full_check_in_asks_what_the_specification_has_on() -> None:
    on = " ".join(s.id for s in load_symptoms(SHIPPED).full)
    assert on == "pain tired drowsy nausea appetite breath mood worry wellbeing sleep constip confused"


def test_items_that_are_off_are_still_known() -> None:
    off = {s.id for s in load_symptoms(SHIPPED).symptoms if not s.is_on}
    assert off == {"mouth", "restless", "itch", "cough", "swelling"}


def test_quick_mode_asks_three() -> None:
    catalogue = load_symptoms(SHIPPED)
    assert catalogue.quick == ("pain", "breath", "nausea")
    assert {catalogue.symptom(name) for name in catalogue.quick} <= set(catalogue.full)


def test_every_yes_no_and_count_item_is_there() -> None:
    kinds = {f.id: f.kind for f in load_symptoms(SHIPPED).facts}
    assert kinds["vomited"] is FactKind.COUNT
    assert kinds["temp_c"] is FactKind.TEMPERATURE
    assert kinds["ate"] is kinds["drank"] is FactKind.CHOICE
    asked = " ".join(name for name, kind in kinds.items() if kind is FactKind.YES_NO)
    assert asked == "bowel urine fell new_confusion new_weakness swallow_tablets needs_attention"


def test_pairs_that_people_mix_up_are_told_apart() -> None:
    catalogue = load_symptoms(SHIPPED)
    for name, twin in (("tired", "Sleepiness"), ("drowsy", "Tiredness"), ("mood", "Worry"), ("worry", "Low mood")):
        symptom = catalogue.symptom(name)
        assert symptom is not None
        assert twin in symptom.explain


def test_where_ten_could_be_taken_for_good_the_screen_says_that_it_is_the_worst() -> None:
    for name in ("appetite", "wellbeing"):
        symptom = load_symptoms(SHIPPED).symptom(name)
        assert symptom is not None
        assert "10 is the worst" in symptom.explain


def test_every_question_names_the_person() -> None:
    catalogue = load_symptoms(SHIPPED)
    for symptom in catalogue.symptoms:
        assert "{name}" in symptom.question
    assert all("{name}" in f.question for f in catalogue.facts if f.id != "needs_attention")


def test_what_only_others_can_see_is_not_asked_of_the_person() -> None:
    catalogue = load_symptoms(SHIPPED)
    seen = {s.id for s in catalogue.symptoms if s.asked_of is AskedOf.OBSERVER}
    assert seen == {"restless", "confused"}


def test_the_comfort_check_has_the_groups_of_the_specification() -> None:
    assert [group.id for group in load_symptoms(SHIPPED).comfort] == ["face", "voice", "body", "breathing", "change"]


def test_the_file_says_that_no_clinician_has_checked_it() -> None:
    assert load_symptoms(SHIPPED).review.is_draft


@pytest.mark.parametrize(
    ("score", "band"),
    [
        (0, Severity.NONE),
        (1, Severity.MILD),
        (3, Severity.MILD),
        (4, Severity.MODERATE),
        (6, Severity.MODERATE),
        (7, Severity.SEVERE),
        (10, Severity.SEVERE),
    ],
)
def test_bands_begin_at_1_4_and_7(score: int, band: Severity) -> None:
    assert severity(score) is band
