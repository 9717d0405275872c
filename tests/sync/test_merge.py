"""Which replaced records count."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from caregiver_app.domain.people import Role
from caregiver_app.domain.records import Dot, Record
from caregiver_app.domain.time import Instant
from caregiver_app.sync.batches import Sight
from caregiver_app.sync.merge import arrival, joined, origin_of

ANNA, ELENA, SAM = b"A" * 16, b"E" * 16, b"S" * 16


def _amendment(*preds: Dot, payload: dict[str, object] | None = None) -> Record:
    return Record(Dot(ELENA, 5), "check_in", b"e" * 16, "amend", "", payload or {}, preds, 1, Instant(1))  # type: ignore[arg-type]


def _saw(rseq: int) -> dict[bytes, Sight]:
    return {ANNA: Sight(1, b"h" * 16, rseq)}


def test_a_replaced_record_counts_when_its_author_had_seen_it() -> None:
    assert arrival(_amendment(Dot(ANNA, 3)), _saw(3), Role.FAMILY).counted_preds == (Dot(ANNA, 3),)


def test_a_replaced_record_that_its_author_had_not_seen_does_not_count() -> None:
    found = arrival(_amendment(Dot(ANNA, 4), Dot(SAM, 1)), _saw(3), Role.FAMILY)
    assert found.counted_preds == ()
    assert found.is_authorised


def test_an_author_knows_their_own_earlier_records_and_no_later_ones() -> None:
    assert arrival(_amendment(Dot(ELENA, 4), Dot(ELENA, 5), Dot(ELENA, 6)), {}, Role.ADMIN).counted_preds == (
        Dot(ELENA, 4),
    )


def test_who_may_not_write_is_kept_and_replaces_nothing() -> None:
    for role in (Role.OBSERVER, Role.RECOVERY, None):
        found = arrival(_amendment(Dot(ANNA, 3)), _saw(3), role)
        assert not found.is_authorised
        assert found.counted_preds == ()


def test_a_record_written_again_by_a_new_device_replaces_its_first_copy() -> None:
    again = _amendment(Dot(SAM, 9), payload={"origin": {"device": SAM.hex(), "rseq": 9, "hash": "00"}})
    assert arrival(again, {}, Role.FAMILY).counted_preds == (Dot(SAM, 9),)


def test_an_origin_that_is_none_is_passed_over() -> None:
    for origin in (
        None,
        5,
        {},
        {"device": "zz" * 16, "rseq": 1},
        {"device": "aa", "rseq": 1},
        {"device": "aa" * 16, "rseq": True},
    ):
        assert origin_of({"origin": origin}) is None  # type: ignore[dict-item]


@given(st.lists(st.tuples(st.sampled_from([ANNA, SAM]), st.integers(1, 9)), max_size=8))
def test_what_was_seen_only_grows(steps: list[tuple[bytes, int]]) -> None:
    whole: dict[bytes, Sight] = {}
    for device, bseq in steps:
        before = whole
        whole = joined(whole, {device: Sight(bseq, b"h" * 16, bseq * 10)})
        assert all(whole[d].bseq >= s.bseq for d, s in before.items())
