"""Which engine plays: libVLC, else Qt Multimedia, else stills with captions."""

from __future__ import annotations

from collections.abc import Sequence

from caregiver_app.ui.player.engine import Engine

ORDER = ("libvlc", "qt", "stills")


def first_engine(names: Sequence[str] = ORDER) -> Engine:
    """The first engine of `names` that this computer has; stills are always there."""
    for name in names:
        made = _made(name)
        if made is not None:
            return made
    from caregiver_app.ui.player.still_engine import StillEngine

    return StillEngine()


def next_engine(broken: str) -> Engine:
    """The engine after the one that failed."""
    place = ORDER.index(broken) if broken in ORDER else len(ORDER)
    return first_engine(ORDER[place + 1 :])


def _made(name: str) -> Engine | None:
    if name == "libvlc":
        from caregiver_app.ui.player.vlc_engine import VlcEngine, vlc_instance

        instance = vlc_instance()
        return VlcEngine(instance) if instance is not None else None
    if name == "qt":
        try:
            from caregiver_app.ui.player.qt_engine import QtEngine
        except ImportError:
            return None
        return QtEngine()
    return None
