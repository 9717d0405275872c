"""Devices and circles for tests of the relay: real keys, real batches, and a caller that says what was refused."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field, replace
from typing import TypeVar

import httpx
import msgspec

from caregiver_app.sync import seal
from caregiver_app.sync.protocol import (
    NO_HASH,
    AddDevice,
    AppendRequest,
    ChainPlace,
    Challenge,
    ChallengeRequest,
    Create,
    Epoch,
    Header,
    Pushed,
    PushRequest,
    Refusal,
    RosterHead,
    RosterState,
    SpaceRequest,
    Token,
    apply_entry,
    device_keys,
    envelope_info,
    packed,
    read_batch,
    sign_answer,
    sign_batch,
    sign_entry,
    unpacked,
)

T = TypeVar("T")


@dataclass
class Laptop:
    """A device with its keys and its own chain in one space."""

    sign_private: bytes = field(default_factory=seal.new_key)
    kem_private: bytes = field(default_factory=seal.new_key)
    place: ChainPlace = field(default_factory=ChainPlace)
    member_id: bytes = field(default_factory=lambda: secrets.token_bytes(16))

    def __post_init__(self) -> None:
        self.keys = device_keys(seal.sign_public(self.sign_private), seal.kem_public(self.kem_private))
        self.id = self.keys.device_id

    def write(self, state: RosterState, epoch_key: bytes, text: bytes = b"a word" * 90) -> bytes:
        """This device's next batch."""
        place = self.place
        header = Header(state.space_id, self.id, place.bseq + 1, state.epoch, place.hash, state.head)
        salt, ciphertext = seal.seal_batch_text(epoch_key, header.space, self.id, header.head(), text)
        raw = sign_batch(replace(header, salt=salt), ciphertext, self.sign_private)
        self.place = ChainPlace(header.bseq, read_batch(raw).hash, state.position - 1, state.epoch)
        return raw


class Circle:
    """A space with its roster; `founder` is its admin."""

    def __init__(self, founder: Laptop) -> None:
        self.founder = founder
        self.entries = [
            sign_entry(
                0, NO_HASH, founder.id, founder.sign_private,
                Create(secrets.token_bytes(16), founder.member_id, founder.keys),
            )
        ]  # fmt: skip
        self.state = apply_entry(None, self.entries[0])
        self.epoch_key = seal.new_key()
        envelope = self.envelope(founder, 1)
        commit = seal.epoch_commit(self.epoch_key, self.state.space_id, 1)
        self.append(self.founder_entry(Epoch(1, commit, ((founder.id, envelope),), b"")))

    def envelope(self, laptop: Laptop, n: int) -> bytes:
        """The epoch key for a device, for the entry that comes next."""
        info = envelope_info(self.state.space_id, n, laptop.id, self.state.head)
        return seal.seal_envelope(laptop.keys.kem_pk, self.epoch_key, info)

    def founder_entry(self, clear: Create | AddDevice | Epoch) -> bytes:
        """The next entry, signed by the founder."""
        return self.state.next_entry(self.founder.id, self.founder.sign_private, clear)

    def append(self, raw: bytes) -> bytes:
        """Take an entry into the roster."""
        self.state = apply_entry(self.state, raw)
        self.entries.append(raw)
        return raw

    def admit(self, laptop: Laptop, role: str = "family") -> bytes:
        """Add a device; the entry's bytes."""
        clear = AddDevice(laptop.member_id, role, laptop.keys, self.state.epoch, self.envelope(laptop, self.state.epoch))
        return self.append(self.founder_entry(clear))

    @property
    def path(self) -> str:
        """Where the relay has this space."""
        return f"/v1/spaces/{self.state.space_id.hex()}"


class Refusing(Exception):
    """The relay refused."""

    def __init__(self, status: int, refusal: Refusal) -> None:
        super().__init__(f"{status} {refusal.code}")
        self.status = status
        self.code = refusal.code
        self.at = refusal.at
        self.retry_ms = refusal.retry_ms


class Caller:
    """A device at a relay, or a stranger where there is none."""

    def __init__(self, address: str, laptop: Laptop | None = None) -> None:
        self.address = address
        self.laptop = laptop
        self.http = httpx.Client(base_url=address, timeout=40, trust_env=False)
        self.headers: dict[str, str] = {}
        if laptop is not None:
            self.sign_in(laptop)

    def sign_in(self, laptop: Laptop) -> None:
        """Get a token."""
        challenge = self.ask("POST", "/v1/auth/challenge", ChallengeRequest(laptop.id), Challenge)
        answer = sign_answer(challenge, self.address, laptop.sign_private, laptop.keys.kem_pk)
        self.headers = {"authorization": f"Bearer {self.ask('POST', '/v1/auth/token', answer, Token).token}"}

    def send(self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None) -> httpx.Response:
        """A raw request."""
        return self.http.request(method, path, content=body, headers={**self.headers, **(headers or {})})

    def ask(
        self,
        method: str,
        path: str,
        message: msgspec.Struct | bytes = b"",
        kind: type[T] | None = None,
        headers: dict[str, str] | None = None,
    ) -> T:
        """The answer. Raises Refusing."""
        body = message if isinstance(message, bytes) else packed(message)
        response = self.send(method, path, body, headers)
        if not response.is_success:
            raise Refusing(response.status_code, unpacked(response.content, Refusal))
        return unpacked(response.content, kind) if kind is not None else None  # type: ignore[return-value]

    def make(self, circle: Circle, invitation: str = "") -> RosterHead:
        """Make or fill the circle's space."""
        return self.ask("POST", "/v1/spaces", SpaceRequest(circle.entries, invitation), RosterHead)

    def append(self, circle: Circle, entries: list[bytes], after: bytes) -> RosterHead:
        """Append roster entries."""
        match = {"if-match": after.hex()}
        return self.ask("POST", f"{circle.path}/roster", AppendRequest(entries), RosterHead, match)

    def push(self, circle: Circle, *batches: bytes) -> Pushed:
        """Push batches."""
        return self.ask("POST", f"{circle.path}/batches", PushRequest(list(batches)), Pushed)


def founded(address: str) -> tuple[Caller, Circle, Laptop]:
    """A circle of one that the relay has, with its founder's caller."""
    laptop = Laptop()
    circle, caller = Circle(laptop), Caller(address, laptop)
    caller.make(circle)
    return caller, circle, laptop
