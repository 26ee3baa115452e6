"""What follows when a concern is raised, answered or settled, and when a notification comes in."""

from handlers.entry import Entry
from handlers.events import (
    ConcernAnswered,
    ConcernNotSatisfied,
    ConcernRaised,
    ConcernResolved,
    ConcernSkippedTo,
    NotificationReceived,
    NotificationTriaged,
)
from handlers.refusals import Refused
from handlers.standing import HEALTH, MANAGERS, QUALITY, must_be
from schedules.duties.concerns import chair_stages, other_manager, stage_owners
from schedules.workdays import at
from storage.records import Concern, Notification


async def concern_raised(entry: Entry, event: ConcernRaised) -> None:
    await entry.case(event.case)
    file = await entry.file(event.case)
    who = entry.directory.people[event.by]
    chairs = {m.chair for m in file.meetings}
    if event.kind == "chair" and who.role != "conference_chair" and who.id not in chairs:
        raise Refused("concern_stage_1", "not_a_chair", event.case, event.concern)
    if event.kind == "high_risk_family" and who.role not in (*MANAGERS, *HEALTH):
        raise Refused("high_risk_family_talk", "not_yours_to_raise", event.case, event.concern)
    await entry.tx.save(
        Concern(
            id=event.concern,
            case=event.case,
            kind=event.kind,
            by=event.by,
            immediate_risk=event.immediate_risk,
            raised_on=entry.on,
            raised_at=entry.now,
        )
    )


async def _open(entry: Entry, name: str) -> Concern:
    """The concern, not resolved yet. Raises Refused when it is."""
    row = await entry.need(Concern, name, "concern")
    await entry.case(row.case)
    if row.resolved_at is not None:
        raise Refused(_duty(row), "concern_resolved", row.case, name)
    return row


def _duty(row: Concern) -> str:
    return {"chair": "concern_stage_1", "partner": "partner_concern_step_1"}.get(row.kind, "high_risk_family_talk")


async def concern_answered(entry: Entry, event: ConcernAnswered) -> None:
    """A partner's concern may be answered by anybody; the chair's and the managers' by those it went to."""
    row = await _open(entry, event.concern)
    file = await entry.file(row.case)
    if entry.on < row.raised_on:
        raise Refused(_duty(row), "before_it_began", row.case, row.id)
    if row.kind == "chair":
        stage, _ = chair_stages(file, row, entry.rules, entry.now)
        duty, owners = f"concern_stage_{stage.number}", stage_owners(file, stage.number)
        must_be(entry, event.by, (*MANAGERS, *QUALITY), duty, owners=owners, file=file, subject=row.id)
    elif row.kind == "high_risk_family":
        other = (other_manager(file, row),)
        must_be(entry, event.by, (*MANAGERS, *HEALTH), _duty(row), owners=other, file=file, subject=row.id)
    await entry.happened(case=row.case, subject=row.id)


async def concern_not_satisfied(entry: Entry, event: ConcernNotSatisfied) -> None:
    row = await _open(entry, event.concern)
    await entry.happened(case=row.case, subject=row.id)


async def concern_skipped_to(entry: Entry, event: ConcernSkippedTo) -> None:
    row = await _open(entry, event.concern)
    if row.kind != "chair":
        raise Refused(_duty(row), "no_stages", row.case, row.id)
    stage, _ = chair_stages(await entry.file(row.case), row, entry.rules, entry.now)
    if event.stage <= stage.number:
        raise Refused(f"concern_stage_{stage.number}", "not_back", row.case, row.id)
    await entry.happened(case=row.case, subject=row.id, data={"stage": event.stage})


async def concern_resolved(entry: Entry, event: ConcernResolved) -> None:
    row = await _open(entry, event.concern)
    row.resolved_at = entry.now
    await entry.tx.save(row)


async def notification_received(entry: Entry, event: NotificationReceived) -> None:
    quick = event.high_risk
    if event.case is not None:
        case = await entry.case(event.case)
        file = await entry.file(event.case)
        quick = quick or case.high_risk or case.status == "unborn" or file.plan is not None
    received = entry.now
    if entry.on < entry.today and not quick:
        # Counted by the day, not by the hour: the day it came in is what matters.
        received = at(entry.on, 12)
    row = Notification(id=event.notification, case=event.case, quick=quick, received_at=received)
    await entry.tx.save(row)
    _touch(entry, row)


def _touch(entry: Entry, row: Notification) -> None:
    if row.case is not None:
        entry.touch_case(row.case)
    elif entry.directory.organisation is not None:
        entry.touch_person(entry.directory.organisation.duty_team)


async def notification_triaged(entry: Entry, event: NotificationTriaged) -> None:
    row = await entry.need(Notification, event.notification, "notification")
    if row.triaged_at is not None:
        raise Refused("triage", "triaged_already", row.case, row.id)
    row.triaged_at = entry.now
    await entry.tx.save(row)
    _touch(entry, row)
