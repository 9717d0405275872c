"""One fact, correction or setting, as every device keeps it (sync.md §§1 to 3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import blake2b
from typing import NamedTuple, TypeAlias

from caregiver_app.domain.time import Instant

Plain: TypeAlias = "bool | int | float | str | Sequence[Plain] | Mapping[str, Plain] | None"
Payload: TypeAlias = Mapping[str, Plain]

RECORD_VERSION = 1
_COUNTER_BITS = 16


class Kind(StrEnum):
    """What a record is about; permanent on the wire, retired but never renamed."""

    CHECK_IN = "check_in"
    DOSE_NOTE = "dose_note"
    CRISIS_EVENT = "crisis_event"
    WATCHED = "watched"
    CLIP_MARK = "clip_mark"
    PLAN = "plan"
    PATIENT = "patient"
    SETTING = "setting"
    FLAG_CLOSED = "flag_closed"
    RULE = "rule"


class Op(StrEnum):
    """What a record does to its entity."""

    FACT = "fact"  # something that happened; never changed, only amended or voided
    AMEND = "amend"  # a corrected version with a reason; the original stays visible
    VOID = "void"  # taken back with a reason; stays visible struck through
    SET = "set"  # a value of one group (field or section)
    REDACT = "redact"  # reserved: the wrong person


class Topic(StrEnum):
    """What a write changed, so that pages know whether to look again."""

    DIARY = "diary"
    PLAN = "plan"
    PATIENT = "patient"
    DOSES = "doses"
    FLAGS = "flags"
    CLIPS = "clips"
    CIRCLE = "circle"
    SYNC = "sync"
    SETTINGS = "settings"
    PEOPLE = "people"


Changes: TypeAlias = frozenset[Topic]


class Dot(NamedTuple):
    """The name of a record: its author's device (16 bytes) and that device's own count from 1."""

    device: bytes
    rseq: int


@dataclass(frozen=True, slots=True)
class Draft:
    """What a service asks the log to append; the log adds dot and clock. `entity_id` None starts a new fact."""

    kind: Kind
    payload: Payload = field(repr=False)
    observed_at: Instant
    op: Op = Op.FACT
    entity_id: bytes | None = None
    group: str = ""
    preds: tuple[Dot, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """One stored record. `preds` are the dots it replaces; `hlc` breaks ties and is never shown as a time."""

    dot: Dot
    kind: str
    entity_id: bytes
    op: str
    group: str
    payload: Payload = field(repr=False)
    preds: tuple[Dot, ...]
    hlc: int
    observed_at: Instant
    flags: int = 0
    version: int = RECORD_VERSION


@dataclass(frozen=True, slots=True)
class Arrival:
    """A record as it is merged: `counted_preds` are those its author had seen (sync.md §1), none if not authorised."""

    record: Record
    counted_preds: tuple[Dot, ...]
    is_authorised: bool = True


def entity_of(dot: Dot) -> bytes:
    """The 16-byte entity id of a fact whose first dot this is."""
    return blake2b(dot.device + dot.rseq.to_bytes(8, "big"), digest_size=16, person=b"CL1 entity").digest()


def fixed_entity(name: str) -> bytes:
    """The 16-byte entity id of a thing each space has once, such as the plan or the patient."""
    return blake2b(name.encode(), digest_size=16, person=b"CL1 fixed").digest()


PLAN_ENTITY = fixed_entity("plan")
PATIENT_ENTITY = fixed_entity("patient")
SETTINGS_ENTITY = fixed_entity("settings")


def next_hlc(previous: int, now_ms: int) -> int:
    """The clock value after `previous`: u64 of 48-bit milliseconds and a 16-bit counter (sync.md §2)."""
    wall = max(0, min(now_ms, (1 << 48) - 1)) << _COUNTER_BITS
    return wall if wall > previous else previous + 1


def hlc_ms(hlc: int) -> int:
    """The millisecond part of a clock value."""
    return hlc >> _COUNTER_BITS


def device_id_of(sign_public: bytes, kem_public: bytes) -> bytes:
    """The 16-byte id of a device, which anyone can recompute from its public keys (sync.md §0)."""
    return blake2b(b"CL1 device" + sign_public + kem_public, digest_size=16).digest()
