"""The check-in page: one question at a time by hand or by key, the list beside it, and saving always in reach."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent, QResizeEvent, QShortcut
from PySide6.QtWidgets import QAbstractSpinBox, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from caregiver_app.domain.clips import Clip
from caregiver_app.domain.diary import Entry, Mode
from caregiver_app.domain.errors import CaregiverError, MissingAnswer, TimeInFuture
from caregiver_app.domain.offers import clips_for
from caregiver_app.ui import answers
from caregiver_app.ui.pages.check_in.form import StepKind, is_done
from caregiver_app.ui.pages.check_in.last_step import WhenField, last_question
from caregiver_app.ui.pages.check_in.questions import SKIP, Asker, Question
from caregiver_app.ui.pages.check_in.side import StepsSide, step_label
from caregiver_app.ui.pages.check_in.view_model import CheckInViewModel, Phase, Saved, State
from caregiver_app.ui.sentences import sentence_for
from caregiver_app.ui.surroundings import Page, Surroundings
from caregiver_app.ui.widgets.boxes import Banner, Card, Flow, ScrollPage, boxed, clear, column, row
from caregiver_app.ui.widgets.buttons import Button, paint_focus
from caregiver_app.ui.widgets.call_note import CallNote
from caregiver_app.ui.widgets.choices import Chooser, Option
from caregiver_app.ui.widgets.words import Picture, Words

_MOST_CLIPS = 2  # offered under a question
_SIDE, _WIDE_ENOUGH = 330, 980  # below it the scale beside the list would need two rows
_MODES = (Mode.QUICK, Mode.FULL, Mode.COMFORT, Mode.NOTE)
_BACK = (Qt.Key.Key_Backspace,)
_SKIP = (Qt.Key.Key_Delete,)
_WRITTEN = QLineEdit | QPlainTextEdit | QAbstractSpinBox
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class _QuestionCard(Card):
    """Holds the question and the keyboard, so that a number typed is an answer and Enter by chance is none."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__(around.look, gap=14)
        self._ring_look = around.look
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            paint_focus(QPainter(self), self._ring_look, QRectF(self.rect()), 12)


