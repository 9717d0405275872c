"""Who gets in, who gets nothing, and how a roster grows on the relay."""

from __future__ import annotations

from pathlib import Path

import pytest

from caregiver_app.sync.protocol import (
    AddDevice,
    Challenge,
    ChallengeRequest,
    Heads,
    Page,
    PushRequest,
    Roster,
    SpaceRequest,
    Token,
    packed,
    sign_answer,
)
from tests.relay.family import Caller, Circle, Laptop, Refusing, founded
from tests.relay.process import RelayProcess, start_relay


def test_every_answer_carries_the_relays_clock_and_its_generation(relay: RelayProcess) -> None:
    caller = Caller(relay.address)
    for path in ("/v1/health", "/v1/ready", "/v1/nowhere", "/v1/spaces/00/heads"):
        headers = caller.send("GET", path).headers
        assert int(headers["CL1-Time"]) > 1_600_000_000_000
        assert len(bytes.fromhex(headers["CL1-Generation"])) == 16


def test_health_and_ready_answer_without_a_token(relay: RelayProcess) -> None:
    caller = Caller(relay.address)
    assert caller.send("GET", "/v1/health").status_code == 204
    assert caller.send("GET", "/v1/ready").status_code == 204


def test_a_circle_is_made_and_its_roster_comes_back_byte_for_byte(relay: RelayProcess) -> None:
    caller, circle, _ = founded(relay.address)
    roster = caller.ask("GET", f"{circle.path}/roster", kind=Roster)
    assert roster.entries == circle.entries
    assert (roster.position, roster.head) == (circle.state.position, circle.state.head)
    assert caller.ask("GET", f"{circle.path}/roster?after=1", kind=Roster).entries == circle.entries[1:]


def test_making_the_same_circle_again_changes_nothing(relay: RelayProcess) -> None:
    caller, circle, _ = founded(relay.address)
    again = caller.make(circle)
    assert again.head == circle.state.head
    assert caller.ask("GET", f"{circle.path}/roster", kind=Roster).entries == circle.entries


def test_a_known_and_an_unknown_device_are_answered_alike(relay: RelayProcess) -> None:
    _, _, known = founded(relay.address)
    stranger = Caller(relay.address)
    shapes = []
    for laptop in (known, Laptop()):
        challenge = stranger.ask("POST", "/v1/auth/challenge", ChallengeRequest(laptop.id), Challenge)
        answer = sign_answer(challenge, relay.address, laptop.sign_private, laptop.keys.kem_pk)
        token = stranger.ask("POST", "/v1/auth/token", answer, Token)
        shapes.append((len(challenge.nonce), len(token.token)))
    assert shapes[0] == shapes[1]


def test_a_challenge_is_good_once(relay: RelayProcess) -> None:
    laptop, caller = Laptop(), Caller(relay.address)
    challenge = caller.ask("POST", "/v1/auth/challenge", ChallengeRequest(laptop.id), Challenge)
    answer = sign_answer(challenge, relay.address, laptop.sign_private, laptop.keys.kem_pk)
    caller.ask("POST", "/v1/auth/token", answer, Token)
    with pytest.raises(Refusing, match="wrong_answer"):
        caller.ask("POST", "/v1/auth/token", answer, Token)


def test_a_challenge_is_for_the_device_that_asked(relay: RelayProcess) -> None:
    laptop, thief, caller = Laptop(), Laptop(), Caller(relay.address)
    challenge = caller.ask("POST", "/v1/auth/challenge", ChallengeRequest(laptop.id), Challenge)
    with pytest.raises(Refusing, match="wrong_answer"):
        caller.ask(
            "POST", "/v1/auth/token", sign_answer(challenge, relay.address, thief.sign_private, thief.keys.kem_pk)
        )


def test_an_answer_signed_by_another_key_is_refused(relay: RelayProcess) -> None:
    laptop, thief, caller = Laptop(), Laptop(), Caller(relay.address)
    challenge = caller.ask("POST", "/v1/auth/challenge", ChallengeRequest(laptop.id), Challenge)
    forged = sign_answer(challenge, relay.address, thief.sign_private, thief.keys.kem_pk)
    own = sign_answer(challenge, relay.address, laptop.sign_private, laptop.keys.kem_pk)
    mixed = type(own)(own.sign_pk, own.kem_pk, own.origin, own.nonce, own.expires_ms, forged.signature)
    with pytest.raises(Refusing, match="wrong_answer"):
        caller.ask("POST", "/v1/auth/token", mixed)


def test_an_answer_meant_for_another_relay_is_refused(relay: RelayProcess) -> None:
    laptop, caller = Laptop(), Caller(relay.address)
    challenge = caller.ask("POST", "/v1/auth/challenge", ChallengeRequest(laptop.id), Challenge)
    elsewhere = sign_answer(challenge, "https://relay.example", laptop.sign_private, laptop.keys.kem_pk)
    with pytest.raises(Refusing, match="wrong_origin"):
        caller.ask("POST", "/v1/auth/token", elsewhere)


def _attempts(circle: Circle, founder: Laptop) -> list[tuple[str, str, bytes, dict[str, str]]]:
    path = circle.path
    match = {"if-match": circle.state.head.hex()}
    return [
        ("GET", f"{path}/roster", b"", {}),
        ("POST", f"{path}/roster", packed(SpaceRequest([b"x"])), match),
        ("GET", f"{path}/batches", b"", {}),
        ("GET", f"{path}/batches?after=0", b"", {}),
        ("GET", f"{path}/batches/{founder.id.hex()}/1", b"", {}),
        ("POST", f"{path}/batches", packed(PushRequest([])), {}),
        ("GET", f"{path}/heads", b"", {}),
        ("PUT", f"{path}/statements/{founder.id.hex()}", b"x", {}),
    ]


