"""Whatever is wrong in a storyboard is told with its file, its place and what is allowed; it never breaks the drawing."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("yaml")
pytest.importorskip("av")

import yaml

from caregiver_app.domain.clips import TOPICS as SHELF
from videos.studio import __main__ as program
from videos.studio import board_shape, drawing, looking
from videos.studio.cast import StoryboardMistake
from videos.studio.figure import EYES, MOUTHS, Person
from videos.studio.stage import Stage
from videos.studio.story import Story
from videos.studio.symbols import MANY

pytestmark = pytest.mark.usefixtures("can_draw")

GOOD = """clip: X1
topic: positioning
room: home
poster_step: 1
cards: [C1]
symptoms: [pain]
cast:
  patient: {who: rosa, pose: in_bed, wear: gown, roll: 0}
  carer: {who: amina, z: -50, lean: 50, look: 3, base: stand, eyes: down, glove: "#C6E8B9"}
hands:
  main: {of: carer, side: R, at: [0, 90, 60], dir: [0, 1, 0], palm: [0, 0, -1], gest: grip, hold: index, glove: "#B9C6E8", size: 1}
props:
  bed: {kind: bed, height: 66, style: hospital, rail: 1}
  cushion: {kind: pillow, at: [0, 74, 0], colour: "#F2B661", size3: [40, 13, 58], squash: 0.1}
  night: {kind: nightstand, at: [-132, 0, -20], turn: [0, 10, 0], colour: sage}
  blanket: {kind: blanket, over: patient, up: 3}
  place: {kind: skin, tone: espresso, shape: heel, at: [90, 90, 60], red: 0.3}
  line: {kind: tube, path: [cushion.top + 0 2 0, [58, 58, 50]], sag: 3}
  sheet: {kind: sheet, at: [-14, 66.6, -2], from_near: true, on_bed: 1}
  syringe: {kind: syringe, at: [50, 100, 50], fill: 0.3, mark: 0.4}
arrows:
  up: {from: cushion.middle, to: [0, 120, 0], bow: 3}
  roll: {around: patient.mid + -4 6 0, radius: 36, start: 12, end: 122, axis: x}
  way: {through: [[0, 80, 0], cushion.top + 0 0 0]}
pulses: {b: {at: cushion.top, r: 30}}
ticks: {b: {at: cushion.top, r: 30}}
dials: {b: {at: cushion.top, degrees: 30, radius: 20, axis: z}}
lenses: {b: {at: cushion.top, wide: 30, high: 20}}
eyes: {b: {from: carer.mouth, to: cushion.top}}
bubbles: {b: {from: carer.mouth, sign: dots, dx: 10, dy: 3, r: 40}}
rings: {a: {at: [800, 76], r: 30, sign: eye}, b: {at: cushion.top}}
init:
  camera: {x: 0, y: 100, z: 0, s: 3, yaw: 14, pitch: 14}
  arrow.up: 1
  arrow.roll: 1
  arrow.way: 1
  pulse.b: 1
  tick.b: 1
  dial.b: 1
  lens.b: 1
  eye.b: 1
  bubble.b: 1
  ring.a: 1
  ring.b: 1
  carer.mouth: smile
  ok: 0
steps:
  - id: only
    min: 3.0
    pad: 0.8
    room: home
    show: [patient, carer, main, bed, cushion, night, blanket, place, line, sheet, syringe]
    hide: [night]
    cues:
      - {t: 0.2, d: 1.0, ease: out, set: {carer.handL: cushion.top + 0 0 0, carer.gestL: cup, patient.eyes: closed}}
      - {t: "50%", d: 0.5, set: {carer.handL: null, cushion.at: [0, 75, 0], camera: {x: 2}, patient.pose: in_bed}}
