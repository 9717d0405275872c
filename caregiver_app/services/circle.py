"""What a person can do with the care circle on this computer alone: found it, look at it, add the second person here.

Everything here works without a relay and runs on the vault thread; what needs the network is in `sharing`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlsplit

from caregiver_app.domain.circle import Circle
from caregiver_app.domain.errors import MissingAnswer, NotAllowed
from caregiver_app.domain.people import Device, Member, Role
from caregiver_app.domain.records import Changes, Topic
from caregiver_app.domain.time import Instant
from caregiver_app.services import plan
from caregiver_app.services import vault as vaults
from caregiver_app.storage.space import Space
from caregiver_app.storage.vault import Vault
from caregiver_app.sync import roster
from caregiver_app.sync.protocol.roster import RosterState, read_roster
from caregiver_app.sync.records import packed, unpacked
from caregiver_app.sync.roster import Names, Seat, Signer
from caregiver_app.sync.transport import checked_address

CIRCLE: Changes = frozenset({Topic.CIRCLE})
_RELAY, _TICKET, _SIGHTINGS, _SHARED = "relay", "relay_invitation", "sightings", "shared_rseq"


def signer_of(vault: Vault) -> Signer:
    """The keys with which this person's device signs."""
    return roster.signer_of(vault.device_keys.sign_private, vault.device_keys.kem_private)


def create_circle(
    vault: Vault, my_name: str, now: Instant, patient_name: str = "", title: str = "", device_name: str = ""
) -> Space:
    """Found a circle around one patient, with this device as its first admin; needs no relay.

    Raises MissingAnswer without a name, DiskFull, ReadOnlyHome.
    """
    if not my_name.strip():
        raise MissingAnswer("name")
    founded = roster.founded(signer_of(vault), Names(my_name.strip(), title.strip(), device_name.strip()))
    space = vault.create_space(founded.space_id)
    with space.transaction():
        keep_roster(space, founded.entries, {1: founded.epoch_key})
        if patient_name.strip():
            plan.describe_patient(space, {"name": patient_name.strip()}, now)
    return space


def keep_roster(space: Space, entries: tuple[bytes, ...], keys: Mapping[int, bytes]) -> None:
    """Add checked entries and opened epoch keys, and let every page show the members' names."""
    with space.transaction():
        space.append_roster(entries)
        for number, key in keys.items():
            space.put_epoch_key(number, key)
        space.set_authors(roster.names_by_device(roster.seats(space.roster(), space.epoch_keys())))


def roster_of(space: Space) -> RosterState | None:
    """The roster as it stands here; None for a space whose making was cut short."""
    entries = space.roster()
    return read_roster(entries) if entries else None


def my_role(space: Space) -> Role | None:
    """What this device may do in the circle; None where it was not admitted."""
    state = roster_of(space)
    device = state.devices.get(space.device) if state else None
    return Role(device.role.value) if device is not None and device.is_active else None


def set_relay(space: Space, address: str, ticket: str = "") -> Changes:
    """Share through the relay at `address` from now on, "" for none; `ticket` lets a relay make room for this circle.

    Raises RelayNonsense for what is no address, or for plain HTTP to another computer.
    """
    kept = checked_address(address) if address.strip() else ""
    if kept != relay_of(space):
        for key in ("cursor", "generation", _SHARED):
            space.put_state(key, None)
    space.put_state(_RELAY, kept.encode() or None)
    space.put_state(_TICKET, ticket.strip().encode() or None)
    return CIRCLE


def relay_of(space: Space) -> str:
    """The relay's address, "" for none."""
    return (space.state(_RELAY) or b"").decode()


def relay_name(space: Space) -> str:
    """The relay's host, for a sentence."""
    return urlsplit(relay_of(space)).hostname or ""


def ticket_of(space: Space) -> str:
    """What the relay's keeper gave so that the relay makes room for this circle, "" for none."""
    return (space.state(_TICKET) or b"").decode()


def circle(space: Space) -> Circle:
    """Members, devices, when each was last seen, and what waits here."""
    found = roster.seats(space.roster(), space.epoch_keys()) if space.roster() else ()
    seen = sightings(space)
    role = my_role(space)
    return Circle(
        space.space_id, _members(found, seen, space.device), role, role is not None, relay_of(space), waiting(space)
    )


def _members(found: tuple[Seat, ...], seen: Mapping[bytes, Instant], me: bytes) -> tuple[Member, ...]:
    members: dict[bytes, Member] = {}
    for seat in found:
        device = Device(seat.device_id, seat.names.device_name, seen.get(seat.device_id), seat.device_id == me)
        known = members.get(seat.member_id)
        if known is None:
            members[seat.member_id] = Member(seat.member_id, seat.names.name, seat.names.title, seat.role, (device,))
        else:
            members[seat.member_id] = replace(
                known,
                name=seat.names.name or known.name,
                title=seat.names.title or known.title,
                devices=(*known.devices, device),
            )
    return tuple(members.values())


def waiting(space: Space) -> int:
    """How many records were written here and are not yet at the relay."""
    kept = space.state(_SHARED)
    return max(0, space.highest_rseq(space.device) - (int.from_bytes(kept, "big") if kept else 0))


def note_shared(space: Space, last_rseq: int) -> None:
    """The relay has this device's records up to `last_rseq`."""
    space.put_state(_SHARED, last_rseq.to_bytes(8, "big"))


def sightings(space: Space) -> dict[bytes, Instant]:
    """When each device last gave a signed word, by its own clock."""
    found = unpacked(space.state(_SIGHTINGS) or b"\x80")
    return {device: Instant(*at) for device, at in found.items()} if isinstance(found, dict) else {}


def note_sightings(space: Space, seen: Mapping[bytes, Instant]) -> bool:
    """Keep what is newer than known; True where anything was."""
    known = sightings(space)
    newer = {d: at for d, at in seen.items() if d not in known or known[d].utc_ms < at.utc_ms}
    if newer:
        whole = {**known, **newer}
        space.put_state(_SIGHTINGS, packed({d: [at.utc_ms, at.offset_min] for d, at in sorted(whole.items())}))
    return bool(newer)


def admit(first: Vault, second: Vault, now: Instant) -> Changes:
    """Sign the second person's device into every circle that both vaults hold, under their own name (services.vault).

    Their device keys are their own and neither can open the other's keyring. Raises NotAllowed where the first
    person's device is no admin.
    """
    del now  # nothing here is dated: a roster entry has a place, not a time
    name, title = vaults.me(second)
    return add_local_person(first, second, name, title)


def add_local_person(
    vault: Vault, second: Vault, name: str, title: str = "", role: Role = Role.FAMILY, device_name: str = ""
) -> Changes:
    """The same with a name, a work title and a role; the file keys were handed over before. Raises MissingAnswer."""
    if not name.strip():
        raise MissingAnswer("name")
    names = Names(name.strip(), title.strip(), device_name.strip())
    shared = {space.space_id for space in second.spaces}
    for space in vault.spaces:
        if space.space_id in shared:
            _admit(space, signer_of(vault), signer_of(second), role, names)
    return frozenset({Topic.CIRCLE, Topic.PEOPLE})


def _admit(space: Space, admin: Signer, newcomer: Signer, role: Role, names: Names) -> None:
    state = roster_of(space)
    if state is None or not state.is_admin(admin.device_id):
        raise NotAllowed(Role.ADMIN.value)
    if newcomer.device_id not in state.devices:
        key = space.epoch_keys()[state.epoch]
        member = roster.new_member_id()
        keep_roster(space, (roster.with_device(state, key, admin, newcomer.keys, member, role, names),), {})
