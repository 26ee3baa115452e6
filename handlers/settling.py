"""What became of a message that a courier carried: sent, later, never, or unknown."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from handlers.lines import message_line
from handlers.mornings import LISTED
from handlers.parcels import TOLD_AFTER, Parcel
from handlers.troubles import DELIVERY
from schedules.people import Line
from schedules.workdays import london_day
from storage.files import casefile
from storage.records import Case, Contact, Item, Message, Trouble
from storage.store import Gone, Transaction

GIVE_UP_AFTER = 24
"""Attempts without an answer, about an hour and a half, after which the next one up hears instead."""
LONGEST_WAIT = timedelta(minutes=5)
DOUBLINGS = 9
EVERYWHERE, HERE = "cannot be reached", "takes nothing for a chat"
"""Why a message must come later: the whole platform takes none, or one chat does not. Without a reason it waits its turn."""


class Outcome(NamedTuple):
    """`ref` of what was sent; `wait` in seconds of what must come later; `reason` of what will never arrive."""

    parcel: Parcel
    result: Literal["sent", "later", "never", "unknown"]
    ref: str | None = None
    address: str | None = None
    wait: float = 0
    reason: str = ""
    revoked: bool = False
    refused: bool = False


async def settle(tx: Transaction, outcomes: Iterable[Outcome], now: datetime) -> None:
    """Notes each outcome. One whose lease was lost to another courier is left to that one."""
    carried = list(outcomes)
    plain = await tx.sent([_gone(o) for o in carried if o.result == "sent"], now)
    rest = [o for o in carried if o.parcel.message not in plain]
    _known = await tx.find_in(Message, "id", [o.parcel.message for o in rest])  # kept while held() asks for each
    for outcome in carried:
        if outcome.parcel.message in plain:
            await _journal(tx, outcome, now)
            continue
        message = await tx.held(outcome.parcel.message, outcome.parcel.token)
        if message is None:
            continue
        match outcome.result:
            case "sent":
                await _sent_for_now(tx, message, message.again_at or now, outcome, now)
            case "later":
                await _later(tx, message, outcome, now)
            case "unknown":
                await _unknown(tx, message, outcome, now)
            case "never":
                await _never(tx, message, outcome, now)


def _gone(outcome: Outcome) -> Gone:
    parcel = outcome.parcel
    return Gone(
        parcel.message,
        parcel.token,
        parcel.platform,
        outcome.ref or parcel.ref,
        outcome.address or parcel.address,
        parcel.prompt.text,
    )


async def _sent_for_now(tx: Transaction, message: Message, again_at: datetime, outcome: Outcome, now: datetime) -> None:
    """What is on it changes then by itself, or has changed while it was on its way."""
    gone = _gone(outcome)
    message.state, message.not_before, message.sent_at = "waiting", again_at, now
    message.channel, message.platform_ref, message.address, message.text = gone.channel, gone.ref, gone.address, gone.text
    await tx.save(message)
    await _journal(tx, outcome, now)


async def _journal(tx: Transaction, outcome: Outcome, now: datetime) -> None:
    """What was said, once; an edit says nothing new."""
    parcel = outcome.parcel
    if parcel.ref is None:
        await tx.journal(now, "message", message_line(now, parcel.person, parcel.items, parcel.prompt.text))


async def _later(tx: Transaction, message: Message, outcome: Outcome, now: datetime) -> None:
    """A chat that is shut for long is as good as closed: another way is tried meanwhile, and the administrators hear."""
    platform, wait = outcome.parcel.platform, timedelta(seconds=outcome.wait)
    message.state, message.not_before = "waiting", now + wait
    if outcome.reason == HERE and wait > LONGEST_WAIT:
        message.attempts, message.not_before = max(message.attempts, TOLD_AFTER - 1), now
    if outcome.reason in (EVERYWHERE, HERE):
        await _in_vain(tx, message, f"{platform} {outcome.reason}", now)
    if outcome.reason == HERE and wait > LONGEST_WAIT:
        message.attempts += 1  # so that it is the turn of the next way
    await tx.save(message)


async def _unknown(tx: Transaction, message: Message, outcome: Outcome, now: datetime) -> None:
    """It may have arrived: it is said again, marked as a repeat, since silence is worse than a double."""
    await _in_vain(tx, message, outcome.reason, now)
    message.state, message.repeat = "waiting", message.platform_ref is None
    message.not_before = now + min(LONGEST_WAIT, timedelta(seconds=2 ** min(message.attempts, DOUBLINGS)))
    await tx.save(message)
    if message.platform_ref is not None and message.attempts >= TOLD_AFTER:
        await _never(tx, message, outcome, now)
    elif message.attempts >= GIVE_UP_AFTER:
        await strand(tx, message, now, outcome.reason)


async def _in_vain(tx: Transaction, message: Message, why: str, now: datetime) -> None:
    """That a platform is silent is no fault of the person's: their chat stays open, and the administrators hear once."""
    message.attempts += 1
    if message.attempts == TOLD_AFTER:
        await tx.save(Trouble(person=message.person, message=message.id, reason=why, at=now))


