"""PySide6 keeps its references over a long evening."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def test_20000_signals_and_repaints_abort_nothing() -> None:
    soak = Path(__file__).with_name("soak.py")
    ended = subprocess.run([sys.executable, str(soak)], capture_output=True, text=True, timeout=300, check=False)
    assert ended.returncode == 0, ended.stderr[-2000:]
    assert ended.stdout.strip() == "{'None': 20000, 'True': 20000, 'False': 20000} True"
