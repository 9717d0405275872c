"""The rules as shipped fit what people can tick, the cards that are there, and the words that are said."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from caregiver_app import locations
from caregiver_app.content.crisis_cards import load_crisis_cards
from caregiver_app.content.flags import load_rules
from caregiver_app.content.symptoms import load_symptoms
from caregiver_app.domain.errors import ContentError
from caregiver_app.domain.flags.signs import SUDDEN
from caregiver_app.domain.flags.told import Urgency

SHIPPED = locations.resources() / "flags.toml"
RULES = load_rules(SHIPPED)
CATALOGUE = load_symptoms(locations.resources() / "symptoms.toml")
CARDS = {card.id for card in load_crisis_cards(locations.resources() / "crisis_cards.toml")}
# the signs of vignettes.md; "fell" and "new_confusion" are questions of their own
TICKS = ["hard_to_wake", "slow_breathing", "pinpoint_pupils", "blue_lips", "swollen_belly", "no_gas", "shivering", "unwell", "frightening_things_danger", "head_hit", "cannot_get_up", "new_pain", "back_pain_new", "leg_weakness", "numbness", "unsteady", "bladder_bowel_change", "band_like", "worse_lying_coughing", "wakes_at_night", "blood_in_vomit", "coffee_grounds", "cannot_keep_medicines_down", "lower_belly_pain", "tight_lower_belly", "jerks", "bad_dreams", "seeing_things", "patch_fell_off", "two_patches", "heat_pad", "skin_red_stays", "skin_open", "skin_black", "skin_smelly", "skin_hot", "redness_spreading_fast", "watery_stool", "wants_to_die"]


def test_every_rule_is_there() -> None:
    assert list(RULES.rules) == [f"R{n:02}" for n in range(1, 34)]


def test_every_sign_that_a_rule_asks_for_can_be_ticked() -> None:
    assert sorted(sign.id for watch in CATALOGUE.watches for sign in watch.signs) == sorted([*TICKS, *SUDDEN])


def test_every_link_of_a_rule_leads_to_a_card() -> None:
    for rule in RULES.rules.values():
        links = {rule.card, *rule.card_for.values()} - {""}
        assert links <= CARDS, rule.id


@pytest.mark.parametrize("tick", SUDDEN)
def test_something_sudden_leads_to_its_card(tick: str) -> None:
    assert RULES.rule("R33").card_about(tick) in CARDS


def test_every_rule_has_a_name_and_a_source_with_its_tag() -> None:
    for rule in RULES.rules.values():
        assert rule.title
        assert re.search(r"\[[SKD]\]|plan|card", rule.source), rule.id


def test_nobody_claims_that_a_clinician_has_read_them() -> None:
    assert RULES.review.is_draft


GOOD = """
[about]
review_status = "draft"
[[rule]]
id = "R01"
title = "Severe"
source = "own choice [D]"
more = ["until_min"]
[rule.numbers]
from = 7
until_min = 60
[rule.urgencies]
severe = "U2"
[rule.why]
severe = "{symptom}: {score}."
"""


def test_a_good_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "flags.toml"
    path.write_text(GOOD, encoding="utf-8")
    rule = load_rules(path).rule("R01")
    assert (rule["from"], dict(rule.urgencies), sorted(rule.more)) == (7, {"severe": Urgency.U2}, ["until_min"])


@pytest.mark.parametrize(
    ("good", "bad", "where", "problem"),
    [
        ('severe = "U2"', 'severe = "U4"', "urgencies, severe", "U1, U2 or U3"),
        ("from = 7", "from = 7.5", "numbers, from", "whole number"),
        ("from = 7", 'from = "seven"', "numbers, from", "whole number"),
        ('more = ["until_min"]', 'more = ["until"]', "more", "no number until"),
        ('severe = "{symptom}: {score}."', 'grave = "x"', "why", "needs both"),
        ('severe = "{symptom}: {score}."', "severe = 3", "why, severe", "must be words"),
        ('title = "Severe"', 'titel = "Severe"', "title", "missing"),
        ('id = "R01"', 'id = "R01"\ncolour = "red"', "colour", "not known"),
        ('review_status = "draft"', 'review_status = "good"', "review_status", "one of"),
        ("[[rule]]", "[[rules]]", "rules", "not known"),
    ],
)
def test_a_mistake_is_told_with_its_place(tmp_path: Path, good: str, bad: str, where: str, problem: str) -> None:
    path = tmp_path / "flags.toml"
    path.write_text(GOOD.replace(good, bad, 1), encoding="utf-8")
    with pytest.raises(ContentError) as told:
        load_rules(path)
    assert where in told.value.where
    assert problem in told.value.problem


def test_a_rule_that_stands_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "flags.toml"
    path.write_text(GOOD + GOOD[GOOD.index("[[rule]]") :], encoding="utf-8")
    with pytest.raises(ContentError, match="twice"):
        load_rules(path)
