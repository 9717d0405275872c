"""The relay as a process: stopped, killed, emptied, restored; and what it says about itself."""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
import ssl
import subprocess
import threading
import warnings
from pathlib import Path

import httpx
import pytest

from caregiver_app.sync.protocol import (
    ChainPlace,
    Heads,
    Page,
    PollAnswer,
    PollRequest,
    Pushed,
    Roster,
    Watch,
    read_batch,
)
from tests.relay.family import Caller, Circle, Laptop, Refusing, founded
from tests.relay.process import RelayProcess, refused, start_relay


def _page(caller: Caller, circle: Circle) -> Page:
    return caller.ask("GET", f"{circle.path}/batches", kind=Page)


def _generation(caller: Caller) -> str:
    return caller.send("GET", "/v1/health").headers["CL1-Generation"]


def test_a_restart_keeps_spaces_batches_tokens_and_the_generation(relay: RelayProcess) -> None:
    caller, circle, laptop = founded(relay.address)
    raw = laptop.write(circle.state, circle.epoch_key)
    caller.push(circle, raw)
    generation = _generation(caller)
    assert relay.stop() == 0
    relay.start()
    assert _page(caller, circle).batches == [(1, raw)]
    assert _generation(caller) == generation
    assert caller.push(circle, laptop.write(circle.state, circle.epoch_key)) == Pushed(2, 1)


def test_kill_9_during_pushes_keeps_everything_that_was_acknowledged(relay: RelayProcess) -> None:
    caller, circle, laptop = founded(relay.address)
    for _ in range(3):
        acknowledged = 0
        killer = threading.Timer(0.02, os.kill, (relay.pid, signal.SIGKILL))
        killer.start()
        sent: list[bytes] = []
        place = laptop.place
        try:
            for _ in range(15):
                place = laptop.place
                sent.append(laptop.write(circle.state, circle.epoch_key))
                acknowledged = caller.push(circle, sent[-1]).head_seq
        except httpx.TransportError:
            laptop.place = place
        killer.join()
        relay.kill()
        relay.start()
        caller = Caller(relay.address, laptop)
        kept = [seq for seq, _ in _page(caller, circle).batches]
        assert kept == list(range(1, len(kept) + 1))
        assert len(kept) >= acknowledged
        if len(kept) > place.bseq:  # kept, though the answer was lost: the same bytes again are no mistake
            caller.push(circle, sent[-1])
            laptop.place = place
            batch = read_batch(sent[-1])
            laptop.place = ChainPlace(batch.header.bseq, batch.hash, place.roster_position, place.epoch)


def test_a_wiped_relay_is_filled_again_by_any_member_with_the_same_bytes(relay: RelayProcess) -> None:
    admin, circle, founder = founded(relay.address)
    before, son = circle.state.head, Laptop()
    admin.append(circle, [circle.admit(son)], before)
    raws = [founder.write(circle.state, circle.epoch_key) for _ in range(3)]
    raws.append(son.write(circle.state, circle.epoch_key))
    admin.push(circle, *raws)
    generation = _generation(admin)
    relay.wipe()
    other = Caller(relay.address, son)
    assert _generation(other) != generation
    with pytest.raises(Refusing, match="not_found"):
        other.ask("GET", f"{circle.path}/heads", kind=Heads)
    other.make(circle)
    assert other.push(circle, *raws) == Pushed(4, 4)
    again = Caller(relay.address, founder)
    assert again.ask("GET", f"{circle.path}/roster", kind=Roster).entries == circle.entries
    assert [raw for _, raw in _page(again, circle).batches] == raws


def test_a_relay_refilled_with_an_old_roster_takes_the_rest_from_whoever_knows_it(relay: RelayProcess) -> None:
    admin, circle, _ = founded(relay.address)
    son = Laptop()
    circle.admit(son)
    with pytest.raises(Refusing, match="not_found"):
        Caller(relay.address, son).ask("GET", f"{circle.path}/heads", kind=Heads)
    other = Caller(relay.address, son)
    assert other.make(circle).position == 3
    assert admin.ask("GET", f"{circle.path}/roster", kind=Roster).entries == circle.entries


