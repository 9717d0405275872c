"""What a person can do with recordings of a voice: bring a folder in, see what is there, and remove a language of a clip.

Each is kept as it came, so that the studio can pack it, and levelled once for playing beside the film.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from caregiver_app.content.inside import Findings
from caregiver_app.content.own_shelf import RECORDINGS
from caregiver_app.content.recordings import FORMAT, KEPT, LIST, Entry, kept_blocks, listed, read_kept, read_list
from caregiver_app.domain.brought_in import VoiceFacts
from caregiver_app.domain.clips import ClipShelf, Recording
from caregiver_app.services.copying import Progress, coming, copy_all, no_progress
from caregiver_app.services.probing import Awaited, level_voice
from caregiver_app.storage.files import flush_folder, make_folder, named_errors, write_durably

Level = Callable[[Path, Path, str, Awaited], VoiceFacts]

_COPY_SHARE = 0.2  # of the whole work; the rest is levelling


def recordings(own: Path, shelf: ClipShelf) -> tuple[Recording, ...]:
    """Every recording that was brought in, stale ones too."""
    return read_kept(own / RECORDINGS, {clip.id: clip for clip in shelf.clips})


def bring_recordings(
    own: Path, folder: Path, shelf: ClipShelf, progress: Progress = no_progress, level: Level = level_voice
) -> int:
    """Bring in a folder of recordings, all or none; returns how many. One that is there already is replaced.

    Raises UnusableClip, DiskFull, ReadOnlyHome.
    """
    entries, kept, found = read_list(folder, shelf), own / RECORDINGS, Findings()
    with coming(kept) as unfinished:
        files = {entry.name: entry.path for entry in entries}
        copy_all(files, unfinished, {}, lambda share: progress(share * _COPY_SHARE))
        blocks: list[dict[str, Any]] = []
        for number, entry in enumerate(entries):
            work, share = unfinished / f"work-{number}", _COPY_SHARE + (1 - _COPY_SHARE) * number / len(entries)
            with found.gathered():
                work.mkdir()
                facts = level(unfinished / entry.name, work, entry.name, partial(progress, share))
                blocks.append(_block(entry, facts))
            progress(_COPY_SHARE + (1 - _COPY_SHARE) * (number + 1) / len(entries))
        found.told()
        fresh = {_key(block) for block in blocks}
        told = [*(old for old in kept_blocks(kept) if _key(old) not in fresh), *blocks]
        _write(unfinished, told)  # on the disk before anything is replaced: a full disk is noticed here
        with named_errors(kept):
            for number, (entry, block) in enumerate(zip(entries, blocks, strict=True)):
                _put(unfinished / entry.name, kept / entry.name)
                _put(unfinished / f"work-{number}" / "sound.wav", kept / str(block["sound"]))
            for name in (LIST, KEPT):
                (unfinished / name).replace(kept / name)
            flush_folder(kept)
    return len(blocks)


def remove_recordings(own: Path, language: str, clip_id: str) -> None:
    """Take the recordings of one clip in one language away; the clip's own voice speaks again."""
    kept = own / RECORDINGS
    _write(kept, [b for b in kept_blocks(kept) if (b.get("language"), b.get("clip")) != (language, clip_id)])
    for folder in (kept / language / clip_id, kept / "levelled" / language / clip_id):
        shutil.rmtree(folder, ignore_errors=True)  # what still plays is swept by the next recording of that step


def _block(entry: Entry, facts: VoiceFacts) -> dict[str, Any]:
    return {
        "language": entry.language,
        "clip": entry.clip_id,
        "step": entry.step,
        "file": entry.name,
        "sound": f"levelled/{entry.language}/{entry.clip_id}/{entry.step}.wav",
        "seconds": round(facts.seconds, 3),
        "gain_db": facts.gain_db,
        "who": entry.who,
        "when": entry.when,
        "consent": entry.consent,
        "text_sha256": entry.text_sha256,
    }


def _key(block: dict[str, Any]) -> tuple[object, object, object]:
    return block.get("language"), block.get("clip"), block.get("step")


def _put(source: Path, target: Path) -> None:
    make_folder(target.parent)
    for other in target.parent.glob(f"{target.stem}.*"):  # the same step in another kind of file
        if other.suffix != target.suffix:
            other.unlink()
    source.replace(target)


def _write(kept: Path, blocks: list[dict[str, Any]]) -> None:
    """What is kept, once for the program and once as the studio reads it: the folder can be handed to it as it is."""
    write_durably(kept / LIST, listed(blocks).encode())
    block = {"format": FORMAT, "recordings": blocks}
    write_durably(kept / KEPT, json.dumps(block, ensure_ascii=False, indent=1).encode())
