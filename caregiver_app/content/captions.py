"""Reads captions from SRT and WebVTT files, and holds them to the film and to a tired reader's eyes.

Only what both formats share is read: times, and words below them. Styles and places are passed over, because the
program draws captions itself.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from pathlib import Path

from caregiver_app.content.inside import Findings, head_of, plain_file, refused
from caregiver_app.domain.brought_in import MOST_CLUSTERS_A_SECOND, MOST_TEXT_BYTES, Fault
from caregiver_app.domain.clips import CaptionCue
from caregiver_app.domain.clusters import clusters

KINDS = (".srt", ".vtt")
_TIME = r"(?:(\d+):)?(\d{1,2}):(\d{2})[,.](\d{1,3})"
_TIMES = re.compile(rf"^\s*{_TIME}\s*-->\s*{_TIME}(\s|$)")
_MARKS = re.compile(r"<[^>]*>|\{\\[^}]*\}")
_SLACK_S = 0.05  # what rounding may add


def read_captions(path: Path, shown: str = "") -> tuple[CaptionCue, ...]:
    """The captions of an SRT or WebVTT file. Raises UnusableClip."""
    shown = shown or path.name
    plain_file(path, MOST_TEXT_BYTES, shown)
    words = _text(path, shown)
    cues = [_cue(block, number, shown) for number, block in _blocks(words)]
    found = tuple(cue for cue in cues if cue is not None)
    if not found:
        raise refused(Fault.NO_CAPTIONS, shown)
    return found


def check_captions(cues: Sequence[CaptionCue], length_s: float | None, file: str, place: str = "") -> Findings:
    """What is wrong with captions: none, out of order, too fast to read, or (with a length) outside the film."""
    found = Findings()
    if not cues:
        found.add(Fault.NO_CAPTIONS, file, place)
    end_s = 0.0
    for number, cue in enumerate(cues, 1):
        where = f"{place + ', ' if place else ''}{number} ({clock(cue.start_s)})"
        if not cue.words.strip():
            found.add(Fault.CAPTION_EMPTY, file, where)
        if cue.end_s <= cue.start_s or cue.start_s < end_s - _SLACK_S:
            found.add(Fault.CAPTION_ORDER, file, where)
        elif (pace := clusters(cue.words) / (cue.end_s - cue.start_s)) > MOST_CLUSTERS_A_SECOND + 0.05:
            found.add(Fault.CAPTION_FAST, file, where, f"{pace:.0f}", f"{MOST_CLUSTERS_A_SECOND:.0f}")
        if length_s is not None and cue.end_s > length_s + _SLACK_S:
            found.add(Fault.CAPTION_OUTSIDE, file, where, clock(cue.end_s), clock(length_s))
        end_s = max(end_s, cue.end_s)
    return found


def clock(seconds: float) -> str:
    """Minutes and seconds, as players show them."""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02}"


def _text(path: Path, shown: str) -> str:
    head = head_of(path, shown)
    code = "utf-16" if head.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        words = path.read_bytes().decode(code)
    except (OSError, UnicodeDecodeError) as error:
        raise refused(Fault.NO_TEXT, shown) from error
    if "\0" in words:
        raise refused(Fault.NO_TEXT, shown)
    return words


def _blocks(words: str) -> list[tuple[int, list[str]]]:
    """The blocks between empty lines, each with the number of its first line."""
    blocks: list[tuple[int, list[str]]] = []
    lines: list[str] = []
    for number, line in enumerate([*words.splitlines(), ""], 1):
        if line.strip():
            lines.append(line)
        elif lines:
            blocks.append((number - len(lines), lines))
            lines = []
    return blocks


def _cue(block: list[str], number: int, shown: str) -> CaptionCue | None:
    """The caption of a block; None for a head, a note or a style. Raises UnusableClip for a time that cannot be read."""
    at = next((n for n, line in enumerate(block[:2]) if "-->" in line), None)
    if at is None:
        if block[0].startswith(("WEBVTT", "NOTE", "STYLE", "REGION")):
            return None
        raise refused(Fault.CAPTION_SHAPE, shown, str(number), block[0][:40])
    times = _TIMES.match(block[at])
    if times is None:
        raise refused(Fault.CAPTION_SHAPE, shown, str(number + at), block[at][:40])
    said = " ".join(" ".join(_MARKS.sub("", line) for line in block[at + 1 :]).split())
    if not said:
        return None
    return CaptionCue(_seconds(times.group(1, 2, 3, 4)), _seconds(times.group(5, 6, 7, 8)), html.unescape(said))


def _seconds(parts: Sequence[str | None]) -> float:
    hours, minutes, seconds, thousandths = parts
    return int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds or 0) + float(f"0.{thousandths}")
