"""Batches in and out: what the relay checks before it keeps one, and the sequence in which it gives them back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from caregiver_app.relay import tables
from caregiver_app.relay.rosters import Rosters, space_for
from caregiver_app.sync.protocol import (
    Batch,
    ChainPlace,
    Code,
    DeviceHead,
    Heads,
    Page,
    Pushed,
    Refused,
    RosterState,
    check_batch,
    limits,
    read_batch,
)

_PAGE_ROWS = 5000


@dataclass
class _Chain:
    """A device's chain while a push is checked: its newest place, and what of it is new."""

    place: ChainPlace
    bytes_used: int
    new: list[Batch] = field(default_factory=list)


def push(
    connection: Connection, rosters: Rosters, space_id: bytes, poster: bytes, raws: Sequence[bytes], today: str
) -> Pushed:
    """Keep all of these batches or none. Raises Refused: not_found for strangers, else the rule that one breaks."""
    row = space_for(connection, space_id, poster)
    state = rosters.state(connection, space_id, row.roster_head)
    chains: dict[bytes, _Chain] = {}
    new: list[Batch] = []
    for raw in raws:
        batch = read_batch(raw)
        _require_author(state, batch)
        chain = _chain_of(connection, space_id, batch.header.device, chains)
        if batch.header.bseq <= chain.place.bseq:
            _require_same(connection, space_id, batch, chain)
            continue
        chain.place = check_batch(state, batch, chain.place)
        chain.bytes_used += len(raw)
        chain.new.append(batch)
        new.append(batch)
    if not new:
        return Pushed(row.head_seq, 0)
    _require_room(row, chains, sum(len(batch.raw) for batch in new))
    return Pushed(_write(connection, space_id, chains, new, today), len(new))


def _require_author(state: RosterState, batch: Batch) -> None:
    if batch.header.space != state.space_id:
        raise Refused(Code.WRONG_SPACE)
    if not state.is_member(batch.header.device):
        raise Refused(Code.NOT_A_MEMBER, batch.header.device)


def _chain_of(connection: Connection, space_id: bytes, device_id: bytes, chains: dict[bytes, _Chain]) -> _Chain:
    if device_id not in chains:
        row = connection.execute(
            select(tables.device).where(
                tables.device.c.space_id == space_id, tables.device.c.device_id == device_id
            )
        ).one()
        place = ChainPlace(row.last_bseq, row.last_hash, row.last_roster_position, row.last_epoch)
        chains[device_id] = _Chain(place, row.bytes_used)
    return chains[device_id]


def _require_same(connection: Connection, space_id: bytes, batch: Batch, chain: _Chain) -> None:
    """A number that is taken must be taken by this very batch."""
    header = batch.header
    known = next((other.hash for other in chain.new if other.header.bseq == header.bseq), None)
    if known is None:
        known = connection.execute(
            select(tables.batch.c.hash).where(
                tables.batch.c.space_id == space_id,
                tables.batch.c.device_id == header.device,
                tables.batch.c.bseq == header.bseq,
            )
        ).scalar_one()
    if known != batch.hash:
        raise Refused(Code.FORK, header.device, header.bseq)


def _require_room(row: Row[Any], chains: dict[bytes, _Chain], size: int) -> None:
    if row.bytes_used + size > row.bytes_allowed:
        raise Refused(Code.SPACE_FULL, at=row.bytes_allowed)
    share = int(row.bytes_allowed * limits.DEVICE_SHARE)
    for device_id, chain in chains.items():
        if chain.new and chain.bytes_used > share:
            raise Refused(Code.SHARE_FULL, device_id, share)


def _write(
    connection: Connection, space_id: bytes, chains: dict[bytes, _Chain], new: Sequence[Batch], today: str
) -> int:
    space = tables.space
    head_seq: int = connection.execute(
        update(space)
        .where(space.c.space_id == space_id)
        .values(head_seq=space.c.head_seq + len(new), bytes_used=space.c.bytes_used + sum(len(b.raw) for b in new))
        .returning(space.c.head_seq)
    ).scalar_one()
    connection.execute(
        insert(tables.batch),
        [
            {
                "space_id": space_id,
                "seq": seq,
                "device_id": batch.header.device,
                "bseq": batch.header.bseq,
                "epoch": batch.header.epoch,
                "hash": batch.hash,
                "size": len(batch.raw),
                "body": batch.raw,
            }
            for seq, batch in enumerate(new, head_seq - len(new) + 1)
        ],
    )
    for device_id, chain in chains.items():
        if chain.new:
            _move_head(connection, space_id, device_id, chain, today)
    return head_seq


def _move_head(connection: Connection, space_id: bytes, device_id: bytes, chain: _Chain, today: str) -> None:
    connection.execute(
        update(tables.device)
        .where(tables.device.c.space_id == space_id, tables.device.c.device_id == device_id)
        .values(
            last_bseq=chain.place.bseq,
            last_hash=chain.place.hash,
            last_roster_position=chain.place.roster_position,
            last_epoch=chain.place.epoch,
            bytes_used=chain.bytes_used,
            received_on=today,
        )
    )


def page(connection: Connection, space_id: bytes, reader: bytes, after: int) -> Page:
    """The batches after a sequence number, as many as one answer may hold."""
    row = space_for(connection, space_id, reader)
    of_space = tables.batch.c.space_id == space_id
    sizes = connection.execute(
        select(tables.batch.c.seq, tables.batch.c.size)
        .where(of_space, tables.batch.c.seq > after)
        .order_by(tables.batch.c.seq)
        .limit(_PAGE_ROWS)
    )
    last, total = after, 0
    for seq, size in sizes:
        total += size
        if total > limits.REQUEST_BYTES:
            break
        last = seq
    found = connection.execute(
        select(tables.batch.c.seq, tables.batch.c.body)
        .where(of_space, tables.batch.c.seq > after, tables.batch.c.seq <= last)
        .order_by(tables.batch.c.seq)
    )
    return Page([(seq, body) for seq, body in found], row.head_seq, last < row.head_seq)


def one(connection: Connection, space_id: bytes, reader: bytes, device_id: bytes, bseq: int) -> Page:
    """One batch by its author and number. Raises Refused(not_found)."""
    row = space_for(connection, space_id, reader)
    found = connection.execute(
        select(tables.batch.c.seq, tables.batch.c.body).where(
            tables.batch.c.space_id == space_id,
            tables.batch.c.device_id == device_id,
            tables.batch.c.bseq == bseq,
        )
    ).one_or_none()
    if found is None:
        raise Refused(Code.NOT_FOUND)
    return Page([(found.seq, found.body)], row.head_seq)


def heads(connection: Connection, space_id: bytes, reader: bytes) -> Heads:
    """Where every chain, the roster and the sequence stand, with the devices' statements."""
    row = space_for(connection, space_id, reader)
    columns = tables.device.c
    devices = connection.execute(
        select(columns.device_id, columns.last_bseq, columns.last_hash, columns.received_on)
        .where(columns.space_id == space_id)
        .order_by(columns.device_id)
    )
    statements = connection.execute(
        select(tables.statement.c.body)
        .where(tables.statement.c.space_id == space_id)
        .order_by(tables.statement.c.device_id)
    )
    return Heads(
        row.head_seq,
        row.roster_position,
        row.roster_head,
        [DeviceHead(*found) for found in devices],
        list(statements.scalars()),
        row.bytes_used,
        row.bytes_allowed,
    )
