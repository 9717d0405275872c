"""What the relay keeps of a push, in what order it gives it back, and what it refuses."""

from __future__ import annotations

from dataclasses import replace

import pytest

from caregiver_app.sync import seal
from caregiver_app.sync.protocol import (
    ChainPlace,
    DeviceHead,
    Header,
    Heads,
    Page,
    Pushed,
    Seen,
    Statement,
    limits,
    read_batch,
    sign_batch,
    sign_statement,
)
from tests.relay.family import Caller, Circle, Laptop, Refusing, founded
from tests.relay.process import RelayProcess


def _page(caller: Caller, circle: Circle, after: int = 0) -> Page:
    return caller.ask("GET", f"{circle.path}/batches?after={after}", kind=Page)


def _heads(caller: Caller, circle: Circle) -> Heads:
    return caller.ask("GET", f"{circle.path}/heads", kind=Heads)


def test_batches_come_back_byte_for_byte_in_a_gapless_sequence(relay: RelayProcess) -> None:
    caller, circle, laptop = founded(relay.address)
    raws = [laptop.write(circle.state, circle.epoch_key, bytes([n]) * 600) for n in range(5)]
    assert caller.push(circle, *raws[:2]) == Pushed(2, 2)
    assert caller.push(circle, *raws[2:]) == Pushed(5, 3)
    assert _page(caller, circle).batches == list(enumerate(raws, 1))
    assert _page(caller, circle, 3).batches == [(4, raws[3]), (5, raws[4])]
    assert _page(caller, circle, 99).batches == []
    single = caller.ask("GET", f"{circle.path}/batches/{laptop.id.hex()}/4", kind=Page)
    assert single.batches == [(4, raws[3])]
    with pytest.raises(Refusing, match="404 not_found"):
        caller.ask("GET", f"{circle.path}/batches/{laptop.id.hex()}/6")


def test_heads_name_the_newest_batch_of_every_device(relay: RelayProcess) -> None:
    caller, circle, laptop = founded(relay.address)
    raw = laptop.write(circle.state, circle.epoch_key)
    caller.push(circle, raw)
    heads = _heads(caller, circle)
    head: DeviceHead = heads.devices[0]
    assert (heads.head_seq, head.device, head.bseq, head.hash) == (1, laptop.id, 1, read_batch(raw).hash)
    assert len(head.received_on) == len("2026-11-24")
    assert heads.bytes_used == len(raw) + sum(map(len, circle.entries))


def test_the_same_push_again_is_no_mistake(relay: RelayProcess) -> None:
    caller, circle, laptop = founded(relay.address)
    raws = [laptop.write(circle.state, circle.epoch_key) for _ in range(3)]
    caller.push(circle, *raws[:2])
    assert caller.push(circle, *raws[:2]) == Pushed(2, 0)
    assert caller.push(circle, *raws) == Pushed(3, 1)
    assert caller.push(circle, raws[0], raws[0]) == Pushed(3, 0)
    assert len(_page(caller, circle).batches) == 3


def test_the_same_batch_twice_in_one_push_counts_once(relay: RelayProcess) -> None:
    caller, circle, laptop = founded(relay.address)
    raw = laptop.write(circle.state, circle.epoch_key)
    assert caller.push(circle, raw, raw) == Pushed(1, 1)


def test_another_batch_under_a_taken_number_is_a_fork(relay: RelayProcess) -> None:
    caller, circle, laptop = founded(relay.address)
    copied = Laptop(laptop.sign_private, laptop.kem_private)
    caller.push(circle, laptop.write(circle.state, circle.epoch_key))
    with pytest.raises(Refusing, match="409 fork") as refused:
        caller.push(circle, copied.write(circle.state, circle.epoch_key, b"b" * 600))
    assert refused.value.at == 1


def test_a_batch_that_names_another_one_before_it_is_a_fork(relay: RelayProcess) -> None:
    caller, circle, laptop = founded(relay.address)
    caller.push(circle, laptop.write(circle.state, circle.epoch_key))
    laptop.place = replace(laptop.place, hash=bytes(32))
    with pytest.raises(Refusing, match="409 fork"):
        caller.push(circle, laptop.write(circle.state, circle.epoch_key))


