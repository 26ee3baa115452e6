"""The migrations make exactly the tables that the records ask for, and so does the short way to a fresh database."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect, text
from sqlmodel import SQLModel

import storage.records  # noqa: F401  (so that every table is known)
from storage.engines import engine
from storage.migrate import check, upgrade, walk
from tests.databases import Databases, Engine

T = TypeVar("T")


async def at(url: str, act: Callable[[Connection], T]) -> T:
    made = engine(url)
    try:
        async with made.begin() as connection:
            return await connection.run_sync(act)
    finally:
        await made.dispose()


async def test_the_records_and_the_migrations_agree(untouched_url: str) -> None:
    def differences(connection: Connection) -> list[object]:
        return list(compare_metadata(MigrationContext.configure(connection), SQLModel.metadata))

    await at(untouched_url, walk)
    assert await at(untouched_url, differences) == [], (
        'run: python -m storage.migrations.revise "what changed"'
    )


def shape(connection: Connection) -> dict[str, Any]:
    """All that there is, however it is spelt: tables, columns, keys, indexes with their conditions, and the version."""
    found = inspect(connection)

    def plain(row: Any) -> Any:
        return {k: plain(v) for k, v in row.items()} if isinstance(row, dict) else str(row)

    def each(rows: Any) -> list[Any]:
        return sorted((plain(row) for row in rows), key=lambda row: str(row["name"]))

    tables = {
        name: {
            "columns": each(found.get_columns(name)),
            "key": found.get_pk_constraint(name),
            "indexes": each(found.get_indexes(name)),
            "unique": each(found.get_unique_constraints(name)),
            "checks": each(found.get_check_constraints(name)),
            "refers": each(found.get_foreign_keys(name)),
        }
        for name in found.get_table_names()
    }
    return tables | {"version": connection.scalar(text("SELECT version_num FROM alembic_version"))}


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
async def test_a_fresh_database_is_made_as_the_migrations_would_have_made_it(
    kind: Engine, databases: Databases, tmp_path: Path
) -> None:
    async with databases.empty(kind, tmp_path) as walked:
        await at(walked, walk)
        long = await at(walked, shape)
    (tmp_path / "empty.sqlite").unlink(missing_ok=True)
    async with databases.empty(kind, tmp_path) as made:
        await upgrade(made)
        assert await at(made, shape) == long


async def test_a_database_of_the_first_version_is_brought_up_with_all_that_is_in_it(
    untouched_url: str,
) -> None:
    def first(connection: Connection) -> None:
        walk(connection, "0001")
        connection.execute(
            text(
                "INSERT INTO storedaction (handle, person, verb, arguments) VALUES ('h1', 'sw1', 'undo', '{}')"
            )
        )

    await at(untouched_url, first)
    assert await check(untouched_url) == "older"
    await upgrade(untouched_url)
    assert await check(untouched_url) == "current"
    assert (
        await at(untouched_url, lambda connection: connection.scalar(text("SELECT handle FROM storedaction")))
        == "h1"
    )


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
