"""Joining a circle, on the newcomer's side: kept in the keyring until the circle's other people have let us in."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from caregiver_app.domain.circle import Joining, JoinPhase
from caregiver_app.domain.errors import CodeBurnt, MissingAnswer, RelayRefused
from caregiver_app.services import circle
from caregiver_app.services.exchange import VaultCall
from caregiver_app.storage.space import Space
from caregiver_app.storage.vault import Vault
from caregiver_app.sync import invitation, join, roster, seal
from caregiver_app.sync.calls import Relay
from caregiver_app.sync.join import Newcomer, Reveal
from caregiver_app.sync.protocol import Code, Refused, read_roster
from caregiver_app.sync.records import packed, unpacked
from caregiver_app.sync.refusals import RosterParted
from caregiver_app.sync.transport import checked_address

_SETTING = "joining"


@dataclass(frozen=True, slots=True)
class Kept:
    """A join that is under way, as the keyring keeps it."""

    shown: Joining
    code: bytes = field(repr=False)
    nonce: bytes = field(repr=False)
    name: str = field(repr=False)
    device_name: str = field(repr=False)
    mailbox: bytes = b""
    key: bytes = field(default=b"", repr=False)
    commitment: bytes = b""
    reveal: bytes = field(default=b"", repr=False)


def start(vault: Vault, relay: str, typed_code: str, my_name: str, device_name: str = "") -> Joining:
    """Begin to join with a code from the other screen.

    Raises MistypedCode with the group at fault, RelayNonsense for what is no address, MissingAnswer without a name.
    """
    if not my_name.strip():
        raise MissingAnswer("name")
    shown = Joining(JoinPhase.KNOCKING, checked_address(relay))
    code = invitation.code_from(typed_code)
    _keep(vault, Kept(shown, code, seal.new_key(), my_name.strip(), device_name.strip()))
    return shown


def current(vault: Vault) -> Joining | None:
    """How joining stands, None where nothing is under way."""
    kept = _kept(vault)
    return kept.shown if kept else None


def give_up(vault: Vault) -> None:
    """Forget the code."""
    vault.keyring.put_setting(_SETTING, None)


def advance(relay: Relay, vault_call: VaultCall) -> Joining | None:
    """Take the next step if it is time for it. Runs on the sharing thread.

    ADMITTED means that the circle's file is here and open. Raises RelayUnreachable, RelayNonsense, RelayRefused,
    RosterParted where the relay shows a roster that is not the inviting admin's, WrongEpochKey, DoesNotOpen.
    """
    kept = vault_call(_kept)
    if kept is None:
        return None
    try:
        if kept.shown.phase in (JoinPhase.KNOCKING, JoinPhase.NOT_FOUND):
            kept = _knock(relay, vault_call, kept)
        elif kept.shown.phase is JoinPhase.ANSWERED:
            kept = _read_reveal(relay, vault_call, kept)
        elif kept.shown.phase is JoinPhase.COMPARE:
            kept = _enter(relay, vault_call, kept)
    except CodeBurnt:
        vault_call(give_up)
        return replace(kept.shown, phase=JoinPhase.BURNT)
    return kept.shown


def _newcomer(vault: Vault, kept: Kept) -> Newcomer:
    keys = circle.signer_of(vault).keys
    return Newcomer(keys.sign_pk, keys.kem_pk, kept.nonce, kept.name, kept.device_name)


def _slots(relay: Relay, mailbox: bytes) -> tuple[bytes, ...]:
    try:
        return relay.slots(mailbox)
    except RelayRefused as refused:
        if refused.code == Code.NOT_FOUND:
            return ()
        raise


def _knock(relay: Relay, vault_call: VaultCall, kept: Kept) -> Kept:
    """Steps 1 and 2: read the commitment and answer with our keys."""
    if not kept.mailbox:
        secrets = seal.invite_secrets(kept.code)
        found = replace(kept, mailbox=secrets.mailbox_id, key=secrets.key)
        kept = vault_call(lambda vault: _keep(vault, found))
    slots = _slots(relay, kept.mailbox)
    if not slots:
        return _in_phase(vault_call, kept, JoinPhase.NOT_FOUND)
    commitment = join.commitment_from(kept.key, slots[0])
    newcomer = vault_call(lambda vault: _newcomer(vault, kept))
    if len(slots) > 1:  # answered before a crash, by us; or the code was used by someone else
        if join.newcomer_from(kept.key, slots[1]) != newcomer:
            raise CodeBurnt
    else:
        _fill(relay, kept.mailbox, join.answer(kept.key, newcomer))
    return _in_phase(vault_call, replace(kept, commitment=commitment), JoinPhase.ANSWERED)


def _fill(relay: Relay, mailbox: bytes, slot: bytes) -> None:
    try:
        relay.fill(mailbox, 1, slot)
    except RelayRefused as refused:
        if refused.code in (Code.OUT_OF_STEP, Code.NOT_FOUND):
            raise CodeBurnt from refused
        raise


def _read_reveal(relay: Relay, vault_call: VaultCall, kept: Kept) -> Kept:
    """Step 3: check what the admin reveals against its commitment; the six digits follow."""
    slots = _slots(relay, kept.mailbox)
    if not slots:
        raise CodeBurnt
    if len(slots) < 3:
        return kept
    reveal = join.reveal_from(kept.key, slots[2], kept.commitment)
    newcomer = vault_call(lambda vault: _newcomer(vault, kept))
    shown = replace(kept.shown, digits=join.digits_of(newcomer, reveal), space_id=reveal.space_id)
    return _in_phase(vault_call, replace(kept, shown=shown, reveal=slots[2]), JoinPhase.COMPARE)


def _enter(relay: Relay, vault_call: VaultCall, kept: Kept) -> Kept:
    """Once the admin has confirmed, the roster opens to us: check all of it and open the circle's file."""
    reveal = join.reveal_from(kept.key, kept.reveal, kept.commitment)
    entries = _roster(relay, reveal.space_id)
    if entries is None and not _slots(relay, kept.mailbox):
        entries = _roster(relay, reveal.space_id)  # the mailbox goes after the roster opened, or because of a No
        if entries is None:
            raise CodeBurnt
    if entries is None:
        return kept
    vault_call(lambda vault: _open_space(vault, entries, reveal, kept))
    return replace(kept, shown=replace(kept.shown, phase=JoinPhase.ADMITTED))


