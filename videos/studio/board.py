"""A storyboard, read strictly: who and what is in it, its symbols and its tracks. A mistake is named with its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from videos.studio import close_hands, composed, furniture, people
from videos.studio.cast import GOWN, StoryboardMistake, checked_look, look_of, read_cast
from videos.studio.figure import Person
from videos.studio.geometry import EASES
from videos.studio.hands import FINGERS
from videos.studio.moment import Maker
from videos.studio.rooms import ROOMS
from videos.studio.story import Story
from videos.studio.symbols import FIELDS, MANY, SIGN_NAMES

_TOP = frozenset(
    (
        "clip",
        "poster_step",
        "topic",
        "cards",
        "symptoms",
        "room",
        "cast",
        "hands",
        "props",
        "init",
        "steps",
        *MANY.values(),
    )
)
_STEP = frozenset(("id", "min", "pad", "room", "show", "hide", "cues"))
_CUE = frozenset(("t", "d", "set", "ease"))
_CHOICES = {
    "mouth": people.MOUTHS,
    "eyes": people.EYES,
    "gest": tuple(FINGERS),
    "gestL": tuple(FINGERS),
    "gestR": tuple(FINGERS),
    "hold": close_hands.HOLDS,
}  # the words that a person's or a hand's parameter may have
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
        self._check_fields()
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
            given = {key: value for key, value in wanted.items() if key not in ("who", "wear")}
            wears = wanted.get("wear", wears)
            wanted = wanted["who"]
        look = look_of(role, {role: wanted}, everyone, self.file)
        if wears == "gown":
            look = {**look, **GOWN}
        self._add(role, "person", people.make_person, people.PARAMS, given, look, f"cast, {role}")

    def _add_hand(self, name: str, wanted: Any) -> None:
        if not isinstance(wanted, Mapping) or "of" not in wanted:
            raise self._wrong(f"hands, {name}", "it must say whose it is, such as {of: carer, side: L}")
        owner = self.things.get(wanted["of"])
        if owner is None:
            raise self._wrong(
                f"hands, {name}", f"nobody of the cast is called {wanted['of']}; there are {', '.join(self.things)}"
            )
        if wanted.get("hold", "wrist") not in close_hands.HOLDS:
            raise self._wrong(f"hands, {name}, hold", f"choose one of {', '.join(close_hands.HOLDS)}")
        person = Person(**checked_look({k: v for k, v in owner.look.items() if k != "bare_legs"}, self.file, name))
        look = {"skin": person.skin, "top": person.top}
        params = close_hands.PARAMS | close_hands.GIVEN
        self._add(name, "hand", close_hands.make_hand, params, dict(wanted), look, f"hands, {name}")

    def _add_prop(self, name: str, wanted: Any) -> None:
        given = {"kind": wanted} if isinstance(wanted, str) else dict(wanted)
        kind = given.pop("kind", name)
        if kind in furniture.KINDS:
            make, own = furniture.KINDS[kind]
            params = own | furniture.COMMON
        elif kind in composed.library():
            make, params = composed.make_composed, composed.params_of(kind) | furniture.COMMON
        else:
            known = ", ".join(sorted((*furniture.KINDS, *composed.library())))
            raise self._wrong(f"props, {name}", f"there is no prop {kind}; there are {known}. Or add it to props.yaml")
        self._add(name, kind, make, params, given, {}, f"props, {name}")

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
            self._check_choice(f"{place}, {param}", kind, param, given[param])
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
            if how.get("sign", "dots") not in SIGN_NAMES:
                raise self._wrong(f"{place}, sign", f"choose one of {', '.join(SIGN_NAMES)}")
            parsed = {key: self.story.parse(value) for key, value in how.items() if key != "through"}
            if "through" in how:
                parsed["through"] = [self.story.parse(each) for each in how["through"]]
            found[str(name)] = parsed
        return found

    # ---- its words ------------------------------------------------------------------------------
    def _check_fields(self) -> None:
        for key in self.story.d:
            if key not in _TOP:
                raise self._wrong(str(key), f"it is unknown; there are {', '.join(sorted(_TOP))}")
        for number, step in enumerate(self.story.d["steps"], 1):
            place = f"step {number} ({step.get('id')})"
            for key in step:
                if key not in _STEP:
                    raise self._wrong(f"{place}, {key}", f"it is unknown; there are {', '.join(sorted(_STEP))}")
            for at, cue in enumerate(step.get("cues") or (), 1):
                for key in cue:
                    if key not in _CUE:
                        raise self._wrong(
                            f"{place}, cue {at}, {key}", f"it is unknown; there are {', '.join(sorted(_CUE))}"
                        )
                if cue.get("ease", "inout") not in EASES:
                    raise self._wrong(
                        f"{place}, cue {at}, ease", f"there is no {cue['ease']}; choose one of {', '.join(EASES)}"
                    )
        for place, room in [("room", self.story.d.get("room", "home"))] + [
            (f"step {s['id']}, room", s["room"]) for s in self.story.d["steps"] if "room" in s
        ]:
            if room not in ROOMS:
                raise self._wrong(place, f"there is no room {room}; choose one of {', '.join(ROOMS)}")

    def _check_tracks(self) -> None:
        for place, key, value in self._values():
            name, _, param = key.partition(".")
            if key in ("camera", "ok", "no"):
                continue
            if name in FIELDS and param:
                if param not in self.symbols[name]:
                    raise self._wrong(f"{place}, {key}", f"there is no {name} {param}; declare it under {MANY[name]}")
            elif name not in self.things:
                raise self._wrong(f"{place}, {key}", f"nothing is called {name}; there are {', '.join(self.things)}")
            elif param not in self.things[name].params:
                known = ", ".join(sorted(self.things[name].params))
                raise self._wrong(f"{place}, {key}", f"{name} has no {param}; it has {known}")
            else:
                self._check_choice(f"{place}, {key}", self.things[name].kind, param, value)

    def _check_choice(self, place: str, kind: str, param: str, value: Any) -> None:
        choices = _CHOICES.get(param, ()) if kind in ("person", "hand") else ()
        if choices and value is not None and value not in choices:
            raise self._wrong(place, f"there is no {param.rstrip('LR')} {value}; choose one of {', '.join(choices)}")

    def _values(self) -> list[tuple[str, str, Any]]:
        found = [("init", key, value) for key, value in (self.story.d.get("init") or {}).items()]
        for step in self.story.d["steps"]:
            for at, cue in enumerate(step.get("cues") or (), 1):
                found += [(f"step {step['id']}, cue {at}", key, value) for key, value in cue["set"].items()]
        return found

    def _shown(self, step: Mapping[str, Any]) -> frozenset[str]:
        for key in ("show", "hide"):
            for name in step.get(key) or ():
                if name not in self.things:
                    raise self._wrong(
                        f"step {step['id']}, {key}", f"nothing is called {name}; there are {', '.join(self.things)}"
                    )
        return frozenset(step.get("show", self.things)) - frozenset(step.get("hide") or ())

    # ---- the camera -----------------------------------------------------------------------------
    def camera(self, t: float) -> dict[str, float]:
        """Where the camera looks from, with what the storyboard leaves out."""
        return {**_CAMERA, **self.story.val("camera", t, default={})}
