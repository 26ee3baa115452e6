"""The journal is only ever added to, and a change from outside shows."""

from collections.abc import Sequence

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from storage.chain import verify
from storage.engines import engine
from storage.records import JournalEntry
from storage.sql import SqlStore
from storage.store import Store
from tests.databases import DATA_KEY
from tests.storage.makers import MINUTE, NOW


async def write(store: SqlStore, *bodies: str) -> None:
    for n, body in enumerate(bodies):
        async with store.writing() as tx:
            await tx.journal(NOW + n * MINUTE, "event", body, f"{body}-id")
            await tx.journal(NOW + n * MINUTE, "duty", body)


async def entries(store: SqlStore) -> Sequence[JournalEntry]:
    async with store.reading() as tx:
        return await tx.find(JournalEntry)


async def from_outside(store: SqlStore, sql: str) -> None:
    made = engine(store.url)
    async with made.begin() as connection:
        await connection.execute(text(sql))
    await made.dispose()


async def test_an_event_that_was_recorded_is_known(store: Store) -> None:
    async with store.writing() as tx:
        await tx.journal(NOW, "event", "{}", "e1")
        assert await tx.is_known("e1")
        assert not await tx.is_known("e2")
    async with store.reading() as tx:
        assert await tx.is_known("e1")


async def test_an_event_is_recorded_once(sql_store: SqlStore) -> None:
    await write(sql_store, "one")
    with pytest.raises(IntegrityError):
        await write(sql_store, "one")


async def test_an_untouched_journal_verifies_across_transactions_and_processes(sql_store: SqlStore) -> None:
    await write(sql_store, "one", "two")
    neighbour = SqlStore(sql_store.url, DATA_KEY)
    await write(neighbour, "three")
    await write(sql_store, "four")
    assert [e.body for e in await entries(neighbour)] == [
        "one",
        "one",
        "two",
        "two",
        "three",
        "three",
        "four",
        "four",
    ]
    assert verify(await entries(neighbour), neighbour.keys.journal) is None
    await neighbour.close()


@pytest.mark.parametrize(
    ("sql", "broken"),
    [
        ("UPDATE journalentry SET body = 'never' WHERE id = 3", 3),
        ("UPDATE journalentry SET kind = 'message' WHERE id = 2", 2),
        ("UPDATE journalentry SET event_id = 'other' WHERE id = 1", 1),
        ("DELETE FROM journalentry WHERE id = 4", 5),
        ("DELETE FROM journalentry WHERE id = 1", 2),
    ],
)
async def test_the_first_entry_that_no_longer_fits_is_named(
    sql_store: SqlStore, sql: str, broken: int
) -> None:
    await write(sql_store, "one", "two", "three")
    await from_outside(sql_store, sql)
    assert verify(await entries(sql_store), sql_store.keys.journal) == broken


async def test_without_the_key_no_chain_can_be_made_good_again(sql_store: SqlStore) -> None:
    await write(sql_store, "one")
    assert verify(await entries(sql_store), b"another key") == 1
