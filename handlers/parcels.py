"""From a claimed message to what a courier can carry: worded now, with its buttons, to a place where the person is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from handlers.buttons import Offered
from handlers.folding import by_urgency
from handlers.mornings import admit
from handlers.need_to_know import Known
from handlers.offers import offers
from handlers.prompts import Choice, Prompt
from handlers.rulebook import Rulebook
from handlers.undo import answer_of
from handlers.wording import elsewhere, label_of, labels_of, line
from handlers.wording.language import ENGLISH, _, speaking
from handlers.wording.whole import HEADS, whole
from schedules.workdays import london_day
from storage.records import Contact, Directory, Duty, Item, Message, Preference, Trouble
from storage.store import Standing, Transaction

LEASE = timedelta(seconds=60)
HELD_UP = timedelta(seconds=5)
MISTAKES = (ValueError, TypeError, LookupError, AttributeError, AssertionError)
"""What a mistake of ours in wording or rendering one message raises: it must hold up no other."""
MOST_CHOICES = 8
CHECKED_FOR = timedelta(minutes=1)
"""How long what the rules found about who hears is taken as it was found."""
TOLD_WHO_ENTERED = ("refusal", "warning")
TOLD_AFTER = 8
"""Attempts without an answer after which the administrators hear and a person's other ways are tried in turn."""
UNDO = "Undo"
LESS = ("snooze", "acknowledge", "what_next", "story", "raise_concern")
"""Left out where a message holds several matters."""


class Parcel(NamedTuple):
    """One message ready to go, with its items. `ref` is what it is known by where it was sent before: then it is an edit."""

    message: int
    token: int
    person: str
    platform: str
    sender: str
    address: str | None
    prompt: Prompt
    urgent: bool
    ref: str | None
    at: datetime
    claimed_at: datetime
    items: tuple[Item, ...]


@dataclass(slots=True)
class Batch:
    """What one look into the outbox brought: how much, what of it can go, and what has nobody to go to."""

    claimed: int
    parcels: list[Parcel]
    stranded: list[Message]


async def prepare(
    tx: Transaction,
    now: datetime,
    limit: int,
    platforms: frozenset[str],
    rules: Rulebook,
    slow: frozenset[str] = frozenset(),
    one_way: frozenset[str] = frozenset(),
) -> Batch:
    """Claims what is due and readies it. What was met, moved or cancelled meanwhile is dropped; what is no hour for waits.

    So does what is for a platform that is `slow`: for a few seconds, unworded. What goes by one that is `one_way`, where nothing
    can be answered, says where it can be.
    """
    messages = await tx.claim(now, limit, LEASE)
    if not messages:
        return Batch(0, [], [])
    directory = await tx.directory()
    items = await _items(tx, messages)
    duties = await tx.standing({i.duty_id for i in _all(items) if i.duty_id is not None})
    people = {m.person for m in messages}
    bound = await _contacts(tx, {p for p in people if not directory.has_left(p, london_day(now))}, platforms)
    contacts = {person: [c for c in ways if c.blocked_at is None] for person, ways in bound.items()}
    languages = {w.person: w.language for w in await tx.find_in(Preference, "person", people)}
    batch, known = Batch(len(messages), [], []), Known(tx, london_day(now))
    go, _ = await admit(tx, messages, items, rules.rules(directory), now)
    for message in go:
        assert message.id is not None
        contact = _way(message, contacts)
        if contact is not None and contact.platform in slow:
            message.state, message.not_before = "waiting", now + HELD_UP
            await tx.save(message)
            continue
        try:
            standing = await _still_said(known, message, items.get(message.id, []), duties, directory, now)
            if not standing or (message.platform_ref is not None and not _is_where_it_was(message, contact)):
                message.state = "sent" if message.platform_ref else "dropped"
                await tx.save(message)
            elif contact is None:
                batch.stranded.append(message)
            else:
                where = [c for c in bound[message.person] if c.platform not in one_way] if contact.platform in one_way else None
                batch.parcels.append(await _parcel(tx, message, standing, duties, contact, where, languages, now))
        except MISTAKES as error:
            await _unworded(tx, message, error, now)
    return batch


async def _still_said(
    known: Known, message: Message, items: list[Item], duties: Mapping[int | None, Duty | Standing], directory: Directory, now: datetime
) -> list[Item]:
    """What of a message may go: what has not been settled since, and what the person still has a part in."""
    is_new = message.platform_ref is None
    standing = [i for i in items if stands(i, duties)] if is_new else items
    if directory.has_left(message.person, london_day(now)):  # it goes to the next one up
        return standing
    if is_new and not (message.group in HEADS or message.on_behalf_of or now - message.at >= CHECKED_FOR):
        return standing
    theirs = [i for i in standing if await _may_know(known, message.person, i, now)]
    if is_new and any(i.kind == "escalation" and i not in theirs for i in standing):
        why = "has no part any more in what waited to be told"
        await known.tx.save(Trouble(person=message.person, message=message.id, reason=why, at=now))
    return theirs


def _is_where_it_was(message: Message, contact: Contact | None) -> bool:
    """The chat of before is still the person's: an account that was theirs once sees nothing change."""
    return contact is not None and (None in (message.address, contact.address) or message.address == contact.address)


async def _unworded(tx: Transaction, message: Message, error: Exception, now: datetime) -> None:
    """A mistake of ours in one message, which must not hold up the others."""
    why = f"could not be worded: {type(error).__name__}"
    message.state, message.failure = "failed", why
    await tx.save(message)
    await tx.save(Trouble(person=message.person, message=message.id, reason=why, at=now))