"""


def stage(folder: Path, text: str = GOOD) -> Stage:
    path = folder / "X1" / "storyboard.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")
    return Stage(Story(str(path)))


def test_a_storyboard_with_everything_in_it_is_drawn(tmp_path: Path) -> None:
    drawn = stage(tmp_path)
    drawn.check()
    assert not drawn.step_frame(1, 1.0, (160, 90)).isNull()


@pytest.mark.parametrize(
    ("old", "new", "place", "said"),
    [
        ("carer.mouth: smile", "carer.mouth: talk", "init, carer.mouth", "no mouth is called talk; there are calm, smile, open, sad"),
        ("patient.eyes: closed", "patient.eyes: wide", "step 1 (only), cue 1, patient.eyes", "no look of the eyes is called wide; there are open, down, closed"),
        ("eyes: down", "eyes: away", "cast, carer, eyes", "no look of the eyes is called away; there are open, down, closed"),
        ("base: stand", "base: fly", "cast, carer, base", "no posture is called fly; there are stand, sit, lie, recline"),
        ("pose: in_bed,", "pose: flying,", "cast, patient, pose", "no pose is called flying; there are start, in_bed"),
        ("patient.pose: in_bed", "patient.pose: flying", "step 1 (only), cue 2, patient.pose", "no pose is called flying; there are start"),
        ('glove: "#C6E8B9"', "glove: thick", "cast, carer, glove", "'thick' is no colour; write one such as"),
        ("wear: gown", "wear: armour", "cast, patient, wear", "no dress is called armour; there are gown, day"),
        ("roll: 0}", "roll: left}", "cast, patient, roll", "'left' is no number; write one such as 1.5"),
        ("gest: grip", "gest: wave", "hands, main, gest", "no gesture is called wave; there are flat, relaxed"),
        ("hold: index", "hold: toe", "hands, main, hold", "no hold is called toe; there are wrist, thumb, index, palm, grip"),
        ("side: R", "side: right", "hands, main, side", "no side is called right; there are L, R"),
        ("of: carer", "of: bed", "hands, main", "nobody of the cast is called bed; there are patient, carer"),
        ("size: 1}", "size: 0}", "hands, main, size", "it must be over 0"),
        ("style: hospital", "style: palace", "props, bed, style", "no style is called palace; there are home, hospital"),
        ('colour: "#F2B661"', "colour: gold", "props, cushion, colour", "'gold' is no colour; write one such as"),
        ("colour: sage", "colour: mauve", "props, night, colour", "'mauve' is no colour"),
        ("size3: [40, 13, 58]", "size3: [40, 13]", "props, cushion, size3", "[40, 13] is no point; write three numbers"),
        ("at: [0, 74, 0]", "at: [0, low, 0]", "props, cushion, at", "it must be three numbers such as [0, 74, 0], or a point"),
        ("over: patient", "over: bed", "props, blanket, over", "nobody is called bed; there are patient, carer"),
        ("tone: espresso", "tone: green", "props, place, tone", "no tone is called green; there are porcelain, peach"),
        ("shape: heel", "shape: ear", "props, place, shape", "no shape is called ear; there are slab, heel"),
        ("path: [cushion.top + 0 2 0, [58, 58, 50]], ", "", "props, line, path", "it is missing; write points such as"),
        ("[cushion.top + 0 2 0, [58, 58, 50]]", "[[58, 58, 50]]", "props, line, path", "it must be a list of two points or more"),
        ("from: cushion.middle, ", "", "arrows, up, from", "it is missing; write where, such as from: [0, 74, 0]"),
        ("axis: x", "axis: w", "arrows, roll, axis", "no axis is called w; there are x, y, z"),
        ("sign: dots", "sign: balloon", "bubbles, b, sign", "no sign is called balloon; there are"),
        ("degrees: 30", "degrees: much", "dials, b, degrees", "'much' is no number"),
        ("s: 3, yaw", "s: 0, yaw", "init, camera", "s must be over 0"),
        ("camera: {x: 2}", "camera: {zoom: 2}", "step 1 (only), cue 2, camera", "zoom is unknown; there are x, y, z, s, yaw, pitch"),
        ("ok: 0", "ok: well", "init, ok", "'well' is no number"),
        ("arrow.up: 1", "arrow.up: high", "init, arrow.up", "'high' is no number"),
        ("cushion.at: [0, 75, 0]", "carer.glove: \"#000000\"", "step 1 (only), cue 2, carer.glove", "it cannot change during the clip"),
        ("cushion.at: [0, 75, 0]", "place.tone: honey", "step 1 (only), cue 2, place.tone", "it cannot change during the clip"),
        ("cushion.top + 0 0 0, carer", "cushion.top - 0 3 0, carer", "step 1 (only), cue 1, carer.handL", "'cushion.top - 0 3 0' is no point. Write it such as cushion.top + 0 3 0"),
        ("cushion.top + 0 0 0, carer", "cushion.top + 0 3, carer", "step 1 (only), cue 1, carer.handL", "'cushion.top + 0 3' is no point. Write it such as"),
        ("t: 0.2", "t: soon", "step 1 (only), cue 1, t", "'soon' is no time; it must be seconds such as 1.5 or a share of the step such as"),
        ("d: 1.0", "d: -1", "step 1 (only), cue 1, d", "-1 is no time"),
        ("min: 3.0", "min: long", "step 1 (only), min", "'long' is no time"),
        ("ease: out", "ease: bounce", "step 1 (only), cue 1, ease", "'bounce' is unknown; choose one of inout, in, out, linear, back"),
        ("d: 0.5, set:", "d: 0.5, put:", "step 1 (only), cue 2, put", "it is unknown; there are d, ease, set, t"),
        ("carer.gestL: cup", "no: 1", "step 1 (only), cue 1, set, no", 'a name must be words; write it in quotes, such as "no"'),
        ("hide: [night]", "hide: night", "step 1 (only), hide", "it must be a list of names such as [bed, pillow]"),
        ("topic: positioning", "topic: gardening", "topic", "'gardening' is unknown; choose one of positioning, skin"),
        ("  - id: only", "  - name: only", "step 1, id", "it must be a word that no other step has"),
        ("cast:", "cast: [", "line 9", "it is no YAML"),
    ],
)  # fmt: skip
def test_an_unknown_word_is_named_with_its_place_and_what_is_allowed(
    tmp_path: Path, old: str, new: str, place: str, said: str
) -> None:
    assert old in GOOD
    with pytest.raises(StoryboardMistake) as told:
        stage(tmp_path, GOOD.replace(old, new, 1))
    assert told.value.file == "X1/storyboard.yaml"
    assert told.value.place == place
    assert told.value.problem.startswith(said)


@pytest.mark.parametrize("text", ["", "[]", "words", "topic: skin", "topic: skin\nsteps: []", "topic: skin\nsteps: {a: 1}", "\t- {"])
def test_what_is_no_storyboard_at_all_is_told(tmp_path: Path, text: str) -> None:
    with pytest.raises(StoryboardMistake) as told:
        stage(tmp_path, text)
    assert told.value.file == "X1/storyboard.yaml"


def test_a_storyboard_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoryboardMistake, match=r"X1/storyboard.yaml: the whole file: it is missing"):
        Story(tmp_path / "X1" / "storyboard.yaml")


def test_a_blanket_without_a_bed_is_told(tmp_path: Path) -> None:
    text = GOOD.replace("  bed: {kind: bed, height: 66, style: hospital, rail: 1}\n", "").replace("main, bed,", "main,")
    with pytest.raises(StoryboardMistake, match="there is none; add one to the props"):
        stage(tmp_path, text.replace("pose: in_bed, ", "").replace(", patient.pose: in_bed", "")).check()


# ---- any value, anywhere -------------------------------------------------------------------------
ODD = ("talk", -1, [1, 2], {"a": 1}, [["x"]], None, "patient.nose + 1")


def places(node: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    items = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in items:
        yield (*way, key)
        yield from places(value, (*way, key))


def changed(board: dict[str, Any], way: tuple[Any, ...], value: Any) -> str:
    board = copy.deepcopy(board)
    node: Any = board
    for key in way[:-1]:
        node = node[key]
    node[way[-1]] = value
    return str(yaml.safe_dump(board, sort_keys=False))


@pytest.mark.parametrize("part", range(5))
def test_an_odd_value_anywhere_is_a_mistake_that_is_told_or_can_be_drawn(tmp_path: Path, part: int) -> None:
    board = yaml.safe_load(GOOD)
    for number, way in enumerate(places(board)):
        if number % 5 != part:
            continue
        odd = ODD[number // 5 % len(ODD)]
        try:
            drawn = stage(tmp_path, changed(board, way, odd))
            drawn.check()
            drawn.step_frame(1, 1.0, (160, 90))
        except StoryboardMistake:
            continue
        except Exception as error:  # noqa: BLE001 - any other is what this test looks for
            pytest.fail(f"{way} = {odd!r}: {error!r}")


# ---- the lists are those that are drawn ----------------------------------------------------------
@pytest.mark.parametrize(("eyes", "mouth"), [*((each, "calm") for each in EYES), *(("open", each) for each in MOUTHS)])
def test_every_look_of_eyes_and_mouth_can_be_drawn(tmp_path: Path, eyes: str, mouth: str) -> None:
    text = GOOD.replace("eyes: down", f"eyes: {eyes}").replace("carer.mouth: smile", f"carer.mouth: {mouth}")
    drawn = stage(tmp_path, text)
    person = drawn.moment(1, 0.0).thing("carer").of
    assert isinstance(person, Person)
    assert (person.eyes, person.mouth) == (eyes, mouth)
    drawn.step_frame(1, 0.0, (160, 90))


def test_the_lists_agree_with_the_shelf_and_the_symbols() -> None:
    assert set(board_shape.TOPICS) == set(SHELF)
    assert tuple(MANY.values()) == board_shape.SYMBOLS


def test_the_program_tells_a_mistake_and_makes_no_sheet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def sheet(_clip: str, _into: Path) -> Path:
        stage(tmp_path, GOOD.replace("carer.mouth: smile", "carer.mouth: talk"))
        raise AssertionError

    monkeypatch.setattr(program, "VIDEOS", tmp_path)
    monkeypatch.setattr(looking, "contact_sheet", sheet)
    monkeypatch.setattr(drawing, "ready_to_draw", lambda: None)
    (tmp_path / "X1").mkdir()
    (tmp_path / "X1" / "storyboard.yaml").write_text("x")
    assert program.main(["--sheet", "X1"]) == 1
    assert capsys.readouterr().out.startswith("videos/X1/storyboard.yaml, init, carer.mouth: no mouth is called talk;")
