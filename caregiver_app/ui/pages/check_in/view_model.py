"""Leads through a check-in: one question after the other, kept while unfinished, saved or corrected in one go."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import StrEnum

from PySide6.QtCore import QObject, Signal

from caregiver_app.domain.diary import Comfort, Entry, Line, Mode, Soothed, Who, is_readable
from caregiver_app.domain.errors import CaregiverError, TimeInFuture
from caregiver_app.domain.people import Patient
from caregiver_app.domain.records import Changes
from caregiver_app.domain.symptoms import SymptomCatalogue
from caregiver_app.domain.time import Clock, Instant, is_too_far_ahead
from caregiver_app.services import diary
from caregiver_app.services import vault as vaults
from caregiver_app.storage.space import Space
from caregiver_app.storage.vault import Vault
from caregiver_app.ui.operations import Operations
from caregiver_app.ui.pages.check_in import form as forms
from caregiver_app.ui.pages.check_in.form import Fact, Form, Step, StepKind
from caregiver_app.ui.pages.check_in.known import Before, Known, know


class Phase(StrEnum):
    """Where the page stands."""

    LOADING = "loading"
    FAILED = "failed"
    OFFER = "offer"  # an unfinished check-in was found
    ASKING = "asking"
    SAVING = "saving"


@dataclass(frozen=True, slots=True)
class State:
    """Everything the page shows. `place` is the step in view; `mistake` what kept the form from being saved."""

    phase: Phase
    now: Instant
    form: Form = field(repr=False)
    known: Known = field(default_factory=lambda: Known(Patient()), repr=False)
    steps: tuple[Step, ...] = ()
    place: int = 0
    mistake: CaregiverError | None = None
    entry: Entry | None = field(default=None, repr=False)  # the entry that is being corrected

    @property
    def step(self) -> Step:
        """The step in view."""
        return self.steps[self.place] if self.steps else Step(StepKind.WHO)

    @property
    def answers(self) -> int:
        """How many questions have an answer."""
        return forms.answers(self.form, self.steps)

    @property
    def line(self) -> Line | None:
        """The trend line of who answers, None until that was chosen."""
        return self.form.who.line if self.form.who else None

    def before(self, symptom: str) -> Before | None:
        """The last score of a symptom by the same line: what the person said and what was seen are never compared."""
        return self.known.before.get((symptom, self.line)) if self.line else None


@dataclass(frozen=True, slots=True)
class Saved:
    """What was saved: a new entry, or a correction of one."""

    entity_id: bytes
    answers: int
    is_correction: bool


class CheckInViewModel(QObject):
    """One check-in at a time. Every change announces a new `State`."""

    state_changed = Signal(object)
    saved = Signal(object)  # Saved
    undone = Signal()

    def __init__(
        self, operations: Operations, clock: Clock, catalogue: SymptomCatalogue, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._operations, self._clock, self._catalogue = operations, clock, catalogue
        self._offered: Form | None = None
        self._is_new = True  # nothing was answered since the form was last kept or opened
        self.state = State(Phase.LOADING, clock.now(), Form(clock.now()))

    # ---- opening and leaving -------------------------------------------------------------------
    def begin(self, entry: Entry | None = None) -> None:
        """Open a new form, or one that corrects `entry`; offers to go on where one was left unfinished."""
        now = self._clock.now()
        corrects = entry.entity_id if entry is not None else b""
        form = forms.form_of(entry, now) if entry is not None else Form(now)
        self._is_new = True
        self._put(State(Phase.LOADING, now, form, entry=entry))

        def read(vault: Vault) -> tuple[Known, Form | None]:
            space = next(iter(vault.spaces))
            draft = vaults.draft(vault, forms.draft_key(corrects))
            return know(space, now, corrects), forms.form_kept(draft[0]) if draft else None

        self._operations.read_vault(read, self._opened, self, self._not_opened)

    def _opened(self, found: tuple[Known, Form | None]) -> None:
        known, offered = found
        self._offered = offered
        if known.is_last_days and self.state.entry is None:
            self.state = replace(self.state, form=forms.with_mode(self.state.form, Mode.COMFORT))
        phase = Phase.OFFER if offered is not None else Phase.ASKING
        self._put(replace(self.state, phase=phase, known=known))
        if phase is Phase.ASKING:
            self._place_form(self.state.form)

    def _not_opened(self, error: CaregiverError) -> None:
        self._put(replace(self.state, phase=Phase.FAILED, mistake=error))

    def leave(self) -> None:
        """Keep what is unfinished in the vault: queued before a lock, it is on the disk when the vault closes."""
        if self.state.phase is not Phase.ASKING or self._is_new or not self.state.form.is_touched:
            return
        form, now = self.state.form, self._clock.now()
        key, plain = forms.draft_key(form.corrects), forms.kept(form)
        self._operations.write_vault(lambda vault: vaults.keep_draft(vault, key, plain, now))
        self._is_new = True

    @property
    def offered(self) -> Form | None:
        """The unfinished check-in that is offered."""
        return self._offered

    def resume(self) -> None:
        """Go on with the unfinished check-in."""
        if self._offered is not None:
            form, self._offered = self._offered, None
            self._is_new = False
            self._place_form(form)

    def start_again(self) -> None:
        """Throw the unfinished check-in away and begin a new one."""
        self._offered = None
        self._drop_draft()
        self._place_form(self.state.form)

    def _drop_draft(self) -> None:
        key, now = forms.draft_key(self.state.form.corrects), self._clock.now()
        self._operations.write_vault(lambda vault: vaults.keep_draft(vault, key, None, now))

    def _place_form(self, form: Form) -> None:
        found = self._steps(form)
        place = len(found) - 1 if form.corrects else forms.next_open(form, found, -1)
        self._put(replace(self.state, phase=Phase.ASKING, form=form, steps=found, place=place, mistake=None))

    # ---- moving about --------------------------------------------------------------------------
    def go(self, place: int) -> None:
        """Show the step with this number."""
        self._put(replace(self.state, place=max(0, min(place, len(self.state.steps) - 1)), mistake=None))

    def back(self) -> None:
        """Show the step before."""
        self.go(self.state.place - 1)

    def forward(self) -> None:
        """Show the step after, without an answer; who answers cannot be left open."""
        step, form = self.state.step, self.state.form
        if step.kind is StepKind.SIGNS and form.signs is None:
            self._change(signs=())  # looked, and saw none of these
        if step.kind is StepKind.WATCH and step.id not in form.watched:
            self._change(watched=(*form.watched, step.id))
        if self.state.form.who is not None or self.state.step.kind is not StepKind.WHO:
            self.go(self.state.place + 1)

    # ---- answering -----------------------------------------------------------------------------
    def choose_mode(self, mode: Mode) -> None:
        """Quick, full, comfort check or just a note; answers that were given stay."""
        form = forms.with_mode(self.state.form, mode)
        self._is_new = False
        self._place_form(form)

    def choose_who(self, who: Who) -> None:
        """Say who answers, and go on to the first question."""
        self._change(who=who)
        self._advance()

    def score(self, number: int) -> None:
        """Answer the scored question in view with 0..10, and go on."""
        if self.state.step.kind is StepKind.SCORE and is_readable(number):
            self._change(scores={**self.state.form.scores, self.state.step.id: number})
            self._advance()

    def fact(self, value: Fact) -> None:
        """Answer the unscored question in view, and go on."""
        if self.state.step.kind is StepKind.FACT:
            self._change(facts={**self.state.form.facts, self.state.step.id: value})
            self._advance()

    def skip(self) -> None:
        """Skip the question in view; it is kept as skipped, never as 0."""
        step, form = self.state.step, self.state.form
        if step.kind is StepKind.SCORE:
            self._change(scores={**form.scores, step.id: None})
        elif step.kind is StepKind.FACT:
            self._change(facts={**form.facts, step.id: None})
        elif step.kind is StepKind.SOOTHED:
            self._change(soothed=None)
            self.go(self.state.place + 1)
            return
        else:
            return
        self._advance()

    def tick(self, sign: str, is_seen: bool) -> None:
        """Tick or untick one sign of the comfort check."""
        others = tuple(s for s in self.state.form.signs or () if s != sign)
        self._change(signs=(*others, sign) if is_seen else others)

    def see(self, sign: str, is_seen: bool) -> None:
        """Tick or untick one sign of the list in view."""
        others = tuple(s for s in self.state.form.ticks if s != sign)
        self._change(ticks=(*others, sign) if is_seen else others)

    def soothe(self, answer: Soothed) -> None:
        """Say whether voice or touch soothed, and go on."""
        self._change(soothed=answer)
        self._advance()

    def view(self, overall: Comfort) -> None:
        """Give the overall view of a comfort check, and go on."""
        self._change(overall=overall)
        self._advance()

    def write_note(self, words: str) -> None:
        """Keep what is being written; nothing is announced, for the field shows it already."""
        self._is_new = False
        self.state = replace(self.state, form=replace(self.state.form, note=words))

    def write_reason(self, words: str) -> None:
        """Keep the reason of a correction."""
        self._is_new = False
        self.state = replace(self.state, form=replace(self.state.form, reason=words))

    def set_time(self, at: Instant | None) -> None:
        """When it was; None for the moment of saving. A time more than 5 minutes ahead is a mistake at once (G6)."""
        ahead = at is not None and is_too_far_ahead(at, self._clock.now())
        self._change(at=at)
        self._put(replace(self.state, mistake=TimeInFuture() if ahead else None))

    def _change(self, **changed: object) -> None:
        form = replace(self.state.form, **changed)  # type: ignore[arg-type]
        self._is_new = False
        self._put(replace(self.state, form=form, steps=self._steps(form), now=self._clock.now(), mistake=None))

    def _advance(self) -> None:
        found = self.state.steps
        self.go(forms.next_open(self.state.form, found, min(self.state.place, len(found) - 1)))

    def _steps(self, form: Form) -> tuple[Step, ...]:
        return forms.steps(form, self._catalogue, self.state.known.patient.quick_items)

    # ---- saving --------------------------------------------------------------------------------
    def save(self) -> None:
        """Save the form, or say in `mistake` what is missing and show that step."""
        if self.state.phase is not Phase.ASKING:
            return
        state, now = self.state, self._clock.now()
        entry = state.entry
        original = entry.versions[0].check_in if entry is not None else None
        try:
            check_in = forms.check_in_of(state.form, state.steps, now, original, self._catalogue.watches)
        except CaregiverError as error:
            self._refused(error)
            return
        key, reason, answers = forms.draft_key(state.form.corrects), state.form.reason, state.answers
        written: list[bytes] = []

        def write(space: Space) -> Changes:
            if entry is not None:
                written.append(entry.entity_id)
                return diary.correct(space, entry, check_in, reason, now)
            changes, entity_id = diary.record(space, check_in, now)
            written.append(entity_id)
            return changes

        form = forms.kept(state.form)
        self._put(replace(state, phase=Phase.SAVING))
        self._operations.write_vault(
            lambda vault: vaults.save_form(vault, key, form, write, now),
            lambda _: self._was_saved(Saved(written[0], answers, entry is not None)), self, self._refused,
        )  # fmt: skip

    def _was_saved(self, saved: Saved) -> None:
        self._is_new = True
        now = self._clock.now()
        self._put(State(Phase.LOADING, now, Form(now), self.state.known))
        self.saved.emit(saved)

    def _refused(self, error: CaregiverError) -> None:
        place = self.state.place
        wanted = getattr(error, "field", "")
        for n, step in enumerate(self.state.steps):
            if wanted and wanted in (step.kind.value, step.id):
                place = n
        if isinstance(error, TimeInFuture) or wanted in ("reason", "anything"):
            place = max(0, len(self.state.steps) - 1)
        self._put(replace(self.state, phase=Phase.ASKING, place=place, mistake=error))

    def undo_of(self, saved: Saved) -> Callable[[], None]:
        """What takes a new entry back again, for the undo bar."""
        clock, operations, undone = self._clock, self._operations, self.undone

        def undo() -> None:
            now = clock.now()
            operations.write(lambda space: diary.undo(space, saved.entity_id, now), lambda _: undone.emit(), self)

        return undo

    def _put(self, state: State) -> None:
        self.state = state
        self.state_changed.emit(state)
