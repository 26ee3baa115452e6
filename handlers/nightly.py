"""Once a night every file is derived again from its records, so that whatever was lost heals by itself."""

from datetime import datetime

from handlers.reconcile import reconcile
from handlers.rulebook import Rulebook
from handlers.undo import let_go
from storage.records import Buttons, Case, StoredAction
from storage.store import Store

A_FEW = 500
"""Taken away in one transaction: nobody waits long behind it."""


async def every_file(store: Store) -> list[str]:
    async with store.reading() as tx:
        cases = [f"case:{c.id}" for c in await tx.find(Case) if c.closed_at is None]
        return cases + [f"person:{p}" for p in (await tx.directory()).people]


async def look_at(store: Store, rulebook: Rulebook, scope: str, now: datetime) -> None:
    async with store.writing() as tx:
        await reconcile(tx, scope, rulebook.rules(await tx.directory()), now)


async def forget_answers(store: Store, now: datetime) -> None:
    """What can no longer be taken back need not be remembered, nor what buttons stood for whose time is over."""
    async with store.writing() as tx:
        await let_go(tx, now)
    for kind in (Buttons, StoredAction):
        gone = A_FEW
        while gone == A_FEW:
            async with store.writing() as tx:
                gone = await tx.expire(kind, now, A_FEW)
