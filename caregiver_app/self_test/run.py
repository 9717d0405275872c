"""Runs every check on this computer and says in plain words what it found."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtGui import QGuiApplication

from caregiver_app import locations
from caregiver_app.domain.errors import CaregiverError
from caregiver_app.self_test import computer, shown, vault
from caregiver_app.self_test.check import Check, Failed, Noticed, Place

CHECKS: tuple[Check, ...] = (
    Check("versions", computer.versions),
    Check("home folder", computer.home_folder),
    Check("disk space", computer.disk_space),
    Check("saving", computer.saving),
    Check("file permissions", computer.permissions),
    Check("clock and time zone", computer.clock),
    Check("encryption", vault.cipher),
    Check("passphrase speed", vault.passphrase_speed),
    Check("vault opens again", vault.opens_again),
    Check("content", shown.content),
    Check("languages", shown.catalogues),
    Check("letters", shown.fonts),
    Check("clips", shown.clips),
    Check("player", shown.player),
    Check("printing", shown.paper),
    Check("relay", computer.relay),
)


def run_checks(home: Path | None, relay: str = "", checks: Sequence[Check] = CHECKS) -> int:
    """Print one line a check; returns 1 when one failed, else 0."""
    application = QGuiApplication.instance() or QGuiApplication(sys.argv[:1])
    failed = noticed = 0
    for check in checks:
        with tempfile.TemporaryDirectory(prefix="caregiver-self-test-", ignore_cleanup_errors=True) as scratch:
            mark, words = _outcome(check, Place(home or locations.home(), Path(scratch), relay))
        failed += mark == "FAILED"
        noticed += mark == "note"
        print(f"{mark:7} {check.name:20} {words}", flush=True)
    del application
    print(_sum(len(checks), failed, noticed))
    return 1 if failed else 0


def _outcome(check: Check, place: Place) -> tuple[str, str]:
    try:
        return "ok", check.run(place)
    except Noticed as noticed:
        return "note", str(noticed)
    except Failed as failed:
        return "FAILED", str(failed)
    except (CaregiverError, OSError, ValueError, RuntimeError, LookupError) as error:
        return "FAILED", f"{type(error).__name__}: {error}"


def _sum(checks: int, failed: int, noticed: int) -> str:
    if failed:
        return f"{failed} of {checks} checks failed. Show these lines to whoever helps you; they name no person."
    if noticed:
        return f"All {checks} checks passed; {noticed} with a note."
    return f"All {checks} checks passed."
