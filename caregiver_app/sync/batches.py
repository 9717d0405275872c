"""What is inside a sealed batch: `u32 length | zstd(msgpack([first_rseq, records, seen]))`, padded to hide its size.

`seen` names what its author had merged since its last batch: `[device, bseq, first 16 bytes of the hash, last_rseq]`.
The last record number stands beside the batch number, so that a reader can tell which replaced records the author
had seen even where that other device's batch has not come yet. Of two people who share one computer, the one may have
seen what the other has not sealed yet: then it is above the batch's last, and the batch number may be 0.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import zstandard

from caregiver_app.domain.records import Dot, Record
from caregiver_app.sync.records import as_array, packed, record_from, unpacked
from caregiver_app.sync.refusals import Malformed, TooLarge

MOST_RECORDS = 500
MOST_PACKED = 64 * 1024
MOST_UNPACKED = 1024 * 1024
LEAST_PADDED = 512
_LEVEL = 3
_LENGTH = 4
_HASH = 16


@dataclass(frozen=True, slots=True)
class Sight:
    """How far an author has merged one device's chain: batch number, first 16 bytes of its hash, last record in it."""

    bseq: int
    hash: bytes
    last_rseq: int


Seen = Mapping[bytes, Sight]


@dataclass(frozen=True, slots=True)
class Content:
    """An opened batch: the number of its first record, the records, and the seen delta."""

    first_rseq: int
    records: tuple[Record, ...] = field(repr=False)
    seen: Seen

    @property
    def last_rseq(self) -> int:
        """The number of its last record; one below the first where it holds none."""
        return self.first_rseq + len(self.records) - 1


def split(records: Sequence[Record]) -> Iterator[tuple[Record, ...]]:
    """Records in order, as runs of at most 500 and about 64 KiB; a larger single record goes alone."""
    run: list[Record] = []
    size = 0
    for record in records:
        length = len(packed(as_array(record)))
        if run and (len(run) == MOST_RECORDS or size + length > MOST_PACKED):
            yield tuple(run)
            run, size = [], 0
        run.append(record)
        size += length
    if run:
        yield tuple(run)


def plaintext(first_rseq: int, records: Sequence[Record], seen: Seen) -> bytes:
    """The padded bytes that are sealed. Raises TooLarge where a reader would refuse to unpack them."""
    sights = [[device, s.bseq, s.hash, s.last_rseq] for device, s in sorted(seen.items())]
    body = packed([first_rseq, [as_array(record) for record in records], sights])
    if len(body) > MOST_UNPACKED:
        raise TooLarge
    squeezed = zstandard.ZstdCompressor(level=_LEVEL).compress(body)
    framed = len(squeezed).to_bytes(_LENGTH, "big") + squeezed
    return framed.ljust(padded_length(len(framed)), b"\0")


def padded_length(length: int) -> int:
    """At least 512 bytes, above that Padmé: at most 12 % more, and only O(log log n) bits of the length leak."""
    if length <= LEAST_PADDED:
        return LEAST_PADDED
    exponent = length.bit_length() - 1
    mask = (1 << (exponent - exponent.bit_length())) - 1
    return (length + mask) & ~mask


def content_of(plain: bytes, device: bytes) -> Content:
    """The opened batch of `device`. Raises Malformed, TooDeep, DuplicateKey, TooLarge."""
    parts = unpacked(_unsqueezed(plain))
    if not (isinstance(parts, list) and len(parts) >= 3 and isinstance(parts[1], list) and isinstance(parts[2], list)):
        raise Malformed("batch")
    first = parts[0]
    if not isinstance(first, int) or isinstance(first, bool) or not 1 <= first < 1 << 62:
        raise Malformed("first_rseq")
    if len(parts[1]) > MOST_RECORDS:
        raise TooLarge
    records = tuple(record_from(array, Dot(device, first + n)) for n, array in enumerate(parts[1]))
    return Content(first, records, dict(_sight(one) for one in parts[2]))


def _unsqueezed(plain: bytes) -> bytes:
    length = int.from_bytes(plain[:_LENGTH], "big")
    if len(plain) < _LENGTH or length > len(plain) - _LENGTH or any(plain[_LENGTH + length :]):
        raise Malformed("length")
    frame = plain[_LENGTH : _LENGTH + length]
    try:
        # A cap given to `decompress` is ignored where the frame states a size, so the stream is read with an end.
        with zstandard.ZstdDecompressor(max_window_size=8 * MOST_UNPACKED).stream_reader(frame) as reader:
            body: bytes = reader.read(MOST_UNPACKED + 1)
    except zstandard.ZstdError as error:
        raise Malformed("zstd") from error
    if len(body) > MOST_UNPACKED:
        raise TooLarge
    return body


def _sight(value: object) -> tuple[bytes, Sight]:
    match value:
        case [bytes(device), int(bseq), bytes(digest), int(last_rseq), *_] if (
            len(device) == 16 and len(digest) == _HASH and 0 <= bseq < 1 << 62 and 0 <= last_rseq < 1 << 62
        ):
            return device, Sight(bseq, digest, last_rseq)
    raise Malformed("seen")


def seen_since(before: Seen, now: Seen) -> dict[bytes, Sight]:
    """The delta to send: the devices whose chain has grown here since the last batch."""
    return {device: sight for device, sight in now.items() if before.get(device) != sight}


def packed_seen(seen: Seen) -> bytes:
    """A cumulative `seen` as it is kept between batches."""
    return packed([[device, s.bseq, s.hash, s.last_rseq] for device, s in sorted(seen.items())])


def seen_from(kept: bytes | None) -> dict[bytes, Sight]:
    """A kept `seen` read back; nothing kept is nothing seen."""
    found = unpacked(kept) if kept else []
    return dict(_sight(one) for one in found) if isinstance(found, list) else {}
