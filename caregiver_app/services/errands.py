"""What a person asks of the sharing thread: to invite, to let in, to join; and the steps that follow by themselves."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from caregiver_app.domain.circle import Invitation, InvitePhase, Joining, JoinPhase
from caregiver_app.domain.errors import CodeBurnt, RelayNonsense, RelayRefused, RelayUnreachable
from caregiver_app.domain.people import Role, SyncPhase
from caregiver_app.domain.records import Topic
from caregiver_app.domain.time import Clock
from caregiver_app.services import circle, invitations, joining
from caregiver_app.storage.vault import Vault

if TYPE_CHECKING:
    from caregiver_app.services.session import Session

STEP_S = 1.0  # how often an invitation or a join that is under way looks into its mailbox
NEVER = float("inf")


class Errands:
    """Runs on the sharing thread of `session`. `next_at` is when the next step is due, in seconds that only grow."""

    def __init__(self, session: Session, clock: Clock) -> None:
        self._session = session
        self._clock = clock
        self._shown: dict[type, Invitation | Joining] = {}
        self.next_at = 0.0

    # ---- steps that follow by themselves -----------------------------------------------------
    def take_steps(self) -> None:
        """Move an invitation and a join on; looks again in a second while one is open."""
        self.next_at = NEVER
        try:
            is_open = [self._step_invitation(), self._step_joining()]
        except RelayUnreachable:
            self.next_at = time.monotonic() + STEP_S
            self._session.tell_state(SyncPhase.OFFLINE)
        except (RelayRefused, RelayNonsense):
            self.next_at = time.monotonic() + 5 * STEP_S
            raise
        else:
            if any(is_open):
                self.next_at = time.monotonic() + STEP_S

    def _step_invitation(self) -> bool:
        first = self._session.vault_call(_first)
        if first is None or not first[1]:
            return False
        space_id, origin = first
        if self._session.vault_call(lambda vault: invitations.current(vault.space(space_id))) is None:
            return False
        found = invitations.advance(self._session.relay(origin), self._session.vault_call, space_id, self._clock)
        if found is not None:
            self._show(found, self._session.listeners.on_invitation)
        return found is not None and found.phase in (InvitePhase.PREPARING, InvitePhase.WAITING)

    def _step_joining(self) -> bool:
        kept = self._session.vault_call(joining.current)
        if kept is None:
            return False
        found = joining.advance(self._session.relay(kept.relay), self._session.vault_call)
        if found is None:
            return False
        self._show(found, self._session.listeners.on_joining)
        if found.phase is JoinPhase.ADMITTED:
            self._session.tell(self._session.listeners.on_changes, frozenset(Topic))
            self._session.look()
        return found.phase not in (JoinPhase.ADMITTED, JoinPhase.BURNT)

    def _show(self, found: Invitation | Joining, listener: Callable[..., None]) -> None:
        """Tell it once."""
        if self._shown.get(type(found)) != found:
            self._shown[type(found)] = found
            self._session.tell(listener, found)

    # ---- what a person asks for --------------------------------------------------------------
    def invite(self, role: Role, name: str, title: str, member_id: bytes) -> None:
        """Make the code and show it, then post it: the relay must know the circle first."""
        first = self._session.vault_call(_first)
        if first is None or not first[1]:
            raise RelayUnreachable
        space_id, origin = first
        now = self._clock.now()
        found = self._session.vault_call(
            lambda vault: invitations.invite(vault, vault.space(space_id), role, now, name, title, member_id)
        )
        self._show(found, self._session.listeners.on_invitation)
        self.next_at = 0.0
        self._session.exchange_now(space_id, origin)

    def confirm(self, name: str, title: str, role: Role | None) -> None:
        """Append the newcomer to the roster as the relay knows it now."""
        first = self._session.vault_call(_first)
        if first is None or not first[1]:
            raise CodeBurnt
        space_id, origin = first
        self._session.exchange_now(space_id, origin)
        mailbox = self._session.vault_call(lambda vault: invitations.mailbox_of(vault.space(space_id)))
        relay = self._session.relay(origin)
        found = invitations.confirm(relay, self._session.vault_call, space_id, name, title, role)
        self._show(found, self._session.listeners.on_invitation)
        self._session.tell(self._session.listeners.on_changes, circle.CIRCLE)
        self._session.look()
        self._burn(origin, mailbox)

    def drop(self) -> None:
        """Burn the open invitation."""
        first = self._session.vault_call(_first)
        if first is None:
            return
        space_id, origin = first

        def dropped(vault: Vault) -> tuple[Invitation | None, bytes]:
            space = vault.space(space_id)
            found = invitations.current(space), invitations.mailbox_of(space)
            invitations.drop(space)
            return found

        found, mailbox = self._session.vault_call(dropped)
        if found is not None:
            self._show(replace(found, phase=InvitePhase.BURNT), self._session.listeners.on_invitation)
        self._burn(origin, mailbox)

    def _burn(self, origin: str, mailbox: bytes) -> None:
        """Take the mailbox away at the relay, so that the other screen knows; it ends by itself after a day."""
        if origin and mailbox:
            with suppress(RelayUnreachable, RelayRefused, RelayNonsense):
                self._session.relay(origin).burn(mailbox)

    def join(self, relay: str, typed_code: str, my_name: str, device_name: str) -> None:
        """Begin to join."""
        found = self._session.vault_call(lambda vault: joining.start(vault, relay, typed_code, my_name, device_name))
        self._show(found, self._session.listeners.on_joining)
        self.next_at = 0.0

    def give_up(self) -> None:
        """Forget the code of a join."""
        self._session.vault_call(joining.give_up)


def _first(vault: Vault) -> tuple[bytes, str] | None:
    """The circle that is invited into, and its relay."""
    return next(((space.space_id, circle.relay_of(space)) for space in vault.spaces), None)
