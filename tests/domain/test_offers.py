"""Which clips are offered and why: given first, then the worst of the last check-in, then what nobody has seen."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from caregiver_app import locations
from caregiver_app.content.clips import load_clips
from caregiver_app.domain.clip_marks import ClipNote, Mark, states
from caregiver_app.domain.offers import clips_for, offers
from caregiver_app.domain.time import Instant

SHELF = load_clips(locations.videos()).clips
SYMPTOMS = sorted({symptom for clip in SHELF for symptom in clip.symptoms})


def note(clip_id: str, mark: Mark, minute: int = 1) -> ClipNote:
    return ClipNote(clip_id, mark, Instant(minute * 60_000, 0), "Amina, nurse")


def test_what_the_nurse_gave_comes_first_and_says_so() -> None:
    marks = states([note("S3", Mark.GIVEN)], [])
    first = offers(SHELF, marks, {"breath": 9}, 3)[0]
    assert first.clip.id == "S3"
    assert first.given == note("S3", Mark.GIVEN)
    assert not first.symptom


def test_the_worst_symptom_comes_before_the_milder_and_says_its_score() -> None:
    found = offers(SHELF, {}, {"pain": 3, "breath": 8}, 2)
    assert [(one.symptom, one.score) for one in found] == [("breath", 8), ("pain", 3)]
    assert all(one.symptom in one.clip.symptoms for one in found)


def test_a_symptom_that_is_not_there_offers_nothing_for_itself() -> None:
    assert not any(one.symptom for one in offers(SHELF, {}, {"pain": 0}, 12))


def test_clips_that_were_seen_are_offered_for_a_symptom_only() -> None:
    marks = states([note(clip.id, Mark.SEEN) for clip in SHELF], [])
    assert offers(SHELF, marks, {}, 3) == ()
    assert [one.symptom for one in offers(SHELF, marks, {"breath": 4}, 3)] == ["breath"]


def test_for_breath_sitting_up_comes_first() -> None:
    assert clips_for(SHELF, "breath")[0].id == "P5"
    assert clips_for(SHELF, "nothing of the sort") == ()


@given(st.dictionaries(st.sampled_from(SYMPTOMS), st.integers(0, 10)), st.integers(1, 5))
def test_no_clip_is_offered_twice_and_never_more_than_asked(scores: dict[str, int], most: int) -> None:
    found = offers(SHELF, {}, scores, most)
    assert len(found) <= most
    assert len({one.clip.id for one in found}) == len(found)
    for one in found:
        assert one.score == scores.get(one.symptom, 0)
