"""Watches the clock by the machine's own running: a clock that is set back would let nothing come due for as long."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from apscheduler.schedulers.base import BaseScheduler
from apscheduler.triggers.date import DateTrigger
from apscheduler.triggers.interval import IntervalTrigger

from bot.clock import Clock

EVERY = 1.0
A_MOMENT = timedelta(seconds=1)
"""By less than this any clock is put right now and then."""


class Watch:
    """`set_back` is told until when time had been lived through, and what it is now."""

    def __init__(self, clock: Clock, set_back: Callable[[datetime, datetime], Awaitable[None]]) -> None:
        self._clock, self._set_back = clock, set_back
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._task = asyncio.create_task(self._look(), name="watch")

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _look(self) -> None:
        latest = self._clock.now()
        while True:
            await asyncio.sleep(EVERY)
            now = self._clock.now()
            if now < latest - A_MOMENT:
                await self._set_back(latest, now)
                latest = now
            latest = max(latest, now)


def begin_again(scheduler: BaseScheduler, now: datetime) -> None:
    """Its jobs' next times lie ahead by as much as the clock was set back."""
    for job in scheduler.get_jobs():
        if isinstance(job.trigger, IntervalTrigger):
            job.reschedule(IntervalTrigger(seconds=int(job.trigger.interval_length), timezone=job.trigger.timezone))
        elif isinstance(job.trigger, DateTrigger):
            job.modify(next_run_time=now)
        else:
            job.reschedule(job.trigger)
