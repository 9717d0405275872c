"""The crisis plan: sections that each keep every version, and the open card that can be read before unlocking."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import cast

from caregiver_app.domain.records import Dot, Payload, Plain
from caregiver_app.domain.time import Instant


class Section(StrEnum):
    """The parts of a plan that are edited and merged on their own (sync.md §3)."""

    CONTACTS = "contacts"
    EMERGENCY = "emergency"
    ADDRESS = "address"
    WISHES = "wishes"
    MEDICINES = "medicines"
    TEAM_WORDS = "team_words"
    OPEN_CARD = "open_card"


@dataclass(frozen=True, slots=True)
class Contact:
    """Someone to call; the order in the plan is the order to call in."""

    role: str = field(repr=False)
    name: str = field(repr=False)
    phone: str = field(repr=False)
    hours: str = field(default="", repr=False)
    when_to_use: str = field(default="", repr=False)
    is_team_line: bool = False


@dataclass(frozen=True, slots=True)
class Emergency:
    """The emergency number as a person typed and confirmed it; `country` is the two-letter code it was offered for."""

    number: str = field(default="", repr=False)
    confirmed_by: str = field(default="", repr=False)
    country: str = ""


@dataclass(frozen=True, slots=True)
class Address:
    """Where the ambulance comes, and how it gets in."""

    address: str = field(default="", repr=False)
    directions: str = field(default="", repr=False)
    entry: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class HeadlineWishes:
    """The wishes strip: notes, not orders."""

    place: str = field(default="", repr=False)
    hospital: str = field(default="", repr=False)
    form: str = field(default="", repr=False)
    form_place: str = field(default="", repr=False)
    matters_most: str = field(default="", repr=False)
    must_be_told: str = field(default="", repr=False)

    @property
    def lines(self) -> tuple[str, ...]:
        """Every wish that was written, in reading order."""
        return tuple(w for w in (self.matters_most, self.place, self.hospital, self.form, self.must_be_told) if w)


@dataclass(frozen=True, slots=True)
class Version:
    """One stored version of a section, with who wrote it and when."""

    dot: Dot
    payload: Payload = field(repr=False)
    author: str = field(repr=False)
    at: Instant
    is_head: bool


@dataclass(frozen=True, slots=True)
class OpenCardChoice:
    """What the household ticked to be readable without unlocking; the numbers and general steps are always there."""

    patient_name: bool = False
    address: bool = False
    wishes: bool = False
    contacts: bool = False
    cards: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CrisisPlan:
    """The plan as it stands. A section with two unseen versions shows both; `contested` names those sections."""

    contacts: tuple[Contact, ...] = field(default=(), repr=False)
    emergency: Emergency = field(default_factory=Emergency, repr=False)
    address: Address = field(default_factory=Address, repr=False)
    wishes: HeadlineWishes = field(default_factory=HeadlineWishes, repr=False)
    medicines: Mapping[str, str] = field(default_factory=dict, repr=False)  # card id -> the team's words, verbatim
    team_words: Mapping[str, str] = field(default_factory=dict, repr=False)  # card id -> notes from the team
    open_card: OpenCardChoice = field(default_factory=OpenCardChoice)
    contested: frozenset[Section] = frozenset()
    changed: Mapping[Section, Version] = field(default_factory=dict, repr=False)  # newest version of each section

    @property
    def team_line(self) -> Contact | None:
        """The team's 24-hour number, the first to call."""
        return next((c for c in self.contacts if c.is_team_line and c.phone), None)


def _texts(value: Plain) -> Mapping[str, Plain]:
    return value if isinstance(value, Mapping) else {}


def _plain(value: object) -> dict[str, Plain]:
    return {name: cast(Plain, getattr(value, name)) for name in value.__dataclass_fields__}  # type: ignore[attr-defined]


