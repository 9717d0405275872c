"""The relay's addresses: who asks, may they, then one function of the database in a thread of its own."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection, select
from sqlalchemy.exc import OperationalError
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from caregiver_app.relay import batches, mailboxes, passes, rosters, statements, tables, waiting
from caregiver_app.relay.allowance import Allowance, Bucket
from caregiver_app.relay.answers import answer, body_of, head_in, id_in, now_ms, number_in, number_of, refusal
from caregiver_app.relay.bells import Bells
from caregiver_app.relay.database import Database
from caregiver_app.relay.settings import Settings
from caregiver_app.sync.protocol import (
    AppendRequest,
    ChallengeRequest,
    Code,
    Mailbox,
    MailboxRequest,
    PollRequest,
    PushRequest,
    Refused,
    SlotRequest,
    SpaceRequest,
    TokenRequest,
    limits,
    read_roster,
    unpacked,
)

_POLLS_PER_DEVICE = 8
DEVICE_BUCKETS = (
    Bucket(limits.BURST_PER_S, limits.BURST_PER_S),
    Bucket(limits.SUSTAINED_PER_S * limits.SUSTAINED_OVER_S, limits.SUSTAINED_PER_S),
)
STRANGER_BUCKETS = (Bucket(limits.STRANGER_BURST, limits.STRANGER_REQUESTS_PER_S),)
P = ParamSpec("P")
T = TypeVar("T")


class Relay:
    """All that the addresses share. The database is asked in threads, everything else lives on the event loop."""

    def __init__(self, settings: Settings, database: Database) -> None:
        self.settings = settings
        self.database = database
        self.bells = Bells()
        self._rosters = rosters.Rosters()
        self._challenges = passes.Challenges()
        self.devices = Allowance(DEVICE_BUCKETS, time.monotonic)
        self.strangers = Allowance(STRANGER_BUCKETS, time.monotonic)
        self._writer = asyncio.Lock()  # writers queue here, not in SQLite's sleeping retry
        self._polls: Counter[bytes] = Counter()

    async def _read(self, ask: Callable[Concatenate[Connection, P], T], *args: P.args, **named: P.kwargs) -> T:
        def work() -> T:
            with self.database.reading() as connection:
                return ask(connection, *args, **named)

        return await run_in_threadpool(work)

    async def _write(self, change: Callable[Concatenate[Connection, P], T], *args: P.args, **named: P.kwargs) -> T:
        def work() -> T:
            with self.database.writing() as connection:
                return change(connection, *args, **named)

        async with self._writer:
            return await run_in_threadpool(work)

    async def _asker(self, request: Request) -> bytes:
        """The device whose token came along, counted. Raises Refused: token_needed, slow_down."""
        kind, _, token = request.headers.get("authorization", "").partition(" ")
        if kind.lower() != "bearer" or not token or len(token) > 200:
            self._count_stranger(request)
            raise Refused(Code.TOKEN_NEEDED)
        try:
            device = await self._read(passes.bearer, token, now_ms())
        except Refused:
            self._count_stranger(request)
            raise
        self.devices.take(device)
        return device

    def _count_stranger(self, request: Request) -> None:
        self.strangers.take(request.client.host if request.client else "")

    # ---- who is there ------------------------------------------------------------------------
    async def challenge(self, request: Request) -> Response:
        """A nonce to sign."""
        self._count_stranger(request)
        asked = unpacked(await body_of(request), ChallengeRequest)
        return answer(self.database.generation, self._challenges.give(asked.device_id, now_ms()))

    async def token(self, request: Request) -> Response:
        """A token for whoever signed its challenge, known or not."""
        self._count_stranger(request)
        asked = unpacked(await body_of(request), TokenRequest)
        device = passes.check_answer(asked, self._challenges, self.settings, now_ms())
        return answer(self.database.generation, await self._write(passes.issue, device, now_ms()))

    # ---- rosters -----------------------------------------------------------------------------
    async def spaces(self, request: Request) -> Response:
        """Make a space, or fill it again, from its whole roster."""
        device = await self._asker(request)
        asked = unpacked(await body_of(request), SpaceRequest)
        if len(asked.entries) > limits.ROSTER_ENTRIES:
            raise Refused(Code.ROSTER_FULL, at=limits.ROSTER_ENTRIES)
        offered = await run_in_threadpool(read_roster, asked.entries)
        room = self.settings.bytes_for(asked.invitation)
        mark = self.settings.mark_of(asked.invitation)
        made = await self._write(rosters.offer, self._rosters, device, offered, asked.entries, room, mark)
        self.bells.ring(made.space)
        return answer(self.database.generation, made, 201)

    async def roster(self, request: Request) -> Response:
        """The entries from a position on."""
        device = await self._asker(request)
        space, after = id_in(request, "space"), number_in(request, "after")
        return answer(self.database.generation, await self._read(rosters.roster_from, space, device, after))

    async def append(self, request: Request) -> Response:
        """Append entries if the head is still the one that was named."""
        device = await self._asker(request)
        space, expected = id_in(request, "space"), head_in(request)
        asked = unpacked(await body_of(request), AppendRequest)
        made = await self._write(rosters.append, self._rosters, space, device, expected, asked.entries)
        self.bells.ring(space)
        return answer(self.database.generation, made)

    # ---- batches -----------------------------------------------------------------------------
    async def push(self, request: Request) -> Response:
        """Keep batches, all or none."""
        device = await self._asker(request)
        space = id_in(request, "space")
        asked = unpacked(await body_of(request), PushRequest)
        if sum(map(len, asked.batches)) > limits.REQUEST_BYTES:
            raise Refused(Code.TOO_LARGE, at=limits.REQUEST_BYTES)
        today = datetime.now(UTC).date().isoformat()
        pushed = await self._write(batches.push, self._rosters, space, device, asked.batches, today)
        if pushed.new:
            self.bells.ring(space)
        return answer(self.database.generation, pushed)

    async def page(self, request: Request) -> Response:
        """Batches after a sequence number."""
        device = await self._asker(request)
        space, after = id_in(request, "space"), number_in(request, "after")
        return answer(self.database.generation, await self._read(batches.page, space, device, after))

    async def one(self, request: Request) -> Response:
        """One batch by author and number."""
        asker = await self._asker(request)
        space, device = id_in(request, "space"), id_in(request, "device")
        bseq = number_of(request.path_params["bseq"])
        return answer(self.database.generation, await self._read(batches.one, space, asker, device, bseq))

    async def heads(self, request: Request) -> Response:
        """Where everything stands."""
        device = await self._asker(request)
        return answer(self.database.generation, await self._read(batches.heads, id_in(request, "space"), device))

    async def state(self, request: Request) -> Response:
        """Keep the asker's own statement."""
        asker = await self._asker(request)
        space = id_in(request, "space")
        if id_in(request, "device") != asker:
            raise Refused(Code.NOT_FOUND)
        await self._write(statements.put, space, asker, await body_of(request))
        return answer(self.database.generation, status=204)

    # ---- waiting -----------------------------------------------------------------------------
    async def poll(self, request: Request) -> Response:
        """Answer as soon as one of many spaces differs from what the asker has."""
        device = await self._asker(request)
        asked = unpacked(await body_of(request), PollRequest)
        if self._polls[device] >= _POLLS_PER_DEVICE:
            raise Refused(Code.SLOW_DOWN, retry_ms=1000)
        self._polls[device] += 1
        try:
            found = await waiting.wait_until(
                self.bells,
                [watch.space for watch in asked.spaces],
                asked.wait_ms,
                lambda: self._read(waiting.differences, device, asked.spaces),
                lambda seen: bool(seen.changed or seen.gone),
            )
        finally:
            self._polls -= Counter({device: 1})
        return answer(self.database.generation, found)

    # ---- invitations -------------------------------------------------------------------------
    async def open_mailbox(self, request: Request) -> Response:
        """Open a mailbox for a newcomer."""
        admin = await self._asker(request)
        mailbox = id_in(request, "mailbox")
        asked = unpacked(await body_of(request), MailboxRequest)
        await self._write(mailboxes.begin, mailbox, asked.space, admin, asked.slot, now_ms())
        return answer(self.database.generation, status=201)

    async def fill_slot(self, request: Request) -> Response:
        """Fill the slot whose turn it is."""
        asker = await self._asker(request) if "authorization" in request.headers else None
        if asker is None:
            self._count_stranger(request)
        mailbox, n = id_in(request, "mailbox"), number_of(request.path_params["n"], limits.MAILBOX_SLOTS - 1)
        asked = unpacked(await body_of(request), SlotRequest)
        await self._write(mailboxes.fill, mailbox, n, asked.slot, asker, now_ms())
        self.bells.ring(mailbox)
        return answer(self.database.generation, status=204)

    async def mailbox(self, request: Request) -> Response:
        """What lies in a mailbox, as soon as it is more than the asker has seen."""
        self._count_stranger(request)
        mailbox = id_in(request, "mailbox")
        more_than = number_in(request, "more_than")

        async def look() -> Mailbox:
            return await self._read(mailboxes.look, mailbox, now_ms())

        longest = int(limits.POLL_S * 1000)
        wait_ms = min(number_in(request, "wait_ms"), longest)
        found = await waiting.wait_until(
            self.bells, [mailbox], wait_ms, look, lambda seen: len(seen.slots) > more_than
        )
        return answer(self.database.generation, found)

    async def burn_mailbox(self, request: Request) -> Response:
        """Take a mailbox away."""
        admin = await self._asker(request)
        mailbox = id_in(request, "mailbox")
        await self._write(mailboxes.burn, mailbox, admin, now_ms())
        self.bells.ring(mailbox)
        return answer(self.database.generation, status=204)

    # ---- the operator ------------------------------------------------------------------------
    async def health(self, _request: Request) -> Response:
        """The process answers."""
        return answer(self.database.generation, status=204)

    async def ready(self, _request: Request) -> Response:
        """The database answers."""
        await self._read(lambda connection: connection.execute(select(tables.relay)).one())
        return answer(self.database.generation, status=204)

    # ---- what goes wrong ---------------------------------------------------------------------
    async def refuse(self, _request: Request, error: Exception) -> Response:
        """A named refusal for every error that is expected."""
        return refusal(self.database.generation, _as_refused(error))


