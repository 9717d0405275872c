"""What a person can do with flags: see which are open and why, close a card, change a rule, turn "tell me" on or off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from caregiver_app.domain.about import About, Said, judged_patient
from caregiver_app.domain.diary import Entry, Line, is_readable
from caregiver_app.domain.errors import NothingToUndo
from caregiver_app.domain.flags import changes as rule_changes
from caregiver_app.domain.flags import closing as closings
from caregiver_app.domain.flags.changes import RULES_ENTITY, RuleChange
from caregiver_app.domain.flags.closing import Closing
from caregiver_app.domain.flags.from_diary import entry_key, minute, told
from caregiver_app.domain.flags.judging import Card, cards, judged
from caregiver_app.domain.flags.rule import Rules
from caregiver_app.domain.flags.told import Case
from caregiver_app.domain.records import SETTINGS_ENTITY, Changes, Draft, Kind, Op, Topic
from caregiver_app.domain.time import Instant
from caregiver_app.storage import about as stored_about
from caregiver_app.storage import diary as stored_diary
from caregiver_app.storage import flags as stored
from caregiver_app.storage import patient as stored_patient
from caregiver_app.storage.space import Space

FLAGS: Changes = frozenset({Topic.FLAGS})
TELL_ME = "tell_me"


@dataclass(frozen=True, slots=True)
class Attention:
    """What asks for attention now. `tell_me` is None until someone chose; no card is shown until it is yes."""

    now: Instant
    today: date  # the patient's day
    tell_me: Said | None = field(default=None, repr=False)
    cards: tuple[Card, ...] = field(default=(), repr=False)
    rules: Rules = field(default_factory=lambda: Rules({}, {}))
    entries: Mapping[str, Entry] = field(default_factory=dict, repr=False)  # what the cards point at, by key
    closed: tuple[Closing, ...] = field(default=(), repr=False)  # newest first
    about: About = field(default_factory=About, repr=False)
    newest: Mapping[tuple[str, Line], Entry] = field(default_factory=dict, repr=False)  # the last score of each line

    @property
    def is_on(self) -> bool:
        """True where someone asked to be told."""
        return self.tell_me is not None and self.tell_me.value is True


def attention(space: Space, rules: Rules, now: Instant) -> Attention:
    """Judge everything that was written, by the rules as this circle has changed them."""
    setting = stored_about.flag_settings(space).get(TELL_ME)
    about = stored_about.about(space)
    closed = stored.closings(space)
    patient = judged_patient(about, stored_patient.patient(space).zone, None)
    today = patient.day(minute(now))
    if setting is None or setting.value is not True or not rules.is_telling:
        return Attention(now, today, setting, closed=tuple(reversed(closed)), about=about, rules=rules)
    in_force = rule_changes.changed_rules(rules, rule_changes.standing(stored.rule_changes(space)))
    entries = stored_diary.entries(space)
    started = min((minute(entry.at) for entry in entries), default=None)
    case = Case(
        now=minute(now),
        patient=replace(patient, diary_started=started),
        entries=told(entries),
        outcomes=closings.outcomes_of(closed),
    )
    found = cards(judged(case, in_force))
    wanted = {key for card in found for flag in card.flags for one in flag.triggers for key in one.evidence}
    shown = {entry_key(entry): entry for entry in entries if entry_key(entry) in wanted}
    newest = _newest(entries, {flag.about for card in found for flag in card.flags})
    return Attention(now, today, setting, found, in_force, shown, tuple(reversed(closed)), about, newest)


def _newest(entries: tuple[Entry, ...], symptoms: set[str]) -> dict[tuple[str, Line], Entry]:
    """The newest entry of each line with a readable score of these symptoms; `entries` come newest first."""
    found: dict[tuple[str, Line], Entry] = {}
    for entry in entries:
        counted = entry.effective
        for symptom in symptoms.intersection(counted.scores) if counted is not None else ():
            if counted is not None and is_readable(counted.scores[symptom]):
                found.setdefault((symptom, counted.line), entry)
    return found


def close(space: Space, closing: Closing, rules: Rules, now: Instant) -> tuple[Changes, bytes]:
    """Close a card with what was done; returns what changed and the closing's id, for undo.

    Raises MissingAnswer or TooFarAhead where the form must ask again.
    """
    about = stored_about.about(space)
    patient = judged_patient(about, stored_patient.patient(space).zone, None)
    checked = closings.checked(closing, patient.day(minute(now)), rules.known_most_days)
    (written,) = space.append([Draft(Kind.FLAG_CLOSED, checked.as_payload(), checked.at)], now)
    return FLAGS, written.entity_id


def reopen(space: Space, entity_id: bytes, now: Instant) -> Changes:
    """Take back a closing that was just made here. Raises NothingToUndo where there is none."""
    heads = space.heads(entity_id, "")
    if len(heads) != 1 or heads[0].device != space.device:
        raise NothingToUndo
    draft = Draft(Kind.FLAG_CLOSED, {"undone": True}, now, Op.VOID, entity_id, "", heads)
    space.append([draft], now)
    return FLAGS


def tell_me(space: Space, is_on: bool, now: Instant) -> Changes:
    """Turn flags on or off for the whole circle; who and when are kept with it."""
    group = stored_about.setting_group(TELL_ME)
    draft = Draft(
        Kind.SETTING, {"value": is_on}, now, Op.SET, SETTINGS_ENTITY, group, space.heads(SETTINGS_ENTITY, group)
    )
    space.append([draft], now)
    return FLAGS


def change_rule(space: Space, change: RuleChange, rules: Rules, is_staff: bool, now: Instant) -> Changes:
    """Change one number of a rule, or switch it; who, when and why are kept. Raises as `changes.checked` does."""
    checked = rule_changes.checked(change, rules, is_staff)
    heads = space.heads(RULES_ENTITY, checked.group)
    space.append([Draft(Kind.RULE, checked.as_payload(), now, Op.SET, RULES_ENTITY, checked.group, heads)], now)
    return FLAGS


def rule_history(space: Space) -> Mapping[str, tuple[RuleChange, ...]]:
    """Every version of every change, oldest first."""
    return stored.rule_changes(space)

