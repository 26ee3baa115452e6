"""What stands open, as messages whose every line can be answered in place."""

from collections.abc import Callable, Iterable
from datetime import datetime

from handlers.need_to_know import may_hear
from handlers.offers import offers
from handlers.outbox import minute
from handlers.parcels import LESS, MOST_CHOICES, choices_of, stands
from handlers.prompts import Prompt
from handlers.reconcile import verdicts
from handlers.rulebook import Rulebook
from handlers.undo import answer_of
from handlers.wording import LONGEST, line, sentence
from handlers.wording.language import languages, speaking
from handlers.wording.whole import HEADS
from schedules.owed import Owed
from schedules.workdays import end_of, london_day
from storage.records import Casefile, Duty, Item, Message
from storage.store import Transaction

MOST_MESSAGES = 5
LOOKED_THROUGH = 300
"""The newest messages of a person among which those of the day are looked for."""
AHEAD = 2
"""Working days that count as today's."""
BOARD = "What you owe today and the next two working days."
CLEAR = "Nothing is due from you today or in the next two working days."
FOR_AN_ANSWER = 55
"""What an answer adds to a message: room is left for one, so that it hides nothing else."""
HOME = "home"
MOST_ON_THE_BOARD = 20

Kind = Callable[[Duty], str]


def in_order(rows: Iterable[Duty]) -> list[Duty]:
    """Soonest first, and what has no date last."""
    return sorted(rows, key=lambda d: (d.due_at is None, d.due_at, d.id))


async def owed_by(tx: Transaction, person: str, until: datetime | None = None) -> list[Duty]:
    """What a person owes that falls due by then, soonest first; all of it where no moment is given."""
    rows = [d for d in await tx.find(Duty, owner=person) if d.state == "open" and not d.watch]
    return in_order(d for d in rows if until is None or (d.due_at is not None and d.due_at <= until))


async def todays(tx: Transaction, person: str, rulebook: Rulebook, now: datetime) -> list[Duty]:
    """What is owed soon; and first what was asked without a limit, such as whether a concern is resolved."""
    days = rulebook.rules(await tx.directory()).workdays
    asked = [d for d in await tx.find(Duty, owner=person) if d.state == "open" and d.of == "asked" and d.spoken_to is not None]
    return [*in_order(asked), *await owed_by(tx, person, end_of(days.shift(london_day(now), AHEAD)))]


async def told_today(tx: Transaction, person: str, now: datetime) -> list[Item]:
    """What the day's messages had no room for, as far as it still stands and is theirs to know."""
    found: dict[tuple[object, ...], Item] = {}
    for message in (await tx.find(Message, person=person))[-LOOKED_THROUGH:]:
        if message.sent_at is None or london_day(message.sent_at) != london_day(now) or message.group.startswith("asked:"):
            continue
        said = await tx.items(message.id or 0)
        duties: dict[int | None, Duty] = {d.id: d for d in await tx.find_in(Duty, "id", {i.duty_id for i in said if i.duty_id is not None})}
        for item in said if len(said) > 1 else ():
            if item.answer is None and not _was_read(item, message) and stands(item, duties) and await may_hear(tx, item.case, person, london_day(now)):
                again = Item(**item.model_dump(exclude={"id", "message"}), message=0)
                found.setdefault((item.duty_id, item.words) if item.duty_id else (item.id,), again)
    return list(found.values())


def _was_read(item: Item, message: Message) -> bool:
    """Had room in the message, in whichever language it was said; a digest says it shorter and is not counted."""
    if message.group in HEADS:
        return False
    for language in languages():
        with speaking(language):
            if sentence(item) in (message.text or ""):
                return True
    return False


