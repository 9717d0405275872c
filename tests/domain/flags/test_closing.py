"""A card is closed by what somebody did; what that needs is asked for."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from caregiver_app.domain.errors import MissingAnswer, TooFarAhead
from caregiver_app.domain.flags.closing import Closed, Closing, checked, closing_from, outcomes_of
from caregiver_app.domain.flags.told import Settled, Urgency
from caregiver_app.domain.time import Instant

AT, TODAY = Instant(1_795_509_600_000, 60), date(2026, 11, 24)
FLAGS = (Closed("R01", "pain", Urgency.U2, 29_900_000), Closed("R04", "pain", Urgency.U1, 29_900_010))


def closing(settled: Settled, **said: object) -> Closing:
    return Closing(FLAGS, settled, AT, **said)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("settled", "field"), [(Settled.CALLED, "who"), (Settled.NOT_NEEDED, "said"), (Settled.KNOWN, "until")]
)
def test_what_an_outcome_needs_is_asked_for(settled: Settled, field: str) -> None:
    with pytest.raises(MissingAnswer) as told:
        checked(closing(settled), TODAY, 14)
    assert told.value.field == field


def test_a_visit_needs_nothing_more() -> None:
    assert checked(closing(Settled.VISIT), TODAY, 14)


@pytest.mark.parametrize("days", [1, 14])
def test_already_known_lasts_at_most_fourteen_days(days: int) -> None:
    assert checked(closing(Settled.KNOWN, until=TODAY + timedelta(days=days)), TODAY, 14)


@pytest.mark.parametrize("days", [0, -1, 15])
def test_another_day_than_the_next_fourteen_is_refused(days: int) -> None:
    with pytest.raises(TooFarAhead):
        checked(closing(Settled.KNOWN, until=TODAY + timedelta(days=days)), TODAY, 14)


def test_a_closing_is_read_back_as_it_was_written() -> None:
    made = closing(Settled.CALLED, who="Anna", said="come tomorrow", until=TODAY)
    assert closing_from(made.as_payload(), AT) == made


def test_each_rule_of_the_card_gets_its_outcome_with_the_urgency_that_was_seen() -> None:
    found = outcomes_of([closing(Settled.VISIT)])
    assert [(one.rule, one.about, one.seen) for one in found] == [("R01", "pain", Urgency.U2), ("R04", "pain", Urgency.U1)]
    assert {one.at for one in found} == {AT.utc_ms // 60_000}
