"""A part of the plan that was half changed when the vault locked or another page came: kept in the vault, offered after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from caregiver_app.domain.people import Patient
from caregiver_app.domain.plan import CrisisPlan, Section, Version, plan_from
from caregiver_app.domain.records import Dot, Payload, Plain
from caregiver_app.domain.time import Instant

PATIENT = "patient"  # the person's particulars, beside the sections
PREFIX = "plan:"  # under PREFIX and the part's name the vault keeps it


@dataclass(frozen=True, slots=True)
class Unfinished:
    """What the fields of one part said, and when they were left."""

    payload: Payload = field(repr=False)
    left: Instant


def unfinished_from(kept: tuple[Plain, Instant] | None) -> Unfinished | None:
    """A half-changed part read back; None where there is none or nothing of it can be read."""
    if kept is None or not isinstance(kept[0], Mapping):
        return None
    return Unfinished(kept[0], kept[1])


def plan_begun(section: Section, begun: Unfinished) -> CrisisPlan:
    """A plan in which the section stands as its fields did."""
    return plan_from({section: [Version(Dot(b"", 0), begun.payload, "", begun.left, is_head=True)]})


def patient_begun(patient: Patient, begun: Unfinished) -> Patient:
    """The person as the fields described them."""
    known = {name: str(value) for name, value in begun.payload.items() if name in ("name", "born", "illness", "team")}
    return replace(patient, **known)  # type: ignore[arg-type]
