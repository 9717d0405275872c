"""Pictures for the person who draws: a contact sheet with every step's words, and a small quick film."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter

from videos.studio.staging import VIDEOS, step_staged
from videos.studio.words import StepText, WrongWords, read_words

_SHARES = (0.05, 0.5, 0.97)
_PREVIEW_SIZE, _PREVIEW_FPS = (320, 180), 8


def contact_sheet(clip_id: str, folder: Path, width: int = 480, videos: Path = VIDEOS) -> Path:
    """Every step at start, middle and end under its words, to be looked at one by one; a PNG, or a JPEG in `docs`."""
    story, stage = step_staged(clip_id, None, videos)
    height, line = width * 9 // 16, 34
    sheet = QImage(width * 3, (height + line) * len(story.steps), QImage.Format.Format_RGB32)
    sheet.fill(QColor("#FFFFFF"))
    painter = QPainter(sheet)
    font = QFont("Noto Sans")
    font.setPixelSize(20)
    painter.setFont(font)
    for row, (step, text) in enumerate(zip(story.steps, _words(videos / clip_id, len(story.steps)), strict=True)):
        top = row * (height + line)
        painter.setPen(QColor("#22384D"))
        words = f"{step['n']}. {text.action} ({text.caution})"
        painter.drawText(QRectF(8, top, width * 3 - 16, line), Qt.AlignmentFlag.AlignVCenter, words)
        for place, share in enumerate(_SHARES):
            image = stage.step_frame(step["n"], step["dur"] * share, (960, 540))
            small = image.scaled(width, height, mode=Qt.TransformationMode.SmoothTransformation)
            painter.drawImage(place * width, top + line, small)
    painter.end()
    folder.mkdir(parents=True, exist_ok=True)
    is_kept = folder.resolve().is_relative_to(videos.parent / "docs")
    target = folder / (f"{clip_id}.jpg" if is_kept else f"{clip_id}-sheet.png")
    sheet.save(str(target), quality=82)
    return target


def _words(folder: Path, steps: int) -> list[StepText]:
    """The English words; a storyboard is looked at before it has any."""
    try:
        found = list(read_words(folder)["en"].steps)
    except WrongWords:
        found = []
    return (found + [StepText("–", "–", "")] * steps)[:steps]


def preview(clip_id: str, folder: Path, videos: Path = VIDEOS) -> Path:
    """Eight pictures a second at a quarter of the size, without sound, as a film."""
    story, stage = step_staged(clip_id, None, videos)
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{clip_id}-preview.mkv"
    width, height = _PREVIEW_SIZE
    with av.open(str(target), "w", format="matroska") as container:
        stream = container.add_stream("libvpx-vp9", rate=_PREVIEW_FPS, options={"crf": "40", "b": "0", "cpu-used": "8"})
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.codec_context.bit_rate = 0
        for step in story.steps:
            for number in range(round(step["dur"] * _PREVIEW_FPS)):
                image = stage.step_frame(step["n"], number / _PREVIEW_FPS, _PREVIEW_SIZE)
                pixels = np.frombuffer(image.constBits(), np.uint8).reshape(height, width, 4)
                container.mux(stream.encode(av.VideoFrame.from_ndarray(pixels, "bgra")))
        container.mux(stream.encode(None))
    return target
