"""When to share next."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from caregiver_app.sync.rhythm import HEARTBEAT_S, LONGEST_RETRY_S, Rhythm


def _at_rest() -> Rhythm:
    rhythm = Rhythm()
    rhythm.started(0.0)
    rhythm.agreed(0.0)
    return rhythm


def test_a_write_is_shared_two_seconds_later() -> None:
    rhythm = _at_rest()
    rhythm.wrote(10.0)
    assert rhythm.next_at == 12.0


def test_writing_on_shares_together_but_not_later_than_three_seconds_after_the_first() -> None:
    rhythm = _at_rest()
    for now in (10.0, 10.5, 11.0, 11.9):
        rhythm.wrote(now)
    assert rhythm.next_at == 13.0


@given(st.lists(st.floats(0, 3), min_size=1, max_size=20))
def test_no_write_waits_longer_than_three_seconds(pauses: list[float]) -> None:
    rhythm = _at_rest()
    now = first = 10.0
    rhythm.wrote(now)
    for pause in pauses:
        now += pause
        if now >= rhythm.next_at:
            break
        rhythm.wrote(now)
    assert rhythm.next_at <= first + 3.0


def test_a_write_during_an_exchange_is_not_forgotten() -> None:
    rhythm = _at_rest()
    rhythm.started(9.9)
    rhythm.wrote(10.0)
    rhythm.agreed(10.2)
    assert rhythm.next_at == 12.0


def test_without_writes_there_is_a_heartbeat() -> None:
    assert _at_rest().next_at == HEARTBEAT_S


def test_a_relay_that_is_away_is_tried_every_second_and_a_half_then_more_rarely_and_never_given_up() -> None:
    rhythm = _at_rest()
    now, pauses = 100.0, []
    for _ in range(300):
        rhythm.started(now)
        rhythm.was_away(now)
        pauses.append(rhythm.next_at - now)
        now = rhythm.next_at
    assert all(abs(pause - 1.5) < 1e-6 for pause in pauses[:200])
    assert abs(pauses[-1] - LONGEST_RETRY_S) < 1e-6


def test_a_write_or_a_new_network_tries_an_absent_relay_at_once() -> None:
    for poke in (Rhythm.wrote, Rhythm.woke):
        rhythm = _at_rest()
        rhythm.started(100.0)
        rhythm.was_away(100.0)
        poke(rhythm, 100.2)
        assert rhythm.next_at == 100.2


def test_trouble_is_tried_again_calmly() -> None:
    rhythm = _at_rest()
    rhythm.started(5.0)
    rhythm.was_troubled(5.0)
    assert rhythm.next_at == 15.0
    rhythm.started(5.0)
    rhythm.woke(5.0)
    rhythm.was_troubled(5.0)
    assert rhythm.next_at == 6.5


def test_a_relay_that_rings_without_end_is_answered_twice_a_second_and_no_more() -> None:
    rhythm = _at_rest()
    now = 10.0
    for _ in range(5):
        rhythm.rang(now)
        assert rhythm.next_at >= now
        now = rhythm.next_at
        rhythm.started(now)
        rhythm.agreed(now)
    assert now == 12.0
