"""The command line starts the right thing and nothing more."""

from __future__ import annotations

import subprocess
import sys

import pytest

from caregiver_app.__main__ import main


def test_the_version_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out.startswith("Caregiver Coach ")


@pytest.mark.parametrize("words", [["dance"], ["tour"], ["tour", "x", "--text-size", "90"], ["tour", "x", "--theme", "red"]])
def test_words_that_mean_nothing_are_refused(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2
    assert "usage: caregiver-app" in capsys.readouterr().err


def test_reading_the_command_line_loads_neither_qt_nor_the_vault() -> None:
    look = (
        "import sys, caregiver_app.__main__ as m; m._parser();"
        "print([n for n in ('PySide6', 'sqlcipher3', 'babel', 'httpx', 'cryptography') if n in sys.modules])"
    )
    said = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True).stdout
    assert said.strip() == "[]"
