"""The crisis cards as shipped, and what is said about a file with a mistake."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from caregiver_app import locations
from caregiver_app.content.crisis_cards import load_crisis_cards
from caregiver_app.content.symptoms import load_symptoms
from caregiver_app.domain.crisis_cards import FIRST_STEPS, NOTE_THE_TIME, CrisisCard
from caregiver_app.domain.errors import ContentError
from caregiver_app.ui.widgets.icon_shapes import ALIASES, SHAPES

SHIPPED = locations.resources() / "crisis_cards.toml"
GOOD = """
[about]
review_status = "draft"
retired = ["C99"]
first_steps = ["Stay with them.", "Call, or send someone to call.", "Note the time."]

[[card]]
id = "C0"
title = "Something is wrong"
short_title = "Wrong"
icon = "octagon"
do_now = ["Look."]
call_now = ["You are worried."]
do_not = ["Do not wait."]
sources = ["own words [D]"]
"""


@pytest.fixture
def cards() -> tuple[CrisisCard, ...]:
    return load_crisis_cards(SHIPPED)


@pytest.mark.parametrize(
    ("before", "after", "where", "says"),
    [
        ('title = "Something is wrong"\n', "", "card C0, title", "missing"),
        ('id = "C0"\n', "", "card 1, id", "missing"),
        ('do_now = ["Look."]\n', "", "card C0, do_now", "at least 1"),
        ('do_now = ["Look."]', 'do_now = "Look."', "card C0, do_now", "list of sentences"),
        ('do_now = ["Look."]', 'do_now = ["Look.", " "]', "card C0, do_now", "list of sentences"),
        ('sources = ["own words [D]"]\n', "", "card C0, sources", "at least 1"),
        ('icon = "octagon"', 'icon = "octagon"\ndose = "5 mL"', "card C0, dose", "not known"),
        ('icon = "octagon"', 'icon = "octagon"\nhas_medicine = 1', "card C0, has_medicine", "true or false"),
        ('id = "C0"', 'id = "C99"', "C99", "retired"),
        ('id = "C0"', 'id = "C1"', "C0", "general card"),
        ('"Note the time."', '"Note the time.", "Wait."', "about, first_steps", "there must be 3"),
        (', "Note the time."', "", "about, first_steps", "at least 3"),
        ("[[card]]", "[[crad]]", "crad", "not known"),
        ("[[card]]", "[card]", "card", "no cards"),
        ("[about]", "[abuot]", "abuot", "not known"),
        ("[[card]]", "[[card", "file", "no TOML"),
    ],
)
def test_a_mistake_is_named_with_its_block_and_field(
    tmp_path: Path, before: str, after: str, where: str, says: str
) -> None:
    assert before in GOOD
    path = tmp_path / "crisis_cards.toml"
    path.write_text(GOOD.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(ContentError) as told:
        load_crisis_cards(path)
    assert told.value.where == where
    assert says in told.value.problem


def test_a_card_that_stands_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "crisis_cards.toml"
    path.write_text(GOOD + GOOD[GOOD.index("[[card]]") :], encoding="utf-8")
    with pytest.raises(ContentError, match="twice"):
        load_crisis_cards(path)


def test_the_general_card_and_all_eighteen_are_there(cards: tuple[CrisisCard, ...]) -> None:
    assert [card.id for card in cards] == [f"C{n}" for n in range(19)]


def test_every_card_begins_with_stay_call_and_note_the_time(cards: tuple[CrisisCard, ...]) -> None:
    for card in cards:
        assert card.do_now[:FIRST_STEPS] == cards[0].do_now[:FIRST_STEPS]
        assert card.do_now[NOTE_THE_TIME] == "Note the time."


def test_a_prohibition_can_be_read_alone_without_turning_into_its_opposite(cards: tuple[CrisisCard, ...]) -> None:
    for card in cards:
        for line in card.do_not:
            for sentence in re.findall(r"[^.]+\.", line):
                assert sentence.strip().startswith(("Do not", "This program")), sentence


def test_no_card_carries_a_dose(cards: tuple[CrisisCard, ...]) -> None:
    amount = re.compile(r"\d+\s*(mg|mcg|µg|g|ml|mL|drops|tablets?)\b")
    for card in cards:
        for line in (*card.do_now, *card.call_now, *card.call_today, *card.do_not, *card.prepare):
            assert not amount.search(line), line


def test_no_card_names_a_drug(cards: tuple[CrisisCard, ...]) -> None:
    drugs = "morphine oxycodone fentanyl midazolam haloperidol lorazepam paracetamol ibuprofen naloxone levomepromazine"
    for card in cards:
        for line in (*card.do_now, *card.call_now, *card.call_today, *card.do_not, *card.prepare):
            assert not set(drugs.split()) & set(re.findall(r"[a-z]+", line.lower())), line


def test_the_numbers_of_the_specification_are_kept(cards: tuple[CrisisCard, ...]) -> None:
    by_id = {card.id: card for card in cards}
    assert "They needed 3 or more doses in 24 hours." in by_id["C1"].call_today
    assert "Pain is 7 or more when you check again." in by_id["C1"].call_now
    assert any("15 cm" in line for line in by_id["C2"].do_now)
    assert "They vomited 3 times in 24 hours." in by_id["C4"].call_today
    assert "It lasts 5 minutes, or the time in the plan." in by_id["C5"].call_now


def test_what_a_card_points_to_is_there(cards: tuple[CrisisCard, ...]) -> None:
    known = {s.id for s in load_symptoms(locations.resources() / "symptoms.toml").symptoms}
    for card in cards:
        assert set(card.symptoms) <= known
        assert card.icon in SHAPES or card.icon in ALIASES, card.icon


def test_no_card_types_an_emergency_number(cards: tuple[CrisisCard, ...]) -> None:
    for card in cards:
        for line in (*card.do_now, *card.call_now, *card.call_today):
            assert not re.search(r"\b(112|911|999|000|110|061)\b", line)


def test_every_card_says_its_sources_and_that_it_is_a_draft(cards: tuple[CrisisCard, ...]) -> None:
    for card in cards:
        assert card.review.is_draft
        assert card.review.sources
