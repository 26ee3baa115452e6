"""Tells the administrators what could not be delivered: the bot's own silence must be heard by somebody."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from handlers.outbox import put
from storage.records import Contact, Item, Message, Trouble
from storage.store import Transaction

GROUP, DELIVERY = "troubles", "delivery"
NOTED_FOR = timedelta(hours=1)


async def note_hourly(tx: Transaction, reason: str, now: datetime) -> None:
    """Once an hour: what fails by a mistake of ours fails again and again."""
    if not any(abs(now - t.at) < NOTED_FOR for t in await tx.find(Trouble, reason=reason)):
        await tx.save(Trouble(reason=reason, at=now))


async def tell_administrators(tx: Transaction, administrators: Sequence[str], now: datetime) -> None:
    """One message for all that is new, once there is one of them to tell; it names people and reasons, never a case.

    At any hour where what did not arrive was urgent.
    """
    if not await _can_be_told(tx, administrators):
        return
    new = list(await tx.find(Trouble, seen_at=None))
    if not new:
        return
    lost = await tx.find_in(Message, "id", {t.message for t in new if t.message is not None})
    who = ", ".join(sorted({t.person for t in new if t.person})) or "the bot itself"
    reasons = ", ".join(sorted({t.reason for t in new}))[:120]
    for administrator in administrators:
        item = Item(
            message=0,
            kind="notice",
            duty=DELIVERY,
            words="not_delivered",
            facts={"count": str(len(new)), "who": who[:80], "reasons": reasons},
        )
        await put(tx, administrator, GROUP, now, [item], urgent=any(m.urgent for m in lost))
    for trouble in new:
        trouble.seen_at = now
        await tx.save(trouble)


async def _can_be_told(tx: Transaction, people: Sequence[str]) -> bool:
    return any(
        c.verified_at is not None and c.blocked_at is None for c in await tx.find_in(Contact, "person", people)
    )
