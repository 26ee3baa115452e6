"""Carries messages from the outbox to the platforms: urgent first, few in flight, and every outcome noted."""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta

import structlog

from bot.carrying import Carrying, Handed
from bot.clock import Clock
from bot.platform import Platform, TryLater, Undeliverable, Unknown
from bot.rates import RATES, Rate, admit, hold_back
from handlers.parcels import LEASE, Parcel, prepare
from handlers.rulebook import Rulebook
from handlers.settling import EVERYWHERE, HERE, Outcome, settle, strand
from storage.errors import StoreError
from storage.store import Store, Transaction

log = structlog.get_logger()

SAFETY_NET = 5.0
A_PACE = 2.0
"""Seconds. What waits longer waits for a platform, not for its turn."""


class Courier:
    """`on_trouble` is called when something could not be delivered."""

    def __init__(
        self,
        store: Store,
        platforms: Mapping[str, Platform],
        clock: Clock,
        rulebook: Rulebook,
        rates: dict[str, Rate] | None = None,
        on_trouble: Callable[[], None] = lambda: None,
    ) -> None:
        self._store, self._platforms, self._clock, self._rulebook = store, platforms, clock, rulebook
        self._rates = RATES if rates is None else rates
        self._on_trouble = on_trouble
        self._wanted = asyncio.Event()
        self._rests = asyncio.Event()
        self._again_at: datetime | None = None
        self._stopping = False
        self._task: asyncio.Task[None] | None = None
        self._carrying: Carrying | None = None
        self._has_trouble = False

    def start(self) -> asyncio.Task[None]:
        """The task that carries until it is stopped; if it ends before, it failed."""
        self._task = asyncio.create_task(self._run(), name="courier")
        return self._task

    def wake(self) -> None:
        self._rests.clear()
        self._wanted.set()
        if self._carrying is not None:
            self._carrying.more()

    async def rest(self, within: float) -> None:
        """Until nothing is left that could go by now, or so many seconds have passed."""
        self.wake()
        try:
            await asyncio.wait_for(self._rests.wait(), within)
        except TimeoutError:
            log.info("something is still on its way")

    async def stop(self) -> None:
        """Finishes what is in flight and leaves the rest in the outbox."""
        self._stopping = True
        self._wanted.set()
        if self._task is not None:
            await self._task

    async def _run(self) -> None:
        while not self._stopping:
            self._wanted.clear()
            try:
                wait = await self.round()
            except StoreError as error:  # the messages are safe where they are
                log.error("the outbox cannot be read", why=str(error))
                wait = SAFETY_NET
            if wait is None or self._stopping:
                continue
            if wait > A_PACE and not self._wanted.is_set():
                self._rests.set()
            try:
                await asyncio.wait_for(self._wanted.wait(), min(wait, SAFETY_NET))
            except TimeoutError:
                continue

    async def round(self) -> float | None:
        """Carries until nothing more may go now. Returns how long the outbox may be left alone, None for not at all."""
        carrying = self._carrying = Carrying(self._deliver, self._note, self._must_wait)
        try:
            await carrying.run()
        finally:
            self._carrying = None
        if carrying.carried:
            return None
        now = self._clock.now()
        return SAFETY_NET if self._again_at is None else max(0.0, (self._again_at - now).total_seconds())

    def _must_wait(self, parcel: Parcel) -> bool:
        """The courier stops, or so much time has gone by that the lease might end on the way."""
        return self._stopping or self._clock.now() - parcel.claimed_at > LEASE / 3

    async def _note(self, outcomes: list[Outcome], room: int) -> Handed:
        """What became of some is noted, and as many as there is room for are readied, in one transaction."""
        async with self._store.writing() as tx:
            now = self._clock.now()
            await self._settle(tx, outcomes, now)
            handed = await self._ready(tx, room, now) if room and not self._stopping else Handed([], is_all=True)
        if self._has_trouble or any(o.result == "never" for o in outcomes):
            self._has_trouble = False
            self._on_trouble()
        return handed

    async def _settle(self, tx: Transaction, outcomes: list[Outcome], now: datetime) -> None:
        if not outcomes:
            return
        await settle(tx, outcomes, now)
        self._remember(now, (o.wait or A_PACE for o in outcomes if o.result in ("later", "unknown")))
        for outcome in outcomes:
            if outcome.result == "later" and outcome.wait > 0:
                until = now + timedelta(seconds=outcome.wait)
                await hold_back(tx, outcome.parcel, until, everywhere=outcome.reason == EVERYWHERE)

    async def _ready(self, tx: Transaction, room: int, now: datetime) -> Handed:
        batch = await prepare(tx, now, room, frozenset(self._platforms), self._rulebook)
        go, wait = await admit(tx, batch.parcels, self._rates, now)
        await settle(tx, (Outcome(p, "later", wait=s) for p, s in wait), now)
        self._remember(now, (s for _, s in wait))
        for message in batch.stranded:
            await strand(tx, message, now)
            self._has_trouble = True
        return Handed(go, is_all=batch.claimed < room or len(wait) == batch.claimed)

    def _remember(self, now: datetime, waits: Iterable[float]) -> None:
        """When the first of those comes round again that had to wait their turn."""
        if self._again_at is not None and self._again_at <= now:
            self._again_at = None
        moments = [now + timedelta(seconds=wait) for wait in waits]
        self._again_at = min([*moments, *([self._again_at] if self._again_at else [])], default=None)

    async def _deliver(self, parcel: Parcel) -> Outcome:
        platform = self._platforms[parcel.platform]
        try:
            address = parcel.address or await platform.open_chat(parcel.sender)
            if parcel.ref is not None:
                await platform.edit(address, parcel.ref, parcel.prompt)
                return Outcome(parcel, "sent", parcel.ref, address)
            return Outcome(parcel, "sent", await platform.send(address, parcel.prompt), address)
        except TryLater as later:
            return Outcome(parcel, "later", wait=later.seconds, reason=EVERYWHERE if later.everywhere else HERE)
        except Undeliverable as never:
            log.warning("undeliverable", message=parcel.message, platform=parcel.platform, why=str(never))
            return Outcome(parcel, "never", reason=str(never), revoked=never.revoked, refused=never.refused)
        except Unknown as unknown:
            log.warning("no answer after sending", message=parcel.message, platform=parcel.platform)
            return Outcome(parcel, "unknown", reason=str(unknown))
        except (ValueError, TypeError, LookupError, AttributeError, AssertionError) as error:
            log.error("a message could not be rendered", message=parcel.message, exc_info=error)
            return Outcome(parcel, "never", reason=f"could not be rendered: {type(error).__name__}", refused=True)
