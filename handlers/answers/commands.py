"""What can be asked for by a word: today, the week, a case, help."""

from datetime import datetime, timedelta

from handlers.need_to_know import may_see
from handlers.prompts import Prompt
from handlers.rulebook import Rulebook
from handlers.wording import day_of, noun
from schedules.workdays import end_of, london_day
from storage.files import casefile
from storage.records import Case, Duty
from storage.store import Transaction

COMMANDS: tuple[tuple[str, str], ...] = (
    ("today", "what you owe today and the next two working days"),
    ("week", "what you owe this week"),
    ("case", "what is open in one case: /case REF"),
    ("help", "what I can do"),
)
NOTHING = "Nothing is due from you {when}."
NO_SUCH_CASE = "There is no such case for you. Check the reference."
MOST_LINES = 12


async def command(tx: Transaction, person: str, word: str, rest: str, rulebook: Rulebook, now: datetime) -> Prompt:
    """The answer to a command; help for one that is not known."""
    return await known(tx, person, word, rest, rulebook, now) or _help()


async def known(
    tx: Transaction, person: str, word: str, rest: str, rulebook: Rulebook, now: datetime
) -> Prompt | None:
    """The answer to a command; None for one that is not known."""
    match word:
        case "today":
            days = rulebook.rules(await tx.directory()).workdays
            return await _owed(tx, person, now, end_of(days.shift(london_day(now), 2)), "in the next two working days")
        case "week":
            return await _owed(tx, person, now, now + timedelta(days=7), "in the next seven days")
        case "case" if rest:
            return await _case(tx, person, rest, now)
        case "help" | "start":
            return _help()
        case _:
            return None


def _help() -> Prompt:
    lines = [f"/{name}: {what}" for name, what in COMMANDS]
    return Prompt("I remind you of visits, meetings and papers, and ask who will come.\n" + "\n".join(lines))


async def _owed(tx: Transaction, person: str, now: datetime, until: datetime, when: str) -> Prompt:
    rows = [d for d in await tx.find(Duty, owner=person) if d.state == "open" and not d.watch]
    due = sorted((d for d in rows if d.due_at is not None and d.due_at <= until), key=lambda d: (d.due_at, d.id))
    if not due:
        return Prompt(NOTHING.format(when=when))
    lines = [_line(d, now) for d in due[:MOST_LINES]]
    if len(due) > MOST_LINES:
        lines.append(f"and {len(due) - MOST_LINES} more")
    return Prompt("\n".join(lines))


def _line(duty: Duty, now: datetime) -> str:
    what = f"{duty.case} · {noun(duty.name)}" if duty.case else noun(duty.name)
    if duty.due_at is None:
        return what
    return f"{what} · {'was due' if duty.due_at < now else 'due'} {day_of(duty.due_at)}"


async def _case(tx: Transaction, person: str, name: str, now: datetime) -> Prompt:
    """Someone else's case gets the same answer as one that does not exist."""
    case = await tx.get(Case, name)
    file = await casefile(tx, case) if case else None
    if file is None or not may_see(file, person, london_day(now)):
        return Prompt(NO_SUCH_CASE)
    rows = [d for d in await tx.open_duties(f"case:{name}") if not d.watch]
    lines = [_line(d, now) for d in sorted(rows, key=lambda d: (d.due_at is None, d.due_at, d.id))[:MOST_LINES]]
    return Prompt("\n".join(lines) if lines else f"{name} · nothing open")
