"""The relay's tables; every key of a space's rows begins with the space, so that a large operator can spread them."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    UniqueConstraint,
)

metadata = MetaData()


def _space_key() -> Column[bytes]:
    return Column("space_id", LargeBinary(16), ForeignKey("space.space_id"), nullable=False)


relay = Table(
    "relay",
    metadata,
    Column("generation", LargeBinary(16), primary_key=True),
)

space = Table(
    "space",
    metadata,
    Column("space_id", LargeBinary(16), primary_key=True),
    Column("head_seq", BigInteger, nullable=False),
    Column("roster_position", Integer, nullable=False),
    Column("roster_head", LargeBinary(32), nullable=False),
    Column("bytes_used", BigInteger, nullable=False),
    Column("bytes_allowed", BigInteger, nullable=False),
    Column("invitation", LargeBinary(32)),
)

roster = Table(
    "roster",
    metadata,
    _space_key(),
    Column("position", Integer, nullable=False),
    Column("hash", LargeBinary(32), nullable=False),
    Column("body", LargeBinary, nullable=False),
    PrimaryKeyConstraint("space_id", "position"),
)

device = Table(
    "device",
    metadata,
    _space_key(),
    Column("device_id", LargeBinary(16), nullable=False),
    Column("sign_pk", LargeBinary(32), nullable=False),
    Column("kem_pk", LargeBinary(32), nullable=False),
    Column("role_class", String(16), nullable=False),
    Column("state", String(16), nullable=False),  # "active"; "removed" comes with removal
    Column("last_bseq", BigInteger, nullable=False),
    Column("last_hash", LargeBinary(32), nullable=False),
    Column("last_roster_position", Integer, nullable=False),
    Column("last_epoch", BigInteger, nullable=False),
    Column("lock_bseq", BigInteger),
    Column("bytes_used", BigInteger, nullable=False),
    Column("received_on", String(10), nullable=False),
    PrimaryKeyConstraint("space_id", "device_id"),
)

device_space = Table(
    "device_space",
    metadata,
    Column("device_id", LargeBinary(16), nullable=False),
    Column("space_id", LargeBinary(16), nullable=False),
    PrimaryKeyConstraint("device_id", "space_id"),
)

batch = Table(
    "batch",
    metadata,
    _space_key(),
    Column("seq", BigInteger, nullable=False),
    Column("device_id", LargeBinary(16), nullable=False),
    Column("bseq", BigInteger, nullable=False),
    Column("epoch", BigInteger, nullable=False),
    Column("hash", LargeBinary(32), nullable=False),
    Column("size", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
    PrimaryKeyConstraint("space_id", "seq"),
    UniqueConstraint("space_id", "device_id", "bseq"),
)

statement = Table(
    "statement",
    metadata,
    _space_key(),
    Column("device_id", LargeBinary(16), nullable=False),
    Column("count", BigInteger, nullable=False),
    Column("body", LargeBinary, nullable=False),
    PrimaryKeyConstraint("space_id", "device_id"),
)

mailbox = Table(
    "mailbox",
    metadata,
    Column("mailbox_id", LargeBinary(16), primary_key=True),
    Column("space_id", LargeBinary(16), nullable=False),
    Column("expires_ms", BigInteger, nullable=False),
    Index("mailbox_by_space", "space_id"),
)

mailbox_slot = Table(
    "mailbox_slot",
    metadata,
    Column("mailbox_id", LargeBinary(16), nullable=False),
    Column("n", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
    PrimaryKeyConstraint("mailbox_id", "n"),
)

token = Table(
    "token",
    metadata,
    Column("hash", LargeBinary(32), primary_key=True),
    Column("device_id", LargeBinary(16), nullable=False),
    Column("expires_ms", BigInteger, nullable=False),
    Index("token_by_device", "device_id"),
)
