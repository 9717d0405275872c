"""Which flags are open: one pure function of entries, doses, settings, outcomes and now (precise G8 to G19).

`judged(case, rules)` works everything out. `Judge` keeps what came before the earliest change and says the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from caregiver_app.domain.diary import Comfort
from caregiver_app.domain.flags import carer, doses, moments, scores, signs
from caregiver_app.domain.flags.history import History
from caregiver_app.domain.flags.rule import Rule, Rules, Trigger
from caregiver_app.domain.flags.told import DAY_MIN, Case, Outcome, Settled, Told, Urgency
from caregiver_app.domain.medicines import Dose

EntryRule = Callable[[Told, History, Rule], Iterator[Trigger]]
DoseRule = Callable[[Dose, History, Rule], Iterator[Trigger]]

AT_AN_ENTRY: tuple[tuple[str, EntryRule], ...] = (
    ("R01", scores.severe), ("R02", scores.severe_other), ("R03", scores.very_sleepy), ("R04", scores.rise),
    ("R05", scores.above_goal), ("R06", scores.stays_moderate), ("R07", scores.several),
    ("R11", doses.rescue_not_working), ("R13", signs.watery_after_none), ("R14", signs.confusion),
    ("R15", signs.fever_on_treatment), ("R17", signs.spinal_cord), ("R19", signs.cannot_swallow),
    ("R20", signs.vomiting), ("R21", signs.no_urine), ("R22", signs.fall), ("R23", signs.skin),
    ("R24", signs.opioid_signs), ("R25", signs.neurotoxicity), ("R26", signs.patch),
    ("R27", doses.drowsy_after_too_early), ("R29", signs.harm), ("R31", signs.attention), ("R33", signs.sudden),
)  # fmt: skip
AT_A_DOSE: tuple[tuple[str, DoseRule], ...] = (
    ("R09", doses.many_rescues), ("R10", doses.maximum), ("R19", doses.swallow_doses),
    ("R20", doses.vomited_dose), ("R27", doses.too_early),
)  # fmt: skip
SYMPTOM_RULES = frozenset({"R01", "R02", "R03", "R04", "R05", "R06", "R11", "R14"})
BY_THE_DAY = frozenset({"R08", "R12", "R30"})  # open again on the next day at the earliest (precise G15)
ENDS_BY_ITSELF = frozenset({"R08", "R30", "R32"})
IF_DISTRESSED = frozenset({"R12", "R13", "R21"})  # in the last days (precise L81)


@dataclass(frozen=True, slots=True)
class Flag:
    """An open flag of one rule about one thing: its highest urgency, and every trigger that joined it, oldest first."""

    rule: str
    about: str = field(repr=False)
    urgency: Urgency
    triggers: tuple[Trigger, ...] = field(repr=False)

    @property
    def opened_at(self) -> int:
        """The minute of the trigger that opened it."""
        return self.triggers[0].at

    @property
    def newest(self) -> Trigger:
        """The newest trigger of the highest urgency: what the card tells."""
        return next(one for one in reversed(self.triggers) if one.urgency == self.urgency)


@dataclass(frozen=True, slots=True)
class Card:
    """Open flags about one thing, as one card (precise G13)."""

    about: str = field(repr=False)
    flags: tuple[Flag, ...] = field(repr=False)

    @property
    def urgency(self) -> Urgency:
        """The highest in it."""
        return max(flag.urgency for flag in self.flags)

    @property
    def newest_at(self) -> int:
        """The minute of its newest trigger."""
        return max(flag.triggers[-1].at for flag in self.flags)


def judged(case: Case, rules: Rules) -> tuple[Flag, ...]:
    """Every open flag, by rule and subject, before merging into cards."""
    history = _history(case, rules)
    return _open_flags(case, rules, history, list(_triggers(history, rules, None)))


def cards(flags: Iterable[Flag]) -> tuple[Card, ...]:
    """One card a subject, the highest urgency first, then the newest, then the rule's number (precise G18)."""
    by_subject: dict[str, list[Flag]] = {}
    for flag in sorted(flags, key=lambda one: (one.rule, one.about)):
        by_subject.setdefault(subject(flag), []).append(flag)
    made = [Card(about, tuple(found)) for about, found in by_subject.items()]
    return tuple(sorted(made, key=lambda card: (-card.urgency, -card.newest_at, card.flags[0].rule)))


def visible(found: Sequence[Card], most: int) -> tuple[Card, ...]:
    """The cards shown at once: at most three, and every one that says call now."""
    return tuple(card for place, card in enumerate(found) if place < most or card.urgency is Urgency.U3)


