"""The pulse: wakes the tick when something falls due, and every few seconds as a safety net."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from datetime import UTC, datetime, timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger

from bot.clock import Clock, RealClock
from bot.watch import Watch, begin_again
from handlers.mondays import tell_managers
from handlers.mornings import gather, next_digest
from handlers.nightly import every_file, forget_answers, look_at
from handlers.rulebook import Rulebook
from handlers.set_back import go_now, lived_until
from handlers.tick import all_due, set_aside, tick, tick_one
from handlers.troubles import note_hourly, tell_administrators
from storage.errors import StoreError
from storage.records import Trouble
from storage.store import Store

log = structlog.get_logger()
SAFETY_NET = 5
NIGHT = CronTrigger(hour=2, minute=30, timezone=UTC)
"""In UTC: a wall-clock trigger fires twice on the night the clocks go back."""


NEVER_LEFT_OUT: dict[str, object] = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
"""The scheduler leaves out what it comes to more than a second late; a busy machine would go quiet when it must not."""


class Pulse:
    """`changed` is called after each beat: there may be something to carry."""

    def __init__(
        self,
        store: Store,
        rulebook: Rulebook,
        clock: Clock,
        changed: Callable[[], None],
        administrators: tuple[str, ...] = (),
    ) -> None:
        self._administrators = administrators
        self._store, self._rulebook, self._clock, self._changed = store, rulebook, clock, changed
        self._real = RealClock()
        self._scheduler = AsyncIOScheduler(timezone=UTC, job_defaults=NEVER_LEFT_OUT)
        self._turn = asyncio.Lock()
        self._asked = asyncio.Event()
        self._attending: asyncio.Task[None] | None = None
        self._beginning: asyncio.Task[None] | None = None
        self._nightly: list[tuple[str, Callable[[], Coroutine[None, None, None]]]] = []
        self._watch = Watch(clock, self._set_back)
        self.beaten_at: datetime | None = None

    def start(self) -> None:
        self._scheduler.add_job(self.beat, "interval", seconds=SAFETY_NET, id="net")
        self._scheduler.add_job(self.night, NIGHT, id="night")
        self._scheduler.start()
        self._watch.start()
        self._beginning = asyncio.create_task(self._first(), name="the first beat")
        self._attending = asyncio.create_task(self._attend(), name="what was recorded is said at once")

    def soon(self) -> None:
        """Something was recorded that may have to be said at once."""
        self._asked.set()

    async def _attend(self) -> None:
        """However often it is asked for meanwhile, one more beat says it; and a morning's digest is not looked for."""
        while True:
            await self._asked.wait()
            self._asked.clear()
            async with self._turn:
                await self._take(self._say_what_is_due, self._troubles, self._wake_at_next)

    def every_minute(self, job: Callable[[], Awaitable[None]]) -> None:
        self._scheduler.add_job(job, "interval", minutes=1)

    def each_night(self, what: str, job: Callable[[], Coroutine[None, None, None]]) -> None:
        """After every file has been looked at. Where it fails the administrators hear of it."""
        self._nightly.append((what, job))

    async def stop(self) -> None:
        """Once the beat under way has ended."""
        await self._watch.stop()
        if not self._scheduler.running:
            return
        self._scheduler.pause()
        if self._beginning is not None:
            await self._beginning
        async with self._turn:
            self._scheduler.shutdown(wait=False)
            if self._attending is not None:
                self._attending.cancel()

    async def _first(self) -> None:
        """The clock may have been set back while nothing ran."""
        now = self._clock.now()
        await self._safely("a look at how long it has lived", self._look_back(now), now)
        await self.beat()

    async def _look_back(self, now: datetime) -> None:
        async with self._store.reading() as tx:
            before = await lived_until(tx, now)
        if before > now:
            await self._set_back(before, now)

    async def _set_back(self, before: datetime, now: datetime) -> None:
        log.warning("the clock was set back", by=str(before - now))
        begin_again(self._scheduler, self._real.now())
        await self._safely("what was to go before the clock was set back", self._go_now(before, now), now)
        await self._note("the clock of the machine was set back", now)
        self._changed()

    async def _go_now(self, before: datetime, now: datetime) -> None:
        async with self._store.writing() as tx:
            await go_now(tx, before, now)

    async def beat(self) -> bool:
        """Says what is due, then sets the next waking; False when some of that failed."""
        async with self._turn:
            return await self._take(
                self._say_what_is_due, self._mornings, self._mondays, self._troubles, self._wake_at_next
            )

    async def _take(self, *steps: Callable[[datetime], Coroutine[None, None, None]]) -> bool:
        now, well = self._clock.now(), True
        for step in steps:
            well &= await self._safely("a beat", step(now), now)
        if well:
            self.beaten_at = now
        self._changed()
        return well

    async def _safely(self, what: str, act: Coroutine[None, None, None], now: datetime, **about: str | int) -> bool:
        """The broad catch: one bad row must never stop the others. The courier's clerk has the only other one."""
        try:
            await act
        except Exception as error:
            log.exception(f"{what} failed", **about)
            await self._note(f"{what} failed: {type(error).__name__}", now)
            return False
        return True

    async def _say_what_is_due(self, now: datetime) -> None:
        """All at once; where that fails, one by one, and what fails by itself is set aside."""
        try:
            await tick(self._store, self._rulebook, now)
        except StoreError:
            raise
        except Exception:
            for due in await all_due(self._store, now):
                one = tick_one(self._store, self._rulebook, due, now)
                if not await self._safely("a file", one, now, due=due):
                    async with self._store.writing() as tx:
                        await set_aside(tx, due, now)

    async def _mornings(self, now: datetime) -> None:
        async with self._store.writing() as tx:
            await gather(tx, self._rulebook.rules(await tx.directory()), now)

    async def _mondays(self, now: datetime) -> None:
        async with self._store.writing() as tx:
            await tell_managers(tx, self._rulebook, now)

    async def _troubles(self, now: datetime) -> None:
        async with self._store.reading() as tx:
            if not await tx.find(Trouble, seen_at=None):
                return
        async with self._store.writing() as tx:
            await tell_administrators(tx, self._administrators, now)

    async def _wake_at_next(self, now: datetime) -> None:
        async with self._store.reading() as tx:
            morning = await next_digest(tx, self._rulebook.rules(await tx.directory()), now)
            due = min(await tx.next_moment() or morning, morning)
        if due - now < timedelta(days=1):
            wait = max(due - self._clock.now(), timedelta())
            self._scheduler.add_job(self.beat, "date", run_date=self._real.now() + wait, id="next", replace_existing=True)

    async def night(self) -> None:
        """Every case is looked at again: a lost step heals by itself."""
        for scope in await every_file(self._store):
            now = self._clock.now()
            await self._safely("a file", look_at(self._store, self._rulebook, scope, now), now, due=scope)
        now = self._clock.now()
        await self._safely("past answers", forget_answers(self._store, now), now)
        for what, job in self._nightly:
            await self._safely(what, job(), now)
        self._changed()

    async def _note(self, reason: str, now: datetime) -> None:
        try:
            async with self._store.writing() as tx:
                await note_hourly(tx, reason, now)
        except StoreError as error:
            log.error("the memory cannot be written", why=str(error))
