"""One diary entry in the list: what counts now, both sides where two people disagree, and what stood there before."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QLayout, QWidget

from caregiver_app.domain.diary import CheckIn, Entry, Version, is_readable
from caregiver_app.domain.symptoms import SymptomCatalogue
from caregiver_app.domain.time import Instant, is_too_far_ahead
from caregiver_app.text import Texts
from caregiver_app.ui import answers
from caregiver_app.ui.pages.check_in.form import PRESSING
from caregiver_app.ui.style.theme import Look
from caregiver_app.ui.widgets.bands import SeverityChip
from caregiver_app.ui.widgets.boxes import Banner, Flow, Sunken, boxed, column, row
from caregiver_app.ui.widgets.buttons import Button
from caregiver_app.ui.widgets.lines import Lines
from caregiver_app.ui.widgets.words import Picture, Words

Wanted = Callable[[Entry], object]


class Struck(Words):
    """Words that no longer count: struck through for the eye, said as such to the screen reader."""

    def __init__(self, look: Look, t: Texts, words: str) -> None:
        super().__init__(look, words, "small", "quiet")
        self.setAccessibleName(t("Struck through: {words}", words=words))

    def setText(self, words: str) -> None:
        super().setText(words)
        self._lines = Lines(self._look, words, "small", struck=True)


class EntryBlocks:
    """Makes the block of an entry; `correct`, `take_back` and `settle` are told which entry is meant."""

    def __init__(
        self, look: Look, t: Texts, catalogue: SymptomCatalogue, correct: Wanted, take_back: Wanted, settle: Wanted
    ) -> None:
        self.look, self.t, self.catalogue = look, t, catalogue
        self._correct, self._take_back, self._settle = correct, take_back, settle

    def block(self, entry: Entry, name: str, now: Instant) -> QWidget:
        """The whole block."""
        look, t = self.look, self.t
        counted = entry.effective
        parts: list[QWidget | QLayout] = [self._head(entry, name)]
        if is_too_far_ahead(entry.at, now):
            parts.append(Banner(look, "today", t("This time lies ahead. Check the date and time."), small=True))
        if entry.is_contested:
            parts.append(self._contest(entry, now))
        elif counted is not None:
            parts += self.answers_of(counted)
        parts += self._history(entry, now)
        made = boxed(column(look, *parts, gap=8))
        said = answers.spoken(t, self.catalogue, counted) if counted is not None else t("Taken back")
        made.setAccessibleName(f"{t.clock(entry.at)}. {said}")
        return made

    def _head(self, entry: Entry, name: str) -> QWidget:
        look, t = self.look, self.t
        shown = entry.effective or next((v.check_in for v in entry.versions if v.check_in), None)
        who = answers.who_words(t, shown.who, name) if shown is not None else ""
        kind = answers.mode_words(t, shown.mode) if shown is not None else ""
        words: list[QWidget] = [Words(look, t.clock(entry.at), "body_bold", wrap=False)]
        words += [Words(look, who, "body"), Words(look, kind, "small", "quiet")]
        words.append(Words(look, t("Written by {author}", author=self._author(entry.versions[0])), "small", "quiet"))
        titles = column(look, None, Flow(look, 12, *words), None)
        buttons: list[QWidget] = []
        if not entry.is_voided:
            buttons = [
                Button(look, "text", t("Correct"), "pencil", partial(self._correct, entry)),
                Button(look, "text", t("Take back"), "undo", partial(self._take_back, entry)),
            ]
            for button in buttons:
                button.setAccessibleDescription(f"{t.when(entry.at, entry.at)}, {who}")
        return boxed(row(look, (titles, 1), boxed(Flow(look, 4, *buttons)), gap=8))

    # ---- what was answered -----------------------------------------------------------------------
    def answers_of(self, check_in: CheckIn) -> list[QWidget | QLayout]:
        """Chips, items, comfort check and note of one version."""
        look, t = self.look, self.t
        parts: list[QWidget | QLayout] = []
        if check_in.scores:
            scores = answers.in_order(self.catalogue, check_in.scores)
            parts.append(boxed(Flow(look, 14, *(self._score(name, score) for name, score in scores))))
        if check_in.comfort is not None:
            words = answers.comfort_words(t, self.catalogue, check_in.comfort)
            parts.append(self._pictured("eye", Words(look, words)))
        if check_in.facts.get(PRESSING) is True:
            label = answers.fact_label(t, self.catalogue, PRESSING)
            parts.append(self._pictured("bell", Words(look, label, "body_bold")))
        if check_in.ticks:
            seen = t.listed(answers.tick_label(t, self.catalogue, tick) for tick in check_in.ticks)
            parts.append(self._pictured("eye", Words(look, seen, "body_bold")))
        facts = {name: value for name, value in check_in.facts.items() if name != PRESSING or value is not True}
        if facts:
            lines = answers.fact_lines(t, self.catalogue, facts)
            words = " · ".join(t("{what}: {answer}", what=label, answer=value) for label, value in lines)
            parts.append(Words(look, words, "small"))
        if check_in.note:
            parts.append(Sunken(look, self._pictured("talk", Words(look, check_in.note))))
        return parts

    def _pictured(self, icon: str, words: Words) -> QWidget:
        return boxed(row(self.look, Picture(self.look, icon, 22, "accent"), (words, 1), gap=10))

    def _score(self, symptom: str, score: object) -> QWidget:
        look, t = self.look, self.t
        label = Words(look, answers.symptom_label(t, self.catalogue, symptom), "small")
        if score is not None and not is_readable(score):
            value: QWidget = Words(look, t("Cannot be read"), "small_bold", "attention_ink")
        else:
            value = SeverityChip(look, t, score if isinstance(score, int) else None)
        return boxed(row(look, label, value, gap=8))

    # ---- versions --------------------------------------------------------------------------------
    def _contest(self, entry: Entry, now: Instant) -> QWidget:
        """Both versions as they stand, and a way to settle it."""
        look, t = self.look, self.t
        settle = Button(look, "primary", t("Settle it"), "check", partial(self._settle, entry))
        title = t("Two people corrected this. The higher number counts until someone settles it.")
        sides = [self.side(version, now) for version in entry.current]
        banner = Banner(look, "today", title, "", [settle], small=True)
        return boxed(column(look, banner, Flow(look, 12, *sides, least=280), gap=8))

    def side(self, version: Version, now: Instant) -> Sunken:
        """One of several versions that stand: whose it is, what it says, why."""
        look, t = self.look, self.t
        by = t("{author}, {when}", author=self._author(version), when=answers.when_inside(t, version.recorded_at, now))
        parts: list[QWidget | QLayout] = [Words(look, by, "body_bold")]
        if version.check_in is None:
            parts.append(Words(look, t("Took the entry back.")))
        else:
            parts += self.answers_of(version.check_in)
        if version.reason:
            parts.append(Words(look, t("Reason: {reason}", reason=version.reason), "small", "quiet"))
        return Sunken(look, *parts)

    def _author(self, version: Version) -> str:
        return self.t.name(version.author) if version.author else self.t("Someone of the care circle")

    def _history(self, entry: Entry, now: Instant) -> list[QWidget | QLayout]:
        """What stood there before, struck through, with its author; and who corrected it, when and why."""
        look, t = self.look, self.t
        parts: list[QWidget | QLayout] = []
        for version in entry.versions:
            places = {"author": self._author(version), "when": answers.when_inside(t, version.recorded_at, now)}
            stands = version.dot in entry.heads
            if not stands and version.check_in is not None:
                parts.append(Words(look, t("Before, by {author} ({when}):", **places), "small", "quiet"))
                said = answers.spoken(t, self.catalogue, version.check_in)
                parts.append(Struck(look, t, said))
                if version.reason:
                    parts.append(Words(look, t("Reason: {reason}", reason=version.reason), "small", "quiet"))
            if stands and version.reason and not entry.is_contested:
                places["reason"] = version.reason
                words = t("Corrected by {author} ({when}): {reason}", **places)
                if version.check_in is None:
                    words = t("Taken back by {author} ({when}): {reason}", **places)
                parts.append(Words(look, words, "small", "quiet"))
        return parts
