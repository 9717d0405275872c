"""Notes of medicines given, in the person's own words; nothing here checks or produces a dose (clinical.md §0)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from caregiver_app.domain.errors import MissingAnswer, TimeInFuture
from caregiver_app.domain.records import Dot, Payload
from caregiver_app.domain.time import Instant, is_too_far_ahead


@dataclass(frozen=True, slots=True)
class DoseNote:
    """A medicine someone gave: the label's name, what was given in their own words, by whom, for which crisis card."""

    label: str = field(repr=False)
    given: str = field(repr=False)
    by: str = field(repr=False)
    at: Instant
    card_id: str = ""

    def as_payload(self) -> Payload:
        """The plain form; `at` travels as the record's observed time."""
        return {"label": self.label, "given": self.given, "by": self.by, "card": self.card_id}


@dataclass(frozen=True, slots=True)
class DoseVersion:
    """The note as first written or corrected; `note` is None where it was taken back."""

    dot: Dot
    note: DoseNote | None = field(repr=False)
    author: str = field(repr=False)
    recorded_at: Instant
    reason: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class DoseEntry:
    """A dose note with all versions, oldest first, and those that nothing replaced."""

    entity_id: bytes
    versions: tuple[DoseVersion, ...] = field(repr=False)
    heads: frozenset[Dot]

    @property
    def current(self) -> tuple[DoseVersion, ...]:
        """The versions that stand."""
        return tuple(v for v in self.versions if v.dot in self.heads)

    @property
    def effective(self) -> DoseNote | None:
        """The note that counts; of contested versions the later time given (precise G10)."""
        standing = [v.note for v in self.current if v.note is not None]
        return max(standing, key=lambda note: note.at.utc_ms) if standing else None


def dose_note_from(payload: Payload, at: Instant) -> DoseNote:
    """A stored payload read back."""
    text = {key: str(payload.get(key) or "") for key in ("label", "given", "by", "card")}
    return DoseNote(text["label"], text["given"], text["by"], at, text["card"])


def checked(note: DoseNote, now: Instant) -> DoseNote:
    """The note if it may be saved; raises TimeInFuture, or MissingAnswer where no medicine was named."""
    if is_too_far_ahead(note.at, now):
        raise TimeInFuture
    if not note.label.strip():
        raise MissingAnswer("label")
    return note


def last_of(entries: Sequence[DoseEntry], card_id: str | None = None) -> DoseNote | None:
    """The newest standing note, of one crisis card if named."""
    notes = [e.effective for e in entries if e.effective is not None]
    fitting = [n for n in notes if card_id is None or n.card_id == card_id]
    return max(fitting, key=lambda note: note.at.utc_ms) if fitting else None
