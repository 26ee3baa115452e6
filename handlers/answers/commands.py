"""What can be asked for by a word: one table, from which both platforms, the help and the manifest are made."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from handlers.answers import cases, staff, weeks
from handlers.answers.answered import undo as take_back
from handlers.answers.asked import Asked, say
from handlers.answers.board import items_of, owed_by, show, todays, told_today
from handlers.prompts import Prompt, Reply
from handlers.undo import last_answer
from handlers.wording.language import _
from storage.records import Duty, Item
from storage.remembering import Remembering

LEADERS = ("team_manager", "acting_manager", "group_manager", "head_of_service")
NOTHING_TODAY = "Nothing is due from you today or in the next two working days."
NOTHING_THIS_WEEK = "Nothing is due from you in the next seven days."
NOTHING_TO_UNDO = "There is nothing of the last ten minutes to take back."
HELP = "Press a button, or send:"
ALSO = "You can also send:"


@dataclass(frozen=True, slots=True)
class Command:
    """A word that is registered with every platform. `roles` are whose help names it; none: everybody's."""

    word: str
    what: str
    answer: Callable[[Asked], Awaitable[Reply]]
    usage: str = ""
    roles: tuple[str, ...] = ()
    administrators: bool = False


async def today(asked: Asked) -> Reply:
    """What is owed, then whatever else was told today in a message that had no room for it."""
    rows = await todays(asked.tx, asked.person, asked.rulebook, asked.now)
    items = await items_of(asked.tx, rows, asked.rulebook, asked.now, lambda row: "nudge")
    told = await told_today(asked.tx, asked.person, asked.now)
    items += [i for i in told if i.duty_id is None or i.duty_id not in {row.id for row in rows}]
    return await _shown(asked, items, NOTHING_TODAY)


async def week(asked: Asked) -> Reply:
    rows = await owed_by(asked.tx, asked.person, asked.now + timedelta(days=7))
    return await _owed(asked, rows, NOTHING_THIS_WEEK)


async def _owed(asked: Asked, rows: list[Duty], nothing: str) -> Reply:
    items = await items_of(asked.tx, rows, asked.rulebook, asked.now, lambda row: "nudge")
    return await _shown(asked, items, nothing)


async def _shown(asked: Asked, items: list[Item], nothing: str) -> Reply:
    """All of it, over as many messages as it takes: nothing that is owed is left unsaid for want of room."""
    await show(asked.tx, asked.person, asked.key, items, asked.now, most=len(items))
    return Reply() if items else say(nothing)


async def undo(asked: Asked) -> Reply:
    answered = await last_answer(asked.tx, asked.person, asked.now)
    if answered is None:
        return say(NOTHING_TO_UNDO)
    reply = await take_back(Remembering(asked.tx), answered, None, asked.rulebook, asked.now)
    return say(reply.toast or "")


async def help_(asked: Asked) -> Reply:
    who = (await asked.tx.directory()).people[asked.person]
    mine = [
        c
        for c in COMMANDS
        if c.administrators <= asked.is_administrator and (not c.roles or who.role in c.roles)
    ]
    common = [c for c in mine if not c.roles and not c.administrators]
    more = [c for c in mine if c not in common]
    pages = [Prompt("\n".join([_(HELP), *map(_line, common)]))]
    if more:
        pages.append(Prompt("\n".join([_(ALSO), *map(_line, more)])))
    return Reply(say=tuple(pages))


def _line(c: Command) -> str:
    return f"/{c.word}{' ' + c.usage if c.usage else ''}: {_(c.what)}"


COMMANDS: tuple[Command, ...] = (
    Command("today", "what you owe now", today),
    Command("week", "the next seven days", week),
    Command("case", "one case", cases.case, "REF"),
    Command("team", "your team's board", staff.team, roles=LEADERS[:3]),
    Command("picture", "your team's week as a picture", weeks.asked_for, "TEAM", roles=LEADERS),
    Command("forecast", "the next four weeks", staff.forecast),
    Command("story", "what reached you", staff.story, roles=LEADERS[2:]),
    Command("concern", "raise a concern", cases.concern, "REF"),
    Command("away", "say when you are away", staff.away),
    Command("prefer", "your quiet hours", staff.prefer),
    Command("people", "who works here", staff.people, administrators=True),
    Command("code", "a code for someone", staff.code, "NAME", administrators=True),
    Command("left", "someone has left", staff.left, "NAME", administrators=True),
    Command("failed", "what did not arrive", staff.failed, administrators=True),
    Command("undo", "take back your last answer", undo),
    Command("help", "this list", help_),
)
BY_WORD = {c.word: c for c in COMMANDS}


def registered() -> list[tuple[str, str]]:
    """Word and description of each, as a platform lists them."""
    return [(c.word, c.what) for c in COMMANDS]


async def known(word: str, asked: Asked) -> Reply | None:
    """The answer to a command; None for one that is not known."""
    if word == "start":
        word = "help"
    if word == "cancel":
        return say("Nothing is open here. Send /help to see what I can do.")
    found = BY_WORD.get(word)
    return await found.answer(asked) if found else None
