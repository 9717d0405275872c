"""How loud speech is (EBU R 128, through ffmpeg's own meter) and how it is brought to one level."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import pairwise

import av
import av.filter
import numpy as np
import numpy.typing as npt

RATE = 48_000
TARGET_LUFS, TOLERANCE_LU = -16.0, 1.0
PEAK = 10 ** (-1.5 / 20)  # what no sample passes, so that Opus has room to overshoot
Sound = npt.NDArray[np.float32]

_SILENT_LUFS = -69.0  # the meter's floor is -70: nothing was heard


def measured(samples: Sound) -> float:
    """Integrated loudness in LUFS; -70 where nothing is heard."""
    result = -70.0
    for frame in _through(samples, ("ebur128", "metadata=1:framelog=quiet")):
        result = float(frame.metadata.get("lavfi.r128.I", result))
    return result


def levelled(samples: Sound, target: float = TARGET_LUFS) -> Sound:
    """The same speech at the target loudness, its peaks held below PEAK; silence stays silence."""
    made = samples
    for _ in range(3):  # the limiter takes a little loudness away, so measure and give it back
        loud = measured(_at_least_a_second(made))
        if loud < _SILENT_LUFS:
            return made
        if abs(loud - target) < 0.1:
            break
        made = _limited((made * 10 ** ((target - loud) / 20)).astype(np.float32))
    return made


def resampled(samples: Sound, rate: int) -> Sound:
    """Mono samples at `rate` brought to 48 kHz."""
    if rate == RATE:
        return samples
    resampler = av.AudioResampler(format="flt", layout="mono", rate=RATE)
    frames = [*resampler.resample(_frame(samples, rate)), *resampler.resample(None)]
    made: Sound = np.concatenate([f.to_ndarray().reshape(-1) for f in frames]).astype(np.float32)
    return made


def trimmed(samples: Sound, below_peak_db: float = 40.0, tail_s: float = 0.05) -> Sound:
    """Speech without the silence around it; the tail keeps the last sound's fading."""
    floor = float(np.abs(samples).max(initial=0.0)) * 10 ** (-below_peak_db / 20)
    loud = np.flatnonzero(np.abs(samples) > floor)
    return samples[loud[0] : loud[-1] + round(tail_s * RATE)] if len(loud) else samples


def decibels(samples: Sound) -> float:
    """Mean level in dB below full scale."""
    mean = float(np.sqrt(np.mean(np.square(samples, dtype=np.float64)))) if len(samples) else 0.0
    return 20 * math.log10(mean) if mean > 0 else -120.0


def _limited(samples: Sound) -> Sound:
    if float(np.abs(samples).max(initial=0.0)) <= PEAK:
        return samples
    limiter = f"limit={PEAK:.4f}:level=disabled:attack=4:release=60:latency=1"
    parts = [
        f.to_ndarray().reshape(-1) for f in _through(samples, ("alimiter", limiter), ("aformat", "sample_fmts=flt"))
    ]
    made = np.concatenate(parts)[: len(samples)]
    held: Sound = np.clip(made, -PEAK, PEAK).astype(np.float32)
    return held


def _at_least_a_second(samples: Sound) -> Sound:
    """The meter needs some blocks of 400 ms; the gate leaves the padding out."""
    return np.pad(samples, (0, max(0, RATE - len(samples)) + RATE // 2))


def _frame(samples: Sound, rate: int = RATE) -> av.AudioFrame:
    frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples, np.float32).reshape(1, -1), "flt", "mono")
    frame.sample_rate, frame.pts = rate, 0
    return frame


def _through(samples: Sound, *filters: tuple[str, str]) -> list[av.AudioFrame]:
    graph = av.filter.Graph()
    nodes = [graph.add_abuffer(sample_rate=RATE, format="flt", layout="mono", time_base=Fraction(1, RATE))]
    nodes += [graph.add(name, options) for name, options in filters]
    nodes.append(graph.add("abuffersink"))
    for before, after in pairwise(nodes):
        before.link_to(after)
    graph.configure()
    nodes[0].push(_frame(samples))
    nodes[0].push(None)
    found: list[av.AudioFrame] = []
    while True:
        try:
            frame = nodes[-1].pull()
        except (av.error.EOFError, av.error.BlockingIOError):
            return found
        if isinstance(frame, av.AudioFrame):
            found.append(frame)
