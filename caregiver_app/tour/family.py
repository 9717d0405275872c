"""Makes the home of the example family: one person, one patient, two weeks of diary, a crisis plan."""

from __future__ import annotations

import shutil
from pathlib import Path

from caregiver_app.domain.preferences import Preferences
from caregiver_app.domain.time import Instant
from caregiver_app.services import circle, example, opencard, vault
from caregiver_app.storage.home import Home
from caregiver_app.storage.keys import Argon
from caregiver_app.storage.preferences import write_preferences
from caregiver_app.storage.vault import Vault
from caregiver_app.text import Texts

PASSPHRASE = "example"  # noqa: S105 - shown on the demo's lock screen; nothing in it is real
_QUICK = Argon(64, 1)


def make_family(path: Path, t: Texts, now: Instant, preferences: Preferences | None = None, days: int = 14) -> Vault:
    """Make the example home anew in `path` and return its open vault.

    Only a folder that this function made before, or an empty one, is taken away. Raises DiskFull, ReadOnlyHome.
    """
    marker = path / ".example-family"
    if path.exists() and marker.exists():
        shutil.rmtree(path)
    home = Home(path)
    home.prepare()
    marker.touch()
    name = t("Elena")
    opened, _sheet = vault.begin(
        path,
        name,
        PASSPHRASE,
        lambda v, at: circle.create_circle(v, name, at, device_name=t("Home computer")),
        now,
        _QUICK,
    )
    space = opened.spaces[0]
    example.describe_family(space, t, now)
    example.keep_diary(space, t, now, days)
    opencard.publish(space, path, t.language)
    write_preferences(path, preferences or Preferences(language=t.language))
    return opened
