"""The composition root: builds every part and hands it what it needs. Nobody imports it but the command line."""

from __future__ import annotations

import logging
import os
import sys
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMessageBox

from caregiver_app import locations
from caregiver_app.domain.errors import CaregiverError, UnsuitableHome
from caregiver_app.domain.preferences import Preferences
from caregiver_app.domain.time import Clock, SystemClock
from caregiver_app.storage.home import Home
from caregiver_app.storage.preferences import read_preferences, write_preferences
from caregiver_app.text import Texts, languages, load_texts, preferred
from caregiver_app.ui.collector import Collector
from caregiver_app.ui.instance import OnlyInstance
from caregiver_app.ui.operations import Operations
from caregiver_app.ui.sentences import sentence_for
from caregiver_app.ui.style.fonts import load_fonts
from caregiver_app.ui.surroundings import Content, Desk
from caregiver_app.ui.window import Parts, Window

if TYPE_CHECKING:
    from caregiver_app.domain.clips import ClipShelf
    from caregiver_app.domain.crisis_cards import CrisisCard
    from caregiver_app.domain.flags.rule import Rules
    from caregiver_app.domain.symptoms import SymptomCatalogue
    from caregiver_app.ui.sharing import WindowSharing

GENERAL = "C0"
_FIRST_SIZE = (1240, 860)
_NEXT = ("caregiver_app.ui.pages.open_card.page", "caregiver_app.services.vault", "caregiver_app.ui.shell")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Program:
    """The running program: Qt's application, the window and what keeps a second start away."""

    application: QApplication
    window: Window
    operations: Operations
    instance: OnlyInstance


def make_application() -> QApplication:
    """Qt's application with the bundled fonts."""
    found = QApplication.instance()
    # the style is named here because setting it later makes Qt build a part of itself for Python that nobody needs
    application = found if isinstance(found, QApplication) else QApplication([*sys.argv[:1], "-style", "fusion"])
    application.setApplicationName("caregiver-coach")
    application.setApplicationDisplayName("Caregiver Coach")
    application.setQuitOnLastWindowClosed(True)
    load_fonts(locations.fonts())
    if application.findChild(Collector) is None:
        Collector(application)
    return application


def load_content(home: Path) -> Content:
    """Everything read from the bundled files, and the clips brought into this home; each part when first asked for."""

    def symptoms() -> SymptomCatalogue:
        from caregiver_app.content.symptoms import load_symptoms

        return load_symptoms(locations.resources() / "symptoms.toml")

    def cards() -> tuple[CrisisCard, ...]:
        from caregiver_app.content.crisis_cards import load_crisis_cards

        return load_crisis_cards(locations.resources() / "crisis_cards.toml")

    def clips() -> ClipShelf:
        from caregiver_app.content.clips import load_clips

        return load_clips(locations.videos(), locations.own_clips(home))

    def rules() -> Rules:
        from caregiver_app.content.flags import load_rules

        return load_rules(locations.resources() / "flags.toml")

    return Content(symptoms, cards, clips, rules)


def warm_up(content: Content) -> None:
    """Load, once the lock screen is painted, what the first press of a button will need."""
    content.card(GENERAL)
    for name in _NEXT:
        import_module(name)


def texts_for(language: str) -> Texts:
    """The words of a language."""
    return load_texts(language, locations.translations())


def checked_home(path: Path) -> Home:
    """The home folder, tried. Raises UnsuitableHome on a synced folder or network share, ReadOnlyHome, DiskFull."""
    service = locations.looks_synced(path)
    if service:
        raise UnsuitableHome(path, service)
    if locations.is_network_share(path):
        raise UnsuitableHome(path, "the network")
    home = Home(path)
    home.prepare()
    return home


def first_preferences(home: Home) -> Preferences:
    """The stored settings; at the very first start the computer's own language where it is offered."""
    found = read_preferences(home.path)
    if found.language:
        return found
    return replace(found, language=preferred(QLocale.system().uiLanguages(), languages(locations.translations())))


