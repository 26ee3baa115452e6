"""What follows when a child protection plan begins, is filed, is looked at again, and ends."""

from handlers.entry import Entry
from handlers.events import PlanEnded, PlanFiled, PlanReviewed, PlanStarted
from handlers.refusals import Refused
from schedules.workdays import london_day
from storage.records import Casefile, Invitation, PlanSpell

OF_AN_ACTION = ("task", "owner", "due", "measure", "review")


async def plan_started(entry: Entry, event: PlanStarted) -> None:
    await entry.case(event.case)
    await begin_plan(entry, await entry.file(event.case), None)


async def begin_plan(entry: Entry, file: Casefile, meeting: str | None) -> None:
    """A plan runs from the conference's own day, or from the day that was imported.

    One that runs already, when a child moves in, becomes this authority's by its own conference.
    """
    booked = file.meeting(meeting)
    if file.plan is not None:
        if booked is None and file.plan.started_on != entry.on:
            raise Refused("plan", "plan_runs", file.case.id)
        if booked is not None and booked.kind == "transfer_in_conference":
            file.plan.meeting = booked.id
            await entry.tx.save(file.plan)
        return  # else told once by the conference and once by an import
    started_on = london_day(booked.starts_at) if booked else entry.on
    born_on = file.case.born_on
    await entry.tx.save(
        PlanSpell(
            case=file.case.id,
            started_on=started_on,
            started_at=entry.now,
            meeting=meeting,
            unborn=file.case.status == "unborn" or (born_on is not None and born_on > started_on),
        )
    )
    await touch_staff(entry, file)


async def plan_ended(entry: Entry, event: PlanEnded) -> None:
    await entry.case(event.case)
    file = await entry.file(event.case)
    if file.plan is None:
        raise Refused("plan", "no_plan", event.case)
    if entry.on < file.plan.started_on:
        raise Refused("plan", "before_it_began", event.case)
    await end_plan(entry, file)


async def end_plan(entry: Entry, file: Casefile) -> None:
    plan = file.plan
    if plan is not None:
        plan.ended_on = entry.on
        await entry.tx.save(plan)
        await touch_staff(entry, file)


async def touch_staff(entry: Entry, file: Casefile) -> None:
    """The worker and the health practitioners whose own duties hang on this plan."""
    entry.touch_person(file.worker(entry.today))
    for asked in await entry.tx.find(Invitation, case=file.case.id):
        who = entry.directory.people.get(asked.person)
        if who is not None and who.role in ("health_visitor", "midwife"):
            entry.touch_person(who.id)


async def plan_filed(entry: Entry, event: PlanFiled) -> None:
    """Only whether it is SMARTER is kept: its words belong on the child's own file."""
    await entry.case(event.case)
    lacking = [n for n in OF_AN_ACTION if any(not str(getattr(a, n) or "").strip() for a in event.actions)]
    complete = bool(event.actions) and not lacking
    await entry.happened(case=event.case, data={"complete": complete})
    if not complete:
        missing = ", ".join("review date" if n == "review" else "date" if n == "due" else n for n in lacking)
        by = await entry.entered_by()
        facts = {"missing": missing or "every action"}
        await entry.tell(by, "warning", "plan", "plan_incomplete", case=event.case, facts=facts)


async def plan_reviewed(entry: Entry, event: PlanReviewed) -> None:
    await entry.case(event.case)
    file = await entry.file(event.case)
    if file.plan is None:
        raise Refused("register_review", "no_plan", event.case)
    await entry.happened(case=event.case, data={"adequate": event.adequate, "change": bool(event.change)})
    if not event.adequate and not event.change:
        by = await entry.entered_by()
        await entry.tell(by, "warning", "register_review", "say_what_changes", case=event.case)
