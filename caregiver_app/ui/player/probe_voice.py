"""Levels a recording: decoded by Qt, measured, and written as a WAV that sounds as loud as the clips' own voices.

The measure is a plain one in the manner of EBU R 128: blocks of 400 ms, those below -70 dB and those 10 dB below the
mean are passed over, and the rest is brought to -16 dB. It lacks the ear's filter (measured beside ffmpeg's meter:
docs/decisions/0033). Peaks are bent down gently below -1 dB, over 5 ms steps, and no more than 20 dB are added: beyond
that it is noise that grows.
"""

from __future__ import annotations

import math
import sys
import wave
from array import array
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEventLoop, QTimer, QUrl
from PySide6.QtMultimedia import QAudioDecoder, QAudioFormat

from caregiver_app.domain.brought_in import MOST_VOICE_SECONDS, Fault, VoiceFacts

_RATE = 24_000
_WANTED_DB, _PEAK_DB, _MOST_GAIN_DB = -16.0, -1.0, 20.0
_SILENCE_DB, _BELOW_MEAN_DB = -70.0, 10.0
_BLOCK = _RATE * 4 // 10
_STEP, _AROUND, _PASSES = _RATE // 200, 4, 3
_PATIENCE_MS = 20_000
_BEGINNINGS = (b"RIFF", b"RF64", b"fLaC", b"OggS", b"ID3")  # WAV, FLAC, Opus in Ogg; some FLAC begin with a tag
_FULL = 32_767


def level(file: Path, target: Path) -> VoiceFacts | Fault:
    """Write the levelled sound; returns its length and gain, or why it is no recording."""
    samples = decoded(file)
    if isinstance(samples, Fault):
        return samples
    loudness_db = loudness(samples)
    if loudness_db is None:
        return Fault.NO_SOUND
    gain_db, louder = 0.0, samples
    for _ in range(_PASSES):  # bending peaks takes a little loudness away: it is given back
        gain_db = min(gain_db + _WANTED_DB - loudness_db, _MOST_GAIN_DB)
        louder = amplified(samples, gain_db)
        loudness_db = loudness(louder) or _WANTED_DB
    _write(louder, target)
    return VoiceFacts(len(samples) / _RATE, round(gain_db, 2))


def loudness(samples: Sequence[int]) -> float | None:
    """How loud speech is in dB below full scale, None for silence."""
    blocks = [samples[at : at + _BLOCK] for at in range(0, len(samples), _BLOCK)]
    powers = [sum(s * s for s in block) / len(block) / _FULL**2 for block in blocks]
    heard = [power for power in powers if _db(power) > _SILENCE_DB]
    if not heard:
        return None
    mean_db = _db(sum(heard) / len(heard))
    spoken = [power for power in heard if _db(power) > mean_db - _BELOW_MEAN_DB]
    return _db(sum(spoken) / len(spoken))


def amplified(samples: Sequence[int], gain_db: float) -> array[int]:
    """Louder, with every peak below the ceiling: the gain sinks before a peak and rises after it, in straight lines."""
    factor, ceiling = 10 ** (gain_db / 20), _FULL * 10 ** (_PEAK_DB / 20)
    peaks = [max(map(abs, samples[at : at + _STEP])) * factor for at in range(0, len(samples), _STEP)]
    allowed = [factor * min(1.0, ceiling / peak) if peak else factor for peak in peaks]
    reach = range(-_AROUND, _AROUND + 1)
    last = len(allowed) - 1
    held = [min(allowed[min(max(n + d, 0), last)] for d in reach) for n in range(len(allowed))]
    out = array("h", bytes(2 * len(samples)))
    for n, start in enumerate(held):
        slope = (held[min(n + 1, last)] - start) / _STEP
        for at in range(n * _STEP, min((n + 1) * _STEP, len(samples))):
            out[at] = round(samples[at] * (start + slope * (at - n * _STEP)))
    return out


def _write(samples: array[int], target: Path) -> None:
    if sys.byteorder == "big":
        samples.byteswap()
    with wave.open(str(target), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(_RATE)
        out.writeframes(samples.tobytes())


def decoded(file: Path) -> array[int] | Fault:
    """The sound as one channel of 16 bits; empty where Qt cannot read it, a fault where it breaks off or is too long."""
    with file.open("rb") as begins:
        if not begins.read(4).startswith(_BEGINNINGS):
            return array("h")  # Qt says nothing of it, however long one waits
    application = QCoreApplication.instance() or QCoreApplication(sys.argv[:1])
    decoder, loop, samples, is_whole = QAudioDecoder(), QEventLoop(), array("h"), False
    wanted = QAudioFormat()
    wanted.setSampleRate(_RATE)
    wanted.setChannelCount(1)
    wanted.setSampleFormat(QAudioFormat.SampleFormat.Int16)
    decoder.setAudioFormat(wanted)
    decoder.setSource(QUrl.fromLocalFile(str(file)))

    def take() -> None:
        samples.frombytes(bytes(decoder.read().constData()))
        if len(samples) > MOST_VOICE_SECONDS * _RATE:
            loop.quit()

    def finish() -> None:
        nonlocal is_whole
        is_whole = True
        loop.quit()

    decoder.bufferReady.connect(take)
    decoder.finished.connect(finish)
    decoder.error.connect(lambda _code: loop.quit())
    QTimer.singleShot(_PATIENCE_MS, loop, loop.quit)
    decoder.start()
    loop.exec()
    decoder.stop()
    del application
    if len(samples) > MOST_VOICE_SECONDS * _RATE:
        return Fault.VOICE_LONG
    return samples if is_whole or not samples else Fault.VOICE_BROKEN


def _db(power: float) -> float:
    return 10 * math.log10(power) if power > 0 else -math.inf
