"""A check-in while it is being filled in: which questions it has, what was answered, what is kept when it is left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, cast

from caregiver_app.domain.diary import CheckIn, Comfort, ComfortCheck, Entry, Mode, Soothed, Who, is_readable
from caregiver_app.domain.errors import MissingAnswer, UnreadableValue
from caregiver_app.domain.records import Plain
from caregiver_app.domain.symptoms import AskedOf, Symptom, SymptomCatalogue, Watch
from caregiver_app.domain.temperature import COLDEST, COLDEST_F, HOTTEST, HOTTEST_F, celsius_of, rounded
from caregiver_app.domain.time import Instant

Fact = bool | int | float | str | None
PRESSING = "needs_attention"
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹०१२३४५६७८९,٫", "0123456789" * 3 + "..")
_OBSERVERS = (Who.CAREGIVER, Who.STAFF)


class StepKind(StrEnum):
    """What one step of the form asks."""

    WHO = "who"
    SCORE = "score"
    FACT = "fact"
    WATCH = "watch"
    SIGNS = "signs"
    SOOTHED = "soothed"
    OVERALL = "overall"
    LAST = "last"  # note, time, and the reason of a correction


@dataclass(frozen=True, slots=True)
class Step:
    """One step; `id` is the symptom, the item or the list of signs that it asks for."""

    kind: StepKind
    id: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """An unfinished check-in. A key in `scores` or `facts` was answered, or skipped (None); others not yet.

    `at` None means the moment of saving. `corrects` is the entry that this form corrects, b"" for a new one.
    """

    started: Instant
    mode: Mode = Mode.QUICK
    who: Who | None = None
    scores: Mapping[str, int | None] = field(default_factory=dict, repr=False)
    facts: Mapping[str, Fact] = field(default_factory=dict, repr=False)
    signs: tuple[str, ...] | None = field(default=None, repr=False)
    soothed: Soothed | None = field(default=None, repr=False)
    overall: Comfort | None = field(default=None, repr=False)
    note: str = field(default="", repr=False)
    at: Instant | None = None
    reason: str = field(default="", repr=False)
    corrects: bytes = b""
    ticks: tuple[str, ...] = field(default=(), repr=False)
    watched: tuple[str, ...] = field(default=(), repr=False)  # lists of signs that were gone through

    @property
    def is_touched(self) -> bool:
        """True where something was given that is worth keeping."""
        given = (self.who, self.scores, self.facts, self.signs is not None, self.soothed, self.overall, self.at)
        return any(given) or bool(self.ticks) or bool(self.note.strip() or self.reason.strip())


def whos(mode: Mode) -> tuple[Who, ...]:
    """Who can answer in a mode: a comfort check is only ever what someone saw (clinical.md §2.4)."""
    return _OBSERVERS if mode is Mode.COMFORT else (Who.CAREGIVER_ASKED, Who.PATIENT, *_OBSERVERS)


def _fits(symptom: Symptom, who: Who | None) -> bool:
    """An observer is not asked what only the person can feel, nor the person what only others can see (§2.1)."""
    if who is None or symptom.asked_of is AskedOf.EITHER:
        return True
    return (symptom.asked_of is AskedOf.OBSERVER) == (who in _OBSERVERS)


def asked(
    catalogue: SymptomCatalogue, quick: Sequence[str], mode: Mode, who: Who | None
) -> tuple[Symptom, ...]:
    """The scored symptoms of a mode for who answers; where none would fit, all of the mode."""
    if mode is Mode.FULL:
        chosen = catalogue.full
    elif mode is Mode.QUICK:
        found = (catalogue.symptom(name) for name in quick or catalogue.quick)
        chosen = tuple(s for s in found if s is not None)
    else:
        return ()
    return tuple(s for s in chosen if _fits(s, who)) or chosen


def steps(form: Form, catalogue: SymptomCatalogue, quick: Sequence[str]) -> tuple[Step, ...]:
    """Every step in the order of asking; an item answered in a mode that no longer asks it stays reachable."""
    found = [Step(StepKind.WHO)]
    ids = [s.id for s in asked(catalogue, quick, form.mode, form.who)]
    if form.corrects:
        ids += [name for name in form.scores if name not in ids and catalogue.symptom(name) is not None]
    found += [Step(StepKind.SCORE, name) for name in ids]
    if form.mode is Mode.COMFORT:
        found += [Step(StepKind.SIGNS), Step(StepKind.SOOTHED), Step(StepKind.OVERALL)]
    own = [Step(StepKind.WATCH, w.id) for w in catalogue.watches if not w.after and _is_asked(form, w)]
    for name in _fact_ids(form, catalogue):
        found += own if name == PRESSING else []
        found.append(Step(StepKind.FACT, name))
        found += [Step(StepKind.WATCH, w.id) for w in catalogue.watches if w.after == name and _is_asked(form, w)]
    if form.mode is Mode.NOTE:
        found += own
    return (*found, Step(StepKind.LAST))


def _is_asked(form: Form, watch: Watch) -> bool:
    """True where a list of signs belongs to the form: by its mode, by an answer before it, or because a sign is ticked."""
    if form.corrects and any(sign.id in form.ticks for sign in watch.signs):
        return True
    if not watch.after:
        return form.mode.value in watch.modes
    value = form.facts.get(watch.after)
    return value is not None and bool(value) is watch.after_yes


def _fact_ids(form: Form, catalogue: SymptomCatalogue) -> list[str]:
    known = [f.id for f in catalogue.facts]
    wanted: set[str] = set(form.facts) if form.corrects else set()
    if form.mode is Mode.FULL:
        wanted |= set(known)
    elif form.mode is not Mode.NOTE:
        wanted.add(PRESSING)
    return [name for name in known if name in wanted]


def is_done(form: Form, step: Step) -> bool:
    """True where a step was answered or skipped."""
    match step.kind:
        case StepKind.WHO:
            return form.who is not None
        case StepKind.SCORE:
            return step.id in form.scores
        case StepKind.FACT:
            return step.id in form.facts
        case StepKind.WATCH:
            return step.id in form.watched
        case StepKind.SIGNS:
            return form.signs is not None
        case StepKind.SOOTHED:
            return form.soothed is not None
        case StepKind.OVERALL:
            return form.overall is not None
    return False


def next_open(form: Form, found: Sequence[Step], after: int) -> int:
    """The next step after `after` that nobody answered yet, the last one where all are done."""
    passed = StepKind.WATCH if form.mode is Mode.NOTE else None  # who writes a note is at once at the note
    later = (n for n in range(after + 1, len(found)) if not is_done(form, found[n]) and found[n].kind is not passed)
    return next(later, len(found) - 1)


def answers(form: Form, found: Sequence[Step]) -> int:
    """How many questions have an answer; a skipped one has none."""
    count = 0
    for step in found:
        if step.kind is StepKind.SCORE:
            count += form.scores.get(step.id) is not None
        elif step.kind is StepKind.FACT:
            count += form.facts.get(step.id) is not None
        elif step.kind not in (StepKind.WHO, StepKind.LAST, StepKind.WATCH):
            count += is_done(form, step)
    return count + len(form.ticks)


def with_mode(form: Form, mode: Mode) -> Form:
    """The form in another mode; an answerer who cannot answer in it must be chosen again."""
    return replace(form, mode=mode, who=form.who if form.who in whos(mode) else None)


def check_in_of(
    form: Form,
    found: Sequence[Step],
    now: Instant,
    original: CheckIn | None = None,
    watches: Sequence[Watch] = (),
) -> CheckIn:
    """What the form says, of the steps it asks. A correction keeps the original time and what this version cannot show.

    Raises MissingAnswer for "who", for "overall" in a comfort check, and for a "reason" in a correction.
    """
    if form.who is None:
        raise MissingAnswer("who")
    if form.mode is Mode.COMFORT and form.overall is None:
        raise MissingAnswer("overall")
    if form.corrects and not form.reason.strip():
        raise MissingAnswer("reason")
    shown = {step.id for step in found if step.id}
    scores = {name: score for name, score in form.scores.items() if name in shown or form.corrects}
    facts = {name: value for name, value in form.facts.items() if name in shown or form.corrects}
    comfort = None
    if form.mode is Mode.COMFORT and form.overall is not None:
        comfort = ComfortCheck(form.overall, form.signs or (), form.soothed)
    at = original.at if original is not None else form.at or now
    hidden = {sign.id for watch in watches if watch.id not in shown for sign in watch.signs}
    ticks = tuple(tick for tick in form.ticks if tick not in hidden)
    return CheckIn(form.who, form.mode, at, scores, facts, comfort, form.note.strip(), ticks)


def form_of(entry: Entry, now: Instant) -> Form:
    """The form that corrects an entry, filled with what counts now; what cannot be read is asked again (G23)."""
    counted = entry.effective
    if counted is None:
        return Form(now, corrects=entry.entity_id)
    comfort = counted.comfort
    return Form(
        started=now,
        mode=counted.mode,
        who=counted.who,
        scores={name: score for name, score in counted.scores.items() if score is None or is_readable(score)},
        facts=dict(counted.facts),
        signs=comfort.signs if comfort else None,
        soothed=comfort.soothed if comfort else None,
        overall=comfort.overall if comfort else None,
        note=counted.note,
        corrects=entry.entity_id,
        ticks=counted.ticks,
    )


# ---- kept in the vault while unfinished ------------------------------------------------------
def kept(form: Form) -> dict[str, Plain]:
    """The plain form of an unfinished check-in, for the vault."""
    return {
        "started": [form.started.utc_ms, form.started.offset_min],
        "mode": form.mode.value,
        "who": form.who.value if form.who else None,
        "scores": dict(form.scores),
        "facts": dict(form.facts),
        "signs": None if form.signs is None else list(form.signs),
        "soothed": form.soothed.value if form.soothed else None,
        "overall": form.overall.value if form.overall else None,
        "note": form.note,
        "at": None if form.at is None else [form.at.utc_ms, form.at.offset_min],
        "reason": form.reason,
        "corrects": form.corrects.hex(),
        "ticks": list(form.ticks),
        "watched": list(form.watched),
    }


def form_kept(plain: Plain) -> Form | None:
    """An unfinished check-in read back; None where another version wrote what this one cannot read."""
    try:
        found = cast("Mapping[str, Any]", plain)
        signs = found["signs"]
        return Form(
            started=Instant(*found["started"]),
            mode=Mode(found["mode"]),
            who=Who(found["who"]) if found["who"] else None,
            scores=dict(found["scores"]),
            facts=dict(found["facts"]),
            signs=None if signs is None else tuple(signs),
            soothed=Soothed(found["soothed"]) if found["soothed"] else None,
            overall=Comfort(found["overall"]) if found["overall"] else None,
            note=str(found["note"]),
            at=Instant(*found["at"]) if found["at"] else None,
            reason=str(found["reason"]),
            corrects=bytes.fromhex(found["corrects"]),
            ticks=tuple(found.get("ticks") or ()),
            watched=tuple(found.get("watched") or ()),
        )
    except (KeyError, TypeError, ValueError):
        return None


def draft_key(corrects: bytes) -> str:
    """Under which name the vault keeps an unfinished check-in, or an unfinished correction of one entry."""
    return f"check_in:{corrects.hex()}" if corrects else "check_in"


# ---- what is typed ---------------------------------------------------------------------------
def temperature_typed(typed: str, is_fahrenheit: bool = False) -> Decimal:
    """A temperature in °C with one decimal, from what was typed, with point or comma (precise G23, R59).

    °F are turned into °C with decimals and rounded half up. Raises UnreadableValue: for what is no number or cannot be,
    and with the field "temp_as_f" or "temp_as_c" for a number that would fit the other unit.
    """
    plain = typed.translate(_DIGITS).replace("°", "").strip().lower()
    if plain.endswith(("c", "f")):
        plain, is_fahrenheit = plain[:-1].strip(), plain.endswith("f")
    try:
        degrees = Decimal(plain)
    except InvalidOperation:
        raise UnreadableValue("temp_c") from None
    if not degrees.is_finite():
        raise UnreadableValue("temp_c")
    fits_celsius, fits_fahrenheit = COLDEST <= degrees <= HOTTEST, COLDEST_F <= degrees <= HOTTEST_F
    if is_fahrenheit:
        if not fits_fahrenheit:
            raise UnreadableValue("temp_as_c" if fits_celsius else "temp_c")
        return celsius_of(degrees)
    if not fits_celsius:
        raise UnreadableValue("temp_as_f" if fits_fahrenheit else "temp_c")
    return rounded(degrees)


_FAHRENHEIT = frozenset({"US", "BS", "BZ", "KY", "LR", "PW", "FM", "MH"})


def reads_fahrenheit(country: str) -> bool:
    """True where thermometers at home show °F; the form begins with that unit."""
    return country.upper() in _FAHRENHEIT


def moment_at(now: Instant, wall: datetime) -> Instant:
    """A wall time on the clock that shows now."""
    return now.plus((wall - now.wall()) // timedelta(milliseconds=1))
