"""A real relay in a process of its own, for every test that needs one.

    relay = start_relay(tmp_path)       # open to everybody, on a free port of this computer
    relay.address                       # "http://127.0.0.1:40123"
    relay.kill(); relay.start()         # the same database, the same port
    relay.wipe()                        # stops it, empties its database, starts it on the same port
    relay.stop()
"""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class RelayProcess:
    """One relay, its database in a folder; `address` stays the same over restarts."""

    def __init__(self, folder: Path, flags: Sequence[str] = ("--open",), listen: str = "127.0.0.1:0") -> None:
        self.database = folder / "relay.db"
        self.log = folder / "relay.log"
        self.address = ""
        self._flags = tuple(flags)
        self._listen = listen
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Start it and wait until it listens."""
        host, _, port = self._listen.rpartition(":")
        if self.address:
            port = self.address.rpartition(":")[2]
        command = [
            sys.executable, "-m", "caregiver_app.relay", "serve", "--database", f"sqlite:///{self.database}",
            "--listen", f"{host}:{port}", *self._flags,
        ]  # fmt: skip
        with self.log.open("a") as log:
            self._process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=log, text=True)
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line.startswith("listening on "), (line, self.log.read_text())
        self.address = line.removeprefix("listening on ").strip()

    def stop(self) -> int:
        """Ask it to stop and wait; the exit code."""
        return self._end(signal.SIGTERM)

    def kill(self) -> int:
        """kill -9."""
        return self._end(signal.SIGKILL)

    def _end(self, how: signal.Signals) -> int:
        process, self._process = self._process, None
        if process is None:
            return 0
        process.send_signal(how)
        code = process.wait(30)
        assert process.stdout is not None
        process.stdout.close()
        return code

    @property
    def pid(self) -> int:
        """The process id while it runs."""
        assert self._process is not None
        return self._process.pid

    def wipe(self) -> None:
        """Lose everything, as after a disk that broke, and run on at the same address."""
        self.kill()
        for path in self.database.parent.glob(self.database.name + "*"):
            path.unlink()
        self.start()


def start_relay(folder: Path, flags: Sequence[str] = ("--open",)) -> RelayProcess:
    """A running relay whose database lies in `folder`; the caller stops it."""
    relay = RelayProcess(folder, flags)
    relay.start()
    return relay
