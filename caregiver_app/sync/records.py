"""A record as it travels: a msgpack array `[v, kind, entity_id, op, group, payload, preds, hlc, observed_at, flags]`.

Its dot does not travel: the device is in the batch header and the count runs on from the batch's first number.
`preds` is a list of `[device, rseq]`, `observed_at` is `[utc_ms, offset_min]`. A later version may append elements;
what this version does not know stays in the sealed batch, which is never written again.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import cast

import msgspec

from caregiver_app.domain.records import Dot, Payload, Plain, Record
from caregiver_app.domain.time import Instant
from caregiver_app.sync.refusals import DuplicateKey, Malformed, TooDeep

FIELDS = 10
DEEPEST = 16
_MOST_INT = (1 << 63) - 1
_WIDEST_OFFSET_MIN = 24 * 60
_LATEST_MS = 1 << 53

_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder()


def packed(value: object) -> bytes:
    """The one msgpack form of a plain value."""
    return _encoder.encode(value)


def unpacked(data: bytes) -> object:
    """A plain value from its one msgpack form.

    Raises Malformed for what is no msgpack, TooDeep, and DuplicateKey where the value would be written otherwise:
    a repeated key and a needlessly long number are read differently by different libraries.
    """
    try:
        value: object = _decoder.decode(data)
        if _encoder.encode(value) != data:
            raise DuplicateKey("msgpack")
    except RecursionError as error:
        raise TooDeep("msgpack") from error
    except (msgspec.MsgspecError, UnicodeDecodeError, TypeError) as error:
        raise Malformed("msgpack") from error
    return value


def as_array(record: Record) -> list[object]:
    """The record as the array that travels."""
    return [
        record.version,
        record.kind,
        record.entity_id,
        record.op,
        record.group,
        record.payload,
        [[pred.device, pred.rseq] for pred in record.preds],
        record.hlc,
        [record.observed_at.utc_ms, record.observed_at.offset_min],
        record.flags,
    ]


def record_from(array: object, dot: Dot) -> Record:
    """A travelled array as the record `dot`. Raises Malformed and TooDeep; says which field in `what`."""
    if not isinstance(array, list) or len(array) < FIELDS:
        raise Malformed("record")
    version, kind, entity_id, op, group, payload, preds, hlc, observed_at, flags = array[:FIELDS]
    if not (isinstance(entity_id, bytes) and len(entity_id) == 16):
        raise Malformed("entity_id")
    return Record(
        dot,
        _text(kind, "kind"),
        entity_id,
        _text(op, "op"),
        _text(group, "group"),
        _payload(payload),
        _dots(preds),
        min(_count(hlc, "hlc", (1 << 64) - 1), _MOST_INT),  # never refused for its time; SQLite keeps 63 bits
        _instant(observed_at),
        _count(flags, "flags"),
        _count(version, "version"),
    )


def _text(value: object, what: str) -> str:
    if not isinstance(value, str) or len(value) > 200:
        raise Malformed(what)
    return value


def _count(value: object, what: str, most: int = _MOST_INT) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= most:
        raise Malformed(what)
    return value


def _dots(value: object) -> tuple[Dot, ...]:
    if not isinstance(value, list):
        raise Malformed("preds")
    found = []
    for pair in value:
        if not (isinstance(pair, list) and len(pair) == 2 and isinstance(pair[0], bytes) and len(pair[0]) == 16):
            raise Malformed("preds")
        found.append(Dot(pair[0], _count(pair[1], "preds")))
    return tuple(found)


def _instant(value: object) -> Instant:
    if not (isinstance(value, list) and len(value) == 2 and all(type(part) is int for part in value)):
        raise Malformed("observed_at")
    utc_ms, offset_min = cast("list[int]", value)
    if abs(utc_ms) > _LATEST_MS or abs(offset_min) > _WIDEST_OFFSET_MIN:
        raise Malformed("observed_at")
    return Instant(utc_ms, offset_min)


def _payload(value: object) -> Payload:
    if not isinstance(value, dict):
        raise Malformed("payload")
    _require_plain(value, DEEPEST)
    return cast(Payload, value)


def _require_plain(value: object, depth: int) -> None:
    """Payloads are kept as JSON: text keys, no bytes, no numbers that JSON cannot say."""
    if depth == 0:
        raise TooDeep("payload")
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if not isinstance(key, str):
                raise Malformed("payload")
            _require_plain(inner, depth - 1)
    elif isinstance(value, Sequence) and not isinstance(value, str | bytes):
        for inner in value:
            _require_plain(inner, depth - 1)
    elif isinstance(value, float):
        if not math.isfinite(value):
            raise Malformed("payload")
    elif not isinstance(value, bool | int | str | None):
        raise Malformed("payload")


def plain_copy(value: Plain) -> Plain:
    """The value as it comes back from its travelled form: tuples become lists."""
    return cast(Plain, _decoder.decode(_encoder.encode(value)))
