"""Packs drawn frames, one voice a language and subtitles into Matroska, and writes the side-car clip.json."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from typing import Any

import av
import numpy as np
from PySide6.QtGui import QImage

from videos.studio.narration import RATE, Sound, Spoken
from videos.studio.words import ClipText

FPS = 24
SIZE = (1280, 720)
ISO3 = {"en": "eng", "es": "spa", "ar": "ara", "fr": "fra", "hi": "hin"}
_LEAD_S = 0.25  # the voice begins a little after its step
_VP9 = {
    "crf": "34",
    "b": "0",
    "deadline": "good",
    "cpu-used": "4",
    "row-mt": "1",
    "tile-columns": "1",
    "lag-in-frames": "25",
}
_OPUS_BITS = 24_000
_SAME_BYTES = {"fflags": "+bitexact"}  # no random numbers in the container: an unchanged clip stays byte-identical


@dataclass(frozen=True, slots=True)
class TimedStep:
    """A step of the picture: number from 1, start and length in seconds."""

    number: int
    start_s: float
    length_s: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the side-car says about a clip beside its files."""

    clip_id: str
    topic: str
    cards: tuple[str, ...]
    symptoms: tuple[str, ...]
    sources: tuple[str, ...]
    steps: tuple[TimedStep, ...]
    words: Mapping[str, ClipText]
    spoken: Mapping[str, Sequence[Spoken]] = field(repr=False)

    @property
    def seconds(self) -> float:
        """The clip's length."""
        return self.steps[-1].start_s + self.steps[-1].length_s


def encode_picture(frame: Callable[[float], QImage], seconds: float, target: Path) -> None:
    """Draw and encode every frame as VP9 in a Matroska file without sound."""
    container = av.open(str(target), "w", format="matroska", options=_SAME_BYTES)
    stream = container.add_stream("libvpx-vp9", rate=FPS, options=_VP9)
    stream.width, stream.height = SIZE
    stream.pix_fmt = "yuv420p"
    stream.codec_context.gop_size = 108
    stream.codec_context.bit_rate = 0
    stream.codec_context.thread_count = 2
    for number in range(round(seconds * FPS)):
        image = frame(number / FPS)
        pixels = np.frombuffer(image.constBits(), np.uint8).reshape(SIZE[1], SIZE[0], 4)
        picture = av.VideoFrame.from_ndarray(pixels, "bgra").reformat(format="yuv420p", dst_colorspace="ITU709")
        picture.pts, picture.time_base = number, Fraction(1, FPS)
        for packet in stream.encode(picture):
            container.mux(packet)
    for packet in stream.encode():
        container.mux(packet)
    container.close()


def voice_track(sheet: Sheet, language: str) -> Sound:
    """One language's voice over the whole clip."""
    track = np.zeros(round(sheet.seconds * RATE), np.float32)
    for step, said in zip(sheet.steps, sheet.spoken[language], strict=True):
        start = round((step.start_s + _LEAD_S) * RATE)
        room = min(len(said.samples), len(track) - start)
        track[start : start + room] += said.samples[:room]
    return track


def mux(picture: Path, sheet: Sheet, target: Path) -> None:
    """Copy the picture and add one Opus track and one SRT track a language; only the first voice is default."""
    source = av.open(str(picture))
    container = av.open(str(target), "w", format="matroska", options=_SAME_BYTES)
    drawn = source.streams.video[0]
    video = container.add_stream_from_template(drawn)
    voices: list[tuple[Any, Sound]] = []
    for place, language in enumerate(sheet.words):
        stream = container.add_stream("libopus", rate=RATE, layout="mono")
        stream.bit_rate = _OPUS_BITS
        stream.metadata["language"] = ISO3[language]
        if place == 0:
            stream.disposition = av.stream.Disposition.default
        voices.append((stream, voice_track(sheet, language)))
    packets: list[Any] = []
    for packet in source.demux(drawn):
        if packet.dts is not None:
            packet.stream = video
            packets.append(packet)
    for stream, samples in voices:
        packets += _voice_packets(stream, samples)
    for packet in sorted(packets, key=lambda p: float(p.dts * p.time_base)):
        container.mux(packet)
    container.close()
    source.close()


