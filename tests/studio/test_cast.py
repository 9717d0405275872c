"""The people of the clips: many, mixed, and a mistake in a look is named with its file, its place and what to choose."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("yaml")
pytest.importorskip("numpy")

from videos.studio.cast import StoryboardMistake, checked_look, look_of, read_cast
from videos.studio.figure import DARKEST_INK, SKIN, Person
from videos.studio.ink import INK
from videos.studio.story import Story

VIDEOS = Path(__file__).resolve().parents[2] / "videos"
PEOPLE = read_cast()
CLIPS = sorted(path.parent.name for path in VIDEOS.glob("*/storyboard.yaml"))


def test_there_are_many_people_of_every_skin_young_and_old() -> None:
    assert len(PEOPLE) >= 8
    assert {look["skin"] for look in PEOPLE.values()} == set(SKIN)
    assert {look.get("age", "adult") for look in PEOPLE.values()} == {"adult", "old"}
    assert len({look["style"] for look in PEOPLE.values()}) >= 6
    assert len({look.get("girth", 1.0) for look in PEOPLE.values()}) >= 4


@pytest.mark.parametrize("name", PEOPLE)
def test_everyone_of_the_cast_can_be_drawn(name: str) -> None:
    person = Person(**PEOPLE[name])
    assert person.solve()["head"][1] > person.solve()["pelvis"][1]
    assert {group.name for group in person.groups(0)} >= {"torso", "legL", "legR", "armL", "armR", "head"}


def test_faces_have_a_darker_line_on_the_two_darkest_skins() -> None:
    lines = {skin: Person(skin=skin).face_ink for skin in SKIN}
    assert {skin for skin, ink in lines.items() if ink == DARKEST_INK} == {"chestnut", "espresso"}
    assert lines["porcelain"] == INK


@pytest.mark.parametrize("clip", CLIPS)
def test_a_storyboard_names_people_of_the_cast(clip: str) -> None:
    story = Story(str(VIDEOS / clip / "storyboard.yaml"))
    for role, person in story.d["cast"].items():
        named = person["who"] if isinstance(person, dict) and "who" in person else person
        assert look_of(role, {role: named}, PEOPLE, story.file)["skin"] in SKIN


def test_a_name_that_nobody_has_is_told_with_the_file_and_the_names_there_are() -> None:
    with pytest.raises(StoryboardMistake) as told:
        look_of("carer", {"carer": "zoe"}, PEOPLE, "P9/storyboard.yaml")
    assert (told.value.file, told.value.place) == ("P9/storyboard.yaml", "cast, carer")
    assert "zoe" in told.value.problem
    assert "rosa" in told.value.problem


def test_a_role_without_a_person_is_told() -> None:
    with pytest.raises(StoryboardMistake, match=r"P9/storyboard\.yaml: cast, patient: nobody is named"):
        look_of("patient", {"carer": "rosa"}, PEOPLE, "P9/storyboard.yaml")


@pytest.mark.parametrize(
    ("look", "place", "hint"),
    [
        ({"skin": "green"}, "skin", "honey"),
        ({"style": "mohawk"}, "style", "scarf"),
        ({"age": 70}, "age", "old"),
        ({"sleeve": "none"}, "sleeve", "long"),
        ({"top": "blue"}, "top", "#4E93A6"),
        ({"hair": 3}, "hair", "colour"),
        ({"scale": 3}, "scale", "0.8"),
        ({"girth": "wide"}, "girth", "1.3"),
        ({"scale": True}, "scale", "number"),
        ({"glasses": "yes"}, "glasses", "true"),
        ({"hat": "red"}, "hat", "skin"),
    ],
)
def test_a_look_with_a_mistake_is_told_with_its_place_and_what_to_choose(
    look: dict[str, object], place: str, hint: str
) -> None:
    with pytest.raises(StoryboardMistake) as told:
        checked_look(look, "cast.yaml", "rosa")
    assert told.value.place == f"rosa, {place}"
    assert hint in told.value.problem


@pytest.mark.parametrize("text", ["- rosa\n", "rosa: tall\n", "rosa: {skin: honey\n"])
def test_a_cast_that_is_no_list_of_looks_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / "cast.yaml").write_text(text)
    with pytest.raises(StoryboardMistake, match=r"cast\.yaml"):
        read_cast(tmp_path / "cast.yaml")
