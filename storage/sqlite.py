"""SQLite without a thread between: a statement runs where it is asked for, and only what may wait is handed on."""

import asyncio
import sqlite3
from collections.abc import Callable
from typing import Any, TypeVar

import aiosqlite

T = TypeVar("T")
A_WHILE = 0.005
"""Seconds that a transaction may run before whatever else is ready gets its turn."""


class AtOnce(aiosqlite.Connection):
    """A statement on a warm file takes some 40 µs; handed to aiosqlite's thread and back, more than ten times that.

    The thread keeps what may wait: opening, beginning to write (another process may hold the lock), and committing,
    which waits for the disk.
    """

    _turn_at = 0.0

    async def _execute(self, fn: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        loop = asyncio.get_running_loop()
        if _may_wait(fn, args):
            done: T = await super()._execute(fn, *args, **kwargs)  # type: ignore[no-untyped-call]
            self._turn_at = loop.time() + A_WHILE
            return done
        if not self._running or self._connection is None:
            raise ValueError("Connection closed")
        if loop.time() > self._turn_at:
            await asyncio.sleep(0)
            self._turn_at = loop.time() + A_WHILE
        return fn(*args, **kwargs)


def _may_wait(fn: Callable[..., object], args: tuple[Any, ...]) -> bool:
    name = getattr(fn, "__name__", "")
    if name == "execute":
        return str(args[0]).startswith(("BEGIN IMMEDIATE", "PRAGMA"))
    of_all = isinstance(getattr(fn, "__self__", None), sqlite3.Connection)  # a cursor closes at once
    return of_all and name in ("commit", "close")


def connect(database: str, **options: Any) -> AtOnce:
    """What SQLAlchemy asks of its `async_creator_fn`: a connection that opens when it is awaited."""
    options["check_same_thread"] = False  # one after the other, in whichever thread
    made = AtOnce(lambda: sqlite3.connect(database, **options), iter_chunk_size=64)
    made._thread.daemon = True  # as SQLAlchemy does with its own: a lost connection must not hold up the end
    return made
