"""Everything a device asks of a relay, as typed calls. Signs nothing itself: `Credentials` are asked to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TypeVar

import msgspec

from caregiver_app.domain.errors import RelayNonsense, RelayRefused
from caregiver_app.sync.protocol import (
    GENERATION_HEADER,
    TIME_HEADER,
    AppendRequest,
    Challenge,
    ChallengeRequest,
    Code,
    Heads,
    Mailbox,
    MailboxRequest,
    Page,
    PollAnswer,
    PollRequest,
    Pushed,
    PushRequest,
    Refused,
    Roster,
    RosterHead,
    SlotRequest,
    SpaceRequest,
    Token,
    TokenRequest,
    Watch,
    auth_text,
    device_id,
    origin_of,
    packed,
    unpacked,
)
from caregiver_app.sync.protocol.limits import POLL_S, REQUEST_BYTES
from caregiver_app.sync.transport import ANSWER_S, Line

T = TypeVar("T")
_MOST_ROSTER = 170 * 1024 * 1024  # 10,000 entries of 16 KiB and what is around them
_MOST_PAGE = REQUEST_BYTES + 1024 * 1024
_MOST_SMALL = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Credentials:
    """Who asks: both public keys, and a way to get a text signed wherever the private key lives."""

    sign_pk: bytes
    kem_pk: bytes
    sign: Callable[[bytes], bytes] = field(repr=False)


class Relay:
    """One relay as one device sees it. After each call `clock_ms` and `generation` hold what it said of itself."""

    def __init__(self, line: Line, credentials: Credentials | None = None, token: str = "") -> None:
        self._line = line
        self._credentials = credentials
        self.token = token
        self.clock_ms: int | None = None
        self.generation = ""

    @property
    def origin(self) -> str:
        """The relay's address."""
        return self._line.origin

    def close(self) -> None:
        """Give the connection up."""
        self._line.close()

    # ---- who asks ----------------------------------------------------------------------------
    def authenticate(self) -> None:
        """Get a token for an hour. Raises RelayRefused, RelayNonsense, RelayUnreachable as every call here."""
        if self._credentials is None:
            raise RelayRefused(Code.TOKEN_NEEDED)
        keys = self._credentials
        asked = ChallengeRequest(device_id(keys.sign_pk, keys.kem_pk))
        challenge = self._call("POST", "/v1/auth/challenge", Challenge, asked)
        origin = origin_of(self.origin)
        signature = keys.sign(auth_text(origin, challenge.nonce, challenge.expires_ms))
        answer = TokenRequest(keys.sign_pk, keys.kem_pk, origin, challenge.nonce, challenge.expires_ms, signature)
        self.token = self._call("POST", "/v1/auth/token", Token, answer).token

    # ---- a space -----------------------------------------------------------------------------
    def heads(self, space: bytes) -> Heads:
        """All that the relay has of a space."""
        return self._as_member("GET", f"/v1/spaces/{space.hex()}/heads", Heads)

    def make_space(self, entries: Sequence[bytes], invitation: str) -> RosterHead:
        """Make or extend a space by its whole roster."""
        return self._as_member("POST", "/v1/spaces", RosterHead, SpaceRequest(list(entries), invitation))

    def roster(self, space: bytes, after: int) -> tuple[bytes, ...]:
        """Roster entries from position `after` on."""
        path = f"/v1/spaces/{space.hex()}/roster?after={after}"
        return tuple(self._as_member("GET", path, Roster, most=_MOST_ROSTER).entries)

    def append(self, space: bytes, head_before: bytes, entry: bytes) -> RosterHead:
        """Append one entry where the relay's head is still the one named. Raises RelayRefused(roster_moved)."""
        path, sent = f"/v1/spaces/{space.hex()}/roster", AppendRequest([entry])
        return self._as_member("POST", path, RosterHead, sent, if_match=head_before.hex())

    def push(self, space: bytes, batches: Sequence[bytes]) -> Pushed:
        """Send batches, all or nothing."""
        path = f"/v1/spaces/{space.hex()}/batches"
        return self._as_member("POST", path, Pushed, PushRequest(list(batches)), answer_s=60.0)

    def page(self, space: bytes, after: int) -> Page:
        """The batches after a sequence number, a page at a time."""
        found = self._as_member("GET", f"/v1/spaces/{space.hex()}/batches?after={after}", Page, most=_MOST_PAGE)
        numbers = [after, *(seq for seq, _ in found.batches)]
        if any(b <= a for a, b in pairwise(numbers)) or (found.more and not found.batches):
            raise RelayNonsense
        return found

    def batch(self, space: bytes, device: bytes, bseq: int) -> bytes:
        """One batch by its place in its device's chain. Raises RelayRefused(not_found)."""
        found = self._as_member("GET", f"/v1/spaces/{space.hex()}/batches/{device.hex()}/{bseq}", Page)
        if len(found.batches) != 1:
            raise RelayNonsense
        return found.batches[0][1]

    def state(self, space: bytes, device: bytes, statement: bytes) -> None:
        """Leave this device's signed word on where it stands."""
        self._ask_as_member("PUT", f"/v1/spaces/{space.hex()}/statements/{device.hex()}", statement)

    def poll(self, watches: Sequence[Watch], wait_s: float = POLL_S) -> PollAnswer:
        """Wait until a space differs from what is named."""
        sent = PollRequest(list(watches), int(wait_s * 1000))
        return self._call("POST", "/v1/sync/poll", PollAnswer, sent, answer_s=wait_s + ANSWER_S)

    # ---- mailboxes ---------------------------------------------------------------------------
    def open_mailbox(self, mailbox: bytes, space: bytes, slot: bytes) -> None:
        """Open a mailbox with its first slot filled."""
        self._ask_as_member("PUT", f"/v1/mailbox/{mailbox.hex()}", packed(MailboxRequest(space, slot)))

    def fill(self, mailbox: bytes, number: int, slot: bytes) -> None:
        """Fill the next slot; number 2 is the admin's."""
        path, body = f"/v1/mailbox/{mailbox.hex()}/{number}", packed(SlotRequest(slot))
        if number == 2:
            self._ask_as_member("PUT", path, body)
        else:
            self._ask("PUT", path, body)

    def slots(self, mailbox: bytes) -> tuple[bytes, ...]:
        """What lies in a mailbox. Raises RelayRefused(not_found) for one that is not there."""
        return tuple(self._call("GET", f"/v1/mailbox/{mailbox.hex()}", Mailbox).slots)

    def burn(self, mailbox: bytes) -> None:
        """End a mailbox, so that the other side sees it gone."""
        self._ask_as_member("DELETE", f"/v1/mailbox/{mailbox.hex()}", None)

    # ---- inside ------------------------------------------------------------------------------
    def _as_member(
        self,
        method: str,
        path: str,
        kind: type[T],
        message: msgspec.Struct | None = None,
        *,
        if_match: str = "",
        most: int = _MOST_SMALL,
        answer_s: float | None = None,
    ) -> T:
        body = None if message is None else packed(message)
        found = self._ask_as_member(method, path, body, if_match=if_match, most=most, answer_s=answer_s)
        return _read(found, kind)

    def _ask_as_member(
        self,
        method: str,
        path: str,
        body: bytes | None,
        *,
        if_match: str = "",
        most: int = _MOST_SMALL,
        answer_s: float | None = None,
    ) -> bytes:
        """With a token; one that is missing or has run out is renewed once."""
        if not self.token:
            self.authenticate()
        try:
            return self._ask(method, path, body, if_match=if_match, most=most, answer_s=answer_s)
        except RelayRefused as refused:
            if refused.code != Code.TOKEN_NEEDED or self._credentials is None:
                raise
        self.authenticate()
        return self._ask(method, path, body, if_match=if_match, most=most, answer_s=answer_s)

    def _call(
        self,
        method: str,
        path: str,
        kind: type[T],
        message: msgspec.Struct | None = None,
        answer_s: float | None = None,
    ) -> T:
        return _read(self._ask(method, path, None if message is None else packed(message), answer_s=answer_s), kind)

    def _ask(
        self,
        method: str,
        path: str,
        body: bytes | None,
        *,
        if_match: str = "",
        most: int = _MOST_SMALL,
        answer_s: float | None = None,
    ) -> bytes:
        headers = {"authorization": f"Bearer {self.token}"} if self.token else {}
        if if_match:
            headers["if-match"] = if_match
        found, said = self._line.ask(method, path, body, headers, most, answer_s)
        self.generation = said.get(GENERATION_HEADER, "")[:64]
        clock = said.get(TIME_HEADER, "")
        self.clock_ms = int(clock) if clock.isascii() and clock.isdigit() and len(clock) < 16 else None
        return found


def _read(body: bytes, kind: type[T]) -> T:
    try:
        return unpacked(body, kind)
    except Refused as error:
        raise RelayNonsense from error
