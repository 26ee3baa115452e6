"""A database that cannot be used is told in one sentence: what, where, what to do."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from storage.engines import engine
from storage.errors import StoreError, told
from storage.migrate import check, upgrade
from storage.records import Case
from storage.sql import ONE_WRITER, SqlStore
from tests.databases import DATA_KEY, Databases
from tests.storage.makers import a_case

AT_ONCE = timedelta(milliseconds=1)


async def test_a_database_locked_by_another_program(database_url: str) -> None:
    other = engine(database_url)
    store = SqlStore(database_url, DATA_KEY, busy=AT_ONCE)
    async with other.begin() as connection:
        if other.dialect.name == "postgresql":
            await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ONE_WRITER})
        with pytest.raises(
            StoreError, match=r"The database .* is locked by another program: close what holds it"
        ):
            async with store.writing():
                pass
    async with store.writing() as tx:
        await tx.save(a_case())
    await store.close()
    await other.dispose()


async def test_another_program_that_writes_for_a_moment_is_waited_for_and_nothing_else_is_held_up(database_url: str) -> None:
    other = engine(database_url)
    store = SqlStore(database_url, DATA_KEY)
    begun = asyncio.Event()

    async def write() -> None:
        async with store.writing() as tx:
            begun.set()
            await tx.save(a_case())

    async with other.begin() as connection:
        if other.dialect.name == "postgresql":
            await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ONE_WRITER})
        writing = asyncio.create_task(write())
        async with store.reading() as tx:
            assert await tx.count(Case) == 0
        assert not begun.is_set()
    await writing
    async with store.reading() as tx:
        assert await tx.count(Case) == 1
    await store.close()
    await other.dispose()


async def test_writers_of_one_process_wait_for_each_other_however_long(database_url: str) -> None:
    store = SqlStore(database_url, DATA_KEY, busy=AT_ONCE)
    order: list[str] = []

    async def second() -> None:
        async with store.writing():
            order.append("second")

    async with store.writing() as tx:
        waiting = asyncio.create_task(second())
        await tx.save(a_case())
        order.append("first")
    await waiting
    await store.close()
    assert order == ["first", "second"]


async def test_a_database_of_a_newer_version_is_refused_and_left_as_it_is(database_url: str) -> None:
    made = engine(database_url)
    async with made.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    await made.dispose()
    assert await check(database_url) == "newer"
    sentence = r"is of a newer version \(9999\) than this program: install the newer dutybell"
    with pytest.raises(StoreError, match=sentence):
        await upgrade(database_url)
    store = SqlStore(database_url, DATA_KEY)
    with pytest.raises(StoreError, match=sentence):
        async with store.reading():
            pass
    await store.close()
    assert await check(database_url) == "newer"


async def test_a_database_that_was_never_upgraded_is_not_touched(untouched_url: str) -> None:
    store = SqlStore(untouched_url, DATA_KEY)
    with pytest.raises(StoreError, match="is of an older version than this program"):
        async with store.writing():
            pass
    await store.close()
    assert await check(untouched_url) == "empty"


async def test_a_server_that_is_not_there(tmp_path: Path) -> None:
    url = f"postgresql://someone:secret@/nothing?host={tmp_path}"
    with pytest.raises(StoreError, match=r"cannot be used .*the server runs") as told:
        await upgrade(url)
    assert "secret" not in str(told.value)


async def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"no/such\.sqlite cannot be used .*the folder exists"):
        await upgrade(f"sqlite:///{tmp_path}/no/such.sqlite")


async def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "letter.sqlite"
    path.write_text("Dear Sir or Madam, " * 100)
    with pytest.raises(StoreError, match="file is not a database"):
        await upgrade(f"sqlite:///{path}")


@pytest.mark.parametrize("url", ["mysql://host/name", "somewhere", ""])
async def test_a_url_of_no_database_we_know(url: str) -> None:
    with pytest.raises(StoreError, match="DATABASE_URL is none that dutybell knows"):
        await check(url)


GOING = "DO $$ BEGIN RAISE EXCEPTION 'terminating connection due to administrator command' USING ERRCODE = '57P01'; END $$"


async def test_a_server_that_is_going_is_away_and_no_mistake_of_ours(databases: Databases, tmp_path: Path) -> None:
    """What it says last may reach the program before the connection is seen to be closed."""
    async with databases.fresh("postgres", tmp_path) as url:
        made = engine(url)
        with pytest.raises(StoreError, match=r"cannot be used \(.*administrator command.*\): check that"), told(url):
            async with made.connect() as connection:
                await connection.execute(text(GOING))
        await made.dispose()
