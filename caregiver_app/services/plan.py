"""What a person can do with the crisis plan, its timer and the person's own particulars."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from caregiver_app.domain.errors import MissingAnswer
from caregiver_app.domain.people import Patient
from caregiver_app.domain.plan import (
    Address,
    Contact,
    CrisisEntry,
    CrisisEvent,
    CrisisPlan,
    Emergency,
    HeadlineWishes,
    OpenCardChoice,
    Section,
    Version,
    plan_from,
    section_payload,
)
from caregiver_app.domain.records import PATIENT_ENTITY, PLAN_ENTITY, Changes, Draft, Kind, Op, Plain, Topic
from caregiver_app.domain.time import Instant
from caregiver_app.storage import patient as stored_patient
from caregiver_app.storage import plan as stored
from caregiver_app.storage.space import Space

PLAN: Changes = frozenset({Topic.PLAN})
PATIENT: Changes = frozenset({Topic.PATIENT})

SectionValue = Sequence[Contact] | Emergency | Address | HeadlineWishes | OpenCardChoice | Mapping[str, str]


def plan(space: Space) -> CrisisPlan:
    """The plan as it stands, contested sections named."""
    return plan_from(stored.plan_versions(space))


def versions(space: Space, section: Section) -> tuple[Version, ...]:
    """Every version of one section, oldest first."""
    return tuple(stored.plan_versions(space).get(section, ()))


def revise(space: Space, section: Section, value: SectionValue, now: Instant) -> Changes:
    """Write a new version of one section; it replaces every version that this computer has seen."""
    payload = section_payload(value)
    heads = space.heads(PLAN_ENTITY, section.value)
    space.append([Draft(Kind.PLAN, payload, now, Op.SET, PLAN_ENTITY, section.value, tuple(heads))], now)
    return PLAN


def restore_version(space: Space, section: Section, version: Version, now: Instant) -> Changes:
    """Make an older or the other of two versions the one that stands; nothing is deleted."""
    heads = space.heads(PLAN_ENTITY, section.value)
    space.append([Draft(Kind.PLAN, version.payload, now, Op.SET, PLAN_ENTITY, section.value, tuple(heads))], now)
    return PLAN


def start_crisis(space: Space, card_id: str, now: Instant) -> tuple[Changes, bytes]:
    """Start the timer of a card: a draft entry is on the disk at once, to be finished later."""
    event = CrisisEvent(card_id, now)
    (written,) = space.append([Draft(Kind.CRISIS_EVENT, event.as_payload(), now)], now)
    return frozenset({Topic.PLAN, Topic.DIARY}), written.entity_id


def finish_crisis(space: Space, entry: CrisisEntry, event: CrisisEvent, now: Instant) -> Changes:
    """Keep what happened in a crisis: its end, words, or that the draft is done."""
    space.append(
        [
            Draft(
                Kind.CRISIS_EVENT,
                event.as_payload(),
                event.started,
                Op.AMEND,
                entry.entity_id,
                preds=tuple(sorted(entry.heads)),
            )
        ],
        now,
    )
    return frozenset({Topic.PLAN, Topic.DIARY})


def crisis_entries(space: Space, unfinished_only: bool = False) -> tuple[CrisisEntry, ...]:
    """Crisis events, newest first."""
    return stored.crisis_entries(space, unfinished_only=unfinished_only)


def patient(space: Space) -> Patient:
    """The person cared for."""
    return stored_patient.patient(space)


def describe_patient(space: Space, fields: Mapping[str, Plain], now: Instant) -> Changes:
    """Set some of the person's particulars; last write per field wins (sync.md §3). Raises MissingAnswer on others."""
    unknown = set(fields) - set(Patient.FIELDS)
    if unknown:
        raise MissingAnswer(sorted(unknown)[0])
    space.append(
        [
            Draft(
                Kind.PATIENT,
                {"value": value},
                now,
                Op.SET,
                PATIENT_ENTITY,
                name,
                tuple(space.heads(PATIENT_ENTITY, name)),
            )
            for name, value in fields.items()
        ],
        now,
    )
    return PATIENT

