"""The guided tour: a real home, a real relay process, a second device, and one picture a page.

It needs no screen. Everything it shows was written, sealed, sent, opened and painted by the program itself.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, QTimer

from caregiver_app import app
from caregiver_app.domain.crisis_cards import GENERAL
from caregiver_app.domain.errors import CaregiverError
from caregiver_app.domain.preferences import Preferences, ThemeName
from caregiver_app.domain.time import SystemClock
from caregiver_app.services import vault
from caregiver_app.storage.home import Home
from caregiver_app.text import Texts
from caregiver_app.tour.family import PASSPHRASE, make_family
from caregiver_app.tour.second_device import Shared, share_with_nurse
from caregiver_app.ui.front import FRONTS
from caregiver_app.ui.navigation import PAGES
from caregiver_app.ui.window import Window

_PATIENCE_S = 60.0
_QUIET_MS = 120  # a page is painted once nothing has asked to be laid out or painted for so long
_ENOUGH_MS = 20_000  # by then a page that never rests is taken as it is


@dataclass(frozen=True, slots=True)
class TourWishes:
    """What to take pictures of, and how; `size` is the window in pixels, `pages` empty for all."""

    folder: Path
    language: str = "en"
    text_size: int = 100
    theme: str = "light"
    pages: tuple[str, ...] = ()
    size: tuple[int, int] = (1366, 768)
    is_explained: bool = False
    is_shared: bool = True


@dataclass(frozen=True, slots=True)
class Stop:
    """One picture: its name, and how to get there."""

    name: str
    go: Callable[[Window], None] = field(repr=False)
    is_front: bool = False


def stops(card_ids: Sequence[str], clip_ids: Sequence[str]) -> tuple[Stop, ...]:
    """Every picture of the tour, in the order of the first night."""
    fronts = tuple(Stop(name, lambda w, n=name: w.show_front(n), is_front=True) for name in FRONTS)  # type: ignore[misc]
    pages = tuple(Stop(page.name, lambda w, n=page.name: w.go(n, None)) for page in PAGES)  # type: ignore[misc]
    cards = tuple(Stop(f"crisis_{c}", lambda w, c=c: w.go("crisis", c)) for c in card_ids)  # type: ignore[misc]
    clips = tuple(Stop(f"clip_{c}", lambda w, c=c: w.go("clips", c)) for c in clip_ids)  # type: ignore[misc]
    return (*fronts, *pages, *cards, *clips)


def take(wishes: TourWishes) -> int:
    """Take the tour; returns the exit code. The folder is made anew."""
    say = _speaker(wishes.is_explained)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # pictures need no screen
    application = app.make_application()
    t = app.texts_for(wishes.language)
    clock = SystemClock()
    workshop = Path(tempfile.mkdtemp(prefix="caregiver-tour-"))
    preferences = Preferences(language=wishes.language, theme=ThemeName(wishes.theme), text_size=wishes.text_size)
    window: Window | None = None
    try:
        say("Making the example family's home: Elena cares for her mother Rosa. Nobody in it is real.")
        family = make_family(workshop / "home", t, clock.now(), preferences)
        person_id = family.person.person_id
        family.close()
        shared = _share(wishes, workshop, person_id, clock, t, say)
        window, _operations = app.build(Home(workshop / "home"), preferences)
        window.resize(*wishes.size)
        window.show()
        _clean(wishes.folder)
        unlock = operations_unlock(window, workshop / "home", person_id, clock)
        open_behind = _opening_behind(window, workshop / "home", person_id, clock)
        written = _pictures(window, unlock, open_behind, wishes, say)
        application.processEvents()
        _closing_words(say, written, wishes, shared)
        return 0 if written else 1
    except CaregiverError as error:
        sys.stderr.write(f"The tour ended early: {type(error).__name__}\n")
        return 1
    finally:
        if window is not None:
            window.finish()
        shutil.rmtree(workshop, ignore_errors=True)


def _speaker(is_explained: bool) -> Callable[[str], None]:
    def say(words: str) -> None:
        if is_explained:
            sys.stdout.write(f"{words}\n")
            sys.stdout.flush()

    return say


def _clean(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("[0-9][0-9]-*.png"):
        old.unlink()


def _share(
    wishes: TourWishes, workshop: Path, person_id: str, clock: SystemClock, t: Texts, say: Callable[[str], None]
) -> Shared | None:
    if not wishes.is_shared or wishes.pages:
        return None
    return share_with_nurse(workshop, person_id, PASSPHRASE, clock, t, wait_for, say)


def operations_unlock(window: Window, home: Path, person_id: str, clock: SystemClock) -> Callable[[], None]:
    """How the tour unlocks the example family: through the same door as a person."""

    def unlock() -> None:
        failed: list[CaregiverError] = []
        now = clock.now()
        window.operations.unlock(
            lambda: vault.unlock(home, person_id, PASSPHRASE, now),
            lambda _vault: window.desk.opened.emit(),
            failed.append,
        )
        wait_for(lambda: window.shell is not None or bool(failed), "unlocking")
        if failed:
            raise failed[0]

    return unlock


def _opening_behind(window: Window, home: Path, person_id: str, clock: SystemClock) -> Callable[[], None]:
    """How the vault is opened for a newcomer who joins: the steps stay in front, no page comes."""

    def open_behind() -> None:
        now, failed = clock.now(), list[CaregiverError]()
        opener = partial(vault.unlock, home, person_id, PASSPHRASE, now)
        window.operations.unlock(opener, lambda _vault: None, failed.append)
        wait_for(lambda: window.operations.is_open or bool(failed), "opening")
        if failed:
            raise failed[0]

    return open_behind


def _pictures(
    window: Window,
    unlock: Callable[[], None],
    open_behind: Callable[[], None],
    wishes: TourWishes,
    say: Callable[[str], None],
) -> list[Path]:
    cards = [card.id for card in window.content.cards if card.id != GENERAL]  # the general one is the page itself
    clips = [clip.id for clip in window.content.clips.clips]
    wanted = [
        s for s in stops(cards, clips) if not wishes.pages or s.name in wishes.pages or s.name.split("_")[0] in wishes.pages
    ]
    written: list[Path] = []
    for number, stop in enumerate(wanted, 1):
        if not stop.is_front and window.shell is None:
            unlock()
        if stop.name == "join":
            open_behind()
        stop.go(window)
        settle(window)
        target = wishes.folder / f"{number:02}-{stop.name}.png"
        window.grab().save(str(target))
        written.append(target)
        if stop.name == "join":
            window.show_front("lock")
    say(f"Painted {len(written)} pages, {wishes.size[0]} by {wishes.size[1]} pixels, text at {wishes.text_size} %.")
    return written


class _Quiet(QEventLoop):
    """Ends once the window has asked for no layout and no paint for a while, and waits for nothing from its vault."""

    def __init__(self, window: Window) -> None:
        super().__init__()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._look)
        QCoreApplication.instance().installEventFilter(self)  # type: ignore[union-attr]
        self._timer.start(_QUIET_MS)
        self._enough = QTimer(self)
        self._enough.setSingleShot(True)
        self._enough.timeout.connect(self.quit)
        self._enough.start(_ENOUGH_MS)
        self._window = window
        self._has_seen = False

    def _look(self) -> None:
        """Time alone proves no quiet: a handler may have taken longer, and what it asked for waits to be delivered."""
        self._has_seen = False
        QCoreApplication.sendPostedEvents()
        if self._has_seen or self._window.operations.is_working:
            self._timer.start(_QUIET_MS)
        else:
            self.quit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize, QEvent.Type.MetaCall):
            self._has_seen = True
            self._timer.start(_QUIET_MS)
        return False


def settle(window: Window) -> None:
    """Run the program until the page in view is laid out, filled and painted."""
    loop = _Quiet(window)
    loop.exec()
    QCoreApplication.instance().removeEventFilter(loop)  # type: ignore[union-attr]


def wait_for(is_there: Callable[[], bool], what: str, patience_s: float = _PATIENCE_S) -> None:
    """Run the program's events until something is there. Raises CaregiverError after a minute."""
    until = time.monotonic() + patience_s
    while not is_there():
        if time.monotonic() > until:
            sys.stderr.write(f"Waited {patience_s:.0f} s for {what}.\n")
            raise CaregiverError(what)
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)
        time.sleep(0.005)


def _closing_words(say: Callable[[str], None], written: list[Path], wishes: TourWishes, shared: Shared | None) -> None:
    folder = wishes.folder.resolve()
    if shared is not None:
        say(
            f"The nurse's laptop shows {shared.entries} of Elena's entries. Both screens showed the same six digits, "
            f"and a new entry came over in {shared.seconds:.1f} seconds, sealed on the way."
        )
    say(f"The pictures are in {folder}. Begin with {written[0].name if written else 'nothing'}.")
    say("On a computer with a screen the same command opens the program itself.")
