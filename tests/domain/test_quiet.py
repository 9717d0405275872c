"""At night a clip starts silent, unless sound was asked for in this very night."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caregiver_app.domain.quiet import night_at, starts_silent
from caregiver_app.domain.time import HOUR_MS, Instant

NOON = Instant.of(datetime.fromisoformat("2026-03-14T12:00:00+01:00"))


def at(day: int, hour: int, minute: int = 0) -> Instant:
    return Instant.at_wall(datetime(2026, 3, day, hour, minute), NOON)


@pytest.mark.parametrize(("hour", "minute", "is_silent"), [(20, 59, False), (21, 0, True), (6, 59, True), (7, 0, False)])
def test_sound_starts_off_from_nine_in_the_evening_until_seven(hour: int, minute: int, is_silent: bool) -> None:
    assert starts_silent(at(14, hour, minute), "") is is_silent


def test_a_night_goes_by_the_date_of_its_evening() -> None:
    assert night_at(at(14, 23)) == date(2026, 3, 14)
    assert night_at(at(15, 3)) == date(2026, 3, 14)
    assert night_at(at(15, 7)) is None


def test_sound_asked_for_holds_for_that_night_only() -> None:
    assert not starts_silent(at(14, 23), "2026-03-14")
    assert not starts_silent(at(15, 3), "2026-03-14")
    assert starts_silent(at(15, 21), "2026-03-14")


@given(st.integers(0, 24 * 400), st.integers(-720, 840))
def test_every_hour_is_night_or_day_by_its_own_wall_clock(hours: int, offset_min: int) -> None:
    now = Instant(NOON.utc_ms + hours * HOUR_MS, offset_min)
    is_night = now.wall().hour >= 21 or now.wall().hour < 7
    night = night_at(now)
    assert starts_silent(now, "") is is_night
    assert (night is not None) is is_night
    assert night is None or not starts_silent(now, night.isoformat())
