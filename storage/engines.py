"""One way to open either database: SQLite, careful and serial, or PostgreSQL."""

import sqlite3
from datetime import timedelta
from typing import Any

from pydantic_core import from_json, to_json
from sqlalchemy import Connection, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from storage import sqlite
from storage.errors import StoreError

BUSY = timedelta(seconds=5)
"""How long a lock held by another process is waited for."""
JSON: dict[str, Any] = {"json_serializer": lambda value: to_json(value).decode(), "json_deserializer": from_json}
"""In a fifth of the time that SQLAlchemy's own takes: a message has four such columns."""
DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg", "postgres": "postgresql+asyncpg"}


def parsed(url: str) -> URL:
    """The URL with the driver this program brings, so that a plain postgresql:// from a host's panel works as it is."""
    try:
        found = make_url(url)
        driver = DRIVERS[found.drivername.partition("+")[0]]
    except (KeyError, ArgumentError) as error:
        raise StoreError(
            "DATABASE_URL is none that dutybell knows: write sqlite:///path/to/file.sqlite or postgresql://user@host/name."
        ) from error
    return found.set(drivername=driver)


def engine(url: str, busy: timedelta = BUSY) -> AsyncEngine:
    address = parsed(url)
    if address.get_backend_name() == "sqlite":
        return _sqlite(address, busy)
    wait = str(int(busy.total_seconds() * 1000))
    return create_async_engine(
        address,
        **JSON,
        pool_pre_ping=True,
        hide_parameters=True,  # an error must not repeat what was being stored
        connect_args={"timeout": max(busy.total_seconds(), 1), "server_settings": {"lock_timeout": wait, "timezone": "UTC"}},
    )  # fmt: skip


def _sqlite(address: URL, busy: timedelta) -> AsyncEngine:
    made = create_async_engine(address, **JSON, hide_parameters=True, connect_args={"timeout": busy.total_seconds()})

    @event.listens_for(made.sync_engine, "do_connect")
    def connect(dialect: Any, _record: object, args: Any, options: Any) -> sqlite.Connection:
        """Where the file does not open, it must show before aiosqlite has a thread that outlives the failure."""
        sqlite3.connect(args[0], timeout=options["timeout"]).close()
        return sqlite.connect(dialect.loaded_dbapi, args[0], options)

    @event.listens_for(made.sync_engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # the driver begins nothing by itself; `begin` below does
        cursor = connection.cursor()
        try:
            for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
                cursor.execute(f"PRAGMA {pragma}")
        except sqlite3.Error:
            connection.close()  # nobody else knows of it yet, and its thread would stay
            raise
        cursor.close()

    @event.listens_for(made.sync_engine, "begin")
    def begin(connection: Connection) -> None:
        kind = "" if connection.get_execution_options().get("only_reads") else " IMMEDIATE"
        connection.exec_driver_sql(f"BEGIN{kind}")

    return made


def reading(made: AsyncEngine) -> AsyncEngine:
    """The same connections, for transactions that see one moment and change nothing."""
    if made.dialect.name == "sqlite":
        return made.execution_options(only_reads=True)
    return made.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
