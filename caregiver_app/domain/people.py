"""The person cared for, the people who care, and their devices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from caregiver_app.domain.records import Payload
from caregiver_app.domain.time import Instant


class Role(StrEnum):
    """What a member may do; the relay sees this class and nothing else of a person (sync.md §5)."""

    ADMIN = "admin"
    STAFF = "staff"
    FAMILY = "family"
    OBSERVER = "observer"
    RECOVERY = "recovery"


@dataclass(frozen=True, slots=True)
class Patient:
    """The person cared for. `zone` is their IANA home time zone; `pronoun` chooses no words, the name is used."""

    name: str = field(default="", repr=False)
    born: str = field(default="", repr=False)
    illness: str = field(default="", repr=False)
    team: str = field(default="", repr=False)
    zone: str = field(default="", repr=False)
    country: str = field(default="", repr=False)
    quick_items: tuple[str, ...] = ()

    FIELDS = ("name", "born", "illness", "team", "zone", "country", "quick_items")


def patient_from(fields: Mapping[str, Payload]) -> Patient:
    """The patient from the standing payload {"value": …} of each field."""

    def text(name: str) -> str:
        return str((fields.get(name) or {}).get("value") or "")

    quick = (fields.get("quick_items") or {}).get("value")
    return Patient(
        text("name"), text("born"), text("illness"), text("team"), text("zone"), text("country"),
        tuple(str(q) for q in quick) if isinstance(quick, list | tuple) else (),
    )


@dataclass(frozen=True, slots=True)
class Device:
    """One member's device. `last_seen` is its newest signed word, None if never; `is_me` marks this one."""

    device_id: bytes
    name: str = field(repr=False)
    last_seen: Instant | None = None
    is_me: bool = False


@dataclass(frozen=True, slots=True)
class Member:
    """A person of the circle: name, work title in their own words, role class and devices."""

    member_id: bytes
    name: str = field(repr=False)
    title: str = field(repr=False)
    role: Role
    devices: tuple[Device, ...]


class SyncPhase(StrEnum):
    """What the circle page says about sharing."""

    NO_RELAY = "no_relay"
    OFFLINE = "offline"
    WORKING = "working"
    SHARED = "shared"
    TROUBLE = "trouble"


@dataclass(frozen=True, slots=True)
class SyncState:
    """Sharing in figures: entries that wait here, when the relay last agreed, and what is known to be missing."""

    phase: SyncPhase
    waiting: int = 0
    last_shared: Instant | None = None
    missing: Mapping[bytes, int] = field(default_factory=dict)
    clock_skew_s: int = 0
    trouble: str = ""