def test_a_stranger_without_a_token_gets_nothing(relay: RelayProcess) -> None:
    member, circle, founder = founded(relay.address)
    member.push(circle, founder.write(circle.state, circle.epoch_key))
    stranger = Caller(relay.address)
    for method, path, body, headers in _attempts(circle, founder):
        response = stranger.send(method, path, body, headers)
        assert (response.status_code, b"token_needed" in response.content) == (401, True), path
        forged = stranger.send(method, path, body, {**headers, "authorization": "Bearer " + "0" * 64})
        assert (forged.status_code, b"token_needed" in forged.content) == (401, True), path


@pytest.mark.parametrize("is_elsewhere_a_member", [False, True])
def test_an_unknown_device_and_a_member_of_another_circle_get_what_a_space_that_is_not_there_gives(
    relay: RelayProcess, is_elsewhere_a_member: bool
) -> None:
    member, circle, founder = founded(relay.address)
    member.push(circle, founder.write(circle.state, circle.epoch_key))
    other = founded(relay.address)[0] if is_elsewhere_a_member else Caller(relay.address, Laptop())
    nowhere = Circle(Laptop())
    for (method, path, body, headers), (_, empty, _, _) in zip(
        _attempts(circle, founder), _attempts(nowhere, founder), strict=True
    ):
        there = other.send(method, path, body, headers)
        absent = other.send(method, empty, body, headers)
        assert there.status_code == absent.status_code == 404, path
        assert there.content == absent.content, path


def test_a_member_of_another_circle_can_neither_fill_nor_extend_this_one(relay: RelayProcess) -> None:
    _, circle, _ = founded(relay.address)
    other, _, _ = founded(relay.address)
    with pytest.raises(Refusing, match="404 not_found"):
        other.make(circle)


def test_a_newcomer_reads_as_soon_as_an_admin_has_added_the_device(relay: RelayProcess) -> None:
    admin, circle, founder = founded(relay.address)
    raw = founder.write(circle.state, circle.epoch_key)
    admin.push(circle, raw)
    nurse = Laptop()
    newcomer = Caller(relay.address, nurse)
    with pytest.raises(Refusing, match="not_found"):
        newcomer.ask("GET", f"{circle.path}/heads", kind=Heads)
    before = circle.state.head
    admin.append(circle, [circle.admit(nurse, "staff")], before)
    assert newcomer.ask("GET", f"{circle.path}/batches?after=0", kind=Page).batches == [(1, raw)]


def test_of_two_entries_for_one_position_the_second_is_told_that_the_roster_moved(relay: RelayProcess) -> None:
    admin, circle, _ = founded(relay.address)
    before = circle.state
    first = circle.admit(Laptop())
    admin.append(circle, [first], before.head)
    circle.state = before
    second = circle.admit(Laptop())
    with pytest.raises(Refusing, match="412 roster_moved") as refused:
        admin.append(circle, [second], before.head)
    assert refused.value.at == 3


def test_an_append_whose_answer_was_lost_can_be_sent_again(relay: RelayProcess) -> None:
    admin, circle, _ = founded(relay.address)
    before = circle.state.head
    entry = circle.admit(Laptop())
    assert admin.append(circle, [entry], before) == admin.append(circle, [entry], before)
    assert len(admin.ask("GET", f"{circle.path}/roster", kind=Roster).entries) == 3


def test_only_an_admins_device_appends(relay: RelayProcess) -> None:
    admin, circle, _ = founded(relay.address)
    son = Laptop()
    before = circle.state.head
    admin.append(circle, [circle.admit(son)], before)
    circle.founder, honest = son, circle.state
    with pytest.raises(Exception, match="not_admin"):
        circle.admit(Laptop())
    guest = Laptop()
    clear = AddDevice(guest.member_id, "admin", guest.keys, 1, circle.envelope(guest, 1))
    forged = honest.next_entry(son.id, son.sign_private, clear)
    with pytest.raises(Refusing, match="403 not_admin"):
        Caller(relay.address, son).append(circle, [forged], honest.head)


def test_a_roster_that_parts_from_the_kept_one_is_refused(relay: RelayProcess) -> None:
    admin, circle, _ = founded(relay.address)
    short = circle.state
    circle.admit(Laptop())
    admin.make(circle)
    circle.entries, circle.state = circle.entries[:2], short
    circle.admit(Laptop())
    with pytest.raises(Refusing, match="412 roster_moved"):
        admin.make(circle)


def test_a_closed_relay_makes_spaces_for_an_invitation_only(tmp_path: Path) -> None:
    codes = tmp_path / "invitations"
    codes.write_text("# the hospice\nsunflower-meadow 1\n")
    relay = start_relay(tmp_path, ("--invitations", str(codes)))
    try:
        laptop = Laptop()
        circle, caller = Circle(laptop), Caller(relay.address, laptop)
        for wrong in ("", "sunflower"):
            with pytest.raises(Refusing, match="403 invitation_needed"):
                caller.make(circle, wrong)
        caller.make(circle, "sunflower-meadow")
        assert caller.ask("GET", f"{circle.path}/heads", kind=Heads).bytes_allowed == 1024 * 1024
        caller.make(circle, "sunflower-meadow")  # the same circle, again
        with pytest.raises(Refusing, match="403 invitation_needed"):
            caller.make(Circle(laptop), "sunflower-meadow")  # a code makes room for one circle
        relay.wipe()
        Caller(relay.address, laptop).make(circle, "sunflower-meadow")
    finally:
        relay.stop()
