"""A blind check of a clip's pictures: does a stranger match each to its sentence, with five foreign sentences among them?

`poe blind-check make P2 DIR` lays pictures and sentences out for a reader, and keeps the key in `docs/clips/blind`.
The reader's answers are rows `reader,picture,sentence` in `docs/clips/blind/P2.csv`; `poe blind-check` scores them all.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter

from videos.studio import drawing
from videos.studio.staging import VIDEOS, step_staged
from videos.studio.words import read_words

KEPT = VIDEOS.parent / "docs" / "clips" / "blind"
FOREIGN = 5  # sentences of other clips among a clip's own
LEAST_SHARE = 0.8  # right answers over all clips; below it pictures are drawn again
_SHARES = (0.2, 0.55, 0.86)  # moments of a step, beside each other
_SIZE, _BADGE = (640, 360), (240, 66)  # of one moment, px; the badge and the dots would tell the order


@dataclass(frozen=True, slots=True)
class Key:
    """What a reader was given: numbered sentences, and which of them each picture belongs to."""

    sentences: tuple[str, ...]
    belongs: Mapping[str, int]  # picture's letter → the sentence's number, from 1


@dataclass(frozen=True, slots=True)
class Score:
    """A clip's answers: how many were right of how many, and what was taken for what."""

    clip_id: str
    right: int
    asked: int
    missed: tuple[str, ...]


class WrongAnswers(ValueError):
    """A file of answers cannot be scored; says the file, the row and what to do."""


def new_key(clip_id: str, videos: Path = VIDEOS) -> tuple[Key, list[int]]:
    """Shuffled sentences and pictures of a clip; beside the key, the step of each picture in the pictures' order."""
    dice = random.Random(f"blind {clip_id}")
    own = _sentences(clip_id, videos)
    others = [
        s
        for path in sorted(videos.glob("*/words.en.toml"))
        if path.parent.name != clip_id
        for s in _sentences(path.parent.name, videos)
    ]
    sentences = [*own, *dice.sample(others, FOREIGN)]
    dice.shuffle(sentences)
    steps = list(range(1, len(own) + 1))
    dice.shuffle(steps)
    belongs = {chr(ord("a") + n): sentences.index(own[step - 1]) + 1 for n, step in enumerate(steps)}
    return Key(tuple(sentences), belongs), steps


def _sentences(clip_id: str, videos: Path) -> list[str]:
    return [f"{step.action} {step.caution}" for step in read_words(videos / clip_id)["en"].steps]


def make(clip_id: str, folder: Path, kept: Path = KEPT, videos: Path = VIDEOS) -> None:
    """Pictures and sentences for the reader into `folder`; the key, which the reader must not see, into `kept`."""
    key, steps = new_key(clip_id, videos)
    folder.mkdir(parents=True, exist_ok=True)
    for letter, step in zip(key.belongs, steps, strict=True):
        _picture(clip_id, step, videos).save(str(folder / f"{clip_id}-{letter}.png"))
    lines = [f"{number}. {sentence}" for number, sentence in enumerate(key.sentences, 1)]
    (folder / f"{clip_id}-sentences.txt").write_text("\n".join(lines) + "\n", "utf-8")
    kept.mkdir(parents=True, exist_ok=True)
    written = json.dumps({"sentences": key.sentences, "belongs": key.belongs}, indent=1, ensure_ascii=False)
    (kept / f"{clip_id}.json").write_text(written + "\n", "utf-8")


def _picture(clip_id: str, number: int, videos: Path) -> QImage:
    """Three moments of a step, without its number."""
    story, stage = step_staged(clip_id, None, videos)
    length = story.steps[number - 1]["dur"]
    wide, high = _SIZE
    strip = QImage(wide * len(_SHARES), high, QImage.Format.Format_RGB32)
    painter = QPainter(strip)
    for place, share in enumerate(_SHARES):
        frame = stage.step_frame(number, length * share, (wide * 2, high * 2))
        small = frame.scaled(wide, high, mode=Qt.TransformationMode.SmoothTransformation)
        painter.drawImage(place * wide, 0, small)
        painter.fillRect(place * wide, 0, *_BADGE, QColor("#EAF1EF"))
    painter.end()
    return strip