def _roster(relay: Relay, space_id: bytes) -> tuple[bytes, ...] | None:
    try:
        return relay.roster(space_id, 0)
    except RelayRefused as refused:
        if refused.code == Code.NOT_FOUND:
            return None
        raise


def _open_space(vault: Vault, entries: tuple[bytes, ...], reveal: Reveal, kept: Kept) -> Space:
    try:
        state = read_roster(entries)
    except Refused as error:
        raise RosterParted from error
    admin = state.devices.get(reveal.device_id)
    if (
        state.space_id != reveal.space_id
        or reveal.roster_head not in state.positions
        or admin is None
        or admin.keys.sign_pk != reveal.sign_key
        or not state.is_member(vault.device_id)
    ):
        raise RosterParted
    keys = roster.epoch_keys(state, vault.device_id, vault.device_keys.kem_private)
    known = next((space for space in vault.spaces if space.space_id == state.space_id), None)
    if known is not None and entries[: len(known.roster())] != known.roster():
        raise RosterParted
    space = known or vault.create_space(state.space_id)
    with space.transaction():
        circle.keep_roster(space, entries[len(space.roster()) :], keys)
        ticket = join.ticket_from(kept.key, kept.reveal) or circle.ticket_of(space)
        circle.set_relay(space, kept.shown.relay, ticket)
    give_up(vault)
    return space


# ---- as the keyring keeps it -----------------------------------------------------------------
def _in_phase(vault_call: VaultCall, kept: Kept, phase: JoinPhase) -> Kept:
    if kept.shown.phase is phase:
        return kept
    found = replace(kept, shown=replace(kept.shown, phase=phase))
    return vault_call(lambda vault: _keep(vault, found))


def _keep(vault: Vault, kept: Kept) -> Kept:
    shown = kept.shown
    vault.keyring.put_setting(
        _SETTING,
        packed(
            [
                [shown.phase.value, shown.relay, shown.digits, shown.space_id],
                [kept.code, kept.nonce, kept.name, kept.device_name],
                [kept.mailbox, kept.key, kept.commitment, kept.reveal],
            ]
        ).hex(),
    )
    return kept


def _kept(vault: Vault) -> Kept | None:
    found = vault.keyring.setting(_SETTING)
    match unpacked(bytes.fromhex(found)) if isinstance(found, str) else None:
        case [
            [str(phase), str(relay), str(digits), bytes(space_id)],
            [bytes(code), bytes(nonce), str(name), str(device_name)],
            [bytes(mailbox), bytes(key), bytes(commitment), bytes(reveal)],
        ]:
            shown = Joining(JoinPhase(phase), relay, digits, space_id)
            return Kept(shown, code, nonce, name, device_name, mailbox, key, commitment, reveal)
    return None
