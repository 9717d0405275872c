"""One exchange of one space with its relay: read what is here, ask, send, fetch, merge. Runs on the sharing thread.

The vault is visited in short calls between the waits for the network, so a slow relay never holds a tap.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Protocol, TypeVar

from caregiver_app.domain.errors import CaregiverError, RelayNonsense, RelayRefused
from caregiver_app.domain.records import Changes
from caregiver_app.domain.sealed import SealedRow
from caregiver_app.domain.time import Clock, Instant
from caregiver_app.services import chain, circle, restored
from caregiver_app.storage.space import Space
from caregiver_app.storage.vault import Vault
from caregiver_app.sync import exchange
from caregiver_app.sync.calls import Relay
from caregiver_app.sync.exchange import Held
from caregiver_app.sync.protocol import Code, Heads, Refused, Watch
from caregiver_app.sync.refusals import DeviceCopied, RefusedByRelay, RosterParted, TooLarge

T = TypeVar("T")
STATEMENT_MS = 60_000
_BATCHES_A_MERGE = 4  # some 2,000 records: the vault is free for a tap in between
_LAST_STATEMENT, _LAST_SHARED = "last_statement", "last_shared"


class VaultCall(Protocol):
    """Runs something on the vault thread and waits for it. Raises VaultLocked once the vault is closed."""

    def __call__(self, service: Callable[[Vault], T], /) -> T:
        """What `service` gives for the open vault."""
        ...


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an exchange brought: changes, what was not believed, what is known to be missing, and what to wait for."""

    watch: Watch
    changes: Changes = frozenset()
    refused: tuple[tuple[str, bytes], ...] = ()
    missing: Mapping[bytes, int] = field(default_factory=dict)
    clock_skew_s: int = 0


