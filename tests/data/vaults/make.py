"""Writes the stored vault of this version, once per format: `python -m tests.data.vaults.make 0002`.

A folder that exists is never written again: the vaults of earlier versions must open for ever after.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from caregiver_app.domain.plan import Section
from caregiver_app.domain.time import Instant
from caregiver_app.services import backup, circle, diary, doses, example, opencard, plan, vault
from caregiver_app.storage.keys import Argon
from caregiver_app.storage.space import Space
from caregiver_app.storage.vault import Vault

HERE = Path(__file__).parent
PASSPHRASE, PIN = "quilt onion ferry lamp", "135790"
SECOND_PASSPHRASE = "مصباح أزرق في الممر"
NOW = Instant(1_795_518_000_000, 60)
_FIELDS = ("name", "born", "illness", "team", "zone", "country", "quick_items")
COST = Argon(8 * 1024, 2)


def summary(space: Space) -> dict[str, object]:
    """What a page would show of a space, plain enough to compare after years."""
    person = plan.patient(space)
    return {
        "patient": {name: getattr(person, name) for name in _FIELDS},
        "entries": [[e.at.utc_ms, repr(e.effective and dict(e.effective.scores)), len(e.versions)] for e in diary.entries(space)],
        "notes": [v.check_in.note for e in diary.entries(space) for v in e.versions if v.check_in and v.check_in.note],
        "reasons": [v.reason for e in diary.entries(space) for v in e.versions if v.reason],
        "doses": [e.effective.label for e in doses.dose_entries(space) if e.effective],
        "crises": [[e.event.card_id, e.event.words] for e in plan.crisis_entries(space)],
        "phones": [c.phone for c in plan.plan(space).contacts],
        "addresses": [str(v.payload["address"]) for v in plan.versions(space, Section.ADDRESS)],
        "members": [m.name for m in circle.circle(space).members],
    }


def make(folder: Path) -> None:
    """One home with two people and one patient, and a backup of the first."""
    home = folder / "home"
    opened, sheet = vault.begin(home, "Elena", PASSPHRASE, _found, NOW, COST)
    (space,) = opened.spaces
    example.describe_family(space, str, NOW)
    example.keep_diary(space, str, NOW)
    first = diary.entries(space)[3]
    if first.effective is not None:
        diary.correct(space, first, first.effective, "written for the wrong evening", NOW)
    second_sheet = vault.add_person(opened, "سامي", SECOND_PASSPHRASE, _admit, NOW, cost=COST)
    vault.set_night_pin(opened, PIN)
    vault.keep_draft(opened, "check_in", {"scores": {"pain": 4}}, NOW)
    opencard.publish(space, home, "es")
    backup.back_up(opened, folder / "backup.caregiver-backup", NOW)
    kept = {"sheet": sheet, "second_sheet": second_sheet, "summary": summary(space)}
    opened.close()
    (folder / "expected.json").write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", "utf-8")


def _found(opened: Vault, now: Instant) -> object:
    return circle.create_circle(opened, "Elena", now, "Rosa")


def _admit(first: Vault, second: Vault, _now: Instant) -> object:
    return circle.add_local_person(first, second, "سامي")


if __name__ == "__main__":
    target = HERE / sys.argv[1]
    if target.exists():
        sys.exit(f"{target.name} exists and is never written again")
    make(target)
