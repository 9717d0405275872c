"""The relay's one database: how a connection is opened, how a transaction begins, how the tables get there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine, event, select
from sqlalchemy.engine import make_url

from caregiver_app.relay import tables

_POOL = 48  # more than there are threads that ask


class Database:
    """An engine with its tables in place. `generation` (16 bytes) was drawn when the database was made."""

    def __init__(self, url: str) -> None:
        parsed = make_url(url)
        if parsed.get_backend_name() == "sqlite" and parsed.database:
            Path(parsed.database).absolute().parent.mkdir(parents=True, exist_ok=True)
        self._engine = create_engine(url, pool_size=_POOL, max_overflow=0)
        if self._engine.dialect.name == "sqlite":
            _prepare_sqlite(self._engine)
        with self.writing() as connection:
            _migrate(connection)
            self.generation: bytes = connection.execute(select(tables.relay.c.generation)).scalar_one()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent view of the rows; whatever happens inside, nothing is kept."""
        with self._engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction that is on the disk when the block ends, or not at all."""
        with self._engine.connect().execution_options(writes=True) as connection, connection.begin():
            yield connection

    def close(self) -> None:
        """Give all connections up."""
        self._engine.dispose()


def _migrate(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _prepare_sqlite(engine: Engine) -> None:
    """WAL for readers beside the writer, FULL so that what was acknowledged survives, writers that queue."""

    @event.listens_for(engine, "connect")
    def _open(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # the driver begins nothing by itself
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=10000", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
