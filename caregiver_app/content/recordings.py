"""Recordings of people: the list that comes with them, and the list that is kept once they were brought in.

What comes is the studio's layout (videos/studio/recordings.py): `<language>/<clip>/<step>.wav`, `.flac` or `.opus`, and
`recordings.toml` beside the languages with one [[recording]] block a file: language, clip, step, who, when, consent, and
text_sha256 of the sentence that was read (left out: it was read from today's words).

What is kept is `kept.json`: format 1, recordings[{language, clip, step, file, sound, seconds, gain_db, who, when,
consent, text_sha256}]; `file` as it came, `sound` levelled for playing. Stale is what was read from other words.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from caregiver_app.content.inside import Findings, inside, plain_file, refused
from caregiver_app.domain.brought_in import MOST_SOUND_BYTES, MOST_TEXT_BYTES, Fault
from caregiver_app.domain.clips import Clip, ClipShelf, Recording

LIST, KEPT, FORMAT = "recordings.toml", "kept.json", 1
KINDS = (".wav", ".flac", ".opus")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_FIELDS: tuple[tuple[str, type], ...] = (
    ("language", str), ("clip", str), ("step", int), ("who", str), ("consent", str),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """One recording that comes: where it lies, for which step, who read it, when and with what consent."""

    language: str
    clip_id: str
    step: int
    path: Path
    who: str
    when: str
    consent: str
    text_sha256: str

    @property
    def name(self) -> str:
        """Its place in the layout."""
        return f"{self.language}/{self.clip_id}/{self.step}{self.path.suffix.lower()}"


def text_hash(text: str) -> str:
    """What a list holds of a sentence; blanks at its ends and between words do not count."""
    return sha256(" ".join(text.split()).encode()).hexdigest()


def said_in(clip: Clip, language: str, step: int) -> str | None:
    """What a voice reads at a step, None where the clip has no such step in this language."""
    words = clip.words.get(language)
    return words.steps[step - 1].said if words is not None and 1 <= step <= len(words.steps) else None


# ---- what comes ----------------------------------------------------------------------------------
def read_list(folder: Path, shelf: ClipShelf) -> tuple[Entry, ...]:
    """The recordings of a folder. Raises UnusableClip with everything that is wrong with them."""
    path, found = folder / LIST, Findings()
    if not path.exists():
        raise refused(Fault.NO_LIST, LIST)
    plain_file(path, MOST_TEXT_BYTES)
    try:
        blocks = tomllib.loads(path.read_text("utf-8-sig")).get("recording", [])
    except OSError as error:
        raise refused(Fault.UNREADABLE, LIST) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise refused(Fault.NO_TOML, LIST, found=str(error)[:80]) from error
    entries: list[Entry] = []
    for number, block in enumerate(blocks if isinstance(blocks, list) else [], 1):
        with found.gathered():
            entries.append(_entry(folder, block, f"recording {number}", shelf))
    if not entries and not found.all:
        found.add(Fault.NO_RECORDING, LIST)
    found.told()
    _find_unlisted(folder, entries, found)
    found.told()
    return tuple(entries)


def _entry(folder: Path, block: Any, place: str, shelf: ClipShelf) -> Entry:
    if not isinstance(block, Mapping):
        raise refused(Fault.NO_BLOCK, LIST, place)
    for name, kind in _FIELDS:
        if block.get(name) in (None, ""):
            raise refused(Fault.NO_FIELD, LIST, f"{place}, {name}")
        if not isinstance(block[name], kind) or isinstance(block[name], bool):
            raise refused(Fault.WRONG_KIND, LIST, f"{place}, {name}", str(block[name])[:40], _wanted(kind))
    when = block.get("when")
    if not isinstance(when, date):
        fault = Fault.NO_FIELD if when is None else Fault.WRONG_KIND
        raise refused(fault, LIST, f"{place}, when", str(when)[:40], "2026-11-20")
    language, clip_id, step = block["language"], block["clip"], block["step"]
    clip = shelf.clip(clip_id)
    said = said_in(clip, language, step) if clip is not None else None
    if said is None:
        raise refused(Fault.NO_STEP, LIST, place, f"{language}, {clip_id}, {step}")
    stem = f"{language}/{clip_id}/{step}"
    name = next((stem + kind for kind in KINDS if (folder / f"{stem}{kind}").exists()), stem + KINDS[0])
    path = inside(folder, name, LIST, place)
    plain_file(path, MOST_SOUND_BYTES, name)
    digest = str(block.get("text_sha256") or text_hash(said))
    return Entry(language, clip_id, step, path, block["who"], str(when), block["consent"], digest)


def _wanted(kind: type) -> str:
    return "1" if kind is int else "“…”"


def _find_unlisted(folder: Path, entries: Iterable[Entry], found: Findings) -> None:
    """A sound without its block has nobody's consent: it is named, and nothing is brought in."""
    listed = {entry.path for entry in entries}
    for path in sorted(folder.glob("*/*/*")):
        name = path.relative_to(folder).as_posix()
        if path.suffix.lower() in KINDS and path not in listed:
            found.add(Fault.NO_ENTRY, name)


# ---- what is kept --------------------------------------------------------------------------------
def read_kept(folder: Path, clips: Mapping[str, Clip]) -> tuple[Recording, ...]:
    """The recordings that were brought in for these clips; never raises. What cannot be read is left out."""
    found = []
    for block in kept_blocks(folder):
        clip = clips.get(str(block.get("clip")))
        try:
            recording = _kept(folder, block)
        except (KeyError, TypeError, ValueError):
            continue
        said = said_in(clip, recording.language, recording.step) if clip is not None else None
        if clip is None or not recording.sound.is_file():
            continue
        is_stale = said is None or text_hash(said) != block.get("text_sha256")
        found.append(replace(recording, is_stale=is_stale))
    return tuple(sorted(found, key=lambda r: (r.clip_id, r.language, r.step)))


def kept_blocks(folder: Path) -> list[dict[str, Any]]:
    """The list that is kept, as it was written; empty where there is none or it is damaged."""
    try:
        found = json.loads((folder / KEPT).read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return []
    blocks = found.get("recordings") if isinstance(found, dict) and found.get("format") == FORMAT else None
    return [block for block in blocks if isinstance(block, dict)] if isinstance(blocks, list) else []


def listed(blocks: Iterable[Mapping[str, Any]]) -> str:
    """The same recordings as a recordings.toml, with the checksums of the sentences that were read."""
    return "\n".join(
        "[[recording]]\n"
        + "".join(f"{name} = {_toml(block[name])}\n" for name, _kind in _FIELDS)
        + f"when = {str(block['when'])[:10]}\ntext_sha256 = {_toml(block['text_sha256'])}\n"
        for block in blocks
        if all(name in block for name in (*(name for name, _kind in _FIELDS), "when", "text_sha256"))
        and _DAY.match(str(block["when"]))
    )


def _toml(value: object) -> str:
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")


def _kept(folder: Path, block: Mapping[str, Any]) -> Recording:
    return Recording(
        language=str(block["language"]),
        clip_id=str(block["clip"]),
        step=int(block["step"]),
        sound=folder / str(block["sound"]),
        length_s=float(block["seconds"]),
        who=str(block["who"]),
        when=str(block["when"]),
        consent=str(block["consent"]),
    )
