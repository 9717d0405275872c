"""The second device of the tour: a nurse's laptop that joins through a real relay process and shows what was written."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from caregiver_app.domain.circle import Invitation, InvitePhase, Joining, JoinPhase
from caregiver_app.domain.diary import CheckIn, Mode, Who
from caregiver_app.domain.people import Role
from caregiver_app.domain.time import Clock
from caregiver_app.services import circle, diary, vault
from caregiver_app.services.sharing import Listeners, Sharing
from caregiver_app.storage.home import Home
from caregiver_app.storage.keys import Argon
from caregiver_app.storage.vault import Vault
from caregiver_app.text import Texts
from caregiver_app.ui.operations import Operations

_QUICK = Argon(64, 1)
Wait = Callable[[Callable[[], bool], str], None]
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Shared:
    """What the second device showed: how many entries, and how long a new one took, in seconds."""

    entries: int
    seconds: float


class _Device:
    """One open vault with its own thread and its own line to the relay."""

    def __init__(self, clock: Clock) -> None:
        self.operations = Operations()
        self.invitation: Invitation | None = None
        self.joining: Joining | None = None
        self.sharing = Sharing(
            self.operations.vault_call,
            clock,
            Listeners(on_invitation=self._invited, on_joining=self._joined),
        )

    def _invited(self, found: Invitation) -> None:
        self.invitation = found

    def _joined(self, found: Joining) -> None:
        self.joining = found

    def open(self, opener: Callable[[], Vault], wait: Wait) -> None:
        """Unlock, and wait until it is done."""
        done: list[object] = []
        self.operations.unlock(opener, done.append, done.append)
        wait(lambda: bool(done), "unlocking")
        if isinstance(done[0], Exception):
            raise done[0]

    def end(self) -> None:
        self.sharing.stop()
        self.operations.finish()


def share_with_nurse(
    workshop: Path, person_id: str, passphrase: str, clock: Clock, t: Texts, wait: Wait, say: Say
) -> Shared | None:
    """Start a relay, invite the nurse's laptop, compare the digits, and see a new entry there."""
    if importlib.util.find_spec("starlette") is None:
        say("The relay is not installed here, so this tour stays on one device.")
        return None
    relay, address = _start_relay(workshop)
    family, nurse = _Device(clock), _Device(clock)
    try:
        say(f"Started a relay process at {address}. It stores what it cannot read.")
        family.open(lambda: vault.unlock(workshop / "home", person_id, passphrase, clock.now()), wait)
        Home(workshop / "laptop").prepare()
        nurse.open(
            lambda: vault.begin(workshop / "laptop", "Anna", "a nurse's laptop", _none, clock.now(), _QUICK)[0], wait
        )
        _meet(family, nurse, address, t, wait, say)
        return _write_and_see(family, nurse, clock, wait)
    finally:
        family.end()
        nurse.end()
        relay.terminate()
        relay.wait(10)


def _none(_vault: Vault, _now: object) -> None:
    """A person who is invited founds no circle of their own."""


def _start_relay(workshop: Path) -> tuple[subprocess.Popen[str], str]:
    command = [sys.executable, "-m", "caregiver_app.relay", "serve", "--open", "--listen", "127.0.0.1:0"]
    command += ["--database", f"sqlite:///{workshop / 'relay.db'}"]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=dict(os.environ)
    )
    assert process.stdout is not None
    for line in process.stdout:
        if "listening on " in line:
            return process, line.split("listening on ", 1)[1].strip()
    raise RuntimeError("the relay ended at once")


def _meet(family: _Device, nurse: _Device, address: str, t: Texts, wait: Wait, say: Say) -> None:
    name, role = t("Anna Weber"), t("Nurse")
    family.operations.vault_call(lambda opened: circle.set_relay(opened.spaces[0], address))
    family.sharing.start()
    nurse.sharing.start()
    family.sharing.invite(Role.STAFF, name, role)
    wait(lambda: family.invitation is not None and family.invitation.phase is InvitePhase.WAITING, "an invitation")
    assert family.invitation is not None
    nurse.sharing.join(address, family.invitation.letters, name, t("Nurse's laptop"))
    wait(lambda: nurse.joining is not None and nurse.joining.phase is JoinPhase.COMPARE, "six digits")
    wait(lambda: family.invitation is not None and family.invitation.phase is InvitePhase.COMPARE, "six digits")
    assert nurse.joining is not None
    if family.invitation.digits != nurse.joining.digits:
        raise RuntimeError("the digits differ")
    say(f"Elena invited the nurse. Both screens showed {nurse.joining.digits}.")
    family.sharing.confirm_invitation(name, role, Role.STAFF)
    wait(lambda: nurse.joining is not None and nurse.joining.phase is JoinPhase.ADMITTED, "being let in")


def _entries(device: _Device) -> int:
    return device.operations.vault_call(lambda v: len(diary.entries(v.spaces[0])) if v.spaces else 0)


def _write_and_see(family: _Device, nurse: _Device, clock: Clock, wait: Wait) -> Shared:
    here = _entries(family)
    wait(lambda: _entries(nurse) >= here, "the diary")
    now = clock.now()
    check_in = CheckIn(Who.CAREGIVER_ASKED, Mode.QUICK, now, {"pain": 4, "breath": 2, "nausea": None})
    family.operations.vault_call(lambda v: diary.record(v.spaces[0], check_in, now))
    started = time.monotonic()
    family.sharing.nudge()
    wait(lambda: _entries(nurse) > here, "the new entry")
    return Shared(_entries(nurse), time.monotonic() - started)
