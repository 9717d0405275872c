"""Long polls, mailboxes and allowances."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable
from typing import TypeVar

import pytest

from caregiver_app.relay.allowance import Allowance, Bucket
from caregiver_app.sync.protocol import (
    Mailbox,
    MailboxRequest,
    PollAnswer,
    PollRequest,
    Refusal,
    Refused,
    SlotRequest,
    Watch,
    limits,
    unpacked,
)
from tests.relay.family import Caller, Circle, Laptop, Refusing, founded
from tests.relay.process import RelayProcess

T = TypeVar("T")


def _poll(caller: Caller, *watches: Watch, wait_ms: int = 0) -> PollAnswer:
    return caller.ask("POST", "/v1/sync/poll", PollRequest(list(watches), wait_ms), PollAnswer)


def _meanwhile(ask: Callable[[], T]) -> Callable[[], T]:
    """Ask in a thread; the returned function waits for the answer."""
    answers: list[T] = []
    thread = threading.Thread(target=lambda: answers.append(ask()))
    thread.start()

    def answer() -> T:
        thread.join(20)
        return answers[0]

    return answer


def test_a_poll_without_news_is_answered_empty_when_its_time_is_over(relay: RelayProcess) -> None:
    caller, circle, _ = founded(relay.address)
    same = Watch(circle.state.space_id, 0, circle.state.position)
    assert _poll(caller, same, wait_ms=50) == PollAnswer([], [])


def test_a_poll_is_answered_by_a_push(relay: RelayProcess) -> None:
    caller, circle, laptop = founded(relay.address)
    same = Watch(circle.state.space_id, 0, circle.state.position)
    answer = _meanwhile(lambda: _poll(Caller(relay.address, laptop), same, wait_ms=25_000))
    caller.push(circle, laptop.write(circle.state, circle.epoch_key))
    assert answer().changed == [Watch(circle.state.space_id, 1, circle.state.position)]


def test_a_poll_is_answered_by_a_roster_entry(relay: RelayProcess) -> None:
    caller, circle, laptop = founded(relay.address)
    same, before = Watch(circle.state.space_id, 0, circle.state.position), circle.state.head
    answer = _meanwhile(lambda: _poll(Caller(relay.address, laptop), same, wait_ms=25_000))
    caller.append(circle, [circle.admit(Laptop())], before)
    assert answer().changed == [Watch(circle.state.space_id, 0, 3)]


def test_a_poll_over_a_whole_caseload_names_only_what_differs(relay: RelayProcess) -> None:
    laptop = Laptop()
    caller = Caller(relay.address, laptop)
    circles = [Circle(laptop) for _ in range(12)]
    for circle in circles:
        caller.make(circle)
    caller.push(circles[7], laptop.write(circles[7].state, circles[7].epoch_key))
    watched = [Watch(circle.state.space_id, 0, 2) for circle in circles]
    assert _poll(caller, *watched).changed == [Watch(circles[7].state.space_id, 1, 2)]


def test_a_relay_that_is_behind_says_so_at_once(relay: RelayProcess) -> None:
    caller, circle, _ = founded(relay.address)
    ahead = Watch(circle.state.space_id, 17, 2)
    assert _poll(caller, ahead, wait_ms=25_000).changed == [Watch(circle.state.space_id, 0, 2)]


def test_spaces_that_are_not_there_and_spaces_of_others_are_both_gone(relay: RelayProcess) -> None:
    _, circle, _ = founded(relay.address)
    stranger = Caller(relay.address, Laptop())
    absent = secrets.token_bytes(16)
    answer = _poll(stranger, Watch(circle.state.space_id, 0, 2), Watch(absent, 0, 0), wait_ms=25_000)
    assert answer == PollAnswer([], [circle.state.space_id, absent])


def test_a_poll_holds_600_spaces_and_25_s(relay: RelayProcess) -> None:
    caller, circle, _ = founded(relay.address)
    same = Watch(circle.state.space_id, 0, 2)
    assert _poll(caller, *[same] * limits.POLL_SPACES) == PollAnswer([], [])
    with pytest.raises(Refusing, match="malformed"):
        _poll(caller, *[same] * (limits.POLL_SPACES + 1))
    with pytest.raises(Refusing, match="malformed"):
        _poll(caller, same, wait_ms=25_001)


def test_a_device_that_asks_too_often_is_told_when_to_come_back(relay: RelayProcess) -> None:
    caller, circle, _ = founded(relay.address)
    answers = [caller.send("GET", f"{circle.path}/heads") for _ in range(limits.BURST_PER_S * 8)]
    slowed = next(answer for answer in answers if not answer.is_success)
    refusal = unpacked(slowed.content, Refusal)
    assert (slowed.status_code, refusal.code, slowed.headers["Retry-After"]) == (429, "slow_down", "1")
    assert 0 < refusal.retry_ms <= 1000
    other = Caller(relay.address, Laptop())
    assert other.send("GET", f"{circle.path}/heads").status_code == 404  # another device is not held up


def test_an_allowance_is_a_burst_and_then_a_steady_rate() -> None:
    now = 0.0
    allowance = Allowance((Bucket(20, 2),), lambda: now)
    for _ in range(20):
        allowance.take("a")
    with pytest.raises(Refused) as refused:
        allowance.take("a")
    assert refused.value.retry_ms == pytest.approx(500, abs=2)
    allowance.take("b")
    now = 0.5
    allowance.take("a")
    with pytest.raises(Refused):
        allowance.take("a")
    now = 1000.0
    for _ in range(20):
        allowance.take("a")
    with pytest.raises(Refused):
        allowance.take("a")


def test_of_two_buckets_the_emptier_one_decides() -> None:
    now = 0.0
    allowance = Allowance((Bucket(20, 20), Bucket(30, 2)), lambda: now)
    for _ in range(20):
        allowance.take("a")
    with pytest.raises(Refused) as refused:
        allowance.take("a")
    assert refused.value.retry_ms == pytest.approx(50, abs=2)
    now = 1.0
    for _ in range(12):
        allowance.take("a")
    with pytest.raises(Refused) as refused:
        allowance.take("a")
    assert refused.value.retry_ms == pytest.approx(500, abs=2)


def test_a_stranger_who_asks_too_often_is_slowed_down_too(relay: RelayProcess) -> None:
    stranger = Caller(relay.address)
    statuses = {stranger.send("GET", f"/v1/mailbox/{'0' * 32}").status_code for _ in range(limits.STRANGER_BURST * 2)}
    assert statuses == {404, 429}


# ---- mailboxes -------------------------------------------------------------------------------
def _open(admin: Caller, circle: Circle, slot: bytes = b"commit") -> str:
    path = f"/v1/mailbox/{secrets.token_hex(16)}"
    admin.ask("PUT", path, MailboxRequest(circle.state.space_id, slot))
    return path


def test_an_invitation_goes_through_its_four_slots_in_turn(relay: RelayProcess) -> None:
    admin, circle, _ = founded(relay.address)
    path, newcomer = _open(admin, circle), Caller(relay.address)
    assert newcomer.ask("GET", path, kind=Mailbox).slots == [b"commit"]
    newcomer.ask("PUT", f"{path}/1", SlotRequest(b"keys"))
    admin.ask("PUT", f"{path}/2", SlotRequest(b"reveal"))
    newcomer.ask("PUT", f"{path}/3", SlotRequest(b"thanks"))
    assert admin.ask("GET", path, kind=Mailbox).slots == [b"commit", b"keys", b"reveal", b"thanks"]
    admin.ask("DELETE", path)
    with pytest.raises(Refusing, match="404 not_found"):
        newcomer.ask("GET", path, kind=Mailbox)


def test_who_waits_at_a_mailbox_hears_of_the_next_slot_at_once(relay: RelayProcess) -> None:
    admin, circle, _ = founded(relay.address)
    path, newcomer = _open(admin, circle), Caller(relay.address)
    answer = _meanwhile(lambda: admin.ask("GET", f"{path}?more_than=1&wait_ms=25000", kind=Mailbox))
    newcomer.ask("PUT", f"{path}/1", SlotRequest(b"keys"))
    assert answer().slots == [b"commit", b"keys"]


def test_a_slot_is_filled_once_and_in_its_turn(relay: RelayProcess) -> None:
    admin, circle, _ = founded(relay.address)
    path, newcomer = _open(admin, circle), Caller(relay.address)
    with pytest.raises(Refusing, match="409 out_of_step"):
        newcomer.ask("PUT", f"{path}/3", SlotRequest(b"too early"))
    newcomer.ask("PUT", f"{path}/1", SlotRequest(b"keys"))
    newcomer.ask("PUT", f"{path}/1", SlotRequest(b"keys"))
    with pytest.raises(Refusing, match="409 out_of_step"):
        newcomer.ask("PUT", f"{path}/1", SlotRequest(b"other keys"))
    with pytest.raises(Refusing, match="409 out_of_step"):
        admin.ask("PUT", path, MailboxRequest(circle.state.space_id, b"another commit"))
    assert admin.ask("GET", path, kind=Mailbox).slots == [b"commit", b"keys"]


def test_only_an_admin_opens_answers_and_burns_a_mailbox(relay: RelayProcess) -> None:
    admin, circle, _ = founded(relay.address)
    before, son = circle.state.head, Laptop()
    admin.append(circle, [circle.admit(son)], before)
    member, stranger = Caller(relay.address, son), Caller(relay.address, Laptop())
    path = _open(admin, circle)
    nobody = Caller(relay.address)
    nobody.ask("PUT", f"{path}/1", SlotRequest(b"keys"))
    for caller, code in ((member, "403 not_admin"), (stranger, "404 not_found"), (nobody, "401 token_needed")):
        with pytest.raises(Refusing, match=code):
            _open(caller, circle)
        with pytest.raises(Refusing, match=code):
            caller.ask("PUT", f"{path}/2", SlotRequest(b"reveal"))
        with pytest.raises(Refusing, match=code):
            caller.ask("DELETE", path)


def test_a_space_has_five_mailboxes_and_a_mailbox_8_kib(relay: RelayProcess) -> None:
    admin, circle, _ = founded(relay.address)
    paths = [_open(admin, circle) for _ in range(limits.MAILBOXES_PER_SPACE)]
    with pytest.raises(Refusing, match="too_many_mailboxes"):
        _open(admin, circle)
    newcomer = Caller(relay.address)
    with pytest.raises(Refusing, match="413 too_large"):
        newcomer.ask("PUT", f"{paths[0]}/1", SlotRequest(bytes(limits.MAILBOX_BYTES - len(b"commit") + 1)))
    newcomer.ask("PUT", f"{paths[0]}/1", SlotRequest(bytes(limits.MAILBOX_BYTES - len(b"commit"))))
    admin.ask("DELETE", paths[1])
    _open(admin, circle)
