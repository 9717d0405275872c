"""Reads the particulars of the person cared for: last write per field among those that stand (sync.md §3)."""

from __future__ import annotations

from caregiver_app.domain.people import Patient, patient_from
from caregiver_app.domain.records import PATIENT_ENTITY
from caregiver_app.storage.entries import versions_of
from caregiver_app.storage.space import Space


def patient(space: Space) -> Patient:
    """The person cared for, with empty fields where nothing was written."""
    fields = {}
    for name in Patient.FIELDS:
        standing = [v for v in versions_of(space, [PATIENT_ENTITY], name).get(PATIENT_ENTITY, ()) if v.is_head]
        if standing:
            fields[name] = standing[-1].payload
    return patient_from(fields)
