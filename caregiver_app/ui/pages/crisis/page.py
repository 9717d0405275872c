"""The crisis cards. Numbers first, then what to do, one line each; everything else below. Nothing here waits."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from caregiver_app.domain.crisis_cards import GENERAL, NOTE_THE_TIME, CrisisCard
from caregiver_app.domain.errors import CaregiverError
from caregiver_app.domain.plan import CrisisEntry, Section
from caregiver_app.domain.time import Instant
from caregiver_app.ui.pages.crisis.dose_form import DoseForm
from caregiver_app.ui.pages.crisis.paper import PaperButtons
from caregiver_app.ui.pages.crisis.phone import phone_script
from caregiver_app.ui.pages.crisis.view_model import CrisisViewModel, State
from caregiver_app.ui.sentences import sentence_for
from caregiver_app.ui.surroundings import Page, Surroundings
from caregiver_app.ui.widgets.boxes import (
    Banner,
    Card,
    Flow,
    ScrollPage,
    Sunken,
    Surface,
    boxed,
    card_header,
    clear,
    column,
    row,
)
from caregiver_app.ui.widgets.buttons import BigButton, Button, number_button
from caregiver_app.ui.widgets.call import NumberScreen
from caregiver_app.ui.widgets.fields import TextField
from caregiver_app.ui.widgets.steps import StepList
from caregiver_app.ui.widgets.words import Picture, Words

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
        self._is_giving = False
        self._is_saying = False
        self._timer_words: Words | None = None
        self._form: DoseForm | None = None
        self._first: QWidget | None = None
        self._tick = QTimer(self)
        self._tick.setInterval(_TICK_MS)
        self._tick.timeout.connect(self._show_timer)
        self._place = QVBoxLayout(self)
        self._place.setContentsMargins(0, 0, 0, 0)
        self._scroll: ScrollPage | None = None
        self._columns = 0
        self._build()

    # ---- coming and going -------------------------------------------------------------------------
    def arrive(self, argument: object = None) -> None:
        """Show a card by its id, "dose" to note a medicine, None for the card shown last."""
        self._is_giving = argument == "dose"
        if isinstance(argument, str) and argument != "dose":
            self._card = self.around.content.card(argument)
        elif argument is None:
            self._card = self._running_card() or self.around.content.card(GENERAL)
        self._is_saying = False
        self._build()
        if self._scroll is not None:
            self._scroll.verticalScrollBar().setValue(0)
        if self._first is not None:
            self._first.setFocus()
        self._model.load()

    def leave(self) -> None:
        """Stop counting; the timer's draft is already in the vault."""
        self._tick.stop()

    def in_use(self) -> tuple[str, int] | None:
        """The card whose timer runs, with its start in UTC ms: it stays as the open card when the vault locks."""
        entry = self._entry()
        return (self._card.id, entry.event.started.utc_ms) if entry is not None else None

    def _running_card(self) -> CrisisCard | None:
        if self._state is None:
            return None
        return next((c for c in self.around.content.cards if c.id in self._state.running), None)

    def _entry(self) -> CrisisEntry | None:
        return self._state.running.get(self._card.id) if self._state is not None else None

    def show_state(self, state: State) -> None:
        """Fill the card from the plan; a form that is being written is left alone."""
        self._state = state
        if self._form is None and not self.isHidden():
            self._build()

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]
        if self._wanted_columns() != self._columns and self._form is None:
            self._build()

    def _wanted_columns(self) -> int:
        return 2 if self.width() >= self.around.look.px(_TWO_COLUMNS_PX) else 1

    # ---- the card -----------------------------------------------------------------------------------
    def _build(self) -> None:
        look = self.around.look
        self._columns = self._wanted_columns()
        kept = self._scroll.verticalScrollBar().value() if self._scroll is not None else 0
        clear(self._place)
        self._first, self._form = None, None
        numbers = Flow(look, 12, *self._numbers(), least=300)
        first, second = self._first_column(), self._second_column()
        if self._columns == 2:
            body: QHBoxLayout | QVBoxLayout = QHBoxLayout()
            body.setSpacing(look.gap(16))
            body.addLayout(column(look, *first, None, gap=14), 57)
            body.addLayout(column(look, *second, None, gap=14), 43)
        else:
            body = column(look, *first, *second, gap=14)
        parts = [self._header(), boxed(numbers), body, self._wishes(), self._draft_note()]
        self._scroll = ScrollPage(look, *(p for p in parts if p is not None), gap=12, margins=(28, 16, 28, 24))
        self._place.addWidget(self._scroll)
        self._scroll.verticalScrollBar().setValue(kept)
        if self._entry() is not None:
            self._show_timer()
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
        look, t = self.around.look, self.around.t
        plan = self._state.plan if self._state is not None else None
        made: list[QWidget] = []
        team = plan.team_line if plan is not None else None
        if team is not None:
            name = team.name or t("The care team, day and night")
            made.append(self._number("crisis", team.phone, t("{team}. Call first.", team=t.name(name))))
        elif plan is not None:
            add = Button(
                look,
                "line",
                t("Add your team's number"),
                "phone",
                partial(self.around.desk.page_wanted.emit, "plan", None),
            )
            made.append(Banner(look, "now", t("No number of your team is stored yet."), "", [add], small=True))
        if plan is not None and plan.emergency.number:
            words = t("Emergency number")
            made.append(self._number("crisis_line" if made else "crisis", plan.emergency.number, words))
        elif plan is not None:
            made.append(
                Banner(look, "now", t("Call your emergency number."), t("It is not stored here yet."), small=True)
            )
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
        if self._entry() is not None:
            made.append(self._timer_card())
        buttons = Flow(
            look,
            10,
            Button(look, "soft", t("I gave a medicine"), "pill", self._give),
            Button(look, "soft", t("Say on the phone"), "speech", self._say),
        )
        made.append(boxed(buttons))
        if self._is_giving:
            made.append(self._dose_card())
        if self._is_saying:
            made.append(self._phone_card())
        if card.id != GENERAL:
            made.append(PaperButtons(self.around, card, lambda: self._state))
        return made

    def _timer_button(self) -> QWidget:
        look, t = self.around.look, self.around.t
        entry = self._entry()
        if entry is None:
            return Button(look, "soft", t("Start the timer"), "clock", partial(self._model.start_timer, self._card.id))
        return Words(look, t.clock(entry.event.started), "lead_bold", wrap=False)

    def _timer_card(self) -> QWidget:
        look, t, entry = self.around.look, self.around.t, self._entry()
        self._timer_words = Words(look, "", "title")
        words = TextField(
            look, t("What happened? You can finish this later."), entry.event.words if entry else "", rows=2
        )

        def finish(is_finished: bool) -> None:
            if entry is not None:
                self._model.finish(entry, words.value(), is_finished)

        buttons = Flow(
            look,
            10,
            Button(look, "primary", t("It is over. Keep this"), "check", partial(finish, True)),
            Button(look, "line", t("Stop the timer, write later"), "clock", partial(finish, False)),
        )
        return Card(look, self._timer_words, words, boxed(buttons))

    def _show_timer(self) -> None:
        entry, t = self._entry(), self.around.t
        if entry is None or self._timer_words is None:
            return
        try:
            self._timer_words.setText(_passed(t, entry.event.started, self.around.clock.now()))
        except RuntimeError:  # the card was built anew and this label is gone
            self._timer_words = None

    def _give(self) -> None:
        self._is_giving = not self._is_giving
        self._build()
        if self._form is not None:
            self._form.label.setFocus()

    def _dose_card(self) -> QWidget:
        me = self.around.person.short_name if self.around.person else ""
        self._form = DoseForm(self.around, self._card.id, me)
        self._form.done.connect(self._model.note_dose)
        self._form.left.connect(self._give)
        return self._form

    def _say(self) -> None:
        self._is_saying = not self._is_saying
        self._build()

    def _phone_card(self) -> QWidget:
        look, t, state = self.around.look, self.around.t, self._state
        if state is None:
            return boxed(column(look))
        entry = self._entry()
        dose = state.last_dose.get(self._card.id)
        lines = phone_script(t, state.patient, state.plan, state.now, entry.event.started if entry else None, dose)
        return Card(
            look,
            card_header(look, t("Say on the phone"), icon_name="speech"),
            *(Words(look, x, "read") for x in lines),
            gap=6,
        )

    # ---- beside ---------------------------------------------------------------------------------------
    def _second_column(self) -> list[QWidget]:
        look, t, card = self.around.look, self.around.t, self._card
        made: list[QWidget] = []
        if card.id == GENERAL:
            made.append(self._other_cards())
        if card.has_medicine:
            made.append(self._medicine())
        made.append(self._call_if())
        made.append(self._list(t("Do not"), card.do_not, "stop", "cross"))
        if card.signs:
            made.append(self._list(t("Signs"), card.signs, "eye", ""))
        if card.prepare:
            made.append(self._list(t("Prepare before"), card.prepare, "check", ""))
        clips = [c for c in (self.around.content.clips.clip(i) for i in card.clips) if c is not None]
        if clips:
            show = [
                Button(
                    look,
                    "line",
                    c.words_in(t.language).title,
                    "clip",
                    partial(self.around.desk.page_wanted.emit, "clips", c.id),
                )
                for c in clips
            ]
            made.append(
                Card(look, card_header(look, t("Clips that help"), icon_name="clip"), boxed(Flow(look, 8, *show)))
            )
        return made

    def _other_cards(self) -> QWidget:
        look, t = self.around.look, self.around.t
        buttons = [
            Button(look, "line", t.content(c.context, c.title), c.icon, partial(self.arrive, c.id), centred=False)
            for c in self.around.content.cards
            if c.id != GENERAL
        ]
        return Card(look, card_header(look, t("What is happening?"), icon_name="info"), *buttons, gap=8)

    def _medicine(self) -> QWidget:
        look, t, state = self.around.look, self.around.t, self._state
        name = state.patient.name if state is not None else ""
        title = t("{name}'s medicine for this", name=t.name(name)) if name else t("The medicine for this")
        items: list[QWidget] = [card_header(look, title, icon_name="pill")]
        said = state.medicine_words.get(self._card.id, ()) if state is not None else ()
        if len(said) > 1:
            items.append(
                Banner(look, "today", t("Two versions were written apart. Both are shown. Ask your team."), small=True)
            )
        for words in said:
            by = (
                t("Written by {who}, {time}", who=t.name(words.author), time=t.when(words.at, state.now))
                if state
                else ""
            )
            items.append(Sunken(look, Words(look, words.words, "lead"), Words(look, by, "small", "quiet")))
        if not said:
            items.append(Words(look, t("No medicine is written in this plan for this. Call."), "body_bold"))
        dose = state.last_dose.get(self._card.id) if state is not None else None
        if dose is not None and state is not None:
            last = t("Last noted {time} by {who}", time=t.when(dose.at, state.now), who=t.name(dose.by))
            items.append(
                boxed(
                    row(
                        look,
                        Picture(look, "clock", 22, "attention_ink"),
                        (Words(look, last, "body_bold", "attention_ink"), 1),
                        gap=10,
                    )
                )
            )
            items.append(Words(look, f"{dose.label}: {dose.given}" if dose.given else dose.label))
        items.append(
            Words(
                look, t("This program does not check doses yet. Follow the label. If unsure, call."), "small", "quiet"
            )
        )
        items.append(
            Words(
                look,
                t(
                    "Doses come only from your own prescription. If the label and this screen differ, follow the label and call."
                ),
                "small",
                "quiet",
            )
        )
        return Card(look, *items, gap=10)

    def _call_if(self) -> QWidget:
        look, t, card = self.around.look, self.around.t, self._card
        items: list[QWidget] = [
            boxed(
                row(
                    look,
                    Picture(look, "octagon", 28, "crisis_ink"),
                    (Words(look, t("Call now if"), "title", "crisis_ink"), 1),
                    gap=12,
                )
            )
        ]
        items += [_line(self.around, t.content(card.context, s), "phone", "crisis_ink") for s in card.call_now]
        if card.call_today:
            items.append(Words(look, t("Call today if"), "body_bold"))
            items += [
                _line(self.around, t.content(card.context, s), "triangle", "attention_ink") for s in card.call_today
            ]
        return Surface(
            look, column(look, *items, gap=8, margins=(20, 16, 20, 18)), "crisis_tint", "crisis_edge", line=2
        )

    def _list(self, title: str, sentences: tuple[str, ...], icon: str, mark: str) -> QWidget:
        look, t, card = self.around.look, self.around.t, self._card
        lines = [
            _line(self.around, t.content(card.context, s), mark or "chevron", "crisis_ink" if mark else "quiet")
            for s in sentences
        ]
        words = self._state.plan.team_words.get(card.id, "") if self._state is not None and title == t("Do not") else ""
        made = Card(look, card_header(look, title, icon_name=icon), *lines, gap=8)
        if words:
            made.box.addWidget(Sunken(look, Words(look, t("Your team's words"), "small_bold"), Words(look, words)))
        return made

    def _wishes(self) -> QWidget | None:
        look, t = self.around.look, self.around.t
        if self._state is None or not self._state.plan.wishes.lines:
            return None
        wishes = " ".join(w if w.endswith((".", "!", "؟", "?")) else f"{w}." for w in self._state.plan.wishes.lines)
        said = t("Notes, not orders.")
        banner = Banner(look, "info", t("Wishes"), f"{wishes} {said}", icon_name="heart")
        if self._state.plan.contested & {Section.WISHES, Section.CONTACTS, Section.ADDRESS}:
            return boxed(
                column(
                    look,
                    banner,
                    Banner(
                        look, "today", t("A part of the plan has two versions. Look at Plan and wishes."), small=True
                    ),
                    gap=8,
                )
            )
        return banner

    def _draft_note(self) -> QWidget:
        look, t, card = self.around.look, self.around.t, self._card
        words = t("Sources: {sources}", sources="; ".join(card.review.sources)) if card.review.sources else ""
        return Banner(look, "draft", t("Draft: not yet checked by a clinician"), words, small=True)

    # ---- telling ----------------------------------------------------------------------------------------
    def _kept(self, what: str) -> None:
        t, desk = self.around.t, self.around.desk
        sentences = {
            "timer": t("The time is noted."),
            "event": t("Kept in the diary."),
            "dose": t("The medicine is noted."),
        }
        if what == "dose":
            self._is_giving = False
            self._form = None
            self._build()
        self._first_focus()
        desk.said.emit(sentences[what])

    def _first_focus(self) -> None:
        if self._first is not None:
            self._first.setFocus()

    def _tell(self, error: CaregiverError) -> None:
        if self._form is not None:
            self._form.show_mistake(error)
        else:
            headline, words = sentence_for(self.around.t, error)
            self.around.desk.trouble.emit(error) if not headline else self.around.desk.said.emit(f"{headline} {words}")


def _passed(t: Callable[..., str], started: Instant, now: Instant) -> str:
    seconds = max(0, (now.utc_ms - started.utc_ms) // 1000)
    minutes = f"{seconds // 60}:{seconds % 60:02}"
    return t("{passed} minutes since the start", passed=f"\u2066{minutes}\u2069")


def _line(around: Surroundings, words: str, mark: str, ink: str) -> QWidget:
    look = around.look
    picture = Picture(look, mark, 20, ink)
    return boxed(row(look, column(look, picture, None), (Words(look, words), 1), gap=10))
