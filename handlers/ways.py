"""The ways on which a person is reached: an e-mail address given, a chat taken away. No rule asks for it."""

import json
import re
from datetime import datetime

from handlers.enrolment import enrol, forget
from handlers.press import Way
from storage.records import Contact
from storage.store import Transaction

EMAIL = "email"
AFTER_EVERY_CHAT = 9
LONGEST = 254
ADDRESS = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;]+")


def is_address(text: str) -> bool:
    return len(text) <= LONGEST and ADDRESS.fullmatch(text) is not None


async def reach_by_email(tx: Transaction, person: str, address: str, now: datetime) -> None:
    """The way that is left when their chats are closed. Raises NoSuchPerson."""
    await enrol(tx, person, EMAIL, address, address, now)
    contact = await tx.get(Contact, (person, EMAIL))
    assert contact is not None
    contact.preferred = AFTER_EVERY_CHAT
    await tx.save(contact)


async def ways_of(tx: Transaction, person: str) -> tuple[str, ...]:
    """The platforms on which a person is bound, the one that is tried first before the others."""
    bound = [c for c in await tx.find(Contact, person=person) if c.verified_at is not None]
    return tuple(c.platform for c in sorted(bound, key=lambda c: (c.preferred, c.platform)))


async def keep_way(tx: Transaction, by: str, way: Way, now: datetime) -> None:
    """The journal says that it changed and who changed it, and nothing of an address. Raises NoSuchPerson."""
    if way.address is not None:
        await reach_by_email(tx, way.person, way.address, now)
    elif (contact := await tx.get(Contact, (way.person, way.platform))) is not None:
        await forget(tx, contact)
    what = "taken" if way.address is None else "given"
    said = {"event": f"way.{what}", "by": by, "person": way.person, "platform": way.platform}
    await tx.journal(now, "way", json.dumps(said, separators=(",", ":")))
