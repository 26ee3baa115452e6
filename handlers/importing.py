"""Lets what a file of another system says in by the one door: what is known counts once, and all of it goes in or none."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from handlers.door import record
from handlers.events import CaseAllocated, CaseDeallocated, CaseOpened, Event
from handlers.known import as_new, unused
from handlers.refusals import NotKnown
from handlers.rulebook import Rulebook
from handlers.told import take_as_told
from handlers.wording import refused
from schedules.workdays import london_day
from storage.records import Allocation, Case
from storage.store import Store, Transaction


@dataclass(frozen=True, slots=True)
class Found:
    """One event that a file speaks of. `where` is the file, its sheet and its row, in words."""

    where: str
    event: Event


@dataclass(slots=True)
class Taken:
    """How many events were recorded and how many were known already; for each row that cannot go in, a sentence."""

    recorded: int = 0
    known: int = 0
    wrong: dict[str, str] = field(default_factory=dict)


class _TakenBack(Exception):
    """Undoes the transaction."""


async def take_in(
    store: Store, rulebook: Rulebook, found: Iterable[Found], now: datetime, *, dry_run: bool = False, quietly: bool = False
) -> Taken:
    """Everything in one transaction, entered now. A dry run, and a file with a wrong row, leave nothing behind."""
    taken = Taken()
    try:
        async with store.writing() as tx:
            await _enter_all(tx, rulebook, found, now, taken)
            if quietly:
                await take_as_told(tx, rulebook.rules(await tx.directory()), now)
            if dry_run or taken.wrong:
                raise _TakenBack
    except _TakenBack:
        pass
    return taken


async def _enter_all(tx: Transaction, rulebook: Rulebook, found: Iterable[Found], now: datetime, taken: Taken) -> None:
    """Of a case that stands already only who holds it in the end is looked at, not who held it before."""
    standing, holders = set[str](), dict[str, Found | None]()
    for each in found:
        event = each.event
        if isinstance(event, CaseOpened) and await tx.get(Case, event.case) is not None:
            standing.add(event.case)
            taken.known += 1
        elif isinstance(event, CaseAllocated | CaseDeallocated) and event.case in standing:
            holders[event.case] = each if isinstance(event, CaseAllocated) else None
        else:
            await _enter(tx, rulebook, each, now, taken)
    for holder in holders.values():
        if holder is None:
            continue
        changes = await _changes_of_holder(tx, holder, now)
        taken.known += not changes
        for change in changes:
            await _enter(tx, rulebook, change, now, taken)


async def _enter(tx: Transaction, rulebook: Rulebook, found: Found, now: datetime, taken: Taken) -> None:
    event = await as_new(tx, found.event)
    if event is None:
        taken.known += 1
        return
    try:
        refusal = await record(tx, event.model_copy(update={"at": now}), rulebook, tell_refusal=False)
    except NotKnown as unknown:
        taken.wrong.setdefault(found.where, f"{found.where}: {unknown}")
        return
    if refusal is None:
        taken.recorded += 1
    else:
        taken.wrong.setdefault(found.where, f"{found.where}: {event.event}: {refused(refusal)}")


async def _changes_of_holder(tx: Transaction, found: Found, now: datetime) -> list[Found]:
    """A worker who changed takes the case over today: the file does not say since when."""
    event, today = found.event, london_day(now)
    if not isinstance(event, CaseAllocated):
        return []
    running = [s for s in await tx.find(Allocation, case=event.case) if s.to_on is None]
    if any(s.worker == event.worker for s in running):
        return []
    given = await unused(tx, f"{event.case}:case.allocated:{today}")
    changes: list[Event] = [event.model_copy(update={"on": today, "id": given})]
    if running:
        taken_away = await unused(tx, f"{event.case}:case.deallocated:{today}")
        changes.insert(0, CaseDeallocated(at=now, case=event.case, on=today, by=event.by, id=taken_away))
    return [Found(found.where, change) for change in changes]