async def _may_know(known: Known, person: str, item: Item, now: datetime) -> bool:
    """Whose role on the case has ended since hears no more of it; but what became of an entry, whoever made it."""
    if item.kind in TOLD_WHO_ENTERED or await known.may_hear(item.case, person):
        return True
    return item.answer is not None and await answer_of(known.tx, item, person, now) is not None


def _all(items: dict[int, list[Item]]) -> list[Item]:
    return [i for found in items.values() for i in found]


async def _items(tx: Transaction, messages: list[Message]) -> dict[int, list[Item]]:
    found: dict[int, list[Item]] = {}
    for item in await tx.find_in(Item, "message", [m.id for m in messages]):
        found.setdefault(item.message, []).append(item)
    return found


async def _contacts(tx: Transaction, people: set[str], platforms: frozenset[str]) -> dict[str, list[Contact]]:
    found: dict[str, list[Contact]] = {}
    for contact in sorted(await tx.find_in(Contact, "person", people), key=lambda c: c.preferred):
        if contact.verified_at is not None and contact.platform in platforms:
            found.setdefault(contact.person, []).append(contact)
    return found


def _way(message: Message, contacts: dict[str, list[Contact]]) -> Contact | None:
    """The way the message went before, else the first that is open; after long silence each in turn."""
    ways = contacts.get(message.person, [])
    if message.channel is not None:
        return next((c for c in ways if c.platform == message.channel), None)
    return ways[message.attempts % len(ways) if message.attempts >= TOLD_AFTER else 0] if ways else None


def stands(item: Item, duties: Mapping[int | None, Duty | Standing]) -> bool:
    """What was met, moved or cancelled since it was put in the outbox stays quiet."""
    if item.duty_id is None:
        return True
    duty = duties.get(item.duty_id)
    return duty is not None and duty.state == "open" and duty.generation == item.generation


async def _parcel(
    tx: Transaction,
    message: Message,
    items: list[Item],
    duties: Mapping[int | None, Duty | Standing],
    contact: Contact,
    answered_on: list[Contact] | None,
    languages: dict[str, str],
    now: datetime,
) -> Parcel:
    assert message.id is not None
    items = by_urgency(items, now) if message.group in HEADS else items
    with speaking(languages.get(message.person, ENGLISH)):
        text = whole(message, items, now)
        where = "" if answered_on is None else _elsewhere(answered_on)
        until = message.again_at
        choices = await choices_of(tx, message, items, duties, now, text)
    if message.again_at != until:
        await tx.save(message)
    return Parcel(
        message.id,
        message.token,
        message.person,
        contact.platform,
        contact.sender,
        message.address or contact.address,
        Prompt(text, choices=tuple(choices), elsewhere=where),
        message.urgent,
        message.platform_ref,
        message.at,
        now,
        tuple(items),
    )


def _elsewhere(chats: list[Contact]) -> str:
    return elsewhere((c.platform for c in chats if c.blocked_at is None), (c.platform for c in chats if c.blocked_at))


async def choices_of(
    tx: Transaction,
    message: Message,
    items: list[Item],
    duties: Mapping[int | None, Duty | Standing],
    now: datetime,
    text: str | None = None,
) -> list[Choice]:
    """A button for each offer of what can be read there; where a message tells of several cases, or two read the same, each names its own."""
    alive = [i for i in items if stands(i, duties) and (text is None or len(items) == 1 or _is_read(i, text, now))]
    found = [(item, offer) for item in alive for offer in offers(item) if offer.verb != "snooze" or _is_in_time(item, now)]
    several = False
    if len(alive) > 1:
        found = [(i, o) for i, o in found if o.verb not in LESS]
        found = list({(i.duty_id or -(i.id or 0), o.verb): (i, o) for i, o in reversed(found)}.values())[::-1]
        several = len({i.case or i.subject for i, _ in found}) > 1
    choices = [Choice(**kept) for item in items for kept in item.facts.get("choices", ())]
    found, offered = found[:MOST_CHOICES], Offered()
    labels = labels_of([(item, _(offer.label)) for item, offer in found], several=several)
    for (item, offer), label in zip(found, labels, strict=True):
        handle = offered.handle(offer.verb, item=item.id)
        choices.append(Choice(label[:60], handle, "primary" if offer.primary else "plain", opens=offer.opens))
    choices += await _undoings(tx, message, items, offered, now)
    await offered.keep(tx, message, now)
    return choices


def _is_read(item: Item, text: str, now: datetime) -> bool:
    """Stands in the message: what it had no room for is answered where it can be read, in /today."""
    said = line(item, now)
    return item.answer is not None or (said.removeprefix(f"{item.case} · ") if item.case else said) in text


def _is_in_time(item: Item, now: datetime) -> bool:
    """No reminder later than what is due: nobody is offered what would be refused."""
    return item.due_at is None or london_day(item.due_at) > london_day(now)


async def _undoings(tx: Transaction, message: Message, items: list[Item], offered: Offered, now: datetime) -> list[Choice]:
    """A button that takes back, for each answer of this person that still can be; it goes when its time is over."""
    choices: list[Choice] = []
    if message.again_at is not None:
        message.again_at = None
    for item in items:
        answered = await answer_of(tx, item, message.person, now) if item.answer is not None else None
        if answered is None:
            continue
        handle = offered.handle("undo", item=item.id, answered=answered.id)
        choices.append(Choice(label_of(item, _(UNDO)) if len(items) > 1 else _(UNDO), handle))
        message.again_at = min(message.again_at or answered.until, answered.until)
    return choices
