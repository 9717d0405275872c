"""Who is in a space, from its chain of signed entries; the relay and every device come to the same answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from caregiver_app.domain.people import Role
from caregiver_app.sync import seal
from caregiver_app.sync.protocol.entries import (
    NO_HASH,
    AddDevice,
    Clear,
    Create,
    DeviceKeys,
    Entry,
    Epoch,
    device_id,
    note_place,
    read_entry,
    sign_entry,
    space_id,
)
from caregiver_app.sync.protocol.limits import ACTIVE_DEVICES, MEMBERS, ROSTER_ENTRIES, Code, Refused

GIVEN_ROLES = frozenset({Role.ADMIN, Role.STAFF, Role.FAMILY, Role.OBSERVER})


@dataclass(frozen=True, slots=True)
class RosterDevice:
    """A device of a member. `roles` are `(bseq from which it holds, role)`; a removed device is locked at a bseq."""

    keys: DeviceKeys
    member_id: bytes
    roles: tuple[tuple[int, Role], ...]
    added_at: int
    lock_bseq: int | None = None

    @property
    def is_active(self) -> bool:
        """Whether it was not removed."""
        return self.lock_bseq is None

    @property
    def role(self) -> Role:
        """The role that holds now."""
        return self.roles[-1][1]


@dataclass(frozen=True, slots=True)
class Link:
    """One entry of the chain: its hash and the epoch that runs after it (0 before the first)."""

    hash: bytes
    epoch: int


@dataclass(frozen=True, slots=True)
class Envelope:
    """An epoch key for one device; `prev_hash` belongs to its HPKE info."""

    epoch: int
    prev_hash: bytes
    sealed: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class EpochFacts:
    """What the chain says of an epoch's key: the commit, and the sealed key before it (empty for the first)."""

    n: int
    commit: bytes
    previous: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class RosterState:
    """A space's roster after its newest entry; a value, `apply_entry` makes the next one."""

    space_id: bytes
    links: tuple[Link, ...]
    positions: Mapping[bytes, int] = field(repr=False)
    devices: Mapping[bytes, RosterDevice] = field(repr=False)
    epochs: tuple[EpochFacts, ...] = field(default=(), repr=False)
    envelopes: Mapping[bytes, Envelope] = field(default_factory=dict, repr=False)

    @property
    def head(self) -> bytes:
        """The hash of the newest entry."""
        return self.links[-1].hash

    @property
    def position(self) -> int:
        """How many entries there are, which is the position of the next one."""
        return len(self.links)

    @property
    def epoch(self) -> int:
        """The epoch that runs; 0 before the first."""
        return len(self.epochs)

    @property
    def active(self) -> tuple[RosterDevice, ...]:
        """The devices that were not removed, in the order in which they came."""
        return tuple(device for device in self.devices.values() if device.is_active)

    def is_member(self, device: bytes) -> bool:
        """Whether the device may read and write here now."""
        found = self.devices.get(device)
        return found is not None and found.is_active

    def is_admin(self, device: bytes) -> bool:
        """Whether the device may append entries now."""
        found = self.devices.get(device)
        return found is not None and found.is_active and found.role is Role.ADMIN

    def role_at(self, device: bytes, bseq: int) -> Role | None:
        """The role in which a device wrote its batch `bseq`; None for a device that is not here or was locked."""
        found = self.devices.get(device)
        if found is None or (found.lock_bseq is not None and bseq > found.lock_bseq):
            return None
        return [role for since, role in found.roles if since <= bseq][-1]

    def next_entry(self, signer: bytes, sign_private: bytes, clear: Clear, sealed: bytes = b"") -> bytes:
        """A signed entry for the next position."""
        return sign_entry(self.position, self.head, signer, sign_private, clear, sealed)

    @property
    def next_place(self) -> bytes:
        """The place with which the next entry's sealed part is sealed."""
        return note_place(self.position, self.head)


FIRST_PLACE = note_place(0, NO_HASH)


def read_roster(entries: Iterable[bytes]) -> RosterState:
    """The state after all entries. Raises Refused with the first rule that one of them breaks."""
    state: RosterState | None = None
    for raw in entries:
        state = apply_entry(state, raw)
    if state is None:
        raise Refused(Code.MALFORMED)
    return state


def apply_entry(state: RosterState | None, raw: bytes) -> RosterState:
    """The state after one more entry; `None` stands before the create entry. Raises Refused, `at` the position."""
    entry = read_entry(raw)
    if state is None:
        return _create(entry)
    if entry.position != state.position:
        raise Refused(Code.WRONG_POSITION, at=state.position)
    if entry.prev_hash != state.head:
        raise Refused(Code.WRONG_PREVIOUS, at=state.position)
    if entry.position >= ROSTER_ENTRIES:
        raise Refused(Code.ROSTER_FULL, at=ROSTER_ENTRIES)
    if not state.is_admin(entry.signer):
        raise Refused(Code.NOT_ADMIN, entry.signer, entry.position)
    _require_signature(entry, state.devices[entry.signer].keys.sign_pk)
    if isinstance(entry.clear, AddDevice):
        return _add_device(state, entry, entry.clear)
    if isinstance(entry.clear, Epoch):
        return _begin_epoch(state, entry, entry.clear)
    raise Refused(Code.WRONG_POSITION, at=state.position)


