"""The log of a space: numbered without a gap, on the disk when it returns, readable whatever others wrote."""

from __future__ import annotations

import secrets

import pytest

from caregiver_app.domain.diary import Comfort
from caregiver_app.domain.errors import TextTooLong
from caregiver_app.domain.people import Patient
from caregiver_app.domain.plan import CrisisEvent, Section
from caregiver_app.domain.records import PATIENT_ENTITY, PLAN_ENTITY, Dot, Draft, Kind, Op, Topic, entity_of, hlc_ms
from caregiver_app.domain.sealed import SealedRow
from caregiver_app.domain.time import DAY_MS, HOUR_MS, Instant
from caregiver_app.storage import diary, doses, patient, plan, views, watched
from caregiver_app.storage.space import Space
from tests.storage.conftest import Household
from tests.storage.records import NOW, arrival, check_in, scores

ANNA = b"N" * 16
YEARS = 365 * DAY_MS


def test_records_are_numbered_from_one_without_a_gap(house: Household) -> None:
    first = house.space.append([check_in(), check_in()], NOW)
    second = house.space.append([check_in()], NOW)
    assert [r.dot for r in (*first, *second)] == [Dot(house.vault.device_id, n) for n in (1, 2, 3)]
    assert house.space.highest_rseq(house.vault.device_id) == 3


def test_a_failed_write_uses_up_no_number_and_leaves_nothing(house: Household) -> None:
    class Unwritable:
        pass

    with pytest.raises(TypeError):
        house.space.append([check_in(), Draft(Kind.CHECK_IN, {"note": Unwritable()}, NOW)], NOW)  # type: ignore[dict-item]
    assert diary.entries(house.space) == ()
    (record,) = house.space.append([check_in()], NOW)
    assert record.dot.rseq == 1


def test_more_words_than_a_sealed_batch_can_carry_are_refused_before_anything_is_saved(house: Household) -> None:
    with pytest.raises(TextTooLong):
        house.space.append([check_in(), Draft(Kind.CHECK_IN, {"note": "ش" * 70_000}, NOW)], NOW)
    assert house.space.highest_rseq(house.vault.device_id) == 0


def test_a_fact_is_named_by_its_first_dot(house: Household) -> None:
    (record,) = house.space.append([check_in()], NOW)
    assert record.entity_id == entity_of(record.dot)


def test_an_entry_reads_back_as_it_was_written(house: Household) -> None:
    payload = {
        "who": "staff",
        "mode": "full",
        "scores": {"pain": 7, "nausea": None},
        "facts": {"temp_c": 38.4, "bowel": False, "ate": "some", "falls": 2},
        "comfort": {"overall": "distressed", "signs": ["frown"], "soothed": None},
        "note": "ليلة صعبة — it's \u202bhard\u202c 🌙",
    }
    house.space.append([Draft(Kind.CHECK_IN, payload, Instant(NOW.utc_ms - HOUR_MS, -330))], NOW)  # type: ignore[arg-type]
    (entry,) = diary.entries(house.space)
    found = entry.effective
    assert found is not None
    assert found.at == Instant(NOW.utc_ms - HOUR_MS, -330)
    assert found.as_payload() == payload
    assert found.comfort is not None
    assert found.comfort.overall is Comfort.DISTRESSED


def test_entries_come_newest_first_and_no_more_than_asked(house: Household) -> None:
    for hours in (5, 1, 3):
        house.space.append([check_in(hours, Instant(NOW.utc_ms - hours * HOUR_MS))], NOW)
    found = [e.effective.scores["pain"] for e in diary.entries(house.space) if e.effective]
    assert found == [1, 3, 5]
    assert len(diary.entries(house.space, limit=2)) == 2
    assert len(diary.entries(house.space, since=Instant(NOW.utc_ms - 3 * HOUR_MS))) == 2


def test_a_correction_comes_after_what_it_corrects_although_that_clock_was_years_ahead(house: Household) -> None:
    ahead = arrival(ANNA, 1, hlc_ms=NOW.utc_ms + 4 * YEARS)
    correction = arrival(ANNA, 2, op=Op.AMEND, entity=ahead.record.entity_id, preds=(ahead.record.dot,),
                         payload={**scores(5), "reason": "typed 0"}, hlc_ms=NOW.utc_ms + 4 * YEARS)  # fmt: skip
    house.space.merge([ahead, correction])
    (mine,) = house.space.append(
        [Draft(Kind.CHECK_IN, {**scores(6), "reason": "asked again"}, NOW, Op.AMEND, ahead.record.entity_id,
               preds=(correction.record.dot,))], NOW)  # fmt: skip
    (entry,) = diary.entries(house.space)
    assert [v.reason for v in entry.versions] == ["", "typed 0", "asked again"]
    assert entry.heads == {mine.dot}


