"""Builds clips: reads and speaks the words, draws the steps that changed, packs film and side-car."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from videos.studio import drawing, pack, side_car, timing
from videos.studio.cast import StoryboardMistake
from videos.studio.narration import Narrator
from videos.studio.recordings import Recordings
from videos.studio.side_car import Sheet, TimedStep
from videos.studio.staging import VIDEOS, step_staged
from videos.studio.step_keys import STUDIO, step_key
from videos.studio.words import ClipText, Problem, WrongWords, read_words

CACHE = VIDEOS.parent / ".cache" / "clips"
_PACKING = (
    "build.py",
    "graphemes.py",
    "kokoro.py",
    "loudness.py",
    "narration.py",
    "pack.py",
    "side_car.py",
    "timing.py",
    "voices.toml",
)
_MADE = ("*.mkv", "*.srt", "step-*.jpg", "narration/*.opus")  # what a build writes; what it no longer writes goes


@dataclass(frozen=True, slots=True)
class Plan:
    """A clip ready to be drawn and packed."""

    sheet: Sheet
    drawings: tuple[drawing.StepDrawing, ...]
    poster_step: int


def with_storyboards(videos: Path = VIDEOS) -> list[str]:
    """Every clip that can be drawn."""
    return sorted(path.parent.name for path in videos.glob("*/storyboard.yaml"))


def build(
    clip_ids: Iterable[str],
    languages: Sequence[str] = (),
    jobs: int = 1,
    videos: Path = VIDEOS,
    cache: Path = CACHE,
    tell: Callable[[str], None] = print,
) -> list[Problem]:
    """Build what changed; returns what is wrong with the clips that could not be built."""
    try:
        narrator = Narrator(cache / "voices", Recordings(videos / "recordings"), tell)
    except ValueError as wrong:
        file, _, what = str(wrong).partition(": ")
        return [Problem(file, "", what)]
    plans: list[Plan] = []
    problems: list[Problem] = []
    for clip_id in clip_ids:
        try:
            plans.append(plan(clip_id, narrator, languages, videos, cache))
        except WrongWords as wrong:
            problems += wrong.problems
        except StoryboardMistake as wrong:
            problems.append(Problem(f"videos/{wrong.file}", wrong.place, wrong.problem))
        except (ValueError, KeyError, OSError) as wrong:
            problems.append(Problem(f"videos/{clip_id}/storyboard.yaml", "", f"it cannot be built: {wrong}"))
    drawing.draw([d for each in plans for d in each.drawings if not d.is_drawn], jobs)
    for each in plans:
        tell(_packed(each, videos / each.sheet.clip_id, cache))
    return problems


def plan(
    clip_id: str, narrator: Narrator, languages: Sequence[str] = (), videos: Path = VIDEOS, cache: Path = CACHE
) -> Plan:
    """Speak a clip's words and fit its steps to them. All languages decide how long a step is, packed or not, so that
    one picture serves every edition. Raises WrongWords, StoryboardMistake, or ValueError where the two do not fit."""
    words = read_words(videos / clip_id)
    said, by_id = _spoken(clip_id, words, narrator, videos)
    story, stage = step_staged(clip_id, by_id, videos)
    stage.check()
    steps = tuple(TimedStep(s["n"], s["t0"], s["dur"]) for s in story.steps)
    board: Mapping[str, Any] = story.d
    packed = {tag: text for tag, text in words.items() if not languages or tag in languages or tag == "en"}
    sheet = Sheet(
        clip_id, board["topic"], tuple(board.get("cards", ())), tuple(board.get("symptoms", ())),
        _sources(clip_id, videos), steps, packed, {tag: said[tag] for tag in packed},
        side_car.board_digest(board),
    )  # fmt: skip
    lengths = [step.length_s for step in steps]
    drawings = []
    for step in steps:
        key = step_key(board, lengths, step.number)
        film = cache / "steps" / f"{clip_id}-{step.number}-{key}.mkv"
        frames = round(step.length_s * timing.FPS)
        drawings.append(drawing.StepDrawing(clip_id, videos, drawing.as_lengths(by_id), step.number, frames, film))
    return Plan(sheet, tuple(drawings), min(board.get("poster_step", 4), len(steps)))


def _spoken(
    clip_id: str, words: Mapping[str, ClipText], narrator: Narrator, videos: Path
) -> tuple[dict[str, Any], dict[str, float]]:
    """Every language's voices, and the seconds each step id needs without its breath (as Story wants them)."""

    def speak(language: str, step: int, text: str, rate: float) -> Any:
        return narrator.speak(clip_id, language, step, text, rate)

    plain, _ = step_staged(clip_id, None, videos)
    if len(plain.steps) != len(words["en"].steps):
        raise ValueError(
            f"it has {len(plain.steps)} steps, words.en.toml has {len(words['en'].steps)}. Give each step its words."
        )
    said = timing.fitted(words, timing.voices(words, speak), speak)
    lengths = timing.lengths(words, said, [step["dur"] for step in plain.steps])
    by_id = {
        step["id"]: round(length - step.get("pad", timing.PAD_S), 6)
        for step, length in zip(plain.steps, lengths, strict=True)
    }
    return said, by_id


