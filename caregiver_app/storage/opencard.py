"""The open card's clear file: small, whole or absent, and readable with everything else damaged."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, fields
from pathlib import Path
from typing import TypeVar

from caregiver_app.domain.opencard import CardWords, OpenCard
from caregiver_app.domain.plan import Address, Contact, HeadlineWishes
from caregiver_app.storage.files import write_durably
from caregiver_app.storage.home import OPEN_CARD

_FORMAT = 1

Value = TypeVar("Value", Address, HeadlineWishes, Contact, CardWords)


def write_open_card(home: Path, card: OpenCard) -> None:
    """Replace the clear card; what is not ticked is not in the file at all. Raises DiskFull, ReadOnlyHome."""
    ticked = {name: value for name, value in asdict(card).items() if value not in (None, "", (), [])}
    write_durably(home / OPEN_CARD, json.dumps({"format": _FORMAT, **ticked}, ensure_ascii=False, indent=1).encode())


def read_open_card(home: Path) -> OpenCard:
    """The card as far as it can be read: a missing or damaged file, or a damaged part of it, is an empty part."""
    try:
        found = json.loads((home / OPEN_CARD).read_bytes())
    except (OSError, ValueError, RecursionError):
        return OpenCard()
    if not isinstance(found, dict):
        return OpenCard()
    name = found.get("patient_name")
    return OpenCard(
        language=_text(found.get("language")),
        team_name=_text(found.get("team_name")),
        team_phone=_text(found.get("team_phone")),
        emergency_number=_text(found.get("emergency_number")),
        patient_name=name if isinstance(name, str) else None,
        address=_value(Address, found.get("address")),
        wishes=_value(HeadlineWishes, found.get("wishes")),
        contacts=_values(Contact, found.get("contacts")),
        cards=_values(CardWords, found.get("cards")),
    )


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _value(kind: type[Value], found: object) -> Value | None:
    """A flat dataclass of texts and yes/no from what was stored of it."""
    if not isinstance(found, Mapping):
        return None
    kept = {f.name: found[f.name] for f in fields(kind) if isinstance(found.get(f.name), str | bool)}
    try:
        return kind(**kept)
    except TypeError:
        return None


def _values(kind: type[Value], found: object) -> tuple[Value, ...]:
    each = (_value(kind, one) for one in found) if isinstance(found, list) else ()
    return tuple(one for one in each if one is not None)