def test_a_clock_that_was_years_ahead_and_is_mended_steps_back(house: Household) -> None:
    (ahead,) = house.space.append([check_in()], Instant(NOW.utc_ms + 4 * YEARS))
    (mended,) = house.space.append([check_in()], NOW)
    assert hlc_ms(ahead.hlc) == NOW.utc_ms + 4 * YEARS
    assert hlc_ms(mended.hlc) == NOW.utc_ms


def test_two_corrections_made_apart_both_stand_and_a_third_settles(house: Household) -> None:
    (fact,) = house.space.append([check_in(3)], NOW)
    (mine,) = house.space.append(
        [Draft(Kind.CHECK_IN, scores(4), NOW, Op.AMEND, fact.entity_id, preds=(fact.dot,))], NOW)  # fmt: skip
    theirs = arrival(ANNA, 1, op=Op.AMEND, entity=fact.entity_id, preds=(fact.dot,), payload=scores(8))
    assert house.space.merge([theirs]) == frozenset({Topic.DIARY})
    (entry,) = diary.entries(house.space)
    assert entry.is_contested
    assert entry.effective is not None
    assert entry.effective.scores["pain"] == 8, "the worse one counts until someone settles it"
    house.space.append(
        [Draft(Kind.CHECK_IN, scores(5), NOW, Op.AMEND, fact.entity_id, preds=(mine.dot, theirs.record.dot))], NOW)  # fmt: skip
    (settled,) = diary.entries(house.space)
    assert not settled.is_contested
    assert len(settled.versions) == 4


def test_what_someone_without_the_right_wrote_is_shown_and_replaces_nothing(house: Household) -> None:
    (fact,) = house.space.append([check_in(3)], NOW)
    observer = arrival(ANNA, 1, op=Op.AMEND, entity=fact.entity_id, preds=(fact.dot,), is_authorised=False)
    house.space.merge([observer])
    assert set(house.space.heads(fact.entity_id, "")) == {fact.dot, observer.record.dot}


def test_one_unreadable_entry_hides_no_other_and_stays_in_the_log(house: Household) -> None:
    house.space.append([check_in()], NOW)
    strange = [
        arrival(ANNA, 1, payload={"who": "robot", "mode": "quick"}),
        arrival(ANNA, 2, payload={}),
        arrival(ANNA, 3, kind=Kind.CRISIS_EVENT, payload={"ended": ["x", "y"]}),
        arrival(ANNA, 4, kind=Kind.WATCHED, payload={"clip": "P2", "worked": "perhaps"}),
        arrival(ANNA, 5, kind="moon_phase", payload={"phase": 3}),
        arrival(ANNA, 6, payload={"who": "patient", "mode": "quick", "comfort": {"overall": 7}}),
    ]
    house.space.merge(strange)
    assert len(diary.entries(house.space)) == 1
    assert plan.crisis_entries(house.space) == ()
    assert watched.watched(house.space) == ()
    assert house.space.records_of(ANNA) == tuple(a.record for a in strange)


def test_merging_again_changes_nothing_and_says_so(house: Household) -> None:
    one = arrival(ANNA, 1)
    assert house.space.merge([one]) == frozenset({Topic.DIARY})
    assert house.space.merge([one]) == frozenset()


def test_records_and_their_sealed_bytes_are_kept_together_or_not_at_all(house: Household) -> None:
    row = SealedRow(ANNA, 1, b"h" * 32, 1, b"body")
    with pytest.raises(TypeError):
        house.space.merge([arrival(ANNA, 1, payload={"x": object()})], [row])  # type: ignore[dict-item]
    assert house.space.sealed_of(ANNA) == ()
    house.space.merge([arrival(ANNA, 1)], [row])
    assert house.space.sealed_of(ANNA) == (row,)
    assert house.space.chain_head(ANNA).bseq == 1
    assert house.space.chain_head(b"?" * 16).bseq == 0


def test_names_of_authors_come_from_the_roster_and_change_with_it(house: Household) -> None:
    house.space.merge([arrival(ANNA, 1)])
    assert diary.entries(house.space)[0].versions[0].author == ""
    house.space.set_authors({ANNA: "Anna"})
    house.space.set_authors({ANNA: "Anna Weber"})
    assert diary.entries(house.space)[0].versions[0].author == "Anna Weber"


def test_the_last_write_of_each_field_of_the_patient_counts(house: Household) -> None:
    for name, value in (("name", "Rosa"), ("zone", "Europe/Madrid"), ("name", "Rosa Marín")):
        heads = house.space.heads(PATIENT_ENTITY, name)
        house.space.append([Draft(Kind.PATIENT, {"value": value}, NOW, Op.SET, PATIENT_ENTITY, name, heads)], NOW)
    assert patient.patient(house.space) == Patient(name="Rosa Marín", zone="Europe/Madrid")


