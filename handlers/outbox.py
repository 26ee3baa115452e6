"""Puts what must be said into the outbox: one message per person, family and minute, one item per thing said."""

from datetime import datetime, timedelta
from functools import lru_cache

from storage.records import Case, Item, Message
from storage.store import Transaction

NO_CASE = "-"
GRACE = timedelta(minutes=5)
"""What is said within this of its hour is on time."""


@lru_cache(maxsize=4096)
def minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def group_of(case: Case | None) -> str:
    """A family's cases are told together; a case without one is its own; what has no case groups by itself."""
    if case is None:
        return NO_CASE
    return f"family:{case.family}" if case.family else f"case:{case.id}"


async def put(tx: Transaction, person: str, group: str, now: datetime, items: list[Item], *, urgent: bool = False) -> None:
    """Adds items to the person's message of this minute, or begins it."""
    at = minute(now)
    said: set[tuple[object, ...]] = set()
    message = await tx.waiting_message(person, group, at)
    if message is None:
        message = Message(person=person, group=group, at=at, not_before=now, urgent=urgent)
    else:
        message.urgent = message.urgent or urgent
        said = {_said(i) for i in await tx.items(message.id or 0)}
    await tx.save(message)
    assert message.id is not None
    for item in items:
        if _said(item) not in said:
            item.message = message.id
            await tx.save(item)


def _said(item: Item) -> tuple[object, ...]:
    """What makes an item the same as another: a calendar notice is one for each duty it moves, a clash for each person."""
    about = (item.facts.get("duty"), item.facts.get("person"))
    return (item.duty_id, item.generation, item.rung, item.words, item.duty, item.case, item.subject, about)
