"""Start to the painted lock screen beside an empty PySide6 window, memory at rest, and unlocking two years of diary.

Goal: at most 2.0 times the empty window in the same run. `poe bench startup [ROUNDS]`. The programs that it times are
this module again: `python -m benchmarks.startup empty`, `lock HOME` and `unlock HOME`.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.rounds import middle, seconds_by_name, told

GOAL = 2.0
DAYS = 730
_QUIET_MS = 500


def main(arguments: Sequence[str]) -> int:
    """Measure and print; the exit code says whether the goal was met."""
    rounds = int(arguments[0]) if arguments else 15
    again = [sys.executable, "-m", "benchmarks.startup"]
    screen = {"QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
    with tempfile.TemporaryDirectory(prefix="startup-") as place:
        home = str(Path(place) / "home")
        # an installed program has its bytecode; so have both programs here after the warm-up round
        screen |= {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(Path(place) / "bytecode")}
        subprocess.run([*again, "family", home], check=True, env={**os.environ, **screen})
        times = seconds_by_name(
            {"empty window": [*again, "empty"], "painted lock screen": [*again, "lock", home]}, rounds, screen
        )
        for name, taken in times.items():
            print(told(name, taken))
        ratio = middle(times["painted lock screen"]) / middle(times["empty window"])
        print(f"ratio {ratio:.2f} (goal: at most {GOAL:.1f}), platform {screen['QT_QPA_PLATFORM']}")
        for words in (["empty", "memory"], ["lock", home, "memory"], ["unlock", home]):
            subprocess.run([*again, *words], check=True, env={**os.environ, **screen}, timeout=120)
    return 0 if ratio <= GOAL else 1


# ---- the programs that are timed ----------------------------------------------------------------
def _empty(wants_memory: bool) -> int:
    from PySide6.QtWidgets import QApplication, QWidget

    application = QApplication(sys.argv[:1])
    window = QWidget()
    window.resize(1240, 860)
    _end_when_painted(window, "empty window", wants_memory)
    window.show()
    return application.exec()


def _lock(home: Path, wants_memory: bool) -> int:
    from caregiver_app.app import start

    program = start(home)
    program.window.begin()
    _end_when_painted(program.window, "lock screen", wants_memory)
    program.window.show()
    return program.application.exec()


def _family(home: Path) -> int:
    from caregiver_app import locations
    from caregiver_app.domain.time import SystemClock
    from caregiver_app.text import load_texts
    from caregiver_app.tour.family import make_family

    make_family(home, load_texts("en", locations.translations()), SystemClock().now(), days=DAYS).close()
    return 0


def _end_when_painted(window: object, name: str, wants_memory: bool) -> None:
    """Leave at once after the first paint; for memory, after it has come to rest."""
    from PySide6.QtCore import QTimer

    def rest() -> None:
        print(f"{name + ', memory at rest':28} {_resident_mib():.0f} MiB")
        sys.stdout.flush()
        os._exit(0)

    def painted() -> None:
        if wants_memory:
            QTimer.singleShot(1000, rest)
        else:
            os._exit(0)

    _watch(window, painted)


def _watch(window: object, painted: Callable[[], None]) -> None:
    from PySide6.QtCore import QEvent, QObject, QTimer
    from PySide6.QtWidgets import QApplication, QWidget

    class FirstPaint(QObject):
        is_seen = False

        def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint and not self.is_seen:
                self.is_seen = True
                QTimer.singleShot(0, painted)  # after everything in this turn is painted
            return False

    assert isinstance(window, QWidget)
    application = QApplication.instance()
    assert application is not None
    application.installEventFilter(FirstPaint(window))  # the window itself may be covered by an opaque page


def _unlock(home: Path) -> int:
    """From the accepted passphrase (its cost is next to nothing in this home) until Today stands still."""
    from PySide6.QtCore import QEvent, QObject, QTimer

    from caregiver_app.app import start
    from caregiver_app.services import vault
    from caregiver_app.services.diary import entries
    from caregiver_app.tour.family import PASSPHRASE

    program = start(home)
    window, operations = program.window, program.operations
    began, last = 0.0, 0.0

    class Paints(QObject):
        def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
            nonlocal last
            if event.type() == QEvent.Type.Paint and window.shell is not None:
                last = time.perf_counter()
                quiet.start(_QUIET_MS)
            return False

    def told_all() -> None:
        operations.read(lambda space: len(entries(space)), ended)

    def ended(count: int) -> None:
        print(f"{'unlocked to painted Today':28} {(last - began) * 1000:7.1f} ms with {count} entries")
        print(f"{'Today, memory at rest':28} {_resident_mib():.0f} MiB")
        sys.stdout.flush()
        os._exit(0)

    def unlock() -> None:
        nonlocal began
        person = vault.people(home)[0].person_id
        now = window.around().clock.now()
        began = time.perf_counter()
        operations.unlock(
            lambda: vault.unlock(home, person, PASSPHRASE, now), lambda _vault: window.desk.opened.emit(), print
        )

    quiet = QTimer(singleShot=True)
    quiet.timeout.connect(told_all)
    paints = Paints()
    program.application.installEventFilter(paints)
    window.begin()
    window.show()
    QTimer.singleShot(_QUIET_MS, unlock)
    return program.application.exec()


def _resident_mib() -> float:
    """What this process holds in memory, MiB; 0 where the system does not say."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1024 / 1024


if __name__ == "__main__":
    what, *rest = sys.argv[1:]
    if what == "empty":
        sys.exit(_empty("memory" in rest))
    sys.exit({"lock": lambda: _lock(Path(rest[0]), "memory" in rest), "unlock": lambda: _unlock(Path(rest[0])),
              "family": lambda: _family(Path(rest[0]))}[what]())  # fmt: skip