async def _never(tx: Transaction, message: Message, outcome: Outcome, now: datetime) -> None:
    """The next channel of the person, then the next one up; the administrators see it either way."""
    if message.platform_ref is not None:
        message.state, message.failure = "sent", f"not edited: {outcome.reason}"
        await tx.save(message)
        return
    if outcome.refused:
        await strand(tx, message, now, outcome.reason)
        return
    if outcome.revoked:
        await _revoked(tx, message, outcome, now)
        return
    contact = await tx.get(Contact, (message.person, outcome.parcel.platform))
    if contact is not None and contact.blocked_at is None:
        contact.blocked_at = now
        await tx.save(contact)
    await tx.save(Trouble(person=message.person, message=message.id, reason=outcome.reason, at=now))
    message.state, message.not_before, message.attempts = "waiting", now, 0
    await tx.save(message)


async def _revoked(tx: Transaction, message: Message, outcome: Outcome, now: datetime) -> None:
    """The bot's own token is dead there: another way is tried at once, the same one now and then; told once."""
    if message.failure is None:
        await tx.save(Trouble(person=message.person, message=message.id, reason=outcome.reason, at=now))
    wait = LONGEST_WAIT if message.failure else timedelta()
    message.attempts = max(message.attempts, TOLD_AFTER) + 1
    message.state, message.not_before, message.failure = "waiting", now + wait, outcome.reason
    await tx.save(message)


async def strand(tx: Transaction, message: Message, now: datetime, why: str = "cannot be reached") -> None:
    """Nobody can be reached there: the next one up hears instead, and the administrators see it."""
    assert message.id is not None
    items = [i for i in await tx.items(message.id) if LISTED not in i.facts]
    message.state, message.failure = "failed", "no way to this person"
    await tx.save(message)
    if not items or all(item.duty == DELIVERY for item in items):  # of what did not arrive, else for ever
        return
    await tx.save(Trouble(person=message.person, message=message.id, reason=why, at=now))
    higher: dict[str, list[Item]] = {}
    for item in items:  # what belongs to one case is no matter of the line of another
        up = await _next_up(tx, message, item, now) if item.duty != "reply" else None
        if up is not None:
            higher.setdefault(up, []).append(item)
    for up, theirs in higher.items():
        await _instead(tx, message, up, theirs, now)


async def _instead(tx: Transaction, message: Message, up: str, items: list[Item], now: datetime) -> None:
    again = Message(
        person=up,
        group=f"for:{message.id}",
        at=message.at,
        not_before=now,
        urgent=message.urgent,
        on_behalf_of=message.on_behalf_of or message.person,
        tried=[*message.tried, message.person],
    )
    await tx.save(again)
    assert again.id is not None
    for item in items:
        await tx.save(Item(**item.model_dump(exclude={"id", "message"}), message=again.id))


async def _next_up(tx: Transaction, message: Message, item: Item, now: datetime) -> str | None:
    """The next one up who has not been tried for this message already."""
    case = await tx.get(Case, item.case) if item.case else None
    file = await casefile(tx, case) if case else None
    line = Line(await tx.directory(), file, london_day(now), (message.person,))
    up = line.hears(line.next_up(message.person))
    return up if up not in (message.person, *message.tried) else None