def _sources(clip_id: str, videos: Path) -> tuple[str, ...]:
    found = json.loads((videos / "sources.json").read_text("utf-8"))
    if clip_id not in found:
        raise ValueError("it has no sources. Add its id with a list of sources to videos/sources.json")
    return tuple(found[clip_id])


def _packed(made: Plan, folder: Path, cache: Path) -> str:
    """Pack a clip unless its last build had the same parts and its files are still there; returns a line to say."""
    sheet, key = made.sheet, _key(made)
    stamp = cache / "packed" / f"{sheet.clip_id}.json"
    if stamp.is_file() and json.loads(stamp.read_text("utf-8")) == {"key": key, "files": _digests(folder)}:
        return f"{sheet.clip_id}: unchanged"
    files = _stills(made, folder) + _voices(sheet, folder)
    pack.mux([pack.Segment(d.film, d.frames) for d in made.drawings], sheet, folder / f"{sheet.clip_id}.mkv")
    for tag in sheet.words:
        (folder / f"{sheet.clip_id}.{tag}.srt").write_text(side_car.srt(sheet, tag), "utf-8")
    files += [f"{sheet.clip_id}.mkv", *(f"{sheet.clip_id}.{tag}.srt" for tag in sheet.words)]
    for pattern in _MADE:
        for path in folder.glob(pattern):
            if str(path.relative_to(folder).as_posix()) not in files:
                path.unlink()
    side_car.write_side_car(sheet, folder, files)
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(json.dumps({"key": key, "files": _digests(folder)}), "utf-8")
    size = (folder / f"{sheet.clip_id}.mkv").stat().st_size / 1e6
    return f"{sheet.clip_id}: {sheet.seconds:.1f} s, {size:.2f} MB, {len(sheet.words)} languages"


def _key(made: Plan) -> str:
    digest = sha256(repr((made.sheet, made.poster_step, [d.film.name for d in made.drawings])).encode())
    for each in made.sheet.spoken.values():
        for said in each:
            digest.update(repr(said.voice).encode() + said.samples.tobytes())
    for name in _PACKING:
        digest.update((STUDIO / name).read_bytes())
    return digest.hexdigest()


def _digests(folder: Path) -> dict[str, str]:
    paths = [p for pattern in ("clip.json", "poster.jpg", *_MADE) for p in folder.glob(pattern)]
    return {p.relative_to(folder).as_posix(): sha256(p.read_bytes()).hexdigest() for p in sorted(paths)}


def _stills(made: Plan, folder: Path) -> list[str]:
    names = []
    for each in made.drawings:
        names.append(f"step-{each.number}.jpg")
        shutil.copyfile(each.still, folder / names[-1])
    shutil.copyfile(made.drawings[made.poster_step - 1].still, folder / "poster.jpg")
    return [*names, "poster.jpg"]


def _voices(sheet: Sheet, folder: Path) -> list[str]:
    (folder / "narration").mkdir(exist_ok=True)
    names = []
    for tag, each in sheet.spoken.items():
        for step, said in zip(sheet.steps, each, strict=True):
            names.append(f"narration/{tag}-{step.number}.opus")
            pack.write_voice(said, folder / names[-1])
    return names
