"""Reads and writes the clear settings of this computer; a damaged file means the defaults, never an error."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from caregiver_app.domain.preferences import IDLE_MINUTES, TEXT_SIZES, Preferences, ThemeName
from caregiver_app.storage.files import write_durably

FILE_NAME = "settings.json"


def read_preferences(home: Path) -> Preferences:
    """The settings of this home; what is missing or unreadable falls back to its default."""
    try:
        found = json.loads((home / FILE_NAME).read_text("utf-8"))
    except (OSError, ValueError):
        return Preferences()
    if not isinstance(found, dict):
        return Preferences()
    default = Preferences()
    theme = found.get("theme")
    return Preferences(
        language=_text(found.get("language"), default.language),
        theme=ThemeName(theme) if theme in list(ThemeName) else default.theme,
        text_size=_one_of(found.get("text_size"), TEXT_SIZES, default.text_size),
        idle_minutes=_one_of(found.get("idle_minutes"), IDLE_MINUTES, default.idle_minutes),
        caption_language=_text(found.get("caption_language"), ""),
        second_caption_language=_text(found.get("second_caption_language"), ""),
        caption_size=_one_of(found.get("caption_size"), TEXT_SIZES, default.caption_size),
        sound_language=_text(found.get("sound_language"), ""),
        sound_night=_text(found.get("sound_night"), ""),
        backup_folder=_text(found.get("backup_folder"), ""),
    )


def write_preferences(home: Path, preferences: Preferences) -> None:
    """Store the settings so that a torn write leaves the old ones. Raises DiskFull, ReadOnlyHome."""
    write_durably(home / FILE_NAME, json.dumps(asdict(preferences), indent=1).encode())


def _text(value: object, default: str) -> str:
    return value if isinstance(value, str) else default


def _one_of(value: object, allowed: tuple[int, ...], default: int) -> int:
    return value if isinstance(value, int) and value in allowed else default
