"""Rules about signs that were ticked, fever, skin, falls, the back and the bladder: R13 to R18, R20 to R26, R29, R31, R33.

Signs that belong together may come from any entries of anyone, not more than 24 h before the newest (precise R25).
"""

from __future__ import annotations

from collections.abc import Iterator

from caregiver_app.domain.flags.history import History
from caregiver_app.domain.flags.rule import Rule, Trigger, Value
from caregiver_app.domain.flags.scores import OPIOIDS
from caregiver_app.domain.flags.told import DAY_MIN, Told
from caregiver_app.domain.medicines import MedicineKind

SKIN = ("skin_red_stays", "skin_open", "skin_black", "skin_smelly", "skin_hot", "redness_spreading_fast")
SUDDEN = ("seizure", "bleeding", "choking", "chest_pain", "noisy_breathing", "swollen_face_neck", "pump_alarm")
_CORD = ("leg_weakness", "numbness", "unsteady", "bladder_bowel_change")
_BACK = ("band_like", "worse_lying_coughing", "wakes_at_night")


def _met(entry: Told, rule: Rule, about: str, how: str, *evidence: Told | str | None, **values: Value) -> Trigger:
    ids = dict.fromkeys(one if isinstance(one, str) else one.id for one in evidence if one is not None)
    ids.setdefault(entry.id, None)
    return rule.met(entry.at, about, how, ids, **values)


# ---- confusion and fever --------------------------------------------------------------------------
def confusion(entry: Told, history: History, rule: Rule) -> Iterator[Trigger]:
    """R14: new confusion; call now with fever, hard to wake or a fall within 24 h on either side, or frightening things."""
    if _is_newly_confused(entry, history, rule):
        grave = history.within_a_day(entry, lambda one: _makes_grave(one, history))
        how = "new" if grave is None else "grave"
        yield _met(entry, rule, "confused", how, grave)
    elif _makes_grave(entry, history):
        before = history.within_a_day(entry, lambda one: _is_newly_confused(one, history, rule))
        if before is not None:
            yield _met(entry, rule, "confused", "grave", before)


def _is_newly_confused(entry: Told, history: History, rule: Rule) -> bool:
    if "new_confusion" in entry.ticks:
        return True
    if entry.scores.get("confused", 0) < rule["score_from"]:
        return False
    baseline = history.baseline(entry, "confused")
    return baseline is None or baseline <= rule["usual_most"]


def _makes_grave(entry: Told, history: History) -> bool:
    ticks = {"hard_to_wake", "fell", "head_hit", "frightening_things_danger"}
    return history.is_fever(entry) or bool(entry.ticks & ticks)


def _fever_on_treatment(entry: Told, history: History, rule: Rule) -> tuple[str, Told | None] | None:
    patient = history.patient
    is_treated = patient.cancer_treatment is not False
    if is_treated and patient.last_treatment is not None:
        is_treated = (patient.day(entry.at) - patient.last_treatment).days <= rule["after_treatment_days"]
    if not is_treated:
        return None
    own = rule.exact("fever_from") if patient.fever_at is None else patient.fever_at
    if entry.temp_c is not None and entry.temp_c >= own:
        return "fever", None
    if "shivering" in entry.ticks:
        return "shivering", None

    def is_cold(one: Told) -> bool:
        return one.temp_c is not None and one.temp_c < rule.exact("cold_below")

    def is_unwell(one: Told) -> bool:
        return "unwell" in one.ticks or one.needs_attention

    cold, unwell = history.within_a_day(entry, is_cold), history.within_a_day(entry, is_unwell)
    if cold is not None and unwell is not None and (is_cold(entry) or is_unwell(entry)):
        return "cold_and_unwell", cold if is_unwell(entry) else unwell
    return None


def fever_on_treatment(entry: Told, history: History, rule: Rule) -> Iterator[Trigger]:
    """R15: fever, cold and unwell, or shivering while cancer treatment is on or nobody has said (precise R58, R61)."""
    found = _fever_on_treatment(entry, history, rule)
    if found is not None:
        values = {} if entry.temp_c is None else {"temperature": entry.temp_c}
        yield _met(entry, rule, "fever", found[0], found[1], **values)


def fever(entry: Told, history: History, rule: Rule, on_treatment: Rule | None) -> Iterator[Trigger]:
    """R16: 38.0 °C or more where R15 did not fire for it (precise R60)."""
    if entry.temp_c is None or entry.temp_c < rule.exact("fever_from"):
        return
    found = None if on_treatment is None else _fever_on_treatment(entry, history, on_treatment)
    if found is None:
        yield _met(entry, rule, "fever", "fever", temperature=entry.temp_c)


# ---- the back -----------------------------------------------------------------------------------
def _cord(entry: Told, history: History, within_min: int) -> Told | None:
    """The other half of the warning signs of the spinal cord, where this entry has one half; itself where it has both."""
    has_pain, has_sign = "back_pain_new" in entry.ticks, bool(entry.ticks.intersection(_CORD))
    if has_pain and has_sign:
        return entry
    if not (has_pain or has_sign):
        return None
    found = history.entries_from(entry.at - within_min, entry.at, history.place[entry.id])
    for one in reversed(found):
        if (has_pain and one.ticks.intersection(_CORD)) or (has_sign and "back_pain_new" in one.ticks):
            return one
    return None


