"""What the Today page shows: the last check-in, the days before it, what is unfinished, and what helps today."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from PySide6.QtCore import QObject, Signal

from caregiver_app.domain.clip_marks import Asked, ClipState, next_visit
from caregiver_app.domain.diary import Entry
from caregiver_app.domain.doses import DoseNote, last_of
from caregiver_app.domain.flags.rule import Rules
from caregiver_app.domain.people import Patient
from caregiver_app.domain.plan import CrisisEntry, CrisisPlan
from caregiver_app.domain.records import Topic
from caregiver_app.domain.time import DAY_MS, Clock, Instant
from caregiver_app.domain.trends import Series, series
from caregiver_app.services import backup, clips, diary, doses, flags, plan, vault
from caregiver_app.services.flags import Attention
from caregiver_app.storage.space import Space
from caregiver_app.storage.vault import Vault
from caregiver_app.ui.operations import Operations

_SPARK_DAYS = 7
_RECENT = 30
_CORRECTION = "check_in:"  # before the id of the entry that a half-written correction corrects
_TOPICS = frozenset({Topic.DIARY, Topic.PLAN, Topic.PATIENT, Topic.DOSES, Topic.CLIPS, Topic.SETTINGS, Topic.FLAGS})


@dataclass(frozen=True, slots=True)
class State:
    """Everything Today shows; empty where nothing was written yet."""

    now: Instant
    patient: Patient = field(repr=False)
    plan: CrisisPlan = field(repr=False)
    latest: Entry | None = field(default=None, repr=False)
    latest_scores: Entry | None = field(default=None, repr=False)  # the newest entry with a number, maybe `latest`
    week: Mapping[str, Series] = field(default_factory=dict, repr=False)  # symptom -> the latest entry's own line
    unfinished: tuple[CrisisEntry, ...] = field(default=(), repr=False)
    last_dose: DoseNote | None = field(default=None, repr=False)
    clip_marks: Mapping[str, ClipState] = field(default_factory=dict, repr=False)
    me: str = field(default="", repr=False)
    drafts: tuple[str, ...] = ()  # forms that were left unfinished
    correcting: Entry | None = field(default=None, repr=False)  # the entry whose correction was left unfinished
    is_sheet_tried: bool = True
    is_backup_due: bool = False
    attention: Attention | None = field(default=None, repr=False)  # None where the rules cannot be read

    @property
    def for_nurse(self) -> tuple[Asked, ...]:
        """The clips to show at the next visit."""
        return next_visit(self.clip_marks)


def load_all(opened: Vault, now: Instant, rules: Rules | None = None) -> State | None:
    """Read the page's state from the open vault; None while there is no patient yet."""
    if not opened.spaces:
        return None
    drafts = vault.drafts(opened)
    return replace(
        load(opened.spaces[0], now),
        me=vault.me(opened)[0],
        drafts=drafts,
        correcting=_correcting(opened.spaces[0], drafts),
        is_sheet_tried=vault.sheet_was_tried(opened),
        is_backup_due=backup.is_due(opened, now),
        attention=None if rules is None else flags.attention(opened.spaces[0], rules, now),
    )


def _correcting(space: Space, drafts: tuple[str, ...]) -> Entry | None:
    begun = (draft.removeprefix(_CORRECTION) for draft in drafts if draft.startswith(_CORRECTION))
    found = (diary.entry(space, bytes.fromhex(entity_id)) for entity_id in begun)
    return next((entry for entry in found if entry is not None and not entry.is_voided), None)


def load(space: Space, now: Instant) -> State:
    """Read what the patient's space tells, in one go."""
    week = diary.entries(space, since=now.plus(-_SPARK_DAYS * DAY_MS))
    recent = [entry for entry in diary.entries(space, limit=_RECENT) if not entry.is_voided]
    latest = recent[0] if recent else None
    scored = next((entry for entry in recent if _has_score(entry)), None)
    return State(
        now=now,
        patient=plan.patient(space),
        plan=plan.plan(space),
        latest=latest,
        latest_scores=scored,
        week=_week_of(scored, week, now),
        unfinished=plan.crisis_entries(space, unfinished_only=True),
        last_dose=last_of(doses.dose_entries(space, limit=20)),
        clip_marks=clips.marked(space),
    )


def _has_score(entry: Entry) -> bool:
    counted = entry.effective
    return counted is not None and any(score is not None for score in counted.scores.values())


def _week_of(latest: Entry | None, week: tuple[Entry, ...], now: Instant) -> dict[str, Series]:
    counted = latest.effective if latest is not None else None
    if counted is None:
        return {}
    found: dict[str, Series] = {}
    for symptom, score in counted.scores.items():
        if score is None:
            continue
        lines = series(week, symptom, now, days=_SPARK_DAYS)
        own = [line for line in lines if line.line is counted.line]
        if own:
            found[symptom] = own[0]
    return found


class TodayViewModel(QObject):
    """Loads Today and loads it again whenever something it shows has changed, here or on another device."""

    state_changed = Signal(object)

    def __init__(
        self, operations: Operations, clock: Clock, rules: Callable[[], Rules | None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._operations = operations
        self._clock = clock
        self._rules = rules
        operations.changed.connect(self._heard)

    def load(self) -> None:
        """Read everything again."""
        now, rules = self._clock.now(), self._rules()
        self._operations.read_vault(lambda opened: load_all(opened, now, rules), self._show, self)

    def _show(self, state: State | None) -> None:
        if state is not None:
            self.state_changed.emit(state)

    def _heard(self, changes: frozenset[Topic]) -> None:
        if changes & _TOPICS:
            self.load()
