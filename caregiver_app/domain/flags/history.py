"""What was known up to a moment: windows of entries and doses, lines of scores, baselines (precise G and B).

Nothing here looks past the event that is judged, so that what was judged before stays right when something later comes.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TypeVar

from caregiver_app.domain.diary import Line
from caregiver_app.domain.flags.told import DAY_MIN, Case, Told
from caregiver_app.domain.medicines import Dose

BASELINE_MIN, BASELINE_AFTER_MIN, WEEKLY_BASELINE_DAYS = 3, DAY_MIN, 35  # precise B27, B30
_BASELINE_DAYS = 7

Event = TypeVar("Event", Told, Dose)


@dataclass(slots=True)
class ScoreLine:
    """One symptom's scores on one line, in order of time: times, values, and the entries they stand in."""

    times: list[int] = field(default_factory=list)
    scores: list[int] = field(default_factory=list)
    entries: list[Told] = field(default_factory=list)
    place: dict[str, int] = field(default_factory=dict)  # entry id → where it stands


class History:
    """Entries and doses in order of time, then of writing, then of id (precise G3); later ones count as now (G6)."""

    def __init__(self, case: Case, severe_drowsy: int, usual_fever: Decimal) -> None:
        now = case.now
        self.case, self.patient, self._severe = case, case.patient, severe_drowsy
        self.entries: list[Told] = sorted((_not_after(e, now) for e in case.entries), key=_order)
        self.doses: list[Dose] = sorted((_not_after(d, now) for d in case.doses), key=_order)
        self._entry_times = [entry.at for entry in self.entries]
        self._dose_times = [dose.at for dose in self.doses]
        self.place = {entry.id: place for place, entry in enumerate(self.entries)}
        self.dose_place = {dose.id: place for place, dose in enumerate(self.doses)}
        self.lines: dict[tuple[str, Line], ScoreLine] = {}
        for entry in self.entries:
            for symptom, score in entry.scores.items():
                line = self.lines.setdefault((symptom, entry.line), ScoreLine())
                line.place[entry.id] = len(line.times)
                line.times.append(entry.at)
                line.scores.append(score)
                line.entries.append(entry)
        team = case.patient.fever_at
        self.fever_from = usual_fever if team is None else min(team, usual_fever)
        weekly = case.patient.is_weekly
        self._baseline_span = (WEEKLY_BASELINE_DAYS if weekly else _BASELINE_DAYS) * DAY_MIN

    # ---- windows --------------------------------------------------------------------------------
    def entries_in(self, after: int, until: int, known: int | None = None) -> Sequence[Told]:
        """Entries with after < time ≤ until, and none later in the order than place `known` (precise G1)."""
        end = bisect_right(self._entry_times, until)
        if known is not None:
            end = min(end, known + 1)
        return self.entries[bisect_right(self._entry_times, after) : end]

    def entries_from(self, since: int, until: int, known: int | None = None) -> Sequence[Told]:
        """The same with both ends in it: since ≤ time ≤ until."""
        return self.entries_in(since - 1, until, known)

    def doses_in(self, after: int, until: int, known: int | None = None) -> Sequence[Dose]:
        """Doses with after < time ≤ until, and none later in the order than place `known`."""
        end = bisect_right(self._dose_times, until)
        if known is not None:
            end = min(end, known + 1)
        return self.doses[bisect_right(self._dose_times, after) : end]

    def within_a_day(self, entry: Told, holds: Callable[[Told], bool]) -> Told | None:
        """The newest entry not more than 24 h before this one, itself included, of which something holds (precise G25)."""
        found = self.entries_from(entry.at - DAY_MIN, entry.at, self.place[entry.id])
        return next((one for one in reversed(found) if holds(one)), None)

    def ticked(self, entry: Told, *ticks: str) -> Told | None:
        """The newest entry of the day before, this one included, with any of these signs."""
        return self.within_a_day(entry, lambda one: bool(one.ticks.intersection(ticks)))

    # ---- signs inside other rules (precise G26) ----------------------------------------------------
    def is_fever(self, entry: Told) -> bool:
        """38.0 °C or more, or the team's own number where it is lower."""
        return entry.temp_c is not None and entry.temp_c >= self.fever_from

    def is_very_drowsy(self, entry: Told) -> bool:
        """Sleepiness of 7 or more on either line, or hard to wake."""
        return entry.scores.get("drowsy", 0) >= self._severe or "hard_to_wake" in entry.ticks

    # ---- scores ---------------------------------------------------------------------------------
    def line(self, symptom: str, line: Line) -> ScoreLine:
        """A symptom's scores on a line, in order; empty where there are none."""
        return self.lines.get((symptom, line)) or ScoreLine()

    def baseline(self, entry: Told, symptom: str) -> Decimal | None:
        """The median of the line's scores that are 24 h to 8 days older than the entry; None with fewer than 3 (B27–B32)."""
        line = self.line(symptom, entry.line)
        start = bisect_right(line.times, entry.at - BASELINE_AFTER_MIN - self._baseline_span)
        reset = self._reset_before(entry.at, symptom)
        if reset is not None:
            start = max(start, bisect_left(line.times, reset))
        scores = sorted(line.scores[start : bisect_right(line.times, entry.at - BASELINE_AFTER_MIN)])
        if len(scores) < BASELINE_MIN:
            return None
        middle = len(scores) // 2
        if len(scores) % 2:
            return Decimal(scores[middle])
        return Decimal(scores[middle - 1] + scores[middle]) / 2

    def _reset_before(self, at: int, symptom: str) -> int | None:
        resets = [when for when, what in self.patient.resets if what in ("", symptom) and when < at]
        return max(resets, default=None)

    def earlier_on_line(self, entry: Told, symptom: str) -> Iterator[tuple[Told, int]]:
        """Entries of the line before this one that have a number for the symptom, newest first (precise G20)."""
        line = self.line(symptom, entry.line)
        for place in range(line.place[entry.id] - 1, -1, -1):
            yield line.entries[place], line.scores[place]


def _not_after(event: Event, now: int) -> Event:
    return event if event.at <= now else replace(event, at=now)


def _order(event: Told | Dose) -> tuple[int, int, str]:
    return event.at, event.recorded, event.id
