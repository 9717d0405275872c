"""The words of a clip, one TOML file a language beside its storyboard, read strictly."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class StepText:
    """What a step says: do this, take care, and what the voice says."""

    action: str
    caution: str
    said: str


@dataclass(frozen=True, slots=True)
class ClipText:
    """Everything a clip says in one language."""

    language: str
    title: str
    review_status: str
    stop_and_call: tuple[str, ...]
    steps: tuple[StepText, ...]


def read_words(folder: Path) -> dict[str, ClipText]:
    """Every language of a clip, English first. Raises ValueError that names file and field."""
    found = {path.name.split(".")[1]: _read(path) for path in sorted(folder.glob("words.*.toml"))}
    if "en" not in found:
        raise ValueError(f"{folder.name}: words.en.toml is missing")
    return {"en": found.pop("en"), **found}


def _read(path: Path) -> ClipText:
    with path.open("rb") as file:
        data = tomllib.load(file)
    try:
        steps = tuple(StepText(s["action"], s["caution"], s["said"]) for s in data["step"])
        language = path.name.split(".")[1]
        return ClipText(language, data["title"], data["review_status"], tuple(data["stop_and_call"]), steps)
    except KeyError as missing:
        raise ValueError(f"{path.parent.name}/{path.name}: {missing} is missing") from missing
