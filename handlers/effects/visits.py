"""What follows when a child is visited, the visit is written up, and the record is countersigned."""

from datetime import date

from handlers.entry import Entry
from handlers.events import AddressUpdated, VisitCountersigned, VisitMade, VisitPlanned, VisitWrittenUp
from handlers.refusals import Refused
from handlers.standing import MANAGERS, must_be
from schedules.duties.staff import supervision_day
from schedules.owed import owners
from storage.files import supervised
from storage.records import Visit


async def visit_planned(entry: Entry, event: VisitPlanned) -> None:
    await entry.case(event.case)
    row = await _visit(entry, event.visit, event.case)
    row.planned_at = event.on_at
    row.by = row.by or event.by
    await entry.tx.save(row)


async def _visit(entry: Entry, name: str, case: str) -> Visit:
    """The visit of that name, planned or new. Raises Refused when it was made already or is another case's."""
    row = await entry.tx.get(Visit, name)
    if row is None:
        return Visit(id=name, case=case)
    if row.case != case:
        raise Refused("visit", "other_case", case, name)
    if row.made_on is not None:
        raise Refused("visit", "made_already", case, name)
    return row


async def visit_made(entry: Entry, event: VisitMade) -> None:
    """A visit at which the child was not seen tells the team manager at once; so does an address that differs."""
    await entry.case(event.case)
    row = await _visit(entry, event.visit, event.case)
    if entry.on > entry.today:
        raise Refused("visit", "in_the_future", event.case, event.visit)
    row.by, row.made_on, row.made_at = event.by, entry.on, entry.now
    row.seen, row.seen_alone, row.address = event.seen, event.seen_alone, event.address
    await entry.tx.save(row)
    file = await entry.file(event.case)
    worker = file.responsible(entry.today)
    if not event.seen:
        await entry.tell(
            file.team_manager,
            "escalation",
            "visit",
            "not_seen",
            case=event.case,
            owner=worker,
        )
    if event.address == "differs":
        in_time = entry.rules.limit("address_update", entry.on) >= entry.today
        for person in owners(worker, file.team_manager):
            if person == worker and in_time:
                continue  # the duty that opens now speaks to who owes it
            kind = "nudge" if person == worker else "notice"
            await entry.tell(person, kind, "address_update", "address_differs", case=event.case, subject=event.visit)


async def visit_written_up(entry: Entry, event: VisitWrittenUp) -> None:
    """Notes add up; the record is complete with progress, the plan discussed with somebody, and the address check."""
    row = await entry.need(Visit, event.visit, "visit")
    await entry.case(row.case)
    if row.made_on is None:
        raise Refused("visit_record", "not_made", row.case, row.id)
    for name in ("plan_with_parents", "plan_with_child", "progress"):
        if getattr(event, name):
            setattr(row, name, True)
    lacking = []
    if not row.progress:
        lacking.append("progress")
    if not (row.plan_with_parents or row.plan_with_child):
        lacking.append("the plan with parents or child")
    if row.address is None:
        lacking.append("the address check")
    if lacking:
        facts = {"missing": ", ".join(lacking)}
        told = row.by or await entry.entered_by()
        await entry.tell(told, "warning", "visit_record", "record_incomplete", case=row.case, subject=row.id, facts=facts)
    elif row.complete_at is None:
        row.complete_at, row.complete_on = entry.now, entry.on
        await entry.tx.save(row)
        row.countersign_on = await _supervision_day(entry, row)
    await entry.tx.save(row)


async def _supervision_day(entry: Entry, row: Visit) -> date:
    """The first supervision day due after the record was complete."""
    file = await entry.file(row.case)
    for worker in owners(row.by, file.worker(entry.today)):
        if entry.directory.has_left(worker, entry.today):
            continue
        due = supervision_day(await supervised(entry.tx, worker), entry.rules)
        if due is not None:
            return max(due, entry.on)
    return entry.rules.limit("supervision", entry.on)


async def visit_countersigned(entry: Entry, event: VisitCountersigned) -> None:
    """By a manager or whoever stands in for one that day, never by who made the visit."""
    row = await entry.need(Visit, event.visit, "visit")
    await entry.case(row.case)
    if row.complete_at is None:
        raise Refused("countersign", "not_complete", row.case, row.id)
    if event.by == row.by:
        raise Refused("countersign", "managers_only", row.case, row.id)
    file = await entry.file(row.case)
    must_be(entry, event.by, MANAGERS, "countersign", owners=(file.team_manager,), file=file, subject=row.id)
    if row.countersigned_at is not None:
        raise Refused("countersign", "already", row.case, row.id)
    row.countersigned_at, row.countersigned_by = entry.now, event.by
    await entry.tx.save(row)


async def address_updated(entry: Entry, event: AddressUpdated) -> None:
    await entry.case(event.case)
    for row in await entry.tx.find(Visit, case=event.case):
        if row.address == "differs" and row.address_updated_at is None:
            row.address_updated_at = entry.now
            await entry.tx.save(row)
