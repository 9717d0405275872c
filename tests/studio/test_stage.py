"""Any storyboard is drawn; one with a mistake is refused with its file, its place and what there is to choose from."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("yaml")
pytest.importorskip("av")

from videos.studio.board import Board
from videos.studio.cast import StoryboardMistake
from videos.studio.composed import library
from videos.studio.people import poses
from videos.studio.rooms import ROOMS
from videos.studio.signs import SIGNS
from videos.studio.stage import Stage, check_stage
from videos.studio.story import Story

pytestmark = pytest.mark.usefixtures("can_draw")

VIDEOS = Path(__file__).resolve().parents[2] / "videos"
GENERIC = sorted(
    path.parent.name for path in VIDEOS.glob("*/storyboard.yaml") if "\nset:" not in path.read_text("utf-8")
)
GOOD = """clip: X1
topic: positioning
cast:
  patient: {who: rosa, pose: in_bed}
  carer: {who: amina, z: -50, lean: 50}
props:
  bed: bed
  cushion: {kind: pillow, at: [0, 74, 0]}
arrows:
  up: {from: cushion.middle, to: [0, 120, 0]}
init:
  camera: {x: 0, y: 100, z: 0, s: 3, yaw: 14, pitch: 14}
steps:
  - id: only
    min: 3.0
    cues:
      - {t: 0.2, d: 1.0, set: {carer.handL: cushion.top + 0 0 0, carer.gestL: cup, arrow.up: 1}}
"""


def stage(folder: Path, text: str = GOOD) -> Stage:
    path = folder / "X1" / "storyboard.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")
    return Stage(Story(str(path)))


def refused(folder: Path, old: str, new: str) -> str:
    assert old in GOOD
    with pytest.raises(StoryboardMistake) as told:
        check_stage(stage(folder, GOOD.replace(old, new, 1)))
    assert told.value.file == "X1/storyboard.yaml"
    return f"{told.value.place}: {told.value.problem}"


def pixels(drawn: Stage, step: int, seconds: float) -> np.ndarray:
    image = drawn.step_frame(step, seconds, (320, 180))
    return np.frombuffer(image.constBits(), np.uint8).reshape(180, 320, 4)[:, :, :3].astype(float)


def test_a_good_storyboard_is_drawn_and_moves(tmp_path: Path) -> None:
    drawn = stage(tmp_path)
    check_stage(drawn)
    assert np.abs(pixels(drawn, 1, 0.0) - pixels(drawn, 1, 2.0)).mean() > 0.5


def test_a_hand_stays_on_what_it_holds_while_that_moves(tmp_path: Path) -> None:
    moving = GOOD.replace("arrow.up: 1}}", "arrow.up: 1}}\n      - {t: 1.4, d: 1.0, set: {cushion.at: [-10, 80, -6]}}")
    drawn = stage(tmp_path, moving)
    for seconds in (1.3, 1.9, 2.6):
        moment = drawn.moment(1, seconds)
        hand = moment.thing("carer").of.H["L"]["W"](0, 5, 0)
        assert np.linalg.norm(hand - moment.anchor("cushion", "top")) < 6.0


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("cushion: {kind: pillow", "cushion: {kind: piano", "props, cushion: there is no prop piano; there are"),
        ("who: rosa", "who: nobody", "cast, patient: nobody is called nobody; choose one of"),
        ("carer.gestL: cup", "carer.gestL: wave", "no gesture is called wave; there are"),
        ("carer.gestL: cup", "carer.wings: 2", "carer has no wings; it has"),
        ("carer.gestL: cup", "nurse.x: 2", "nothing is called nurse; there are patient, carer, bed, cushion"),
        ("cushion.top + 0 0 0", "cushion.ear + 0 0 0", "cushion has no such point; it has"),
        ("pose: in_bed", "pose: flying", "no pose is called flying; there are"),
        ("arrow.up: 1", "arrow.down: 1", "there is no arrow down; declare it under arrows"),
        ("topic: positioning", "topic: positioning\nroom: cellar", "room: there is no room cellar; choose one of"),
        ("topic: positioning", "topic: positioning\nmusic: loud", "music: it is unknown"),
        ("min: 3.0", "min: 3.0\n    smell: good", "smell: it is unknown"),
        ("{t: 0.2, d: 1.0,", "{t: 0.2, d: 1.0, wait: 3,", "cue 1, wait: it is unknown"),
        ("to: [0, 120, 0]", "to: [0, 120, 0], colour: red", "arrows, up, colour: it is unknown"),
        ("min: 3.0", "min: 3.0\n    show: [ghost]", "show: nothing is called ghost"),
        ("  bed: bed\n", "", "lies in a bed and there is none; add one to the props"),
    ],
)  # fmt: skip
def test_what_is_not_there_is_named_with_what_is(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert said in refused(tmp_path, old, new)


def test_a_point_out_of_reach_is_named_with_the_step_the_hand_and_how_far(tmp_path: Path) -> None:
    told = refused(tmp_path, "cushion.top + 0 0 0", "bed.headboard + 0 0 0")
    assert told.startswith("step 1 (only), 1.2 s, carer.handL: it is ")
    assert "cm from the shoulder and the arm has 51. Move carer nearer" in told


def test_two_that_hold_each_other_are_named(tmp_path: Path) -> None:
    told = refused(tmp_path, "at: [0, 74, 0]", "at: carer.palmL + 0 0 0")
    assert "carer and cushion hold on to each other" in told


@pytest.mark.parametrize("kind", sorted(library()))
def test_every_prop_of_the_library_can_be_drawn(tmp_path: Path, kind: str) -> None:
    drawn = stage(
        tmp_path,
        GOOD.replace("cushion: {kind: pillow,", f"cushion: {{kind: {kind},").replace("cushion.top", "cushion.middle"),
    )
    pixels(drawn, 1, 1.0)
    assert drawn.moment(1, 1.0).thing("cushion").groups


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_can_be_drawn(tmp_path: Path, room: str) -> None:
    here = pixels(stage(tmp_path, GOOD.replace("topic:", f"room: {room}\ntopic:")), 1, 0.0)
    other = pixels(
        stage(tmp_path, GOOD.replace("topic:", f"room: {'plain' if room != 'plain' else 'home'}\ntopic:")), 1, 0.0
    )
    assert np.abs(here - other).mean() > 2.0


@pytest.mark.parametrize("sign", SIGNS)
def test_every_sign_can_be_drawn(tmp_path: Path, sign: str) -> None:
    bubble = f"bubbles:\n  say: {{from: carer.mouth, sign: {sign}}}\n"
    said = GOOD.replace("init:\n", bubble + "init:\n  bubble.say: 1\n")
    assert np.abs(pixels(stage(tmp_path, said), 1, 0.0) - pixels(stage(tmp_path), 1, 0.0)).max() > 50


@pytest.mark.parametrize("pose", sorted(poses()))
def test_every_pose_can_be_drawn(tmp_path: Path, pose: str) -> None:
    drawn = stage(tmp_path, GOOD.replace("who: amina, z: -50, lean: 50", f"who: amina, pose: {pose}"))
    person = drawn.moment(1, 0.0).thing("carer")
    assert person.groups
    assert all(np.isfinite(spot).all() for spot in person.points.values())


@pytest.mark.parametrize("clip", GENERIC)
def test_every_storyboard_of_the_repository_holds(clip: str) -> None:
    story = Story(str(VIDEOS / clip / "storyboard.yaml"))
    check_stage(Stage(story))
    assert Board(story).shown