def test_a_hole_is_refused_with_the_last_number_that_is_there(relay: RelayProcess) -> None:
    caller, circle, laptop = founded(relay.address)
    raws = [laptop.write(circle.state, circle.epoch_key) for _ in range(3)]
    caller.push(circle, raws[0])
    with pytest.raises(Refusing, match="409 gap") as refused:
        caller.push(circle, raws[2])
    assert refused.value.at == 1


def test_a_push_is_kept_whole_or_not_at_all(relay: RelayProcess) -> None:
    caller, circle, laptop = founded(relay.address)
    raws = [laptop.write(circle.state, circle.epoch_key) for _ in range(3)]
    damaged = raws[2][:-1] + bytes([raws[2][-1] ^ 1])
    with pytest.raises(Refusing, match="wrong_signature"):
        caller.push(circle, raws[0], raws[1], damaged)
    assert _page(caller, circle).batches == []
    assert caller.push(circle, *raws) == Pushed(3, 3)


def test_a_changed_byte_anywhere_is_refused(relay: RelayProcess) -> None:
    caller, circle, laptop = founded(relay.address)
    raw = laptop.write(circle.state, circle.epoch_key)
    for where in (0, 3, 4, 20, 36, 44, 48, 80, 112, 200, len(raw) - 1):
        with pytest.raises(Refusing):
            caller.push(circle, raw[:where] + bytes([raw[where] ^ 1]) + raw[where + 1 :])
    assert _heads(caller, circle).head_seq == 0


def test_a_batch_of_another_space_is_refused(relay: RelayProcess) -> None:
    caller, circle, laptop = founded(relay.address)
    elsewhere = Circle(laptop)
    caller.make(elsewhere)
    with pytest.raises(Refusing, match="wrong_space"):
        caller.push(circle, laptop.write(elsewhere.state, elsewhere.epoch_key))


def test_a_batch_by_a_device_that_is_not_on_the_roster_is_refused(relay: RelayProcess) -> None:
    caller, circle, _ = founded(relay.address)
    with pytest.raises(Refusing, match="403 not_a_member"):
        caller.push(circle, Laptop().write(circle.state, circle.epoch_key))


def test_a_batch_that_names_a_roster_entry_the_relay_lacks_waits_for_the_entry(relay: RelayProcess) -> None:
    caller, circle, laptop = founded(relay.address)
    before = circle.state.head
    entry = circle.admit(Laptop())
    raw = laptop.write(circle.state, circle.epoch_key)
    with pytest.raises(Refusing, match="409 unknown_roster"):
        caller.push(circle, raw)
    caller.append(circle, [entry], before)
    assert caller.push(circle, raw) == Pushed(1, 1)


def test_the_roster_a_chain_names_never_goes_back(relay: RelayProcess) -> None:
    caller, circle, laptop = founded(relay.address)
    old, before = circle.state, circle.state.head
    caller.append(circle, [circle.admit(Laptop())], before)
    caller.push(circle, laptop.write(circle.state, circle.epoch_key))
    with pytest.raises(Refusing, match="roster_went_back"):
        caller.push(circle, laptop.write(old, circle.epoch_key))


@pytest.mark.parametrize("epoch", [0, 2, 4_294_967_295])
def test_an_epoch_that_did_not_run_is_refused(relay: RelayProcess, epoch: int) -> None:
    caller, circle, laptop = founded(relay.address)
    header = Header(circle.state.space_id, laptop.id, 1, epoch, bytes(32), circle.state.head)
    with pytest.raises(Refusing, match="wrong_epoch"):
        caller.push(circle, sign_batch(header, bytes(600), laptop.sign_private))


