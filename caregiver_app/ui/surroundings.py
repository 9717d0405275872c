"""What every page is given when it is made: nothing is looked up through parents or globals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from caregiver_app.domain.errors import CaregiverError, ContentError
from caregiver_app.domain.person import PersonOnDevice
from caregiver_app.domain.preferences import Preferences
from caregiver_app.domain.time import Clock
from caregiver_app.storage.home import Home
from caregiver_app.text import Language, Texts
from caregiver_app.ui.operations import Operations
from caregiver_app.ui.style.theme import Look

if TYPE_CHECKING:  # loaded after the lock screen is painted
    from caregiver_app.domain.clips import ClipShelf
    from caregiver_app.domain.crisis_cards import CrisisCard
    from caregiver_app.domain.flags.rule import Rules
    from caregiver_app.domain.symptoms import SymptomCatalogue
    from caregiver_app.ui.sharing import WindowSharing


class Content:
    """Everything read from resources/ and videos/; each part is read when it is first asked for.

    A file that cannot be read is told once to `troubled` and stood in for: crisis help and notes work without it.
    """

    def __init__(
        self,
        symptoms: Callable[[], SymptomCatalogue],
        cards: Callable[[], tuple[CrisisCard, ...]],
        clips: Callable[[], ClipShelf],
        rules: Callable[[], Rules],
    ) -> None:
        self._read_symptoms, self._read_cards, self._read_clips = symptoms, cards, clips
        self._read_rules = rules
        self.troubled: Callable[[CaregiverError], None] = lambda _error: None

    @cached_property
    def symptoms(self) -> SymptomCatalogue:
        """What a check-in asks; nothing where the file has a mistake."""
        try:
            return self._read_symptoms()
        except ContentError as error:
            from caregiver_app.domain.symptoms import SymptomCatalogue

            self.troubled(error)
            return SymptomCatalogue.empty()

    @cached_property
    def cards(self) -> tuple[CrisisCard, ...]:
        """The crisis cards; the bare general one where the file has a mistake."""
        try:
            return self._read_cards()
        except ContentError as error:
            from caregiver_app.domain.crisis_cards import BARE_CARD

            self.troubled(error)
            return (BARE_CARD,)

    @cached_property
    def rules(self) -> Rules | None:
        """The rules of attention; None where the file has a mistake, for half of them would say too little."""
        try:
            return self._read_rules()
        except ContentError as error:
            self.troubled(error)
            return None

    @cached_property
    def clips(self) -> ClipShelf:
        """The clips that can be shown."""
        return self._read_clips()

    def read_clips_again(self) -> None:
        """Something was brought in or taken away."""
        self.__dict__.pop("clips", None)

    def card(self, card_id: str) -> CrisisCard:
        """The crisis card with this id. Raises KeyError."""
        found = next((c for c in self.cards if c.id == card_id), None)
        if found is None:
            raise KeyError(card_id)
        return found

    def card_to_show(self, card_id: str) -> CrisisCard:
        """The card with this id, else the general one: help comes also for a card of another version of the program."""
        from caregiver_app.domain.crisis_cards import GENERAL

        found = next((c for c in self.cards if c.id == card_id), None)
        return found or self.card(GENERAL)


class Desk(QObject):
    """What a page may ask of the window around it. The window connects; a page only emits."""

    page_wanted = Signal(str, object)  # page name, argument
    crisis_wanted = Signal(str)  # card id, "" for the last one or the list
    lock_wanted = Signal()
    opened = Signal()  # a front page has opened the vault through Operations.unlock
    front_wanted = Signal(str)  # "lock", "first_run", "forgotten", "restore", "join", "demo"
    said = Signal(str)  # a short sentence shown for some seconds
    undo_offered = Signal(str, object)  # sentence, Callable[[], None]; offered for 10 s
    trouble = Signal(object)  # a CaregiverError to be shown as a calm banner
    preferences_wanted = Signal(object)  # new Preferences: stored, and the window is dressed anew
    busy_changed = Signal(bool)  # True while a clip plays: the idle lock waits
    sharing_changed = Signal(object)  # SyncState, from the window to whoever shows it
    relay_changed = Signal()  # a relay was set or changed: sharing starts anew


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The world of a page. `person` is who unlocked, None before; `home` is the folder of this program's files."""

    look: Look
    t: Texts
    operations: Operations
    clock: Clock
    content: Content
    desk: Desk
    settings: Callable[[], Preferences] = field(repr=False)
    languages: tuple[Language, ...]
    home: Home
    texts_for: Callable[[str], Texts] = field(repr=False)
    person: PersonOnDevice | None = None
    sharing: WindowSharing | None = None
    is_demo: bool = False
    videos: Path = Path()

    @property
    def preferences(self) -> Preferences:
        """The settings as they are now: what another page changed meanwhile is in them."""
        return self.settings()


class Page(QWidget):
    """One page of the window. `arrive` is called each time it comes into view, with what was asked for."""

    def arrive(self, argument: object = None) -> None:
        """Load again and put the focus where work starts."""

    def leave(self) -> None:
        """Called before another page comes or the vault locks: keep what is unfinished."""
