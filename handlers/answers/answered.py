"""What an answer leaves: it is shown wherever the matter stands, kept for as long as it can be taken back, and taken back."""

import json
from datetime import datetime

from handlers.answers.board import home_board
from handlers.offers import LABELS, is_settled
from handlers.press import Press
from handlers.prompts import Reply
from handlers.rulebook import Rulebook
from handlers.undo import ASIDE, LASTS, can_be_taken_back, take_back
from handlers.wording import hour_of
from handlers.wording.language import _, worded
from storage.records import Answered, Duty, Item, Message, StoredAction
from storage.remembering import Remembering
from storage.store import Transaction

TOO_LATE_TO_UNDO = "Too late to take that back. Record what is right instead."
BUILT_ON = "More was recorded since, so that cannot be taken back. Record what is right instead."
TAKEN_BACK = "Taken back. It is as it was before."
DONE = "Done."
NOTED_THAT = "{what}: noted."
NOTED = ("acknowledge", "snooze")
MENUS = ("case_menu", "team_board", "meeting_asked", "staff_menu", "person_asked")
"""What is asked for from these is answered there, and more can be asked for."""


async def show_answered(tx: Remembering, action: StoredAction, verb: str, given: Press, label: str) -> Reply:
    """What was answered shows it, everywhere, and can be taken back."""
    item, person, now = given.item, given.person, given.now
    if verb in NOTED:
        label = _(LABELS[verb]) if verb == "acknowledge" else label
    else:
        action.used_at, action.used_by = now, person
        await tx.save(action)
    messages = await _settle(tx, item, verb, f"{label} — {person}, {hour_of(now)}")
    await _keep(tx, verb, given)
    await show_again(tx, messages, now)
    return Reply(toast=worded(NOTED_THAT, what=label) if verb in NOTED else DONE, shown=True)


async def _settle(tx: Transaction, item: Item, verb: str, answer: str) -> set[int | None]:
    """Marks what was answered, in every message sent about the matter, to whomever: they all show who answered what."""
    duty = await tx.get(Duty, item.duty_id) if item.duty_id is not None else None
    is_open = duty is not None and duty.state == "open" and duty.generation == item.generation
    answered = [item]
    if (asked := item.facts.get("of_item")) is not None and (origin := await tx.get(Item, asked)) is not None:
        answered.append(origin)
    for one in answered:
        one.answer = answer
        if one.words in MENUS or (is_open and one.words != "confirm"):
            one.facts = {**one.facts, "still": verb}
        await tx.save(one)
    found: set[int | None] = {one.message for one in answered}
    if duty is None or duty.state == "open":
        return found
    for other in await tx.find(Item, duty_id=item.duty_id):
        if not is_settled(other):
            other.answer = answer
            await tx.save(other)
        found.add(other.message)
    return found


async def _keep(tx: Remembering, verb: str, given: Press) -> None:
    """Keeps what the answer changed for as long as it can be taken back."""
    changes = [c for c in tx.changes() if c.kind not in ASIDE]
    rows = [row for c in changes for row in (c.before, c.after) if row]
    scopes = [row["scope"] for row in rows if "scope" in row] + [
        f"case:{row['case']}" for row in rows if row.get("case")
    ]
    assert given.item.id is not None
    await tx.save(
        Answered(
            person=given.person,
            item=given.item.id,
            verb=verb,
            at=given.now,
            until=given.now + LASTS,
            changes=json.dumps([c.packed() for c in changes]),
            scopes=list(dict.fromkeys(scopes)),
        )
    )


async def undo(
    tx: Transaction, answered: Answered | None, message: Message | None, rulebook: Rulebook, now: datetime
) -> Reply:
    """Takes an answer back; on the home board the board itself is shown anew."""
    if answered is None or not can_be_taken_back(answered, now):
        if message is not None:
            await show_again(tx, {message.id}, now)
        return Reply(toast=TOO_LATE_TO_UNDO)
    messages = await take_back(tx, answered, rulebook, now)
    if messages is None:
        return Reply(toast=BUILT_ON)
    await show_again(tx, {*messages}, now)
    if message is not None and message.state == "home":
        return Reply(toast=TAKEN_BACK, home=await home_board(tx, answered.person, rulebook, now))
    return Reply(toast=TAKEN_BACK)


async def show_again(tx: Transaction, messages: set[int | None], now: datetime) -> None:
    """Puts messages that were sent, or held back until there is something to show, into the outbox ahead of the rest.

    One that is on its way at this moment goes again as soon as it has arrived.
    """
    for name in messages:
        message = await tx.get(Message, name) if name else None
        if message is None:
            continue
        if message.state == "claimed":
            message.again_at = now
            await tx.save(message)
        sent = message.platform_ref is not None and message.state in ("sent", "waiting")
        if sent or message.state == "held":
            message.state, message.not_before, message.urgent = "waiting", now, True
            await tx.save(message)
