"""Reads one case of the vignettes' format into what the rules judge, and what is expected of them.

Times are local to the patient's zone unless they carry an offset; a time that exists twice is its first one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from caregiver_app.domain.diary import Comfort, Who
from caregiver_app.domain.flags.told import CarerCheck, Case, Outcome, Patient, Settled, Told
from caregiver_app.domain.medicines import (
    Dose,
    DoseOutcome,
    Limits,
    Medicine,
    MedicineKind,
    MedicineStatus,
    Schedule,
    Stock,
)
from caregiver_app.domain.temperature import celsius_of, readable_celsius

_KEYS = frozenset(
    [
        "id",
        "title",
        "tz",
        "now",
        "patient",
        "settings",
        "medicines",
        "entries",
        "caregiver_check_ins",
        "doses",
        "outcomes",
        "action",
        "expected_flags",
        "no_other_flags",
        "expected_checks",
        "expected_prompts",
        "expected_reminders",
        "expected_numbers",
        "expected_cards",
        "must_not",
    ]
)


class UnreadableVignette(Exception):
    """A file that is no case: says the file, the line where it is known, and what is wrong."""

    def __init__(self, path: Path, problem: str, line: int | None = None) -> None:
        super().__init__(f"{path}{'' if line is None else f', line {line}'}: {problem}")


@dataclass(frozen=True, slots=True)
class Vignette:
    """A case with its name, and the parts of the file that say what is expected."""

    id: str
    case: Case = field(repr=False)
    said: Mapping[str, Any] = field(repr=False)
    is_medicines: bool


def read_vignette(path: Path) -> Vignette:
    """One file. Raises UnreadableVignette."""
    try:
        said = yaml.safe_load(path.read_text("utf-8"))
    except OSError as error:
        raise UnreadableVignette(path, f"it cannot be read ({error.strerror})") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "it is no UTF-8"
        raise UnreadableVignette(path, f"it is no YAML: {problem}", None if mark is None else mark.line + 1) from error
    if not isinstance(said, dict):
        raise UnreadableVignette(path, "it must be a block with tz, now, patient and what is expected")
    unknown = sorted(str(key) for key in said if key not in _KEYS)
    if unknown:
        raise UnreadableVignette(path, f"{unknown[0]} is no key of a case", _line_of(path, unknown[0]))
    reader = _Reader(path, said)
    return Vignette(path.stem, reader.case(), said, "medicines" in said or path.stem.startswith("m"))


def _line_of(path: Path, key: str) -> int | None:
    lines = path.read_text("utf-8").splitlines()
    return next((n for n, line in enumerate(lines, 1) if line.lstrip(" -{").startswith(f"{key}:")), None)


class _Reader:
    def __init__(self, path: Path, said: Mapping[str, Any]) -> None:
        self._path, self._said = path, said
        try:
            self._zone = ZoneInfo(str(said["tz"]))
        except KeyError as error:
            raise self._wrong("tz is missing") from error
        except (ValueError, OSError) as error:
            raise self._wrong(f"{said['tz']} is no time zone", "tz") from error

    def _wrong(self, problem: str, key: str = "") -> UnreadableVignette:
        return UnreadableVignette(self._path, problem, _line_of(self._path, key) if key else None)

    def case(self) -> Case:
        """The whole case."""
        if "now" not in self._said:
            raise self._wrong("now is missing")
        medicines = {str(one.get("name")): self._medicine(one) for one in self._list("medicines")}
        doses = self._doses(medicines)
        action = self._said.get("action")
        if isinstance(action, Mapping) and action.get("kind") == "already_gave":
            doses.append(self._dose({"outcome": "given", **action}, len(doses), medicines))
        return Case(
            self._minute(self._said["now"], "now"),
            self._patient(),
            tuple(self._entries()),
            tuple(doses),
            tuple(medicines.values()),
            tuple(self._carer_check(one) for one in self._list("caregiver_check_ins")),
            tuple(self._outcome(one) for one in self._list("outcomes")),
        )

    def _list(self, key: str) -> Sequence[Mapping[str, Any]]:
        found = self._said.get(key) or []
        if not isinstance(found, list) or any(not isinstance(one, Mapping) for one in found):
            raise self._wrong(f"{key} must be a list of blocks", key)
        return found

    # ---- times and numbers ----------------------------------------------------------------------
    def _minute(self, value: object, key: str) -> int:
        try:
            moment = datetime.fromisoformat(str(value))
        except ValueError as error:
            raise self._wrong(f"{key}: {value} is no time such as 2027-03-10T20:00", key) from error
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=self._zone)
        return int(moment.timestamp()) // 60

    def _day(self, value: object, key: str) -> date:
        try:
            return date.fromisoformat(str(value)[:10])
        except ValueError as error:
            raise self._wrong(f"{key}: {value} is no date such as 2027-03-10", key) from error

    @staticmethod
    def _number(value: object) -> Decimal | None:
        if value is None or isinstance(value, bool):
            return None
        try:
            found = Decimal(str(value))
        except InvalidOperation:
            return None
        return found if found.is_finite() else None

    @staticmethod
    def _score(value: object) -> int | None:
        return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 10 else None

    # ---- the patient ----------------------------------------------------------------------------
    def _patient(self) -> Patient:
        said = self._said.get("patient") or {}
        if not isinstance(said, Mapping):
            raise self._wrong("patient must be a block", "patient")
        started = said.get("diary_started")
        last = said.get("last_treatment")
        return Patient(
            zone=str(self._said["tz"]),
            is_weekly=said.get("check_in_plan") == "weekly",
            cancer=said.get("cancer"),
            cancer_treatment=said.get("cancer_treatment"),
            last_treatment=None if last is None else self._day(last, "last_treatment"),
            fever_at=self._number(said.get("fever_at_c")),
            is_last_days=bool(said.get("last_days")),
            catheter=bool(said.get("catheter")),
            goals={symptom: goal for symptom, goal in (said.get("goals") or {}).items() if goal is not None},
            resets=tuple(
                (self._minute(one["at"], "baseline_resets"), str(one.get("symptom") or ""))
                for one in said.get("baseline_resets") or ()
            ),
            diary_started=None if started is None else self._minute(started, "diary_started"),
            holidays=frozenset(self._day(one, "holidays") for one in said.get("holidays") or ()),
        )

    # ---- entries --------------------------------------------------------------------------------
    def _entries(self) -> list[Told]:
        """Each entry in the versions that nothing replaced; of two made apart the worse counts (precise G9, G10)."""
        said = self._list("entries")
        by_id = {str(one["id"]): one for one in said if "id" in one}
        heads: dict[int, list[Mapping[str, Any]]] = {}
        roots: dict[int, Mapping[str, Any]] = {}
        activity: dict[int, list[int]] = {}
        replaced = {str(one["corrects"]) for one in said if "corrects" in one}
        for one in said:
            root = one
            while "corrects" in root:
                if str(root["corrects"]) not in by_id:
                    raise self._wrong(f"corrects: there is no entry {root['corrects']}", "corrects")
                root = by_id[str(root["corrects"])]
            roots[id(root)] = root
            activity.setdefault(id(root), []).append(self._recorded(one))
            if str(one.get("id")) not in replaced:
                heads.setdefault(id(root), []).append(one)
        found = []
        for place, (key, root) in enumerate(roots.items()):
            standing = [one for one in heads[key] if not self._is_voided(one)]
            if standing:
                told = _worse([self._told(one, root, place) for one in standing])
                found.append(replace(told, activity=tuple(activity[key])))
        return found

    def _recorded(self, one: Mapping[str, Any]) -> int:
        return self._minute(one.get("recorded", one.get("at")), "recorded")

    def _is_voided(self, one: Mapping[str, Any]) -> bool:
        voided = one.get("voided")
        return voided is True or (
            bool(voided) and self._minute(voided, "voided") <= self._minute(self._said["now"], "now")
        )

    def _told(self, one: Mapping[str, Any], root: Mapping[str, Any], place: int) -> Told:
        try:
            who = Who(str(one.get("who", root.get("who"))))
        except ValueError as error:
            raise self._wrong(
                f"who: {one.get('who')} must be patient, caregiver_asked, caregiver or staff", "who"
            ) from error
        comfort = one.get("comfort")
        scores = {str(s): found for s, v in (one.get("scores") or {}).items() if (found := self._score(v)) is not None}
        return Told(
            at=self._minute(root.get("at"), "at"),
            recorded=self._recorded(root),
            id=str(root.get("id") or f"entry {place + 1:03}"),
            who=who,
            scores=scores,
            ticks=frozenset(str(tick) for tick in one.get("ticks") or ()),
            comfort=None if comfort is None else Comfort(str(comfort)),
            needs_attention=one.get("needs_attention") is True,
            bowel=one.get("bowel"),
            bristol=one.get("bristol"),
            vomited=int(self._number(one.get("vomited")) or 0),
            urine=one.get("urine"),
            swallow_tablets=one.get("swallow_tablets"),
            temp_c=self._temperature(one),
            breaths=one.get("breaths_per_min"),
        )

    def _temperature(self, one: Mapping[str, Any]) -> Decimal | None:
        celsius, fahrenheit = self._number(one.get("temp_c")), self._number(one.get("temp_f"))
        if celsius is None and fahrenheit is not None:
            celsius = celsius_of(fahrenheit)
        return readable_celsius(celsius)

    def _carer_check(self, one: Mapping[str, Any]) -> CarerCheck:
        return CarerCheck(
            self._minute(one.get("at"), "at"),
            str(one.get("by", "")),
            burden=self._score(one.get("burden")),
            sleep=self._score(one.get("sleep")),
            lonely=self._score(one.get("lonely")),
            confidence=self._score(one.get("confidence")),
            keep_going=_word(one.get("keep_going")),
            break_hours=self._number(one.get("break_hours")),
            is_safe=one.get("safe"),
        )

    # ---- medicines and doses ----------------------------------------------------------------------
    def _medicine(self, one: Mapping[str, Any]) -> Medicine:
        limits = [
            self._limits(version)
            for version in (one.get("conflict_versions") if one.get("conflict") else None) or [one]
        ]
        stock, qty = one.get("stock"), self._number(one.get("dose_qty"))
        return Medicine(
            name=str(one.get("name")),
            generic=str(one.get("generic", "")),
            classes=frozenset(str(tag) for tag in one.get("classes") or ()),
            kind=MedicineKind(str(one.get("kind", "prn"))),
            route=str(one.get("route", "oral")),
            for_symptom=str(one.get("for_symptom") or ""),
            dose_qty=qty,
            unit=str(one.get("unit", "")),
            limits=tuple(limits),
            recheck=one.get("recheck_min"),
            status=MedicineStatus(str(one.get("status", "active"))),
            never_stop_suddenly=bool(one.get("never_stop_suddenly")),
            in_crisis_box=bool(one.get("in_crisis_box")),
            change_every_h=one.get("change_every_h"),
            schedule=self._schedule(one),
            expiry=self._expiry(one.get("expiry")),
            stock=None
            if not stock
            else Stock(Decimal(str(stock["count"])), self._minute(stock["counted_at"], "counted_at")),
        )

    def _schedule(self, one: Mapping[str, Any]) -> Schedule | None:
        if one.get("kind") != "scheduled":
            return None
        start = str(one.get("start") or "")
        return Schedule(
            times=tuple(self._clock(wall) for wall in one.get("times") or ()),
            start=self._day(start, "start") if start else None,
            start_time=self._clock(start[11:16]) if len(start) > 10 else time(0),
            end=None if one.get("end") is None else self._day(one["end"], "end"),
            every_n_hours=one.get("every_n_hours"),
            every_n_days=int(one.get("every_n_days") or 1),
            weekdays=frozenset(one.get("weekdays") or ()),
        )

    def _clock(self, value: object) -> time:
        try:
            return time.fromisoformat(str(value))
        except ValueError as error:
            raise self._wrong(f"{value} is no time of day such as '08:00'", "times") from error

    def _limits(self, one: Mapping[str, Any]) -> Limits:
        return Limits(
            min_gap_min=one.get("min_gap_min"),
            max_doses=one.get("max_doses_24h"),
            max_qty=self._number(one.get("max_qty_24h")),
        )

    def _expiry(self, said: object) -> date | None:
        """The printed day, or the last day of a printed month (precise R78)."""
        if said is None:
            return None
        text = str(said)
        if len(text) == 7:
            month = date.fromisoformat(f"{text}-01")
            following = date(month.year + month.month // 12, month.month % 12 + 1, 1)
            return date.fromordinal(following.toordinal() - 1)
        return self._day(text, "expiry")

    def _doses(self, medicines: Mapping[str, Medicine]) -> list[Dose]:
        said = self._list("doses")
        replaced = {str(one["corrects"]) for one in said if "corrects" in one}
        return [
            self._dose(one, place, medicines)
            for place, one in enumerate(said)
            if str(one.get("id")) not in replaced and not self._is_voided(one)
        ]

    def _dose(self, one: Mapping[str, Any], place: int, medicines: Mapping[str, Medicine]) -> Dose:
        if str(one.get("med")) not in medicines:
            raise self._wrong(f"med: there is no medicine {one.get('med')}", "med")
        planned = one.get("planned_for")
        return Dose(
            at=self._minute(one.get("at"), "at"),
            recorded=self._recorded(one),
            id=str(one.get("id") or f"dose {place + 1:03}"),
            medicine=medicines[str(one["med"])],
            outcome=DoseOutcome(str(one.get("outcome", "given"))),
            qty=self._number(one.get("qty")),
            by=str(one.get("by", "")),
            reason=str(one.get("reason") or ""),
            planned_for=None if planned is None else self._minute(planned, "planned_for"),
            is_instructed=bool(one.get("nurse_instruction")),
            symptom_before=self._score(one.get("symptom_before")),
        )

    def _outcome(self, one: Mapping[str, Any]) -> Outcome:
        until = one.get("until")
        return Outcome(
            self._minute(one.get("at"), "at"),
            str(one.get("flag")),
            str(one.get("about")),
            Settled(str(one.get("outcome"))),
            None if until is None else self._day(until, "until"),
        )


def _word(value: object) -> str:
    """YAML reads a bare yes and no as true and false."""
    return {True: "yes", False: "no", None: ""}.get(value, str(value)) if isinstance(value, bool | None) else str(value)


def _worse(standing: Sequence[Told]) -> Told:
    """Versions made apart, joined so that the worse of each counts until a person settles it (precise G10)."""
    told = standing[0]
    views = list(Comfort)
    for other in standing[1:]:
        scores = dict(told.scores)
        for symptom, score in other.scores.items():
            scores[symptom] = max(score, scores.get(symptom, score))
        comfort = max((c for c in (told.comfort, other.comfort) if c is not None), key=views.index, default=None)
        temps = [t for t in (told.temp_c, other.temp_c) if t is not None]
        told = replace(
            told,
            scores=scores,
            ticks=told.ticks | other.ticks,
            comfort=comfort,
            needs_attention=told.needs_attention or other.needs_attention,
            bowel=_worse_answer(told.bowel, other.bowel),
            bristol=max((b for b in (told.bristol, other.bristol) if b is not None), default=None),
            vomited=max(told.vomited, other.vomited),
            urine=_worse_answer(told.urine, other.urine),
            swallow_tablets=_worse_answer(told.swallow_tablets, other.swallow_tablets),
            temp_c=max(temps, default=None),
            breaths=min((b for b in (told.breaths, other.breaths) if b is not None), default=None),
        )
    return told


def _worse_answer(one: bool | None, other: bool | None) -> bool | None:
    return False if one is False or other is False else (one if one is not None else other)
