"""Which of a record's replaced dots count (sync.md §1): pure, and the same whatever came first.

A dot counts where its author had seen it and the author may write. That both are of the same entity and group is kept
by the views, which replace inside one entity and group only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from caregiver_app.domain.people import Role
from caregiver_app.domain.records import Arrival, Dot, Payload, Record
from caregiver_app.sync.batches import Seen, Sight

WRITERS = frozenset({Role.ADMIN, Role.STAFF, Role.FAMILY})
ORIGIN = "origin"


def joined(before: Seen, delta: Seen) -> dict[bytes, Sight]:
    """What an author has seen after one more batch; a chain that seems to shrink keeps its farther end."""
    whole = dict(before)
    for device, sight in delta.items():
        known = whole.get(device)
        if known is None or (sight.bseq, sight.last_rseq) > (known.bseq, known.last_rseq):
            whole[device] = sight
    return whole


def has_seen(author: bytes, rseq: int, seen: Seen, pred: Dot) -> bool:
    """True where the author of (author, rseq) had merged `pred` before."""
    if pred.device == author:
        return pred.rseq < rseq
    sight = seen.get(pred.device)
    return sight is not None and pred.rseq <= sight.last_rseq


def arrival(record: Record, seen: Seen, role: Role | None) -> Arrival:
    """The record as it is merged: kept in any case, its replaced dots counted only as far as its author could know.

    `role` is the author's at this batch, None where the roster gives none. A record written again by a replaced
    device may replace its own first copy: who wrote it had it in hand.
    """
    is_authorised = role in WRITERS
    first_copy = origin_of(record.payload)
    counted = tuple(
        pred
        for pred in record.preds
        if is_authorised and (pred == first_copy or has_seen(record.dot.device, record.dot.rseq, seen, pred))
    )
    return Arrival(record, counted, is_authorised)


def arrivals(records: Iterable[Record], seen: Seen, role: Role | None) -> tuple[Arrival, ...]:
    """All records of one batch."""
    return tuple(arrival(record, seen, role) for record in records)


def origin_of(payload: Payload) -> Dot | None:
    """The dot under which a replaced device had written this, None for an ordinary record."""
    found = payload.get(ORIGIN)
    if not isinstance(found, Mapping):
        return None
    device, rseq = found.get("device"), found.get("rseq")
    if not isinstance(device, str) or len(device) != 32 or not isinstance(rseq, int) or isinstance(rseq, bool):
        return None
    try:
        return Dot(bytes.fromhex(device), rseq)
    except ValueError:
        return None
