"""Spaces and their rosters as the relay keeps them; the rules are the protocol's."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from caregiver_app.relay import tables
from caregiver_app.sync.protocol import (
    NO_HASH,
    Code,
    Refused,
    Roster,
    RosterDevice,
    RosterHead,
    RosterState,
    apply_entry,
    read_roster,
)

_KEPT_STATES = 1024


class Rosters:
    """Rosters that were checked before, by space and head, so that a push does not check them again."""

    def __init__(self) -> None:
        self._states: OrderedDict[tuple[bytes, bytes], RosterState] = OrderedDict()
        self._lock = Lock()

    def state(self, connection: Connection, space_id: bytes, head: bytes) -> RosterState:
        """The space's roster with that head."""
        with self._lock:
            state = self._states.get((space_id, head))
        if state is None:
            state = _read_state(connection, space_id)
            self.keep(state)
        return state

    def keep(self, state: RosterState) -> None:
        """Remember a checked roster."""
        with self._lock:
            self._states[(state.space_id, state.head)] = state
            while len(self._states) > _KEPT_STATES:
                self._states.popitem(last=False)


def _read_state(connection: Connection, space_id: bytes) -> RosterState:
    rows = connection.execute(
        select(tables.roster.c.body).where(tables.roster.c.space_id == space_id).order_by(tables.roster.c.position)
    )
    return read_roster(rows.scalars())


def space_for(connection: Connection, space_id: bytes, device_id: bytes) -> Row[Any]:
    """The space's row, for an active device of its roster. Raises Refused(not_found) for all others alike."""
    joined = tables.space.join(tables.device, tables.device.c.space_id == tables.space.c.space_id)
    row = connection.execute(
        select(tables.space, tables.device.c.role_class)
        .select_from(joined)
        .where(
            tables.space.c.space_id == space_id,
            tables.device.c.device_id == device_id,
            tables.device.c.state == "active",
        )
    ).one_or_none()
    if row is None:
        raise Refused(Code.NOT_FOUND)
    return row


def roster_from(connection: Connection, space_id: bytes, device_id: bytes, after: int) -> Roster:
    """The entries from position `after` on, for a member."""
    row = space_for(connection, space_id, device_id)
    entries = connection.execute(
        select(tables.roster.c.body)
        .where(tables.roster.c.space_id == space_id, tables.roster.c.position >= after)
        .order_by(tables.roster.c.position)
    )
    return Roster(list(entries.scalars()), row.roster_position, row.roster_head)


def append(
    connection: Connection, rosters: Rosters, space_id: bytes, device_id: bytes, expected: bytes, entries: list[bytes]
) -> RosterHead:
    """Append entries after the head `expected`; the same request again is no mistake. Raises Refused(roster_moved)."""
    row = space_for(connection, space_id, device_id)
    state = rosters.state(connection, space_id, row.roster_head)
    if expected != state.head:
        if _is_tail(connection, state, expected, entries):
            return RosterHead(space_id, state.position, state.head)
        raise Refused(Code.ROSTER_MOVED, at=state.position)
    return _extend(connection, rosters, state, entries, row.bytes_used, row.bytes_allowed)


def _is_tail(connection: Connection, state: RosterState, expected: bytes, entries: list[bytes]) -> bool:
    position = state.positions.get(expected)
    return position is not None and bool(entries) and _bodies(connection, state.space_id)[position + 1 :] == entries


