"""What only one process may do at a time, where several share a PostgreSQL; it moves on when its holder dies."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import text

from storage import engines, errors

TURNS = {"telegram polling": 0x706F6C6C}
"""The advisory lock of each."""


@asynccontextmanager
async def turn(url: str, what: str) -> AsyncIterator[None]:
    """Waits for the turn and holds it. Raises TimeoutError inside when the server has let go of it: stop at once.

    SQLite is one process's own: there the turn is free.
    """
    if engines.parsed(url).get_backend_name() == "sqlite":
        yield
        return
    made = engines.engine(url)
    try:
        with errors.told(url, errors.CONNECTING):
            connection = await made.connect()
        try:
            with errors.told(url):
                await connection.execution_options(isolation_level="AUTOCOMMIT")
                await connection.execute(text("SET lock_timeout = 0"))
                await connection.execute(text("SET tcp_keepalives_idle = 20"))
                await connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": TURNS[what]})
            async with _while_connected((await connection.get_raw_connection()).driver_connection):
                yield
        finally:
            await connection.invalidate()  # the lock goes with the connection, whatever state it is in
            await connection.close()
    finally:
        await made.dispose()


@asynccontextmanager
async def _while_connected(driver: Any) -> AsyncIterator[None]:
    """The lock is the connection: when one is gone, so is the other."""
    loop = asyncio.get_running_loop()
    async with asyncio.timeout(None) as until:

        def lost(_: object) -> None:
            until.reschedule(loop.time())

        driver.add_termination_listener(lost)
        try:
            yield
        finally:
            driver.remove_termination_listener(lost)
