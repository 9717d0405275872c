"""The crisis plan and the notes beside it, in a real vault and on two devices."""

from __future__ import annotations

from pathlib import Path

import pytest

from caregiver_app.domain.doses import DoseNote, last_of
from caregiver_app.domain.errors import MissingAnswer, TimeInFuture
from caregiver_app.domain.plan import Address, Contact, CrisisEvent, Emergency, HeadlineWishes, OpenCardChoice, Section
from caregiver_app.domain.time import MINUTE_MS, Instant
from caregiver_app.domain.watched import Worked
from caregiver_app.services import clips, doses, plan
from caregiver_app.storage.space import Space
from tests.services.households import exchange, other_space

NOW = Instant(1_795_519_487_153, 60)


def test_every_section_comes_back_as_it_was_written(space: Space) -> None:
    contacts = (Contact("Nurse", "Anna", "555 0143", "Day", "First", True), Contact("Son", "Sam", "555 0167"))
    written = {
        Section.CONTACTS: contacts,
        Section.EMERGENCY: Emergency("112", "Elena", "ES"),
        Section.ADDRESS: Address("12 Mill Lane", "green door", "key next door"),
        Section.WISHES: HeadlineWishes("home", "only if she asks", "form", "blue folder", "the children", "Sam"),
        Section.MEDICINES: {"C1": "as the label says"},
        Section.TEAM_WORDS: {"C2": "fan first"},
        Section.OPEN_CARD: OpenCardChoice(patient_name=True, cards=("C1",)),
    }
    for section, value in written.items():
        plan.revise(space, section, value, NOW)  # type: ignore[arg-type]
    found = plan.plan(space)
    assert found.contacts == contacts
    assert found.team_line == contacts[0]
    assert found.emergency == written[Section.EMERGENCY]
    assert found.address == written[Section.ADDRESS]
    assert found.wishes == written[Section.WISHES]
    assert dict(found.medicines) == written[Section.MEDICINES]
    assert dict(found.team_words) == written[Section.TEAM_WORDS]
    assert found.open_card == written[Section.OPEN_CARD]
    assert found.contested == frozenset()


def test_a_section_keeps_every_version_with_who_and_when(space: Space) -> None:
    plan.revise(space, Section.ADDRESS, Address("first"), NOW)
    plan.revise(space, Section.ADDRESS, Address("second"), NOW.plus(MINUTE_MS))
    first, second = plan.versions(space, Section.ADDRESS)
    assert (first.payload["address"], first.is_head) == ("first", False)
    assert (second.payload["address"], second.is_head) == ("second", True)
    assert first.author == second.author == "Elena"
    assert first.at < second.at


def test_an_older_version_can_be_brought_back_and_nothing_is_lost(space: Space) -> None:
    plan.revise(space, Section.ADDRESS, Address("first"), NOW)
    plan.revise(space, Section.ADDRESS, Address("second"), NOW.plus(1))
    plan.restore_version(space, Section.ADDRESS, plan.versions(space, Section.ADDRESS)[0], NOW.plus(2))
    assert plan.plan(space).address.address == "first"
    assert len(plan.versions(space, Section.ADDRESS)) == 3


def test_a_section_written_apart_has_two_versions_until_someone_settles_it(space: Space, tmp_path: Path) -> None:
    other = other_space(tmp_path)
    plan.revise(space, Section.MEDICINES, {"C1": "Elena's words"}, NOW)
    plan.revise(other, Section.MEDICINES, {"C1": "Anna's words"}, NOW.plus(1))
    plan.revise(other, Section.ADDRESS, Address("not contested"), NOW.plus(2))
    exchange(space, other)
    for side in (space, other):
        assert plan.plan(side).contested == {Section.MEDICINES}
        assert [v.is_head for v in plan.versions(side, Section.MEDICINES)] == [True, True]
    plan.revise(other, Section.MEDICINES, {"C1": "settled"}, NOW.plus(3))
    exchange(space, other)
    for side in (space, other):
        assert plan.plan(side).contested == frozenset()
        assert dict(plan.plan(side).medicines) == {"C1": "settled"}


