"""Whatever is sent, the relay answers with a named refusal or does what was asked; it never stumbles."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import OperationalError
from starlette.testclient import TestClient

from caregiver_app.relay.allowance import Allowance, Bucket
from caregiver_app.relay.database import Database
from caregiver_app.relay.settings import Settings
from caregiver_app.relay.web import Relay, application
from caregiver_app.sync.protocol import Challenge, ChallengeRequest, Code, Refusal, Token, packed, sign_answer, unpacked
from tests.relay.family import Circle, Laptop
from tests.relay.process import RelayProcess

CODES = {code.value for code in Code}
UNLIMITED = (Bucket(1e9, 1e9),)


class Member:
    """A relay in this process without allowances, a circle on it, and its founder's token."""

    def __init__(self, folder: Path) -> None:
        self.database = Database(f"sqlite:///{folder}/relay.db")
        self.relay = Relay(Settings(database="", is_open=True), self.database)
        self.relay.devices = self.relay.strangers = Allowance(UNLIMITED, time.monotonic)
        self.http = TestClient(application(self.relay), base_url="http://127.0.0.1", raise_server_exceptions=False)
        self.laptop = Laptop()
        self.circle = Circle(self.laptop)
        asked = self.http.post("/v1/auth/challenge", content=packed(ChallengeRequest(self.laptop.id)))
        challenge = unpacked(asked.content, Challenge)
        answer = sign_answer(challenge, "http://127.0.0.1", self.laptop.sign_private, self.laptop.keys.kem_pk)
        token = unpacked(self.http.post("/v1/auth/token", content=packed(answer)).content, Token).token
        self.http.headers["authorization"] = f"Bearer {token}"
        made = self.http.post("/v1/spaces", content=msgspec.msgpack.encode({"entries": self.circle.entries}))
        assert made.status_code == 201


@pytest.fixture(scope="module")
def member(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Member]:
    """One for the whole file: what is refused leaves nothing behind."""
    found = Member(tmp_path_factory.mktemp("relay"))
    with found.http:  # one thread for all requests
        yield found
    found.database.close()


def paths(member: Member) -> list[str]:
    space = member.circle.path
    return [
        "/v1/auth/challenge", "/v1/auth/token", "/v1/spaces", f"{space}/roster", f"{space}/batches",
        f"{space}/batches/{member.laptop.id.hex()}/1", f"{space}/heads",
        f"{space}/statements/{member.laptop.id.hex()}", "/v1/sync/poll", f"/v1/mailbox/{'a' * 32}",
        f"/v1/mailbox/{'a' * 32}/1", "/v1/health", "/v1/ready", "/", "/v2/spaces",
    ]  # fmt: skip


values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.binary(max_size=40) | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=10,
)
field_names = st.sampled_from(
    ["device_id", "entries", "batches", "spaces", "wait_ms", "space", "slot", "sign_pk", "kem_pk", "origin", "nonce",
     "expires_ms", "signature", "invitation"]
)  # fmt: skip
bodies = (
    st.binary(max_size=300)
    | values.map(msgspec.msgpack.encode)
    | st.dictionaries(field_names, values | st.lists(st.binary(max_size=200), max_size=3), max_size=8).map(
        msgspec.msgpack.encode
    )
)
queries = st.sampled_from(
    ["", "?after=1", "?after=-1", "?after=x", "?after=99999999999999999999", "?more_than=0&wait_ms=0", "?after=%00", "?"]
)


