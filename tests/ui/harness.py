"""What a page needs to live in a test: a real vault on its own thread, a clock that stands still, an example family."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from caregiver_app import locations
from caregiver_app.content.clips import load_clips
from caregiver_app.content.crisis_cards import load_crisis_cards
from caregiver_app.content.flags import load_rules
from caregiver_app.content.symptoms import load_symptoms
from caregiver_app.domain.preferences import Preferences, ThemeName
from caregiver_app.domain.symptoms import SymptomCatalogue
from caregiver_app.domain.time import Instant
from caregiver_app.services import example
from caregiver_app.storage.space import Space
from caregiver_app.storage.vault import Vault
from caregiver_app.text import Texts, languages, load_texts
from caregiver_app.ui.operations import Operations
from caregiver_app.ui.style.fonts import load_fonts
from caregiver_app.ui.style.theme import Look, dress
from caregiver_app.ui.surroundings import Content, Desk, Page, Surroundings
from tests.services.households import SPACE_ID, make_vault

NOW = Instant(Instant.of(datetime(2026, 11, 24, 8, 40, tzinfo=UTC)).utc_ms, 60)  # 09:40 at home
LANGUAGES = tuple(one.tag for one in languages(locations.translations()))  # English and every folder in translations/
T = TypeVar("T")


@dataclass(slots=True)
class FixedClock:
    """A clock that stands still until a test moves it."""

    at: Instant = field(default_factory=lambda: NOW)

    def now(self) -> Instant:
        """The moment it was set to."""
        return self.at

    def pass_by(self, ms: int) -> None:
        """Let time go by."""
        self.at = self.at.plus(ms)


@cache
def catalogue() -> SymptomCatalogue:
    """The catalogue that the program ships."""
    return load_symptoms(locations.resources() / "symptoms.toml")


@cache
def content() -> Content:
    """Everything the program ships."""
    return Content(
        catalogue,
        lambda: load_crisis_cards(locations.resources() / "crisis_cards.toml"),
        lambda: load_clips(locations.videos()),
        lambda: load_rules(locations.resources() / "flags.toml"),
    )


def make_around(
    tmp_path: Path,
    language: str = "en",
    theme: ThemeName | str = ThemeName.LIGHT,
    text_size: int = 100,
    clock: FixedClock | None = None,
    with_family: bool = True,
) -> Surroundings:
    """The world of a page: vault open on its thread, the example family in it (unless `with_family` is False)."""
    clock = clock or FixedClock()
    texts = texts_of(language)
    preferences = Preferences(language=language, theme=ThemeName(theme), text_size=text_size)
    look = Look.of(preferences, texts.direction, reduced_motion=True)
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    load_fonts(locations.fonts())
    dress(app, look)
    operations, desk, settings = Operations(), Desk(), [preferences]
    desk.preferences_wanted.connect(lambda changed: settings.__setitem__(0, changed))
    vault = in_vault_thread(operations, lambda: _filled(tmp_path, texts, clock, with_family))
    return Surroundings(
        look=look,
        t=texts,
        operations=operations,
        clock=clock,
        content=content(),
        desk=desk,
        settings=lambda: settings[0],
        languages=languages(locations.translations()),
        home=vault.home,
        texts_for=texts_of,
        person=vault.person,
        videos=locations.videos(),
    )


def texts_of(language: str) -> Texts:
    """The words of a language; "xx-long" is the pseudo-language."""
    return load_texts(language, locations.translations())


def _filled(tmp_path: Path, texts: Texts, clock: FixedClock, with_family: bool) -> Vault:
    vault = make_vault(tmp_path / "home")
    if with_family:
        space = vault.space(SPACE_ID)
        example.describe_family(space, texts, clock.now())
        example.keep_diary(space, texts, clock.now())
    return vault


def in_vault_thread(operations: Operations, opener: Callable[[], Vault]) -> Vault:
    """Open a vault through `Operations.unlock` and wait for it."""
    def ask(then: Callable[[Vault], None]) -> None:
        operations.unlock(opener, then, _fail)

    return waited(ask)


def on_space(around: Surroundings, service: Callable[[Space], T]) -> T:
    """Run a service on the space and wait for its result."""
    def ask(then: Callable[[T], None]) -> None:
        around.operations.read(service, then, failed=_fail)

    return waited(ask)


def on_vault(around: Surroundings, service: Callable[[Vault], T]) -> T:
    """Run a service on the vault and wait for its result."""
    def ask(then: Callable[[T], None]) -> None:
        around.operations.read_vault(service, then, failed=_fail)

    return waited(ask)


def settle(around: Surroundings) -> None:
    """Wait until everything that was asked of the vault before has come back, and events were handled."""
    on_vault(around, lambda _: None)
    QApplication.processEvents()


def waited(ask: Callable[[Callable[[T], None]], None], timeout_ms: int = 20_000) -> T:
    """Ask for something that comes later, and turn events until it has come."""
    found: list[T] = []
    loop = QEventLoop()

    def take(result: T) -> None:
        found.append(result)
        loop.quit()

    QTimer.singleShot(timeout_ms, loop.quit)
    ask(take)
    if not found:
        loop.exec()
    assert found, "the vault gave no answer"
    return found[0]


def _fail(error: Exception) -> None:
    raise error


def finish(around: Surroundings) -> None:
    """Close the vault and end its thread."""
    around.operations.finish()


def display(widget: QWidget, width: int = 1126, height: int = 700) -> None:
    """Show a widget at the size a page has in a window of 1366 × 700, and let it lay itself out."""
    widget.resize(width, height)
    widget.show()
    for _ in range(4):
        QApplication.processEvents()


def picture(widget: QWidget, path: Path, width: int = 1126, height: int = 700) -> Path:
    """Paint a widget into a PNG, to be looked at."""
    display(widget, width, height)
    path.parent.mkdir(parents=True, exist_ok=True)
    assert widget.grab().save(str(path))
    return path


def visited(page: Page, around: Surroundings, argument: object = None) -> Page:
    """Bring a page into view and wait until it has loaded."""
    display(page)
    page.arrive(argument)
    settle(around)
    settle(around)
    return page
