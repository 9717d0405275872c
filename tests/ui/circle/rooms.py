"""Two windows' worth of surroundings around one circle: real vaults on their threads, real sharing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from caregiver_app.domain.time import SystemClock
from caregiver_app.services import circle, example, vault
from caregiver_app.storage.keys import QUICK
from caregiver_app.storage.vault import Vault
from caregiver_app.ui.operations import Operations
from caregiver_app.ui.sharing import WindowSharing, start_sharing
from caregiver_app.ui.surroundings import Desk, Surroundings
from tests.ui.harness import in_vault_thread, make_around

Begin = Callable[[Vault], object]


def founded(name: str, t: Callable[[str], str]) -> Begin:
    """A circle around the example family's Rosa."""

    def begin(opened: Vault) -> None:
        now = SystemClock().now()
        space = circle.create_circle(opened, name, now, device_name=f"{name}'s laptop")
        example.describe_family(space, t, now)

    return begin


def room(tmp_path: Path, name: str, begin: Begin | None = None, **looks: object) -> Surroundings:
    """The world of a page for someone new, whose vault `begin` fills; sharing runs."""
    around = make_around(tmp_path / f"{name} furniture", with_family=False, **looks)  # type: ignore[arg-type]
    around.operations.finish()
    operations, desk, home = Operations(), Desk(), tmp_path / f"{name} home"

    def opener() -> Vault:
        fill = begin or (lambda _opened: None)
        return vault.begin(home, name, f"{name} and a long one", lambda v, _now: fill(v), SystemClock().now(), QUICK)[0]

    opened = in_vault_thread(operations, opener)
    sharing: WindowSharing = start_sharing(operations, desk, SystemClock())
    return replace(
        around,
        operations=operations,
        desk=desk,
        clock=SystemClock(),
        home=opened.home,
        person=opened.person,
        sharing=sharing,
    )


def leave(around: Surroundings) -> None:
    """End sharing and close the vault."""
    if around.sharing is not None:
        around.sharing.stop()
    around.operations.finish()
