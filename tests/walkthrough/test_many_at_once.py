"""A hundred things fall due at once, and a house, or its database, goes away in the middle."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from bot.carrying import UNNOTED
from sandbox import Config, Sandbox
from storage.sql import SqlStore
from tests.databases import DATA_KEY, Databases
from tests.walkthrough.burst import AT, MANY, doubled, fall_due, left, plainly, settings_of, settle_in, things
from tests.walkthrough.houses import Elsewhere


@asynccontextmanager
async def a_street(url: str) -> AsyncIterator[tuple[Sandbox, SqlStore]]:
    async with Sandbox(Config(rate_limits=False, slack_ack_within=10.0)) as sandbox:
        store = SqlStore(url, DATA_KEY)
        await settle_in(store, sandbox)
        try:
            yield sandbox, store
        finally:
            await store.close()


async def test_two_houses_on_one_database_say_everything_once(databases: Databases, tmp_path: Path) -> None:
    async with databases.fresh("postgres", tmp_path) as url, a_street(url) as (sandbox, store):
        houses = [Elsewhere(settings_of(url, sandbox), sandbox) for _ in range(2)]
        await fall_due(store)
        await asyncio.gather(*(house.start(AT) for house in houses))
        try:
            await sandbox.until(lambda: len(things(sandbox)) == MANY, within=60)
            await sandbox.until(lambda: sandbox.updates.is_polled, within=10)
        finally:
            ended = [await house.stop() for house in houses]
        assert ended == [0, 0]
        assert set(plainly(sandbox).values()) == {1}
        assert sum(things(sandbox).values()) == MANY
        assert await left(store) == []
        assert await doubled(store) == []


async def test_where_one_of_two_houses_is_killed_the_other_finishes(databases: Databases, tmp_path: Path) -> None:
    async with databases.fresh("postgres", tmp_path) as url, a_street(url) as (sandbox, store):
        first, second = (Elsewhere(settings_of(url, sandbox), sandbox) for _ in range(2))
        await first.start(AT)  # so that it is the one who polls
        await sandbox.until(lambda: sandbox.updates.is_polled, within=10)
        await second.start(AT)
        await fall_due(store)
        await sandbox.until(lambda: len(things(sandbox)) >= MANY // 4, within=30)
        await first.kill()
        try:
            await sandbox.until(lambda: sandbox.updates.is_polled, within=30)
            await sandbox.write("worker1", "what next")
            await sandbox.until(lambda: not sandbox.updates.waiting, within=30)
            await sandbox.until(lambda: len(things(sandbox)) == MANY, within=90)
        finally:
            ended = await second.stop()
        assert ended == 0
        assert max(plainly(sandbox).values()) == 1
        assert sum(things(sandbox).values()) <= MANY + UNNOTED
        assert await doubled(store) == []


async def test_a_house_that_is_told_to_stop_in_the_middle_leaves_nothing_in_its_hands(database_url: str) -> None:
    async with a_street(database_url) as (sandbox, store):
        house = Elsewhere(settings_of(database_url, sandbox), sandbox)
        await house.start(AT)
        await sandbox.fault("slack", "slow", times=None, wait=1.0)
        await fall_due(store)
        await sandbox.until(lambda: len(things(sandbox)) >= MANY // 4, within=30)
        async with asyncio.timeout(15):
            assert await house.stop() == 0
        states = await left(store)
        assert set(states) == {"waiting"}
        await sandbox.clear_faults()
        await house.start(AT)
        await sandbox.until(lambda: len(things(sandbox)) == MANY, within=30)
        assert await house.stop() == 0
        assert sum(things(sandbox).values()) == MANY


async def test_a_platform_that_hangs_holds_up_nothing_for_another(database_url: str) -> None:
    async with a_street(database_url) as (sandbox, store):
        house = Elsewhere(settings_of(database_url, sandbox), sandbox)
        await house.start(AT)
        await sandbox.fault("slack", "slow", times=None, wait=30.0)
        await fall_due(store, AT, MANY, "worker0")
        await fall_due(store, AT, 10, "worker1")
        started = asyncio.get_running_loop().time()
        await sandbox.until(lambda: len(sandbox.chat("worker1")) >= 10, within=60)
        took = asyncio.get_running_loop().time() - started
        async with asyncio.timeout(15):
            assert await house.stop() == 0
        assert took < 8, took


async def test_a_database_that_goes_away_for_a_while_costs_nothing(tmp_path: Path) -> None:
    """What is written meanwhile is heard afterwards; what was in flight is at most repeated, and says so."""
    own = Databases(tmp_path)
    try:
        async with own.fresh("postgres", tmp_path) as url, a_street(url) as (sandbox, store):
            house = Elsewhere(settings_of(url, sandbox), sandbox)
            await house.start(AT)
            await sandbox.until(lambda: sandbox.updates.is_polled, within=10)
            await fall_due(store)
            await sandbox.until(lambda: len(things(sandbox)) >= MANY // 4, within=30)

            async def somebody_writes() -> None:
                before = len(sandbox.calls("telegram", "getUpdates"))
                for person in ("worker1", "worker2"):
                    await sandbox.write(person, "help")
                with suppress(TimeoutError):
                    await sandbox.until(lambda: len(sandbox.calls("telegram", "getUpdates")) > before + 9, within=6)

            await own.away(somebody_writes)
            await sandbox.until(lambda: len(things(sandbox)) == MANY, within=100)
            for person in ("worker1", "worker2"):
                await sandbox.until(lambda who=person: len(answers(sandbox, who)) >= 1, within=60)
            assert await house.stop() == 0
            assert max(plainly(sandbox).values()) == 1
            assert sum(things(sandbox).values()) <= MANY + UNNOTED
            assert await left(store) == []
            assert await doubled(store) == []
    finally:
        own.stop()


def answers(sandbox: Sandbox, person: str) -> list[str]:
    """What came after what they wrote and is none of the hundred."""
    seen = [m for m in sandbox.chat(person) if not m["deleted"]]
    asked = max((n for n, m in enumerate(seen) if not m["from_bot"]), default=len(seen))
    return [m["words"] for m in seen[asked:] if m["from_bot"] and "Thing " not in m["words"]]
