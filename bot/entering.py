"""Enters a file of events into the authority's own memory."""

from pathlib import Path

from bot.settings import Settings
from bot.store import open_store
from handlers.door import record
from handlers.events import BadEvent, read
from handlers.refusals import NotKnown
from handlers.rulebook import Rulebook
from schedules.packs import load_pack


async def enter_file(settings: Settings, events: Path) -> int:
    """How many events were entered. Raises BadEvent, and keeps none of them, at the first that cannot be meant."""
    rulebook, store = Rulebook(load_pack(settings.policy)), await open_store(settings)
    count = 0
    try:
        with events.open("rb") as lines:
            async with store.writing() as tx:
                for number, event in read(lines):
                    try:
                        await record(tx, event, rulebook)
                    except NotKnown as unknown:
                        raise BadEvent(number, str(unknown)) from None
                    count += 1
    finally:
        await store.close()
    return count
