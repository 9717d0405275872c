"""Mailboxes of invitations: opened by an admin's device, filled in turn, gone after a day."""

from __future__ import annotations

from sqlalchemy import Connection, delete, func, insert, select

from caregiver_app.relay import tables
from caregiver_app.relay.rosters import space_for
from caregiver_app.sync.protocol import Code, Mailbox, Refused, Role, limits

_NEWCOMERS_SLOTS = (1, 3)


def begin(connection: Connection, mailbox_id: bytes, space_id: bytes, admin: bytes, slot: bytes, now_ms: int) -> None:
    """Open a mailbox with its first slot. Raises Refused: not_admin, too_many_mailboxes, out_of_step."""
    _require_admin(connection, space_id, admin)
    _forget_expired(connection, now_ms)
    kept = _slots(connection, mailbox_id)
    if kept:
        if kept[0] == slot and _space_of(connection, mailbox_id, now_ms) == space_id:
            return
        raise Refused(Code.OUT_OF_STEP)
    mine = tables.mailbox.c.space_id == space_id
    count = connection.execute(select(func.count()).select_from(tables.mailbox).where(mine)).scalar_one()
    if count >= limits.MAILBOXES_PER_SPACE:
        raise Refused(Code.TOO_MANY_MAILBOXES, at=limits.MAILBOXES_PER_SPACE)
    expires_ms = now_ms + limits.MAILBOX_S * 1000
    connection.execute(
        insert(tables.mailbox).values(mailbox_id=mailbox_id, space_id=space_id, expires_ms=expires_ms)
    )
    connection.execute(insert(tables.mailbox_slot).values(mailbox_id=mailbox_id, n=0, body=slot))


def fill(connection: Connection, mailbox_id: bytes, n: int, slot: bytes, asker: bytes | None, now_ms: int) -> None:
    """Fill a slot whose turn it is; `asker` is the device of a token, None for a stranger who knows the id."""
    space_id = _space_of(connection, mailbox_id, now_ms)
    if n not in _NEWCOMERS_SLOTS:
        if asker is None:
            raise Refused(Code.TOKEN_NEEDED)
        _require_admin(connection, space_id, asker)
    kept = _slots(connection, mailbox_id)
    if n < len(kept) and kept[n] == slot:
        return
    if n != len(kept) or n >= limits.MAILBOX_SLOTS:
        raise Refused(Code.OUT_OF_STEP, at=len(kept))
    if sum(map(len, kept)) + len(slot) > limits.MAILBOX_BYTES:
        raise Refused(Code.TOO_LARGE, at=limits.MAILBOX_BYTES)
    connection.execute(insert(tables.mailbox_slot).values(mailbox_id=mailbox_id, n=n, body=slot))


def look(connection: Connection, mailbox_id: bytes, now_ms: int) -> Mailbox:
    """What lies in a mailbox, for whoever knows its id. Raises Refused(not_found)."""
    expires_ms = connection.execute(
        select(tables.mailbox.c.expires_ms).where(
            tables.mailbox.c.mailbox_id == mailbox_id, tables.mailbox.c.expires_ms > now_ms
        )
    ).scalar_one_or_none()
    if expires_ms is None:
        raise Refused(Code.NOT_FOUND)
    return Mailbox(_slots(connection, mailbox_id), expires_ms)


def burn(connection: Connection, mailbox_id: bytes, admin: bytes, now_ms: int) -> None:
    """Take a mailbox away, for an admin of its space. Raises Refused(not_found)."""
    _require_admin(connection, _space_of(connection, mailbox_id, now_ms), admin)
    _forget(connection, [mailbox_id])


def _require_admin(connection: Connection, space_id: bytes, device_id: bytes) -> None:
    if space_for(connection, space_id, device_id).role_class != Role.ADMIN:
        raise Refused(Code.NOT_ADMIN)


def _space_of(connection: Connection, mailbox_id: bytes, now_ms: int) -> bytes:
    found: bytes | None = connection.execute(
        select(tables.mailbox.c.space_id).where(
            tables.mailbox.c.mailbox_id == mailbox_id, tables.mailbox.c.expires_ms > now_ms
        )
    ).scalar_one_or_none()
    if found is None:
        raise Refused(Code.NOT_FOUND)
    return found


def _slots(connection: Connection, mailbox_id: bytes) -> list[bytes]:
    slots = tables.mailbox_slot.c
    rows = connection.execute(select(slots.body).where(slots.mailbox_id == mailbox_id).order_by(slots.n))
    return list(rows.scalars())


def _forget_expired(connection: Connection, now_ms: int) -> None:
    old = connection.execute(select(tables.mailbox.c.mailbox_id).where(tables.mailbox.c.expires_ms <= now_ms))
    _forget(connection, list(old.scalars()))


def _forget(connection: Connection, mailbox_ids: list[bytes]) -> None:
    for mailbox_id in mailbox_ids:
        connection.execute(delete(tables.mailbox_slot).where(tables.mailbox_slot.c.mailbox_id == mailbox_id))
        connection.execute(delete(tables.mailbox).where(tables.mailbox.c.mailbox_id == mailbox_id))
