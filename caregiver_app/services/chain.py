"""The vault's side of an exchange: what is here, what is sealed to go out, and what came is checked, opened and merged.

Every function runs on the vault thread and is short; the network is waited for in between, on another thread.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from caregiver_app.domain.errors import CaregiverError
from caregiver_app.domain.people import Role
from caregiver_app.domain.records import Arrival, Changes, Topic
from caregiver_app.domain.sealed import ChainHead, SealedRow
from caregiver_app.domain.time import Instant
from caregiver_app.services import circle
from caregiver_app.storage.space import Space
from caregiver_app.storage.vault import Vault
from caregiver_app.sync import batches, merge, roster, sealing
from caregiver_app.sync.batches import Seen, Sight
from caregiver_app.sync.exchange import Held
from caregiver_app.sync.protocol import (
    Batch,
    Code,
    Refused,
    RosterState,
    Statement,
    apply_entry,
    check_batch,
    read_batch,
    sign_statement,
)
from caregiver_app.sync.protocol import Seen as SeenNumber
from caregiver_app.sync.refusals import Malformed, RosterParted, TooDeep, TooLarge, WrongKey

_CURSOR, _GENERATION, _SENT_SEEN, _COUNT = "cursor", "generation", "sent_seen", "statement"
_UNREAD = "unread"


def _author_key(device: bytes) -> str:
    return f"seen:{device.hex()}"


def number(kept: bytes | None) -> int:
    """A kept number, 0 for none."""
    return int.from_bytes(kept, "big") if kept else 0


def as_bytes(value: int) -> bytes:
    """A number as it is kept."""
    return value.to_bytes(8, "big")


def held(space: Space) -> Held:
    """What is here of the space."""
    state = circle.roster_of(space)
    links = tuple(link.hash for link in state.links) if state else ()
    generation = (space.state(_GENERATION) or b"").decode()
    return Held(space.space_id, space.device, links, space.chain_heads(), number(space.state(_CURSOR)), generation)


def note_cursor(space: Space, cursor: int, generation: str) -> None:
    """Pulling has come to `cursor` of that relay database."""
    with space.transaction():
        space.put_state(_CURSOR, as_bytes(cursor))
        space.put_state(_GENERATION, generation.encode())


# ---- the roster ------------------------------------------------------------------------------
def take_roster(vault: Vault, space: Space, entries: Sequence[bytes]) -> Changes:
    """Check and keep entries that follow ours. Raises RosterParted for a broken rule, WrongEpochKey, DoesNotOpen."""
    state = circle.roster_of(space)
    try:
        for raw in entries:
            state = apply_entry(state, raw)
    except Refused as error:
        raise RosterParted from error
    if state is None or state.space_id != space.space_id:
        raise RosterParted
    keys = roster.epoch_keys(state, vault.device_id, vault.device_keys.kem_private)
    circle.keep_roster(space, tuple(entries), keys)
    return circle.CIRCLE


# ---- out -------------------------------------------------------------------------------------
def seal_waiting(vault: Vault, space: Space) -> int:
    """Seal what this device wrote and has not sealed; returns how many batches were made.

    Called once the relay has the roster, so no batch names an entry that might not become part of it.
    """
    state = circle.roster_of(space)
    if state is None or not state.is_member(space.device):
        return 0
    head = space.chain_head(space.device)
    records = space.records_of(space.device, head.last_rseq)
    if not records:
        return 0
    author, key = circle.signer_of(vault), space.epoch_keys()[state.epoch]
    rows: list[SealedRow] = []
    before = batches.seen_from(space.state(_SENT_SEEN))
    now = merge.joined(before, _sights(space))
    for run in batches.split(records):
        row = sealing.sealed(state, key, author, head, run, batches.seen_since(before, now))
        head, before = ChainHead(row.bseq, row.hash, row.last_rseq), now
        rows.append(row)
    with space.transaction():
        space.append_sealed(rows)
        space.put_state(_SENT_SEEN, batches.packed_seen(now))
    return len(rows)


def _sights(space: Space) -> dict[bytes, Sight]:
    """What is merged here of each other device; of one that shares this file also what it has not sealed yet."""
    chains = space.chain_heads()
    found: dict[bytes, Sight] = {}
    for device in {*chains, *space.devices()} - {space.device}:
        chain = chains.get(device, ChainHead(0, b"\0" * 32, 0))
        found[device] = Sight(chain.bseq, chain.hash[:16], max(chain.last_rseq, space.highest_rseq(device)))
    return found


def outgoing(space: Space, above: Mapping[bytes, int]) -> tuple[SealedRow, ...]:
    """The sealed batches above what the relay has, this device's own first."""
    mine_first = sorted(above, key=lambda device: (device != space.device, device))
    return tuple(row for device in mine_first for row in space.sealed_of(device, above[device]))


