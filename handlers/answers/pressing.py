"""A press: who presses, where, whether it still stands, whether they may; then the form, or the events it comes to."""

from datetime import datetime

from handlers.answers.board import home_board
from handlers.answers.echoing import CONFIRM, ask_back, says
from handlers.answers.looking import LOOKS
from handlers.door import record
from handlers.events import BadEvent, Event, parse
from handlers.need_to_know import leads, may_see, may_see_week
from handlers.offers import LABELS, is_settled
from handlers.parcels import stands
from handlers.press import Echo, NotUnderstood, Press, Step, Wish
from handlers.promised import promised
from handlers.prompts import Form, Incoming, Prompt, Reply
from handlers.refusals import NotKnown, Refused
from handlers.rulebook import Rulebook
from handlers.undo import ASIDE, LASTS, can_be_taken_back, take_back
from handlers.verbs import VERBS
from handlers.wishes import keep_wish
from handlers.wording import hour_of, refused
from handlers.wording.language import _, worded
from schedules.workdays import london_day
from storage.files import casefile
from storage.records import (
    Allocation,
    Answered,
    Case,
    Casefile,
    Directory,
    Duty,
    Item,
    Message,
    StoredAction,
    Team,
)
from storage.remembering import Remembering
from storage.store import Transaction

NOT_YOURS = "That is not yours to answer."
TOO_LATE = "That has been settled or has moved on since. Nothing was changed."
ANSWERED = "You answered that already. Nothing was changed."
TOO_LATE_TO_UNDO = "Too late to take that back. Record what is right instead."
BUILT_ON = "More was recorded since, so that cannot be taken back. Record what is right instead."
TAKEN_BACK = "Taken back. It is as it was before."
NOBODY_TO_CHOOSE = "There is nobody to choose from. Ask an administrator to add people first."
DONE = "Done."
NOTED_THAT = "{what}: noted."
NOTED = ("acknowledge", "snooze")
MENUS = ("case_menu", "team_board", "meeting_asked", "staff_menu")
"""What is asked for from these is answered there, and more can be asked for."""
OF_A_TEAM = ("team_board", "supervision_list", "week_picture")
FOR_ADMINISTRATORS = ("left", "join", "form_team", "publish")
SENDING = ("send_someone", "deputy", "invite", "invite_any")


async def press(
    tx: Transaction,
    incoming: Incoming,
    person: str,
    rulebook: Rulebook,
    now: datetime,
    administrators: tuple[str, ...] = (),
) -> Reply:
    tx = memory = Remembering(tx)
    action = await tx.get(StoredAction, incoming.handle)
    if action is None or action.person != person:
        return Reply(toast=NOT_YOURS)
    item = await tx.get(Item, action.arguments["item"])
    message = await tx.get(Message, action.message)
    if item is None or message is None:
        return Reply(toast=TOO_LATE)
    if message.channel is not None and message.channel != incoming.platform:
        return Reply(toast=NOT_YOURS)
    if action.verb == "undo":
        answered = await tx.get(Answered, action.arguments["answered"])
        return await undo(tx, answered, message, rulebook, now)
    if is_settled(item) or action.used_at is not None:
        return Reply(toast=ANSWERED)
    if action.expires_at is not None and action.expires_at <= now:
        return Reply(toast=TOO_LATE)
    duty = await tx.get(Duty, item.duty_id) if item.duty_id is not None else None
    if not stands(item, {item.duty_id: duty} if duty else {}):
        await show_again(tx, {message.id}, now)
        return Reply(toast=TOO_LATE)
    file = await _file(tx, item)
    if file is not None and not may_see(file, person, london_day(now)):
        return Reply(toast=NOT_YOURS)
    meeting = file.meeting(item.subject) if file else None
    directory = await tx.directory()
    if item.words in OF_A_TEAM:
        team = _team(item, directory)
        allowed = may_see_week if item.words == "week_picture" else leads
        if team is None or not allowed(directory, person, team, london_day(now)):
            return Reply(toast=NOT_YOURS)
    confirmed = action.verb == CONFIRM
    verb = str(item.facts["verb"]) if confirmed else action.verb
    if verb in FOR_ADMINISTRATORS and person not in administrators:
        return Reply(toast=NOT_YOURS)
    given = Press(
        person,
        now,
        action.handle,
        item,
        duty,
        file,
        directory,
        rulebook,
        dict(item.facts["values"])
        if confirmed
        else incoming.values
        if incoming.kind == "submitted"
        else None,
        await _loads(tx) if verb in ("allocate", "send_someone", "transfer") else {},
        confirmed,
        busy=await promised(tx, meeting, rulebook.rules(directory)) if meeting and verb in SENDING else frozenset(),
    )
    if verb in LOOKS:
        return await LOOKS[verb](tx, given)
    try:
        step = _said_back(VERBS[verb](given), given, verb)
        match step:
            case Form() if lacks_options(step):
                return Reply(toast=_(NOBODY_TO_CHOOSE))
            case Form():
                return Reply(form=step)
            case Prompt():
                return Reply(say=(step,))
            case Echo():
                return await ask_back(tx, given, verb, step)
            case Wish():
                await keep_wish(tx, person, step, now)
                return await _answered(memory, action, verb, given, step.says)
        events = [_event(fields, person, now) for fields in step]
    except NotUnderstood as wrong:
        return Reply(errors=((wrong.name, wrong.sentence),)) if wrong.name else Reply(toast=wrong.sentence)
    except BadEvent:
        return Reply(toast=TOO_LATE)
    reply = await _record(memory, events, action, verb, given, rulebook)
    if message.state == "home":
        return Reply(toast=reply.toast, home=await home_board(tx, person, rulebook, now))
    return reply


def lacks_options(form: Form) -> bool:
    """Asks for a choice where there is nothing to choose: nobody could ever answer it."""
    return any(field.kind in ("one", "many") and not field.options and not field.optional for field in form.fields)


def _team(item: Item, directory: Directory) -> Team | None:
    """Whose board it is, or in whose supervision list it stands."""
    worker = directory.people.get(item.subject or "") if item.words == "supervision_list" else None
    return directory.teams.get((worker.team if worker else item.subject) or "")


def _said_back(step: Step, press: Press, verb: str) -> Step:
    """Dates and hours that were written in words are said back in full before they count."""
    if isinstance(step, list | Wish) and press.understood and not press.confirmed:
        said = step.says if isinstance(step, Wish) else says(verb, press)
        return Echo(said, {**(press.values or {}), **press.understood})
    return step


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
    tx: Remembering, events: list[Event], action: StoredAction, verb: str, given: Press, rulebook: Rulebook
) -> Reply:
    """Lets the events in by the one door. A refusal is said at once and leaves the button as it was."""
    for event in events:
        try:
            refusal = await record(tx, event, rulebook, tell_refusal=False)
        except (NotKnown, BadEvent):
            return Reply(toast=TOO_LATE)
        if isinstance(refusal, Refused):
            return Reply(toast=refused(refusal), delete=refusal.duty == "privacy")
    return await _answered(tx, action, verb, given, says(verb, given))


async def _answered(tx: Remembering, action: StoredAction, verb: str, given: Press, label: str) -> Reply:
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
    return Reply(toast=worded(NOTED_THAT, what=label) if verb in NOTED else DONE)


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
            changes=[c.packed() for c in changes],
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
