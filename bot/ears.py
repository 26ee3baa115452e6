"""Listens to the listening: a platform that brings nothing in any more is told of, for nobody who answers there is heard."""

import asyncio
from collections.abc import Mapping

import structlog

from bot.clock import Clock
from bot.platform import Platform
from storage.records import Trouble
from storage.store import Store

log = structlog.get_logger()
PATIENCE = 300.0
"""Seconds for which a lost connection is taken up again without anybody hearing of it."""


class Ears:
    """`deaf` are the platforms that have brought nothing in for longer than that."""

    def __init__(self, platforms: Mapping[str, Platform], store: Store, clock: Clock, patience: float = PATIENCE) -> None:
        self._platforms, self._store, self._clock, self._patience = platforms, store, clock, patience
        self._since: dict[str, float] = {}
        self.deaf: set[str] = set()

    async def listen(self) -> None:
        """Looks once at each platform; the administrators hear once of each that falls deaf."""
        now = asyncio.get_running_loop().time()
        for name, platform in self._platforms.items():
            if await platform.hears():
                self._since.pop(name, None)
                self.deaf.discard(name)
            elif now - self._since.setdefault(name, now) >= self._patience and name not in self.deaf:
                self.deaf.add(name)
                log.error("a platform brings nothing in any more", platform=name)
                async with self._store.writing() as tx:
                    reason = f"{name} brings nothing in any more: what people answer there is not heard"
                    await tx.save(Trouble(reason=reason, at=self._clock.now()))
