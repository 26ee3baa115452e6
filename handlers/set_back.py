"""The machine's clock was set back: what was to go by the time of before goes now, and does not wait until it is that late again."""

from datetime import datetime

from handlers.parcels import LEASE
from handlers.settling import LONGEST_WAIT
from storage.records import Case, Duty, Message, RateBucket, Telling
from storage.store import Transaction


async def lived_until(tx: Transaction, now: datetime) -> datetime:
    """When something was last sent, if that lies further ahead than any wait between two messages; else `now`."""
    sent = [b.refilled_at for b in await tx.find(RateBucket) if ":" not in b.name]
    latest = max(sent, default=now)
    return latest if latest - now > LONGEST_WAIT else now


async def go_now(tx: Transaction, before: datetime, now: datetime) -> None:
    """What a rule says of a time that lies ahead again comes again at that time; nothing that was said is said anew."""
    for bucket in await tx.find(RateBucket):
        if bucket.refilled_at > now:
            await tx.delete(bucket)
    for message in await tx.find(Message, state="waiting"):
        if now < message.not_before <= before + LONGEST_WAIT:
            message.not_before = now
            await tx.save(message)
    for message in await tx.find(Message, state="claimed"):
        if message.lease_until is not None and message.lease_until > now + LEASE:
            message.lease_until = now + LEASE
            await tx.save(message)
    for telling in await tx.find(Telling, state="waiting"):
        if now < telling.at <= before:
            telling.at = now
            await tx.save(telling)
    for duty in await tx.find(Duty, state="open"):
        if duty.next_at is not None and now < duty.next_at <= before:
            duty.next_at = now
            await tx.save(duty)
    for case in await tx.find(Case):
        if case.look_at is not None and now < case.look_at <= before:
            case.look_at = now
            await tx.save(case)
