"""A proxy that passes bytes on to the relay and keeps a copy of all of them, both ways."""

from __future__ import annotations

import contextlib
import socket
import threading


class RecordingProxy:
    """Listens on a free port of this computer; `bytes` is all that went over the wire so far."""

    def __init__(self, target: str) -> None:
        host, _, port = target.removeprefix("http://").partition(":")
        self._target = (host, int(port))
        self._server = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._server.getsockname()[1]}"
        self._lock = threading.Lock()
        self._kept: dict[tuple[int, str], bytearray] = {}
        self._open: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def bytes(self) -> bytes:
        """Each connection's requests and answers, one after the other."""
        with self._lock:
            return b"\n".join(bytes(part) for part in self._kept.values())

    def _accept(self) -> None:
        number = 0
        while True:
            try:
                near, _ = self._server.accept()
            except OSError:
                return  # stopped
            try:
                far = socket.create_connection(self._target)
            except OSError:
                near.close()  # the relay is down
                continue
            number += 1
            with self._lock:
                self._open += [near, far]
            for source, sink, way in ((near, far, "up"), (far, near, "down")):
                threading.Thread(target=self._pass, args=(source, sink, (number, way)), daemon=True).start()

    def _pass(self, source: socket.socket, sink: socket.socket, key: tuple[int, str]) -> None:
        with contextlib.suppress(OSError):
            while part := source.recv(65536):
                with self._lock:
                    self._kept.setdefault(key, bytearray()).extend(part)
                sink.sendall(part)
        with contextlib.suppress(OSError):
            sink.shutdown(socket.SHUT_WR)

    def stop(self) -> None:
        """Close every connection."""
        self._server.close()
        with self._lock:
            for one in self._open:
                one.close()
