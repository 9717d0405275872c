"""The form itself: which questions come, what is kept, what becomes of it when it is saved or corrected."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caregiver_app import locations
from caregiver_app.content.symptoms import load_symptoms
from caregiver_app.domain.diary import CheckIn, Comfort, Entry, Mode, Soothed, Version, Who
from caregiver_app.domain.errors import MissingAnswer
from caregiver_app.domain.records import Dot
from caregiver_app.domain.time import HOUR_MS, Instant
from caregiver_app.ui.pages.check_in.form import (
    Form,
    Step,
    StepKind,
    answers,
    check_in_of,
    form_kept,
    form_of,
    kept,
    next_open,
    steps,
    whos,
    with_mode,
)

NOW = Instant(1_795_519_487_153, 60)
CATALOGUE = load_symptoms(locations.resources() / "symptoms.toml")
QUICK = ("pain", "breath", "nausea")


def asked(form: Form, quick: tuple[str, ...] = QUICK) -> list[str]:
    return [step.id for step in steps(form, CATALOGUE, quick) if step.kind is StepKind.SCORE]


def test_who_answers_is_asked_first_in_every_mode() -> None:
    for mode in Mode:
        assert steps(Form(NOW, mode), CATALOGUE, QUICK)[0] == Step(StepKind.WHO)


def test_nobody_is_chosen_beforehand() -> None:
    assert Form(NOW).who is None


def test_quick_asks_what_matters_most_to_the_person() -> None:
    assert asked(Form(NOW, Mode.QUICK), ("worry", "sleep", "mouth")) == ["worry", "sleep", "mouth"]


def test_quick_falls_back_to_three_usual_questions() -> None:
    assert asked(Form(NOW, Mode.QUICK), ()) == list(CATALOGUE.quick)


def test_full_asks_the_person_the_eleven_items_they_can_answer() -> None:
    found = asked(Form(NOW, Mode.FULL, Who.PATIENT))
    assert found == [
        "pain", "tired", "drowsy", "nausea", "appetite", "breath", "mood", "worry", "wellbeing", "sleep", "constip",
    ]  # fmt: skip


def test_full_asks_an_observer_only_what_can_be_seen() -> None:
    assert asked(Form(NOW, Mode.FULL, Who.CAREGIVER)) == ["pain", "drowsy", "appetite", "breath", "sleep", "confused"]


def test_where_an_observer_can_see_none_of_the_quick_items_all_are_asked() -> None:
    assert asked(Form(NOW, Mode.QUICK, Who.STAFF), ("mood", "worry")) == ["mood", "worry"]


def test_full_asks_yes_or_no_and_count_items_and_ends_with_whether_someone_is_needed() -> None:
    found = steps(Form(NOW, Mode.FULL, Who.PATIENT), CATALOGUE, QUICK)
    facts = [step.id for step in found if step.kind is StepKind.FACT]
    assert facts[0] == "bowel"
    assert "temp_c" in facts
    assert facts[-1] == "needs_attention"
    assert found[-1].kind is StepKind.LAST


def test_only_someone_who_looks_can_make_a_comfort_check() -> None:
    assert whos(Mode.COMFORT) == (Who.CAREGIVER, Who.STAFF)
    assert with_mode(Form(NOW, who=Who.PATIENT), Mode.COMFORT).who is None
    assert with_mode(Form(NOW, who=Who.STAFF), Mode.COMFORT).who is Who.STAFF


def test_a_note_asks_for_nothing_but_who_and_the_note() -> None:
    kinds = [s.kind for s in steps(Form(NOW, Mode.NOTE), CATALOGUE, QUICK)]
    assert kinds == [StepKind.WHO, StepKind.WATCH, StepKind.LAST]  # something sudden can be ticked in every form


def test_the_next_question_is_the_next_that_nobody_answered() -> None:
    form = Form(NOW, Mode.QUICK, Who.PATIENT, {"pain": 3, "nausea": None})
    found = steps(form, CATALOGUE, QUICK)
    assert found[next_open(form, found, 0)].id == "breath"
    done = replace(form, scores={**form.scores, "breath": 1}, facts={"needs_attention": False}, watched=("sudden",))
    assert next_open(done, found, 1) == len(found) - 1


def test_skipped_questions_are_not_counted_as_answers() -> None:
    form = Form(NOW, Mode.QUICK, Who.PATIENT, {"pain": 0, "breath": None}, {"needs_attention": True})
    assert answers(form, steps(form, CATALOGUE, QUICK)) == 2


def saved(form: Form, original: CheckIn | None = None) -> CheckIn:
    return check_in_of(form, steps(form, CATALOGUE, QUICK), NOW, original)


def test_without_who_nothing_is_saved() -> None:
    with pytest.raises(MissingAnswer) as refused:
        saved(Form(NOW, scores={"pain": 1}))
    assert refused.value.field == "who"


def test_a_comfort_check_needs_the_overall_view_and_never_holds_a_number() -> None:
    form = Form(NOW, Mode.COMFORT, Who.CAREGIVER, signs=("moaning",), soothed=Soothed.PARTLY)
    with pytest.raises(MissingAnswer) as refused:
        saved(form)
    assert refused.value.field == "overall"
    made = saved(replace(form, overall=Comfort.DISTRESSED, scores={"pain": 4}))
    assert made.scores == {}
    assert made.comfort is not None
    assert (made.comfort.overall, made.comfort.signs, made.comfort.soothed) == (
        Comfort.DISTRESSED, ("moaning",), Soothed.PARTLY,
    )  # fmt: skip


def test_what_a_mode_does_not_ask_is_not_saved() -> None:
    form = Form(NOW, Mode.QUICK, Who.PATIENT, {"pain": 1, "worry": 5}, {"bowel": True})
    assert saved(form).scores == {"pain": 1}
    assert saved(form).facts == {}


def test_questions_never_reached_are_not_kept_as_skipped() -> None:
    assert saved(Form(NOW, Mode.FULL, Who.PATIENT, {"pain": 1})).scores == {"pain": 1}


def test_the_time_is_now_unless_another_was_chosen() -> None:
    form = Form(NOW.plus(-HOUR_MS), Mode.QUICK, Who.PATIENT, {"pain": 1})
    assert saved(form).at == NOW
    assert saved(replace(form, at=NOW.plus(-2 * HOUR_MS))).at == NOW.plus(-2 * HOUR_MS)


def entry_of(check_in: CheckIn) -> Entry:
    dot = Dot(b"d" * 16, 1)
    return Entry(b"e" * 16, (Version(dot, check_in, "Elena", NOW),), frozenset({dot}))


def test_a_correction_begins_with_what_was_written_and_needs_a_reason() -> None:
    original = CheckIn(Who.PATIENT, Mode.QUICK, NOW.plus(-HOUR_MS), {"pain": 4, "worry": 2}, {"fell": True}, None, "a")
    form = form_of(entry_of(original), NOW)
    assert (form.who, form.mode, form.scores, form.facts, form.note) == (
        Who.PATIENT, Mode.QUICK, {"pain": 4, "worry": 2}, {"fell": True}, "a",
    )  # fmt: skip
    with pytest.raises(MissingAnswer) as refused:
        saved(form, original)
    assert refused.value.field == "reason"


def test_a_correction_shows_every_answer_and_keeps_the_original_time() -> None:
    original = CheckIn(Who.PATIENT, Mode.QUICK, NOW.plus(-HOUR_MS), {"pain": 4, "worry": 2}, {"fell": True})
    form = replace(form_of(entry_of(original), NOW), reason="misheard", at=NOW)
    assert asked(form) == ["pain", "breath", "nausea", "worry"]
    assert Step(StepKind.FACT, "fell") in steps(form, CATALOGUE, QUICK)
    assert saved(form, original) == original


def test_a_correction_keeps_what_a_newer_version_wrote_and_asks_again_what_cannot_be_read() -> None:
    original = CheckIn(Who.PATIENT, Mode.QUICK, NOW, {"pain": 11, "from_the_future": 3}, {"new_item": 5})
    form = replace(form_of(entry_of(original), NOW), reason="was 11")
    made = saved(form, original)
    assert made.scores == {"from_the_future": 3}
    assert made.facts == {"new_item": 5}


forms = st.builds(
    Form,
    st.builds(Instant, st.integers(0, 2**47), st.integers(-720, 840)),
    st.sampled_from(Mode),
    st.none() | st.sampled_from(Who),
    st.dictionaries(st.text(max_size=8), st.none() | st.integers(0, 10)),
    st.dictionaries(st.text(max_size=8), st.none() | st.booleans() | st.integers(0, 20) | st.floats(30, 45)),
    st.none() | st.lists(st.text(max_size=8)).map(tuple),
    st.none() | st.sampled_from(Soothed),
    st.none() | st.sampled_from(Comfort),
    st.text(),
    st.none() | st.builds(Instant, st.integers(0, 2**47), st.integers(-720, 840)),
    st.text(),
    st.binary(max_size=16),
)


@given(forms)
def test_an_unfinished_form_comes_back_from_the_vault_as_it_was(form: Form) -> None:
    assert form_kept(json.loads(json.dumps(kept(form)))) == form


@pytest.mark.parametrize("plain", [None, {}, [], "x", {"started": "x"}, {**kept(Form(NOW)), "mode": "unknown"}])
def test_a_form_that_this_version_cannot_read_is_passed_over(plain: object) -> None:
    assert form_kept(plain) is None  # type: ignore[arg-type]
