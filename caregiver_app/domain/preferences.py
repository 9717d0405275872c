"""How this computer shows the program: kept in clear, so that the lock screen can be read; nothing here names anyone."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

TEXT_SIZES = (100, 125, 150, 200)
IDLE_MINUTES = (5, 15, 30, 60, 120, 240, 480)


class ThemeName(StrEnum):
    """The three looks."""

    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"


@dataclass(frozen=True, slots=True)
class Preferences:
    """`language` is a catalogue name, "" until chosen; `text_size` per cent; `idle_minutes` before the vault locks."""

    language: str = ""
    theme: ThemeName = ThemeName.LIGHT
    text_size: int = 100
    idle_minutes: int = 15
    caption_language: str = ""
    second_caption_language: str = ""
    caption_size: int = 100
    sound_language: str = ""
    sound_night: str = ""  # the night (YYYY-MM-DD of its evening) for which the sound was turned on
    backup_folder: str = ""
