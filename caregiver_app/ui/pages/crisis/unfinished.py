"""What was half written on a crisis card when the vault locked or another page came: kept in the vault, offered after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from caregiver_app.domain.doses import DoseNote
from caregiver_app.domain.records import Plain
from caregiver_app.domain.time import Instant

DOSE = "dose_note"  # under these names the vault keeps them
WORDS = "crisis_words"


@dataclass(frozen=True, slots=True)
class DoseDraft:
    """A medicine's note as far as it was written; `left` is when."""

    note: DoseNote = field(repr=False)
    left: Instant


@dataclass(frozen=True, slots=True)
class WordsDraft:
    """What was written beside a running timer and not kept yet."""

    entity_id: bytes
    words: str = field(repr=False)


def kept_dose(note: DoseNote) -> Plain:
    """The plain form of a half-written note, for the vault."""
    return {**note.as_payload(), "at": [note.at.utc_ms, note.at.offset_min]}


def dose_kept(kept: tuple[Plain, Instant] | None) -> DoseDraft | None:
    """A half-written note read back; None where there is none, or where another version wrote what this cannot read."""
    try:
        found, left = cast("tuple[Mapping[str, Any], Instant]", kept)
        label, given, by = (str(found[name]) for name in ("label", "given", "by"))
        return DoseDraft(DoseNote(label, given, by, Instant(*found["at"]), str(found["card"])), left)
    except (KeyError, TypeError, ValueError):
        return None


def kept_words(entity_id: bytes, words: str) -> Plain:
    """The plain form of words beside a timer."""
    return {"entry": entity_id.hex(), "words": words}


def words_kept(kept: tuple[Plain, Instant] | None) -> WordsDraft | None:
    """Words beside a timer read back; None as above."""
    try:
        found, _ = cast("tuple[Mapping[str, Any], Instant]", kept)
        return WordsDraft(bytes.fromhex(found["entry"]), str(found["words"]))
    except (KeyError, TypeError, ValueError):
        return None
