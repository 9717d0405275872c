"""What the page of the hospice's own clips shows and does. Copying and looking run beside all other work."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal, Slot

from caregiver_app.domain.brought_in import Finding
from caregiver_app.domain.clips import Clip, ClipShelf, Recording
from caregiver_app.domain.errors import CaregiverError, UnusableClip
from caregiver_app.services import own_clips, recordings
from caregiver_app.services.copying import Progress
from caregiver_app.services.own_film import FilmWish
from caregiver_app.ui.operations import Operations

SIDE_CAR, LIST = "clip.json", "recordings.toml"
SOUNDS = (".wav", ".flac", ".opus", ".ogg", ".mp3", ".m4a")


@dataclass(frozen=True, slots=True)
class State:
    """What was brought in; `shelf` are all clips there are now, `known` those that ship, `voices` by clip and language."""

    shelf: ClipShelf = field(default_factory=ClipShelf)
    known: tuple[Clip, ...] = ()
    clips: tuple[Clip, ...] = ()
    broken: tuple[str, ...] = ()
    voices: Mapping[tuple[str, str], tuple[Recording, ...]] = field(default_factory=dict)


class _Stopped(Exception):
    """The person has pressed Stop."""


class _Gone(Exception):
    """The page is gone: nobody waits for the end any more."""


def load(videos: Path, own: Path) -> State:
    """Read all of it."""
    shelf, mine = own_clips.shelf(videos, own), own_clips.own_clips(own)
    voices: dict[tuple[str, str], tuple[Recording, ...]] = {}
    for one in recordings.recordings(own, shelf):
        key = (one.clip_id, one.language)
        voices[key] = (*voices.get(key, ()), one)
    broken = {problem.clip_id: None for problem in shelf.problems if problem.is_own}
    known = own_clips.shipped(videos).clips
    clips = tuple(_as_shown(clip, shelf) for clip in mine.clips)
    return State(shelf, known, clips, tuple(broken), voices)


def _as_shown(clip: Clip, shelf: ClipShelf) -> Clip:
    """The clip as it stands on the shelf: a film for a known clip has that one's words in every language."""
    shown = shelf.clip(clip.id)
    return shown if shown is not None and shown.own is not None else clip


class OwnClipsViewModel(QObject):
    """Bringing something in ends in `brought`, `refused`, `failed` or `stopped`; one thing at a time."""

    state_changed = Signal(object)
    moved = Signal(float)  # the share done, 0 to 1
    brought = Signal(object)  # Clip, or the number of recordings
    refused = Signal(object)  # tuple of Finding
    failed = Signal(object)  # CaregiverError
    stopped = Signal()
    ended = Signal()  # after any of them: the next may come
    working_changed = Signal(bool)
    _ended = Signal(object, object)

    def __init__(self, operations: Operations, videos: Path, own: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._operations, self._videos, self._own = operations, videos, own
        self.state = State()
        self.is_working = False
        self._stop = threading.Event()
        self._ended.connect(self._end, Qt.ConnectionType.QueuedConnection)

    def load(self) -> None:
        """Read again."""
        self._operations.run(partial(load, self._videos, self._own), self._loaded, self)

    def _loaded(self, state: State) -> None:
        self.state = state
        self.state_changed.emit(state)

    # ---- bringing in -----------------------------------------------------------------------------
    def bring_folder(self, side_car: Path) -> None:
        """The folder in which this clip.json lies."""
        videos, own = self._videos, self._own
        self._begin(lambda told: own_clips.bring_folder(own, side_car, own_clips.shipped(videos), told))

    def bring_film(self, wish: FilmWish) -> None:
        """A film with its captions."""
        videos, own = self._videos, self._own
        self._begin(lambda told: own_clips.bring_film(own, wish, own_clips.shipped(videos), told))

    def bring_recordings(self, folder: Path) -> None:
        """A folder of voices."""
        videos, own = self._videos, self._own
        self._begin(lambda told: recordings.bring_recordings(own, folder, own_clips.shelf(videos, own), told))

    def refuse(self, finding: Finding) -> None:
        """Say that this cannot be brought in."""
        self.refused.emit((finding,))
        self.ended.emit()

    def stop(self) -> None:
        """End what is on the way; nothing of it is kept."""
        self._stop.set()

    def _begin(self, work: Callable[[Progress], object]) -> None:
        if self.is_working:
            return
        self.is_working = True
        self._stop.clear()
        self.working_changed.emit(True)
        threading.Thread(target=self._work, args=(work,), name="bring-in", daemon=True).start()

    def _work(self, work: Callable[[Progress], object]) -> None:
        result: object = None
        error: Exception | None = None
        try:
            result = work(self._progress)
        except _Gone:
            return  # and with the page what was half copied
        except Exception as found:  # noqa: BLE001 - the border of the thread: carried to who asked
            error = found
        try:
            self._ended.emit(result, error)
        except RuntimeError:
            return

    def _progress(self, share: float) -> None:
        if self._stop.is_set():
            raise _Stopped
        try:
            self.moved.emit(share)
        except RuntimeError as error:  # Qt has taken this object away
            raise _Gone from error

    @Slot(object, object)
    def _end(self, result: object, error: Exception | None) -> None:
        self.is_working = False
        self.working_changed.emit(False)
        if error is None:
            self.brought.emit(result)
        elif isinstance(error, UnusableClip):
            self.refused.emit(error.findings)
        elif isinstance(error, CaregiverError):
            self.failed.emit(error)
        elif isinstance(error, _Stopped):
            self.stopped.emit()
        else:
            self._operations.surprised.emit(error)
        self.load()
        self.ended.emit()

    # ---- taking away -----------------------------------------------------------------------------
    def remove(self, clip_id: str) -> None:
        """Take an own clip away."""
        self._take_away(partial(own_clips.remove, self._own, clip_id))

    def remove_voice(self, clip_id: str, language: str) -> None:
        """Take the recordings of one clip in one language away."""
        self._take_away(partial(recordings.remove_recordings, self._own, language, clip_id))

    def _take_away(self, work: Callable[[], None]) -> None:
        self._operations.run(work, lambda _none: self.load(), self, self.failed.emit)


def kind_of(path: Path) -> str:
    """What a dropped thing is: "clip", "voices", "film", "captions", "sound", or "" for none of them."""
    if path.is_dir():
        return "voices" if (path / LIST).is_file() and not (path / SIDE_CAR).is_file() else "clip"
    if path.name == SIDE_CAR:
        return "clip"
    if path.name == LIST:
        return "voices"
    if path.suffix.lower() in (".srt", ".vtt"):
        return "captions"
    if path.suffix.lower() in SOUNDS and path.is_file():
        return "sound"
    return "film" if path.is_file() else ""


def first_of_each(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """The same fault at many places is told for the first few only: nobody reads two hundred lines."""
    most, seen, shown = 5, dict[str, int](), []
    for one in findings:
        key = f"{one.fault} {one.file}"
        seen[key] = seen.get(key, 0) + 1
        if seen[key] <= most:
            shown.append(one)
    return tuple(shown)