def test_a_batch_holds_256_kib_and_no_byte_more(relay: RelayProcess) -> None:
    caller, circle, laptop = founded(relay.address)
    overhead = 144 + seal.TAG_SIZE + seal.SIGNATURE_SIZE
    largest = laptop.write(circle.state, circle.epoch_key, bytes(limits.BATCH_BYTES - overhead))
    assert len(largest) == limits.BATCH_BYTES
    assert caller.push(circle, largest).new == 1
    with pytest.raises(Refusing, match="413 too_large") as refused:
        caller.push(circle, largest + b"x")
    assert refused.value.at == limits.BATCH_BYTES


def test_a_request_holds_4_mib_and_a_page_too(relay: RelayProcess) -> None:
    caller, circle, laptop = founded(relay.address)
    overhead = 144 + seal.TAG_SIZE + seal.SIGNATURE_SIZE
    full = bytes(limits.BATCH_BYTES - overhead)
    raws = [laptop.write(circle.state, circle.epoch_key, full) for _ in range(17)]
    with pytest.raises(Refusing, match="413 too_large"):
        caller.push(circle, *raws)
    assert caller.push(circle, *raws[:16]).new == 16
    caller.push(circle, raws[16])
    first = _page(caller, circle)
    assert (len(first.batches), first.more) == (16, True)
    second = _page(caller, circle, 16)
    assert (second.batches, second.more) == ([(17, raws[16])], False)


def test_one_device_fills_its_share_and_a_space_its_room_but_no_more(relay: RelayProcess) -> None:
    caller, circle, laptop = founded(relay.address)  # an open relay: 20 MiB, 10 for one device
    before, son = circle.state.head, Laptop()
    caller.append(circle, [circle.admit(son)], before)
    other = Caller(relay.address, son)
    text = bytes(limits.BATCH_BYTES - 1000)
    for author, poster in ((laptop, caller), (son, other)):
        raws = [author.write(circle.state, circle.epoch_key, text) for _ in range(41)]
        for start in (0, 15, 30):
            poster.push(circle, *raws[start : min(start + 15, 40)])
        with pytest.raises(Refusing, match=r"507 (share|space)_full"):
            poster.push(circle, raws[40])
    heads = _heads(caller, circle)
    assert heads.bytes_allowed == limits.OPEN_SPACE_BYTES
    assert heads.bytes_used <= heads.bytes_allowed


def test_a_member_may_bring_the_batches_of_another_member(relay: RelayProcess) -> None:
    admin, circle, founder = founded(relay.address)
    before, son = circle.state.head, Laptop()
    admin.append(circle, [circle.admit(son)], before)
    raw = founder.write(circle.state, circle.epoch_key)
    assert Caller(relay.address, son).push(circle, raw) == Pushed(1, 1)
    assert admin.push(circle, raw) == Pushed(1, 0)


def test_a_statement_is_replaced_by_a_later_one_of_the_same_device_only(relay: RelayProcess) -> None:
    caller, circle, laptop = founded(relay.address)
    path = f"{circle.path}/statements/{laptop.id.hex()}"

    def statement(count: int, by: Laptop = laptop, made_ms: int = 1) -> bytes:
        said = Statement(
            circle.state.space_id, laptop.id, count, made_ms, 0, bytes(32), circle.state.head, [Seen(laptop.id, 0)]
        )
        return sign_statement(said, by.sign_private)

    caller.ask("PUT", path, statement(1))
    caller.ask("PUT", path, statement(5))
    caller.ask("PUT", path, statement(5))
    assert _heads(caller, circle).statements == [statement(5)]
    for older in (statement(4), statement(5, made_ms=2)):
        with pytest.raises(Refusing, match="409 older"):
            caller.ask("PUT", path, older)
    with pytest.raises(Refusing, match="wrong_signature"):
        caller.ask("PUT", path, statement(6, Laptop()))
    with pytest.raises(Refusing, match="404 not_found"):
        caller.ask("PUT", f"{circle.path}/statements/{Laptop().id.hex()}", statement(7))


def test_a_chain_place_is_kept_over_pushes(relay: RelayProcess) -> None:
    caller, circle, laptop = founded(relay.address)
    assert laptop.place == ChainPlace()
    for count in range(1, 6):
        assert caller.push(circle, laptop.write(circle.state, circle.epoch_key)) == Pushed(count, 1)