def subject(flag: Flag) -> str:
    """What a flag's card is about; medicines and symptoms never meet under one name."""
    if flag.rule in ("R09", "R10", "R27"):
        return f"medicine {flag.about}"
    if flag.rule in SYMPTOM_RULES:
        return flag.about
    if flag.rule in ("R12", "R13", "R15", "R16", "R17", "R18"):
        return flag.about
    return f"{flag.rule} {flag.about}"


class Judge:
    """Says the same as `judged`, and looks again only at what lies at or after the earliest change.

    That is right because a trigger at a moment depends on nothing later than that moment (tests hold it to the plain one).
    """

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self._case: Case | None = None
        self._found: list[Trigger] = []

    def flags(self, case: Case) -> tuple[Flag, ...]:
        """Every open flag of the case."""
        history = _history(case, self._rules)
        since = None if self._case is None else _first_change(self._case, case)
        kept = [] if since is None else [one for one in self._found if one.at < since]
        self._found = [*kept, *_triggers(history, self._rules, since)]
        self._case = case
        return _open_flags(case, self._rules, history, self._found)


def _first_change(before: Case, after: Case) -> int | None:
    """The earliest minute at which two cases differ in what raises flags; None where everything must be looked at."""
    if before.patient != after.patient or before.medicines != after.medicines:
        return None
    known: dict[str, Told | Dose] = {one.id: one for one in before.entries}
    known |= {one.id: one for one in before.doses}
    found: dict[str, Told | Dose] = {one.id: one for one in after.entries}
    found |= {one.id: one for one in after.doses}
    changed = [one.at for key, one in known.items() if found.get(key) is not one and found.get(key) != one]
    changed += [one.at for key, one in found.items() if known.get(key) is not one and known.get(key) != one]
    now = min(before.now, after.now)
    ahead = [now for one in found.values() if one.at > now]  # what is dated in the future moves with now
    return min((*changed, *ahead), default=max(before.now, after.now) + 1)


# ---- triggers -------------------------------------------------------------------------------------
def _history(case: Case, rules: Rules) -> History:
    common = rules.common
    return History(case, int(common["very_drowsy_from"]), rules.rule("R16").exact("fever_from"))


def _triggers(history: History, rules: Rules, since: int | None) -> Iterator[Trigger]:
    """What entries and doses raise, from a minute on; each at its own time with what was known up to it (precise G7)."""
    is_last_days = history.patient.is_last_days
    at_entry = [
        (found, rule) for rule_id, found in AT_AN_ENTRY if (rule := rules.on(rule_id, is_last_days=is_last_days))
    ]
    at_dose = [(found, rule) for rule_id, found in AT_A_DOSE if (rule := rules.on(rule_id, is_last_days=is_last_days))]
    fever, back = rules.on("R16", is_last_days=is_last_days), rules.on("R18", is_last_days=is_last_days)
    treated, cord = rules.on("R15", is_last_days=is_last_days), rules.on("R17", is_last_days=is_last_days)
    for entry in history.entries:
        if entry.is_late or (since is not None and entry.at < since):
            continue
        for judge, rule in at_entry:
            yield from judge(entry, history, rule)
        if fever is not None:
            yield from signs.fever(entry, history, fever, treated)
        if back is not None:
            yield from signs.back_pain(entry, history, back, cord)
    for dose in history.doses:
        if dose.recorded - dose.at > 7 * DAY_MIN or (since is not None and dose.at < since):
            continue
        for judge_dose, rule in at_dose:
            yield from judge_dose(dose, history, rule)


def _timed(history: History, rules: Rules) -> Iterator[Trigger]:
    """What time itself raises, up to now."""
    is_last_days = history.patient.is_last_days
    if rule := rules.on("R08", is_last_days=is_last_days):
        yield from moments.missed_check_ins(history, rule, _asked_again(history, rules, "R08"))
    if rule := rules.on("R12", is_last_days=is_last_days):
        yield from moments.no_movement(history, rule, _asked_again(history, rules, "R12"))
    if rule := rules.on("R28", is_last_days=is_last_days):
        yield from carer.carer_triggers(history.case.carer_checks, history.case.now, rule)
    if rule := rules.on("R30", is_last_days=is_last_days):
        yield from moments.low_stock(history, rule, [one.at for one in history.case.outcomes if one.rule == "R30"])
    if rule := rules.on("R32", is_last_days=is_last_days):
        yield from moments.must_not_stop(history, rule)


