"""Taking an answer back: for ten minutes it can be as if it had never been given, unless more was built on it since."""

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import cast

from handlers.lines import duty_line
from handlers.reconcile import reconcile
from handlers.rulebook import Rulebook
from handlers.wording import hour_of
from handlers.wording.language import worded
from storage.records import Answered, Buttons, Duty, Item, Message, StoredAction, Telling
from storage.remembering import Change, restore, stands
from storage.store import Transaction

LASTS = timedelta(minutes=10)
ASIDE = (Message, Answered, Buttons)
"""Rows that are no part of what was answered: they only carry it."""
FOLLOWS = (Duty, Telling, Item, StoredAction)
"""Rows that follow from records: they are put right by themselves, not compared."""
DERIVED = ("look_at", "sender_hash")
SPOKEN = ("spoken_to", "last_rung")


async def last_answer(tx: Transaction, person: str, now: datetime) -> Answered | None:
    """The newest answer of this person that can still be taken back."""
    found = [a for a in await tx.find(Answered, person=person) if can_be_taken_back(a, now)]
    return found[-1] if found else None


async def answer_of(tx: Transaction, item: Item, person: str, now: datetime) -> Answered | None:
    """The answer that this person gave to an item, while it can be taken back."""
    found = [
        a for a in await tx.find(Answered, item=item.id) if a.person == person and can_be_taken_back(a, now)
    ]
    return found[-1] if found else None


def can_be_taken_back(answered: Answered, now: datetime) -> bool:
    return answered.taken_back_at is None and answered.until > now


async def take_back(
    tx: Transaction, answered: Answered, rulebook: Rulebook, now: datetime
) -> set[int] | None:
    """Brings everything back to how it was; returns the messages that must be shown anew.

    None, and nothing is changed, where something has been recorded since that rests on the answer.
    """
    changes = [Change.unpacked(row) for row in json.loads(answered.changes)]
    for change in changes:
        if change.kind not in FOLLOWS and not await stands(tx, change, DERIVED):
            return None
        if change.kind is Duty and change.before is None and change.after is not None:
            opened = await tx.get(Duty, change.key[0])
            if opened is not None and opened.state == "met" and change.after["state"] == "open":
                return None  # what it made due has been done since
    for change in changes:
        if change.kind not in FOLLOWS:
            await restore(tx, change, DERIVED)
    messages = await _restore_items(tx, changes)
    messages |= await _take_back_tellings(tx, changes, answered, now)
    messages |= await _take_back_openings(tx, changes, answered, now)
    await _restore_duties(tx, changes, now)
    rules = rulebook.rules(await tx.directory())
    for scope in answered.scopes:
        await reconcile(tx, scope, rules, now)
    answered.taken_back_at, answered.changes = now, "[]"
    await tx.save(answered)
    said = {
        "event": "answer.taken_back",
        "by": answered.person,
        "verb": answered.verb,
        "answered": answered.id,
    }
    await tx.journal(now, "undo", json.dumps(said, separators=(",", ":")))
    return messages


async def let_go(tx: Transaction, now: datetime) -> None:
    """Forgets how things were before answers that can no longer be taken back."""
    for answered in list(await tx.find(Answered)):
        if answered.until <= now:
            await tx.delete(answered)


async def _restore_items(tx: Transaction, changes: list[Change]) -> set[int]:
    messages: set[int] = set()
    for change in changes:
        if change.kind is StoredAction and (change.after or {}).get("used_at"):
            await restore(tx, change)
        elif change.kind is Item and change.before is not None and change.after is not None:
            found = await restore(tx, change)
            if isinstance(found, Item):
                messages.add(found.message)
    return messages


async def _take_back_tellings(
    tx: Transaction, changes: list[Change], answered: Answered, now: datetime
) -> set[int]:
    """What waits for its hour is never said; what was said says now that it was taken back."""
    messages: set[int] = set()
    for change in changes:
        if change.kind is not Telling or change.before is not None:
            continue
        telling = await tx.get(Telling, change.key[0])
        if telling is not None and telling.state == "waiting":
            await tx.delete(telling)
        messages |= await _say_so(tx, await tx.find(Item, telling=change.key[0]), answered, now)
    return messages


async def _take_back_openings(tx: Transaction, changes: list[Change], answered: Answered, now: datetime) -> set[int]:
    """The same for what was said of duties that the answer opened: nobody is left with a button that leads nowhere."""
    messages: set[int] = set()
    for change in changes:
        if change.kind is Duty and change.before is None:
            messages |= await _say_so(tx, await tx.find(Item, duty_id=change.key[0]), answered, now)
    return messages


async def _say_so(tx: Transaction, items: Iterable[Item], answered: Answered, now: datetime) -> set[int]:
    messages: set[int] = set()
    for item in list(items):
        message = await tx.get(Message, item.message)
        if message is not None and message.state == "waiting" and message.platform_ref is None:
            await tx.delete(item)
            continue
        item.answer = worded("Taken back — {person}, {hour}", person=answered.person, hour=hour_of(now))
        await tx.save(item)
        messages.add(item.message)
    return messages


async def _restore_duties(tx: Transaction, changes: list[Change], now: datetime) -> None:
    """First those that the answer opened are ended, so that those it closed can stand open in their place."""
    duties = [c for c in changes if c.kind is Duty]
    for change in duties:
        if change.before is None:
            row = await tx.get(Duty, change.key[0])
            if row is not None and row.state == "open":
                row.state, row.closed_at, row.next_at = "ended", now, None
                await tx.save(row)
                await _note(tx, row, "ended", now)
    for change in duties:
        if change.before is None:
            continue
        row = await tx.get(Duty, change.key[0])
        await tx.open_duties(
            row.scope if row else ""
        )  # what was ended goes to the database before what takes its place
        was_open = row is not None and row.state == "open"
        spoken_since = (
            change.after is not None
            and row is not None
            and row.spoken_to != Duty.model_validate(change.after).spoken_to
        )
        back = cast("Duty", await restore(tx, change, SPOKEN if spoken_since else ()))
        if back.state == "open":
            await _note(tx, back, "moved" if was_open else "opened", now)


async def _note(tx: Transaction, row: Duty, state: str, now: datetime) -> None:
    if not row.watch:
        await tx.journal(now, "duty", duty_line(now, state, row))
