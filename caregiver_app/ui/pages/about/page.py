"""About the person: every fact that the rules ask, yes, no or not known, with who and when; goals; the last days."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtWidgets import QAbstractButton, QWidget

from caregiver_app.domain.about import Fact, Said
from caregiver_app.domain.errors import CaregiverError, UnreadableValue
from caregiver_app.domain.records import Plain
from caregiver_app.ui import answers
from caregiver_app.ui.pages.about.view_model import AboutViewModel, State
from caregiver_app.ui.pages.about.words import questions
from caregiver_app.ui.pages.check_in.form import temperature_typed
from caregiver_app.ui.sentences import sentence_for
from caregiver_app.ui.surroundings import Page, Surroundings
from caregiver_app.ui.widgets.boxes import Card, Flow, ScrollPage, boxed, clear, column, row
from caregiver_app.ui.widgets.buttons import Button
from caregiver_app.ui.widgets.choices import Chooser, Counter, Option
from caregiver_app.ui.widgets.days import DayField
from caregiver_app.ui.widgets.fields import LineField
from caregiver_app.ui.widgets.overlay import Overlay
from caregiver_app.ui.widgets.words import Words, rule

_YES, _NO, _NOT_KNOWN = "yes", "no", "not_known"
_VALUES: dict[str, Plain] = {_YES: True, _NO: False, _NOT_KNOWN: None}


class AboutPage(Page):
    """Every answer is kept at once; nothing here is compulsory."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        self.around = around
        look, t = around.look, around.t
        self.model = AboutViewModel(around.operations, around.clock, self)
        self.model.state_changed.connect(self.show_state)
        self.model.trouble.connect(self._tell)
        self.state: State | None = None
        self.panel: Overlay | None = None
        self._fever: LineField | None = None
        self._fields: list[LineField] = []
        self._title = Words(look, t("About the person"), "h1")
        self._body = column(look, gap=16)
        self._body.addWidget(Words(look, t("One moment …"), "body", "quiet"))
        self.setLayout(column(look, ScrollPage(look, self._title, boxed(self._body), None)))

    def arrive(self, argument: object = None) -> None:  # noqa: ARG002
        self.model.load()

    def leave(self) -> None:
        """Keep what is being typed."""
        for field in self._fields:
            field.edit.editingFinished.emit()
        if self.panel is not None:
            self.panel.put_away()

    def show_state(self, state: State) -> None:
        """Show what is known, and who said it."""
        held = self.focusWidget()
        place = next((n for n, field in enumerate(self._fields) if field.edit is held), None)
        pressed = _spoken(held) if isinstance(held, QAbstractButton) and self.isAncestorOf(held) else ("", "")
        self.state, self._fields = state, []
        t, name = self.around.t, state.patient.name
        self._title.setText(t("About {name}", name=t.name(name)) if name else t("About the person"))
        clear(self._body)
        for card in (self._last_days(state), self._facts(state), self._goals(state), self._usual(state)):
            self._body.addWidget(card)
        if place is not None and place < len(self._fields):
            self._fields[place].edit.setFocus()
        elif any(pressed):
            buttons = (button for button in self.findChildren(QAbstractButton) if button.isEnabled())
            if (same := next((b for b in buttons if _spoken(b) == pressed and not b.isHidden()), None)) is not None:
                same.setFocus()

    # ---- facts ----------------------------------------------------------------------------------------
    def _facts(self, state: State) -> Card:
        look, t = self.around.look, self.around.t
        items: list[QWidget] = [
            Words(look, t("What the program should know"), "title"),
            Words(look, t("These answers decide when it says “call”. Ask your nurse if you are not sure."), "small", "quiet"),
        ]
        for fact, (question, why) in questions(t, state.patient.name).items():
            items += [self._yes_no(state, fact, question, why), rule(look)]
            if fact is Fact.TREATMENT:
                if state.about.yes_no(Fact.TREATMENT):
                    items += [self._treatment_day(state), rule(look)]
                items += [self._fever_number(state), rule(look)]
        items.append(self._allergies(state))
        return Card(look, *items, gap=10)

    def _yes_no(self, state: State, fact: Fact, question: str, why: str) -> QWidget:
        look, t = self.around.look, self.around.t
        options = (Option(_YES, t("Yes")), Option(_NO, t("No")), Option(_NOT_KNOWN, t("Not known")))
        known = {True: _YES, False: _NO, None: _NOT_KNOWN}[state.about.yes_no(fact)]
        chooser = Chooser(look, question, options, known)
        chooser.chosen.connect(lambda value: self.model.say({fact: _VALUES[str(value)]}))
        words = column(look, Words(look, question, "body_bold"), Words(look, why, "small", "quiet"))
        parts: list[QWidget] = [boxed(words), chooser, *self._said_by(state, fact)]
        return boxed(column(look, *parts, gap=6))

    def _said_by(self, state: State, fact: Fact) -> list[QWidget]:
        said = state.about.said.get(fact)
        return [] if said is None else [Words(self.around.look, self._who_said(state, said), "small", "quiet")]

    def _who_said(self, state: State, said: Said) -> str:
        t = self.around.t
        who = t.name(said.author) if said.author else t("Someone of the care circle")
        return t("Said by {who}, {when}", who=who, when=answers.when_inside(t, said.at, state.now))

    def _treatment_day(self, state: State) -> QWidget:
        look, t = self.around.look, self.around.t
        today: date = state.now.wall().date()
        known = state.about.day(Fact.LAST_TREATMENT)
        if known is None:
            words = Words(look, t("When was the last treatment? Leave it open if it goes on."), "body_bold")
            begin = Button(look, "line", t("Say the day"), "calendar", partial(self._say_day, today))
            return boxed(column(look, words, boxed(Flow(look, 8, begin)), gap=6))
        day = DayField(look, t, t("The last treatment"), known, today)
        day.changed.connect(lambda: self._say_day(day.value()))
        again = Button(look, "text", t("It goes on"), "undo", lambda: self.model.say({Fact.LAST_TREATMENT: None}))
        return boxed(column(look, row(look, day, again, None, gap=12), *self._said_by(state, Fact.LAST_TREATMENT), gap=6))

    def _say_day(self, day: date) -> None:
        known = self.state.about.day(Fact.LAST_TREATMENT) if self.state is not None else None
        if day != known:
            self.model.say({Fact.LAST_TREATMENT: day.isoformat()})

    def _fever_number(self, state: State) -> QWidget:
        look, t = self.around.look, self.around.t
        known = state.about.fever_at
        label = t("From which temperature does your team want a call?")
        field = LineField(
            look, label, t.number(float(known)) if known is not None else "",
            hint=t("It stands on the alert card. In °C. Leave it empty if there is none."), ltr=True,
        )  # fmt: skip
        field.edit.editingFinished.connect(self._fever_typed)
        self._fever = field
        self._fields.append(field)
        return boxed(column(look, field, *self._said_by(state, Fact.FEVER_AT), gap=6))

    def _fever_typed(self) -> None:
        if self._fever is None or self.state is None:
            return
        typed, known = self._fever.value(), self.state.about.fever_at
        if not typed:
            if known is not None:
                self.model.say({Fact.FEVER_AT: None})
            return
        try:
            degrees = temperature_typed(typed)
        except UnreadableValue as error:
            self._fever.show_mistake(" ".join(sentence_for(self.around.t, error)))
            return
        self._fever.show_mistake("")
        if degrees != known:
            self.model.say({Fact.FEVER_AT: str(degrees)})

    def _allergies(self, state: State) -> QWidget:
        look, t = self.around.look, self.around.t
        known = state.about.words(Fact.ALLERGIES)
        field = LineField(look, t("Which medicines must not be given, because of an allergy?"), known)

        def typed() -> None:
            if self.state is not None and field.value() != self.state.about.words(Fact.ALLERGIES):
                self.model.say({Fact.ALLERGIES: field.value() or None})

        field.edit.editingFinished.connect(typed)
        self._fields.append(field)
        return boxed(column(look, field, *self._said_by(state, Fact.ALLERGIES), gap=6))

    # ---- goals and what is usual ------------------------------------------------------------------------
    def _goals(self, state: State) -> Card:
        look, t, catalogue = self.around.look, self.around.t, self.around.content.symptoms
        title = t("Goals: what {name} can live with", name=t.name(state.patient.name)) if state.patient.name else t("Goals")
        hint = t("“I can live with this number or less.” Only {name} can say it.", name=t.name(state.patient.name or t("the person you care for")))
        lines: list[QWidget] = []
        for symptom in catalogue.symptoms:
            goal = state.about.goals.get(symptom.id)
            if not symptom.is_on and goal is None:
                continue
            label = answers.symptom_label(t, catalogue, symptom.id)
            counter = Counter(look, t, label, goal, 10)
            counter.changed.connect(partial(self.model.set_goal, symptom.id))
            ways: list[QWidget] = [counter]
            if goal is not None:
                away = Button(look, "text", t("No goal"), "cross", partial(self.model.set_goal, symptom.id, None))
                away.setAccessibleDescription(label)
                ways.append(away)
            lines.append(boxed(column(look, Words(look, label, "body_bold"), boxed(Flow(look, 8, *ways)), gap=2)))
        return Card(look, Words(look, title, "title"), Words(look, hint, "small", "quiet"), boxed(Flow(look, 20, *lines, least=300)), gap=10)

    def _usual(self, state: State) -> Card:
        look, t = self.around.look, self.around.t
        words = t("The program compares a number with the week before. If things have changed for good, begin anew: then it learns the new usual from the next entries on.")
        begin = Button(look, "line", t("This is the new usual"), "repeat", self._ask_usual)
        items: list[QWidget] = [Words(look, t("What is usual"), "title"), Words(look, words), boxed(Flow(look, 8, begin))]
        for said in reversed(state.about.reasons):
            why = t("{what}: {answer}", what=self._who_said(state, said), answer=str(said.value or ""))
            items.append(Words(look, why, "small", "quiet"))
        return Card(look, *items, gap=10)

    def _ask_usual(self) -> None:
        look, t = self.around.look, self.around.t
        panel = Overlay(look, t, self, t("Begin a new usual?"), icon_name="repeat")
        panel.box.addWidget(Words(look, t("Until there are 3 new numbers, nothing is compared with what was usual.")))
        why = LineField(look, t("Why?"), example=t("For example: the nurse said that this is how it will be"))
        panel.box.addWidget(why)

        def begin() -> None:
            if not why.value():
                why.show_mistake(t("Write a few words first."))
                return
            panel.put_away()
            self.model.begin_new_usual(why.value())
            self.around.desk.said.emit(t("The usual is learned anew from now on."))

        ways = (Button(look, "primary", t("Begin"), "check", begin), Button(look, "line", t("Cancel"), None, panel.put_away))
        panel.box.addWidget(boxed(Flow(look, 12, *ways)))
        panel.bring(why.edit)
        self.panel = panel

    # ---- the last days ------------------------------------------------------------------------------------
    def _last_days(self, state: State) -> Card:
        look, t = self.around.look, self.around.t
        is_on = state.about.yes_no(Fact.LAST_DAYS) is True
        items: list[QWidget] = [Words(look, t("Comfort first"), "title")]
        if not is_on:
            words = t("When the team says that only comfort counts now, the program asks less: it asks what you see, not for numbers, and less food and more sleep raise no card.")
            items += [Words(look, words), *self._said_by(state, Fact.LAST_DAYS)]
            on = Button(look, "line", t("The team has agreed: turn it on"), "heart", lambda: self.model.say({Fact.LAST_DAYS: True}))
            items.append(boxed(Flow(look, 8, on)))
        else:
            items += [Words(look, t("It is on. Less food, less urine, more sleep and cool hands are expected now.")), *self._said_by(state, Fact.LAST_DAYS)]
            off = Button(look, "line", t("Turn it off"), "undo", lambda: self.model.say({Fact.LAST_DAYS: False}))
            items.append(boxed(Flow(look, 8, off)))
        items.append(self._banner_words(state))
        return Card(look, *items, gap=10)

    def _banner_words(self, state: State) -> LineField:
        look, t = self.around.look, self.around.t
        field = LineField(
            look, t("What stands on the screen"), state.about.words(Fact.BANNER), example=t("Comfort first"),
            hint=t("The person may read the screen. Choose words that are good for them."),
        )  # fmt: skip

        def typed() -> None:
            if self.state is not None and field.value() != self.state.about.words(Fact.BANNER):
                self.model.say({Fact.BANNER: field.value() or None})

        field.edit.editingFinished.connect(typed)
        self._fields.append(field)
        return field

    def _tell(self, error: CaregiverError) -> None:
        self.around.desk.trouble.emit(error)


def _spoken(button: QAbstractButton) -> tuple[str, str]:
    """What tells a button from the others, for one that is made anew."""
    return button.accessibleName() or button.text(), button.accessibleDescription()
