"""A storyboard, read strictly: who and what is in it, its symbols and its tracks. A mistake is named with its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from videos.studio import close_hands, composed, furniture, people
from videos.studio.board_values import camera, is_fixed, number, symbol_problem, value_problem, word
from videos.studio.cast import GOWN, StoryboardMistake, checked_look, look_of, read_cast
from videos.studio.figure import Person
from videos.studio.moment import Maker
from videos.studio.rooms import ROOMS
from videos.studio.story import Story
from videos.studio.symbols import FIELDS, MANY

_CAMERA = {"x": 0.0, "y": 0.0, "z": 0.0, "s": 3.0, "yaw": 0.0, "pitch": 6.0}


@dataclass(slots=True)
class Placed:
    """Someone or something of a storyboard: its kind, what makes it, what the storyboard gives it, how it looks."""

    kind: str
    make: Maker
    params: frozenset[str]
    given: dict[str, Any]
    look: Mapping[str, Any] = field(default_factory=dict)


class Board:
    """A storyboard's people, hands, props and symbols by name. Raises StoryboardMistake."""

    def __init__(self, story: Story) -> None:
        self.story, self.file = story, str(story.file)
        self.things: dict[str, Placed] = {}
        self._check_rooms()
        everyone = read_cast()
        for role, wanted in (story.d.get("cast") or {}).items():
            self._add_person(role, wanted, everyone)
        for name, wanted in (story.d.get("hands") or {}).items():
            self._add_hand(name, wanted)
        for name, wanted in (story.d.get("props") or {}).items():
            self._add_prop(name, wanted)
        self.symbols = {kind: self._symbols(kind) for kind in FIELDS}
        self._check_tracks()
        self.shown = [self._shown(step) for step in story.steps]

    def _wrong(self, place: str, problem: str) -> StoryboardMistake:
        return StoryboardMistake(self.file, place, problem)

    # ---- who and what ---------------------------------------------------------------------------
    def _add_person(self, role: str, wanted: Any, everyone: Mapping[str, Any]) -> None:
        given: dict[str, Any] = {}
        wears = "gown" if role == "patient" else "day"
        if isinstance(wanted, Mapping) and "who" in wanted:
            given = {key: value for key, value in _told(wanted).items() if key not in ("who", "wear")}
            wears = wanted.get("wear", wears)
            wrong = word(("gown", "day"), "dress")(wears)
            if wrong:
                raise self._wrong(f"cast, {role}, wear", wrong)
            wanted = wanted["who"]
        look = look_of(role, {role: wanted}, everyone, self.file)
        if wears == "gown":
            look = {**look, **GOWN}
        self._add(role, "person", people.make_person, people.PARAMS, given, look, f"cast, {role}")

    def _add_hand(self, name: str, wanted: Any) -> None:
        if not isinstance(wanted, Mapping) or "of" not in wanted:
            raise self._wrong(f"hands, {name}", "it must say whose it is, such as {of: carer, side: L}")
        owner = self.things.get(str(wanted["of"]))
        if owner is None or owner.kind != "person":
            raise self._wrong(
                f"hands, {name}", f"nobody of the cast is called {wanted['of']}; there are {', '.join(self.things)}"
            )
        person = Person(**checked_look({k: v for k, v in owner.look.items() if k != "bare_legs"}, self.file, name))
        look = {"skin": person.skin, "top": person.top}
        params = close_hands.PARAMS | close_hands.GIVEN
        self._add(name, "hand", close_hands.make_hand, params, _told(wanted), look, f"hands, {name}")

    def _add_prop(self, name: str, wanted: Any) -> None:
        given = {"kind": wanted} if isinstance(wanted, str) else _told(wanted)
        kind = str(given.pop("kind", name))
        if kind in furniture.KINDS:
            make, own = furniture.KINDS[kind]
            params = own | furniture.COMMON
        elif kind in composed.library():
            make, params = composed.make_composed, composed.params_of(kind) | furniture.COMMON
        else:
            known = ", ".join(sorted((*furniture.KINDS, *composed.library())))
            raise self._wrong(f"props, {name}", f"there is no prop {kind}; there are {known}. Or add it to props.yaml")
        self._check_prop(name, kind, given)
        self._add(name, kind, make, params, given, {}, f"props, {name}")

    def _check_prop(self, name: str, kind: str, given: Mapping[str, Any]) -> None:
        if kind == "tube" and "path" not in given:
            raise self._wrong(f"props, {name}, path", "it is missing; write points such as [[0, 74, 0], [20, 74, 0]]")
        over = str(given.get("over", "patient"))
        if kind == "blanket" and (over not in self.things or self.things[over].kind != "person"):
            people_of_it = ", ".join(role for role, thing in self.things.items() if thing.kind == "person")
            raise self._wrong(f"props, {name}, over", f"nobody is called {over}; there are {people_of_it}")

    def _add(
        self,
        name: str,
        kind: str,
        make: Maker,
        params: frozenset[str],
        given: Mapping[str, Any],
        look: Mapping[str, Any],
        place: str,
    ) -> None:
        if name in self.things:
            raise self._wrong(place, "this name is there twice")
        for param in given:
            if param not in params and param != "shown":
                raise self._wrong(f"{place}, {param}", f"it is unknown; {kind} has {', '.join(sorted(params))}")
            wrong = value_problem(kind, param, given[param])
            if wrong:
                raise self._wrong(f"{place}, {param}", wrong)
        values = {key: value if key == "path" else self.story.parse(value) for key, value in given.items()}
        if "path" in values:
            values["path"] = [self.story.parse(each) for each in values["path"]]
        self.things[name] = Placed(kind, make, params | {"shown"}, values, look)

    def _symbols(self, kind: str) -> dict[str, dict[str, Any]]:
        found = {}
        for name, how in (self.story.d.get(MANY[kind]) or {}).items():
            place = f"{MANY[kind]}, {name}"
            for key in how:
                if key not in FIELDS[kind]:
                    raise self._wrong(f"{place}, {key}", f"it is unknown; there are {', '.join(sorted(FIELDS[kind]))}")
            wrong = symbol_problem(kind, how)
            if wrong is not None:
                raise self._wrong(f"{place}, {wrong[0]}", wrong[1])
            parsed = {key: self.story.parse(value) for key, value in how.items() if key != "through"}
            if "through" in how:
                parsed["through"] = [self.story.parse(each) for each in how["through"]]
            found[str(name)] = parsed
        return found

    # ---- its words ------------------------------------------------------------------------------
    def _check_rooms(self) -> None:
        for place, room in [("room", self.story.d.get("room", "home"))] + [
            (f"step {s['n']} ({s['id']}), room", s["room"]) for s in self.story.steps if "room" in s
        ]:
            if room not in ROOMS:
                raise self._wrong(place, f"there is no room {room}; choose one of {', '.join(ROOMS)}")

    def _check_tracks(self) -> None:
        for place, key, value in self._values():
            name, _, param = key.partition(".")
            wrong = ""
            if key == "camera":
                wrong = camera(value)
            elif key in ("ok", "no"):
                wrong = number(value)
            elif name in FIELDS and param:
                wrong = number(value)
                if param not in self.symbols[name]:
                    raise self._wrong(f"{place}, {key}", f"there is no {name} {param}; declare it under {MANY[name]}")
            elif name not in self.things:
                raise self._wrong(f"{place}, {key}", f"nothing is called {name}; there are {', '.join(self.things)}")
            elif param not in self.things[name].params:
                known = ", ".join(sorted(self.things[name].params))
                raise self._wrong(f"{place}, {key}", f"{name} has no {param}; it has {known}")
            elif is_fixed(self.things[name].kind, param):
                wrong = "it cannot change during the clip; give it where the thing is declared"
            else:
                wrong = value_problem(self.things[name].kind, param, value)
            if wrong and value is not None:
                raise self._wrong(f"{place}, {key}", wrong)

    def _values(self) -> list[tuple[str, str, Any]]:
        found = [("init", key, value) for key, value in (self.story.d.get("init") or {}).items()]
        for step in self.story.steps:
            for at, cue in enumerate(step.get("cues") or (), 1):
                found += [
                    (f"step {step['n']} ({step['id']}), cue {at}", key, value) for key, value in cue["set"].items()
                ]
        return found

    def _shown(self, step: Mapping[str, Any]) -> frozenset[str]:
        for key in ("show", "hide"):
            for name in step.get(key) or ():
                if name not in self.things:
                    raise self._wrong(
                        f"step {step['n']} ({step['id']}), {key}",
                        f"nothing is called {name}; there are {', '.join(self.things)}",
                    )
        show = step.get("show")
        return frozenset(self.things if show is None else show) - frozenset(step.get("hide") or ())

    # ---- the camera -----------------------------------------------------------------------------
    def camera(self, t: float) -> dict[str, float]:
        """Where the camera looks from, with what the storyboard leaves out."""
        return {**_CAMERA, **self.story.val("camera", t, default={})}


def _told(block: Mapping[str, Any]) -> dict[str, Any]:
    """What a block gives; a field that is left empty is not given."""
    return {key: value for key, value in block.items() if value is not None}
