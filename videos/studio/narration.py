"""Voices: a person's recording where there is one, else a computer's, clearly labelled so; each said once and kept."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
import tomllib
import wave
from collections.abc import Callable
from dataclasses import astuple, dataclass, field
from functools import cache
from hashlib import sha256
from pathlib import Path

import numpy as np
import numpy.typing as npt

from videos.studio import kokoro
from videos.studio.loudness import RATE, Sound, levelled, resampled, trimmed
from videos.studio.recordings import Recordings

VOICES = Path(__file__).with_name("voices.toml")
LEAST_RATE, MOST_RATE = 0.92, 1.15  # how far a voice may be slowed or hurried to fit its step


@dataclass(frozen=True, slots=True)
class Voice:
    """Whose voice it is, for the side-car."""

    name: str
    is_computer: bool


@dataclass(frozen=True, slots=True)
class Spoken:
    """One spoken step: mono samples at 48 kHz from -1 to 1, at -16 LUFS."""

    voice: Voice
    samples: Sound = field(repr=False)

    @property
    def seconds(self) -> float:
        """How long it is."""
        return len(self.samples) / RATE


@dataclass(frozen=True, slots=True)
class LanguageVoice:
    """One block of voices.toml: the film's track tag, which espeak-ng voice speaks at what pace, and Kokoro's, or ""."""

    track: str
    espeak: str
    pace: int
    kokoro: str


@cache
def language_voices(path: Path = VOICES) -> dict[str, LanguageVoice]:
    """Every language that has a voice. Raises ValueError that names the block and what it lacks."""
    found = {}
    for language, block in tomllib.loads(path.read_text("utf-8")).items():
        try:
            found[language] = LanguageVoice(
                str(block["track"]), str(block["espeak"]), int(block["pace"]), str(block.get("kokoro", ""))
            )
        except (KeyError, TypeError, ValueError) as wrong:
            raise ValueError(f"{path.name}, {language}: {wrong}. Give it track, espeak and pace.") from wrong
    return found


def voice_of(language: str) -> LanguageVoice:
    """Who speaks a language. Raises ValueError that says where to add a voice."""
    try:
        return language_voices()[language]
    except KeyError:
        raise ValueError(f"voices.toml, {language}: no voice is chosen. Add a block [{language}].") from None


class Narrator:
    """Speaks steps; what was said once with the same words, voice and rate is taken from the cache."""

    def __init__(self, cache_folder: Path, recordings: Recordings, tell: Callable[[str], None] = print) -> None:
        self._cache, self._recordings, self._tell = cache_folder, recordings, tell
        self._told: set[str] = set()

    def speak(self, clip_id: str, language: str, step: int, text: str, rate: float = 1.0) -> Spoken:
        """A step's sentence as sound, at its usual speed where a person says it."""
        recording = self._recordings.of(language, clip_id, step, text)
        if recording.samples is not None:
            return Spoken(Voice(recording.who, is_computer=False), levelled(trimmed(recording.samples)))
        if recording.problem and rate == 1.0:
            self._tell(recording.problem)
        chosen = voice_of(language)
        if chosen.kokoro and kokoro.engine() is not None:
            samples = self._kept(text, chosen, "kokoro", rate)
            return Spoken(Voice(f"Kokoro {chosen.kokoro}", is_computer=True), samples)
        if chosen.kokoro and language not in self._told:
            self._told.add(language)
            self._tell(f"{language}: Kokoro is not installed, espeak-ng speaks instead (videos/studio/README.md).")
        samples = self._kept(text, chosen, "espeak-ng", rate)
        return Spoken(Voice(f"espeak-ng {chosen.espeak}", is_computer=True), samples)

    def _kept(self, text: str, voice: LanguageVoice, by: str, rate: float) -> Sound:
        key = json.dumps([by, astuple(voice), round(rate, 3), _espeak_version(), text, _code()], ensure_ascii=False)
        path = self._cache / f"{sha256(key.encode()).hexdigest()[:24]}.npy"
        if not path.is_file():
            made = _by_kokoro(text, voice, rate) if by == "kokoro" else _by_espeak(text, voice, rate)
            _keep(path, (levelled(trimmed(made)) * 32767).astype(np.int16))
        kept: Sound = (np.load(path) / 32767.0).astype(np.float32)  # read back even when new: the same bytes either way
        return kept


def _by_kokoro(text: str, voice: LanguageVoice, rate: float) -> Sound:
    engine = kokoro.engine()
    if engine is None:
        raise RuntimeError("Kokoro is not installed")
    return resampled(engine.say(text, voice.kokoro, voice.espeak, rate), kokoro.RATE)


def _by_espeak(text: str, voice: LanguageVoice, rate: float) -> Sound:
    pcm, frequency = _espeak(text, voice.espeak, round(voice.pace * rate))
    return resampled((pcm / 32768.0).astype(np.float32), frequency)


@cache
def _code() -> str:
    """How speech is made, trimmed and levelled, so that a change there speaks everything again."""
    here = Path(__file__).parent
    return sha256(b"".join((here / name).read_bytes() for name in ("loudness.py", "kokoro.py"))).hexdigest()


def _keep(path: Path, pcm: npt.NDArray[np.int16]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as part:
        np.save(part, pcm)
    Path(part.name).replace(path)


@cache
def _espeak_version() -> str:
    if shutil.which("espeak-ng") is None:
        raise RuntimeError("espeak-ng is missing. Install it: apt-get install espeak-ng")
    return subprocess.run(["espeak-ng", "--version"], check=True, capture_output=True, text=True).stdout.split("Data")[
        0
    ]


def _espeak(text: str, voice: str, pace: int) -> tuple[npt.NDArray[np.int16], int]:
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "said.wav"
        command = ["espeak-ng", "-v", voice, "-s", str(pace), "-g", "4", "-w", str(target), "--", text]
        subprocess.run(command, check=True, capture_output=True)
        with wave.open(str(target)) as file:
            pcm = np.frombuffer(file.readframes(file.getnframes()), np.int16)
            return pcm.reshape(-1, file.getnchannels())[:, 0].copy(), file.getframerate()
