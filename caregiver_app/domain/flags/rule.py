"""A rule of attention as data, and what it raises: `resources/flags.toml` holds the numbers, urgencies, words and sources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from caregiver_app.domain.flags.told import Urgency
from caregiver_app.domain.symptoms import Review

Number = int | Decimal
Value = str | int | Decimal


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its numbers by name, and for each way in which it is met an urgency and a reason in words.

    `why` has places such as {symptom}, {score}; `card`, or `card_for` what it is about, is the crisis
    card that is offered with it; `more` are the numbers
    whose higher value tells of more.
    """

    id: str
    title: str
    numbers: Mapping[str, Number]
    urgencies: Mapping[str, Urgency]
    why: Mapping[str, str]
    card: str = ""
    card_for: Mapping[str, str] = field(default_factory=dict)
    source: str = ""
    is_on: bool = True
    in_last_days: bool = True
    more: frozenset[str] = frozenset()

    def __getitem__(self, name: str) -> int:
        """A whole number of this rule: a score, a count, minutes, days."""
        return int(self.numbers[name])

    def met(self, at: int, about: str, how: str, evidence: Iterable[str] = (), **values: Value) -> Trigger:
        """That the rule was met at a minute: about what, in which of its ways, from which entries or doses."""
        return Trigger(at, self.id, about, how, self.urgencies[how], values, tuple(evidence))

    def card_about(self, about: str) -> str:
        """The crisis card for what a flag is about, "" where there is none."""
        return self.card_for.get(about, self.card)

    def exact(self, name: str) -> Decimal:
        """A number with decimals, such as a temperature in °C."""
        return Decimal(self.numbers[name])


@dataclass(frozen=True, slots=True)
class Trigger:
    """A moment at which a rule was met: about what, how (a key of the rule's urgencies), and from which entries or doses."""

    at: int
    rule: str
    about: str = field(repr=False)
    how: str
    urgency: Urgency
    values: Mapping[str, Value] = field(default_factory=dict, repr=False)
    evidence: tuple[str, ...] = field(default=(), repr=False)
    still: bool = True  # of a condition that ends by itself: it holds now


@dataclass(frozen=True, slots=True)
class Rules:
    """All rules, and how long a closed flag stays quiet: minutes for each urgency (precise G14)."""

    rules: Mapping[str, Rule]
    quiet_min: Mapping[Urgency, int]
    known_most_days: int = 14
    shown_most: int = 3
    common: Mapping[str, Number] = field(default_factory=dict)
    review: Review = field(default_factory=Review)
    is_telling: bool = True  # False in a build that only displays: no flag is ever raised (clinical.md §13.2, B)

    def rule(self, rule_id: str) -> Rule:
        """The rule with this id."""
        return self.rules[rule_id]

    def on(self, rule_id: str, *, is_last_days: bool) -> Rule | None:
        """The rule where it is in force now (precise G19)."""
        found = self.rules.get(rule_id)
        if found is None or not found.is_on or (is_last_days and not found.in_last_days):
            return None
        return found
