"""Looks for a word in bytes as a forensic tool would: in several spellings, and inside what is packed."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import zstandard

_MOST_UNPACKED = 32 * 1024 * 1024
_DEEPEST = 3
_ZLIB = re.compile(rb"\x78[\x01\x5e\x9c\xda]|\x1f\x8b\x08")
_ZSTD = re.compile(re.escape(b"\x28\xb5\x2f\xfd"))


def spellings(word: str) -> tuple[bytes, ...]:
    """The word as UTF-8, UTF-16 of both byte orders; what is searched is made small first, as the word is."""
    small = word.casefold()
    return small.encode(), small.encode("utf-16-le"), small.encode("utf-16-be")


def unpacked(blob: bytes, depth: int = 0) -> Iterator[bytes]:
    """The bytes themselves, and everything in them that zlib, gzip or zstd can open, wherever it begins."""
    yield blob
    if depth == _DEEPEST:
        return
    for found in _ZLIB.finditer(blob):
        inner = _inflated(blob[found.start() :])
        if len(inner) > 8:
            yield from unpacked(inner, depth + 1)
    for found in _ZSTD.finditer(blob):
        inner = _unframed(blob[found.start() :])
        if inner:
            yield from unpacked(inner, depth + 1)


def _inflated(packed: bytes) -> bytes:
    opener = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32)
    out = b""
    try:
        for at in range(0, len(packed), 4096):
            out += opener.decompress(packed[at : at + 4096], _MOST_UNPACKED)
            if opener.eof or len(out) > _MOST_UNPACKED:
                break
    except zlib.error:
        pass  # what came out before the mistake counts
    return out


def _unframed(packed: bytes) -> bytes:
    opener = zstandard.ZstdDecompressor(max_window_size=2**27).decompressobj()
    out = b""
    try:
        for at in range(0, len(packed), 4096):
            out += opener.decompress(packed[at : at + 4096])
            if opener.eof or len(out) > _MOST_UNPACKED:
                break
    except zstandard.ZstdError:
        pass
    return out


def found_in(blob: bytes, words: Iterable[str]) -> set[str]:
    """Which of the words are in these bytes."""
    wanted = {word: spellings(word) for word in words}
    found: set[str] = set()
    for part in unpacked(blob):
        small = part.lower()
        found |= {word for word, forms in wanted.items() if any(form in small for form in forms)}
    return found


def files_of(*folders: Path) -> dict[str, bytes]:
    """Every file below the folders, with the file's own name in front of its bytes: names are searched too."""
    found: dict[str, bytes] = {}
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            inside = path.read_bytes() if path.is_file() else b""
            found[str(path)] = str(path.relative_to(folder)).encode() + b"\0" + inside
    return found


def where(traces: Mapping[str, bytes], words: Iterable[str]) -> dict[str, set[str]]:
    """In which traces the words are: {trace: words}; traces without any are left out."""
    listed = tuple(words)
    found = {name: found_in(blob, listed) for name, blob in traces.items()}
    return {name: words_there for name, words_there in found.items() if words_there}
