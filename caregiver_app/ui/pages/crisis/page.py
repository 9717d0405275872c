"""The crisis cards. Numbers first, then what to do, one line each; everything else below. Nothing here waits."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from caregiver_app.domain.crisis_cards import GENERAL, NOTE_THE_TIME, CrisisCard
from caregiver_app.domain.doses import DoseNote
from caregiver_app.domain.errors import CaregiverError
from caregiver_app.domain.plan import CrisisEntry
from caregiver_app.ui.card_words import call_if_card
from caregiver_app.ui.pages.crisis import card_parts as parts
from caregiver_app.ui.pages.crisis.dose_form import DoseForm
from caregiver_app.ui.pages.crisis.paper import PaperButtons
from caregiver_app.ui.pages.crisis.phone import phone_script
from caregiver_app.ui.pages.crisis.timer_card import TimerCard
from caregiver_app.ui.pages.crisis.unfinished import DoseDraft
from caregiver_app.ui.pages.crisis.view_model import CrisisViewModel, State
from caregiver_app.ui.surroundings import Page, Surroundings
from caregiver_app.ui.widgets.boxes import Banner, Card, Flow, ScrollPage, boxed, card_header, clear, column, row
from caregiver_app.ui.widgets.buttons import BigButton, Button, number_button
from caregiver_app.ui.widgets.call import NumberScreen
from caregiver_app.ui.widgets.steps import StepList
from caregiver_app.ui.widgets.words import Words

_TICK_MS = 1_000
_TWO_COLUMNS_PX = 860  # below this width, at 100 %, the cards stand under each other


class CrisisPage(Page):
    """One card at a time; the general card also lists the others."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        self.around = around
        self._model = CrisisViewModel(around.operations, around.clock, self)
        self._model.state_changed.connect(self.show_state)
        self._model.kept.connect(self._kept)
        self._model.trouble.connect(self._tell)
        self._state: State | None = None
        self._card = around.content.card(GENERAL)
        self._is_arriving = False  # until the plan was read: then the keyboard goes to the first number
        self._is_asked_for = True  # False where nobody said which card: then the one whose timer runs
        self._is_giving = False
        self._is_saying = False
        self._form: DoseForm | None = None
        self._timer: TimerCard | None = None
        self._first: QWidget | None = None
        self._go_on: QWidget | None = None
        self._tick = QTimer(self)
        self._tick.setInterval(_TICK_MS)
        self._tick.timeout.connect(self._tell_time)
        self._place = QVBoxLayout(self)
        self._place.setContentsMargins(0, 0, 0, 0)
        self._scroll: ScrollPage | None = None
        self._columns = 0
        self._build()

    # ---- coming and going -------------------------------------------------------------------------
    def arrive(self, argument: object = None) -> None:
        """Show a card by its id, "dose" to note a medicine, None for the card whose timer runs, else the general one."""
        self._keep_unfinished()
        self._is_arriving, self._is_saying = True, False
        self._is_giving, self._is_asked_for = argument == "dose", argument is not None
        if isinstance(argument, str) and argument != "dose":
            self._card = self.around.content.card_to_show(argument)
        elif argument is None:
            self._card = self._running_card() or self.around.content.card(GENERAL)
        self._build()
        if self._scroll is not None:
            self._scroll.verticalScrollBar().setValue(0)
        self._focus_first()
        self._model.load()

    def leave(self) -> None:
        """Stop counting; the timer's draft is already in the vault, and what was half written goes there now."""
        self._tick.stop()
        self._keep_unfinished()

    def _keep_unfinished(self) -> None:
        if self._form is not None and self._form.is_touched:
            self._model.keep_dose(self._form.note())
        if self._timer is not None and self._timer.is_touched:
            self._model.keep_words(self._timer.entry, self._timer.words.value())
        for card in (self._form, self._timer):
            if card is not None:
                card.hide()
                card.deleteLater()
        self._form = self._timer = None

    def in_use(self) -> tuple[str, int] | None:
        """The card whose timer runs, with its start in UTC ms: it stays as the open card when the vault locks."""
        running = self._state.running if self._state is not None else {}
        entry = running.get(self._card.id) or next(iter(running.values()), None)
        return (entry.event.card_id, entry.event.started.utc_ms) if entry is not None else None

    def _running_card(self) -> CrisisCard | None:
        if self._state is None:
            return None
        return next((c for c in self.around.content.cards if c.id in self._state.running), None)

    def _entry(self) -> CrisisEntry | None:
        return self._state.running.get(self._card.id) if self._state is not None else None

    def show_state(self, state: State) -> None:
        """Fill the card from the plan; what is being typed stays as it is."""
        self._state = state
        if self.isHidden():
            return
        has_arrived, self._is_arriving = self._is_arriving, False
        if has_arrived and not self._is_asked_for:
            self._card = self._running_card() or self._card
        self._build()
        if has_arrived:
            self._focus_first()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._wanted_columns() != self._columns:
            self._build()

    def _wanted_columns(self) -> int:
        return 2 if self.width() >= self.around.look.px(_TWO_COLUMNS_PX) else 1

    # ---- the keyboard -------------------------------------------------------------------------------
    def _focus_first(self) -> None:
        if not self._is_giving:
            start = self._first
        else:
            start = self._form.label if self._form is not None else self._go_on or self._first
            QTimer.singleShot(0, self, partial(self._reveal, start))  # once it has been laid out
        if start is not None:
            start.setFocus()

    def _reveal(self, widget: QWidget | None) -> None:
        if self._scroll is not None and widget is not None and isValid(widget):
            self._scroll.reveal(widget)

    def _focus_again(self, held: QWidget | None, name: str) -> None:
        """After building anew: the field that had the keyboard, else the button with the same name, else the number."""
        if held is None:
            return
        if isValid(held) and self.isAncestorOf(held):
            held.setFocus()
            return
        buttons = self.findChildren(QAbstractButton)
        same = next((b for b in buttons if _name(b) == name and isValid(b) and b.isVisibleTo(self)), None)
        (same or self._first or self).setFocus()

    # ---- the card -----------------------------------------------------------------------------------
    def _build(self) -> None:
        look = self.around.look
        self._columns = self._wanted_columns()
        kept = self._scroll.verticalScrollBar().value() if self._scroll is not None else 0
        held = QApplication.focusWidget()
        held = held if held is not None and self.isAncestorOf(held) else None
        name = _name(held) if isinstance(held, QAbstractButton) else ""
        for typed_in in (self._form, self._timer):
            if typed_in is not None:
                typed_in.setParent(self)
        clear(self._place)
        self._first = self._go_on = None
        numbers = Flow(look, 12, *self._numbers(), least=300)
        first, second = self._first_column(), self._second_column()
        if self._columns == 2:
            body: QHBoxLayout | QVBoxLayout = QHBoxLayout()
            body.setSpacing(look.gap(16))
            body.addLayout(column(look, *first, None, gap=14), 57)
            body.addLayout(column(look, *second, None, gap=14), 43)
        else:
            body = column(look, *first, *second, gap=14)
        wishes, draft = parts.wishes_strip(self.around, self._state), parts.draft_note(self.around, self._card)
        shown = (self._header(), boxed(numbers), body, wishes, draft)
        self._scroll = ScrollPage(look, *(p for p in shown if p is not None), gap=12, margins=(28, 16, 28, 24))
        self._place.addWidget(self._scroll)
        for typed_in in (self._form, self._timer):
            if typed_in is not None:
                typed_in.show()  # Qt hides what changes its parent
        self._scroll.verticalScrollBar().setValue(kept)
        self._focus_again(held, name)
        if self._timer is not None:
            self._tell_time()
            self._tick.start()
        else:
            self._tick.stop()

    def _header(self) -> QHBoxLayout:
        look, t, card = self.around.look, self.around.t, self._card
        title = Words(look, t.content(card.context, card.title), "h1")
        line = row(look, (title, 1), gap=10)
        if card.id != GENERAL:
            line.addWidget(Button(look, "line", t("Other cards"), "back", partial(self.arrive, GENERAL)))
        return line

    def _numbers(self) -> list[QWidget]:
        look, t, desk = self.around.look, self.around.t, self.around.desk
        plan = self._state.plan if self._state is not None else None
        if plan is None:
            return []
        made: list[QWidget] = []
        if (team := plan.team_line) is not None:
            name = team.name or t("The care team, day and night")
            made.append(self._number("crisis", team.phone, t("{team}. Call first.", team=t.name(name))))
        else:
            ask = partial(desk.page_wanted.emit, "plan", None)
            add = Button(look, "line", t("Add your team's number"), "phone", ask)
            made.append(Banner(look, "now", t("No number of your team is stored yet."), "", [add], small=True))
        if plan.emergency.number:
            kind = "crisis_line" if team is not None else "crisis"
            made.append(self._number(kind, plan.emergency.number, t("Emergency number")))
        else:
            title, body = t("Call your emergency number."), t("It is not stored here yet.")
            made.append(Banner(look, "now", title, body, small=True))
        return made

    def _number(self, kind: str, number: str, words: str) -> BigButton:
        button = number_button(self.around.look, kind, number, words, partial(self._call, number, words))
        self._first = self._first or button
        return button

    def _call(self, number: str, words: str) -> None:
        NumberScreen(self.around.look, self.around.t, number, words, self.window()).open_over()

    # ---- what to do -----------------------------------------------------------------------------------
    def _first_column(self) -> list[QWidget]:
        look, t, card = self.around.look, self.around.t, self._card
        sentences = [t.content(card.context if n > NOTE_THE_TIME else "crisis", s) for n, s in enumerate(card.do_now)]
        steps = StepList(look, sentences, {NOTE_THE_TIME: self._timer_button()})
        made: list[QWidget] = [Card(look, card_header(look, t("Do now"), icon_name="done"), steps, gap=8)]
        if (timer := self._timer_card()) is not None:
            made.append(timer)
        give = Button(look, "soft", t("I gave a medicine"), "pill", self._give)
        say = Button(look, "soft", t("Say on the phone"), "speech", self._say)
        made.append(boxed(Flow(look, 10, give, say)))
        made += self._giving()
        if self._is_saying and self._state is not None:
            made.append(self._phone_card(self._state))
        if card.id != GENERAL:
            made.append(PaperButtons(self.around, card, lambda: self._state))
        return made

    def _timer_button(self) -> QWidget:
        look, t = self.around.look, self.around.t
        entry = self._entry()
        if entry is None:
            return Button(look, "soft", t("Start the timer"), "clock", partial(self._model.start_timer, self._card.id))
        return Words(look, t.clock(entry.event.started), "lead_bold", wrap=False)

    def _timer_card(self) -> TimerCard | None:
        entry = self._entry()
        if entry is None:
            if self._timer is not None:
                self._timer.deleteLater()
            self._timer = None
        elif self._timer is None or self._timer.entry.entity_id != entry.entity_id:
            draft = self._state.words_draft if self._state is not None else None
            kept = draft.words if draft is not None and draft.entity_id == entry.entity_id else ""
            self._timer = TimerCard(self.around, entry, kept, self._model.finish)
        else:
            self._timer.entry = entry
        return self._timer

    def _tell_time(self) -> None:
        if self._timer is not None:
            self._timer.tell_time()

    # ---- a medicine that was given ----------------------------------------------------------------------
    def _give(self) -> None:
        self._is_giving = not self._is_giving
        self._build()
        self._focus_first()

    def _giving(self) -> list[QWidget]:
        """The form, or what was half written before; a page that just came waits until it knows which."""
        if self._form is not None:
            return [self._form]
        draft = self._state.dose_draft if self._state is not None else None
        if draft is not None and not self._is_arriving:
            return [self._offer(draft)]
        if self._is_giving and not self._is_arriving:
            me = self.around.person.short_name if self.around.person else ""
            return [self._dose_form(DoseNote("", "", me, self.around.clock.now(), self._card.id))]
        return []

    def _offer(self, draft: DoseDraft) -> QWidget:
        look, t = self.around.look, self.around.t
        now = self._state.now if self._state is not None else draft.left
        title = t("You had begun to note a medicine ({when}). Go on?", when=t.when(draft.left, now))
        body = t("It was kept, locked, on this computer. It is not noted yet.")
        go_on = Button(look, "primary", t("Go on"), "forward", partial(self._resume, draft))
        leave = Button(look, "line", t("Leave it"), None, self._model.drop_dose)
        self._go_on = go_on
        return Banner(look, "info", title, body, [go_on, leave], icon_name="pill")

    def _resume(self, draft: DoseDraft) -> None:
        cards = {card.id: card for card in self.around.content.cards}
        self._card, self._is_giving = cards.get(draft.note.card_id, self._card), True
        self._dose_form(draft.note)
        self._build()
        self._focus_first()

    def _dose_form(self, begun: DoseNote) -> DoseForm:
        self._form = DoseForm(self.around, begun)
        self._form.done.connect(self._model.note_dose)
        self._form.left.connect(self._not_now)
        return self._form

    def _not_now(self) -> None:
        """What was typed is kept and offered; an empty form just goes."""
        self._is_giving = False
        self._keep_unfinished()
        self._model.load()

    # ---- on the phone -----------------------------------------------------------------------------------
    def _say(self) -> None:
        self._is_saying = not self._is_saying
        self._build()

    def _phone_card(self, state: State) -> QWidget:
        look, t, entry = self.around.look, self.around.t, self._entry()
        started = entry.event.started if entry is not None else None
        dose = state.last_dose.get(self._card.id)
        lines = phone_script(t, state.patient, state.plan, state.now, started, dose)
        header = card_header(look, t("Say on the phone"), icon_name="speech")
        return Card(look, header, *(Words(look, line, "read") for line in lines), gap=6)

    # ---- beside ---------------------------------------------------------------------------------------
    def _second_column(self) -> list[QWidget]:
        around, t, card, state = self.around, self.around.t, self._card, self._state
        made: list[QWidget | None] = [self._other_cards()] if card.id == GENERAL else []
        if card.has_medicine and state is not None:
            made.append(parts.medicine_card(around, card, state))
        made += [call_if_card(around, card), parts.do_not_card(around, card, state)]
        if card.signs:
            made.append(parts.listed_card(around, card, t("Signs"), card.signs, "eye"))
        if card.prepare:
            made.append(parts.listed_card(around, card, t("Prepare before"), card.prepare, "check"))
        if state is not None:
            made.append(parts.others_card(around, state, self._call))
        made.append(parts.clips_card(around, card))
        return [part for part in made if part is not None]

    def _other_cards(self) -> QWidget | None:
        look, t = self.around.look, self.around.t
        buttons = [
            Button(look, "line", t.content(c.context, c.title), c.icon, partial(self.arrive, c.id), centred=False)
            for c in self.around.content.cards
            if c.id != GENERAL
        ]
        if not buttons:  # the file of the cards cannot be read
            return None
        self._first = self._first or buttons[0]
        return Card(look, card_header(look, t("What is happening?"), icon_name="info"), *buttons, gap=8)

    # ---- telling ----------------------------------------------------------------------------------------
    def _kept(self, what: str) -> None:
        t, desk = self.around.t, self.around.desk
        sentences = {
            "timer": t("The time is noted."),
            "event": t("Kept in the diary."),
            "dose": t("The medicine is noted."),
        }
        if what == "dose" and self._form is not None:
            self._form.deleteLater()
            self._form, self._is_giving = None, False
            self._model.load()
        self._is_arriving = True
        self._focus_first()
        desk.said.emit(sentences[what])

    def _tell(self, error: CaregiverError) -> None:
        if self._form is not None:
            self._form.show_mistake(error)
        else:
            self.around.desk.trouble.emit(error)


def _name(button: QWidget) -> str:
    words = button.text() if isinstance(button, QAbstractButton) else ""
    return button.accessibleName() or words
