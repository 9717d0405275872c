"""The byte formats, held to golden vectors, and the rules of rosters and chains."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import replace

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caregiver_app.sync import seal
from caregiver_app.sync.protocol import (
    NO_HASH,
    RESERVED,
    AddDevice,
    ChainPlace,
    Code,
    Create,
    DeviceKeys,
    Epoch,
    Header,
    Heads,
    Page,
    PollRequest,
    Refused,
    Role,
    RosterState,
    Watch,
    apply_entry,
    check_batch,
    device_keys,
    envelope_info,
    limits,
    origin_of,
    packed,
    read_batch,
    read_entry,
    read_roster,
    read_statement,
    sign_batch,
    sign_entry,
    space_id,
    unpacked,
)
from tests.relay.family import Circle, Laptop
from tests.sync import vectors

SMALL_ORDER_KEM = bytes(32)
SMALL_ORDER_SIGN = bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a")


def _refusal(broken: Callable[[], object]) -> Code:
    with pytest.raises(Refused) as refused:
        broken()
    return refused.value.code


# ---- golden vectors --------------------------------------------------------------------------
def test_every_format_is_byte_for_byte_what_it_was() -> None:
    kept = vectors.kept()
    assert vectors.made(kept) == kept


def test_the_stored_batch_is_laid_out_as_the_specification_says() -> None:
    kept = vectors.kept()
    raw = kept["batch"]
    parts = (b"CL1", b"\x01", kept["space id"], kept["admin device id"], (1).to_bytes(8, "big"), (1).to_bytes(4, "big"))
    clear = b"".join(parts) + bytes(32) + kept["roster head"]
    assert raw.startswith(clear)
    assert len(raw) == len(clear) + 32 + len(vectors.TEXT) + 16 + 64
    assert kept["batch hash"] == seal.blake(raw[:-64])
    assert kept["space id"] == seal.blake(kept["create entry"], 16)
    keys = vectors.admin_keys()
    assert kept["admin device id"] == seal.blake(b"CL1 device" + keys.sign_pk + keys.kem_pk, 16)
    assert seal.is_signed(keys.sign_pk, b"CL1 batch\0" + kept["batch hash"], raw[-64:])


def test_the_stored_circle_opens_with_its_keys() -> None:
    kept = vectors.kept()
    state = read_roster([kept["create entry"], kept["epoch entry"], kept["add device entry"]])
    assert state.head == kept["roster head"]
    for name, private in (("admin", vectors.ADMIN_KEM), ("nurse", vectors.NURSE_KEM)):
        envelope = state.envelopes[kept[f"{name} device id"]]
        info = envelope_info(state.space_id, 1, kept[f"{name} device id"], envelope.prev_hash)
        assert seal.open_envelope(private, envelope.sealed, info) == vectors.EPOCH_KEY
    assert state.epochs[0].commit == seal.epoch_commit(vectors.EPOCH_KEY, state.space_id, 1)
    create = read_entry(kept["create entry"])
    assert seal.open_note(vectors.EPOCH_KEY, create.place, create.sealed) == b"Elena"
    batch = read_batch(kept["batch"])
    assert check_batch(state, batch, ChainPlace()) == ChainPlace(1, kept["batch hash"], 2, 1)
    header = batch.header
    opened = seal.open_batch_text(
        vectors.EPOCH_KEY, header.space, header.device, header.head(), header.salt, batch.ciphertext
    )
    assert opened == vectors.TEXT
    assert seal.open_previous(vectors.NEXT_EPOCH_KEY, state.space_id, 2, kept["epoch 2 previous"]) == vectors.EPOCH_KEY
    assert read_statement(kept["statement"], create.clear.device.sign_pk).count == 9  # type: ignore[union-attr]
    assert unpacked(kept["page"], Page).batches == [(1, kept["batch"])]
    assert unpacked(kept["heads"], Heads).statements == [kept["statement"]]


# ---- rosters ---------------------------------------------------------------------------------
def _circle() -> tuple[Circle, Laptop]:
    laptop = Laptop()
    return Circle(laptop), laptop


def test_a_circle_is_created_gets_its_key_and_grows() -> None:
    circle, admin = _circle()
    nurse = Laptop()
    circle.admit(nurse, "staff")
    state = read_roster(circle.entries)
    assert (state.space_id, state.position, state.epoch) == (space_id(circle.entries[0]), 3, 1)
    assert (state.is_admin(admin.id), state.is_admin(nurse.id), state.is_member(nurse.id)) == (True, False, True)
    assert (state.role_at(nurse.id, 1), state.role_at(Laptop().id, 1)) == (Role.STAFF, None)
    assert [device.keys.device_id for device in state.active] == [admin.id, nurse.id]


def test_a_second_epoch_seals_the_first_key_and_reaches_every_device() -> None:
    circle, _ = _circle()
    nurse = Laptop()
    circle.admit(nurse)
    old, state = circle.epoch_key, circle.state
    circle.epoch_key = seal.new_key()
    envelopes = tuple((device.id, circle.envelope(device, 2)) for device in (circle.founder, nurse))
    previous = seal.seal_previous(circle.epoch_key, state.space_id, 2, old)
    clear = Epoch(2, seal.epoch_commit(circle.epoch_key, state.space_id, 2), envelopes, previous)
    circle.append(circle.founder_entry(clear))
    found = circle.state.envelopes[nurse.id]
    info = envelope_info(state.space_id, 2, nurse.id, found.prev_hash)
    key = seal.open_envelope(nurse.kem_private, found.sealed, info)
    assert seal.open_previous(key, state.space_id, 2, circle.state.epochs[1].previous) == old


def test_a_changed_bit_anywhere_in_an_entry_is_refused() -> None:
    circle, _ = _circle()
    circle.admit(Laptop())
    *before, last = circle.entries
    state = read_roster(before)
    for where in range(len(last)):
        changed = last[:where] + bytes([last[where] ^ 1]) + last[where + 1 :]
        with pytest.raises(Refused):
            apply_entry(state, changed)


def test_an_entry_belongs_to_one_place_of_one_chain() -> None:
    circle, _ = _circle()
    other, _ = _circle()
    entry = circle.founder_entry(AddDevice(bytes(16), "family", Laptop().keys, 1, bytes(80)))
    assert _refusal(lambda: apply_entry(other.state, entry)) is Code.WRONG_PREVIOUS
    moved = circle.admit(Laptop())
    assert _refusal(lambda: apply_entry(circle.state, moved)) is Code.WRONG_POSITION
    assert _refusal(lambda: apply_entry(None, moved)) is Code.WRONG_POSITION
    assert _refusal(lambda: apply_entry(circle.state, circle.entries[0])) is Code.WRONG_POSITION


def test_a_second_create_has_no_place_in_a_chain() -> None:
    circle, admin = _circle()
    again = circle.founder_entry(Create(bytes(16), bytes(16), admin.keys))
    assert _refusal(lambda: apply_entry(circle.state, again)) is Code.WRONG_POSITION


def test_only_an_admin_of_the_entry_before_appends() -> None:
    circle, _ = _circle()
    son, state = Laptop(), None
    circle.admit(son)
    state = circle.state
    guest = Laptop()
    clear = AddDevice(guest.member_id, "family", guest.keys, 1, bytes(80))
    assert _refusal(lambda: apply_entry(state, state.next_entry(son.id, son.sign_private, clear))) is Code.NOT_ADMIN
    stranger = state.next_entry(guest.id, guest.sign_private, clear)
    assert _refusal(lambda: apply_entry(state, stranger)) is Code.NOT_ADMIN
    borrowed = state.next_entry(circle.founder.id, son.sign_private, clear)
    assert _refusal(lambda: apply_entry(state, borrowed)) is Code.WRONG_SIGNATURE


def test_a_second_admin_appends_too() -> None:
    circle, _ = _circle()
    daughter = Laptop()
    circle.admit(daughter, "admin")
    circle.founder = daughter
    circle.admit(Laptop())
    assert circle.state.position == 4


@pytest.mark.parametrize(
    ("keys", "code"),
    [
        (lambda good: DeviceKeys(secrets.token_bytes(16), good.sign_pk, good.kem_pk), Code.WRONG_DEVICE_ID),
        (lambda good: device_keys(SMALL_ORDER_SIGN, good.kem_pk), Code.WEAK_KEY),
        (lambda good: device_keys(good.sign_pk, SMALL_ORDER_KEM), Code.WEAK_KEY),
        (lambda good: device_keys(good.sign_pk[:31], good.kem_pk), Code.WEAK_KEY),
        (lambda good: device_keys(good.sign_pk, b""), Code.WEAK_KEY),
    ],
)
def test_keys_that_are_none_or_not_the_ids_are_refused(keys: Callable[[DeviceKeys], DeviceKeys], code: Code) -> None:
    circle, _ = _circle()
    clear = AddDevice(bytes(16), "family", keys(Laptop().keys), 1, bytes(80))
    assert _refusal(lambda: circle.append(circle.founder_entry(clear))) is code
    founder = Laptop()
    own = keys(founder.keys)
    first = sign_entry(0, NO_HASH, own.device_id, founder.sign_private, Create(bytes(16), bytes(16), own))
    assert _refusal(lambda: apply_entry(None, first)) is code


def test_a_device_joins_once() -> None:
    circle, _ = _circle()
    son = Laptop()
    circle.admit(son)
    assert _refusal(lambda: circle.admit(son)) is Code.ALREADY_ON_ROSTER


@pytest.mark.parametrize("role", ["recovery", "owner", ""])
def test_only_the_four_roles_that_are_given_can_be_given(role: str) -> None:
    circle, _ = _circle()
    assert _refusal(lambda: circle.admit(Laptop(), role)) is Code.WRONG_ROLE


def test_a_members_second_device_has_the_members_role() -> None:
    circle, admin = _circle()
    assert _refusal(lambda: circle.admit(Laptop(member_id=admin.member_id), "family")) is Code.WRONG_ROLE
    circle.admit(Laptop(member_id=admin.member_id), "admin")


def test_a_circle_has_at_most_20_members_and_64_devices() -> None:
    circle, admin = _circle()
    for _ in range(limits.MEMBERS - 1):
        circle.admit(Laptop())
    assert _refusal(lambda: circle.admit(Laptop())) is Code.TOO_MANY_MEMBERS
    for _ in range(limits.ACTIVE_DEVICES - limits.MEMBERS):
        circle.admit(Laptop(member_id=admin.member_id), "admin")
    assert _refusal(lambda: circle.admit(Laptop(member_id=admin.member_id), "admin")) is Code.TOO_MANY_DEVICES


def _epoch_of(circle: Circle, **changes: object) -> Epoch:
    envelopes = tuple((device.keys.device_id, bytes(80)) for device in circle.state.active)
    return msgspec.structs.replace(Epoch(2, bytes(32), envelopes, bytes(48)), **changes)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"n": 1}, Code.WRONG_EPOCH),
        ({"n": 3}, Code.WRONG_EPOCH),
        ({"n": -2}, Code.WRONG_EPOCH),
        ({"commit": b""}, Code.MALFORMED),
        ({"previous": b""}, Code.MALFORMED),
        ({"envelopes": ()}, Code.WRONG_ENVELOPES),
        ({"envelopes": ((bytes(16), bytes(80)),)}, Code.WRONG_ENVELOPES),
    ],
)
def test_an_epoch_is_the_next_one_and_has_an_envelope_for_each_device(change: dict[str, object], code: Code) -> None:
    circle, _ = _circle()
    assert _refusal(lambda: circle.append(circle.founder_entry(_epoch_of(circle, **change)))) is code
    circle.append(circle.founder_entry(_epoch_of(circle)))
    assert circle.state.epoch == 2


def test_an_envelope_for_a_device_twice_or_of_a_wrong_size_is_refused() -> None:
    circle, admin = _circle()
    circle.admit(Laptop())
    twice = _epoch_of(circle, envelopes=((admin.id, bytes(80)),) * 2)
    assert _refusal(lambda: circle.append(circle.founder_entry(twice))) is Code.WRONG_ENVELOPES
    short = tuple((device.keys.device_id, bytes(79)) for device in circle.state.active)
    wrong = circle.founder_entry(_epoch_of(circle, envelopes=short))
    assert _refusal(lambda: circle.append(wrong)) is Code.WRONG_ENVELOPES


def test_a_newcomer_gets_the_key_of_the_epoch_that_runs() -> None:
    circle, _ = _circle()
    for epoch, envelope in ((0, b""), (2, bytes(80)), (1, b""), (1, bytes(81))):
        clear = AddDevice(bytes(16), "family", Laptop().keys, epoch, envelope)
        entry = circle.founder_entry(clear)
        assert _refusal(lambda entry=entry: apply_entry(circle.state, entry)) is Code.WRONG_ENVELOPES  # type: ignore[misc]


@pytest.mark.parametrize("kind", [*RESERVED, "something_else"])
def test_an_entry_of_a_later_version_asks_for_a_newer_program(kind: str) -> None:
    circle, admin = _circle()

    class Later(msgspec.Struct, tag=kind, array_like=True):
        what: int = 1

    entry = circle.state.next_entry(admin.id, admin.sign_private, Later())  # type: ignore[arg-type]
    assert _refusal(lambda: apply_entry(circle.state, entry)) is Code.NEWER


def test_an_entry_with_a_field_too_many_or_a_note_too_long_is_refused() -> None:
    circle, admin = _circle()

    class Create2(msgspec.Struct, tag="add_device", array_like=True):
        what: int = 1

    entry = circle.state.next_entry(admin.id, admin.sign_private, Create2())  # type: ignore[arg-type]
    assert _refusal(lambda: read_entry(entry)) is Code.MALFORMED
    clear = AddDevice(bytes(16), "family", Laptop().keys, 1, bytes(80))
    for note, code in ((bytes(limits.ENTRY_NOTE_BYTES + 1), Code.TOO_LARGE), (bytes(20_000), Code.TOO_LARGE)):
        long = circle.state.next_entry(admin.id, admin.sign_private, clear, note)
        assert _refusal(lambda long=long: read_entry(long)) is code  # type: ignore[misc]


def test_a_roster_without_entries_is_none() -> None:
    assert _refusal(lambda: read_roster([])) is Code.MALFORMED


# ---- chains ----------------------------------------------------------------------------------
def _checked(state: RosterState, raw: bytes, last: ChainPlace) -> ChainPlace:
    return check_batch(state, read_batch(raw), last)


def test_a_chain_grows_by_one_batch_at_a_time() -> None:
    circle, admin = _circle()
    place = ChainPlace()
    raws = [admin.write(circle.state, circle.epoch_key) for _ in range(3)]
    assert _refusal(lambda: _checked(circle.state, raws[1], place)) is Code.GAP
    for raw in raws:
        place = _checked(circle.state, raw, place)
    assert place == admin.place
    assert _refusal(lambda: _checked(circle.state, raws[0], place)) is Code.FORK


def test_a_batch_written_before_its_author_joined_is_refused() -> None:
    circle, _ = _circle()
    early, son = circle.state, Laptop()
    circle.admit(son)
    raw = son.write(early, circle.epoch_key)
    assert _refusal(lambda: _checked(circle.state, raw, ChainPlace())) is Code.UNKNOWN_ROSTER


def test_an_older_epoch_than_the_one_before_is_refused() -> None:
    circle, admin = _circle()
    circle.append(circle.founder_entry(_epoch_of(circle)))
    header = Header(circle.state.space_id, admin.id, 1, 1, NO_HASH, circle.state.head)
    raw = sign_batch(header, bytes(600), admin.sign_private)
    assert _checked(circle.state, raw, ChainPlace()).epoch == 1
    last = ChainPlace(0, NO_HASH, 2, 2)
    assert _refusal(lambda: _checked(circle.state, raw, last)) is Code.WRONG_EPOCH


def test_a_suite_of_a_later_version_asks_for_a_newer_program() -> None:
    circle, admin = _circle()
    raw = admin.write(circle.state, circle.epoch_key)
    assert _refusal(lambda: read_batch(raw[:3] + b"\x02" + raw[4:])) is Code.NEWER
    entry = circle.entries[0]
    assert _refusal(lambda: read_entry(entry[:3] + b"\x02" + entry[4:])) is Code.NEWER


def test_a_batch_has_a_number_a_size_and_a_mark() -> None:
    circle, admin = _circle()
    raw = admin.write(circle.state, circle.epoch_key)
    header = replace(read_batch(raw).header, bseq=0)
    for broken in (b"", raw[:223], b"XL1" + raw[3:], sign_batch(header, bytes(600), admin.sign_private)):
        assert _refusal(lambda broken=broken: read_batch(broken)) is Code.MALFORMED  # type: ignore[misc]
    assert _refusal(lambda: read_batch(raw + bytes(limits.BATCH_BYTES))) is Code.TOO_LARGE


# ---- messages --------------------------------------------------------------------------------
@given(st.binary(max_size=400))
@settings(max_examples=300, deadline=None)
def test_no_bytes_break_a_reader_in_a_way_without_a_name(data: bytes) -> None:
    circle_key = bytes(32)
    for read in (
        read_batch,
        read_entry,
        lambda raw: read_batch(b"CL1\x01" + raw),
        lambda raw: read_entry(b"CR1\x01" + raw),
        lambda raw: read_statement(b"CS1\x01" + raw, circle_key),
        lambda raw: unpacked(raw, PollRequest),
        lambda raw: unpacked(raw, Heads),
    ):
        try:
            read(data)
        except Refused as refused:
            assert refused.code in Code  # noqa: PT017


def test_deeply_nested_and_misspelt_text_is_malformed() -> None:
    for data in (b"\x91" * 100_000, b"\xa4\xff\xff\xff\xff", b"\xc1"):
        assert _refusal(lambda data=data: unpacked(data, PollRequest)) is Code.MALFORMED  # type: ignore[misc]
        assert _refusal(lambda data=data: unpacked(data, Page)) is Code.MALFORMED  # type: ignore[misc]


def test_a_message_of_a_later_version_is_read_without_its_new_fields() -> None:
    later = msgspec.msgpack.encode({"spaces": [[bytes(16), 1, 2]], "wait_ms": 5, "new": "field"})
    assert unpacked(later, PollRequest) == PollRequest([Watch(bytes(16), 1, 2)], 5)


def test_messages_come_back_as_they_were() -> None:
    request = PollRequest([Watch(bytes(16), 7, 3)], 100)
    assert unpacked(packed(request), PollRequest) == request


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://Relay.Example/v1/x?y", "https://relay.example"),
        ("https://relay.example:443", "https://relay.example"),
        ("http://127.0.0.1:8470/", "http://127.0.0.1:8470"),
        ("http://[::1]:80", "http://[::1]"),
    ],
)
def test_an_origin_is_scheme_host_and_unusual_port(url: str, origin: str) -> None:
    assert origin_of(url) == origin


@pytest.mark.parametrize("url", ["", "relay.example", "ftp://relay.example", "https://", "https://h:99999"])
def test_what_is_no_web_address_has_no_origin(url: str) -> None:
    with pytest.raises(ValueError):
        origin_of(url)
