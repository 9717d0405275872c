"""Inviting someone into the circle, on the admin's side: kept in the space, so that a restart does not lose it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from caregiver_app.domain.circle import Invitation, InvitePhase
from caregiver_app.domain.errors import CodeBurnt, NotAllowed, RelayRefused
from caregiver_app.domain.people import Role
from caregiver_app.domain.records import Changes
from caregiver_app.domain.time import Clock, Instant
from caregiver_app.services import circle
from caregiver_app.services.exchange import VaultCall
from caregiver_app.storage.space import Space
from caregiver_app.storage.vault import Vault
from caregiver_app.sync import invitation, join, roster, seal
from caregiver_app.sync.calls import Relay
from caregiver_app.sync.join import Newcomer, Reveal
from caregiver_app.sync.protocol import Code, device_keys
from caregiver_app.sync.records import packed, unpacked
from caregiver_app.sync.roster import Names

_KEY = "invitation"
_OPEN = frozenset({InvitePhase.PREPARING, InvitePhase.WAITING, InvitePhase.COMPARE})


@dataclass(frozen=True, slots=True)
class Kept:
    """An open invitation as the space keeps it; `answer` is the newcomer's sealed message once it came."""

    shown: Invitation
    code: bytes = field(repr=False)
    nonce: bytes = field(repr=False)
    member_id: bytes
    roster_head: bytes = b""
    mailbox: bytes = b""
    key: bytes = field(default=b"", repr=False)
    answer: bytes = field(default=b"", repr=False)


def invite(
    vault: Vault, space: Space, role: Role, now: Instant, name: str = "", title: str = "", member_id: bytes = b""
) -> Invitation:
    """Make a code that is good for one newcomer and 24 hours; an earlier open invitation ends.

    `member_id` invites one more device of someone who is in the circle already. Raises NotAllowed.
    """
    state = circle.roster_of(space)
    if state is None or not state.is_admin(vault.device_id):
        raise NotAllowed(Role.ADMIN.value)
    code = invitation.new_code()
    letters, spoken = invitation.in_letters(code), invitation.in_digits(code)
    shown = Invitation(InvitePhase.PREPARING, letters, spoken, role, name.strip(), title.strip(), now)
    _keep(space, Kept(shown, code, seal.new_key(), member_id or roster.new_member_id()))
    return shown


def current(space: Space) -> Invitation | None:
    """The open invitation as it is shown, None for none."""
    kept = _kept(space)
    return kept.shown if kept else None


def drop(space: Space) -> Changes:
    """End the open invitation: its code is burnt."""
    space.put_state(_KEY, None)
    return circle.CIRCLE


def mailbox_of(space: Space) -> bytes:
    """The mailbox of the open invitation, to be taken away at the relay; b"" for none."""
    kept = _kept(space)
    return kept.mailbox if kept else b""


def advance(relay: Relay, vault_call: VaultCall, space_id: bytes, clock: Clock) -> Invitation | None:
    """Take the next step if it is time for it, and say how the invitation stands; None where there is none.

    Runs on the sharing thread. Raises RelayUnreachable, RelayNonsense, RelayRefused; a code that was misused ends as
    BURNT, a day later as OVER.
    """
    kept = vault_call(lambda vault: _kept(vault.space(space_id)))
    if kept is None:
        return None
    try:
        if join.is_over(kept.shown.made_at.utc_ms, clock.now().utc_ms):
            return _ended(vault_call, space_id, kept, InvitePhase.OVER)
        if kept.shown.phase is InvitePhase.PREPARING:
            kept = _post(relay, vault_call, space_id, kept)
        elif kept.shown.phase is InvitePhase.WAITING:
            kept = _look(relay, vault_call, space_id, kept)
    except CodeBurnt:
        return _ended(vault_call, space_id, kept, InvitePhase.BURNT)
    return kept.shown


def _ended(vault_call: VaultCall, space_id: bytes, kept: Kept, phase: InvitePhase) -> Invitation:
    vault_call(lambda vault: drop(vault.space(space_id)))
    return replace(kept.shown, phase=phase)


def _post(relay: Relay, vault_call: VaultCall, space_id: bytes, kept: Kept) -> Kept:
    """Step 1: open the mailbox with a commitment to the roster as it stands now."""
    if not kept.mailbox:
        secrets = seal.invite_secrets(kept.code)

        def prepared(vault: Vault) -> Kept:
            state = circle.roster_of(vault.space(space_id))
            head = state.head if state else b""
            return _keep(
                vault.space(space_id), replace(kept, roster_head=head, mailbox=secrets.mailbox_id, key=secrets.key)
            )

        kept = vault_call(prepared)
    reveal = vault_call(lambda vault: _reveal(vault, space_id, kept))
    try:
        relay.open_mailbox(kept.mailbox, space_id, join.offer(kept.key, reveal))
    except RelayRefused as refused:
        if refused.code != Code.OUT_OF_STEP:
            raise
        (slot, *_) = relay.slots(kept.mailbox)  # it was opened before a crash, by us or by nobody we know
        if join.commitment_from(kept.key, slot) != join.commitment_of(reveal):
            raise CodeBurnt from refused
    waiting = replace(kept, shown=replace(kept.shown, phase=InvitePhase.WAITING))
    return vault_call(lambda vault: _keep(vault.space(space_id), waiting))


