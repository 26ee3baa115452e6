"""Once a night every file is derived again from its records, so that whatever was lost heals by itself."""

from datetime import datetime

from handlers.reconcile import reconcile
from handlers.rulebook import Rulebook
from storage.records import Case
from storage.store import Store


async def look_at_everything(store: Store, rulebook: Rulebook, now: datetime) -> None:
    """One short transaction a file, so that nobody waits long."""
    async with store.reading() as tx:
        scopes = [f"case:{c.id}" for c in await tx.find(Case) if c.closed_at is None]
        scopes += [f"person:{p}" for p in (await tx.directory()).people]
    for scope in scopes:
        async with store.writing() as tx:
            await reconcile(tx, scope, rulebook.rules(await tx.directory()), now)
