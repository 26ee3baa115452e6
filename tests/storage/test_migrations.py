"""The migrations make exactly the tables that the records ask for."""

import asyncio
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection
from sqlmodel import SQLModel

import storage.records  # noqa: F401  (so that every table is known)
from storage.engines import engine
from storage.migrate import check, upgrade
from tests.databases import Databases


async def test_the_records_and_the_migrations_agree(database_url: str) -> None:
    def differences(connection: Connection) -> list[object]:
        return list(compare_metadata(MigrationContext.configure(connection), SQLModel.metadata))

    made = engine(database_url)
    async with made.connect() as connection:
        found = await connection.run_sync(differences)
    await made.dispose()
    assert found == [], 'run: python -m storage.migrations.revise "what changed"'


async def test_a_fresh_database_is_brought_up_and_a_second_time_does_nothing(untouched_url: str) -> None:
    assert await check(untouched_url) == "empty"
    await upgrade(untouched_url)
    assert await check(untouched_url) == "current"
    await upgrade(untouched_url)
    assert await check(untouched_url) == "current"


async def test_processes_that_start_together_upgrade_once(databases: Databases, tmp_path: Path) -> None:
    async with databases.empty("postgres", tmp_path) as url:
        await asyncio.gather(*(upgrade(url) for _ in range(3)))
        assert await check(url) == "current"
