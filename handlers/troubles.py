"""Tells the administrators what could not be delivered: the bot's own silence must be heard by somebody."""

from collections.abc import Iterable
from datetime import datetime

from handlers.outbox import put
from storage.records import Item, Trouble
from storage.store import Transaction

GROUP = "troubles"


async def tell_administrators(tx: Transaction, administrators: Iterable[str], now: datetime) -> None:
    """One message for all that is new; it names people and reasons, never a case."""
    new = list(await tx.find(Trouble, seen_at=None))
    if not new:
        return
    who = ", ".join(sorted({t.person for t in new if t.person})) or "the bot itself"
    reasons = ", ".join(sorted({t.reason for t in new}))[:120]
    for administrator in administrators:
        item = Item(
            message=0,
            kind="notice",
            duty="delivery",
            words="not_delivered",
            facts={"count": str(len(new)), "who": who[:80], "reasons": reasons},
        )
        await put(tx, administrator, GROUP, now, [item])
    for trouble in new:
        trouble.seen_at = now
        await tx.save(trouble)
