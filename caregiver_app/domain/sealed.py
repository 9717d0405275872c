"""A sealed batch as it is kept: opaque bytes with the place they have in their device's chain."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class SealedRow:
    """One sealed batch: device (16 bytes), its number from 1, hash (32 bytes), last record number inside, bytes."""

    device: bytes
    bseq: int
    hash: bytes
    last_rseq: int
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class ChainHead:
    """Where a device's chain stands: last batch number (0 for none), its hash, and the last record it holds."""

    bseq: int
    hash: bytes
    last_rseq: int
