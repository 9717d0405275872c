"""Packs drawn steps, one voice and one SRT a language into Matroska; the same input gives the same bytes."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from PySide6.QtGui import QImage

from videos.studio.loudness import RATE, Sound
from videos.studio.narration import Spoken, voice_of
from videos.studio.side_car import SIZE, Sheet, srt
from videos.studio.timing import FPS, LEAD_S

VP9 = {
    "crf": "34",
    "b": "0",
    "deadline": "good",
    "cpu-used": "4",
    "row-mt": "1",
    "tile-columns": "1",
    "lag-in-frames": "25",
}
GOP = 108
_THREADS = 2  # fixed: another count may give other bytes
_OPUS_BITS = 24_000
_SAME_BYTES = {"fflags": "+bitexact"}  # no random numbers in the container: an unchanged clip stays byte-identical
_FRAME = Fraction(1, FPS)


@dataclass(frozen=True, slots=True)
class Segment:
    """A step's picture as VP9 in a file of its own, beginning with a key frame; and how many frames it has."""

    path: Path
    frames: int


def encode_segment(frame: Callable[[int], QImage], frames: int, target: Path) -> None:
    """Draw and encode frames 0 to `frames` - 1 as VP9 in a Matroska file without sound."""
    container = av.open(str(target), "w", format="matroska", options=_SAME_BYTES)
    stream = container.add_stream("libvpx-vp9", rate=FPS, options=VP9)
    stream.width, stream.height = SIZE
    stream.pix_fmt = "yuv420p"
    stream.codec_context.gop_size = GOP
    stream.codec_context.bit_rate = 0
    stream.codec_context.thread_count = _THREADS
    for number in range(frames):
        image = frame(number)
        pixels = np.frombuffer(image.constBits(), np.uint8).reshape(SIZE[1], SIZE[0], 4)
        picture = av.VideoFrame.from_ndarray(pixels, "bgra").reformat(format="yuv420p", dst_colorspace="ITU709")
        picture.pts, picture.time_base = number, _FRAME
        for packet in stream.encode(picture):
            container.mux(packet)
    for packet in stream.encode():
        container.mux(packet)
    container.close()


def voice_track(sheet: Sheet, language: str) -> Sound:
    """One language's voice over the whole clip. Raises ValueError where a voice is longer than its step."""
    track = np.zeros(round(sheet.seconds * RATE), np.float32)
    for step, said in zip(sheet.steps, sheet.spoken[language], strict=True):
        if LEAD_S + said.seconds > step.length_s:
            raise ValueError(f"{sheet.clip_id}, {language}, step {step.number}: the voice is longer than its step")
        start = round((step.start_s + LEAD_S) * RATE)
        track[start : start + len(said.samples)] += said.samples
    return track


def mux(segments: Sequence[Segment], sheet: Sheet, target: Path) -> None:
    """Copy the steps' pictures one after the other and add one Opus and one SRT track a language."""
    options = {**_SAME_BYTES, "default_mode": "passthrough"}  # only the first voice is default, no subtitle is
    container = av.open(str(target), "w", format="matroska", options=options)
    subtitles = [av.open(io.BytesIO(srt(sheet, language).encode()), format="srt") for language in sheet.words]
    with av.open(str(segments[0].path)) as first:
        video = container.add_stream_from_template(first.streams.video[0])
    voices: list[tuple[Any, Sound]] = []
    for place, language in enumerate(sheet.words):
        stream = container.add_stream("libopus", rate=RATE, layout="mono")
        stream.bit_rate = _OPUS_BITS
        stream.metadata["language"] = voice_of(language).track
        if place == 0:
            stream.disposition = av.stream.Disposition.default
        voices.append((stream, voice_track(sheet, language)))
    packets = []
    for language, source in zip(sheet.words, subtitles, strict=True):
        written = container.add_stream_from_template(source.streams.subtitles[0])
        written.metadata["language"] = voice_of(language).track
        packets += _copied(source, written)
    packets += _picture_packets(segments, video)
    for stream, samples in voices:
        packets += _voice_packets(stream, samples)
    for packet in sorted(packets, key=lambda p: float(p.dts * p.time_base)):
        container.mux(packet)
    container.close()


def _picture_packets(segments: Sequence[Segment], stream: Any) -> list[Any]:
    """Every step's packets; VP9 hides its helper frames, so each packet is one frame and counts itself."""
    found: list[Any] = []
    for segment in segments:
        with av.open(str(segment.path)) as source:
            packets = [p for p in source.demux(video=0) if p.dts is not None]
        if len(packets) != segment.frames or not packets[0].is_keyframe:
            raise ValueError(
                f"{segment.path.name}: {len(packets)} frames, {segment.frames} wanted. Empty .cache/clips."
            )
        for packet in packets:
            packet.time_base = _FRAME
            packet.pts = packet.dts = len(found)
            packet.duration = 1
            packet.stream = stream
            found.append(packet)
    return found


def _copied(source: Any, stream: Any) -> list[Any]:
    found = []
    for packet in source.demux():
        if packet.dts is not None:
            packet.stream = stream
            found.append(packet)
    return found


def _voice_packets(stream: Any, samples: Sound) -> list[Any]:
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
