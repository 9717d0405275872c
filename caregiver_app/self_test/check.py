"""What a check is: a name and a function that tells what it found, or raises what is wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


class Failed(Exception):
    """The program cannot work well here; the text says why and what to do."""


class Noticed(Exception):
    """The program works, but less well; the text says how to mend it."""


@dataclass(frozen=True, slots=True)
class Place:
    """What the checks look at: the home folder, an empty folder to try things in, the relay's address or ""."""

    home: Path
    scratch: Path
    relay: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """One named check. `run` returns what it found in a few words; it raises Failed or Noticed."""

    name: str
    run: Callable[[Place], str]
