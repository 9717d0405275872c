"""The words of a clip, one TOML file a language beside its storyboard, read strictly.

Whatever is wrong is said all at once, each with its file, its place and what to do, so that a translator mends a file
in one go: `videos/P2/words.es.toml, step 3, caution: it has 21 words, at most 18. Say it shorter.`
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

STATES = ("draft", "clinician_reviewed", "translated_draft", "translation_reviewed")  # as in caregiver_app/content
MOST_WORDS = {"action": 12, "caution": 14}  # English; a tired reader takes in no more
LONGER = 1.3  # how much longer another language may be
FEWEST_STEPS, MOST_STEPS = 5, 9
DOSE = re.compile(r"[\d٠-٩०-९]\s*(mg|ml|mcg|µg|μg|مل|ملغ|मिली|मिग्रा|मि\.)", re.IGNORECASE)

_CLIP_FIELDS = ("title", "review_status", "stop_and_call", "step")
_STEP_FIELDS = ("action", "caution", "said")
_NAME = re.compile(r"words\.([a-z]{2,3}(?:-[A-Za-z]{2,4})?)\.toml")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: which file, where in it, what is wrong and what to do, in whole sentences."""

    file: str
    place: str
    what: str

    def __str__(self) -> str:
        """As a line for the person who mends it."""
        return f"{self.file}, {self.place}: {self.what}" if self.place else f"{self.file}: {self.what}"


class WrongWords(ValueError):
    """A clip's words cannot be used; says every problem."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


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
    """Every language of a clip, English first. Raises WrongWords (a ValueError) that says every problem."""
    problems: list[Problem] = []
    found = {}
    for path in sorted(folder.glob("words.*.toml")):
        text = _read(path, problems)
        if text is not None:
            found[text.language] = text
    english = found.pop("en", None)
    if english is None and not problems:
        problems.append(Problem(f"{_shown(folder)}/words.en.toml", "", "it is missing. Every clip has English words."))
    for text in found.values():
        if english is not None and len(text.steps) != len(english.steps):
            problems.append(
                Problem(
                    f"{_shown(folder)}/words.{text.language}.toml",
                    f"step {min(len(text.steps), len(english.steps)) + 1}",
                    f"there are {len(text.steps)} steps, English has {len(english.steps)}. "
                    "Give each English step one here, in the same order.",
                )
            )
    if problems or english is None:
        raise WrongWords(problems)
    return {"en": english, **found}


def most_words(field: str, language: str) -> int:
    """How many words an action or a caution may have in a language."""
    return MOST_WORDS[field] if language == "en" else int(MOST_WORDS[field] * LONGER)


def _shown(path: Path) -> str:
    """A path as people know it, from `videos/` on."""
    return f"videos/{path.name}" if path.is_dir() or not path.suffix else f"videos/{path.parent.name}/{path.name}"


def _read(path: Path, problems: list[Problem]) -> ClipText | None:
    file, before = _shown(path), len(problems)
    named = _NAME.fullmatch(path.name)
    if named is None:
        problems.append(Problem(file, "", "its name must be words.<language>.toml, such as words.es.toml. Rename it."))
        return None
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        problems.append(Problem(file, "", f"it cannot be read: {error}. Mend the quotes or brackets there."))
        return None
    title = _sentence(data, "title", file, "", problems)
    status = _sentence(data, "review_status", file, "", problems)
    if status and status not in STATES:
        problems.append(
            Problem(file, "review_status", f"“{status}” is not one of {', '.join(STATES)}. Use one of them.")
        )
    calls = _calls(data, file, problems)
    steps = _steps(data, file, named[1], problems)
    _unknown(data, _CLIP_FIELDS, file, "", problems)
    return ClipText(named[1], title, status, calls, steps) if len(problems) == before else None


def _calls(data: Mapping[str, Any], file: str, problems: list[Problem]) -> tuple[str, ...]:
    value = data.get("stop_and_call")
    if not isinstance(value, list) or not value or not all(isinstance(v, str) and v.strip() for v in value):
        what = 'it is missing or no list of sentences. Write when to stop and call, such as ["Sudden pain"].'
        problems.append(Problem(file, "stop_and_call", what))
        return ()
    return tuple(value)


def _steps(data: Mapping[str, Any], file: str, language: str, problems: list[Problem]) -> tuple[StepText, ...]:
    blocks = data.get("step")
    if not isinstance(blocks, list) or not blocks:
        problems.append(
            Problem(file, "step", "there are no steps. Add one [[step]] block for each step of the picture.")
        )
        return ()
    if not FEWEST_STEPS <= len(blocks) <= MOST_STEPS:
        what = f"there are {len(blocks)} steps. A clip has {FEWEST_STEPS} to {MOST_STEPS}; join or split some."
        problems.append(Problem(file, "step", what))
    found = []
    for number, block in enumerate(blocks, 1):
        place = f"step {number}"
        action, caution, said = (_sentence(block, field, file, place, problems) for field in _STEP_FIELDS)
        for field, text in (("action", action), ("caution", caution)):
            _length(text, field, language, file, place, problems)
        _doses((action, caution, said), file, place, problems)
        _unknown(block, _STEP_FIELDS, file, place, problems)
        found.append(StepText(action, caution, said))
    return tuple(found)


def _sentence(block: Any, field: str, file: str, step: str, problems: list[Problem]) -> str:
    place = f"{step}, {field}" if step else field
    value = block.get(field) if isinstance(block, Mapping) else None
    if value is None:
        problems.append(Problem(file, place, f'it is missing. Write {field} = "…".'))
    elif not isinstance(value, str) or not value.strip():
        problems.append(Problem(file, place, "it is empty or no text. Write a sentence between quotes."))
    else:
        return value.strip()
    return ""


def _length(text: str, field: str, language: str, file: str, step: str, problems: list[Problem]) -> None:
    count, most = len(text.split()), most_words(field, language)
    if count > most:
        what = f"it has {count} words, at most {most}. Say it shorter."
        problems.append(Problem(file, f"{step}, {field}", what))


def _doses(texts: Iterable[str], file: str, step: str, problems: list[Problem]) -> None:
    if any(DOSE.search(text) for text in texts):
        problems.append(Problem(file, step, "it says a dose. A clip never does; say “the amount on the label”."))


def _unknown(block: Any, known: tuple[str, ...], file: str, step: str, problems: list[Problem]) -> None:
    for field in sorted(set(block) - set(known)) if isinstance(block, Mapping) else ():
        place = f"{step}, {field}" if step else field
        problems.append(
            Problem(file, place, f"this is not known here; known are {', '.join(known)}. Correct its name.")
        )