def _as_refused(error: Exception) -> Refused:
    if isinstance(error, Refused):
        return error
    if isinstance(error, HTTPException):
        return Refused(Code.NO_SUCH_ADDRESS if error.status_code in (404, 405) else Code.MALFORMED)
    if isinstance(error, OperationalError):
        text = str(error.orig)
        return Refused(Code.RELAY_FULL) if "full" in text else Refused(Code.RELAY_BUSY, retry_ms=2000)
    return Refused(Code.RELAY_TROUBLE)


def application(relay: Relay) -> Starlette:
    """The relay as an ASGI application."""

    def at(path: str, method: str, handler: Callable[[Request], Awaitable[Response]]) -> Route:
        return Route(f"/v1/{path}", handler, methods=[method])

    routes = [
        at("health", "GET", relay.health),
        at("ready", "GET", relay.ready),
        at("auth/challenge", "POST", relay.challenge),
        at("auth/token", "POST", relay.token),
        at("spaces", "POST", relay.spaces),
        at("spaces/{space}/roster", "GET", relay.roster),
        at("spaces/{space}/roster", "POST", relay.append),
        at("spaces/{space}/batches", "POST", relay.push),
        at("spaces/{space}/batches", "GET", relay.page),
        at("spaces/{space}/batches/{device}/{bseq}", "GET", relay.one),
        at("spaces/{space}/heads", "GET", relay.heads),
        at("spaces/{space}/statements/{device}", "PUT", relay.state),
        at("sync/poll", "POST", relay.poll),
        at("mailbox/{mailbox}", "PUT", relay.open_mailbox),
        at("mailbox/{mailbox}", "GET", relay.mailbox),
        at("mailbox/{mailbox}", "DELETE", relay.burn_mailbox),
        at("mailbox/{mailbox}/{n}", "PUT", relay.fill_slot),
    ]
    handlers = dict.fromkeys((Refused, HTTPException, OperationalError, Exception), relay.refuse)
    app = Starlette(routes=routes, exception_handlers=handlers)
    app.router.redirect_slashes = False
    return app
