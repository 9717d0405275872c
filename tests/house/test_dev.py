"""dev.py: finds what is missing, says the exact line to type, and costs nothing the second time."""

from __future__ import annotations

import ast
import importlib.util
import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def dev(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """dev.py as a module of its own whose checkout is an empty folder."""
    spec = importlib.util.spec_from_file_location("dev_under_test", ROOT / "dev.py")
    assert spec is not None
    assert spec.loader is not None
    module: ModuleType = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "ROOT", str(tmp_path))
    monkeypatch.setattr(module, "VENV", str(tmp_path / ".venv"))
    monkeypatch.setattr(module, "VENV_PYTHON", str(tmp_path / ".venv" / "bin" / "python"))
    return module


class _Started:
    """Stands in for becoming a program, and remembers which."""

    def __init__(self) -> None:
        self.all: list[list[str]] = []

    def __call__(self, words: list[str]) -> int:
        self.all.append(words)
        return 0


def nothing(*_words: object) -> bool:
    return False


def everything(*_words: object) -> bool:
    return True


def only(*names: str) -> Callable[[str], str | None]:
    """A `which` that finds these programs and no others."""
    return lambda name: f"/usr/bin/{name}" if name in names else None


def test_dev_is_readable_for_the_oldest_python_it_promises() -> None:
    source = (ROOT / "dev.py").read_text(encoding="utf-8")
    tree = ast.parse(source, feature_version=(3, 8))
    named = {
        (node.module if isinstance(node, ast.ImportFrom) else node.names[0].name)
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    assert all(str(name).split(".")[0] in sys.stdlib_module_names for name in named)
    assert not any(isinstance(node, ast.Match) for node in ast.walk(tree))


def test_a_complete_computer_needs_nothing(dev: Any) -> None:
    assert dev.missing("test", everything, everything, everything, True) == ([], [])


def test_a_bare_computer_needs_qt_s_libraries_and_wishes_for_vlc(dev: Any) -> None:
    needed, wished = dev.missing("test", nothing, nothing, nothing, False)
    assert {"libegl1", "libgl1", "python3-venv"} <= set(needed)
    assert {"libvlc5", "vlc-plugin-base", "xvfb", "strace", "libxcb-cursor0"} <= set(wished)
    assert not set(needed) & set(wished)


def test_running_alone_needs_no_screen_of_its_own(dev: Any) -> None:
    assert "xvfb" not in dev.missing("run", nothing, nothing, nothing, False)[1]


def test_libvlc_without_its_plugins_is_noticed(dev: Any) -> None:
    assert dev.missing("run", everything, everything, nothing, True) == ([], sorted(dev.VLC_PLUGIN_PACKAGES))


def _on_linux_without_rights(dev: Any, monkeypatch: pytest.MonkeyPatch, *programs: str) -> None:
    monkeypatch.setattr(dev, "IS_LINUX", True)
    monkeypatch.setattr(shutil, "which", only(*programs))
    monkeypatch.setattr(dev.os, "geteuid", lambda: 1000, raising=False)
    monkeypatch.setattr(dev, "has_venv", lambda: True)


def test_without_root_or_sudo_the_exact_line_is_printed(
    dev: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _on_linux_without_rights(dev, monkeypatch, "apt-get")
    monkeypatch.setattr(dev, "can_load", lambda library: library != "libEGL.so.1")
    monkeypatch.setattr(dev.os.path, "isdir", everything)
    assert dev.main(["run"]) == 1
    assert "\n    sudo apt-get install -y --no-install-recommends libegl1\n" in capsys.readouterr().err


def test_what_is_only_wished_for_does_not_stop_the_start(
    dev: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _on_linux_without_rights(dev, monkeypatch, "apt-get")
    monkeypatch.setattr(dev, "can_load", lambda library: library != "libvlc.so.5")
    monkeypatch.setattr(dev.os.path, "isdir", everything)
    dev.system_packages("run")
    assert "sudo apt-get install -y --no-install-recommends libvlc5\n" in capsys.readouterr().out


@pytest.mark.parametrize(("program", "line"), [("dnf", "sudo dnf install -y"), ("pacman", "sudo pacman -S --needed")])
def test_other_families_of_linux_get_their_own_line(
    dev: Any, monkeypatch: pytest.MonkeyPatch, program: str, line: str
) -> None:
    _on_linux_without_rights(dev, monkeypatch, program)
    monkeypatch.setattr(dev, "can_load", nothing)
    with pytest.raises(dev.Stop, match=line):
        dev.system_packages("run")


def test_sudo_is_announced_before_it_is_used(
    dev: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _on_linux_without_rights(dev, monkeypatch, "apt-get", "sudo")
    said_before: list[str] = []

    def call(words: list[str], **_more: object) -> int:
        said_before.append(capsys.readouterr().out)
        assert words[0] == "sudo"
        return 0

    monkeypatch.setattr(subprocess, "call", call)
    assert dev.apt_install(["libegl1"])
    assert "with sudo: libegl1" in said_before[0]


def test_root_needs_no_sudo(dev: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev.os, "geteuid", lambda: 0, raising=False)
    assert dev.before_apt() == []


@pytest.mark.parametrize(
    ("version", "there", "chosen"),
    [
        ((3, 11, 2), (), sys.executable),
        ((3, 13, 0), (), sys.executable),
        ((3, 9, 0), ("python3.12",), "/usr/bin/python3.12"),
        ((3, 9, 0), ("python3.11",), "/usr/bin/python3.11"),
        ((3, 9, 0), (), "3.12"),
    ],
)
def test_a_python_that_is_too_old_is_replaced(
    dev: Any, version: tuple[int, ...], there: tuple[str, ...], chosen: str
) -> None:
    assert dev.python_for_venv(version, only(*there)) == chosen


def test_a_python_that_is_too_old_says_so(dev: Any, capsys: pytest.CaptureFixture[str]) -> None:
    dev.python_for_venv((3, 9, 1), only())
    assert "This Python is 3.9; the program needs 3.11" in capsys.readouterr().out


def _stamped(dev: Any, level: str) -> None:
    python = Path(dev.VENV_PYTHON)
    python.parent.mkdir(parents=True, exist_ok=True)
    python.touch()
    Path(dev.stamp_path(level)).write_text(dev.fingerprint())


def test_a_second_start_goes_straight_on(dev: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    started = _Started()
    _stamped(dev, "run")
    monkeypatch.setattr(dev, "set_up", lambda _level: pytest.fail("set up again"))
    monkeypatch.setattr(dev, "become", started)
    assert dev.main(["run", "self-test"]) == 0
    assert started.all == [[dev.VENV_PYTHON, "-m", "caregiver_app", "self-test"]]


def test_what_tests_need_is_enough_to_run_but_not_the_other_way(dev: Any) -> None:
    _stamped(dev, "run")
    assert dev.is_ready("run")
    assert not dev.is_ready("test")
    os.remove(dev.stamp_path("run"))
    _stamped(dev, "test")
    assert dev.is_ready("run")


@pytest.mark.parametrize("ingredient", ["pyproject.toml", "uv.lock", "dev.py"])
def test_a_changed_ingredient_sets_up_again(dev: Any, ingredient: str) -> None:
    _stamped(dev, "test")
    (Path(dev.ROOT) / ingredient).write_text("changed")
    assert not dev.is_ready("test")


def test_a_removed_environment_is_made_again(dev: Any) -> None:
    _stamped(dev, "test")
    os.remove(dev.VENV_PYTHON)
    assert not dev.is_ready("test")


def test_without_a_screen_and_without_words_the_tour_is_taken(dev: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    started = _Started()
    monkeypatch.setattr(dev, "IS_LINUX", True)
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    monkeypatch.setattr(dev, "become", started)
    dev.run([])
    dev.run(["demo"])
    assert started.all[0][3] == "tour"
    assert started.all[1][3:] == ["demo"]
    assert os.environ["QT_QPA_PLATFORM"] == "offscreen"


def test_with_a_screen_the_program_itself_starts(dev: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    started = _Started()
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    monkeypatch.setattr(dev, "become", started)
    dev.run([])
    assert started.all == [[dev.VENV_PYTHON, "-m", "caregiver_app"]]


def test_an_unknown_command_shows_how_to_use_it(dev: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert dev.main(["launch"]) == 2
    assert "dev.py run" in capsys.readouterr().out


def test_windows_on_arm_is_told_what_to_add(dev: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev, "IS_WINDOWS", True)
    monkeypatch.setattr("platform.machine", lambda: "ARM64")
    with pytest.raises(dev.Stop, match="architecture x64"):
        dev.check_machine()


def test_continuous_integration_runs_what_a_person_runs() -> None:
    assert "exec python3 dev.py test\n" in (ROOT / ".ci" / "run").read_text()


def test_the_lock_file_names_no_index_but_the_public_one() -> None:
    hosts = {line.split("//")[1].split("/")[0].split('"')[0] for line in _lock_lines() if "https://" in line}
    assert hosts == {"pypi.org", "files.pythonhosted.org"}


def _lock_lines() -> list[str]:
    return (ROOT / "uv.lock").read_text(encoding="utf-8").splitlines()


def test_every_folder_of_programs_has_its_types_checked() -> None:
    """dev.py alone is left out: it has no types, because it runs on Python 3.8."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    checked = [ROOT / name for name in settings["tool"]["mypy"]["files"]]
    hidden_or_made = (".", "dist", "build")
    folders = [f for f in ROOT.iterdir() if f.is_dir() and not f.name.startswith(hidden_or_made)]
    programs = [file for folder in folders for file in folder.rglob("*.py")]
    forgotten = [str(file) for file in programs if not any(file.is_relative_to(c) for c in checked)]
    assert forgotten == []
    assert all(folder.is_dir() for folder in checked)

