"""Reads the journal through: what its chain of keyed hashes says of it."""

from dataclasses import dataclass

from bot.settings import load_settings
from bot.store import store_of
from storage.chain import verify
from storage.records import JournalEntry
from storage.sql import SqlStore


@dataclass(frozen=True, slots=True)
class Found:
    stands: bool
    sentence: str


async def read_through(mark: str | None = None) -> Found:
    store = store_of(load_settings())
    try:
        return await found_in(store, mark)
    finally:
        await store.close()


async def found_in(store: SqlStore, mark: str | None = None) -> Found:
    """An end that was cut off shows only against a mark kept elsewhere: by the heartbeat's watcher, or beside a backup."""
    async with store.reading() as tx:
        entries = await tx.find(JournalEntry)
        head = await tx.journal_head()
    broken = verify(entries, store.keys.journal)
    if broken is not None:
        return Found(False, f"Entry {broken} of the journal is not as it was written, or one before it is gone or was put in.")
    if mark is not None and all(entry.chain != mark for entry in entries):
        return Found(False, "That mark is not in the journal: what was written up to it is gone.")
    return Found(True, f"{len(entries)} entries, each as it was written. The last one's mark: {head or 'none yet'}")
