"""How-to clips: a shelf to find them, and one clip with its picture, its steps and its one question."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from caregiver_app.domain.clip_marks import SIGNATURES, Mark
from caregiver_app.domain.clips import Clip
from caregiver_app.domain.errors import CaregiverError
from caregiver_app.domain.watched import Worked
from caregiver_app.ui.pages.clips.room import Room
from caregiver_app.ui.pages.clips.shelf import Shelf
from caregiver_app.ui.pages.clips.view_model import ClipsViewModel, State
from caregiver_app.ui.player.choice import first_engine
from caregiver_app.ui.player.engine import Engine
from caregiver_app.ui.player.player import Player
from caregiver_app.ui.surroundings import Page, Surroundings

_BESIDE_PX = 980  # from this width, at 100 %, the steps stand beside the picture


class ClipsPage(Page):
    """The shelf, or one clip."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        self.around = around
        self.make_engine: Callable[[], Engine] = first_engine
        self._model = ClipsViewModel(around.operations, around.clock, self)
        self._model.state_changed.connect(self.show_state)
        self._model.kept.connect(self._kept)
        self._model.marked.connect(self._marked)
        self._model.not_marked.connect(self._not_marked)
        self._state = State()
        self.shelf = self._new_shelf()
        self.room: Room | None = None
        self._stack = QStackedWidget()
        self._stack.addWidget(self.shelf)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._stack)

    @property
    def player(self) -> Player | None:
        """What plays now."""
        return self.room.player if self.room is not None else None

    def _new_shelf(self) -> Shelf:
        around = self.around
        shelf = Shelf(around.look, around.t, around.content.clips, around.languages)
        shelf.wanted.connect(self.open_clip)
        shelf.own_wanted.connect(partial(around.desk.page_wanted.emit, "own_clips", None))
        return shelf

    def _look_again(self) -> None:
        """Another shelf, where clips were brought in or taken away since."""
        if self.shelf.clips is not self.around.content.clips:
            old, self.shelf = self.shelf, self._new_shelf()
            self.shelf.show_marks(self._state, self.around.clock.now())
            self._stack.addWidget(self.shelf)
            self._stack.removeWidget(old)
            old.deleteLater()

    def arrive(self, argument: object = None) -> None:
        """Show the shelf, or the clip that was asked for by its id."""
        self._look_again()
        self._model.load()
        clip = self.around.content.clips.clip(argument) if isinstance(argument, str) else None
        if clip is not None:
            self.open_clip(clip)
        else:
            self.show_shelf()

    def leave(self) -> None:
        """The clip stops."""
        self._drop_room()
        self.around.desk.busy_changed.emit(False)

    def show_state(self, state: State) -> None:
        """Mark what the nurse should show, and what was answered to the clip that is shown."""
        self._state = state
        self.shelf.show_marks(state, self.around.clock.now())
        if self.room is not None:
            self._show_in(self.room)

    def _show_in(self, room: Room) -> None:
        room.show_answer(self._state.answers.get(room.clip.id))
        room.show_marks(self._state.of(room.clip.id), self._state.staff_name)

    def show_shelf(self) -> None:
        """Back to all clips."""
        self._drop_room()
        self.shelf.search.setFocus()

    def open_clip(self, clip: Clip) -> None:
        """Show one clip, paused on its first step."""
        self._drop_room()
        around = self.around
        is_wide = self.width() >= around.look.px(_BESIDE_PX)
        room = Room(around, clip, is_wide=is_wide, make_engine=self.make_engine, host=self)
        room.left.connect(self.show_shelf)
        room.answered.connect(self._model.answer)
        room.marked.connect(self._model.mark)
        room.chosen.connect(self._remember)
        room.player.playing_changed.connect(around.desk.busy_changed.emit)
        self.room = room
        self._stack.addWidget(room)
        self._stack.setCurrentWidget(room)
        self._show_in(room)
        room.begin()

    def _drop_room(self) -> None:
        if self.room is not None:
            self.room.shut()
            self._stack.removeWidget(self.room)
            self.room.deleteLater()
            self.room = None
        self._stack.setCurrentWidget(self.shelf)

    def _remember(self, changed: dict[str, str | int]) -> None:
        preferences = replace(self.around.preferences, **changed)  # type: ignore[arg-type]
        self.around.desk.preferences_wanted.emit(preferences)

    def _kept(self, worked: Worked) -> None:
        t = self.around.t
        said = (
            t("Kept. Your nurse will see it.") if worked is Worked.NOT_SURE else t("Good. Kept in the diary of clips.")
        )
        self.around.desk.said.emit(said)

    def _marked(self, mark: Mark) -> None:
        if mark is Mark.SEEN:  # mostly by itself, at the end of a film: nothing to say
            return
        if self.room is not None and (mark in SIGNATURES or mark in (Mark.GIVEN, Mark.NOT_GIVEN)):
            self.room.signing.close_form()
        t = self.around.t
        said = {
            Mark.ASK: t("Kept. Your nurse will see it."),
            Mark.SHOW_AGAIN: t("Kept. It is on the list for the next visit."),
        }
        self.around.desk.said.emit(said.get(mark, t("Kept.")))

    def _not_marked(self, error: CaregiverError) -> None:
        """The tick goes back to what is kept, and the trouble is told."""
        if self.room is not None:
            self._show_in(self.room)
        self.around.desk.trouble.emit(error)
