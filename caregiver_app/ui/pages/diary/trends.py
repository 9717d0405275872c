"""Two weeks of one symptom: the person's own answers and what others saw, as a chart or the same as a table."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from caregiver_app.domain.diary import Entry, Line
from caregiver_app.domain.time import DAY_MS, Instant
from caregiver_app.domain.trends import Point, Series
from caregiver_app.ui import answers
from caregiver_app.ui.pages.diary.view_model import TREND_DAYS, State
from caregiver_app.ui.surroundings import Surroundings
from caregiver_app.ui.widgets.boxes import Card, Flow, boxed, clear, column, row
from caregiver_app.ui.widgets.choices import Chooser, Option
from caregiver_app.ui.widgets.table import Cell, DataTable
from caregiver_app.ui.widgets.trend import Mark, TrendChart, TrendKey, TrendLine
from caregiver_app.ui.widgets.words import Words

_CHART, _TABLE = "chart", "table"


def days_of(now: Instant) -> tuple[date, ...]:
    """The calendar days of the chart, oldest first, today last."""
    today = now.wall().date()
    return tuple(today - timedelta(days=ago) for ago in range(TREND_DAYS - 1, -1, -1))


def shown_points(series: Series, now: Instant) -> tuple[Point, ...]:
    """The points that lie on the days of the chart."""
    first = days_of(now)[0]
    return tuple(point for point in series.points if point.at.wall().date() >= first)


def day_of(point: Point, first: date) -> float:
    """How many days after the beginning of the first day a point lies."""
    wall = point.at.wall()
    return (wall.date() - first).days + (wall.hour * 60 + wall.minute) / (24 * 60)


class TrendsView(QWidget):
    """Choose a symptom, see its two weeks. `entry_wanted` is sent with the entry of a point that was picked."""

    entry_wanted = Signal(object)

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        self._around = around
        self._state: State | None = None
        self.symptom = ""
        self.form = _CHART
        self._points: list[tuple[Point, ...]] = []
        self._box = column(around.look, gap=14)
        self.setLayout(self._box)

    def put(self, state: State) -> None:
        """Show these two weeks; the symptom in view stays if it still has scores."""
        self._state = state
        if self.symptom not in state.tracked:
            self.symptom = state.tracked[0] if state.tracked else ""
        self._build()

    def _build(self) -> None:
        look, t, state = self._around.look, self._around.t, self._state
        clear(self._box)
        if state is None:
            return
        if not self.symptom:
            self._box.addWidget(Card(look, Words(look, t("No scores in the last 2 weeks yet.")), None))
            return
        catalogue = self._around.content.symptoms
        symptoms = [Option(s, answers.symptom_label(t, catalogue, s), _icon(self._around, s)) for s in state.tracked]
        which = Chooser(look, t("Which symptom?"), symptoms, self.symptom)
        which.chosen.connect(partial(self._choose, "symptom"))
        forms = (Option(_CHART, t("Chart"), "chart"), Option(_TABLE, t("Table"), "table"))
        form = Chooser(look, t("Chart or table?"), forms, self.form)
        form.chosen.connect(partial(self._choose, "form"))
        self._box.addWidget(boxed(Flow(look, 16, which, form)))
        self._box.addWidget(self._card(state))

    def _choose(self, what: str, value: object) -> None:
        setattr(self, what, str(value))
        self._build()
        found = [c for c in self.findChildren(Chooser) if c.value() == value]
        if found:
            found[0].focus_choice()

    def _card(self, state: State) -> Card:
        look, t = self._around.look, self._around.t
        label = answers.symptom_label(t, self._around.content.symptoms, self.symptom)
        first, last = state.now.plus(-(TREND_DAYS - 1) * DAY_MS), state.now
        title = t("{symptom}, {first} to {last}", symptom=label, first=t.short_day(first), last=t.short_day(last))
        shown = [(line, shown_points(line, state.now)) for line in state.lines(self.symptom)]
        body = self._chart(state, title, shown) if self.form == _CHART else self._table(state, title, shown)
        marked = any(p.is_contested for _, points in shown for p in points)
        star = [Words(look, t("* Two people corrected this. The higher number counts."), "small")] if marked else []
        return Card(look, Words(look, title, "title"), *body, *star)

    def _name(self, line: Line, name: str) -> str:
        t = self._around.t
        return t("{name}'s answers", name=t.name(name)) if line is Line.PATIENT else t("What others saw")

    # ---- chart -----------------------------------------------------------------------------------
    def _chart(self, state: State, title: str, shown: list[tuple[Series, tuple[Point, ...]]]) -> list[QWidget]:
        look, t = self._around.look, self._around.t
        days = days_of(state.now)
        chart = TrendChart(look, t, title)
        lines, keys = [], []
        self._points = [points for _, points in shown]
        for series, points in shown:
            name, is_observer = self._name(series.line, state.patient.name), series.line is Line.OBSERVER
            marks = tuple(
                Mark(day_of(p, days[0]), p.score, t.when(p.at, state.now), p.is_contested) for p in points
            )
            lines.append(TrendLine(name, marks, is_observer))
            keys.append(boxed(row(look, TrendKey(look, is_observer), Words(look, name, "small"), gap=8)))
        ago = [state.now.plus(-(TREND_DAYS - 1 - n) * DAY_MS) for n in range(TREND_DAYS)]
        chart.put(lines, [t.short_day(day) for day in ago])
        chart.picked.connect(self._picked)
        said = t("Arrow keys go from one score to the next. 10 is always the worst.")
        return [boxed(Flow(look, 20, *keys)), chart, Words(look, said, "small", "quiet")]

    def _picked(self, line: int, place: int) -> None:
        entity = self._points[line][place].entity_id
        found = next((e for e in (self._state.recent if self._state else ()) if e.entity_id == entity), None)
        if isinstance(found, Entry):
            self.entry_wanted.emit(found)

    # ---- table -----------------------------------------------------------------------------------
    def _table(self, state: State, title: str, shown: list[tuple[Series, tuple[Point, ...]]]) -> list[QWidget]:
        look, t = self._around.look, self._around.t
        names = [self._name(line, state.patient.name) for line in Line]
        table = DataTable(look, t, title, [t("Day"), *names, t("Note")])
        notes = {e.entity_id: e.effective.note for e in state.recent if e.effective is not None}
        rows = []
        for point, line in sorted(((p, s.line) for s, points in shown for p in points), key=_newest_first):
            cells = [Cell(score=point.score) if line is each else Cell(t("not asked"), is_quiet=True) for each in Line]
            rows.append([Cell(t.when(point.at, state.now), is_bold=True), *cells, Cell(notes.get(point.entity_id, ""))])
        table.put(rows)
        return [table]


def _newest_first(row: tuple[Point, Line]) -> int:
    return -row[0].at.utc_ms


def _icon(around: Surroundings, symptom: str) -> str:
    found = around.content.symptoms.symptom(symptom)
    return found.icon if found is not None else ""