def test_of_two_names_written_apart_both_devices_show_the_same_one(space: Space, tmp_path: Path) -> None:
    other = other_space(tmp_path)
    plan.describe_patient(space, {"name": "Rosa"}, NOW)
    plan.describe_patient(other, {"name": "Rosa Marín", "born": "1948"}, NOW.plus(5))
    exchange(space, other)
    assert plan.patient(space) == plan.patient(other)
    assert plan.patient(space).name == "Rosa Marín"
    assert plan.patient(space).born == "1948"


def test_an_unknown_particular_is_refused(space: Space) -> None:
    with pytest.raises(MissingAnswer):
        plan.describe_patient(space, {"shoe_size": 38}, NOW)


def test_a_crisis_timer_is_a_draft_at_once_and_can_be_finished_later(space: Space) -> None:
    plan.start_crisis(space, "C1", NOW)
    (draft,) = plan.crisis_entries(space, unfinished_only=True)
    assert draft.event == CrisisEvent("C1", NOW)
    later = NOW.plus(10 * MINUTE_MS)
    plan.finish_crisis(space, draft, CrisisEvent("C1", NOW, later, "she slept", True), later)
    assert plan.crisis_entries(space, unfinished_only=True) == ()
    (entry,) = plan.crisis_entries(space)
    assert entry.event == CrisisEvent("C1", NOW, later, "she slept", True)
    assert entry.author == "Elena"


def test_a_dose_note_keeps_the_persons_own_words_and_its_corrections(space: Space) -> None:
    note = DoseNote("blue bottle", "one spoon, I think", "Elena", NOW, "C1")
    doses.note_dose(space, note, NOW)
    (entry,) = doses.dose_entries(space)
    assert entry.effective == note
    corrected = DoseNote("blue bottle", "as the label says", "Elena", NOW, "C1")
    doses.correct_dose(space, entry, corrected, "I read the label again", NOW.plus(1))
    (entry,) = doses.dose_entries(space)
    assert entry.effective == corrected
    assert [v.note for v in entry.versions] == [note, corrected]
    assert entry.versions[1].reason == "I read the label again"
    doses.take_back_dose(space, entry, "it was not given", NOW.plus(2))
    (entry,) = doses.dose_entries(space)
    assert entry.effective is None
    assert last_of([entry]) is None
    assert len(entry.versions) == 3


@pytest.mark.parametrize("words", ["", "   "])
def test_changing_a_dose_note_needs_a_reason_and_noting_one_needs_a_name(space: Space, words: str) -> None:
    note = DoseNote("blue bottle", "", "", NOW)
    doses.note_dose(space, note, NOW)
    (entry,) = doses.dose_entries(space)
    with pytest.raises(MissingAnswer):
        doses.correct_dose(space, entry, note, words, NOW)
    with pytest.raises(MissingAnswer):
        doses.take_back_dose(space, entry, words, NOW)
    with pytest.raises(MissingAnswer):
        doses.note_dose(space, DoseNote(words, "x", "y", NOW), NOW)
    with pytest.raises(TimeInFuture):
        doses.note_dose(space, DoseNote("a", "x", "y", NOW.plus(6 * MINUTE_MS)), NOW)


def test_not_sure_after_a_clip_asks_the_nurse_until_it_worked(space: Space) -> None:
    clips.answer(space, "P2", Worked.NOT_SURE, NOW)
    clips.answer(space, "M2", Worked.YES, NOW)
    assert [w.clip_id for w in clips.asked_of_nurse(space)] == ["P2"]
    clips.answer(space, "P2", Worked.YES, NOW.plus(1))
    assert clips.asked_of_nurse(space) == ()
    assert len(clips.answers(space)) == 3
