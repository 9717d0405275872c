"""What a crisis card shows: the plan's numbers and words, the timer, and what was last noted. One read, no waiting."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from PySide6.QtCore import QObject, Signal

from caregiver_app.domain.doses import DoseNote, last_of
from caregiver_app.domain.people import Patient
from caregiver_app.domain.plan import CrisisEntry, CrisisPlan, Section, plan_from
from caregiver_app.domain.records import Changes, Plain, Topic
from caregiver_app.domain.time import Clock, Instant
from caregiver_app.services import doses, plan
from caregiver_app.services import vault as vaults
from caregiver_app.storage.space import Space
from caregiver_app.storage.vault import Vault
from caregiver_app.ui.operations import Operations
from caregiver_app.ui.pages.crisis.unfinished import (
    DOSE,
    WORDS,
    DoseDraft,
    WordsDraft,
    dose_kept,
    kept_dose,
    kept_words,
    words_kept,
)

_TOPICS = frozenset({Topic.PLAN, Topic.PATIENT, Topic.DOSES})


@dataclass(frozen=True, slots=True)
class State:
    """The plan around the cards, the same for every card; `running` is the timer's draft entry of each card."""

    now: Instant
    patient: Patient = field(repr=False)
    plan: CrisisPlan = field(repr=False)
    last_dose: Mapping[str, DoseNote] = field(default_factory=dict, repr=False)
    running: Mapping[str, CrisisEntry] = field(default_factory=dict, repr=False)
    medicine_words: Mapping[str, tuple[TeamWords, ...]] = field(default_factory=dict, repr=False)
    dose_draft: DoseDraft | None = field(default=None, repr=False)
    words_draft: WordsDraft | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class TeamWords:
    """What one version of the plan says about a card's medicine: verbatim, with who wrote it and when."""

    words: str = field(repr=False)
    author: str = field(repr=False)
    at: Instant


def load_all(opened: Vault, now: Instant) -> State:
    """Read what every card needs in one go, and what was left half written."""
    return replace(
        load(next(iter(opened.spaces)), now),
        dose_draft=dose_kept(vaults.draft(opened, DOSE)),
        words_draft=words_kept(vaults.draft(opened, WORDS)),
    )


def load(space: Space, now: Instant) -> State:
    """Read what the patient's space says for the cards."""
    noted = doses.dose_entries(space, limit=200)
    cards = {entry.effective.card_id for entry in noted if entry.effective is not None}
    newest = {card: last_of(noted, card) for card in cards}
    unfinished = plan.crisis_entries(space, unfinished_only=True)
    running: dict[str, CrisisEntry] = {}
    for entry in unfinished:
        if entry.event.ended is None:
            running.setdefault(entry.event.card_id, entry)
    return State(
        now=now,
        patient=plan.patient(space),
        plan=plan.plan(space),
        last_dose={card: note for card, note in newest.items() if note is not None},
        running=running,
        medicine_words=_medicine_words(space),
    )


def _medicine_words(space: Space) -> dict[str, tuple[TeamWords, ...]]:
    """Every standing version of the medicines' words, so that two that were written apart are both seen."""
    found: dict[str, tuple[TeamWords, ...]] = {}
    for version in plan.versions(space, Section.MEDICINES):
        if not version.is_head:
            continue
        for card_id, words in plan_from({Section.MEDICINES: [version]}).medicines.items():
            known = found.get(card_id, ())
            if words not in [k.words for k in known]:
                found[card_id] = (*known, TeamWords(words, version.author, version.at))
    return found


class CrisisViewModel(QObject):
    """Loads the cards' state, starts and ends the timer, and keeps what was given."""

    state_changed = Signal(object)
    kept = Signal(str)  # what was kept: "timer", "event", "dose"
    trouble = Signal(object)  # a CaregiverError that the form answers

    def __init__(self, operations: Operations, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._operations = operations
        self._clock = clock
        operations.changed.connect(self._heard)

    def load(self) -> None:
        """Read everything again."""
        now = self._clock.now()
        self._operations.read_vault(lambda opened: load_all(opened, now), self.state_changed.emit, self)

    def start_timer(self, card_id: str) -> None:
        """Start the timer with one tap; its draft entry is kept at once."""
        now = self._clock.now()
        self._operations.write(
            lambda space: plan.start_crisis(space, card_id, now)[0],
            lambda _: self.kept.emit("timer"), self, self.trouble.emit,
        )  # fmt: skip

    def finish(self, entry: CrisisEntry, words: str, is_finished: bool) -> None:
        """End the timer and keep the words; unfinished drafts are offered again later."""
        now = self._clock.now()
        ended = entry.event.ended or now
        event = replace(entry.event, ended=ended, words=words.strip(), is_finished=is_finished)
        form = kept_words(entry.entity_id, words)
        self._save(WORDS, form, lambda space: plan.finish_crisis(space, entry, event, now), "event")

    def note_dose(self, note: DoseNote) -> None:
        """Keep a medicine that was given, in the person's own words."""
        now = self._clock.now()
        self._save(DOSE, kept_dose(note), lambda space: doses.note_dose(space, note, now)[0], "dose")

    # ---- unfinished ------------------------------------------------------------------------------
    def keep_dose(self, note: DoseNote) -> None:
        """Keep a half-written note in the vault: queued before a lock, it is on the disk when the vault closes."""
        self._put_draft(DOSE, kept_dose(note))

    def keep_words(self, entry: CrisisEntry, words: str) -> None:
        """Keep what stands beside a running timer, in the same way."""
        self._put_draft(WORDS, kept_words(entry.entity_id, words))

    def drop_dose(self) -> None:
        """Throw the half-written note away."""
        self._put_draft(DOSE, None)
        self.load()

    def _put_draft(self, key: str, value: Plain) -> None:
        now = self._clock.now()
        self._operations.write_vault(lambda opened: vaults.keep_draft(opened, key, value, now))

    def _save(self, key: str, form: Plain, service: Callable[[Space], Changes], what: str) -> None:
        now = self._clock.now()
        self._operations.write_vault(
            lambda opened: vaults.save_form(opened, key, form, service, now),
            lambda _: self.kept.emit(what), self, self.trouble.emit,
        )  # fmt: skip

    def _heard(self, changes: Changes) -> None:
        if changes & _TOPICS:
            self.load()
