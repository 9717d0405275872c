"""Tells hatchling which files from outside the package belong into the wheel."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

RENDERED = (".mp4", ".mkv", ".m4a", ".opus", ".ogg", ".vtt", ".jpg", ".png", ".webp", ".json")


class Bundle(BuildHookInterface[Any]):
    """Adds resources/, translations/ and what was rendered in videos/ under caregiver_app/bundled/."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling before it packs; an editable install reads the checkout and needs none of it."""
        if version == "editable":
            return
        root = Path(self.root)
        inside: dict[str, str] = build_data["force_include"]
        for name in ("resources", "translations"):
            if (root / name).is_dir():
                inside[str(root / name)] = f"caregiver_app/bundled/{name}"
        for clip in sorted(root.glob("videos/*/clip.json")):
            for file in sorted(clip.parent.rglob("*")):
                if file.suffix in RENDERED and file.is_file():
                    inside[str(file)] = f"caregiver_app/bundled/{file.relative_to(root).as_posix()}"
