"""Challenges and tokens: which device asks. What it may have is decided elsewhere, by rosters."""

from __future__ import annotations

import hashlib
import secrets
from collections import OrderedDict
from threading import Lock

from sqlalchemy import Connection, delete, insert, select

from caregiver_app.relay import tables
from caregiver_app.relay.settings import Settings
from caregiver_app.sync.protocol import (
    Challenge,
    Code,
    Refused,
    Token,
    TokenRequest,
    device_id,
    is_answer_signed,
    limits,
)

_OPEN_CHALLENGES = 20_000


class Challenges:
    """Nonces that were given out and not answered yet. They live in memory: a restart costs one more request."""

    def __init__(self) -> None:
        self._open: OrderedDict[bytes, tuple[bytes, int]] = OrderedDict()
        self._lock = Lock()

    def give(self, device: bytes, now_ms: int) -> Challenge:
        """A fresh nonce for a device id, known or not."""
        nonce, expires_ms = secrets.token_bytes(32), now_ms + limits.CHALLENGE_S * 1000
        with self._lock:
            self._open[nonce] = (device, expires_ms)
            while len(self._open) > _OPEN_CHALLENGES:
                self._open.popitem(last=False)
        return Challenge(nonce, expires_ms)

    def is_answer(self, request: TokenRequest, device: bytes, now_ms: int) -> bool:
        """Whether the nonce was given to that device and is still good; it is used up either way."""
        with self._lock:
            found = self._open.pop(request.nonce, None)
        return found == (device, request.expires_ms) and now_ms <= request.expires_ms


def check_answer(request: TokenRequest, challenges: Challenges, settings: Settings, now_ms: int) -> bytes:
    """The id of the device that answered its challenge. Raises Refused: wrong_origin, wrong_answer."""
    if not settings.believes_origin(request.origin):
        raise Refused(Code.WRONG_ORIGIN)
    asker = device_id(request.sign_pk, request.kem_pk)
    if not challenges.is_answer(request, asker, now_ms) or not is_answer_signed(request):
        raise Refused(Code.WRONG_ANSWER)
    return asker


def issue(connection: Connection, device: bytes, now_ms: int) -> Token:
    """A token for an hour; only its hash is kept. The oldest of a device's tokens make room."""
    columns = tables.token.c
    connection.execute(delete(tables.token).where(columns.expires_ms <= now_ms))
    own = connection.execute(
        select(columns.hash).where(columns.device_id == device).order_by(columns.expires_ms.desc(), columns.hash)
    )
    for old in list(own.scalars())[limits.TOKENS_PER_DEVICE - 1 :]:
        connection.execute(delete(tables.token).where(columns.hash == old))
    token = secrets.token_hex(32)
    expires_ms = now_ms + limits.TOKEN_S * 1000
    connection.execute(
        insert(tables.token).values(hash=_hash(token), device_id=device, expires_ms=expires_ms)
    )
    return Token(token, expires_ms)


def bearer(connection: Connection, token: str, now_ms: int) -> bytes:
    """The device whose token this is. Raises Refused(token_needed)."""
    columns = tables.token.c
    found: bytes | None = connection.execute(
        select(columns.device_id).where(columns.hash == _hash(token), columns.expires_ms > now_ms)
    ).scalar_one_or_none()
    if found is None:
        raise Refused(Code.TOKEN_NEEDED)
    return found


def _hash(token: str) -> bytes:
    return hashlib.blake2b(token.encode(), digest_size=32).digest()
