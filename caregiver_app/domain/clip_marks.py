"""What people mark on a clip: seen, a favourite, "ask my nurse", given to watch, and a nurse's signature.

Each mark is a fact of its own with who and when, so two devices never overwrite each other and the history stays. What
stands is worked out from all of them. Watching is no proof of skill: only "shown and done well" is (clinical.md §5.1).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from caregiver_app.domain.records import Payload
from caregiver_app.domain.time import Instant
from caregiver_app.domain.watched import Watched, Worked


class Mark(StrEnum):
    """One thing said about a clip; the "no" marks take an earlier one back."""

    SEEN = "seen"
    NOT_SEEN = "not_seen"
    FAVOURITE = "favourite"
    NO_FAVOURITE = "no_favourite"
    ASK = "ask"
    ASK_NO_MORE = "ask_no_more"
    GIVEN = "given"
    NOT_GIVEN = "not_given"
    DONE_WELL = "done_well"
    SHOW_AGAIN = "show_again"


SIGNATURES = frozenset({Mark.DONE_WELL, Mark.SHOW_AGAIN})


@dataclass(frozen=True, slots=True)
class ClipNote:
    """One mark on one clip. `by` is the name a person signed with, "" where the author says it all."""

    clip_id: str
    mark: Mark = field(repr=False)
    at: Instant
    by: str = field(default="", repr=False)
    author: str = field(default="", repr=False)

    @property
    def who(self) -> str:
        """Who made the mark, as far as it is known."""
        return self.by or self.author

    def as_payload(self) -> Payload:
        """The plain form; `at` travels as the record's observed time."""
        said: dict[str, str] = {"clip": self.clip_id, "mark": self.mark.value}
        return {**said, "by": self.by} if self.by else said


def note_from(payload: Payload, at: Instant, author: str = "") -> ClipNote:
    """A stored payload read back. Raises KeyError and ValueError for a mark that this program does not know."""
    return ClipNote(str(payload["clip"]), Mark(str(payload["mark"])), at, str(payload.get("by") or ""), author)


@dataclass(frozen=True, slots=True)
class Asked:
    """A clip that the nurse is asked to show: by whom and since when."""

    clip_id: str
    who: str = field(repr=False)
    at: Instant
    is_again: bool = False  # a nurse herself said "show again"


@dataclass(frozen=True, slots=True)
class ClipState:
    """What stands for one clip; None and False where nobody said so."""

    seen: ClipNote | None = None
    is_favourite: bool = False
    asked: Asked | None = None
    given: ClipNote | None = None
    signatures: tuple[ClipNote, ...] = ()  # newest first

    @property
    def is_to_watch(self) -> bool:
        """True where it was given to watch and not seen since."""
        return self.given is not None and (self.seen is None or self.seen.at.utc_ms < self.given.at.utc_ms)


NOTHING = ClipState()


def states(notes: Iterable[ClipNote], answers: Iterable[Watched]) -> Mapping[str, ClipState]:
    """What stands for each clip that anything was said about. Of two things said in one moment the later in its list counts.

    The nurse is asked by "ask my nurse", by "not sure" after a clip and by "show again"; a later "shown and done well" or
    the mark taken back ends it, and a later "yes" ends what "not sure" began.
    """
    clips: dict[str, list[ClipNote | Watched]] = {}
    everything: list[ClipNote | Watched] = [*notes, *answers]
    for said in sorted(everything, key=lambda one: one.at.utc_ms):
        clips.setdefault(said.clip_id, []).append(said)
    return {clip_id: _state(clip_id, said) for clip_id, said in clips.items()}


def _state(clip_id: str, said: list[ClipNote | Watched]) -> ClipState:
    marks = [one for one in said if isinstance(one, ClipNote)]
    return ClipState(
        seen=_standing(marks, Mark.SEEN, Mark.NOT_SEEN),
        is_favourite=_standing(marks, Mark.FAVOURITE, Mark.NO_FAVOURITE) is not None,
        asked=_asked(clip_id, said),
        given=_standing(marks, Mark.GIVEN, Mark.NOT_GIVEN),
        signatures=tuple(reversed([one for one in marks if one.mark in SIGNATURES])),
    )


def _standing(marks: list[ClipNote], on: Mark, off: Mark) -> ClipNote | None:
    last = next((one for one in reversed(marks) if one.mark in (on, off)), None)
    return last if last is not None and last.mark is on else None


def _asked(clip_id: str, said: list[ClipNote | Watched]) -> Asked | None:
    asked: Asked | None = None
    is_answer = False
    for one in said:
        if isinstance(one, Watched):
            if one.worked is Worked.NOT_SURE:
                asked, is_answer = asked or Asked(clip_id, one.author, one.at), asked is None or is_answer
            elif is_answer:
                asked, is_answer = None, False
        elif one.mark in (Mark.ASK, Mark.SHOW_AGAIN):
            asked, is_answer = Asked(clip_id, one.who, one.at, one.mark is Mark.SHOW_AGAIN), False
        elif one.mark in (Mark.ASK_NO_MORE, Mark.DONE_WELL):
            asked, is_answer = None, False
    return asked


def next_visit(found: Mapping[str, ClipState]) -> tuple[Asked, ...]:
    """The clips to show at the nurse's next visit, the one that waits longest first."""
    waiting = [state.asked for state in found.values() if state.asked is not None]
    return tuple(sorted(waiting, key=lambda asked: (asked.at.utc_ms, asked.clip_id)))