async def items_of(
    tx: Transaction, rows: list[Duty], rulebook: Rulebook, now: datetime, kind: Kind
) -> list[Item]:
    """Each duty as an item, worded as the rules word it now."""
    rules = rulebook.rules(await tx.directory())
    known: dict[str, tuple[Casefile | None, dict[tuple[str, str | None, str], Owed]]] = {}
    found = []
    for row in rows:
        if row.scope not in known:
            file, said = await verdicts(tx, row.scope, rules, now)
            wanted = said.owed
            known[row.scope] = (file if isinstance(file, Casefile) else None, wanted)
        case, owed = known[row.scope]
        want = owed.get((row.name, row.subject, row.of))
        if want is not None:
            found.append(_item(row, want, case, kind(row)))
    return found


def _item(row: Duty, want: Owed, file: Casefile | None, kind: str) -> Item:
    facts: dict[str, str] = dict(want.facts)
    meeting = file.meeting(want.meeting) if file else None
    if meeting is not None:
        facts |= {"kind": meeting.kind, "starts_at": meeting.starts_at.isoformat()}
    if row.owner:
        facts["owner"] = row.owner
    return Item(
        message=0,
        kind=kind,
        duty=row.name,
        case=row.case,
        subject=row.subject,
        due_at=row.due_at,
        duty_id=row.id,
        generation=row.generation,
        words=want.words or row.name,
        facts=facts,
    )


async def show(tx: Transaction, person: str, key: str, items: list[Item], now: datetime, most: int = MOST_MESSAGES) -> int:
    """Puts items into as few messages as can be read and answered on a phone; returns how many were left over."""
    pages: list[list[Item]] = []
    for item in items:
        if pages and _fits([*pages[-1], item], now):
            pages[-1].append(item)
        else:
            pages.append([item])
    for number, page in enumerate(pages[:most]):
        await _send(tx, person, f"asked:{key}:{number}", page, now)
    return sum(len(page) for page in pages[most:])


def _fits(items: list[Item], now: datetime) -> bool:
    """Short enough, few enough buttons, and no two of them that read the same."""
    length = sum(len(line(item, now)) + 1 for item in items)
    labels = [(i.case, o.label) for i in items for o in offers(i) if o.verb not in LESS]
    room = LONGEST - (FOR_AN_ANSWER if len(items) > 1 else 0)
    return length <= room and len(labels) <= MOST_CHOICES and len(set(labels)) == len(labels)


async def _send(
    tx: Transaction, person: str, group: str, items: list[Item], now: datetime, state: str = "waiting"
) -> Message:
    message = Message(person=person, group=group, at=minute(now), not_before=now, urgent=True, state=state)
    await tx.save(message)
    assert message.id is not None
    for item in items:
        item.message = message.id
        await tx.save(item)
    return message


async def hold(tx: Transaction, person: str, key: str, item: Item, now: datetime) -> Message:
    """A message that is shown once there is an answer to show: what a form that was asked for hangs on."""
    return await _send(tx, person, f"held:{key}", [item], now, "held")


async def home_board(tx: Transaction, person: str, rulebook: Rulebook, now: datetime) -> Prompt:
    """A person's own board, answerable in place; what was answered stays on it while it can be taken back."""
    message = next(iter(await tx.find(Message, person=person, group=HOME)), None)
    if message is None:
        message = await _send(tx, person, HOME, [], now, HOME)
    assert message.id is not None
    kept: list[Item] = []
    for item in await tx.items(message.id):
        if item.answer is not None and await answer_of(tx, item, person, now) is not None:
            kept.append(item)
        else:
            await tx.delete(item)
    shown = {item.duty_id for item in kept}
    rows = [row for row in await todays(tx, person, rulebook, now) if row.id not in shown]
    fresh = await items_of(tx, rows[:MOST_ON_THE_BOARD], rulebook, now, lambda row: "nudge")
    for item in fresh:
        item.message = message.id
        await tx.save(item)
    items = [*kept, *fresh]
    duties = {row.id: row for row in rows} | {d.id: d for d in await tx.find_in(Duty, "id", shown - {None})}
    choices = await choices_of(tx, message, items, duties, now)
    await tx.save(message)
    facts = tuple((item.case or item.subject or "", line(item, now).removeprefix(f"{item.case} · ")) for item in items)
    return Prompt(BOARD if rows or kept else CLEAR, facts=facts, choices=tuple(choices))
