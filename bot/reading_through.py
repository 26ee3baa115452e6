"""Reads the journal through: what its chain of keyed hashes says of it."""

from dataclasses import dataclass

from bot.settings import load_settings
from bot.store import store_of
from storage.chain import verify
from storage.records import JournalEntry


@dataclass(frozen=True, slots=True)
class Found:
    stands: bool
    sentence: str


async def read_through() -> Found:
    """An end that was cut off shows only in the head, beside the one that the heartbeat's watcher keeps."""
    store = store_of(load_settings())
    try:
        async with store.reading() as tx:
            entries = await tx.find(JournalEntry)
            head = await tx.journal_head()
    finally:
        await store.close()
    broken = verify(entries, store.keys.journal)
    if broken is not None:
        return Found(False, f"Entry {broken} of the journal is not as it was written, or one before it is gone or was put in.")
    return Found(True, f"{len(entries)} entries, each as it was written. The last one's mark: {head or 'none yet'}")