def read_key(path: Path) -> Key:
    """A kept key. Raises OSError and ValueError where it cannot be read."""
    found = json.loads(path.read_text("utf-8"))
    return Key(tuple(found["sentences"]), dict(found["belongs"]))


def score(clip_id: str, kept: Path = KEPT) -> Score:
    """What the readers of one clip got right. Raises WrongAnswers where rows are missing, twice, or no such picture."""
    key, file = read_key(kept / f"{clip_id}.json"), f"{clip_id}.csv"
    right, asked, missed = 0, 0, []
    given: dict[tuple[str, str], int] = {}
    with (kept / file).open(encoding="utf-8", newline="") as rows:
        for number, row in enumerate(csv.DictReader(rows), 2):
            try:
                reader, picture, sentence = row["reader"], row["picture"], int(row["sentence"])
            except (KeyError, TypeError, ValueError):
                raise WrongAnswers(f"{file}, row {number}: it needs reader, picture and a sentence's number.") from None
            if picture not in key.belongs or not 1 <= sentence <= len(key.sentences):
                raise WrongAnswers(f"{file}, row {number}: there is no picture {picture} or no sentence {sentence}.")
            if (reader, picture) in given:
                raise WrongAnswers(f"{file}, row {number}: {reader} has answered picture {picture} already.")
            given[reader, picture] = sentence
    for reader in sorted({reader for reader, _ in given}):
        for picture, belongs in key.belongs.items():
            if (reader, picture) not in given:
                raise WrongAnswers(f"{file}: {reader} has not answered picture {picture}.")
            asked, is_right = asked + 1, given[reader, picture] == belongs
            right += is_right
            if not is_right:
                taken = key.sentences[given[reader, picture] - 1]
                missed.append(f"“{key.sentences[belongs - 1]}” was taken for “{taken}”")
    if not asked:
        raise WrongAnswers(f"{file}: it has no answers.")
    return Score(clip_id, right, asked, tuple(missed))


def table(scores: Iterable[Score]) -> list[str]:
    """The scores as rows of Markdown, the sum last, then what was missed."""
    scores = list(scores)
    right, asked = sum(s.right for s in scores), sum(s.asked for s in scores)
    rows = ["| clip | right | of | share |", "|---|---|---|---|"]
    rows += [f"| {s.clip_id} | {s.right} | {s.asked} | {s.right / s.asked:.0%} |" for s in scores]
    rows += [f"| all | {right} | {asked} | {right / max(asked, 1):.0%} |", ""]
    return rows + [f"- {s.clip_id}: {each}" for s in scores for each in s.missed]


def main(arguments: list[str] | None = None) -> int:
    """Make one clip's check, or score every kept one; exit code 1 where less than 80 % are right."""
    parser = argparse.ArgumentParser(prog="videos.studio.blind", description="Blind checks of the clips' pictures.")
    parser.add_argument("what", nargs="?", choices=("score", "make"), default="score")
    parser.add_argument("clip", nargs="?", help="make: which clip")
    parser.add_argument("folder", nargs="?", type=Path, help="make: where the reader's pictures go")
    asked = parser.parse_args(arguments)
    if asked.what == "make":
        if not asked.clip or not asked.folder or not (VIDEOS / asked.clip / "storyboard.yaml").is_file():
            print("Say which clip, one with a storyboard, and a folder: poe blind-check make P2 DIR")
            return 1
        application = drawing.ready_to_draw()
        make(asked.clip, asked.folder)
        del application
        return 0
    try:
        scores = [score(path.stem) for path in sorted(KEPT.glob("*.csv"))]
    except (WrongAnswers, OSError, ValueError) as problem:
        print(problem)
        return 1
    print("\n".join(table(scores)))
    right, given = sum(s.right for s in scores), sum(s.asked for s in scores)
    return 0 if given and right >= LEAST_SHARE * given else 1


if __name__ == "__main__":
    sys.exit(main())
