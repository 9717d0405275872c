"""Plays people's recordings beside the film's picture: an engine around an engine, so that the player need not know.

While a recording speaks the film is mute. Where the voice is longer than its step, the picture waits on the step's last
frame until it has ended. Steps that nobody read keep the film's own voice. With a language that has no recordings, or
without sound, this engine only passes on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from caregiver_app.domain.clips import Clip, Recording
from caregiver_app.ui.player.engine import Engine

if TYPE_CHECKING:  # it brings Qt Multimedia, which a computer may lack
    from caregiver_app.ui.player.voice import Voice

_BEFORE_NEXT_S = 0.12  # the picture waits so long before the step's end; a repeated step is held later (player.py)
_SPOKEN_S = 0.15  # a voice that has only this left does not hold the picture up


def _make_voice() -> Voice:
    """Qt Multimedia is loaded when somebody first speaks. Raises ImportError where it is missing."""
    from caregiver_app.ui.player.voice import Voice

    return Voice()


class BesideEngine(Engine):
    """Wraps the engine that shows the picture; its name and what it can do are those of the inner one."""

    def __init__(self, inner: Engine, make_voice: Callable[[], Voice] = _make_voice) -> None:
        super().__init__()
        self.inner, self._make_voice = inner, make_voice
        self.name, self.has_sound = inner.name, inner.has_sound
        inner.setParent(self)
        self._voice: Voice | None = None
        self._clip: Clip | None = None
        self._recorded: Mapping[int, Recording] = {}
        self._step = 0  # whose recording is loaded; 0 for none
        self._at_s, self._speed = 0.0, 1.0
        self._wants_play = self._is_spoken = self._is_mute = False
        self._is_waiting = self._is_over = False  # the picture for the voice: before a step's end, after the last
        inner.frame_ready.connect(self.frame_ready)
        inner.moved.connect(self._moved)
        inner.ended.connect(self._over)
        inner.rescued.connect(self.rescued)
        inner.broken.connect(self._broke)

    # ---- Engine ----------------------------------------------------------------------------------
    def open(self, clip: Clip, sound_language: str) -> None:
        self._hush()
        self._clip, self._wants_play, self._is_waiting = clip, False, False
        self._recorded = clip.recorded(sound_language) if sound_language else {}
        self.inner.open(clip, sound_language)

    def play(self) -> None:
        self._wants_play = True
        if self._voice is not None and self._step and not self._is_spoken:
            self._voice.play()
        if not self._is_waiting and not self._is_over:
            self.inner.play()

    def pause(self) -> None:
        self._wants_play = False
        if self._voice is not None:
            self._voice.pause()
        self.inner.pause()

    def seek(self, seconds: float) -> None:
        self._is_waiting = False
        self._hush()
        if self._recorded:
            self._begin(seconds)
        self.inner.seek(seconds)
        if self._wants_play:  # it may have waited for the voice
            self.inner.play()

    def set_speed(self, speed: float) -> None:
        self._speed = speed
        if self._voice is not None:
            self._voice.set_speed(speed)
        self.inner.set_speed(speed)

    def set_sound(self, language: str) -> None:
        at_s = self._at_s
        self._hush()
        self._recorded = self._clip.recorded(language) if self._clip is not None and language else {}
        self.inner.set_sound(language)
        if self._recorded:
            self._begin(at_s)
        if self._is_waiting:
            self._is_waiting = False
            if self._wants_play:
                self.inner.play()

    def mute(self, is_mute: bool) -> None:
        self.inner.mute(is_mute)

    def shut(self) -> None:
        self._hush()
        self._wants_play, self._clip = False, None
        self.inner.shut()

    # ---- inside ----------------------------------------------------------------------------------
    def _moved(self, seconds: float) -> None:
        if self._clip is None or not self._recorded:
            self._at_s = seconds
            self.moved.emit(seconds)
            return
        if self._is_waiting:  # a late word of the picture that is held already
            return
        if self._step and not self._is_spoken and self._is_at_end(seconds):
            self._wait()
            return
        self._at_s = seconds
        if self._clip.step_at(seconds).number != self._step or not self._step:
            self._begin(seconds)
        self.moved.emit(seconds)

    def _is_at_end(self, seconds: float) -> bool:
        """True where the picture is about to leave the step whose voice still speaks."""
        assert self._clip is not None
        step = self._clip.steps[self._step - 1]
        return self._wants_play and seconds >= step.start_s + step.length_s - _BEFORE_NEXT_S

    def _wait(self) -> None:
        """Hold the picture on the last frame of the step."""
        assert self._clip is not None
        step = self._clip.steps[self._step - 1]
        self._is_waiting = True
        self.inner.pause()
        self._at_s = max(step.start_s, step.start_s + step.length_s - _BEFORE_NEXT_S)
        self.moved.emit(self._at_s)

    def _begin(self, seconds: float) -> None:
        """Speak for the step at this moment, from the same place in it; the film speaks where nobody has read."""
        assert self._clip is not None
        step = self._clip.step_at(seconds)
        recording = self._recorded.get(step.number)
        if recording is None:
            self._hush()
            return
        if self._voice is None and not self._has_voice():
            return
        assert self._voice is not None
        into_s = max(0.0, seconds - step.start_s)
        self._step, self._at_s = step.number, seconds
        self._is_spoken = into_s >= recording.length_s - _SPOKEN_S
        self._mute(True)
        if self._is_spoken:
            self._voice.pause()
            return
        self._voice.open(recording.sound, into_s)
        self._voice.set_speed(self._speed)
        if self._wants_play:
            self._voice.play()

    def _has_voice(self) -> bool:
        """Make what speaks; where this computer cannot, the film keeps its own voice."""
        try:
            self._voice = self._make_voice()
        except ImportError:
            self._recorded = {}
            return False
        self._voice.setParent(self)
        self._voice.ended.connect(self._spoken)
        return True

    def _spoken(self) -> None:
        """The voice has ended: the picture goes on where it waited, or the end is told that waited for it."""
        self._is_spoken = True
        if self._is_over:
            self._over()
        elif self._is_waiting:
            self._is_waiting = False
            if self._wants_play:
                self.inner.play()

    def _over(self) -> None:
        """The film has ended; where its last step is still spoken, that is told once it is."""
        self._is_over = bool(self._step and not self._is_spoken and self._wants_play)
        if not self._is_over:
            self._wants_play = self._is_waiting = False
            self.ended.emit()

    def _broke(self, why: str) -> None:
        self._hush()
        self.broken.emit(why)

    def _hush(self) -> None:
        """No recording speaks any more."""
        if self._voice is not None and self._step:
            self._voice.shut()
        self._step, self._is_spoken, self._is_over = 0, False, False
        self._mute(False)

    def _mute(self, is_mute: bool) -> None:
        if is_mute != self._is_mute:
            self._is_mute = is_mute
            self.inner.mute(is_mute)
