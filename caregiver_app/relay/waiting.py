"""Long polls: hear the bell, look, and sleep until it rings or the time is over."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from sqlalchemy import Connection, select

from caregiver_app.relay import tables
from caregiver_app.relay.bells import Bells
from caregiver_app.sync.protocol import PollAnswer, Watch

T = TypeVar("T")


async def wait_until(
    bells: Bells,
    ids: Sequence[bytes],
    wait_ms: int,
    look: Callable[[], Awaitable[T]],
    is_enough: Callable[[T], bool],
) -> T:
    """What `look` sees once it is enough, else what it sees when the time is over or the relay stops."""
    deadline = asyncio.get_running_loop().time() + wait_ms / 1000
    with bells.hear(ids) as rung:
        while True:
            rung.clear()
            found = await look()
            if is_enough(found) or bells.is_closing:
                return found
            try:
                async with asyncio.timeout_at(deadline):
                    await rung.wait()
            except TimeoutError:
                return await look()  # membership may have ended meanwhile


def differences(connection: Connection, device: bytes, watched: Sequence[Watch]) -> PollAnswer:
    """Where the relay differs from what a device has, in either direction, by the memberships of this moment."""
    space, member = tables.space.c, tables.device.c
    lookup = tables.device_space
    joined = lookup.join(tables.space, lookup.c.space_id == space.space_id).join(
        tables.device, (member.space_id == space.space_id) & (member.device_id == lookup.c.device_id)
    )
    rows = connection.execute(
        select(space.space_id, space.head_seq, space.roster_position)
        .select_from(joined)
        .where(lookup.c.device_id == device, member.state == "active")
    )
    here = {row.space_id: Watch(row.space_id, row.head_seq, row.roster_position) for row in rows}
    changed = [here[watch.space] for watch in watched if watch.space in here and here[watch.space] != watch]
    return PollAnswer(changed, [watch.space for watch in watched if watch.space not in here])
