"""The list beside the question: every step, its answer as a chip or in a word, "Not yet" where there is none."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from caregiver_app.domain.diary import Who, is_readable
from caregiver_app.domain.symptoms import SymptomCatalogue
from caregiver_app.text import Texts
from caregiver_app.ui import answers
from caregiver_app.ui.pages.check_in.form import Step, StepKind, is_done
from caregiver_app.ui.pages.check_in.view_model import State
from caregiver_app.ui.style.theme import Look
from caregiver_app.ui.surroundings import Surroundings
from caregiver_app.ui.widgets.bands import SeverityChip
from caregiver_app.ui.widgets.boxes import Card, boxed, clear, column, row
from caregiver_app.ui.widgets.buttons import PAINTS, Button, Paint
from caregiver_app.ui.widgets.words import Words


def step_label(t: Texts, catalogue: SymptomCatalogue, step: Step) -> str:
    """The short name of a step."""
    if step.kind is StepKind.SCORE:
        return answers.symptom_label(t, catalogue, step.id)
    if step.kind is StepKind.FACT:
        return answers.fact_label(t, catalogue, step.id)
    if step.kind is StepKind.WATCH:
        return answers.watch_words(t, catalogue, step.id)[0]
    return {
        StepKind.WHO: t("Who answers"),
        StepKind.SIGNS: t("What you see"),
        StepKind.SOOTHED: t("Voice or touch"),
        StepKind.OVERALL: t("All in all"),
        StepKind.LAST: t("Note and time"),
    }[step.kind]


def short_who(t: Texts, who: Who, name: str) -> str:
    """Who answers, in two or three words."""
    return {
        Who.CAREGIVER_ASKED: t("You ask {name}", name=t.name(name)),
        Who.PATIENT: t("{name} answers", name=t.name(name)),
        Who.CAREGIVER: t("What you see"),
        Who.STAFF: t("A nurse or doctor"),
    }[who]


def step_answer(t: Texts, catalogue: SymptomCatalogue, state: State, step: Step) -> str:
    """The answer in a word or two, "" where nobody answered yet."""
    form = state.form
    if not is_done(form, step):
        return ""
    match step.kind:
        case StepKind.WHO if form.who is not None:
            return short_who(t, form.who, state.known.patient.name)
        case StepKind.SCORE:
            return answers.score_words(t, form.scores.get(step.id))
        case StepKind.FACT:
            return answers.value_words(t, catalogue.fact(step.id), form.facts.get(step.id))
        case StepKind.SIGNS:
            return t.plural("{n} sign", "{n} signs", len(form.signs or ()))
        case StepKind.WATCH:
            watch = catalogue.watch(step.id)
            seen = [sign for sign in watch.signs if sign.id in form.ticks] if watch is not None else []
            return t.plural("{n} sign", "{n} signs", len(seen))
        case StepKind.SOOTHED if form.soothed is not None:
            return {"yes": t("Yes"), "partly": t("In part"), "no": t("No")}[form.soothed.value]
        case StepKind.OVERALL if form.overall is not None:
            return answers.overall_words(t, form.overall)
    return ""


class _StepButton(Button):
    """One step of the list; washed in the accent's tint while it is in view."""

    is_current = False

    def _paint_of(self) -> Paint:
        return PAINTS["soft"] if self.is_current else super()._paint_of()


class _Line(QWidget):
    def __init__(self, look: Look, t: Texts, label: str, wanted: Callable[[], object]) -> None:
        super().__init__()
        self._t, self._label = t, label
        self.button = _StepButton(look, "nav", label, clicked=wanted, words_kind="body", centred=False)
        self.chip = SeverityChip(look, t, None, with_word=False)
        self.said = Words(look, "", "small", "quiet")
        self.setLayout(row(look, (self.button, 1), boxed(row(look, self.chip, self.said)), gap=4))

    def put(self, answer: str, score: int | None, is_current: bool, is_below: bool) -> None:
        """Show an answer; a score as its chip, another in words beside or below the label."""
        self.chip.setVisible(score is not None)
        self.said.setVisible(score is None and not is_below)
        if score is not None:
            self.chip.put(score)
        self.said.setText(answer)
        self.button.put_words(self._label, answer if is_below else "")
        self.button.is_current = is_current
        self.button.setAccessibleName(f"{self._label}: {answer}")
        self.button.setAccessibleDescription(self._t("In view") if is_current else "")
        self.button.update()


class StepsSide(Card):
    """The whole list; a press goes to that step."""

    def __init__(self, around: Surroundings, wanted: Callable[[int], object]) -> None:
        super().__init__(around.look, gap=2, margins=(8, 12, 12, 12))
        self._around, self._wanted = around, wanted
        self._steps: tuple[Step, ...] = ()
        self._lines: list[_Line] = []
        look, t = around.look, around.t
        self._list = column(look, gap=2)
        head = row(look, Words(look, t("Tap one to change it"), "small", "quiet"), margins=(12, 0, 0, 6))
        self.box.addLayout(head)
        self.box.addLayout(self._list)
        skipped = Words(look, t("Skipped is kept as “skipped”. It never counts as 0."), "small", "quiet")
        self.box.addLayout(row(look, skipped, margins=(12, 10, 0, 0)))
        self.box.addStretch(1)

    def put(self, state: State) -> None:
        """Show the steps of a form and their answers."""
        look, t, catalogue = self._around.look, self._around.t, self._around.content.symptoms
        if state.steps != self._steps:
            clear(self._list)
            self._steps = state.steps
            self._lines = [
                _Line(look, t, step_label(t, catalogue, step), partial(self._wanted, n))
                for n, step in enumerate(state.steps)
            ]
            for line in self._lines:
                self._list.addWidget(line)
        for n, (step, line) in enumerate(zip(self._steps, self._lines, strict=True)):
            score = state.form.scores.get(step.id) if step.kind is StepKind.SCORE else None
            said = step_answer(t, catalogue, state, step)
            if not said and step.kind is not StepKind.LAST:
                said = t("Not yet")
            line.put(said, score if is_readable(score) else None, n == state.place, step.kind is StepKind.WHO)

    def current_line(self) -> QWidget | None:
        """The line of the step in view."""
        return next((line for line in self._lines if line.button.is_current), None)
