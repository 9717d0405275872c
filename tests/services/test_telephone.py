"""Emergency numbers are offered to be checked, never known."""

from __future__ import annotations

import pytest

from caregiver_app.services.telephone import MOST_OFFERED, emergency_candidates


@pytest.mark.parametrize(("country", "number"), [("ES", "112"), ("US", "911"), ("GB", "999"), ("AU", "000"), ("IN", "112")])
def test_a_countrys_own_number_may_be_offered(country: str, number: str) -> None:
    found = emergency_candidates(country)
    assert len(found) <= MOST_OFFERED
    assert all(n.isdigit() for n in found)
    if country != "IN":
        assert number in found


@pytest.mark.parametrize("country", ["", "XX", "ESP", "1"])
def test_nothing_is_offered_for_what_is_no_country(country: str) -> None:
    assert emergency_candidates(country) == ()
