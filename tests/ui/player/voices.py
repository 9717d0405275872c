"""What a player really plays, asked of libVLC and Qt themselves and not of our engines."""

from __future__ import annotations

from typing import Any

from babel import Locale
from PySide6.QtCore import QObject, Slot

from caregiver_app.ui.player.beside import BesideEngine
from caregiver_app.ui.player.engine import Engine
from caregiver_app.ui.player.qt_engine import QtEngine, _ask_once
from caregiver_app.ui.player.vlc_engine import VlcEngine


def film_engine(engine: Engine) -> Engine:
    """The engine that plays the film, without the one around it."""
    return engine.inner if isinstance(engine, BesideEngine) else engine


def voice_of(engine: Engine) -> str:
    """The language that is heard, by the name the player itself gives the track; "" for silence."""
    engine = film_engine(engine)
    if isinstance(engine, VlcEngine):
        player: Any = engine._player
        names = dict(player.audio_get_track_description() or [])
        number = player.audio_get_track()
        return names[number].decode() if number >= 0 else ""
    if not isinstance(engine, QtEngine):
        return ""  # it has no sound
    if engine._audio.isMuted():
        return ""
    track = engine._player.audioTracks()[engine._player.activeAudioTrack()]
    return track.stringValue(track.Key.Language)


def is_voice(heard: str, language: str) -> bool:
    """True where the name of a track is that of a language; silence is ""."""
    if not language or not heard:
        return heard == language
    return (Locale.parse(language, sep="-").get_language_name("en") or language) in heard


class SoundMeter(QObject):
    """Counts the pieces of sound that a player has unpacked; it does so without a sound card too."""

    def __init__(self, engine: Engine) -> None:
        super().__init__()
        self._engine = film_engine(engine)
        self._heard = 0
        if isinstance(self._engine, QtEngine):
            from PySide6.QtMultimedia import QAudioBufferOutput

            tap = QAudioBufferOutput(self._engine)
            _ask_once(tap)
            tap.audioBufferReceived.connect(self._hear)
            self._engine._player.setAudioBufferOutput(tap)

    @Slot()
    def _hear(self) -> None:
        self._heard += 1

    def pieces(self) -> int:
        """How many so far; libVLC counts from the opening of the file."""
        return self._of_libvlc(self._engine._player) if isinstance(self._engine, VlcEngine) else self._heard

    @staticmethod
    def _of_libvlc(player: Any) -> int:
        import vlc

        media = player.get_media()
        if media is None:
            return 0
        told = vlc.MediaStats()
        media.get_stats(told)
        media.release()
        return int(told.decoded_audio)
