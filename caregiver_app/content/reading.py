"""Reads TOML strictly: a field that is missing, unknown or of the wrong kind is named with its file and block."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from caregiver_app.domain.errors import ContentError
from caregiver_app.domain.symptoms import Review

T = TypeVar("T")
_STATES = ("draft", "clinician_reviewed", "translated_draft", "translation_reviewed")


def read_toml(path: Path) -> Mapping[str, Any]:
    """The whole file. Raises ContentError where it is missing or no TOML."""
    try:
        with path.open("rb") as file:
            return tomllib.load(file)
    except OSError as error:
        raise ContentError(path, "file", "it cannot be read") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ContentError(path, "file", f"it is no TOML: {error}") from error


class Block:
    """One block of a content file, read field by field; `finished` refuses fields that nobody asked for."""

    def __init__(self, path: Path, name: str, fields: object) -> None:
        self.path = path
        self.name = name
        if not isinstance(fields, Mapping):
            raise ContentError(path, name, "it must be a block of fields")
        self._fields = fields
        self._read: set[str] = set()

    def wrong(self, field: str, problem: str) -> ContentError:
        """The error that names a field of this block."""
        return ContentError(self.path, f"{self.name}, {field}", problem)

    def text(self, field: str, default: str | None = None) -> str:
        """A sentence; empty ones are refused unless there is a default."""
        value = self._take(field, default)
        if not isinstance(value, str) or (not value.strip() and default is None):
            raise self.wrong(field, "it must be words")
        return value

    def flag(self, field: str, default: bool) -> bool:
        """True or false."""
        value = self._take(field, default)
        if not isinstance(value, bool):
            raise self.wrong(field, "it must be true or false")
        return value

    def whole(self, field: str, default: int) -> int:
        """A whole number."""
        value = self._take(field, default)
        if not isinstance(value, int) or isinstance(value, bool):
            raise self.wrong(field, "it must be a whole number")
        return value

    def texts(self, field: str, least: int = 0) -> tuple[str, ...]:
        """A list of sentences."""
        value = self._take(field, [])
        if not isinstance(value, list) or any(not isinstance(v, str) or not v.strip() for v in value):
            raise self.wrong(field, "it must be a list of sentences")
        if len(value) < least:
            raise self.wrong(field, f"it needs at least {least}")
        return tuple(value)

    def one_of(self, field: str, kind: Callable[[str], T], allowed: Iterable[str]) -> T:
        """One of a set of words."""
        value = self.text(field)
        if value not in set(allowed):
            raise self.wrong(field, f"it must be one of {', '.join(sorted(allowed))}")
        return kind(value)

    def table(self, field: str) -> Mapping[str, object]:
        """An inner block as it stands; empty where it is not there."""
        value = self._take(field, {})
        if not isinstance(value, dict):
            raise self.wrong(field, "it must be a block of fields")
        return value

    def blocks(self, field: str) -> tuple[Block, ...]:
        """A list of inner blocks."""
        value = self._take(field, [])
        if not isinstance(value, list):
            raise self.wrong(field, "it must be a list of blocks")
        return tuple(Block(self.path, f"{self.name}, {field} {n}", v) for n, v in enumerate(value, 1))

    def finished(self) -> None:
        """Refuse fields that are not known: a misspelt one must not be passed over. Raises ContentError."""
        unknown = sorted(set(self._fields) - self._read)
        if unknown:
            raise self.wrong(unknown[0], "this field is not known")

    def _take(self, field: str, default: object) -> object:
        self._read.add(field)
        if field not in self._fields:
            if default is None:
                raise self.wrong(field, "it is missing")
            return default
        return self._fields[field]


def review_of(block: Block) -> Review:
    """The review state of a file or block."""
    status = block.text("review_status")
    if status not in _STATES:
        raise block.wrong("review_status", f"it must be one of {', '.join(_STATES)}")
    return Review(
        status,
        block.text("reviewed_by", ""),
        block.text("review_date", ""),
        block.text("next_review", ""),
        block.texts("sources"),
    )


def without_repeats(path: Path, names: Collection[str], retired: Collection[str] = ()) -> None:
    """Refuse an id that stands twice, or one that was retired: old entries still mean the old thing by it.

    Raises ContentError.
    """
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise ContentError(path, name, "this id stands twice")
        if name in retired:
            raise ContentError(path, name, "this id was retired and cannot come back; choose a new one")
        seen.add(name)
