"""SQLite without a thread between: a statement runs where it is asked for, and only what may wait is handed on."""

import asyncio
import sqlite3
from collections import deque
from collections.abc import Callable
from typing import Any, TypeVar

import aiosqlite
from sqlalchemy.dialects.sqlite import aiosqlite as adapted
from sqlalchemy.util import await_only

T = TypeVar("T")
A_WHILE = 0.005
"""Seconds that a transaction may run before whatever else is ready gets its turn."""
BEGIN = "BEGIN IMMEDIATE"


class AtOnce(aiosqlite.Connection):
    """A statement on a warm file takes some 40 µs; handed to aiosqlite's thread and back, more than ten times that.

    The thread keeps what may wait: opening, beginning to write while another process does, and committing, which waits
    for the disk.
    """

    _turn_at = 0.0

    def __init__(self, database: str, timeout: float, **options: Any) -> None:
        options["check_same_thread"] = False  # one after the other, in whichever thread
        super().__init__(lambda: sqlite3.connect(database, timeout, **options), iter_chunk_size=64)
        self._thread.daemon = True  # as SQLAlchemy does with its own: a lost connection must not hold up the end
        self._busy = int(timeout * 1000)

    async def run(self, do: Callable[..., Any], statement: str, given: Any) -> None:
        if statement.startswith("PRAGMA"):
            await self._in_its_thread(do, statement, given)
            return
        await self._give_way()
        if statement == BEGIN:
            await self._begin(do)
        else:
            do(statement, given)

    async def _begin(self, do: Callable[..., Any]) -> None:
        """At once where nobody else writes; what it is that hinders shows in the thread, where it may be waited for."""
        self._conn.execute("PRAGMA busy_timeout = 0")
        try:
            do(BEGIN)
            return
        except sqlite3.OperationalError:
            pass
        finally:
            self._conn.execute(f"PRAGMA busy_timeout = {self._busy}")
        await self._in_its_thread(do, BEGIN)

    async def _execute(self, fn: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        if getattr(fn, "__name__", "") in ("commit", "close"):
            return await self._in_its_thread(fn, *args, **kwargs)
        await self._give_way()
        return fn(*args, **kwargs)

    async def _in_its_thread(self, fn: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        done: T = await super()._execute(fn, *args, **kwargs)  # type: ignore[no-untyped-call]
        self._turn_at = asyncio.get_running_loop().time() + A_WHILE
        return done

    async def _give_way(self) -> None:
        if not self._running or self._connection is None:
            raise ValueError("Connection closed")
        loop = asyncio.get_running_loop()
        if loop.time() > self._turn_at:
            await asyncio.sleep(0)
            self._turn_at = loop.time() + A_WHILE


class Cursor(adapted.AsyncAdapt_aiosqlite_cursor):
    """SQLite's own cursor. SQLAlchemy's goes through four coroutines for a statement, each longer than the statement."""

    __slots__ = ()
    _awaitable_cursor_close = False
    _connection: Any
    _cursor: Any

    def _make_new_cursor(self, connection: Any) -> Any:
        return connection._conn.cursor()

    def _aenter_cursor(self, cursor: Any) -> Any:
        return cursor

    def execute(self, operation: Any, parameters: Any = None) -> None:
        self._run(self._cursor.execute, operation, parameters or ())

    def executemany(self, operation: Any, seq_of_parameters: Any) -> None:
        self._run(self._cursor.executemany, operation, seq_of_parameters)

    def _run(self, do: Callable[..., Any], operation: str, given: Any) -> None:
        try:
            await_only(self._connection.run(do, operation, given))
            if self._cursor.description:
                self._rows = deque(self._cursor.fetchall())
        except (sqlite3.Error, ValueError) as error:
            self._adapt_connection._handle_exception(error)


class Connection(adapted.AsyncAdapt_aiosqlite_connection):
    __slots__ = ()
    _cursor_cls = Cursor


def connect(dbapi: Any, database: str, options: dict[str, Any]) -> Connection:
    """What SQLAlchemy's `do_connect` may return instead of the dialect's own connection."""
    opened: Any = await_only(AtOnce(database, **options))
    return Connection(dbapi, opened)
