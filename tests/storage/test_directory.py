"""Who works here is read once and read again when it changes, by whomever."""

from collections.abc import AsyncIterator

import pytest

from storage.records import Absence, Person
from storage.sql import SqlStore
from storage.store import Store
from tests.databases import DATA_KEY
from tests.storage.makers import NOW, a_case, a_person


@pytest.fixture
async def neighbour(sql_store: SqlStore) -> AsyncIterator[SqlStore]:
    """Another process on the same database."""
    made = SqlStore(sql_store.url, DATA_KEY)
    yield made
    await made.close()


async def test_it_shows_the_transactions_own_changes(store: Store) -> None:
    async with store.writing() as tx:
        await tx.save(a_person("sw1"))
        assert list((await tx.directory()).people) == ["sw1"]
        await tx.save(Absence(person="sw1", from_on=NOW.date()))
        assert (await tx.directory()).absence("sw1", NOW.date()) is not None
    async with store.reading() as tx:
        assert (await tx.directory()).absence("sw1", NOW.date()) is not None


async def test_people_come_in_the_order_of_entry(store: Store) -> None:
    async with store.writing() as tx:
        for name in ("sw2", "sw1", "hv1"):
            await tx.save(a_person(name))
    async with store.reading() as tx:
        assert list((await tx.directory()).people) == ["sw2", "sw1", "hv1"]


async def test_it_is_the_same_one_until_a_record_of_staff_changes(store: Store) -> None:
    async with store.writing() as tx:
        await tx.save(a_person("sw1"))
    async with store.reading() as tx:
        before = await tx.directory()
    async with store.writing() as tx:
        await tx.save(a_case())
    async with store.reading() as tx:
        assert await tx.directory() is before
    async with store.writing() as tx:
        await tx.save(a_person("sw2"))
    async with store.reading() as tx:
        assert list((await tx.directory()).people) == ["sw1", "sw2"]


async def test_another_process_hears_of_a_change(sql_store: SqlStore, neighbour: SqlStore) -> None:
    async with sql_store.writing() as tx:
        await tx.save(a_person("sw1"))
    async with neighbour.reading() as tx:
        assert not (await tx.directory()).has_left("sw1", NOW.date())
    async with sql_store.writing() as tx:
        leaver = await tx.get(Person, "sw1")
        assert leaver is not None
        leaver.left_on = NOW.date()
        await tx.save(leaver)
    async with neighbour.reading() as tx:
        assert (await tx.directory()).has_left("sw1", NOW.date())


async def leave_and_think_better_of_it(store: SqlStore) -> None:
    async with store.writing() as tx:
        known = (await tx.directory()).people["sw1"]
        known.left_on = NOW.date()
        await tx.save(known)
        await tx.save(a_person("sw2"))
        assert list((await tx.directory()).people) == ["sw1", "sw2"]
        raise LookupError


async def test_a_change_that_was_taken_back_is_not_remembered(sql_store: SqlStore) -> None:
    async with sql_store.writing() as tx:
        await tx.save(a_person("sw1"))
    with pytest.raises(LookupError):
        await leave_and_think_better_of_it(sql_store)
    async with sql_store.reading() as tx:
        directory = await tx.directory()
        assert list(directory.people) == ["sw1"]
        assert not directory.has_left("sw1", NOW.date())
