"""Whatever a relay answers, nothing that was saved is lost, nothing false is shown, and the trouble has a name."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from caregiver_app.domain.circle import InvitePhase, JoinPhase
from caregiver_app.domain.errors import MistypedCode, RelayNonsense, RelayRefused, RelayUnreachable
from caregiver_app.domain.people import Role, SyncPhase, SyncState
from caregiver_app.services import chain, circle
from caregiver_app.services.sharing import DEVICE_COPIED, NONSENSE, ROSTER_PARTED
from caregiver_app.sync import seal
from caregiver_app.sync.calls import Credentials, Relay
from caregiver_app.sync.invitation import in_letters
from caregiver_app.sync.protocol import Heads, Page, Refusal, Roster, envelope_info, packed, read_roster, unpacked
from caregiver_app.sync.refusals import WrongEpochKey
from caregiver_app.sync.roster import Names, epoch_keys, founded, new_member_id, signer_of, with_device
from caregiver_app.sync.transport import Line, checked_address
from tests.relay.process import RelayProcess
from tests.sync.conftest import MakePeer
from tests.sync.hostile import Answer, LyingRelay, honest
from tests.sync.peers import Peer, let_in


@pytest.fixture
def lying(relay: RelayProcess) -> Iterator[LyingRelay]:
    one = LyingRelay(relay.address)
    yield one
    one.stop()


@pytest.fixture
def sam(elena: Peer, peers: MakePeer, relay: RelayProcess, lying: LyingRelay) -> Peer:
    """Sam reaches the relay only through the liar, who is honest at first."""
    one = peers("Sam")
    one.sharing.start()
    let_in(elena, one, relay)
    one.use(lying.address)
    one.await_shared()
    return one


def _changed(path_end: str, change: Callable[[bytes], bytes]) -> Callable[[str, str, bytes, Answer], Answer]:
    """A lie in the body of good answers to one kind of question."""

    def lie(_method: str, path: str, _sent: bytes, answer: Answer) -> Answer:
        if path.split("?")[0].endswith(path_end) and answer.status < 300:
            return Answer(answer.status, change(answer.body), answer.headers)
        return answer

    return lie


def _page(change: Callable[[list[tuple[int, bytes]]], list[tuple[int, bytes]]]) -> Callable[..., Answer]:
    """A lie in the batches that a device pulls."""

    def body(found: bytes) -> bytes:
        page = unpacked(found, Page)
        return packed(Page(change(page.batches), page.head_seq, page.more))

    def lie(method: str, path: str, sent: bytes, answer: Answer) -> Answer:
        return _changed("/batches", body)(method, path, sent, answer) if method == "GET" else answer

    return lie


def _flip(raw: bytes, place: int) -> bytes:
    return raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :]


NONSENSE_LIES = {
    "a web page": lambda *_: Answer(200, b"<html>Welcome to the hotel network</html>"),
    "an empty answer": lambda *_: Answer(200, b""),
    "a number": lambda *_: Answer(200, b"\x01"),
    "a redirect": lambda *_: Answer(302, b"", {"location": "http://127.0.0.1:9/"}),
    "a bare 500": lambda *_: Answer(500, b"Internal Server Error"),
    "a 500 with a map": lambda *_: Answer(500, b"\x81\xa4code\x01"),
    "twenty megabytes": lambda *_: Answer(200, b"\xc6" + b"x" * (20 << 20)),
    "values inside values": lambda *_: Answer(200, b"\x91" * 100_000),
    "teapot": lambda *_: Answer(418, b"\x80"),
}


def test_nonsense_is_named_and_what_waits_is_shared_once_sense_returns(
    sam: Peer, elena: Peer, lying: LyingRelay
) -> None:
    for name, lie in NONSENSE_LIES.items():
        lying.lie = lie
        already = len(sam.heard.states)
        sam.note(f"During {name}.")
        sam.sharing.check_now()

        def told(already: int = already) -> SyncState | None:
            return next((s for s in sam.heard.states[already:] if s.phase is SyncPhase.TROUBLE), None)

        state = sam.heard.wait(told, name)
        assert (state.trouble, state.waiting) == (NONSENSE, 1), name
        lying.lie = honest
        sam.sharing.check_now()
        elena.await_note(f"During {name}.")


def test_a_named_refusal_is_passed_on_by_its_name(sam: Peer, elena: Peer, lying: LyingRelay) -> None:
    lying.lie = lambda *_: Answer(507, packed(Refusal("space_full")))
    sam.note("No room.")
    sam.heard.wait(lambda: any(s.trouble == "space_full" for s in sam.heard.states), "the name of the refusal")
    lying.lie = honest
    sam.sharing.check_now()
    elena.await_note("No room.")


def test_a_dropped_or_slow_relay_is_offline_and_taps_never_wait_for_it(
    sam: Peer, elena: Peer, lying: LyingRelay
) -> None:
    lying.lie = lambda *_: None
    sam.note("One.")
    sam.await_phase(SyncPhase.OFFLINE)

    def slow(_method: str, _path: str, _sent: bytes, answer: Answer) -> Answer:
        time.sleep(3)
        return answer

    lying.lie = slow
    sam.sharing.check_now()
    began = time.monotonic()
    sam.note("Two.")
    assert time.monotonic() - began < 2.0
    sam.sharing.stop()  # returns at once, whatever is under way
    assert time.monotonic() - began < 2.5
    lying.lie = honest
    sam.sharing.start()
    elena.await_note("One.")
    elena.await_note("Two.")


BATCH_LIES: dict[str, Callable[[list[tuple[int, bytes]]], list[tuple[int, bytes]]]] = {
    "a wrong signature": lambda found: [(seq, _flip(raw, -1)) for seq, raw in found],
    "a changed text": lambda found: [(seq, _flip(raw, 200)) for seq, raw in found],
    "a changed header": lambda found: [(seq, _flip(raw, 5)) for seq, raw in found],
    "cut short": lambda found: [(seq, raw[:-9]) for seq, raw in found],
    "noise": lambda found: [(seq, b"noise") for seq, raw in found],
    "too large": lambda found: [(seq, raw + b"\0" * (300 << 10)) for seq, raw in found],
}


def test_a_batch_that_was_tampered_with_is_not_kept_and_asked_for_again(
    sam: Peer, elena: Peer, lying: LyingRelay
) -> None:
    for name, change in BATCH_LIES.items():
        lying.lie = _page(change)
        already = len(sam.heard.states)
        elena.note(f"The truth after {name}.")
        elena.sharing.check_now()
        sam.heard.wait(lambda n=already: any(s.phase is SyncPhase.TROUBLE for s in sam.heard.states[n:]), name)  # type: ignore[misc]
        assert f"The truth after {name}." not in sam.notes()
        lying.lie = honest
        sam.sharing.check_now()
        sam.await_note(f"The truth after {name}.")
        sam.await_phase(SyncPhase.SHARED)


def test_a_withheld_batch_is_seen_as_missing_by_number_and_device(
    sam: Peer, elena: Peer, relay: RelayProcess, lying: LyingRelay, peers: MakePeer
) -> None:
    anna = peers("Anna")
    anna.sharing.start()
    let_in(elena, anna, relay)
    device = elena.read(lambda space: space.device)

    def without_elena(found: bytes) -> bytes:
        heads = unpacked(found, Heads)
        kept = [h for h in heads.devices if h.device != device]
        old = [h for h in heads.devices if h.device == device]
        return packed(
            Heads(
                heads.head_seq, heads.roster_position, heads.roster_head,
                [*kept, *(type(h)(h.device, min(h.bseq, 1), h.hash, h.received_on) for h in old)],
                heads.statements, heads.bytes_used, heads.bytes_allowed,
            )
        )  # fmt: skip

    def lie(method: str, path: str, sent: bytes, answer: Answer) -> Answer:
        if path.endswith("/heads") and answer.status == 200:
            return Answer(200, without_elena(answer.body), answer.headers)
        if device.hex() in path and "/batches/" in path:
            return Answer(404, packed(Refusal("not_found")), answer.headers)
        if method == "GET" and "/batches" in path and answer.status == 200:
            page = unpacked(answer.body, Page)
            kept = [(seq, raw) for seq, raw in page.batches if raw[20:36] != device]
            return Answer(200, packed(Page(kept, page.head_seq, page.more)), answer.headers)
        return answer

    lying.lie = lie
    entry_id = elena.note("Withheld.")
    anna.await_note("Withheld.")
    anna.correct(entry_id, pain=4)
    state = sam.heard.wait(
        lambda: next((s for s in reversed(sam.heard.states) if s.missing), None), "the missing entry"
    )
    assert state.missing == {device: 1}
    lying.lie = honest
    sam.sharing.check_now()
    sam.await_note("Withheld.")
    sam.heard.wait(lambda: not sam.heard.states[-1].missing, "nothing missing")
    assert not sam.entry(entry_id).is_contested  # type: ignore[union-attr]


def test_another_circles_bytes_are_refused(
    sam: Peer, elena: Peer, lying: LyingRelay, relay: RelayProcess, peers: MakePeer
) -> None:
    other = peers("Other")
    other.found("Someone else")
    other.sharing.start()
    other.use(relay)
    other.note("Not for you.")
    other.await_shared()
    foreign = other.read(lambda space: space.sealed_of(space.device))[-1].body
    lying.lie = _page(lambda found: [(seq, foreign) for seq, _ in found])
    elena.note("The right one.")
    state = sam.await_phase(SyncPhase.TROUBLE)
    assert state.trouble == "wrong_space"
    assert "Not for you." not in sam.notes()
    lying.lie = honest
    sam.sharing.check_now()
    sam.await_note("The right one.")

    strange = other.read(lambda space: space.roster())
    lying.lie = _changed("/heads", lambda found: _with_roster(found, len(strange) + 9, b"x" * 32))
    sam.sharing.check_now()
    sam.heard.wait(lambda: sam.heard.states[-1].phase is SyncPhase.TROUBLE, "the parted roster")
    lying.lie = lambda m, p, s, a: (
        Answer(200, packed(Roster(list(strange), 2, b"x" * 32)), a.headers)
        if "/roster" in p
        else _changed("/heads", lambda found: _with_roster(found, 9, b"x" * 32))(m, p, s, a)
    )
    sam.sharing.check_now()
    sam.heard.wait(lambda: sam.heard.states[-1].trouble == ROSTER_PARTED, "the parted roster by name")
    assert len(sam.read(circle.circle).members) == 2


def _with_roster(found: bytes, position: int, head: bytes) -> bytes:
    heads = unpacked(found, Heads)
    return packed(
        Heads(heads.head_seq, position, head, heads.devices, heads.statements, heads.bytes_used, heads.bytes_allowed)
    )


def test_a_roster_that_parts_from_ours_is_an_alarm_and_not_followed(sam: Peer, lying: LyingRelay) -> None:
    lying.lie = _changed("/heads", lambda found: _with_roster(found, unpacked(found, Heads).roster_position, b"y" * 32))
    sam.sharing.check_now()
    sam.heard.wait(lambda: sam.heard.states[-1].trouble == ROSTER_PARTED, "the alarm")
    lying.lie = honest
    sam.sharing.check_now()
    sam.await_phase(SyncPhase.SHARED)


def test_a_device_whose_chain_went_on_elsewhere_stops_and_says_so(sam: Peer, lying: LyingRelay) -> None:
    device = sam.read(lambda space: space.device)

    def ahead(found: bytes) -> bytes:
        heads = unpacked(found, Heads)
        devices = [
            type(h)(h.device, h.bseq + (5 if h.device == device else 0), h.hash, h.received_on) for h in heads.devices
        ]
        return packed(
            Heads(
                heads.head_seq, heads.roster_position, heads.roster_head, devices,
                heads.statements, heads.bytes_used, heads.bytes_allowed,
            )
        )  # fmt: skip

    sam.note("So that there is a chain.")
    sam.await_shared()
    lying.lie = _changed("/heads", ahead)
    sam.sharing.check_now()
    sam.heard.wait(lambda: sam.heard.states[-1].trouble == DEVICE_COPIED, "the copied device")
    sam.note("Still saved.")
    assert "Still saved." in sam.notes()


def test_an_envelope_that_the_relay_made_itself_is_refused() -> None:
    admin, newcomer = (signer_of(seal.new_key(), seal.new_key()) for _ in range(2))
    circle_ = founded(admin, Names("Elena"))

    state = read_roster(circle_.entries)
    forged = seal.seal_envelope(
        newcomer.keys.kem_pk,
        seal.new_key(),
        envelope_info(state.space_id, 1, newcomer.device_id, state.head),
    )
    entry = with_device(state, circle_.epoch_key, admin, newcomer.keys, new_member_id(), Role.FAMILY, Names("Sam"))
    honest_state = read_roster((*circle_.entries, entry))
    assert epoch_keys(honest_state, newcomer.device_id, newcomer.kem_private) == {1: circle_.epoch_key}

    envelope = replace(honest_state.envelopes[newcomer.device_id], sealed=forged)
    swapped = replace(honest_state, envelopes={newcomer.device_id: envelope})
    with pytest.raises(WrongEpochKey):
        epoch_keys(swapped, newcomer.device_id, newcomer.kem_private)


def test_a_code_typed_wrongly_is_told_and_a_right_one_of_nobody_is_not_found(
    elena: Peer, peers: MakePeer, relay: RelayProcess
) -> None:
    anna = peers("Anna")
    anna.sharing.start()
    good = in_letters(seal.new_key()[:10])
    anna.sharing.join(relay.address, good[:-1] + ("A" if good[-1] != "A" else "B"), "Anna")
    trouble = anna.await_trouble(MistypedCode)
    assert isinstance(trouble, MistypedCode)
    assert trouble.group == 1
    anna.sharing.join(relay.address, good, "Anna")
    anna.await_joining(JoinPhase.NOT_FOUND)
    anna.sharing.join("http://example.org", good, "Anna")
    anna.await_trouble(RelayNonsense)


def test_a_code_that_was_used_once_is_burnt(elena: Peer, anna: Peer, peers: MakePeer, relay: RelayProcess) -> None:
    late = peers("Late")
    late.sharing.start()
    late.sharing.join(relay.address, elena.heard.invitations[0].letters, "Late")
    found = late.heard.wait(lambda: late.heard.joinings[-1] if late.heard.joinings else None)
    late.heard.wait(lambda: late.heard.joinings[-1].phase in (JoinPhase.BURNT, JoinPhase.NOT_FOUND), f"{found.phase}")
    assert len(elena.read(circle.circle).members) == 2


def test_letting_in_can_be_pressed_again_when_the_relays_answer_was_lost(
    elena: Peer, lying: LyingRelay, peers: MakePeer
) -> None:
    elena.use(lying.address)
    elena.await_shared()
    tim = peers("Tim")
    tim.sharing.start()
    elena.sharing.invite(Role.FAMILY, "Tim")
    shown = elena.await_invitation(InvitePhase.WAITING)
    tim.sharing.join(lying.address, shown.letters, "Tim")
    tim.await_joining(JoinPhase.COMPARE)
    elena.await_invitation(InvitePhase.COMPARE)
    lying.lie = lambda method, path, _sent, answer: (
        None if (method, path.rsplit("/", 1)[-1]) == ("POST", "roster") else answer
    )
    elena.sharing.confirm_invitation()
    elena.await_trouble(RelayUnreachable)
    lying.lie = honest
    elena.sharing.confirm_invitation()
    elena.await_invitation(InvitePhase.ADDED)
    tim.await_joining(JoinPhase.ADMITTED)
    assert len(elena.read(circle.circle).members) == 2


def test_a_stranger_gets_nothing_of_a_circle(elena: Peer, peers: MakePeer, relay: RelayProcess) -> None:
    stranger = signer_of(seal.new_key(), seal.new_key())
    keys = stranger.keys
    me = Relay(
        Line(relay.address), Credentials(keys.sign_pk, keys.kem_pk, lambda text: seal.sign(stranger.sign_private, text))
    )
    space_id = elena.read(lambda space: space.space_id)
    for ask in (lambda: me.heads(space_id), lambda: me.roster(space_id, 0), lambda: me.page(space_id, 0)):
        with pytest.raises(RelayRefused) as caught:
            ask()
        assert caught.value.code == "not_found"
    entries, rows = elena.read(lambda space: (space.roster(), chain.outgoing(space, {space.device: 0})))
    with pytest.raises(RelayRefused):
        me.make_space(entries, "")
    with pytest.raises(RelayRefused):
        me.push(space_id, [row.body for row in rows])
    me.close()


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "relay",
        "ftp://a.org",
        "http://a.org",
        "https://u:p@a.org",
        "https://a.org/?q",
        "http://[",
        "https://a:99999",
    ],
)
def test_what_is_no_safe_address_is_refused(typed: str) -> None:
    if typed == "relay":
        assert checked_address(typed) == "https://relay"
        return
    with pytest.raises(RelayNonsense):
        checked_address(typed)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" a.org/ ", "https://a.org"),
        ("https://A.org:8443/v1", "https://a.org:8443"),
        ("localhost:8470", "http://localhost:8470"),
        ("http://127.0.0.1:1", "http://127.0.0.1:1"),
        ("http://[::1]:1", "http://[::1]:1"),
    ],
)
def test_an_address_is_kept_as_its_origin(typed: str, kept: str) -> None:
    assert checked_address(typed) == kept


def test_nobody_at_the_address_is_unreachable(tmp_path: Path) -> None:
    line = Line("http://127.0.0.1:9", answer_s=1.0)
    with pytest.raises(RelayUnreachable):
        line.ask("GET", "/v1/health")
    line.close()
    with pytest.raises(RelayUnreachable):
        line.ask("GET", "/v1/health")
