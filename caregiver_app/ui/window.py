"""The one window: what is in front of the person, and the ways from one page to another. No rule of care, no file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

from caregiver_app.domain.errors import CaregiverError, DamagedVault
from caregiver_app.domain.person import PersonOnDevice
from caregiver_app.domain.preferences import Preferences
from caregiver_app.domain.time import Clock
from caregiver_app.storage.home import Home
from caregiver_app.text import Language, Texts
from caregiver_app.ui.front import FRONTS, Front
from caregiver_app.ui.operations import Operations
from caregiver_app.ui.sentences import sentence_for
from caregiver_app.ui.style.theme import Look, dress
from caregiver_app.ui.surroundings import Content, Desk, Surroundings
from caregiver_app.ui.watch import IdleWatch, SystemLockWatch

if TYPE_CHECKING:  # loaded after the lock screen is painted
    from caregiver_app.domain.people import Patient, SyncState
    from caregiver_app.domain.records import Changes
    from caregiver_app.storage.space import Space
    from caregiver_app.storage.vault import Vault
    from caregiver_app.ui.sharing import WindowSharing
    from caregiver_app.ui.shell import Shell

TITLE = "Caregiver Coach"  # never a name: window titles are seen by others
_SMALLEST = (680, 480)


@dataclass(frozen=True, slots=True)
class Parts:
    """What the composition root hands to the window."""

    home: Home
    operations: Operations
    clock: Clock
    content: Content
    preferences: Preferences
    languages: tuple[Language, ...]
    texts_for: Callable[[str], Texts]
    store_preferences: Callable[[Preferences], None]
    start_sharing: Callable[[Operations, Desk], WindowSharing | None]
    videos: Path
    start_demo: Callable[[], None]
    is_demo: bool = False
    reduced_motion: bool = False


class Window(QWidget):
    """Front pages while locked, the shell while open, and the crisis card over both."""

    def __init__(self, parts: Parts) -> None:
        super().__init__()
        self.setWindowTitle(TITLE)
        self.setObjectName("paper")
        self.setMinimumSize(*_SMALLEST)
        self._parts = parts
        self._preferences = parts.preferences
        self._person: PersonOnDevice | None = None
        self._sharing: WindowSharing | None = None
        self._crisis: tuple[str, int] | None = None  # the card in use and when its timer started, UTC ms
        self._behind: Front | None = None  # the step that waits under the open card, with what was typed into it
        self.shell: Shell | None = None
        self.front: Front | None = None
        self.desk = Desk(self)
        self._stack = QStackedWidget()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._stack)
        self._connect_desk()
        self._add_shortcuts()
        self.idle = IdleWatch(self._preferences.idle_minutes, parent=self)
        self.idle.locking.connect(self.lock)
        self._system_lock: SystemLockWatch | None = None
        # told later: what asked for the file is still being built
        parts.content.troubled = lambda error: QTimer.singleShot(0, self, partial(self._tell, error))
        self._dress()

    @property
    def operations(self) -> Operations:
        """The way to the vault."""
        return self._parts.operations

    @property
    def content(self) -> Content:
        """What was read at start."""
        return self._parts.content

    # ---- what pages ask -------------------------------------------------------------------------
    def _connect_desk(self) -> None:
        desk, operations = self.desk, self._parts.operations
        desk.page_wanted.connect(self.go)
        desk.crisis_wanted.connect(self.show_crisis)
        desk.lock_wanted.connect(partial(self.lock, "asked"))
        desk.opened.connect(self.open)
        desk.front_wanted.connect(self.show_front)
        desk.said.connect(self._say)
        desk.undo_offered.connect(self._offer_undo)
        desk.trouble.connect(self._tell)
        desk.preferences_wanted.connect(self.prefer)
        desk.busy_changed.connect(self.idle_busy)
        desk.sharing_changed.connect(self._show_sharing)
        desk.relay_changed.connect(self._share_anew)
        operations.changed.connect(self._heard)
        operations.troubled.connect(self._tell)
        operations.surprised.connect(self._tell_surprise)

    def _add_shortcuts(self) -> None:
        keys: dict[str, Callable[[], object]] = {
            "F1": lambda: self.show_crisis(""),
            "Ctrl+L": lambda: self.lock("asked"),
            "Ctrl+N": lambda: self.go("check_in", None),
            "Ctrl+D": lambda: self.go("crisis", "dose"),
        }
        for sequence, act in keys.items():
            shortcut = QShortcut(QKeySequence(sequence), self)
            shortcut.setContext(Qt.ShortcutContext.ApplicationShortcut)
            shortcut.activated.connect(act)

    # ---- looks ----------------------------------------------------------------------------------
    def around(self) -> Surroundings:
        """The world of a page as it is now."""
        parts, t = self._parts, self.texts
        return Surroundings(
            look=self.look, t=t, operations=parts.operations, clock=parts.clock, content=parts.content, desk=self.desk,
            settings=lambda: self._preferences, languages=parts.languages, home=parts.home, texts_for=parts.texts_for,
            person=self._person, sharing=self._sharing, is_demo=parts.is_demo, videos=parts.videos,
        )  # fmt: skip

    def _dress(self) -> None:
        self.texts = self._parts.texts_for(self._preferences.language)
        self.look = Look.of(self._preferences, self.texts.direction, self._parts.reduced_motion)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            dress(app, self.look)

    def prefer(self, preferences: Preferences) -> None:
        """Store new settings and dress the window anew where they change its look; pages keep what is unfinished."""
        looks = ("language", "theme", "text_size")
        has_new_look = any(getattr(preferences, n) != getattr(self._preferences, n) for n in looks)
        self._preferences = preferences
        self.idle.set_limit(preferences.idle_minutes)
        try:
            self._parts.store_preferences(preferences)
        except CaregiverError as error:
            self._tell(error)
        if not has_new_look:
            return
        self._dress()
        if self.shell is not None:
            page = self.shell.current
            self.shell.leave_all()
            self._build_shell(page)
            self._publish_open_card()
        elif self.front is not None:
            self.show_front(self.front.front_name)

    # ---- locked ---------------------------------------------------------------------------------
    def begin(self) -> None:
        """The first thing to see: choose who unlocks, or the first steps."""
        self.show_front("lock" if self._parts.home.people() else "first_run")

    def show_front(self, name: str) -> None:
        """A page that needs no open vault, one of FRONTS; "demo" opens the example family. Raises KeyError."""
        if name == "demo":
            self._parts.start_demo()
            return
        self._drop_shell()
        was = self.front.front_name if self.front is not None else ""
        if name == "lock" and was == "open_card" and (self._behind is not None or not self._parts.home.people()):
            self._back_to_steps()
            return
        if name == "lock" and self._parts.operations.is_open:  # left from the middle of the first or forgotten steps
            self._parts.operations.lock(keep_pin=False)
        if name not in ("lock", "open_card"):
            self._watch_for_life()
        front = FRONTS[name](self.around())
        front.front_name = name
        if self.front is not None:
            self._crisis = self.front.in_use() or self._crisis
            if name == "open_card" and was not in ("lock", "open_card"):
                self._drop_behind()
                self._behind = self.front
            else:
                self._stack.removeWidget(self.front)
                self.front.deleteLater()
        if name != "open_card":
            self._drop_behind()
        self.front = front
        self._stack.addWidget(front)
        self._stack.setCurrentWidget(front)
        front.arrive(self._crisis if name == "open_card" else None)

    def _back_to_steps(self) -> None:
        """From the open card back to the step that was left for it, as it was."""
        card, steps = self.front, self._behind
        self._behind = None
        if steps is None:
            self.front = None
            self.show_front("first_run")
        else:
            self.front = steps
            self._stack.setCurrentWidget(steps)
        if card is not None:
            self._crisis = card.in_use() or self._crisis
            self._stack.removeWidget(card)
            card.deleteLater()

    def _drop_behind(self) -> None:
        if self._behind is not None:
            self._stack.removeWidget(self._behind)
            self._behind.deleteLater()
            self._behind = None

    def open(self) -> None:
        """Show the pages of the vault that was just unlocked; a crisis card in use stays in front."""
        now = self._parts.clock.now()

        from caregiver_app.services import opencard

        def opened(vault: Vault) -> tuple[PersonOnDevice, bool, bool]:
            for space in vault.spaces:
                opencard.take_locked_events(vault, space, now)
            return vault.person, bool(vault.spaces), bool(vault.lost_spaces)

        self._parts.operations.read_vault(opened, self._opened)

    def _opened(self, found: tuple[PersonOnDevice, bool, bool]) -> None:
        self._person, has_patient, is_damaged = found
        if is_damaged and not has_patient:  # the lock screen offers to restore a backup; nothing was changed
            self.show_front("lock")
            self._tell(DamagedVault(self._parts.home.path))
            return
        if not has_patient:  # who was invited and stopped half way goes on there
            self.show_front("join")
            return
        self._watch_for_life()
        self._sharing = self._parts.start_sharing(self._parts.operations, self.desk)
        in_crisis, in_use = self._leave_front()
        self._build_shell("crisis" if in_crisis else "today", in_use)
        self._publish_open_card()

    def _leave_front(self) -> tuple[bool, str | None]:
        """Take the front page away; says whether a crisis card was being read on it or in use, and which."""
        front, self.front = self.front, None
        if front is None:
            return False, None
        in_use = front.in_use() or self._crisis
        self._crisis = None
        self._drop_behind()
        self._stack.removeWidget(front)
        front.deleteLater()
        return in_use is not None or front.front_name == "open_card", in_use[0] if in_use else None

    def _hear_system(self) -> SystemLockWatch:
        watch = SystemLockWatch(self)
        watch.locking.connect(self.lock)
        return watch

    def _build_shell(self, page: str, argument: object = None) -> None:
        old = self.shell
        from caregiver_app.ui.shell import Shell

        self.shell = Shell(self.around())
        self._stack.addWidget(self.shell)
        self._stack.setCurrentWidget(self.shell)
        if old is not None:
            self._stack.removeWidget(old)
            old.deleteLater()
        self._read_patient()
        self.shell.go(page, argument)
        if self._sharing is not None:
            self._show_sharing(self._sharing.state)

    def _drop_shell(self) -> None:
        if self.shell is not None:
            self._stack.removeWidget(self.shell)
            self.shell.deleteLater()
            self.shell = None

    def lock(self, reason: str = "asked") -> None:
        """Keep what is unfinished, close the vault on its thread, destroy the pages, show the lock screen."""
        if reason == "sleep":
            self._parts.operations.forget_pin()
        if not self._parts.operations.is_open and not self._parts.operations.is_opening:
            if self.front is not None:
                self.front.vault_closed()
            return
        self._drop_behind()
        crisis = self.shell.crisis_in_use() if self.shell is not None else None
        if self.shell is not None:
            self.shell.leave_all()
        if self._sharing is not None:
            self._sharing.stop()
            self._sharing = None
        self._parts.operations.lock(keep_pin=reason != "sleep", then=self._locked)
        self._person = None
        self._crisis = crisis
        self.show_front("open_card" if crisis else "lock")

    def _watch_for_life(self) -> None:
        """From now on somebody can have left the room; on the lock screen that does not matter, and watching costs."""
        QApplication.instance().installEventFilter(self.idle)  # type: ignore[union-attr]
        self.idle.set_busy(False)
        self._system_lock = self._system_lock or self._hear_system()

    def _locked(self) -> None:
        """The vault is closed; a night PIN can be typed from now on."""
        if self.front is not None:
            self.front.vault_closed()

    def come_forward(self) -> None:
        """Someone started the program again: show this window."""
        self.showNormal() if self.isMinimized() else self.show()
        self.raise_()
        self.activateWindow()

    # ---- moving about ---------------------------------------------------------------------------
    def go(self, name: str, argument: object = None) -> None:
        """Show a page; nothing happens while locked."""
        if self.shell is not None:
            self.shell.go(name, argument)

    def show_crisis(self, card_id: str = "") -> None:
        """The crisis card, one press from everywhere; while locked the open card."""
        if self.shell is not None:
            self.shell.go("crisis", card_id or None)
        else:
            self.show_front("open_card")

    def idle_busy(self, is_busy: bool) -> None:
        """The idle lock waits while a clip plays."""
        self.idle.set_busy(is_busy)

    # ---- hearing --------------------------------------------------------------------------------
    def _heard(self, changes: Changes) -> None:
        if self.shell is None:
            return
        if self._sharing is not None:
            self._sharing.nudge()
        from caregiver_app.domain.records import Topic

        if changes & {Topic.PLAN, Topic.PATIENT}:
            self._publish_open_card()
            self._read_patient()

    def _read_patient(self) -> None:
        """Say in the shell who is cared for, and whether only comfort counts now."""
        self._parts.operations.read(_patient_of, self._name_patient, self.shell)
        self._parts.operations.read(_last_days_of, self._show_last_days, self.shell)

    def _show_last_days(self, found: tuple[bool, str]) -> None:
        if self.shell is not None:
            self.shell.show_last_days(*found)

    def _name_patient(self, patient: Patient) -> None:
        if self.shell is not None:
            self.shell.show_patient(patient.name)

    def _publish_open_card(self) -> None:
        home, language = self._parts.home.path, self._preferences.language
        from caregiver_app.services import opencard

        self._parts.operations.read(lambda space: opencard.publish(space, home, language), lambda _: None)

    def _show_sharing(self, state: SyncState) -> None:
        if self.shell is not None:
            from caregiver_app.ui.shell import sharing_words

            self.shell.show_sharing(sharing_words(state, self.texts))

    def _share_anew(self) -> None:
        if self._sharing is not None:
            self._sharing.stop()
        self._sharing = self._parts.start_sharing(self._parts.operations, self.desk)
        if self.shell is not None:
            self.shell.around = replace(self.shell.around, sharing=self._sharing)

    def _say(self, words: str) -> None:
        if self.shell is not None:
            self.shell.notice.say(words)

    def _offer_undo(self, words: str, undo: Callable[[], None]) -> None:
        if self.shell is not None:
            self.shell.notice.offer_undo(words, undo)

    def _tell(self, error: CaregiverError) -> None:
        title, body = sentence_for(self.texts, error)
        if self.shell is not None:
            self.shell.show_trouble(title, body)
        elif self.front is not None:
            self.front.show_trouble(title, body)

    def _tell_surprise(self, _error: object) -> None:
        t = self.texts
        title = t("Something went wrong inside the program.")
        body = t("What was saved is still saved. If it happens again, close the program and open it again.")
        if self.shell is not None:
            self.shell.show_trouble(title, body)
        elif self.front is not None:
            self.front.show_trouble(title, body)

    # ---- Qt -------------------------------------------------------------------------------------
    def closeEvent(self, event: QCloseEvent) -> None:
        self.finish()
        super().closeEvent(event)

    def finish(self) -> None:
        """Keep what is unfinished and close the vault before the program ends."""
        if self.shell is not None:
            self.shell.leave_all()
        if self._sharing is not None:
            self._sharing.stop()
            self._sharing = None
        self._parts.operations.finish()


def _last_days_of(space: Space) -> tuple[bool, str]:
    """Whether only comfort counts now, and what the family wants the banner to say."""
    from caregiver_app.domain.about import Fact
    from caregiver_app.services.about import about

    found = about(space)
    return found.yes_no(Fact.LAST_DAYS) is True, found.words(Fact.BANNER)


def _patient_of(space: Space) -> Patient:
    from caregiver_app.services import plan

    return plan.patient(space)
