"""A real relay in a process of its own, for every test that needs one.

relay = start_relay(tmp_path)       # open to everybody, on a free port of this computer
relay.address                       # "http://127.0.0.1:40123"
relay.kill(); relay.start()         # the same database, the same port
relay.wipe()                        # stops it, empties its database, starts it on the same port
relay.stop()
"""

from __future__ import annotations

import contextlib
import multiprocessing
import multiprocessing.connection
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import TextIO

ROOT = Path(__file__).resolve().parents[2]
# What a relay imports takes two seconds: one server of the standard library does it once and forks a process for each.
_CAN_FORK = "forkserver" in multiprocessing.get_all_start_methods()


def _forked(words: Sequence[str], log: Path) -> tuple[BaseProcess, TextIO]:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["caregiver_app.relay.__main__"])
    hears, says = context.Pipe(duplex=False)
    process = context.Process(target=_serve, args=(list(words), str(log), says), daemon=True)
    process.start()
    says.close()
    said = os.fdopen(os.dup(hears.fileno()), encoding="utf-8")
    hears.close()
    return process, said


def _serve(words: list[str], log: str, says: multiprocessing.connection.Connection) -> None:
    """In the relay's own process: standard output goes to who started it, errors into the log."""
    from caregiver_app.relay.__main__ import main

    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.dup2(says.fileno(), 1)
    with Path(log).open("a", encoding="utf-8") as errors:
        os.dup2(errors.fileno(), 2)
    sys.stdout, sys.stderr = os.fdopen(1, "w", encoding="utf-8"), os.fdopen(2, "w", buffering=1, encoding="utf-8")
    sys.exit(main(words))


def _started(words: Sequence[str], log: Path) -> tuple[subprocess.Popen[str], TextIO]:
    command = [sys.executable, "-m", "caregiver_app.relay", *words]
    with log.open("a") as errors:
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=errors, text=True)
    assert process.stdout is not None
    return process, process.stdout  # type: ignore[return-value]


def _code(process: BaseProcess | subprocess.Popen[str], said: TextIO) -> int | None:
    """Wait until it has ended; its exit code, None where it did not end."""
    code: int | None
    if isinstance(process, subprocess.Popen):
        code = process.wait(30)
    else:
        process.join(30)
        code = process.exitcode
    said.close()
    return code


class RelayProcess:
    """One relay, its database in a folder; `address` stays the same over restarts."""

    def __init__(self, folder: Path, flags: Sequence[str] = ("--open",), listen: str = "127.0.0.1:0") -> None:
        self.database = folder / "relay.db"
        self.log = folder / "relay.log"
        self.address = ""
        self._flags = tuple(flags)
        self._listen = listen
        self._process: BaseProcess | subprocess.Popen[str] | None = None
        self._said: TextIO | None = None

    def start(self) -> None:
        """Start it and wait until it listens."""
        host, _, port = self._listen.rpartition(":")
        if self.address:
            port = self.address.rpartition(":")[2]
        words = ["serve", "--database", f"sqlite:///{self.database}", "--listen", f"{host}:{port}", *self._flags]
        self._process, self._said = _forked(words, self.log) if _CAN_FORK else _started(words, self.log)
        line = self._said.readline()
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
        assert process.pid is not None
        with contextlib.suppress(ProcessLookupError):  # a test killed it already, and the server it was forked from saw
            os.kill(process.pid, how)
        assert self._said is not None
        code = _code(process, self._said)
        assert code is not None, "the relay did not end"
        return code

    @property
    def pid(self) -> int:
        """The process id while it runs."""
        assert self._process is not None
        assert self._process.pid is not None
        return self._process.pid

    def wipe(self) -> None:
        """Lose everything, as after a disk that broke, and run on at the same address."""
        self.kill()
        for path in self.database.parent.glob(self.database.name + "*"):
            path.unlink()
        self.start()


def refused(folder: Path, flags: Sequence[str]) -> tuple[int | None, str]:
    """A relay that will not start: its exit code, and what it says to who started it."""
    log = folder / "refused.log"
    process, said = (_forked if _CAN_FORK else _started)(["serve", *flags], log)
    code = _code(process, said)
    return code, log.read_text("utf-8")


def start_relay(folder: Path, flags: Sequence[str] = ("--open",)) -> RelayProcess:
    """A running relay whose database lies in `folder`; the caller stops it."""
    relay = RelayProcess(folder, flags)
    relay.start()
    return relay
