"""What the rules read is what people wrote, in the version that counts, and nothing that cannot be read."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from caregiver_app.domain.diary import CheckIn, Comfort, ComfortCheck, Entry, Mode, Version, Who
from caregiver_app.domain.flags.from_diary import minute, told
from caregiver_app.domain.records import Dot
from caregiver_app.domain.time import HOUR_MS, Instant

AT = Instant(1_795_509_630_500, 60)
FIRST, SECOND = Dot(b"a" * 16, 1), Dot(b"b" * 16, 1)
CHECK_IN = CheckIn(Who.CAREGIVER, Mode.FULL, AT, {"pain": 4}, {})


def entry(check_in: CheckIn | None, *more: Version, heads: frozenset[Dot] = frozenset({FIRST})) -> Entry:
    return Entry(b"e" * 16, (Version(FIRST, check_in, "Elena", AT), *more), heads)




def test_a_time_is_cut_to_the_whole_minute() -> None:
    (found,) = told([entry(CHECK_IN)])
    assert found.at * 60_000 <= AT.utc_ms < (found.at + 1) * 60_000


@pytest.mark.parametrize("score", [11, -1, None])
def test_a_score_that_is_none_is_in_no_rule(score: int | None) -> None:
    (found,) = told([entry(replace(CHECK_IN, scores={"pain": score, "breath": 0}))])
    assert found.scores == {"breath": 0}


@pytest.mark.parametrize(
    ("value", "read"),
    [(38.0, "38.0"), (38, "38"), (37.9, "37.9"), (55.0, None), (29.9, None), (True, None), ("38", None), (float("nan"), None)],
)
def test_a_temperature_is_exact_and_never_clamped(value: object, read: str | None) -> None:
    (found,) = told([entry(replace(CHECK_IN, facts={"temp_c": value}))])  # type: ignore[dict-item]
    assert found.temp_c == (None if read is None else Decimal(read))


def test_a_fall_asked_as_a_question_is_a_sign_like_the_others() -> None:
    (found,) = told([entry(replace(CHECK_IN, facts={"fell": True, "new_confusion": False}, ticks=("head_hit",)))])
    assert found.ticks == {"fell", "head_hit"}


def test_every_answer_arrives() -> None:
    facts = {
        "bowel": False, "bristol": 6, "vomited": 2, "urine": True, "swallow_tablets": False, "breaths": 7,
        "needs_attention": True,
    }  # fmt: skip
    comfort = ComfortCheck(Comfort.DISTRESSED)
    (found,) = told([entry(replace(CHECK_IN, facts=facts, comfort=comfort))])
    assert (found.bowel, found.bristol, found.vomited, found.urine) == (False, 6, 2, True)
    assert (found.swallow_tablets, found.breaths, found.needs_attention) == (False, 7, True)
    assert found.comfort is Comfort.DISTRESSED


@pytest.mark.parametrize("bristol", [0, 8, "6", True])
def test_a_stool_form_outside_one_to_seven_is_not_read(bristol: object) -> None:
    (found,) = told([entry(replace(CHECK_IN, facts={"bristol": bristol}))])  # type: ignore[dict-item]
    assert found.bristol is None


def test_an_entry_that_was_taken_back_counts_nowhere() -> None:
    gone = Version(SECOND, None, "Elena", AT.plus(HOUR_MS), "twice")
    assert told([entry(CHECK_IN, gone, heads=frozenset({SECOND}))]) == ()


def test_a_correction_keeps_when_it_was_first_written_and_counts_as_activity() -> None:
    later = AT.plus(3 * HOUR_MS)
    corrected = Version(SECOND, replace(CHECK_IN, scores={"pain": 9}), "Elena", later, "misheard")
    (found,) = told([entry(CHECK_IN, corrected, heads=frozenset({SECOND}))])
    assert found.scores == {"pain": 9}
    assert found.recorded == minute(AT)
    assert found.activity == (minute(AT), minute(later))


def test_of_two_corrections_made_apart_the_worse_counts_and_every_sign() -> None:
    other = Version(SECOND, replace(CHECK_IN, scores={"pain": 7}, ticks=("jerks",)), "Sam", AT)
    first = replace(CHECK_IN, ticks=("shivering",))
    (found,) = told([entry(first, other, heads=frozenset({FIRST, SECOND}))])
    assert found.scores == {"pain": 7}
    assert found.ticks == {"jerks", "shivering"}
