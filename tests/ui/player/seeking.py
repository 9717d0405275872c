"""Jumps about in clips and changes their voices at random, and waits each time until the clip goes on."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence

from caregiver_app.domain.clips import Clip
from caregiver_app.ui.player.engine import SPEEDS, Engine
from caregiver_app.ui.player.player import Player
from tests.ui.player.to_the_end import Outcome, framed
from tests.ui.player.voices import is_voice, voice_of
from tests.ui.player.watching import Patience, Watch, wait_until

_ACTS_A_CLIP = 10
_PICTURES = 5  # so many new ones, and not one from before the jump, say that it goes on
_ONWARDS_S = 0.1
_ROOM_S = 8.0  # of the clip that must be left, so that it does not end in the middle of an act


class Seeker:
    """One player, one engine, some dice."""

    def __init__(self, engine: Engine, clips: Sequence[Clip], dice: random.Random, patience: Patience) -> None:
        self._clips, self._dice, self._patience = clips, dice, patience
        self._watch = Watch(engine, patience)
        self._player: Player = framed(engine)
        self._clip, self._voice = clips[0], ""
        self.outcome = Outcome()

    def run(self, acts: int) -> Outcome:
        """Do so many acts, or fewer where the player gave up."""
        began, outcome, watch = time.monotonic(), self.outcome, self._watch
        for number in range(acts):
            if number % _ACTS_A_CLIP == 0:
                self._open()
            if not self._act(number) or watch.broke:
                break
            outcome.acts += 1
        outcome.took_s = time.monotonic() - began
        outcome.pictures, outcome.rescues, outcome.longest_s = watch.pictures, watch.rescues, watch.longest_s
        outcome.faults += watch.faults()
        self._player.shut()
        return outcome

    def _open(self) -> None:
        self._watch.end()
        dice = self._dice
        self._clip = dice.choice(self._clips)
        self._voice = dice.choice([sound.language for sound in self._clip.sounds])
        self._player.open(self._clip, (self._voice,), self._voice)
        self._player.engine.set_speed(dice.choice(SPEEDS))
        self._watch.at_s = 0.0  # libVLC tells no place before it runs
        self._watch.begin()
        self._player.toggle()

    def _act(self, number: int) -> bool:
        """A jump or another voice; True where the clip went on from there, however long it took."""
        watch, dice, clip = self._watch, self._dice, self._clip
        ends = watch.ends
        is_late = watch.at_s > clip.length_s - _ROOM_S
        if is_late or dice.random() < 0.5:
            place_s = dice.uniform(0.0, clip.length_s - _ROOM_S)
            told = f"act {number + 1}, a jump in {clip.id} to {place_s:.1f} s"
            self._player.engine.seek(place_s)
        else:
            place_s = watch.at_s
            self._voice = dice.choice([sound.language for sound in clip.sounds] + [""])
            told = f"act {number + 1}, the voice of {clip.id} at {place_s:.1f} s to {self._voice or 'silence'}"
            self._player.set_sound(self._voice)
        least = watch.pictures + _PICTURES

        def goes_on() -> bool:
            is_there = place_s + _ONWARDS_S <= watch.at_s <= place_s + _ROOM_S
            return watch.pictures >= least and is_there and is_voice(voice_of(self._player.engine), self._voice)

        if not wait_until(watch, goes_on, self._patience.give_up_s):
            self.outcome.faults.append(f"{told}: {self._what_is(watch, least, place_s, ends)}")
            return False
        pause_s = dice.uniform(0.0, 0.6)
        wait_until(watch, lambda: watch.at_s >= place_s + _ONWARDS_S + pause_s, self._patience.give_up_s)
        return True

    def _what_is(self, watch: Watch, least: int, place_s: float, ends: int) -> str:
        """Why it does not count as going on."""
        if watch.broke:
            return "its player gave up"
        if watch.ends > ends:
            return f"it ended at {watch.at_s:.1f} s"
        if watch.pictures < least:
            return "no new picture came"
        if not place_s <= watch.at_s <= place_s + _ROOM_S:
            return f"it stands at {watch.at_s:.1f} s"
        return f"the voice is {voice_of(self._player.engine) or 'silence'}"
