"""The page of the hospice's own clips over a vault and a shelf of its own, for every test that opens it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget

from caregiver_app import locations
from caregiver_app.content.clips import load_clips
from caregiver_app.domain.brought_in import FilmFacts, VoiceFacts
from caregiver_app.ui.pages.own_clips.page import OwnClipsPage
from caregiver_app.ui.surroundings import Content, Surroundings
from caregiver_app.ui.widgets.words import Words
from tests.ui.harness import settle

PATIENCE_MS = 30_000
OpenPage = Callable[..., OwnClipsPage]


def seen(_film: Path, folder: Path, moments: Sequence[float], _shown: str, _awaited: object = None) -> FilmFacts:
    for number in range(1, len(moments) + 1):
        shutil.copy(locations.videos() / "M2" / "poster.jpg", folder / f"still-{number}.jpg")
    return FilmFacts(57.2, 1280, 720, 1, "libvlc")


def levelled(recording: Path, folder: Path, _shown: str, _awaited: object = None) -> VoiceFacts:
    shutil.copy(recording, folder / "sound.wav")
    return VoiceFacts(4.2, 3.0)


def with_own(around: Surroundings) -> Surroundings:
    """The same world, whose shelf holds what was brought in."""
    own = locations.own_clips(around.home.path)
    content = Content(
        lambda: around.content.symptoms,
        lambda: around.content.cards,
        lambda: load_clips(locations.videos(), own),
        lambda: around.content.rules,  # type: ignore[arg-type, return-value]
    )
    return replace(around, content=content)


def own_of(page: OwnClipsPage) -> Path:
    return locations.own_clips(page.around.home.path)


def words_on(widget: QWidget) -> str:
    """Every sentence that is seen, once what was just added is shown."""
    for _ in range(4):
        QApplication.processEvents()
    return "\n".join(w.text() for w in widget.findChildren(Words) if w.isVisible())


def reload(page: OwnClipsPage) -> None:
    page.model.load()
    settle(page.around)
    settle(page.around)
