"""Emergency numbers that a country is said to have: offered to be checked by a person, never filled in alone."""

from __future__ import annotations

MOST_OFFERED = 4


def emergency_candidates(country: str) -> tuple[str, ...]:
    """Numbers that the phonenumbers library lists for a two-letter country, shortest first, at most 4; maybe none."""
    from phonenumbers import shortnumberinfo

    if len(country) != 2:
        return ()
    region = country.upper()
    found = [
        number
        for digits in (3, 2, 4)
        for number in (f"{n:0{digits}}" for n in range(10**digits))
        if shortnumberinfo.is_emergency_number(number, region)
        and not any(number != shorter and number.startswith(shorter) for shorter in ("112", "911", "999"))
    ]
    return tuple(found[:MOST_OFFERED])
