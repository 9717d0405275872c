"""The care circle as its page shows it: who belongs to it, how an invitation stands, and how joining stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from caregiver_app.domain.people import Member, Role
from caregiver_app.domain.time import Instant


@dataclass(frozen=True, slots=True)
class Circle:
    """The circle of one patient. `is_admitted` is False on a restored device until it is invited back.

    `waiting` counts what was written here and is not yet at the relay; `relay` is its address, "" for none.
    """

    space_id: bytes
    members: tuple[Member, ...] = field(repr=False)
    my_role: Role | None
    is_admitted: bool
    relay: str
    waiting: int = 0

    @property
    def me(self) -> Member | None:
        """The member whose device this is."""
        return next((m for m in self.members if any(d.is_me for d in m.devices)), None)


class InvitePhase(StrEnum):
    """How an invitation stands on the screen of who invites."""

    PREPARING = "preparing"
    WAITING = "waiting"  # the code is shown; nobody has typed it yet
    COMPARE = "compare"  # both screens show six digits
    ADDED = "added"
    BURNT = "burnt"  # a step came twice or out of order, or the digits differed
    OVER = "over"  # 24 hours have passed


@dataclass(frozen=True, slots=True)
class Invitation:
    """An invitation as shown: the code in letters and in digits, who is meant, and the six digits once they are there.

    `their_name` and `their_device` are what the newcomer typed; the inviting person may write another name.
    """

    phase: InvitePhase
    letters: str = field(default="", repr=False)
    spoken: str = field(default="", repr=False)
    role: Role = Role.FAMILY
    name: str = field(default="", repr=False)
    title: str = field(default="", repr=False)
    made_at: Instant = field(default_factory=lambda: Instant(0))
    digits: str = field(default="", repr=False)
    their_name: str = field(default="", repr=False)
    their_device: str = field(default="", repr=False)


class JoinPhase(StrEnum):
    """How joining stands on the newcomer's screen."""

    KNOCKING = "knocking"  # looking for the invitation
    NOT_FOUND = "not_found"  # no invitation lies under this code; it is looked for again and again
    ANSWERED = "answered"  # waiting for the other computer
    COMPARE = "compare"  # six digits are shown; the other person confirms
    ADMITTED = "admitted"
    BURNT = "burnt"


@dataclass(frozen=True, slots=True)
class Joining:
    """Joining as shown; `space_id` is known from the six digits on."""

    phase: JoinPhase
    relay: str
    digits: str = field(default="", repr=False)
    space_id: bytes = b""
