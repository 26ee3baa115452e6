"""Binding a chat to one named member of staff, once, by a code that only its hash remembers."""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from storage.records import Contact, EnrolmentCode, Person, Trouble
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
    who = await tx.get(Person, person)
    if who is None or who.left_on is not None:
        raise NoSuchPerson(f"Nobody called {person!r} works here: enter person.joined first.")
    for old in await tx.find(EnrolmentCode, person=person):
        if old.used_at is None:
            old.used_at = now
            await tx.save(old)
    code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    await tx.save(EnrolmentCode(code_hash=_hash(code), person=person, expires_at=now + LASTS))
    return f"{code[:5]}-{code[5:]}"


async def bind(tx: Transaction, code: str, platform: str, sender: str, chat: str, now: datetime) -> str | None:
    """Binds this sender to the person the code was made for; None when the code is not, or no longer, good."""
    row = await tx.get(EnrolmentCode, _hash(code))
    if row is None or row.used_at is not None or row.expires_at <= now:
        return None
    taken = [c for c in await tx.find(Contact, sender=sender) if c.platform == platform and c.person != row.person]
    if taken:
        return None
    row.used_at = now
    await tx.save(row)
    await enrol(tx, row.person, platform, sender, chat, now)
    return row.person


async def enrol(tx: Transaction, person: str, platform: str, sender: str, chat: str, now: datetime) -> None:
    contact = await tx.get(Contact, (person, platform)) or Contact(person=person, platform=platform, sender=sender)
    contact.sender, contact.address, contact.verified_at, contact.blocked_at = sender, chat, now, None
    await tx.save(contact)


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
        contact.blocked_at = None
        await tx.save(contact)


async def whose(tx: Transaction, platform: str, sender: str) -> str | None:
    """The member of staff behind a sender; None for a stranger or for who has left."""
    for contact in await tx.find(Contact, sender=sender):
        if contact.platform == platform and contact.verified_at is not None:
            who = await tx.get(Person, contact.person)
            if who is not None and who.left_on is None:
                return contact.person
    return None