def spinal_cord(entry: Told, history: History, rule: Rule) -> Iterator[Trigger]:
    """R17: new or worse back or neck pain with weak or numb legs, unsteadiness, or bladder or bowel change, in 7 days."""
    if history.patient.cancer is False:
        return
    other = _cord(entry, history, rule["within_days"] * DAY_MIN)
    if other is not None:
        yield _met(entry, rule, "spine", "cord", other)


def back_pain(entry: Told, history: History, rule: Rule, cord: Rule | None) -> Iterator[Trigger]:
    """R18: new back pain that is severe, band-like, worse on lying or coughing, or wakes at night (precise R63)."""
    if history.patient.cancer is False:
        return

    def is_worse(one: Told) -> bool:
        return bool(one.ticks.intersection(_BACK)) or one.scores.get("pain", 0) >= rule["severe_from"]

    def is_pain(one: Told) -> bool:
        return "back_pain_new" in one.ticks

    if not (is_pain(entry) or is_worse(entry)):
        return
    pain, worse = history.within_a_day(entry, is_pain), history.within_a_day(entry, is_worse)
    if pain is None or worse is None:
        return
    if cord is not None and any(_cord(one, history, cord["within_days"] * DAY_MIN) for one in (entry, pain)):
        return
    yield _met(entry, rule, "spine", "back", pain, worse)


# ---- bowels, vomiting, bladder ---------------------------------------------------------------------
def is_movement(entry: Told) -> bool:
    """The bowels opened, whichever way it was written down."""
    return entry.bowel is True or entry.bristol is not None or "watery_stool" in entry.ticks


def watery_after_none(entry: Told, history: History, rule: Rule) -> Iterator[Trigger]:
    """R13: watery stool three days or more after the last movement (precise R56)."""
    is_watery = "watery_stool" in entry.ticks or (entry.bristol is not None and entry.bristol >= rule["bristol_from"])
    if not is_watery:
        return
    earlier = history.entries[: history.place[entry.id]]
    last = next((one for one in reversed(earlier) if is_movement(one)), None)
    if last is None:
        return
    days = (history.patient.day(entry.at) - history.patient.day(last.at)).days
    if days >= rule["days"]:
        yield _met(entry, rule, "bowels", "watery", last, days=days)


def vomiting(entry: Told, history: History, rule: Rule) -> Iterator[Trigger]:
    """R20: three times in 24 h, medicines that do not stay down; call now with blood, or a swollen belly and no gas."""
    day = history.entries_in(entry.at - DAY_MIN, entry.at, history.place[entry.id])
    times = sum(one.vomited for one in day)
    blood = history.ticked(entry, "blood_in_vomit", "coffee_grounds")
    swollen, no_gas = history.ticked(entry, "swollen_belly"), history.ticked(entry, "no_gas")
    has_own = entry.vomited > 0 or entry.ticks.intersection(
        ("blood_in_vomit", "coffee_grounds", "swollen_belly", "no_gas", "cannot_keep_medicines_down")
    )
    if not has_own:
        return
    if times >= 1 and blood is not None:
        yield _met(entry, rule, "vomiting", "blood", blood, times=times)
    elif times >= 1 and swollen is not None and no_gas is not None:
        yield _met(entry, rule, "vomiting", "blocked", swollen, no_gas, times=times)
    elif times >= rule["times"] and entry.vomited:
        yield _met(entry, rule, "vomiting", "often", *(one for one in day if one.vomited), times=times)
    elif "cannot_keep_medicines_down" in entry.ticks:
        yield _met(entry, rule, "vomiting", "medicines", times=times)


