"""What a person can do with what is known about the person cared for: say a fact, set a goal, begin a new usual."""

from __future__ import annotations

from collections.abc import Mapping

from caregiver_app.domain.about import ALL_SYMPTOMS, GOAL, RESET, About, Fact, checked_fever
from caregiver_app.domain.diary import is_readable
from caregiver_app.domain.errors import TextTooLong, UnreadableValue
from caregiver_app.domain.records import PATIENT_ENTITY, Changes, Draft, Kind, Op, Plain, Topic
from caregiver_app.domain.time import Instant
from caregiver_app.storage import about as stored
from caregiver_app.storage.space import Space

ABOUT: Changes = frozenset({Topic.PATIENT, Topic.FLAGS})
MOST_WORDS = 2_000


def about(space: Space) -> About:
    """Every fact that someone has said."""
    return stored.about(space)


def say(space: Space, facts: Mapping[Fact, Plain], now: Instant) -> Changes:
    """Say some facts; None takes one back to "not known". Last write per fact wins; who and when are kept.

    Raises UnreadableValue for a fever outside 30.0 to 45.0 °C, TextTooLong for too many words.
    """
    for fact, value in facts.items():
        if fact is Fact.FEVER_AT and value:
            checked_fever(str(value))
        if isinstance(value, str) and len(value) > MOST_WORDS:
            raise TextTooLong
    return _put(space, {fact.value: value for fact, value in facts.items()}, now)


def set_goal(space: Space, symptom: str, goal: int | None, now: Instant) -> Changes:
    """What the person can live with, 0 to 10 or less; None takes the goal back. Raises UnreadableValue."""
    if goal is not None and not is_readable(goal):
        raise UnreadableValue(symptom)
    return _put(space, {f"{GOAL}{symptom}": goal}, now)


def begin_new_usual(space: Space, symptom: str, why: str, now: Instant) -> Changes:
    """From now on the usual of a symptom ("" for all) is learned anew; every time that this was done stays."""
    return _put(space, {f"{RESET}{symptom or ALL_SYMPTOMS}": why.strip()}, now)


def _put(space: Space, values: Mapping[str, Plain], now: Instant) -> Changes:
    drafts = []
    for name, value in values.items():
        group = stored.group_of(name)
        heads = space.heads(PATIENT_ENTITY, group)
        drafts.append(Draft(Kind.PATIENT, {"value": value}, now, Op.SET, PATIENT_ENTITY, group, heads))
    space.append(drafts, now)
    return ABOUT
