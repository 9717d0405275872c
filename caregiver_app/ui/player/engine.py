"""What every engine can do: play a clip's picture and one of its voices. The player paints the frames itself."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from caregiver_app.domain.clips import Clip

SPEEDS = (0.5, 0.75, 1.0, 1.25)


class Engine(QObject):
    """Signals come on the main thread. Seconds are counted from the start of the clip."""

    frame_ready = Signal(QImage)
    moved = Signal(float)
    ended = Signal()
    rescued = Signal()  # its watchdog opened a frozen clip again, where it stood; it is counted by who wants to know
    broken = Signal(str)  # a word for the log; the player goes on with the next engine

    name = ""
    has_sound = True

    def open(self, clip: Clip, sound_language: str) -> None:
        """Load a clip, paused at its start, with the voice of a language ("" for silence)."""
        raise NotImplementedError

    def play(self) -> None:
        """Go on."""
        raise NotImplementedError

    def pause(self) -> None:
        """Hold the picture."""
        raise NotImplementedError

    def seek(self, seconds: float) -> None:
        """Go to a moment; the picture follows, playing or paused."""
        raise NotImplementedError

    def set_speed(self, speed: float) -> None:
        """Play slower or faster: one of SPEEDS."""
        raise NotImplementedError

    def set_sound(self, language: str) -> None:
        """Change the voice; "" for silence."""
        raise NotImplementedError

    def mute(self, is_mute: bool) -> None:
        """Silence the film's own voice while another speaks beside it; an engine without sound has nothing to do."""

    def shut(self) -> None:
        """Stop and let go of the file."""
        raise NotImplementedError
