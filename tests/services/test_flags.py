"""Flags through a real vault: off until someone asks for them, opened by an entry, closed only by what was done."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from caregiver_app import locations
from caregiver_app.content.flags import load_rules
from caregiver_app.domain.about import Fact
from caregiver_app.domain.diary import CheckIn, Mode, Who
from caregiver_app.domain.errors import MissingAnswer, NotAllowed, NothingToUndo, TextTooLong, UnreadableValue
from caregiver_app.domain.flags.changes import RuleChange
from caregiver_app.domain.flags.closing import Closing
from caregiver_app.domain.flags.judging import Card
from caregiver_app.domain.flags.told import Settled, Urgency
from caregiver_app.domain.records import Topic
from caregiver_app.domain.time import DAY_MS, HOUR_MS, Instant
from caregiver_app.services import about, diary, flags
from caregiver_app.storage.space import Space
from caregiver_app.ui.pages.flags.view_model import closing_of
from tests.services.households import exchange

NOW = Instant(1_795_519_487_153, 60)
RULES = load_rules(locations.resources() / "flags.toml")


def write(space: Space, now: Instant = NOW, **fields: object) -> bytes:
    values: dict[str, object] = {"who": Who.PATIENT, "mode": Mode.QUICK, "at": now, **fields}
    return diary.record(space, CheckIn(**values), now)[1]  # type: ignore[arg-type]


def opened(space: Space, now: Instant = NOW) -> dict[tuple[str, str], Urgency]:
    cards = flags.attention(space, RULES, now).cards
    return {(flag.rule, flag.about): flag.urgency for card in cards for flag in card.flags}


def closing(card: Card, settled: Settled, now: Instant = NOW, **said: object) -> Closing:
    return closing_of(card, settled, now, **said)


def test_nothing_is_told_until_someone_has_asked_for_it(space: Space) -> None:
    write(space, scores={"pain": 10})
    found = flags.attention(space, RULES, NOW)
    assert (found.tell_me, found.is_on, found.cards) == (None, False, ())
    assert flags.tell_me(space, True, NOW) == {Topic.FLAGS}
    assert opened(space) == {("R01", "pain"): Urgency.U3}
    flags.tell_me(space, False, NOW.plus(1))
    assert opened(space) == {}


def test_a_build_that_only_displays_raises_no_flag(space: Space) -> None:
    flags.tell_me(space, True, NOW)
    write(space, scores={"pain": 10})
    assert flags.attention(space, replace(RULES, is_telling=False), NOW).cards == ()


def test_a_card_points_at_the_entries_that_raised_it(space: Space) -> None:
    flags.tell_me(space, True, NOW)
    entity = write(space, ticks=("hard_to_wake",))
    found = flags.attention(space, RULES, NOW)
    (card,) = found.cards
    (key,) = card.flags[0].newest.evidence
    assert found.entries[key].entity_id == entity


def test_a_card_stays_until_it_is_closed_and_undo_brings_it_back(space: Space) -> None:
    flags.tell_me(space, True, NOW)
    write(space, scores={"pain": 8})
    write(space, NOW.plus(HOUR_MS), scores={"pain": 1})
    later = NOW.plus(2 * HOUR_MS)
    (card,) = flags.attention(space, RULES, later).cards
    changes, entity = flags.close(space, closing(card, Settled.CALLED, later, who="Anna"), RULES, later)
    assert changes == {Topic.FLAGS}
    assert opened(space, later.plus(HOUR_MS)) == {}
    (kept,) = flags.attention(space, RULES, later).closed
    assert (kept.who, kept.by) == ("Anna", kept.by)
    flags.reopen(space, entity, later)
    assert opened(space, later) == {("R01", "pain"): Urgency.U2}
    with pytest.raises(NothingToUndo):
        flags.reopen(space, b"x" * 16, later)


def test_what_is_written_in_the_minute_of_the_closing_but_after_it_is_told(space: Space) -> None:
    flags.tell_me(space, True, NOW)
    write(space, ticks=("choking",))
    (card,) = flags.attention(space, RULES, NOW).cards
    flags.close(space, closing(card, Settled.VISIT), RULES, NOW)
    assert opened(space) == {}
    write(space, NOW.plus(1), ticks=("choking",))
    assert opened(space) == {("R33", "choking"): Urgency.U3}


def test_a_worse_number_opens_again_what_is_already_known(space: Space) -> None:
    flags.tell_me(space, True, NOW)
    write(space, scores={"pain": 7})
    (card,) = flags.attention(space, RULES, NOW).cards
    until = date(2026, 12, 1)
    flags.close(space, closing(card, Settled.KNOWN, until=until), RULES, NOW)
    tomorrow = NOW.plus(DAY_MS)
    write(space, tomorrow, scores={"pain": 8})
    assert opened(space, tomorrow) == {}
    write(space, tomorrow.plus(HOUR_MS), scores={"pain": 9})
    assert opened(space, tomorrow.plus(HOUR_MS)) == {("R01", "pain"): Urgency.U3}


def test_what_an_outcome_needs_is_asked_for_before_anything_is_written(space: Space) -> None:
    flags.tell_me(space, True, NOW)
    write(space, scores={"pain": 8})
    (card,) = flags.attention(space, RULES, NOW).cards
    with pytest.raises(MissingAnswer):
        flags.close(space, closing(card, Settled.CALLED), RULES, NOW)
    assert opened(space)


def test_a_correction_downward_takes_the_card_away(space: Space) -> None:
    flags.tell_me(space, True, NOW)
    entity = write(space, scores={"pain": 9})
    entry = diary.entry(space, entity)
    assert entry is not None
    diary.correct(space, entry, CheckIn(Who.PATIENT, Mode.QUICK, NOW, {"pain": 3}), "misread", NOW)
    assert opened(space) == {}


def test_what_is_known_of_the_person_decides(space: Space) -> None:
    flags.tell_me(space, True, NOW)
    write(space, facts={"temp_c": 37.6})
    assert opened(space) == {}
    about.say(space, {Fact.TREATMENT: True, Fact.FEVER_AT: "37.5"}, NOW)
    assert opened(space) == {("R15", "fever"): Urgency.U3}
    about.say(space, {Fact.TREATMENT: False}, NOW.plus(1))
    assert opened(space) == {}


def test_a_goal_and_the_last_days_count_from_when_they_are_said(space: Space) -> None:
    flags.tell_me(space, True, NOW)
    for hour in range(3):
        write(space, NOW.plus(hour * HOUR_MS), scores={"pain": 3})
    later = NOW.plus(3 * HOUR_MS)
    assert opened(space, later) == {}
    about.set_goal(space, "pain", 2, later)
    assert opened(space, later) == {("R05", "pain"): Urgency.U1}
    about.say(space, {Fact.LAST_DAYS: True}, later)
    assert opened(space, later) == {}


def test_a_new_usual_is_counted_every_time_it_is_set(space: Space) -> None:
    about.begin_new_usual(space, "", "new medicine", NOW)
    about.begin_new_usual(space, "pain", "again", NOW.plus(HOUR_MS))
    about.begin_new_usual(space, "", "once more", NOW.plus(2 * HOUR_MS))
    found = about.about(space).resets
    assert [symptom for _, symptom in found] == ["", "pain", ""]


def test_who_said_a_fact_and_when_is_kept(space: Space) -> None:
    about.say(space, {Fact.CANCER: True}, NOW)
    said = about.about(space).said[Fact.CANCER]
    assert (said.value, said.at.utc_ms // 60_000) == (True, NOW.utc_ms // 60_000)


@pytest.mark.parametrize("typed", ["29.9", "45.1", "hot", "NaN"])
def test_a_fever_that_cannot_be_is_refused(space: Space, typed: str) -> None:
    with pytest.raises(UnreadableValue):
        about.say(space, {Fact.FEVER_AT: typed}, NOW)
    assert about.about(space).said == {}


def test_a_goal_outside_the_scale_and_too_many_words_are_refused(space: Space) -> None:
    with pytest.raises(UnreadableValue):
        about.set_goal(space, "pain", 11, NOW)
    with pytest.raises(TextTooLong):
        about.say(space, {Fact.ALLERGIES: "a" * 2_001}, NOW)


def test_a_changed_rule_is_in_force_with_who_when_and_why(space: Space) -> None:
    flags.tell_me(space, True, NOW)
    write(space, scores={"pain": 6})
    assert opened(space) == {}
    flags.change_rule(space, RuleChange("R01", "severe_from", "6", "Anna wrote it"), RULES, False, NOW)
    assert opened(space) == {("R01", "pain"): Urgency.U2}
    (history,) = flags.rule_history(space).values()
    assert [(one.value, one.why, one.is_head) for one in history] == [("6", "Anna wrote it", True)]
    with pytest.raises(NotAllowed):
        flags.change_rule(space, RuleChange("R01", "on", "no", "tired of it"), RULES, False, NOW)


def test_flags_are_the_same_on_the_other_computer(space: Space, other: Space) -> None:
    flags.tell_me(space, True, NOW)
    about.say(space, {Fact.CANCER: True}, NOW)
    write(space, scores={"pain": 8})
    (card,) = flags.attention(space, RULES, NOW).cards
    exchange(space, other)
    assert opened(other) == opened(space)
    flags.close(other, closing(card, Settled.VISIT), RULES, NOW)
    exchange(space, other)
    assert opened(space) == opened(other) == {}
    assert flags.attention(space, RULES, NOW).about == flags.attention(other, RULES, NOW).about
