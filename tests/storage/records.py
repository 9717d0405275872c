"""Records as other devices would send them, for tests."""

from __future__ import annotations

from caregiver_app.domain.records import Arrival, Dot, Draft, Kind, Op, Payload, Record, entity_of
from caregiver_app.domain.time import Instant

NOW = Instant(1_790_000_000_000, 120)


def scores(pain: int) -> Payload:
    return {"who": "patient", "mode": "quick", "scores": {"pain": pain}}


def check_in(pain: int = 3, at: Instant = NOW) -> Draft:
    return Draft(Kind.CHECK_IN, scores(pain), at)


def arrival(
    device: bytes,
    rseq: int,
    *,
    kind: str = Kind.CHECK_IN,
    op: str = Op.FACT,
    entity: bytes | None = None,
    group: str = "",
    payload: Payload | None = None,
    preds: tuple[Dot, ...] = (),
    at_ms: int = NOW.utc_ms,
    hlc_ms: int = NOW.utc_ms,
    is_authorised: bool = True,
) -> Arrival:
    dot = Dot(device, rseq)
    record = Record(
        dot,
        kind,
        entity_of(dot) if entity is None else entity,
        op,
        group,
        scores(rseq % 11) if payload is None else payload,
        preds,
        hlc_ms << 16,
        Instant(at_ms, 60),
    )
    return Arrival(record, preds if is_authorised else (), is_authorised)
