"""A press: who presses, where, whether it still stands, whether they may; then the form, or the events it comes to."""

from datetime import datetime

from handlers.door import record
from handlers.events import BadEvent, Event, parse
from handlers.need_to_know import may_see
from handlers.offers import LABELS
from handlers.parcels import stands
from handlers.press import NotUnderstood, Press
from handlers.prompts import Form, Incoming, Reply
from handlers.refusals import NotKnown, Refused
from handlers.rulebook import Rulebook
from handlers.verbs import VERBS
from handlers.wording import hour_of, refused
from schedules.workdays import london_day
from storage.files import casefile
from storage.records import Allocation, Case, Casefile, Duty, Item, Message, StoredAction
from storage.store import Transaction

NOT_YOURS = "That is not yours to answer."
TOO_LATE = "That has been settled or has moved on since. Nothing was changed."
ANSWERED = "You answered that already. Nothing was changed."
DONE = "Done."
STAYS_OPEN = ("acknowledge", "snooze")
"""Verbs after which the other buttons stay."""


async def press(tx: Transaction, incoming: Incoming, person: str, rulebook: Rulebook, now: datetime) -> Reply:
    action = await tx.get(StoredAction, incoming.handle)
    if action is None or action.person != person:
        return Reply(toast=NOT_YOURS)
    item = await tx.get(Item, action.arguments["item"])
    message = await tx.get(Message, action.message)
    if item is None or message is None:
        return Reply(toast=TOO_LATE)
    if message.channel is not None and message.channel != incoming.platform:
        return Reply(toast=NOT_YOURS)
    if item.answer is not None or action.used_at is not None:
        return Reply(toast=ANSWERED)
    if action.expires_at is not None and action.expires_at <= now:
        return Reply(toast=TOO_LATE)
    duty = await tx.get(Duty, item.duty_id) if item.duty_id is not None else None
    if not stands(item, {item.duty_id: duty} if duty else {}):
        await _edit(tx, {message.id}, now)
        return Reply(toast=TOO_LATE)
    file = await _file(tx, item)
    if file is not None and not may_see(file, person, london_day(now)):
        return Reply(toast=NOT_YOURS)
    rules = rulebook.rules(await tx.directory())
    given = Press(
        person,
        now,
        action.handle,
        item,
        duty,
        file,
        await tx.directory(),
        rules,
        incoming.values if incoming.kind == "submitted" else None,
        await _loads(tx) if action.verb in ("allocate", "send_someone") else {},
    )
    try:
        step = VERBS[action.verb](given)
        if isinstance(step, Form):
            return Reply(form=step)
        events = [_event(fields, person, now) for fields in step]
    except NotUnderstood as wrong:
        return Reply(errors=((wrong.name, wrong.sentence),)) if wrong.name else Reply(toast=wrong.sentence)
    return await _record(tx, events, action, item, person, rulebook, now)


async def _file(tx: Transaction, item: Item) -> Casefile | None:
    case = await tx.get(Case, item.case) if item.case else None
    return await casefile(tx, case) if case else None


async def _loads(tx: Transaction) -> dict[str, int]:
    """How many cases each worker holds."""
    found: dict[str, int] = {}
    for spell in await tx.find(Allocation, to_on=None):
        found[spell.worker] = found.get(spell.worker, 0) + 1
    return found


def _event(fields: dict[str, object], person: str, now: datetime) -> Event:
    return parse({"by": person, **fields, "at": now}, 0)


async def _record(
    tx: Transaction, events: list[Event], action: StoredAction, item: Item, person: str, rulebook: Rulebook, now: datetime
) -> Reply:
    """Lets the events in by the one door. A refusal is said at once and leaves the button as it was."""
    for event in events:
        try:
            refusal = await record(tx, event, rulebook, tell_refusal=False)
        except (NotKnown, BadEvent):
            return Reply(toast=TOO_LATE)
        if isinstance(refusal, Refused):
            return Reply(toast=refused(refusal), delete=refusal.duty == "privacy")
    if action.verb not in STAYS_OPEN:
        action.used_at, action.used_by = now, person
        await tx.save(action)
    label = LABELS[action.verb]
    if action.verb in STAYS_OPEN:
        return Reply(toast=f"{label} noted.")
    item.answer = f"{label} — {person}, {hour_of(now)}"
    await tx.save(item)
    await _edit(tx, await _messages_settled(tx, item, now), now)
    return Reply(toast=DONE)


async def _messages_settled(tx: Transaction, item: Item, now: datetime) -> set[int | None]:
    """Every message sent about the matter that has been settled, to whomever: they all show who answered what."""
    found: set[int | None] = {item.message}
    if item.duty_id is None:
        return found
    duty = await tx.get(Duty, item.duty_id)
    if duty is None or duty.state == "open":
        return found
    for other in await tx.find(Item, duty_id=item.duty_id):
        if other.answer is None:
            other.answer = item.answer
            await tx.save(other)
        found.add(other.message)
    return found


async def _edit(tx: Transaction, messages: set[int | None], now: datetime) -> None:
    """Puts messages that were sent back into the outbox, to be edited ahead of the rest."""
    for name in messages:
        message = await tx.get(Message, name)
        if message is not None and message.platform_ref is not None and message.state == "sent":
            message.state, message.not_before, message.urgent = "waiting", now, True
            await tx.save(message)
