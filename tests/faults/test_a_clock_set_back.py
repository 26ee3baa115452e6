"""A clock that is set back by an hour holds nothing up for an hour."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime, timedelta

import pytest

from bot.clock import DrivenClock
from bot.courier import Courier
from bot.pulse import Pulse
from bot.rates import RATES
from handlers.parcels import LEASE, prepare
from handlers.prompts import Prompt
from storage.records import RateBucket
from tests.faults.desk import MONDAY, NAMES, Desk, Remembers, reply

AN_HOUR = timedelta(hours=1)
SOON = 12.0


class Wrong:
    """An hour ahead until somebody puts it right."""

    def __init__(self, at: datetime) -> None:
        self._right, self.is_ahead = DrivenClock(at), True

    def begin_at(self, moment: datetime) -> None:
        self._right = DrivenClock(moment - AN_HOUR)

    def now(self) -> datetime:
        return self._right.now() + (AN_HOUR if self.is_ahead else timedelta())


class Rings(Remembers):
    """Lets know when it has said something."""

    rang: asyncio.Event

    async def send(self, address: str, prompt: Prompt) -> str:
        ref = await super().send(address, prompt)
        self.rang.set()
        return ref


class Live:
    def __init__(self, desk: Desk) -> None:
        self.clock, self.slack, self.changed = Wrong(MONDAY), Rings("slack"), asyncio.Event()
        self.slack.rang = self.changed
        self.courier = Courier(desk.store, {"slack": self.slack}, self.clock, desk.rulebook, RATES)
        self.pulse = Pulse(desk.store, desk.rulebook, self.clock, self._changed)

    def _changed(self) -> None:
        self.courier.wake()
        self.changed.set()

    async def until(self, holds: Callable[[], Awaitable[bool]]) -> None:
        async with asyncio.timeout(SOON):
            while not await holds():
                await self.changed.wait()
                self.changed.clear()

    async def hears(self, person: str, many: int) -> None:
        async def so_many() -> bool:
            return len(self.slack.heard(person)) >= many

        await self.until(so_many)

    async def beats(self) -> None:
        beaten = self.pulse.beaten_at

        async def anew() -> bool:
            return self.pulse.beaten_at not in (None, beaten)

        await self.until(anew)

    def start(self) -> None:
        self.courier.start()
        self.pulse.start()

    async def stop(self) -> None:
        await self.pulse.stop()
        await self.courier.stop()


@pytest.fixture
async def live(desk: Desk) -> AsyncIterator[Live]:
    desk.clock.move_to(MONDAY + AN_HOUR)
    made = Live(desk)
    yield made
    await made.stop()


async def test_what_waits_its_turn_goes_within_seconds(desk: Desk, live: Live) -> None:
    await desk.comes("sw1", platforms=("slack",))
    for _ in range(4):
        await desk.put("sw1", reply())
        desk.later(minutes=1)
    live.clock.begin_at(desk.clock.now())
    live.start()
    await live.hears("sw1", 1)
    live.clock.is_ahead = False
    await live.hears("sw1", 4)


async def test_what_was_held_by_who_was_killed_before_is_said_after_its_lease_and_no_later(desk: Desk, live: Live) -> None:
    await desk.comes("sw1", platforms=("slack",))
    number = await desk.put("sw1", reply())
    async with desk.store.writing() as tx:
        assert (await prepare(tx, live.clock.now(), 9, frozenset(NAMES), desk.rulebook)).parcels
    live.start()
    await live.beats()
    live.clock.is_ahead = False

    async def held_no_longer_than_any() -> bool:
        until = (await desk.message(number)).lease_until
        return until is not None and until <= live.clock.now() + LEASE

    await live.until(held_no_longer_than_any)


async def test_it_may_have_been_set_back_while_nothing_ran(desk: Desk, live: Live) -> None:
    await desk.comes("sw1", platforms=("slack",))
    await desk.put("sw1", reply())
    async with desk.store.writing() as tx:
        for name in ("slack", "slack:sw1"):
            await tx.save(RateBucket(name=name, tokens=0, refilled_at=live.clock.now()))
    live.clock.is_ahead = False
    live.start()
    await live.hears("sw1", 1)


async def test_nothing_that_was_said_is_said_anew(desk: Desk, live: Live) -> None:
    await desk.comes("sw1", "tm1", "hv1", "hd1", platforms=("slack",))
    live.start()
    await live.beats()
    await desk.put("sw1", reply())
    live.courier.wake()
    await live.hears("sw1", 1)
    said = sorted(live.slack.said)
    live.clock.is_ahead = False
    await live.beats()
    await live.courier.rest(2)
    assert sorted(live.slack.said) == said
