"""The diary through a real vault: what is kept, corrected, taken back, undone, and how two corrections meet."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from caregiver_app.domain.diary import CheckIn, Comfort, ComfortCheck, Entry, Mode, Soothed, Who
from caregiver_app.domain.errors import MissingAnswer, NothingToUndo, TimeInFuture, UnreadableValue
from caregiver_app.domain.records import Draft, Kind, Topic
from caregiver_app.domain.time import DAY_MS, HOUR_MS, MINUTE_MS, Instant
from caregiver_app.services import diary
from caregiver_app.storage import vault as vaults
from caregiver_app.storage.home import Home
from caregiver_app.storage.space import Space
from tests.services.households import PASSPHRASE, SPACE_ID, exchange, make_vault

NOW = Instant(1_795_519_487_153, 60)


def made(**changes: object) -> CheckIn:
    values: dict[str, object] = {"who": Who.PATIENT, "mode": Mode.QUICK, "at": NOW, "scores": {"pain": 4}}
    return CheckIn(**{**values, **changes})  # type: ignore[arg-type]


def kept(space: Space, check_in: CheckIn | None = None, now: Instant = NOW) -> Entry:
    _, entity_id = diary.record(space, check_in or made(), now)
    found = diary.entry(space, entity_id)
    assert found is not None
    return found


def again(space: Space, entry: Entry) -> Entry:
    found = diary.entry(space, entry.entity_id)
    assert found is not None
    return found


def counted(entry: Entry) -> CheckIn:
    found = entry.effective
    assert found is not None
    return found


def test_an_entry_comes_back_as_it_was_given(space: Space) -> None:
    given = made(
        mode=Mode.FULL,
        scores={"pain": 0, "breath": 10, "nausea": None},
        facts={"bowel": True, "vomited": 2, "ate": "some", "temp_c": 37.4, "fell": None},
        comfort=ComfortCheck(Comfort.DISTRESSED, ("moaning", "tense"), Soothed.PARTLY),
        note="it's Mum's \N{HEAVY BLACK HEART} día",
    )
    entry = kept(space, given)
    assert entry.effective == given
    assert [v.author for v in entry.versions] == ["Elena"]
    assert not entry.is_contested


def test_a_new_entry_tells_that_the_diary_changed(space: Space) -> None:
    changes, _ = diary.record(space, made(), NOW)
    assert changes == {Topic.DIARY}


def test_skipped_is_kept_as_skipped_and_never_as_zero(space: Space) -> None:
    scores = counted(kept(space, made(scores={"pain": None, "breath": 0}))).scores
    assert scores == {"pain": None, "breath": 0}


def test_a_time_more_than_five_minutes_ahead_is_asked_again_and_nothing_is_kept(space: Space) -> None:
    with pytest.raises(TimeInFuture):
        diary.record(space, made(at=NOW.plus(5 * MINUTE_MS + 1)), NOW)
    assert diary.entries(space) == ()
    assert kept(space, made(at=NOW.plus(5 * MINUTE_MS))).at == NOW.plus(5 * MINUTE_MS)


@pytest.mark.parametrize("score", [11, -1, 4.5, True, "x"])
def test_a_score_that_is_no_whole_number_from_0_to_10_is_asked_again(space: Space, score: object) -> None:
    with pytest.raises(UnreadableValue):
        diary.record(space, made(scores={"pain": score}), NOW)
    assert diary.entries(space) == ()


@pytest.mark.parametrize("degrees", [29.9, 45.1, 98.6])
def test_a_temperature_outside_30_to_45_is_asked_again(space: Space, degrees: float) -> None:
    with pytest.raises(UnreadableValue) as refused:
        diary.record(space, made(facts={"temp_c": degrees}), NOW)
    assert refused.value.field == "temp_c"


def test_an_empty_form_is_not_kept(space: Space) -> None:
    with pytest.raises(MissingAnswer):
        diary.record(space, made(scores={}, note="  "), NOW)
    assert diary.entries(space) == ()


def test_a_correction_counts_and_the_first_version_stays_with_its_author(space: Space) -> None:
    first = kept(space)
    diary.correct(space, first, made(scores={"pain": 7}), "I misheard", NOW.plus(HOUR_MS))
    entry = again(space, first)
    assert counted(entry).scores == {"pain": 7}
    assert [v.check_in.scores["pain"] for v in entry.versions if v.check_in] == [4, 7]
    assert [v.reason for v in entry.versions] == ["", "I misheard"]
    assert [v.author for v in entry.versions] == ["Elena", "Elena"]
    assert entry.at == NOW


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_correction_and_a_taking_back_need_a_reason(space: Space, reason: str) -> None:
    entry = kept(space)
    with pytest.raises(MissingAnswer):
        diary.correct(space, entry, made(scores={"pain": 1}), reason, NOW)
    with pytest.raises(MissingAnswer):
        diary.take_back(space, entry, reason, NOW)
    assert again(space, entry) == entry


def test_an_entry_taken_back_stays_visible_and_counts_nowhere(space: Space) -> None:
    first = kept(space)
    diary.take_back(space, first, "It was the wrong person", NOW.plus(1))
    entry = again(space, first)
    assert entry.is_voided
    assert entry.effective is None
    assert len(entry.versions) == 2
    assert diary.entries(space) == (entry,)
    assert diary.latest(space) is None


def test_undo_takes_back_what_was_just_saved_and_leaves_no_trace_in_the_list(space: Space) -> None:
    older = kept(space, made(at=NOW.plus(-DAY_MS)))
    entry = kept(space)
    diary.undo(space, entry.entity_id, NOW.plus(1))
    assert diary.entries(space) == (older,)
    assert diary.latest(space) == older


def test_undo_does_not_take_away_what_someone_has_changed_since(space: Space) -> None:
    entry = kept(space)
    diary.correct(space, entry, made(scores={"pain": 9}), "worse", NOW)
    with pytest.raises(NothingToUndo):
        diary.undo(space, entry.entity_id, NOW)
    assert counted(again(space, entry)).scores == {"pain": 9}


def test_undo_of_what_is_not_there_says_so(space: Space) -> None:
    with pytest.raises(NothingToUndo):
        diary.undo(space, b"\0" * 16, NOW)


def test_someone_elses_entry_cannot_be_undone_here(space: Space, other: Space) -> None:
    entry = kept(other)
    exchange(space, other)
    with pytest.raises(NothingToUndo):
        diary.undo(space, entry.entity_id, NOW)


def test_entries_come_newest_first_by_the_time_they_belong_to(space: Space) -> None:
    kept(space, made(at=NOW.plus(-DAY_MS), note="second"))
    kept(space, made(at=NOW, note="first"))
    kept(space, made(at=NOW.plus(-3 * DAY_MS), note="third"))
    assert [counted(e).note for e in diary.entries(space)] == ["first", "second", "third"]
    assert [counted(e).note for e in diary.entries(space, limit=2)] == ["first", "second"]
    assert [counted(e).note for e in diary.entries(space, since=NOW.plus(-DAY_MS))] == ["first", "second"]


def test_latest_passes_over_what_was_taken_back(space: Space) -> None:
    older = kept(space, made(at=NOW.plus(-HOUR_MS)))
    diary.take_back(space, kept(space), "wrong", NOW)
    assert diary.latest(space) == older


def contested(space: Space, other: Space) -> Entry:
    """One entry that Elena and Anna corrected apart."""
    entry = kept(space)
    exchange(space, other)
    diary.correct(space, entry, made(scores={"pain": 3, "breath": 6}), "she said three", NOW.plus(HOUR_MS))
    diary.correct(other, again(other, entry), made(scores={"pain": 8, "breath": None}), "I saw eight", NOW.plus(HOUR_MS))
    exchange(space, other)
    return again(space, entry)


def test_two_corrections_made_apart_both_stand_and_the_worse_score_counts(space: Space, other: Space) -> None:
    entry = contested(space, other)
    assert entry.is_contested
    assert {v.author for v in entry.current} == {"Elena", "Anna"}
    assert counted(entry).scores == {"pain": 8, "breath": 6}
    assert again(other, entry).effective == entry.effective


def test_a_third_version_settles_a_contested_entry_on_both_devices(space: Space, other: Space) -> None:
    entry = contested(space, other)
    diary.correct(other, again(other, entry), made(scores={"pain": 5}), "we looked again", NOW.plus(2 * HOUR_MS))
    exchange(space, other)
    for here in (again(space, entry), again(other, entry)):
        assert not here.is_contested
        assert counted(here).scores == {"pain": 5}
        assert len(here.versions) == 4


def test_a_version_written_without_seeing_the_other_does_not_settle(space: Space, other: Space) -> None:
    entry = kept(space)
    exchange(space, other)
    diary.correct(other, again(other, entry), made(scores={"pain": 8}), "I saw eight", NOW)
    exchange(space, other)
    diary.correct(space, entry, made(scores={"pain": 2}), "still open on the screen", NOW)
    here = again(space, entry)
    assert here.is_contested
    assert counted(here).scores == {"pain": 8}


def test_a_correction_beats_nothing_where_the_other_took_the_entry_back(space: Space, other: Space) -> None:
    entry = kept(space)
    exchange(space, other)
    diary.take_back(space, entry, "twice", NOW)
    diary.correct(other, again(other, entry), made(scores={"pain": 6}), "six", NOW)
    exchange(space, other)
    here = again(space, entry)
    assert here.is_contested and not here.is_voided
    assert counted(here).scores == {"pain": 6}


def test_an_entry_that_this_version_cannot_read_hides_no_other(space: Space) -> None:
    good = kept(space)
    space.append([Draft(Kind.CHECK_IN, {"who": "a ghost", "mode": "future"}, NOW.plus(-1))], NOW)
    assert diary.entries(space) == (good,)


def test_a_strange_score_from_elsewhere_is_kept_as_it_is(space: Space) -> None:
    payload = {**made().as_payload(), "scores": {"pain": 11}}
    (written,) = space.append([Draft(Kind.CHECK_IN, payload, NOW)], NOW)
    entry = diary.entry(space, written.entity_id)
    assert entry is not None
    assert counted(entry).scores == {"pain": 11}


def test_a_correction_survives_closing_and_opening(tmp_path: Path) -> None:
    vault = make_vault(tmp_path / "home")
    entry = kept(vault.space(SPACE_ID))
    diary.correct(vault.space(SPACE_ID), entry, replace(made(), scores={"pain": 9}), "worse", NOW)
    person = vault.person.person_id
    vault.close()
    opened = vaults.unlock(Home(tmp_path / "home"), person, PASSPHRASE, NOW.utc_ms)
    assert counted(again(opened.space(SPACE_ID), entry)).scores == {"pain": 9}
    opened.close()