def no_urine(entry: Told, history: History, rule: Rule) -> Iterator[Trigger]:
    """R21: an answer "no urine" 8 h or more after the last yes, 4 h with a catheter (precise R67)."""
    if entry.urine is not False:
        return
    limit = rule["catheter_min"] if history.patient.catheter else rule["none_min"]
    earlier = history.entries[: history.place[entry.id]]
    last = next((one for one in reversed(earlier) if one.urine is True), None)
    if last is not None and entry.at - last.at < limit:
        return
    painful = history.ticked(entry, "lower_belly_pain", "tight_lower_belly")
    how = "none" if painful is None else "painful"
    values = {} if last is None else {"hours": (entry.at - last.at) // 60}
    yield _met(entry, rule, "urine", how, last, painful, **values)


# ---- falls, skin ----------------------------------------------------------------------------------
def fall(entry: Told, history: History, rule: Rule) -> Iterator[Trigger]:
    """R22: any fall; call now with a knock on the head, a blood thinner, new pain, no getting up, or sleepiness after it."""
    ticks = ("head_hit", "new_pain", "cannot_get_up")
    has_own = "fell" in entry.ticks or entry.ticks.intersection(ticks) or history.is_very_drowsy(entry)
    fell = history.ticked(entry, "fell") if has_own else None
    if fell is None:
        return
    sign = history.ticked(entry, *ticks)
    drowsy = entry if history.is_very_drowsy(entry) else None
    is_thinned = any(m.is_active and m.classes & {"anticoagulant", "doac"} for m in history.case.medicines)
    if sign is not None or drowsy is not None or is_thinned:
        yield _met(entry, rule, "fall", "grave", fell, sign, drowsy)
    elif "fell" in entry.ticks:
        yield _met(entry, rule, "fall", "fell")


def skin(entry: Told, history: History, rule: Rule) -> Iterator[Trigger]:
    """R23: a red place that stays, open, black, smelly or hot skin; call now where redness spreads fast with fever."""
    ticks = entry.ticks.intersection(SKIN)
    spreads = history.ticked(entry, "redness_spreading_fast")
    hot = history.within_a_day(entry, history.is_fever)
    if spreads is not None and hot is not None and (spreads is entry or hot is entry):
        yield _met(entry, rule, "skin", "spreading", spreads, hot)
    elif ticks:
        yield _met(entry, rule, "skin", "seen")


# ---- signs of opioids and patches -------------------------------------------------------------------
def opioid_signs(entry: Told, history: History, rule: Rule) -> Iterator[Trigger]:
    """R24: slow or shallow breathing, or two of hard to wake, pin-point pupils and blue lips (precise R70)."""

    def is_slow(one: Told) -> bool:
        return "slow_breathing" in one.ticks or (one.breaths is not None and one.breaths < rule["breaths_below"])

    signs = {name: history.ticked(entry, name) for name in ("hard_to_wake", "pinpoint_pupils", "blue_lips")}
    slow = history.within_a_day(entry, is_slow)
    if not (is_slow(entry) or entry.ticks.intersection(signs)):
        return
    found = [one for one in (slow, *signs.values()) if one is not None]
    if history.patient.is_last_days:
        is_met = bool(slow and signs["hard_to_wake"] and (signs["pinpoint_pupils"] or signs["blue_lips"]))
    else:
        is_met = slow is not None or sum(one is not None for one in signs.values()) >= rule["signs"]
    if is_met:
        yield _met(entry, rule, "opioid_signs", "signs", *found)


def neurotoxicity(entry: Told, history: History, rule: Rule) -> Iterator[Trigger]:
    """R25: jerks, bad dreams or seeing things while on opioids (precise R71)."""
    if not entry.ticks.intersection(("jerks", "bad_dreams", "seeing_things")):
        return
    is_listed = any(m.is_active and m.classes & OPIOIDS for m in history.case.medicines)
    doses = history.doses_in(entry.at - rule["dose_min"], entry.at)
    if is_listed or any(dose.is_counted and dose.medicine.classes & OPIOIDS for dose in doses):
        yield _met(entry, rule, "neurotoxicity", "signs")


def patch(entry: Told, history: History, rule: Rule) -> Iterator[Trigger]:
    """R26: a patch fell off or two were found; fever or heat with an opioid patch; call now if very drowsy (R72)."""
    has_opioid_patch = any(
        m.is_active and m.kind is MedicineKind.PATCH and m.classes & OPIOIDS for m in history.case.medicines
    )

    def is_problem(one: Told) -> bool:
        if one.ticks.intersection(("patch_fell_off", "two_patches")):
            return True
        return has_opioid_patch and ("heat_pad" in one.ticks or history.is_fever(one))

    problem = history.within_a_day(entry, is_problem)
    drowsy = history.within_a_day(entry, history.is_very_drowsy)
    if problem is None or not (is_problem(entry) or history.is_very_drowsy(entry)):
        return
    if drowsy is not None:
        yield _met(entry, rule, "patch", "drowsy", problem, drowsy)
    elif is_problem(entry):
        yield _met(entry, rule, "patch", "problem")


# ---- words of a person --------------------------------------------------------------------------
def harm(entry: Told, history: History, rule: Rule) -> Iterator[Trigger]:  # noqa: ARG001
    """R29: talk of wanting to die by one's own hand, ticked; notes are not read (precise R76)."""
    if "wants_to_die" in entry.ticks:
        yield _met(entry, rule, "harm", "ticked")


def attention(entry: Told, history: History, rule: Rule) -> Iterator[Trigger]:  # noqa: ARG001
    """R31: someone said that this needs attention today."""
    if entry.needs_attention:
        yield _met(entry, rule, "attention", "asked")


def sudden(entry: Told, history: History, rule: Rule) -> Iterator[Trigger]:  # noqa: ARG001
    """R33: something sudden was ticked."""
    for tick in SUDDEN:
        if tick in entry.ticks:
            yield _met(entry, rule, tick, "sudden")


def cannot_swallow(entry: Told, history: History, rule: Rule) -> Iterator[Trigger]:  # noqa: ARG001
    """R19, first part: tablets could not be swallowed."""
    if entry.swallow_tablets is False:
        yield _met(entry, rule, "swallow", "answered")
