"""Each night a copy of the memory, and beside it the head of the journal: what proves later that nothing was changed."""

import asyncio
from pathlib import Path

import structlog

from bot.clock import Clock
from schedules.workdays import london_day
from storage.backup import back_up
from storage.sql import SqlStore

log = structlog.get_logger()
HEADS = "journal-heads.txt"


class Backups:
    def __init__(self, store: SqlStore, folder: Path, clock: Clock) -> None:
        self._store, self._folder, self._clock = store, folder, clock

    async def make(self) -> None:
        """Raises StoreError when there is none: the pulse tells the administrators."""
        now = self._clock.now()
        made = await asyncio.to_thread(back_up, self._store.url, self._folder, london_day(now))
        async with self._store.reading() as tx:
            head = await tx.journal_head()
        with (self._folder / HEADS).open("a", encoding="utf-8") as heads:
            heads.write(f"{now.isoformat(timespec='seconds')} {head}\n")
        log.info("the memory is copied", to=str(made), journal=head)
