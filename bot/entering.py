"""Enters a file of events into the authority's own memory."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from bot.settings import Settings
from bot.store import open_store
from handlers.door import record
from handlers.events import BadEvent, read
from handlers.refusals import NotKnown
from handlers.rulebook import Rulebook
from handlers.told import take_as_told
from schedules.packs import load_pack
from storage.store import Store


async def enter_file(settings: Settings, events: Path, told_until: datetime | None = None) -> int:
    """How many events were entered. Raises BadEvent, and keeps none of them, at the first that cannot be meant."""
    rulebook, store = Rulebook(load_pack(settings.policy)), await open_store(settings)
    try:
        with events.open("rb") as lines:
            return await enter(store, rulebook, lines, told_until)
    finally:
        await store.close()


async def enter(store: Store, rulebook: Rulebook, lines: Iterable[bytes], told_until: datetime | None = None) -> int:
    """With `told_until`, nobody hears of what lies before it: neither of rungs passed nor of what was news then."""
    count = 0
    async with store.writing() as tx:
        for number, event in read(lines):
            try:
                await record(tx, event, rulebook)
            except NotKnown as unknown:
                raise BadEvent(number, str(unknown)) from None
            count += 1
        if told_until is not None:
            await take_as_told(tx, rulebook.rules(await tx.directory()), told_until)
    return count