def statement(vault: Vault, space: Space, now: Instant) -> bytes:
    """This device's next signed word on where it stands."""
    state = circle.roster_of(space)
    count = number(space.state(_COUNT)) + 1
    space.put_state(_COUNT, as_bytes(count))
    mine, chains = space.chain_head(space.device), space.chain_heads()
    seen = [SeenNumber(d, c.bseq) for d, c in sorted(chains.items()) if d != space.device]
    head = state.head if state else b"\0" * 32
    said = Statement(space.space_id, space.device, count, max(0, now.utc_ms), mine.bseq, mine.hash, head, seen)
    return sign_statement(said, vault.device_keys.sign_private)


# ---- in --------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Merged:
    """What merging a page changed, and what was not believed: the name of the rule and whose batch broke it."""

    changes: Changes
    refused: tuple[tuple[str, bytes], ...] = ()


@dataclass(slots=True)
class _Intake:
    """One page on its way in: what was read of each chain so far."""

    state: RosterState
    keys: Mapping[int, bytes] = field(repr=False)
    chains: dict[bytes, ChainHead]
    newest: dict[bytes, SealedRow] = field(default_factory=dict)
    seen: dict[bytes, dict[bytes, Sight]] = field(default_factory=dict)
    arrivals: list[Arrival] = field(default_factory=list, repr=False)
    rows: list[SealedRow] = field(default_factory=list, repr=False)
    unread: list[tuple[bytes, int]] = field(default_factory=list)


def merge_batches(space: Space, raws: Iterable[bytes], cursor: int | None = None, generation: str = "") -> Merged:
    """Check, open and keep batches, in one transaction with how far pulling has come.

    A batch that breaks a rule is left out and named, and then `cursor` is not kept, so that it is asked for again;
    what others wrote comes in all the same.
    """
    state = circle.roster_of(space)
    if state is None:
        return Merged(frozenset())
    intake = _Intake(state, space.epoch_keys(), space.chain_heads())
    refused: list[tuple[str, bytes]] = []
    for raw in raws:
        try:
            _take(space, intake, raw)
        except Refused as error:
            refused.append((error.code.value, error.device))
        except CaregiverError as error:
            refused.append((type(error).__name__, b""))
    return Merged(_keep(space, intake, None if refused else cursor, generation), tuple(refused))


def _take(space: Space, intake: _Intake, raw: bytes) -> None:
    batch = read_batch(raw)
    device, known = batch.header.device, intake.chains.get(batch.header.device)
    if known is not None and batch.header.bseq <= known.bseq:
        _require_same(space, intake, batch)
        return
    place = check_batch(intake.state, batch, sealing.place_of(intake.state, _newest(space, intake, device)))
    last_rseq = known.last_rseq if known else 0
    seen = intake.seen.get(device)
    if seen is None:
        seen = batches.seen_from(space.state(_author_key(device)))
    try:
        content = sealing.opened(batch, intake.keys)
    except WrongKey:
        raise
    except (Malformed, TooDeep, TooLarge):
        intake.unread.append((device, place.bseq))  # signed by its author, so it is kept; only its inside is strange
    else:
        seen = merge.joined(seen, content.seen)
        last_rseq = max(last_rseq, content.last_rseq)
        role = intake.state.role_at(device, place.bseq)
        intake.arrivals += merge.arrivals(content.records, seen, Role(role.value) if role else None)
    row = SealedRow(device, place.bseq, batch.hash, last_rseq, raw)
    intake.seen[device] = seen
    intake.rows.append(row)
    intake.newest[device] = row
    intake.chains[device] = ChainHead(row.bseq, row.hash, row.last_rseq)


def _newest(space: Space, intake: _Intake, device: bytes) -> SealedRow | None:
    if device in intake.newest:
        return intake.newest[device]
    known = intake.chains.get(device)
    found = space.sealed_of(device, known.bseq - 1, 1) if known else ()
    return found[0] if found else None


def _require_same(space: Space, intake: _Intake, batch: Batch) -> None:
    device, bseq = batch.header.device, batch.header.bseq
    kept = [row for row in intake.rows if (row.device, row.bseq) == (device, bseq)]
    kept += space.sealed_of(device, bseq - 1, 1)
    if kept and kept[0].bseq == bseq and kept[0].hash != batch.hash:
        raise Refused(Code.FORK, device, bseq)


def _keep(space: Space, intake: _Intake, cursor: int | None, generation: str) -> Changes:
    with space.transaction():
        changes = space.merge(intake.arrivals, intake.rows)
        for device, seen in intake.seen.items():
            space.put_state(_author_key(device), batches.packed_seen(seen))
        if intake.unread:
            kept = space.state(_UNREAD) or b""
            space.put_state(_UNREAD, kept + b"".join(device + as_bytes(bseq) for device, bseq in intake.unread))
        if cursor is not None:
            note_cursor(space, cursor, generation)
    return changes | {Topic.SYNC} if intake.rows else changes


def seen_by_authors(space: Space) -> tuple[Seen, ...]:
    """What each author whose batches are here had seen."""
    return tuple(batches.seen_from(space.state(_author_key(device))) for device in space.chain_heads())
