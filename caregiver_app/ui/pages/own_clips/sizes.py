"""How large a file is, as people say it."""

from __future__ import annotations

from caregiver_app.text import Texts

_GB, _MB = 1024**3, 1024**2


def size_words(t: Texts, size: int) -> str:
    """Megabytes, or gigabytes from one on."""
    if size >= _GB:
        return t("{n} GB", n=t.number(round(size / _GB, 1)))
    return t("{n} MB", n=t.number(round(max(size / _MB, 0.1), 1)))
