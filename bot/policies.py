"""What `dutybell policy explain` and `switch` work on: a file of events played to a moment, or the authority's own memory."""

from datetime import datetime
from pathlib import Path

from bot.clock import RealClock
from bot.settings import load_settings
from bot.store import open_store
from handlers.events import read
from handlers.explaining import explained
from handlers.rehearsal import Rehearsal
from handlers.rulebook import Rulebook
from handlers.switching import Switched, switch, try_switch
from schedules.packs import load_pack


async def explain_from_file(events: Path, policy: str, duty: str, about: str, at: datetime | None) -> list[str]:
    """As things stood at `at`, without it at the last event. Raises BadEvent and NothingOpen."""
    rehearsal = Rehearsal(load_pack(policy), lambda line: None)
    with events.open("rb") as lines:
        for number, event in read(lines):
            if at is not None and event.at > at:
                break
            await rehearsal.take(number, event)
    now = at or rehearsal.last
    if now is None:
        return []
    await rehearsal.finish(now)
    async with rehearsal.store.reading() as tx:
        return await explained(tx, rehearsal.rulebook, duty, about, now)


async def explain_from_memory(policy: str | None, duty: str, about: str, at: datetime | None) -> list[str]:
    """As things stand in the authority's own memory, under its own pack or another. Raises NothingOpen."""
    settings = load_settings()
    store = await open_store(settings)
    try:
        async with store.reading() as tx:
            rulebook = Rulebook(load_pack(policy or settings.policy))
            return await explained(tx, rulebook, duty, about, at or RealClock().now())
    finally:
        await store.close()


async def switch_memory(pack: str, *, dry_run: bool) -> tuple[str, Switched]:
    """The pack in force until now, and what another one changes; with `dry_run` nothing is kept."""
    settings = load_settings()
    before, after = Rulebook(load_pack(settings.policy)), Rulebook(load_pack(pack))
    store, now = await open_store(settings), RealClock().now()
    try:
        if dry_run:
            return settings.policy, await try_switch(store, before, after, now)
        async with store.writing() as tx:
            return settings.policy, await switch(tx, before, after, now)
    finally:
        await store.close()
