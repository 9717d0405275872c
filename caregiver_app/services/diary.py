"""What a person can do with the diary; each write is on the disk when the function returns."""

from __future__ import annotations

from caregiver_app.domain import diary
from caregiver_app.domain.diary import CheckIn, Entry
from caregiver_app.domain.errors import MissingAnswer, NothingToUndo
from caregiver_app.domain.records import Changes, Draft, Kind, Op, Payload, Topic
from caregiver_app.domain.time import Instant
from caregiver_app.storage import diary as stored
from caregiver_app.storage.space import Space

DIARY: Changes = frozenset({Topic.DIARY})


def record(space: Space, check_in: CheckIn, now: Instant) -> tuple[Changes, bytes]:
    """Keep a new entry; returns what changed and the entry's id, for undo.

    Raises TimeInFuture, UnreadableValue or MissingAnswer where the form must ask again.
    """
    checked = diary.checked(check_in, now)
    (written,) = space.append([Draft(Kind.CHECK_IN, checked.as_payload(), checked.at)], now)
    return DIARY, written.entity_id


def correct(space: Space, entry: Entry, corrected: CheckIn, reason: str, now: Instant) -> Changes:
    """Write a new version with a reason; the old one stays visible, struck through, at its original time (G9).

    Written on a contested entry it settles it, for it replaces every version that stands.
    """
    if not reason.strip():
        raise MissingAnswer("reason")
    checked = diary.checked(corrected, now)
    payload = {**checked.as_payload(), "reason": reason.strip()}
    space.append([_amendment(entry, payload, checked.at, Op.AMEND)], now)
    return DIARY


def take_back(space: Space, entry: Entry, reason: str, now: Instant) -> Changes:
    """Void an entry with a reason; it stays visible struck through and counts nowhere."""
    if not reason.strip():
        raise MissingAnswer("reason")
    space.append([_amendment(entry, {"reason": reason.strip()}, entry.at, Op.VOID)], now)
    return DIARY


def undo(space: Space, entity_id: bytes, now: Instant) -> Changes:
    """Take back what was just saved here. Raises NothingToUndo where someone has changed it since."""
    found = stored.entry(space, entity_id)
    if found is None or len(found.versions) != 1 or found.versions[0].dot.device != space.device:
        raise NothingToUndo
    space.append([_amendment(found, {"reason": "", "undone": True}, found.at, Op.VOID)], now)
    return DIARY


def entries(space: Space, since: Instant | None = None, limit: int | None = None) -> tuple[Entry, ...]:
    """The diary, newest first, with every version."""
    return stored.entries(space, since=since, limit=limit)


def entry(space: Space, entity_id: bytes) -> Entry | None:
    """One entry with every version."""
    return stored.entry(space, entity_id)


def latest(space: Space) -> Entry | None:
    """The newest entry that was not taken back."""
    return next((e for e in stored.entries(space, limit=20) if not e.is_voided), None)


def _amendment(entry: Entry, payload: Payload, at: Instant, op: Op) -> Draft:
    return Draft(Kind.CHECK_IN, payload, at, op=op, entity_id=entry.entity_id, preds=tuple(sorted(entry.heads)))
