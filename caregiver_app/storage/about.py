"""Reads what is known about the person, and what was said about flags: last write per fact among those that stand."""

from __future__ import annotations

import json
from collections.abc import Mapping

from caregiver_app.domain.about import ALL_SYMPTOMS, RESET, About, Said
from caregiver_app.domain.flags.from_diary import minute
from caregiver_app.domain.records import PATIENT_ENTITY, SETTINGS_ENTITY, hlc_ms
from caregiver_app.domain.time import Instant
from caregiver_app.storage.space import Space

_ABOUT, _SETTING = "about:", "flags:"
_STANDING = """
SELECT v.grp, l.payload, l.hlc, l.at_offset, a.name, v.is_head
FROM version v JOIN log l ON l.device = v.device AND l.rseq = v.rseq LEFT JOIN author a ON a.device = v.device
WHERE v.entity = ? AND v.grp >= ? AND v.grp < ? ORDER BY l.hlc, v.device
"""


def group_of(fact: str) -> str:
    """Under which group a fact about the person is kept."""
    return f"{_ABOUT}{fact}"


def setting_group(name: str) -> str:
    """Under which group a setting of the flags is kept."""
    return f"{_SETTING}{name}"


def about(space: Space) -> About:
    """Every fact that someone has said."""
    found: dict[str, Said] = {}
    resets: list[tuple[int, str]] = []
    reasons: list[Said] = []
    for name, said, is_head in _said(space, PATIENT_ENTITY, _ABOUT):
        if name.startswith(RESET):  # every time that a usual was set anew counts, not only the last
            symptom = name.removeprefix(RESET)
            resets.append((minute(said.at), "" if symptom == ALL_SYMPTOMS else symptom))
            reasons.append(said)
        elif is_head:
            found[name] = said
    return About(found, tuple(sorted(resets)), tuple(sorted(reasons, key=lambda said: said.at.utc_ms)))


def flag_settings(space: Space) -> Mapping[str, Said]:
    """Settings of the flags that the circle shares, such as whether to tell at all."""
    return {name: said for name, said, is_head in _said(space, SETTINGS_ENTITY, _SETTING) if is_head}


def _said(space: Space, entity: bytes, prefix: str) -> list[tuple[str, Said, bool]]:
    last = prefix[:-1] + chr(ord(prefix[-1]) + 1)
    found = []
    for group, payload, hlc, offset, author, is_head in space.database.rows(_STANDING, (entity, prefix, last)):
        value = json.loads(payload).get("value")
        found.append((group.removeprefix(prefix), Said(value, author or "", Instant(hlc_ms(hlc), offset)), bool(is_head)))
    return found
