"""How-to clips: a shelf to find them, and one clip with its picture, its steps and its one question."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from caregiver_app.domain.clips import Clip
from caregiver_app.domain.watched import Worked
from caregiver_app.domain.words import N_
from caregiver_app.ui.pages.clips.view_model import ClipsViewModel, State, found_clips
from caregiver_app.ui.player.player import Player
from caregiver_app.ui.surroundings import Page, Surroundings
from caregiver_app.ui.widgets.boxes import Banner, Card, Flow, ScrollPage, boxed, card_header, clear, column, row
from caregiver_app.ui.widgets.buttons import Button
from caregiver_app.ui.widgets.choices import Chooser, Option
from caregiver_app.ui.widgets.fields import LineField
from caregiver_app.ui.widgets.poster import Poster
from caregiver_app.ui.widgets.steps import Badge
from caregiver_app.ui.widgets.words import Picture, Words

TOPICS = {
    "positioning": N_("Positioning"),
    "skin": N_("Skin care"),
    "medication": N_("Medicines"),
    "comfort": N_("Comfort"),
    "caregiver": N_("For you"),
}
_BESIDE_PX = 980  # from this width, at 100 %, the steps stand beside the picture


def length_words(around: Surroundings, clip: Clip) -> str:
    """Minutes and seconds."""
    seconds = round(clip.length_s)
    return around.t.isolate(f"{seconds // 60}:{seconds % 60:02}")


class ClipsPage(Page):
    """The shelf, or one clip."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        self.around = around
        self._model = ClipsViewModel(around.operations, around.clock, self)
        self._model.state_changed.connect(self.show_state)
        self._model.kept.connect(self._kept)
        self._state = State()
        self._topic = ""
        self._clip: Clip | None = None
        self.player: Player | None = None
        self._stack = QStackedWidget()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._stack)
        self._shelf = self._make_shelf()
        self._stack.addWidget(self._shelf)
        self._room: QWidget | None = None

    def arrive(self, argument: object = None) -> None:
        """Show the shelf, or the clip that was asked for by its id."""
        self._model.load()
        clip = self.around.content.clips.clip(argument) if isinstance(argument, str) else None
        if clip is not None:
            self.open_clip(clip)
        else:
            self.show_shelf()

    def leave(self) -> None:
        """The clip stops."""
        if self.player is not None:
            self.player.shut()
            self.player = None
            self._drop_room()
            self._stack.setCurrentWidget(self._shelf)
        self.around.desk.busy_changed.emit(False)

    def show_state(self, state: State) -> None:
        """Mark what the nurse should show."""
        self._state = state
        if self._clip is None:
            self._fill_shelf()

    # ---- the shelf ----------------------------------------------------------------------------------
    def _make_shelf(self) -> QWidget:
        look, t = self.around.look, self.around.t
        self.search = LineField(look, t("Find a clip"), example=t("turn, pillow, medicine …"))
        self.search.changed.connect(self._fill_shelf)
        known = {clip.topic for clip in self.around.content.clips.clips}
        options = [Option("", t("All"))] + [Option(k, t(words)) for k, words in TOPICS.items() if k in known]
        topics = Chooser(look, t("Topic"), options, "")
        topics.chosen.connect(self._choose_topic)
        self._posters = Flow(look, 20)
        self._none = Words(look, "", "body", "quiet")
        self._nurse = column(look, gap=12)
        draft = Banner(
            look,
            "draft",
            t("Draft: no clinician has checked these clips yet."),
            t("Your nurse's way comes first."),
            small=True,
        )
        return ScrollPage(
            look, Words(look, t("How-to clips"), "h1"), row(look, (self.search, 1), gap=16), topics,
            boxed(self._posters), self._none, self._nurse, None, draft, gap=16,
        )  # fmt: skip

    def _choose_topic(self, topic: object) -> None:
        self._topic = str(topic)
        self._fill_shelf()

    def _fill_shelf(self) -> None:
        look, t, shelf = self.around.look, self.around.t, self.around.content.clips
        clear(self._posters)
        found = found_clips(shelf, t.language, self.search.value(), self._topic)
        for clip in found:
            title = clip.words_in(t.language).title
            self._posters.addWidget(
                Poster(look, clip.poster, title, length_words(self.around, clip), partial(self.open_clip, clip))
            )
        if shelf.problems:
            names = t.listed(p.clip_id for p in shelf.problems)
            self._none.setText(
                t("Some clips cannot be shown ({names}). Install the program again.", names=t.isolate(names))
            )
        else:
            self._none.setText("" if found else t("No clip fits these words. Try one word, or choose All."))
        self._none.setVisible(bool(self._none.text()))
        clear(self._nurse)
        asked = [c for c in (shelf.clip(i) for i in self._state.for_nurse) if c is not None]
        if asked:
            names_of = [Words(look, clip.words_in(t.language).title) for clip in asked]
            header = card_header(look, t("Ask your nurse to show you"), icon_name="stethoscope")
            self._nurse.addWidget(Card(look, header, *names_of, gap=6))

    def show_shelf(self) -> None:
        """Back to all clips."""
        self._clip = None
        if self.player is not None:
            self.player.shut()
            self.player = None
        self._drop_room()
        self._fill_shelf()
        self._stack.setCurrentWidget(self._shelf)
        self.search.setFocus()

    # ---- one clip -----------------------------------------------------------------------------------
    def open_clip(self, clip: Clip) -> None:
        """Show one clip, paused on its first step."""
        if self.player is not None:
            self.player.shut()
        self._clip = clip
        look, t = self.around.look, self.around.t
        self.player = Player(look, t)
        self.player.stepped.connect(self._mark_step)
        self.player.playing_changed.connect(self.around.desk.busy_changed.emit)
        self.player.ended.connect(self._ask)
        words = clip.words_in(t.language)
        back = Button(look, "line", t("All clips"), "back", self.show_shelf)
        top = row(look, (Words(look, words.title, "h1"), 1), back, gap=16)
        self._steps: list[tuple[QWidget, Words]] = []
        left = column(look, self.player, self._languages(clip), self._question(), gap=14)
        right = column(look, self._step_card(clip), self._stop_card(clip), None, gap=14)
        is_beside = self.width() >= look.px(_BESIDE_PX)
        body = row(look, (left, 62), (right, 38), gap=20) if is_beside else column(look, left, right, gap=16)
        draft = Banner(
            look,
            "draft",
            t("Draft: not yet checked by a clinician"),
            t("Sources: {sources}", sources="; ".join(clip.sources)),
            small=True,
        )
        self._drop_room()
        self._room = ScrollPage(look, top, body, draft, None, gap=14, margins=(28, 18, 28, 24))
        self._stack.addWidget(self._room)
        self._stack.setCurrentWidget(self._room)
        self.player.open(clip, self._caption_tags(), self._sound(clip))
        self._mark_step(1)
        self.player.timeline.setFocus()

    def _drop_room(self) -> None:
        if self._room is not None:
            self._stack.removeWidget(self._room)
            self._room.deleteLater()
            self._room = None

    def _caption_tags(self) -> tuple[str, ...]:
        preferences = self.around.preferences
        first = preferences.caption_language or self.around.t.language
        second = preferences.second_caption_language
        return (first, second) if second and second != first else (first,)

    def _sound(self, clip: Clip) -> str:
        wanted = self.around.preferences.sound_language or self.around.t.language
        if wanted == "none":
            return ""
        return wanted if clip.sound_in(wanted) is not None else "en"

    def _languages(self, clip: Clip) -> QWidget:
        """Voice, captions and a second caption language, by name in its own language."""
        look, t = self.around.look, self.around.t
        names = {language.tag: language.autonym for language in self.around.languages}
        tags = [tag for tag in clip.words if tag in names]
        spoken = [Option(tag, names[tag]) for tag in tags if clip.sound_in(tag) is not None]
        sound = Chooser(look, t("Voice"), [*spoken, Option("", t("No sound"))], self._sound(clip))
        sound.chosen.connect(self._choose_sound)
        first = Chooser(look, t("Captions"), [Option(tag, names[tag]) for tag in tags], self._caption_tags()[0])
        first.chosen.connect(partial(self._choose_caption, 0))
        second_now = self._caption_tags()[1] if len(self._caption_tags()) > 1 else ""
        second = Chooser(
            look, t("Second captions"), [Option("", t("None")), *(Option(tag, names[tag]) for tag in tags)], second_now
        )
        second.chosen.connect(partial(self._choose_caption, 1))
        voice = clip.sound_in(self._sound(clip))
        said = t("This is a computer's voice.") if voice is not None and voice.is_computer_voice else ""
        lines = [(t("Voice"), sound), (t("Captions"), first), (t("Second captions"), second)]
        flow = Flow(
            look, 14, *(boxed(column(look, Words(look, name, "small_bold"), chooser, gap=2)) for name, chooser in lines)
        )
        return boxed(column(look, boxed(flow), Words(look, said, "small", "quiet"), gap=4))

    def _choose_sound(self, tag: object) -> None:
        if self.player is not None:
            self.player.set_sound(str(tag))
        self._remember(sound_language=str(tag) or "none")

    def _choose_caption(self, place: int, tag: object) -> None:
        self._remember(**{"caption_language" if place == 0 else "second_caption_language": str(tag)})
        if self.player is not None:
            self.player.set_captions(self._caption_tags())

    def _remember(self, **changed: str) -> None:
        preferences = replace(self.around.preferences, **changed)  # type: ignore[arg-type]
        self.around = replace(self.around, preferences=preferences)
        self.around.desk.preferences_wanted.emit(preferences)

    def _step_card(self, clip: Clip) -> QWidget:
        look, t = self.around.look, self.around.t
        lines: list[QWidget] = []
        for number, step in enumerate(clip.words_in(t.language).steps, 1):
            action = Words(look, step.action, "body_bold")
            caution = row(
                look,
                column(look, Picture(look, "warning", 18, "attention_ink"), None),
                (Words(look, step.caution, "small", "quiet"), 1),
                gap=6,
            )
            go = Button(
                look, "text", t("Show"), "play", partial(self._show_step, number), named=t("Show step {n}", n=number)
            )
            line = boxed(
                row(
                    look, column(look, Badge(look, number), None), (column(look, action, caution, gap=1), 1), go, gap=12
                )
            )
            self._steps.append((line, action))
            lines.append(line)
        return Card(look, card_header(look, t("Steps"), icon_name="check"), *lines, gap=12)

    def _show_step(self, number: int) -> None:
        if self.player is not None:
            self.player.go_to_step(number)

    def _mark_step(self, number: int) -> None:
        t = self.around.t
        for place, (line, action) in enumerate(self._steps, 1):
            action.put_ink("accent" if place == number else "ink")
            line.setAccessibleDescription(t("Now shown") if place == number else "")

    def _stop_card(self, clip: Clip) -> QWidget:
        look, t = self.around.look, self.around.t
        lines = [
            boxed(row(look, Picture(look, "stop", 20, "crisis_ink"), (Words(look, words), 1), gap=10))
            for words in clip.words_in(t.language).stop_and_call
        ]
        call = Button(look, "crisis_line", t("Crisis plan"), "phone", partial(self.around.desk.crisis_wanted.emit, ""))
        return Card(look, card_header(look, t("Stop and call if"), icon_name="octagon"), *lines, call, gap=8)

    # ---- the question -------------------------------------------------------------------------------
    def _question(self) -> QWidget:
        look, t = self.around.look, self.around.t
        self._yes = Button(look, "soft", t("Yes"), "check", partial(self._answer, Worked.YES))
        self._not_sure = Button(
            look, "line", t("Not sure. Ask my nurse to show me"), "stethoscope", partial(self._answer, Worked.NOT_SURE)
        )
        self._question_words = Words(look, t("Did that work?"), "title")
        return Card(look, self._question_words, boxed(Flow(look, 10, self._yes, self._not_sure)))

    def _ask(self) -> None:
        self._yes.setFocus()

    def _answer(self, worked: Worked) -> None:
        if self._clip is not None:
            self._model.answer(self._clip.id, worked)

    def _kept(self, worked: Worked) -> None:
        t = self.around.t
        said = (
            t("Kept. Your nurse will see it.") if worked is Worked.NOT_SURE else t("Good. Kept in the diary of clips.")
        )
        self.around.desk.said.emit(said)
