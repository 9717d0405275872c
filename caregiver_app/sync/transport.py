"""The one place that speaks HTTP: bounded, with time limits, and with every failure mapped to one of three errors.

Nothing here believes the relay: not its sizes, not its content type, not that it is a relay at all.
"""

from __future__ import annotations

import ipaddress
import logging
import ssl
from collections.abc import Mapping
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

import httpx
import truststore

from caregiver_app.domain.errors import CaregiverError, RelayNonsense, RelayUnreachable
from caregiver_app.sync.protocol import Refusal, Refused, unpacked
from caregiver_app.sync.refusals import RefusedByRelay

CONNECT_S = 5.0
ANSWER_S = 15.0
POLL_S = 25.0
MOST_ANSWER = 16 * 1024 * 1024
_MOST_REFUSAL = 4096
_LONGEST_RETRY_MS = 60_000

logging.getLogger("httpx").setLevel(logging.WARNING)  # it logs whole addresses, and those name circles and devices


def checked_address(typed: str) -> str:
    """The origin of a relay as typed, without a path; "https://" is put in front where it is missing.

    Raises RelayNonsense for what is no address, and for plain HTTP to anything but this computer.
    """
    text = typed.strip().rstrip("/")
    if "://" not in text:
        text = f"{'http' if _is_loopback(text.split('/')[0].rsplit(':', 1)[0]) else 'https'}://{text}"
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise RelayNonsense from error
    if not parts.hostname or parts.scheme not in ("http", "https") or parts.username or parts.query or parts.fragment:
        raise RelayNonsense
    if parts.scheme == "http" and not _is_loopback(parts.hostname):
        raise RelayNonsense
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{parts.scheme}://{host}" + (f":{port}" if port else "")


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


class Line:
    """A connection to one relay. `answer_s` is the longest wait for an answer; a long poll asks for more per call."""

    def __init__(self, origin: str, proxy: str = "", answer_s: float = ANSWER_S) -> None:
        self.origin = checked_address(origin)
        is_near = self.origin.startswith("http://")
        self._answer_s = answer_s
        self._client = httpx.Client(
            base_url=self.origin,
            verify=False if is_near else truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
            proxy=proxy or None,
            trust_env=not is_near,
            follow_redirects=False,
            timeout=self._timeout(answer_s),
        )

    @staticmethod
    def _timeout(answer_s: float) -> httpx.Timeout:
        return httpx.Timeout(answer_s, connect=min(CONNECT_S, answer_s), pool=answer_s)

    def ask(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        most: int = MOST_ANSWER,
        answer_s: float | None = None,
    ) -> tuple[bytes, Mapping[str, str]]:
        """The body and headers of a good answer.

        Raises RelayUnreachable, RelayRefused with the relay's code, RelayNonsense for all else: a redirect, a page
        of a hotel's network, an answer above `most` bytes.
        """
        sent = {"content-type": "application/msgpack", "accept": "application/msgpack", **(headers or {})}
        limit = self._timeout(answer_s if answer_s is not None else self._answer_s)
        try:
            with self._client.stream(method, path, content=body, headers=sent, timeout=limit) as answer:
                if answer.is_success:
                    return _bounded(answer, most), answer.headers
                raise _refusal(answer)
        except (httpx.RequestError, httpx.InvalidURL, ssl.SSLError, OSError, RuntimeError) as error:
            raise RelayUnreachable from error

    def close(self) -> None:
        """Give the connection up."""
        self._client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _bounded(answer: httpx.Response, most: int) -> bytes:
    parts: list[bytes] = []
    size = 0
    for part in answer.iter_bytes():
        size += len(part)
        if size > most:
            raise RelayNonsense
        parts.append(part)
    return b"".join(parts)


def _refusal(answer: httpx.Response) -> CaregiverError:
    """A refusal speaks msgpack and names a short code; anything else is not from a relay of ours."""
    if not 400 <= answer.status_code < 600:
        return RelayNonsense()
    try:
        found = unpacked(_bounded(answer, _MOST_REFUSAL), Refusal)
    except (Refused, RelayNonsense):
        return RelayNonsense()
    if not 0 < len(found.code) <= 60:
        return RelayNonsense()
    return RefusedByRelay(found.code, found.device, found.at, min(max(found.retry_ms, 0), _LONGEST_RETRY_MS))
