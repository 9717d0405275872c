"""The shelf of clips: found by words, topic, spoken language and marks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from caregiver_app.domain.clip_marks import NOTHING, Asked, ClipState
from caregiver_app.domain.clips import Clip, ClipShelf
from caregiver_app.domain.time import Instant
from caregiver_app.domain.words import N_
from caregiver_app.text import Language, Texts
from caregiver_app.ui.clip_words import asked_words, said_words, signs_of
from caregiver_app.ui.pages.clips.marks import ASKED, FAVOURITES, GIVEN, UNSEEN, fits
from caregiver_app.ui.pages.clips.search import Finder
from caregiver_app.ui.pages.clips.view_model import State
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
        self._finder = Finder(clips)
        self._marks: Mapping[str, ClipState] = {}
        self._asked: tuple[Asked, ...] = ()
        self._now = Instant(0, 0)
        self.search = LineField(look, t("Find a clip"), example=t("turn, pillow, medicine …"))
        self.search.changed.connect(self._fill)
        self.topics = Chooser(look, t("Topic"), self._topic_options(), "")
        self.spoken = Chooser(look, t("Spoken in"), self._spoken_options(languages), "")
        self.kept = Chooser(look, t("Show"), self._kept_options(), "")
        for chooser in (self.topics, self.spoken, self.kept):
            chooser.chosen.connect(lambda _value: self._fill())
        self._posters = Flow(look, 20, from_top=True)
        self._hung: dict[str, Poster] = {}
        self._none = Words(look, "", "body", "quiet")
        self._given = column(look, gap=12)
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
                for words, chooser in (
                    (t("Topic"), self.topics),
                    (t("Spoken in"), self.spoken),
                    (t("Show"), self.kept),
                )
            ),
        )
        return ScrollPage(
            look, Words(look, t("How-to clips"), "h1"), self.search, boxed(choices), self._given, boxed(self._posters),
            self._none, self._nurse, boxed(Flow(look, 10, self.own)), None, draft, gap=16,
        )  # fmt: skip

    def _topic_options(self) -> list[Option]:
        known = {clip.topic for clip in self.clips.clips}
        return [Option("", self._t("All")), *(Option(k, self._t(words)) for k, words in TOPICS.items() if k in known)]

    def _spoken_options(self, languages: Sequence[Language]) -> list[Option]:
        heard = {sound.language for clip in self.clips.clips for sound in clip.sounds}
        return [Option("", self._t("All")), *(Option(one.tag, one.autonym) for one in languages if one.tag in heard)]

    def _kept_options(self) -> list[Option]:
        t = self._t
        return [
            Option("", t("All")),
            Option(FAVOURITES, t("Favourites"), "heart"),
            Option(UNSEEN, t("Not seen yet")),
            Option(ASKED, t("Ask my nurse"), "stethoscope"),
            Option(GIVEN, t("From your nurse"), "bell"),
        ]

    def show_marks(self, state: State, now: Instant) -> None:
        """Mark the posters, and list what is to be watched and what the nurse is asked to show."""
        self._marks, self._asked, self._now = state.marks, state.next_visit, now
        self._fill()
        self._fill_given()
        self._fill_asked()

    def found(self) -> tuple[Clip, ...]:
        """The clips that fit what was typed and chosen."""
        words, topic, spoken = self.search.value(), str(self.topics.value()), str(self.spoken.value())
        wanted = str(self.kept.value())
        found = self._finder.found(words, topic, spoken)
        return tuple(clip for clip in found if fits(self._marks.get(clip.id, NOTHING), wanted))

    def _fill(self) -> None:
        look, t = self._look, self._t
        found = self.found()
        if [clip.id for clip in found] != list(self._hung):  # another choice: hang them again
            clear(self._posters)
            self._hung = {}
            for clip in found:
                title = clip.words_in(t.language).title
                poster = Poster(look, clip.poster, title, length_words(t, clip), partial(self.wanted.emit, clip))
                self._hung[clip.id] = poster
                self._posters.addWidget(poster)
        for clip_id, poster in self._hung.items():
            poster.put_signs(signs_of(t, self._marks.get(clip_id, NOTHING)))
        self._none.setText(self._remark(bool(found)))
        self._none.setVisible(bool(self._none.text()))

    def _remark(self, is_found: bool) -> str:
        t, said = self._t, []
        if not is_found and self.clips.clips:
            said.append(t("No clip fits. Try one word, or choose All."))
        shipped = [problem.clip_id for problem in self.clips.problems if not problem.is_own]
        if shipped:
            names = t.isolate(t.listed(shipped))
            said.append(t("Some clips cannot be shown ({names}). Install the program again.", names=names))
        own = [problem.clip_id for problem in self.clips.problems if problem.is_own]
        if own:
            names = t.isolate(t.listed(own))
            said.append(t("Some clips of your hospice cannot be shown ({names}). Bring them in again.", names=names))
        return "\n".join(said)

    def _fill_given(self) -> None:
        look, t = self._look, self._t
        clear(self._given)
        lines = [
            (clip, said_words(t, state.given, self._now))
            for clip in self.clips.clips
            if (state := self._marks.get(clip.id, NOTHING)).is_to_watch and state.given is not None
        ]
        if lines:
            header = card_header(look, t("Your nurse asks you to watch"), icon_name="bell")
            self._given.addWidget(Card(look, header, *(self._line(*line) for line in lines), gap=6))

    def _fill_asked(self) -> None:
        look, t = self._look, self._t
        clear(self._nurse)
        asked = [(self.clips.clip(one.clip_id), asked_words(t, one, self._now)) for one in self._asked]
        lines = [self._line(clip, words) for clip, words in asked if clip is not None]
        if lines:
            header = card_header(look, t("For the nurse's next visit: show us"), icon_name="stethoscope")
            self._nurse.addWidget(Card(look, header, *lines, gap=6))

    def _line(self, clip: Clip, words: str) -> QWidget:
        """A clip to open, with who said it and when."""
        look, title = self._look, clip.words_in(self._t.language).title
        go = Button(look, "text", title, "play", partial(self.wanted.emit, clip), centred=False)
        said = column(look, Words(look, words, "small", "quiet"), margins=(10, 0, 10, 0))
        return boxed(column(look, go, said, gap=0))