def _look(relay: Relay, vault_call: VaultCall, space_id: bytes, kept: Kept) -> Kept:
    """Steps 2 and 3: the newcomer has answered, so what was committed to is shown."""
    try:
        slots = relay.slots(kept.mailbox)
    except RelayRefused as refused:
        if refused.code == Code.NOT_FOUND:
            raise CodeBurnt from refused
        raise
    if len(slots) < 2:
        return kept
    newcomer = join.newcomer_from(kept.key, slots[1])
    reveal = vault_call(lambda vault: _reveal(vault, space_id, kept))
    if len(slots) == 2:
        ticket = vault_call(lambda vault: circle.ticket_of(vault.space(space_id)))
        try:
            relay.fill(kept.mailbox, 2, join.revealed(kept.key, reveal, ticket))
        except RelayRefused as refused:
            if refused.code == Code.OUT_OF_STEP:
                raise CodeBurnt from refused
            raise
    shown = replace(
        kept.shown,
        phase=InvitePhase.COMPARE,
        digits=join.digits_of(newcomer, reveal),
        their_name=newcomer.name,
        their_device=newcomer.device_name,
    )
    return vault_call(lambda vault: _keep(vault.space(space_id), replace(kept, shown=shown, answer=slots[1])))


def confirm(
    relay: Relay, vault_call: VaultCall, space_id: bytes, name: str = "", title: str = "", role: Role | None = None
) -> Invitation:
    """The digits are the same: let the newcomer in, under a name, a work title and a role that the admin gives.

    To be called after an exchange, so that the roster here is the relay's. Raises CodeBurnt where there is nothing to
    confirm, RelayRefused(roster_moved) where another admin was quicker, Refused by the rules of the roster.
    """

    def prepared(vault: Vault) -> tuple[Kept, bytes, bytes]:
        space = vault.space(space_id)
        kept = _kept(space)
        if kept is None or kept.shown.phase is not InvitePhase.COMPARE:
            raise CodeBurnt
        shown = replace(
            kept.shown,
            name=name.strip() or kept.shown.name or kept.shown.their_name,
            title=title.strip() or kept.shown.title,
            role=role or kept.shown.role,
        )
        kept = replace(kept, shown=shown)
        return kept, *_entry(vault, space, kept)

    kept, head, entry = vault_call(prepared)
    if entry:
        relay.append(space_id, head, entry)

    def admitted(vault: Vault) -> Invitation:
        space = vault.space(space_id)
        with space.transaction():
            if entry:
                circle.keep_roster(space, (entry,), {})
            drop(space)
        return replace(kept.shown, phase=InvitePhase.ADDED)

    return vault_call(admitted)


def _entry(vault: Vault, space: Space, kept: Kept) -> tuple[bytes, bytes]:
    """The roster's head and the entry to append; b"" where an append whose answer was lost has let them in already."""
    state = circle.roster_of(space)
    if state is None or not state.is_admin(vault.device_id):
        raise NotAllowed(Role.ADMIN.value)
    newcomer: Newcomer = join.newcomer_from(kept.key, kept.answer)
    keys = device_keys(newcomer.sign_key, newcomer.kem_key)
    if state.is_member(keys.device_id):
        return state.head, b""
    names = Names(kept.shown.name, kept.shown.title, newcomer.device_name)
    admin, key = circle.signer_of(vault), space.epoch_keys()[state.epoch]
    return state.head, roster.with_device(state, key, admin, keys, kept.member_id, kept.shown.role, names)


def _reveal(vault: Vault, space_id: bytes, kept: Kept) -> Reveal:
    return Reveal(kept.nonce, space_id, kept.roster_head, vault.device_id, circle.signer_of(vault).keys.sign_pk)


# ---- as the space keeps it -------------------------------------------------------------------
def _keep(space: Space, kept: Kept) -> Kept:
    shown = kept.shown
    space.put_state(
        _KEY,
        packed(
            [
                [shown.phase.value, shown.role.value, shown.name, shown.title],
                [shown.made_at.utc_ms, shown.made_at.offset_min],
                [shown.digits, shown.their_name, shown.their_device],
                [kept.code, kept.nonce, kept.member_id, kept.roster_head, kept.mailbox, kept.key, kept.answer],
            ]
        ),
    )
    return kept


def _kept(space: Space) -> Kept | None:
    found = space.state(_KEY)
    match unpacked(found) if found else None:
        case [
            [str(phase), str(role), str(name), str(title)],
            [int(utc_ms), int(offset_min)],
            [str(digits), str(their_name), str(their_device)],
            [bytes(code), bytes(nonce), bytes(member), bytes(head), bytes(mailbox), bytes(key), bytes(answer)],
        ] if phase in _OPEN:
            letters, spoken = invitation.in_letters(code), invitation.in_digits(code)
            made_at = Instant(utc_ms, offset_min)
            shown = Invitation(
                InvitePhase(phase), letters, spoken, Role(role), name, title, made_at, digits, their_name, their_device
            )
            return Kept(shown, code, nonce, member, head, mailbox, key, answer)
    return None
