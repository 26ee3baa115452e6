"""Binding a chat to one named member of staff, once, by a code that only its hash remembers."""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from schedules.workdays import london_day
from storage.records import Contact, EnrolmentCode, Hearing, Trouble
from storage.store import Transaction

LASTS = timedelta(hours=48)
ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
LENGTH = 10


class NoSuchPerson(Exception):
    """Nobody of that name works here; one sentence."""


def _hash(code: str) -> str:
    return sha256(code.strip().upper().replace("-", "").encode()).hexdigest()


async def mint(tx: Transaction, person: str, now: datetime) -> str:
    """A new code for this person, good once and for two days; earlier ones lapse. Raises NoSuchPerson."""
    await _must_work_here(tx, person, now)
    for old in await tx.find(EnrolmentCode, person=person):
        if old.used_at is None:
            old.used_at = now
            await tx.save(old)
    code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    await tx.save(EnrolmentCode(code_hash=_hash(code), person=person, expires_at=now + LASTS))
    return f"{code[:5]}-{code[5:]}"


async def bind(tx: Transaction, code: str, platform: str, sender: str, chat: str, now: datetime) -> str | None:
    """Binds this sender to the person the code was made for; None when the code is not, or no longer, good.

    The account that was theirs before is a stranger's from now on, and the administrators hear of the change.
    """
    row = await tx.get(EnrolmentCode, _hash(code))
    if row is None or row.used_at is not None or row.expires_at <= now or not await works_here(tx, row.person, now):
        return None
    for other in await tx.find(Contact, sender=sender):
        if other.platform == platform and other.person != row.person and other.verified_at is not None:
            if await works_here(tx, other.person, now):
                return None
            await forget(tx, other)
    row.used_at = now
    await tx.save(row)
    before = await tx.get(Contact, (row.person, platform))
    if before is not None and before.verified_at is not None and before.sender != sender:
        await tx.save(Trouble(person=row.person, reason=f"writes from another {platform} account now, by a new code", at=now))
    await enrol(tx, row.person, platform, sender, chat, now)
    return row.person


async def enrol(tx: Transaction, person: str, platform: str, sender: str, chat: str, now: datetime) -> None:
    """Raises NoSuchPerson."""
    await _must_work_here(tx, person, now)
    await _begin_to_count(tx, person)
    contact = await tx.get(Contact, (person, platform)) or Contact(person=person, platform=platform, sender=sender)
    contact.sender, contact.address, contact.verified_at, contact.blocked_at = sender, chat, now, None
    await tx.save(contact)


async def forget(tx: Transaction, contact: Contact) -> None:
    """From now on whoever writes from there is a stranger."""
    contact.verified_at = None
    await tx.save(contact)


async def works_here(tx: Transaction, person: str, now: datetime) -> bool:
    """Neither left nor past the end of their contract."""
    return not (await tx.directory()).has_left(person, london_day(now))


async def _must_work_here(tx: Transaction, person: str, now: datetime) -> None:
    if not await works_here(tx, person, now):
        raise NoSuchPerson(f"Nobody called {person!r} works here: enter person.joined first.")


async def lost(tx: Transaction, platform: str, sender: str, now: datetime) -> None:
    """This sender has shut us out: from now on their person is reached some other way."""
    for contact in await tx.find(Contact, sender=sender):
        if contact.platform == platform and contact.verified_at is not None and contact.blocked_at is None:
            contact.blocked_at = now
            await tx.save(contact)
            await tx.save(Trouble(person=contact.person, reason=f"has blocked the bot on {platform}", at=now))


async def back(tx: Transaction, person: str, platform: str) -> None:
    """Whoever speaks to us can be reached again."""
    contact = await tx.get(Contact, (person, platform))
    if contact is not None and contact.blocked_at is not None:
        await _begin_to_count(tx, person)
        contact.blocked_at = None
        await tx.save(contact)


async def _begin_to_count(tx: Transaction, person: str) -> None:
    """What was said while nothing could reach them was not heard, and is none of the few of a day."""
    reached = any(c.verified_at is not None and c.blocked_at is None for c in await tx.find(Contact, person=person))
    count = await tx.get(Hearing, person)
    if count is not None and not reached:
        count.routine = 0
        await tx.save(count)


async def whose(tx: Transaction, platform: str, sender: str, now: datetime) -> str | None:
    """The member of staff behind a sender; None for a stranger, and for who has left or is past their contract."""
    for contact in await tx.find(Contact, sender=sender):
        if contact.platform == platform and contact.verified_at is not None and await works_here(tx, contact.person, now):
            return contact.person
    return None
