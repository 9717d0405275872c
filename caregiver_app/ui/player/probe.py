"""Looks at a film or a recording in a process of its own, so that a file that breaks a player breaks nothing else.

`python -m caregiver_app probe film FILE FOLDER SECONDS…` writes `facts.json` and one still for each of the seconds
(`still-1.jpg` …) into the folder; `probe voice FILE FOLDER` writes `facts.json` and the levelled `sound.wav`. Answers go
through files, because a program with windows has no standard output on every system. What called it waits, and ends it
when it hangs (services/probing.py).
"""

from __future__ import annotations

import faulthandler
import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from PySide6.QtGui import QImage

from caregiver_app.domain.brought_in import Fault, FilmFacts

FACTS = "facts.json"
MOST_SIDE = 8_192  # pixels; a larger picture would need hundreds of megabytes a frame
STILL_WIDTH = 1_280
_MOST_S = 120.0  # longer than anybody waits for it (services/probing.py)
_END_S = 1.5  # the picture must still be there so long before the end that the file names
_JPEG_QUALITY = 85


class Reader(Protocol):
    """What can open a film: `look` tells of it, `picture_at` gives a frame or None."""

    name: str

    def look(self) -> FilmFacts | Fault:
        """What the film is, or what is wrong with it."""

    def picture_at(self, seconds: float) -> QImage | None:
        """The first picture from this moment on."""


def end_by_itself(seconds: float = _MOST_S) -> None:
    """End this process after so long, also where nobody is left to end it and a decoder holds everything up."""
    nowhere = Path(os.devnull).open("w")  # noqa: SIM115 - it stays open as long as the process lives
    faulthandler.dump_traceback_later(seconds, exit=True, file=nowhere)


def probe(kind: str, file: Path, folder: Path, seconds: Sequence[float]) -> int:
    """Run one probe and write what was found; returns the exit code."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"  # nobody sees this process
    if kind == "voice":
        from caregiver_app.ui.player.probe_voice import level

        facts = level(file, folder / "sound.wav")
        found = {"fault": facts.value} if isinstance(facts, Fault) else {s: getattr(facts, s) for s in facts.__slots__}
    else:
        found = _film(file, folder, seconds)
    (folder / FACTS).write_text(json.dumps(found), "utf-8")
    return 0


def _film(file: Path, folder: Path, seconds: Sequence[float]) -> dict[str, object]:
    reader = _reader(file)
    facts = reader.look()
    if isinstance(facts, Fault):
        return {"fault": facts.value, "engine": reader.name}
    if reader.picture_at(max(0.0, facts.seconds - _END_S)) is None:
        return {"fault": Fault.CUT_SHORT.value, "engine": reader.name}
    for number, moment in enumerate(seconds, 1):
        picture = reader.picture_at(min(moment, max(0.0, facts.seconds - _END_S)))
        if picture is None:
            return {"fault": Fault.CUT_SHORT.value, "engine": reader.name}
        picture.save(str(folder / f"still-{number}.jpg"), "JPEG", _JPEG_QUALITY)  # type: ignore[call-overload]
    return {name: getattr(facts, name) for name in facts.__slots__}


def _reader(file: Path) -> Reader:
    """libVLC where it is, else Qt Multimedia, as the player itself chooses."""
    from caregiver_app.ui.player.probe_vlc import VlcReader, silent_instance

    instance = silent_instance()
    if instance is not None:
        return VlcReader(instance, file)
    from caregiver_app.ui.player.probe_qt import QtReader

    return QtReader(file)
