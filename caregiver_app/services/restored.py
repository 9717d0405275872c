"""A restored device: what only a former device of this person had is written again under the new one."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from caregiver_app.domain.records import Changes, Dot, Draft, Kind, Op, Plain, Record, Topic
from caregiver_app.domain.time import Instant
from caregiver_app.services.chain import as_bytes, number
from caregiver_app.storage.space import Space
from caregiver_app.storage.vault import Vault
from caregiver_app.sync import merge
from caregiver_app.sync.records import as_array, packed


def _again_key(device: bytes) -> str:
    return f"again:{device.hex()}"


def write_again(vault: Vault, space: Space, now: Instant) -> Changes:
    """After a restore and a whole pull: write anew what only a former device of this person had, unsealed.

    Each new record replaces the first copy here and names it as its origin, so that it counts once wherever both meet.
    """
    changed = False
    for device in vault.former_devices:
        start = max(space.chain_head(device).last_rseq, number(space.state(_again_key(device))))
        records = space.records_of(device, start)
        if not records:
            continue
        mapped: dict[Dot, Dot] = {}
        with space.transaction():
            for record in records:
                (written,) = space.append([_again(record, mapped)], now)
                mapped[record.dot] = written.dot
            space.put_state(_again_key(device), as_bytes(records[-1].dot.rseq))
        changed = True
    vault.settle_device()
    return frozenset({Topic.DIARY, Topic.PLAN, Topic.DOSES, Topic.PATIENT, Topic.CLIPS}) if changed else frozenset()


def _again(record: Record, mapped: Mapping[Dot, Dot]) -> Draft:
    digest = hashlib.blake2b(packed(as_array(record)), digest_size=16, person=b"CL1 origin").hexdigest()
    origin: dict[str, Plain] = {"device": record.dot.device.hex(), "rseq": record.dot.rseq, "hash": digest}
    preds = {mapped.get(pred, pred) for pred in record.preds} | {record.dot}
    return Draft(
        Kind(record.kind),
        {**record.payload, merge.ORIGIN: origin},
        record.observed_at,
        Op(record.op),
        record.entity_id,
        record.group,
        tuple(sorted(preds)),
    )