def test_two_versions_of_a_section_written_apart_are_both_heads(house: Household) -> None:
    mine = Draft(Kind.PLAN, {"address": "one"}, NOW, Op.SET, PLAN_ENTITY, Section.ADDRESS.value)
    house.space.append([mine], NOW)
    theirs = arrival(ANNA, 1, kind=Kind.PLAN, op=Op.SET, entity=PLAN_ENTITY, group=Section.ADDRESS.value,
                     payload={"address": "two"})  # fmt: skip
    house.space.merge([theirs])
    assert [v.is_head for v in plan.plan_versions(house.space)[Section.ADDRESS]] == [True, True]


def test_a_withdrawn_crisis_event_is_not_listed(house: Household) -> None:
    event = CrisisEvent("C1", NOW)
    (fact,) = house.space.append([Draft(Kind.CRISIS_EVENT, event.as_payload(), NOW)], NOW)
    assert plan.crisis_entries(house.space)[0].event == event
    house.space.append([Draft(Kind.CRISIS_EVENT, {}, NOW, Op.VOID, fact.entity_id, preds=(fact.dot,))], NOW)
    assert plan.crisis_entries(house.space) == ()


def test_a_dose_note_keeps_its_reason_when_it_is_corrected(house: Household) -> None:
    note = {"label": "blue bottle", "given": "as the label says", "by": "Elena", "card": "C1"}
    (fact,) = house.space.append([Draft(Kind.DOSE_NOTE, note, NOW)], NOW)
    better = {**note, "by": "Sam", "reason": "it was Sam"}
    house.space.append([Draft(Kind.DOSE_NOTE, better, NOW, Op.AMEND, fact.entity_id, preds=(fact.dot,))], NOW)
    (entry,) = doses.dose_entries(house.space)
    assert [(v.note.by if v.note else "", v.reason) for v in entry.versions] == [("Elena", ""), ("Sam", "it was Sam")]
    assert entry.effective is not None
    assert entry.effective.by == "Sam"


def test_two_people_of_one_computer_write_into_the_same_file(house: Household) -> None:
    file_key = house.vault.keyring.space_keys()[house.space.space_id]
    path = house.home.space_file(house.space.space_id)
    sam = Space.opened(path, file_key, house.space.space_id, b"s" * 16)
    for n in range(20):
        (house.space if n % 2 else sam).append([check_in(n % 11)], NOW)
    assert len(diary.entries(house.space)) == len(diary.entries(sam)) == 20
    assert house.space.highest_rseq(house.vault.device_id) == sam.highest_rseq(b"s" * 16) == 10
    sam.close()


def write_and_fail(space: Space) -> None:
    with space.transaction():
        space.append([check_in(2)], NOW)
        raise ZeroDivisionError


def test_a_transaction_inside_another_can_fail_alone(house: Household) -> None:
    with house.space.transaction():
        house.space.append([check_in(1)], NOW)
        with pytest.raises(ZeroDivisionError):
            write_and_fail(house.space)
        house.space.append([check_in(3)], NOW)
    assert sorted(e.effective.scores["pain"] or 0 for e in diary.entries(house.space) if e.effective) == [1, 3]


def test_a_failed_outer_transaction_takes_the_inner_with_it(house: Household) -> None:
    with pytest.raises(ZeroDivisionError), house.space.transaction():
        write_and_fail(house.space)
    assert diary.entries(house.space) == ()
    house.space.append([check_in()], NOW)
    assert len(diary.entries(house.space)) == 1


def test_state_roster_and_epochs_are_kept_as_given(house: Household) -> None:
    space = house.space
    space.append_roster([b"create"])
    space.append_roster([b"epoch", b"add"])
    space.put_epoch_key(1, b"k" * 32)
    space.put_epoch_key(1, b"other" * 8)
    space.put_state("cursor", b"9")
    space.put_state("cursor", b"10")
    assert space.roster() == (b"create", b"epoch", b"add")
    assert space.epoch_keys() == {1: b"k" * 32}
    assert space.state("cursor") == b"10"
    space.put_state("cursor", None)
    assert space.state("cursor") is None


def test_views_of_another_version_are_made_again_on_opening(house: Household) -> None:
    house.space.append([check_in(4)], NOW)
    house.space.database.run("DELETE FROM entry")
    house.space.database.run("UPDATE state SET value = ? WHERE key = 'views'", (b"0",))
    views.ensure(house.space.database)
    assert len(diary.entries(house.space)) == 1


def test_a_space_is_a_file_of_its_own_key(house: Household) -> None:
    other = house.vault.create_space(secrets.token_bytes(16))
    keys = list(house.vault.keyring.space_keys().values())
    assert len(set(keys)) == 2
    assert diary.entries(other) == ()
    assert house.vault.spaces == (house.space, other)
