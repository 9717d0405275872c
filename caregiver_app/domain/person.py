"""Someone who can unlock this computer: all that the lock screen knows of a person."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class PersonOnDevice:
    """Someone who can unlock this computer: the short name is readable before unlocking, and says so on screen."""

    person_id: str
    short_name: str = field(repr=False)
    has_pin: bool = False
