"""What people said after a clip: 'Did that work?'; 'not sure' becomes a request to the nurse (clinical.md §5.1)."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from caregiver_app.domain.records import Payload
from caregiver_app.domain.time import Instant


class Worked(StrEnum):
    """The answer after a clip."""

    YES = "yes"
    NOT_SURE = "not_sure"


@dataclass(frozen=True, slots=True)
class Watched:
    """One answer after one clip."""

    clip_id: str
    worked: Worked = field(repr=False)
    at: Instant
    author: str = field(default="", repr=False)

    def as_payload(self) -> Payload:
        """The plain form; `at` travels as the record's observed time."""
        return {"clip": self.clip_id, "worked": self.worked.value}


def watched_from(payload: Payload, at: Instant, author: str = "") -> Watched:
    """A stored payload read back."""
    return Watched(str(payload["clip"]), Worked(str(payload["worked"])), at, author)
