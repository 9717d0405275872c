"""The travelled form of a record: exact bytes, and refusals of what no device of ours writes."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from caregiver_app.domain.records import Dot, Kind, Op, Record
from caregiver_app.domain.time import Instant
from caregiver_app.sync.records import as_array, packed, plain_copy, record_from, unpacked
from caregiver_app.sync.refusals import DuplicateKey, Malformed, TooDeep

ANNA, ELENA = b"A" * 16, b"E" * 16

plain_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
records = st.builds(
    Record,
    dot=st.builds(Dot, st.just(ELENA), st.integers(1, 2**40)),
    kind=st.sampled_from([*Kind, "later kind"]).map(str),
    entity_id=st.binary(min_size=16, max_size=16),
    op=st.sampled_from(Op).map(str),
    group=st.text(max_size=20),
    payload=st.dictionaries(st.text(), plain_values, max_size=4),
    preds=st.lists(st.builds(Dot, st.binary(min_size=16, max_size=16), st.integers(1, 2**40)), max_size=3).map(tuple),
    hlc=st.integers(0, 2**63 - 1),
    observed_at=st.builds(Instant, st.integers(-(2**50), 2**50), st.integers(-720, 840)),
    flags=st.integers(0, 7),
    version=st.integers(1, 3),
)


@given(records)
def test_a_record_comes_back_as_it_was(record: Record) -> None:
    assert record_from(unpacked(packed(as_array(record))), record.dot) == record


def test_the_bytes_of_a_record_never_change() -> None:
    record = Record(
        Dot(ELENA, 7), "check_in", bytes(range(16)), "amend", "", {"who": "patient", "scores": {"pain": 6}},
        (Dot(ANNA, 3),), 0x0193_5C2A_1000_0001, Instant(1_795_000_000_123, 60), 0,
    )  # fmt: skip
    assert packed(as_array(record)).hex() == (
        "9a01a8636865636b5f696ec410000102030405060708090a0b0c0d0e0fa5616d656e64a0"
        "82a377686fa770617469656e74a673636f72657381a47061696e06"
        "9192c41041414141414141414141414141414141"
        "03cf01935c2a1000000192cf000001a1ee565e7b3c00"
    )


def test_elements_of_a_later_version_are_passed_over() -> None:
    record = Record(Dot(ELENA, 1), "x", b"e" * 16, "fact", "", {}, (), 1, Instant(5))
    assert record_from([*as_array(record), "later"], record.dot) == record


def test_a_repeated_key_is_refused() -> None:
    with pytest.raises(DuplicateKey):
        unpacked(b"\x82\xa1a\x01\xa1a\x02")


def test_a_number_written_longer_than_needed_is_refused() -> None:
    with pytest.raises(DuplicateKey):
        unpacked(b"\xcd\x00\x01")


def test_arrays_inside_arrays_without_end_are_refused() -> None:
    with pytest.raises(TooDeep):
        unpacked(b"\x91" * 200_000 + b"\x01")


def test_a_payload_deeper_than_any_form_is_refused() -> None:
    payload: dict[str, object] = {}
    inner = payload
    for _ in range(20):
        deeper: dict[str, object] = {}
        inner["a"] = deeper
        inner = deeper
    array = as_array(Record(Dot(ELENA, 1), "x", b"e" * 16, "fact", "", payload, (), 1, Instant(5)))  # type: ignore[arg-type]
    with pytest.raises(TooDeep):
        record_from(array, Dot(ELENA, 1))


@pytest.mark.parametrize(
    ("place", "value", "what"),
    [
        (0, -1, "version"),
        (0, True, "version"),
        (1, 5, "kind"),
        (1, "k" * 201, "kind"),
        (2, b"short", "entity_id"),
        (3, None, "op"),
        (4, b"", "group"),
        (5, [], "payload"),
        (5, {"a": b"bytes"}, "payload"),
        (5, {1: "a"}, "payload"),
        (5, {"a": float("nan")}, "payload"),
        (6, {}, "preds"),
        (6, [[b"short", 1]], "preds"),
        (6, [[b"d" * 16, -1]], "preds"),
        (7, "now", "hlc"),
        (8, 5, "observed_at"),
        (8, [1.5, 0], "observed_at"),
        (8, [2**60, 0], "observed_at"),
        (8, [0, 5000], "observed_at"),
        (9, -1, "flags"),
    ],
)
def test_a_wrong_element_is_named(place: int, value: object, what: str) -> None:
    array = as_array(Record(Dot(ELENA, 1), "x", b"e" * 16, "fact", "", {}, (), 1, Instant(5)))
    array[place] = value
    with pytest.raises(Malformed) as caught:
        record_from(array, Dot(ELENA, 1))
    assert caught.value.what == what


def test_a_clock_beyond_every_calendar_is_kept_not_refused() -> None:
    array = as_array(Record(Dot(ELENA, 1), "x", b"e" * 16, "fact", "", {}, (), 2**64 - 1, Instant(5)))
    assert record_from(array, Dot(ELENA, 1)).hlc == 2**63 - 1


@given(st.binary(max_size=60))
def test_noise_is_refused_or_read_never_worse(noise: bytes) -> None:
    try:
        value = unpacked(noise)
    except Malformed:
        return
    assert msgspec.msgpack.encode(value) == noise


def test_a_plain_copy_has_lists_where_there_were_tuples() -> None:
    assert plain_copy({"a": (1, 2)}) == {"a": [1, 2]}
