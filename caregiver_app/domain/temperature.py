"""Body temperatures: what can be one, and °F in °C. Everything else cannot be read, and is never clamped (precise G23, R59)."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

COLDEST, HOTTEST = Decimal(30), Decimal(45)  # °C
COLDEST_F, HOTTEST_F = Decimal(86), Decimal(113)  # the same in °F
_TENTH = Decimal("0.1")


def readable_celsius(value: object) -> Decimal | None:
    """A number of °C as an exact decimal; None where it is no number from 30.0 to 45.0."""
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        return None
    degrees = Decimal(str(value))
    return degrees if degrees.is_finite() and COLDEST <= degrees <= HOTTEST else None


def rounded(degrees: Decimal) -> Decimal:
    """To one decimal, half up."""
    return degrees.quantize(_TENTH, ROUND_HALF_UP)


def celsius_of(fahrenheit: Decimal) -> Decimal:
    """°F in °C with one decimal: 100.4 is 38.0, 100.3 is 37.9."""
    return rounded((fahrenheit - 32) * 5 / 9)
