"""How long from saving to seeing it on the other computer, through a real relay process; and 10,000 entries both ways.

Bars: 4 s when both are online, 2 s after the relay answers again; 10,000 entries pushed in 1 s, pulled and shown in 2 s,
at most 90 bytes an entry. `poe bench sync-delay [ROUNDS]`.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from caregiver_app.domain.diary import CheckIn, Mode, Who
from caregiver_app.domain.records import Draft, Kind
from caregiver_app.services import circle, exchange
from caregiver_app.storage.space import Space
from caregiver_app.sync import seal
from caregiver_app.sync.calls import Credentials, Relay
from caregiver_app.sync.transport import Line
from tests.relay.process import RelayProcess, start_relay
from tests.sync.peers import Peer, let_in

_MANY = 10_000


def main(arguments: Sequence[str]) -> int:
    """Print seconds; 1 where a bar is missed."""
    rounds = int(arguments[0]) if arguments else 5
    with tempfile.TemporaryDirectory() as folder, _pair(Path(folder)) as (elena, anna, relay):
        online = [_seconds_to_see(elena, anna, f"online {n}") for n in range(rounds)]
        back = [_seconds_after_return(elena, anna, relay, f"back {n}") for n in range(max(1, rounds // 2))]
        _say("saved here, seen there, both online", online, 4.0)
        _say("relay answers again, seen there", back, 2.0)
        push, pull, size = _bulk(elena, anna, relay)
    print(f"{_MANY:,} entries: push {push:.2f} s (bar 1), pull and show {pull:.2f} s (bar 2), {size:.0f} bytes each (90)")
    return int(max(online) > 4.0 or max(back) > 2.0 or push > 1.0 or pull > 2.0 or size > 90)


def _say(what: str, seconds: Sequence[float], bar: float) -> None:
    print(f"{what}: median {statistics.median(seconds):.2f} s, longest {max(seconds):.2f} s (bar {bar:.0f} s)")


@contextmanager
def _pair(folder: Path) -> Iterator[tuple[Peer, Peer, RelayProcess]]:
    relay = start_relay(folder)
    elena, anna = Peer(folder / "elena", "Elena"), Peer(folder / "anna", "Anna")
    try:
        elena.found()
        elena.sharing.start()
        anna.sharing.start()
        elena.use(relay)
        elena.await_shared()
        let_in(elena, anna, relay)
        yield elena, anna, relay
    finally:
        elena.leave()
        anna.leave()
        relay.stop()


def _seconds_to_see(writer: Peer, reader: Peer, words: str) -> float:
    began = time.perf_counter()
    writer.note(words)
    reader.await_note(words)
    return time.perf_counter() - began


def _seconds_after_return(writer: Peer, reader: Peer, relay: RelayProcess, words: str) -> float:
    relay.stop()
    writer.note(words)
    time.sleep(4)  # both have noticed, and try again and again
    relay.start()
    began = time.perf_counter()
    reader.await_note(words)
    return time.perf_counter() - began


# ---- in bulk ---------------------------------------------------------------------------------
def _bulk(elena: Peer, anna: Peer, relay: RelayProcess) -> tuple[float, float, float]:
    """Seconds to push, seconds to pull into the other vault and its views, bytes an entry on the relay's disk."""
    elena.sharing.stop()
    anna.sharing.stop()
    before = elena.read(lambda space: sum(len(row.body) for row in space.sealed_of(space.device)))
    elena.read(lambda space: _write_many(space, elena))
    push = _exchange(elena, relay)
    pull = _exchange(anna, relay)
    seen = anna.read(lambda space: space.highest_rseq(elena.read(lambda own: own.device)))
    assert seen >= _MANY, seen
    after = elena.read(lambda space: sum(len(row.body) for row in space.sealed_of(space.device)))
    return push, pull, (after - before) / _MANY


def _write_many(space: Space, peer: Peer) -> None:
    now = peer.now
    drafts = []
    for n in range(_MANY):
        at = now.plus(-n * 60_000)
        note = "" if n % 7 else f"Slept {n % 9} hours and woke {n % 5} times."
        scores = {"pain": n % 11, "breath": n % 5, "nausea": n % 3}
        drafts.append(Draft(Kind.CHECK_IN, CheckIn(Who.PATIENT, Mode.QUICK, at, scores, note=note).as_payload(), at))
    space.append(drafts, now)


def _exchange(peer: Peer, relay: RelayProcess) -> float:
    keys = peer.thread.call(circle.signer_of).keys

    def sign(text: bytes) -> bytes:
        return peer.thread.call(lambda vault: seal.sign(vault.device_keys.sign_private, text))

    calls = Relay(Line(relay.address), Credentials(keys.sign_pk, keys.kem_pk, sign))
    space_id = peer.read(lambda space: space.space_id)
    began = time.perf_counter()
    exchange.Exchange(calls, peer.thread.call, space_id, peer.clock).run()
    taken = time.perf_counter() - began
    calls.close()
    return taken
