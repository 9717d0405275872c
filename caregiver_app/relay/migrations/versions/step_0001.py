"""The first tables. Never edited after it landed; a later step changes them."""

import secrets
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

ID, HASH, NUMBER = sa.LargeBinary(16), sa.LargeBinary(32), sa.BigInteger()


def upgrade() -> None:
    """Make the tables and draw this database's generation."""
    relay = op.create_table("relay", sa.Column("generation", ID, primary_key=True))
    op.bulk_insert(relay, [{"generation": secrets.token_bytes(16)}])
    op.create_table(
        "space",
        sa.Column("space_id", ID, primary_key=True),
        *_needed(("head_seq", NUMBER), ("roster_position", sa.Integer()), ("roster_head", HASH)),
        *_needed(("bytes_used", NUMBER), ("bytes_allowed", NUMBER)),
    )
    _of_spaces("roster", ("position",), ("position", sa.Integer()), ("hash", HASH), ("body", sa.LargeBinary()))
    _of_spaces(
        "device",
        ("device_id",),
        ("device_id", ID),
        ("sign_pk", HASH),
        ("kem_pk", HASH),
        ("role_class", sa.String(16)),
        ("state", sa.String(16)),
        ("last_bseq", NUMBER),
        ("last_hash", HASH),
        ("last_roster_position", sa.Integer()),
        ("last_epoch", NUMBER),
        ("bytes_used", NUMBER),
        ("received_on", sa.String(10)),
    )
    op.add_column("device", sa.Column("lock_bseq", NUMBER))
    _of_spaces("statement", ("device_id",), ("device_id", ID), ("count", NUMBER), ("body", sa.LargeBinary()))
    _make_batches()
    _make_the_rest()


def _make_batches() -> None:
    op.create_table(
        "batch",
        sa.Column("space_id", ID, sa.ForeignKey("space.space_id"), nullable=False),
        *_needed(("seq", NUMBER), ("device_id", ID), ("bseq", NUMBER), ("epoch", NUMBER)),
        *_needed(("hash", HASH), ("size", sa.Integer()), ("body", sa.LargeBinary())),
        sa.PrimaryKeyConstraint("space_id", "seq"),
        sa.UniqueConstraint("space_id", "device_id", "bseq"),
    )


def _make_the_rest() -> None:
    op.create_table(
        "device_space",
        *_needed(("device_id", ID), ("space_id", ID)),
        sa.PrimaryKeyConstraint("device_id", "space_id"),
    )
    op.create_table(
        "mailbox",
        sa.Column("mailbox_id", ID, primary_key=True),
        *_needed(("space_id", ID), ("expires_ms", NUMBER)),
    )
    op.create_index("mailbox_by_space", "mailbox", ["space_id"])
    op.create_table(
        "mailbox_slot",
        *_needed(("mailbox_id", ID), ("n", sa.Integer()), ("body", sa.LargeBinary())),
        sa.PrimaryKeyConstraint("mailbox_id", "n"),
    )
    op.create_table(
        "token",
        sa.Column("hash", HASH, primary_key=True),
        *_needed(("device_id", ID), ("expires_ms", NUMBER)),
    )
    op.create_index("token_by_device", "token", ["device_id"])


def _of_spaces(name: str, key: tuple[str, ...], *columns: tuple[str, sa.types.TypeEngine[Any]]) -> None:
    op.create_table(
        name,
        sa.Column("space_id", ID, sa.ForeignKey("space.space_id"), nullable=False),
        *_needed(*columns),
        sa.PrimaryKeyConstraint("space_id", *key),
    )


def _needed(*columns: tuple[str, sa.types.TypeEngine[Any]]) -> list[sa.Column[Any]]:
    return [sa.Column(name, kind, nullable=False) for name, kind in columns]
