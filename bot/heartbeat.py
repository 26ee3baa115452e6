"""Tells a watcher outside, every minute, that the pulse beats, and with what head the journal stands."""

import httpx
import structlog

from bot.clock import Clock
from bot.ears import Ears
from bot.pulse import Pulse
from storage.sql import SqlStore

log = structlog.get_logger()
PATIENCE = 10.0
QUIET_FOR = 60.0
"""Seconds without a beat after which nothing is sent: the watcher outside must notice."""


class Heartbeat:
    """The watcher raises the alarm when it hears nothing; so silence, not a message, is what says that we are ill."""

    def __init__(self, url: str, store: SqlStore, pulse: Pulse, clock: Clock, ears: Ears) -> None:
        self._url, self._store, self._pulse, self._clock, self._ears = url, store, pulse, clock, ears

    async def send(self) -> None:
        beaten = self._pulse.beaten_at
        if beaten is None or (self._clock.now() - beaten).total_seconds() > QUIET_FOR or self._ears.deaf:
            return
        async with self._store.reading() as tx:
            head = await tx.journal_head()
        try:
            async with httpx.AsyncClient(timeout=PATIENCE) as client:
                answer = await client.post(self._url, json={"beaten_at": beaten.isoformat(), "journal": head})
                answer.raise_for_status()
        except httpx.HTTPError as error:
            log.warning("the heartbeat was not heard", why=type(error).__name__)