def _asked_again(history: History, rules: Rules, rule_id: str) -> tuple[int, ...]:
    """When a condition that goes on is asked again: the day after each outcome, and the day "already known" ends on."""
    patient, found = history.patient, set()
    for outcome in history.case.outcomes:
        if outcome.rule == rule_id:
            day = patient.day(outcome.at)
            found.add(patient.start_of(day + timedelta(days=1)))
            if outcome.until is not None:
                found.add(patient.start_of(_known_until(outcome, day, rules)))
    return tuple(sorted(found))


def _known_until(outcome: Outcome, day: date, rules: Rules) -> date:
    """The day on which "already known" ends: the one that was named, at most 14 days ahead (precise G16)."""
    latest = day + timedelta(days=rules.known_most_days)
    return latest if outcome.until is None else min(outcome.until, latest)


# ---- from triggers to open flags ------------------------------------------------------------------
def _open_flags(case: Case, rules: Rules, history: History, found: list[Trigger]) -> tuple[Flag, ...]:
    by_flag: dict[tuple[str, str], list[Trigger]] = {}
    for trigger in sorted((*found, *_timed(history, rules)), key=lambda one: one.at):
        by_flag.setdefault((trigger.rule, trigger.about), []).append(trigger)
    closed: dict[tuple[str, str], list[Outcome]] = {}
    for outcome in sorted(case.outcomes, key=lambda one: one.at):
        if outcome.at <= case.now:
            closed.setdefault((outcome.rule, outcome.about), []).append(outcome)
    hidden = _hidden_in_last_days(history)
    flags = [
        flag
        for key, triggers in sorted(by_flag.items())
        if key[0] not in hidden and (flag := _standing(case, rules, key, triggers, closed.get(key, []))) is not None
    ]
    return tuple(flags)


def _hidden_in_last_days(history: History) -> frozenset[str]:
    """Bowels and bladder are asked about in the last days only while someone is distressed (precise L81)."""
    patient, now = history.patient, history.case.now
    if not patient.is_last_days:
        return frozenset()
    if any(entry.comfort is Comfort.DISTRESSED for entry in history.entries_in(now - DAY_MIN, now)):
        return frozenset()
    return IF_DISTRESSED - {"R21"} if patient.catheter else IF_DISTRESSED


def _standing(
    case: Case, rules: Rules, key: tuple[str, str], triggers: Sequence[Trigger], outcomes: Sequence[Outcome]
) -> Flag | None:
    """Play triggers and outcomes in order of time: what is open at the end."""
    if key[0] in ENDS_BY_ITSELF and not any(trigger.still for trigger in triggers):
        return None
    joined: list[Trigger] = []
    quiet = _Quiet(case, rules, key[0])
    waiting = list(outcomes)
    for trigger in triggers:
        while waiting and waiting[0].at < trigger.at:
            joined = quiet.close(joined, waiting.pop(0))
        if joined or quiet.lets_open(trigger):
            joined.append(trigger)
    for outcome in waiting:
        joined = quiet.close(joined, outcome)
    if not joined:
        return None
    return Flag(key[0], key[1], max(one.urgency for one in joined), tuple(joined))


class _Quiet:
    """How long a closed flag stays quiet, and for what (precise G14 to G17)."""

    def __init__(self, case: Case, rules: Rules, rule_id: str) -> None:
        self._case, self._rules = case, rules
        self._by_day = rule_id in BY_THE_DAY
        self._urgency = self._known_urgency = 0  # up to which urgency it is quiet; no urgency is 0 or less
        self._until = self._known_until = 0

    def close(self, joined: list[Trigger], outcome: Outcome) -> list[Trigger]:
        """Close what is open; triggers above the urgency that was on the screen stay open."""
        if not joined:
            return joined
        covered = [one for one in joined if outcome.covers(one.at, one.urgency, one.evidence)]
        rest = [one for one in joined if one not in covered]
        if not covered:
            return joined
        patient = self._case.patient
        self._urgency = max(one.urgency for one in covered)
        day = patient.day(outcome.at)
        if self._by_day:
            self._until = patient.start_of(day + timedelta(days=1))
        else:
            self._until = covered[0].at + self._rules.quiet_min[self._urgency]
        if outcome.settled is Settled.KNOWN and outcome.until is not None:
            self._known_until = patient.start_of(_known_until(outcome, day, self._rules))
            self._known_urgency = self._urgency
        return rest

    def lets_open(self, trigger: Trigger) -> bool:
        """Whether a trigger opens a flag again."""
        is_urgent = trigger.urgency is Urgency.U3
        if is_urgent and not self._by_day:
            return True
        if trigger.at < self._until and trigger.urgency <= self._urgency:
            return False
        return is_urgent or not (trigger.at < self._known_until and trigger.urgency <= self._known_urgency)
