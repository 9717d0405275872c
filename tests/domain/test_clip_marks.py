"""Marks on clips: what stands, when the nurse is asked, and what a signature ends."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from caregiver_app.domain.clip_marks import NOTHING, ClipNote, ClipState, Mark, next_visit, note_from, states
from caregiver_app.domain.time import Instant
from caregiver_app.domain.watched import Watched, Worked

ROSA, NURSE = "Rosa", "Amina, nurse"


def note(mark: Mark, minute: int, clip: str = "P2", by: str = "", author: str = ROSA) -> ClipNote:
    return ClipNote(clip, mark, Instant(minute * 60_000, 0), by, author)


def answer(worked: Worked, minute: int) -> Watched:
    return Watched("P2", worked, Instant(minute * 60_000, 0), ROSA)


def state(*said: ClipNote | Watched) -> ClipState:
    notes = [one for one in said if isinstance(one, ClipNote)]
    return states(notes, [one for one in said if isinstance(one, Watched)]).get("P2", NOTHING)


def test_nothing_said_is_nothing_marked() -> None:
    assert states([], []) == {}
    assert not NOTHING.is_to_watch


def test_a_mark_stands_until_it_is_taken_back() -> None:
    assert state(note(Mark.SEEN, 1)).seen == note(Mark.SEEN, 1)
    assert state(note(Mark.SEEN, 1), note(Mark.NOT_SEEN, 2)).seen is None
    assert state(note(Mark.FAVOURITE, 1)).is_favourite
    assert not state(note(Mark.FAVOURITE, 1), note(Mark.NO_FAVOURITE, 2)).is_favourite
    assert state(note(Mark.NO_FAVOURITE, 1), note(Mark.FAVOURITE, 2)).is_favourite


def test_marks_of_one_clip_say_nothing_about_another() -> None:
    found = states([note(Mark.FAVOURITE, 1, "P2"), note(Mark.SEEN, 2, "M1")], [])
    assert found["P2"].is_favourite
    assert not found["M1"].is_favourite
    assert found["P2"].seen is None


def test_of_two_marks_in_one_moment_the_later_one_counts() -> None:
    assert not state(note(Mark.FAVOURITE, 1), note(Mark.NO_FAVOURITE, 1)).is_favourite
    assert state(note(Mark.NO_FAVOURITE, 1), note(Mark.FAVOURITE, 1)).is_favourite


# ---- asking the nurse -----------------------------------------------------------------------------------


def test_the_nurse_is_asked_by_the_mark_by_not_sure_and_by_show_again() -> None:
    for said in (note(Mark.ASK, 3), answer(Worked.NOT_SURE, 3), note(Mark.SHOW_AGAIN, 3, by=NURSE)):
        asked = state(said).asked
        assert asked is not None
        assert asked.at == Instant(180_000, 0)
        assert asked.who == (NURSE if said == note(Mark.SHOW_AGAIN, 3, by=NURSE) else ROSA)


def test_shown_and_done_well_or_taking_it_back_ends_the_asking() -> None:
    assert state(note(Mark.ASK, 1), note(Mark.DONE_WELL, 2)).asked is None
    assert state(note(Mark.ASK, 1), note(Mark.ASK_NO_MORE, 2)).asked is None
    assert state(answer(Worked.NOT_SURE, 1), note(Mark.DONE_WELL, 2)).asked is None
    assert state(note(Mark.DONE_WELL, 1), note(Mark.ASK, 2)).asked is not None


def test_a_later_yes_ends_what_not_sure_began_and_nothing_else() -> None:
    assert state(answer(Worked.NOT_SURE, 1), answer(Worked.YES, 2)).asked is None
    assert state(note(Mark.ASK, 1), answer(Worked.YES, 2)).asked is not None
    assert state(note(Mark.ASK, 1), answer(Worked.NOT_SURE, 2), answer(Worked.YES, 3)).asked is not None
    assert state(note(Mark.SHOW_AGAIN, 1), answer(Worked.YES, 2)).asked is not None
    assert state(answer(Worked.YES, 1), answer(Worked.NOT_SURE, 2)).asked is not None


def test_asking_twice_keeps_the_time_of_the_first_not_sure() -> None:
    asked = state(answer(Worked.NOT_SURE, 1), answer(Worked.NOT_SURE, 5)).asked
    assert asked is not None
    assert asked.at.utc_ms == 60_000


def test_the_next_visit_begins_with_what_waits_longest() -> None:
    found = states(
        [note(Mark.ASK, 9, "M1"), note(Mark.ASK, 2, "S3"), note(Mark.SEEN, 1, "P4")], [answer(Worked.NOT_SURE, 5)]
    )
    assert [asked.clip_id for asked in next_visit(found)] == ["S3", "P2", "M1"]


# ---- signatures and what was given ----------------------------------------------------------------------


def test_every_signature_stays_newest_first_with_who_and_when() -> None:
    first, second = note(Mark.SHOW_AGAIN, 1, by=NURSE), note(Mark.DONE_WELL, 7, by=NURSE)
    assert state(second, first).signatures == (second, first)


def test_watching_is_no_signature() -> None:
    assert state(note(Mark.SEEN, 1), answer(Worked.YES, 2)).signatures == ()


def test_a_given_clip_is_to_be_watched_until_it_is_seen_after_that() -> None:
    assert state(note(Mark.GIVEN, 5)).is_to_watch
    assert state(note(Mark.SEEN, 1), note(Mark.GIVEN, 5)).is_to_watch
    assert not state(note(Mark.GIVEN, 5), note(Mark.SEEN, 6)).is_to_watch
    assert not state(note(Mark.GIVEN, 5), note(Mark.NOT_GIVEN, 6)).is_to_watch


# ---- the plain form -------------------------------------------------------------------------------------


@given(st.sampled_from(Mark), st.text(max_size=20))
def test_a_note_survives_its_plain_form(mark: Mark, by: str) -> None:
    one = ClipNote("P2", mark, Instant(5, 60), by, ROSA)
    assert note_from(one.as_payload(), one.at, ROSA) == one


@given(
    st.lists(st.tuples(st.sampled_from(Mark), st.integers(0, 10_000)), max_size=12, unique_by=lambda one: one[1]),
    st.randoms(),
)
def test_the_order_in_which_facts_arrive_changes_nothing(said: list[tuple[Mark, int]], dice: object) -> None:
    notes = [note(mark, minute) for mark, minute in said]
    mixed = list(notes)
    dice.shuffle(mixed)  # type: ignore[attr-defined]
    assert states(notes, []) == states(mixed, [])
