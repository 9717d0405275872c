"""Cases for the tests of the rules: builders, and Hypothesis strategies that stay near every boundary."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import Any

from hypothesis import strategies as st

from caregiver_app import locations
from caregiver_app.content.flags import load_rules
from caregiver_app.domain.diary import Comfort, Who
from caregiver_app.domain.flags.rule import Rules
from caregiver_app.domain.flags.told import DAY_MIN, Case, Outcome, Patient, Settled, Told, Urgency
from caregiver_app.domain.medicines import Dose, DoseOutcome, Limits, Medicine, MedicineKind

NOW = 29_900_000  # a minute in November 2026
ZONE = "Europe/London"
SYMPTOMS = ("pain", "breath", "drowsy", "confused", "tired", "itch")
TICKS = (
    "hard_to_wake", "slow_breathing", "pinpoint_pupils", "blue_lips", "swollen_belly", "no_gas", "shivering", "unwell",
    "new_confusion", "fell", "head_hit", "back_pain_new", "leg_weakness", "band_like", "blood_in_vomit", "jerks",
    "patch_fell_off", "heat_pad", "skin_red_stays", "redness_spreading_fast", "watery_stool", "lower_belly_pain",
)  # fmt: skip
PATIENT = Patient(zone=ZONE, cancer=False, cancer_treatment=False, diary_started=NOW - 200 * DAY_MIN)
MORPHINE = Medicine(
    "Morphine liquid", "morphine", frozenset({"opioid"}), for_symptom="pain", dose_qty=Decimal("2.5"), unit="mL",
    limits=(Limits(min_gap_min=240, max_doses=4),), recheck=60,
)  # fmt: skip
PATCH = Medicine("Fentanyl patch", "fentanyl", frozenset({"opioid", "long_acting_opioid"}), MedicineKind.PATCH, change_every_h=72)
MEDICINES = (MORPHINE, PATCH)


@cache
def rules() -> Rules:
    """The rules as they are shipped."""
    return load_rules(locations.resources() / "flags.toml")


def told(before_min: int = 0, who: Who = Who.PATIENT, entry_id: str = "", **fields: Any) -> Told:
    """An entry so many minutes before NOW, written at once."""
    at = NOW - before_min
    values: Mapping[str, Any] = {"recorded": at, "id": entry_id or f"e{at} {sorted(fields.items())!r}", **fields}
    return Told(at=at, who=who, **values)


def case(*entries: Told, **fields: Any) -> Case:
    """A case that is looked at now."""
    return Case(**{"now": NOW, "patient": PATIENT, "entries": entries, **fields})


def opened(flags: Any) -> dict[tuple[str, str], Urgency]:
    """What is open: rule and subject with the urgency."""
    return {(flag.rule, flag.about): flag.urgency for flag in flags}


_minutes = st.one_of(st.integers(0, 9 * DAY_MIN), st.sampled_from([0, 240, 479, 480, 720, 1439, 1440, 1441, 2880, 4320, 11520]))


@st.composite
def entries(draw: Any) -> Told:
    """One entry of the last nine days, of anyone, with scores, signs or answers."""
    before = draw(_minutes)
    late = draw(st.sampled_from([0, 0, 0, 5, 7 * DAY_MIN, 7 * DAY_MIN + 1]))
    return Told(
        at=NOW - before,
        recorded=NOW - before + late,
        id=f"entry {draw(st.integers(0, 10**9))}",
        who=draw(st.sampled_from(Who)),
        scores=draw(st.dictionaries(st.sampled_from(SYMPTOMS), st.integers(0, 10), max_size=3)),
        ticks=frozenset(draw(st.lists(st.sampled_from(TICKS), max_size=2))),
        comfort=draw(st.sampled_from([None, None, *Comfort])),
        needs_attention=draw(st.booleans()),
        bowel=draw(st.sampled_from([None, None, True, False])),
        vomited=draw(st.sampled_from([0, 0, 0, 1, 3])),
        urine=draw(st.sampled_from([None, None, True, False])),
        temp_c=draw(st.sampled_from([None, None, Decimal("35.9"), Decimal("37.9"), Decimal("38.0")])),
    )


@st.composite
def doses(draw: Any) -> Dose:
    """One dose of the last nine days."""
    at = NOW - draw(_minutes)
    return Dose(
        at, at, f"dose {draw(st.integers(0, 10**9))}", draw(st.sampled_from(MEDICINES)), draw(st.sampled_from(DoseOutcome)),
        draw(st.sampled_from([None, Decimal("2.5"), Decimal(5)])),
        reason=draw(st.sampled_from(["", "cannot swallow"])),
    )  # fmt: skip


@st.composite
def outcomes(draw: Any) -> Outcome:
    """What someone did about a flag."""
    rule, about = draw(
        st.sampled_from([("R01", "pain"), ("R04", "pain"), ("R12", "bowels"), ("R24", "opioid_signs"), ("R31", "attention")])
    )
    at = NOW - draw(_minutes)
    settled = draw(st.sampled_from(Settled))
    until = PATIENT.day(at + draw(st.integers(0, 20)) * DAY_MIN) if settled is Settled.KNOWN else None
    return Outcome(at, rule, about, settled, until)


def unique(found: list[Any]) -> tuple[Any, ...]:
    """Each id once."""
    return tuple({one.id: one for one in found}.values())


@st.composite
def any_case(draw: Any) -> Case:
    """A diary with doses and outcomes, in any mode."""
    patient = Patient(
        zone=ZONE,
        is_weekly=draw(st.booleans()),
        cancer=draw(st.sampled_from([None, True, False])),
        cancer_treatment=draw(st.sampled_from([None, True, False])),
        is_last_days=draw(st.booleans()),
        catheter=draw(st.booleans()),
        goals={"pain": 3},
        diary_started=NOW - 20 * DAY_MIN,
    )
    return Case(
        NOW,
        patient,
        unique(draw(st.lists(entries(), max_size=14))),
        unique(draw(st.lists(doses(), max_size=8))),
        MEDICINES,
        outcomes=tuple(draw(st.lists(outcomes(), max_size=3))),
    )
