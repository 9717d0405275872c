"""What the diary shows: every entry with its versions by day, what happened in between, and two weeks of scores."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from PySide6.QtCore import QObject, Signal

from caregiver_app.domain.diary import CheckIn, Entry, is_readable
from caregiver_app.domain.doses import DoseEntry
from caregiver_app.domain.errors import CaregiverError, NothingToUndo, TimeInFuture
from caregiver_app.domain.people import Patient
from caregiver_app.domain.plan import Contact, CrisisEntry
from caregiver_app.domain.records import Changes, Topic
from caregiver_app.domain.time import DAY_MS, Clock, Instant, is_too_far_ahead
from caregiver_app.domain.trends import Series, series
from caregiver_app.services import diary, doses, plan
from caregiver_app.storage.space import Space
from caregiver_app.ui.operations import Operations

TREND_DAYS = 14
_MORE_DAYS = 28
_TOPICS = frozenset({Topic.DIARY, Topic.PLAN, Topic.PATIENT, Topic.DOSES, Topic.CIRCLE, Topic.PEOPLE})

Thing = Entry | CrisisEntry | DoseEntry


@dataclass(frozen=True, slots=True)
class Day:
    """One calendar day of the list; `at` is its newest moment, `things` come newest first."""

    at: Instant
    things: tuple[Thing, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class State:
    """Everything the diary shows.

    `tracked` are the symptoms with a score in the last two weeks: those that matter most to the person first, then
    the most scored.
    """

    now: Instant
    patient: Patient = field(repr=False)
    team: Contact | None = field(default=None, repr=False)
    emergency: str = field(default="", repr=False)
    days: tuple[Day, ...] = field(default=(), repr=False)
    has_older: bool = False
    tracked: tuple[str, ...] = ()
    recent: tuple[Entry, ...] = field(default=(), repr=False)

    def lines(self, symptom: str) -> tuple[Series, ...]:
        """The two lines of a symptom over the last two weeks, never mixed (precise G21)."""
        return series(self.recent, symptom, self.now, TREND_DAYS)

    @property
    def is_empty(self) -> bool:
        """True where nothing was ever written."""
        return not self.days and not self.has_older


def load(space: Space, now: Instant, days: int = TREND_DAYS) -> State:
    """Read the list of the last `days` and the scores of two weeks in one go."""
    since = now.plus(-days * DAY_MS)
    entries = diary.entries(space, since=since)
    events = plan.crisis_entries(space)
    given = doses.dose_entries(space)
    others: tuple[Thing, ...] = (*events, *given)
    older = len(diary.entries(space, limit=len(entries) + 1)) > len(entries)
    crisis, patient = plan.plan(space), plan.patient(space)
    return State(
        now=now,
        patient=patient,
        team=crisis.team_line,
        emergency=crisis.emergency.number,
        days=by_day((*entries, *(thing for thing in others if _is_in(thing, since)))),
        has_older=older or not all(_is_in(thing, since) for thing in others),
        tracked=_tracked(entries, patient.quick_items, now),
        recent=entries,
    )


def moment_of(thing: Thing) -> Instant:
    """When it happened."""
    if isinstance(thing, Entry):
        return thing.at
    if isinstance(thing, CrisisEntry):
        return thing.event.started
    note = thing.effective or next((v.note for v in thing.versions if v.note is not None), None)
    return note.at if note is not None else thing.versions[0].recorded_at


def _is_in(thing: Thing, since: Instant) -> bool:
    return moment_of(thing).utc_ms >= since.utc_ms


def by_day(things: Iterable[Thing]) -> tuple[Day, ...]:
    """Days and the things in them, newest first; the day is the one that the wall clock showed."""
    found: dict[date, list[Thing]] = {}
    for thing in sorted(things, key=lambda one: moment_of(one).utc_ms, reverse=True):
        found.setdefault(moment_of(thing).wall().date(), []).append(thing)
    newest_first = sorted(found.items(), reverse=True)
    return tuple(Day(moment_of(listed[0]), tuple(listed)) for _, listed in newest_first)


def _tracked(entries: Iterable[Entry], first: Sequence[str], now: Instant) -> tuple[str, ...]:
    since = now.plus(-TREND_DAYS * DAY_MS)
    count: dict[str, int] = {}
    for entry in entries:
        counted = entry.effective
        if counted is None or counted.at.utc_ms <= since.utc_ms:
            continue
        for name, score in counted.scores.items():
            count[name] = count.get(name, 0) + (score is not None and is_readable(score))
    place = {name: n for n, name in enumerate(first)}
    scored = (name for name, times in count.items() if times)
    return tuple(sorted(scored, key=lambda name: (place.get(name, len(place)), -count[name], name)))


class DiaryViewModel(QObject):
    """Loads the diary, again whenever it changes here or on another device, and does what is asked of one entry."""

    state_changed = Signal(object)
    failed = Signal(object)  # CaregiverError: the diary could not be read
    refused = Signal(object)  # CaregiverError: what was asked of an entry was not done
    done = Signal(str)  # "taken_back", "put_back", "settled" or "finished"

    def __init__(self, operations: Operations, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._operations, self._clock = operations, clock
        self._days = TREND_DAYS
        operations.changed.connect(self._heard)

    def load(self) -> None:
        """Read everything again."""
        now, days = self._clock.now(), self._days
        self._operations.read(lambda space: load(space, now, days), self.state_changed.emit, self, self.failed.emit)

    def load_older(self) -> None:
        """Show four more weeks."""
        self._days += _MORE_DAYS
        self.load()

    def _heard(self, changes: frozenset[Topic]) -> None:
        if changes & _TOPICS:
            self.load()

    # ---- one entry -----------------------------------------------------------------------------
    def take_back(self, entry: Entry, reason: str) -> None:
        """Take an entry back; it stays visible, struck through."""
        now = self._clock.now()
        self._write(lambda space: diary.take_back(space, entry, reason, now), "taken_back")

    def put_back(self, entry: Entry, reason: str) -> None:
        """Undo `take_back`: the entry counts again as it was. Refused where someone has changed it since."""
        now, right = self._clock.now(), entry.effective

        def write(space: Space) -> Changes:
            found = diary.entry(space, entry.entity_id)
            if found is None or right is None or not found.is_voided or len(found.versions) != len(entry.versions) + 1:
                raise NothingToUndo
            return diary.correct(space, found, right, reason, now)

        self._write(write, "put_back")

    def settle(self, entry: Entry, right: CheckIn | None, reason: str) -> None:
        """Say which of the versions is right; None where the right one is that it was taken back."""
        now = self._clock.now()
        if right is None:
            self._write(lambda space: diary.take_back(space, entry, reason, now), "settled")
        else:
            self._write(lambda space: diary.correct(space, entry, right, reason, now), "settled")

    def finish_crisis(self, entry: CrisisEntry, words: str, ended: Instant | None) -> None:
        """Finish a draft that a timer left: what happened, and when it was over."""
        now = self._clock.now()
        if ended is not None and is_too_far_ahead(ended, now):
            self.refused.emit(TimeInFuture())
            return
        event = replace(entry.event, words=words.strip(), ended=ended, is_finished=True)
        self._write(lambda space: plan.finish_crisis(space, entry, event, now), "finished")

    def _write(self, service: Callable[[Space], Changes], what: str) -> None:
        def refused(error: CaregiverError) -> None:
            self.refused.emit(error)

        self._operations.write(service, lambda _: self.done.emit(what), self, refused)
