"""The people of the clips, by name, from cast.yaml: read strictly, so that a mistake is named and never drawn."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from videos.studio.figure import SKIN
from videos.studio.ink import is_colour

CAST = Path(__file__).with_name("cast.yaml")
STYLES = ("short", "bun", "bob", "long", "curly", "scarf", "thin", "bald")
_COLOURS = ("hair", "top", "bottom", "trim", "shoe")
_WORDS = {"skin": tuple(SKIN), "style": STYLES, "age": ("adult", "old"), "sleeve": ("half", "long")}
_SHARES = {"scale": (0.8, 1.15), "girth": (0.8, 1.3)}
GOWN = {"sleeve": "half", "bare_legs": True, "age": "old"}  # what everyone in bed wears, whatever the cast says

Look = dict[str, Any]


class StoryboardMistake(ValueError):
    """What is wrong in a storyboard or the cast: the file, the place in it, and what to do."""

    def __init__(self, file: str, place: str, problem: str) -> None:
        super().__init__(f"{file}: {place}: {problem}")
        self.file, self.place, self.problem = file, place, problem


def read_cast(path: Path = CAST) -> dict[str, Look]:
    """Everyone who can be in a clip: what `figure.Person` takes, by name. Raises StoryboardMistake."""
    try:
        found = yaml.safe_load(path.read_text("utf-8"))
    except yaml.YAMLError as error:
        raise StoryboardMistake(path.name, "the whole file", f"it is no YAML: {error}") from error
    if not isinstance(found, Mapping):
        raise StoryboardMistake(path.name, "the whole file", "it must be a list of people by name")
    return {str(name): checked_look(look, path.name, str(name)) for name, look in found.items()}


def patient_and_carer(cast: Mapping[str, Any], file: str) -> tuple[Look, Look]:
    """How a storyboard's two people look, the patient in a gown. Raises StoryboardMistake."""
    people = read_cast()
    return {**look_of("patient", cast, people, file), **GOWN}, look_of("carer", cast, people, file)


def look_of(role: str, cast: Mapping[str, Any], people: Mapping[str, Look], file: str) -> Look:
    """How the storyboard's patient or carer looks: a name of cast.yaml, or a look of its own. Raises StoryboardMistake."""
    wanted = cast.get(role)
    if wanted is None:
        raise StoryboardMistake(file, f"cast, {role}", "nobody is named; choose one of " + ", ".join(people))
    if isinstance(wanted, str):
        if wanted not in people:
            raise StoryboardMistake(
                file, f"cast, {role}", f"nobody is called {wanted}; choose one of " + ", ".join(people)
            )
        return dict(people[wanted])
    return checked_look(wanted, file, f"cast, {role}")


def checked_look(look: Any, file: str, place: str) -> Look:
    """The same look, where everything in it is known and in bounds. Raises StoryboardMistake."""
    if not isinstance(look, Mapping):
        raise StoryboardMistake(file, place, "it must be a block such as {skin: honey, style: short}")
    for field, value in look.items():
        problem = _problem(str(field), value)
        if problem:
            raise StoryboardMistake(file, f"{place}, {field}", problem)
    return {str(field): value for field, value in look.items()}


def _problem(field: str, value: Any) -> str:
    if field in _WORDS:
        return "" if value in _WORDS[field] else f"{value!r} is unknown; choose one of " + ", ".join(_WORDS[field])
    if field in _COLOURS:
        return "" if isinstance(value, str) and is_colour(value) else 'it must be a colour such as "#4E93A6"'
    if field in _SHARES:
        least, most = _SHARES[field]
        fits = isinstance(value, (int, float)) and not isinstance(value, bool) and least <= value <= most
        return "" if fits else f"it must be a number from {least} to {most}"
    if field == "glasses":
        return "" if isinstance(value, bool) else "it must be true or false"
    known = ", ".join((*_WORDS, *_COLOURS, *_SHARES, "glasses"))
    return f"this field is unknown; the known ones are {known}"
