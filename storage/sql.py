"""The memory that lasts: SQLite in one process, or PostgreSQL shared by many, through the same code."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncTransaction

from storage import engines, errors, migrate
from storage.sealing import Keys
from storage.transaction import Kept, SqlTransaction

ONE_WRITER = 0x62656C6C
"""The advisory lock that puts the writers of all processes in one order, which the journal's chain needs."""


class SqlStore:
    """`data_key` is the secret from which every key is drawn; raises StoreError when it is missing."""

    def __init__(self, url: str, data_key: str | None, busy: timedelta = engines.BUSY) -> None:
        self.url = url
        self._kept = Kept(Keys(data_key))
        self._writer = engines.engine(url, busy)
        self._reader = engines.reading(self._writer)
        self._turn = asyncio.Lock()
        self._is_fit = False

    @property
    def keys(self) -> Keys:
        return self._kept.keys

    async def close(self) -> None:
        await self._writer.dispose()

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[SqlTransaction]:
        async with self._turn, self._begun(self._writer) as (connection, begun):
            if self._writer.dialect.name == "postgresql":
                await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ONE_WRITER})
            transaction = SqlTransaction(connection, self._kept, writes=True)
            try:
                yield transaction
                await transaction.finish()
                await begun.commit()
            finally:
                await transaction.close()
                if transaction.staff_changed:
                    self._kept.staff = None

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[SqlTransaction]:
        async with self._begun(self._reader) as (connection, _):
            transaction = SqlTransaction(connection, self._kept, writes=False)
            try:
                yield transaction
            finally:
                await transaction.close()

    @asynccontextmanager
    async def _begun(self, bind: AsyncEngine) -> AsyncIterator[tuple[AsyncConnection, AsyncTransaction]]:
        with errors.told(self.url):
            async with AsyncExitStack() as stack:
                with errors.told(self.url, errors.CONNECTING):
                    connection = await stack.enter_async_context(bind.connect())
                    begun = await connection.begin()
                if not self._is_fit:
                    await connection.run_sync(migrate.refuse_unfit, self.url)
                    self._is_fit = True
                yield connection, begun
