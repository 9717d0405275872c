#!/usr/bin/env python3
"""Sets up and starts Caregiver Coach from a checkout. Standard library only; any Python from 3.8 can start it.

    python3 dev.py run [ARGS...]    start the program (without a screen: the guided tour, pictures into ./tour/)
    python3 dev.py test [ARGS...]   run every check; ARGS go to pytest
    python3 dev.py poe TASK         run one task of pyproject.toml

The first start looks for what is missing and adds it where it may. Later starts find a stamp and go straight on,
so nothing heavy is imported at the top of this file (poe bench second-start).
"""

from __future__ import annotations

import os
import sys

ROOT = os.path.dirname(os.path.abspath(__file__))
VENV = os.path.join(ROOT, ".venv")
OLDEST = (3, 11)
INGREDIENTS = ("pyproject.toml", "uv.lock", "dev.py")
IS_WINDOWS = sys.platform == "win32"
IS_LINUX = sys.platform.startswith("linux")
VENV_PYTHON = os.path.join(VENV, "Scripts", "python.exe") if IS_WINDOWS else os.path.join(VENV, "bin", "python")

# What Qt and libVLC load at run time: {library: package of Debian and Ubuntu}, found with ldd over the wheels.
NEEDED = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libX11.so.6": "libx11-6",
    "libbrotlidec.so.1": "libbrotli1",
}
FOR_A_SCREEN = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
FOR_CLIPS = {
    "libvlc.so.5": "libvlc5",
    "libvlccore.so.9": "libvlccore9",
    "libpulse.so.0": "libpulse0",
    "libXrandr.so.2": "libxrandr2",
    "libXext.so.6": "libxext6",
    "libdrm.so.2": "libdrm2",
}
VLC_PLUGIN_PACKAGES = ("vlc-plugin-base", "vlc-plugin-video-output")
VLC_PLUGIN_FOLDERS = (
    "/usr/lib/vlc/plugins",
    "/usr/lib64/vlc/plugins",
    "/usr/lib/x86_64-linux-gnu/vlc/plugins",
    "/usr/lib/aarch64-linux-gnu/vlc/plugins",
)
# Other families of Linux: every package at once, since their names do not follow the libraries.
OTHER_FAMILIES = {
    "dnf": (
        "dnf install -y",
        (
            "python3 mesa-libGL mesa-libEGL glib2 dbus-libs fontconfig freetype libxkbcommon libxkbcommon-x11"
            " libX11 brotli libX11-xcb xcb-util xcb-util-cursor xcb-util-wm xcb-util-image xcb-util-keysyms"
            " xcb-util-renderutil pulseaudio-libs vlc-libs vlc-plugins-base xorg-x11-server-Xvfb"
        ),
    ),
    "pacman": (
        "pacman -S --needed",
        (
            "python libglvnd glib2 dbus fontconfig freetype2 libxkbcommon libxkbcommon-x11 libx11 brotli xcb-util"
            " xcb-util-cursor xcb-util-wm xcb-util-image xcb-util-keysyms xcb-util-renderutil libpulse vlc"
            " xorg-server-xvfb"
        ),
    ),
    "zypper": (
        "zypper install",
        (
            "python3 Mesa-libGL1 Mesa-libEGL1 libglib-2_0-0 libdbus-1-3 fontconfig libfreetype6 libxkbcommon0"
            " libxkbcommon-x11-0 libX11-6 libbrotlidec1 libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1"
            " libxcb-render-util0 libpulse0 libvlc5 vlc-codecs xorg-x11-server-Xvfb"
        ),
    ),
}
THREE_AT_A_TIME = ["-n", "3", "--dist", "worksteal"]  # half of them wait for a window or a relay at any moment
TOUR = ["tour", os.path.join(ROOT, "tour"), "--explain"]


class Stop(Exception):
    """Setting up cannot go on; the text says why and what to type."""


