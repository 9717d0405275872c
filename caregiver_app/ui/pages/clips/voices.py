"""Voice and captions of a clip: one button that says what is chosen, and the panel where it is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from caregiver_app.domain.clips import Clip
from caregiver_app.domain.preferences import Preferences
from caregiver_app.domain.quiet import night_at, starts_silent
from caregiver_app.domain.time import Clock
from caregiver_app.text import Language, Texts
from caregiver_app.ui.style.theme import Look
from caregiver_app.ui.widgets.boxes import Flow, boxed, column
from caregiver_app.ui.widgets.buttons import Button
from caregiver_app.ui.widgets.choices import Chooser, Option
from caregiver_app.ui.widgets.overlay import Overlay
from caregiver_app.ui.widgets.words import Words

_SILENT = "none"
_SIZES = (100, 150, 200)  # per cent of the program's letters


class Voices(QWidget):
    """`chosen` is sent with the names and values of the settings that a person changed."""

    chosen = Signal(object)  # dict of fields of Preferences

    def __init__(
        self,
        look: Look,
        t: Texts,
        clip: Clip,
        languages: Sequence[Language],
        now: Preferences,
        host: QWidget,
        clock: Clock,
    ) -> None:
        """`host` is the page that the panel lies over."""
        super().__init__()
        self._look, self._t, self._clip = look, t, clip
        self._names = {one.tag: t.name(one.autonym) for one in languages if one.tag in clip.words}
        self._now, self._clock = now, clock
        none, silence = Option("", t("None")), Option("", t("No sound"))
        written = [Option(tag, name) for tag, name in self._names.items()]
        spoken = [option for option in written if clip.sound_in(str(option.value)) is not None]
        sizes = [Option(percent, t("{n} %", n=t.number(percent))) for percent in _SIZES]
        self.sound = Chooser(look, t("Voice"), [*spoken, silence], self.sound_tag())
        first, second = (*self.caption_tags(), "")[:2]
        self.captions = Chooser(look, t("Captions"), written, first)
        self.second = Chooser(look, t("Second captions"), [none, *written], second)
        self.letters = Chooser(look, t("Size of the captions"), sizes, self._size())
        fields = (
            (t("Voice"), self.sound, "sound_language"),
            (t("Captions"), self.captions, "caption_language"),
            (t("Second captions"), self.second, "second_caption_language"),
            (t("Size of the captions"), self.letters, "caption_size"),
        )
        for _, chooser, name in fields:
            chooser.chosen.connect(partial(self._choose, name))
        lines = [boxed(column(look, Words(look, said, "body_bold"), chooser, gap=4)) for said, chooser, _ in fields]
        self._about = Words(look, "", "small", "quiet")
        self.panel = Overlay(look, t, host, t("Voice and captions"), *lines, self._about, icon_name="captions")
        self.button = Button(look, "line", "", "captions", self.panel.bring, trailing="down")
        self.sound_on = Button(look, "soft", t("Turn the sound on"), "sound", self._turn_on)
        asleep = Words(look, t("It is night, so the sound is off. Someone may be asleep."), "small", "quiet")
        self.night = boxed(Flow(look, 10, asleep, self.sound_on))
        self.setLayout(column(look, self.button, self.night, gap=6))
        self._tell()

    def sound_tag(self) -> str:
        """The language of the voice, "" for silence; the screen's own language where nothing was chosen."""
        if starts_silent(self._clock.now(), self._now.sound_night):
            return ""
        return self._day_tag()

    def _day_tag(self) -> str:
        wanted = self._now.sound_language or self._t.language
        if wanted == _SILENT:
            return ""
        return wanted if self._clip.sound_in(wanted) is not None else "en"

    def caption_tags(self) -> tuple[str, ...]:
        """One or two languages of captions."""
        first = self._now.caption_language or self._t.language
        first = first if first in self._clip.words else "en"
        second = self._now.second_caption_language
        return (first, second) if second in self._clip.words and second != first else (first,)

    def show_settings(self, now: Preferences) -> None:
        """Say what is chosen now."""
        self._now = now
        self._tell()

    def _size(self) -> int:
        return min(_SIZES, key=lambda known: abs(known - self._now.caption_size))

    def _choose(self, name: str, value: object) -> None:
        changed = {name: value or (_SILENT if name == "sound_language" else "")}
        if name == "sound_language":
            changed["sound_night"] = self._this_night()
        self.chosen.emit(changed)

    def _turn_on(self) -> None:
        voice = self._day_tag() or self._t.language
        self.sound.put(voice if self._clip.sound_in(voice) is not None else "en")
        self.chosen.emit({"sound_language": voice, "sound_night": self._this_night()})

    def _this_night(self) -> str:
        night = night_at(self._clock.now())
        return night.isoformat() if night is not None else ""

    def _tell(self) -> None:
        t, voice = self._t, self._clip.sound_in(self.sound_tag())
        self.night.setVisible(starts_silent(self._clock.now(), self._now.sound_night))
        about = t("No sound")
        if voice is not None:
            name = self._names.get(voice.language, voice.language)
            about = t("{language}, a computer's voice", language=name) if voice.is_computer_voice else name
        names = t.listed(self._names.get(tag, tag) for tag in self.caption_tags())
        self.button.put_words(t("Voice: {voice}. Captions: {captions}.", voice=about, captions=names))
        is_computer = voice is not None and voice.is_computer_voice
        self._about.setText(t("This is a computer's voice.") if is_computer else "")
        self._about.setVisible(is_computer)
