"""A house that is stopped while its very first beat is under way ends as quietly as any other."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.pulse import Pulse
from storage.sql import SqlStore
from storage.transaction import SqlTransaction
from tests.databases import DATA_KEY
from tests.faults.desk import Desk


class Asked(SqlStore):
    """Lets know when it is first read, and gives the word to others before it answers."""

    def __init__(self, url: str) -> None:
        super().__init__(url, DATA_KEY)
        self.read = asyncio.Event()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[SqlTransaction]:
        self.read.set()
        async with super().reading() as tx:
            yield tx


async def test_a_stop_in_the_very_first_beat_waits_for_it_and_is_no_error(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    store = Asked(desk.store.url)
    pulse = Pulse(store, desk.rulebook, desk.clock, lambda: None)
    pulse.start()
    await store.read.wait()
    await pulse.stop()
    await store.close()
    assert pulse.beaten_at is not None
    assert [r.getMessage() for r in caplog.records if r.levelno >= logging.ERROR] == []


async def test_a_stop_before_the_first_beat_is_no_error(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    pulse = Pulse(desk.store, desk.rulebook, desk.clock, lambda: None)
    pulse.start()
    await pulse.stop()
    assert [r.getMessage() for r in caplog.records if r.levelno >= logging.ERROR] == []
