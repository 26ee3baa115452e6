"""Work under way that a stop must see through."""

import asyncio
from collections.abc import Coroutine
from typing import TypeVar

import structlog

log = structlog.get_logger()
T = TypeVar("T")


class Held:
    """Tasks that somebody answers for: a failure is logged, and `finish` waits for what is left."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[object]] = set()

    def start(self, work: Coroutine[object, object, T]) -> asyncio.Task[T]:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._over)
        return task

    async def finish(self, within: float) -> None:
        """Waits so many seconds, then cancels: what is cut off here was stored before and comes again."""
        while self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=within)
            for task in late:
                task.cancel()
                log.warning("work was cut off by the stop", task=task.get_name())

    def _over(self, task: asyncio.Task[object]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log.error("work failed", exc_info=error)
