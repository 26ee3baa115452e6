"""Notes what became of what was carried, and hands out more; where that fails for one message it goes on with the others."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import TypeVar

import structlog

from bot.carrying import Handed
from bot.clock import Clock
from bot.platform import Platform
from bot.rates import Rate, admit, hold_back
from handlers.aside import leave_next, leave_one
from handlers.parcels import prepare
from handlers.rulebook import Rulebook
from handlers.settling import EVERYWHERE, Outcome, settle, strand
from handlers.troubles import note_hourly
from storage.errors import StoreError
from storage.store import Store, Transaction

log = structlog.get_logger()
T = TypeVar("T")

A_PACE = 2.0
"""Seconds. What waits longer waits for a platform, not for its turn."""


class Clerk:
    """`again_at` is when the first of those comes round again that had to wait."""

    def __init__(
        self,
        store: Store,
        platforms: Mapping[str, Platform],
        clock: Clock,
        rulebook: Rulebook,
        rates: dict[str, Rate],
        on_trouble: Callable[[], None],
    ) -> None:
        self._store, self._clock, self._rulebook = store, clock, rulebook
        self._platforms = frozenset(platforms)
        self._one_way = frozenset(name for name, platform in platforms.items() if not platform.answers)
        self._rates, self._on_trouble = rates, on_trouble
        self._has_trouble = False
        self.again_at: datetime | None = None
        self.stopping = False

    async def note(self, outcomes: list[Outcome], room: int, slow: frozenset[str]) -> Handed:
        """All in one transaction; where that fails, one by one, and what fails by itself is left alone for a while."""
        handed = await self.safely("the outbox", self._note(outcomes, room, slow))
        if handed is None:
            handed = await self._one_by_one(outcomes, room, slow)
        if self._has_trouble or any(o.result == "never" for o in outcomes):
            self._has_trouble = False
            self._on_trouble()
        return handed

    async def safely(self, what: str, act: Awaitable[T], **about: int) -> T | None:
        """The courier's broad catch, as careful as the pulse's; None where it failed. A store that is away is no mistake."""
        try:
            return await act
        except StoreError:
            raise
        except Exception as error:
            log.exception(f"{what} failed", **about)
            async with self._store.writing() as tx:
                await note_hourly(tx, f"{what} failed: {type(error).__name__}", self._clock.now())
            self._has_trouble = True
            return None

    async def _note(self, outcomes: list[Outcome], room: int, slow: frozenset[str]) -> Handed:
        async with self._store.writing() as tx:
            now = self._clock.now()
            await self._settle(tx, outcomes, now)
            return await self._ready(tx, room, now, slow) if room and not self.stopping else Handed([], is_all=True)

    async def _one_by_one(self, outcomes: list[Outcome], room: int, slow: frozenset[str]) -> Handed:
        for outcome in outcomes:
            if await self.safely("noting a message", self._note([outcome], 0, slow), message=outcome.parcel.message) is None:
                async with self._store.writing() as tx:
                    await leave_one(tx, outcome, self._clock.now())
        go = Handed([], is_all=False)
        for _ in range(room):
            handed = await self.safely("readying a message", self._note([], 1, slow))
            if handed is None:
                async with self._store.writing() as tx:
                    await leave_next(tx, self._clock.now())
                continue
            go.parcels.extend(handed.parcels)
            if handed.is_all:
                break
        return Handed(go.parcels, is_all=not go.parcels)  # else, where each fails, there is always one more

    async def _settle(self, tx: Transaction, outcomes: list[Outcome], now: datetime) -> None:
        if not outcomes:
            return
        await settle(tx, outcomes, now)
        self._remember(now, (o.wait or A_PACE for o in outcomes if o.result in ("later", "unknown")))
        for outcome in outcomes:
            if outcome.result == "later" and outcome.wait > 0:
                until = now + timedelta(seconds=outcome.wait)
                await hold_back(tx, outcome.parcel, until, everywhere=outcome.reason == EVERYWHERE)

    async def _ready(self, tx: Transaction, room: int, now: datetime, slow: frozenset[str]) -> Handed:
        batch = await prepare(tx, now, room, self._platforms, self._rulebook, slow, self._one_way)
        go, wait = await admit(tx, batch.parcels, self._rates, now)
        await settle(tx, (Outcome(p, "later", wait=s) for p, s in wait), now)
        self._remember(now, (s for _, s in wait))
        for message in batch.stranded:
            await strand(tx, message, now)
            self._has_trouble = True
        return Handed(go, is_all=batch.claimed < room or len(wait) == batch.claimed)

    def _remember(self, now: datetime, waits: Iterable[float]) -> None:
        if self.again_at is not None and self.again_at <= now:
            self.again_at = None
        moments = [now + timedelta(seconds=wait) for wait in waits]
        self.again_at = min([*moments, *([self.again_at] if self.again_at else [])], default=None)
