"""Checks of what is seen and heard: content, languages, letters, clips, the player, paper."""

from __future__ import annotations

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QFont, QImage, QRawFont, QTextLayout

from caregiver_app import locations
from caregiver_app.content.clips import damaged_files, load_clips
from caregiver_app.content.crisis_cards import load_crisis_cards
from caregiver_app.content.symptoms import load_symptoms
from caregiver_app.domain.clips import Clip
from caregiver_app.domain.errors import CaregiverError
from caregiver_app.self_test.check import Failed, Noticed, Place
from caregiver_app.text import languages, load_texts
from caregiver_app.ui.player.choice import ORDER, first_engine
from caregiver_app.ui.player.engine import Engine
from caregiver_app.ui.printing import Paper, write_pdf
from caregiver_app.ui.style.fonts import load_fonts

_PATIENCE_MS = 15_000
_ARABIC, _DEVANAGARI = "سلام", "क्षमा"


def content(_place: Place) -> str:
    """The catalogue of symptoms and the crisis cards are whole."""
    try:
        symptoms = load_symptoms(locations.resources() / "symptoms.toml")
        cards = load_crisis_cards(locations.resources() / "crisis_cards.toml")
    except CaregiverError as error:
        raise Failed(f"A file of the program is damaged: {error}. Install the program again.") from error
    return f"{len(symptoms.symptoms)} symptoms, {len(cards)} crisis cards"


def catalogues(_place: Place) -> str:
    """Every language says every sentence that another one says."""
    offered = languages(locations.translations())
    known = {
        one.tag: load_texts(one.tag, locations.translations()).sentences() for one in offered if one.tag != "en"
    }
    every = frozenset().union(*known.values())
    for tag, sentences in known.items():
        if every - sentences:
            raise Noticed(f"{tag} lacks {len(every - sentences)} sentences; they appear in English.")
    if not known:
        raise Noticed("Only English is here.")
    return f"{', '.join(['en', *known])}: {len(every)} sentences each"


def fonts(_place: Place) -> str:
    """The bundled faces are here, Arabic letters join and Devanagari letters melt into one."""
    families = load_fonts(locations.fonts())
    for family, word in (("Noto Sans Arabic", _ARABIC), ("Noto Sans Devanagari", _DEVANAGARI)):
        if family not in families:
            raise Failed(f"The typeface {family} is missing. Install the program again.")
        if not _is_shaped(family, word):
            raise Failed(f"{family} is not written as it should be here.")
    return ", ".join(families)


def _is_shaped(family: str, word: str) -> bool:
    """The word's glyphs are all there and differ from its letters' own, one by one."""
    joined = _glyphs(family, word)
    alone = [glyph for letter in word for glyph in _glyphs(family, letter)]
    return bool(joined) and 0 not in joined and joined != alone


def _glyphs(family: str, word: str) -> list[int]:
    layout = QTextLayout(word, QFont(family, 20))
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    runs = [run for run in layout.glyphRuns() if QRawFont(run.rawFont()).familyName() == family]
    return [glyph for run in runs for glyph in run.glyphIndexes()]


def clips(_place: Place) -> str:
    """Every clip is whole, each file held against its checksum."""
    shelf = load_clips(locations.videos())
    problems = [*shelf.problems, *(p for clip in shelf.clips for p in damaged_files(clip))]
    if problems:
        first = problems[0]
        raise Failed(f"Clip {first.clip_id}: {first.where}: {first.problem}. Install the program again.")
    if not shelf.clips:
        raise Noticed("No clip is here.")
    return ", ".join(clip.id for clip in shelf.clips)


def player(_place: Place) -> str:
    """The player opens a clip and hands over a picture."""
    shelf = load_clips(locations.videos())
    if not shelf.clips:
        raise Noticed("No clip is here to try.")
    engine = first_engine()
    frame = _first_frame(engine, shelf.clips[0])
    engine.shut()
    if frame is None:
        raise Failed(f"The player ({engine.name}) showed no picture of clip {shelf.clips[0].id}.")
    if engine.name != ORDER[0]:
        raise Noticed(f"VLC is not here, so clips play with: {engine.name}.")
    return f"{engine.name}, {frame.width()} by {frame.height()} pixels"


def _first_frame(engine: Engine, clip: Clip) -> QImage | None:
    found: list[QImage | None] = []  # None where the engine gave up
    waiting = QEventLoop()

    def end(image: QImage | None) -> None:
        found.append(image)
        waiting.quit()

    engine.frame_ready.connect(lambda image: None if image.isNull() else end(image.copy()))
    engine.broken.connect(lambda _why: end(None))
    QTimer.singleShot(_PATIENCE_MS, waiting, waiting.quit)
    engine.open(clip, "")
    engine.play()
    if not found:  # some engines answer at once
        waiting.exec()
    engine.pause()
    return found[0] if found else None


def paper(place: Place) -> str:
    """A page in two scripts becomes a PDF of one page."""
    target = place.scratch / "page.pdf"
    pages = write_pdf(f"<h1>Caregiver Coach</h1><p>{_ARABIC}</p>", target, Paper.A4)
    data = target.read_bytes()
    if not data.startswith(b"%PDF-") or b"%%EOF" not in data[-1024:] or pages != 1:
        raise Failed("Printing to a file does not work here.")
    return f"A4, {pages} page, {len(data) // 1024} KiB"
