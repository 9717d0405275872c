"""The diary page: every entry by day with what happened in between, and two weeks as chart or table."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from caregiver_app.domain.diary import Entry
from caregiver_app.domain.errors import CaregiverError
from caregiver_app.domain.plan import CrisisEntry
from caregiver_app.ui.pages.diary.entry_block import EntryBlocks
from caregiver_app.ui.pages.diary.marks import crisis_mark, dose_mark
from caregiver_app.ui.pages.diary.panels import finish_panel, settle_panel, take_back_panel
from caregiver_app.ui.pages.diary.trends import TrendsView
from caregiver_app.ui.pages.diary.view_model import Day, DiaryViewModel, State, Thing
from caregiver_app.ui.sentences import sentence_for
from caregiver_app.ui.surroundings import Page, Surroundings
from caregiver_app.ui.widgets.boxes import Banner, Card, Flow, ScrollPage, boxed, clear, column
from caregiver_app.ui.widgets.buttons import Button
from caregiver_app.ui.widgets.call_note import CallNote
from caregiver_app.ui.widgets.choices import Chooser, Option
from caregiver_app.ui.widgets.overlay import Overlay
from caregiver_app.ui.widgets.words import Words, rule

LIST, TRENDS = "list", "trends"


class DiaryPage(Page):
    """List and trends. The argument of `arrive` may be "trends"."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        self.around = around
        look, t = around.look, around.t
        self.model = DiaryViewModel(around.operations, around.clock, self)
        self.state: State | None = None
        self.view = LIST
        self.panel: Overlay | None = None
        self._taken: Entry | None = None  # to be put back by undo
        self._is_stale = True
        self._blocks = EntryBlocks(
            look, t, around.content.symptoms, self._correct_wanted, self._take_back_wanted, self._settle_wanted
        )
        self.trends = TrendsView(around)
        self.trends.entry_wanted.connect(self._show_picked)
        self._picked = column(look)
        options = (Option(LIST, t("List"), "diary"), Option(TRENDS, t("Trends"), "chart"))
        self.chooser = Chooser(look, t("List or trends?"), options, LIST)
        self.chooser.chosen.connect(self._turn)
        self.new = Button(look, "primary", t("New check-in"), "plus", self._new_wanted)
        self._list = column(look, gap=16)
        self._note = column(look)
        self._build()
        self.model.state_changed.connect(self._changed)
        self.model.failed.connect(self._failed)
        self.model.refused.connect(around.desk.trouble.emit)
        self.model.done.connect(self._done)

    def _build(self) -> None:
        look, t = self.around.look, self.around.t
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        title = Words(look, t("Diary"), "h1")
        head = boxed(Flow(look, 20, title, self.chooser, self.new))
        self._trend_box = boxed(column(look, self.trends, self._picked, gap=14))
        self._list_box = boxed(self._list)
        self.paper = ScrollPage(look, head, boxed(self._note), self._list_box, self._trend_box, None)
        self._trend_box.hide()
        self._list.addWidget(Words(look, t("One moment …"), "body", "quiet"))
        outer.addWidget(self.paper)

    # ---- coming and going --------------------------------------------------------------------------
    def arrive(self, argument: object = None) -> None:
        if argument in (LIST, TRENDS):
            self.chooser.put(argument)
            self._turn(argument)
        self.chooser.focus_choice()
        self.model.load()

    def leave(self) -> None:
        if self.panel is not None:
            self.panel.put_away()

    def _turn(self, view: object) -> None:
        self.view = str(view)
        self._list_box.setVisible(self.view == LIST)
        self._trend_box.setVisible(self.view == TRENDS)
        self._show_state()

    def _new_wanted(self) -> None:
        self.around.desk.page_wanted.emit("check_in", None)

    # ---- showing -------------------------------------------------------------------------------------
    def _changed(self, state: State) -> None:
        self.state = state
        self._is_stale = True
        self._show_state()

    def _show_state(self) -> None:
        state = self.state
        if state is None:
            return
        if self.view == TRENDS:
            clear(self._picked)
            self.trends.put(state)
        elif self._is_stale:
            self._is_stale = False
            self._show_list(state)
        self._show_note(state)

    def _show_note(self, state: State) -> None:
        clear(self._note)
        if not state.is_empty:
            desk = self.around.desk

            def plan_wanted() -> None:
                desk.page_wanted.emit("plan", None)

            self._note.addWidget(CallNote(self.around.look, self.around.t, state.team, state.emergency, plan_wanted))

    def _show_list(self, state: State) -> None:
        look, t = self.around.look, self.around.t
        clear(self._list)
        if state.is_empty:
            self._list.addWidget(self._empty(state))
            return
        for day in state.days:
            self._list.addWidget(self._day(day, state))
        if not state.days:
            self._list.addWidget(Words(look, t("Nothing was written in this time.")))
        if state.has_older:
            older = Button(look, "line", t("Show older entries"), "down", self.model.load_older)
            self._list.addWidget(older, 0, Qt.AlignmentFlag.AlignLeading)

    def _empty(self, state: State) -> Card:
        look, t, name = self.around.look, self.around.t, state.patient.name
        words = t("Nothing is written yet. Begin with a check-in: it takes a minute.")
        asked = t("How is {name} now?", name=t.name(name)) if name else t("New check-in")
        begin = Button(look, "primary", asked, "plus", self._new_wanted)
        return Card(look, Words(look, t("The diary is still empty"), "title"), Words(look, words), Flow(look, 8, begin))

    def _day(self, day: Day, state: State) -> Card:
        look, t = self.around.look, self.around.t
        near, full = t.day_near(day.at, state.now), t.day(day.at)
        title = near if near == full else t("{near}, {day}", near=near, day=full)
        card = Card(look, Words(look, title, "title"), gap=12)
        for n, thing in enumerate(day.things):
            if n:
                card.box.addWidget(rule(look))
            card.box.addWidget(self._thing(thing, state))
        card.setAccessibleName(title)
        return card

    def _thing(self, thing: Thing, state: State) -> QWidget:
        look, t = self.around.look, self.around.t
        if isinstance(thing, Entry):
            return self._blocks.block(thing, state.patient.name, state.now)
        if isinstance(thing, CrisisEntry):
            return crisis_mark(look, t, self.around.content.cards, thing, self._finish_wanted)
        return dose_mark(look, t, thing)

    def _show_picked(self, entry: Entry) -> None:
        clear(self._picked)
        state = self.state
        if state is None:
            return
        look, t = self.around.look, self.around.t
        block = self._blocks.block(entry, state.patient.name, state.now)
        self._picked.addWidget(Card(look, Words(look, t.day(entry.at), "title"), block))

    def _failed(self, error: CaregiverError) -> None:
        look, t = self.around.look, self.around.t
        clear(self._list)
        self._is_stale = True
        again = Button(look, "primary", t("Try again"), "repeat", self.model.load)
        self._list.addWidget(Banner(look, "today", *sentence_for(t, error), [again]))
        self._list_box.show()

    def _done(self, what: str) -> None:
        t = self.around.t
        taken, self._taken = self._taken, None
        if what == "taken_back" and taken is not None:
            put_back = partial(self.model.put_back, taken, t("Taken back by mistake"))
            self.around.desk.undo_offered.emit(t("The entry was taken back."), put_back)
            return
        said = {
            "taken_back": t("The entry was taken back."),
            "put_back": t("The entry counts again."),
            "settled": t("It is settled."),
            "finished": t("The note is saved."),
        }
        self.around.desk.said.emit(said[what])

    # ---- one entry -----------------------------------------------------------------------------------
    def _correct_wanted(self, entry: Entry) -> None:
        self.around.desk.page_wanted.emit("check_in", entry)

    def _take_back_wanted(self, entry: Entry) -> None:
        def take(reason: str) -> None:
            self._taken = entry
            self.model.take_back(entry, reason)

        self.panel = take_back_panel(self.around, self, take)

    def _settle_wanted(self, entry: Entry) -> None:
        self.panel = settle_panel(
            self.around,
            self,
            self._blocks,
            entry,
            self.around.clock.now(),
            lambda right, reason: self.model.settle(entry, right, reason),
            lambda: self._correct_wanted(entry),
        )

    def _finish_wanted(self, entry: CrisisEntry) -> None:
        self.panel = finish_panel(
            self.around,
            self,
            entry,
            self.around.clock.now(),
            lambda words, ended: self.model.finish_crisis(entry, words, ended),
        )