def section_payload(
    value: Sequence[Contact] | Emergency | Address | HeadlineWishes | OpenCardChoice | Mapping[str, str],
) -> Payload:
    """The plain form of one section's value."""
    if isinstance(value, Mapping):
        return {"texts": dict(value)}
    if isinstance(value, OpenCardChoice):
        return {**_plain(value), "cards": list(value.cards)}
    if isinstance(value, Sequence):
        return {"contacts": [_plain(contact) for contact in value]}
    return _plain(value)


def plan_from(versions: Mapping[Section, Sequence[Version]]) -> CrisisPlan:
    """The plan from all versions of each section, oldest first; the last head of a section is the one shown first."""
    heads = {section: [v for v in found if v.is_head] for section, found in versions.items()}
    newest = {section: found[-1] for section, found in heads.items() if found}

    def of(section: Section) -> Mapping[str, Plain]:
        return newest[section].payload if section in newest else {}

    def words(section: Section) -> dict[str, str]:
        return {key: str(value) for key, value in _texts(of(section).get("texts")).items() if value}

    return CrisisPlan(
        contacts=_contacts(of(Section.CONTACTS)),
        emergency=Emergency(**_strings(of(Section.EMERGENCY), ("number", "confirmed_by", "country"))),
        address=Address(**_strings(of(Section.ADDRESS), ("address", "directions", "entry"))),
        wishes=HeadlineWishes(
            **_strings(
                of(Section.WISHES), ("place", "hospital", "form", "form_place", "matters_most", "must_be_told")
            )
        ),
        medicines=words(Section.MEDICINES),
        team_words=words(Section.TEAM_WORDS),
        open_card=_choice(of(Section.OPEN_CARD)),
        contested=frozenset(section for section, found in heads.items() if len(found) > 1),
        changed=newest,
    )


def _strings(payload: Payload, names: Sequence[str]) -> dict[str, str]:
    return {name: str(payload.get(name) or "") for name in names}


def _contacts(payload: Payload) -> tuple[Contact, ...]:
    listed = payload.get("contacts")
    if not isinstance(listed, Sequence) or isinstance(listed, str):
        return ()
    return tuple(
        Contact(
            **_strings(_texts(one), ("role", "name", "phone", "hours", "when_to_use")),
            is_team_line=bool(_texts(one).get("is_team_line")),
        )
        for one in listed
    )


def _choice(payload: Payload) -> OpenCardChoice:
    cards = payload.get("cards")
    ticked = {name: bool(payload.get(name)) for name in ("patient_name", "address", "wishes", "contacts")}
    named = tuple(str(c) for c in cards) if isinstance(cards, Sequence) and not isinstance(cards, str) else ()
    return OpenCardChoice(cards=named, **ticked)


@dataclass(frozen=True, slots=True)
class CrisisEvent:
    """What happened at a crisis card: when the timer started, when it ended, and words that can be finished later."""

    card_id: str
    started: Instant
    ended: Instant | None = None
    words: str = field(default="", repr=False)
    is_finished: bool = False

    def as_payload(self) -> Payload:
        """The plain form; `started` travels as the record's observed time."""
        ended = [self.ended.utc_ms, self.ended.offset_min] if self.ended else None
        return {"card": self.card_id, "ended": ended, "words": self.words, "finished": self.is_finished}


@dataclass(frozen=True, slots=True)
class CrisisEntry:
    """A crisis event as it stands, with its dots to build on and who wrote it."""

    entity_id: bytes
    heads: frozenset[Dot]
    event: CrisisEvent = field(repr=False)
    author: str = field(repr=False)


def crisis_event_from(payload: Payload, started: Instant) -> CrisisEvent:
    """A stored payload read back."""
    ended = payload.get("ended")
    moment = Instant(*(int(cast(int, n)) for n in ended)) if isinstance(ended, Sequence) and len(ended) == 2 else None
    return CrisisEvent(
        str(payload.get("card") or ""), started, moment, str(payload.get("words") or ""), bool(payload.get("finished"))
    )
