"""Carries messages from the outbox to the platforms: urgent first, few in flight, and every outcome noted."""

import asyncio
from collections.abc import Callable, Mapping

import structlog

from bot.carrying import Carrying
from bot.clerk import A_PACE, Clerk
from bot.clock import Clock
from bot.platform import Platform, TryLater, Undeliverable, Unknown
from bot.rates import RATES, Rate
from handlers.parcels import LEASE, MISTAKES, Parcel
from handlers.rulebook import Rulebook
from handlers.settling import EVERYWHERE, HERE, Outcome
from storage.errors import StoreError
from storage.store import Store

log = structlog.get_logger()

SAFETY_NET = 5.0
HANDED_FOR = LEASE / 3


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
        self._platforms, self._clock = platforms, clock
        rates = RATES if rates is None else rates
        self._clerk = Clerk(store, platforms, clock, rulebook, rates, on_trouble)
        self._wanted = asyncio.Event()
        self._rests = asyncio.Event()
        self._stopping = False
        self._task: asyncio.Task[None] | None = None
        self._carrying: Carrying | None = None

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
        self._stopping = self._clerk.stopping = True
        self.wake()
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
        carrying = self._carrying = Carrying(
            self._platforms, self._safely_deliver, self._clerk.note, self._must_wait
        )
        try:
            await carrying.run()
        finally:
            self._carrying = None
        if carrying.carried:
            return None
        again_at = self._clerk.again_at
        return SAFETY_NET if again_at is None else max(0.0, (again_at - self._clock.now()).total_seconds())

    def _must_wait(self, parcel: Parcel) -> bool:
        """The courier stops, or so much time has gone by that the lease might end on the way."""
        return self._stopping or self._clock.now() - parcel.claimed_at > HANDED_FOR

    async def _safely_deliver(self, parcel: Parcel) -> Outcome:
        """What fails unexpectedly may have arrived: it is said again, less and less often, as after no answer."""
        outcome = await self._clerk.safely("carrying a message", self._deliver(parcel), message=parcel.message)
        return outcome or Outcome(parcel, "unknown", reason="failed on its way")

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
        except MISTAKES as error:
            log.error("a message could not be rendered", message=parcel.message, exc_info=error)
            return Outcome(parcel, "never", reason=f"could not be rendered: {type(error).__name__}", refused=True)
