"""What to say on the phone: the sentences of clinical.md §4.1, filled from the plan, with a gap where nothing is known."""

from __future__ import annotations

from caregiver_app.domain.doses import DoseNote
from caregiver_app.domain.people import Patient
from caregiver_app.domain.plan import CrisisPlan
from caregiver_app.domain.time import Instant
from caregiver_app.text import Texts


def phone_script(
    t: Texts,
    patient: Patient,
    plan: CrisisPlan,
    now: Instant,
    started: Instant | None = None,
    dose: DoseNote | None = None,
) -> tuple[str, ...]:
    """The sentences in the order in which they are asked for; dots stand where the plan says nothing."""
    gap = "…"
    said = [
        t("I am caring for {name}.", name=t.name(patient.name or gap)),
        t("Born in {year}.", year=t.isolate(patient.born)) if patient.born else "",
        t("We are at {address}.", address=t.name(plan.address.address or gap)),
        t("The way in: {directions}.", directions=t.name(plan.address.directions)) if plan.address.directions else "",
        t("The illness: {illness}.", illness=t.name(patient.illness or gap)),
        t("The team: {team}.", team=t.name(patient.team or (plan.team_line.name if plan.team_line else gap) or gap)),
        _form(t, plan),
        t("Right now …"),
        t("It started at {time}.", time=t.clock(started)) if started else t("It started at …"),
        t("I gave {medicine} at {time}.", medicine=t.name(dose.label), time=t.when(dose.at, now))
        if dose
        else t("I gave … at …, or nothing."),
    ]
    return tuple(sentence for sentence in said if sentence)


def _form(t: Texts, plan: CrisisPlan) -> str:
    wishes = plan.wishes
    if not wishes.form:
        return t("There is a form about treatment wishes: yes or no?")
    place = t.name(wishes.form_place or "…")
    return t("There is a form: {form}. It is kept here: {place}.", form=t.name(wishes.form), place=place)