def test_a_stop_answers_the_long_polls_that_wait(relay: RelayProcess) -> None:
    caller, circle, _ = founded(relay.address)
    request = PollRequest([Watch(circle.state.space_id, 0, 2)])
    answers: list[PollAnswer] = []
    waiting = threading.Thread(target=lambda: answers.append(caller.ask("POST", "/v1/sync/poll", request, PollAnswer)))
    waiting.start()
    watcher = Caller(relay.address)
    for _ in range(20):  # a few answers later the poll has long begun to wait
        watcher.send("GET", "/v1/ready")
    assert relay.stop() == 0
    waiting.join(10)
    assert answers == [PollAnswer([], [])]


def test_the_database_and_the_log_hold_no_address_and_no_exact_time_of_traffic(relay: RelayProcess) -> None:
    caller, circle, laptop = founded(relay.address)
    caller.push(circle, laptop.write(circle.state, circle.epoch_key))
    caller.send("GET", "/v1/nowhere")
    relay.stop()
    assert relay.log.read_text() == ""
    with sqlite3.connect(relay.database) as connection:
        dump = "\n".join(connection.iterdump())
    assert "127.0.0.1" not in dump
    assert "received_on" in dump
    assert relay.database.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("flags", "word"),
    [
        (("--listen", "0.0.0.0:0"), "--behind-proxy"),
        (("--listen", "0.0.0.0:0", "--behind-proxy"), "--origin"),
        (("--listen", "0.0.0.0:0", "--behind-proxy", "--origin", "relay"), "no web address"),
        (("--listen", "nonsense"), "HOST:PORT"),
        (("--listen", "127.0.0.1:0", "--tls-cert", "cert.pem"), "--tls-key"),
        (("--listen", "127.0.0.1:0", "--invitations", "/nonexistent/file"), "No such file"),
    ],
)
def test_unsafe_or_impossible_settings_are_refused_with_a_sentence(
    tmp_path: Path, flags: tuple[str, ...], word: str
) -> None:
    code, said = refused(tmp_path, ("--database", f"sqlite:///{tmp_path}/relay.db", *flags))
    assert code == 2
    assert word in said
    assert "Traceback" not in said


def test_a_database_of_a_newer_relay_is_left_alone_with_a_sentence(relay: RelayProcess, tmp_path: Path) -> None:
    relay.stop()
    with sqlite3.connect(relay.database) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    code, said = refused(tmp_path, ("--database", f"sqlite:///{relay.database}", "--listen", "127.0.0.1:0"))
    assert (code, "newer relay" in said) == (2, True)


def test_a_file_that_is_no_database_is_refused_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "relay.db").write_bytes(b"not a database" * 100)
    code, said = refused(tmp_path, ("--database", f"sqlite:///{tmp_path}/relay.db", "--listen", "127.0.0.1:0"))
    assert (code, "Traceback" in said) == (2, False)


def test_a_taken_port_is_refused_with_a_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code, said = refused(tmp_path, ("--database", f"sqlite:///{tmp_path}/relay.db", "--listen", f"127.0.0.1:{port}"))
    assert (code, "cannot listen" in said) == (2, True)


def test_with_a_certificate_the_relay_speaks_https_and_nothing_older_than_tls_1_2(tmp_path: Path) -> None:
    made = ["openssl", "req", "-x509", "-newkey", "ed25519", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    made += ["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
    key, cert = tmp_path / "key.pem", tmp_path / "cert.pem"
    subprocess.run([*made, "-keyout", str(key), "-out", str(cert)], check=True, capture_output=True)
    relay = start_relay(tmp_path, ("--tls-cert", str(cert), "--tls-key", str(key)))
    try:
        assert relay.address.startswith("https://")
        trusting = ssl.create_default_context(cafile=str(cert))
        assert httpx.get(relay.address + "/v1/health", verify=trusting, trust_env=False).status_code == 204
        old = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        old.load_verify_locations(str(cert))
        with warnings.catch_warnings(action="ignore"):
            old.maximum_version = ssl.TLSVersion.TLSv1_1
        with pytest.raises(httpx.ConnectError):
            httpx.get(relay.address + "/v1/health", verify=old, trust_env=False)
    finally:
        relay.stop()
