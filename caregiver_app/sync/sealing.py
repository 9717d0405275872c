"""Sealing records into a batch of this device's chain, and opening what came: the chain first, then the content."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from caregiver_app.domain.records import Record
from caregiver_app.domain.sealed import ChainHead, SealedRow
from caregiver_app.sync import seal
from caregiver_app.sync.batches import Content, Seen, content_of, plaintext
from caregiver_app.sync.protocol.batch import Batch, ChainPlace, Header, read_batch, sign_batch
from caregiver_app.sync.protocol.roster import RosterState
from caregiver_app.sync.refusals import WrongKey
from caregiver_app.sync.roster import Signer


def sealed(
    state: RosterState,
    epoch_key: bytes,
    author: Signer,
    last: ChainHead,
    records: Sequence[Record],
    seen: Seen,
) -> SealedRow:
    """The next batch of `author`'s chain after `last`, holding `records`. Raises TooLarge."""
    first = records[0].dot.rseq if records else last.last_rseq + 1
    text = plaintext(first, records, seen)
    header = Header(state.space_id, author.device_id, last.bseq + 1, state.epoch, last.hash, state.head)
    salt, ciphertext = seal.seal_batch_text(epoch_key, header.space, header.device, header.head(), text)
    salted = Header(header.space, header.device, header.bseq, header.epoch, header.prev_hash, header.roster_hash, salt)
    raw = sign_batch(salted, ciphertext, author.sign_private)
    return SealedRow(author.device_id, header.bseq, read_batch(raw).hash, first + len(records) - 1, raw)


def place_of(state: RosterState, newest: SealedRow | None) -> ChainPlace:
    """Where a device's chain stands, from its newest batch that is kept here."""
    if newest is None:
        return ChainPlace()
    header = read_batch(newest.body).header
    return ChainPlace(newest.bseq, newest.hash, state.positions.get(header.roster_hash, 0), header.epoch)


def opened(batch: Batch, keys: Mapping[int, bytes]) -> Content:
    """The content of a batch whose place in its chain was checked.

    Raises WrongKey where its epoch key is not here or does not open it; Malformed, TooDeep, DuplicateKey, TooLarge.
    """
    header = batch.header
    key = keys.get(header.epoch)
    if key is None:
        raise WrongKey
    try:
        text = seal.open_batch_text(key, header.space, header.device, header.head(), header.salt, batch.ciphertext)
    except seal.DoesNotOpen as error:
        raise WrongKey from error
    return content_of(text, header.device)
