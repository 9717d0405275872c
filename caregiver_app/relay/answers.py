"""The relay's side of HTTP: bounded bodies in, msgpack or a named refusal out, its clock and generation on each."""

from __future__ import annotations

import time

import msgspec
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from caregiver_app.sync.protocol import (
    CONTENT_TYPE,
    GENERATION_HEADER,
    TIME_HEADER,
    Code,
    Refusal,
    Refused,
    limits,
    packed,
)

_STATUS = {
    Code.TOO_LARGE: 413,
    Code.NOT_FOUND: 404,
    Code.NO_SUCH_ADDRESS: 404,
    Code.TOKEN_NEEDED: 401,
    Code.WRONG_ANSWER: 401,
    Code.WRONG_ORIGIN: 401,
    Code.INVITATION_NEEDED: 403,
    Code.NOT_ADMIN: 403,
    Code.NOT_A_MEMBER: 403,
    Code.ROSTER_MOVED: 412,
    Code.UNKNOWN_ROSTER: 409,
    Code.GAP: 409,
    Code.FORK: 409,
    Code.OUT_OF_STEP: 409,
    Code.OLDER: 409,
    Code.SLOW_DOWN: 429,
    Code.SPACE_FULL: 507,
    Code.SHARE_FULL: 507,
    Code.RELAY_FULL: 507,
    Code.RELAY_BUSY: 503,
    Code.RELAY_TROUBLE: 500,
}
_MOST_BYTES = limits.REQUEST_BYTES + limits.REQUEST_OVERHEAD
_HIGHEST = (1 << 63) - 1


def now_ms() -> int:
    """The relay's clock."""
    return time.time_ns() // 1_000_000


def answer(generation: bytes, message: msgspec.Struct | None = None, status: int = 200) -> Response:
    """A success; an empty body where there is nothing to say."""
    body = packed(message) if message is not None else b""
    return Response(body, status, _headers(generation), CONTENT_TYPE)


def refusal(generation: bytes, refused: Refused) -> Response:
    """The answer for what was refused; 400 unless the code has a status of its own."""
    headers = _headers(generation)
    if refused.code is Code.TOO_LARGE:
        headers["Connection"] = "close"  # or the rest of a body without an end would be read for ever
    if refused.retry_ms:
        headers["Retry-After"] = str(-(-refused.retry_ms // 1000))
    body = packed(Refusal(refused.code.value, refused.device, refused.at, refused.retry_ms))
    return Response(body, _STATUS.get(refused.code, 400), headers, CONTENT_TYPE)


def _headers(generation: bytes) -> dict[str, str]:
    return {TIME_HEADER: str(now_ms()), GENERATION_HEADER: generation.hex(), "Cache-Control": "no-store"}


async def body_of(request: Request) -> bytes:
    """The whole body. Raises Refused(too_large) as soon as it is longer than a request may be."""
    parts: list[bytes] = []
    size = 0
    try:
        async for part in request.stream():
            size += len(part)
            if size > _MOST_BYTES:
                raise Refused(Code.TOO_LARGE, at=limits.REQUEST_BYTES)
            parts.append(part)
    except ClientDisconnect as error:
        raise Refused(Code.MALFORMED) from error
    return b"".join(parts)


def id_in(request: Request, name: str) -> bytes:
    """16 bytes from 32 hex digits of the path. Raises Refused(not_found)."""
    return _hex(request.path_params[name], 16, Code.NOT_FOUND)


def head_in(request: Request) -> bytes:
    """The 32 bytes of If-Match. Raises Refused(malformed)."""
    return _hex(request.headers.get("if-match", "").strip('"'), 32, Code.MALFORMED)


def number_in(request: Request, name: str, most: int = _HIGHEST) -> int:
    """A whole number from the query, 0 where it is missing. Raises Refused(malformed)."""
    return number_of(request.query_params.get(name, "0"), most)


def number_of(text: str, most: int = _HIGHEST) -> int:
    """A whole number from the path. Raises Refused(malformed)."""
    if not (text.isascii() and text.isdigit()) or len(text) > 19 or int(text) > most:
        raise Refused(Code.MALFORMED)
    return int(text)


def _hex(text: str, size: int, code: Code) -> bytes:
    try:
        found = bytes.fromhex(text)
    except ValueError as error:
        raise Refused(code) from error
    if len(found) != size or text != found.hex():
        raise Refused(code)
    return found