class CheckInPage(Page):
    """How is the person now? The argument of `arrive` is the entry to correct, None for a new check-in."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        self.around = around
        look = around.look
        self.model = CheckInViewModel(around.operations, around.clock, around.content.symptoms, self)
        self._asker = Asker(around, self.model)
        self._question: Question | None = None
        self._when: WhenField | None = None
        self._shown: tuple[object, ...] = ()
        self._is_wide = True
        self.side = StepsSide(around, self.model.go)
        self.card = _QuestionCard(around)
        self._head = column(look)
        self._note = column(look)
        self.main = ScrollPage(look, gap=14, margins=(32, 14, 32, 16))
        self.side_scroll = ScrollPage(look, margins=(32, 14, 0, 16), most=_SIDE)
        self._foot = column(look, margins=(32, 10, 32, 12))
        self._build()
        self.model.state_changed.connect(self._changed)
        self.model.saved.connect(self._was_saved)
        self.model.undone.connect(lambda: around.desk.said.emit(around.t("The check-in was taken back.")))

    def _build(self) -> None:
        look, t = self.around.look, self.around.t
        outer = QVBoxLayout(self)
        outer.setSpacing(0)
        outer.setContentsMargins(0, 0, 0, 0)
        self._top = boxed(self._head)
        middle = boxed(row(look, self.side_scroll, (self.main, 1)))
        self._bottom = boxed(self._foot)
        for widget, stretch in ((self._top, 0), (middle, 1), (self._bottom, 0)):
            outer.addWidget(widget, stretch)
        self._below = boxed(self._note)
        self.save = Button(look, "primary", t("Save"), "done", self._save)
        self._foot_note = column(look)
        self._foot.addLayout(row(look, (self._foot_note, 1), self.save, gap=16))
        self._place()
        keys = {"Ctrl+S": self._save, "Ctrl+Return": self._save, "Alt+Left": self.model.back, "Escape": self._escape}
        for sequence, act in keys.items():
            shortcut = QShortcut(QKeySequence(sequence), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)
        for number, mode in enumerate(_MODES, 1):
            shortcut = QShortcut(QKeySequence(f"Ctrl+{number}"), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda mode=mode: self._mode_wanted(mode))

    # ---- coming and going ------------------------------------------------------------------------
    def arrive(self, argument: object = None) -> None:
        self._shown = ()
        self.model.begin(argument if isinstance(argument, Entry) else None)

    def leave(self) -> None:
        self.model.leave()

    def _escape(self) -> None:
        self.around.desk.page_wanted.emit("diary" if self.model.state.entry is not None else "today", None)

    def _mode_wanted(self, mode: object) -> None:
        state = self.model.state
        if state.phase is Phase.ASKING and isinstance(mode, Mode) and state.entry is None:
            self.model.choose_mode(mode)

    def _save(self) -> None:
        self.model.save()

    def _was_saved(self, saved: Saved) -> None:
        desk, t = self.around.desk, self.around.t
        if saved.is_correction:
            desk.said.emit(t("The correction is saved."))
            desk.page_wanted.emit("diary", None)
            return
        words = t.plural("Saved with {n} answer.", "Saved with {n} answers.", saved.answers)
        desk.page_wanted.emit("today", None)
        desk.undo_offered.emit(words if saved.answers else t("Saved."), self.model.undo_of(saved))

    # ---- room --------------------------------------------------------------------------------------
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_wide = self.width() >= self.around.look.px(_WIDE_ENOUGH)
        if is_wide != self._is_wide:
            self._is_wide = is_wide
            self._place()
            self._shown = ()
            self._changed(self.model.state)

    def _place(self) -> None:
        """Beside each other where there is room, else everything in one scrolling column, the question first."""
        look, outer = self.around.look, self.layout()
        assert isinstance(outer, QVBoxLayout)
        for widget in (self._top, self.card, self.side, self._below):
            widget.setParent(None)
        self.side_scroll.setVisible(self._is_wide and self.model.state.phase is Phase.ASKING)
        edge = look.gap(32) if self._is_wide else 0
        self._head.setContentsMargins(edge, look.gap(20) if self._is_wide else 0, edge, 0)
        if self._is_wide:
            outer.insertWidget(0, self._top)
            self.side_scroll.setFixedWidth(look.px(_SIDE))
            self.side_scroll.box.addWidget(self.side, 1)
        else:
            self.main.box.addWidget(self._top)
        self.main.box.addWidget(self.card)
        if not self._is_wide:
            self.main.box.addWidget(self.side)
        self.main.box.addWidget(self._below)
        self.main.box.addStretch(1)
        for widget in (self._top, self.card, self.side, self._below):
            widget.show()

    # ---- showing -------------------------------------------------------------------------------------
    def _changed(self, state: State) -> None:
        if state.phase is Phase.SAVING:
            self.save.setEnabled(False)
            return
        key = (state.phase, state.place, state.form.mode, state.steps, self._mistake_key(state), self._answer_key(state))
        if state.phase is Phase.ASKING:
            self.side.put(state)
            self._say_save(state)
        self.side.setVisible(state.phase is Phase.ASKING)
        self.side_scroll.setVisible(self._is_wide and state.phase is Phase.ASKING)
        self._bottom.setVisible(state.phase is Phase.ASKING)
        if key == self._shown:
            return
        self._shown = key
        self._show_head(state)
        self._show_card(state)

    def _mistake_key(self, state: State) -> object:
        """A time ahead is said beside the time, where a person goes on typing."""
        is_said = state.step.kind is StepKind.LAST and isinstance(state.mistake, TimeInFuture)
        return None if is_said else state.mistake

    def _answer_key(self, state: State) -> object:
        """What the card must be made anew for: on the list of signs and the last step people go on working in it."""
        form, step = state.form, state.step
        if step.kind in (StepKind.SIGNS, StepKind.WATCH, StepKind.LAST):
            return None
        return (form.who, form.scores.get(step.id), form.facts.get(step.id), form.soothed, form.overall)

    def _say_save(self, state: State) -> None:
        t = self.around.t
        if state.entry is not None:
            words = t("Save the correction")
        elif state.form.mode is Mode.NOTE:
            words = t("Save the note")
        elif state.answers:
            words = t.plural("Save with {n} answer", "Save with {n} answers", state.answers)
        else:
            words = t("Save")
        self.save.put_words(words)
        self.save.setEnabled(True)

    def _show_head(self, state: State) -> None:
        look, t, name = self.around.look, self.around.t, state.known.patient.name
        clear(self._head)
        if state.entry is not None:
            counted = state.entry.effective
            who = answers.who_words(t, counted.who, name) if counted is not None else ""
            title, below = t("Correct this entry"), f"{t.when(state.entry.at, state.now)} · {who}"
        else:
            title = t("How is {name} now?", name=t.name(name)) if name else t("How is it now?")
            below = t("{day}, {time}", day=t.day(state.now), time=t.clock(state.now))
        words = column(look, Words(look, title, "h1"), Words(look, below, "body", "quiet"))
        chooser = self._mode_chooser(state)
        is_beside = self._is_wide and chooser.sizeHint().width() < self.width() * 0.55
        head = row(look, (words, 1), chooser, gap=16) if is_beside else column(look, words, chooser, gap=8)
        self._head.addLayout(head)

    def _mode_chooser(self, state: State) -> QWidget:
        if state.phase is not Phase.ASKING or state.entry is not None:
            return QWidget()
        t = self.around.t
        options = [Option(mode, self._mode_name(mode)) for mode in _MODES]
        chooser = Chooser(self.around.look, t("Kind of check-in"), options, state.form.mode)
        chooser.chosen.connect(self._mode_wanted)
        return chooser

    def _mode_name(self, mode: Mode) -> str:
        t = self.around.t
        return {
            Mode.QUICK: t("Quick"),
            Mode.FULL: t("Full"),
            Mode.COMFORT: t("Comfort check"),
            Mode.NOTE: t("Just a note"),
        }[mode]

    def _show_card(self, state: State) -> None:
        had_focus = self.isAncestorOf(self.focusWidget()) if self.focusWidget() else True
        clear(self.card.box)
        clear(self._note)
        self._question, self._when = None, None
        shown = {
            Phase.LOADING: self._show_loading,
            Phase.FAILED: self._show_failed,
            Phase.OFFER: self._show_offer,
            Phase.ASKING: self._show_question,
        }
        shown[state.phase](state)
        if state.phase is Phase.ASKING:
            self._show_note(state)
        if had_focus:
            self._take_keyboard()
        if (line := self.side.current_line()) is not None:
            self.side_scroll.reveal(line)
        self.main.verticalScrollBar().setValue(0 if self._is_wide else max(0, self.card.y() - 12))

    def _show_note(self, state: State) -> None:
        """The not-judged sentence and the number: in the bar below where there is room, else under the question."""
        around, known = self.around, state.known
        clear(self._foot_note)

        def plan_wanted() -> None:
            around.desk.page_wanted.emit("plan", None)

        note = CallNote(around.look, around.t, known.team, known.emergency, plan_wanted, self._is_wide)
        (self._foot_note if self._is_wide else self._note).addWidget(note)

    def _take_keyboard(self) -> None:
        start = self._question.start if self._question is not None else None
        (start or self.card).setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_loading(self, _state: State) -> None:
        words = self.around.t("One moment …")
        self.card.setAccessibleName(words)
        self.card.box.addWidget(Words(self.around.look, words, "body", "quiet"))

    def _show_failed(self, state: State) -> None:
        look, t = self.around.look, self.around.t
        title, body = sentence_for(t, state.mistake or CaregiverError())
        again = Button(look, "primary", t("Try again"), "repeat", lambda: self.arrive(state.entry))
        self.card.setAccessibleName(title)
        self.card.box.addWidget(Banner(look, "today", title, body, [again]))

    def _show_offer(self, state: State) -> None:
        look, t, offered = self.around.look, self.around.t, self.model.offered
        assert offered is not None  # the phase says so
        when = answers.when_inside(t, offered.started, state.now)
        title = t("You had started a check-in ({when}). Go on?", when=when)
        if state.entry is not None:
            title = t("You had started to correct this entry ({when}). Go on?", when=when)
        go_on = Button(look, "primary", t("Go on"), "forward", self.model.resume)
        again = Button(look, "line", t("Start again"), "repeat", self.model.start_again)
        self.card.setAccessibleName(title)
        self.card.box.addWidget(Words(look, title, "title"))
        self.card.box.addWidget(Words(look, t("What you had answered was kept, locked, on this computer.")))
        self.card.box.addWidget(boxed(Flow(look, 12, go_on, again)))
        self._question = Question(title, self.card, start=go_on)

    def _show_question(self, state: State) -> None:
        look, t = self.around.look, self.around.t
        if state.step.kind is StepKind.LAST:
            question, self._when = last_question(self.around, self.model, state)
        else:
            question = self._asker.ask(state)
        self._question = question
        box = self.card.box
        if state.mistake is not None and self._mistake_key(state) is not None:
            box.addWidget(Banner(look, "today", *self._mistake_words(state.mistake), small=True))
        place = t("Question {n} of {all}", n=state.place + 1, all=len(state.steps))
        box.addWidget(Words(look, place, "small", "quiet"))
        title = column(look, Words(look, question.words, "title"), gap=2)
        if question.explain:
            title.addWidget(Words(look, question.explain, "body", "quiet"))
        box.addLayout(row(look, column(look, Picture(look, question.icon, 30, "accent"), None), (title, 1), gap=12))
        box.addWidget(question.body)
        if question.hint:
            box.addWidget(Words(look, question.hint, "small", "quiet"))
        box.addStretch(1)
        if offered := clips_for(self.around.content.clips.clips, state.step.id)[:_MOST_CLIPS]:
            box.addWidget(self._offer_clips(offered))
        box.addWidget(self._ways(state, question))
        self.card.setAccessibleName(f"{question.words} {question.explain}".strip())
        self.card.setAccessibleDescription(f"{place}. {question.hint}")

    def _offer_clips(self, clips: Sequence[Clip]) -> QWidget:
        """Clips about what is asked; the answers so far are kept while one is watched."""
        look, t = self.around.look, self.around.t
        shown = Flow(look, 4, Words(look, t("A clip that may help:"), "small", "quiet"))
        for clip in clips:
            show = partial(self.around.desk.page_wanted.emit, "clips", clip.id)
            shown.addWidget(Button(look, "text", clip.words_in(t.language).title, "clip", show, words_kind="body"))
        return boxed(shown)

    def _mistake_words(self, mistake: CaregiverError) -> tuple[str, str]:
        t = self.around.t
        if isinstance(mistake, MissingAnswer) and mistake.field == "overall":
            return t("One answer is still missing."), t("Say how it seems to you, all in all. Then save again.")
        return sentence_for(t, mistake)

    def _ways(self, state: State, question: Question) -> QWidget:
        look, t, model = self.around.look, self.around.t, self.model
        ways: list[QWidget] = []
        if state.place > 0:
            ways.append(Button(look, "line", t("Back"), "back", model.back))
        if question.can_skip:
            skip = Button(look, "line", t("Skip this one"), "skip", model.skip)
            skip.setAccessibleDescription(t("Key {n}", n=SKIP))
            ways.append(skip)
        if state.place < len(state.steps) - 1 and state.step.kind is not StepKind.WHO:
            following = step_label(t, self.around.content.symptoms, state.steps[state.place + 1])
            words = t("Next: {what}", what=following)
            ways.append(Button(look, "soft", words, None, model.forward, trailing="forward"))
        return boxed(Flow(look, 10, *ways))

    # ---- keys ----------------------------------------------------------------------------------------
    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
        )
        if plain and self._question is not None and self.model.state.phase is Phase.ASKING and self._pressed(event):
            event.accept()
        else:
            super().keyPressEvent(event)

    def _pressed(self, event: QKeyEvent) -> bool:
        question, state = self._question, self.model.state
        if question is None or isinstance(self.focusWidget(), _WRITTEN):
            return False
        typed = event.text().lower()
        typed = str(int(typed)) if typed.isdecimal() else typed
        if typed in question.keys:
            question.keys[typed]()
        elif question.can_skip and (typed == SKIP or event.key() in _SKIP):
            self.model.skip()
        elif event.key() in _BACK:
            self.model.back()
        elif event.key() in _ENTER:
            self._enter(state)
        else:
            return False
        return True

    def _enter(self, state: State) -> None:
        """Enter goes on where an answer stands; it never answers, and on the last step it saves."""
        if state.step.kind is StepKind.LAST:
            self._save()
        elif is_done(state.form, state.step) or state.step.kind in (StepKind.SIGNS, StepKind.WATCH):
            self.model.forward()