def main(arguments):
    """Run one command. Returns the exit code, or becomes the program."""
    command, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    if command not in ("run", "test", "poe"):
        print(__doc__)
        return 0 if command in ("", "-h", "--help", "help") else 2
    level = "run" if command == "run" else "test"
    try:
        if not is_ready(level):
            set_up(level)
        return {"run": run, "test": test, "poe": poe}[command](rest)
    except Stop as stop:
        print("\n%s" % stop, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. Start it again at any time; it goes on where it was.", file=sys.stderr)
        return 130


# ---- the three commands --------------------------------------------------------------------------
def run(rest):
    """Become the program; without a screen and without arguments, become the tour."""
    if not rest and not has_screen():
        say("This computer has no screen, so here is the guided tour. Pictures go to %s" % TOUR[1])
        rest = TOUR
    if not has_screen():
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    return become([VENV_PYTHON, "-m", "caregiver_app"] + rest)


def poe(rest):
    """Become one task."""
    os.chdir(ROOT)
    return become([VENV_PYTHON, "-m", "poethepoet"] + rest)


def test(rest):
    """Run every check and say which failed. The slow type check runs beside the tests."""
    import subprocess
    import tempfile

    os.chdir(ROOT)
    screen = start_xvfb()
    python = [VENV_PYTHON, "-m"]
    failed = []
    try:
        with tempfile.TemporaryFile("w+") as types_said:
            types = subprocess.Popen(python + ["mypy"], stdout=types_said, stderr=subprocess.STDOUT)
            for name, words in (
                ("ruff", ["ruff", "check", "."]),
                ("catalogues", ["tools.catalogues"]),
                ("tests", ["pytest"] + THREE_AT_A_TIME + rest),
            ):
                say("-- %s" % name)
                if subprocess.call(python + words):
                    failed.append(name)
            say("-- types")
            if types.wait():
                failed.append("types")
            types_said.seek(0)
            print(types_said.read(), end="", flush=True)
    finally:
        if screen:
            screen.terminate()
            screen.wait()
    say("Failed: %s." % ", ".join(failed) if failed else "All checks passed.")
    return 1 if failed else 0


def become(words):
    """Replace this process by `words`, so that the program costs nothing twice."""
    if not IS_WINDOWS:
        sys.stdout.flush()
        os.execv(words[0], words)
    import subprocess  # on Windows exec returns to the prompt at once

    return subprocess.call(words)


def has_screen():
    """True where windows can be shown."""
    return not IS_LINUX or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def start_xvfb():
    """Start an invisible screen where there is none and set DISPLAY to it; None where it is not needed or missing."""
    import shutil
    import subprocess

    if has_screen() or not shutil.which("Xvfb"):
        return None
    reading, writing = os.pipe()
    screen = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1600x1200x24", "-nolisten", "tcp"],
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading) as answer:
        number = answer.readline().strip()
    if not number:
        return None
    os.environ["DISPLAY"] = ":" + number
    return screen


# ---- the stamp -------------------------------------------------------------------------------------
def fingerprint():
    """A hash over everything that decides what an environment holds."""
    import hashlib

    whole = hashlib.sha256(sys.platform.encode())
    for name in INGREDIENTS:
        try:
            with open(os.path.join(ROOT, name), "rb") as file:
                whole.update(file.read())
        except OSError:
            whole.update(b"missing")
    return whole.hexdigest()


def stamp_path(level):
    """The file that says `level` is set up. What tests need holds all that running needs."""
    return os.path.join(VENV, "stamp-" + level)


def is_ready(level):
    """True when nothing changed since this level, or the larger one, was set up."""
    now = fingerprint()
    for name in ("run", "test") if level == "run" else ("test",):
        try:
            with open(stamp_path(name)) as file:
                if file.read() == now and os.path.exists(VENV_PYTHON):
                    return True
        except OSError:
            continue
    return False


# ---- setting up -----------------------------------------------------------------------------------
def set_up(level):
    """Find what is missing, add it, and leave a stamp."""
    import time

    started = time.monotonic()
    say("Setting up. The first time takes some minutes and about 1.5 GB of disk. It needs the internet.")
    check_machine()
    system_packages(level)
    sync(uv_words(), level)
    with open(stamp_path(level), "w") as file:
        file.write(fingerprint())
    say("Ready after %d s." % (time.monotonic() - started))


