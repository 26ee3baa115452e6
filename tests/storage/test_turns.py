"""What only one process may do at a time."""

import asyncio
from pathlib import Path

import asyncpg
import pytest

from storage.turns import turn
from tests.databases import Databases

POLLING = "telegram polling"
HOLDERS = """
    SELECT pg_terminate_backend(pid) FROM pg_locks
    WHERE locktype = 'advisory' AND granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


async def test_a_turn_is_one_at_a_time_and_goes_on_to_the_next(databases: Databases, tmp_path: Path) -> None:
    said: list[str] = []
    async with databases.fresh("postgres", tmp_path) as url:

        async def second() -> None:
            async with turn(url, POLLING):
                said.append("second")

        async with turn(url, POLLING):
            waiting = asyncio.create_task(second())
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(asyncio.shield(waiting), 0.5)
            said.append("first")
        await asyncio.wait_for(waiting, 10)
    assert said == ["first", "second"]


async def test_a_holder_that_lost_its_connection_is_told_at_once_and_the_turn_is_free(
    databases: Databases, tmp_path: Path
) -> None:
    async with databases.fresh("postgres", tmp_path) as url:
        held = asyncio.Event()

        async def hold() -> None:
            async with turn(url, POLLING):
                held.set()
                await asyncio.Event().wait()

        holding = asyncio.create_task(hold())
        await asyncio.wait_for(held.wait(), 10)
        killer = await asyncpg.connect(url.replace("+asyncpg", ""))
        await killer.execute(HOLDERS)
        await killer.close()
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(holding, 10)
        async with asyncio.timeout(10), turn(url, POLLING):
            pass


async def test_on_sqlite_the_turn_is_free(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'any.sqlite'}"
    async with turn(url, POLLING), turn(url, POLLING):
        pass
