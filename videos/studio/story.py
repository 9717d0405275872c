"""Storyboard -> frames.  A storyboard is YAML; see turn30.yaml.
Tracks hold values of any animatable kind: number, vec3, gesture, word, or an ANCHOR
("patient.shL + 0 6 -2": a joint of another actor, so contact holds while both move)."""

import math
import re
from pathlib import Path

import numpy as np

from videos.studio.board_shape import read_board
from videos.studio.geometry import V, ease, slerp_mat
from videos.studio.hands import FINGERS, hand_lerp


class Track:
    def __init__(self, v):
        self.keys = [(-1e9, 0, v, "inout")]

    def add(self, t, d, v, e):
        self.keys.append((t, d, v, e))

    def at(self, t, ev, lerp):
        cur = None
        for t0, d, v, e in self.keys:
            if t < t0:
                break
            val = ev(v)
            cur = val if cur is None or d <= 0 or t >= t0 + d else lerp(cur, val, ease((t - t0) / d, e))
        return cur


def lerp_any(a, b, u):
    if a is None or b is None:
        return b if u > 0.5 else a
    if isinstance(a, str) and isinstance(b, str) and a in FINGERS and b in FINGERS:
        return hand_lerp(a, b, u)
    if isinstance(a, tuple) and isinstance(b, str) and b in FINGERS:
        return hand_lerp(a, b, u)
    if isinstance(a, (str, bool)):
        return b if u > 0.5 else a
    if isinstance(a, np.ndarray) and a.shape == (3, 3):
        return slerp_mat(a, b, u)
    if isinstance(a, dict):
        return {k: lerp_any(a[k], b.get(k, a[k]), u) for k in a}
    return (
        np.asarray(a, float) * (1 - u) + np.asarray(b, float) * u
        if not isinstance(a, (int, float))
        else a + (b - a) * u
    )


def arc_lift(a, b, u, h):  # travelling hands arc slightly: nothing moves in a straight line
    return lerp_any(a, b, u) + V(0, h * math.sin(math.pi * u), 0)


class Story:
    def __init__(self, path, durations=None):
        self.file = "/".join(Path(path).parts[-2:])
        self.d = read_board(Path(path))
        self.tr = {}
        self.steps = []
        t = 0.0
        for k, v in (self.d.get("init") or {}).items():
            self.tr[k] = Track(self.parse(v))
        for i, s in enumerate(self.d["steps"]):
            dur = max(s.get("min", 3.0), (durations or {}).get(s["id"], 0) + s.get("pad", 0.8))
            self.steps.append(dict(s, t0=t, dur=dur, n=i + 1))
            for c in s.get("cues") or []:
                ct = c.get("t", 0)
                ct = dur * float(ct[:-1]) / 100 if isinstance(ct, str) else ct
                for k, v in c["set"].items():
                    self.tr.setdefault(k, Track(None)).add(
                        t + ct, c.get("d", 1.0), self.parse(v), c.get("ease", "inout")
                    )
            t += dur
        self.total = t

    def parse(self, v):
        if isinstance(v, str):
            m = re.match(r"^([a-z]\w*)\.(\w+)(?:\s*\+\s*([-\d. ]+))?$", v)
            if m:
                return ("anchor", m[1], m[2], V(*map(float, m[3].split())) if m[3] else V(0, 0, 0))
            return v
        if isinstance(v, list):
            return V(*map(float, v))
        return v

    def val(self, key, t, ev=None, default=None):
        if key not in self.tr:
            return default
        v = self.tr[key].at(t, ev or (lambda x: x), lerp_any)
        return default if v is None else v

    def step_at(self, t):
        for s in self.steps:
            if t < s["t0"] + s["dur"]:
                return s
        return self.steps[-1]
