"""What was just entered and must be heard: kept until its hour, then said to whoever is there to hear it."""

from datetime import datetime

from handlers.outbox import GRACE, group_of, put
from schedules.packs import Rules
from schedules.people import Line
from schedules.workdays import london_day
from storage.files import casefile
from storage.records import Case, Item, Telling
from storage.store import Transaction


async def tell(tx: Transaction, rules: Rules, telling: Telling) -> None:
    """Keeps a telling for its hour: at once when urgent or a refusal, else by the ordinary rule."""
    now = telling.made_at
    telling.at = now if telling.urgent or telling.kind == "refusal" else rules.workdays.ordinary(now)
    await tx.save(telling)


async def say(tx: Transaction, rules: Rules, telling: Telling, now: datetime) -> None:
    """Says one telling, or lets it wait: its hour was missed, or that day has since become a holiday."""
    at_once = telling.urgent or telling.kind == "refusal"
    hour = telling.made_at if at_once else rules.workdays.ordinary(telling.made_at)
    if not at_once and (later := rules.workdays.ordinary(now)) > now:
        telling.at = later
        await tx.save(telling)
        return
    case = await tx.get(Case, telling.case) if telling.case else None
    file = await casefile(tx, case) if case else None
    line = Line(await tx.directory(), file, london_day(now), [telling.owner] if telling.owner else [], telling.duty)
    if telling.kind == "refusal":
        person: str | None = telling.to
    elif telling.kind == "escalation" and telling.owner:
        person = line.escalated(telling.to)
    else:
        person = line.hears(telling.to)
    telling.state = "said"
    await tx.save(telling)
    if person is None:
        return
    item = Item(
        message=0,
        kind=telling.kind,
        duty=telling.duty,
        case=telling.case,
        subject=telling.subject,
        due_at=telling.due_at,
        rung=telling.rung,
        words=telling.words,
        facts=telling.facts,
        suggest=telling.suggest,
        telling=telling.id,
        late=telling.kind != "refusal" and hour < now - GRACE,
    )
    group = f"refusal:{telling.id}" if telling.kind == "refusal" else group_of(case)
    await put(tx, person, group, now, [item], urgent=telling.urgent or telling.kind == "refusal")
