"""Levels a recording: decoded by Qt, measured, and written as a WAV that sounds as loud as the clips' own voices.

The measure is a plain one in the manner of EBU R 128: blocks of 400 ms, those below -70 dB and those 10 dB below the
mean are passed over, and the rest is brought to -16 dB. It lacks the ear's filter, which changes speech by about 1 dB.
No peak goes above -1 dB, and no more than 20 dB are added: beyond that it is noise that grows.
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

from caregiver_app.domain.brought_in import Fault, VoiceFacts

_RATE = 24_000
_WANTED_DB, _PEAK_DB, _MOST_GAIN_DB = -16.0, -1.0, 20.0
_SILENCE_DB, _BELOW_MEAN_DB = -70.0, 10.0
_BLOCK = _RATE * 4 // 10
_PATIENCE_MS = 20_000
_MOST_SECONDS = 300
_FULL = 32_767


def level(file: Path, target: Path) -> VoiceFacts | Fault:
    """Write the levelled sound; returns its length and gain, or why it is no recording."""
    samples = decoded(file)
    gain_db = gain_for(samples)
    if gain_db is None:
        return Fault.NO_SOUND
    factor = 10 ** (gain_db / 20)
    louder = array("h", (max(-_FULL, min(_FULL, round(sample * factor))) for sample in samples))
    if sys.byteorder == "big":
        louder.byteswap()
    with wave.open(str(target), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(_RATE)
        out.writeframes(louder.tobytes())
    return VoiceFacts(len(samples) / _RATE, round(gain_db, 2))


def gain_for(samples: Sequence[int]) -> float | None:
    """The gain in dB that brings speech to -16 dB, None for silence."""
    blocks = [samples[at : at + _BLOCK] for at in range(0, len(samples), _BLOCK)]
    powers = [sum(s * s for s in block) / len(block) / _FULL**2 for block in blocks]
    heard = [power for power in powers if _db(power) > _SILENCE_DB]
    if not heard:
        return None
    mean_db = _db(sum(heard) / len(heard))
    spoken = [power for power in heard if _db(power) > mean_db - _BELOW_MEAN_DB]
    loudness_db = _db(sum(spoken) / len(spoken))
    peak_db = _db(max(abs(s) for s in samples) ** 2 / _FULL**2)
    return min(_WANTED_DB - loudness_db, _PEAK_DB - peak_db, _MOST_GAIN_DB)


def decoded(file: Path) -> array[int]:
    """The sound as one channel of 16 bits; empty where Qt cannot read it."""
    application = QCoreApplication.instance() or QCoreApplication(sys.argv[:1])
    decoder, loop, samples = QAudioDecoder(), QEventLoop(), array("h")
    wanted = QAudioFormat()
    wanted.setSampleRate(_RATE)
    wanted.setChannelCount(1)
    wanted.setSampleFormat(QAudioFormat.SampleFormat.Int16)
    decoder.setAudioFormat(wanted)
    decoder.setSource(QUrl.fromLocalFile(str(file)))

    def take() -> None:
        samples.frombytes(bytes(decoder.read().constData()))
        if len(samples) > _MOST_SECONDS * _RATE:
            loop.quit()

    decoder.bufferReady.connect(take)
    decoder.finished.connect(loop.quit)
    decoder.error.connect(lambda _code: loop.quit())
    QTimer.singleShot(_PATIENCE_MS, loop, loop.quit)
    decoder.start()
    loop.exec()
    decoder.stop()
    del application
    return samples


def _db(power: float) -> float:
    return 10 * math.log10(power) if power > 0 else -math.inf
