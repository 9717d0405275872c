"""The clip studio's command line: draws clips from their storyboards, speaks them, packs them."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
from hashlib import sha256
from pathlib import Path
from typing import Protocol

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtGui import QColor, QFontDatabase, QGuiApplication, QImage, QPainter

from videos.studio import pack, timing
from videos.studio.cast_sheet import cast_sheet
from videos.studio.closeup import CloseupStage
from videos.studio.room import RoomStage
from videos.studio.story import Story
from videos.studio.words import read_words

ROOT = Path(__file__).resolve().parents[2]
VIDEOS = ROOT / "videos"
CACHE = ROOT / ".cache" / "clips"
_STILL_AT = 0.86  # where in a step its still is taken: the motion is done, the next has not begun
_DRAWING = (
    "cast.py",
    "cast.yaml",
    "closeup.py",
    "figure.py",
    "geometry.py",
    "hands.py",
    "ink.py",
    "measuring.py",
    "overlay.py",
    "props.py",
    "room.py",
    "story.py",
)


class Stage(Protocol):
    """What draws a storyboard."""

    def frame(self, t: float, size: tuple[int, int]) -> QImage:
        """One picture."""
        ...


def main() -> int:
    """Build, preview or lay out clips; returns the exit code."""
    parser = argparse.ArgumentParser(prog="videos.studio", description="Draws and packs the how-to clips.")
    parser.add_argument("clips", nargs="*", metavar="ID", help="clips to build (default: all that have a storyboard)")
    parser.add_argument("--preview", metavar="ID", help="a quarter-size film without sound, in seconds")
    parser.add_argument("--sheet", metavar="ID", help="every step at start, middle and end as one PNG")
    parser.add_argument("--cast", action="store_true", help="everyone of cast.yaml as one PNG")
    asked = parser.parse_args()
    application = QGuiApplication.instance() or QGuiApplication([])
    for font in sorted((ROOT / "resources" / "fonts").glob("*.ttf")):
        QFontDatabase.addApplicationFont(str(font))
    if asked.cast:
        print(cast_sheet(CACHE / "cast.png"))
    elif asked.sheet:
        print(contact_sheet(asked.sheet))
    elif asked.preview:
        print(preview(asked.preview))
    else:
        for clip_id in asked.clips or sorted(p.parent.name for p in VIDEOS.glob("*/storyboard.yaml")):
            build(clip_id)
    del application
    return 0


def _staged(clip_id: str, lengths: dict[str, float] | None = None) -> tuple[Story, Stage]:
    story = Story(str(VIDEOS / clip_id / "storyboard.yaml"), lengths)
    stage: Stage = RoomStage(story) if story.d["set"] == "room" else CloseupStage(story)
    return story, stage


def build(clip_id: str) -> None:
    """Draw what changed, speak, pack, and write the side-car."""
    folder = VIDEOS / clip_id
    words = read_words(folder)
    said = timing.fitted(words, timing.voices(words))
    plain, _ = _staged(clip_id)
    lengths = {
        step["id"]: timing.step_length(step["min"], [each[n].seconds for each in said.values()]) - timing.PAD_S
        for n, step in enumerate(plain.steps)
    }
    story, stage = _staged(clip_id, lengths)
    steps = tuple(pack.TimedStep(s["n"], s["t0"], s["dur"]) for s in story.steps)
    meta = story.d
    sheet = pack.Sheet(
        clip_id, meta["topic"], tuple(meta.get("cards", ())), tuple(meta.get("symptoms", ())), _sources(clip_id), steps,
        words, said,
    )  # fmt: skip
    picture = _picture(clip_id, stage, story, lengths)
    files = _stills(folder, story, stage)
    files += _voices(folder, sheet)
    pack.mux(picture, sheet, folder / f"{clip_id}.mkv")
    for tag in words:
        (folder / f"{clip_id}.{tag}.srt").write_text(pack.srt(sheet, tag), "utf-8")
    files += [f"{clip_id}.mkv", *(f"{clip_id}.{tag}.srt" for tag in words)]
    pack.write_side_car(sheet, folder, files)
    size = (folder / f"{clip_id}.mkv").stat().st_size / 1e6
    print(f"{clip_id}: {sheet.seconds:.1f} s, {size:.2f} MB, {len(words)} languages")


def _sources(clip_id: str) -> tuple[str, ...]:
    found = json.loads((VIDEOS / "sources.json").read_text("utf-8"))
    return tuple(found[clip_id])


def _picture(clip_id: str, stage: Stage, story: Story, lengths: dict[str, float]) -> Path:
    """The drawn film, from the cache where storyboard, drawing code and lengths are the same."""
    digest = sha256()
    for path in (VIDEOS / clip_id / "storyboard.yaml", *(Path(__file__).parent / name for name in _DRAWING)):
        digest.update(path.read_bytes())
    digest.update(json.dumps(lengths, sort_keys=True).encode())
    target = CACHE / f"{clip_id}-{digest.hexdigest()[:20]}.mkv"
    if target.is_file():
        return target
    CACHE.mkdir(parents=True, exist_ok=True)
    print(
        f"{clip_id}: drawing {round(story.total * pack.FPS)} frames, about {story.total * pack.FPS * 0.09:.0f} s",
        flush=True,
    )
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "picture.mkv"
        pack.encode_picture(lambda t: stage.frame(t, pack.SIZE), story.total, made)
        shutil.move(made, target)
    return target


def _stills(folder: Path, story: Story, stage: Stage) -> list[str]:
    names = []
    for step in story.steps:
        image = stage.frame(step["t0"] + step["dur"] * _STILL_AT, pack.SIZE)
        name = f"step-{step['n']}.jpg"
        image.save(str(folder / name), quality=86)
        names.append(name)
    best = story.steps[min(story.d.get("poster_step", 4), len(story.steps)) - 1]
    stage.frame(best["t0"] + best["dur"] * _STILL_AT, pack.SIZE).save(str(folder / "poster.jpg"), quality=86)
    return [*names, "poster.jpg"]


def _voices(folder: Path, sheet: pack.Sheet) -> list[str]:
    (folder / "narration").mkdir(exist_ok=True)
    names = []
    for tag, each in sheet.spoken.items():
        for step, said in zip(sheet.steps, each, strict=True):
            name = f"narration/{tag}-{step.number}.opus"
            pack.write_voice(said, folder / name)
            names.append(name)
    return names


def contact_sheet(clip_id: str, width: int = 480) -> Path:
    """Every step at start, middle and end, to be looked at one by one."""
    story, stage = _staged(clip_id)
    height = width * 9 // 16
    sheet = QImage(width * 3, height * len(story.steps), QImage.Format.Format_RGB32)
    sheet.fill(QColor("#FFFFFF"))
    painter = QPainter(sheet)
    for row, step in enumerate(story.steps):
        for place, share in enumerate((0.05, 0.5, 0.97)):
            image = stage.frame(step["t0"] + step["dur"] * share, (960, 540))
            painter.drawImage(place * width, row * height, image.scaled(width, height))
    painter.end()
    CACHE.mkdir(parents=True, exist_ok=True)
    target = CACHE / f"{clip_id}-sheet.png"
    sheet.save(str(target))
    return target


def preview(clip_id: str) -> Path:
    """Eight pictures a second at a quarter of the size, as PNG frames in a folder."""
    story, stage = _staged(clip_id)
    folder = CACHE / f"{clip_id}-preview"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for number in range(int(story.total * 8)):
        stage.frame(number / 8, (320, 180)).save(str(folder / f"{number:04}.png"))
    return folder


if __name__ == "__main__":
    sys.exit(main())
