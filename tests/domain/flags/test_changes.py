"""A family can ask for more attention; only the team can ask for less of what says call now."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from caregiver_app.domain.errors import MissingAnswer, NotAllowed, UnreadableValue
from caregiver_app.domain.flags.changes import ON, RuleChange, changed_rules, checked, standing
from tests.domain.flags.cases import rules

WHY = "the nurse said so"


@pytest.mark.parametrize(
    ("rule", "name", "value"),
    [("R01", "severe_from", "6"), ("R15", "fever_from", "37.5"), ("R01", "dose_until_min", "300"), ("R02", "severe_from", "8"), ("R06", ON, "no")],
)
def test_a_family_may_ask_for_more_and_for_less_where_nothing_says_call_now(rule: str, name: str, value: str) -> None:
    change = RuleChange(rule, name, value, WHY)
    assert checked(change, rules(), is_staff=False) == change


@pytest.mark.parametrize(
    ("rule", "name", "value"),
    [("R01", "severe_from", "8"), ("R15", "fever_from", "38.5"), ("R24", ON, "no"), ("R01", "dose_until_min", "60"), ("R24", "breaths_below", "6")],
)
def test_only_the_team_may_ask_for_less_where_a_rule_says_call_now(rule: str, name: str, value: str) -> None:
    change = RuleChange(rule, name, value, WHY)
    with pytest.raises(NotAllowed):
        checked(change, rules(), is_staff=False)
    assert checked(change, rules(), is_staff=True) == change


def test_a_change_needs_a_reason() -> None:
    with pytest.raises(MissingAnswer):
        checked(RuleChange("R01", "severe_from", "6", "  "), rules(), is_staff=True)


@pytest.mark.parametrize(
    ("rule", "name", "value"),
    [("R99", ON, "no"), ("R01", "colour", "6"), ("R01", "severe_from", "six"), ("R01", "severe_from", "6.5"),
     ("R01", "severe_from", "-1"), ("R01", "severe_from", "NaN"), ("R01", ON, "maybe"), ("R15", "fever_from", "1e9")],
)  # fmt: skip
def test_what_cannot_be_is_refused(rule: str, name: str, value: str) -> None:
    with pytest.raises(UnreadableValue):
        checked(RuleChange(rule, name, value, WHY), rules(), is_staff=True)


def test_the_rules_in_force_carry_every_change_that_stands() -> None:
    found = changed_rules(
        rules(), [RuleChange("R01", "severe_from", "6", WHY), RuleChange("R06", ON, "no", WHY), RuleChange("R15", "fever_from", "37.5", WHY)]
    )
    assert found.rule("R01")["severe_from"] == 6
    assert not found.rule("R06").is_on
    assert found.rule("R15").exact("fever_from") == Decimal("37.5")
    assert rules().rule("R01")["severe_from"] == 7


def test_a_change_that_was_replaced_or_cannot_be_read_changes_nothing() -> None:
    old = RuleChange("R01", "severe_from", "5", WHY, is_head=False)
    strange = [RuleChange("R01", "severe_from", "many", WHY), RuleChange("R99", ON, "no", WHY), RuleChange("R01", "gone", "3", WHY)]
    assert changed_rules(rules(), [old, *strange]) == rules()


def test_of_several_that_stand_the_last_counts() -> None:
    first, last = RuleChange("R01", "severe_from", "5", WHY), RuleChange("R01", "severe_from", "6", WHY)
    assert standing({"R01 severe_from": (first, replace(first, is_head=False), last), "R02 on": ()}) == (last,)