def check_machine():
    """Stop early where a part that the program needs is not made for this machine."""
    import platform

    if IS_WINDOWS and platform.machine().upper() == "ARM64":
        raise Stop(
            "This is Python for Windows on ARM, and the encryption library is not made for it yet.\n"
            "Please add Python for x64, which runs here too, and start again:\n\n"
            "    winget install Python.Python.3.12 --architecture x64"
        )


def system_packages(level):
    """Add the system's own libraries on Linux; elsewhere they come with Qt, and only VLC is advised."""
    import shutil

    if not IS_LINUX:
        advise_vlc()
        return
    needed, wished = missing(level, can_load, shutil.which, os.path.isdir, has_venv())
    if not needed and not wished:
        return
    if shutil.which("apt-get"):
        if apt_install(needed + wished) and not missing(level, can_load, shutil.which, os.path.isdir, has_venv())[0]:
            return
        line = "sudo apt-get install -y --no-install-recommends " + " ".join(needed + wished)
    else:
        line = other_line(shutil.which) or "Use your system's package program for: " + " ".join(needed + wished)
    if needed:
        raise Stop("Some parts of the system are missing. Please type this line, then start again:\n\n    " + line)
    say("The program runs, but clips or pictures may be simpler. To add what is missing, type:\n\n    " + line + "\n")


def missing(level, loads, program, is_folder, venv_works):
    """(needed, wished) packages by their Debian names, from what `loads`, `program` and `is_folder` find."""
    needed = {package for library, package in NEEDED.items() if not loads(library)}
    if not venv_works:
        needed.add("python3-venv")
    wishes = list(FOR_A_SCREEN.items()) + list(FOR_CLIPS.items())
    wished = {package for library, package in wishes if not loads(library)}
    if not any(is_folder(folder) for folder in VLC_PLUGIN_FOLDERS):
        wished.update(VLC_PLUGIN_PACKAGES)
    if level == "test":
        wished.update(package for package, name in (("xvfb", "Xvfb"), ("strace", "strace")) if not program(name))
    return sorted(needed), sorted(wished - needed)


def can_load(library):
    """True when the system's loader finds this library."""
    import ctypes

    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def has_venv():
    """True when an environment can be made: uv is here, or Python brought its own pip."""
    import importlib.util
    import shutil

    return bool(shutil.which("uv") or os.path.exists(bootstrap_uv()) or importlib.util.find_spec("ensurepip"))


def apt_install(packages):
    """Install `packages` as root, or through sudo after saying so. Returns True when apt says it worked."""
    import subprocess

    before = before_apt()
    if before is None:
        return False
    say("Installing parts of the system%s: %s" % (" with sudo" if before else "", " ".join(packages)))
    if before and sys.stdin.isatty():
        say("sudo may ask for your password.")
    words = before + ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    subprocess.call(words + ["update"])
    install = ["install", "-y", "--no-install-recommends"]
    return subprocess.call(words + install + packages, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL) == 0


def before_apt():
    """The words to put before apt-get: none for root, sudo where it is there, None where neither may."""
    import shutil

    if os.geteuid() == 0:
        return []
    if not shutil.which("sudo"):
        return None
    return ["sudo"] if sys.stdin.isatty() else ["sudo", "-n"]


def other_line(program):
    """The whole line for a Linux that is no Debian, or "" where its package program is not known."""
    for name, (install, packages) in OTHER_FAMILIES.items():
        if program(name):
            return "sudo %s %s" % (install, packages)
    return ""


def advise_vlc():
    """Say how to add VLC on macOS and Windows; clips play more simply without it."""
    if IS_WINDOWS:
        programs = [os.environ.get(name, "") for name in ("ProgramFiles", "ProgramW6432")]
        places = [os.path.join(folder, "VideoLAN", "VLC") for folder in programs]
        line = "winget install VideoLAN.VLC"
    else:
        places, line = ["/Applications/VLC.app"], "brew install --cask vlc"
    if not any(os.path.isdir(place) for place in places):
        say("Clips play best with VLC. To add it, type: %s" % line)