def offer(
    connection: Connection,
    rosters: Rosters,
    device_id: bytes,
    offered: RosterState,
    entries: list[bytes],
    room: int | None,
    mark: bytes | None = None,
) -> RosterHead:
    """Make or extend a space from its whole roster, for a device that is on it; `room` is None without invitation.

    `offered` is the checked roster of `entries`; `mark` stands for the invitation, which is good for one space. Raises Refused: not_found, roster_moved, invitation_needed,
    space_full.
    """
    if not offered.is_member(device_id):
        raise Refused(Code.NOT_FOUND)
    space_id = offered.space_id
    row = connection.execute(select(tables.space).where(tables.space.c.space_id == space_id)).one_or_none()
    if mark is not None and _is_taken(connection, mark, space_id):
        room = None
    if row is None:
        if room is None:
            raise Refused(Code.INVITATION_NEEDED)
        rosters.keep(offered)
        return _make(connection, offered, entries, room, mark)
    if room is not None and room > row.bytes_allowed:
        grown = update(tables.space).where(tables.space.c.space_id == space_id)
        connection.execute(grown.values(bytes_allowed=room, invitation=mark))
    kept = _bodies(connection, space_id)
    state = rosters.state(connection, space_id, row.roster_head)
    if kept[: len(entries)] == entries:  # nothing new; a removed device learns nothing here
        space_for(connection, space_id, device_id)
        return RosterHead(space_id, state.position, state.head)
    if entries[: len(kept)] != kept:
        raise Refused(Code.ROSTER_MOVED, at=state.position)
    return _extend(connection, rosters, state, entries[len(kept) :], row.bytes_used, max(row.bytes_allowed, room or 0))


def _bodies(connection: Connection, space_id: bytes) -> list[bytes]:
    rows = connection.execute(
        select(tables.roster.c.body).where(tables.roster.c.space_id == space_id).order_by(tables.roster.c.position)
    )
    return list(rows.scalars())


def _is_taken(connection: Connection, mark: bytes, space_id: bytes) -> bool:
    taken = select(tables.space.c.space_id).where(
        tables.space.c.invitation == mark, tables.space.c.space_id != space_id
    )
    return connection.execute(taken.limit(1)).one_or_none() is not None


def _make(
    connection: Connection, state: RosterState, entries: list[bytes], room: int, mark: bytes | None
) -> RosterHead:
    _require_room(entries, 0, room)
    connection.execute(
        insert(tables.space).values(
            space_id=state.space_id,
            head_seq=0,
            roster_position=0,
            roster_head=NO_HASH,
            bytes_used=0,
            bytes_allowed=room,
            invitation=mark,
        )
    )
    return _write(connection, state, entries, 0)


def _extend(
    connection: Connection, rosters: Rosters, state: RosterState, entries: Sequence[bytes], used: int, allowed: int
) -> RosterHead:
    _require_room(entries, used, allowed)
    first = state.position
    for raw in entries:
        state = apply_entry(state, raw)
    rosters.keep(state)  # under its own head: harmless if the transaction fails
    return _write(connection, state, entries, first)


def _require_room(entries: Sequence[bytes], used: int, allowed: int) -> None:
    if used + sum(map(len, entries)) > allowed:
        raise Refused(Code.SPACE_FULL, at=allowed)


def _write(connection: Connection, state: RosterState, entries: Sequence[bytes], first: int) -> RosterHead:
    """Store the entries from position `first` on; `state` is the roster after the last of them."""
    space_id = state.space_id
    rows = [
        {"space_id": space_id, "position": n, "hash": state.links[n].hash, "body": raw}
        for n, raw in enumerate(entries, first)
    ]
    if rows:
        connection.execute(insert(tables.roster), rows)
    newcomers = [device for device in state.devices.values() if device.added_at >= first]
    if newcomers:
        connection.execute(insert(tables.device), [_device_row(space_id, device) for device in newcomers])
        connection.execute(
            insert(tables.device_space),
            [{"device_id": device.keys.device_id, "space_id": space_id} for device in newcomers],
        )
    connection.execute(
        update(tables.space)
        .where(tables.space.c.space_id == space_id)
        .values(
            roster_position=state.position,
            roster_head=state.head,
            bytes_used=tables.space.c.bytes_used + sum(map(len, entries)),
        )
    )
    return RosterHead(space_id, state.position, state.head)


def _device_row(space_id: bytes, device: RosterDevice) -> dict[str, object]:
    return {
        "space_id": space_id,
        "device_id": device.keys.device_id,
        "sign_pk": device.keys.sign_pk,
        "kem_pk": device.keys.kem_pk,
        "role_class": device.role.value,
        "state": "active",
        "last_bseq": 0,
        "last_hash": NO_HASH,
        "last_roster_position": 0,
        "last_epoch": 0,
        "bytes_used": 0,
        "received_on": "",
    }