def _create(entry: Entry) -> RosterState:
    clear = entry.clear
    if not isinstance(clear, Create) or entry.position != 0 or entry.prev_hash != NO_HASH:
        raise Refused(Code.WRONG_POSITION)
    if len(clear.nonce) != 16 or len(clear.member_id) != 16:
        raise Refused(Code.MALFORMED)
    _require_keys(clear.device)
    if entry.signer != clear.device.device_id:
        raise Refused(Code.NOT_ADMIN, entry.signer)
    _require_signature(entry, clear.device.sign_pk)
    device = RosterDevice(clear.device, clear.member_id, ((0, Role.ADMIN),), 0)
    return RosterState(
        space_id(entry.raw),
        (Link(entry.hash, 0),),
        MappingProxyType({entry.hash: 0}),
        MappingProxyType({clear.device.device_id: device}),
    )


def _add_device(state: RosterState, entry: Entry, clear: AddDevice) -> RosterState:
    _require_keys(clear.device)
    if len(clear.member_id) != 16:
        raise Refused(Code.MALFORMED)
    if clear.role not in GIVEN_ROLES:
        raise Refused(Code.WRONG_ROLE, at=entry.position)
    new_id = clear.device.device_id
    if new_id in state.devices:
        raise Refused(Code.ALREADY_ON_ROSTER, new_id, entry.position)
    role_of = {device.member_id: device.role for device in state.active}
    if role_of.get(clear.member_id, clear.role) != clear.role:
        raise Refused(Code.WRONG_ROLE, at=entry.position)
    if len(state.active) >= ACTIVE_DEVICES:
        raise Refused(Code.TOO_MANY_DEVICES, at=ACTIVE_DEVICES)
    if clear.member_id not in role_of and len(role_of) >= MEMBERS:
        raise Refused(Code.TOO_MANY_MEMBERS, at=MEMBERS)
    if clear.epoch != state.epoch or len(clear.envelope) != (seal.ENVELOPE_SIZE if state.epoch else 0):
        raise Refused(Code.WRONG_ENVELOPES, new_id, entry.position)
    device = RosterDevice(clear.device, clear.member_id, ((0, Role(clear.role)),), entry.position)
    envelopes = dict(state.envelopes)
    if clear.envelope:
        envelopes[new_id] = Envelope(clear.epoch, entry.prev_hash, clear.envelope)
    return replace(
        _linked(state, entry, state.epoch),
        devices=MappingProxyType({**state.devices, new_id: device}),
        envelopes=MappingProxyType(envelopes),
    )


def _begin_epoch(state: RosterState, entry: Entry, clear: Epoch) -> RosterState:
    if clear.n != state.epoch + 1:
        raise Refused(Code.WRONG_EPOCH, at=state.epoch)
    if len(clear.commit) != 32 or len(clear.previous) != (seal.KEY_SIZE + seal.TAG_SIZE if state.epoch else 0):
        raise Refused(Code.MALFORMED)
    wanted = {device.keys.device_id for device in state.active}
    if len(clear.envelopes) != len(wanted) or {device for device, _ in clear.envelopes} != wanted:
        raise Refused(Code.WRONG_ENVELOPES, at=entry.position)
    if any(len(sealed) != seal.ENVELOPE_SIZE for _, sealed in clear.envelopes):
        raise Refused(Code.WRONG_ENVELOPES, at=entry.position)
    envelopes = {device: Envelope(clear.n, entry.prev_hash, sealed) for device, sealed in clear.envelopes}
    return replace(
        _linked(state, entry, clear.n),
        epochs=(*state.epochs, EpochFacts(clear.n, clear.commit, clear.previous)),
        envelopes=MappingProxyType({**state.envelopes, **envelopes}),
    )


def _linked(state: RosterState, entry: Entry, epoch: int) -> RosterState:
    return replace(
        state,
        links=(*state.links, Link(entry.hash, epoch)),
        positions=MappingProxyType({**state.positions, entry.hash: entry.position}),
    )


def _require_keys(keys: DeviceKeys) -> None:
    if seal.is_weak_sign_key(keys.sign_pk) or seal.is_weak_kem_key(keys.kem_pk):
        raise Refused(Code.WEAK_KEY)
    if keys.device_id != device_id(keys.sign_pk, keys.kem_pk):
        raise Refused(Code.WRONG_DEVICE_ID)


def _require_signature(entry: Entry, sign_pk: bytes) -> None:
    if not seal.is_signed(sign_pk, b"CL1 roster\0" + entry.hash, entry.signature):
        raise Refused(Code.WRONG_SIGNATURE, entry.signer, entry.position)
