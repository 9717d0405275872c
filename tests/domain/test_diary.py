"""The diary's own laws: what may be saved, which version counts, which line a score belongs to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caregiver_app.domain.diary import (
    CheckIn,
    Comfort,
    ComfortCheck,
    Entry,
    Line,
    Mode,
    Soothed,
    Version,
    Who,
    check_in_from,
    checked,
    worse_of,
)
from caregiver_app.domain.errors import MissingAnswer, TimeInFuture, UnreadableValue
from caregiver_app.domain.records import Dot
from caregiver_app.domain.time import MINUTE_MS, Instant
from caregiver_app.domain.trends import series

NOW = Instant(1_795_519_487_153, 60)
scores = st.dictionaries(st.sampled_from(["pain", "breath", "nausea", "mood"]), st.none() | st.integers(0, 10))
facts = st.fixed_dictionaries(
    {}, optional={"bowel": st.booleans(), "vomited": st.integers(0, 20), "temp_c": st.floats(30, 45)}
)
check_ins = st.builds(
    CheckIn, st.sampled_from(Who), st.sampled_from(Mode), st.just(NOW), scores, facts, st.none(), st.text()
)


def made(**changes: object) -> CheckIn:
    values: dict[str, object] = {"who": Who.PATIENT, "mode": Mode.QUICK, "at": NOW, "scores": {"pain": 4}}
    return CheckIn(**{**values, **changes})  # type: ignore[arg-type]


def entry(*versions: CheckIn | None, heads: set[int] | None = None) -> Entry:
    stored = tuple(Version(Dot(b"d" * 16, n + 1), c, "Elena", NOW) for n, c in enumerate(versions))
    standing = {len(versions)} if heads is None else heads
    return Entry(b"e" * 16, stored, frozenset(Dot(b"d" * 16, n) for n in standing))


@given(check_ins)
def test_a_check_in_comes_back_from_its_payload_unchanged(check_in: CheckIn) -> None:
    assert check_in_from(check_in.as_payload(), check_in.at) == check_in


def test_a_comfort_check_comes_back_from_its_payload_unchanged() -> None:
    view = ComfortCheck(Comfort.DISTRESSED, ("moaning", "tense"), Soothed.PARTLY)
    check_in = made(mode=Mode.COMFORT, scores={}, comfort=view)
    assert check_in_from(check_in.as_payload(), NOW) == check_in


def test_a_time_five_minutes_ahead_is_taken_and_one_later_is_asked_again() -> None:
    assert checked(made(at=NOW.plus(5 * MINUTE_MS)), NOW)
    with pytest.raises(TimeInFuture):
        checked(made(at=NOW.plus(5 * MINUTE_MS + 1)), NOW)


@pytest.mark.parametrize("score", [-1, 11, 4.5, True, "x"])
def test_a_score_that_is_no_whole_number_from_0_to_10_is_asked_again(score: object) -> None:
    with pytest.raises(UnreadableValue) as caught:
        checked(made(scores={"pain": score}), NOW)
    assert caught.value.field == "pain"


@pytest.mark.parametrize(("temperature", "is_taken"), [(29.9, False), (30.0, True), (45.0, True), (45.1, False)])
def test_a_temperature_is_taken_from_30_to_45_degrees(temperature: float, is_taken: bool) -> None:
    check_in = made(facts={"temp_c": temperature})
    if is_taken:
        assert checked(check_in, NOW) is check_in
    else:
        with pytest.raises(UnreadableValue):
            checked(check_in, NOW)


def test_an_entry_with_nothing_in_it_is_asked_again_but_skipping_all_is_an_answer() -> None:
    with pytest.raises(MissingAnswer):
        checked(made(scores={}), NOW)
    assert checked(made(scores={"pain": None}), NOW)


@given(st.lists(check_ins, min_size=1, max_size=4), st.randoms())
def test_of_contested_versions_the_worse_score_counts_in_any_order(versions: list[CheckIn], dice: object) -> None:
    shuffled = list(versions)
    dice.shuffle(shuffled)  # type: ignore[attr-defined]
    joined, again = worse_of(versions), worse_of(shuffled)
    assert dict(joined.scores) == dict(again.scores)
    for symptom, score in joined.scores.items():
        given_scores = [given for v in versions if (given := v.scores.get(symptom)) is not None]
        assert score == (max(given_scores) if given_scores else None)


@pytest.mark.parametrize(
    ("item", "better", "worse"),
    [("bowel", True, False), ("urine", True, False), ("fell", False, True), ("vomited", 1, 3), ("ate", "some", "none")],
)
def test_of_contested_versions_the_worse_fact_counts(item: str, better: object, worse: object) -> None:
    for pair in ([better, worse], [worse, better]):
        versions = [made(facts={item: value}) for value in pair]
        assert worse_of(versions).facts[item] == worse


@pytest.mark.parametrize("strange", [11, -1, "8", True, 4.5, [9], None])
def test_what_cannot_be_read_never_hides_the_worse_score_of_a_contested_entry(strange: object) -> None:
    versions = [made(scores={"pain": score}) for score in (strange, 3, 8)]
    for turned in (versions, versions[::-1], [versions[1], versions[0], versions[2]]):
        assert worse_of(turned).scores == {"pain": 8}
    assert worse_of([made(scores={"pain": None}), made(scores={"pain": strange})]).scores == {"pain": strange}


def test_the_worse_comfort_view_counts() -> None:
    calm, upset = (made(comfort=ComfortCheck(view)) for view in (Comfort.COMFORTABLE, Comfort.DISTRESSED))
    joined = worse_of([upset, calm]).comfort
    assert joined is not None
    assert joined.overall is Comfort.DISTRESSED


def test_a_correction_replaces_and_two_apart_contest() -> None:
    first, second, third = made(scores={"pain": 2}), made(scores={"pain": 5}), made(scores={"pain": 7})
    corrected = entry(first, second)
    assert corrected.effective == second
    assert not corrected.is_contested
    apart = entry(first, second, third, heads={2, 3})
    assert apart.is_contested
    assert apart.effective is not None
    assert apart.effective.scores["pain"] == 7


def test_a_voided_entry_counts_nowhere() -> None:
    voided = entry(made(), None)
    assert voided.is_voided
    assert voided.effective is None
    assert series([voided], "pain", NOW) == ()


@pytest.mark.parametrize(
    ("who", "line"),
    [
        (Who.PATIENT, Line.PATIENT),
        (Who.CAREGIVER_ASKED, Line.PATIENT),
        (Who.CAREGIVER, Line.OBSERVER),
        (Who.STAFF, Line.OBSERVER),
    ],
)
def test_patient_and_observer_scores_never_share_a_line(who: Who, line: Line) -> None:
    (only,) = series([entry(made(who=who))], "pain", NOW)
    assert only.line is line
    assert [p.score for p in only.points] == [4]


def test_skipped_and_unreadable_scores_are_no_points() -> None:
    assert series([entry(made(scores={"pain": None})), entry(made(scores={"pain": 55}))], "pain", NOW) == ()


def test_a_chart_leaves_out_what_is_exactly_as_old_as_its_window() -> None:
    day = 24 * 60 * MINUTE_MS
    at_edge, inside = entry(made(at=NOW.plus(-14 * day))), entry(made(at=NOW.plus(-14 * day + 1)))
    assert [len(s.points) for s in series([at_edge, inside], "pain", NOW)] == [1]
