"""What each step of a check-in looks like: its question, how it is answered by hand, and by which keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

from PySide6.QtWidgets import QWidget

from caregiver_app.domain.diary import Comfort, Mode, Soothed, Who
from caregiver_app.domain.errors import UnreadableValue
from caregiver_app.domain.symptoms import FactItem, FactKind, SymptomCatalogue
from caregiver_app.ui import answers
from caregiver_app.ui.pages.check_in.form import StepKind, reads_fahrenheit, temperature_typed, whos
from caregiver_app.ui.pages.check_in.view_model import CheckInViewModel, State
from caregiver_app.ui.sentences import sentence_for
from caregiver_app.ui.surroundings import Surroundings
from caregiver_app.ui.widgets.bands import SeverityChip
from caregiver_app.ui.widgets.boxes import Flow, Sunken, boxed, column, row
from caregiver_app.ui.widgets.buttons import BigButton, Button
from caregiver_app.ui.widgets.choices import CheckRow, Chooser, Counter, Option
from caregiver_app.ui.widgets.fields import LineField
from caregiver_app.ui.widgets.score_scale import ScoreScale
from caregiver_app.ui.widgets.words import Words

Act = Callable[[], object]
SKIP, TEN = "s", "x"
_MOST_KEYS = 9  # of a list of signs; longer lists are ticked by Tab and Space


@dataclass(frozen=True, slots=True)
class Question:
    """One step as shown. `keys` says what a typed letter or digit does; `start` takes the keyboard if not None."""

    words: str = field(repr=False)
    body: QWidget
    icon: str = "question"
    explain: str = field(default="", repr=False)
    hint: str = ""
    keys: Mapping[str, Act] = field(default_factory=dict, repr=False)
    can_skip: bool = False
    start: QWidget | None = None


class Asker:
    """Makes the widgets of the step in view."""

    def __init__(self, around: Surroundings, model: CheckInViewModel) -> None:
        self.look, self.t, self.model = around.look, around.t, model
        self.catalogue: SymptomCatalogue = around.content.symptoms

    def ask(self, state: State) -> Question:
        """The step in view; the last step is made by the page itself."""
        made: Mapping[StepKind, Callable[[State], Question]] = {
            StepKind.WHO: self._who,
            StepKind.SCORE: self._score,
            StepKind.FACT: self._fact,
            StepKind.WATCH: self._watch,
            StepKind.SIGNS: self._signs,
            StepKind.SOOTHED: self._soothed,
            StepKind.OVERALL: self._overall,
        }
        return made[state.step.kind](state)

    def _name(self, state: State) -> str:
        return state.known.patient.name or self.t("the person you care for")

    def _picks(
        self, options: list[tuple[str, str, str, bool, Act]], least: int = 190
    ) -> tuple[QWidget, dict[str, Act]]:
        """Large buttons under or beside each other, with the keys 1, 2, 3 … in the same order."""
        keys: dict[str, Act] = {}
        buttons: list[QWidget] = []
        for number, (icon, words, below, is_chosen, act) in enumerate(options, 1):
            kind, shown = ("soft", "done") if is_chosen else ("line", icon)
            button = BigButton(self.look, kind, shown, words, below, act, "lead", 26)
            button.setAccessibleDescription(self.t("Chosen") if is_chosen else self.t("Key {n}", n=number))
            buttons.append(button)
            keys[str(number)] = act
        grown = round(least * self.look.px(100) / self.look.gap(100))  # columns of words grow as the words do
        return boxed(Flow(self.look, 10, *buttons, least=grown)), keys

    def _key_hint(self, count: int) -> str:
        return self.t("Or press a key from 1 to {n}.", n=count)

    # ---- who -----------------------------------------------------------------------------------
    def _who(self, state: State) -> Question:
        t, name = self.t, self._name(state)
        shown = {
            Who.CAREGIVER_ASKED: ("talk", t("I ask {name}", name=t.name(name)), t("You read the questions aloud.")),
            Who.PATIENT: ("person", t("{name} answers", name=t.name(name)), t("Without anyone's help.")),
            Who.CAREGIVER: ("eye", t("What I see"), t("You write what you see yourself.")),
            Who.STAFF: ("stethoscope", t("A nurse or doctor"), t("What they see on a visit.")),
        }
        options = [
            (*shown[who], state.form.who is who, partial(self.model.choose_who, who))
            for who in whos(Mode.COMFORT if state.known.is_last_days else state.form.mode)
        ]
        body, keys = self._picks(options, 270)  # type: ignore[arg-type]
        explain = t("This comes first: what {name} says and what others see are kept apart.", name=t.name(name))
        if state.form.mode is Mode.COMFORT:
            explain = t("Watch for 3 to 5 minutes, at rest and while {name} is being moved.", name=t.name(name))
        return Question(t("Who answers?"), body, "people", explain, self._key_hint(len(options)), keys)

    # ---- scores --------------------------------------------------------------------------------
    def _score(self, state: State) -> Question:
        t, model = self.t, self.model
        symptom = self.catalogue.symptom(state.step.id)
        assert symptom is not None  # steps name only what the catalogue has
        words, zero, ten, explain = answers.symptom_words(t, symptom, self._name(state))
        scale = ScoreScale(self.look, t, words, zero, ten, state.form.scores.get(symptom.id))
        scale.scored.connect(model.score)
        scale.skipped.connect(model.skip)
        body = boxed(column(self.look, scale, *self._last_time(state), gap=14))
        keys: dict[str, Act] = {str(n): partial(model.score, n) for n in range(10)}
        keys[TEN] = partial(model.score, 10)
        hint = t("Choose a number, or press its key; x is 10, s skips. The next question comes by itself.")
        return Question(words, body, symptom.icon, explain, hint, keys, can_skip=True)

    def _last_time(self, state: State) -> list[QWidget]:
        """The last score on the same line, and once there is an answer how it differs."""
        t, before = self.t, state.before(state.step.id)
        score = state.form.scores.get(state.step.id)
        if before is None:
            return []
        when = answers.when_inside(t, before.at, state.now)
        if score is not None:
            chip, words = SeverityChip(self.look, t, score), answers.change_words(t, score, before.score, when)
        else:
            chip, words = SeverityChip(self.look, t, before.score), t("Last time ({when})", when=when)
        return [Sunken(self.look, row(self.look, chip, (Words(self.look, words), 1), gap=12), margins=(14, 8, 14, 8))]

    # ---- items that are not scored ---------------------------------------------------------------
    def _fact(self, state: State) -> Question:
        item = self.catalogue.fact(state.step.id)
        assert item is not None  # steps name only what the catalogue has
        made = {
            FactKind.YES_NO: self._yes_no,
            FactKind.COUNT: self._count,
            FactKind.CHOICE: self._choice,
            FactKind.TEMPERATURE: self._temperature,
        }
        return made[item.kind](state, item)

    def _yes_no(self, state: State, item: FactItem) -> Question:
        t, given = self.t, state.form.facts.get(item.id)
        words, explain = answers.fact_words(t, item, self._name(state))
        options: list[tuple[str, str, str, bool, Act]] = [
            ("check", t("Yes"), "", given is True, partial(self.model.fact, True)),
            ("cross", t("No"), "", given is False, partial(self.model.fact, False)),
        ]
        body, _ = self._picks(options)
        keys: dict[str, Act] = {}
        for key in ("1", "y"):
            keys[key] = options[0][4]
        for key in ("0", "n"):
            keys[key] = options[1][4]
        hint = t("Or press 1 for yes, 0 for no, s to skip.")
        return Question(words, body, "question", explain, hint, keys, can_skip=True)

    def _count(self, state: State, item: FactItem) -> Question:
        t, given = self.t, state.form.facts.get(item.id)
        words, explain = answers.fact_words(t, item, self._name(state))
        counter = Counter(self.look, t, answers.fact_label(t, self.catalogue, item.id), None, item.most)
        counter.put(given if isinstance(given, int) else None)
        use = Button(self.look, "soft", t("Use this number"), "check", lambda: self._use_count(counter))
        use.setEnabled(counter.value() is not None)
        counter.changed.connect(lambda _: use.setEnabled(True))
        body = boxed(row(self.look, counter, use, None, gap=16))
        keys: dict[str, Act] = {str(n): partial(self.model.fact, n) for n in range(10)}
        keys[TEN] = partial(self.model.fact, 10)
        hint = t("Or press a number; x is 10, s skips.")
        return Question(words, body, "question", explain, hint, keys, can_skip=True)

    def _use_count(self, counter: Counter) -> None:
        if counter.value() is not None:
            self.model.fact(counter.value())

    def _choice(self, state: State, item: FactItem) -> Question:
        t, given = self.t, state.form.facts.get(item.id)
        words, explain = answers.fact_words(t, item, self._name(state))
        options: list[tuple[str, str, str, bool, Act]] = [
            ("ring0", answers.choice_label(t, item, c), "", given == c.id, partial(self.model.fact, c.id))
            for c in item.choices
        ]
        body, keys = self._picks(options)
        return Question(words, body, "plate", explain, self._key_hint(len(options)), keys, can_skip=True)

    def _temperature(self, state: State, item: FactItem) -> Question:
        t, given = self.t, state.form.facts.get(item.id)
        words, explain = answers.fact_words(t, item, self._name(state))
        value = t.number(given) if isinstance(given, (int, float)) else ""
        box = LineField(self.look, t("Temperature"), value, ltr=True)
        units = (Option("c", t("°C, for example 37.2")), Option("f", t("°F, for example 99.0")))
        is_f = not value and reads_fahrenheit(state.known.patient.country)
        unit = Chooser(self.look, t("Unit"), units, "f" if is_f else "c")

        def use() -> None:
            if not box.value():
                box.show_mistake(t("Type the number, or skip this one."))
                return
            try:
                self.model.fact(float(temperature_typed(box.value(), unit.value() == "f")))
            except UnreadableValue as error:
                box.show_mistake(" ".join(sentence_for(t, error)))

        def typed() -> None:
            if box.value().lower() == SKIP:
                self.model.skip()

        box.entered.connect(use)
        box.changed.connect(typed)
        button = Button(self.look, "soft", t("Use this number"), "check", use)
        body = boxed(column(self.look, unit, box, row(self.look, button, None), gap=10))
        return Question(words, body, "thermometer", explain, t("Enter goes on; s skips."), {}, can_skip=True, start=box.edit)

    # ---- signs ---------------------------------------------------------------------------------
    def _watch(self, state: State) -> Question:
        watch = self.catalogue.watch(state.step.id)
        assert watch is not None  # steps name only what the catalogue has
        look = self.look
        _, words, explain = answers.watch_words(self.t, self.catalogue, watch.id, self._name(state))
        groups: list[QWidget] = []
        keys: dict[str, Act] = {"0": self.model.forward, "n": self.model.forward}
        for group in watch.groups:
            label = answers.group_label(self.t, group)
            rows: list[QWidget] = [Words(look, label, "body_bold")] if len(watch.groups) > 1 else []
            for sign in group.signs:
                said = answers.tick_label(self.t, self.catalogue, sign.id)
                line = CheckRow(look, said, sign.id in state.form.ticks, partial(self.model.see, sign.id))
                rows.append(line)
                if len(watch.signs) <= _MOST_KEYS:
                    keys[str(len(keys) - 1)] = line.toggle
            groups.append(boxed(column(look, *rows, None)))
        body = boxed(Flow(look, 16, *groups, least=280))
        return Question(words, body, watch.icon, explain, self.t("Nothing of this? Press 0, or go on with Next."), keys)

    # ---- comfort check -------------------------------------------------------------------------
    def _signs(self, state: State) -> Question:
        t, look, name = self.t, self.look, self._name(state)
        seen = state.form.signs or ()
        groups: list[QWidget] = []
        for group in self.catalogue.comfort:
            rows: list[QWidget] = [Words(look, t.content(f"comfort:{group.id}", group.label), "body_bold")]
            for sign in group.signs:
                words = t.content(f"comfort:{group.id}", sign.label)
                rows.append(CheckRow(look, words, sign.id in seen, partial(self.model.tick, sign.id)))
            groups.append(boxed(column(look, *rows, None)))
        explain = t("Watch for 3 to 5 minutes, at rest and while {name} is being moved.", name=t.name(name))
        not_a_number = Words(look, t("This list is not a pain number. Compare it with earlier checks."), "small")
        body = boxed(column(look, *self._earlier(state), Flow(look, 16, *groups, least=230), not_a_number, gap=14))
        title = t("What do you see? Tick each one.")
        return Question(title, body, "eye", explain, t("Nothing of this? Go on with Next."))

    def _earlier(self, state: State) -> list[QWidget]:
        t, last = self.t, state.known.comfort
        if last is None or last.comfort is None:
            return []
        said = answers.comfort_words(t, self.catalogue, last.comfort)
        words = t("Last time ({when}): {what}", when=answers.when_inside(t, last.at, state.now), what=said)
        return [Sunken(self.look, Words(self.look, words))]

    def _soothed(self, state: State) -> Question:
        t = self.t
        shown = {Soothed.YES: t("Yes"), Soothed.PARTLY: t("In part"), Soothed.NO: t("No")}
        options: list[tuple[str, str, str, bool, Act]] = [
            ("ring0", words, "", state.form.soothed is value, partial(self.model.soothe, value))
            for value, words in shown.items()
        ]
        body, keys = self._picks(options)
        title = t("Does your voice or touch soothe {name}?", name=t.name(self._name(state)))
        return Question(title, body, "heart", "", self._key_hint(3), keys, can_skip=True)

    def _overall(self, state: State) -> Question:
        t = self.t
        icons = {Comfort.COMFORTABLE: "smile", Comfort.A_BIT_UNCOMFORTABLE: "worry", Comfort.DISTRESSED: "sad"}
        options: list[tuple[str, str, str, bool, Act]] = [
            (icons[c], answers.overall_words(t, c), "", state.form.overall is c, partial(self.model.view, c))
            for c in Comfort
        ]
        body, keys = self._picks(options)
        title = t("All in all, how does {name} seem to you?", name=t.name(self._name(state)))
        again = t("Look again about 1 hour after you did something for comfort, or gave a medicine as prescribed.")
        return Question(title, body, "person", again, self._key_hint(3), keys)
