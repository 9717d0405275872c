"""The wheel carries what the program needs, and a relay installs nothing of the desktop."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout, built by hatchling in this environment."""
    folder = tmp_path_factory.mktemp("wheel")
    words = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(words, cwd=ROOT, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_carries_resources_and_clips_but_no_studio(wheel: Path) -> None:
    inside = zipfile.ZipFile(wheel).namelist()
    assert "caregiver_app/bundled/resources/fonts/NotoSansArabic-Regular.ttf" in inside
    assert "caregiver_app/bundled/resources/fonts/OFL.txt" in inside
    assert "caregiver_app/bundled/resources/symptoms.toml" in inside
    for clip in ROOT.glob("videos/*/clip.json"):
        assert f"caregiver_app/bundled/videos/{clip.parent.name}/clip.json" in inside
    for catalogue in ROOT.glob("translations/*/LC_MESSAGES/*.mo"):
        assert f"caregiver_app/bundled/{catalogue.relative_to(ROOT).as_posix()}" in inside
    assert not [name for name in inside if "studio" in name or "storyboard" in name or name.startswith("tests")]
    assert [name for name in inside if name.endswith("migrations/space/0001_space.sql")]


def test_a_relay_installs_without_the_desktop(wheel: Path, tmp_path: Path) -> None:
    place = tmp_path / "relay"
    uv = _uv()
    environment = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "VIRTUAL_ENV", "HOME")}
    environment["HOME"] = os.environ["CAREGIVER_TEST_REAL_HOME"]
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(place)], check=True)
    python = place / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    install = [*uv, "--python", str(python), f"caregiver-coach[relay] @ {wheel.as_uri()}"]
    subprocess.run(install, check=True, capture_output=True, env=environment)
    look = (
        "import importlib.util as u, caregiver_app.relay, caregiver_app.sync.protocol;"
        "print([n for n in ('PySide6', 'sqlcipher3', 'vlc', 'babel', 'httpx') if u.find_spec(n)],"
        " bool(u.find_spec('starlette')))"
    )
    ended = subprocess.run(
        [str(python), "-I", "-c", look], capture_output=True, text=True, env=environment, cwd=tmp_path, check=False
    )
    assert ended.stderr == ""
    assert ended.stdout.strip() == "[] True"


def _uv() -> list[str]:
    """The words that install, with the uv that dev.py uses."""
    found = shutil.which("uv") or shutil.which("uv", path=str(ROOT / ".bootstrap" / "bin"))
    assert found, "no uv; start the tests with: python3 dev.py test"
    return [found, "pip", "install", "-q"]