# ---- Python and its packages --------------------------------------------------------------------------
def bootstrap_uv():
    """Where a uv of our own lives, apart from the environment that it fills."""
    folder = os.path.join(ROOT, ".bootstrap")
    return os.path.join(folder, "Scripts", "uv.exe") if IS_WINDOWS else os.path.join(folder, "bin", "uv")


def uv_words():
    """The words that start uv: the one on PATH, or one put into .bootstrap by pip."""
    import shutil
    import subprocess

    ours = bootstrap_uv()
    for found in (shutil.which("uv"), ours if os.path.exists(ours) else None):
        if found and subprocess.call([found, "--version"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0:
            return [found]
    say("Fetching uv, which fetches the rest.")
    folder = os.path.dirname(os.path.dirname(ours))
    made = subprocess.call([sys.executable, "-m", "venv", folder]) == 0
    pip = os.path.join(os.path.dirname(ours), "python")
    if not made or subprocess.call([pip, "-m", "pip", "install", "-q", "--disable-pip-version-check", "uv"]):
        raise Stop(
            "uv could not be fetched. Is this computer online? Then start again. Or add uv yourself:\n\n"
            "    https://docs.astral.sh/uv/getting-started/installation/"
        )
    return [ours]


def sync(uv, level):
    """Fill .venv from uv.lock: those versions, each checked against its hash; what tests added before stays."""
    import subprocess

    groups = ["--all-groups", "--no-group", "studio-voices"] if level == "test" else ["--no-default-groups"]
    wanted = ["--frozen", "--all-extras"] + groups
    python = ["--python", python_for_venv(sys.version_info, shutil_which())]
    environment = dict(os.environ, UV_PROJECT_ENVIRONMENT=VENV)
    environment.pop("VIRTUAL_ENV", None)
    say("Fetching the Python packages.")
    words = uv + ["sync", "-q", "--inexact", "--no-install-project", "--project", ROOT] + wanted + python
    if subprocess.call(words, env=environment, cwd=ROOT):
        say("That did not work. Trying again with the package index that pip is set up for.")
        sync_with_pip(uv, wanted, python, environment)
    point_to_checkout()


def sync_with_pip(uv, wanted, python, environment):
    """Where the public index cannot be reached but pip knows a mirror: the same versions and hashes, through pip."""
    import subprocess

    listing = os.path.join(VENV, "requirements.txt")
    steps = [
        uv + ["venv", "-q", "--allow-existing", "--seed", VENV] + python,
        uv + ["export", "-q", "--no-emit-project", "-o", listing, "--project", ROOT] + wanted,
        [VENV_PYTHON, "-m", "pip", "install", "-q", "--require-hashes", "--no-deps", "-r", listing],
    ]
    if os.path.exists(VENV_PYTHON):
        steps[0] = [VENV_PYTHON, "-m", "ensurepip", "-q"] if IS_WINDOWS else ["true"]
    for words in steps:
        if subprocess.call(words, env=environment, cwd=ROOT, stdout=subprocess.DEVNULL):
            raise Stop("The Python packages could not be fetched. Is this computer online? Then start again.")


def shutil_which():
    """shutil.which, imported late."""
    import shutil

    return shutil.which


def python_for_venv(version, program):
    """The Python to build .venv with: this one, a newer one on PATH, or the version that uv may download."""
    if version[:2] >= OLDEST and version[:2] < (3, 15):
        return sys.executable
    for minor in (12, 13, 11, 14):
        found = program("python3.%d" % minor)
        if found:
            return found
    say("This Python is %d.%d; the program needs %d.%d. uv fetches one for this folder only." % (version[:2] + OLDEST))
    return "3.12"


def point_to_checkout():
    """Let the environment's Python import the checkout from any folder, without building anything."""
    import glob

    pattern = ("Lib", "site-packages") if IS_WINDOWS else ("lib", "python3*", "site-packages")
    for folder in glob.glob(os.path.join(VENV, *pattern)):
        with open(os.path.join(folder, "checkout.pth"), "w") as file:
            file.write(ROOT + "\n")


def say(sentence):
    """One calm line at a time, at once."""
    print(sentence, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
