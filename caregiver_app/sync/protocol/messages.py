"""Requests and answers of the relay: msgpack maps, so that a later version may add fields; unknown ones are ignored."""

from __future__ import annotations

import struct
from typing import Annotated, TypeVar
from urllib.parse import urlsplit

import msgspec
from msgspec import Meta

from caregiver_app.sync.protocol.limits import MAILBOX_BYTES, POLL_SPACES, Code, Refused

CONTENT_TYPE = "application/msgpack"
TIME_HEADER = "CL1-Time"  # in every answer: the relay's clock in ms since 1970, decimal
GENERATION_HEADER = "CL1-Generation"  # in every answer: 32 hex digits, drawn when the relay's database was made

Id = Annotated[bytes, Meta(min_length=16, max_length=16)]
Hash = Annotated[bytes, Meta(min_length=32, max_length=32)]
Number = Annotated[int, Meta(ge=0, le=(1 << 63) - 1)]
T = TypeVar("T")


class Message(msgspec.Struct, frozen=True, omit_defaults=True):
    """A request or an answer."""


class Refusal(Message, frozen=True):
    """Every answer that is no success: `code` is a `Code`, the rest says where and how long to wait."""

    code: str
    device: bytes = b""
    at: int = 0
    retry_ms: int = 0


# ---- who is there ----------------------------------------------------------------------------
class ChallengeRequest(Message, frozen=True):
    """POST /v1/auth/challenge."""

    device_id: Id


class Challenge(Message, frozen=True):
    """A nonce that is good once, until `expires_ms`; known and unknown devices get the same."""

    nonce: Hash
    expires_ms: Number


class TokenRequest(Message, frozen=True):
    """POST /v1/auth/token: both keys (the relay recomputes the id) and a signature over `auth_text`."""

    sign_pk: Hash
    kem_pk: Hash
    origin: Annotated[str, Meta(max_length=300)]
    nonce: Hash
    expires_ms: Number
    signature: Annotated[bytes, Meta(min_length=64, max_length=64)]


class Token(Message, frozen=True):
    """Goes into `Authorization: Bearer <token>`; it says which device asks and opens nothing by itself."""

    token: str
    expires_ms: Number


# ---- rosters ---------------------------------------------------------------------------------
class SpaceRequest(Message, frozen=True):
    """POST /v1/spaces: the whole roster as the sender knows it, from the create entry on.

    The sender must be on it. Makes the space where there is none (which needs the invitation, unless the relay is
    open) and extends it where the relay's roster is a beginning of this one; with nothing new it changes nothing.
    """

    entries: list[bytes]
    invitation: Annotated[str, Meta(max_length=200)] = ""


class AppendRequest(Message, frozen=True):
    """POST /v1/spaces/{space}/roster, with the head before in `If-Match` (64 hex digits)."""

    entries: list[bytes]


class RosterHead(Message, frozen=True):
    """Where the relay's chain stands after a success: the number of entries and the hash of the newest."""

    space: Id
    position: Number
    head: Hash


class Roster(Message, frozen=True):
    """GET /v1/spaces/{space}/roster?after=N: the entries from position N on."""

    entries: list[bytes]
    position: Number
    head: Hash


# ---- batches ---------------------------------------------------------------------------------
class PushRequest(Message, frozen=True):
    """POST /v1/spaces/{space}/batches: whole batches in chain order, of one device or several; all or nothing."""

    batches: list[bytes]


class Pushed(Message, frozen=True):
    """The space's newest sequence number, and how many of the batches were new."""

    head_seq: Number
    new: Number


class Page(Message, frozen=True):
    """GET /v1/spaces/{space}/batches?after=SEQ: `(seq, batch)` in order, at most 4 MiB; `more` where others follow."""

    batches: list[tuple[int, bytes]]
    head_seq: Number
    more: bool = False


class DeviceHead(msgspec.Struct, array_like=True, frozen=True):
    """The newest batch of a device and the day (ISO date) on which the relay got it."""

    device: Id
    bseq: Number
    hash: Hash
    received_on: str


class Heads(Message, frozen=True):
    """GET /v1/spaces/{space}/heads: all that the relay has; `statements` are the devices' newest signed words."""

    head_seq: Number
    roster_position: Number
    roster_head: Hash
    devices: list[DeviceHead]
    statements: list[bytes]
    bytes_used: Number
    bytes_allowed: Number


# ---- waiting ---------------------------------------------------------------------------------
class Watch(msgspec.Struct, array_like=True, frozen=True):
    """What a device has of a space."""

    space: Id
    head_seq: Number
    roster_position: Number


class PollRequest(Message, frozen=True):
    """POST /v1/sync/poll: answered as soon as one space differs, else after `wait_ms` (at most 25 s)."""

    spaces: Annotated[list[Watch], Meta(max_length=POLL_SPACES)]
    wait_ms: Annotated[int, Meta(ge=0, le=25_000)] = 25_000


class PollAnswer(Message, frozen=True):
    """The spaces that differ, more or less than what was named, and those that are not there (or not for you)."""

    changed: list[Watch]
    gone: list[Id]


# ---- invitations -----------------------------------------------------------------------------
class MailboxRequest(Message, frozen=True):
    """PUT /v1/mailbox/{id} by an admin of `space`: opens it for 24 h with the first slot filled."""

    space: Id
    slot: Annotated[bytes, Meta(max_length=MAILBOX_BYTES)]


class SlotRequest(Message, frozen=True):
    """PUT /v1/mailbox/{id}/{n}: slots 1 and 3 by whoever knows the id, slot 2 by the admin; each once, in turn."""

    slot: Annotated[bytes, Meta(max_length=MAILBOX_BYTES)]


class Mailbox(Message, frozen=True):
    """GET /v1/mailbox/{id}?more_than=N[&wait_ms=M]: the slots, at once or when there are more than N of them."""

    slots: list[bytes]
    expires_ms: Number


# ---- statements ------------------------------------------------------------------------------
class Seen(msgspec.Struct, array_like=True, frozen=True):
    """How far a device has accepted another one's chain."""

    device: Id
    bseq: Number


class Statement(msgspec.Struct, array_like=True, frozen=True):
    """PUT /v1/spaces/{space}/statements/{device}: where a device stands; `count` grows with every one it makes."""

    space: Id
    device: Id
    count: Number
    made_ms: Number
    bseq: Number
    hash: Hash
    roster_head: Hash
    seen: list[Seen]


_encoder = msgspec.msgpack.Encoder()


def packed(message: msgspec.Struct) -> bytes:
    """The msgpack form of a message."""
    return _encoder.encode(message)


def unpacked(data: bytes, kind: type[T]) -> T:
    """A message of that kind. Raises Refused(malformed)."""
    try:
        return msgspec.msgpack.decode(data, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise Refused(Code.MALFORMED) from error


def auth_text(origin: str, nonce: bytes, expires_ms: int) -> bytes:
    """What a device signs to be believed: `"CL1 auth\\0"`, then origin, nonce and expiry, each after its length."""
    parts = (origin.encode(), nonce, expires_ms.to_bytes(8, "big"))
    return b"CL1 auth\0" + b"".join(struct.pack(">H", len(part)) + part for part in parts)


def origin_of(url: str) -> str:
    """`scheme://host[:port]` in small letters without a usual port. Raises ValueError for what is no web address."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("no web address")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    usual = {"http": 80, "https": 443}[parts.scheme]
    port = "" if parts.port in (None, usual) else f":{parts.port}"
    return f"{parts.scheme}://{host}{port}"