class Exchange:
    """One run; made anew each time."""

    def __init__(self, relay: Relay, vault_call: VaultCall, space_id: bytes, clock: Clock) -> None:
        self._relay = relay
        self._vault_call = vault_call
        self._space_id = space_id
        self._clock = clock
        self._changes: Changes = frozenset()
        self._refused: list[tuple[str, bytes]] = []

    def run(self) -> Outcome:
        """Share both ways.

        Raises RelayUnreachable, RelayNonsense, RelayRefused, RosterParted, DeviceCopied, VaultLocked.
        """
        held = self._here(chain.held)
        asked_ms = self._clock.now().utc_ms
        heads = self._heads()
        skew_s = exchange.skew_s(self._relay.clock_ms, asked_ms, self._clock.now().utc_ms)
        generation = self._relay.generation
        held = self._share_roster(held, heads)
        held_back: CaregiverError | None = None
        try:
            pushed, new = self._push(heads)
        except (RefusedByRelay, Refused, TooLarge) as error:
            if isinstance(error, RefusedByRelay) and error.code in (Code.SLOW_DOWN, Code.RELAY_BUSY):
                raise
            held_back, pushed, new = error, heads.head_seq, 0  # what cannot go out must not keep out what others wrote
        self._pull(held, heads, generation, pushed, new)
        self._ask_for_lacking(heads)
        if held_back is not None:
            raise held_back
        missing = self._here_with_vault(lambda vault, space: self._settle(vault, space, heads))
        watch = Watch(self._space_id, pushed, max(len(held.roster), heads.roster_position))
        return Outcome(watch, self._changes, tuple(self._refused), missing, skew_s)

    @property
    def changes(self) -> Changes:
        """What was merged so far; it stays merged where `run` fails later."""
        return self._changes

    def _here(self, service: Callable[[Space], T]) -> T:
        return self._vault_call(lambda vault: service(vault.space(self._space_id)))

    def _here_with_vault(self, service: Callable[[Vault, Space], T]) -> T:
        return self._vault_call(lambda vault: service(vault, vault.space(self._space_id)))

    # ---- the steps ---------------------------------------------------------------------------
    def _heads(self) -> Heads:
        """What the relay has; where it has no such space, or does not know yet that we belong to it, it is told."""
        try:
            return self._relay.heads(self._space_id)
        except RelayRefused as refused:
            if refused.code != Code.NOT_FOUND:
                raise
        self._tell_roster()
        return self._relay.heads(self._space_id)

    def _tell_roster(self) -> None:
        entries, ticket = self._here(lambda space: (space.roster(), circle.ticket_of(space)))
        try:
            self._relay.make_space(entries, ticket)
        except RelayRefused as refused:
            if refused.code == Code.ROSTER_MOVED:
                raise RosterParted from refused
            raise

    def _share_roster(self, held: Held, heads: Heads) -> Held:
        if exchange.roster_to_pull(held, heads):
            entries = self._relay.roster(self._space_id, len(held.roster))
            self._changes |= self._here_with_vault(lambda vault, space: chain.take_roster(vault, space, entries))
            held = self._here(chain.held)
            if len(held.roster) < heads.roster_position:
                raise RelayNonsense  # it counts entries that it does not give
            return held
        if exchange.roster_to_push(held, heads):
            self._tell_roster()
        return held

    def _push(self, heads: Heads) -> tuple[int, int]:
        """Send everything that the relay lacks, whoever wrote it; returns its newest number and how many were new."""
        rows = self._here_with_vault(lambda vault, space: _sealed_to_send(vault, space, heads))
        head_seq, new = heads.head_seq, 0
        for request in exchange.requests(rows):
            answer = self._send(request)
            head_seq, new = answer[0], new + answer[1]
        return head_seq, new

    def _send(self, rows: Sequence[SealedRow]) -> tuple[int, int]:
        try:
            answer = self._relay.push(self._space_id, [row.body for row in rows])
        except RefusedByRelay as refused:
            if refused.code == Code.FORK and refused.device == self._here(lambda space: space.device):
                raise DeviceCopied from refused
            raise
        return answer.head_seq, answer.new

    def _pull(self, held: Held, heads: Heads, generation: str, head_seq: int, new: int) -> None:
        after = heads.head_seq
        if exchange.has_to_pull(held, heads):
            after = exchange.start_of_pull(held, heads, generation)
        elif head_seq == heads.head_seq + new:
            after = head_seq  # nothing but our own came since
        if after >= head_seq:
            self._here(lambda space: chain.note_cursor(space, head_seq, generation))
            return
        more = True
        while more:
            page = self._relay.page(self._space_id, after)
            for start in range(0, len(page.batches), _BATCHES_A_MERGE):
                self._merge(page.batches[start : start + _BATCHES_A_MERGE], generation)
            after = page.batches[-1][0] if page.batches else after
            more = page.more

    def _ask_for_lacking(self, heads: Heads) -> None:
        """What the relay counts but left out of its sequence, when pulling had come past it, is asked for by number."""
        if self._refused:
            return
        given_up: set[bytes] = set()
        for device, bseq in exchange.lacking(self._here(chain.held), heads):
            if device in given_up:
                continue
            try:
                raw = self._relay.batch(self._space_id, device, bseq)
            except RelayRefused as refused:
                if refused.code != Code.NOT_FOUND:
                    raise
                given_up.add(device)  # `missing` names it
                continue
            merged = self._here(partial(chain.merge_batches, raws=[raw]))
            self._changes |= merged.changes
            self._refused += merged.refused

    def _merge(self, batches: Sequence[tuple[int, bytes]], generation: str) -> None:
        """Keep some batches; after one that was not believed, pulling begins there again the next time."""
        cursor = None if self._refused else batches[-1][0]
        raws = [raw for _, raw in batches]
        merged = self._here(lambda space: chain.merge_batches(space, raws, cursor, generation))
        self._changes |= merged.changes
        self._refused += merged.refused

    def _settle(self, vault: Vault, space: Space, heads: Heads) -> dict[bytes, int]:
        """What follows from a whole exchange: what is shared by now, who was seen, what is missing."""
        now = self._clock.now()
        state = circle.roster_of(space)
        said = exchange.words(heads, state) if state else ()
        circle.note_shared(space, space.chain_head(space.device).last_rseq)
        if circle.note_sightings(space, {word.device: Instant(word.made_ms) for word in said}):
            self._changes |= circle.CIRCLE
        note_last_shared(space, now)
        if vault.needs_new_device and not self._refused and state is not None and state.is_member(space.device):
            self._changes |= restored.write_again(vault, space, now)
        seen = exchange.seen_by_anyone(chain.seen_by_authors(space))
        return exchange.missing(space.chain_heads(), seen, said, space.device)

    def say_where_we_stand(self) -> None:
        """Leave a statement, at most once a minute."""
        made = self._here_with_vault(lambda vault, space: _due_statement(vault, space, self._clock.now()))
        if made is not None:
            device, raw = made
            self._relay.state(self._space_id, device, raw)


def _sealed_to_send(vault: Vault, space: Space, heads: Heads) -> tuple[SealedRow, ...]:
    chain.seal_waiting(vault, space)
    return chain.outgoing(space, exchange.to_push(chain.held(space), heads))


def _due_statement(vault: Vault, space: Space, now: Instant) -> tuple[bytes, bytes] | None:
    last = chain.number(space.state(_LAST_STATEMENT))
    if 0 <= now.utc_ms - last < STATEMENT_MS:
        return None
    space.put_state(_LAST_STATEMENT, chain.as_bytes(max(0, now.utc_ms)))
    return space.device, chain.statement(vault, space, now)


def note_last_shared(space: Space, now: Instant) -> None:
    """The relay and this device agreed at `now`."""
    space.put_state(_LAST_SHARED, chain.as_bytes(max(0, now.utc_ms)))


def last_shared(space: Space) -> Instant | None:
    """When the relay and this device last agreed, None for never."""
    kept = space.state(_LAST_SHARED)
    return Instant(chain.number(kept)) if kept else None
