"""Each message is held by one courier at a time, and by the one who came last."""

import asyncio
from datetime import datetime

import pytest
from sqlalchemy.exc import IntegrityError

from storage.records import Item, Message
from storage.sql import SqlStore
from storage.store import Store
from tests.databases import DATA_KEY
from tests.storage.makers import HOUR, MINUTE, NOW, a_message


async def claim(store: Store, now: datetime = NOW, limit: int = 10) -> list[Message]:
    async with store.writing() as tx:
        return await tx.claim(now, limit, MINUTE)


async def test_a_message_of_that_person_family_and_minute_takes_more_items_until_it_is_claimed(
    store: Store,
) -> None:
    async with store.writing() as tx:
        await tx.save(a_message())
        for other in (
            ("sw2", "case:KX-1", NOW),
            ("sw1", "case:KX-2", NOW),
            ("sw1", "case:KX-1", NOW + MINUTE),
        ):
            assert await tx.waiting_message(*other) is None
        found = await tx.waiting_message("sw1", "case:KX-1", NOW)
        assert found is not None
    (held,) = await claim(store)
    async with store.writing() as tx:
        assert await tx.waiting_message("sw1", "case:KX-1", NOW) is None
        await tx.save(a_message())
    async with store.writing() as tx:
        mine = await tx.held(held.id or 0, held.token)
        assert mine is not None
        mine.state = "waiting"  # the platform said: later
        await tx.save(mine)
        younger = await tx.waiting_message("sw1", "case:KX-1", NOW)
        assert younger is not None
        assert younger.id != held.id


async def test_a_second_message_for_the_same_person_family_and_minute_is_refused(sql_store: SqlStore) -> None:
    async with sql_store.writing() as tx:
        await tx.save(a_message())
    with pytest.raises(IntegrityError):
        async with sql_store.writing() as tx:
            await tx.save(a_message())


async def test_urgent_comes_first_and_then_the_oldest(store: Store) -> None:
    async with store.writing() as tx:
        await tx.save(a_message("new"))
        await tx.save(a_message("old", at=NOW - HOUR))
        await tx.save(a_message("urgent", urgent=True))
        await tx.save(a_message("later", not_before=NOW + MINUTE))
    assert [m.person for m in await claim(store, limit=2)] == ["urgent", "old"]
    assert [m.person for m in await claim(store)] == ["new"]
    assert await claim(store) == []


async def test_a_claim_says_how_long_it_stands_and_under_which_token(store: Store) -> None:
    async with store.writing() as tx:
        await tx.save(a_message())
    (mine,) = await claim(store)
    assert (mine.state, mine.token, mine.lease_until) == ("claimed", 1, NOW + MINUTE)


async def test_a_lease_that_ran_out_is_taken_over_and_the_earlier_holder_cannot_settle(store: Store) -> None:
    async with store.writing() as tx:
        await tx.save(a_message())
    first = [(m.id, m.token) for m in await claim(store)]
    assert await claim(store, NOW + MINUTE / 2) == []
    second = [(m.id, m.token) for m in await claim(store, NOW + MINUTE)]
    assert (first, second) == ([(1, 1)], [(1, 2)])
    async with store.writing() as tx:
        assert await tx.held(*first[0]) is None
        mine = await tx.held(*second[0])
        assert mine is not None
        mine.state = "sent"
        await tx.save(mine)
    async with store.writing() as tx:
        assert await tx.held(*second[0]) is None
        assert await tx.held(99, 1) is None


async def test_two_couriers_at_once_never_hold_the_same_message(sql_store: SqlStore) -> None:
    async with sql_store.writing() as tx:
        for n in range(20):
            await tx.save(a_message(f"person {n}"))
    neighbour = SqlStore(sql_store.url, DATA_KEY)
    claims = await asyncio.gather(*(claim(s, limit=5) for s in (sql_store, neighbour, sql_store, neighbour)))
    await neighbour.close()
    held = [m.id for found in claims for m in found]
    assert sorted(held) == list(range(1, 21))


async def test_items_come_in_the_order_of_entry(store: Store) -> None:
    async with store.writing() as tx:
        for message, rung in ((1, -5), (2, 0), (1, -2)):
            await tx.save(Item(message=message, kind="nudge", duty="visit", rung=rung, words="visit"))
    async with store.reading() as tx:
        assert [i.rung for i in await tx.items(1)] == [-5, -2]


async def test_one_rung_of_one_duty_stands_in_a_message_once(sql_store: SqlStore) -> None:
    def item() -> Item:
        return Item(message=1, kind="nudge", duty="visit", duty_id=7, generation=1, rung=-5, words="visit")

    async with sql_store.writing() as tx:
        await tx.save(item())
    with pytest.raises(IntegrityError):
        async with sql_store.writing() as tx:
            await tx.save(item())


async def test_what_is_changed_of_a_claimed_message_and_its_items_is_kept_where_it_is_saved(store: Store) -> None:
    async with store.writing() as tx:
        for person in ("one", "two"):
            await tx.save(a_message(person))
        for message in (1, 2):
            await tx.save(Item(message=message, kind="nudge", duty="visit", words="visit", suggest=["a"]))
    async with store.writing() as tx:
        claimed = await tx.claim(NOW, 10, MINUTE)
        first, second = claimed
        items = {i.message: i for i in await tx.find_in(Item, "message", [m.id for m in claimed])}
        first.state, first.not_before, first.tried = "waiting", NOW + HOUR, ["them"]
        items[2].message, items[2].facts = 1, {"for": "them"}
        items[2].suggest.append("b")
        for record in (first, items[2]):
            await tx.save(record)
        held = await tx.held(second.id or 0, second.token)
        assert held is not None
        held.attempts = 3
        await tx.save(held)
        assert await tx.held(first.id or 0, first.token) is None
    async with store.reading() as tx:
        found = [(m.state, m.not_before, m.tried, m.attempts) for m in await tx.find(Message)]
        assert found == [("waiting", NOW + HOUR, ["them"], 0), ("claimed", NOW, [], 3)]
        assert [(i.message, i.facts, i.suggest) for i in await tx.find(Item)] == [(1, {}, ["a"]), (1, {"for": "them"}, ["a", "b"])]


async def test_an_item_that_was_looked_at_in_two_ways_is_kept_with_what_was_changed_of_either(store: Store) -> None:
    async with store.writing() as tx:
        await tx.save(Item(message=1, kind="nudge", duty="visit", words="visit", suggest=["a"]))
    async with store.writing() as tx:
        (one,), (other,) = await tx.items(1), await tx.find_in(Item, "message", [1])
        one.facts = {"for": "them"}
        await tx.save(one)
        other.late = True
        await tx.save(other)
        other.rung = 2
        await tx.save(other)
    async with store.reading() as tx:
        assert [(i.facts, i.late, i.rung) for i in await tx.items(1)] == [({"for": "them"}, True, 2)]


async def test_what_was_looked_at_before_it_is_claimed_is_claimed_as_it_is_now(store: Store) -> None:
    async with store.writing() as tx:
        await tx.save(a_message())
        (seen,) = await tx.find(Message)
        seen.attempts = 2
        await tx.save(seen)
        (mine,) = await tx.claim(NOW, 10, MINUTE)
        assert (mine.attempts, mine.state) == (2, "claimed")
        held = await tx.held(mine.id or 0, mine.token)
        assert held is not None
        held.state = "sent"
        await tx.save(held)
    async with store.reading() as tx:
        assert [m.state for m in await tx.find(Message)] == ["sent"]
