"""The shelf of clips: found by words, topic and spoken language."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from caregiver_app.domain.clips import Clip, ClipShelf
from caregiver_app.domain.words import N_
from caregiver_app.text import Language, Texts
from caregiver_app.ui.pages.clips.view_model import found_clips
from caregiver_app.ui.style.theme import Look
from caregiver_app.ui.widgets.boxes import Banner, Card, Flow, ScrollPage, boxed, card_header, clear, column
from caregiver_app.ui.widgets.buttons import Button
from caregiver_app.ui.widgets.choices import Chooser, Option
from caregiver_app.ui.widgets.fields import LineField
from caregiver_app.ui.widgets.poster import Poster
from caregiver_app.ui.widgets.words import Words

TOPICS = {
    "positioning": N_("Positioning"),
    "skin": N_("Skin care"),
    "medication": N_("Medicines"),
    "comfort": N_("Comfort"),
    "caregiver": N_("For you"),
}


def length_words(t: Texts, clip: Clip) -> str:
    """Minutes and seconds."""
    seconds = round(clip.length_s)
    return t.isolate(f"{seconds // 60}:{seconds % 60:02}")


class Shelf(QWidget):
    """Posters of the clips that fit; `wanted` is sent with the one that was chosen."""

    wanted = Signal(object)  # Clip
    own_wanted = Signal()  # to bring in clips of one's own

    def __init__(self, look: Look, t: Texts, clips: ClipShelf, languages: Sequence[Language]) -> None:
        super().__init__()
        self._look, self._t, self.clips = look, t, clips
        self._asked: tuple[str, ...] = ()
        self.search = LineField(look, t("Find a clip"), example=t("turn, pillow, medicine …"))
        self.search.changed.connect(self._fill)
        self.topics = Chooser(look, t("Topic"), self._topic_options(), "")
        self.spoken = Chooser(look, t("Spoken in"), self._spoken_options(languages), "")
        for chooser in (self.topics, self.spoken):
            chooser.chosen.connect(lambda _value: self._fill())
        self._posters = Flow(look, 20)
        self._none = Words(look, "", "body", "quiet")
        self._nurse = column(look, gap=12)
        self.own = Button(look, "line", t("Your hospice's own clips"), "folder", self.own_wanted.emit)
        self.setLayout(column(look, (self._laid_out(), 1)))
        self._fill()

    def _laid_out(self) -> ScrollPage:
        look, t = self._look, self._t
        draft = Banner(
            look,
            "draft",
            t("Draft: no clinician has checked these clips yet."),
            t("Your nurse's way comes first."),
            small=True,
        )
        choices = Flow(
            look,
            28,
            *(
                boxed(column(look, Words(look, words, "body_bold"), chooser, gap=6))
                for words, chooser in ((t("Topic"), self.topics), (t("Spoken in"), self.spoken))
            ),
        )
        return ScrollPage(
            look, Words(look, t("How-to clips"), "h1"), self.search, boxed(choices), boxed(self._posters),
            self._none, self._nurse, boxed(Flow(look, 10, self.own)), None, draft, gap=16,
        )  # fmt: skip

    def _topic_options(self) -> list[Option]:
        known = {clip.topic for clip in self.clips.clips}
        return [Option("", self._t("All")), *(Option(k, self._t(words)) for k, words in TOPICS.items() if k in known)]

    def _spoken_options(self, languages: Sequence[Language]) -> list[Option]:
        heard = {sound.language for clip in self.clips.clips for sound in clip.sounds}
        return [Option("", self._t("All")), *(Option(one.tag, one.autonym) for one in languages if one.tag in heard)]

    def show_asked(self, clip_ids: tuple[str, ...]) -> None:
        """List the clips that a nurse is asked to show."""
        self._asked = clip_ids
        self._fill_asked()

    def found(self) -> tuple[Clip, ...]:
        """The clips that fit what was typed and chosen."""
        return found_clips(self.clips, self.search.value(), str(self.topics.value()), str(self.spoken.value()))

    def _fill(self) -> None:
        look, t = self._look, self._t
        clear(self._posters)
        for clip in (found := self.found()):
            title = clip.words_in(t.language).title
            self._posters.addWidget(
                Poster(look, clip.poster, title, length_words(t, clip), partial(self.wanted.emit, clip))
            )
        self._none.setText(self._remark(bool(found)))
        self._none.setVisible(bool(self._none.text()))

    def _remark(self, is_found: bool) -> str:
        t, said = self._t, []
        if not is_found and self.clips.clips:
            said.append(t("No clip fits these words. Try one word, or choose All."))
        shipped = [problem.clip_id for problem in self.clips.problems if not problem.is_own]
        if shipped:
            names = t.isolate(t.listed(shipped))
            said.append(t("Some clips cannot be shown ({names}). Install the program again.", names=names))
        own = [problem.clip_id for problem in self.clips.problems if problem.is_own]
        if own:
            names = t.isolate(t.listed(own))
            said.append(t("Some clips of your hospice cannot be shown ({names}). Bring them in again.", names=names))
        return "\n".join(said)

    def _fill_asked(self) -> None:
        look, t = self._look, self._t
        clear(self._nurse)
        asked = [clip for clip in map(self.clips.clip, self._asked) if clip is not None]
        if not asked:
            return
        lines = [
            Button(look, "text", clip.words_in(t.language).title, "play", partial(self.wanted.emit, clip), centred=False)
            for clip in asked
        ]
        header = card_header(look, t("Ask your nurse to show you"), icon_name="stethoscope")
        self._nurse.addWidget(Card(look, header, boxed(Flow(look, 8, *lines)), gap=6))