@given(where=st.integers(0, 14), method=st.sampled_from(["GET", "POST", "PUT", "DELETE", "PATCH"]), body=bodies, query=queries)
@settings(max_examples=500, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nonsense_is_answered_with_a_name(member: Member, where: int, method: str, body: bytes, query: str) -> None:
    headers = {"if-match": member.circle.state.head.hex()} if len(body) % 2 else {}
    answer = member.http.request(method, paths(member)[where] + query, content=body, headers=headers)
    assert answer.status_code != 500
    assert "CL1-Time" in answer.headers
    if not answer.is_success:
        assert unpacked(answer.content, Refusal).code in CODES


@given(data=st.data())
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_damaged_batch_or_entry_is_answered_with_a_name(member: Member, data: Any) -> None:
    raw = Laptop(member.laptop.sign_private, member.laptop.kem_private).write(member.circle.state, member.circle.epoch_key)
    entry = member.circle.entries[data.draw(st.integers(0, 1))]
    whole = data.draw(st.sampled_from([raw, entry]))
    start = data.draw(st.integers(0, len(whole) - 1))
    damaged = whole[:start] + data.draw(st.binary(min_size=1, max_size=8)) + whole[start + data.draw(st.integers(1, 8)) :]
    if damaged == whole:
        return
    for path, name in ((f"{member.circle.path}/batches", "batches"), ("/v1/spaces", "entries")):
        answer = member.http.post(path, content=msgspec.msgpack.encode({name: [damaged]}))
        assert 400 <= answer.status_code < 500
        assert unpacked(answer.content, Refusal).code in CODES


@pytest.mark.parametrize(
    "path", ["/v1/spaces/zz/heads", "/v1/spaces/AA/heads", f"/v1/spaces/{'A' * 32}/heads", "/v1/spaces/é/heads", "/v1/mailbox/1"]
)
def test_what_is_no_id_is_not_found(member: Member, path: str) -> None:
    answer = member.http.get(path)
    assert (answer.status_code, unpacked(answer.content, Refusal).code) == (404, "not_found")


@pytest.mark.parametrize(("path", "method"), [("/", "GET"), ("/v1/spaces", "GET"), ("/v1/heads", "POST"), ("/v1/health/", "GET")])
def test_an_address_that_is_none_is_named(member: Member, path: str, method: str) -> None:
    answer = member.http.request(method, path)
    assert (answer.status_code, unpacked(answer.content, Refusal).code) == (404, "no_such_address")


@pytest.mark.parametrize("match", ["", "*", "0", "0" * 63, "é" * 64])
def test_an_append_without_a_head_before_it_is_malformed(member: Member, match: str) -> None:
    headers = {"if-match": match.encode("latin-1")}
    answer = member.http.post(f"{member.circle.path}/roster", content=b"\x80", headers=headers)
    assert (answer.status_code, unpacked(answer.content, Refusal).code) == (400, "malformed")


@pytest.mark.parametrize("token", ["", "Bearer", "Bearer ", "Basic YTpi", "Bearer " + "x" * 5000, "Bearer é"])
def test_a_token_that_is_none_is_named(member: Member, token: str) -> None:
    answer = member.http.get(f"{member.circle.path}/heads", headers={"authorization": token.encode("latin-1")})
    assert (answer.status_code, unpacked(answer.content, Refusal).code) == (401, "token_needed")


@pytest.mark.parametrize(
    ("problem", "status", "code"),
    [("database or disk is full", 507, "relay_full"), ("database is locked", 503, "relay_busy")],
)
def test_a_full_or_busy_disk_of_the_relay_is_named(
    member: Member, monkeypatch: pytest.MonkeyPatch, problem: str, status: int, code: str
) -> None:
    def fail() -> None:
        raise OperationalError("INSERT", {}, Exception(problem))

    monkeypatch.setattr(member.database, "writing", fail)
    raw = member.laptop.write(member.circle.state, member.circle.epoch_key)
    answer = member.http.post(f"{member.circle.path}/batches", content=msgspec.msgpack.encode({"batches": [raw]}))
    assert (answer.status_code, unpacked(answer.content, Refusal).code) == (status, code)


def test_a_mistake_of_ours_is_answered_with_a_name_too(member: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(member.database, "reading", fail)
    answer = member.http.get("/v1/ready")
    assert (answer.status_code, unpacked(answer.content, Refusal).code) == (500, "relay_trouble")


def test_a_body_without_an_end_is_cut_off(relay: RelayProcess) -> None:
    def endless() -> Iterator[bytes]:
        while True:
            yield secrets.token_bytes(64 * 1024)

    try:
        answer = httpx.post(f"{relay.address}/v1/auth/challenge", content=endless(), trust_env=False, timeout=20)
    except httpx.TransportError:
        return  # the relay answered and hung up before the sender had read
    assert (answer.status_code, unpacked(answer.content, Refusal).code) == (413, "too_large")
