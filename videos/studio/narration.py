"""Voices: a person's recording where there is one, else espeak-ng, clearly a computer's voice and labelled so."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import wave
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt

RATE = 48_000
Sound = npt.NDArray[np.float32]

_VOICES = {"en": ("en-us", 148), "es": ("es", 150), "ar": ("ar", 140), "fr": ("fr-fr", 150), "hi": ("hi", 145)}
_PEAK = 0.72
LEAST_RATE, MOST_RATE = 0.92, 1.15  # how far a voice may be slowed or hurried to fit its step


@dataclass(frozen=True, slots=True)
class Voice:
    """Whose voice it is, for the side-car."""

    name: str
    is_computer: bool


@dataclass(frozen=True, slots=True)
class Spoken:
    """One spoken step: mono samples at 48 kHz from -1 to 1."""

    voice: Voice
    samples: Sound = field(repr=False)

    @property
    def seconds(self) -> float:
        """How long it is."""
        return len(self.samples) / RATE


def spoken(text: str, language: str, recording: Path | None = None, rate: float = 1.0) -> Spoken:
    """A step's sentence as sound. Raises RuntimeError where espeak-ng is missing or does not know the language."""
    if recording is not None and recording.is_file():
        return Spoken(Voice("recording", is_computer=False), _read(recording))
    if shutil.which("espeak-ng") is None:
        raise RuntimeError("espeak-ng is missing: apt-get install espeak-ng")
    if language not in _VOICES:
        raise RuntimeError(f"no voice is chosen for {language}")
    voice, speed = _VOICES[language]
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "said.wav"
        command = ["espeak-ng", "-v", voice, "-s", str(round(speed * rate)), "-g", "4", "-w", str(target), text]
        subprocess.run(command, check=True, capture_output=True)
        samples = _trimmed(_read(target))
    return Spoken(Voice(f"espeak-ng {voice}", is_computer=True), samples)


def _read(path: Path) -> Sound:
    with wave.open(str(path)) as file:
        raw = np.frombuffer(file.readframes(file.getnframes()), np.int16).astype(np.float32) / 32768.0
        rate, channels = file.getframerate(), file.getnchannels()
    mono = raw.reshape(-1, channels).mean(axis=1)
    count = round(len(mono) * RATE / rate)
    resampled = np.interp(np.linspace(0, len(mono) - 1, count), np.arange(len(mono)), mono)
    loudest = float(np.abs(resampled).max()) or 1.0
    levelled: Sound = (resampled * (_PEAK / loudest)).astype(np.float32)
    return levelled


def _trimmed(samples: Sound, silence: float = 0.01) -> Sound:
    loud = np.flatnonzero(np.abs(samples) > silence)
    return samples[loud[0] : loud[-1] + RATE // 20] if len(loud) else samples