def build(home: Home, preferences: Preferences | None = None, is_demo: bool = False) -> tuple[Window, Operations]:
    """The window with all its parts, nothing shown yet."""
    operations = Operations()
    clock = SystemClock()
    parts = Parts(
        home=home,
        operations=operations,
        clock=clock,
        content=load_content(home.path),
        preferences=preferences or first_preferences(home),
        languages=languages(locations.translations()),
        texts_for=texts_for,
        store_preferences=lambda chosen: write_preferences(home.path, chosen),
        start_sharing=lambda ops, desk: _sharing_later(ops, desk, clock),
        videos=locations.videos(),
        start_demo=_start_demo,
        is_demo=is_demo,
        reduced_motion=bool(os.environ.get("CAREGIVER_REDUCED_MOTION")),
    )
    return Window(parts), operations


def _sharing_later(operations: Operations, desk: Desk, clock: Clock) -> WindowSharing:
    """Sharing is imported once somebody has unlocked: it brings the network, which the lock screen need not wait for."""
    from caregiver_app.ui.sharing import start_sharing

    return start_sharing(operations, desk, clock)


def start(path: Path, is_demo: bool = False) -> Program:
    """Build the program on a home folder. Raises CaregiverError where that cannot be."""
    application = make_application()
    home = checked_home(path)
    instance = OnlyInstance(home.path)
    window, operations = build(home, is_demo=is_demo)
    room = QGuiApplication.primaryScreen().availableSize()
    window.resize(min(_FIRST_SIZE[0], room.width()), min(_FIRST_SIZE[1], room.height()))
    instance.shown_again.connect(window.come_forward)
    return Program(application, window, operations, instance)


def run(home: Path | None) -> int:
    """Open the program on a home, this user's own by default; returns the exit code."""
    return _run(home or locations.home(), is_demo=False)


def run_demo(home: Path | None) -> int:
    """Open the example family in a home of its own, made anew each time."""
    from caregiver_app.tour.family import make_family

    make_application()
    path = home or locations.example_home()
    language = preferred(QLocale.system().uiLanguages(), languages(locations.translations()))
    make_family(path, texts_for(language), SystemClock().now())
    return _run(path, is_demo=True)


def _run(path: Path, is_demo: bool) -> int:
    _log_to(path)
    application = make_application()
    try:
        program = start(path, is_demo)
    except CaregiverError as error:
        return _told(error)
    window = program.window
    window.begin()
    window.show()
    QTimer.singleShot(0, lambda: warm_up(window.content))
    code = application.exec()
    window.finish()
    program.instance.let_go()
    return code


def _start_demo() -> None:
    """The example family opens as a program of its own, with a home of its own."""
    from PySide6.QtCore import QProcess

    arguments = ["demo"] if getattr(sys, "frozen", False) else ["-m", "caregiver_app", "demo"]
    QProcess.startDetached(sys.executable, arguments)
    QTimer.singleShot(0, QApplication.closeAllWindows)


def _told(error: CaregiverError) -> int:
    """Say what is wrong before there is a window; returns the exit code."""
    t = texts_for(preferred(QLocale.system().uiLanguages(), languages(locations.translations())))
    headline, words = sentence_for(t, error)
    box = QMessageBox(QMessageBox.Icon.Warning, "Caregiver Coach", headline)
    box.setInformativeText(words)
    if QGuiApplication.platformName() == "offscreen":
        sys.stderr.write(f"{headline} {words}\n")
    else:
        box.exec()
    return 2


def _log_to(home: Path) -> None:
    """A small log without health data, kept beside the vault; where it cannot be written the program goes on."""
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        handler = logging.FileHandler(locations.log_file(home), encoding="utf-8", delay=True)
    except OSError:
        return
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.getLogger("caregiver_app").addHandler(handler)
