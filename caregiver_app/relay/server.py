"""The relay as a process: uvicorn with a socket of ours, no access log, and long polls that end when it stops."""

from __future__ import annotations

import os
import signal
import socket
from contextlib import suppress

import uvicorn

from caregiver_app.relay.database import Database
from caregiver_app.relay.settings import Settings
from caregiver_app.relay.web import Relay, application

_BACKLOG = 1024
_IDLE_CONNECTION_S = 120  # longer than a long poll, so that a device keeps its connection
_STOP_S = 10


class Server(uvicorn.Server):
    """Says where it listens once it does, and wakes every long poll before it waits for the last answers."""

    def __init__(self, config: uvicorn.Config, relay: Relay, address: str) -> None:
        super().__init__(config)
        self._relay = relay
        self._address = address

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            print(f"listening on {self._address}", flush=True)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._relay.bells.close()
        await super().shutdown(sockets)


def listen(host: str, port: int) -> socket.socket:
    """A bound socket; port 0 takes a free one. Raises OSError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)  # named, or asyncio leaves Nagle on: 40 ms
    try:
        if os.name == "posix":
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((host, port))
        bound.listen(_BACKLOG)
        bound.setblocking(False)
    except OSError:
        bound.close()
        raise
    return bound


def run(settings: Settings) -> None:
    """Serve until a signal asks to stop. Raises OSError for an address that is taken."""
    database = Database(settings.database)
    relay = Relay(settings, database)
    with listen(settings.host, settings.port) as bound:
        scheme = "https" if settings.tls_cert else "http"
        host = f"[{settings.host}]" if ":" in settings.host else settings.host
        address = f"{scheme}://{host}:{bound.getsockname()[1]}"
        config = uvicorn.Config(
            application(relay),
            http="h11",
            ws="none",
            lifespan="off",
            log_level="warning",
            access_log=False,
            server_header=False,
            proxy_headers=settings.is_behind_proxy,
            forwarded_allow_ips="*" if settings.is_behind_proxy else None,
            timeout_keep_alive=_IDLE_CONNECTION_S,
            timeout_graceful_shutdown=_STOP_S,
            ssl_certfile=settings.tls_cert,
            ssl_keyfile=settings.tls_key,
        )
        signal.signal(signal.SIGTERM, lambda *_: None)  # uvicorn stops, then raises it again: the database closes first
        with suppress(KeyboardInterrupt):
            Server(config, relay, address).run(sockets=[bound])
    database.close()
