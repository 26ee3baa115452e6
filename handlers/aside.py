"""What fails by a mistake of ours in the outbox is left alone for a while: it stops no other, and it is not lost."""

from datetime import datetime, timedelta

from handlers.parcels import LEASE
from handlers.settling import Outcome
from storage.records import Trouble
from storage.store import Transaction

LEFT_ALONE = timedelta(minutes=5)


async def leave_one(tx: Transaction, outcome: Outcome, now: datetime) -> None:
    """What became of it cannot be noted: what was heard is not said again, the rest may have been and is said as a repeat."""
    message = await tx.held(outcome.parcel.message, outcome.parcel.token)
    if message is None:
        return
    why = f"{outcome.result}, and could not be noted"
    message.state, message.failure, message.not_before = "waiting", why, now + LEFT_ALONE
    if outcome.result == "sent":
        message.state, message.platform_ref = "failed", outcome.ref
    elif message.platform_ref is None:
        message.repeat = True
    await tx.save(message)
    await tx.save(Trouble(person=message.person, message=message.id, reason=why, at=now))


async def leave_next(tx: Transaction, now: datetime) -> None:
    """The next one could not even be readied."""
    for message in await tx.claim(now, 1, LEASE):
        message.state, message.not_before = "waiting", now + LEFT_ALONE
        await tx.save(message)
