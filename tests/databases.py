"""Databases for tests: each test has its own, copied from one that was migrated once."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path
from typing import Literal

import asyncpg

from storage.migrate import upgrade
from tests.leaving_out import leave_out
from tests.postgres import NoPostgres, Postgres

DATA_KEY = "a key for tests and for nothing else"
Engine = Literal["sqlite", "postgres"]


class Databases:
    """Made once per run (per worker); the server starts with the first test that wants it."""

    def __init__(self, folder: Path) -> None:
        self._sqlite = folder / "template.sqlite"
        self._postgres: Postgres | None = None
        self._without_postgres = False
        self._numbers = count(1)

    @asynccontextmanager
    async def fresh(self, engine: Engine, folder: Path) -> AsyncIterator[str]:
        """The URL of a database of this program's version with nothing in it."""
        if engine == "sqlite":
            yield await self._copied_file(folder / "dutybell.sqlite")
            return
        async with self._copied_database(await self._server()) as url:
            yield url

    @asynccontextmanager
    async def empty(self, engine: Engine, folder: Path) -> AsyncIterator[str]:
        """The URL of a database that no migration has touched."""
        if engine == "sqlite":
            yield f"sqlite+aiosqlite:///{folder / 'empty.sqlite'}"
            return
        async with self._copied_database(await self._server(), template="template1") as url:
            yield url

    async def _copied_file(self, path: Path) -> str:
        if not self._sqlite.exists():
            await upgrade(f"sqlite:///{self._sqlite}")
        shutil.copy(self._sqlite, path)
        return f"sqlite+aiosqlite:///{path}"

    async def _server(self) -> Postgres:
        if self._without_postgres:
            leave_out("PostgreSQL")
        if self._postgres is None:
            try:
                self._postgres = Postgres()
            except NoPostgres:
                self._without_postgres = True
                leave_out("PostgreSQL")
            await _command(self._postgres, "CREATE DATABASE dutybell")
            await upgrade(self._postgres.url("dutybell"))
        return self._postgres

    @asynccontextmanager
    async def _copied_database(self, server: Postgres, template: str = "dutybell") -> AsyncIterator[str]:
        name = f"test_{next(self._numbers)}"
        await _command(server, f"CREATE DATABASE {name} TEMPLATE {template}")
        try:
            yield server.url(name)
        finally:
            await _command(server, f"DROP DATABASE {name} WITH (FORCE)")

    async def away(self, meanwhile: Callable[[], Awaitable[object]]) -> None:
        """The server is stopped, and started again once that is done."""
        server = await self._server()
        await asyncio.to_thread(server.go_away)
        try:
            await meanwhile()
        finally:
            await asyncio.to_thread(server.come_back)

    def stop(self) -> None:
        if self._postgres is not None:
            self._postgres.stop()


async def _command(server: Postgres, sql: str) -> None:
    connection = await asyncpg.connect(user="postgres", database="postgres", host=str(server.home))
    try:
        await connection.execute(sql)
    finally:
        await connection.close()
