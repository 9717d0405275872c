"""One clip: its player, its steps in words, when to stop and call, and the one question after it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from caregiver_app.domain.clip_marks import ClipState, Mark
from caregiver_app.domain.clips import Clip
from caregiver_app.domain.watched import Watched, Worked
from caregiver_app.ui.pages.clips.marks import Marks
from caregiver_app.ui.pages.clips.one_step import OneStep
from caregiver_app.ui.pages.clips.origin import made_words, review_words
from caregiver_app.ui.pages.clips.sheet import ClipPaper
from caregiver_app.ui.pages.clips.signing import Signing
from caregiver_app.ui.pages.clips.voices import Voices
from caregiver_app.ui.player.engine import Engine
from caregiver_app.ui.player.player import Player
from caregiver_app.ui.surroundings import Surroundings
from caregiver_app.ui.widgets.boxes import Banner, Card, Flow, ScrollPage, boxed, card_header, column, row
from caregiver_app.ui.widgets.buttons import Button
from caregiver_app.ui.widgets.steps import Badge
from caregiver_app.ui.widgets.words import Picture, Words


class Room(QWidget):
    """`left` asks for the shelf, `answered` carries the clip's id and Worked, `chosen` changed settings.

    `marked` carries the clip's id, a Mark, and who signs, "" for a family's own marks.
    """

    left = Signal()
    answered = Signal(str, object)
    marked = Signal(str, object, str)
    chosen = Signal(object)

    def __init__(
        self, around: Surroundings, clip: Clip, *, is_wide: bool, make_engine: Callable[[], Engine], host: QWidget
    ) -> None:
        super().__init__()
        self._around, self.clip = around, clip
        self._look, self._t = around.look, around.t
        now = around.preferences
        self.player = Player(self._look, self._t, make_engine, now.caption_size)
        self.player.stepped.connect(self._mark_step)
        self.player.ended.connect(self._ask)
        self.voices = Voices(self._look, self._t, clip, around.languages, now, host, around.clock)
        self.voices.chosen.connect(self._choose)
        self._shown_step = 1
        self._is_seen = False  # since it was last given to watch
        self.marks = Marks(self._look, self._t)
        self.marks.marked.connect(lambda mark: self.marked.emit(clip.id, mark, ""))
        self.signing = Signing(self._look, self._t)
        self.signing.signed.connect(lambda mark, who: self.marked.emit(clip.id, mark, who))
        self._steps: list[tuple[QWidget, Words]] = []
        self.one_step = OneStep(self._look, self._t, clip)
        self.one_step.wanted.connect(self.player.play_step)
        self.one_step.left.connect(partial(self.lead_by_step, False))
        self.one_step.hide()
        self.slowly = Button(
            self._look, "line", self._t("One step at a time"), "check", partial(self.lead_by_step, True)
        )
        self.page = self._laid_out(is_wide)
        self.setLayout(column(self._look, (self.page, 1)))

    def begin(self) -> None:
        """Open the clip, held on its first step."""
        self.player.open(self.clip, self.voices.caption_tags(), self.voices.sound_tag())
        self._mark_step(1)
        self.player.play_button.setFocus()

    def shut(self) -> None:
        """Stop, and let go of the file."""
        self.voices.panel.put_away()
        self.voices.panel.deleteLater()  # it lies over the page, not in here
        self.player.shut()

    def show_answer(self, answer: Watched | None) -> None:
        """Say what was answered to this clip."""
        t = self._t
        said = {
            None: "",
            Worked.YES: t("You said: Yes."),
            Worked.NOT_SURE: t("You said: Not sure. Your nurse will see it."),
        }[answer.worked if answer is not None else None]
        self._answer_words.setText(said)
        self._answer_words.setVisible(bool(said))

    def show_marks(self, state: ClipState, my_name: str) -> None:
        """Show what is marked and signed on this clip."""
        now = self._around.clock.now()
        self._is_seen = state.seen is not None and not state.is_to_watch
        self.marks.show_state(state, now)
        self.signing.show_state(state, now, my_name)

    def _was_seen(self) -> None:
        """The end of the film, or the last step of them all, was reached."""
        if not self._is_seen:
            self._is_seen = True
            self.marked.emit(self.clip.id, Mark.SEEN, "")

    def _laid_out(self, is_wide: bool) -> ScrollPage:
        look, t = self._look, self._t
        words = self.clip.words_in(t.language)
        back = Button(look, "line", t("All clips"), "back", self.left.emit)
        top = row(look, (Words(look, words.title, "h1"), 1), back, gap=16)
        self._asked, self._all_steps = self._question(), self._step_card()
        self.paper = ClipPaper(self._around, self.clip)
        left = column(look, self.player, self.voices, self._asked, self.signing, self.paper, None, gap=10)
        right = column(look, self._all_steps, self.one_step, self._stop_card(), None, gap=14)
        body = row(look, (left, 62), (right, 38), gap=20) if is_wide else column(look, left, right, gap=16)
        sources = t("Sources: {sources}", sources="; ".join(self.clip.sources)) if self.clip.sources else ""
        told = "\n".join(said for said in (made_words(t, self.clip), sources) if said)
        draft = Banner(look, "draft", review_words(t, self.clip, t.language), told, small=True)
        return ScrollPage(look, top, body, draft, None, gap=12, margins=(28, 14, 28, 20))

    def lead_by_step(self, is_wanted: bool) -> None:
        """One step at a time, from the one that is shown; or the whole clip again."""
        for part in (self._all_steps, self._asked):
            part.setVisible(not is_wanted)
        self.one_step.setVisible(is_wanted)
        self.player.show_controls(not is_wanted)
        if is_wanted:
            self.one_step.begin(self._shown_step)
        else:
            self.slowly.setFocus()

    def _choose(self, changed: dict[str, str | int]) -> None:
        self.chosen.emit(changed)
        now = self._around.preferences
        self.voices.show_settings(now)
        if "sound_language" in changed:  # with the night it was chosen in
            self.player.set_sound(self.voices.sound_tag())
        self.player.set_captions(self.voices.caption_tags())
        if "caption_size" in changed:
            self.player.set_caption_size(now.caption_size)

    # ---- the steps in words -------------------------------------------------------------------------
    def _step_card(self) -> QWidget:
        look, t = self._look, self._t
        lines = [
            self._step_line(number, step.action, step.caution)
            for number, step in enumerate(self.clip.words_in(t.language).steps, 1)
        ]
        return Card(look, card_header(look, t("Steps"), icon_name="check"), self.slowly, *lines, gap=12)

    def _step_line(self, number: int, action: str, caution: str) -> QWidget:
        look, t = self._look, self._t
        said = Words(look, action, "body_bold")
        sign = column(look, Picture(look, "warning", 18, "attention_ink"), None)
        care = boxed(row(look, sign, (Words(look, caution, "small", "quiet"), 1), gap=6))
        if not caution:  # a hospice may have none
            care.hide()
        go = Button(
            look, "text", t("Show"), "play", partial(self.player.go_to_step, number), named=t("Show step {n}", n=number)
        )
        badge = column(look, Badge(look, number), None)
        line = boxed(row(look, badge, (column(look, said, care, gap=1), 1), go, gap=12))
        self._steps.append((line, said))
        return line

    def _mark_step(self, number: int) -> None:
        self._shown_step = number
        if self.one_step.isVisible():
            self.one_step.show_step(number)
            self._asked.setVisible(number == len(self.clip.steps))
            if number == len(self.clip.steps):
                self._was_seen()
        for place, (line, said) in enumerate(self._steps, 1):
            said.put_ink("accent" if place == number else "ink")
            line.setAccessibleDescription(self._t("Now shown") if place == number else "")

    def _stop_card(self) -> QWidget:
        look, t = self._look, self._t
        lines = [
            boxed(row(look, Picture(look, "stop", 20, "crisis_ink"), (Words(look, words), 1), gap=10))
            for words in self.clip.words_in(t.language).stop_and_call
        ]
        call = Button(look, "crisis_line", t("Crisis plan"), "phone", partial(self._around.desk.crisis_wanted.emit, ""))
        if not lines:  # a hospice may have written none
            return Card(look, call)
        return Card(look, card_header(look, t("Stop and call if there is"), icon_name="octagon"), *lines, call, gap=8)

    # ---- the question -------------------------------------------------------------------------------
    def _question(self) -> QWidget:
        look, t = self._look, self._t
        self.yes = Button(look, "soft", t("Yes"), "check", partial(self._answer, Worked.YES))
        self.not_sure = Button(
            look, "line", t("Not sure. Ask my nurse to show me"), "stethoscope", partial(self._answer, Worked.NOT_SURE)
        )
        self._answer_words = Words(look, "", "small", "quiet")
        asked = Flow(look, 10, Words(look, t("Did that work?"), "body_bold"), self.yes, self.not_sure)
        return Card(look, boxed(asked), self._answer_words, self.marks, gap=6, margins=(16, 10, 16, 10))

    def _ask(self) -> None:
        self._was_seen()
        self.yes.setFocus()
        self.page.reveal(self.yes)

    def _answer(self, worked: Worked) -> None:
        self.answered.emit(self.clip.id, worked)
