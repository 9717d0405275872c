"""Plays one clip to its end in one player and one language, and holds what was seen and heard against its clip.json."""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass, field
from typing import Any

from PySide6.QtWidgets import QApplication

from caregiver_app import locations
from caregiver_app.domain.clips import Clip
from caregiver_app.domain.preferences import Preferences
from caregiver_app.text import load_texts
from caregiver_app.ui.player.engine import Engine
from caregiver_app.ui.player.player import Player
from caregiver_app.ui.style.fonts import load_fonts
from caregiver_app.ui.style.theme import Look, dress
from tests.ui.player.voices import SoundMeter, is_voice, voice_of
from tests.ui.player.watching import Patience, Watch, wait_until

_NEAR_END_S = 0.1  # by the clock on the wall, so at 4× this is 0.4 s of the clip
_LEAST_PICTURES = 0.5  # a busy computer may leave some out, at 4× more than at 1×
_LISTEN_EVERY_S = 0.5


@dataclass(slots=True)
class Outcome:
    """What one run came to. `faults` is empty where all is well."""

    faults: list[str] = field(default_factory=list)
    took_s: float = 0.0
    pictures: int = 0
    of_pictures: int = 0
    rescues: int = 0
    longest_s: float = 0.0  # that the picture or the place stood still
    acts: int = 0

    def block(self) -> dict[str, Any]:
        """As fields, for another process."""
        return asdict(self)


def framed(engine: Engine) -> Player:
    """The program's own player around an engine, dressed and shown."""
    texts = load_texts("en", locations.translations())
    look = Look.of(Preferences(language="en"), texts.direction, reduced_motion=True)
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    load_fonts(locations.fonts())
    dress(application, look)
    player = Player(look, texts, lambda: engine)
    player.resize(760, 720)
    player.show()
    return player


class Witness:
    """Notes captions, steps and voices while a clip runs."""

    def __init__(self, player: Player, clip: Clip, language: str) -> None:
        self._player, self._clip, self._language = player, clip, language
        self._captions: set[int] = set()
        self._steps: list[int] = []
        self._wrong: set[str] = set()
        self._listened_s = 0.0
        self._right = 0

    def look(self, at_s: float) -> None:
        """The clip has come to a place; the player has shown it already."""
        words = self._clip.words.get(self._language)
        shown = self._player.captions.said[0]
        for number, cue in enumerate(words.captions if words is not None else ()):
            if cue.start_s <= at_s < cue.end_s and shown == cue.words:
                self._captions.add(number)
        step = self._clip.step_at(at_s).number
        if not self._steps or self._steps[-1] != step:
            self._steps.append(step)
        if at_s - self._listened_s >= _LISTEN_EVERY_S:
            self._listened_s = at_s
            self._listen()

    def _listen(self) -> None:
        heard = voice_of(self._player.engine)
        if is_voice(heard, self._language):
            self._right += 1
        else:
            self._wrong.add(heard or "silence")

    def faults(self) -> list[str]:
        """What was not seen or heard."""
        found: list[str] = []
        words = self._clip.words.get(self._language)
        if words is None:
            found.append("its clip.json has no words in this language")
        else:
            missed = [c for n, c in enumerate(words.captions) if n not in self._captions]
            steps = sorted({self._clip.step_at(cue.start_s).number for cue in missed})
            silent = sorted(s.number for s in self._clip.steps if not any(
                s.start_s <= c.start_s < s.start_s + s.length_s for c in words.captions))  # fmt: skip
            found += [f"captions of step {step} were not all seen" for step in steps]
            found += [f"step {step} has no caption" for step in silent]
        if self._steps != [step.number for step in self._clip.steps]:
            found.append(f"the steps came as {self._steps}")
        if self._wrong:
            found.append(f"another voice was heard: {', '.join(sorted(self._wrong))}")
        elif not self._right:
            found.append("no voice was ever chosen")
        return found


def play_to_the_end(engine: Engine, clip: Clip, language: str, speed: float, patience: Patience) -> Outcome:
    """Play it in the program's own player. Ends by an event of the engine or by the watch's patience, never by hope."""
    outcome = Outcome(of_pictures=round(clip.length_s * clip.frames_per_s))
    watch = Watch(engine, patience)  # hears before the player does, so that it learns of a change of engine
    player = framed(engine)
    witness, meter = Witness(player, clip, language), SoundMeter(engine)
    player.engine.moved.connect(witness.look)
    player.open(clip, (language,), language)
    player.engine.set_speed(speed)
    began = time.monotonic()
    watch.begin()
    player.toggle()
    most_s = 2 * clip.length_s / speed + 3 * patience.give_up_s
    has_ended = wait_until(watch, lambda: watch.ends > 0, most_s)
    at_s = watch.at_s
    watch.end()
    outcome.took_s = time.monotonic() - began
    outcome.pictures, outcome.rescues, outcome.longest_s = watch.pictures, watch.rescues, watch.longest_s
    outcome.faults = watch.faults()
    if not has_ended:
        outcome.faults.append(f"it never came to its end; it stood at {at_s:.1f} of {clip.length_s:.1f} s")
    else:
        outcome.faults += _at_the_end(outcome, clip, at_s, speed) + witness.faults()
        if clip.sound_in(language) is not None and not meter.pieces():
            outcome.faults.append("no sound was unpacked")
    player.shut()
    return outcome


def _at_the_end(outcome: Outcome, clip: Clip, at_s: float, speed: float) -> list[str]:
    found: list[str] = []
    if abs(at_s - clip.length_s) > _NEAR_END_S * speed:
        found.append(f"its end came at {at_s:.2f} s, the clip has {clip.length_s:.2f} s")
    if outcome.pictures < _LEAST_PICTURES * outcome.of_pictures:
        found.append(f"only {outcome.pictures} of {outcome.of_pictures} pictures were shown")
    return found
