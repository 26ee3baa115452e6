"""Lets a caller wait for something to become true without polling the clock."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class Changes:
    """Counts every change; whoever waits looks again after each."""

    def __init__(self) -> None:
        self.version = 0
        self._waiting: set[asyncio.Future[None]] = set()

    def note(self) -> int:
        self.version += 1
        for future in self._waiting:
            if not future.done():
                future.set_result(None)
        return self.version

    async def next(self) -> None:
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.add(future)
        try:
            await future
        finally:
            self._waiting.discard(future)

    async def until(self, holds: Callable[[], T], within: float = 5.0) -> T:
        """The first truthy answer of `holds`; TimeoutError after `within` seconds."""
        async with asyncio.timeout(within):
            while not (value := holds()):
                await self.next()
        return value
