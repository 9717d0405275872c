"""The law of the views: the same records give the same tables, whatever order, batches and repetitions they come in."""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import Sequence
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from caregiver_app.domain.records import PLAN_ENTITY, Arrival, Dot, Kind, Op, Payload, entity_of
from caregiver_app.storage import diary, plan, views
from caregiver_app.storage.space import Space
from tests.storage.records import NOW, arrival

DEVICES = (b"A" * 16, b"B" * 16, b"C" * 16)
TABLES = ("version", "replaced", "entry")


@st.composite
def histories(draw: st.DrawFn) -> list[Arrival]:
    """What three devices wrote: facts, corrections, withdrawals and plan sections, some of it replaced apart."""
    counts = [draw(st.integers(0, 5)) for _ in DEVICES]
    dots = [Dot(device, n + 1) for device, count in zip(DEVICES, counts, strict=True) for n in range(count)]
    made: list[Arrival] = []
    for dot in dots:
        op = draw(st.sampled_from([Op.FACT, Op.FACT, Op.AMEND, Op.VOID, Op.SET]))
        preds = tuple(draw(st.lists(st.sampled_from(dots), max_size=2, unique=True)))
        about = draw(st.sampled_from(dots))
        made.append(_written(dot, op, about, tuple(p for p in preds if p != dot), draw))
    return made


def _written(dot: Dot, op: Op, about: Dot, preds: tuple[Dot, ...], draw: st.DrawFn) -> Arrival:
    at, clock = NOW.utc_ms + draw(st.integers(-5, 5)), NOW.utc_ms + draw(st.integers(-5, 5))
    authorised = draw(st.booleans()) or draw(st.booleans())
    if op is Op.SET:
        payload: Payload = {"address": str(dot.rseq)}
        section = draw(st.sampled_from(["address", "emergency"]))
        return arrival(
            *dot, kind=Kind.PLAN, op=op, entity=PLAN_ENTITY, group=section, payload=payload, preds=preds,
            at_ms=at, hlc_ms=clock, is_authorised=authorised,
        )  # fmt: skip
    entity = None if op is Op.FACT else entity_of(about)
    return arrival(*dot, op=op, entity=entity, preds=preds, at_ms=at, hlc_ms=clock, is_authorised=authorised)


def a_space(folder: str) -> Space:
    return Space.opened(Path(folder) / f"{secrets.token_hex(4)}.db", bytes(32), b"S" * 16, b"M" * 16, create=True)


def tables(space: Space) -> dict[str, list[tuple[object, ...]]]:
    return {name: sorted(space.database.rows(f"SELECT * FROM {name}")) for name in TABLES}


def shown(space: Space) -> tuple[object, ...]:
    return diary.entries(space), plan.plan_versions(space)


@settings(max_examples=60, deadline=None)
@given(histories(), st.randoms(use_true_random=False), st.integers(1, 4))
def test_views_are_the_same_for_every_order_batching_and_repetition(
    history: list[Arrival], dice: object, batch: int
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        straight, mixed = a_space(folder), a_space(folder)
        straight.merge(history)
        jumbled = [*history, *history[::2]]
        dice.shuffle(jumbled)  # type: ignore[attr-defined]
        for start in range(0, len(jumbled), batch):
            mixed.merge(jumbled[start : start + batch])
        assert tables(mixed) == tables(straight)
        assert shown(mixed) == shown(straight)
        before = tables(mixed)
        views.rebuild(mixed.database)
        assert tables(mixed) == before
        straight.close()
        mixed.close()


@settings(max_examples=60, deadline=None)
@given(histories())
def test_heads_are_the_records_that_nothing_of_their_entity_and_group_replaced(history: list[Arrival]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        space = a_space(folder)
        space.merge(history)
        for group_of in {(a.record.entity_id, a.record.group) for a in history}:
            assert set(space.heads(*group_of)) == _heads(history, *group_of)
        space.close()


def _heads(history: Sequence[Arrival], entity: bytes, group: str) -> set[Dot]:
    members = [a for a in history if (a.record.entity_id, a.record.group) == (entity, group)]
    replaced = {pred for a in members for pred in a.counted_preds}
    return {a.record.dot for a in members} - replaced
