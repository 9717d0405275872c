"""What must hold for every diary (issue of the diary, must show 2)."""

from __future__ import annotations

import random
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from caregiver_app.domain.flags.judging import Judge, judged
from caregiver_app.domain.flags.told import DAY_MIN, Case
from tests.domain.flags.cases import NOW, any_case, doses, entries, opened, outcomes, rules, unique


@given(any_case(), st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None)
def test_the_order_of_entries_and_doses_never_changes_a_flag(case: Case, dice: random.Random) -> None:
    mixed = replace(
        case,
        entries=tuple(dice.sample(case.entries, len(case.entries))),
        doses=tuple(dice.sample(case.doses, len(case.doses))),
    )
    assert judged(mixed, rules()) == judged(case, rules())


@given(any_case(), st.data())
@settings(max_examples=200, deadline=None)
def test_what_is_worked_out_step_by_step_is_what_is_worked_out_at_once(case: Case, data: st.DataObject) -> None:
    judge = Judge(rules())
    step = replace(case, entries=(), doses=(), outcomes=(), now=case.now - 9 * DAY_MIN)
    assert judge.flags(step) == judged(step, rules())
    for _ in range(data.draw(st.integers(1, 6))):
        what = data.draw(st.sampled_from(["entry", "dose", "outcome", "change", "remove", "later", "mode"]))
        step = _changed(step, what, data)
        assert judge.flags(step) == judged(step, rules()), what


def _changed(case: Case, what: str, data: st.DataObject) -> Case:
    if what == "entry":
        return replace(case, entries=unique([*case.entries, *data.draw(st.lists(entries(), min_size=1, max_size=6))]))
    if what == "dose":
        return replace(case, doses=unique([*case.doses, *data.draw(st.lists(doses(), min_size=1, max_size=3))]))
    if what == "outcome":
        return replace(case, outcomes=(*case.outcomes, data.draw(outcomes())))
    if what == "change" and case.entries:
        place = data.draw(st.integers(0, len(case.entries) - 1))
        new = replace(data.draw(entries()), id=case.entries[place].id)
        return replace(case, entries=(*case.entries[:place], new, *case.entries[place + 1 :]))
    if what == "remove" and case.entries:
        return replace(case, entries=case.entries[1:])
    if what == "mode":
        return replace(case, patient=replace(case.patient, is_last_days=not case.patient.is_last_days))
    return replace(case, now=min(NOW, case.now + data.draw(st.integers(1, 4 * DAY_MIN))))


@given(any_case(), st.data())
@settings(max_examples=200, deadline=None)
def test_a_worse_score_never_lowers_what_severe_scores_raise(case: Case, data: st.DataObject) -> None:
    case = replace(case, outcomes=())
    scored = [(place, symptom) for place, one in enumerate(case.entries) for symptom in one.scores]
    if not scored:
        return
    place, symptom = data.draw(st.sampled_from(scored))
    entry = case.entries[place]
    worse = replace(entry, scores={**entry.scores, symptom: data.draw(st.integers(entry.scores[symptom], 10))})
    after = opened(judged(replace(case, entries=(*case.entries[:place], worse, *case.entries[place + 1 :])), rules()))
    for key, urgency in opened(judged(case, rules())).items():
        if key[0] in ("R01", "R02", "R06", "R07"):
            assert after.get(key, 0) >= urgency, key


@given(any_case(), st.data())
@settings(max_examples=100, deadline=None)
def test_correcting_a_value_there_and_back_leaves_every_flag_but_the_missed_check_in(case: Case, data: st.DataObject) -> None:
    if not case.entries:
        return
    place = data.draw(st.integers(0, len(case.entries) - 1))
    entry = case.entries[place]
    touched = replace(entry, activity=(*entry.activity, min(NOW, entry.recorded + data.draw(st.integers(0, 2 * DAY_MIN)))))
    after = replace(case, entries=(*case.entries[:place], touched, *case.entries[place + 1 :]))
    before_flags = [flag for flag in judged(case, rules()) if flag.rule != "R08"]
    assert [flag for flag in judged(after, rules()) if flag.rule != "R08"] == before_flags


@given(any_case())
@settings(max_examples=100, deadline=None)
def test_every_trigger_names_what_it_saw_and_comes_from_a_way_its_rule_knows(case: Case) -> None:
    known = {one.id for one in case.entries} | {one.id for one in case.doses}
    for flag in judged(case, rules()):
        for trigger in flag.triggers:
            rule = rules().rule(trigger.rule)
            assert trigger.urgency is rule.urgencies[trigger.how]
            assert set(trigger.evidence) <= known
            assert trigger.at <= case.now
