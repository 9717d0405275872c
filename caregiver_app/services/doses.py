"""Notes of medicines given; the program checks no dose yet and says so (issue of the medicines widens this)."""

from __future__ import annotations

from caregiver_app.domain import doses
from caregiver_app.domain.doses import DoseEntry, DoseNote
from caregiver_app.domain.errors import MissingAnswer
from caregiver_app.domain.records import Changes, Draft, Kind, Op, Topic
from caregiver_app.domain.time import Instant
from caregiver_app.storage import doses as stored
from caregiver_app.storage.space import Space

DOSES: Changes = frozenset({Topic.DOSES})


def note_dose(space: Space, note: DoseNote, now: Instant) -> tuple[Changes, bytes]:
    """Keep what was given, in the person's own words. Raises TimeInFuture, or MissingAnswer without a medicine."""
    checked = doses.checked(note, now)
    (written,) = space.append([Draft(Kind.DOSE_NOTE, checked.as_payload(), checked.at)], now)
    return DOSES, written.entity_id


def correct_dose(space: Space, entry: DoseEntry, corrected: DoseNote, reason: str, now: Instant) -> Changes:
    """A new version of a note with a reason; the old one stays visible."""
    if not reason.strip():
        raise MissingAnswer("reason")
    checked = doses.checked(corrected, now)
    payload = {**checked.as_payload(), "reason": reason.strip()}
    space.append(
        [Draft(Kind.DOSE_NOTE, payload, checked.at, Op.AMEND, entry.entity_id, preds=tuple(sorted(entry.heads)))], now
    )
    return DOSES


def take_back_dose(space: Space, entry: DoseEntry, reason: str, now: Instant) -> Changes:
    """Void a note that was wrong; it stays visible struck through."""
    if not reason.strip():
        raise MissingAnswer("reason")
    at = entry.effective.at if entry.effective else now
    space.append(
        [Draft(Kind.DOSE_NOTE, {"reason": reason.strip()}, at, Op.VOID, entry.entity_id, preds=tuple(sorted(entry.heads)))],
        now,
    )
    return DOSES


def dose_entries(space: Space, limit: int | None = None) -> tuple[DoseEntry, ...]:
    """The notes, newest first."""
    return stored.dose_entries(space, limit=limit)
