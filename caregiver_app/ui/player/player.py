"""The player: picture, captions, steps, speed, voice. Every control works from the keyboard."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QImage, QKeyEvent
from PySide6.QtWidgets import QWidget

from caregiver_app.content.clips import damaged_files
from caregiver_app.domain.clips import Clip, ClipWords
from caregiver_app.text import Texts
from caregiver_app.ui.player.beside import BesideEngine
from caregiver_app.ui.player.choice import first_engine, next_engine
from caregiver_app.ui.player.engine import SPEEDS, Engine
from caregiver_app.ui.player.screen import Captions, Screen
from caregiver_app.ui.player.still_engine import StillEngine
from caregiver_app.ui.player.timeline import Timeline
from caregiver_app.ui.style.theme import Look
from caregiver_app.ui.widgets.boxes import Flow, boxed, column
from caregiver_app.ui.widgets.buttons import Button, IconButton
from caregiver_app.ui.widgets.words import Words

_log = logging.getLogger(__name__)
_BEFORE_NEXT_S = 0.06  # a repeated step holds this long before its end, still on its own picture


class Player(QWidget):
    """Plays one clip. `stepped` says which step is shown (from 1), `playing_changed` whether it runs."""

    stepped = Signal(int)
    playing_changed = Signal(bool)
    ended = Signal()

    def __init__(
        self, look: Look, t: Texts, make_engine: Callable[[], Engine] = first_engine, caption_size: int = 100
    ) -> None:
        super().__init__()
        self._look, self._t = look, t
        self._clip: Clip | None = None
        self._at_s, self._step, self._speed = 0.0, 1, 1.0
        self._until_s: float | None = None  # where a repeated step stops
        self.is_playing = False
        self._caption_tags: tuple[str, ...] = (t.language,)
        self._sound = ""
        self.view = Screen(look, t("The clip's picture"))
        self.view.pressed.connect(self.toggle)
        self.captions = Captions(look, caption_size)
        self.timeline = Timeline(look, t)
        self.timeline.step_wanted.connect(self.go_to_step)
        self._note = Words(look, "", "small", "quiet")
        self._note.hide()
        self._buttons = boxed(self._controls())
        self.setLayout(column(look, self.view, self.timeline, self.captions, self._buttons, self._note, gap=8))
        self.engine = self._with(make_engine())
        if isinstance(self.engine, StillEngine):
            self._say(t("No video player was found on this computer. Pictures and words show every step."))

    def _controls(self) -> Flow:
        look, t = self._look, self._t
        self.back_button = IconButton(look, "line", "previous", t("Step back"), partial(self.step_by, -1))
        self.play_button = Button(look, "primary", t("Play"), "play", self.toggle)
        self.forward_button = IconButton(look, "line", "next", t("Step forward"), partial(self.step_by, 1))
        self.repeat_button = Button(look, "line", t("Repeat this step"), "repeat", self.repeat)
        self.speed_button = Button(look, "line", "", "speed", self.next_speed)
        self._show_speed()
        # back is on the left in every language, as the step marks above run
        steps = (self.back_button, self.play_button, self.forward_button)
        return Flow(look, 8, *(reversed(steps) if look.rtl else steps), self.repeat_button, self.speed_button)

    def _with(self, engine: Engine) -> Engine:
        if engine.has_sound:
            engine = BesideEngine(engine)  # people's recordings, where there are any
        engine.setParent(self)
        engine.frame_ready.connect(self._show_frame)
        engine.moved.connect(self._moved)
        engine.ended.connect(self._ended)
        engine.broken.connect(self._broken)
        engine.set_speed(self._speed)
        return engine

    def note(self) -> str:
        """What the player has to say about itself, "" while all is well."""
        return self._note.text()

    def _say(self, sentence: str) -> None:
        self._note.setText(sentence)
        self._note.show()

    # ---- opening ----------------------------------------------------------------------------------
    def open(self, clip: Clip, caption_tags: tuple[str, ...], sound: str) -> None:
        """Load a clip, paused on its first step, with captions in up to two languages and one voice."""
        self._clip, self._caption_tags, self._sound = clip, caption_tags, sound
        self._at_s, self._step, self._until_s = 0.0, 0, None  # no step yet: the first one is told
        self.view.put(QImage(str(clip.steps[0].still)))
        self.timeline.show_clip(clip)
        self._set_playing(False)
        if self.engine.has_sound and any(p.where == clip.video.name for p in damaged_files(clip)):
            t = self._t
            self._say(
                t("The video of this clip is damaged. Pictures and words show every step. Install the program again.")
                if clip.own is None
                else t("The video of this clip is damaged. Pictures and words show every step. Bring it in again.")
            )
            self._change_engine(StillEngine())
        self.engine.open(clip, sound)
        self._moved(0.0)

    def set_captions(self, tags: tuple[str, ...]) -> None:
        """Change the languages of the captions."""
        self._caption_tags = tags
        self._show_caption()

    def set_caption_size(self, percent: int) -> None:
        """Show captions larger: per cent of the program's letters."""
        self.captions.set_size(percent)

    def set_sound(self, language: str) -> None:
        """Change the voice; "" for silence."""
        self._sound = language
        self.engine.set_sound(language)

    def shut(self) -> None:
        """Stop and let go of the file."""
        self._set_playing(False)
        self.engine.shut()

    # ---- acts -------------------------------------------------------------------------------------
    def toggle(self) -> None:
        """Play or pause."""
        if self._clip is None:
            return
        self._until_s = None
        if self.is_playing:
            self.engine.pause()
        else:
            if self._at_s >= self._clip.length_s - 0.05:
                self.go_to_step(1)
            self.engine.play()
        self._set_playing(not self.is_playing)

    def step_by(self, steps: int) -> None:
        """Some steps back or forward."""
        self.go_to_step(self._step + steps)

    def go_to_step(self, number: int) -> None:
        """Show a step from its start."""
        if self._clip is None:
            return
        self._until_s = None
        wanted = max(1, min(number, len(self._clip.steps)))
        step = self._clip.steps[wanted - 1]
        if not self.is_playing:
            self.view.put(QImage(str(step.still)))
        self.engine.seek(step.start_s)
        self._moved(step.start_s)

    def show_controls(self, are_shown: bool) -> None:
        """Its own buttons and marks of the steps, or the picture alone where others lead."""
        for part in (self.timeline, self._buttons):
            part.setVisible(are_shown)

    def repeat(self) -> None:
        """Play the step again, and hold at its end."""
        self.play_step(self._step)

    def play_step(self, number: int) -> None:
        """Play one step from its start, and hold at its end."""
        if self._clip is None:
            return
        self.go_to_step(number)
        if not self.is_playing:
            self.toggle()
        step = self._clip.steps[self._step - 1]
        if step.number < len(self._clip.steps):
            self._until_s = step.start_s + step.length_s - _BEFORE_NEXT_S

    def next_speed(self) -> None:
        """The next of the speeds."""
        self._speed = SPEEDS[(SPEEDS.index(self._speed) + 1) % len(SPEEDS)]
        self.engine.set_speed(self._speed)
        self._show_speed()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        acts: dict[int, Callable[[], None]] = {
            Qt.Key.Key_K: self.toggle,
            Qt.Key.Key_Space: self.toggle,
            Qt.Key.Key_J: partial(self.step_by, -1),
            Qt.Key.Key_L: partial(self.step_by, 1),
            Qt.Key.Key_R: self.repeat,
            Qt.Key.Key_S: self.next_speed,
        }
        act = acts.get(event.key())
        if act is not None:
            act()
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self.is_playing:
            self.toggle()

    # ---- hearing ----------------------------------------------------------------------------------
    def _show_frame(self, image: QImage) -> None:
        if self.is_playing or not self.view.has_picture:
            self.view.put(image)

    def _moved(self, seconds: float) -> None:
        if self._clip is None:
            return
        if self._until_s is not None and self.is_playing and seconds >= self._until_s:
            seconds = self._until_s
            self.toggle()
        self._at_s = seconds
        step = self._clip.step_at(seconds)
        self.timeline.put(seconds)
        if step.number != self._step:
            self._step = step.number
            self.stepped.emit(step.number)
        self._show_caption()

    def _ended(self) -> None:
        if self._clip is not None:
            self._at_s = self._clip.length_s
        self._set_playing(False)
        self.ended.emit()

    def _broken(self, why: str) -> None:
        _log.warning("the %s player failed: %s", self.engine.name, why)
        clip, at_s, is_playing = self._clip, self._at_s, self.is_playing
        self._change_engine(next_engine(self.engine.name))
        if isinstance(self.engine, StillEngine):
            self._say(self._t("The video could not be played. Pictures and words show every step."))
        if clip is not None:
            self.engine.open(clip, self._sound)
            self.engine.seek(at_s)
            if is_playing:
                self.engine.play()

    def _change_engine(self, engine: Engine) -> None:
        old = self.engine
        old.blockSignals(True)
        self.engine = self._with(engine)
        old.shut()
        old.deleteLater()

    def _show_caption(self) -> None:
        if self._clip is None:
            return
        lines = [self._caption_in(self._clip.words_in(tag)) for tag in self._caption_tags[:2]]
        self.captions.say(*(lines or [""]))
        self.captions.setVisible(bool(self._caption_tags))

    def _caption_in(self, words: ClipWords) -> str:
        for cue in words.captions:
            if cue.start_s <= self._at_s < cue.end_s:
                return cue.words
        return words.steps[self._step - 1].action

    def _set_playing(self, is_playing: bool) -> None:
        t = self._t
        changed = is_playing != self.is_playing
        self.is_playing = is_playing
        self.play_button.put_words(t("Pause") if is_playing else t("Play"))
        self.play_button.put_icon("pause" if is_playing else "play")
        if changed:
            self.playing_changed.emit(is_playing)

    def _show_speed(self) -> None:
        t = self._t
        self.speed_button.put_words(t("Speed {speed}", speed=t.isolate(f"{t.number(self._speed)}×")))
