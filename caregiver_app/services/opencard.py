"""What stays readable on the lock screen, and what can be written there."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from caregiver_app.domain.opencard import OpenCard, open_card_of
from caregiver_app.domain.plan import CrisisEvent, crisis_event_from
from caregiver_app.domain.records import Changes, Topic
from caregiver_app.domain.time import Instant
from caregiver_app.storage import opencard as stored
from caregiver_app.storage.home import Home

if TYPE_CHECKING:  # the lock screen reads the open card before the vault's machinery is loaded
    from caregiver_app.storage.space import Space
    from caregiver_app.storage.vault import Vault


def open_card(home: Path) -> OpenCard:
    """What can be read without unlocking, however damaged everything else is."""
    return stored.read_open_card(home)


def publish(space: Space, home: Path, language: str) -> bool:
    """Bring the clear file in line with what the household ticked; True where it changed. Raises DiskFull."""
    from caregiver_app.services import plan

    card = open_card_of(plan.plan(space), plan.patient(space), language)
    if card == stored.read_open_card(home):
        return False
    stored.write_open_card(home, card)
    return True


def keep_locked_event(home: Path, event: CrisisEvent, person_id: str | None = None) -> None:
    """Keep a timer of the lock screen, sealed so that only a vault opens it: one person's, or everyone's here.

    Called again with the same card and start, the later words count. Raises TooManyNotes, DiskFull, ReadOnlyHome.
    """
    from caregiver_app.storage import locked_notes

    place = Home(home)
    plain = json.dumps({**event.as_payload(), "started": [event.started.utc_ms, event.started.offset_min]}).encode()
    for person in place.people():
        if person_id in (None, person.person_id):
            locked_notes.keep_note(place.folder_of(person.person_id), plain)


def take_locked_events(vault: Vault, space: Space, now: Instant) -> Changes:
    """After unlocking: put what was written on the lock screen into the vault, once, whoever of the house unlocks."""
    from caregiver_app.storage import locked_notes

    waiting = locked_notes.waiting_notes(vault.folder, vault.key)
    if not waiting:
        return frozenset()
    with space.transaction():
        for path, plain in waiting:
            event = _event_from(plain)
            if event is None:
                locked_notes.set_aside(path)
            else:
                _take(space, event, now)
    locked_notes.forget_notes(tuple(path for path, _ in waiting))  # a crash before this takes them again, see _take
    return frozenset({Topic.PLAN, Topic.DIARY})


def _event_from(plain: bytes) -> CrisisEvent | None:
    """Anyone at this computer can seal to a public key, so what was sealed may be nonsense."""
    try:
        found = json.loads(plain)
        return crisis_event_from(found, Instant(int(found["started"][0]), int(found["started"][1])))
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError):
        return None


def _take(space: Space, event: CrisisEvent, now: Instant) -> None:
    """Write an event that is not there yet, or its later words where the same start is already there."""
    from caregiver_app.services import plan

    same = [
        entry
        for entry in plan.crisis_entries(space)
        if (entry.event.card_id, entry.event.started) == (event.card_id, event.started)
    ]
    if not same:
        plan.start_crisis(space, event.card_id, event.started)
        same = [e for e in plan.crisis_entries(space) if e.event == CrisisEvent(event.card_id, event.started)]
    known = same[0].event
    if event != known and not known.is_finished:
        plan.finish_crisis(space, same[0], event, now)