def _voice_packets(stream: Any, samples: Sound) -> Iterable[Any]:
    block = RATE // 50
    found: list[Any] = []
    for start in range(0, len(samples), block):
        part = samples[start : start + block]
        if len(part) < block:
            part = np.pad(part, (0, block - len(part)))
        frame = av.AudioFrame.from_ndarray((part * 32767).astype(np.int16).reshape(1, -1), "s16", "mono")
        frame.sample_rate, frame.pts, frame.time_base = RATE, start, Fraction(1, RATE)
        found += stream.encode(frame)
    return found + list(stream.encode(None))


def write_voice(said: Spoken, target: Path) -> None:
    """One step's voice as Opus in Ogg, for step mode and translators."""
    container = av.open(str(target), "w", format="ogg", options=_SAME_BYTES)
    stream = container.add_stream("libopus", rate=RATE, layout="mono")
    stream.bit_rate = _OPUS_BITS
    for packet in _voice_packets(stream, said.samples):
        container.mux(packet)
    container.close()


def srt(sheet: Sheet, language: str) -> str:
    """Subtitles for other players; ours draws its own from the side-car."""
    blocks = []
    for number, (start, end, words) in enumerate(cues(sheet, language), 1):
        blocks.append(f"{number}\n{_stamp(start)} --> {_stamp(end)}\n{words}\n")
    return "\n".join(blocks)


def cues(sheet: Sheet, language: str) -> list[tuple[float, float, str]]:
    """Captions of a language: the action first, then the caution, each as long as its share of the letters."""
    found: list[tuple[float, float, str]] = []
    for step, words in zip(sheet.steps, sheet.words[language].steps, strict=True):
        share = len(words.action) / max(1, len(words.action) + len(words.caution))
        middle = step.start_s + step.length_s * min(0.7, max(0.35, share))
        end = step.start_s + step.length_s
        found += [(step.start_s, middle, words.action), (middle, end, words.caution)]
    return [(round(a, 3), round(b, 3), w) for a, b, w in found]


def _stamp(seconds: float) -> str:
    whole = int(seconds)
    return f"{whole // 3600:02}:{whole % 3600 // 60:02}:{whole % 60:02},{round((seconds - whole) * 1000):03}"


def side_car(sheet: Sheet, folder: Path, files: Sequence[str]) -> dict[str, Any]:
    """The side-car as the app reads it (caregiver_app/content/clips.py)."""
    return {
        "format": 1,
        "id": sheet.clip_id,
        "topic": sheet.topic,
        "seconds": round(sheet.seconds, 3),
        "width": SIZE[0],
        "height": SIZE[1],
        "fps": FPS,
        "video": f"{sheet.clip_id}.mkv",
        "poster": "poster.jpg",
        "sources": list(sheet.sources),
        "cards": list(sheet.cards),
        "symptoms": list(sheet.symptoms),
        "tracks": [
            {
                "language": tag,
                "index": place,
                "voice": said[0].voice.name,
                "is_computer_voice": said[0].voice.is_computer,
            }
            for place, (tag, said) in enumerate(sheet.spoken.items())
        ],
        "steps": [
            {
                "n": s.number,
                "start": round(s.start_s, 3),
                "seconds": round(s.length_s, 3),
                "still": f"step-{s.number}.jpg",
            }
            for s in sheet.steps
        ],
        "words": {tag: _words(sheet, tag) for tag in sheet.words},
        "sha256": {name: sha256((folder / name).read_bytes()).hexdigest() for name in sorted(files)},
    }


def _words(sheet: Sheet, language: str) -> dict[str, Any]:
    text = sheet.words[language]
    return {
        "title": text.title,
        "review_status": text.review_status,
        "stop_and_call": list(text.stop_and_call),
        "steps": [{"action": s.action, "caution": s.caution, "said": s.said} for s in text.steps],
        "captions": [{"start": a, "end": b, "words": w} for a, b, w in cues(sheet, language)],
    }


def write_side_car(sheet: Sheet, folder: Path, files: Sequence[str]) -> None:
    """Write clip.json."""
    text = json.dumps(side_car(sheet, folder, files), ensure_ascii=False, indent=1, sort_keys=False)
    (folder / "clip.json").write_text(text + "\n", "utf-8")
