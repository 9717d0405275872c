"""What an exchange has to do, decided from what is here and what the relay says it has. Pure: no network, no storage.

Nothing is ever marked as uploaded: what goes out is whatever is here above the relay's heads, of every device. So a
relay that lost everything is filled again by whoever comes first, with the very same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from caregiver_app.domain.sealed import ChainHead, SealedRow
from caregiver_app.sync.batches import Seen, Sight
from caregiver_app.sync.merge import joined
from caregiver_app.sync.protocol import NO_HASH, Heads, Refused, RosterState, Statement, Watch, read_statement, unpacked
from caregiver_app.sync.protocol.limits import REQUEST_BYTES
from caregiver_app.sync.refusals import DeviceCopied, RosterParted

SKEW_S = 120
_NONE = ChainHead(0, NO_HASH, 0)
_MARK, _SIGNATURE = 4, 64
_MOST_LACKING = 20
_ROOM = REQUEST_BYTES - 64 * 1024


@dataclass(frozen=True, slots=True)
class Held:
    """What is here of a space: the roster's hashes in order, where each chain stands, and where pulling had come to."""

    space_id: bytes
    device: bytes
    roster: tuple[bytes, ...]
    chains: Mapping[bytes, ChainHead]
    cursor: int = 0
    generation: str = ""

    def watch(self) -> Watch:
        """What to name in a long poll."""
        return Watch(self.space_id, self.cursor, len(self.roster))


def roster_to_pull(held: Held, heads: Heads) -> bool:
    """True where the relay knows later roster entries. Raises RosterParted where it knows other ones."""
    if heads.roster_position > len(held.roster):
        return True
    if heads.roster_position < 1 or held.roster[heads.roster_position - 1] != heads.roster_head:
        raise RosterParted
    return False


def roster_to_push(held: Held, heads: Heads) -> bool:
    """True where entries are here that the relay lacks."""
    return heads.roster_position < len(held.roster)


def to_push(held: Held, heads: Heads) -> dict[bytes, int]:
    """For each device of which more is here: the batch number that the relay has. Raises DeviceCopied."""
    there = {head.device: head for head in heads.devices}
    mine, known = there.get(held.device), held.chains.get(held.device, _NONE)
    if mine is not None and (mine.bseq > known.bseq or (mine.bseq == known.bseq and mine.hash != known.hash)):
        raise DeviceCopied
    above = {device: (there[device].bseq if device in there else 0) for device in held.chains}
    return {device: bseq for device, bseq in above.items() if held.chains[device].bseq > bseq}


def has_to_pull(held: Held, heads: Heads) -> bool:
    """True where the relay has batches that are not here; how many it counts otherwise does not matter."""
    return any(head.bseq > held.chains.get(head.device, _NONE).bseq for head in heads.devices)


def lacking(held: Held, heads: Heads) -> tuple[tuple[bytes, int], ...]:
    """The batches that the relay counts and that are not here, by device and number, the oldest of each first."""
    found: list[tuple[bytes, int]] = []
    for head in heads.devices:
        known = held.chains.get(head.device, _NONE).bseq
        found += [(head.device, bseq) for bseq in range(known + 1, min(head.bseq, known + _MOST_LACKING) + 1)]
    return tuple(found)


def start_of_pull(held: Held, heads: Heads, generation: str) -> int:
    """The sequence number to pull after: from the beginning where the relay is another, or behind its own past."""
    return held.cursor if generation == held.generation and heads.head_seq >= held.cursor else 0


def requests(rows: Sequence[SealedRow]) -> Iterator[tuple[SealedRow, ...]]:
    """Batches in order, as many to a request as the relay takes."""
    run: list[SealedRow] = []
    size = 0
    for row in rows:
        if run and size + len(row.body) > _ROOM:
            yield tuple(run)
            run, size = [], 0
        run.append(row)
        size += len(row.body)
    if run:
        yield tuple(run)


@dataclass(frozen=True, slots=True)
class Word:
    """What a device last said of itself, checked: when by its own clock, and how far it has seen others."""

    device: bytes
    made_ms: int
    bseq: int
    seen: Mapping[bytes, int] = field(default_factory=dict)


def words(heads: Heads, state: RosterState) -> tuple[Word, ...]:
    """The statements that are truly signed by devices of this circle; all others are passed over."""
    found: list[Word] = []
    for raw in heads.statements:
        statement = _statement(raw, state)
        if statement is not None and statement.space == state.space_id:
            seen = {one.device: one.bseq for one in statement.seen}
            found.append(Word(statement.device, statement.made_ms, statement.bseq, seen))
    return tuple(found)


def _statement(raw: bytes, state: RosterState) -> Statement | None:
    try:
        claimed = unpacked(raw[_MARK:-_SIGNATURE], Statement).device
        return read_statement(raw, state.devices[claimed].keys.sign_pk) if state.is_member(claimed) else None
    except Refused:
        return None


def missing(chains: Mapping[bytes, ChainHead], seen: Seen, said: Sequence[Word], me: bytes) -> dict[bytes, int]:
    """How much of each device others have and we do not: records where the number is known, else batches."""
    found: dict[bytes, int] = {}
    for device, sight in seen.items():
        here = chains.get(device, _NONE)
        if device != me and (sight.bseq > here.bseq or sight.last_rseq > here.last_rseq):
            found[device] = max(1, sight.last_rseq - here.last_rseq)
    for word in said:
        for device, bseq in {**word.seen, word.device: word.bseq}.items():
            here = chains.get(device, _NONE)
            if device != me and bseq > here.bseq:
                found.setdefault(device, bseq - here.bseq)
    return found


def seen_by_anyone(kept: Sequence[Seen]) -> dict[bytes, Sight]:
    """The farthest that any author has seen each chain."""
    whole: dict[bytes, Sight] = {}
    for one in kept:
        whole = joined(whole, one)
    return whole


def skew_s(relay_ms: int | None, sent_ms: int, got_ms: int) -> int:
    """How many seconds the relay's clock is ahead of ours; 0 within two minutes, for then nothing is said."""
    if relay_ms is None:
        return 0
    skew = round((relay_ms - (sent_ms + got_ms) / 2) / 1000)
    return skew if abs(skew) > SKEW_S else 0
