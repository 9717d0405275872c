"""The open card: what can be read on the lock screen without unlocking; exactly what the household ticked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from caregiver_app.domain.people import Patient
from caregiver_app.domain.plan import Address, Contact, CrisisPlan, HeadlineWishes


@dataclass(frozen=True, slots=True)
class CardWords:
    """The team's own words for one crisis card, in clear because its card was ticked."""

    card_id: str
    medicines: str = field(default="", repr=False)
    team_words: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class OpenCard:
    """What stays readable. The first four are always there; each of the rest is None or empty until it is ticked."""

    language: str = ""
    team_name: str = field(default="", repr=False)
    team_phone: str = field(default="", repr=False)
    emergency_number: str = field(default="", repr=False)
    patient_name: str | None = field(default=None, repr=False)
    address: Address | None = field(default=None, repr=False)
    wishes: HeadlineWishes | None = field(default=None, repr=False)
    contacts: tuple[Contact, ...] = field(default=(), repr=False)
    cards: tuple[CardWords, ...] = field(default=(), repr=False)


def open_card_of(plan: CrisisPlan, patient: Patient, language: str) -> OpenCard:
    """The card that the plan's ticks allow; a person's number for the emergency counts only once confirmed."""
    ticked, team = plan.open_card, plan.team_line
    return OpenCard(
        language=language,
        team_name=team.name if team else "",
        team_phone=team.phone if team else "",
        emergency_number=plan.emergency.number if plan.emergency.confirmed_by else "",
        patient_name=patient.name if ticked.patient_name else None,
        address=plan.address if ticked.address else None,
        wishes=plan.wishes if ticked.wishes else None,
        contacts=plan.contacts if ticked.contacts else (),
        cards=_words(plan, ticked.cards),
    )


def _words(plan: CrisisPlan, card_ids: Sequence[str]) -> tuple[CardWords, ...]:
    return tuple(CardWords(c, plan.medicines.get(c, ""), plan.team_words.get(c, "")) for c in card_ids)
