"""A relay that lies: it stands in front of a real one and changes, delays or drops what passes."""

from __future__ import annotations

import threading
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

HOP = {"connection", "transfer-encoding", "content-length", "keep-alive", "host", "accept-encoding"}


@dataclass
class Answer:
    """What goes back to the device."""

    status: int
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)


Lie = Callable[[str, str, bytes, Answer], "Answer | None"]  # method, path, what was sent, the honest answer


def honest(_method: str, _path: str, _sent: bytes, answer: Answer) -> Answer:
    """No lie."""
    return answer


class LyingRelay:
    """`lie` may be changed at any time; None from it drops the connection. `seen` lists what was asked."""

    def __init__(self, real: str) -> None:
        self.lie: Lie = honest
        self.seen: list[tuple[str, str]] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_any(self) -> None:
                sent = self.rfile.read(int(self.headers.get("content-length") or 0))
                outer.seen.append((self.command, self.path))
                answer = outer.lie(self.command, self.path, sent, _forward(real, self, sent))
                if answer is None:
                    self.close_connection = True
                    return
                try:
                    self.send_response(answer.status)
                    for name, value in answer.headers.items():
                        self.send_header(name, value)
                    self.send_header("content-length", str(len(answer.body)))
                    self.end_headers()
                    self.wfile.write(answer.body)
                except OSError:
                    self.close_connection = True

            do_GET = do_POST = do_PUT = do_DELETE = do_any

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def _forward(real: str, handler: BaseHTTPRequestHandler, sent: bytes) -> Answer:
    headers = {name: value for name, value in handler.headers.items() if name.lower() not in HOP}
    request = urllib.request.Request(real + handler.path, data=sent or None, headers=headers, method=handler.command)
    try:
        with urllib.request.urlopen(request, timeout=40) as answer:
            return Answer(answer.status, answer.read(), _kept(answer.headers.items()))
    except urllib.error.HTTPError as error:
        return Answer(error.code, error.read(), _kept(error.headers.items()))
    except OSError:
        return Answer(502, b"no relay behind")


def _kept(found: object) -> dict[str, str]:
    return {name: value for name, value in found if name.lower() not in HOP | {"date", "server"}}  # type: ignore[attr-defined]
