"""A JSON file that a hospice wrote, read field by field: what is wrong is gathered with its place, and reading goes on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from caregiver_app.content.inside import Findings, inside, plain_file, plain_name, refused
from caregiver_app.domain.brought_in import MOST_TEXT_BYTES, Fault

_KINDS = {str: "words", dict: "{…}", list: "[…]", int: "1", float: "1.5"}
_DAY_S = 86_400


class Written:
    """One file. `found` is what is wrong with it, `files` are the files that it names, by name."""

    def __init__(self, path: Path) -> None:
        self._path, self.name, self.folder = path, path.name, path.parent
        self.found = Findings()
        self.files: dict[str, Path] = {}

    def block(self) -> Mapping[str, Any]:
        """The whole file. Raises UnusableClip where it is missing or no JSON block."""
        if not self._path.exists():
            raise refused(Fault.NO_SIDE_CAR, self.name)
        plain_file(self._path, MOST_TEXT_BYTES)
        try:
            block = json.loads(self._path.read_text("utf-8-sig"))
            json.dumps(block, ensure_ascii=False).encode()  # half letters (\\ud800) are in no text
        except OSError as error:
            raise refused(Fault.UNREADABLE, self.name) from error
        except json.JSONDecodeError as error:
            raise refused(Fault.NO_JSON, self.name, f"{error.lineno}:{error.colno}") from error
        except (ValueError, RecursionError) as error:
            raise refused(Fault.NO_JSON, self.name) from error
        if not isinstance(block, Mapping):
            raise refused(Fault.NO_BLOCK, self.name)
        return block

    def take(self, block: Any, name: str, kind: type, place: str = "") -> Any:
        """A field of this kind, None and a finding where it is missing or of another kind."""
        where = f"{place}, {name}" if place else name
        if not isinstance(block, Mapping) or name not in block:
            self.found.add(Fault.NO_FIELD, self.name, where)
            return None
        value = block[name]
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            self.found.add(Fault.WRONG_KIND, self.name, where, shown_value(value), _KINDS[kind])
            return None
        return value

    def text(self, block: Any, name: str, place: str = "") -> str:
        """Words, "" with a finding where they are missing."""
        return str(self.take(block, name, str, place) or "")

    def optional(self, block: Any, name: str, place: str = "") -> str:
        """Words that may be left out."""
        return self.text(block, name, place).strip() if isinstance(block, Mapping) and name in block else ""

    def number(self, block: Any, name: str, place: str) -> float:
        """Seconds within a day, 0 with a finding where it is none."""
        value = block.get(name) if isinstance(block, Mapping) else None
        if not isinstance(value, (int, float)) or isinstance(value, bool) or not 0 <= value < _DAY_S:
            fault = Fault.NO_FIELD if value is None else Fault.WRONG_KIND
            self.found.add(fault, self.name, f"{place}, {name}", shown_value(value), _KINDS[float])
            return 0.0
        return float(value)

    def texts(self, block: Mapping[str, Any], name: str, place: str = "") -> tuple[str, ...]:
        """A list of words that may be left out."""
        if name not in block:
            return ()
        value = self.take(block, name, list, place) or []
        if any(not isinstance(one, str) for one in value):
            where = f"{place}, {name}" if place else name
            self.found.add(Fault.WRONG_KIND, self.name, where, shown_value(value), '["…"]')
            return ()
        return tuple(value)

    # ---- files ---------------------------------------------------------------------------------
    def file(self, block: Any, name: str, place: str = "") -> str:
        """The name of a file inside the folder, kept in `files`. Raises UnusableClip where it leads elsewhere."""
        written = self.text(block, name, place)
        if written:
            where = f"{place}, {name}" if place else name
            self.files[plain_name(written)] = inside(self.folder, written, self.name, where)
        return plain_name(written)

    def named_file(self, block: Any, name: str, place: str) -> str | None:
        """A file that may be left out."""
        if not isinstance(block, Mapping) or block.get(name) is None:
            return None
        written = ""
        with self.found.gathered():
            written = self.file(block, name, "" if place == name else place)
        return written or None


def shown_value(value: object) -> str:
    """A value as it was written, cut short."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 40 else f"{text[:39]}…"
