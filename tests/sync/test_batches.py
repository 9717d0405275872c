"""The inside of a sealed batch: padding, splitting, what was seen, and hostile plaintext."""

from __future__ import annotations

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from caregiver_app.domain.records import Dot, Record
from caregiver_app.domain.time import Instant
from caregiver_app.sync import batches
from caregiver_app.sync.batches import Sight, content_of, padded_length, plaintext, seen_from, seen_since, split
from caregiver_app.sync.records import packed
from caregiver_app.sync.refusals import DuplicateKey, Malformed, TooLarge
from tests.sync.test_records import ELENA, records

sights = st.dictionaries(
    st.binary(min_size=16, max_size=16),
    st.builds(Sight, st.integers(0, 2**40), st.binary(min_size=16, max_size=16), st.integers(0, 2**40)),
    max_size=4,
)


def _note(rseq: int, words: str = "") -> Record:
    return Record(Dot(ELENA, rseq), "check_in", b"e" * 16, "fact", "", {"note": words}, (), rseq, Instant(rseq))


@given(st.lists(records, max_size=5), sights, st.integers(1, 2**40))
def test_a_batch_comes_back_as_it_was(found: list[Record], seen: dict[bytes, Sight], first: int) -> None:
    content = content_of(plaintext(first, found, seen), ELENA)
    assert content.seen == seen
    assert content.last_rseq == first + len(found) - 1
    assert [r.dot for r in content.records] == [Dot(ELENA, first + n) for n in range(len(found))]
    assert [r.payload for r in content.records] == [r.payload for r in found]


@given(st.integers(0, 2**30))
def test_padding_never_cuts_and_never_wastes_more_than_an_eighth(length: int) -> None:
    padded = padded_length(length)
    assert padded >= max(length, 512)
    assert padded == 512 or padded - length <= length * 0.12 + 1
    assert padded_length(padded) == padded


def test_padded_lengths_are_few() -> None:
    assert len({padded_length(n) for n in range(1, 65_536)}) < 150


def test_a_word_more_or_less_leaves_the_size_alone() -> None:
    assert {len(plaintext(1, [_note(1, "a" * n)], {})) for n in range(200)} == {512}


@given(st.lists(st.integers(0, 40_000), max_size=30))
def test_records_are_split_in_order_without_loss(sizes: list[int]) -> None:
    written = [_note(n + 1, "x" * size) for n, size in enumerate(sizes)]
    runs = list(split(written))
    assert [record for run in runs for record in run] == written
    assert all(len(run) == 1 or sum(len(str(r.payload["note"])) for r in run) <= batches.MOST_PACKED for run in runs)


def test_no_batch_holds_more_than_five_hundred_records() -> None:
    assert [len(run) for run in split([_note(n) for n in range(1, 1202)])] == [500, 500, 201]


def test_one_enormous_note_is_refused_before_it_is_sealed() -> None:
    with pytest.raises(TooLarge):
        plaintext(1, [_note(1, "x" * (1 << 20))], {})


def _framed(squeezed: bytes) -> bytes:
    return (len(squeezed).to_bytes(4, "big") + squeezed).ljust(512, b"\0")


@pytest.mark.parametrize("states_its_size", [True, False])
def test_a_small_frame_that_unpacks_to_two_hundred_mebibytes_is_stopped_at_one(states_its_size: bool) -> None:
    squeezer = zstandard.ZstdCompressor(level=3, write_content_size=states_its_size)
    bomb = squeezer.compress(b"\0" * (200 << 20))
    with pytest.raises(TooLarge):
        content_of(_framed(bomb), ELENA)


@pytest.mark.parametrize(
    "plain",
    [
        b"",
        b"\0\0\0",
        b"\xff\xff\xff\xff" + b"\0" * 508,
        _framed(b"no zstd"),
        _framed(zstandard.compress(b"\xc1")),
        _framed(zstandard.compress(packed({"a": 1}))),
        _framed(zstandard.compress(packed([0, [], []]))),
        _framed(zstandard.compress(packed([1, [], [["d", 1, b"h" * 16, 1]]]))),
        _framed(zstandard.compress(packed([1, [5], []]))),
        _framed(zstandard.compress(packed([1, [], []])))[:-1] + b"\1",
    ],
)
def test_a_malformed_inside_is_named_as_such(plain: bytes) -> None:
    with pytest.raises(Malformed):
        content_of(plain, ELENA)


def test_a_repeated_key_inside_is_refused() -> None:
    record = packed([1, "x", b"e" * 16, "fact", "", {"a": 1, "b": 2}, [], 1, [5, 0], 0]).replace(b"\xa1b", b"\xa1a")
    with pytest.raises(DuplicateKey):
        content_of(_framed(zstandard.compress(b"\x93\x01\x91" + record + b"\x90")), ELENA)


@given(sights, sights)
def test_a_delta_of_what_was_seen_brings_a_reader_to_the_same_place(
    before: dict[bytes, Sight], now: dict[bytes, Sight]
) -> None:
    assert {**before, **seen_since(before, now), **{d: s for d, s in before.items() if d not in now}} == {
        **before,
        **now,
    }


@given(sights)
def test_what_was_seen_is_kept_between_batches(seen: dict[bytes, Sight]) -> None:
    assert seen_from(batches.packed_seen(seen)) == seen
    assert seen_from(None) == {}
