"""Changes that a team or family makes to a rule: one number, or on and off, each with who, when and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation

from caregiver_app.domain.errors import MissingAnswer, NotAllowed, UnreadableValue
from caregiver_app.domain.flags.rule import Number, Rule, Rules
from caregiver_app.domain.flags.told import Urgency
from caregiver_app.domain.records import Payload, fixed_entity
from caregiver_app.domain.time import Instant

RULES_ENTITY = fixed_entity("rules")
ON = "on"
MOST = Decimal(100_000)


@dataclass(frozen=True, slots=True)
class RuleChange:
    """One change: `name` is a number of the rule, or "on". `value` is a number as text, or "yes" and "no"."""

    rule: str
    name: str
    value: str = field(repr=False)
    why: str = field(repr=False)
    author: str = field(default="", repr=False)
    at: Instant | None = None
    is_head: bool = True

    @property
    def group(self) -> str:
        """Under which name the change is kept; a later one of the same name replaces it."""
        return f"{self.rule} {self.name}"

    def as_payload(self) -> Payload:
        """The plain form."""
        return {"rule": self.rule, "name": self.name, "value": self.value, "why": self.why}


def change_from(payload: Payload, author: str, at: Instant, is_head: bool) -> RuleChange:
    """A stored payload read back. Raises KeyError for what this program cannot read."""
    rule, name, value = (str(payload[key]) for key in ("rule", "name", "value"))
    return RuleChange(rule, name, value, str(payload.get("why") or ""), author, at, is_head)


def checked(change: RuleChange, rules: Rules, is_staff: bool) -> RuleChange:
    """The change if it may be made.

    Raises MissingAnswer without a reason, UnreadableValue for a rule, name or number that cannot be, NotAllowed where a
    family would switch off what says "call now" or turn its attention down.
    """
    if not change.why.strip():
        raise MissingAnswer("why")
    rule = rules.rules.get(change.rule)
    if rule is None or (change.name != ON and change.name not in rule.numbers):
        raise UnreadableValue("rule")
    if change.name == ON:
        if change.value not in ("yes", "no"):
            raise UnreadableValue("rule")
        is_less = change.value == "no"
    else:
        is_less = _is_less(rule, change.name, _number(change.value, rule.numbers[change.name]))
    if is_less and not is_staff and Urgency.U3 in rule.urgencies.values():
        raise NotAllowed("staff")
    return change


def _number(value: str, before: Number) -> Number:
    try:
        number = Decimal(value)
    except InvalidOperation:
        raise UnreadableValue("rule") from None
    if not number.is_finite() or not 0 <= number <= MOST:
        raise UnreadableValue("rule")
    if isinstance(before, int):
        if number != int(number):
            raise UnreadableValue("rule")
        return int(number)
    return number


def _is_less(rule: Rule, name: str, number: Number) -> bool:
    """True where the new number would tell of less: a higher threshold, or a shorter look back."""
    return number < rule.numbers[name] if name in rule.more else number > rule.numbers[name]


def changed_rules(rules: Rules, changes: Iterable[RuleChange]) -> Rules:
    """The rules with every change that stands; one that this version does not know is passed over."""
    made: dict[str, Rule] = dict(rules.rules)
    for change in changes:
        rule = made.get(change.rule)
        if rule is None or not change.is_head:
            continue
        if change.name == ON:
            made[rule.id] = replace(rule, is_on=change.value != "no")
        elif change.name in rule.numbers:
            try:
                number = _number(change.value, rule.numbers[change.name])
            except UnreadableValue:
                continue
            made[rule.id] = replace(rule, numbers={**rule.numbers, change.name: number})
    return replace(rules, rules=made)


def standing(changes: Mapping[str, tuple[RuleChange, ...]]) -> tuple[RuleChange, ...]:
    """The change that counts for each number: the last that nothing replaced."""
    heads = ([one for one in versions if one.is_head] for versions in changes.values())
    return tuple(found[-1] for found in heads if found)
