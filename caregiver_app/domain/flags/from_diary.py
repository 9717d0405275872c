"""What the rules of attention read, made from what people wrote in the diary: in the version that counts, and only what can be read."""

from __future__ import annotations

from collections.abc import Iterable

from caregiver_app.domain.diary import Entry, is_readable
from caregiver_app.domain.flags.told import Told
from caregiver_app.domain.temperature import readable_celsius
from caregiver_app.domain.time import Instant

_MINUTE_MS = 60_000
_TICKED_AS_ITEM = ("fell", "new_confusion")  # signs that are asked as a question of their own


def minute(at: Instant) -> int:
    """A moment cut to the whole minute since 1970 UTC (precise G3)."""
    return at.utc_ms // _MINUTE_MS


def told(entries: Iterable[Entry]) -> tuple[Told, ...]:
    """Every entry that counts, as the rules see it; one that was taken back is not among them (precise G9)."""
    return tuple(found for found in map(_told, entries) if found is not None)


def entry_key(entry: Entry) -> str:
    """How the rules name an entry: its id in hexadecimal letters."""
    return entry.entity_id.hex()


def _told(entry: Entry) -> Told | None:
    counted = entry.effective
    if counted is None:
        return None
    facts = counted.facts
    vomited, bristol, breaths = _whole(facts.get("vomited")), _whole(facts.get("bristol")), _whole(facts.get("breaths"))
    written = tuple(sorted(minute(version.recorded_at) for version in entry.versions))
    return Told(
        at=minute(counted.at),
        recorded=written[0],
        id=entry_key(entry),
        who=counted.who,
        scores={name: score for name, score in counted.scores.items() if score is not None and is_readable(score)},
        ticks=frozenset(counted.ticks) | {name for name in _TICKED_AS_ITEM if facts.get(name) is True},
        comfort=counted.comfort.overall if counted.comfort is not None else None,
        needs_attention=facts.get("needs_attention") is True,
        bowel=_yes_no(facts.get("bowel")),
        bristol=bristol if bristol is not None and 1 <= bristol <= 7 else None,
        vomited=max(vomited or 0, 0),
        urine=_yes_no(facts.get("urine")),
        swallow_tablets=_yes_no(facts.get("swallow_tablets")),
        temp_c=readable_celsius(facts.get("temp_c")),
        breaths=breaths,
        activity=written,
    )


def _yes_no(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None

