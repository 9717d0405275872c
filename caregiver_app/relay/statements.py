"""Each device's newest signed word on where it stands, replaced in place."""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert, select

from caregiver_app.relay import tables
from caregiver_app.relay.rosters import space_for
from caregiver_app.sync.protocol import Code, Refused, read_statement


def put(connection: Connection, space_id: bytes, device_id: bytes, raw: bytes) -> None:
    """Keep a device's own statement in place of its older one. Raises Refused: older, wrong_signature, …"""
    space_for(connection, space_id, device_id)
    of_device = (tables.device.c.space_id == space_id, tables.device.c.device_id == device_id)
    sign_pk = connection.execute(select(tables.device.c.sign_pk).where(*of_device)).scalar_one()
    statement = read_statement(raw, sign_pk)
    if statement.space != space_id or statement.device != device_id:
        raise Refused(Code.WRONG_SPACE)
    own = (tables.statement.c.space_id == space_id, tables.statement.c.device_id == device_id)
    kept = connection.execute(select(tables.statement.c["count"], tables.statement.c.body).where(*own)).one_or_none()
    if kept is not None:
        newest, body = kept
        if body == raw:
            return
        if newest >= statement.count:
            raise Refused(Code.OLDER, device_id, newest)
    connection.execute(delete(tables.statement).where(*own))
    connection.execute(
        insert(tables.statement).values(space_id=space_id, device_id=device_id, count=statement.count, body=raw)
    )
