"""A press: who presses, where, whether it still stands, whether they may; then the form, or the events it comes to."""

from datetime import date, datetime

from handlers.answers.answered import show_again, show_answered, undo
from handlers.answers.board import home_board
from handlers.answers.echoing import CONFIRM, ask_back, filled_again, says
from handlers.answers.looking import LOOKS
from handlers.buttons import is_past, meant_by
from handlers.door import record
from handlers.enrolment import NoSuchPerson
from handlers.events import BadEvent, Event, parse
from handlers.need_to_know import leads, may_see, may_see_week
from handlers.offers import is_settled
from handlers.parcels import stands
from handlers.press import Echo, NotUnderstood, Press, Step, Way, Wish
from handlers.promised import promised
from handlers.prompts import Form, Incoming, Prompt, Reply
from handlers.refusals import NotKnown, Refused
from handlers.rulebook import Rulebook
from handlers.verbs import VERBS
from handlers.ways import keep_way, ways_of
from handlers.wishes import keep_wish
from handlers.wording import refused
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
NOBODY_TO_CHOOSE = "There is nobody to choose from. Ask an administrator to add people first."
OF_A_TEAM = ("team_board", "supervision_list", "week_picture")
FOR_ADMINISTRATORS = ("left", "join", "form_team", "publish", "reach", "unbind")
CHAIR = "chair"
"""The question to which somebody else is suggested."""
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
    action = await meant_by(tx, incoming.handle)
    if action is None:
        return Reply(toast=TOO_LATE if await is_past(tx, person, incoming.ref) else NOT_YOURS)
    if action.person != person:
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
    file, directory = await _file(tx, item), await tx.directory()
    confirmed = action.verb == CONFIRM
    verb = str(item.facts["verb"]) if confirmed else action.verb
    if not _is_theirs(item, verb, file, directory, person, administrators, london_day(now)):
        return Reply(toast=NOT_YOURS)
    meeting = file.meeting(item.subject) if file else None
    given = Press(
        person,
        now,
        action.handle,
        item,
        duty,
        file,
        directory,
        rulebook,
        _values(incoming, item, confirmed=confirmed),
        await _loads(tx) if verb in ("allocate", "send_someone", "transfer") else {},
        confirmed,
        ways=await ways_of(tx, item.subject or "") if verb == "unbind" else (),
        busy=await promised(tx, meeting, rulebook.rules(directory)) if meeting and verb in SENDING else frozenset(),
    )
    if verb in LOOKS:
        return await LOOKS[verb](tx, given)
    try:
        step = _said_back(VERBS[verb](given), given, verb)
        match step:
            case Form() if lacks_options(step):
                return Reply(toast=NOBODY_TO_CHOOSE)
            case Form():
                return Reply(form=filled_again(step, item))
            case Prompt():
                return Reply(say=(step,))
            case Echo():
                return await ask_back(tx, given, verb, step)
            case Wish():
                await keep_wish(tx, person, step, now)
                return await show_answered(memory, action, verb, given, step.says)
            case Way():
                await keep_way(tx, person, step, now)
                return await show_answered(memory, action, verb, given, step.says)
        events = [_event(fields, person, now) for fields in step]
    except NotUnderstood as wrong:
        return Reply(errors=((wrong.name, wrong.sentence),)) if wrong.name else Reply(toast=wrong.sentence)
    except (BadEvent, NoSuchPerson):
        return Reply(toast=TOO_LATE)
    reply = await _record(memory, events, action, verb, given, rulebook)
    if message.state == "home":
        return Reply(toast=reply.toast, home=await home_board(tx, person, rulebook, now))
    return reply


def lacks_options(form: Form) -> bool:
    """Asks for a choice where there is nothing to choose: nobody could ever answer it."""
    return any(field.kind in ("one", "many") and not field.options and not field.optional for field in form.fields)


def _is_theirs(
    item: Item,
    verb: str,
    file: Casefile | None,
    directory: Directory,
    person: str,
    administrators: tuple[str, ...],
    on: date,
) -> bool:
    """Looked at again at each press: a part in the case, the lead of a team, an administrator's place may have ended."""
    if file is not None and not may_see(file, person, on):
        return False
    if item.words in OF_A_TEAM:
        team = _team(item, directory)
        allowed = may_see_week if item.words == "week_picture" else leads
        if team is None or not allowed(directory, person, team, on):
            return False
    return verb not in FOR_ADMINISTRATORS or person in administrators


def _values(incoming: Incoming, item: Item, *, confirmed: bool) -> dict[str, str] | None:
    """What was filled in: said back before where it is confirmed now; None where there was no form yet."""
    if confirmed:
        return dict(item.facts["values"])
    return incoming.values if incoming.kind == "submitted" else None


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
        if isinstance(refusal, Refused) and refusal.suggest:  # worth more than a glance
            said, is_open = refused(refusal), given.values is not None and not given.confirmed
            return Reply(errors=((CHAIR, said),)) if is_open else Reply(say=(Prompt(said),))
        if isinstance(refusal, Refused):
            return Reply(toast=refused(refusal), delete=refusal.duty == "privacy")
    return await show_answered(tx, action, verb, given, says(verb, given))
