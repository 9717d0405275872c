"""Series for charts: one per symptom and line, never mixing patient and observer (precise G21)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from caregiver_app.domain.diary import Entry, Line, is_readable
from caregiver_app.domain.time import DAY_MS, Instant


@dataclass(frozen=True, slots=True)
class Point:
    """One score in a chart: when, 0..10, and whether two versions of its entry still stand."""

    at: Instant
    score: int = field(repr=False)
    entity_id: bytes
    is_contested: bool = False


@dataclass(frozen=True, slots=True)
class Series:
    """The scores of one symptom on one line, in order of time."""

    symptom: str
    line: Line
    points: tuple[Point, ...] = field(repr=False)


def series(entries: Iterable[Entry], symptom: str, now: Instant, days: int = 14) -> tuple[Series, ...]:
    """The lines of one symptom over the `days` that end now; entries dated later count as now (precise G6)."""
    since = now.utc_ms - days * DAY_MS
    found: dict[Line, list[Point]] = {Line.PATIENT: [], Line.OBSERVER: []}
    for entry in entries:
        check_in = entry.effective
        score = check_in.scores.get(symptom) if check_in is not None else None
        if check_in is None or score is None or not is_readable(score) or check_in.at.utc_ms <= since:
            continue
        at = min(check_in.at, now, key=lambda moment: moment.utc_ms)
        found[check_in.line].append(Point(at, score, entry.entity_id, entry.is_contested))
    return tuple(
        Series(symptom, line, tuple(sorted(points, key=lambda p: (p.at.utc_ms, p.entity_id))))
        for line, points in found.items()
        if points
    )
