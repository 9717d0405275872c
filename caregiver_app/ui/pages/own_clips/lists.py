"""What was brought in: each clip with who made it and whether it travels, each voice with its steps; and removing them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from caregiver_app.domain.brought_in import Finding
from caregiver_app.domain.clips import Clip, Recording
from caregiver_app.services.own_clips import travels
from caregiver_app.ui.pages.clips.origin import made_words, review_words
from caregiver_app.ui.pages.clips.shelf import length_words
from caregiver_app.ui.pages.own_clips.sizes import size_words
from caregiver_app.ui.pages.own_clips.view_model import OwnClipsViewModel, State, first_of_each
from caregiver_app.ui.pages.own_clips.words import fault_words, place_words
from caregiver_app.ui.surroundings import Surroundings
from caregiver_app.ui.widgets.boxes import Banner, Card, Flow, Sunken, boxed, card_header, clear, column
from caregiver_app.ui.widgets.buttons import Button
from caregiver_app.ui.widgets.words import Words


def travel_words(around: Surroundings, clip: Clip) -> str:
    """Where the film is, and whether it will reach the others."""
    t = around.t
    if travels(clip):
        return t(
            "It is on this computer only, for now. A later version will bring it to your care circle's other devices."
        )
    return t(
        "This film is large ({size}). It stays on this computer. It will not go to your care circle's other devices.",
        size=size_words(t, clip.own.film_bytes if clip.own else 0),
    )


class Removal(QWidget):
    """A button that asks once more before something goes."""

    def __init__(self, around: Surroundings, named: str, remove: Callable[[], object]) -> None:
        super().__init__()
        look, t = around.look, around.t
        self.ask = Button(look, "line", t("Remove"), "trash", self._sure, named=t("Remove: {what}", what=named))
        self.yes = Button(look, "crisis_line", t("Yes, remove it"), "trash", remove)
        self.no = Button(look, "line", t("Keep it"), "back", self._keep)
        for later in (self.yes, self.no):
            later.hide()
        self.setLayout(column(look, boxed(Flow(look, 10, self.ask, self.no, self.yes))))

    def _sure(self) -> None:
        for button, is_shown in ((self.no, True), (self.yes, True), (self.ask, False)):
            button.setVisible(is_shown)
        self.no.setFocus()

    def _keep(self) -> None:
        for button, is_shown in ((self.ask, True), (self.no, False), (self.yes, False)):
            button.setVisible(is_shown)
        self.ask.setFocus()


class ClipsCard(Card):
    """The clips and films that were brought in."""

    def __init__(self, around: Surroundings, model: OwnClipsViewModel) -> None:
        look, t = around.look, around.t
        self._around, self._model = around, model
        self._list = column(look, gap=10)
        header = card_header(look, t("Clips that were brought in"), icon_name="clip")
        super().__init__(look, header, boxed(self._list))

    def show_state(self, state: State) -> None:
        """List them."""
        look, t = self._around.look, self._around.t
        clear(self._list)
        known = {clip.id for clip in state.known}
        for clip in state.clips:
            self._list.addWidget(self._row_of(clip, clip.id in known))
        listed = {clip.id for clip in state.clips}
        for clip_id in (one for one in state.broken if one not in listed):
            remove = Removal(self._around, clip_id, partial(self._model.remove, clip_id))
            said = t("{name} cannot be shown any more. Remove it, then bring it in again.", name=t.isolate(clip_id))
            self._list.addWidget(Sunken(look, Words(look, said), remove, gap=6))
        if not state.clips and not state.broken:
            self._list.addWidget(Words(look, t("Nothing was brought in yet."), "body", "quiet"))

    def _row_of(self, clip: Clip, replaces: bool) -> QWidget:
        look, t = self._around.look, self._around.t
        title = clip.words_in(t.language).title
        facts = [made_words(t, clip), review_words(t, clip, t.language), length_words(t, clip)]
        what = [t("Its film plays in place of the one that came with this program.")] if replaces else []
        lines = [
            Words(look, title, "body_bold"),
            Words(look, " · ".join(facts), "small"),
            *(Words(look, said, "small") for said in what),
            Words(look, travel_words(self._around, clip), "small", "quiet"),
        ]
        show = Button(
            look, "line", t("Watch it"), "play", partial(self._around.desk.page_wanted.emit, "clips", clip.id)
        )
        remove = Removal(self._around, title, partial(self._model.remove, clip.id))
        return Sunken(look, *lines, boxed(Flow(look, 10, show, remove)), gap=4)


class VoicesCard(Card):
    """The recordings that were brought in, a line for each clip and language."""

    def __init__(self, around: Surroundings, model: OwnClipsViewModel) -> None:
        look, t = around.look, around.t
        self._around, self._model = around, model
        self._list = column(look, gap=10)
        super().__init__(
            look, card_header(look, t("Voices that were brought in"), icon_name="sound"), boxed(self._list)
        )

    def show_state(self, state: State) -> None:
        """List them; those for older words are named."""
        look, t = self._around.look, self._around.t
        clear(self._list)
        for (clip_id, language), voices in state.voices.items():
            clip = state.shelf.clip(clip_id)
            title = clip.words_in(t.language).title if clip is not None else clip_id
            self._list.addWidget(self._row_of(title, language, voices))
        if not state.voices:
            self._list.addWidget(Words(look, t("Nothing was brought in yet."), "body", "quiet"))

    def _row_of(self, title: str, language: str, voices: Sequence[Recording]) -> QWidget:
        look, t = self._around.look, self._around.t
        names = {one.tag: one.autonym for one in self._around.languages}
        spoken = t.name(names.get(language, language))
        who = t.listed(dict.fromkeys(t.name(voice.who) for voice in voices))
        steps = t.listed(t.number(voice.step) for voice in voices)
        # Translators: {who} has spoken the steps with these numbers of a clip, in this language.
        said = t("{language}, read by {who}. Steps: {steps}", language=spoken, who=who, steps=steps)
        lines = [Words(look, title, "body_bold"), Words(look, said, "small")]
        older = [t.number(voice.step) for voice in voices if voice.is_stale]
        if older:
            told = t(
                "Recorded for older words: {steps}. They are not played. Record them again.", steps=t.listed(older)
            )
            lines.append(Words(look, told, "small_bold", "attention_ink"))
        clip_id = voices[0].clip_id
        remove = Removal(self._around, title, partial(self._model.remove_voice, clip_id, language))
        return Sunken(look, *lines, remove, gap=4)


def refusal(around: Surroundings, findings: tuple[Finding, ...], buttons: Sequence[QWidget]) -> QWidget:
    """Everything that is wrong, each with its file and place."""
    look, t = around.look, around.t
    head = Banner(look, "today", t("This could not be brought in. Nothing of it was kept."), "", buttons)
    lines = [
        boxed(column(look, Words(look, place_words(t, one), "body_bold"), Words(look, fault_words(t, one)), gap=2))
        for one in first_of_each(findings)
    ]
    left = len(findings) - len(lines)
    more = t.plural("There is {n} more of this kind.", "There are {n} more of this kind.", left) if left else ""
    rest = [Words(look, more, "small", "quiet")] if more else []
    return boxed(column(look, head, Card(look, *lines, *rest, gap=14), gap=12))
